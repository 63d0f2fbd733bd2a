"""What the options of `naglass fit` and `naglass check` ask for of impedance: cables and contacts taken off the data."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from naglass_gui.commands.options import quantity_of, with_model
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs import Jobs, work
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.leads import OPTION


@dataclass(frozen=True, slots=True)
class EisRecipe:
    """How to fit impedance, beside what all techniques know.

    Attributes:
        resistance: of the leads, in ohm.
        inductance: of the leads, in H.
        short: a file with the measurement of the short-circuited cell.
    """

    technique: ClassVar[str] = EIS.name
    options: ClassVar[tuple[str, ...]] = ("lead_resistance", "lead_inductance", "short")
    resistance: Quantity | None = None
    inductance: Quantity | None = None
    short: Path | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> EisRecipe:
        """That of parsed options. Raises InputError with a sentence that names the option."""
        resistance = _typed(arguments.lead_resistance, "resistance", "--lead-resistance", "ohm")
        inductance = _typed(arguments.lead_inductance, "inductance", "--lead-inductance", "H")
        if arguments.short is not None and (resistance or inductance):
            raise InputError(
                "Give --short or the leads' resistance and inductance, not both: a short circuit holds them.",
                field="--short",
            )
        return cls(resistance, inductance, None if arguments.short is None else Path(arguments.short))

    def sizes(self) -> dict[str, Quantity]:
        """What to set on a specimen."""
        held = {"lead_resistance": self.resistance, "lead_inductance": self.inductance}
        return {name: quantity for name, quantity in held.items() if quantity is not None}

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with a circuit as typed, and with typed leads taken off its data. Raises InputError."""
        analysis = with_model(EIS, analysis, model, "--circuit")
        if self.resistance is None and self.inductance is None:
            return analysis
        typed = (0.0 if q is None else q.value for q in (self.resistance, self.inductance))
        return analysis.with_option(OPTION, ("cell", *typed))

    def read_short(self, jobs: Jobs) -> FileReading | None:
        """The file of the short circuit with its one sweep; None where none is named.

        Raises:
            LoadError: it cannot be read.
            InputError: it does not hold exactly one impedance sweep.
        """
        if self.short is None:
            return None
        path = self.short
        file: FileReading = work.outcome(work.read_file(jobs, path), lambda error: _raise(work.load_error(path, error)))
        sweeps = tuple(r for r in file.readings if r.technique == EIS.name)
        if len(sweeps) != 1:
            count = "no impedance sweep" if not sweeps else f"{len(sweeps)} impedance sweeps"
            raise InputError(f"--short: {path.name} holds {count}; give a file with one.", field="--short")
        return replace(file, readings=sweeps)


def _typed(text: str | None, measures: str, option: str, unit: str) -> Quantity | None:
    if text is None:
        return None
    quantity = quantity_of(text, measures, option, unit).to(unit)
    if quantity.value < 0:
        raise InputError(f"{option} cannot be negative, as {quantity} is.", field=option)
    return quantity


def _raise(error: Exception) -> FileReading:
    raise error
