"""What the frequency plots can show of an impedance, and the units resistances are shown in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.eis import views
from naglass_gui.techniques.eis.geometry import Geometry

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Values = Callable[[Real, Complex], Real]
Scale = Literal["ohm", "ohm cm", "ohm cm^2"]
SCALES: tuple[Scale, ...] = ("ohm", "ohm cm", "ohm cm^2")
UNITS: dict[Scale, str] = {"ohm": "Ω", "ohm cm": "Ω cm", "ohm cm^2": "Ω cm<sup>2</sup>"}
_INVERSE: dict[Scale, str] = {"ohm": "S", "ohm cm": "S cm<sup>−1</sup>", "ohm cm^2": "S cm<sup>−2</sup>"}


def factor(scale: Scale, geometry: Geometry | None) -> float | None:
    """By what ohms are multiplied for a scale; None where the pellet's sizes are missing."""
    if scale == "ohm":
        return 1.0
    if geometry is None:
        return None
    return geometry.area / geometry.thickness if scale == "ohm cm" else geometry.area


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something of the impedance against frequency.

    Attributes:
        name: in settings.
        title: in menus.
        symbol: on the axis, as HTML.
        log: drawn on a logarithmic axis.
        values: from frequency in Hz and scaled Z to the quantity.
        unit: on the axis, as HTML, by scale.
        bare: symbol and unit where the pellet's sizes are missing, of a quantity of the cell; None of any other, which is made
            from scaled Z.
    """

    name: str
    title: str
    symbol: str
    log: bool
    values: Values
    unit: Callable[[Scale], str]
    bare: tuple[str, str] | None = None

    def factor(self, scale: Scale, geometry: Geometry | None) -> float:
        """By what ohms are multiplied before `drawn`."""
        return (factor(scale, geometry) or 1.0) if self.bare is None else views.empty_cell(geometry)

    def drawn(self, frequency: Real, z: Complex) -> Real:
        """In coordinates of the axis: the decimal logarithm where it is logarithmic, NaN where it has none."""
        values = self.values(frequency, z)
        if not self.log:
            return values
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(values > 0, np.log10(np.where(values > 0, values, 1.0)), np.nan)


def _of_the_cell(name: str, title: str, symbol: str, bare: tuple[str, str], log: bool, values: Values) -> Quantity:
    """A quantity made from Z times the empty cell's capacitance; `bare` are symbol and unit where that is not known."""
    return Quantity(name, title, symbol, log, values, lambda _: "", bare)


def _modulus(frequency: Real, z: Complex) -> Complex:
    return views.electric_modulus(frequency, z, None)


def _permittivity(frequency: Real, z: Complex) -> Complex:
    return views.permittivity(frequency, z, None)


QUANTITIES: tuple[Quantity, ...] = (
    Quantity("modulus", "Modulus |Z|", "|<i>Z</i>|", True, lambda f, z: np.abs(z), UNITS.__getitem__),
    Quantity("phase", "Phase", "−phase", False, lambda f, z: -np.angle(z, deg=True), lambda _: "°"),
    Quantity("real", "Real part Re Z", "Re <i>Z</i>", True, lambda f, z: z.real, UNITS.__getitem__),
    Quantity("imaginary", "Imaginary part −Im Z", "−Im <i>Z</i>", True, lambda f, z: -z.imag, UNITS.__getitem__),
    Quantity("admittance", "Admittance |Y|", "|<i>Y</i>|", True, lambda f, z: 1 / np.abs(z), _INVERSE.__getitem__),
    Quantity("conductance", "Conductance Re Y", "Re <i>Y</i>", True, lambda f, z: (1 / z).real, _INVERSE.__getitem__),
    Quantity("susceptance", "Susceptance Im Y", "Im <i>Y</i>", True, lambda f, z: (1 / z).imag, _INVERSE.__getitem__),
    _of_the_cell(
        "electric_modulus_real", "Electric modulus M′", "<i>M</i>′", ("<i>M</i>′/<i>C</i><sub>0</sub>", "F<sup>−1</sup>"),
        False, lambda f, z: _modulus(f, z).real,
    ),
    _of_the_cell(
        "electric_modulus", "Electric modulus M″", "<i>M</i>″", ("<i>M</i>″/<i>C</i><sub>0</sub>", "F<sup>−1</sup>"),
        False, lambda f, z: _modulus(f, z).imag,
    ),
    _of_the_cell(
        "permittivity", "Permittivity ε′", "<i>ε</i>′", ("<i>C</i>′", "F"), True, lambda f, z: _permittivity(f, z).real
    ),
    _of_the_cell("loss", "Loss ε″", "<i>ε</i>″", ("<i>C</i>″", "F"), True, lambda f, z: -_permittivity(f, z).imag),
    Quantity("loss_tangent", "Loss tangent tan δ", "tan <i>δ</i>", True, lambda f, z: views.loss_tangent(z), lambda _: ""),
)  # fmt: skip
"""Everything but the residuals, in the order of menus."""

BY_NAME = {quantity.name: quantity for quantity in QUANTITIES}
RESIDUAL, CHECK, RELAXATION = "residual", "check", "relaxation"
RESIDUALS = {RESIDUAL: "Residual of the fit in %", CHECK: "Kramers–Kronig residual in %"}
"""What is drawn in percent of |Z| for the current spectrum alone, by name."""
OF_THE_CURRENT = RESIDUALS | {RELAXATION: "Relaxation times (DRT)"}
"""Everything that is drawn for the current spectrum alone."""


def residuals(z: Complex, model: Complex) -> tuple[Real, Real]:
    """Relative residuals of the real and the imaginary part in percent of |Z|, as Boukamp draws them."""
    size = 100.0 / np.abs(z)
    return (z.real - model.real) * size, (z.imag - model.imag) * size
