"""Spectra above one another: as near as possible, and none touches the next."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.techniques.eis.stacking import GAP, clearance, distances, frequency_outline, nyquist_outline, offsets
from tests.techniques.eis.spectra import synthetic

BAND = np.logspace(6.85, -1, 60)


def pellet(scale: float, seed: int = 0) -> np.ndarray:
    values = {"R0": 100 * scale, "R1": 900 * scale, "Y1": 2e-9 / scale, "n1": 0.9, "Y2": 2e-7, "n2": 0.9}
    return synthetic("R(RQ)Q", values, BAND, 3e-3, seed=seed)


def test_equal_spectra_stand_one_gap_apart():
    outline = nyquist_outline(BAND, pellet(1.0))
    assert clearance(outline, outline) == pytest.approx(0.0, abs=1e-9)
    assert distances([outline, outline]) == pytest.approx((GAP * outline.height,))


def test_no_spectrum_of_a_series_touches_the_next():
    outlines = [nyquist_outline(BAND, pellet(scale, seed)) for seed, scale in enumerate((1.0, 1.7, 3.0, 5.0))]
    raised = offsets(outlines)
    assert raised[-1] == 0.0 and all(a > b for a, b in zip(raised[:-1], raised[1:], strict=True))
    gap = GAP * max(o.height for o in outlines)
    for k in range(3):
        free = raised[k] - raised[k + 1] - clearance(outlines[k + 1], outlines[k])
        assert free >= gap * (1 - 1e-9)


def test_the_end_of_a_spike_parts_nothing():
    spectrum = pellet(1.0)
    outline = nyquist_outline(BAND, spectrum)
    assert -spectrum.imag.min() > 100 * outline.height and outline.y.max() <= 1.3 * outline.height


def test_a_spike_without_an_arc_counts_with_its_resistance():
    z = synthetic("LRQ", {"L1": 5e-7, "R0": 50.0, "Y1": 2e-6, "n1": 0.9}, BAND, 1e-3)
    assert nyquist_outline(BAND, z).height == pytest.approx(20.0, rel=0.05)


def test_curves_against_frequency_are_compared_where_both_are():
    x = np.linspace(0, 6, 30)
    low, high = frequency_outline(x, np.full(30, 10.0)), frequency_outline(x[::-1], 40 * np.exp(-((x[::-1] - 3) ** 2)))
    assert clearance(high, low) == pytest.approx(30.0, abs=0.5) and clearance(low, high) == pytest.approx(
        10.0, abs=0.01
    )
    assert clearance(frequency_outline(x, x), frequency_outline(x + 10, x)) == -np.inf


def test_nothing_to_draw_takes_no_room():
    nothing = nyquist_outline(BAND, np.full(len(BAND), np.nan + 0j))
    assert offsets([nothing, nothing]) == (0.0, 0.0) and offsets([]) == ()
