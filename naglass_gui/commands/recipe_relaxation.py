"""What the options of `naglass fit` ask for of relaxation: a series over delays, and T1 against temperature."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import ClassVar

from naglass_gui.commands.options import chosen, larmor_of, nucleus_of, quantity_of, with_model
from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.delays import parse_delays


@dataclass(frozen=True, slots=True)
class RelaxationRecipe:
    """How to fit a series, beside what all techniques know.

    Attributes:
        lines: fitted to all slices together; None takes windows.
        process: which phases; None for the technique's default.
        nucleus, larmor: where the file does not tell; larmor in MHz.
        delays: in s, where the file does not tell.
    """

    technique: ClassVar[str] = RELAXATION.name
    options: ClassVar[tuple[str, ...]] = ("components", "nucleus", "larmor", "process", "delays")
    lines: str | None = None
    process: str | None = None
    nucleus: str | None = None
    larmor: float | None = None
    delays: tuple[float, ...] | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> RelaxationRecipe:
        """That of parsed options. Raises InputError with a sentence that names the option."""
        return cls(
            lines=arguments.components,
            process=arguments.process,
            nucleus=nucleus_of(arguments.nucleus),
            larmor=larmor_of(arguments.larmor),
            delays=_delays(arguments.delays),
        )

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with lines, model, delays and phases. Raises InputError with a sentence that names the option."""
        for name, value in (("nucleus", self.nucleus), ("larmor_frequency", self.larmor)):
            analysis = analysis.with_option(name, value) if value else analysis
        analysis = with_model(RELAXATION, analysis, self.lines, "--components")
        analysis = with_model(RELAXATION, analysis, model, "--model")
        if self.delays is not None:
            analysis = analysis.with_option("delays", self.delays)
        return analysis if self.process is None else chosen(RELAXATION, analysis, "process", self.process)


@dataclass(frozen=True, slots=True)
class BppRecipe:
    """How to fit T1 against temperature.

    Attributes:
        spin: of the nucleus; None where the nucleus or the data tell.
        nucleus: instead of a spin.
        cq: C_Q in Hz, held fixed; None lets it free.
    """

    technique: ClassVar[str] = BPP.name
    options: ClassVar[tuple[str, ...]] = ("spin", "nucleus", "cq")
    spin: float | None = None
    nucleus: str | None = None
    cq: float | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> BppRecipe:
        """That of parsed options. Raises InputError with a sentence that names the option."""
        return cls(_spin(arguments.spin), nucleus_of(arguments.nucleus), _cq(arguments.cq))

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with spin, motion and a fixed C_Q. Raises InputError with a sentence that names the option."""
        if self.spin is not None:
            analysis = analysis.with_option("spin", self.spin)
        if self.nucleus is not None:
            analysis = analysis.with_option("nucleus", self.nucleus)
        analysis = with_model(BPP, analysis, model, "--model")
        if self.cq is not None:
            analysis = replace(analysis, parameters=(Parameter("C_Q", self.cq, "Hz", vary=False),))
        return analysis


def _delays(text: str | None) -> tuple[float, ...] | None:
    if text is None:
        return None
    try:
        return parse_delays(text)
    except InputError as fault:
        raise InputError(f"--delays: {fault.sentence}", fault.details, field="--delays") from fault


def _spin(text: str | None) -> float | None:
    if text is None:
        return None
    halves = text.removesuffix("/2") if text.endswith("/2") else None
    try:
        value = parse_number(text) if halves is None else parse_number(halves) / 2.0
    except InputError as fault:
        raise InputError(f"--spin: {fault.sentence}", field="--spin") from fault
    if value < 1 or (2 * value) % 1 or value > 9:
        raise InputError(f"--spin “{text}” has no quadrupolar relaxation; give 1, 1.5, 2.5, …", field="--spin")
    return value


def _cq(text: str | None) -> float | None:
    if text is None:
        return None
    value = quantity_of(text, "frequency", "--cq", "MHz").to("Hz").value
    if not value > 0:
        raise InputError("--cq must be above zero.", field="--cq")
    return value
