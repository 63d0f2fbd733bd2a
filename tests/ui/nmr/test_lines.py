"""Lines by mouse and keys: dragged, turned, added, removed, named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from naglass_gui.ui.plots.component_handles import Pull
from tests.ui.nmr.made import three_lines

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_the_top_handle_moves_position_and_height_and_makes_one_step(lined, mouse):
    before, start = lined.values, lined.grip_at("NTOC")
    scale = abs(lined.tab.plots.spectrum.view.mapping().x_scale)
    mouse.drag(lined.canvas, start, start + QPointF(40, 60))
    after = lined.values
    assert after["position_1"] == pytest.approx(before["position_1"] - 40 / scale, rel=1e-3)  # shifts grow to the left
    assert 0.5 * before["area_1"] < after["area_1"] < before["area_1"]
    assert after["width_1"] == before["width_1"] and after["position_2"] == before["position_2"]
    assert lined.steps == ["Move NTOC"]
    lined.document.stack.undo()
    assert lined.values == before


def test_the_height_lands_under_the_pointer(lined, mouse):
    mouse.drag(lined.canvas, lined.grip_at("Na2O"), lined.at(lined.values["position_3"], 0.2))
    lined.tab.redraw_now()
    grip = lined.tab.plots.handles.grip(lined.line("Na2O").id, "top")
    assert grip.point[1] == pytest.approx(0.2, abs=0.01)


def test_while_a_line_is_dragged_shares_and_residual_follow_and_nothing_is_in_the_history(lined, mouse):
    share = lined.tab.column.lines.rows[0].cells[-1]
    assert share.stderr is not None
    residual = lined.tab.plots.residual.live.drawables[-1].y.copy()
    start = lined.grip_at("NTOC")
    mouse.drag(lined.canvas, start, start + QPointF(0, 100), release=False)
    lined.tab.redraw_now()
    moved = lined.tab.column.lines.rows[0].cells[-1]
    assert moved.value < share.value - 1.0 and moved.stderr is None
    assert abs(lined.tab.plots.residual.live.drawables[-1].y).max() > 5 * abs(residual).max()
    assert "<sub>" in lined.tab.column.composition.result.text()
    assert not lined.tab.column.composition.stale.isHidden()
    assert lined.steps == []
    mouse.release(lined.canvas, start + QPointF(0, 100))
    assert lined.steps == ["Move NTOC"]


def test_escape_ends_the_drag_as_if_it_had_not_been(lined, mouse, keys):
    before, start = lined.document.project, lined.grip_at("NaCl")
    mouse.drag(lined.canvas, start, start + QPointF(40, 20), release=False)
    assert lined.document.project is not before
    keys("Esc", lined.canvas)
    assert lined.document.project is before
    mouse.release(lined.canvas, start + QPointF(40, 20))
    assert lined.steps == []


def test_shift_on_the_top_handle_changes_the_width_and_keeps_the_height(lined, mouse):
    before, start = lined.values, lined.grip_at("NTOC")
    mouse.drag(lined.canvas, start, start + QPointF(60, 30), SHIFT)
    after = lined.values
    factor = after["width_1"] / before["width_1"]
    assert factor == pytest.approx(1.65, rel=0.05)
    assert after["area_1"] / before["area_1"] == pytest.approx(factor)
    assert after["position_1"] == before["position_1"]
    assert lined.steps == ["Change the width of NTOC"]


def test_a_side_handle_sets_the_width_where_the_pointer_is(lined, mouse):
    line = lined.line("Na2O")
    start = lined.grip_at("Na2O", "low")
    mouse.drag(lined.canvas, start, start + QPointF(30, 0))
    lined.tab.redraw_now()
    end = lined.tab.plots.handles.grip(line.id, "low").scenePos()
    assert end.x() == pytest.approx(start.x() + 30, abs=2)
    assert lined.steps == ["Change the width of Na2O"]


def test_ctrl_on_a_side_handle_changes_the_mixing_inside_its_range(lined, mouse):
    start = lined.grip_at("Na2O", "low")
    mouse.drag(lined.canvas, start, start + QPointF(600, 0), CONTROL)
    assert lined.values["mixing_3"] == 1.0
    assert lined.steps == ["Change the mixing of Na2O"]


def test_only_free_parameters_move(lined, mouse):
    tab = lined.tab
    tab.editing.parameter(tab.analysis, "Fix position_2", "position_2", {"vary": False}, live=False)
    lined.document.stack.clear()
    before, start = lined.values, lined.grip_at("NaCl")
    mouse.drag(lined.canvas, start, start + QPointF(50, -30))
    assert lined.values["position_2"] == before["position_2"]
    assert lined.values["area_2"] > before["area_2"]


def test_the_wheel_with_ctrl_changes_the_selected_line_in_one_step(lined, mouse):
    before = lined.values
    mouse.click(lined.canvas, lined.grip_at("NaCl"))
    place = lined.at(40.0, 0.6)
    mouse.wheel(lined.canvas, 3, place, CONTROL)
    assert lined.values["width_2"] == pytest.approx(before["width_2"] * 1.06**3)
    mouse.wheel(lined.canvas, -2, place, CONTROL | SHIFT)
    assert lined.values["mixing_2"] < before["mixing_2"]
    assert lined.steps == ["Change the width of NaCl", "Change the mixing of NaCl"]


def test_the_wheel_with_ctrl_and_nothing_selected_says_what_to_do(lined, mouse):
    mouse.wheel(lined.canvas, 1, lined.at(40.0, 0.6), CONTROL)
    assert lined.steps == []
    assert "handle" in lined.services.messages.sentences[-1]


def test_arrow_keys_nudge_the_selected_line(lined, mouse, keys):
    before = lined.values["position_2"]
    scale = abs(lined.tab.plots.spectrum.view.mapping().x_scale)
    mouse.click(lined.canvas, lined.grip_at("NaCl"))
    keys("Right", lined.canvas)
    keys("Shift+Right", lined.canvas)
    assert lined.values["position_2"] == pytest.approx(before - 11 / scale, rel=1e-3)
    assert lined.steps == ["Move NaCl"]


def test_a_double_click_adds_the_line_that_is_there(bench, mouse):
    """NTOC: 380 Hz wide, 1.0 high, at -11.2 ppm."""
    mouse.double_click(bench.canvas, bench.at(-11.9, 0.6))
    [line] = bench.analysis.components
    values = bench.values
    assert values["position_1"] == pytest.approx(-11.2, abs=0.2)
    assert values["width_1"] == pytest.approx(380, rel=0.15)
    assert bench.tab.plots.handles.grip(line.id, "top").point[1] == pytest.approx(1.0, abs=0.05)
    assert bench.steps == ["Add Line 1"]
    assert bench.tab.plots.handles.selected == line.id
    # The second is guessed from what the first leaves.
    mouse.double_click(bench.canvas, bench.at(54.0, 0.6))
    assert bench.values["position_2"] == pytest.approx(55, abs=2)
    assert bench.values["width_2"] == pytest.approx(1850, rel=0.2)


def test_lines_added_by_hand_are_fitted_with_their_baseline(bench, mouse):
    for shift in (-11.2, 7.2, 55.0):
        mouse.double_click(bench.canvas, bench.at(shift, 0.7))
    bench.tab.fit()
    assert bench.values["position_2"] == pytest.approx(7.2, abs=0.05)
    fit = bench.analysis.fit
    assert fit.quantity("x").value == pytest.approx(0.0625, abs=3 * fit.quantity("x").stderr)
    assert bench.tab.column.composition.stale.isHidden()


def test_delete_removes_the_selected_line_and_undo_brings_it_back(lined, mouse, keys):
    mouse.click(lined.canvas, lined.grip_at("NaCl"))
    keys("Delete", lined.canvas)
    assert [c.name for c in lined.analysis.components] == ["NTOC", "Na2O"]
    assert lined.steps == ["Remove NaCl"]
    lined.document.stack.undo()
    assert len(lined.analysis.components) == 3
    lined.tab.redraw_now()
    assert lined.tab.plots.handles.grip(lined.line("NaCl").id, "top").isVisible()


def test_choosing_a_row_selects_the_handle_and_back(lined, mouse):
    table = lined.tab.column.lines.view
    mouse.click(table, table.visualItemRect(table.item(1, 0)).center())
    assert lined.tab.plots.handles.selected == lined.line("NaCl").id
    mouse.click(lined.canvas, lined.grip_at("Na2O"))
    assert table.currentRow() == 2


def test_a_line_is_renamed_in_the_table(lined, type_in):
    lines = lined.tab.column.lines
    lines.start_renaming(lined.line("NaCl").id)
    type_in(lines.view.findChild(QLineEdit), "salt")
    assert lined.analysis.components[1].name == "salt"
    assert lined.steps == ["Call a line salt"]


def test_the_menu_of_a_line_counts_nuclei(lined, mouse):
    mouse.click(lined.canvas, lined.grip_at("Na2O"), button=Qt.MouseButton.RightButton)
    [menu] = [m for m in lined.tab.findChildren(QMenu) if m.isVisible()]
    nuclei = next(m for m in menu.findChildren(QMenu) if m.title() == "Nuclei per formula unit")
    assert [a.text() for a in nuclei.actions() if a.isChecked()] == ["2"]
    next(a for a in nuclei.actions() if a.text() == "1").trigger()
    menu.close()
    assert lined.analysis.option("derive_nuclei_3") == 1.0
    assert lined.steps == ["Count 1 nuclei in Na2O"]
    assert "nuclei" not in lined.tab.column.composition.lines.text()


def test_a_hidden_line_leaves_the_plot_but_not_the_sum(lined):
    total = lined.tab.plots.curves.total.copy()
    lined.tab.editing.change_line(lined.tab.analysis, "Hide NaCl", lined.line("NaCl").id, hidden=True)
    lined.tab.redraw_now()
    assert len(lined.tab.plots.curves.lines) == 2
    assert lined.tab.plots.curves.total == pytest.approx(total)


def test_a_long_spectrum_is_computed_at_as_many_points_as_can_be_seen(make_bench, mouse):
    bench = make_bench({"long": three_lines(131_072)})
    mouse.double_click(bench.canvas, bench.at(-11.2, 0.6))
    tab, line = bench.tab, bench.line("Line 1")
    tab.editing.pull(tab.analysis, line.id, Pull(shift=0.01))
    tab.redraw_now()
    tab.editing.give_up()
    assert len(tab.plots.curves.shift) <= 20_000


def test_the_menu_of_the_plot_adds_a_line(bench, mouse):
    place = bench.at(-11.0, 0.5)
    mouse.click(bench.canvas, place, button=Qt.MouseButton.RightButton)
    [menu] = [m for m in bench.tab.findChildren(QMenu) if m.isVisible()]
    next(a for a in menu.actions() if a.text() == "Add a line here").trigger()
    menu.close()
    assert len(bench.analysis.components) == 1


def test_a_line_becomes_another_kind_as_wide_as_it_was(lined):
    tab = lined.tab
    tab.editing.parameter(tab.analysis, "Link mixing_1", "mixing_1", {"link": "mixing_2"}, live=False)
    before = lined.values["width_2"]
    tab.editing.change_kind(tab.analysis, lined.line("NaCl").id, "voigt")
    line = lined.line("NaCl")
    assert line.kind == "voigt" and line.id in tab.plots.handles._held
    values = lined.values
    width = 0.5346 * values["lorentz_2"] + (0.2166 * values["lorentz_2"] ** 2 + values["gauss_2"] ** 2) ** 0.5
    assert width == pytest.approx(before, rel=0.01)
    assert all(p.link == "" for c in lined.analysis.components for p in c.parameters)
    tab.fit()
    assert lined.steps[-1] == "Fit 3 lines"


def test_a_line_becomes_quadrupolar_and_is_dragged(lined, mouse):
    tab = lined.tab
    tab.editing.change_kind(tab.analysis, lined.line("Na2O").id, "czjzek")
    tab.redraw_now()
    start = lined.grip_at("Na2O")
    mouse.drag(lined.canvas, start, start + QPointF(30, 0))
    assert lined.steps[-1] == "Move Na2O"
    assert lined.line("Na2O").kind == "czjzek"
