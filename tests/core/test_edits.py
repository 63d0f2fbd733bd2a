"""Edits are pure: a new tree that shares what it did not touch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, reference
from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import data_fingerprint, fit_fingerprint, is_stale
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Component,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    evolve,
    new_id,
)
from naglass_gui.core.quantity import Quantity

STORE = MemoryStore()


def a_measurement(name: str, specimen: str | None = None) -> Measurement:
    frequency = Channel("frequency", "Hz", STORE.put(np.logspace(0, 6, 7)), "axis")
    return Measurement(
        new_id(), name, "eis", (frequency,), Provenance("a.DTA", 1, "0", "gamry", "1"), specimen=specimen
    )


@pytest.fixture
def project() -> Project:
    pellet = Specimen(new_id(), "Pellet 1")
    first, second = a_measurement("-25 °C", pellet.id), a_measurement("25 °C", pellet.id)
    parameters = (Parameter("R0", 10.0, "ohm"), Parameter("R1", 100.0, "ohm"), Parameter("Y1", 1e-9, "S s^n"))
    analyses = tuple(
        Analysis(new_id(), "Fit", "eis", (m.id,), model="R(RQ)", parameters=parameters) for m in (first, second)
    )
    sample = Sample(new_id(), "NTOC-4", (pellet,), (first, second))
    other = Sample(new_id(), "NTC-4")
    return Project(new_id(), "Study", (sample, other), analyses)


def test_an_edit_leaves_the_old_tree_and_shares_the_rest(project):
    analysis = project.analyses[0]
    edited = edits.set_values(project, analysis.id, {"R1": 200.0})
    assert project.analyses[0].parameter("R1").value == 100.0
    assert edited.analyses[0].parameter("R1").value == 200.0
    assert edited.samples is project.samples
    assert edited.analyses[1] is project.analyses[1]
    assert edited.analyses[0].parameters[0] is analysis.parameters[0]


def test_an_edit_that_changes_nothing_gives_the_same_tree_part(project):
    assert edits.move_measurement(project, project.samples[0].measurements[0].id, project.samples[0].id) is project


def test_sizes_that_make_no_sense_are_refused(project):
    pellet = project.samples[0].specimens[0]
    with pytest.raises(InputError, match="Thickness must be above zero, not −1 mm"):
        edits.set_specimen(project, pellet.id, thickness=Quantity(-1.0, None, "mm"))
    with pytest.raises(InputError, match="below absolute zero"):
        edits.set_condition(project, [project.samples[0].measurements[0].id], "temperature", Quantity(-1.0, None, "K"))
    with pytest.raises(InputError, match="empty or reversed"):
        edits.add_region(project, project.analyses[0].id, 10.0, 1.0)
    with pytest.raises(InputError, match="lower bound of R1"):
        edits.set_parameter(project, project.analyses[0].id, "R1", minimum=5.0, maximum=2.0)
    with pytest.raises(InputError, match="name cannot be empty"):
        edits.rename(project, project.samples[0].id, "  ")


def test_removing_a_measurement_removes_what_is_made_only_from_it(project):
    gone = project.samples[0].measurements[0]
    arrhenius = Analysis(new_id(), "Arrhenius", "arrhenius", tuple(a.id for a in project.analyses))
    project = edits.add_analysis(project, arrhenius)
    left = edits.remove(project, [gone.id])
    assert [m.name for m in left.measurements()] == ["25 °C"]
    # The Arrhenius analysis named the removed analysis as a source, and goes on with the one that stays.
    kept = project.samples[0].measurements[1].id
    assert [a.sources for a in left.analyses] == [(kept,), (left.analyses[0].id,)]


def test_moving_a_measurement_takes_a_copy_of_its_pellet_along(project):
    moved = project.samples[0].measurements[0]
    after = edits.move_measurement(project, moved.id, project.samples[1].id)
    assert [m.name for m in after.samples[1].measurements] == ["-25 °C"]
    assert after.specimen_of(moved.id).name == "Pellet 1"
    assert after.specimen_of(moved.id).id != after.samples[0].specimens[0].id
    assert after.sample_of(moved.id).name == "NTC-4"


def test_another_circuit_keeps_what_was_set_on_parameters_it_shares(project):
    analysis = project.analyses[0].id
    project = edits.set_parameter(project, analysis, "R1", vary=False, value=77.0)
    project = edits.set_parameter(project, analysis, "Y1", link="R0/1e12")
    after = edits.set_model(project, analysis, "(RQ)", (Parameter("R1", 1.0, "ohm"), Parameter("Y1", 1e-6, "S s^n")))
    assert after.analysis(analysis).parameter("R1").value == 77.0
    assert not after.analysis(analysis).parameter("R1").vary
    assert after.analysis(analysis).parameter("Y1").link == ""  # R0 is gone


def test_masks_toggle_together(project):
    analysis = project.analyses[0].id
    project = edits.toggle_masks(project, analysis, [2, 5], "50 Hz hum")
    assert [(m.index, m.reason) for m in project.analysis(analysis).masked] == [(2, "50 Hz hum"), (5, "50 Hz hum")]
    project = edits.toggle_masks(project, analysis, [5, 6])
    assert [m.index for m in project.analysis(analysis).masked] == [2, 5, 6]
    project = edits.toggle_masks(project, analysis, [2, 5, 6])
    assert project.analysis(analysis).masked == ()


def a_fit(analysis: Analysis, measurement: Measurement, **values: float) -> Fit:
    fitted = tuple(FittedParameter(p.name, values.get(p.name, p.value), 1.0, p.unit) for p in analysis.parameters)
    print_ = fit_fingerprint(analysis, (measurement,))
    return Fit(new_id(), "2026-01-01T00:00:00", analysis.model, 0.1, 7, -5.0, fitted, fingerprint=print_)


def test_a_fit_that_is_used_again_is_the_newest_and_not_there_twice(project):
    analysis, measurement = project.analyses[0], project.samples[0].measurements[0]
    first, second = (a_fit(analysis, measurement, R1=value) for value in (200.0, 300.0))
    for fit in (first, second, first):
        project = edits.add_fit(project, analysis.id, fit, analysis)
    shown = project.analysis(analysis.id)
    assert [f.id for f in shown.fits] == [second.id, first.id]
    assert shown.fit.id == first.id
    project = edits.keep_fit(project, analysis.id, second)
    assert [f.id for f in project.analysis(analysis.id).fits] == [first.id, second.id]


def test_a_fit_joins_the_history_and_is_known_as_stale_when_its_inputs_change(project):
    analysis, measurement = project.analyses[0], project.samples[0].measurements[0]
    fitted = replace(analysis, parameters=tuple(replace(p, value=2 * p.value) for p in analysis.parameters))
    first = a_fit(analysis, measurement, R0=20.0, R1=200.0, Y1=2e-9)
    project = edits.add_fit(project, analysis.id, first, fitted)
    shown = project.analysis(analysis.id)
    assert shown.fit == replace(first, setup=fitted.setup) and shown.parameter("R1").value == 200.0
    assert not is_stale(shown, (measurement,))
    moved = edits.set_values(project, analysis.id, {"R1": 150.0}).analysis(analysis.id)
    assert is_stale(moved, (measurement,))
    narrowed = edits.add_region(project, analysis.id, 10.0, 1e5).analysis(analysis.id)
    assert is_stale(narrowed, (measurement,))
    renamed = edits.rename(project, analysis.id, "The good one").analysis(analysis.id)
    assert not is_stale(renamed, (measurement,))


def test_fits_of_differently_processed_or_weighted_data_are_not_compared(project):
    analysis, measurement = project.analyses[0], project.samples[0].measurements[0]
    own = data_fingerprint(analysis, (measurement,))
    for option, value in (("weight", "unit"), ("processing", (("em", 20.0),))):
        changed = edits.set_option(project, analysis.id, option, value).analysis(analysis.id)
        assert data_fingerprint(changed, (measurement,)) != own
    other_model = edits.set_model(project, analysis.id, "RQ", analysis.parameters).analysis(analysis.id)
    assert data_fingerprint(other_model, (measurement,)) == own


def test_an_earlier_fit_comes_back_with_its_values(project):
    analysis, measurement = project.analyses[0], project.samples[0].measurements[0]
    for r1 in (200.0, 300.0):
        fit = a_fit(analysis, measurement, R1=r1)
        fitted = replace(
            analysis, parameters=tuple(replace(p, value=r1) if p.name == "R1" else p for p in analysis.parameters)
        )
        project = edits.add_fit(project, analysis.id, fit, fitted)
    first = project.analysis(analysis.id).fits[0]
    project = edits.restore_fit(project, analysis.id, first.id)
    assert project.analysis(analysis.id).parameter("R1").value == 200.0
    project = edits.remove_fit(project, analysis.id, first.id)
    assert project.analysis(analysis.id).fit.parameter("R1").value == 300.0


def test_an_earlier_fit_comes_back_as_it_was_asked(project):
    """Lines, links, regions, masks and options that were changed since return; what was learnt of the sample stays."""
    analysis, measurement = project.analyses[0], project.samples[0].measurements[0]
    line = Component("line", "pv", "Line 1", (Parameter("width_1", 300.0, "Hz"),))
    project = edits.add_component(project, analysis.id, line)
    project = edits.add_region(project, analysis.id, 10.0, 1e5)
    project = edits.set_option(project, analysis.id, "weight", "unit")
    asked = project.analysis(analysis.id)
    fit = a_fit(asked, measurement, R1=200.0)
    project = edits.add_fit(project, analysis.id, fit, asked)
    project = edits.remove_component(project, analysis.id, "line")
    project = edits.clear_regions(project, analysis.id)
    project = edits.mask_points(project, analysis.id, [3], True)
    project = edits.set_option(project, analysis.id, "weight", "modulus")
    project = edits.set_option(project, analysis.id, "derive_t1_1", 2.0)
    project = edits.set_model(project, analysis.id, "R", (Parameter("R0", 1.0, "ohm"),))
    restored = edits.restore_fit(project, analysis.id, fit.id).analysis(analysis.id)
    assert restored.components == (line,) and restored.regions == asked.regions and restored.masked == ()
    assert (restored.model, restored.option("weight"), restored.option("derive_t1_1")) == (asked.model, "unit", 2.0)
    assert restored.parameter("R1").value == 200.0 and fit_fingerprint(restored, (measurement,)) == fit.fingerprint
    renamed = evolve(project, ("analyses", analysis.id), lambda a: replace(a, components=(replace(line, name="NaCl"),)))
    assert edits.restore_fit(renamed, analysis.id, fit.id).analysis(analysis.id).components[0].name == "NaCl"


def test_a_model_is_copied_with_regions_of_its_own(project):
    source, target = project.analyses
    project = edits.add_region(project, source.id, 10.0, 1e5)
    project = edits.copy_model(project, source.id, [target.id])
    mine, theirs = (project.analysis(a.id).regions[0] for a in (source, target))
    assert (theirs.low, theirs.high) == (10.0, 1e5)
    assert mine.id != theirs.id


def test_a_copied_model_leaves_the_processing_of_the_other_spectrum(project):
    source, target = project.analyses
    for analysis, chain in ((source, (("phase", 90.0),)), (target, (("phase", 10.0),))):
        project = edits.set_option(project, analysis.id, "processing", chain)
    project = edits.set_option(project, source.id, "weight", "unit")
    project = edits.set_option(project, source.id, "derive_formula", "NaCl")
    copied = edits.copy_model(project, source.id, [target.id]).analysis(target.id)
    assert copied.option("processing") == (("phase", 10.0),)
    assert copied.option("weight") == "unit" and copied.option("derive_formula") is None


def test_an_array_is_named_by_its_content():
    numbers = np.arange(6.0)
    ref = STORE.put(numbers)
    assert ref == reference(numbers.copy()) == STORE.put(numbers)
    assert ref != reference(numbers.reshape(2, 3))
    assert ref != reference(numbers.astype(np.float32))
    assert ref == reference(numbers.astype(">f8")), "byte order is not content"
    held = STORE.get(ref)
    with pytest.raises(ValueError, match="read-only"):
        held[0] = 1.0
    numbers[0] = 99.0
    assert STORE.get(ref)[0] == 0.0
