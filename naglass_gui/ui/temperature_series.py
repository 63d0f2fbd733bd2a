"""Spectra over temperature: fitted as one series, a correction carried on, a line drawn through them; each one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Id, Measurement, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Remedy, Services

if TYPE_CHECKING:  # the tree's menu needs this before techniques are imported
    from naglass_gui.techniques.eis import Together
    from naglass_gui.techniques.technique import FitOutcome

TECHNIQUE = "eis"
FEWEST = 2


class TemperatureSeries:
    """Starts the fits of a series in a child and takes them into the document as one step."""

    def __init__(self, document: Document, services: Services) -> None:
        self._document = document
        self._services = services

    def fit(self, analyses: Sequence[Analysis]) -> None:
        """Fit these from neighbour to neighbour, the coldest first.

        Where none of them was fitted, or their circuits differ, each gets the circuit it needs.
        """
        project = self._document.committed
        lost = [a.name for a in analyses if _kelvin(project, a) is None]
        if lost:
            names = lost[0] if len(lost) == 1 else f"{lost[0]} and {len(lost) - 1} more"
            verb = "has" if len(lost) == 1 else "have"
            self._services.messages.show(
                f"{names} {verb} no temperature: select in the tree, right-click, Temperature and conditions.",
                "warning",
            )
            return
        ordered = sorted(analyses, key=lambda a: _kelvin(project, a) or 0.0)
        switch = all(a.fit is None for a in ordered) or len({a.model for a in ordered}) > 1
        self._start(ordered, switch, None, f"Fit {len(ordered)} spectra as a temperature series")

    def carry_on(self, analysis: Analysis) -> None:
        """Fit the hotter spectra of the same pellet again, from this one on."""
        hotter = self.hotter(analysis)
        if hotter:
            count = "1 hotter spectrum" if len(hotter) == 1 else f"{len(hotter)} hotter spectra"
            self._start(hotter, False, analysis, f"Carry {analysis.name} on to {count}")

    def compare(self, analyses: Sequence[Analysis]) -> None:
        """Fit all temperatures at once, resistances on one law and exponents shared, and tell what AICc says of it."""
        from naglass_gui.jobs import tasks
        from naglass_gui.ui.fits import inputs_of

        document = self._document
        inputs = tuple(inputs_of(document.committed, a, document.store) for a in analyses)
        name = f"One fit of {len(inputs)} temperatures"
        self._services.jobs.call(name, tasks.fit_together, (inputs,), self._tell, progress=True)

    def _tell(self, together: Together) -> None:
        shared = [f"{e.name} = {format_value(e.value, e.stderr)}" for e in together.exponents]
        details = "\n".join(
            [
                f"{together.model}, {together.n_points} points",
                f"one fit: {together.parameters} parameters, χ² = {format_value(together.chi_square)}",
                f"single fits: {together.parameters_apart} parameters, χ² = {format_value(together.chi_square_apart)}",
                f"shared exponents: {', '.join(shared)}",
            ]
        )
        self._services.messages.show(together.words(), "info", details=details)

    def hotter(self, analysis: Analysis) -> list[Analysis]:
        """The fitted spectra of the same pellet at higher temperatures, the next one first."""
        project = self._document.committed
        here = _kelvin(project, analysis)
        own = _measurement(project, analysis)
        if here is None or own is None or own.specimen is None:
            return []
        found: dict[Id, tuple[float, Analysis]] = {}
        for other in project.analyses:
            measured = _measurement(project, other) if other.technique == TECHNIQUE else None
            kelvin = _kelvin(project, other)
            if measured is None or kelvin is None or kelvin <= here or measured.specimen != own.specimen:
                continue
            if other.fit is not None:
                found.setdefault(measured.id, (kelvin, other))
        return [a for _, a in sorted(found.values(), key=lambda pair: pair[0])]

    def _start(self, ordered: Sequence[Analysis], switch: bool, after: Analysis | None, text: str) -> None:
        from naglass_gui.jobs import tasks
        from naglass_gui.ui.fits import inputs_of

        document = self._document
        inputs = tuple(inputs_of(document.committed, a, document.store) for a in ordered)

        def take(outcomes: tuple[FitOutcome, ...]) -> None:
            self._take(ordered, outcomes, text)

        self._services.jobs.call(text, tasks.fit_series, (inputs, switch, after), take, progress=True)

    def _take(self, asked: Sequence[Analysis], outcomes: Sequence[FitOutcome], text: str) -> None:
        from naglass_gui.ui.fits import with_fit

        project = self._document.committed
        held = {a.id: a for a in project.analyses}
        dropped = 0
        for analysis, outcome in zip(asked, outcomes, strict=True):
            now = held.get(analysis.id)
            if now is None or _asked_differently(now, analysis):
                dropped += 1
                continue
            project = _with_circuit(project, now, outcome.analysis)
            project = with_fit(project, analysis.id, outcome, self._document.store)
        if project is not self._document.committed:
            self._document.push(text, project)
        self._say(len(outcomes) - dropped, dropped, [a.id for a in asked])

    def _say(self, taken: int, dropped: int, ids: list[Id]) -> None:
        said = f"Fitted {taken} spectra from neighbour to neighbour."
        if dropped:
            said += f" {dropped} were changed meanwhile and kept as they are: fit them again."
        project = self._document.committed
        drawn = any(set(ids) & set(a.sources) for a in project.analyses if a.technique == "arrhenius")
        remedies = () if drawn else (Remedy("Make an Arrhenius plot", lambda: self.draw_line(ids)),)
        self._services.messages.show(said, "warning" if dropped else "good", remedies)

    # -- the line through them -------------------------------------------------------------------------------------

    def draw_line(self, analyses: Sequence[Id]) -> None:
        """Make an Arrhenius plot of these, one for each pellet, and show it."""
        wanted = set(analyses)
        chosen = [a for a in self._document.committed.analyses if a.id in wanted]
        if len(chosen) < FEWEST:
            return
        made = plots_of(self._document.committed, chosen)

        def add(project: Project) -> Project:
            for analysis in made:
                project = edits.add_analysis(project, analysis)
            return project

        text = "Make an Arrhenius plot" if len(made) == 1 else f"Make {len(made)} Arrhenius plots"
        self._document.apply(text, add)
        self._services.messages.clear()
        self._services.select([analysis.id for analysis in made])


def plots_of(project: Project, analyses: Sequence[Analysis]) -> list[Analysis]:
    """An Arrhenius plot for each pellet among these: the errors of its sizes are common to its points alone."""
    from naglass_gui.techniques.arrhenius import ARRHENIUS

    groups: dict[tuple[Id, Id | None], list[Analysis]] = {}
    for analysis in analyses:
        measurement = project.measurement(analysis.sources[0])
        groups.setdefault((project.sample_of(measurement.id).id, measurement.specimen), []).append(analysis)
    return [ARRHENIUS.of_sources(_name(project, group), [a.id for a in group]) for group in groups.values()]


def _name(project: Project, group: Sequence[Analysis]) -> str:
    """The sample, with the pellet where it has several."""
    sample = project.sample_of(group[0].sources[0])
    specimen = project.specimen_of(group[0].sources[0])
    several = len(sample.specimens) > 1 and specimen is not None
    return f"{sample.name}, {specimen.name}" if several and specimen is not None else sample.name


def _asked_differently(now: Analysis, then: Analysis) -> bool:
    """Whether what is fitted was changed while the fit ran."""
    return (now.model, now.regions, now.masked, now.options) != (then.model, then.regions, then.masked, then.options)


def _with_circuit(project: Project, now: Analysis, fitted: Analysis) -> Project:
    """The project with the circuit the series chose for an analysis."""
    if now.model == fitted.model:
        return project
    changed = replace(now, model=fitted.model, parameters=fitted.parameters)
    return replace(project, analyses=tuple(changed if a is now else a for a in project.analyses))


def _measurement(project: Project, analysis: Analysis) -> Measurement | None:
    return next((m for m in project.measurements() if m.id in analysis.sources[:1]), None)


def _kelvin(project: Project, analysis: Analysis) -> float | None:
    measurement = _measurement(project, analysis)
    found = None if measurement is None else measurement.condition("temperature")
    return None if found is None else found.quantity.to("K").value
