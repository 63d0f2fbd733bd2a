"""Every change a person can make, as pure functions `edit(project, ...) -> project`.

Each raises KeyError when what it names is gone, and InputError when a value makes no sense; the project given is never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.lineage import without
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Component,
    Condition,
    Figure,
    Fit,
    Id,
    JSONValue,
    Mask,
    Measurement,
    Project,
    Region,
    Sample,
    Setup,
    Specimen,
    Uncertainty,
    evolve,
    new_id,
)
from naglass_gui.core.quantity import Quantity, above_absolute_zero, positive
from naglass_gui.core.template import OF_THE_MEASUREMENT

# -- the project and its samples -----------------------------------------------------------------------------------


def rename_project(project: Project, name: str) -> Project:
    """The project under another name."""
    return replace(project, name=name)


def add_sample(project: Project, sample: Sample) -> Project:
    """The project with one more sample at the end."""
    return replace(project, samples=(*project.samples, sample))


def rename(project: Project, id: Id, name: str) -> Project:
    """The project with a sample, specimen, measurement or analysis renamed. Raises InputError for an empty name."""
    if not name.strip():
        raise InputError("A name cannot be empty.", field="Name")
    return _replace_anywhere(project, id, name=name.strip())


def set_notes(project: Project, id: Id, notes: str) -> Project:
    """The project with the notes of a sample, specimen, measurement, analysis or of itself changed."""
    return replace(project, notes=notes) if id == project.id else _replace_anywhere(project, id, notes=notes)


def add_measurements(
    project: Project,
    sample: Id,
    measurements: tuple[Measurement, ...],
    analyses: tuple[Analysis, ...] = (),
    specimens: tuple[Specimen, ...] = (),
) -> Project:
    """The project with measurements, their specimens and their first analyses added to a sample."""

    def extend(old: Sample) -> Sample:
        return replace(
            old,
            measurements=(*old.measurements, *measurements),
            specimens=(*old.specimens, *specimens),
        )

    grown = evolve(project, ("samples", sample), extend)
    return replace(grown, analyses=(*grown.analyses, *analyses))


def remove(project: Project, ids: Iterable[Id]) -> Project:
    """The project without these samples, measurements, specimens and analyses, and without what is made from them.

    An analysis made from other analyses goes on with those that stay.
    """
    gone = set(ids)
    for sample in project.samples:
        if sample.id in gone:
            gone |= {m.id for m in sample.measurements} | {s.id for s in sample.specimens}
    analyses = without(project, gone)
    gone |= {a.id for a in project.analyses} - {a.id for a in analyses}
    samples = tuple(_without(sample, gone) for sample in project.samples if sample.id not in gone)
    figures = tuple(f for f in project.figures if f.id not in gone and not any(s in gone for s in f.sources))
    return replace(project, samples=samples, analyses=analyses, figures=figures)


def move_measurement(project: Project, measurement: Id, sample: Id) -> Project:
    """The project with a measurement moved to another sample; its pellet goes with it as a copy where others still use it."""
    moved = project.measurement(measurement)
    origin = project.sample_of(measurement)
    if origin.id == sample:
        return project
    specimens: tuple[Specimen, ...] = ()
    if moved.specimen is not None:
        copy = replace(project.specimen(moved.specimen), id=new_id())
        moved = replace(moved, specimen=copy.id)
        specimens = (copy,)
    without = evolve(project, ("samples", origin.id), lambda s: _without(s, {measurement}))
    return evolve(
        without,
        ("samples", sample),
        lambda s: replace(s, measurements=(*s.measurements, moved), specimens=(*s.specimens, *specimens)),
    )


# -- specimens and conditions --------------------------------------------------------------------------------------


def set_specimen(project: Project, specimen: Id, **sizes: Any) -> Project:
    """The project with sizes or other fields of a specimen changed.

    Raises:
        InputError: a thickness, diameter, area, mass or pressure that is not above zero.
    """
    for name in ("thickness", "diameter", "area", "mass", "pressure"):
        quantity = sizes.get(name)
        if quantity is not None:
            positive(quantity, name.capitalize())
    owner = project.sample_of(specimen)
    return evolve(project, ("samples", owner.id, "specimens", specimen), lambda old: replace(old, **sizes))


def set_sizes(project: Project, measurement: Id, **sizes: Any) -> Project:
    """The project with sizes of a measurement's pellet changed; a measurement without one gets its own.

    Raises:
        InputError: a size that is not above zero.
    """
    specimen = project.measurement(measurement).specimen
    if specimen is None:
        made = Specimen(new_id(), free_name("Pellet", project.sample_of(measurement).specimens))
        project = assign_specimen(project, (measurement,), made)
        specimen = made.id
    return set_specimen(project, specimen, **sizes)


def free_name(word: str, taken: Iterable[Any]) -> str:
    """The word with the first number that none of these has in its name: "Pellet 2"."""
    names = {item.name for item in taken}
    return next(name for k in count(1) if (name := f"{word} {k}") not in names)


def assign_specimen(project: Project, measurements: Iterable[Id], specimen: Id | Specimen) -> Project:
    """The project with measurements made on this specimen; a new specimen is added to the first one's sample."""
    ids = tuple(measurements)
    if isinstance(specimen, Specimen):
        added = specimen
        owner = project.sample_of(ids[0])
        project = evolve(project, ("samples", owner.id), lambda s: replace(s, specimens=(*s.specimens, added)))
        specimen = added.id
    for id in ids:
        project = _change_measurement(project, id, specimen=specimen)
    return project


def set_condition(project: Project, measurements: Iterable[Id], name: str, quantity: Quantity | None) -> Project:
    """The project with a typed condition of these measurements set, or removed when the quantity is None.

    Raises:
        InputError: a temperature below absolute zero.
    """
    if quantity is not None and name == "temperature":
        above_absolute_zero(quantity)
    for id in measurements:
        kept = tuple(c for c in project.measurement(id).conditions if c.name != name)
        new = kept if quantity is None else (*kept, Condition(name, quantity, "typed"))
        project = _change_measurement(project, id, conditions=new)
    return project


# -- analyses ------------------------------------------------------------------------------------------------------


def add_analysis(project: Project, analysis: Analysis) -> Project:
    """The project with one more analysis. Raises KeyError for a source that is not there."""
    known = {m.id for m in project.measurements()} | {a.id for a in project.analyses}
    for source in analysis.sources:
        if source not in known:
            raise KeyError(source)
    return replace(project, analyses=(*project.analyses, analysis))


def set_model(project: Project, analysis: Id, model: str, parameters: tuple[Parameter, ...]) -> Project:
    """The project with another model; parameters that keep name and unit keep what was set on them."""

    def change(old: Analysis) -> Analysis:
        held = {(p.name, p.unit): p for p in old.parameters}
        names = {p.name for p in parameters}
        merged = tuple(held.get((p.name, p.unit), p) for p in parameters)
        # A link to a parameter that left with the old model is dropped; the value it had stays.
        merged = tuple(replace(p, link="") if p.link and not _link_holds(p, names) else p for p in merged)
        return replace(old, model=model, parameters=merged)

    return _change_analysis(project, analysis, change)


def set_parameters(project: Project, analysis: Id, parameters: tuple[Parameter, ...]) -> Project:
    """The project with all parameters of an analysis replaced."""
    return _change_analysis(project, analysis, lambda old: replace(old, parameters=parameters))


def set_parameter(project: Project, analysis: Id, name: str, **changes: Any) -> Project:
    """The project with value, vary, bounds, link or role of one parameter changed. Raises InputError for crossed bounds."""

    def change(old: Parameter) -> Parameter:
        new = replace(old, **changes)
        if new.minimum is not None and new.maximum is not None and not new.minimum < new.maximum:
            raise InputError(f"The lower bound of {name} must be below its upper bound.", field=name)
        return new

    return _change_analysis(
        project, analysis, lambda old: with_each_parameter(old, lambda p: change(p) if p.name == name else p)
    )


def set_values(project: Project, analysis: Id, values: dict[str, float]) -> Project:
    """The project with current values of several parameters changed."""
    return _change_analysis(
        project, analysis, lambda old: with_each_parameter(old, lambda p: replace(p, value=values.get(p.name, p.value)))
    )


def set_option(project: Project, analysis: Id, name: str, value: JSONValue) -> Project:
    """The project with one option of an analysis changed."""
    return _change_analysis(project, analysis, lambda old: old.with_option(name, value))


def add_region(project: Project, analysis: Id, low: float, high: float) -> Project:
    """The project with one more fitted region. Raises InputError for an empty or reversed one."""
    region = _region(new_id(), low, high)
    return _change_analysis(project, analysis, lambda old: replace(old, regions=(*old.regions, region)))


def set_region(project: Project, analysis: Id, region: Id, low: float, high: float) -> Project:
    """The project with a region moved. Raises InputError for an empty or reversed one."""
    new = _region(region, low, high)
    return evolve(project, ("analyses", analysis, "regions", region), lambda old: new)


def remove_region(project: Project, analysis: Id, region: Id) -> Project:
    """The project with a region removed."""
    return _change_analysis(
        project, analysis, lambda old: replace(old, regions=tuple(r for r in old.regions if r.id != region))
    )


def clear_regions(project: Project, analysis: Id) -> Project:
    """The project with everything fitted again."""
    return _change_analysis(project, analysis, lambda old: replace(old, regions=()))


def mask_points(project: Project, analysis: Id, indices: Iterable[int], masked: bool, reason: str = "") -> Project:
    """The project with points left out of the fit (`masked`) or taken back in."""
    chosen = set(indices)

    def change(old: Analysis) -> Analysis:
        kept = tuple(m for m in old.masked if m.index not in chosen)
        added = tuple(Mask(i, reason) for i in sorted(chosen)) if masked else ()
        return replace(old, masked=tuple(sorted((*kept, *added), key=lambda m: m.index)))

    return _change_analysis(project, analysis, change)


def toggle_masks(project: Project, analysis: Id, indices: Iterable[int], reason: str = "") -> Project:
    """The project with these points masked, or unmasked when all of them were."""
    chosen = set(indices)
    masked = {m.index for m in project.analysis(analysis).masked}
    return mask_points(project, analysis, chosen, not chosen <= masked, reason)


def add_fit(project: Project, analysis: Id, fit: Fit, fitted: Analysis) -> Project:
    """The project with a finished fit: its values become the current ones, and it is the newest of the history.

    Regions, bounds, links, fixed flags, names and zoom are the person's and stay as they are now. Lines that a fit found by
    itself come in where there are none, and so do parameters that its model turned out to need.
    """
    fit = fit if fit.setup is not None else replace(fit, setup=fitted.setup)
    values = {p.name: p.value for p in all_parameters(fitted)}
    roles = {p.name: p.role for p in fitted.parameters}

    def settle(old: Parameter) -> Parameter:
        return replace(old, value=values.get(old.name, old.value), role=old.role or roles.get(old.name, ""))

    def change(old: Analysis) -> Analysis:
        found_lines = not old.components and bool(fitted.components)
        if found_lines or old.model == fitted.model:
            names = {p.name for p in old.parameters}
            found = tuple(p for p in fitted.parameters if p.name not in names)
            if found_lines or found:
                lines = fitted.components if found_lines else old.components
                old = replace(old, components=lines, parameters=(*old.parameters, *found))
        return replace(with_each_parameter(old, settle), fits=_with_newest(old.fits, fit), current=fit.id)

    return _change_analysis(project, analysis, change)


def keep_fit(project: Project, analysis: Id, fit: Fit) -> Project:
    """The project with a fit in the history of an analysis that goes on showing another one."""
    return _change_analysis(project, analysis, lambda old: replace(old, fits=_with_newest(old.fits, fit)))


def _with_newest(fits: tuple[Fit, ...], fit: Fit) -> tuple[Fit, ...]:
    """The history with a fit as its newest; one that is in it already, as a suggestion used again, is not there twice."""
    return (*(f for f in fits if f.id != fit.id), fit)


def set_uncertainty(project: Project, analysis: Id, fit: Id, uncertainty: Uncertainty) -> Project:
    """The project with the intervals of a fit; those of the same method from before are replaced. KeyError: no such fit."""

    def change(old: Fit) -> Fit:
        others = tuple(u for u in old.uncertainties if u.method != uncertainty.method)
        return replace(old, uncertainties=(*others, uncertainty))

    return evolve(project, ("analyses", analysis, "fits", fit), change)


def restore_fit(project: Project, analysis: Id, fit: Id) -> Project:
    """The project with an earlier fit shown again as it was made: model, lines, constraints, regions, masks and values.

    What was learnt of the sample since stays: names and colours of lines that are still there, and options that only derived
    quantities and views depend on.
    """

    def change(old: Analysis) -> Analysis:
        chosen = next(f for f in old.fits if f.id == fit)
        values = {p.name: p.value for p in chosen.parameters}
        restored = old if chosen.setup is None else _as_asked(old, chosen.setup)
        return replace(
            with_each_parameter(restored, lambda p: replace(p, value=values.get(p.name, p.value))), current=fit
        )

    return _change_analysis(project, analysis, change)


def _as_asked(analysis: Analysis, setup: Setup) -> Analysis:
    """The analysis as a fit was asked."""
    there = {c.id: c for c in analysis.components}

    def dressed(line: Component) -> Component:
        now = there.get(line.id, line)
        return replace(line, name=now.name, colour=now.colour, hidden=now.hidden)

    learnt = {name: value for name, value in analysis.options if name.startswith(("derive_", "view_"))}
    return replace(
        analysis,
        model=setup.model,
        parameters=setup.parameters,
        components=tuple(dressed(line) for line in setup.components),
        regions=setup.regions,
        masked=setup.masked,
        options=tuple((dict(setup.options) | learnt).items()),
    )


def remove_fit(project: Project, analysis: Id, fit: Id) -> Project:
    """The project without one fit of an analysis' history."""

    def change(old: Analysis) -> Analysis:
        fits = tuple(f for f in old.fits if f.id != fit)
        current = old.current if old.current != fit else (fits[-1].id if fits else None)
        return replace(old, fits=fits, current=current)

    return _change_analysis(project, analysis, change)


def copy_model(project: Project, source: Id, targets: Iterable[Id]) -> Project:
    """The project with model, parameters, regions and options of one analysis on others; fits and masks stay theirs.

    So does what belongs to a measurement: its processing, nucleus and frequency, and what its specimen is made of.
    """
    given = project.analysis(source)
    taken = tuple((name, value) for name, value in given.options if not _own(name))

    def change(old: Analysis) -> Analysis:
        return replace(
            old,
            model=given.model,
            parameters=given.parameters,
            components=tuple(replace(c, id=new_id()) for c in given.components),
            regions=tuple(replace(r, id=new_id()) for r in given.regions),
            options=(*taken, *((name, value) for name, value in old.options if _own(name))),
            current=None,
        )

    for target in targets:
        if target != source:
            project = _change_analysis(project, target, change)
    return project


def _own(option: str) -> bool:
    """Whether an option says what was measured and how it is processed, not how it is analysed."""
    return option in OF_THE_MEASUREMENT or option.startswith("process") or option == "derive_formula"


def add_component(project: Project, analysis: Id, component: Component) -> Project:
    """The project with one more line of a spectrum model."""
    return _change_analysis(project, analysis, lambda old: replace(old, components=(*old.components, component)))


def remove_component(project: Project, analysis: Id, component: Id) -> Project:
    """The project with one line of a spectrum model removed; links to its parameters go, the values they had stay."""

    def change(old: Analysis) -> Analysis:
        kept = replace(old, components=tuple(c for c in old.components if c.id != component))
        names = {p.name for p in all_parameters(kept)}
        return with_each_parameter(kept, lambda p: replace(p, link="") if p.link and not _link_holds(p, names) else p)

    return _change_analysis(project, analysis, change)


# -- figures -------------------------------------------------------------------------------------------------------


def set_figure(project: Project, figure: Figure) -> Project:
    """The project with a figure's description kept; one of the same id is replaced."""
    if any(f.id == figure.id for f in project.figures):
        return evolve(project, ("figures", figure.id), lambda old: old if old == figure else figure)
    return replace(project, figures=(*project.figures, figure))


# -- shared --------------------------------------------------------------------------------------------------------


def _region(id: Id, low: float, high: float) -> Region:
    if not low < high:
        raise InputError(f"The region from {low:g} to {high:g} is empty or reversed.", field="Region")
    return Region(id, low, high)


def all_parameters(analysis: Analysis) -> tuple[Parameter, ...]:
    """An analysis' own parameters and those of its lines."""
    return (*analysis.parameters, *(p for c in analysis.components for p in c.parameters))


def with_each_parameter(analysis: Analysis, change: Callable[[Parameter], Parameter]) -> Analysis:
    """The analysis with every parameter changed, its own and those of its lines; what stays alike is shared."""
    components = tuple(_with_each(c, change) for c in analysis.components)
    if all(new is old for new, old in zip(components, analysis.components, strict=True)):
        components = analysis.components
    return _with_each(replace(analysis, components=components), change)


def _with_each[Part: (Analysis, Component)](part: Part, change: Callable[[Parameter], Parameter]) -> Part:
    changed = tuple(new if (new := change(p)) != p else p for p in part.parameters)
    if all(new is old for new, old in zip(changed, part.parameters, strict=True)):
        return part
    return replace(part, parameters=changed)


def _link_holds(parameter: Parameter, names: set[str]) -> bool:
    return parse(parameter.link).names <= names


def _change_analysis(project: Project, analysis: Id, change: Any) -> Project:
    return evolve(project, ("analyses", analysis), change)


def _change_measurement(project: Project, id: Id, **changes: Any) -> Project:
    owner = project.sample_of(id)
    return evolve(project, ("samples", owner.id, "measurements", id), lambda old: replace(old, **changes))


def _replace_anywhere(project: Project, id: Id, **changes: Any) -> Project:
    for sample in project.samples:
        if sample.id == id:
            return evolve(project, ("samples", id), lambda old: replace(old, **changes))
        for kind in ("measurements", "specimens"):
            if any(x.id == id for x in getattr(sample, kind)):
                return evolve(project, ("samples", sample.id, kind, id), lambda old: replace(old, **changes))
    return evolve(project, ("analyses", id), lambda old: replace(old, **changes))


def _without(sample: Sample, gone: set[Id]) -> Sample:
    measurements = tuple(m for m in sample.measurements if m.id not in gone)
    specimens = tuple(s for s in sample.specimens if s.id not in gone)
    measurements = tuple(replace(m, specimen=None) if m.specimen in gone else m for m in measurements)
    if measurements == sample.measurements and specimens == sample.specimens:
        return sample
    return replace(sample, measurements=measurements, specimens=specimens)
