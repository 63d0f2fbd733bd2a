"""Fits from the tab: one step each, nothing else moves, what is stale is dropped."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from naglass_gui.core import edits
from tests.ui.eis.conftest import TRUTH, blocking_pellet


def test_a_fit_is_one_step_named_after_the_circuit(bench):
    bench.tab.fit()
    assert bench.steps == ["Fit R(RQ)Q"]
    assert bench.values == pytest.approx(TRUTH, rel=0.05)
    bench.document.stack.undo()
    assert bench.analysis.fits == ()


def test_the_curve_of_a_fit_is_kept_with_it(bench):
    bench.tab.fit()
    curves = {c.name: bench.store.get(c.array) for c in bench.analysis.fit.curves}
    model = bench.tab.plots.curve(bench.tab.shown).at_data
    arrays = list(curves.values())
    assert any(np.allclose(a, model.real) for a in arrays) and any(np.allclose(a, model.imag) for a in arrays)


def test_a_fit_leaves_zoom_regions_masks_and_bounds_alone(bench, mouse):
    bench.tab.editing.step("region", edits.add_region, bench.tab.analysis.id, 10.0, 1e6)
    bench.tab.editing.mask(bench.tab.analysis, (4,), "Outlier")
    bench.tab.editing.parameter(bench.tab.analysis, "Bound n2", "n2", {"minimum": 0.5}, live=False)
    mouse.wheel(bench.nyquist, 2, bench.nyquist_at(700 - 300j))
    views = [p.plot.view.viewRange() for p in bench.tab.plots.plots[:3]]
    before = bench.analysis
    bench.tab.fit()
    assert (bench.analysis.regions, bench.analysis.masked) == (before.regions, before.masked)
    assert bench.analysis.parameter("n2").minimum == 0.5
    assert [p.plot.view.viewRange() for p in bench.tab.plots.plots[:3]] == views


def test_all_selected_spectra_are_fitted_in_one_step(make_bench):
    bench = make_bench(*((blocking_pellet(s), t) for s, t in ((2.0, -25.0), (1.0, 0.0), (0.5, 25.0))))
    bench.tab.fit_selected()
    assert bench.steps == ["Fit 3 spectra"]
    fitted = [a.parameter("R1").value for a in bench.document.project.analyses]
    assert fitted == pytest.approx([2600, 1300, 650], rel=0.05)
    bench.document.stack.undo()
    assert all(not a.fits for a in bench.document.project.analyses)


def test_a_circuit_is_taken_over_to_all_selected(make_bench):
    bench = make_bench((blocking_pellet(), 0.0), (blocking_pellet(0.5), 25.0))
    bench.tab.editing.circuit(bench.tab.analysis, "R(RQ)(RQ)Q", {})
    action = next(a for a in bench.tab.menu_actions() if a.text().startswith("Use this circuit"))
    assert action.isEnabled()
    action.trigger()
    assert [a.model for a in bench.document.project.analyses] == ["R(RQ)(RQ)Q"] * 2


def test_values_moved_after_a_fit_are_shown_without_its_errors(bench, mouse):
    bench.tab.fit()
    bench.tab.redraw_now()
    assert "±" in bench.tab.plots.nyquist.arcs.labels[1].text
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(40, 0))
    bench.tab.redraw_now()
    assert "±" not in bench.tab.plots.nyquist.arcs.labels[1].text


def test_while_dragging_the_other_parameters_are_fitted_and_the_held_one_stays(bench, mouse, jobs):
    bench.tab.fit()
    bench.tab.foot.live_box.setChecked(True)
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(40, 0), release=False)
    assert jobs.queues[-1] == "eis while dragging"
    asked = jobs.asked[-1]
    assert asked.start == "current"
    held = {p.name for p in asked.analysis.parameters if not p.vary}
    assert held >= {"R1"}
    pixel = 1 / bench.tab.plots.nyquist.plot.view.mapping().x_scale
    fitted = bench.document.committed.analyses[0].parameter("R1").value
    assert bench.values["R1"] == pytest.approx(fitted + 40 * pixel, rel=1e-6)
    assert bench.values["n2"] != pytest.approx(bench.document.committed.analyses[0].parameter("n2").value, rel=1e-9)
    assert bench.steps == ["Fit R(RQ)Q"]
    mouse.release(bench.nyquist, start + QPointF(40, 0))
    assert bench.steps == ["Fit R(RQ)Q", "Change the diameter R1", "Fit R(RQ)Q"]
    assert bench.values == pytest.approx(TRUTH, rel=0.05)


def test_an_answer_that_comes_after_the_drag_is_dropped(bench, mouse, jobs):
    bench.tab.fit()
    bench.tab.foot.live_box.setChecked(True)
    jobs.held = True
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(40, 0), release=False)
    bench.tab.cancel()
    before = bench.document.project
    jobs.answer()
    assert bench.document.project is before
    mouse.release(bench.nyquist, start)


def test_a_region_edge_is_followed_by_fits_too(bench, mouse, jobs):
    bench.tab.editing.step("region", edits.add_region, bench.tab.analysis.id, 3.0, 1e6)
    bench.tab.fit()
    bench.tab.redraw_now()
    bench.tab.foot.live_box.setChecked(True)
    asked = len(jobs.asked)
    mouse.drag(bench.frequencies, bench.frequency_at(1e6), bench.frequency_at(3e5), release=False)
    assert len(jobs.asked) > asked
    assert jobs.asked[-1].analysis.regions[0].high == pytest.approx(3e5, rel=0.1)
    mouse.release(bench.frequencies, bench.frequency_at(3e5))
    assert bench.steps[-2:] == ["Move the fit region", "Fit R(RQ)Q"]


def test_a_fit_during_a_drag_is_taken_and_the_drag_begins_anew_from_it(bench, mouse, jobs):
    jobs.held = True
    bench.tab.fit()
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(30, 0), release=False)
    jobs.answer()
    assert bench.steps == ["Fit R(RQ)Q"]
    mouse.release(bench.nyquist, start + QPointF(30, 0))
    assert bench.steps == ["Fit R(RQ)Q", "Change the diameter R1"]


def test_a_change_that_makes_no_sense_is_refused_in_a_sentence(bench):
    before = bench.document.project
    bench.tab.editing.parameter(bench.tab.analysis, "Bound n1", "n1", {"minimum": 0.9, "maximum": 0.5}, live=False)
    assert bench.document.project is before
    assert bench.said[-1] == "The lower bound of n1 must be below its upper bound."


def test_a_remedy_removes_what_the_data_do_not_determine_and_fits_again(bench):
    bench.tab.fit()
    bench.tab.column.warnings.remedy_requested.emit("remove R0")
    assert bench.analysis.model == "(RQ)Q"
    assert bench.steps == ["Fit R(RQ)Q", "Remove R0", "Fit (RQ)Q"]


def test_earlier_fits_are_shown_again_and_removed(bench):
    bench.tab.fit()
    first = bench.analysis.current
    bench.tab.editing.step("region", edits.add_region, bench.tab.analysis.id, 10.0, 1e6)
    bench.tab.fit()
    bench.tab.column.fits.restore_requested.emit(first)
    assert bench.analysis.current == first
    bench.tab.column.fits.removal_requested.emit(first)
    assert first not in {f.id for f in bench.analysis.fits}


def test_typing_in_the_table_moves_the_curve_and_a_committed_value_is_a_step(bench):
    bench.tab.fit()
    table = bench.tab.column.parameters
    table.edited.emit("Change R1", "R1", {"value": 2000.0}, True)
    assert bench.values["R1"] == 2000.0 and bench.steps == ["Fit R(RQ)Q"]
    table.edited.emit("Change R1", "R1", {"value": 2100.0}, False)
    assert bench.values["R1"] == 2100.0 and bench.steps == ["Fit R(RQ)Q", "Change R1"]


def test_the_whole_study_survives_undo_and_redo_of_everything(bench, mouse):
    first = bench.document.project
    bench.tab.fit()
    mouse.click(bench.nyquist, bench.point_at(5))
    mouse.drag(bench.frequencies, bench.frequency_at(3), bench.frequency_at(1e6), Qt.KeyboardModifier.ShiftModifier)
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(30, 0))
    last = bench.document.project
    for _ in range(4):
        bench.document.stack.undo()
    assert bench.document.project is first
    for _ in range(4):
        bench.document.stack.redo()
    assert bench.document.project is last
