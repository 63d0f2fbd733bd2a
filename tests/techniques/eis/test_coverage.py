"""The stated error of sigma is the error made: 20 seeds here, 1,000 in `make validate`."""

from __future__ import annotations

from tests.validate.conductivity import COLD, trial


def test_the_95_percent_interval_of_sigma_holds_the_truth() -> None:
    """Of 20 seeds, geometry redrawn each time, at least 16 inside: so it is in 99.7 % of all cases."""
    trials = [trial(COLD, seed) for seed in range(20)]
    assert sum(t.inside for t in trials) >= 16
