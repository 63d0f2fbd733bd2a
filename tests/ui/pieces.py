"""What tests of single panels, circuits and dialogs share: services that record, a dressed column, a fitted analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Fit, FittedParameter
from naglass_gui.ui import theme
from naglass_gui.ui.stylesheet import style_sheet


@dataclass
class Said:
    """A message strip that keeps what was said."""

    sentences: list[str] = field(default_factory=list)
    remedies: list[Any] = field(default_factory=list)

    def show(self, text: str, tone: str = "info", remedies: Any = (), details: str = "") -> None:
        self.sentences.append(text)
        self.remedies = list(remedies)

    def clear(self) -> None:
        self.sentences.clear()


def column(*widgets: QWidget, width: int = 340) -> QWidget:
    """The widgets below each other in the light theme's dress, shown at a width."""
    made = QWidget()
    made.setStyleSheet(style_sheet(theme.LIGHT, None))
    layout = QVBoxLayout(made)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    made.resize(width + 20, 700)
    made.show()
    made.activateWindow()
    return made


PARAMETERS = (
    Parameter("R0", 170.5, "ohm", role="bulk"),
    Parameter("R1", 1297.0, "ohm"),
    Parameter("Y1", 2.12e-9, "S s^n"),
    Parameter("n1", 0.785, "", minimum=0.0, maximum=1.0),
    Parameter("Y2", 6.1e-6, "S s^n", vary=False),
    Parameter("n2", 1.0, "", minimum=0.0, maximum=1.0),
    Parameter("R3", 1.0, "ohm", link="0.5*R1"),
)
ERRORS = {"R0": 3.1, "R1": 9.24, "Y1": 6e-11, "n1": 0.0031, "n2": 0.02, "R3": 4.62}


def fitted_analysis() -> Analysis:
    """A fitted R(RQ)(RQ) with a fixed, a bounded and a linked parameter."""
    values = {"R3": 648.5}
    fitted = tuple(
        FittedParameter(p.name, values.get(p.name, p.value), ERRORS.get(p.name), p.unit, p.free, p.name == "n2")
        for p in PARAMETERS
    )
    statistics = (("bic", -398.2), ("runs_p", 0.4))
    fit = Fit("f1", "2025-01-01T10:00", "R(RQ)(RQ)", 0.025005, 70, -412.3, fitted, statistics=statistics)
    return Analysis("a1", "EIS", "eis", ("m1",), model="R(RQ)(RQ)", parameters=PARAMETERS, fits=(fit,), current="f1")
