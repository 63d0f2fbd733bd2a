"""Relaxation times: how strongly they are smoothed, what stands in series, the peaks, and the circuit they suggest."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.drt import COLUMNS, Column, Distribution
from naglass_gui.techniques.eis.drt_peaks import Peak, StartingCircuit, peaks, starting_circuit
from naglass_gui.techniques.eis.drt_strength import LARGEST, SMALLEST, DrtSettings, Rule, Switch
from naglass_gui.ui.eis.checking import Refused
from naglass_gui.ui.eis.words import hertz
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.parameter_slider import CalmSlider
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.panels.value_field import SETTLING_MS
from naglass_gui.ui.theme import SPACING

TEACHING = "How many processes are there, and how fast? Their relaxation times, without any circuit."
STEPS = 400
RULE_WORDS: dict[Rule, tuple[str, str]] = {
    "l-curve": (
        "L-curve",
        "λ where the L-curve of residual and roughness bends most: seldom takes noise for structure",
    ),
    "gcv": ("GCV", "λ by generalised cross-validation: finer detail, and sometimes noise"),
}
COLUMN_WORDS: dict[Column, tuple[str, str, str]] = {
    "resistance": ("Series resistance R", "R", "ohm"),
    "inductance": ("Inductance of the cables L", "L", "H"),
    "blocking": ("Blocking capacitance 1/(iωC)", "C", "F"),
}
SWITCH_WORDS: dict[Switch, str] = {"auto": "As the data say", "on": "Always offered", "off": "Never"}
_ABSENT: dict[Column, str] = {
    "resistance": "no series resistance",
    "inductance": "no inductance",
    "blocking": "not blocking",
}


class RelaxationPanel(QWidget):
    """Shows a distribution in numbers.

    `wanted(on)`: show relaxation times, or no longer. `changed(name, value, live)`: an option of the distribution, by its
    name after "view_drt_". `circuit_wanted(start)`: take this circuit with its values.

    Attributes:
        off: a small button for the title row of the card that ends it.
        columns_button: a small button for the title row, with what may stand in series.
    """

    wanted = Signal(bool)
    changed = Signal(str, object, bool)
    circuit_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "drt")
        self._shown: tuple[object, ...] | None = None
        self._start: StartingCircuit | None = None
        self.button = QPushButton("Show relaxation times (DRT)")
        self.button.setAutoDefault(False)
        self.button.setToolTip(TEACHING)
        self.button.clicked.connect(lambda: self.wanted.emit(True))
        self.off = quiet_button("Hide", "Show relaxation times no longer")
        self.off.clicked.connect(lambda: self.wanted.emit(False))
        self._make_columns()
        self._make_strength()
        self.series = label("", "muted", wrap=True, selectable=True)
        self.fault = label("", "warning", wrap=True)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(SPACING[2])
        self._table.setVerticalSpacing(2)
        self.use = QPushButton()
        self.use.setAutoDefault(False)
        self.use.setToolTip("Take the peaks as the starting model, one step; then F5 fits it")
        self.use.clicked.connect(lambda: self.circuit_wanted.emit(self._start))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.fault)
        layout.addWidget(self.strength)
        layout.addLayout(self._table)
        layout.addWidget(self.series)
        layout.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_distribution(None, DrtSettings(), on=False, possible=False)

    # -- making ----------------------------------------------------------------------------------------------------

    def _make_columns(self) -> None:
        self.columns_button = quiet_button(
            "In series", "Which of R, L and a blocking capacitance stand beside the arcs"
        )
        self._menu = QMenu(self.columns_button)
        self.columns_button.setMenu(self._menu)
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions = {}
        for name in COLUMNS:
            self._menu.addSection(COLUMN_WORDS[name][0])
            group = QActionGroup(self._menu)
            for switch, words in SWITCH_WORDS.items():
                action = self._menu.addAction(words)
                action.setCheckable(True)
                group.addAction(action)
                action.triggered.connect(partial(self._say_switch, name, switch))
                self._actions[name, switch] = action

    def _make_strength(self) -> None:
        self.strength = QWidget()
        self.slider = CalmSlider()
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setAccessibleName("Smoothing λ")
        self.slider.setToolTip("Smoothing λ: to the left finer detail, to the right smoother")
        self.slider.valueChanged.connect(self._pull)
        self.slider.sliderReleased.connect(self._settle)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._settle)
        self.value = label("", "muted")
        self.rules = {}
        row = QHBoxLayout(self.strength)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING[0])
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        for rule, (word, hint) in RULE_WORDS.items():
            button = self.rules[rule] = quiet_button(word, hint)
            button.setCheckable(True)
            button.clicked.connect(partial(self._say_rule, rule))
            row.addWidget(button)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_distribution(
        self, found: Distribution | Refused | None, settings: DrtSettings, *, on: bool, possible: bool
    ) -> None:
        """Show a distribution; cheap when nothing has changed.

        Args:
            found: the distribution, or why there is none.
            settings: with which it was computed.
            on: whether relaxation times are shown.
            possible: whether there is anything to show.
        """
        if self._shown == (found, settings, on, possible):
            return
        self._shown = (found, settings, on, possible)
        self.button.setVisible(not on)
        self.button.setEnabled(possible)
        self.off.setVisible(on)
        self.columns_button.setVisible(on)
        refused = isinstance(found, Refused)
        self.fault.setText(found.sentence if isinstance(found, Refused) else "")
        self.fault.setVisible(refused)
        there = isinstance(found, Distribution)
        for widget in (self.strength, self.series):
            widget.setVisible(there)
        self._clear()
        self._start = None
        if isinstance(found, Distribution):
            self._show(found, settings)
        self.use.setVisible(self._start is not None)

    def _show(self, found: Distribution, settings: DrtSettings) -> None:
        with QSignalBlocker(self.slider):
            if not self.slider.isSliderDown() and not self._settling.isActive():
                self.slider.setValue(round(STEPS * _share(found.strength)))
        self.value.setText(f"λ {found.strength:.2g}")
        for rule, button in self.rules.items():
            button.setChecked(settings.strength == rule)
        for (name, switch), action in self._actions.items():
            action.setChecked(settings.switch(name) == switch)
        for row, peak in enumerate(p for p in peaks(found) if p.inside):
            self._add_peak(row, peak)
        self.series.setText(series_words(found, settings))
        self._start = starting_circuit(found)
        self.use.setText(f"Start from {self._start.text}")

    def _add_peak(self, row: int, peak: Peak) -> None:
        size = label(f"R {with_prefix(peak.resistance, peak.error, 'ohm')}", "body", selectable=True)
        rest = f"C {with_prefix(peak.capacitance, None, 'F')}   τ {with_prefix(peak.tau, None, 's')}"
        size.setToolTip(f"n {peak.exponent:.2f} by height and area")
        self._table.addWidget(label(hertz(peak.frequency), "muted", selectable=True), 2 * row, 0)
        self._table.addWidget(size, 2 * row, 1)
        self._table.addWidget(label(rest, "muted", selectable=True), 2 * row + 1, 1)
        self._table.setColumnStretch(1, 1)

    def _clear(self) -> None:
        while self._table.count():
            old = self._table.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    @property
    def shown_peaks(self) -> list[str]:
        """The cells of the table in reading order, for tests and screen readers."""
        widgets = (self._table.itemAt(k).widget() for k in range(self._table.count()))  # type: ignore[union-attr]
        return [widget.text() for widget in widgets if isinstance(widget, QLabel)]

    # -- saying ----------------------------------------------------------------------------------------------------

    def _pull(self, step: int) -> None:
        self.changed.emit("strength", _strength(step / STEPS), True)
        if not self.slider.isSliderDown():
            self._settling.start()  # keys and wheel: final when they rest

    def _settle(self) -> None:
        self._settling.stop()
        self.changed.emit("strength", _strength(self.slider.value() / STEPS), False)

    def _say_rule(self, rule: Rule, _checked: bool = False) -> None:
        self.changed.emit("strength", rule, False)

    def _say_switch(self, name: Column, switch: Switch, _checked: bool = False) -> None:
        self.changed.emit(name, switch, False)


def series_words(found: Distribution, settings: DrtSettings) -> str:
    """What stands in series with the arcs, and how well the data are described: "In series: R 51 Ω, not blocking"."""
    said = []
    for name in COLUMNS:
        _, letter, unit = COLUMN_WORDS[name]
        if settings.switch(name) == "off":
            said.append(f"{letter} switched off")
        elif name not in found.columns:
            said.append(_ABSENT[name])
        else:
            value, error = found.columns[name], found.column_errors[name]
            if name == "blocking":
                value, error = 1.0 / value, error / value**2
            text = f"{letter} {with_prefix(value, error, unit)}"
            said.append(f"blocking, {text}" if name == "blocking" else text)
    scatter = format_value(100 * found.scatter, significant=2)
    return f"In series: {', '.join(said)}. The distribution leaves {scatter} % of |Z|."


def _strength(share: float) -> float:
    """To three figures, so that it reads well in a script."""
    return float(f"{SMALLEST * math.pow(LARGEST / SMALLEST, share):.3g}")


def _share(strength: float) -> float:
    return math.log(strength / SMALLEST) / math.log(LARGEST / SMALLEST)
