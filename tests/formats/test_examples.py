"""The example spectra: made again bit by bit, and giving the conductivity they were made from."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from naglass_gui.formats import read_file
from tests.formats.tools import table

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "naglass_gui" / "resources" / "examples"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_examples", ROOT / "tools" / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["make_examples"] = module
    spec.loader.exec_module(module)
    return module


def contents(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_script_makes_the_same_files_bit_by_bit(maker: ModuleType, tmp_path: Path) -> None:
    maker.main(tmp_path)
    assert contents(tmp_path) == contents(EXAMPLES)


def test_each_example_is_one_sweep_with_its_temperature(maker: ModuleType) -> None:
    for spectrum in maker.SPECTRA:
        (reading,) = read_file(EXAMPLES / spectrum.name).readings
        assert dict(reading.conditions)["temperature"].value == spectrum.celsius
        assert reading.condition_source == "header"
        assert reading.notices == ()
        assert reading.geometry == ()
        frequency = table(reading)[:, 0]
        assert (frequency.max(), frequency.min()) == pytest.approx((5e6, 0.1))


def test_the_noise_is_one_percent(maker: ModuleType) -> None:
    for spectrum in maker.SPECTRA[:2]:
        f, re, im = table(read_file(EXAMPLES / spectrum.name).readings[0]).T
        true = np.array([maker.impedance(spectrum, x) for x in f])
        deviation = np.abs(re + 1j * im - true) / np.abs(true)
        assert math.sqrt(np.mean(deviation**2)) == pytest.approx(0.01, rel=0.25)


def test_the_pellet_is_that_of_the_study(maker: ModuleType) -> None:
    assert maker.conductivity(25) == pytest.approx(4.41e-3)
    slope = math.log(maker.conductivity(55) * 328.15 / (maker.conductivity(-25) * 248.15))
    slope /= 1 / 248.15 - 1 / 328.15
    assert slope * 8.617333e-5 == pytest.approx(0.32)
    assert 1 / (2 * math.pi * maker.resistance(-25) * 100e-12) == pytest.approx(4.3e6, rel=0.01)


def test_the_arc_shows_at_minus_25_and_not_at_25(maker: ModuleType) -> None:
    cold, warm = (table(read_file(EXAMPLES / s.name).readings[0]) for s in maker.SPECTRA[:2])
    # An arc: -Im Z has a minimum between the high end and the spike; at 25 °C the cable turns it positive instead.
    assert cold[0, 2] < 3 * cold[:, 2].max() < 0
    assert warm[0, 2] > 0


def test_the_polarization_is_a_run_through_three_ranges_with_its_zero_bias(maker: ModuleType) -> None:
    (reading,) = read_file(EXAMPLES / maker.DC_FILE).readings
    columns = {c.name: c.values for c in reading.columns}
    assert reading.technique == "polarization" and dict(reading.conditions)["temperature"].value == 25
    assert set(columns) == {"time", "current", "voltage", "range"}
    assert len(set(columns["range"])) == 3
    assert (columns["voltage"] < 0.05).sum() == maker.DC_BEFORE_S / maker.DC_INTERVAL_S + 1


def test_the_storage_series_falls_as_the_study_prints(maker: ModuleType) -> None:
    assert maker.stored(0) == 4.35e-3 and maker.stored(10) == pytest.approx(2.48e-3)
    assert maker.resistance(25, 10) / maker.resistance(25, 0) == pytest.approx(4.35 / 2.48)


def test_the_inversion_recovery_is_a_series_with_the_three_times_of_the_study(maker: ModuleType) -> None:
    (reading,) = read_file(EXAMPLES / maker.T1_FILE).readings
    columns = {c.name: np.asarray(c.values) for c in reading.columns}
    assert reading.technique == "relaxation" and dict(reading.metadata)["nucleus"] == "23Na"
    assert columns["delay"] == pytest.approx(maker.T1_DELAYS)
    assert columns["real"].shape == (16, maker.T1_POINTS)
    assert [line[4] for line in maker.T1_LINES] == [1.2e-3, 0.24, 2.06]
    assert (EXAMPLES / maker.T1_FILE).stat().st_size < 300_000


def test_the_table_of_t1_holds_two_fields_and_falls_as_the_motion_says(maker: ModuleType) -> None:
    (reading,) = read_file(EXAMPLES / maker.TABLE_FILE).readings
    columns = {c.name: np.asarray(c.values) for c in reading.columns}
    assert reading.technique == "bpp"
    assert sorted(set(columns["larmor"])) == pytest.approx([79.39e6, 132.294e6])
    low = columns["t1"][columns["larmor"] < 1e8]
    assert low[0] > 2 * low[-1]
