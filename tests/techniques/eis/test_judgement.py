"""Warnings: each fires on a case made for it, and all stay silent on clean data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.project import Fit
from naglass_gui.techniques.eis import EIS
from tests.techniques.eis.spectra import fit, inputs, synthetic, with_parameter

BAND = np.logspace(6, -1, 70)
CLEAN = {"R0": 120.0, "R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("circuit", "values"),
    [
        ("R(RQ)Q", CLEAN),
        ("RQ", {"R0": 50.0, "Y1": 3e-5, "n1": 0.9}),
        ("(RQ)(RQ)Q", {"R1": 1e4, "Y1": 1e-9, "n1": 0.9, "R2": 4e4, "Y2": 2e-7, "n2": 0.85, "Y3": 1e-5, "n3": 0.8}),
    ],
    ids=["arc and spike", "spike", "two arcs and spike"],
)
def test_clean_data_raise_no_warning(circuit: str, values: dict[str, float], seed: int) -> None:
    z = synthetic(circuit, values, BAND, noise=0.004, seed=seed)
    assert fit(BAND, z, circuit, seed=seed).fit.warnings == ()


def superfluous_resistance() -> Fit:
    z = synthetic("(RQ)Q", {"R1": 900.0, "Y1": 4e-8, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}, BAND)
    return fit(BAND, z * (1 - 2e-3 * (z.real > 0)), "R(RQ)Q").fit


def ideal_arc_as_cpe() -> Fit:
    noise = synthetic("R(RC)", {"R0": 100.0, "R1": 900.0, "C1": 1e-8}, BAND, noise=0.002, seed=3)
    return fit(BAND, noise, "R(RQ)").fit


def arc_above_the_band() -> Fit:
    z = synthetic("R(RQ)Q", CLEAN | {"Y1": 2e-11, "n1": 0.95}, BAND, noise=1e-4, seed=1)
    return fit(BAND, z, "R(RQ)Q").fit


def structure_left_over() -> Fit:
    values = {"R1": 1e4, "Y1": 1e-8, "n1": 0.9, "R2": 2e4, "Y2": 2e-7, "n2": 0.85, "Y3": 1e-5, "n3": 0.8}
    return fit(BAND, synthetic("(RQ)(RQ)Q", values, BAND, noise=1e-4, seed=2), "(RQ)Q").fit


def bound_in_the_way() -> Fit:
    given = inputs(BAND, synthetic("R(RQ)Q", CLEAN, BAND, noise=0.003), "R(RQ)Q")
    return EIS.fit(replace(given, analysis=with_parameter(given.analysis, "R1", maximum=500.0))).fit


def noise_only() -> Fit:
    generator = np.random.default_rng(0)
    z = 100.0 * np.exp(generator.normal(size=12) * 2) - 50j * np.exp(generator.normal(size=12) * 2)
    return fit(np.logspace(5, 0, 12), z, "R(RQ)Q").fit


@pytest.mark.parametrize(
    ("made", "rank", "text", "remedy"),
    [
        (superfluous_resistance, "reject", "R0 ran to its limit", "remove R0"),
        (ideal_arc_as_cpe, "reject", "n1 lies on its bound 1: replace its element by a capacitor", "fix n1"),
        (arc_above_the_band, "reject", "characteristic frequency of R1", "circuit"),
        (arc_above_the_band, "note", "R0 and R1 are correlated by −", "fix"),
        (structure_left_over, "note", "follow a pattern instead of scattering", "circuit"),
        (bound_in_the_way, "reject", "R1 lies on the bound set for it, 500", "widen R1"),
        (noise_only, "note", "fix it, or remove its element", "fix"),
    ],
)
def test_each_warning_fires_on_its_case(made: Callable[[], Fit], rank: str, text: str, remedy: str) -> None:
    found = [w for w in made().warnings if text in w.text]
    assert found and found[0].rank == rank and remedy in found[0].remedy
    assert found[0].text.endswith(".")


def test_rejects_come_first() -> None:
    ranks = [w.rank for w in arc_above_the_band().warnings]
    assert ranks == sorted(ranks, key=lambda rank: rank != "reject") and set(ranks) == {"note", "reject"}


def test_an_error_over_100_percent_of_the_result_rejects() -> None:
    """Three decades above a spike nothing is left to tell the resistance from."""
    z = synthetic("RQ", {"R0": 1.0, "Y1": 3e-5, "n1": 0.9}, np.logspace(1, -2, 30), noise=0.01, seed=3)
    found = fit(np.logspace(1, -2, 30), z, "RQ").fit
    rejected = [w.text for w in found.warnings if w.rank == "reject"]
    assert rejected and "R0" in rejected[0]


def test_y_and_n_of_one_cpe_are_exempt_from_the_correlation_note() -> None:
    """They are always near -0.99."""
    found = fit(BAND, synthetic("R(RQ)Q", CLEAN, BAND, noise=0.004, seed=8), "R(RQ)Q").fit
    place = {name: k for k, name in enumerate(found.free)}
    covariance = np.array(found.covariance)
    r = covariance[place["Y1"], place["n1"]] / np.sqrt(
        covariance[place["Y1"], place["Y1"]] * covariance[place["n1"], place["n1"]]
    )
    assert r < -0.98 and found.warnings == ()
