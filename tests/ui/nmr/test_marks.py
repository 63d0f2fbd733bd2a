"""Marks that are switched on, the box to zoom into, and the way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from naglass_gui.ui.plots.zooming import REST_MS
from tests.ui.nmr.made import LINES, three_lines
from tests.ui.nmr.test_stack import deed

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_shifts_stand_at_the_tops_and_beside_the_names_of_lines(lined, bench):
    deed(lined, "Shifts of the tops").do()
    texts = {label.text.split("\n")[0]: label.text for label in lined.tab.plots._labels.values()}
    assert texts["NTOC"].startswith("NTOC\n−11.") and texts["Na2O"].startswith("Na2O\n5")
    deed(bench, "Shifts of the tops").do()
    assert sorted(label.text for label in bench.tab.plots.marks._labels)[0].startswith(("55", "54", "7"))
    deed(bench, "Shifts of the tops").do()
    assert bench.tab.plots.marks._labels == []


def test_sidebands_are_marked_at_the_spinning_rate(make_bench):
    bench = make_bench({"23Na MAS": three_lines(mas_rate=4000.0)}, LINES)
    bench.tab.fit()
    bench.tab.redraw_now()
    deed(bench, "Spinning sidebands").do()
    marks = bench.tab.plots.marks._layer.drawables
    apart = 4000.0 / bench.tab.current.signal.larmor
    tops = {m.colour: m.shift - apart for m in marks if m.order == 1}
    assert sorted(tops.values()) == pytest.approx([-11.2, 7.2, 55.0], abs=0.3)
    assert all(m.shift == pytest.approx(tops[m.colour] + m.order * apart) for m in marks)
    bench.tab.plots.grab()  # they are drawn


def test_sidebands_need_the_spinning_rate(bench):
    assert not deed(bench, "Spinning sidebands").when()


def test_a_box_with_both_keys_zooms_and_z_goes_back(bench, mouse, keys, qtbot):
    view = bench.tab.plots.spectrum.view
    qtbot.wait(REST_MS + 100)
    before = view.mapping().x_range
    mouse.drag(bench.canvas, bench.at(20.0, 0.9), bench.at(-20.0, 0.2), modifiers=BOTH)
    assert view.mapping().x_range == pytest.approx((-20.0, 20.0), abs=0.5)
    assert view.mapping().y_range == pytest.approx((0.2, 0.9), abs=0.02)
    assert bench.analysis.regions == () and bench.analysis.masked == ()
    bench.canvas.setFocus()
    keys("Z", bench.canvas)
    assert view.mapping().x_range == pytest.approx(before)


def test_what_is_shown_is_remembered(make_bench):
    first = make_bench()
    deed(first, "Shifts of the tops").do()
    assert make_bench().tab.plots.marks.shifts


def test_the_menu_says_what_is_on(make_bench):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)})
    menu = bench.tab.view_menu.fill()
    ticked = [a.text() for a in menu.actions() if a.isChecked()]
    assert ticked == ["Stack"]
