"""Bounds that make sense for the parameters of lines in a spectrum; the person's are inside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.nmr.components import split_name
from naglass_gui.techniques.nmr.lines import Real
from naglass_gui.techniques.nmr.shapes import SHAPES

_LIMITS = {p.name: (p.lower, p.upper) for shape in SHAPES.values() for p in shape.parameters}


LEAST_ETA = 0.01
"""Below this no spectrum tells eta from 0."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the fitted points of a spectrum reach, in ppm, and the distance of two of them and of the ends, in Hz."""

    low: float
    high: float
    step: float
    span: float

    @classmethod
    def of(cls, shift: Real, larmor: float) -> Extent:
        """The extent of fitted points at these shifts in ppm, for a frequency in MHz."""
        ordered = np.sort(shift)
        gaps = np.diff(ordered)
        step = float(np.median(gaps)) if gaps.size else 1.0
        return cls(float(ordered[0]), float(ordered[-1]), step * larmor, float(ordered[-1] - ordered[0]) * larmor)


def limits(parameter: Parameter, extents: Sequence[Extent], positive: bool) -> tuple[float | None, float | None]:
    """What a parameter may be, whatever a person sets: positions near the points, widths that can be seen in them."""
    own, _, spectrum = split_name(parameter.name)
    extent = extents[spectrum - 1]
    if own == "baseline":
        return None, None
    if own == "area":
        return (0.0 if positive else None), None
    low, high = _LIMITS[own]
    if own == "eta":
        # A shape is even in eta, so at 0 it tells nothing of eta; a fit must not be caught there.
        return LEAST_ETA, high
    if own == "position":
        reach = 0.5 * (extent.high - extent.low)
        return extent.low - reach, extent.high + reach
    if parameter.unit == "Hz":
        return (0.1 * extent.step if low is None else low), 4.0 * extent.span
    return low, high


def bounded(parameters: Sequence[Parameter], extents: Sequence[Extent], positive: bool) -> tuple[Parameter, ...]:
    """The parameters with bounds of sense inside the person's. Raises InputError where these leave nothing between them."""
    return tuple(_bounded(p, *limits(p, extents, positive)) for p in parameters)


def _bounded(parameter: Parameter, low: float | None, high: float | None) -> Parameter:
    if not parameter.free:
        return parameter
    if parameter.minimum is not None:
        low = parameter.minimum if low is None else max(low, parameter.minimum)
    if parameter.maximum is not None:
        high = parameter.maximum if high is None else min(high, parameter.maximum)
    if low is not None and high is not None and not low < high:
        raise InputError(
            f"The bounds of {parameter.name} leave nothing between {low:g} and {high:g}; correct them.",
            field=parameter.name,
        )
    return replace(parameter, minimum=low, maximum=high)
