"""Further panels of an impedance figure: admittance, electric modulus, permittivity, and the check of the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import NaGlassError
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.spectra import Spectrum
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.eis import views
from naglass_gui.techniques.eis.check import DataCheck, check_data
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.eis.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Points = Callable[["Axes", Array, Array, Array, str, FigureStyle], None]
FIT_COLOUR = "#D1495B"


@dataclass(frozen=True, slots=True)
class View:
    """A complex quantity against frequency.

    Attributes:
        values: from frequencies in Hz, Z in ohm and the pellet's geometry to the quantity; its imaginary part as drawn.
        names: of its two parts in a table.
        labels: of the two axes.
    """

    values: Callable[[Array, Array, Geometry | None], Array]
    names: tuple[str, str]
    labels: tuple[str, str]


def _permittivity(frequency: Array, z: Array, geometry: Geometry | None) -> Array:
    return np.conj(views.permittivity(frequency, z, geometry))


_ADMITTANCE = View(lambda f, z, _: views.admittance(z), ("Re Y / S", "Im Y / S"), (r"Re $Y$ / S", r"Im $Y$ / S"))
VIEWS: dict[str, View] = {
    "admittance": _ADMITTANCE,
    "modulus": View(views.electric_modulus, ("M'", "M''"), (r"$M\prime$", r"$M\prime\prime$")),
    "permittivity": View(_permittivity, ("eps'", "eps''"), (r"$\varepsilon\prime$", r"$\varepsilon\prime\prime$")),
}
"""By the panel's name."""
WITHOUT_SIZES: dict[str, View] = {
    "admittance": _ADMITTANCE,
    "modulus": View(
        views.electric_modulus,
        ("M'/C0 / 1/F", "M''/C0 / 1/F"),
        (r"$M\prime/C_0$ / F$^{-1}$", r"$M\prime\prime/C_0$ / F$^{-1}$"),
    ),
    "permittivity": View(_permittivity, ("C' / F", "C'' / F"), (r"$C\prime$ / F", r"$C\prime\prime$ / F")),
}
"""The same where the sizes of a pellet are missing: in multiples of its empty capacitance C0."""


def _chosen(name: str, shown: Sequence[Spectrum]) -> tuple[View, bool]:
    """The view of all spectra, and whether it knows their sizes."""
    sized = all(s.geometry is not None for s in shown)
    return (VIEWS if sized else WITHOUT_SIZES)[name], sized


def draw_view(
    name: str,
    axes: Sequence[Axes],
    shown: Sequence[Spectrum],
    colours: Sequence[str],
    style: FigureStyle,
    points: Points,
) -> None:
    """Both parts of a view against frequency, above each other; points where a logarithm does not exist are left out."""
    view, sized = _chosen(name, shown)
    for s, colour in zip(shown, colours, strict=True):
        geometry = s.geometry if sized else None
        measured = view.values(s.frequency, s.z_ohm, geometry)
        curve = view.values(s.curve_frequency, s.curve_ohm, geometry)
        own = FIT_COLOUR if len(shown) == 1 else colour
        for axis, part, fit in zip(axes, (measured.real, measured.imag), (curve.real, curve.imag), strict=True):
            points(axis, s.frequency, np.where(part > 0, part, np.nan), s.included, colour, style)
            axis.plot(s.curve_frequency, np.where(fit > 0, fit, np.nan), color=own, zorder=3)
    for axis, label in zip(axes, view.labels, strict=True):
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_ylabel(label)


def view_columns(panels: Sequence[str], shown: Sequence[Spectrum]) -> list[dict[str, Array]]:
    """Of each spectrum the numbers behind the views and the check among these panels: values by name with unit."""
    found: list[dict[str, Array]] = [{} for _ in shown]
    for name in (panel for panel in panels if panel in VIEWS):
        view, sized = _chosen(name, shown)
        for columns, s in zip(found, shown, strict=True):
            values = view.values(s.frequency, s.z_ohm, s.geometry if sized else None)
            columns |= dict(zip(view.names, (values.real, values.imag), strict=True))
    if "check" in panels:
        for columns, s in zip(found, shown, strict=True):
            columns |= _check_columns(s)
    return found


def draw_check(axis: Axes, shown: Sequence[Spectrum], colours: Sequence[str], style: FigureStyle) -> None:
    """Residuals of Kramers-Kronig (both parts) and of Z-HIT in percent of |Z|; of several spectra Kramers-Kronig alone."""
    axis.axhline(0.0, color="#9AA5B1", linewidth=0.5)
    alone = len(shown) == 1
    for check, colour in zip(map(_checked, shown), colours, strict=True):
        if check is None:
            continue
        test = check.kramers_kronig
        left = 100 * test.residual
        real, imaginary = (COMPONENTS[0], COMPONENTS[1]) if alone else (colour, colour)
        axis.plot(test.frequency, left.real, "o", color=real, markersize=style.marker, label="Re")
        axis.plot(test.frequency, left.imag, "v", color=imaginary, markersize=style.marker, label="Im")
        if alone:
            axis.plot(test.frequency, 100 * check.zhit.residual, "-", color=COMPONENTS[2], label="|$Z$| (Z-HIT)")
    axis.set_xscale("log")
    axis.set_ylabel("KK residual / %")
    if alone and axis.get_legend_handles_labels()[0]:
        axis.legend(
            loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, handletextpad=0.1, columnspacing=0.8, borderpad=0.1
        )


def _check_columns(spectrum: Spectrum) -> dict[str, Array]:
    """Residuals of the check at a spectrum's points, NaN where a point is left out or nothing can be checked."""
    names = ("KK Re / %", "KK Im / %", "Z-HIT / %")
    columns = {name: np.full(len(spectrum.frequency), np.nan) for name in names}
    check = _checked(spectrum)
    if check is not None:
        residual = check.kramers_kronig.residual
        for name, part in zip(names, (residual.real, residual.imag, check.zhit.residual), strict=True):
            columns[name][check.index] = 100 * part
    return columns


def _checked(spectrum: Spectrum) -> DataCheck | None:
    """The check of the fitted points; None where they are too few."""
    try:
        return check_data(Sweep(spectrum.frequency, spectrum.z_ohm, spectrum.included))
    except NaGlassError:
        return None
