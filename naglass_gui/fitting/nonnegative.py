"""Quadratic problems in quantities that cannot be negative, begun from which ones were above zero the time before.

Active-set methods such as Lawson and Hanson's (`scipy.optimize.nnls`) let one quantity in or out at a time. Block principal
pivoting exchanges all that are wrong at once and needs two to five solutions of a symmetric system, and one or two from
the answer to a problem nearby: a slider can be followed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.linear import Real, solve_positive

Chosen = NDArray[np.bool_]

ROUNDING = 1e-12
"""A gradient within this share of the largest pull is zero."""
TRIES = 3
"""So often the number of wrong ones may fail to fall before they are let in one by one, which cannot cycle."""


def nonnegative(gram: Real, pull: Real, start: Chosen | None = None) -> tuple[Real, Chosen]:
    """The x >= 0 that minimises x G x / 2 - c x.

    Block principal pivoting: Portugal, Judice & Vicente, Math. Comput. 63 (1994) 625; Kim & Park, SIAM J. Sci. Comput. 33
    (2011) 3261.

    Args:
        gram: G, symmetric and positive definite, shape (n, n).
        pull: c, shape (n,).
        start: which x were above zero in a problem nearby, shape (n,).

    Returns:
        x, shape (n,), and which of them are free (the others are 0).

    Raises:
        FitError: G is not positive definite to rounding.
    """
    free = np.zeros(len(pull), dtype=bool) if start is None else start.copy()
    slack = ROUNDING * float(np.abs(pull).max(initial=0.0))
    fewest, tries = len(pull) + 1, TRIES
    while tries:
        x = _solved(gram, pull, free)
        wrong = np.where(free, x < 0.0, gram @ x - pull < -slack)
        count = int(np.count_nonzero(wrong))
        if count == 0:
            return x, free
        fewest, tries = (count, TRIES) if count < fewest else (fewest, tries - 1)
        free ^= wrong
    return _one_by_one(gram, pull, np.maximum(x, 0.0), slack)


def _one_by_one(gram: Real, pull: Real, x: Real, slack: float) -> tuple[Real, Chosen]:
    """From a point that is allowed, one more free at a time: every step lowers the sum, so this ends.

    Lawson & Hanson, Solving Least Squares Problems (1974), ch. 23, on normal equations as Bro & de Jong, J. Chemometrics 11
    (1997) 393, have it.
    """
    free = x > 0.0
    for _ in range(3 * len(pull)):
        target = _solved(gram, pull, free)
        while (target[free] <= 0.0).any():
            falling = np.flatnonzero(free & (target <= 0.0))
            shares = x[falling] / (x[falling] - target[falling])
            x += shares.min() * (target - x)
            # At least the one that reached zero first stays there.
            free[falling[shares <= shares.min()]] = False
            x[~free] = 0.0
            target = _solved(gram, pull, free)
        x = target
        slope = np.where(free, 0.0, gram @ x - pull)
        entering = int(np.argmin(slope))
        if not slope[entering] < -slack:
            return x, free
        free[entering] = True
    raise FitError("The non-negative fit did not settle: the data hardly determine it.")


def inverse(gram: Real, free: Chosen) -> Real:
    """The inverse of G over the free x, shape (f, f): their covariance in units of the residual's variance.

    Raises:
        FitError: G is not positive definite to rounding.
    """
    from scipy.linalg.lapack import dpotrf, dpotri

    factor, fault = dpotrf(_part(gram, free), lower=1)
    if fault:
        raise _indefinite()
    lower, _ = dpotri(factor, lower=1)
    whole: Real = np.tril(lower) + np.tril(lower, -1).T
    return whole


def _solved(gram: Real, pull: Real, free: Chosen) -> Real:
    """The free x, the others held at zero."""
    x = np.zeros(len(pull))
    if free.any():
        try:
            x[free] = solve_positive(_part(gram, free), pull[free])
        except np.linalg.LinAlgError as error:
            raise _indefinite() from error
    return x


def _part(gram: Real, free: Chosen) -> Real:
    if free.all():
        return gram
    # Three times as fast as indexing with the flags in both directions.
    chosen = np.flatnonzero(free)
    return gram.take(chosen, axis=0).take(chosen, axis=1)


def _indefinite() -> FitError:
    return FitError("The non-negative fit has no unique answer: the data hardly determine it.")
