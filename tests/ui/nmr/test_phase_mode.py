"""Phase by mouse: sideways p0, up and down p1 about the pivot; one step of the history; automatic in a child."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core.project import Project, new_id
from naglass_gui.ui.nmr.phase_mode import P0_A_PIXEL, P1_A_PIXEL
from tests.ui.nmr.made import three_lines, with_decay

PIXELS = 120


@pytest.fixture
def decay(bench):
    """The tab with a decay of two lines, phased wrongly by p0 = 60° and p1 = 40°."""
    project = with_decay(Project(new_id()), bench.document.store, ((-11.2, 380.0), (55.0, 380.0)))
    bench.document.open(project)
    bench.tab.show_selection([m.id for m in project.measurements()])
    chain = (("zero_fill", 8192), ("ft",), ("phase", 60.0, 40.0, None))
    bench.tab.editing.processing(bench.tab.current, "Phase", chain)
    bench.document.stack.clear()
    bench.tab.redraw_now()
    bench.tab.plots.first_look()
    bench.tab.redraw_now()
    return bench


def phase_mode(bench):
    return next(m for m in bench.tab.modes.all if m.title == "Phase")


def enter(bench, mouse, title="Phase"):
    mouse.click(bench.tab.modes_card.buttons[title])
    bench.tab.redraw_now()
    return next(m for m in bench.tab.modes.all if m.title == title)


def step(bench):
    return next(s for s in bench.analysis.option("processing") if s[0] == "phase")


def test_a_drag_sideways_turns_p0_and_one_up_p1_about_the_highest_line(decay, mouse):
    mode = enter(decay, mouse)
    # Told about the tallest line, what was p0 = 60° at the left edge is another angle there.
    assert mode.phases.p1 == pytest.approx(40.0)
    before = mode.phases
    middle = decay.at(20.0, 0.8)
    mouse.drag(decay.canvas, middle, middle + QPointF(-PIXELS, 10))
    assert step(decay)[1] == pytest.approx(before.p0 - P0_A_PIXEL * PIXELS, abs=0.01)
    assert step(decay)[2:] == pytest.approx((40.0, before.pivot), abs=1e-3)
    mouse.drag(decay.canvas, middle, middle + QPointF(8, 40))
    assert step(decay)[2] == pytest.approx(40.0 - P1_A_PIXEL * 40, abs=0.01)
    assert decay.steps == ["Phase by hand"]  # both drags
    decay.document.stack.undo()
    assert decay.analysis.option("processing")[-1] == ("phase", 60.0, 40.0, None)


def test_the_phase_follows_the_mouse_and_escape_gives_the_drag_up(decay, mouse, keys):
    mode = enter(decay, mouse)
    before = mode.phases
    mouse.drag(decay.canvas, decay.at(20.0, 0.8), decay.at(20.0, 0.8) + QPointF(PIXELS, 0), release=False)
    assert mode.phases.p0 == pytest.approx(before.p0 + P0_A_PIXEL * PIXELS)
    assert mode.p0.value == pytest.approx(mode.phases.p0, abs=0.06)
    assert decay.steps == [] and decay.document.project is decay.document.committed
    assert decay.tab.cancel() and mode.phases == before
    mouse.release(decay.canvas, decay.at(20.0, 0.8))
    assert decay.steps == [] and decay.tab.modes.active is mode
    assert decay.tab.cancel() and decay.tab.modes.active is None


def test_the_pivot_is_dragged_without_changing_the_spectrum(decay, mouse):
    mode = enter(decay, mouse)
    shown = mode.part.phased(mode.phases)
    mouse.drag(decay.canvas, decay.at(mode.phases.pivot, 0.9), decay.at(30.0, 0.9))
    assert mode.phases.pivot == pytest.approx(30.0, abs=0.2)
    assert mode.part.phased(mode.phases) == pytest.approx(shown, abs=1e-3 * np.abs(shown).max())
    assert step(decay)[3] == pytest.approx(mode.phases.pivot, abs=1e-5)


def test_typed_phases_and_the_key_and_enter(decay, mouse, keys, type_in):
    decay.canvas.setFocus()
    keys("P", decay.canvas)
    mode = decay.tab.modes.active
    assert mode is phase_mode(decay) and not decay.tab.modes_card.line.isHidden()
    type_in(mode.p0, "12,5")
    type_in(mode.p1, "-3")
    assert step(decay)[1:3] == (12.5, -3.0) and decay.steps == ["Phase by hand"]
    decay.canvas.setFocus()
    keys("Return", decay.canvas)
    assert decay.tab.modes.active is None and decay.tab.modes_card.line.isHidden()


def test_the_automatic_phase_makes_lines_upright(decay, mouse):
    mode = enter(decay, mouse)
    mouse.click(mode.auto)
    assert decay.steps == ["Phase automatically"]
    assert step(decay)[1] == pytest.approx(0.0, abs=3.0)
    assert float(decay.tab.current.signal.intensity.min()) > -0.05
    assert mode.auto.isEnabled()


def test_an_automatic_step_becomes_phases_that_can_be_turned(bench, mouse):
    project = with_decay(Project(new_id()), bench.document.store)
    bench.document.open(project)
    bench.tab.show_selection([m.id for m in project.measurements()])
    bench.tab.redraw_now()
    mode = enter(bench, mouse)
    assert mode.part.automatic is not None and bench.steps == []
    low, high = bench.tab.plots.spectrum.view.mapping().x_range
    beside = bench.at(0.25 * low + 0.75 * high, 0.8)
    mouse.drag(bench.canvas, beside, beside + QPointF(20, 0))
    assert [s[0] for s in bench.analysis.option("processing")] == ["zero_fill", "ft", "phase"]


def test_the_lines_make_room_and_come_back(make_bench, decay, mouse):
    decay.tab.add_line_at(decay.tab.plots.spectrum.view.mapping().point(-11.2, 0.5))
    decay.tab.redraw_now()
    assert decay.tab.plots.spectrum.live.drawables
    enter(decay, mouse)
    assert decay.tab.plots.spectrum.live.drawables == () and decay.tab.plots.curves is None
    mouse.double_click(decay.canvas, decay.at(30.0, 0.5))
    assert len(decay.analysis.components) == 1  # no line is added in a mode
    mouse.click(decay.tab.modes_card.buttons["Phase"])
    decay.tab.redraw_now()
    assert decay.tab.plots.spectrum.live.drawables and decay.tab.modes.active is None


def test_a_spectrum_without_imaginary_part_says_why_it_cannot_be_phased(bench, mouse):
    enter(bench, mouse)
    assert bench.tab.modes.active is None
    assert "real part" in bench.services.messages.sentences[-1]
    assert not bench.tab.modes_card.buttons["Phase"].isChecked()


def test_another_selection_ends_the_mode(make_bench, mouse):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)})
    mouse.click(bench.tab.modes_card.buttons["Baseline"])
    assert bench.tab.modes.active is not None
    bench.tab.make_current(bench.tab.showing.others[0].id)
    assert bench.tab.modes.active is None
    assert not bench.tab.modes_card.buttons["Baseline"].isChecked()


def test_done_leaves_the_keys_with_the_spectrum_and_not_with_the_next_button_of_the_window(decay, mouse):
    enter(decay, mouse)
    decay.tab.modes_card.done.setFocus()
    mouse.click(decay.tab.modes_card.done)
    assert decay.tab.modes.active is None and decay.canvas.hasFocus()
