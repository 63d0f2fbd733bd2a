"""What a person does in the T1 tab, as named steps of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Component, Id, Project, evolve
from naglass_gui.techniques.nmr import with_line
from naglass_gui.techniques.nmr.handles import pulled
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.parameters import pruned
from naglass_gui.techniques.relaxation.technique import suggested_model
from naglass_gui.ui.nmr.editing import with_processing
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.plots.component_handles import Pull
from naglass_gui.ui.relaxation.series import Series, slices_of
from naglass_gui.ui.steps import Steps


class Editing(Steps):
    """Makes the steps."""

    def model(self, analysis: Analysis, name: str) -> bool:
        """Another model of the curves; what was set on the parameters of the old one goes."""
        return self._change(f"Choose “{FORMS[name].title}”", analysis, lambda a: RELAXATION.with_model(a, name))

    def delays(self, series: Series, delays: Sequence[float]) -> bool:
        """Other delays; without a fit the model follows from what the series then looks like."""
        analysis = series.analysis
        if analysis is None:
            return False
        trial = analysis.with_option("delays", tuple(float(d) for d in delays))
        try:
            slices = slices_of(series.measurement, trial, self._document.store)
        except InputError as fault:
            self._services.messages.show(fault.sentence, "warning")
            return False
        if not trial.fits:
            trial = replace(trial, model=suggested_model(slices))
        return self._change("Set the delays", analysis, lambda _: trial)

    def processing(self, series: Series, text: str, chain: Sequence[Step]) -> bool:
        """Another processing chain; one that makes no sense is refused with the sentence that says why."""
        if series.analysis is None:
            return False
        # What takes long is judged by the child that does it.
        trial = with_processing(series.analysis, [step for step in chain if step[0] not in SLOW])
        try:
            slices_of(series.measurement, trial, self._document.store)
        except InputError as fault:
            # Missing delays are no fault of the chain.
            if fault.field != "Delays":
                self._services.messages.show(fault.sentence, "warning")
                return False
        value = with_processing(series.analysis, chain).option("processing")
        return self.step(text, edits.set_option, series.analysis.id, "processing", value)

    def option(self, analysis: Analysis, text: str, name: str, value: Any) -> None:
        """Change an option; another way to the curves has others."""
        made = analysis.with_option(name, value)
        self._change(text, analysis, lambda _: replace(made, parameters=()) if name == "way" else made)

    def remove_region(self, analysis: Analysis, region: Id) -> None:
        """Take a window away; the curves are numbered anew."""

        def change(project: Project) -> Project:
            return evolve(edits.remove_region(project, analysis.id, region), ("analyses", analysis.id), pruned)

        self.step("Remove the window", change)

    def clear_regions(self, analysis: Analysis, text: str) -> None:
        """Take all windows away."""
        self._change(text, analysis, lambda a: pruned(replace(a, regions=())))

    def suggested_window(self, analysis: Analysis, low: float, high: float, live: bool) -> None:
        """Make a window of the one that is taken where nobody drew any."""
        if not live:
            self.step("Set the window", edits.add_region, analysis.id, low, high)

    # -- lines -----------------------------------------------------------------------------------------------------

    def pull(self, analysis: Analysis, line: Id, pull: Pull, live: bool) -> None:
        """Pull a line at its handle; its height is not its own, but that of each slice."""
        values = _pulled(analysis, line, pull)
        if values:
            self.follow(live, pull.words(_line(analysis, line).name), edits.set_values, analysis.id, values)
        elif not live:
            self._document.drop_preview()

    def turn(self, analysis: Analysis, line: Id, pull: Pull) -> None:
        """A pull in small bits, by wheel or arrow keys; those in a row are one step."""
        values = _pulled(analysis, line, pull)
        if values:
            text = pull.words(_line(analysis, line).name)
            project = edits.set_values(self._document.committed, analysis.id, values)
            self._document.push(text, project, merge=f"{text} {line}")

    def add_line(self, analysis: Analysis, kind: str, values: Mapping[str, float]) -> Id | None:
        """One more line, and curves from lines from now on; its id."""
        made = with_line(analysis, kind, values).with_option("way", "lines")
        added = made.components[-1]
        return added.id if self._change(f"Add {added.name}", analysis, lambda _: made) else None

    def remove_line(self, analysis: Analysis, line: Id) -> None:
        """Take a line away; the curves are numbered anew."""

        def change(project: Project) -> Project:
            return edits.set_parameters(edits.remove_component(project, analysis.id, line), analysis.id, ())

        self.step(f"Remove {_line(analysis, line).name}", change)

    def change_line(self, analysis: Analysis, text: str, line: Id, **changes: Any) -> None:
        """Another name or colour of a line, or hide it."""
        self.step(text, evolve, ("analyses", analysis.id, "components", line), lambda old: replace(old, **changes))

    def _change(self, text: str, analysis: Analysis, change: Any) -> bool:
        return self.step(text, evolve, ("analyses", analysis.id), change)


def _line(analysis: Analysis, line: Id) -> Component:
    return next(c for c in analysis.components if c.id == line)


def _pulled(analysis: Analysis, line: Id, pull: Pull) -> dict[str, float]:
    found = pulled(_line(analysis, line), shift=pull.shift, height=1.0, width=pull.width, mixing=pull.mixing)
    return {name: value for name, value in found.items() if not name.startswith("area")}
