"""Spinning sidebands that a fit has left out: peaks of its residual at both sides of lines, equally far away.

Where the header's rate explains them it is taken, else the one that the peaks themselves show: a header keeps the rate that was
typed, not the one that was reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Analysis, FitWarning
from naglass_gui.techniques.nmr.components import number_of, own_values
from naglass_gui.techniques.nmr.lines import Real, voigt_width
from naglass_gui.techniques.nmr.roles import is_sideband

MOST_ORDERS = 8
SLOWEST, FASTEST = 800.0, 250e3
"""Hz that rotors turn at; closer pairs are couplings."""
STANDING_OUT = 10.0
"""Times its own scatter from which the residual has a peak."""
WORTH = 0.005
"""Of the highest point; smaller peaks are not worth a word."""
EXPLAINED = 0.5
"""Of what stands out at least, before peaks are called sidebands: among many there are pairs by chance."""
MOST_PEAKS = 60
SAME_RATE = 0.01


@dataclass(frozen=True, slots=True)
class Sidebands:
    """What was found: the rate in Hz, up to which order, and the numbers of the lines they belong to."""

    rate: float
    orders: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may have sidebands: its number, place and full width in Hz."""

    number: int
    place: float
    width: float


def find_sidebands(
    analysis: Analysis, shift: Real, data: Real, rest: Real, larmor: float, header_rate: float | None
) -> Sidebands | None:
    """The sidebands that are left in a residual; None where there are none, or each line has its own.

    Args:
        analysis: the lines with their fitted values.
        shift: ppm, rising, shape (m,).
        data: shape (m,).
        rest: what the fit leaves of it, shape (m,).
        larmor: MHz.
        header_rate: spinning rate the file gives in Hz, or None.
    """
    lines, others = _lines(analysis, larmor)
    if not lines or len(shift) < 16:
        return None
    hertz = shift * larmor
    narrowest = min(line.width for line in lines)
    peaks, heights = _peaks(hertz, rest, narrowest, WORTH * float(np.abs(data).max()))
    free = np.array([all(abs(p - o.place) > 2.0 * o.width for o in (*lines, *others)) for p in peaks], dtype=bool)
    peaks, heights = peaks[free], heights[free]
    if not 2 <= len(peaks) <= MOST_PEAKS:
        return None
    step = float(hertz[-1] - hertz[0]) / (len(hertz) - 1)
    best: tuple[int, bool, Sidebands] | None = None
    for rate, known in [
        *([(header_rate, True)] if header_rate else []),
        *((r, False) for r in _rates(lines, peaks, step)),
    ]:
        found, used = _explained(lines, peaks, rate, step)
        pairs = len(used)
        if found is None or heights[list(set().union(*used))].sum() < EXPLAINED * heights.sum():
            continue
        if best is None or (pairs, known) > best[:2]:
            best = pairs, known, found
    return None if best is None else best[2]


def sideband_note(found: Sidebands, names: Sequence[str], header_rate: float | None) -> FitWarning:
    """What is said of sidebands that were found, with the remedy "sidebands RATE ORDERS NUMBERS"."""
    multiples = "" if found.orders == 1 else " and multiples of it"
    text = (
        f"The residual has peaks {found.rate / 1e3:.3g} kHz{multiples} at both sides of {_listed(names)}, where spinning sidebands lie: "
        "as sidebands they count with their lines."
    )
    if header_rate and abs(header_rate - found.rate) > SAME_RATE * found.rate:
        text += f" The header says {header_rate / 1e3:.4g} kHz."
    numbers = ",".join(str(n) for n in found.lines)
    return FitWarning("note", text, f"sidebands {found.rate:.7g} {found.orders} {numbers}")


def sidebands_of_remedy(words: str) -> Sidebands:
    """What the remedy of a note asks for, "12471.3 1 1,2"."""
    rate, orders, numbers = words.split()
    return Sidebands(float(rate), int(orders), tuple(int(n) for n in numbers.split(",")))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _lines(analysis: Analysis, larmor: float) -> tuple[list[_Line], list[_Line]]:
    """The lines without sidebands that may get some; and all others."""
    found: list[_Line] = []
    others: list[_Line] = []
    heads = {analysis.option(f"derive_part_of_{number_of(c)}") for c in analysis.components}
    for component in analysis.components:
        values = own_values(component)
        width = voigt_width(values["gauss"], values["lorentz"]) if component.kind == "voigt" else values.get("width")
        line = _Line(number_of(component), values["position"] * larmor, width or 0.0)
        able = bool(width) and not is_sideband(analysis, component) and line.number not in heads
        (found if able else others).append(line)
    return found, others


def _peaks(hertz: Real, rest: Real, width: float, least: float) -> tuple[Real, Real]:
    """Places and heights of what stands out of a residual once it is smoothed to the width of a line."""
    step = float(hertz[-1] - hertz[0]) / (len(hertz) - 1)
    reach = max(round(0.25 * width / step), 1)
    smooth = np.convolve(rest, np.full(2 * reach + 1, 1.0 / (2 * reach + 1)), "same")
    middle = float(np.median(smooth))
    scatter = 1.4826 * float(np.median(np.abs(smooth - middle)))
    height = smooth - middle
    inner = height[1:-1]
    top = (inner >= height[:-2]) & (inner > height[2:]) & (inner > max(STANDING_OUT * scatter, least))
    places = np.flatnonzero(top) + 1
    # Of several tops within a line's width the highest is its peak.
    kept: list[int] = []
    for k in places[np.argsort(-height[places])]:
        if all(abs(hertz[k] - hertz[j]) > width for j in kept):
            kept.append(int(k))
    return hertz[sorted(kept)], height[sorted(kept)]


def _rates(lines: Sequence[_Line], peaks: Real, step: float) -> list[float]:
    """Distances at which any line has a peak at either side."""
    found = []
    for line in lines:
        left, right = peaks[peaks < line.place], peaks[peaks > line.place]
        off = np.abs(0.5 * (left[:, None] + right[None, :]) - line.place)
        rows, columns = np.nonzero(off < _tolerance(line, step))
        found += [0.5 * float(right[c] - left[r]) for r, c in zip(rows, columns, strict=True)]
    return [rate for rate in found if SLOWEST < rate < FASTEST]


def _explained(
    lines: Sequence[_Line], peaks: Real, rate: float, step: float
) -> tuple[Sidebands | None, list[set[int]]]:
    """What a rate explains, and which peaks in pairs."""
    used: list[set[int]] = []
    numbers: list[int] = []
    distances: list[float] = []
    highest = 0
    for line in lines:
        for order in range(1, MOST_ORDERS + 1):
            pair = [int(np.argmin(np.abs(peaks - line.place - side * order * rate))) for side in (-1, 1)]
            off = [
                abs(float(peaks[k]) - line.place - side * order * rate) for k, side in zip(pair, (-1, 1), strict=True)
            ]
            if max(off) < _tolerance(line, step):
                used.append(set(pair))
                numbers.append(line.number)
                distances.append(float(peaks[pair[1]] - peaks[pair[0]]) / (2 * order))
                highest = max(highest, order)
    if not used:
        return None, used
    return Sidebands(float(np.mean(distances)), highest, tuple(sorted(set(numbers)))), used


def _tolerance(line: _Line, step: float) -> float:
    return 0.5 * line.width + 2.0 * step
