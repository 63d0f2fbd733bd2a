"""How several spectra stand on one plot: their heights, offsets and colours. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from naglass_gui.core.project import Id, Project
from naglass_gui.techniques.nmr.processing_subtraction import Taken
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.spectra import Spectrum
from naglass_gui.ui.plots.heat import heat

Way = Literal["one", "overlay", "stack"]
Norm = Literal["highest", "area", "scans"]
ColourBy = Literal["sample", "condition"]
WAYS: dict[Way, str] = {"one": "One spectrum", "overlay": "Overlay", "stack": "Stack"}
NORMS: dict[Norm, str] = {"highest": "To the highest point", "area": "To the area", "scans": "To scans and gain"}
COLOURS: dict[ColourBy, str] = {"sample": "By sample", "condition": "By condition"}
FIRST_STEP = 1.1  # of the current spectrum's highest point, between neighbours of a stack


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a person chose.

    Attributes:
        way: one spectrum, all over each other, or above each other.
        norm: what all have in common.
        colours: what colours tell.
        step: between neighbours of a stack, the first at the top; 1 is the current spectrum's highest point.
        alone: by how much single spectra are moved beside that, by id.
    """

    way: Way = "stack"
    norm: Norm = "highest"
    colours: ColourBy = "condition"
    step: float = FIRST_STEP
    alone: dict[Id, float] = field(default_factory=dict)

    def moved(self, id: Id, by: float) -> Arrangement:
        """With one spectrum moved by itself."""
        return replace(self, alone=self.alone | {id: self.alone.get(id, 0.0) + by})


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A spectrum in its place: drawn is `factor` times its intensity plus `offset`."""

    spectrum: Spectrum
    factor: float
    offset: float
    colour: str
    steps: int


def arranged(
    items: Sequence[Spectrum], current: Spectrum | None, chosen: Arrangement, project: Project
) -> tuple[Placed, ...]:
    """All spectra in their places; the current one stays at 0 with its own height, so that lines fit it as ever."""
    if current is None or current.signal is None or chosen.way == "one":
        return ()
    shown = [item for item in items if item.signal is not None]
    here = next((k for k, item in enumerate(shown) if item.id == current.id), 0)
    # What the norm needs may not be known of one: then heights are compared, not a mixture.
    norm = chosen.norm if can_be_normalised(shown, chosen.norm) else "highest"
    unit = _unit(current, norm)
    tones = colours_of(shown, chosen.colours, project)
    placed = []
    for k, item in enumerate(shown):
        assert item.signal is not None
        factor = (item.signal.scale / _unit(item, norm)) / (current.signal.scale / unit)
        steps = here - k if chosen.way == "stack" else 0
        apart = chosen.alone.get(item.id, 0.0) - chosen.alone.get(current.id, 0.0) if chosen.way == "stack" else 0.0
        placed.append(Placed(item, factor, steps * chosen.step + apart, tones[item.id], steps))
    return tuple(placed)


def can_be_normalised(items: Sequence[Spectrum], norm: Norm) -> bool:
    """Whether all spectra have what the norm needs."""
    return norm != "scans" or all(Taken.of(item.measurement).exposure for item in items)


def _unit(spectrum: Spectrum, norm: Norm) -> float:
    """By what a spectrum is divided."""
    signal = spectrum.signal
    assert signal is not None
    unit = signal.scale
    if norm == "area":
        unit = abs(float(np.trapezoid(signal.intensity, signal.shift))) * signal.scale
    elif norm == "scans":
        unit = Taken.of(spectrum.measurement).exposure or signal.scale
    return unit or 1.0


def colours_of(items: Sequence[Spectrum], by: ColourBy, project: Project) -> dict[Id, str]:
    """A colour for each: from cold to hot by a condition that differs, else one for each sample, else one for each."""
    if by == "condition":
        name = varied_condition(items)
        known = {i.id: c.quantity.value for i in items if name and (c := i.measurement.condition(name)) is not None}
        if known:
            low, span = min(known.values()), max(known.values()) - min(known.values())
            return {i.id: heat((known[i.id] - low) / span) if i.id in known else theme.tokens().muted for i in items}
    palette = theme.tokens().components
    owners = [project.sample_of(item.id).id for item in items]
    samples = list(dict.fromkeys(owners))
    if len(samples) > 1:
        return {
            item.id: palette[samples.index(owner) % len(palette)] for item, owner in zip(items, owners, strict=True)
        }
    return {item.id: palette[k % len(palette)] for k, item in enumerate(items)}


def varied_condition(items: Sequence[Spectrum]) -> str:
    """The name of the first condition that is known for most and is not the same for all; "" for none."""
    names = dict.fromkeys(c.name for item in items for c in item.measurement.conditions)
    for name in names:
        found = [item.measurement.condition(name) for item in items]
        values = {c.quantity.value for c in found if c is not None}
        if len(values) > 1 and 2 * sum(c is not None for c in found) >= len(items):
            return name
    return ""
