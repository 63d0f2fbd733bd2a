"""How far each parameter may lie from its best value: intervals beyond the linear error, computed by a child."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.core import edits
from naglass_gui.core.errors import Cancelled, NaGlassError
from naglass_gui.core.project import Analysis, Fit, Id, Interval, Uncertainty
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.jobs import tasks
from naglass_gui.techniques import stale
from naglass_gui.techniques.intervals import LEAST, LEVELS, METHODS, MOST, REFITS, STEPS
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.quantities import parameter_titles
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of
from naglass_gui.ui.fonts import tabular
from naglass_gui.ui.jobs_strip import JobsStrip
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.panels.number_parts import number_parts
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.panels.table_copy import Copying
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

SIZE = (900, 520)
WHAT = {
    "profile": "Each parameter is held at other values and the rest is fitted again: right also where an error is not "
    "symmetric.",
    "bootstrap": "The fitted curve is fitted again with its residuals dealt anew: what the scatter of these data does.",
    "mcmc": "Draws from all values that the data allow within the bounds: for parameters that are tied to each other. "
    "The slowest.",
}
COUNTED = {"bootstrap": ("Refits", REFITS), "mcmc": ("Steps", STEPS)}
OPEN = "open"
HEADS = ("parameter", "value", "unit", "± linear", "68 % from", "to", "95 % from", "to")


class IntervalsDialog(QDialog):
    """Shows the intervals of an analysis' current fit, and has others computed; each result is one undoable step.

    Args:
        document: holds the analysis.
        analysis: its id; it must have a current fit.
        services: for the child process and for copying.
        parent: the window.
    """

    def __init__(self, document: Document, analysis: Id, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "fitting")
        self._document, self._id, self._services = document, analysis, services
        self._running = self._closed = False
        self.setWindowTitle("Uncertainty")
        self.resize(*SIZE)
        self.method = QuietCombo()
        self.method.setAccessibleName("Method")
        self.method.setMinimumContentsLength(max(map(len, METHODS.values())))
        for name, words in METHODS.items():
            self.method.addItem(words, name)
        self.count_name = label("", "body")
        self.count = QSpinBox()
        self.count.setRange(LEAST, MOST)
        self.count.setSingleStep(50)
        self.count.setGroupSeparatorShown(True)
        self.button = QPushButton("Compute")
        self.button.setObjectName("primary")
        self.button.setAutoDefault(True)
        self.button.setDefault(True)
        self.what = label("", "muted", wrap=True)
        self.table = _Table()
        self.note = label("", "muted", wrap=True)
        self.strip = JobsStrip(services.jobs.cancel)
        self.copying = Copying(self.table, self.as_table, services)
        self._lay_out()
        self._connect()
        self.show_method()

    @property
    def analysis(self) -> Analysis:
        """What is looked at, as it is now."""
        return self._document.committed.analysis(self._id)

    @property
    def fit(self) -> Fit | None:
        """Its current fit."""
        return self.analysis.fit

    @property
    def chosen(self) -> str:
        """The method chosen."""
        return str(self.method.currentData())

    def choose(self, method: str) -> None:
        """Choose a method."""
        self.method.setCurrentIndex(self.method.findData(method))

    def show_method(self) -> None:
        """Show what is known by the method chosen."""
        words, usual = COUNTED.get(self.chosen, ("", 0))
        self.count_name.setText(words)
        self.count_name.setVisible(bool(words))
        self.count.setVisible(bool(words))
        self.count.setAccessibleName(words)
        if words:
            known = self.known()
            self.count.setValue(known.count if known and self.chosen == "bootstrap" else usual)
        self.what.setText(WHAT[self.chosen])
        self.refresh()

    def known(self) -> Uncertainty | None:
        """The intervals that were computed by the method chosen, or None."""
        fit = self.fit
        return next((u for u in fit.uncertainties if u.method == self.chosen), None) if fit is not None else None

    def refresh(self) -> None:
        """Show the current fit with its intervals."""
        fit, known = self.fit, self.known()
        self.table.show_fit(fit, known, titles(self.analysis))
        outdated = stale(self._document.committed, self.analysis)
        self.button.setEnabled(fit is not None and not outdated and not self._running)
        self.button.setText("Compute again" if known else "Compute")
        if outdated:
            self._say("The fit is out of date: close this, press F5, and ask again.", "warning")
        elif known is not None:
            self._say(known.note, "warning" if "fit again" in known.note or "short" in known.note else "muted")
        else:
            self._say("", "muted")

    def compute(self) -> None:
        """Have a child compute the intervals."""
        fit = self.fit
        if fit is None or self._running:
            return
        analysis, method = self.analysis, self.chosen
        count = self.count.value() if method in COUNTED else 0
        inputs = inputs_of(self._document.committed, analysis, self._document.store)
        self._running = True
        self.strip.begin(self, METHODS[method])  # type: ignore[index]
        self.refresh()
        self._say("", "muted")
        self._services.jobs.call(
            f"{METHODS[method]}: {analysis.name}",  # type: ignore[index]
            tasks.intervals,
            (inputs, method, count),
            lambda made: self._take(fit.id, made),
            self._fail,
            progress=True,
            watch=self._watch,
        )

    def as_table(self) -> Table:
        """What is shown, for copying."""
        fit, known = self.fit, self.known()
        heads = [Head("parameter"), Head("value", number=True)]
        heads += [Head(f"{100 * level:.0f} % {end}", number=True) for level in LEVELS for end in ("from", "to")]
        rows: list[tuple[str | Cell, ...]] = []
        for p in [p for p in fit.parameters if p.vary] if fit else []:
            ends = [
                Cell(getattr(interval, end) if interval else None, None, p.unit)
                for interval in (_of(known, p.name, level) for level in LEVELS)
                for end in ("low", "high")
            ]
            rows.append((p.name, Cell(p.value, p.stderr, p.unit), *ends))
        return Table(tuple(heads), tuple(rows))

    def reject(self) -> None:
        """Esc and Close: end what runs first."""
        if self._running:
            self._services.jobs.cancel()
            return
        super().reject()

    # -- inside ------------------------------------------------------------------------------------------------------

    def _watch(self, share: float, words: str) -> None:
        if not self._closed:
            self.strip.advance(self, share, words)

    def _take(self, fit: Id, made: Uncertainty) -> None:
        if self._closed or self.fit is None or self.fit.id != fit:
            return
        self._end()
        text = f"{METHODS[made.method]} of {self.fit.model or self.analysis.name}"
        self._document.apply(text, edits.set_uncertainty, self._id, fit, made)
        self.refresh()

    def _fail(self, error: Exception) -> None:
        if self._closed:
            return
        self._end()
        self.refresh()
        sentence = error.sentence if isinstance(error, NaGlassError) else str(error)
        self._say(sentence, "muted" if isinstance(error, Cancelled) else "error")

    def _end(self) -> None:
        self._running = False
        self.strip.end(self)

    def _say(self, sentence: str, tone: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        set_property(self.note, "tone", tone)

    def _stop(self) -> None:
        self._closed = True

    def _connect(self) -> None:
        self.method.currentIndexChanged.connect(lambda _index: self.show_method())
        self.button.clicked.connect(lambda: self.compute())
        self.finished.connect(self._stop)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda place: self.copying.menu().popup(self.table.viewport().mapToGlobal(place))
        )

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(SPACING[2])
        for widget in (self.method, self.count_name, self.count):
            asked.addWidget(widget)
        asked.addStretch(1)
        asked.addWidget(self.button)
        card = Card("Intervals of the free parameters")
        card.add(self.table, 1)
        card.add(self.note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addLayout(asked)
        layout.addWidget(self.what)
        layout.addWidget(card, 1)
        layout.addWidget(self.strip)
        layout.addWidget(buttons)


class _Table(QTableWidget):
    """One row a free parameter."""

    def __init__(self) -> None:
        super().__init__(0, len(HEADS))
        self.setAccessibleName("Intervals")
        self.setTabKeyNavigation(False)
        for column, name in enumerate(HEADS):
            head = QTableWidgetItem(name)
            head.setTextAlignment(_side(column))
            self.setHorizontalHeaderItem(column, head)
        self.verticalHeader().hide()
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)

    def show_fit(self, fit: Fit | None, known: Uncertainty | None, names: dict[str, str]) -> None:
        """Show the free parameters of a fit with these intervals."""
        free = [p for p in fit.parameters if p.vary] if fit is not None else []
        self.setRowCount(len(free))
        for row, p in enumerate(free):
            intervals = [_of(known, p.name, level) for level in LEVELS]
            error = "–" if p.stderr is None else str(number_parts(p.stderr, digits_of=p.stderr))
            value = str(number_parts(p.value, digits_of=p.stderr))
            texts = [names.get(p.name, p.name), value, unit_symbol(p.unit), error]
            for interval in intervals:
                texts += ["–", "–"] if interval is None else [_end(interval, end) for end in ("low", "high")]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(_side(column))
                item.setToolTip("The data leave this side open." if text == OPEN else "")
                self.setItem(row, column, item)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (0, 2) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _of(known: Uncertainty | None, name: str, level: float) -> Interval | None:
    return next((i for i in known.intervals if i.parameter == name and i.level == level), None) if known else None


def _end(interval: Interval, end: str) -> str:
    """One end with as many figures as the width of the interval gives."""
    value = interval.low if end == "low" else interval.high
    if value is None:
        return OPEN
    ends = [e for e in (interval.low, interval.high) if e is not None]
    width = 0.5 * (ends[1] - ends[0]) if len(ends) == 2 else None
    return str(number_parts(value, digits_of=width or None))


def titles(analysis: Analysis) -> dict[str, str]:
    """What parameters are called where they belong to a line of a spectrum or a recovery: "NaCl: position", "NaCl: T1"."""
    curves = parameter_titles(analysis) if analysis.technique == RELAXATION.name else {}
    return curves | {
        p.name: f"{component.name}: {p.name.rpartition('_')[0] or p.name}"
        for component in analysis.components
        for p in component.parameters
    }
