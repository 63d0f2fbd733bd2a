"""Several spectra fitted together in the window: chosen, looked at one by one, dragged, shared otherwise."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from naglass_gui.ui.nmr.joint_dialog import JointDialog
from tests.ui.nmr.made import LINES, three_lines


@pytest.fixture
def together(make_bench, ask):
    """Two spectra of three lines with a joint fit of them, which is shown."""
    bench = make_bench({"4 h": three_lines(), "1 h": three_lines(seed=1)}, LINES)
    ask.answers = [lambda dialog: _tick(dialog, mixing=False)]
    bench.tab.services.select = bench.tab.show_selection
    act(bench, "Fit the selected together…")
    return bench


def _tick(dialog: JointDialog, **boxes: bool) -> bool:
    for own, on in boxes.items():
        dialog.boxes[own].setChecked(on)
    return True


def act(bench, text: str) -> None:
    next(a for a in bench.tab.menu_actions() if a.text() == text).trigger()


def test_the_selected_are_fitted_together_with_what_was_ticked(together):
    analysis = together.analysis
    assert analysis.name == "2 spectra together" and analysis.option("shared") == ("position", "width")
    assert together.steps == ["Fit 2 spectra together", "Fit 3 lines"]
    assert {"area_1_s2", "mixing_1_s2"} <= set(analysis.fit.free) and "width_1_s2" not in analysis.fit.free
    assert not together.tab.current.stale
    assert [s.measurement.name for s in together.tab.showing.items] == ["4 h", "1 h"]


def test_each_spectrum_shows_its_own_numbers_and_curve(together):
    tab = together.tab
    first = [row.cells[-1].value for row in tab.column.lines.rows]
    tab.make_current(tab.showing.items[1].id)
    tab.redraw_now()
    second = [row.cells[-1].value for row in tab.column.lines.rows]
    fit = together.analysis.fit
    assert first[0] == fit.quantity("share_1").value and second[0] == fit.quantity("share_1_s2").value
    assert second[0] != first[0]
    rest = tab.plots.curves.data - tab.plots.curves.total
    assert abs(rest).max() < 0.03
    assert "share_1_s2" in {d.name for d in fit.derived} and tab.column.composition.stale.isHidden()


def test_a_line_is_dragged_on_the_spectrum_that_is_shown(together, mouse):
    tab = together.tab
    tab.make_current(tab.showing.items[1].id)
    tab.redraw_now()
    before = together.values
    start = together.grip_at("NTOC")
    mouse.drag(together.canvas, start, start + QPointF(0, 60))
    after = together.values
    assert after["area_1_s2"] < before["area_1_s2"] and after["area_1"] == before["area_1"]
    assert together.steps[-1] == "Move NTOC" and tab.current.stale


def test_what_is_shared_can_be_changed(together, ask):
    ask.answers = [lambda dialog: not dialog.boxes["mixing"].isChecked() and _tick(dialog, width=False)]
    act(together, "What they share…")
    assert together.analysis.option("shared") == ("position",)
    assert "width_1_s2" in together.values
    together.document.stack.undo()
    assert "width_1_s2" not in together.values


def test_a_line_added_to_a_joint_fit_is_in_every_spectrum(together, mouse):
    mouse.double_click(together.canvas, together.at(30.0, 0.05))
    assert {"area_4", "area_4_s2"} <= together.values.keys()


def test_a_figure_shows_the_joint_analysis(together):
    assert together.tab.figure_sources() == [together.analysis.id]
