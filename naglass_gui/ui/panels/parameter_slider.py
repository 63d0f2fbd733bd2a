"""A slider for the selected parameter: a decade to each side for what is positive, the bounds for the rest."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QWidget

from naglass_gui.core.parameter import Parameter
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import SETTLING_MS
from naglass_gui.ui.theme import SPACING

STEPS = 1000
DECADES = 1.0  # to each side


class ParameterSlider(QWidget):
    """Changes one parameter by `moved(name, value, live)`.

    At rest the knob stands where the value lies: in the middle for a positive parameter, so that every pull covers a
    decade to each side, and between its bounds for one like an exponent.
    """

    moved = Signal(str, float, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter: Parameter | None = None
        self._base: Parameter | None = None  # as it was when the pull began
        self.name = label("", "muted")
        self.slider = CalmSlider()
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.sliderPressed.connect(self._begin)
        self.slider.valueChanged.connect(self._move)
        self.slider.sliderReleased.connect(self._settle)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._settle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACING[0], 0, SPACING[0], 0)
        layout.setSpacing(SPACING[2])
        layout.addWidget(self.name)
        layout.addWidget(self.slider, 1)
        self.hide()

    def show_parameter(self, parameter: Parameter | None) -> None:
        """Show this parameter; one that follows others has no slider."""
        shown = parameter if parameter is not None and not parameter.link else None
        if shown is self._parameter:
            return
        if self._base is not None and shown is not None and shown.name == self._base.name:
            self._parameter = shown  # the pull goes on from where it began
            return
        self._parameter, self._base = shown, None
        self._settling.stop()
        self.setVisible(shown is not None)
        if shown is not None:
            self.name.setText(shown.name)
            self.slider.setAccessibleName(f"Value of {shown.name}")
            self.slider.setToolTip(_reach(shown))
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(STEPS * _share(shown)))

    # -- pulling ---------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._base = self._parameter

    def _move(self, step: int) -> None:
        if self._parameter is None:
            return
        if self._base is None:
            self._base = self._parameter
        self.moved.emit(self._base.name, _value(self._base, step / STEPS), True)
        if not self.slider.isSliderDown():
            self._settling.start()  # keys and wheel: final when they rest

    def _settle(self) -> None:
        self._settling.stop()
        base, self._base = self._base, None
        if base is None or self._parameter is None:
            return
        value = _value(base, self.slider.value() / STEPS)
        self._parameter = None  # what comes back is shown afresh, the knob at rest
        self.moved.emit(base.name, value, False)


def _logarithmic(parameter: Parameter) -> bool:
    return parameter.value > 0 and bool(parameter.unit) and (parameter.minimum is None or parameter.minimum >= 0)


def _span(parameter: Parameter) -> tuple[float, float]:
    """The ends of a linear slider."""
    room = max(abs(parameter.value), 1.0)
    low = parameter.minimum if parameter.minimum is not None else min(0.0, parameter.value - room)
    high = parameter.maximum if parameter.maximum is not None else max(1.0, parameter.value)
    return low, high


def _share(parameter: Parameter) -> float:
    """Where the value lies on the slider, from 0 to 1."""
    if _logarithmic(parameter):
        return 0.5
    low, high = _span(parameter)
    return min(max((parameter.value - low) / (high - low), 0.0), 1.0) if high > low else 0.5


def _value(parameter: Parameter, share: float) -> float:
    """The value at a place of the slider, inside the bounds."""
    if _logarithmic(parameter):
        value: float = parameter.value * 10.0 ** (DECADES * (2.0 * share - 1.0))
    else:
        low, high = _span(parameter)
        value = low + share * (high - low)
    value = max(value, parameter.minimum) if parameter.minimum is not None else value
    return min(value, parameter.maximum) if parameter.maximum is not None else value


def _reach(parameter: Parameter) -> str:
    if _logarithmic(parameter):
        return f"Pull: {parameter.name} from a tenth to ten times its value"
    low, high = _span(parameter)
    return f"Pull: {parameter.name} from {low:g} to {high:g}" if math.isfinite(low + high) else ""


class CalmSlider(QSlider):
    """A pull begins at the knob; the wheel turns it only when focused."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The surrounding column scrolls while this is not focused."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the knob is nothing: a pull begins at the knob, so that nothing jumps by a decade."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        knob = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        if knob.adjusted(-4, -4, 4, 4).contains(event.position().toPoint()):
            super().mousePressEvent(event)
        else:
            event.accept()
