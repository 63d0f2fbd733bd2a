"""Lines tied to each other by menu and by name, their sidebands, points left out, the rest fitted while one is dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu, QPushButton

from naglass_gui.techniques.nmr.roles import sidebands_of
from naglass_gui.ui.dialogs.link_parameter import LinkDialog
from naglass_gui.ui.nmr.menus import line_menu
from tests.techniques.nmr.spectra import made
from tests.ui.nmr.made import three_lines

CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(bench, line: str, *words: str) -> None:
    """Choose an entry of a line's menu by the titles on the way."""
    menu = line_menu(bench.tab, bench.tab.analysis, bench.line(line))
    for title in words[:-1]:
        menu = next(m for m in menu.findChildren(QMenu) if m.title() == title)
    next(a for a in menu.actions() if a.text() == words[-1]).trigger()


def links(bench) -> dict[str, str]:
    return {p.name: p.link for c in bench.analysis.components for p in c.parameters if p.link}


def test_same_width_by_menu_is_one_step_and_can_be_freed(lined):
    choose(lined, "NaCl", "Same width as", "NTOC")
    assert links(lined) == {"width_2": "width_1", "mixing_2": "mixing_1"}
    assert lined.steps == ["Let NaCl be as wide as NTOC"]
    lined.tab.fit()
    assert lined.values["width_2"] == lined.values["width_1"]
    choose(lined, "NaCl", "Free NaCl of its ties")
    assert links(lined) == {} and lined.values["width_2"] == lined.values["width_1"]


def test_a_ratio_and_a_distance_are_asked_for(lined, ask):
    ask.answers = ["0,125", "2381.292 Hz", "17 lightyears"]
    choose(lined, "NaCl", "Area in a fixed ratio to", "NTOC…")
    choose(lined, "NaCl", "At a fixed distance from", "NTOC…")
    assert links(lined) == {"area_2": "0.125 * area_1", "position_2": "position_1 + 18"}
    choose(lined, "Na2O", "At a fixed distance from", "NTOC…")
    assert "not a number" in lined.tab.services.messages.sentences[-1]
    lined.tab.fit()
    assert lined.values["area_2"] == pytest.approx(lined.values["area_1"] / 8)


def test_a_link_is_typed_by_the_name_of_a_line(lined, ask):
    def type_(dialog: LinkDialog) -> bool:
        dialog.field.setText("0.5 × NTOC.area")
        assert "Now" in dialog.sentence.text() and not dialog.field.toolTip()
        return True

    ask.answers = [type_]
    table = lined.tab.column.parameters
    flat = table.model.rows
    parameter = next(r.parameter for r in flat if r.parameter.name == "area_2")
    table._ask_link(parameter, [r.parameter for r in flat])
    assert links(lined) == {"area_2": "0.5 * area_1"}


# -- sidebands ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def spinning(make_bench):
    """A line with two sidebands 10 kHz away, and another without."""
    away = 1e4 / 132.294
    shapes = f"lorentz@0:400Hz, lorentz@{away}:400Hz, lorentz@{-away}:400Hz, gauss@30:500Hz"
    spectrum = made(shapes, (2.0, 0.5, 0.4, 1.0), points=4000, window=(-120, 120), mas_rate=10_000.0)
    bench = make_bench({"spinning": spectrum}, "A=lorentz@0:400Hz, B=gauss@30:500Hz")
    bench.tab.redraw_now()
    return bench


def test_sidebands_are_added_counted_and_removed_with_their_line(spinning, ask):
    ask.answers = ["1"]
    choose(spinning, "A", "Spinning sidebands…")
    names = [c.name for c in spinning.analysis.components]
    assert names == ["A", "B", "A +1", "A −1"] and spinning.steps == ["Add sidebands to A"]
    spinning.tab.fit()
    rows = spinning.tab.column.lines.rows
    assert [row.name for row in rows] == ["A", "B"] and "2 spinning sidebands" in rows[0].tooltip
    assert rows[0].cells[-1].value == pytest.approx(100 * 2.9 / 3.9, abs=0.5)
    colours = {line.component.name: line.colour for line in spinning.tab.plots.curves.lines}
    assert colours["A +1"] == colours["A"] != colours["B"]
    spinning.tab.editing.change_kind(spinning.tab.analysis, spinning.line("A").id, "pv")
    assert {c.kind for c in sidebands_of(spinning.analysis, spinning.line("A"))} == {"pv"}
    assert links(spinning)["mixing_3"] == "mixing_1"
    spinning.tab.editing.remove_line(spinning.tab.analysis, spinning.line("A").id)
    assert [c.name for c in spinning.analysis.components] == ["B"] and links(spinning) == {}


def test_sidebands_in_the_residual_are_offered_and_added_at_a_click(spinning):
    spinning.tab.fit()
    spinning.tab.redraw_now()
    (button,) = [b for b in spinning.tab.column.warnings.findChildren(QPushButton) if b.text() == "Add sidebands"]
    button.click()
    assert [c.name for c in spinning.analysis.components] == ["A", "B", "A +1", "A −1"]
    assert spinning.steps[-2] == "Add sidebands to A" and spinning.analysis.fit is not None
    assert not any(w.remedy.startswith("sidebands") for w in spinning.analysis.fit.warnings)
    assert spinning.tab.column.lines.rows[0].cells[-1].value == pytest.approx(100 * 2.9 / 3.9, abs=0.5)


def test_a_rate_that_the_file_lacks_and_a_foolish_number_are_asked_for_and_refused(lined, ask):
    ask.answers = ["25000", "99"]
    choose(lined, "NTOC", "Spinning sidebands…")
    assert "1 to 12 sidebands" in lined.tab.services.messages.sentences[-1] and lined.steps == []


# -- points and fits while dragging ------------------------------------------------------------------------------------


def test_a_box_with_ctrl_masks_points_and_takes_them_back(lined, mouse):
    shift = lined.tab.current.signal.shift
    box = lined.at(8.0, 0.6), lined.at(6.0, -0.1)
    mouse.drag(lined.canvas, *box, modifiers=CONTROL)
    lined.tab.redraw_now()
    inside = int(((shift > 6.0) & (shift < 8.0)).sum())
    assert abs(len(lined.analysis.masked) - inside) <= 2
    signal = lined.tab.current.signal
    masked = shift[[list(signal.rows).index(m.index) for m in lined.analysis.masked]]
    assert masked.min() > 5.9 and masked.max() < 8.1
    hollow = lined.tab.plots.spectrum.live.drawables[0]
    assert hollow.hollow and len(hollow.x) == len(lined.analysis.masked)
    mouse.drag(lined.canvas, *box, modifiers=CONTROL)
    assert lined.analysis.masked == ()


def test_the_rest_is_fitted_while_one_line_is_dragged(lined, mouse, jobs):
    lined.tab.live_box.setChecked(True)
    start = lined.grip_at("NTOC")
    before = lined.values
    mouse.drag(lined.canvas, start, start + QPointF(25, 0), release=False)
    asked = jobs.asked[-1].analysis
    held = {p.name for c in asked.components for p in c.parameters if not p.vary}
    assert "position_1" in held and "width_2" not in held
    assert lined.values["width_1"] != before["width_1"]
    mouse.release(lined.canvas, start + QPointF(25, 0))
    assert lined.steps == ["Move NTOC"] and lined.values["width_1"] != before["width_1"]
    lined.document.stack.undo()
    assert lined.values == before


def test_without_the_switch_nothing_is_fitted_while_dragging(make_bench, mouse, jobs):
    bench = make_bench({"one": three_lines()}, "NTOC=pv@-11.2:380Hz")
    bench.tab.fit()
    bench.tab.redraw_now()
    jobs.asked.clear()
    start = bench.grip_at("NTOC")
    mouse.drag(bench.canvas, start, start + QPointF(20, 0))
    assert jobs.asked == []
