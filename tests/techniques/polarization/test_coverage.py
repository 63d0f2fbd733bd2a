"""The stated error of sigma_e is the error made: 20 seeds here, 1,000 in `make validate`."""

from __future__ import annotations

from tests.validate.electronic import CASES, trial


def test_the_95_percent_interval_of_sigma_e_holds_the_truth() -> None:
    """Of 20 seeds, geometry redrawn each time, at least 16 inside: so it is in 99.7 % of all cases."""
    trials = [trial(CASES[0], seed) for seed in range(20)]
    assert sum(t.inside for t in trials) >= 16
