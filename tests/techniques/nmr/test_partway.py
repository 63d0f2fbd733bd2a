"""A spectrum before the step that is set by hand, and that step in the chain."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, new_id
from naglass_gui.techniques.nmr.partway import (
    Phases,
    anchors_in,
    part_way,
    phase_place,
    phases_in,
    with_anchors,
    with_length,
    with_phases,
)
from naglass_gui.techniques.nmr.processing import process
from naglass_gui.techniques.nmr.tops import top_near, tops
from tests.techniques.nmr.spectra import made
from tests.ui.nmr.made import with_decay

CHAIN = (("em", 20.0), ("zero_fill", 8192), ("ft",), ("phase", 30.0, -50.0, None), ("reference", 2.0))


@pytest.fixture
def decay():
    store = MemoryStore()
    (measurement,) = with_decay(Project(new_id()), store, ((-11.2, 380.0), (55.0, 700.0))).measurements()
    return measurement, gather(store, (c.array for c in measurement.channels))


def test_phasing_by_hand_is_what_the_chain_then_does(decay):
    measurement, arrays = decay
    place, there = phase_place(CHAIN)
    assert (place, there) == (3, True)
    part = part_way(measurement, arrays, CHAIN, place)
    assert part.added == 2.0
    phases = part.about(phases_in(CHAIN, place, part), 20.0)
    turned = Phases(phases.p0 + 25.0, phases.p1 + 70.0, phases.pivot)
    columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
    shift, spectrum = process(columns, dict(measurement.metadata), with_phases(CHAIN, turned, part.added))
    assert part.shift == pytest.approx(shift[::-1])
    assert part.phased(turned) == pytest.approx(spectrum.real[::-1], abs=1e-9 * np.abs(spectrum).max())


def test_an_automatic_phase_is_told_as_numbers_and_replaced(decay):
    measurement, arrays = decay
    chain = (("zero_fill", 8192), ("ft",), ("auto_phase",))
    part = part_way(measurement, arrays, chain, 2, automatic=True)
    phases = phases_in(chain, 2, part)
    assert phases == part.automatic and abs(phases.p0) < 5
    assert [step[0] for step in with_phases(chain, phases, 0.0)] == ["zero_fill", "ft", "phase"]


def test_a_chain_without_a_phase_gets_it_right_behind_the_transform():
    chain = (("zero_fill", 8192), ("ft",), ("group_delay",), ("baseline", 40.0))
    assert [s[0] for s in with_phases(chain, Phases(1.0, 2.0, 3.0), 0.0)][2:] == ["group_delay", "phase", "baseline"]
    assert phase_place((("reference", 1.0),)) == (0, False)


def test_points_of_a_baseline_stand_before_the_reference_and_go_when_none_is_left():
    chain = with_anchors(CHAIN, (50.0, -20.0), 2.0)
    assert chain[-2] == ("baseline_anchors", (-22.0, 48.0)) and chain[-1] == ("reference", 2.0)
    assert anchors_in(chain, 2.0) == (-20.0, 50.0)
    assert with_anchors(chain, (), 2.0) == CHAIN
    assert with_length(with_length(CHAIN, 40.0), None) == CHAIN


def test_before_the_transform_there_is_no_spectrum(decay):
    with pytest.raises(InputError, match="Fourier transform"):
        part_way(*decay, CHAIN, 1)


def test_tops_are_found_through_the_noise():
    spectrum = made("pv@-11.2:380Hz:mixing=0.9, pv@7.2:300Hz:mixing=0.9", (8.0, 1.0), points=4096, noise=0.01, seed=3)
    order = np.argsort(spectrum.shift)
    shift, intensity = spectrum.shift[order], spectrum.intensity[order]
    assert top_near(shift, intensity, -10.5, 2.0) == pytest.approx(-11.2, abs=0.05)
    assert top_near(shift, intensity, 8.0, 2.0) == pytest.approx(7.2, abs=0.15)
    found = tops(shift, intensity, 0.01 * float(intensity.max()))
    assert [round(s) for s, _ in found] == [-11, 7]
    assert tops(shift, -np.abs(intensity), 0.0) == ()
