"""Every fit made so far: model, AICc, when; which one is shown, and which one is better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.core.project import Analysis, Fit, Id
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.ui.fonts import tabular
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.statistics_line import statistics_words, whole_number
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import notifier, tokens

BETTER = 2.0  # AICc difference from which the other model is clearly better supported (Burnham & Anderson 2002)
ROW_HEIGHT = 24
MOST_ROWS = 6
COLUMNS = ("model", "AICc", "time", "")
NOW, TRY = "now", "better: try"
OF_A_WHOLE = "One fit of "  # begins the note of a fit that is part of one of all temperatures


def better_fit(fits: Sequence[Fit], current: Fit | None) -> Fit | None:
    """The fit of the same data with the same weights that is better than the current one by AICc; None without one.

    A fit with a disqualifying warning is never better; any other is better than one that has one.
    """
    if current is None or not current.data_fingerprint:
        return None
    rivals = [f for f in fits if f.data_fingerprint == current.data_fingerprint and not _rejected(f)]
    best = min(rivals, key=lambda f: f.aicc, default=None)
    if best is None or best.id == current.id:
        return None
    return best if _rejected(current) or best.aicc < current.aicc - BETTER else None


class FitHistory(QWidget):
    """Shows an analysis' fits, newest first.

    Args:
        services: for copying.
        title: what a person calls a model; its text itself without.

    `restore_requested(id)` by double click, Enter or a click on "better: try"; `removal_requested(id)` by Delete or the menu.
    """

    restore_requested = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, services: Services, title: Callable[[str], str] = str) -> None:
        super().__init__()
        self._title = title
        self.setProperty("help_page", "fitting")
        self._fits: tuple[Fit, ...] = ()
        self._current: Id | None = None
        self.view = _FitList(self)
        self.view.cellActivated.connect(lambda row, _: self._restore(row))
        self.view.cellClicked.connect(self._click)
        self.view.removal_key.connect(self._remove)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.copying = Copying(self.view, self.table, services)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.none = label("No fit yet: press F5.")
        layout.addWidget(self.none)
        layout.addWidget(self.view)
        self._fill()
        notifier.changed.connect(self._fill)

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show its fits; nothing is done when they are the same."""
        fits = tuple(reversed(analysis.fits)) if analysis else ()
        current = analysis.current if analysis else None
        same = len(fits) == len(self._fits) and all(a is b for a, b in zip(fits, self._fits, strict=True))
        if same and current == self._current:
            return
        self._fits, self._current = fits, current
        self._fill()

    def table(self) -> Table:
        """The history for copying."""
        heads = (
            Head("model"),
            Head("AICc", number=True),
            Head("chi-square", number=True),
            Head("points"),
            Head("time"),
        )
        return Table(
            heads,
            tuple((f.model, Cell(f.aicc), Cell(f.chi_square), str(f.n_points), f.created) for f in self._fits),
        )

    def _fill(self) -> None:
        current = next((f for f in self._fits if f.id == self._current), None)
        better = better_fit(self._fits, current)
        self.view.setRowCount(len(self._fits))
        for row, fit in enumerate(self._fits):
            word = NOW if fit is current else TRY if fit is better else ""
            comparable = current is None or fit.data_fingerprint == current.data_fingerprint
            self._fill_row(row, fit, word, comparable)
        self.none.setHidden(bool(self._fits))
        self.view.setVisible(bool(self._fits))
        self.view.updateGeometry()
        self.view.viewport().update()

    def _fill_row(self, row: int, fit: Fit, word: str, comparable: bool) -> None:
        colours = tokens()
        title = self._title(fit.model)
        tooltip = f"{title}\n{statistics_words(fit)}\n{fit.n_points} points"
        moment = _moment(fit.created)
        tooltip += f", {moment:%d %b %Y %H:%M}" if moment else ""
        if fit.note:
            tooltip += f"\n{fit.note}"
        elif not comparable:
            tooltip += "\nOther points or weights than now: its AICc cannot be compared."
        if _rejected(fit):
            tooltip += "\nNot to be used: " + next(w.text for w in fit.warnings if w.rank == "reject")
        model = f"{title}, one law" if fit.note.startswith(OF_A_WHOLE) else title
        texts = (model, whole_number(fit.aicc), _when(fit.created), word)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(tooltip)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            faint = (column == 1 and not comparable) or column == 2 or (column == 0 and _rejected(fit))
            item.setForeground(QColor(colours.muted if faint else colours.accent if word == TRY else colours.text))
            self.view.setItem(row, column, item)

    # -- requests --------------------------------------------------------------------------------------------------

    def _restore(self, row: int) -> None:
        if self._fits[row].id != self._current:
            self.restore_requested.emit(self._fits[row].id)

    def _remove(self, row: int) -> None:
        self.removal_requested.emit(self._fits[row].id)

    def _click(self, row: int, column: int) -> None:
        item = self.view.item(row, column)
        if column == len(COLUMNS) - 1 and item is not None and item.text() == TRY:
            self._restore(row)

    def _open_menu(self, position: QPoint) -> None:
        row = self.view.rowAt(position.y())
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row >= 0:
            restore = menu.addAction("Show this fit")
            restore.setEnabled(self._fits[row].id != self._current)
            restore.triggered.connect(lambda: self._restore(row))
            menu.addAction("Remove this fit").triggered.connect(lambda: self._remove(row))
            menu.addSeparator()
        menu.addActions(list(self.copying.actions()))
        menu.popup(self.view.viewport().mapToGlobal(position))


class _FitList(QTableWidget):
    """The rows; scrolls inside only past `MOST_ROWS`."""

    removal_key = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setAccessibleName("Fits")
        self.setHorizontalHeaderLabels(list(COLUMNS))
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setMinimumSectionSize(10)
        for column in range(1, len(COLUMNS)):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As tall as its rows, up to a few."""
        return QSize(280, ROW_HEIGHT * min(max(self.rowCount(), 1), MOST_ROWS) + 2)

    def minimumSizeHint(self) -> QSize:
        """The same height."""
        return QSize(160, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; Enter shows."""
        row = self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_key.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cellActivated.emit(row, 0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll only where there is more than fits; otherwise the surrounding column does."""
        if self.rowCount() > MOST_ROWS and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _rejected(fit: Fit) -> bool:
    return any(w.rank == "reject" for w in fit.warnings)


def _moment(created: str) -> datetime | None:
    try:
        return datetime.fromisoformat(created).astimezone()
    except ValueError:
        return None


def _when(created: str) -> str:
    """The time of today, else the day, with the year where it is another."""
    moment, now = _moment(created), datetime.now().astimezone()
    if moment is None:
        return ""
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%d %b}" if moment.year == now.year else f"{moment:%d %b %Y}"
