"""What the options of `naglass fit` ask for, checked once, then applied to every sweep."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from naglass_gui.commands.mask import masked_points
from naglass_gui.commands.options import Part, chosen, quantity_of, with_model
from naglass_gui.commands.recipe_dc import PolarizationRecipe
from naglass_gui.commands.recipe_eis import EisRecipe
from naglass_gui.commands.recipe_nmr import NmrRecipe
from naglass_gui.commands.recipe_relaxation import BppRecipe, RelaxationRecipe
from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError, ProjectError
from naglass_gui.core.project import Analysis, Mask, Region, new_id
from naglass_gui.core.quantity import Quantity, above_absolute_zero, parse_number, positive
from naglass_gui.core.template import Template, with_template
from naglass_gui.storage.templates import find_template
from naglass_gui.techniques import Technique, technique, techniques
from naglass_gui.techniques.eis import EIS

Window = tuple[float | None, float | None]
PARTS = (EisRecipe, PolarizationRecipe, NmrRecipe, RelaxationRecipe, BppRecipe)
"""The techniques that have options of their own."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to fit: the same for every sweep.

    Attributes:
        technique: which sweeps to fit, by technique; None fits all.
        model: the model's text; None lets the technique choose by the data.
        windows: spans of the axis to fit, in its unit; None where an end is open.
        mask: points to leave out, as typed; "" for none.
        weight: the weights' name; None for the technique's default.
        sizes: of the pellet, by the specimen's field; never both a diameter and an area.
        temperature: of every sweep, or None.
        seed: of the random starts.
        template: how everything is analysed; other options go before it. None without.
        parts: what each technique's own options ask for.
        given: names of the options given that belong to some techniques only.
    """

    technique: str | None = None
    model: str | None = None
    windows: tuple[Window, ...] = ()
    mask: str = ""
    weight: str | None = None
    sizes: Mapping[str, Quantity] = field(default_factory=dict)
    temperature: Quantity | None = None
    seed: int = 0
    template: Template | None = None
    parts: tuple[Part, ...] = (EisRecipe(), PolarizationRecipe(), NmrRecipe())
    given: tuple[str, ...] = ()

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Recipe:
        """The recipe of parsed options. Raises InputError with a sentence that names the option."""
        template = _template(arguments.template)
        named = _known_technique(arguments.technique) or (_known_technique(template.technique) if template else None)
        recipe = cls(
            technique=named or _implied_technique(arguments),
            template=template,
            model=arguments.circuit,
            windows=tuple(parse_window(text) for text in arguments.window),
            mask=" or ".join(arguments.mask),
            weight=arguments.weight,
            sizes=_sizes(arguments),
            temperature=_temperature(arguments.temperature),
            seed=_seed(arguments.seed),
            parts=tuple(part.of(arguments) for part in PARTS),
            given=tuple(name for name in _special() if getattr(arguments, name)),
        )
        if recipe.technique is not None:
            # What makes no sense whatever the data are is refused once, before any file is read.
            recipe.modelled(Analysis("", "", recipe.technique, (), options=(("larmor_frequency", 1.0),)))
        return recipe

    def new_sizes(self) -> dict[str, Quantity | None]:
        """What to set on a specimen: a typed area stands instead of a diameter from the file, and the other way round."""
        sizes: dict[str, Quantity | None] = dict(self.sizes)
        if "area" in sizes:
            sizes["diameter"] = None
        elif "diameter" in sizes:
            sizes["area"] = None
        if self.nmr.mass is not None:
            sizes["mass"] = self.nmr.mass
        return sizes | self.eis.sizes()

    def modelled(self, analysis: Analysis) -> Analysis:
        """The analysis with this recipe's model and options. Raises InputError when its technique does not know them."""
        science = technique(analysis.technique)
        assert science is not None
        if self.template is not None:
            analysis = with_template(analysis, self.template)
        part = next((part for part in self.parts if part.technique == analysis.technique), None)
        for name in self.given:
            if part is None or name not in part.options:
                raise InputError(_misplaced(name, science), field=_option(name))
        if part is not None:
            analysis = part.modelled(analysis, self.model)
        else:
            analysis = with_model(science, analysis, self.model, "--circuit")
        return analysis if self.weight is None else chosen(science, analysis, "weight", self.weight)

    @property
    def eis(self) -> EisRecipe:
        """What is asked of impedance."""
        return next(part for part in self.parts if isinstance(part, EisRecipe))

    @property
    def nmr(self) -> NmrRecipe:
        """What is asked of NMR spectra."""
        return next(part for part in self.parts if isinstance(part, NmrRecipe))

    def applied(self, analysis: Analysis, columns: dict[str, Array], axis: Array) -> Analysis:
        """A fresh analysis as this recipe wants it.

        Args:
            analysis: as the technique made it for the measurement.
            columns: the measurement's columns by name.
            axis: the one that windows are in.

        Raises:
            InputError: a model, weight, window or mask that makes no sense for these data.
        """
        analysis = self.modelled(analysis)
        if self.windows:
            regions = tuple(_region(window, axis) for window in self.windows)
            analysis = replace(analysis, regions=regions)
        if self.mask:
            masked = tuple(Mask(index, f"--mask {self.mask}") for index in masked_points(self.mask, columns))
            analysis = replace(analysis, masked=masked)
        return analysis


def _special() -> tuple[str, ...]:
    """The options that belong to some techniques only."""
    return tuple(dict.fromkeys(name for part in PARTS for name in part.options))


def _misplaced(name: str, science: Technique) -> str:
    owners = [owner.title for part in PARTS if name in part.options and (owner := technique(part.technique))]
    return f"{_option(name)} is for {' and '.join(owners)}, not for {science.title}."


def _option(name: str) -> str:
    """An option as it is typed."""
    return f"--{name.replace('_', '-')}"


def parse_window(text: str) -> Window:
    """A window as typed, "10:1e6", "10:" or ":1e6". Raises InputError when it is empty, reversed or no window."""
    low_text, colon, high_text = text.partition(":")
    if not colon or ":" in high_text:
        raise InputError(f"--window “{text}” is not low:high, like 10:1e6 or 10: or :1e6.", field="--window")
    low, high = (_end(part) if part.strip() else None for part in (low_text, high_text))
    if low is not None and high is not None and not low < high:
        raise InputError(f"--window “{text}” is empty or reversed; it is written low:high.", field="--window")
    return low, high


def _end(text: str) -> float:
    try:
        return parse_number(text)
    except InputError as fault:
        raise InputError(f"--window: {fault.sentence}", field="--window") from fault


def _region(window: Window, axis: Array) -> Region:
    finite = axis[[math.isfinite(value) for value in axis]]
    if not len(finite):
        raise InputError("the axis holds no number.")
    first, last = float(finite.min()), float(finite.max())
    low = first if window[0] is None else window[0]
    high = last if window[1] is None else window[1]
    if not ((finite >= low) & (finite <= high)).any():
        shown = ":".join("" if end is None else f"{end:g}" for end in window)
        raise InputError(
            f"--window {shown} holds no point; the data reach from {first:g} to {last:g}.", field="--window"
        )
    # An open end that meets the last point would make a region without width.
    return Region(new_id(), low, high if high > low else math.nextafter(low, math.inf))


def _implied_technique(arguments: argparse.Namespace) -> str | None:
    """The technique that the options speak of, where none is named."""
    for name in _special():
        if getattr(arguments, name):
            return next(part.technique for part in PARTS if name in part.options)
    return EIS.name if arguments.circuit is not None or arguments.weight is not None else None


def _template(name_or_file: str | None) -> Template | None:
    """The template of a name or a file. Raises InputError where there is none."""
    try:
        return None if name_or_file is None else find_template(name_or_file)
    except ProjectError as fault:
        raise InputError(f"--template: {fault.sentence}", fault.details, field="--template") from fault


def _known_technique(name: str | None) -> str | None:
    if name is not None and technique(name) is None:
        names = ", ".join(t.name for t in techniques())
        raise InputError(f"--technique “{name}” is not known; there are {names}.", field="--technique")
    return name


def _sizes(arguments: argparse.Namespace) -> dict[str, Quantity]:
    if arguments.area is not None and arguments.diameter is not None:
        raise InputError("Give --diameter or --area, not both.", field="--area")
    measures = {"thickness": "length", "diameter": "length", "area": "area"}
    found = {}
    for name, dimension in measures.items():
        text = getattr(arguments, name)
        if text is not None:
            found[name] = positive(quantity_of(text, dimension, f"--{name}"), f"--{name}")
    return found


def _temperature(text: str | None) -> Quantity | None:
    if text is None:
        return None
    quantity = quantity_of(text, "temperature", "--temperature", "degC")
    return above_absolute_zero(quantity, "--temperature")


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise InputError(f"--seed “{text}” is not a whole number from 0 on.", field="--seed")
    return int(text)
