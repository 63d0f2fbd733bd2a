"""Options of the command line as changes of an analysis; a refusal names the option."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar, Protocol

from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis
from naglass_gui.core.quantity import Quantity, parse_number, parse_quantity
from naglass_gui.techniques import Technique


class Part(Protocol):
    """What one technique's own options ask for; a new one is a module here and its line in `recipe.PARTS`."""

    technique: ClassVar[str]
    options: ClassVar[tuple[str, ...]]
    """Names of the options it understands beside those of all techniques; several parts may understand the same."""

    def modelled(self, analysis: Analysis, model: str | None) -> Analysis:
        """The analysis with the model as typed (None for the technique's choice) and these options. Raises InputError."""


def naming(option: str, deed: Callable[[], Analysis]) -> Analysis:
    """What a deed gives; a refusal names the option."""
    try:
        return deed()
    except InputError as fault:
        raise InputError(f"{option}: {fault.sentence}", fault.details, field=option) from fault


def with_model(science: Technique, analysis: Analysis, model: str | None, option: str) -> Analysis:
    """The analysis with a model as typed; as it is without one."""
    return analysis if model is None else naming(option, lambda: science.with_model(analysis, model))


def quantity_of(text: str, measures: str, option: str, unit: str = "") -> Quantity:
    """A typed quantity; a bare number is in the unit given. Raises InputError with a sentence that names the option."""
    try:
        return parse_quantity(text, measures, unit, option)
    except InputError as fault:
        if option in fault.sentence:
            raise
        raise InputError(f"{option}: {fault.sentence}", fault.details, field=option) from fault


def chosen(science: Technique, analysis: Analysis, name: str, value: str) -> Analysis:
    """The analysis with an option that is one of a few words."""
    choice = next((c for c in science.choices if c.name == name), None)
    if choice is None or value not in choice.values:
        there = f"no {name}s to choose" if choice is None else ", ".join(choice.values)
        raise InputError(f"--{name} “{value}” is not known for {science.title}; there are {there}.", field=f"--{name}")
    return analysis.with_option(name, value)


def nucleus_of(text: str | None) -> str | None:
    """The name of a typed nucleus."""
    known = None if text is None else nucleus_named(text)
    if text is not None and known is None:
        raise InputError(f"--nucleus “{text}” is no nucleus known here; it is written like 23Na.", field="--nucleus")
    return None if known is None else known.name


def larmor_of(text: str | None) -> float | None:
    """A typed Larmor frequency in MHz."""
    if text is None:
        return None
    try:
        value = parse_number(re.sub(r"\s*MHz$", "", text))
    except InputError as fault:
        raise InputError(f"--larmor: {fault.sentence} Give it in MHz.", field="--larmor") from fault
    if not value > 0:
        raise InputError("--larmor must be above zero, in MHz.", field="--larmor")
    return value
