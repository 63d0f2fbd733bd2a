"""Every element against independent arithmetic, and its derivatives against differences."""

from __future__ import annotations

import cmath
import math

import numpy as np
import pytest

from naglass_gui.techniques.eis import ELEMENTS, Element, impedance, parse_circuit
from naglass_gui.techniques.eis.band import Band, Complex
from naglass_gui.techniques.eis.elements import BY_SYMBOL, Admitting
from naglass_gui.techniques.eis.formula import user_formula

FREQUENCY = np.logspace(-3, 8, 34)
USER = user_formula("R/(1 + (i*w*t)**n)**g + sqrt(s)*exp(-p)*k - 1/(s*C)")
CASES = [*ELEMENTS, USER]
TYPICAL = {"R": 1.3e3, "Rw": 4.1e2, "C": 2.2e-9, "L": 1.7e-6, "Y": 3.3e-7, "n": 0.83, "t": 2.4e-4, "a": 0.91, "g": 0.62,
           "p": 0.4, "k": 2.0}  # fmt: skip


def values_of(element: Element) -> list[float]:
    return [TYPICAL[spec.name] for spec in element.parameters]


def by_hand(symbol: str, s: complex) -> complex:
    """The formulas of the design page, one frequency at a time, with Python's own complex functions."""
    r, rw, c, ind, y, n, t, a, g = (TYPICAL[k] for k in ("R", "Rw", "C", "L", "Y", "n", "t", "a", "g"))
    x = (s * t) ** n
    wall = {"DL": 1 / (y * s**n), "DLr": rw / (1 + rw * y * s**n)}.get(symbol, 1)
    argument = cmath.sqrt(r / wall)
    return {
        "R": lambda: r + 0j,
        "C": lambda: 1 / (s * c),
        "L": lambda: s * ind,
        "Q": lambda: 1 / (y * s**n),
        "W": lambda: 1 / (y * cmath.sqrt(s)),
        "Wo": lambda: r / cmath.tanh(x) / x,
        "Ws": lambda: r * cmath.tanh(x) / x,
        "G": lambda: r / (1 + (s * t) ** a) ** 0.5,
        "Z": lambda: r / (1 + (s * t) ** n),
        "H": lambda: r / (1 + (s * t) ** a) ** g,
        "DL": lambda: cmath.sqrt(r * wall) / cmath.tanh(argument),
        "DLr": lambda: cmath.sqrt(r * wall) / cmath.tanh(argument),
    }[symbol]()


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda e: e.symbol)
def test_impedance_is_the_formula_of_the_table(element: Element) -> None:
    frequency = np.logspace(-2, 5, 22)  # where plain tanh neither overflows nor loses digits
    z, _ = element.impedance(Band(frequency), tuple(values_of(element)))
    expected = [by_hand(element.symbol, 2j * math.pi * f) for f in frequency]
    assert z == pytest.approx(np.array(expected), rel=1e-11)


@pytest.mark.parametrize("element", CASES, ids=lambda e: e.symbol)
def test_derivatives_agree_with_differences(element: Element) -> None:
    band, values = Band(FREQUENCY), values_of(element)
    z, slopes = element.impedance(band, tuple(values))

    def moved(k: int, logarithmic: bool, step: float) -> Complex:
        value = values[k] * math.exp(step) if logarithmic else values[k] + step
        return element.impedance(band, (*values[:k], value, *values[k + 1 :]))[0]

    for k, (spec, slope) in enumerate(zip(element.parameters, slopes, strict=True)):
        h = 3e-4
        coarse, fine = ((moved(k, spec.logarithmic, s) - moved(k, spec.logarithmic, -s)) / (2 * s) for s in (h, h / 2))
        numerical = (4 * fine - coarse) / 3
        assert np.max(np.abs(slope - numerical) / (np.abs(slope) + np.abs(z))) < 1e-9, spec.name


@pytest.mark.parametrize("element", [e for e in ELEMENTS if isinstance(e, Admitting)], ids=lambda e: e.symbol)
def test_admittance_is_the_inverse_of_the_impedance(element: Element) -> None:
    assert isinstance(element, Admitting)
    band, values = Band(FREQUENCY), tuple(values_of(element))
    z, dz = element.impedance(band, values)
    y, dy = element.admittance(band, values)
    assert y == pytest.approx(1 / z, rel=1e-13)
    for by_z, by_y in zip(dz, dy, strict=True):
        assert by_y == pytest.approx(-by_z / z**2, rel=1e-12)


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda e: e.symbol)
@pytest.mark.filterwarnings("error")
def test_nothing_overflows_at_the_ends_of_every_range(element: Element) -> None:
    """From 1 µHz to 1 GHz with parameters from end to end: always finite, never a warning."""
    band = Band(np.logspace(-6, 9, 31))
    corners = [(max(s.lower, 1e-9), s.value, min(s.upper, 1e9)) if s.logarithmic else (0.05, s.value, 0.99)
               for s in element.parameters]  # fmt: skip
    for first in range(3):
        for second in range(3):
            values = tuple(c[first] if k % 2 else c[second] for k, c in enumerate(corners))
            z, slopes = element.impedance(band, values)
            assert np.isfinite(z).all() and all(np.isfinite(slope).all() for slope in slopes), values


def test_finite_diffusion_has_its_limits() -> None:
    """At low frequency Ws is its R; Wo is a capacitor t/R in series with R/3. At high frequency both are R/sqrt(iwt)."""
    low, high = Band(np.array([1e-6])), Band(np.array([1e9]))
    values = (100.0, 1.0, 0.5)
    assert BY_SYMBOL["Ws"].impedance(low, values)[0][0] == pytest.approx(100.0, rel=1e-5)
    blocked = BY_SYMBOL["Wo"].impedance(low, values)[0][0]
    assert blocked.real == pytest.approx(100 / 3, rel=1e-5)
    assert blocked.imag == pytest.approx(-100 / (2 * math.pi * 1e-6), rel=1e-5)
    for symbol in ("Wo", "Ws"):
        z = BY_SYMBOL[symbol].impedance(high, values)[0][0]
        assert z == pytest.approx(100 / cmath.sqrt(2j * math.pi * 1e9), rel=1e-12)


def test_a_new_element_needs_no_more_than_its_class() -> None:
    """What syntax, drawing, fit and help table use is all on the class, each with words for a chemist."""
    symbols = [element.symbol for element in ELEMENTS]
    assert len(set(symbols)) == len(symbols)
    for element in ELEMENTS:
        assert element.title and element.formula and element.parameters
        for spec in element.parameters:
            assert spec.words and spec.lower <= spec.value <= spec.upper


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda e: e.symbol)
@pytest.mark.parametrize("value", [0.0, 1e100, -1.0])
def test_any_number_may_be_typed_for_a_parameter(element: Element, value: float) -> None:
    """What it makes of the impedance may be infinite or nothing, but no fault."""
    circuit = parse_circuit(f"R({element.symbol}R)")
    with np.errstate(all="ignore"):
        z = impedance(circuit, np.array([0.1, 1e6]), [value] * len(circuit.names))
    assert z.shape == (2,)
