"""Dragging the arcs: curve, parameters and numbers follow; release is one step, Esc none."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from naglass_gui.core import edits
from naglass_gui.techniques.eis import EIS

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_dragging_the_right_intercept_sets_the_diameter_and_is_one_step(bench, mouse):
    bench.tab.fit()
    before = bench.values
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(60, 0))
    pixel = 1 / bench.tab.plots.nyquist.plot.view.mapping().x_scale
    assert bench.values["R1"] == pytest.approx(before["R1"] + 60 * pixel, rel=1e-6)
    assert {n: v for n, v in bench.values.items() if n not in ("R1", "Y1")} == pytest.approx(
        {n: v for n, v in before.items() if n not in ("R1", "Y1")}
    )
    assert bench.steps == ["Fit R(RQ)Q", "Change the diameter R1"]
    bench.document.stack.undo()
    assert bench.values == pytest.approx(before)


def test_everything_follows_while_the_mouse_still_holds_the_handle(bench, mouse):
    bench.tab.fit()
    plots, start = bench.tab.plots, bench.handle_at("diameter", 1)
    before = plots.curve(bench.tab.shown).at_data.copy()
    mouse.drag(bench.nyquist, start, start + QPointF(80, 0), release=False)
    bench.tab.redraw_now()
    assert bench.document.committed is not bench.document.project
    assert not np.allclose(plots.curve(bench.tab.shown).at_data, before)
    shown = bench.tab.column.parameters.model.rows
    assert next(r.value for r in shown if r.parameter.name == "R1") == pytest.approx(bench.values["R1"])
    assert plots.nyquist.arcs.labels[1].text.startswith(f"R₁ {bench.values['R1'] / 1000:.3f} kΩ")
    assert bench.steps == ["Fit R(RQ)Q"]
    mouse.release(bench.nyquist, start + QPointF(80, 0))
    assert len(bench.steps) == 2


def test_escape_takes_a_drag_back_and_leaves_no_step(bench, mouse):
    before = bench.document.project
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(70, 0), release=False)
    assert bench.document.project is not before
    assert bench.tab.cancel()
    assert bench.document.project is before
    mouse.release(bench.nyquist, start + QPointF(70, 0))
    assert bench.document.project is before and bench.steps == []
    assert not bench.tab.cancel()


def test_the_left_intercept_moves_r0(bench, mouse):
    bench.tab.fit()
    before, start = bench.values, bench.handle_at("intercept", 0)
    mouse.drag(bench.nyquist, start, start + QPointF(25, 10))
    assert bench.values["R0"] > before["R0"] and bench.values["R1"] == pytest.approx(before["R1"])
    assert bench.steps[-1] == "Move the intercept R0"


def test_the_top_dragged_down_flattens_the_arc_at_the_same_frequency(bench, mouse):
    bench.tab.fit()
    before, start = bench.values, bench.handle_at("top", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(2, 30))
    after = bench.values
    assert after["n1"] < before["n1"]

    def top_frequency(v):
        return (v["R1"] * v["Y1"]) ** (-1 / v["n1"])

    assert top_frequency(after) == pytest.approx(top_frequency(before), rel=1e-6)


def test_the_top_dragged_to_the_left_raises_its_frequency_and_leaves_its_depression(bench, mouse):
    bench.tab.fit()
    before, start = bench.values, bench.handle_at("top", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(-60, 4))
    assert bench.values["n1"] == pytest.approx(before["n1"])
    assert bench.values["Y1"] < before["Y1"]


def test_only_free_parameters_move(bench, mouse):
    bench.tab.editing.parameter(bench.tab.analysis, "Fix R1", "R1", {"vary": False}, live=False)
    bench.tab.redraw_now()
    before, start = bench.values, bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(60, 0))
    assert bench.values == before
    assert bench.tab.plots.nyquist.arcs.grip("diameter", 1).cursor().shape() == Qt.CursorShape.ForbiddenCursor


def test_arrow_keys_nudge_the_selected_handle_and_nudges_in_a_row_are_one_step(bench, mouse, keys):
    bench.tab.fit()
    before = bench.values["R1"]
    mouse.click(bench.nyquist, bench.handle_at("diameter", 1))
    for _ in range(3):
        keys("Right", bench.nyquist)
    pixel = 1 / bench.tab.plots.nyquist.plot.view.mapping().x_scale
    assert bench.values["R1"] == pytest.approx(before + 3 * pixel, rel=1e-3)
    assert bench.steps == ["Fit R(RQ)Q", "Change the diameter R1"]
    keys("Shift+Right", bench.nyquist)
    assert bench.values["R1"] == pytest.approx(before + 13 * pixel, rel=1e-3)


def test_ctrl_wheel_changes_the_selected_arc_and_the_plain_wheel_zooms(bench, mouse):
    bench.tab.fit()
    mouse.click(bench.nyquist, bench.handle_at("diameter", 1))
    before, middle = bench.values, bench.nyquist_at(900 - 300j)
    mouse.wheel(bench.nyquist, 2, middle, CONTROL)
    assert bench.values["R1"] == pytest.approx(before["R1"] * 1.03**2, rel=1e-6)
    mouse.wheel(bench.nyquist, -3, middle, CONTROL | SHIFT)
    assert bench.values["n1"] < before["n1"]
    held, view = bench.values, bench.tab.plots.nyquist.plot.view.viewRange()
    mouse.wheel(bench.nyquist, 2, middle)
    assert bench.values == held
    assert bench.tab.plots.nyquist.plot.view.viewRange() != view


def test_taking_a_handle_marks_its_parameter_in_table_and_drawing(bench, mouse):
    mouse.click(bench.nyquist, bench.handle_at("diameter", 1))
    start = bench.handle_at("diameter", 1)
    mouse.drag(bench.nyquist, start, start + QPointF(10, 0))
    table = bench.tab.column.parameters
    assert table.model.rows[table.view.currentIndex().row()].parameter.name == "R1"


def test_a_double_click_on_empty_plot_adds_an_arc_there(bench, mouse):
    bench.tab.fit()
    mouse.double_click(bench.nyquist, bench.nyquist_at(600 - 150j))
    assert bench.analysis.model == "R(RQ)(RQ)Q"
    assert bench.values["R2"] == pytest.approx(2 * 150 / np.tan(0.9 * np.pi / 4), rel=0.05)
    assert bench.steps[-1] == "Add an arc"


def test_hovering_a_handle_tells_what_it_does(bench, mouse):
    hints = []
    bench.tab.hint.connect(hints.append)
    mouse.move(bench.nyquist, bench.handle_at("diameter", 1))
    assert "width of arc 1" in hints[-1] and "arrows" in hints[-1]


def test_labels_say_resistance_error_and_role(bench):
    bench.tab.fit()
    bench.tab.redraw_now()
    first, second = bench.tab.plots.nyquist.arcs.labels[1].text.split("\n")
    assert first.startswith("R₁ 1.") and "±" in first and first.endswith("kΩ")
    assert second == "bulk"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("circuit", ["R(RQ)Q", "LR(R[WR])Wo", "(RC)(ZR)Ws"])
def test_any_number_may_be_typed_for_any_parameter(make_bench, qtbot, circuit):
    """What is infinite is drawn nowhere; the rest of the tab stays."""
    bench = make_bench(pellet=True)
    analysis = EIS.with_model(bench.analysis, circuit)
    bench.document.apply("Circuit", edits.set_model, analysis.id, analysis.model, analysis.parameters)
    with qtbot.captureExceptions() as exceptions:
        for parameter in analysis.parameters:
            for value in (0.0, -1.0, 1e100):
                bench.document.apply("Type", edits.set_parameter, analysis.id, parameter.name, value=value)
                bench.tab.redraw_now()
                bench.document.stack.undo()
    assert exceptions == []
