"""From the slices of a series to magnetisation against delay: integrals over windows, or heights at positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.techniques.nmr.noise import SIGNAL, noise_level
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.slices import Slices

WAYS = ("windows", "heights", "lines")
"""Integrals of windows, heights in their middle, or lines fitted to all slices together."""
LEAST_POINTS = 2
_EDGE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Magnetisation:
    """One curve.

    Attributes:
        label: what it is of: a window in ppm, or a line's name.
        delay: in s, shape (m,), in the file's order, the used slices only.
        values: intensity x ppm, or intensity; shape (m,).
        sigma: standard deviation of each, shape (m,); None where they are alike.
        slices: which slices these are, shape (m,).
    """

    label: str
    delay: Real
    values: Real
    sigma: Real | None
    slices: NDArray[np.intp]


def measured(slices: Slices, analysis: Analysis) -> tuple[Magnetisation, ...]:
    """The curves of an analysis by windows or heights: one for each region, in the order of the regions.

    Without a region the strongest signal is taken. Raises InputError for a window that holds no point.
    """
    windows = [(r.low, r.high) for r in analysis.regions] or suggested_windows(slices)[:1]
    way = analysis.option("way", "windows")
    rows = np.flatnonzero(slices.used)
    if not len(rows):
        raise InputError(f"{slices.name}: every slice is left out; take some back in.", field="Slices")
    curves = []
    for low, high in windows:
        values = height(slices, low, high) if way == "heights" else integral(slices, low, high)
        curves.append(Magnetisation(label_of(low, high), slices.delay[rows], values[rows], None, rows))
    return tuple(curves)


def integral(slices: Slices, low: float, high: float) -> Real:
    """The integral of each slice between two shifts in ppm, shape (m,)."""
    inside = _inside(slices, low, high)
    step = float(np.median(np.diff(slices.shift)))
    result: Real = slices.intensity[:, inside].sum(axis=1) * step
    return result


def height(slices: Slices, low: float, high: float) -> Real:
    """The intensity of each slice where, between two shifts, that of the longest delay is highest; shape (m,)."""
    inside = np.flatnonzero(_inside(slices, low, high))
    result: Real = slices.intensity[:, inside[int(np.argmax(np.abs(slices.intensity[slices.longest, inside])))]]
    return result


def _inside(slices: Slices, low: float, high: float) -> NDArray[np.bool_]:
    inside = (slices.shift >= low) & (slices.shift <= high)
    if np.count_nonzero(inside) < LEAST_POINTS:
        first, last = slices.shift[[0, -1]]
        raise InputError(
            f"The window from {low:g} to {high:g} ppm holds no signal; the spectra reach from {first:.4g} to {last:.4g} ppm.",
            field="Window",
        )
    return np.asarray(inside)


def suggested_windows(slices: Slices) -> list[tuple[float, float]]:
    """Where the signals of the slice with the longest delay lie, the strongest first; the whole width where none stands out."""
    data = slices.intensity[slices.longest]
    size = np.abs(data)
    threshold = max(SIGNAL * noise_level(data).deviation, _EDGE * float(size.max()))
    loud = size > threshold
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int)))
    spans = _joined([(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)], len(data))
    if not spans:
        return [(float(slices.shift[0]), float(slices.shift[-1]))]
    spans.sort(key=lambda span: -float(size[span[0] : span[1] + 1].sum()))
    return [(float(slices.shift[a]), float(slices.shift[b])) for a, b in spans]


def _joined(spans: Sequence[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """Spans widened by their own width, at least by a little, and joined where they meet."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        room = max(last - first + 1, 2)
        first, last = max(first - room, 0), min(last + room, count - 1)
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def label_of(low: float, high: float) -> str:
    """A window as a label."""
    return f"{low:.4g} to {high:.4g} ppm".replace("-", "−")
