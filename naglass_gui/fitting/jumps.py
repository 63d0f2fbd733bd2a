"""Where points do not follow one straight line, as ln(sigma T) against 1/T should: a step between two, or one off the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
FEWEST_FOR_STEP = 6
FEWEST_FOR_OUTLIER = 5
GAIN = 25.0
"""A step or a stray point must lower the sum of squares, for each degree of freedom left, by this factor."""
SMALLEST = 0.1
"""A shift under this (10 % of what the logarithm is of) is not worth a word."""


@dataclass(frozen=True, slots=True)
class Step:
    """All points from `first` on (by rising temperature) lie higher by `height`."""

    first: int
    height: float


def step(x: Real, y: Real) -> Step | None:
    """The step that splits a straight line in two parallel ones, None where one line serves.

    Args:
        x: 1/T, falling (temperature rising), shape (n,).
        y: ln(sigma T).
    """
    n = len(x)
    if n < FEWEST_FOR_STEP:
        return None
    left, squares, basis = _line(x, y)
    firsts = np.arange(2, n - 1)
    sides = (np.arange(n)[None, :] >= firsts[:, None]).astype(float)
    # What of each step the straight line cannot describe: that is what it can gain.
    own = sides - (sides @ basis) @ basis.T
    norms = np.einsum("km,km->k", own, own)
    gains = (own @ left) ** 2 / norms
    best = int(np.argmax(gains))
    height = float(own[best] @ left / norms[best])
    improved = squares / (n - 2) > GAIN * max(squares - float(gains[best]), 0.0) / (n - 3)
    return Step(int(firsts[best]), height) if improved and abs(height) > SMALLEST else None


def stray(x: Real, y: Real) -> tuple[int, float] | None:
    """The one point off the line of all others, with its distance; None where none is."""
    n = len(x)
    if n < FEWEST_FOR_OUTLIER:
        return None
    left, squares, basis = _line(x, y)
    free = np.maximum(1.0 - np.einsum("mk,mk->m", basis, basis), 1e-12)
    gains = left**2 / free
    found = int(np.argmax(gains))
    distance = float(left[found] / free[found])
    improved = squares / (n - 2) > GAIN * max(squares - float(gains[found]), 0.0) / (n - 3)
    return (found, distance) if improved and abs(distance) > SMALLEST else None


def _line(x: Real, y: Real) -> tuple[Real, float, Real]:
    """Residuals of the straight line, their squares, and an orthonormal basis of what a line can describe, shape (n, 2)."""
    centred = x - x.mean()
    length = float(np.sqrt(centred @ centred))
    one = np.full(len(x), len(x) ** -0.5)
    basis = np.stack([one, centred / length if length else one], axis=1)
    left = y - basis @ (basis.T @ y)
    return left, float(left @ left), basis
