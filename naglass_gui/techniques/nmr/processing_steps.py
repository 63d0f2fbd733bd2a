"""The steps of a processing chain by name: where each belongs, and what its values may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr import processing_baseline as baseline
from naglass_gui.techniques.nmr import processing_fid as fid
from naglass_gui.techniques.nmr import processing_spectrum as spectrum
from naglass_gui.techniques.nmr.processing_signal import FIELD, Signal

MAX_POINTS = 2**24


@dataclass(frozen=True, slots=True)
class Argument:
    """A value of a step.

    Attributes:
        name: what a person reads, with its unit: "broadening (Hz)".
        low, high: the range it must lie in.
        whole: whether it is a whole number.
        default: what stands for it when it is left out; `...` where it must be given.
        words: where it is a word, the words it may be.
        several: whether it is a list of numbers.
        optional: whether it may be None.
        text: whether it is a text of its own, e.g. the id of a measurement.
    """

    name: str
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    default: Any = ...
    words: tuple[str, ...] = ()
    several: bool = False
    optional: bool = False
    text: bool = False


@dataclass(frozen=True, slots=True)
class StepKind:
    """A kind of step.

    Attributes:
        title: what a person reads.
        domain: whether it works on the free induction decay or on the spectrum.
        function: (signal, *values) -> signal.
        arguments: its values.
    """

    title: str
    domain: Literal["time", "shift"]
    function: Callable[..., Signal]
    arguments: tuple[Argument, ...] = ()


def _needs_company(signal: Signal, measurement: str, factor: float | None) -> Signal:
    raise InputError("What is subtracted is not at hand here.")


_LENGTH = Argument("length (ppm)", low=0.0)
STEP_KINDS: dict[str, StepKind] = {
    "dc_offset": StepKind("Offset of the FID", "time", fid.dc_offset, (Argument("degree", 0, 1, whole=True, default=0),)),
    "left_shift": StepKind("Left shift", "time", fid.left_shift, (Argument("points", 0, MAX_POINTS, whole=True),)),
    "truncate": StepKind("Truncate", "time", fid.truncate, (Argument("points", 4, MAX_POINTS, whole=True),)),
    "em": StepKind("Exponential", "time", fid.exponential, (Argument("broadening (Hz)", -1e6, 1e6),)),
    "gaussian": StepKind("Gaussian", "time", fid.gaussian, (Argument("broadening (Hz)", 0, 1e6),)),
    "gm": StepKind(
        "Lorentz to Gauss", "time", fid.lorentz_to_gauss,
        (Argument("broadening (Hz)", -1e6, 0.0), Argument("maximum (share of the acquisition)", 1e-6, 1.0)),
    ),
    "sine": StepKind(
        "Sine bell", "time", fid.sine_bell,
        (Argument("shift", 0, 1e3, default=2.0), Argument("power", 1, 2, whole=True, default=1)),
    ),
    "zero_fill": StepKind("Zero filling", "time", fid.zero_fill, (Argument("points", 4, MAX_POINTS, whole=True),)),
    "ft": StepKind("Fourier transform", "time", spectrum.fourier_transform),
    "group_delay": StepKind(
        "Digital filter", "shift", spectrum.group_delay, (Argument("points", 0, 1e4, default=None, optional=True),)
    ),
    "phase": StepKind(
        "Phase", "shift", spectrum.phase,
        (
            Argument("p0 (deg)", -1e6, 1e6),
            Argument("p1 (deg)", -1e7, 1e7, default=0.0),
            Argument("pivot (ppm)", -1e7, 1e7, default=None, optional=True),
        ),
    ),
    "auto_phase": StepKind(
        "Automatic phase", "shift", spectrum.auto_phase, (Argument("orders", words=("p0 and p1", "p0"), default="p0 and p1"),)
    ),
    "magnitude": StepKind("Magnitude", "shift", spectrum.magnitude),
    "reference": StepKind("Reference", "shift", spectrum.referenced, (Argument("added shift (ppm)", -1e7, 1e7),)),
    "subtract": StepKind(
        "Subtract a spectrum", "shift", _needs_company,
        (Argument("spectrum", text=True), Argument("factor", -1e6, 1e6, default=None, optional=True)),
    ),
    "baseline": StepKind("Baseline, automatic", "shift", baseline.smooth, (_LENGTH,)),
    "baseline_polynomial": StepKind(
        "Baseline, polynomial", "shift", baseline.polynomial, (Argument("degree", 0, 10, whole=True),)
    ),
    "baseline_anchors": StepKind(
        "Baseline through points", "shift", baseline.through_anchors, (Argument("positions (ppm)", several=True),)
    ),
}  # fmt: skip
"""Every kind of step by the name it has in a chain."""


SLOW = frozenset({"auto_phase", "baseline", "baseline_polynomial"})
"""Steps that search or iterate: they may take longer than a window can wait."""


def apply_step(signal: Signal, step: Sequence[Any], place: int) -> Signal:
    """A signal after one step.

    Args:
        signal: before it.
        step: its name and values.
        place: its position in the chain from 1, for the sentences.

    Raises:
        InputError: no such step, a value that makes no sense, or a step at the wrong side of the Fourier transform.
    """
    name = step[0] if step else None
    kind = STEP_KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise InputError(f"Step {place} of the processing, “{name}”, is none that is known here.", field=FIELD)
    where = f"{FIELD} {place} {name}"
    if kind.domain != signal.domain:
        side = "before" if kind.domain == "time" else "after"
        raise InputError(
            f"“{kind.title}” stands on the wrong side: it belongs {side} the Fourier transform.", field=where
        )
    try:
        return kind.function(signal, *_values(kind, step[1:], where))
    except InputError as fault:
        raise InputError(fault.sentence, fault.details, fault.field or where) from fault


def _values(kind: StepKind, given: Sequence[Any], where: str) -> list[Any]:
    if len(given) > len(kind.arguments):
        raise InputError(f"“{kind.title}” has {len(given)} values, {len(kind.arguments)} at most.", field=where)
    filled = [*given, *(argument.default for argument in kind.arguments[len(given) :])]
    return [_value(kind, argument, value, where) for argument, value in zip(kind.arguments, filled, strict=True)]


def _value(kind: StepKind, argument: Argument, value: Any, where: str) -> Any:
    title = f"“{kind.title}”: {argument.name}"
    if value is ...:
        raise InputError(f"{title} is missing.", field=where)
    if value is None and argument.optional:
        return None
    if argument.text:
        if not isinstance(value, str):
            raise InputError(f"{title} must be a text.", field=where)
        return value
    if argument.words:
        if value not in argument.words:
            raise InputError(f"{title} must be one of {', '.join(argument.words)}.", field=where)
        return value
    if argument.several:
        if not isinstance(value, list | tuple) or not value or len(value) > 1000:
            raise InputError(f"{title} must be a list of at least one number.", field=where)
        return tuple(_number(title, argument, item, where) for item in value)
    return _number(title, argument, value, where)


def _number(title: str, argument: Argument, value: Any, where: str) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{title} must be a number.", field=where)
    if argument.whole and value != int(value):
        raise InputError(f"{title} must be a whole number.", field=where)
    if not argument.low <= value <= argument.high:
        low, high = (f"{bound:g}".replace("-", "−") for bound in (argument.low, argument.high))
        raise InputError(f"{title} must lie between {low} and {high}.", field=where)
    return int(value) if argument.whole else float(value)
