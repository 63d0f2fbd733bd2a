"""Templates: how something is analysed, kept under a name and applied to other measurements, in any project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Component, Id, JSONValue, Project, Region, evolve, new_id

OF_THE_MEASUREMENT = ("nucleus", "larmor_frequency", "processing_leads")
"""Options that say what was measured, not how it is analysed: each analysis keeps its own."""


@dataclass(frozen=True, slots=True)
class Template:
    """Everything that is chosen about an analysis, and nothing that was measured.

    Attributes:
        technique: whose analyses it fits.
        model: the model's text.
        parameters: with values, bounds, links, fixed flags and roles.
        components: lines of a spectrum model.
        regions: what is fitted, as (low, high) in units of the axis.
        options: weights, processing and the like.
    """

    name: str
    technique: str
    model: str = ""
    parameters: tuple[Parameter, ...] = ()
    components: tuple[Component, ...] = ()
    regions: tuple[tuple[float, float], ...] = ()
    options: tuple[tuple[str, JSONValue], ...] = ()
    created: str = ""
    notes: str = ""


def template_of(analysis: Analysis, name: str, created: str = "") -> Template:
    """The template of an analysis as it is now. Raises InputError for an empty name."""
    if not name.strip():
        raise InputError("A template needs a name.", field="Name")
    return Template(
        name=name.strip(),
        technique=analysis.technique,
        model=analysis.model,
        parameters=analysis.parameters,
        components=analysis.components,
        regions=tuple((region.low, region.high) for region in analysis.regions),
        options=tuple((n, v) for n, v in analysis.options if n not in OF_THE_MEASUREMENT),
        created=created,
        notes=analysis.notes,
    )


def with_template(analysis: Analysis, template: Template) -> Analysis:
    """The analysis as the template has it; its masked points and earlier fits stay, none of which is current any more.

    Raises:
        InputError: the template is of another technique.
    """
    if analysis.technique != template.technique:
        raise InputError(
            f"“{template.name}” is a template for {template.technique}; {analysis.name} is {analysis.technique}."
        )
    own = tuple((n, v) for n, v in analysis.options if n in OF_THE_MEASUREMENT)
    return replace(
        analysis,
        model=template.model,
        parameters=template.parameters,
        components=tuple(replace(c, id=new_id()) for c in template.components),
        regions=tuple(Region(new_id(), low, high) for low, high in template.regions),
        options=(*template.options, *own),
        current=None,
    )


def apply_template(project: Project, analyses: Iterable[Id], template: Template) -> Project:
    """The project with these analyses as the template has them; see `with_template`. Raises KeyError and InputError."""
    for analysis in analyses:
        project = evolve(project, ("analyses", analysis), lambda old: with_template(old, template))
    return project
