"""Which model, and how all others did on each curve; a click takes another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from naglass_gui.core.project import Analysis, Fit
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.relaxation import words
from naglass_gui.ui.theme import SPACING

MOST_CURVES = 4


class ModelPanel(QWidget):
    """Shows the model of the curves, asks for another by `chosen(name)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "relaxation")
        self._fit: Fit | None = None
        self._name = ""
        self.box = QuietCombo()
        self.box.setAccessibleName("Model")
        for form in FORMS.values():
            self.box.addItem(form.title, form.name)
        self.box.activated.connect(lambda k: self.chosen.emit(self.box.itemData(k)))
        fields = FieldGrid()
        fields.add("Model", self.box, "The law of the recovery, and the preparation before it")
        self.formula = label("", "muted", wrap=True, selectable=True)
        self.table = QWidget()
        self.table.setToolTip("AICc above the lowest of each curve: the lower, the better; 10 and more speak clearly")
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING[2])
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (fields, self.formula, self.table):
            layout.addWidget(widget)

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show its model, and how the others did at its fit."""
        name = analysis.model if analysis is not None else ""
        self.box.setEnabled(analysis is not None)
        self.box.setCurrentIndex(max(self.box.findData(name or "inversion"), 0))
        form = FORMS.get(name)
        self.formula.setText(form.formula if form is not None else "")
        fit = None if analysis is None else analysis.fit
        if (fit, name) == (self._fit, self._name):
            return
        self._fit, self._name = fit, name
        self._clear()
        rows = words.compared(fit) if fit is not None else []
        self.table.setVisible(bool(rows))
        if rows:
            self._fill(rows, name)

    def _fill(self, rows: list[tuple[str, str, tuple[float | None, ...]]], name: str) -> None:
        count = min(len(rows[0][2]), MOST_CURVES)
        self._grid.addWidget(label("AICc above the lowest", "muted"), 0, 0)
        for k in range(count):
            self._put(label(f"{k + 1}" if count > 1 else "", "muted"), 0, k + 1)
        for row, (other, title, scores) in enumerate(rows, start=1):
            button = quiet_button(title, "The model that is used" if other == name else f"Use “{FORMS[other].title}”")
            button.setCheckable(other == name)
            button.setChecked(other == name)
            if other == name:  # marked, and not to be unmarked
                button.clicked.connect(partial(button.setChecked, True))
            else:
                button.clicked.connect(partial(self.chosen.emit, other))
            self._grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            for k, score in enumerate(scores[:count]):
                self._put(label("–" if score is None else f"{score:.1f}", "body"), row, k + 1)

    def _put(self, text: QLabel, row: int, column: int) -> None:
        self._grid.addWidget(text, row, column, Qt.AlignmentFlag.AlignRight)

    def _clear(self) -> None:
        while self._grid.count():
            old = self._grid.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
