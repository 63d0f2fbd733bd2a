"""Which model, and how those that were compared did."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.symbols import symbols_in
from naglass_gui.techniques.polarization.models import AUTO, BY_NAME, MODELS
from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.polarization import words
from naglass_gui.ui.polarization.traces import Trace
from naglass_gui.ui.theme import SPACING

ITSELF = "By AICc"
MOST = 4
NOT_TO_BE_USED = "× not determined by these data"
SHIFTS = "J: how much more an earlier current range reads than the last"


class ModelPanel(QWidget):
    """Shows the model of a polarization, asks for another by `chosen(name, title)`."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "polarization")
        self.box = QuietCombo()
        self.box.setAccessibleName("Model")
        self.box.addItem(ITSELF, AUTO)
        for model in MODELS:
            self.box.addItem(model.title, model.name)
        self.box.activated.connect(lambda k: self.chosen.emit(self.box.itemData(k), self.box.itemText(k)))
        grid = FieldGrid()
        grid.add("Model", self.box, "How the current falls; the mean over a region for the steady state alone")
        self.formula = label("", "muted", wrap=True, selectable=True)
        self.compared = label("", "muted", wrap=True, selectable=True)
        self.compared.setToolTip(
            "AICc above the lowest; points whose noise is alike count once. × : a time longer than the step, or parameters "
            "that the data do not determine."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (grid, self.formula, self.compared):
            layout.addWidget(widget)

    def show_trace(self, trace: Trace | None) -> None:
        """Show the model of a trace."""
        analysis = None if trace is None else trace.analysis
        self.box.setEnabled(analysis is not None)
        self.box.setCurrentIndex(max(self.box.findData(analysis.model if analysis else AUTO), 0))
        fit = None if analysis is None else analysis.fit
        formula = "" if trace is None else trace.formula
        if fit is not None and analysis is not None and analysis.model == AUTO:
            formula = f"{BY_NAME[fit.model].title}: {formula}"
        shifted = fit is not None and any(p.name.startswith("J_") for p in fit.parameters)
        self.formula.setText(symbols_in(formula) + (f"\n{SHIFTS}" if shifted else ""))
        self.formula.setVisible(bool(formula))
        rows = words.model_rows(fit)[:MOST]
        said = [
            f"{'+' if k else 'ΔAICc '}{score:.1f}  {BY_NAME[name].title}{'' if good else ' ×'}"
            for k, (name, score, good) in enumerate(rows)
        ]
        if any(not good for _, _, good in rows):
            said.append(NOT_TO_BE_USED)
        self.compared.setText("\n".join(said))
        self.compared.setVisible(bool(said))
