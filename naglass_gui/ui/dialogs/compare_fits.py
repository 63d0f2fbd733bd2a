"""The fits of an analysis beside each other: every parameter, quantity and figure, one column a fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.core.project import Analysis, Fit, Id
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.fonts import interface_font, tabular
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

FIGURES = (("AICc", "aicc"), ("BIC", "bic"), ("reduced χ²", "reduced_chi_square"), ("points", ""))
NARROWEST, WIDEST, TALLEST = 460, 1100, 720


class CompareFitsDialog(QDialog):
    """Shows all fits of an analysis, the newest at the left; `chosen` is the one to be shown again, None without.

    Args:
        analysis: with at least one fit.
        services: for copying.
        parent: of the window.
    """

    def __init__(self, analysis: Analysis, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Fits of {analysis.name}")
        self.setProperty("help_page", "fitting")
        self.chosen: Id | None = None
        self._fits = tuple(reversed(analysis.fits))
        self._current = analysis.current
        self.rows = rows_of(self._fits)
        self.view = QTableWidget(len(self.rows), 1 + len(self._fits))
        self.view.setAccessibleName("Fits")
        self.view.setTabKeyNavigation(False)
        self.view.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.view.verticalHeader().hide()
        self.view.setShowGrid(False)
        self.view.setHorizontalHeaderLabels(["", *(_title(f, f.id == self._current) for f in self._fits)])
        self._fill()
        self.view.resizeColumnsToContents()
        self.view.currentCellChanged.connect(lambda *_: self._follow())
        self.copying = Copying(self.view, self.table, services)
        self.restore = QPushButton("Show this fit again")
        self.restore.clicked.connect(self._choose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(label(sentence(self._fits, self._current), "body", wrap=True))
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        header = self.view.horizontalHeader()
        width = sum(header.sectionSize(k) for k in range(header.count())) + 60
        self.resize(min(max(width, NARROWEST), WIDEST), min(30 * len(self.rows) + 170, TALLEST))
        self._follow()

    def table(self) -> Table:
        """What is shown, at full precision, for copying."""
        heads = (Head(""), *(Head(_title(f, False), number=True) for f in self._fits))
        return Table(heads, tuple((name, *cells) for name, cells in self.rows))

    def _fill(self) -> None:
        font = tabular(interface_font())
        for row, (name, cells) in enumerate(self.rows):
            self.view.setItem(row, 0, QTableWidgetItem(name))
            for column, cell in enumerate(cells, 1):
                shown = "–" if cell.value is None else format_value(cell.value, cell.stderr, significant=6)
                item = QTableWidgetItem(
                    f"{shown} {unit_symbol(cell.unit)}".rstrip() if cell.value is not None else shown
                )
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                font.setBold(self._fits[column - 1].id == self._current)
                item.setFont(font)
                self.view.setItem(row, column, item)

    def _selected(self) -> Fit | None:
        column = self.view.currentColumn() - 1
        return self._fits[column] if 0 <= column < len(self._fits) else None

    def _follow(self) -> None:
        fit = self._selected()
        self.restore.setEnabled(fit is not None and fit.id != self._current)

    def _choose(self) -> None:
        fit = self._selected()
        if fit is not None:
            self.chosen = fit.id
            self.accept()


def rows_of(fits: Sequence[Fit]) -> list[tuple[str, tuple[Cell, ...]]]:
    """Name and one cell a fit of all figures, parameters and quantities that any of them has."""
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for title, name in FIGURES:
        rows.append((title, tuple(Cell(f.statistic(name) if name else float(f.n_points)) for f in fits)))
    for kind in ("parameters", "derived"):
        held = [{p.name: p for p in getattr(f, kind)} for f in fits]
        for name in dict.fromkeys(name for known in held for name in known):
            cells = []
            for known in held:
                found = known.get(name)
                cells.append(Cell(None) if found is None else Cell(found.value, found.stderr, found.unit))
            rows.append((name, tuple(cells)))
    return rows


def sentence(fits: Sequence[Fit], current: Id | None) -> str:
    """How many fits there are, and which of them AICc may compare."""
    shown = next((f for f in fits if f.id == current), None)
    count = len(fits)
    said = "One fit." if count == 1 else f"{count} fits, the newest at the left."
    if shown is None or count == 1:
        return said
    alike = [f for f in fits if f.data_fingerprint == shown.data_fingerprint]
    if len(alike) < count:
        said += f" AICc and BIC compare {len(alike)} of them: the others are of other points, weights or processing."
    best = min(alike, key=lambda f: f.aicc)
    if best is not shown:
        said += f" {best.model or 'Another'} of {_moment(best)} has the lowest AICc."
    return said


def _title(fit: Fit, current: bool) -> str:
    return f"{fit.model or 'fit'}\n{_moment(fit)}{' · shown' if current else ''}"


def _moment(fit: Fit) -> str:
    try:
        return datetime.fromisoformat(fit.created).astimezone().strftime("%H:%M:%S")
    except ValueError:
        return fit.created
