"""What the options of `naglass fit` ask for of NMR spectra."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import ClassVar

from naglass_gui.commands.options import chosen, larmor_of, naming, nucleus_of, quantity_of, with_model
from naglass_gui.core.elements import parse_formula
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.core.quantity import Quantity, parse_number, positive
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.nmr.components import SHARED


@dataclass(frozen=True, slots=True)
class NmrRecipe:
    """How to fit NMR spectra, beside what all techniques know.

    Attributes:
        lines: as text; None lets the fit find them.
        nuclei: per formula unit of each line; () for what the technique takes for them.
        process: which phases; None for the technique's default.
        nucleus: what was measured; None for what the file says.
        larmor: the frequency of 0 ppm in MHz, where the file does not tell.
        joint: whether all spectra are fitted together.
        shared: what a joint fit shares; None for the technique's default.
        links: as (parameter, link) in the words of links.py.
        mass: of the rotor's filling.
        formula: of the rotor's filling; "" where none is given.
    """

    technique: ClassVar[str] = NMR.name
    options: ClassVar[tuple[str, ...]] = (
        "components", "nuclei", "nucleus", "larmor", "process", "joint", "shared", "link", "mass", "formula",
    )  # fmt: skip
    lines: str | None = None
    nuclei: tuple[float, ...] = ()
    process: str | None = None
    nucleus: str | None = None
    larmor: float | None = None
    joint: bool = False
    shared: str | tuple[str, ...] | None = None
    links: tuple[tuple[str, str], ...] = ()
    mass: Quantity | None = None
    formula: str = ""

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> NmrRecipe:
        """That of parsed options. Raises InputError with a sentence that names the option."""
        if arguments.shared is not None and not arguments.joint:
            raise InputError("--shared says what a joint fit shares: give --joint too.", field="--shared")
        return cls(
            lines=arguments.components,
            nuclei=_nuclei(arguments.nuclei),
            process=arguments.process,
            nucleus=nucleus_of(arguments.nucleus),
            larmor=larmor_of(arguments.larmor),
            joint=arguments.joint,
            shared=_shared(arguments.shared),
            links=tuple(_link(text) for text in arguments.link),
            mass=_mass(arguments.mass),
            formula=_formula(arguments.formula),
        )

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with lines, nuclei, links and phases. Raises InputError with a sentence that names the option."""
        if model is not None and self.lines is not None:
            raise InputError("Give --components or --model, not both.", field="--components")
        analysis = self._prepared(analysis)
        analysis = with_model(NMR, analysis, model, "--model")
        analysis = with_model(NMR, analysis, self.lines, "--components")
        analysis = self._applied(analysis)
        return analysis if self.process is None else chosen(NMR, analysis, "process", self.process)

    def _prepared(self, analysis: Analysis) -> Analysis:
        """The analysis with what is known of the measurement, before lines are put in: their widths may need it."""
        for name, value in (
            ("nucleus", self.nucleus),
            ("larmor_frequency", self.larmor),
            ("derive_formula", self.formula),
        ):
            analysis = analysis.with_option(name, value) if value else analysis
        return analysis

    def _applied(self, analysis: Analysis) -> Analysis:
        """The analysis with nuclei, shared parameters and links; its lines are there. InputError names the option."""
        if self.nuclei:
            analysis = naming("--nuclei", lambda: NMR.with_nuclei(analysis, self.nuclei))
        if self.shared is not None:
            shared = self.shared
            analysis = naming("--shared", lambda: NMR.with_shared(analysis, shared))
        return naming("--link", lambda: self._linked(analysis))

    def _linked(self, analysis: Analysis) -> Analysis:
        for name, link in self.links:
            analysis = NMR.with_link(analysis, name, link)
        return analysis


def _nuclei(text: str | None) -> tuple[float, ...]:
    try:
        return () if text is None else tuple(parse_number(part) for part in text.split(","))
    except InputError as fault:
        raise InputError(f"--nuclei: {fault.sentence}", field="--nuclei") from fault


def _shared(text: str | None) -> str | tuple[str, ...] | None:
    return text if text is None or text in SHARED else tuple(part.strip() for part in text.split(","))


def _link(text: str) -> tuple[str, str]:
    name, equals, link = text.partition("=")
    if not equals or not name.strip() or not link.strip():
        raise InputError(f"--link “{text}” is not name=link, like width_2=width_1.", field="--link")
    return name.strip(), link.strip()


def _mass(text: str | None) -> Quantity | None:
    return None if text is None else positive(quantity_of(text, "mass", "--mass"), "--mass")


def _formula(text: str | None) -> str:
    try:
        return "" if text is None or not parse_formula(text) else text
    except InputError as fault:
        raise InputError(f"--formula: {fault.sentence}", field="--formula") from fault
