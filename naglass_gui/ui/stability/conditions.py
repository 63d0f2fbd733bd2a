"""Whose conditions the points of the Stability tab are."""

from __future__ import annotations

from naglass_gui.core.project import Id, Project
from naglass_gui.techniques import technique
from naglass_gui.techniques.sources import Lineage


def measurements_behind(project: Project, source: Id) -> tuple[Id, ...]:
    """The measurements at the roots of an analysis: their condition is that of the point."""
    return tuple(sorted(Lineage.of(project, technique).measured(source)))
