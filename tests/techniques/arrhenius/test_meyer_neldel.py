"""Meyer-Neldel across samples: found where it is, and its look-alike is called by its name."""

from __future__ import annotations

import math

import numpy as np
import pytest

from naglass_gui.core.project import Fit
from naglass_gui.techniques.arrhenius import KB, meyer_neldel
from tests.techniques.arrhenius.series import STUDY, line, project_of, resistance, spectrum

MEAN = 288.15


def sample(ea: float, sigma_25: float, noise: float = 0.003, seed: int = 0) -> Fit:
    rng = np.random.default_rng(seed)
    spectra = [spectrum(t, resistance(t, sigma_25, ea) * math.exp(noise * rng.normal())) for t in STUDY]
    return line(project_of(spectra, weight="none"))


def test_a_true_rule_is_found_with_its_energy() -> None:
    """ln A = c + Ea/0.06 eV: an isokinetic temperature of 696 K, far from the measured ones."""
    energies = (0.28, 0.32, 0.36, 0.42)
    rule = [sample(e, math.exp(e / 0.06 - e / KB / 298.15) * 1e-1, seed=k) for k, e in enumerate(energies)]
    found = meyer_neldel(rule, MEAN)
    assert found is not None and found.warning == ""
    assert found.energy == pytest.approx(0.06, rel=0.02) and found.temperature == pytest.approx(696, rel=0.02)


def test_one_sample_measured_five_times_feigns_a_rule_and_is_warned_of() -> None:
    same = [sample(0.32, 4.41e-3, 0.05, seed) for seed in range(5)]
    found = meyer_neldel(same, MEAN)
    assert found is not None and found.correlation > 0.99
    assert "too little to tell a Meyer–Neldel rule from that" in found.warning


def test_a_line_of_the_slope_of_the_mean_temperature_is_suspect() -> None:
    """All samples conduct alike at 288 K: so they would if only the slopes were wrong."""
    crossing = [
        sample(e, math.exp(e / KB * (1 / MEAN - 1 / 298.15)) * 1e-3, seed=k) for k, e in enumerate((0.28, 0.34, 0.42))
    ]
    found = meyer_neldel(crossing, MEAN)
    assert found is not None and "no rule at all" in found.warning


def test_two_samples_make_no_rule() -> None:
    assert meyer_neldel([sample(0.3, 1e-3), sample(0.35, 1e-3)], MEAN) is None
