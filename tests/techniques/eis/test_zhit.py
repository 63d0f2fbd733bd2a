"""Z-HIT: the modulus from the phase, for what drifts and for what does not."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import FitError
from naglass_gui.techniques.eis.zhit import z_hit
from tests.techniques.eis.spectra import read, synthetic

FREQUENCY = np.logspace(6, -2, 81)
ARCS = {"R0": 100.0, "R1": 1e3, "Y1": 1e-8, "n1": 0.85, "R2": 2e3, "Y2": 1e-5, "n2": 0.85}


def test_a_constant_phase_element_is_exact() -> None:
    """Its phase is constant, so the integral is all there is: |Z| = w^-n / Y."""
    z = synthetic("Q", {"Y1": 1e-6, "n1": 0.7}, FREQUENCY)
    found = z_hit(FREQUENCY, z)
    assert np.abs(found.residual).max() < 1e-7
    assert found.phase == pytest.approx(np.full(81, -0.7 * math.pi / 2))


def test_arcs_are_reconstructed_within_the_method_s_own_error() -> None:
    found = z_hit(FREQUENCY, synthetic("R(RQ)(RQ)", ARCS, FREQUENCY))
    assert np.abs(found.residual).max() < 0.02


def test_drift_of_the_modulus_is_seen_at_its_size() -> None:
    """A gain that rises by 10 % over the two lowest decades leaves the phase as it is."""
    z = synthetic("R(RQ)(RQ)", ARCS, FREQUENCY, noise=1e-3)
    gain = 1 + 0.1 * np.clip(-np.log10(FREQUENCY) / 2, 0, 1)
    still, drifted = z_hit(FREQUENCY, z), z_hit(FREQUENCY, z * gain)
    assert drifted.residual[-1] - still.residual[-1] == pytest.approx(0.1, abs=0.015)
    assert abs(drifted.residual[:40]).max() < 0.02


def test_noise_is_smoothed_over_more_neighbours() -> None:
    quiet = z_hit(FREQUENCY, synthetic("R(RQ)(RQ)", ARCS, FREQUENCY, noise=1e-4))
    loud = z_hit(FREQUENCY, synthetic("R(RQ)(RQ)", ARCS, FREQUENCY, noise=2e-2, seed=2))
    assert loud.span > quiet.span
    assert np.sqrt(np.mean(loud.residual**2)) < 0.04


def test_the_height_is_adjusted_in_the_window() -> None:
    z = synthetic("R(RQ)(RQ)", ARCS, FREQUENCY)
    found = z_hit(FREQUENCY[::-1], z[::-1], window=(1e3, 1e5))
    inside = (FREQUENCY[::-1] > 3e3) & (FREQUENCY[::-1] < 3e4)
    assert abs(float(found.residual[inside].mean())) < 2e-3
    with pytest.raises(FitError, match="No point lies in the window"):
        z_hit(FREQUENCY, z, window=(1e7, 1e8))


def test_a_real_cold_pellet_follows_from_its_phase(instrument_file: Callable[[str], Path]) -> None:
    """LPSCl at -25 °C over eight decades: 1.1 %, at 0.1 Hz."""
    found = z_hit(*read(instrument_file("eis/hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr")))
    assert np.abs(found.residual).max() < 0.012


def test_too_few_points_are_refused() -> None:
    with pytest.raises(FitError, match="too few for a Z-HIT"):
        z_hit(FREQUENCY[:5], np.ones(5, complex))
    with pytest.raises(FitError, match="same frequency"):
        z_hit(np.full(9, 1.0), np.ones(9, complex))
