"""Circuit elements: each a class with its symbol, its parameters, its impedance and the derivatives of it.

A new element is such a class and its line in `ELEMENTS`; syntax, drawing, fit, help table and tests pick it up from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from naglass_gui.techniques.eis.band import Band, Complex, Value, log

Response = tuple[Complex, tuple[Complex, ...]]
"""Z in ohm, shape (m,), and dZ by each parameter: by ln p where the parameter is logarithmic, else by p.

Of values that are columns of shape (d, 1) both have shape (d, m).
"""
Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """What one parameter of an element is.

    Attributes:
        name: letter of the parameter; the circuit adds a number.
        unit: its unit.
        lower: smallest value that can be typed; a fit stops where the parameter has no influence any more.
        upper: largest one.
        logarithmic: fitted as its logarithm.
        vary: whether a fresh model lets it vary.
        value: what it starts from where nothing better is known.
        words: what it is, for the help table.
    """

    name: str
    unit: str
    lower: float
    upper: float
    logarithmic: bool = True
    vary: bool = True
    value: float = 1.0
    words: str = ""


class Element(Protocol):
    """What the circuit, the fit and the drawing need of an element."""

    @property
    def symbol(self) -> str:
        """How it is written in a circuit."""

    @property
    def title(self) -> str:
        """Its name in words."""

    @property
    def formula(self) -> str:
        """Its impedance as printed."""

    @property
    def parameters(self) -> tuple[ParameterSpec, ...]:
        """What its parameters are, in the order of `values`."""

    def impedance(self, band: Band, values: Values) -> Response:
        """Impedance and its derivatives at the frequencies of a band, for values in the order of `parameters`."""


@runtime_checkable
class Admitting(Protocol):
    """An element whose admittance is the simpler side: a parallel then needs no division for it."""

    def admittance(self, band: Band, values: Values) -> Response:
        """Admittance in S, shape (m,), and its derivatives, as for `Element.impedance`."""


def _resistance(name: str = "R", words: str = "resistance") -> ParameterSpec:
    return ParameterSpec(name, "ohm", 1e-12, 1e18, value=1e3, words=words)


def _time(words: str = "time constant") -> ParameterSpec:
    return ParameterSpec("t", "s", 1e-18, 1e12, value=1e-3, words=words)


def _exponent(name: str, value: float, *, vary: bool, words: str = "exponent") -> ParameterSpec:
    return ParameterSpec(name, "", 0.0, 1.0, logarithmic=False, vary=vary, value=value, words=words)


_ADMITTANCE = ParameterSpec("Y", "S s^n", 1e-18, 1e9, value=1e-6, words="admittance at 1 rad/s")


class Resistor:
    """Z = R."""

    symbol = "R"
    title = "resistor"
    formula = "R"
    parameters = (_resistance(),)

    def impedance(self, band: Band, values: Values) -> Response:
        """Z and dZ/d ln R."""
        z = values[0] * band.ones
        return z, (z,)

    def admittance(self, band: Band, values: Values) -> Response:
        """Y and dY/d ln R."""
        y = 1.0 / values[0] * band.ones
        return y, (-y,)


class Capacitor:
    """Z = 1 / (i w C)."""

    symbol = "C"
    title = "capacitor"
    formula = "1/(iωC)"
    parameters = (ParameterSpec("C", "F", 1e-18, 1e6, value=1e-9, words="capacitance"),)

    def impedance(self, band: Band, values: Values) -> Response:
        """Z and dZ/d ln C."""
        z = 1.0 / (values[0] * band.jomega)
        return z, (-z,)

    def admittance(self, band: Band, values: Values) -> Response:
        """Y and dY/d ln C."""
        y = values[0] * band.jomega
        return y, (y,)


class Inductor:
    """Z = i w L."""

    symbol = "L"
    title = "inductor"
    formula = "iωL"
    parameters = (ParameterSpec("L", "H", 1e-15, 1e6, value=1e-6, words="inductance"),)

    def impedance(self, band: Band, values: Values) -> Response:
        """Z and dZ/d ln L."""
        z = values[0] * band.jomega
        return z, (z,)


class ConstantPhaseElement:
    """Z = 1 / (Y (i w)^n). Brug et al., J. Electroanal. Chem. 176 (1984) 275."""

    symbol = "Q"
    title = "constant phase element"
    formula = "1/(Y(iω)ⁿ)"
    parameters = (_ADMITTANCE, _exponent("n", 0.9, vary=True))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln Y and dZ/dn."""
        y, n = values
        z = band.power(-n, 1.0 / y)
        return z, (-z, -z * band.log_jomega)

    def admittance(self, band: Band, values: Values) -> Response:
        """Y (i w)^n and its derivatives by ln Y and n."""
        y, n = values
        admittance = band.power(n, y)
        return admittance, (admittance, admittance * band.log_jomega)


class Warburg:
    """Z = 1 / (Y sqrt(i w)): semi-infinite diffusion. Warburg, Ann. Phys. 67 (1899) 493. A = 1/(Y sqrt 2)."""

    symbol = "W"
    title = "Warburg element"
    formula = "1/(Y√(iω))"
    parameters = (ParameterSpec("Y", "S s^0.5", 1e-18, 1e9, value=1e-6, words="admittance at 1 rad/s"),)

    def impedance(self, band: Band, values: Values) -> Response:
        """Z and dZ/d ln Y."""
        z = band.power(-0.5, 1.0 / values[0])
        return z, (-z,)


def coth_over(x: Complex) -> tuple[Complex, Complex]:
    """coth(x)/x and d/d ln x of it, for Re x >= 0, without overflow or loss of digits."""
    decay = np.exp(-2.0 * x)
    missing = -np.expm1(-2.0 * x)  # 1 - exp(-2x)
    value = (1.0 + decay) / (missing * x)
    return value, -4.0 * decay / missing**2 - value


def tanh_over(x: Complex) -> tuple[Complex, Complex]:
    """tanh(x)/x and d/d ln x of it, for Re x >= 0, without overflow."""
    decay = np.exp(-2.0 * x)
    value = -np.expm1(-2.0 * x) / ((1.0 + decay) * x)
    return value, 4.0 * decay / (1.0 + decay) ** 2 - value


class OpenWarburg:
    """Z = R coth((i w t)^n) / (i w t)^n: diffusion to a blocking end (Boukamp's T)."""

    symbol = "Wo"
    title = "finite diffusion, blocking end"
    formula = "R coth((iωt)ⁿ)/(iωt)ⁿ"
    parameters = (_resistance(), _time("diffusion time"), _exponent("n", 0.5, vary=False))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln t and dZ/dn."""
        r, t, n = values
        shape, slope = coth_over(band.scaled_power(t, n))
        return _diffusion(band, r, t, n, shape, slope)


class ShortWarburg:
    """Z = R tanh((i w t)^n) / (i w t)^n: diffusion to a transmissive end (Boukamp's O)."""

    symbol = "Ws"
    title = "finite diffusion, transmissive end"
    formula = "R tanh((iωt)ⁿ)/(iωt)ⁿ"
    parameters = (_resistance(), _time("diffusion time"), _exponent("n", 0.5, vary=False))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln t and dZ/dn."""
        r, t, n = values
        shape, slope = tanh_over(band.scaled_power(t, n))
        return _diffusion(band, r, t, n, shape, slope)


def _diffusion(band: Band, r: Value, t: Value, n: Value, shape: Complex, slope: Complex) -> Response:
    """Z = R shape(x), x = (i w t)^n, from the shape and its slope by ln x."""
    z, by_log_x = r * shape, r * slope
    return z, (z, n * by_log_x, (band.log_jomega + log(t)) * by_log_x)


class Gerischer:
    """Z = R / (1 + (i w t)^a)^(1/2): reaction coupled to diffusion. Gerischer, Z. Phys. Chem. 198 (1951) 286."""

    symbol = "G"
    title = "Gerischer element"
    formula = "R/√(1 + (iωt)ᵃ)"
    parameters = (_resistance(), _time(), _exponent("a", 1.0, vary=False))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln t and dZ/da."""
        r, t, a = values
        z, (_, by_t, by_a, _) = _havriliak_negami(band, r, t, a, 0.5)
        return z, (z, by_t, by_a)


class Zarc:
    """Z = R / (1 + (i w t)^n): a depressed arc by its time constant. Cole & Cole, J. Chem. Phys. 9 (1941) 341."""

    symbol = "Z"
    title = "ZARC (depressed arc)"
    formula = "R/(1 + (iωt)ⁿ)"
    parameters = (_resistance(), _time(), _exponent("n", 0.9, vary=True))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln t and dZ/dn."""
        r, t, n = values
        z, (_, by_t, by_n, _) = _havriliak_negami(band, r, t, n, 1.0)
        return z, (z, by_t, by_n)


class HavriliakNegami:
    """Z = R / (1 + (i w t)^a)^g: a skewed arc. Havriliak & Negami, Polymer 8 (1967) 161."""

    symbol = "H"
    title = "Havriliak–Negami (skewed arc)"
    formula = "R/(1 + (iωt)ᵃ)ᵍ"
    parameters = (_resistance(), _time(), _exponent("a", 0.9, vary=True), _exponent("g", 0.9, vary=True))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln t, dZ/da and dZ/dg."""
        r, t, a, g = values
        return _havriliak_negami(band, r, t, a, g)


def _havriliak_negami(band: Band, r: Value, t: Value, a: Value, g: Value) -> Response:
    x = band.scaled_power(t, a)
    base: Complex = x + 1.0
    log_base: Complex = np.log(base)
    z: Complex = np.asarray(np.exp(-g * log_base), dtype=complex)
    z *= r
    by_log_x = -g * z * x / base
    return z, (z, a * by_log_x, (band.log_jomega + log(t)) * by_log_x, -z * log_base)


class DeLevie:
    """Z = sqrt(R Zw) coth sqrt(R/Zw), Zw = 1/(Y (i w)^n): a porous electrode with a blocking wall.

    de Levie, Electrochim. Acta 9 (1964) 1231. R is the ionic resistance of the pores, Zw that of the whole wall.
    """

    symbol = "DL"
    title = "transmission line, blocking wall"
    formula = "√(R Zw) coth √(R/Zw), Zw = 1/(Y(iω)ⁿ)"
    parameters = (_resistance(words="ionic resistance of the pores"), *ConstantPhaseElement.parameters)

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln Y and dZ/dn."""
        r, y, n = values
        shape, slope = coth_over(band.power(0.5 * n, (r * y) ** 0.5))
        z, half = r * shape, 0.5 * r * slope
        return z, (z + half, half, half * band.log_jomega)


class ReactiveDeLevie:
    """Z = sqrt(R Zw) coth sqrt(R/Zw), Zw = Rw/(1 + Rw Y (i w)^n): a porous electrode whose wall reacts.

    de Levie, Electrochim. Acta 9 (1964) 1231.
    """

    symbol = "DLr"
    title = "transmission line, reactive wall"
    formula = "√(R Zw) coth √(R/Zw), Zw = Rw/(1 + RwY(iω)ⁿ)"
    parameters = (*DeLevie.parameters, _resistance("Rw", "charge-transfer resistance of the wall"))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z, dZ/d ln R, dZ/d ln Y, dZ/dn and dZ/d ln Rw."""
        r, y, n, wall = values
        capacitive = band.power(n, y)
        admittance = capacitive + 1.0 / wall
        shape, slope = coth_over(np.sqrt(r * admittance))
        z, half = r * shape, 0.5 * r * slope
        by_log_y = half * capacitive / admittance
        return z, (z + half, by_log_y, by_log_y * band.log_jomega, -half / (wall * admittance))


ELEMENTS: tuple[Element, ...] = (
    Resistor(),
    Capacitor(),
    Inductor(),
    ConstantPhaseElement(),
    Warburg(),
    OpenWarburg(),
    ShortWarburg(),
    Gerischer(),
    Zarc(),
    HavriliakNegami(),
    DeLevie(),
    ReactiveDeLevie(),
)
"""Every element there is, in the order menus show them; a user formula (`U`, see formula.py) joins them."""

BY_SYMBOL: dict[str, Element] = {element.symbol: element for element in ELEMENTS}
