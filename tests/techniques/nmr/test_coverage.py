"""The stated errors of shares and x are the errors made: 50 seeds here, 1,000 in `make validate`."""

from __future__ import annotations

from tests.validate.sodium import CASES, trial


def test_the_95_percent_intervals_of_shares_and_x_hold_the_truth() -> None:
    """NTOC-4 of the reference study: of 50 seeds at least 43 inside, for each share, the width and x."""
    trials = [trial(CASES["NTOC-4"], seed) for seed in range(50)]
    assert all(sum(column) >= 43 for column in zip(*(t.inside for t in trials), strict=True))
