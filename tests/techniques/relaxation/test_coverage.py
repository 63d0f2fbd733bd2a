"""The stated errors of T1 of overlapping lines are the errors made: 50 seeds here, 1,000 in `make validate`."""

from __future__ import annotations

import numpy as np

from tests.validate.recovery import trial


def test_most_intervals_hold_the_truth() -> None:
    inside = np.sum([trial(seed).inside for seed in range(50)], axis=0)
    assert (inside >= 43).all()
