"""Line shapes: unit area, right widths, right derivatives, and the shapes of another program."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr import lines
from naglass_gui.techniques.nmr.czjzek import ETAS, czjzek_density, czjzek_histogram, extended_histogram
from naglass_gui.techniques.nmr.powder import PowderGrid
from naglass_gui.techniques.nmr.quadrupolar import induced_shift, powder_shares
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame

Real = NDArray[np.float64]
AXIS = np.linspace(-20_000.0, 20_000.0, 4096)

VALUES = {
    "gauss": [1.0, 900.0],
    "lorentz": [1.0, 900.0],
    "pv": [1.0, 900.0, 0.3],
    "voigt": [1.0, 500.0, 300.0],
    "ct": [4.0, 3.0, 0.37, 120.0, 40.0],
    "czjzek": [4.0, 1.0, 120.0, 40.0],
    "extczjzek": [4.0, 2.0, 0.3, 0.5, 120.0, 40.0],
}


def frame(larmor: float = 132.294, spin: float | None = 1.5) -> Frame:
    return Frame(AXIS / larmor, larmor, spin)


@pytest.mark.parametrize("kind", SHAPES)
def test_derivatives_are_those_of_the_line(kind: str) -> None:
    where, values = frame(), VALUES[kind]
    _, slopes = SHAPES[kind].compute(where, values)
    names = [p.name for p in SHAPES[kind].parameters]
    for k, value in enumerate(values):
        size = 1e-4 * max(abs(value), 0.1)
        above, below = list(values), list(values)
        above[k] += size
        below[k] -= size
        numerical = (SHAPES[kind].compute(where, above)[0] - SHAPES[kind].compute(where, below)[0]) / (2 * size)
        # The extended distribution is one of drawn tensors: its shape moves in small steps.
        tolerance = 0.35 if kind == "extczjzek" and names[k] in ("eta", "epsilon") else 3e-3
        assert np.abs(slopes[k] - numerical).max() < tolerance * np.abs(numerical).max(), names[k]


@pytest.mark.parametrize("kind", SHAPES)
def test_the_area_is_one(kind: str) -> None:
    value, _ = SHAPES[kind].compute(frame(), VALUES[kind])
    assert value.sum() * (AXIS[1] - AXIS[0]) == pytest.approx(1.0, abs=0.02)  # Lorentzian tails reach beyond the axis


@pytest.mark.parametrize(
    ("shape", "height"),
    [
        (lambda w: lines.gaussian(np.array([0.0, w / 2]), 0.0, w)[0], 2 * math.sqrt(math.log(2) / math.pi)),
        (lambda w: lines.lorentzian(np.array([0.0, w / 2]), 0.0, w)[0], 2 / math.pi),
    ],
)
def test_heights_and_half_heights(shape: Callable[[float], Real], height: float) -> None:
    top, half = shape(300.0)
    assert top == pytest.approx(height / 300.0) and half == pytest.approx(top / 2)


@pytest.mark.parametrize(("reach", "share"), [(1, 0.705), (5, 0.937), (10, 0.968), (25, 0.987)])
def test_how_much_of_a_lorentzian_lies_near(reach: int, share: float) -> None:
    """science.md: inside +-1, 5, 10, 25 full widths 70.5, 93.7, 96.8, 98.7 %."""
    axis = np.linspace(-reach, reach, 200_001)
    assert np.trapezoid(lines.lorentzian(axis, 0.0, 1.0)[0], axis) == pytest.approx(share, abs=6e-4)


def test_a_voigt_line_is_the_convolution_and_its_width_the_formula() -> None:
    value, _ = lines.voigt(AXIS, 0.0, 800.0, 600.0)
    wide = np.linspace(-400_000, 400_000, 2**17)
    step = wide[1] - wide[0]
    both = [f(wide, 0.0, w)[0] for f, w in ((lines.gaussian, 800.0), (lines.lorentzian, 600.0))]
    convolved = np.fft.fftshift(np.fft.ifft(np.fft.fft(both[0]) * np.fft.fft(both[1])).real) * step
    assert np.interp(AXIS, wide + step * 0, np.roll(convolved, 0)) == pytest.approx(value, abs=0.01 * value.max())
    inside = AXIS[value >= 0.5 * value.max()]
    assert inside[-1] - inside[0] == pytest.approx(lines.voigt_width(800.0, 600.0), abs=2 * (AXIS[1] - AXIS[0]))


@pytest.mark.parametrize("gauss", [1e-4, 1e-2, 1.0])
def test_a_voigt_line_without_gaussian_part_is_a_lorentzian(gauss: float) -> None:
    narrow, slopes = lines.voigt(AXIS, 0.0, gauss, 500.0)
    lorentz, expected = lines.lorentzian(AXIS, 0.0, 500.0)
    assert narrow == pytest.approx(lorentz, rel=1e-3)
    assert slopes[0] == pytest.approx(expected[0], rel=1e-3, abs=1e-12)


@pytest.mark.parametrize("mixing", [0.0, 0.3, 1.0])
def test_height_and_area_belong_together(mixing: float) -> None:
    value, _ = lines.pseudo_voigt(np.array([0.0]), 0.0, 250.0, mixing)
    assert lines.height_of(3.0, 250.0, mixing) == pytest.approx(3.0 * value[0])
    assert lines.area_of(lines.height_of(3.0, 250.0, mixing), 250.0, mixing) == pytest.approx(3.0)


def test_a_share_of_the_height_becomes_one_of_the_area() -> None:
    """Half of the height from each: the Lorentzian holds pi/2 against sqrt(pi/ln 2)/2 of the area."""
    lorentz, gauss = math.pi / 2, math.sqrt(math.pi / math.log(2)) / 2
    assert lines.mixing_from_heights(0.5) == pytest.approx(lorentz / (lorentz + gauss))
    assert lines.mixing_from_heights(0.0) == 0.0 and lines.mixing_from_heights(1.0) == 1.0


def test_apodization_is_taken_off_linearly_and_in_quadrature() -> None:
    assert lines.natural_width(0.0, 380.0, 0.0, 50.0) == pytest.approx(330.0, rel=1e-4)
    assert lines.natural_width(500.0, 0.0, 300.0, 0.0) == pytest.approx(400.0)
    assert lines.natural_width(0.0, 40.0, 0.0, 50.0) is None
    gauss, lorentz = lines.voigt_parts(400.0, 0.4)
    assert lines.voigt_width(gauss, lorentz) == pytest.approx(400.0, rel=5e-3)


# -- second order ------------------------------------------------------------------------------------------------------

REFERENCE = json.loads((Path(__file__).parent / "mrsimulator_lines.json").read_text())
SPINS = {"87Rb": 1.5, "23Na": 1.5, "17O": 2.5, "27Al": 2.5}


@pytest.mark.parametrize("case", REFERENCE, ids=lambda c: f"{c['kind']} {c['nucleus']} {c.get('eta', '')}")
def test_second_order_lines_agree_with_mrsimulator(case: dict[str, object]) -> None:
    """mrsimulator 1.0.0 at a rotor frequency of 1e12 Hz, 100 Hz Gaussian; its sigma is half of ours. rms of the maximum.

    Both draw the tensors of an extended distribution; theirs miss its second moment by 1.3 %, ours by 0.3 % (below).
    """
    theirs = np.array(case["density"])
    shape = SHAPES[str(case["kind"])]
    given = {"position": 0.0, "gauss": 100.0, "lorentz": 0.0} | case
    larmor = float(case["larmor"])  # type: ignore[arg-type]
    where = Frame((np.arange(4096) - 2048) * (40_000.0 / 4096) / larmor, larmor, SPINS[str(case["nucleus"])])
    ours, _ = shape.compute(where, [float(given[p.name]) for p in shape.parameters])  # type: ignore[arg-type]
    first = round((float(case["first"]) - where.axis[0]) / (40_000.0 / 4096))  # type: ignore[arg-type]
    ours = ours[first : first + 4 * len(theirs) : 4]
    rms = math.sqrt(float(np.mean((ours - theirs) ** 2))) / theirs.max()
    assert rms < (0.006 if case["kind"] == "extczjzek" else 0.002)


@pytest.mark.parametrize(("spin", "cq", "eta"), [(1.5, 2.0, 0.0), (1.5, 2.0, 1.0), (2.5, 4.0, 0.4)])
def test_the_centre_of_gravity_is_the_induced_shift(spin: float, cq: float, eta: float) -> None:
    where = frame(spin=spin)
    value, _ = SHAPES["ct"].compute(where, [0.0, cq, eta, 100.0, 0.0])
    found = float(value @ where.axis) / float(value.sum())
    assert found == pytest.approx(induced_shift(cq, eta, spin, where.larmor), rel=1e-3)
    if spin == 1.5:
        assert found == pytest.approx(-(1e6 / 40) * cq**2 * (1 + eta**2 / 3) / where.larmor, rel=1e-3)


def test_powder_shares_are_those_of_drawn_orientations() -> None:
    generator, eta = np.random.default_rng(0), 0.6
    x2, c = generator.uniform(0, 1, 400_000) ** 2, eta * np.cos(2 * np.pi * generator.uniform(0, 1, 400_000))
    a, b = 21 / 16 - 7 / 8 * c + 7 / 48 * c**2, -9 / 8 + eta**2 / 12 + c - 7 / 24 * c**2
    u = -(a * x2**2 + b * x2 + 5 / 16 - c / 8 + 7 / 48 * c**2)
    edges = np.linspace(-0.6, 0.0, 31)
    drawn = np.histogram(u, edges)[0] / len(u)
    assert powder_shares(eta, edges) == pytest.approx(drawn, abs=2e-3)


def test_the_czjzek_distribution_has_its_moments() -> None:
    """Mean C_Q 1.995 sigma, <P_Q^2> = 5 sigma^2."""
    q = (np.arange(4000) + 0.5) * 8 / 4000
    density = czjzek_density(q[None, :], ETAS[:, None], 1.0) * (q[1] - q[0]) / len(ETAS)
    assert density.sum() == pytest.approx(1.0, abs=1e-3)
    assert (density * q).sum() == pytest.approx(1.995, abs=2e-3)
    assert (density * q**2 * (1 + ETAS[:, None] ** 2 / 3)).sum() == pytest.approx(5.0, abs=5e-3)
    held = czjzek_histogram()
    assert float(held.weights @ held.places) == pytest.approx(-0.2 * 5.0, rel=2e-3)


def test_an_extended_distribution_has_its_second_moment() -> None:
    """<P_Q^2> = P_Q0^2 (1 + epsilon^2), by the definition of epsilon."""
    held = extended_histogram(0.3, 0.5)
    expected = -0.2 * (1 + 0.3**2 / 3) * (1 + 0.5**2)
    assert float(held.weights @ held.places) == pytest.approx(expected, rel=5e-3)


def test_a_line_beyond_the_grid_is_cut_and_not_folded_in() -> None:
    value, _ = SHAPES["ct"].compute(frame(), [1e4, 2.0, 0.3, 100.0, 0.0])
    assert np.abs(value).max() == 0.0


def test_uneven_points_are_interpolated() -> None:
    even = PowderGrid(AXIS)
    uneven = AXIS[np.sort(np.random.default_rng(0).choice(len(AXIS), 3000, replace=False))]
    histogram = czjzek_histogram()
    one = even.line(histogram, 0.0, 900.0, 200.0, 0.0).value
    other = PowderGrid(uneven).line(histogram, 0.0, 900.0, 200.0, 0.0).value
    assert np.interp(uneven, AXIS, one) == pytest.approx(other, abs=1e-3 * one.max())


@pytest.mark.parametrize(("spin", "sentence"), [(None, "does not say which nucleus"), (0.5, "no central transition")])
def test_a_quadrupolar_line_needs_a_quadrupolar_nucleus(spin: float | None, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        SHAPES["ct"].compute(frame(spin=spin), VALUES["ct"])
