"""What of cables and contacts is taken off the data: one line with a menu, and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from naglass_gui.core.project import Id, Measurement, Project, Specimen
from naglass_gui.techniques.eis.leads import Leads
from naglass_gui.ui.eis.spectra import TECHNIQUE, Spectrum
from naglass_gui.ui.panels.fields import as_typed
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.theme import SPACING

MOST_LISTED = 40


class LeadsPanel(QWidget):
    """Shows what is subtracted from the data of a spectrum.

    `chosen(kind, short, everywhere)`: subtract "none", the typed leads of the "cell", or a "short" circuit (the id of a
    measurement), from this spectrum or from all that are shown.
    """

    chosen = Signal(str, str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "leads")
        self._spectrum: Spectrum | None = None
        self._project: Project | None = None
        self._several = False
        self.button = quiet_button(
            "", "Take cables and contacts off the data before anything is fitted; the raw data stay"
        )
        self.button.clicked.connect(self._open)
        self.state = label("", "muted", wrap=True)
        self.notes = label("", "warning", wrap=True, selectable=True)
        row = QHBoxLayout()
        row.setSpacing(SPACING[1])
        row.addWidget(self.state, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        layout.addLayout(row)
        layout.addWidget(self.notes)
        self.button.setText("Subtract leads")
        self.notes.hide()

    def show_spectrum(self, project: Project, spectrum: Spectrum | None, several: bool) -> None:
        """Show a spectrum's leads; cheap when nothing has changed. `several`: whether others are shown beside it."""
        self._project, self._several = project, several
        if spectrum is self._spectrum:
            return
        self._spectrum = spectrum
        self.button.setEnabled(spectrum is not None and spectrum.analysis is not None)
        self.state.setText(_state(project, spectrum))
        notes = " ".join(spectrum.lead_notes) if spectrum is not None else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))

    def menu(self) -> QMenu:
        """What can be subtracted."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._spectrum is None or self._project is None:
            return menu
        self._fill(menu, everywhere=False)
        if self._several:
            menu.addSeparator()
            self._fill(menu.addMenu("All spectra shown"), everywhere=True)
        return menu

    def _fill(self, menu: QMenu, everywhere: bool) -> None:
        assert self._spectrum is not None and self._project is not None
        leads = Leads.of(self._spectrum.analysis)
        typed = _typed(self._spectrum.specimen)
        entries = [("none", "", "Leave the data as measured", True)]
        entries.append(
            ("cell", "", f"Subtract the typed leads{f' ({typed})' if typed else ''}", bool(typed) or everywhere)
        )
        for kind, short, text, possible in entries:
            self._entry(menu, kind, short, text, possible, leads, everywhere)
        shorts = _possible_shorts(self._project, self._spectrum)
        chosen = menu.addMenu("Subtract a short circuit")
        chosen.setEnabled(bool(shorts))
        for measurement in shorts[:MOST_LISTED]:
            self._entry(chosen, "short", measurement.id, measurement.name, True, leads, everywhere)

    def _entry(
        self, menu: QMenu, kind: str, short: Id, text: str, possible: bool, leads: Leads, everywhere: bool
    ) -> None:
        action = menu.addAction(text)
        action.setEnabled(possible)
        if not everywhere:
            action.setCheckable(True)
            action.setChecked(leads.kind == kind and leads.short == short)
        action.triggered.connect(partial(self._choose, kind, short, everywhere))

    def _choose(self, kind: str, short: Id, everywhere: bool, _checked: bool = False) -> None:
        self.chosen.emit(kind, short, everywhere)

    def _open(self) -> None:
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))


def _typed(specimen: Specimen | None) -> str:
    if specimen is None:
        return ""
    return ", ".join(as_typed(q) for q in (specimen.lead_resistance, specimen.lead_inductance) if q is not None)


def _state(project: Project, spectrum: Spectrum | None) -> str:
    leads = Leads.of(spectrum.analysis) if spectrum is not None else Leads()
    if leads.kind == "cell":
        return f"Data without the leads: {_typed(spectrum.specimen) if spectrum else ''}"
    if leads.kind == "short":
        name = next((m.name for m in project.measurements() if m.id == leads.short), "a short circuit that is gone")
        return f"Data without the short circuit “{name}”"
    return "Data as measured"


def _possible_shorts(project: Project, spectrum: Spectrum) -> Sequence[Measurement]:
    """Other impedance spectra; those that are called a short, a blank or a cable first."""
    others = [m for m in project.measurements() if m.technique == TECHNIQUE and m.id != spectrum.id]
    return sorted(others, key=lambda m: not any(word in m.name.lower() for word in ("short", "blank", "cable", "lead")))
