"""Where a spectrum's signals are looked for first: lines, and not what the receiver adds to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.techniques.nmr.noise import signal_span
from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.relaxation.series import read

Real = NDArray[np.float64]
SHIFT = np.linspace(-400.0, 400.0, 8192)


def spectrum(*positions: float, height: float = 30.0, width: float = 6.0) -> Real:
    """Lorentzians in noise of unit height."""
    lines = sum(height / (1.0 + (2.0 * (SHIFT - p) / width) ** 2) for p in positions)
    return np.random.default_rng(1).standard_normal(len(SHIFT)) + lines


def spiked(data: Real) -> Real:
    """The offset of the receiver: a spike of one point in the very middle."""
    data[len(data) // 2] += 500.0
    return data


def interfered(data: Real) -> Real:
    """Patches of larger noise, as radio stations and mains leave them."""
    for position in (-310.0, 250.0, 360.0):
        data += 6.0 * np.exp(-(((SHIFT - position) / 6.0) ** 2)) * np.random.default_rng(4).standard_normal(len(SHIFT))
    return data


def filtered(data: Real) -> Real:
    """The digital filter's flanks: noise that rolls off, and a smile at the outermost points."""
    from_edge = np.minimum(np.arange(len(data)), np.arange(len(data))[::-1])
    data *= 1.0 - np.exp(-from_edge / 150.0)
    data += 60.0 * np.exp(-from_edge / 40.0)
    return data


@pytest.mark.parametrize("spoiled", [spiked, interfered, filtered])
def test_what_the_receiver_adds_does_not_widen_the_first_look(spoiled: Callable[[Real], Real]) -> None:
    clean = signal_span(SHIFT, spectrum(80.0))
    found = signal_span(SHIFT, spoiled(spectrum(80.0)))
    assert clean is not None and found is not None
    assert -20.0 < found[0] < 77.0 < 83.0 < found[1] < 180.0
    assert 60.0 < clean[0] < 77.0 < 83.0 < clean[1] < 100.0


def test_every_line_stays_in_the_first_look_also_a_narrow_one_in_the_middle_beside_others_or_alone() -> None:
    several = signal_span(SHIFT, spectrum(-150.0, 120.0, 128.0, height=60.0))
    assert several is not None and several[0] < -155.0 and several[1] > 133.0
    narrow = signal_span(SHIFT, spectrum(-100.0, 200.0, height=400.0, width=0.2))
    assert narrow is not None and narrow[0] < -101.0 and narrow[1] > 201.0
    alone = signal_span(SHIFT, spiked(spectrum()))
    assert alone is not None and alone[0] < 0.0 < alone[1]
    assert signal_span(SHIFT, spectrum()) is None


def test_the_first_look_at_a_real_series_with_interference_shows_its_line(
    instrument_file: Callable[[str], Path],
) -> None:
    inputs = read(instrument_file("nmr/DNPLab__DNPLab/data/topspin/304"))
    slices = Slices.of(inputs.measurements[0], lambda name: _column(inputs, name), inputs.analysis)
    found = signal_span(slices.shift, slices.intensity[slices.longest])
    assert found is not None and 85.0 < found[0] < 102.0 and 112.0 < found[1] < 125.0


def _column(inputs: FitInputs, name: str) -> Real:
    (measurement,) = inputs.measurements
    values: Real = inputs.arrays[measurement.channel(name).array.digest]
    return values
