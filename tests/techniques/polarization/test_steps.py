"""Steps of the voltage, the offset at zero bias, and changes of the current range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Region
from naglass_gui.techniques.polarization import Record, split
from naglass_gui.techniques.polarization.jumps import with_jumps
from naglass_gui.techniques.polarization.noise import local_noise, resolution
from naglass_gui.techniques.polarization.offset import offset_of
from naglass_gui.techniques.polarization.steps import chosen
from naglass_gui.techniques.polarization.trace import trace_of
from tests.techniques.polarization.runs import Instrument, decay, run


def test_a_run_is_split_where_the_voltage_changes() -> None:
    record = Record.of(run(voltages=(0.1, 0.2, 0.3), points=100))
    steps = split(record)
    assert [step.zero for step in steps] == [True, False, False, False]
    assert [step.voltage for step in steps] == pytest.approx([0.0, 0.1, 0.2, 0.3], abs=1e-4)
    assert [len(step) for step in steps] == [40, 100, 100, 100]


@settings(max_examples=40, deadline=None)
@given(
    levels=st.lists(st.sampled_from([0.0, 0.05, 0.1, 0.2, -0.1, 0.5]), min_size=1, max_size=6),
    noise=st.sampled_from([0.0, 1e-5, 1e-4]),
    seed=st.integers(0, 99),
)
def test_steps_hold_every_point_once_and_follow_the_levels(levels: list[float], noise: float, seed: int) -> None:
    voltage = np.repeat(levels, 12) + noise * np.random.default_rng(seed).normal(size=12 * len(levels))
    record = Record.of({"time": np.arange(len(voltage), dtype=float), "current": voltage, "voltage": voltage})
    expected = [level for k, level in enumerate(levels) if k == 0 or level != levels[k - 1]]
    steps = split(record)
    assert [round(step.voltage or 0.0, 2) for step in steps] == expected
    assert sum(len(step) for step in steps) == len(voltage)


def test_a_point_between_two_voltages_belongs_to_no_step() -> None:
    voltage = np.array([0.0] * 10 + [0.06] + [0.1] * 10)
    steps = split(Record.of({"time": np.arange(21.0), "current": voltage, "voltage": voltage}))
    assert [(step.first, step.last) for step in steps] == [(0, 10), (11, 21)]


def test_without_a_voltage_what_lies_before_zero_is_zero_bias() -> None:
    time = np.arange(-5.0, 20.0)
    steps = split(Record.of({"time": time, "current": np.ones(25)}))
    assert [(step.zero, len(step)) for step in steps] == [(True, 5), (False, 20)]


def test_points_are_put_in_the_order_of_time_and_gaps_left_out() -> None:
    time = np.array([3.0, 1.0, 2.0, np.nan, 5.0, 4.0, 6.0])
    record = Record.of({"time": time, "current": time * 2.0}, masked=[6])
    assert record.time.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert record.rows.tolist() == [1, 2, 0, 5, 4]


def test_a_region_or_a_voltage_chooses_the_step() -> None:
    record = Record.of(run(voltages=(0.1, 0.2), points=100, length=100.0))
    steps = split(record)
    second = steps[2]
    assert chosen(steps, record.time, (), 0.2, "run") is second
    assert chosen(steps, record.time, (Region("r", second.start + 50, second.start + 90),), None, "run") is second
    with pytest.raises(InputError, match=r"no step near 0\.5000 V; it was measured at 0\.1000\d* V, 0\.2000\d* V"):
        chosen(steps, record.time, (), 0.5, "run")
    with pytest.raises(InputError, match="region holds no point"):
        chosen(steps, record.time, (Region("r", 1e6, 2e6),), None, "run")


def test_the_offset_is_that_before_the_first_voltage() -> None:
    columns = run(0, instrument=Instrument(offset=5e-11))
    record = Record.of(columns)
    offset = offset_of(record, split(record))
    assert offset.points == 40
    assert offset.value == pytest.approx(5e-11, abs=4 * offset.error(1.0))
    assert offset.error(9.0) == pytest.approx(3.0 * offset.error(1.0), rel=0.5)


@pytest.mark.parametrize("seed", range(3))
def test_changes_of_range_are_found_where_the_file_does_not_tell_them(seed: int) -> None:
    """A zero wrong by up to 2 % of full scale. Where points are few at the beginning, a place too many costs nothing."""
    told, silent = (run(seed, points=1800, instrument=Instrument(tells=tells, zero=0.02)) for tells in (True, False))
    step = split(Record.of(silent))[1]
    true = np.flatnonzero(np.diff(told["range"][step.rows])) + 1
    found = with_jumps(trace_of(Record.of(silent), step, 0.0))
    places = [int(column.sum()) for column in found.levels.T]
    assert true[-1] in places
    assert all(place in true for place in places if place > true[0])


def test_noise_alike_over_many_points_makes_no_jumps() -> None:
    columns = run(3, current=lambda t: decay(t) * 0 + 4e-10, instrument=Instrument(noise=0.05, correlation=0.9))
    record = Record.of(columns)
    assert with_jumps(trace_of(record, split(record)[1], 0.0)).levels.shape[1] == 0


def test_spikes_at_a_change_of_range_are_left_out_and_a_steep_fall_is_not() -> None:
    record = Record.of(run(1, instrument=Instrument(spike=0.5)))
    calm = Record.of(run(1))
    assert trace_of(record, split(record)[1], 0.0).spikes > 0
    assert trace_of(calm, split(calm)[1], 0.0).spikes == 0


def test_noise_follows_the_range() -> None:
    generator = np.random.default_rng(0)
    time = np.arange(2000.0)
    true = np.where(time < 1000, 1e-9, 1e-11)
    noise = local_noise(time, 1e-8 * np.exp(-time / 100) + true * generator.normal(size=2000))
    assert np.median(noise[:900]) == pytest.approx(1e-9, rel=0.15)
    assert np.median(noise[1100:]) == pytest.approx(1e-11, rel=0.15)
    assert noise[:990].min() > 4e-10 and noise[1010:].max() < 3e-11  # at once, not over a block


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_long_record_has_no_jumps_where_the_noise_changes(seed: int) -> None:
    record = Record.of(run(seed, points=20_000, length=5400.0, instrument=Instrument(noise=0.01, zero=0.0)))
    assert with_jumps(trace_of(record, split(record)[1], 0.0)).levels.shape[1] == 0


def test_digits_are_seen_where_readings_repeat() -> None:
    generator = np.random.default_rng(0)
    current = np.round(generator.normal(size=400) * 3) * 1e-12
    assert resolution(current) == pytest.approx(1e-12)
    assert resolution(generator.normal(size=400)) == 0.0
