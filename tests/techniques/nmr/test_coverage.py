"""The stated errors of shares and x are the errors made: 20 seeds here, 1,000 in `make validate`."""

from __future__ import annotations

import pytest

from tests.validate.sodium import CASES, trial


@pytest.mark.parametrize("name", ["NTC-4", "NTOC-1", "NTOC-4"])
def test_the_95_percent_interval_holds_the_truth(name: str) -> None:
    """The samples of the reference study: of 20 seeds at least 16 inside, for each share, each width and x."""
    trials = [trial(CASES[name], seed) for seed in range(20)]
    assert all(sum(column) >= 16 for column in zip(*(t.inside for t in trials), strict=True))
