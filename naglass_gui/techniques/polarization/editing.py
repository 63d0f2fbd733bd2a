"""Changes of a polarization analysis as a person makes them: the steady-state region, the model, the step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from naglass_gui.core.edits import set_parameter
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Project, Region, evolve, new_id
from naglass_gui.techniques.polarization.models import AUTO, canonical
from naglass_gui.techniques.polarization.technique import Polarization

_SCIENCE = Polarization()


def set_steady_region(project: Project, analysis: Id, low: float, high: float) -> Project:
    """The project with one region, in s; a model that was chosen by itself gives way to the mean over it.

    Raises:
        InputError: an empty or reversed region.
    """
    if not low < high:
        raise InputError(f"The region from {low:g} to {high:g} s is empty or reversed.", field="Region")

    def change(old: Analysis) -> Analysis:
        # The region keeps its id while it is dragged.
        id = old.regions[0].id if old.regions else new_id()
        if old.model == AUTO:
            old = _SCIENCE.with_model(old, "constant")
        return replace(old, regions=(Region(id, low, high),))

    return evolve(project, ("analyses", analysis), change)


def choose_model(project: Project, analysis: Id, model: str) -> Project:
    """The project with another model. Between the mean and a decay the region goes: one wants the end, the other all of it.

    Raises:
        InputError: no such model.
    """
    name = canonical(model)

    def change(old: Analysis) -> Analysis:
        new = _SCIENCE.with_model(old, name)
        return new if _steady(old.model) == _steady(name) else replace(new, regions=())

    return evolve(project, ("analyses", analysis), change)


def choose_step(project: Project, analysis: Id, voltage: float) -> Project:
    """The project with the step at another voltage fitted, over all of it."""

    def change(old: Analysis) -> Analysis:
        model = AUTO if old.model == "constant" and old.regions else old.model
        bare = replace(_SCIENCE.with_model(old, model), regions=()).without_options("derive_voltage")
        return bare.with_option("step", voltage)

    return evolve(project, ("analyses", analysis), change)


def own_model(analysis: Analysis) -> Analysis:
    """The analysis with the model that its fit chose as its own, so that its parameters can be held."""
    if analysis.model != AUTO or analysis.fit is None:
        return analysis
    return _SCIENCE.with_model(analysis, analysis.fit.model)


def set_own_parameter(project: Project, analysis: Id, name: str, **changes: Any) -> Project:
    """The project with one parameter changed; a model that was chosen by itself becomes the analysis' own. Raises InputError."""
    return set_parameter(evolve(project, ("analyses", analysis), own_model), analysis, name, **changes)


def set_pair(project: Project, analysis: Id, name: str, value: tuple[float, float | None] | None) -> Project:
    """The project with an option that is a value and its error, or without it."""

    def change(old: Analysis) -> Analysis:
        return old.without_options(name) if value is None else old.with_option(name, value)

    return evolve(project, ("analyses", analysis), change)


def _steady(model: str) -> bool:
    return model == "constant"
