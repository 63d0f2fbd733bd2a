"""Steps of the DC polarization tab."""

from __future__ import annotations

from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.polarization.editing import (
    choose_model,
    choose_step,
    set_own_parameter,
    set_pair,
    set_steady_region,
)
from naglass_gui.techniques.polarization.transference import set_ionic
from naglass_gui.ui.steps import Steps


class Editing(Steps):
    """What a person changes on a polarization."""

    def region(self, analysis: Analysis, low: float, high: float, live: bool) -> None:
        """Take the mean over this span, in s of the record, or fit a decay to it."""
        self.follow(live, "Move the steady-state region", set_steady_region, analysis.id, low, high)

    def model(self, analysis: Analysis, name: str, title: str) -> bool:
        """Choose another model."""
        return self.step(f"Choose “{title}”", choose_model, analysis.id, name)

    def voltage_step(self, analysis: Analysis, voltage: float, words: str) -> bool:
        """Fit the step at another voltage."""
        return self.step(f"Fit the step at {words}", choose_step, analysis.id, voltage)

    def voltage(self, analysis: Analysis, quantity: Quantity | None) -> None:
        """Set the voltage that was applied; None takes the measured one."""
        held = None if quantity is None else (quantity.to("V").value, quantity.to("V").stderr)
        self.step("Set the voltage", set_pair, analysis.id, "derive_voltage", held)

    def floor(self, analysis: Analysis, quantity: Quantity | None) -> None:
        """Set what the instrument cannot tell; None goes by the digits of the readings."""
        value = None if quantity is None else quantity.to("A").value
        self.step("Set the instrument's floor", edits.set_option, analysis.id, "derive_floor", value)

    def ionic(self, analysis: Analysis, source: Id | None) -> None:
        """Take the ionic conductivity from an analysis of the same sample, or from none."""
        text = "Choose the ionic conductivity" if source else "Remove the transference number"
        self.step(text, set_ionic, analysis.id, source)

    def parameter(self, analysis: Analysis, text: str, name: str, changes: dict[str, Any], live: bool) -> None:
        """Change one parameter of the model that is shown."""
        self.follow(live, text, set_own_parameter, analysis.id, name, **changes)
