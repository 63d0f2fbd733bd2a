"""The reference study's series, simulated: sigma and Ea from nothing, and how often their intervals hold. 1,000 seeds: `make validate`."""

from __future__ import annotations

import pytest

from tests.validate.activation import EA, SIGMA_25, coverage, trial

SEEDS = 12
# All in one process: the fits behind them are made once.
pytestmark = pytest.mark.xdist_group("the study's series")


@pytest.fixture(scope="module")
def trials():  # type: ignore[no-untyped-def]
    return [trial(seed) for seed in range(SEEDS)]


def test_the_intervals_of_12_seeds_hold_the_truth(trials) -> None:  # type: ignore[no-untyped-def]
    """Of 12 at 95 %, 9 or more lie inside in 99.8 % of all cases."""
    shares = coverage(trials)
    assert all(round(share * SEEDS) >= 9 for share in shares), shares


def test_every_energy_and_sigma_is_near_the_truth(trials) -> None:  # type: ignore[no-untyped-def]
    assert all(abs(t.energy - EA) < 1.5e-3 for t in trials)
    assert all(abs(t.sigma / SIGMA_25 - 1) < 0.08 for t in trials)  # the sizes are known to 1.8 %


def test_the_arc_is_fitted_where_its_flank_is_in_the_band_and_left_out_where_it_is_not(trials) -> None:  # type: ignore[no-untyped-def]
    cold, hot = [t.circuits[0] for t in trials], [t.circuits[-1] for t in trials]
    assert sum("(" in circuit for circuit in cold) == SEEDS
    assert sum(circuit == "LRQ" for circuit in hot) > 0.8 * SEEDS
