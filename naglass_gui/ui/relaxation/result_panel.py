"""T1, T2 or T1rho as the one big number, and a table of all curves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.doubt import Doubt, doubt_of
from naglass_gui.core.project import Derived, Fit
from naglass_gui.core.table import Cell, Head
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.parameters import curve_name
from naglass_gui.techniques.relaxation.quantities import time_of
from naglass_gui.techniques.relaxation.recovery import SUGGESTED, Recovery
from naglass_gui.ui.panels.components_table import ComponentRow, ComponentsTable
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.relaxation.series import Series
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

HEADS = (Head("time", "s", True), Head("effic.", "", True), Head("β", "", True))


class ResultPanel(QWidget):
    """Shows T1 of every curve, that of the chosen row large. `chosen(id)` names its window or line."""

    chosen = Signal(str)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setProperty("help_page", "relaxation")
        self._chosen = ""
        self._shown: tuple[Series | None, Recovery] = (None, Recovery())
        self.result = ResultLabel()
        self.said = label("", "muted", wrap=True, selectable=True)
        self.table = ComponentsTable(
            HEADS, services, "No curve yet: Shift-drag a window on the spectra, or let lines be found.", ("β", "effic.")
        )
        self.table.setProperty("help_page", "relaxation")
        self.table.selected.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (self.result, self.said, self.table):
            layout.addWidget(widget)

    def show_series(self, series: Series | None, recovery: Recovery) -> None:
        """Show a series' results, or nothing."""
        self._shown = (series, recovery)
        fit = series.analysis.fit if series is not None and series.analysis is not None else None
        doubts = {curve.number: _doubt(curve.number, recovery, fit) for curve in recovery.curves}
        self.table.show_rows([_row(curve, fit, doubts[curve.number]) for curve in recovery.curves])
        number = next((c.number for c in recovery.curves if c.id == self._chosen), 1)
        t1 = None if fit is None else time_of(fit, number)
        stale = series is not None and series.stale
        text = "" if t1 is None else f"{_symbol(series)} = {with_prefix(t1.value, t1.stderr, t1.unit)}"
        self.result.set_text(text, faint=stale, doubt=doubts.get(number))
        self.result.setVisible(t1 is not None)
        self.said.setText(_words(series, recovery, t1, number))
        self.said.setVisible(bool(self.said.text()))

    def choose(self, id: str) -> None:
        """Show this curve large."""
        self._choose(id)
        self.table.highlight(id)

    def _choose(self, id: str) -> None:
        if id and id != self._chosen:
            self._chosen = id
            self.show_series(*self._shown)
            self.chosen.emit(id)


def _symbol(series: Series | None) -> str:
    """Of the time that the series' model measures."""
    analysis = series.analysis if series is not None else None
    form = None if analysis is None else FORMS.get(analysis.fit.model if analysis.fit is not None else analysis.model)
    return "T₁" if form is None else form.symbol


def _doubt(number: int, recovery: Recovery, fit: Fit | None) -> Doubt | None:
    """Of one curve: what is said of the others does not touch it."""
    return doubt_of(fit, [c.label for c in recovery.curves if c.number != number])


def _row(curve: object, fit: Fit | None, doubt: Doubt | None) -> ComponentRow:
    number = curve.number  # type: ignore[attr-defined]
    known = {} if fit is None else {d.name: d for d in fit.derived}
    errors = {} if fit is None else {p.name: p for p in fit.parameters}

    def derived(own: str, remark: str = "") -> Cell:
        found: Derived | None = known.get(curve_name(own, number))
        return Cell(None) if found is None else Cell(found.value, found.stderr, remark=remark)

    beta = errors.get(curve_name("beta", number))
    time = FORMS[fit.model].time if fit is not None and fit.model in FORMS else "T1"
    cells = (
        derived(time, doubt.short if doubt else ""),
        derived("efficiency"),
        "" if beta is None else Cell(beta.value, beta.stderr),
    )
    tip = "The strongest signal; Shift-drag a window to choose another" if curve.id == SUGGESTED else ""  # type: ignore[attr-defined]
    return ComponentRow(curve.id, curve.label, curve.colour, cells, curve.hidden, tip)  # type: ignore[attr-defined]


def _words(series: Series | None, recovery: Recovery, t1: Derived | None, number: int) -> str:
    if series is None or series.analysis is None:
        return ""
    if recovery.fault:
        return recovery.fault
    if t1 is None:
        lines = series.analysis.option("way") == "lines" and not series.analysis.components
        symbol = _symbol(series)
        return (
            f"F5 finds lines in all slices, and {symbol} of each."
            if lines
            else f"{symbol} follows from a fit: press F5."
        )
    label = next((c.label for c in recovery.curves if c.number == number), "")
    fit = series.analysis.fit
    form = FORMS.get(fit.model) if fit is not None else None
    said = [label, form.title if form is not None else ""]
    for own in ("slow", "mean"):
        found = None if fit is None or form is None else fit.quantity(curve_name(f"{form.time}_{own}", number))
        if found is not None:
            said.append(f"{own} {with_prefix(found.value, found.stderr, found.unit)}")
    return " · ".join(part for part in said if part)
