"""Whose conditions the points of the Stability tab are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from naglass_gui.core.edits import set_condition
from naglass_gui.core.project import Id, Project
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import technique
from naglass_gui.techniques.sources import Lineage


def measurements_behind(project: Project, source: Id) -> tuple[Id, ...]:
    """The measurements at the roots of an analysis: their condition is that of the point."""
    return tuple(sorted(Lineage.of(project, technique).measured(source)))


def with_conditions(project: Project, name: str, told: Iterable[tuple[Sequence[Id], Quantity]]) -> Project:
    """The project with a condition of several measurements set, each to a value of its own."""
    for measurements, quantity in told:
        project = set_condition(project, measurements, name, quantity)
    return project
