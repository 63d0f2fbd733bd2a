"""Storage series for the tests: quantities that are given, at conditions, on one pellet or several."""

from __future__ import annotations

import math
from collections.abc import Sequence

from naglass_gui.core.project import (
    Analysis,
    Condition,
    Derived,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from naglass_gui.techniques.stability import STABILITY

PELLET = Specimen("pellet", "pellet", thickness=Quantity(0.80, 0.01, "mm"), diameter=Quantity(8.00, 0.05, "mm"))
OTHER = Specimen("other", "other", thickness=Quantity(0.90, 0.01, "mm"), diameter=Quantity(8.00, 0.05, "mm"))
GEOMETRY = math.hypot(0.01 / 0.8, 2 * 0.05 / 8.0)
"""Relative error of L/A of the pellet."""


def point(
    x: float | None,
    value: float,
    error: float | None,
    *,
    condition: str = "day",
    unit: str = "d",
    pellet: str = "pellet",
    quantity: str = "sigma",
    quantity_unit: str = "S/cm",
    name: str = "",
) -> tuple[Measurement, Analysis]:
    """A measurement with a fit that gives one quantity."""
    id = name or f"{condition} {x:g}" if x is not None else name or "nowhere"
    conditions = () if x is None else (Condition(condition, Quantity(x, None, unit)),)
    measurement = Measurement(id, id, "given", (), Provenance("x", 1, "", "t", "1"), (), conditions, pellet)
    derived = (Derived(quantity, value, error, quantity_unit),)
    fit = Fit(f"fit {id}", "", "R", 0.0, 40, 0.0, (FittedParameter("T1", 2 * value, None, "s"),), derived=derived)
    return measurement, Analysis(f"analysis {id}", id, "given", (id,), fits=(fit,), current=fit.id)


def project_of(
    points: Sequence[tuple[Measurement, Analysis]],
    *,
    pellets: Sequence[Specimen] = (PELLET, OTHER),
    quantity: str = "sigma",
    condition: str = "day",
    **options: object,
) -> Project:
    """A project with a stability analysis ("stability") of these, settled."""
    sample = Sample("sample", "NTOC-4", tuple(pellets), tuple(m for m, _ in points))
    made = STABILITY.of_sources("Storage", [a.id for _, a in points], quantity, condition)
    held = dict(made.options) | options
    made = Analysis("stability", made.name, made.technique, made.sources, options=tuple(held.items()))  # type: ignore[arg-type]
    empty = Project("project")
    return settle(empty, Project("project", samples=(sample,), analyses=(*(a for _, a in points), made)))


def storage(error: float = 0.01) -> list[tuple[Measurement, Analysis]]:
    """The reference study's ten days: 4.35 falls to 2.48 mS/cm; each with an error of its own and that of the pellet."""
    whole = math.hypot(error, GEOMETRY)
    rate = math.log(4.35 / 2.48) / 10
    values = [(day, 4.35e-3 * math.exp(-rate * day)) for day in (0, 1, 2, 4, 6, 8, 10)]
    return [point(day, value, whole * value) for day, value in values]
