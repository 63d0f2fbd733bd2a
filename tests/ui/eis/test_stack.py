"""Spectra above one another: none touches the next, the mouse parts them, everything is done to the current one as ever."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from tests.ui.eis.conftest import blocking_pellet

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stacked(make_bench, mouse):
    """Four temperatures, the coldest first in the tree and current, stacked by a click on the switch."""
    bench = make_bench(*((blocking_pellet(s), -25.0 + 20 * k) for k, s in enumerate(np.geomspace(4, 1, 4))))
    mouse.click(bench.tab.foot.stack_box, QPointF(8, bench.tab.foot.stack_box.height() / 2))
    bench.tab.redraw_now()
    return bench


def heights(bench) -> list[float]:
    stack = bench.tab.plots.nyquist.stack
    return [stack.offset(s) for s in bench.tab.showing.items]


def tag(bench, text: str):
    return next(t for t in bench.tab.plots.nyquist.stack.tags.values() if t.text == text)


def middle(item) -> QPointF:
    return item.mapToScene(item.boundingRect().center())


def test_the_hottest_stands_at_the_top_and_all_are_in_sight(stacked):
    raised = heights(stacked)
    assert raised[0] == 0.0 and all(b > a for a, b in zip(raised[:-1], raised[1:], strict=True))
    view = stacked.tab.plots.nyquist.plot.view.mapping()
    assert view.y_range[0] < 0 and view.y_range[1] > raised[-1]
    assert [t.text for t in stacked.tab.plots.nyquist.stack.tags.values()] == ["35 °C", "15 °C", "−5 °C", "−25 °C"]
    assert stacked.tab.plots.nyquist.plot.left.label_text().startswith("−Im Z, stacked")
    assert stacked.tab.plots.nyquist._legend.entries == () and stacked.steps == []
    phase = next(p for p in stacked.tab.plots.frequency if p.quantity == "phase")
    assert phase.is_stacked and phase.stack.offset(stacked.tab.showing.items[-1]) > 0
    assert not any(p.is_stacked for p in stacked.tab.plots.frequency if p.quantity != "phase")
    assert stacked.services.settings.get("eis/stacked", False) is True


def test_a_drag_on_a_name_parts_all_and_even_distances_bring_them_back(stacked, mouse):
    before = heights(stacked)
    start = middle(tag(stacked, "35 °C"))
    mouse.drag(stacked.nyquist, start, start - QPointF(0, 60))
    by = 60 / abs(stacked.tab.plots.nyquist.plot.view.mapping().y_scale)
    after = heights(stacked)
    assert after[3] == pytest.approx(before[3] + by)
    assert after[1] / before[1] == pytest.approx(after[3] / before[3])
    next(a for a in stacked.tab.menu_actions() if a.text() == "Even distances in the stack").trigger()
    assert heights(stacked) == pytest.approx(before)


def test_a_control_drag_moves_one_alone_and_escape_gives_it_up(stacked, mouse):
    before = heights(stacked)
    start = middle(tag(stacked, "15 °C"))
    mouse.drag(stacked.nyquist, start, start - QPointF(0, 30), modifiers=CONTROL)
    by = 30 / abs(stacked.tab.plots.nyquist.plot.view.mapping().y_scale)
    moved = [*before[:2], before[2] + by, before[3]]
    assert heights(stacked) == pytest.approx(moved)
    start = middle(tag(stacked, "35 °C"))
    mouse.drag(stacked.nyquist, start, start + QPointF(0, 40), release=False)
    assert heights(stacked) != pytest.approx(moved) and stacked.tab.cancel()
    mouse.release(stacked.nyquist, start)
    assert heights(stacked) == pytest.approx(moved)


def test_a_click_on_a_name_edits_that_spectrum_and_nothing_moves_on_screen(stacked, mouse):
    view = stacked.tab.plots.nyquist.plot.view
    before = [view.mapping().pixel_y(h) for h in heights(stacked)]
    mouse.click(stacked.nyquist, middle(tag(stacked, "−5 °C")))
    stacked.tab.redraw_now()
    assert stacked.tab.current.measurement.name == "EIS 1" and heights(stacked)[1] == 0.0
    assert [view.mapping().pixel_y(h) for h in heights(stacked)] == pytest.approx(before, abs=1.5)


def test_points_of_the_others_are_found_where_they_are_drawn(stacked, mouse):
    other = stacked.tab.showing.items[2]
    top = int(np.argmax(-other.z.imag[:30]))
    place = complex(other.z[top]) - 1j * heights(stacked)[2]
    mouse.click(stacked.nyquist, stacked.nyquist_at(place))
    assert stacked.tab.current is not None and stacked.tab.current.id == other.id


def test_an_arc_is_dragged_within_a_stack(stacked, mouse):
    stacked.tab.fit()
    stacked.tab.redraw_now()
    before, start = stacked.values["R1"], stacked.handle_at("diameter", 1)
    mouse.drag(stacked.nyquist, start, start + QPointF(25, 0))
    assert stacked.values["R1"] > before


def test_the_next_figure_is_stacked_too_and_the_switch_goes_back(stacked, mouse):
    assert stacked.services.settings.get("figures/eis", {})["options"]["layout"] == "stack"
    mouse.click(stacked.tab.foot.stack_box, QPointF(8, stacked.tab.foot.stack_box.height() / 2))
    stacked.tab.redraw_now()
    assert heights(stacked) == [0.0] * 4 and stacked.tab.plots.nyquist.stack.tags == {}
    assert len(stacked.tab.plots.nyquist._legend.entries) == 4


def test_one_spectrum_alone_is_not_stacked(stacked):
    stacked.tab.show_selection(stacked.ids[:1])
    assert not stacked.tab.shown.stacked and stacked.tab.foot.stack_box.isHidden()
