"""The menu of the project tree: conditions, pellets, notes, removal, copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from naglass_gui.core import edits
from naglass_gui.core.conditions import condition_words
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Specimen, new_id
from naglass_gui.ui.actions import Actions
from naglass_gui.ui.dialogs.conditions import ConditionDialog
from naglass_gui.ui.dialogs.notes import NotesDialog
from naglass_gui.ui.dialogs.specimen import SpecimenDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.icons import icon
from naglass_gui.ui.project_tree import ProjectTree
from naglass_gui.ui.services import Services
from naglass_gui.ui.temperature_series import FEWEST, TemperatureSeries


class TreeMenu(QObject):
    """Offers what can be done with the selected rows, and does it as one named step."""

    def __init__(self, tree: ProjectTree, document: Document, services: Services, actions: Actions) -> None:
        super().__init__(tree)
        self._tree = tree
        self._document = document
        self._services = services
        self._actions = actions
        tree.menu_asked.connect(self._pop_up)

    def build(self) -> QMenu:
        """The menu for what is selected now."""
        menu = QMenu(self._tree)
        menu.setToolTipsVisible(True)
        ids = self._tree.selected_ids()
        if not ids:
            menu.addAction(self._actions["file.import"])
            menu.addAction(self._actions["edit.paste"])
            menu.addSeparator()
            id = self._document.project.id
            menu.addAction(icon("notes"), "Notes on the project…", lambda: self.edit_notes(id))
            return menu
        measurements = self._measurements()
        if len(ids) == 1:
            menu.addAction(self._actions["edit.rename"])
        if measurements:
            if self._analysis() is not None:
                menu.addAction(self._actions["analysis.duplicate"])
                menu.addAction(self._actions["analysis.save_template"])
            menu.addAction(self._actions["analysis.apply_template"])
            menu.addAction(icon("temperature"), "Temperature and conditions…", self.edit_conditions)
            self._add_series(menu)
            self._add_pellets(menu, measurements)
        if len(ids) == 1 and self._tree.model.kind_of(ids[0]) == "specimen":
            menu.addAction(icon("pellet"), "Sizes of the pellet…", lambda: self.edit_specimen(ids[0]))
        if len(ids) == 1:
            menu.addAction(icon("notes"), "Notes…", lambda: self.edit_notes(ids[0]))
        menu.addSeparator()
        if measurements:
            menu.addAction(self._actions["edit.copy"])
        menu.addAction(self._actions["edit.delete"])
        return menu

    # -- what the entries do ---------------------------------------------------------------------------------------

    def edit_conditions(self) -> None:
        """Ask for temperature and other conditions of the selected measurements."""
        measurements = self._measurements()
        dialog = ConditionDialog(measurements, self._services.parent)
        if measurements and self._services.ask.run(dialog):
            changes = dialog.changes()

            def change(project: Project) -> Project:
                for name, quantity in changes.items():
                    project = edits.set_condition(project, [m.id for m in measurements], name, quantity)
                return project

            names = " and ".join(condition_words(name) for name in changes)
            if changes:
                self._document.apply(f"Set {names} of {_named(measurements)}", change)

    def edit_specimen(self, id: Id) -> None:
        """Ask for the sizes of a pellet."""
        specimen = self._document.project.specimen(id)
        dialog = SpecimenDialog(specimen, self._services.parent)
        if self._services.ask.run(dialog):
            self._document.apply(f"Change {specimen.name}", lambda p: edits.set_specimen(p, id, **dialog.sizes()))

    def edit_notes(self, id: Id) -> None:
        """Ask for the notes on anything."""
        kind, name, notes = self._notes_of(id)
        dialog = NotesDialog(name, notes, self._services.parent)
        if self._services.ask.run(dialog):
            what = name if name == kind else f"{kind} {name}"
            self._document.apply(f"Change the notes on the {what}", edits.set_notes, id, dialog.text())

    def duplicate_analysis(self) -> None:
        """A second analysis of the same data with the model and values of the first, to try another circuit beside it."""
        analysis = self._analysis()
        if analysis is None:
            self._services.messages.show("Select one measurement that has an analysis.", "warning")
            return
        taken = {a.name for a in self._document.project.analyses}
        name = next(n for k in count(2) if (n := f"{analysis.name} ({k})") not in taken)
        copy = replace(analysis, id=new_id(), name=name, fits=(), current=None)
        self._document.apply(f"Duplicate {analysis.name}", edits.add_analysis, copy)
        self._services.select([copy.id])

    def _analysis(self) -> Analysis | None:
        """The one analysis that is selected, itself or by its measurement."""
        ids = self._tree.shown_ids()
        if len(ids) != 1:
            return None
        project = self._document.project
        if self._tree.model.kind_of(ids[0]) == "analysis":
            return project.analysis(ids[0])
        return next(iter(project.analyses_of(ids[0])), None)

    def remove(self) -> None:
        """Remove what is selected; undo brings it back."""
        ids = self._tree.selected_ids()
        if ids:
            name = self._notes_of(ids[0])[1] if len(ids) == 1 else f"{len(ids)} items"
            self._document.apply(f"Remove {name}", edits.remove, ids)

    def copy(self) -> None:
        """Copy the selected measurements as columns with their units, at full precision."""
        measurements = self._measurements()
        if measurements:
            text = as_columns(measurements, self._document, self._services.settings.decimal_sign)
            QGuiApplication.clipboard().setText(text)
            self._services.messages.show(f"Copied {_named(measurements)} as columns.")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _pop_up(self, position: QPoint) -> None:
        menu = self.build()
        menu.popup(self._tree.view.viewport().mapToGlobal(position))
        menu.aboutToHide.connect(menu.deleteLater)

    def _measurements(self) -> list[Measurement]:
        wanted = set(self._tree.shown_ids())
        return [m for m in self._document.project.measurements() if m.id in wanted]

    def _add_series(self, menu: QMenu) -> None:
        """What can be made of several impedance spectra."""
        project = self._document.project
        spectra = [m for m in self._measurements() if m.technique == "eis"]
        analyses = [a for m in spectra if (a := next(iter(project.analyses_of(m.id)), None)) is not None]
        if len(analyses) >= FEWEST:
            series = TemperatureSeries(self._document, self._services)
            menu.addAction(icon("fit-all"), "Fit as a temperature series", lambda: series.fit(analyses))
            line = menu.addAction(icon("analysis"), "Make an Arrhenius plot")
            line.triggered.connect(lambda: series.draw_line([a.id for a in analyses]))

    def _add_pellets(self, menu: QMenu, measurements: Sequence[Measurement]) -> None:
        project = self._document.project
        sample = project.sample_of(measurements[0].id)
        if any(project.sample_of(m.id).id != sample.id for m in measurements):
            return
        submenu = QMenu("Measured on", menu)
        submenu.setIcon(icon("pellet"))
        menu.addMenu(submenu)
        for specimen in sample.specimens:
            action = submenu.addAction(specimen.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(all(m.specimen == specimen.id for m in measurements))
            action.triggered.connect(lambda _checked=False, s=specimen: self._assign(measurements, s.id, s.name))
        submenu.addSeparator()
        made = Specimen(new_id(), f"Pellet {len(sample.specimens) + 1}")
        submenu.addAction(icon("plus"), "A new pellet", lambda: self._assign(measurements, made, made.name))

    def _assign(self, measurements: Sequence[Measurement], specimen: Id | Specimen, name: str) -> None:
        ids = [m.id for m in measurements]
        self._document.apply(f"{_named(measurements)} measured on {name}", edits.assign_specimen, ids, specimen)

    def _notes_of(self, id: Id) -> tuple[str, str, str]:
        project = self._document.project
        if id == project.id:
            return "project", project.name or "project", project.notes
        kind = self._tree.model.kind_of(id) or ""
        find: dict[str, Callable[[Id], Any]] = {
            "sample": project.sample,
            "specimen": project.specimen,
            "measurement": project.measurement,
            "analysis": project.analysis,
        }
        found = find[kind](id)
        return ("pellet" if kind == "specimen" else kind), found.name, found.notes


def _named(measurements: Sequence[Measurement]) -> str:
    return measurements[0].name if len(measurements) == 1 else f"{len(measurements)} measurements"


def as_columns(measurements: Sequence[Measurement], document: Document, decimal_sign: str = ".") -> str:
    """Measurements side by side as tab-separated text with a header, at full precision; shorter ones end in empty cells."""
    heads: list[str] = []
    columns: list[list[str]] = []
    for measurement in measurements:
        for channel in measurement.channels:
            unit = f" / {channel.unit}" if channel.unit else ""
            owner = f"{measurement.name}: " if len(measurements) > 1 else ""
            heads.append(f"{owner}{channel.name}{unit}".replace("\t", " ").replace("\n", " "))
            values = np.asarray(document.store.get(channel.array)).ravel()
            columns.append([repr(float(v)).replace(".", decimal_sign) for v in values])
    length = max((len(c) for c in columns), default=0)
    rows = ["\t".join(c[i] if i < len(c) else "" for c in columns) for i in range(length)]
    return "\n".join(["\t".join(heads), *rows])
