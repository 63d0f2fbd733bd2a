"""The results of several spectra in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from naglass_gui.core.project import Id, Project
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.results_table import ResultsTable
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING


class ResultsDialog(QDialog):
    """Shows a results table; `chosen` is the analysis a person wants to see, or None."""

    def __init__(
        self, project: Project, analyses: Sequence[Id], services: Services, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chosen: Id | None = None
        self.setWindowTitle("Results")
        self.table = ResultsTable(services)
        self.table.show_analyses(project, analyses)
        self.table.open_requested.connect(self._open)
        card = Card("Results")
        card.add(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(card, 1)
        layout.addWidget(buttons)
        self.resize(1040, 480)

    def _open(self, analysis: Id) -> None:
        self.chosen = analysis
        self.accept()
