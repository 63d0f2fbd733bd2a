"""What the panels of the right column ask for, connected to the steps that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Id, Measurement, Specimen, new_id
from naglass_gui.techniques.eis.editing import remove_element
from naglass_gui.techniques.eis.fit import STARTS

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.eis import EisTab

MORE_STARTS = 4


class RemedyWords(Mapping[str, str]):
    """The words on the button of a remedy: "remove R0" and the like come with any parameter's name."""

    _WORDS = {
        "remove": "Remove {}",
        "widen": "Take the bounds of {} away",
        "fix": "Fix {}",
        "starts": "Search longer",
        "circuit": "Choose another circuit",
    }

    def __getitem__(self, remedy: str) -> str:
        verb, _, name = remedy.partition(" ")
        return self._WORDS[verb].format(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._WORDS)

    def __len__(self) -> int:
        return len(self._WORDS)


class Intentions(QObject):
    """Carries the panels' wishes to the document."""

    def __init__(self, tab: EisTab) -> None:
        super().__init__(tab)
        self._tab = tab
        column, editing = tab.column, tab.editing
        column.circuit.circuit_edited.connect(
            lambda text, carried: self._on(lambda a: editing.circuit(a, text, carried))
        )
        column.circuit.element_selected.connect(lambda names: column.parameters.highlight(names[0] if names else ""))
        column.parameters.selected.connect(column.circuit.highlight)
        column.parameters.edited.connect(
            lambda text, name, changes, live: self._on(lambda a: editing.parameter(a, text, name, changes, live))
        )
        column.options.edited.connect(
            lambda text, name, value: self._on(lambda a: editing.step(text, edits.set_option, a.id, name, value))
        )
        column.pellet.edited.connect(
            lambda text, sizes, live: self._measured(lambda m: editing.sizes(m, text, sizes, live))
        )
        column.pellet.new_pellet_requested.connect(lambda: self._measured(self._new_pellet))
        column.pellet.pellet_chosen.connect(lambda id: self._measured(lambda m: self._use_pellet(m, id)))
        column.conditions.edited.connect(
            lambda text, quantity, live: self._measured(lambda m: editing.temperature(m, text, quantity, live))
        )
        column.conductivity.geometry_wanted.connect(column.pellet.focus_field)
        column.fits.restore_requested.connect(
            lambda id: self._on(lambda a: editing.step("Show an earlier fit", edits.restore_fit, a.id, id))
        )
        column.fits.removal_requested.connect(
            lambda id: self._on(lambda a: editing.step("Remove a fit", edits.remove_fit, a.id, id))
        )
        column.warnings.remedy_requested.connect(lambda remedy: self._on(lambda a: self._remedy(a, remedy)))

    def _on(self, deed: Callable[[Analysis], object]) -> None:
        if self._tab.analysis is not None:
            deed(self._tab.analysis)

    def _measured(self, deed: Callable[[Measurement], object]) -> None:
        if self._tab.current is not None:
            deed(self._tab.current.measurement)

    def _new_pellet(self, measurement: Measurement) -> None:
        sample = self._tab.document.committed.sample_of(measurement.id)
        made = Specimen(new_id(), edits.free_name("Pellet", sample.specimens))
        self._tab.editing.step("Make a new pellet", edits.assign_specimen, (measurement.id,), made)

    def _use_pellet(self, measurement: Measurement, pellet: Id) -> None:
        self._tab.editing.step("Choose another pellet", edits.assign_specimen, (measurement.id,), pellet)

    def _remedy(self, analysis: Analysis, remedy: str) -> None:
        """Do what a warning offers, and fit again where that is the point of it."""
        verb, _, name = remedy.partition(" ")
        editing, circuit = self._tab.editing, self._tab.current.circuit if self._tab.current else None
        done = False
        if verb == "remove" and circuit is not None:
            path = next(p.path for p in circuit.parameters if p.name == name)
            done = editing.step(f"Remove {name}", remove_element, analysis.id, path)
        elif verb == "widen":
            done = editing.step(
                f"Take the bounds of {name} away", edits.set_parameter, analysis.id, name, minimum=None, maximum=None
            )
        elif verb == "fix":
            done = editing.step(f"Fix {name}", edits.set_parameter, analysis.id, name, vary=False)
        elif verb == "starts":
            starts = MORE_STARTS * analysis.option("starts", STARTS)
            done = editing.step("Search longer", edits.set_option, analysis.id, "starts", min(starts, 1000))
        elif verb == "circuit":
            self._tab.column.circuit.common_button.click()
        if done:
            self._tab.fit()


def connect_column(tab: EisTab) -> Intentions:
    """Connect the right column of a tab."""
    return Intentions(tab)
