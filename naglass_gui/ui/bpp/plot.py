"""T1 against temperature as curves: one colour a field."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from naglass_gui.ui import theme
from naglass_gui.ui.bpp.motions import Motion
from naglass_gui.ui.plots.drawables import Drawable, Line, Points, Sticks, Symbol
from naglass_gui.ui.plots.legend import Entry

Real = NDArray[np.float64]
ZERO_CELSIUS = 273.15
BEYOND = 0.12  # of the span of 1/T that curves reach beyond the points
GRID = 160
FAINT = 0.35
SYMBOLS: tuple[Symbol, ...] = ("circle", "square", "diamond", "triangle")


def across(kelvin: Real, inverse: bool) -> Real:
    """Temperatures as positions: 1000/T in 1/K, or degrees Celsius."""
    return 1000.0 / kelvin if inverse else kelvin - ZERO_CELSIUS


def places(motion: Motion, inverse: bool) -> tuple[Real, Real]:
    """Where the points are, heights as decimal logarithms."""
    kelvin = np.array([p.kelvin for p in motion.points], dtype=float)
    return across(kelvin, inverse), np.log10(np.array([p.t1 for p in motion.points], dtype=float))


def drawables(motion: Motion, inverse: bool, symbol: Symbol = "circle", faint: bool = False) -> list[Drawable]:
    """Curves, minima, error bars and points of one plot."""
    if not motion.points:
        return []
    found: list[Drawable] = []
    palette = theme.tokens().components
    opacity = FAINT if faint or motion.stale else 1.0
    x, y = places(motion, inverse)
    low, high = reach(np.array([p.kelvin for p in motion.points]))
    kelvin = 1.0 / np.linspace(1.0 / high, 1.0 / low, GRID)
    for k, larmor in enumerate(motion.fields):
        colour = palette[k % len(palette)]
        curve = motion.model(kelvin, larmor)
        if curve is not None:
            found.append(Line(across(kelvin, inverse), np.log10(curve), colour, width=2, opacity=opacity))
        least = motion.minimum(larmor)
        if least is not None and low <= least[0] <= high:
            at = across(np.array([least[0]]), inverse)
            found.append(Points(at, np.log10(np.array([least[1]])), colour, size=9.0, symbol="diamond", hollow=True))
    for k, _ in enumerate(motion.fields):
        mine = np.array([motion.field_of(p) == k for p in motion.points])
        out = np.array([p.excluded for p in motion.points])
        colour = palette[k % len(palette)]
        bars = [(i, p.error) for i, p in enumerate(motion.points) if mine[i] and p.error]
        if bars:
            places_of = [i for i, _ in bars]
            t1 = np.array([motion.points[i].t1 for i in places_of])
            error = np.array([e for _, e in bars])
            below = np.log10(np.maximum(t1 - error, 0.02 * t1))
            found.append(Sticks(x[places_of], below, np.log10(t1 + error), colour, opacity))
        used, left = mine & ~out, mine & out
        found.append(Points(x[used], y[used], colour, size=7.0, symbol=symbol, opacity=opacity))
        found.append(Points(x[left], y[left], colour, size=7.0, symbol=symbol, hollow=True, opacity=opacity))
    return found


def entries(motions: Sequence[Motion]) -> list[Entry]:
    """What the legend says: the fields, and the plots where there are several."""
    palette = theme.tokens().components
    found = [
        Entry(f"{larmor / 1e6:.5g} MHz", palette[k % len(palette)])
        for k, larmor in enumerate(motions[0].fields if motions else ())
    ]
    if len(motions) > 1:
        muted = theme.tokens().muted
        found += [Entry(name_of(m), muted, SYMBOLS[k % len(SYMBOLS)]) for k, m in enumerate(motions)]
    return found


def name_of(motion: Motion) -> str:
    """What a plot is called."""
    return (
        motion.analysis.name if motion.analysis is not None else motion.measurement.name if motion.measurement else ""
    )


def reach(kelvin: Real) -> tuple[float, float]:
    """How far curves reach, in K: a little beyond the points; around room temperature where none makes sense."""
    kelvin = kelvin[(kelvin > 0) & np.isfinite(kelvin)]
    if not len(kelvin):
        return 250.0, 350.0
    low, high = 1.0 / float(kelvin.max()), 1.0 / float(kelvin.min())
    room = BEYOND * (high - low) or 0.05 * high
    return 1.0 / (high + room), 1.0 / (low - room)
