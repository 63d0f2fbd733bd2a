"""What the options of `naglass fit` ask for of DC polarizations."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import ClassVar

from naglass_gui.commands.options import quantity_of, with_model
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, JSONValue
from naglass_gui.core.quantity import Quantity, positive
from naglass_gui.techniques.polarization import POLARIZATION


@dataclass(frozen=True, slots=True)
class PolarizationRecipe:
    """How to fit DC polarizations, beside what all techniques know.

    Attributes:
        voltage: that was applied: chooses the step, and stands instead of the measured voltage.
        ionic: conductivity of the ions, for the transference number.
        floor: half the width of what the instrument cannot tell.
    """

    technique: ClassVar[str] = POLARIZATION.name
    options: ClassVar[tuple[str, ...]] = ("voltage", "sigma_ion", "floor")
    voltage: Quantity | None = None
    ionic: Quantity | None = None
    floor: Quantity | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> PolarizationRecipe:
        """That of parsed options. Raises InputError with a sentence that names the option."""
        voltage = _typed(arguments.voltage, "voltage", "--voltage", "V")
        if voltage is not None and voltage.value == 0:
            raise InputError(
                "--voltage must not be zero: it is the voltage that drives the current.", field="--voltage"
            )
        ionic = _typed(arguments.sigma_ion, "conductivity", "--sigma-ion", "S/cm")
        floor = _typed(arguments.floor, "current", "--floor", "A")
        return cls(
            voltage=None if voltage is None else voltage.to("V"),
            ionic=None if ionic is None else positive(ionic, "--sigma-ion").to("S/cm"),
            floor=None if floor is None else positive(floor, "--floor").to("A"),
        )

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with model, voltage, ionic conductivity and floor. Raises InputError with a sentence that names the option."""
        analysis = with_model(POLARIZATION, analysis, model, "--model")
        changes: dict[str, JSONValue] = {}
        if self.voltage is not None:
            changes |= {"step": self.voltage.value, "derive_voltage": (self.voltage.value, self.voltage.stderr)}
        if self.ionic is not None:
            changes["derive_sigma_ion"] = (self.ionic.value, self.ionic.stderr)
        if self.floor is not None:
            changes["derive_floor"] = self.floor.value
        for name, value in changes.items():
            analysis = analysis.with_option(name, value)
        return analysis


def _typed(text: str | None, measures: str, option: str, default_unit: str) -> Quantity | None:
    return None if text is None else quantity_of(text, measures, option, default_unit)
