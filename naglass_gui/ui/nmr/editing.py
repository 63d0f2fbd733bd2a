"""What a person does in the NMR tab, as named steps of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from naglass_gui.core.project import Analysis, Component, Id, Project, evolve
from naglass_gui.techniques import companions_of
from naglass_gui.techniques.nmr import (
    SHAPES,
    all_parameters,
    completed,
    own_values,
    with_line,
    with_parameters,
    with_sidebands,
)
from naglass_gui.techniques.nmr.components import retied
from naglass_gui.techniques.nmr.handles import as_kind, pulled
from naglass_gui.techniques.nmr.joint import Pair, for_spectrum, joint, name_in
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.nmr.referencing import moved, take_reference
from naglass_gui.techniques.nmr.roles import sidebands_of
from naglass_gui.techniques.nmr.spectrum import chain_name
from naglass_gui.ui.document import Document
from naglass_gui.ui.live_fit import LiveFit
from naglass_gui.ui.nmr.spectra import Spectrum, signal_of
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.panels.parameter_rows import linked_values
from naglass_gui.ui.plots.component_handles import Pull
from naglass_gui.ui.services import Services
from naglass_gui.ui.steps import Steps


class Editing(Steps):
    """Makes the steps. While something is dragged, the other parameters may be fitted along."""

    def __init__(self, document: Document, services: Services, live: LiveFit) -> None:
        super().__init__(document, services)
        self._live = live

    def parameter(self, analysis: Analysis, text: str, name: str, changes: dict[str, Any], live: bool) -> None:
        """Change one parameter; `live` while its value still moves."""
        if live:
            self._show(analysis, {name: changes["value"]})
        else:
            self._live.finish()
            super().parameter(analysis, text, name, changes, live)

    def give_up(self) -> None:
        """Go back to before the drag."""
        self._live.finish()
        super().give_up()

    def _show(self, analysis: Analysis, values: Mapping[str, float]) -> None:
        held = dict(values)
        self._live.show(analysis.id, lambda project: edits.set_values(project, analysis.id, held), held)

    def option(self, analysis: Analysis, text: str, name: str, value: Any) -> None:
        """Change an option; the baseline's parameters come and go with it."""

        def change(old: Analysis) -> Analysis:
            changed = old.with_option(name, value)
            return completed(changed, len(changed.sources)) if changed.components else changed

        self.step(text, evolve, ("analyses", analysis.id), change)

    def options(self, text: str, analyses: Sequence[Analysis], name: str, value: Any) -> None:
        """Change an option of several analyses, as one step."""

        def change(project: Project) -> Project:
            for analysis in analyses:
                project = edits.set_option(project, analysis.id, name, value)
            return project

        self.step(text, change)

    def processing(self, spectrum: Spectrum, text: str, chain: Sequence[Step]) -> None:
        """Another processing chain; one that makes no sense is refused with the sentence that says why."""
        analysis = spectrum.analysis
        if analysis is None:
            return
        # What takes long is judged by the child that does it.
        trial = with_processing(analysis, [step for step in chain if step[0] not in SLOW], spectrum.place)
        try:
            companions = companions_of(self._document.committed, trial)
            signal_of(spectrum.measurement, trial, self._document.store, companions)
        except InputError as fault:
            self._services.messages.show(fault.sentence, "warning")
            return
        name = chain_name(spectrum.place)
        value = with_processing(analysis, chain, spectrum.place).option(name)
        self.step(text, edits.set_option, analysis.id, name, value)

    def copy_processing(self, chain: Sequence[Step], targets: Sequence[Spectrum]) -> None:
        """The chain of one spectrum on others, as one step."""

        def change(project: Project) -> Project:
            for target in targets:
                if target.analysis is not None:
                    made = with_processing(project.analysis(target.analysis.id), chain, target.place)
                    project = evolve(project, ("analyses", made.id), lambda old, made=made: made)  # type: ignore[misc]
            return project

        others = "another spectrum" if len(targets) == 1 else f"{len(targets)} spectra"
        self.step(f"Process {others} alike", change)

    def reference(self, spectrum: Spectrum, line: Id, shift: float) -> None:
        """Let a line lie at a known shift in ppm; all lines and regions move along."""
        analysis = spectrum.analysis
        if analysis is None:
            return
        by = shift - own_values(_line(analysis, line))["position"]
        text = f"Reference {_line(analysis, line).name} to {shift:g} ppm".replace("-", "−")
        self.step(text, evolve, ("analyses", analysis.id), lambda old: moved(old, spectrum.measurement, by))

    def take_reference(self, source: Analysis, targets: Sequence[Analysis]) -> None:
        """Let other spectra have the 0 ppm of this one."""
        others = "another spectrum" if len(targets) == 1 else f"{len(targets)} spectra"
        self.step(f"Reference {others} like {source.name}", take_reference, source.id, [a.id for a in targets])

    # -- lines -----------------------------------------------------------------------------------------------------

    def pull(self, analysis: Analysis, line: Id, pull: Pull, place: int = 1) -> None:
        """Show a line pulled at its handle while the mouse moves it; in a joint analysis, on the spectrum at this place."""
        self._show(analysis, _values(analysis, line, pull, place))

    def settle(self, analysis: Analysis, line: Id, pull: Pull, place: int = 1) -> None:
        """Make one step of it, with what was fitted meanwhile."""
        values, fitted = _values(analysis, line, pull, place), self._live.fitted
        self._live.finish()
        if values:
            self.step(pull.words(_line(analysis, line).name), edits.set_values, analysis.id, fitted | values)
        else:
            self._document.drop_preview()

    def turn(self, analysis: Analysis, line: Id, pull: Pull, place: int = 1) -> None:
        """A pull in small bits, by wheel or arrow keys; those in a row are one step."""
        values = _values(analysis, line, pull, place)
        if values:
            text = pull.words(_line(analysis, line).name)
            project = edits.set_values(self._document.committed, analysis.id, values)
            self._document.push(text, project, merge=f"{text} {line}")

    def add_line(self, analysis: Analysis, kind: str, values: Mapping[str, float]) -> Id | None:
        """One more line; its id."""
        made = completed(with_line(analysis, kind, values), len(analysis.sources))
        added = made.components[-1]
        done = self.step(f"Add {added.name}", evolve, ("analyses", analysis.id), lambda old: made)
        return added.id if done else None

    def remove_line(self, analysis: Analysis, line: Id) -> None:
        """Take a line away, and its sidebands with it."""
        gone = (*(c.id for c in sidebands_of(analysis, _line(analysis, line))), line)
        self.step(f"Remove {_line(analysis, line).name}", _without, analysis.id, gone)

    def remove_sidebands(self, analysis: Analysis, line: Id) -> None:
        """Take the sidebands of a line away."""
        gone = [c.id for c in sidebands_of(analysis, _line(analysis, line))]
        self.step(f"Remove the sidebands of {_line(analysis, line).name}", _without, analysis.id, gone)

    def add_sidebands(
        self, analysis: Analysis, lines: Sequence[Id], count: int, mas_rate: float, larmor: float
    ) -> bool:
        """So many spinning sidebands at each side of lines: tied to them, with intensities of their own; whether it was done."""
        orders = [sign * k for k in range(1, count + 1) for sign in (1, -1)]
        heads = [_line(analysis, line) for line in lines]
        old = [c.id for head in heads for c in sidebands_of(analysis, head)]

        def change(project: Project) -> Project:
            bare = _without(project, analysis.id, old)
            made = bare.analysis(analysis.id)
            for line in lines:
                made = with_sidebands(made, line, orders, mas_rate, larmor)
            return evolve(bare, ("analyses", analysis.id), lambda _: completed(made, len(made.sources)))

        return self.step(f"Add sidebands to {', '.join(head.name for head in heads)}", change)

    def change_line(self, analysis: Analysis, text: str, line: Id, **changes: Any) -> None:
        """Another name or colour of a line, or hide it."""
        self.step(text, evolve, ("analyses", analysis.id, "components", line), lambda old: replace(old, **changes))

    def change_kind(
        self, analysis: Analysis, line: Id, kind: str, larmor: float | None = None, spin: float | None = None
    ) -> None:
        """Another kind of line, and of its sidebands. Links to parameters that it does not have any more go.

        Args:
            analysis: of the line.
            line: its id.
            kind: what it becomes.
            larmor: in MHz, and the spin: with them a line that becomes quadrupolar stays in its place.
            spin: of the nucleus.
        """
        head = _line(analysis, line)

        def change(old: Analysis) -> Analysis:
            made = replace(
                old,
                components=tuple(
                    as_kind(c, kind, larmor, spin) if c in (head, *sidebands_of(old, head)) else c
                    for c in old.components
                ),
            )
            made = completed(retied(made, head.id), len(old.sources))
            known = {p.name for p in all_parameters(made)}
            lost = {
                p.name: replace(p, link="") for p in all_parameters(made) if p.link and not parse(p.link).names <= known
            }
            return with_parameters(made, lost)

        self.step(f"Make {head.name} {SHAPES[kind].title}", evolve, ("analyses", analysis.id), change)

    def link(self, analysis: Analysis, text: str, links: Mapping[str, str]) -> None:
        """Tie parameters to others, by name; an empty link frees one, with the value it had."""

        def change(project: Project) -> Project:
            values = linked_values(all_parameters(project.analysis(analysis.id)))
            for name, link in links.items():
                kept = {} if link else {"value": values[name]}
                project = edits.set_parameter(project, analysis.id, name, link=link, **kept)
            return project

        self.step(text, change)

    def join(self, pairs: Sequence[Pair], shared: Sequence[str]) -> Analysis | None:
        """Fit these spectra together from now on; the new analysis."""
        try:
            made = joint(pairs, shared)
        except InputError as fault:
            self._services.messages.show(fault.sentence, "warning")
            return None
        return made if self.step(f"Fit {len(pairs)} spectra together", edits.add_analysis, made) else None


def _without(project: Project, analysis: Id, lines: Sequence[Id]) -> Project:
    for line in lines:
        project = edits.remove_component(project, analysis, line)
    return project


def with_processing(analysis: Analysis, chain: Sequence[Step], place: int = 1) -> Analysis:
    """The analysis with another chain, of the spectrum at this place."""
    name, value = chain_name(place), tuple(tuple(step) for step in chain)
    return analysis.with_option(name, value)


def _line(analysis: Analysis, line: Id) -> Component:
    return next(c for c in analysis.components if c.id == line)


def _values(analysis: Analysis, line: Id, pull: Pull, place: int) -> dict[str, float]:
    alone = for_spectrum(analysis, place) if len(analysis.sources) > 1 else analysis
    component = next((c for c in alone.components if c.id == line), None)
    if component is None:
        return {}
    values = pulled(component, shift=pull.shift, height=pull.height, width=pull.width, mixing=pull.mixing)
    return {name_in(analysis, name, place): value for name, value in values.items()}
