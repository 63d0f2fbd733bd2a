"""Where an axis has its ticks and what stands beside them; positions only, no drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass

MINUS = "−"
_STEPS = (1.0, 2.0, 5.0, 10.0)
_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"))


@dataclass(frozen=True, slots=True)
class Tick:
    """One labelled tick: `text` and, raised behind it, `power`."""

    position: float
    text: str
    power: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Labelled ticks, and the positions of unlabelled ones between them."""

    major: tuple[Tick, ...]
    minor: tuple[float, ...] = ()


def linear(low: float, high: float, pixels: float, spacing: float = 60.0, unit: float = 1.0) -> Ticks:
    """Ticks at round numbers.

    Args:
        low: lower end of the axis in data units.
        high: upper end.
        pixels: length of the axis.
        spacing: smallest distance of two labels in pixels.
        unit: what one of the printed numbers is worth in data units (1e3 for kilo).
    """
    low, high = low / unit, high / unit
    if not high > low or pixels <= 0:
        return Ticks(())
    step = _round_step((high - low) * spacing / pixels)
    first, last = _inside(low, high, step)
    while first >= last:  # a single label says nothing of the scale
        step /= 2.5 if f"{step:.0e}".startswith("5") else 2.0
        first, last = _inside(low, high, step)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    major = tuple(Tick(k * step * unit, number(k * step, decimals)) for k in range(first, last + 1))
    part = step / (4 if f"{step:.0e}".startswith("2") else 5)
    parts = range(math.ceil(low / part), math.floor(high / part) + 1)
    every = round(step / part)
    minor = tuple(k * part * unit for k in parts if k % every)
    return Ticks(major, minor)


def logarithmic(low: float, high: float, pixels: float, spacing: float = 40.0) -> Ticks:
    """Ticks of a logarithmic axis, whose positions are decimal logarithms.

    Whole powers of ten are labelled where two or more are in sight; below that 1, 2, 5; below that round numbers.
    """
    if not high > low or pixels <= 0 or max(abs(low), abs(high)) > 300:
        return Ticks(())
    room = max(1, math.ceil((high - low) * spacing / pixels))
    powers = [k for k in range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)]
    if len(powers) >= 2:
        major = tuple(_power(k) for k in powers if k % room == 0)
        if room > 1:
            return Ticks(major, tuple(float(k) for k in powers if k % room))
        minor = tuple(
            k + math.log10(m) for k in range(powers[0] - 1, powers[-1] + 1) for m in range(2, 10)
            if low <= k + math.log10(m) <= high
        )  # fmt: skip
        return Ticks(major, minor)
    return _within_a_decade(low, high, pixels, spacing)


def _within_a_decade(low: float, high: float, pixels: float, spacing: float) -> Ticks:
    """Labels at 1, 2, 5 or at round numbers, spaced evenly in value as far as their pixels allow."""
    wanted = [k + math.log10(m) for k in range(math.floor(low), math.ceil(high) + 1) for m in (1, 2, 5)]
    seen = [position for position in wanted if low <= position <= high]
    if len(seen) >= 3:
        values = [10.0**position for position in seen]
        return Ticks(tuple(Tick(position, plain(value)) for position, value in zip(seen, values, strict=True)))
    steps = linear(10.0**low, 10.0**high, pixels, spacing * 1.5)
    major = tuple(Tick(math.log10(t.position), t.text) for t in steps.major if t.position > 0)
    return Ticks(major, tuple(math.log10(p) for p in steps.minor if p > 0))


def prefix(largest: float) -> tuple[float, str]:
    """The factor and the letter to write numbers up to `largest` with: 1 up to 10,000, then k, M, G; m, µ... below 0.1."""
    if not math.isfinite(largest) or largest <= 0 or 0.1 <= largest < 1e4:
        return 1.0, ""
    for factor, letter in _PREFIXES:
        if largest >= factor * (0.999 if factor >= 1 else 1.0):
            return factor, letter
    return _PREFIXES[-1]


def number(value: float, decimals: int) -> str:
    """A number with a real minus, and none before a zero."""
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def plain(value: float) -> str:
    """A round number as short as it can be written: 0.02, 5, 200, 2×10⁵ only where zeros would drown it."""
    if 1e-3 <= value < 1e5:
        return f"{value:.6g}"
    exponent = math.floor(math.log10(value) + 1e-9)
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10.0**exponent:.3g}×10{raised}"


def _power(k: int) -> Tick:
    if k in (0, 1):
        return Tick(float(k), str(10**k))
    return Tick(float(k), "10", str(k).replace("-", MINUS))


def _inside(low: float, high: float, step: float) -> tuple[int, int]:
    """The first and the last multiple of a step inside a range; the first is above the last where there is none."""
    return math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)


def _round_step(least: float) -> float:
    base = 10.0 ** math.floor(math.log10(least))
    return next(base * step for step in _STEPS if base * step >= least * (1 - 1e-9))
