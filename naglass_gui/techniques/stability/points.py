"""The points of a stability plot: a quantity of each source, with its error, at a condition of its measurement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis.geometry import relative_geometry_error
from naglass_gui.techniques.technique import Source

PER_LENGTH = ("S/cm", "S K/cm", "S K^0.5/cm", "F/cm", "ohm cm")
"""Units of quantities that hold L/A or A/L of the pellet, and with it its error."""


@dataclass(frozen=True, slots=True)
class Point:
    """One source.

    Attributes:
        source: id of the analysis behind it.
        name: of that analysis.
        x: the condition, in the unit of the plot.
        x_error: its standard error, 0 where none is stated.
        value: of the quantity, in the unit of the plot.
        error: its standard error without what is common to a specimen; None where it is not known.
        common: relative standard error of the geometry, common to all points of one specimen.
        specimen: its id, "" for none.
        excluded: left out by the person.
        stale: whether its fit is stale.
        rejected: whether a warning of rank reject disqualifies its fit.
    """

    source: Id
    name: str
    x: float
    x_error: float
    value: float
    error: float | None
    common: float
    specimen: Id
    excluded: bool
    stale: bool
    rejected: bool

    @property
    def whole_error(self) -> float | None:
        """Standard error with the geometry; None where it is not known."""
        return None if self.error is None else math.hypot(self.error, self.common * self.value)


@dataclass(frozen=True, slots=True)
class Points:
    """The points in the order of the condition, and what was left out.

    Attributes:
        points: all that have both, excluded ones among them.
        unit: of the quantity.
        condition_unit: of the condition.
        without: names of the sources that lack the quantity or the condition.
    """

    points: tuple[Point, ...]
    unit: str
    condition_unit: str
    without: tuple[str, ...]


def points_of(sources: Sequence[Source], quantity: str, condition: str) -> Points:
    """The points of those sources that have this quantity and this condition.

    Args:
        sources: fitted analyses.
        quantity: name of a derived quantity, or of a parameter.
        condition: name of a condition of their measurements. Values are turned into the unit of the first one.
    """
    found: list[Point] = []
    without: list[str] = []
    unit = condition_unit = ""
    for source in sources:
        value, place = value_of(source, quantity), source.condition(condition)
        if value is None or place is None or not math.isfinite(value.value):
            without.append(source.analysis.name)
            continue
        if not found:
            unit, condition_unit = value.unit, place.unit
        turned = _turned(place, condition_unit)
        if turned is None or value.unit != unit:
            without.append(source.analysis.name)
            continue
        found.append(_point(source, value, turned))
    return Points(tuple(sorted(found, key=lambda p: p.x)), unit, condition_unit, tuple(without))


def value_of(source: Source, name: str) -> Quantity | None:
    """A derived quantity of a source, or a parameter of its fit; None where it has none of that name."""
    derived = source.quantity(name)
    if derived is not None:
        return Quantity(derived.value, derived.stderr, derived.unit)
    fit = source.analysis.fit
    parameter = None if fit is None else next((p for p in fit.parameters if p.name == name), None)
    return None if parameter is None else Quantity(parameter.value, parameter.stderr, parameter.unit)


def quantities_of(sources: Sequence[Source]) -> tuple[str, ...]:
    """Names that at least two sources have, derived quantities first, each once; of one source all of its own."""
    counts: dict[str, int] = {}
    for which in ("derived", "parameters"):
        for source in sources:
            fit = source.analysis.fit
            parameters = () if fit is None else fit.parameters
            names = [d.name for d in (source.quantities if which == "derived" else parameters)]
            for name in dict.fromkeys(names):
                counts[name] = counts.get(name, 0) + 1
    least = min(2, len(sources))
    return tuple(name for name, count in counts.items() if count >= least)


def conditions_of(sources: Sequence[Source]) -> tuple[str, ...]:
    """Names of the conditions of the sources' measurements, those first that differ between them."""
    values: dict[str, list[tuple[float, str]]] = {}
    for source in sources:
        for condition in source.conditions:
            values.setdefault(condition.name, []).append((condition.quantity.value, condition.quantity.unit))
    return tuple(sorted(values, key=lambda name: len(set(values[name])) < 2))


def _turned(place: Quantity, unit: str) -> Quantity | None:
    try:
        return place.to(unit)
    except InputError:
        # A unit of another dimension, or one typed freely: comparable only with itself.
        return place if place.unit == unit else None


def _point(source: Source, value: Quantity, place: Quantity) -> Point:
    common = relative_geometry_error(source.specimen) or 0.0 if value.unit in PER_LENGTH else 0.0
    own = value.stderr
    moved = common * abs(value.value)
    if own is not None and common:
        own = math.sqrt(max((own - moved) * (own + moved), 0.0))
    fit = source.analysis.fit
    return Point(
        source=source.analysis.id,
        name=source.analysis.name,
        x=place.value,
        x_error=place.stderr or 0.0,
        value=value.value,
        error=own if own is not None and math.isfinite(own) else None,
        common=common,
        specimen="" if source.specimen is None else source.specimen.id,
        excluded=source.excluded,
        stale=source.stale,
        rejected=fit is not None and any(w.rank == "reject" for w in fit.warnings),
    )
