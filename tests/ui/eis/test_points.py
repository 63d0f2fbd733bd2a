"""Points and regions: what is fitted is chosen by pointing, and nothing is lost from sight."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from naglass_gui.ui import theme
from naglass_gui.ui.eis.region_drag import RegionDrag

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_click_masks_a_point_and_another_takes_it_back(bench, mouse):
    mouse.click(bench.nyquist, bench.point_at(5))
    assert [m.index for m in bench.analysis.masked] == [5]
    mouse.click(bench.nyquist, bench.point_at(5))
    assert bench.analysis.masked == ()
    assert bench.steps == ["Mask a point", "Take a point back in"]


def test_masked_points_stay_on_the_plot_hollow(bench, mouse):
    mouse.click(bench.nyquist, bench.point_at(5))
    bench.tab.redraw_now()
    hollow = [d for d in bench.tab.plots.nyquist.plot.data.drawables if getattr(d, "hollow", False)]
    assert [len(d.x) for d in hollow] == [1]
    assert hollow[0].x[0] == pytest.approx(bench.tab.current.z[5].real)


def test_a_ctrl_drag_masks_every_point_in_the_box(bench, mouse):
    z = bench.tab.current.z
    box = bench.point_at(2) + QPointF(-15, 40), bench.point_at(6) + QPointF(15, -40)
    mouse.drag(bench.nyquist, *box, CONTROL)
    masked = [m.index for m in bench.analysis.masked]
    low, high = z[2].real, z[6].real
    assert set(masked) >= {2, 3, 4, 5, 6}
    assert all(low - 100 < z[i].real < high + 100 for i in masked)
    assert bench.steps == [f"Mask {len(masked)} points"]


def test_a_point_is_masked_on_a_bode_plot_too(bench, mouse):
    view = bench.tab.plots.frequency[0].plot.view
    f, z = bench.tab.current.frequency[30], bench.tab.current.z[30]
    mouse.click(bench.frequencies, view.mapToScene(view.mapping().point(np.log10(f), np.log10(abs(z)))))
    assert [m.index for m in bench.analysis.masked] == [30]


def test_a_shift_drag_on_a_bode_plot_sets_the_fitted_frequencies(bench, mouse):
    mouse.drag(bench.frequencies, bench.frequency_at(3), bench.frequency_at(4e6), SHIFT)
    (region,) = bench.analysis.regions
    assert region.low == pytest.approx(3, rel=0.08) and region.high == pytest.approx(4e6, rel=0.08)
    assert bench.steps == ["Add a fit region"]


def test_a_second_shift_drag_adds_a_second_region(bench, mouse):
    mouse.drag(bench.frequencies, bench.frequency_at(3), bench.frequency_at(300), SHIFT)
    mouse.drag(bench.frequencies, bench.frequency_at(3e4), bench.frequency_at(3e6), SHIFT)
    assert len(bench.analysis.regions) == 2


def test_on_the_nyquist_plot_a_shift_drag_runs_from_point_to_point(bench, mouse):
    mouse.drag(bench.nyquist, bench.point_at(3) + QPointF(3, 4), bench.point_at(12) + QPointF(-2, 3), SHIFT)
    (region,) = bench.analysis.regions
    assert (region.low, region.high) == (bench.tab.current.frequency[12], bench.tab.current.frequency[3])
    assert bench.tab.current.used[[3, 12]].all() and not bench.tab.current.used[[2, 13]].any()


def test_while_a_region_is_drawn_every_plot_shows_it_and_escape_forgets_it(bench, mouse):
    mouse.drag(bench.frequencies, bench.frequency_at(3), bench.frequency_at(4e6), SHIFT, release=False)
    drafts = [p.bands._draft for p in bench.tab.plots.frequency]
    assert all(d is not None and d[1] > d[0] for d in drafts)
    assert bench.tab.cancel()
    assert [p.bands._draft for p in bench.tab.plots.frequency] == [None] * 3
    mouse.release(bench.frequencies, bench.frequency_at(4e6), SHIFT)
    assert bench.analysis.regions == () and bench.steps == []


@pytest.fixture
def bounded(bench, mouse):
    """The bench with a region from 3 Hz to 1 MHz."""
    from naglass_gui.core import edits

    bench.tab.editing.step("Add a fit region", edits.add_region, bench.tab.analysis.id, 3.0, 1e6)
    bench.tab.redraw_now()
    return bench


def test_dragging_a_bands_edge_moves_the_region_live_and_in_one_step(bounded, mouse):
    start, end = bounded.frequency_at(1e6), bounded.frequency_at(1e5)
    mouse.drag(bounded.frequencies, start, end, release=False)
    assert bounded.analysis.regions[0].high == pytest.approx(1e5, rel=0.1)
    assert bounded.document.committed.analyses[0].regions[0].high == 1e6
    mouse.release(bounded.frequencies, end)
    assert bounded.steps == ["Add a fit region", "Move the fit region"]


def test_a_frequency_marker_on_the_nyquist_plot_snaps_to_points(bounded, mouse):
    spectrum = bounded.tab.current
    last = int(np.flatnonzero(spectrum.used)[0])  # the highest fitted frequency
    start, aim = bounded.point_at(last), bounded.point_at(last + 6)
    mouse.drag(bounded.nyquist, start, aim + QPointF(3, 3))
    assert bounded.analysis.regions[0].high == spectrum.frequency[last + 6]
    assert bounded.analysis.regions[0].low == 3.0


@pytest.mark.parametrize("phase", ["move", "finish"])
def test_a_region_that_went_before_its_plot_was_drawn_again_is_not_dragged(bounded, phase):
    bounded.document.stack.undo()
    bounded.tab.editing.region(bounded.tab.analysis, RegionDrag(phase, 3.0, 1e5, "gone"))
    assert bounded.document.project.analyses[0].regions == ()
    assert not bounded.document.stack.canUndo()


def test_delete_removes_the_region_whose_edge_is_selected_and_undo_brings_it_back(bounded, mouse, keys):
    mouse.click(bounded.frequencies, bounded.frequency_at(1e6))
    keys("Del", bounded.frequencies)
    assert bounded.analysis.regions == ()
    bounded.document.stack.undo()
    assert len(bounded.analysis.regions) == 1


def test_the_foot_tells_how_many_points_are_not_fitted_and_shows_them(bounded, qtbot):
    foot = bounded.tab.foot
    below = int((bounded.tab.current.frequency < 3.0).sum())
    above = int((bounded.tab.current.frequency > 1e6).sum())
    assert foot.note.text() in (
        f"{below + above} points below 3 Hz and above 1 MHz are outside the region and not fitted.",
        f"{below + above} outside the region",
    )
    assert foot.show_button.isVisible()
    foot.show_button.click()
    qtbot.wait(30)
    assert not foot.show_button.isVisible()
    mapping = bounded.tab.plots.nyquist.plot.view.mapping()
    assert len(mapping.inside(bounded.tab.current.z.real, -bounded.tab.current.z.imag, mapping.frame)) == 79


def test_hovering_a_point_shows_it_in_all_plots_and_in_words(bench, mouse):
    readings, hints = [], []
    bench.tab.reading.connect(readings.append)
    bench.tab.hint.connect(hints.append)
    mouse.move(bench.nyquist, bench.point_at(10))
    f, z = bench.tab.current.frequency[10], bench.tab.current.z[10]
    assert readings[-1].startswith(f"f {f / 1e3:.3g} kHz") and f"{z.real:.0f} − {-z.imag:.0f}i Ω" in readings[-1]
    assert "phase −" in readings[-1]
    assert hints[-1].startswith("click: mask this point")
    assert all(len(p.pointing._layer.drawables) >= 1 for p in bench.tab.plots.plots)
    mouse.move(bench.nyquist, bench.nyquist_at(1900 - 100j))
    assert readings[-1] == "" and "Shift-drag" in hints[-1]


def test_the_arrow_keys_walk_along_the_points(bench, keys):
    readings = []
    bench.tab.reading.connect(readings.append)
    keys("Left", bench.nyquist)
    assert readings[-1].startswith("f 7 MHz")
    keys("Left", bench.nyquist)
    assert readings[-1].startswith(f"f {bench.tab.current.frequency[1] / 1e6:.3g} MHz")


def menu_texts(tab) -> dict[str, object]:
    from PySide6.QtWidgets import QApplication, QMenu

    menu = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible())
    found = {}

    def walk(menu):
        for action in menu.actions():
            found[action.text()] = action
            if action.menu():
                walk(action.menu())

    walk(menu)
    found["_menu"] = menu
    return found


def test_the_menu_of_a_point_masks_it_for_a_reason(bench, mouse):
    mouse.click(bench.nyquist, bench.point_at(7), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    assert any(text.startswith("Point 8 at") for text in menu)
    menu["Outlier"].trigger()
    menu["_menu"].close()
    assert [(m.index, m.reason) for m in bench.analysis.masked] == [(7, "Outlier")]
    readings = []
    bench.tab.reading.connect(readings.append)
    mouse.move(bench.nyquist, bench.point_at(20))
    mouse.move(bench.nyquist, bench.point_at(7))
    assert readings[-1].endswith("masked: Outlier")


def test_another_reason_is_asked_for(bench, mouse, ask):
    ask.answers = ["door of the climate chamber opened"]
    mouse.click(bench.nyquist, bench.point_at(7), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    menu["Other reason…"].trigger()
    menu["_menu"].close()
    assert bench.analysis.masked[0].reason == "door of the climate chamber opened"


def test_the_sign_of_im_z_is_turned_round_in_one_click_and_back(bench, mouse):
    before = bench.tab.current.z
    mouse.click(bench.nyquist, bench.nyquist_at(1900 - 100j), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    menu["Turn the sign of Im Z round"].trigger()
    menu["_menu"].close()
    assert bench.tab.current.z == pytest.approx(before.conj())
    assert ("flip_z_imag", "true") in bench.tab.current.measurement.provenance.options
    bench.tab.editing.flip_sign(bench.tab.current.measurement)
    assert bench.tab.current.z == pytest.approx(before)
    assert bench.tab.current.measurement.provenance.options == ()


def test_points_with_positive_im_z_are_kept_until_they_are_masked_together(make_bench, mouse):
    from tests.ui.eis.conftest import blocking_pellet

    z = blocking_pellet()
    z[:3] = z[:3].real + 1j * np.abs(z[:3].imag)
    bench = make_bench((z, None))
    assert bench.tab.current.used.all()
    mouse.click(bench.nyquist, bench.nyquist_at(1900 - 100j), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    menu["Mask the 3 points with Im Z > 0"].trigger()
    menu["_menu"].close()
    assert [(m.index, m.reason) for m in bench.analysis.masked] == [(k, "Im Z > 0") for k in range(3)]


def test_the_data_are_copied_as_columns(bench, mouse, qapp):
    mouse.click(bench.nyquist, bench.nyquist_at(1900 - 100j), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    menu["Copy the data"].trigger()
    menu["_menu"].close()
    lines = qapp.clipboard().text().strip().splitlines()
    assert len(lines) >= 80 and len(lines[-1].split("\t")) == 3


def test_the_menu_of_an_arc_gives_it_a_colour(bench, mouse):
    mouse.click(bench.nyquist, bench.handle_at("top", 1), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    colours = menu["Colour of the arc"].menu()
    assert [a.text() for a in colours.actions() if a.isChecked()] == ["Blue"]
    next(a for a in colours.actions() if a.text() == "Green").trigger()
    menu["_menu"].close()
    bench.tab.redraw_now()
    assert bench.steps == ["Colour the arc of R1"]
    assert bench.tab.plots.nyquist.arcs.drawables[0].colour == theme.tokens().components[2]


def test_the_menu_of_a_handle_fixes_its_parameter(bench, mouse):
    mouse.click(bench.nyquist, bench.handle_at("diameter", 1), button=Qt.MouseButton.RightButton)
    menu = menu_texts(bench.tab)
    assert any(text.startswith("R1 ") for text in menu)
    first = next(a for t, a in menu.items() if t.startswith("R1 ")).menu()
    next(a for a in first.actions() if a.text() == "Fixed").trigger()
    menu["_menu"].close()
    assert not bench.analysis.parameter("R1").vary
    assert bench.steps == ["Fix R1"]
