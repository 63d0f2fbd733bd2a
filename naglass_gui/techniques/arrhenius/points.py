"""The points of an Arrhenius plot: one for each source, its resistance with its error, its temperature, its pellet."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from naglass_gui.core.project import Id
from naglass_gui.core.quantity import LARGEST, Quantity
from naglass_gui.techniques.arrhenius.branches import Basis, Branch, told
from naglass_gui.techniques.eis.derived import analysis_resistances
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.eis.law import ResistanceLaw, Whole
from naglass_gui.techniques.technique import Source

Role = Literal["total", "bulk", "gb"]
ROLES: tuple[Role, ...] = ("total", "bulk", "gb")
ROLE_WORDS: dict[Role, str] = {"total": "total", "bulk": "bulk", "gb": "grain boundary"}
ZERO_CELSIUS = 273.15
"""Kelvins of 0 °C."""
OUT_OF_BAND = "circuit"
"""The remedy of a time constant outside the band. It leaves the sum of the resistances alone: of a good conductor only the
flank of its arc is in the band."""


@dataclass(frozen=True, slots=True)
class Point:
    """One temperature.

    Attributes:
        source: id of the analysis behind it.
        name: of that analysis.
        celsius: temperature as it was given, in °C.
        kelvin: T, with the constant that was asked for.
        kelvin_error: standard error of T.
        resistance: in ohm.
        error: relative standard error of the resistance, without the geometry; None where the fit does not determine it.
        cell_constant: L/A in 1/cm, None where sizes are missing.
        geometry_error: relative standard error of L/A, common to all points of one specimen.
        specimen: its id, "" for none.
        excluded: left out by the person.
        stale: whether its fit is stale.
        rejected: whether a warning of rank reject disqualifies its fit.
        branch: heating or cooling.
        whole: the fit of all temperatures that its fit is part of, None for a fit by itself.
        laws: of the resistances that it is the sum of there.
    """

    source: Id
    name: str
    celsius: float
    kelvin: float
    kelvin_error: float
    resistance: float
    error: float | None
    cell_constant: float | None
    geometry_error: float
    specimen: Id
    excluded: bool
    stale: bool
    rejected: bool
    branch: Branch = "heating"
    whole: Whole | None = None
    laws: tuple[ResistanceLaw, ...] = ()

    @property
    def conductivity(self) -> float | None:
        """Sigma in S/cm, None where sizes are missing."""
        return None if self.cell_constant is None else self.cell_constant / self.resistance


def points_of(
    sources: Sequence[Source],
    role: Role = "total",
    zero_celsius: float = ZERO_CELSIUS,
    typed: Mapping[Id, Branch] | None = None,
) -> tuple[tuple[Point, ...], Basis]:
    """The points of those sources that have a temperature and a resistance of that role, in the order of the sources.

    Args:
        sources: as they stand.
        role: of the resistances.
        zero_celsius: kelvins of 0 °C.
        typed: branches that were set by hand.

    Returns:
        The points, and from what their branches are known.
    """
    pairs = [(s, point) for s in sources if (point := _point(s, role, zero_celsius)) is not None]
    found = told(
        [s.measurement for s, _ in pairs],
        [point.kelvin for _, point in pairs],
        [point.source for _, point in pairs],
        typed or {},
    )
    points = (replace(point, branch=branch) for (_, point), branch in zip(pairs, found.branches, strict=True))
    return tuple(points), found.basis


def kelvin_of(temperature: Quantity, zero_celsius: float = ZERO_CELSIUS) -> float:
    """T in kelvin; a temperature given in °C is shifted by the constant, one in K is taken as it is."""
    return temperature.value if temperature.unit == "K" else temperature.to("degC").value + zero_celsius


def _point(source: Source, role: Role, zero_celsius: float) -> Point | None:
    temperature, resistance = source.condition("temperature"), source.quantity(f"R_{role}")
    if temperature is None or resistance is None or not resistance.value > 0 or not math.isfinite(resistance.value):
        return None
    geometry = Geometry.of(source.specimen)
    share = None if resistance.stderr is None else resistance.stderr / resistance.value
    fit = source.analysis.fit
    whole = None if source.stale else Whole.of(fit)
    return Point(
        source=source.analysis.id,
        name=source.analysis.name,
        celsius=temperature.to("degC").value,
        kelvin=kelvin_of(temperature, zero_celsius),
        kelvin_error=temperature.stderr or 0.0,
        resistance=resistance.value,
        error=share if share is not None and 1.0 / LARGEST < share < LARGEST else None,
        cell_constant=None if geometry is None else geometry.cell_constant,
        geometry_error=0.0 if geometry is None else geometry.relative_error,
        specimen="" if source.specimen is None else source.specimen.id,
        excluded=source.excluded,
        stale=source.stale,
        whole=whole,
        laws=() if whole is None else _laws(source, role, whole, resistance.value),
        rejected=fit is not None and any(w.rank == "reject" and w.remedy != OUT_OF_BAND for w in fit.warnings),
    )


def _laws(source: Source, role: Role, whole: Whole, resistance: float) -> tuple[ResistanceLaw, ...]:
    """The laws of the resistances that this role is the sum of; () where one has none, or something was subtracted."""
    counted = [r for r in analysis_resistances(source.analysis, source.specimen) if r.electrolyte]
    names = [r.name for r in counted if role == "total" or r.role == ROLE_WORDS[role]]
    fit = source.analysis.fit
    values = {} if fit is None else {p.name: p.value for p in fit.parameters}
    laws = tuple(law for name in names if (law := whole.law(name)) is not None)
    complete = len(laws) == len(names) and math.isclose(
        sum(values.get(n, 0.0) for n in names), resistance, rel_tol=1e-9
    )
    return laws if complete else ()
