"""The noise of a current that changes its range: how large it is at each point, from the data alone."""

from __future__ import annotations

import numpy as np

from naglass_gui.techniques.polarization.record import Real

BLOCK = 25
MOST_BLOCKS = 40
STRIDE = 5
EDGE = 5.0
"""A noise that changes by more than this factor from one block to the next does so at one point, as a current range does."""
ALIKE = 2.0
"""Where the largest and smallest noise differ by less than this factor, all points get the same."""
TO_DEVIATION = 1.4826


def local_noise(time: Real, current: Real) -> Real:
    """Standard deviation of each point in A, shape (m,): what a point differs from a line through its neighbours.

    Whatever varies slowly drops out. The noise is that of blocks of 25 points or more, smoothed over three blocks; it falls
    with the current range, which may span decades: no block holds points of two ranges. For noise alike over several points it comes out too small, but by
    the same factor everywhere.

    Args:
        time: in s, rising, shape (m,).
        current: in A, shape (m,).
    """
    m = len(current)
    if m < 12:
        return np.full(m, _spread(np.diff(current)) / np.sqrt(2.0) or 1.0)
    span = time[2:] - time[:-2]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(span > 0, (time[1:-1] - time[:-2]) / span, 0.5)
    differences = current[1:-1] - (1.0 - share) * current[:-2] - share * current[2:]
    differences /= np.sqrt(1.0 + (1.0 - share) ** 2 + share**2)
    spans = np.split(np.arange(m - 2), _edges(differences))
    parts = [np.array_split(span, max(min(len(span) // BLOCK, MOST_BLOCKS), 1)) for span in spans]
    levels = np.concatenate([_smoothed(np.array([_spread(differences[block]) for block in part])) for part in parts])
    smallest = max(float(np.median(levels)) * 1e-3, resolution(current) / np.sqrt(12.0))
    if smallest == 0.0:
        return np.ones(m)
    levels = np.maximum(levels, smallest)
    if levels.max() < ALIKE * levels.min():
        return np.full(m, float(np.median(levels)))
    noise = np.empty(m)
    for block, level in zip((block for part in parts for block in part), levels.tolist(), strict=True):
        noise[block + 1] = level
    noise[0], noise[-1] = noise[1], noise[-2]
    return noise


def _edges(differences: Real) -> list[int]:
    """Where the noise changes at one point: the first difference after it; at least a block apart."""
    sizes = np.abs(differences)
    if len(sizes) < 2 * BLOCK:
        return []
    usual = np.median(np.lib.stride_tricks.sliding_window_view(sizes, BLOCK)[::STRIDE], axis=1)
    usual = np.maximum(usual, 1e-3 * float(np.median(usual)))
    if usual.min() == 0.0:
        return []
    apart = BLOCK // STRIDE
    contrast = np.abs(np.log(usual[apart:] / usual[:-apart]))
    found = []
    while len(contrast) and contrast[k := int(np.argmax(contrast))] > np.log(EDGE):
        before, after = (TO_DEVIATION * usual[j] for j in (k, k + apart))
        window = slice(k * STRIDE, k * STRIDE + 2 * BLOCK)
        # Before the edge each point is better described by the noise before it: the sum of what that gains is largest there.
        gains = np.log(after / before) + 0.5 * differences[window] ** 2 * (after**-2 - before**-2)
        found.append(window.start + int(np.argmax(np.cumsum(gains))) + 1)
        contrast[max(k - 2 * apart, 0) : k + 2 * apart] = 0.0
    return sorted(found)


def _spread(values: Real) -> float:
    """Standard deviation about zero, not led astray by single spikes; 0 for none."""
    if not len(values):
        return 0.0
    robust = TO_DEVIATION * float(np.median(np.abs(values)))
    return robust or float(np.sqrt(np.mean(values**2)))


def _smoothed(levels: Real) -> Real:
    """Each level as the middle one of itself and its neighbours."""
    if len(levels) < 3:
        return levels
    padded = np.concatenate([levels[:1], levels, levels[-1:]])
    return np.asarray(np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0))


def resolution(current: Real) -> float:
    """The smallest step between two readings in A, 0 where they do not repeat: the digits of the instrument, or of the file."""
    levels = np.unique(current)
    # Readings that never repeat are finer than their noise; their smallest distance says nothing.
    if len(levels) < 2 or len(levels) > len(current) // 2:
        return 0.0
    return float(np.diff(levels).min())
