"""What the plots of an impedance sweep show, as arrays, and its areal and specific units."""

from __future__ import annotations

import math

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis.assignment import VACUUM_PERMITTIVITY
from naglass_gui.techniques.eis.band import Complex, Real
from naglass_gui.techniques.eis.geometry import Geometry

UNITS = ("ohm", "ohm cm", "ohm cm^2")
"""Units in which impedance can be shown: as measured, specific (Z A/L), areal (Z A)."""


def unit_factor(unit: str, geometry: Geometry | None) -> float:
    """By what Z in ohm is multiplied to be shown in a unit.

    Raises:
        InputError: a unit that is none of `UNITS`, or one that needs the pellet's sizes where they are missing.
    """
    if unit == "ohm":
        return 1.0
    if unit not in UNITS:
        raise InputError(f"“{unit}” is not a unit of impedance here; use ohm, ohm cm or ohm cm^2.", field="Unit")
    if geometry is None:
        raise InputError("Type thickness and diameter of the pellet to see its specific impedance.", field="Thickness")
    return geometry.area / geometry.thickness if unit == "ohm cm" else geometry.area


def nyquist(z: Complex, factor: float = 1.0) -> tuple[Real, Real]:
    """Re Z and -Im Z, each of shape (m,), in the unit of the factor."""
    return factor * z.real, -factor * z.imag


def bode(z: Complex, factor: float = 1.0) -> tuple[Real, Real]:
    """|Z| in the unit of the factor and the phase of Z in degrees (negative where capacitive), shape (m,) each."""
    return factor * np.abs(z), np.degrees(np.angle(z))


def admittance(z: Complex) -> Complex:
    """Y = 1/Z in S, shape (m,); not finite where Z = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        y: Complex = 1.0 / z
    return y


def empty_cell(geometry: Geometry | None) -> float:
    """C0 = eps0 A/L in F of the pellet's volume without the pellet; 1 F while its sizes are not known."""
    return 1.0 if geometry is None else VACUUM_PERMITTIVITY / geometry.cell_constant


def electric_modulus(frequency: Real, z: Complex, geometry: Geometry | None) -> Complex:
    """M = M' + i M'' = i w C0 Z, shape (m,); without sizes M/C0 in 1/F.

    Macdonald, Impedance Spectroscopy (1987), ch. 1; Hodge, Ingram & West, J. Electroanal. Chem. 74 (1976) 125: M'' peaks where
    the bulk relaxes, as it weighs small capacitances most, whatever the electrodes do.
    """
    modulus: Complex = 2j * np.pi * frequency * empty_cell(geometry) * z
    return modulus


def permittivity(frequency: Real, z: Complex, geometry: Geometry | None) -> Complex:
    """Permittivity eps = eps' - i eps'' = Y/(i w C0), shape (m,); without sizes the complex capacitance C' - i C'' in F."""
    with np.errstate(divide="ignore", invalid="ignore"):
        relative: Complex = 1.0 / electric_modulus(frequency, z, geometry)
    return relative


def loss_tangent(z: Complex) -> Real:
    """The loss tangent tan delta = eps''/eps' = Re Z/(-Im Z), shape (m,); negative where an inductance rules."""
    with np.errstate(divide="ignore", invalid="ignore"):
        tangent: Real = -z.real / z.imag
    return tangent


def residual_percent(z: Complex, fitted: Complex) -> tuple[Real, Real]:
    """100 (Z - Zfit)/|Z| of the real and the imaginary part, shape (m,) each."""
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = 100.0 * (z - fitted) / np.abs(z)
    return relative.real, relative.imag


def view_frequencies(low: float, high: float, points: int) -> Real:
    """Frequencies in Hz, even in ln f from low to high, for a curve of so many points. Both must be above zero."""
    grid: Real = np.exp(np.linspace(math.log(low), math.log(high), points))
    return grid
