"""Spectra over temperature: fitted as one series, a correction carried on, a line drawn through them; each one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Derived, Id, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Remedy, Services

if TYPE_CHECKING:  # the tree's menu needs this before techniques are imported
    from naglass_gui.techniques.eis import Together
    from naglass_gui.techniques.technique import FitInputs, FitOutcome

TECHNIQUE = "eis"
USE_WHOLE, USE_SINGLE = "Use the fit of all temperatures", "Use the single fits"
REFIT_NEIGHBOURS = "Refit the neighbours from this one"
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
        from naglass_gui.jobs import tasks
        from naglass_gui.techniques.eis.flow import kelvin_of

        project = self._document.committed
        lost = [a.name for a in analyses if kelvin_of(project, a) is None]
        if lost:
            names = lost[0] if len(lost) == 1 else f"{lost[0]} and {len(lost) - 1} more"
            verb = "has" if len(lost) == 1 else "have"
            self._services.messages.show(
                f"{names} {verb} no temperature: select in the tree, right-click, Temperature and conditions.",
                "warning",
            )
            return
        ordered = sorted(analyses, key=lambda a: kelvin_of(project, a) or 0.0)
        switch = all(a.fit is None for a in ordered) or len({a.model for a in ordered}) > 1
        text = f"Fit {len(ordered)} spectra as a temperature series"

        def take(outcomes: tuple[FitOutcome, ...]) -> None:
            self._say(*self._take(ordered, outcomes, text), [a.id for a in ordered])

        inputs = tuple(self._inputs(project, a) for a in ordered)
        self._services.jobs.call(text, tasks.fit_series, (inputs, switch), take, progress=True)

    def refit_neighbours(self, analysis: Analysis) -> None:
        """Let the current fit of a spectrum go on to its neighbours, colder and hotter, as one step."""
        from naglass_gui.jobs import tasks
        from naglass_gui.techniques.eis.flow import flow_of

        project = self._document.committed
        flow = flow_of(project, analysis)
        if not flow.all:
            return
        chains = tuple(tuple(self._inputs(project, a) for a in chain) for chain in (flow.colder, flow.hotter))
        asked = [project.analysis(a.id) for a in flow.all]
        text = f"Refit {_neighbours(len(asked))} from {analysis.name}"

        def take(outcomes: tuple[FitOutcome, ...]) -> None:
            energies = self._energies()
            taken, dropped = self._take(asked, outcomes, text)
            said = f"Refitted {_neighbours(taken)} from {analysis.name}.{_kept(dropped)}{self._moved(energies)}"
            self._services.messages.show(said, "warning" if dropped else "good")

        self._services.jobs.call(text, tasks.fit_neighbours, (chains, analysis), take, progress=True)

    def offer_neighbours(self, id: Id) -> None:
        """After a fit by hand: offer to let it go on, where it is a correction of one spectrum of a fitted series."""
        from naglass_gui.techniques.eis.flow import open_flow

        project = self._document.committed
        analysis = next((a for a in project.analyses if a.id == id), None)
        if analysis is None or analysis.technique != TECHNIQUE:
            return
        count = len(open_flow(project, analysis).all)
        if count:
            said = f"{analysis.name} was corrected. Its {_neighbours(count)} still {_have(count)} the fits from before."
            go_on = Remedy(REFIT_NEIGHBOURS, lambda: self._refit(id))
            self._services.messages.show(said, "info", (go_on,))

    def _refit(self, id: Id) -> None:
        analysis = next((a for a in self._document.committed.analyses if a.id == id), None)
        if analysis is not None:
            self.refit_neighbours(analysis)

    def _energies(self) -> dict[Id, Derived]:
        """Ea of every Arrhenius plot."""
        plots = [a for a in self._document.committed.analyses if a.technique == "arrhenius" and a.fit is not None]
        return {a.id: found for a in plots if a.fit is not None and (found := a.fit.quantity("Ea")) is not None}

    def _moved(self, before: dict[Id, Derived]) -> str:
        """What became of the activation energies."""
        project, now = self._document.committed, self._energies()
        changed = [id for id in now if id in before and now[id].value != before[id].value]
        if not changed:
            return ""
        was, found = before[changed[0]], now[changed[0]]
        name = project.analysis(changed[0]).name
        values = [format_value(e.value, e.stderr) for e in (was, found)]
        return f" Eₐ of {name}: {values[0]} → {values[1]} eV."

    # -- all temperatures at once ----------------------------------------------------------------------------------

    def compare(self, analyses: Sequence[Analysis]) -> None:
        """Fit all temperatures at once, resistances on one law and exponents shared.

        Each spectrum gets its part of it among its fits, beside the one that is shown; what AICc says is told.
        """
        from naglass_gui.jobs import tasks

        asked = list(analyses)
        inputs = tuple(self._inputs(self._document.committed, a) for a in asked)
        text = f"Fit {len(inputs)} temperatures at once"
        take = partial(self._keep, asked, text)
        self._services.jobs.call(text, tasks.fit_together, (inputs,), take, progress=True)

    def _keep(self, asked: Sequence[Analysis], text: str, together: Together) -> None:
        from naglass_gui.ui.fits import with_curves

        project = self._document.committed
        held = {a.id: a for a in project.analyses}
        if any(a.id not in held or _asked_differently(held[a.id], a) for a in asked):
            self._services.messages.show("A spectrum was changed meanwhile: fit all temperatures again.", "warning")
            return
        for analysis, outcome in zip(asked, together.outcomes, strict=True):
            fit = with_curves(outcome, self._document.store)
            project = edits.keep_fit(project, analysis.id, replace(fit, setup=held[analysis.id].setup))
        self._document.push(text, project)
        whole = together.whole
        shared = [f"{e.name} = {format_value(e.value, e.stderr)}" for e in together.exponents]
        details = "\n".join(
            [
                f"{together.model}, {whole.n_points:.0f} points",
                f"one fit: {whole.parameters:.0f} parameters, χ² = {format_value(whole.chi_square)}",
                f"single fits: {whole.parameters_apart:.0f} parameters, χ² = {format_value(whole.chi_square_apart)}",
                f"shared exponents: {', '.join(shared)}",
            ]
        )
        ids = [a.id for a in asked]
        use = Remedy(USE_WHOLE, lambda: self.use(ids, whole=True))
        self._services.messages.show(together.words(), "info", (use,), details)

    def use(self, analyses: Sequence[Id], whole: bool) -> None:
        """Show, of each of these, its part of the fit of all temperatures, or its fit by itself; one step."""
        chosen = self.other_fits([a for a in self._document.committed.analyses if a.id in set(analyses)], whole)
        if not chosen:
            return

        def change(project: Project) -> Project:
            for analysis, fit in chosen.items():
                project = edits.restore_fit(project, analysis, fit)
            return project

        energies = self._energies()
        self._document.apply(USE_WHOLE if whole else USE_SINGLE, change)
        moved = self._moved(energies)
        if moved:
            self._services.messages.show(moved.strip(), "good")

    def other_fits(self, analyses: Sequence[Analysis], whole: bool) -> dict[Id, Id]:
        """Which fits these would show then: those that are not shown yet; none where one of them has no such fit."""
        from naglass_gui.techniques.eis.law import single_fit, whole_fit

        found = {a.id: whole_fit(a) if whole else single_fit(a) for a in analyses}
        current = {a.id: a.current for a in analyses}
        known = {id: fit.id for id, fit in found.items() if fit is not None}
        return {} if len(known) < len(found) else {id: fit for id, fit in known.items() if fit != current[id]}

    def _inputs(self, project: Project, analysis: Analysis) -> FitInputs:
        from naglass_gui.ui.fits import inputs_of

        return inputs_of(project, analysis, self._document.store)

    def _take(self, asked: Sequence[Analysis], outcomes: Sequence[FitOutcome], text: str) -> tuple[int, int]:
        """Take fits in as one step; how many were taken, and how many dropped as their analysis was changed meanwhile."""
        from naglass_gui.ui.fits import with_fit

        project = self._document.committed
        held = {a.id: a for a in project.analyses}
        dropped = 0
        for analysis, outcome in zip(asked, outcomes, strict=True):
            now = held.get(analysis.id)
            if now is None or _asked_differently(now, analysis):
                dropped += 1
                continue
            project = _with_question(project, now, outcome.analysis)
            project = with_fit(project, analysis.id, outcome, self._document.store)
        if project is not self._document.committed:
            self._document.push(text, project)
        return len(outcomes) - dropped, dropped

    def _say(self, taken: int, dropped: int, ids: list[Id]) -> None:
        said = f"Fitted {taken} spectra from neighbour to neighbour.{_kept(dropped)}"
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


def _with_question(project: Project, now: Analysis, fitted: Analysis) -> Project:
    """The project with the circuit and the region that an analysis was fitted with."""
    if (now.model, now.regions) == (fitted.model, fitted.regions):
        return project
    parameters = now.parameters if now.model == fitted.model else fitted.parameters
    changed = replace(now, model=fitted.model, parameters=parameters, regions=fitted.regions)
    return replace(project, analyses=tuple(changed if a is now else a for a in project.analyses))


def _kept(dropped: int) -> str:
    if not dropped:
        return ""
    return f" {dropped} {'was' if dropped == 1 else 'were'} changed meanwhile and kept: fit again."


def _neighbours(count: int) -> str:
    return "1 neighbour" if count == 1 else f"{count} neighbours"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
