"""The T1 tab by mouse and keys: windows, slices, models, lines, delays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton

from naglass_gui.ui.dialogs.intervals import IntervalsDialog
from naglass_gui.ui.relaxation.t1_table import T1Table
from tests.techniques.relaxation.series import decays, inputs_of
from tests.ui.relaxation.made import DELAYS, study

SHIFT = Qt.KeyboardModifier.ShiftModifier


def lined(bench):
    """Lines found in all slices, fitted."""
    bench.tab.editing.option(bench.analysis, "Lines", "way", "lines")
    bench.tab.fit()
    bench.tab.redraw_now()
    return bench


def test_f5_gives_the_time_of_the_strongest_signal(bench):
    bench.tab.fit()
    bench.tab.redraw_now()
    assert bench.times() == pytest.approx([2.06], rel=0.02)
    result = bench.tab.column.result
    assert result.result.text().startswith("T₁ = 2.0") and "ppm · Inversion recovery" in result.said.text()
    assert not bench.tab.current.stale
    bench.document.stack.undo()
    assert bench.fit is None


def test_in_a_low_window_the_recovery_takes_the_place_of_its_residual(bench, qtbot):
    """At 1100x700 both beside each other left 45 pixels for the curve."""
    plots = bench.tab.plots
    bench.tab.fit()
    bench.tab.redraw_now()
    assert plots.residual.isVisible()
    bench.tab.resize(890, 520)
    qtbot.waitUntil(lambda: not plots.residual.isVisible())
    assert plots.recovery.view.mapping().height >= 80
    assert plots.recovery.bottom.ticks().major  # the delays stand below the recovery now
    bench.tab.resize(1150, 820)
    qtbot.waitUntil(plots.residual.isVisible)


def test_shift_and_a_drag_add_windows_each_with_a_curve_of_its_own(bench, mouse):
    mouse.drag(bench.spectra, bench.at(75.0), bench.at(35.0), SHIFT)
    mouse.drag(bench.spectra, bench.at(-9.0), bench.at(-14.0), SHIFT)
    assert [(round(r.low), round(r.high)) for r in bench.analysis.regions] == [(35, 75), (-14, -9)]
    bench.tab.fit()
    assert bench.times() == pytest.approx([2.06, 1.2e-3], rel=0.1)
    assert len(bench.tab.column.result.table.rows) == 2
    assert bench.steps == ["Add a fit region", "Add a fit region", "Fit inversion"]


def test_an_edge_that_is_dragged_moves_its_window_and_the_time_follows(bench, mouse):
    mouse.drag(bench.spectra, bench.at(75.0), bench.at(35.0), SHIFT)
    bench.tab.fit()
    bench.tab.redraw_now()
    before, region = bench.fit, bench.analysis.regions[0]
    start = bench.tab.plots.bands.edge(region.id, False).scenePos() + QPointF(0, 40)
    mouse.drag(bench.spectra, start, start + QPointF(25, 0))
    assert bench.analysis.regions[0].low < region.low
    assert bench.fit is not before and not bench.tab.current.stale
    assert bench.steps[-1] == "Move the fit region"
    bench.document.stack.undo()
    assert bench.fit == before and bench.analysis.regions == (region,) and not bench.tab.current.stale


def test_the_window_that_is_taken_by_itself_becomes_ones_own_when_it_is_dragged(bench, mouse):
    edge = bench.tab.plots.bands.edge("suggested", False)
    start = edge.scenePos() + QPointF(0, 40)
    mouse.drag(bench.spectra, start, start + QPointF(-20, 0))
    assert len(bench.analysis.regions) == 1 and bench.steps == ["Set the window"]


def test_a_click_on_a_point_leaves_its_slice_out_and_another_takes_it_back(bench, mouse):
    bench.tab.fit()
    bench.tab.redraw_now()
    mouse.click(bench.curves, bench.point(12))
    assert [m.index for m in bench.analysis.masked] == [12]
    assert bench.fit.n_points == 15
    bench.tab.redraw_now()
    mouse.click(bench.curves, bench.point(12) + QPointF(2, 1))
    assert bench.analysis.masked == () and bench.fit.n_points == 16
    bench.document.stack.undo()
    assert [m.index for m in bench.analysis.masked] == [12] and bench.fit.n_points == 15
    bench.document.stack.undo()
    assert bench.analysis.masked == () and bench.fit.n_points == 16
    assert bench.steps == ["Fit inversion"]


def test_the_list_of_slices_ticks_them_in_and_out_by_rising_delay(make_bench, mouse):
    shuffled = np.random.default_rng(1).permutation(16)
    inputs = study()
    (old,) = inputs.measurements
    columns = [
        (c.name, c.unit, inputs.arrays[c.array.digest][shuffled] if c.name in ("delay", "real") else inputs.arrays[c.array.digest], c.role)
        for c in old.channels
    ]  # fmt: skip
    bench = make_bench({"shuffled": inputs_of(columns, old.metadata)})
    rows = bench.tab.column.slices.list
    shown = [rows.item(k).data(Qt.ItemDataRole.UserRole) for k in range(rows.count())]
    assert shown == np.argsort(shuffled).tolist()
    rows.item(3).setCheckState(Qt.CheckState.Unchecked)
    assert [m.index for m in bench.analysis.masked] == [shown[3]]


def test_page_keys_and_slider_walk_through_the_slices(bench, keys, mouse):
    assert bench.tab.slice == 15
    mouse.click(bench.spectra, bench.at(90.0, 0.9))
    keys("PgUp", bench.spectra)
    assert bench.tab.slice == 14
    bench.tab.plots.bar.slider.setValue(3)
    bench.tab.redraw_now()
    assert bench.tab.slice == 3
    assert bench.tab.plots.bar.words.text().startswith("4 of 16: 1.25 ms")
    assert bench.tab.column.slices.list.currentRow() == 3
    assert bench.steps == []


def test_stacked_and_linear_views(bench):
    bench.tab.stack_button.click()
    bench.tab.redraw_now()
    drawn = bench.tab.plots.slices.data.drawables
    assert drawn[-1].y.max() > 2.0
    bench.tab.log_button.click()
    bench.tab.redraw_now()
    assert not bench.tab.plots.log
    x, _ = bench.tab.plots._points()
    assert x.max() == pytest.approx(30.0)


def test_another_model_is_one_click_in_the_list_away(bench, mouse, qtbot):
    bench.tab.fit()
    bench.tab.redraw_now()
    qtbot.wait(1)
    panel = bench.tab.column.model
    buttons = panel.table.findChildren(QToolButton)
    stretched = next(b for b in buttons if b.text() == "Stretched recovery" and not b.isHidden())
    mouse.click(stretched)
    assert bench.analysis.model == "stretched" and bench.fit.model == "stretched"
    assert bench.fit.quantity("T1_mean_1") is not None
    assert not bench.tab.current.stale


def test_a_warning_offers_the_model_that_is_better(bench):
    bench.tab.fit()
    bench.tab.redraw_now()
    remedies = [w.remedy for w in bench.fit.warnings]
    assert "model biexponential" in remedies
    bench.tab.column.warnings.remedy_requested.emit("model biexponential")
    assert bench.fit.model == "biexponential"


def test_lines_are_found_and_give_the_three_times(bench):
    lined(bench)
    assert sorted(bench.times()) == pytest.approx([1.2e-3, 0.24, 2.06], rel=0.03)
    assert len(bench.tab.column.result.table.rows) == 3
    assert not bench.tab.current.stale


def test_a_line_is_dragged_while_recovery_follows_and_escape_takes_it_back(bench, mouse, keys):
    lined(bench)
    line = max(bench.analysis.components, key=lambda c: c.parameters[0].value)
    grip = bench.tab.plots.handles.grip(line.id, "top").scenePos()
    number = next(c.number for c in bench.tab._recovery.curves if c.id == line.id)
    before, values = bench.document.project, bench.tab._recovery.curves[number - 1].values
    mouse.drag(bench.spectra, grip, grip + QPointF(60, 0), release=False)
    bench.tab.redraw_now()
    assert not np.allclose(bench.tab._recovery.curves[number - 1].values, values, rtol=1e-3)
    keys("Esc", bench.spectra)
    assert bench.document.project is before
    mouse.release(bench.spectra, grip + QPointF(60, 0))
    steps = len(bench.steps)
    mouse.drag(bench.spectra, grip, grip + QPointF(0, 40))
    assert len(bench.steps) == steps  # heights are those of each slice
    side = bench.tab.plots.handles.grip(line.id, "low").scenePos()
    mouse.drag(bench.spectra, side, side + QPointF(12, 0))
    assert bench.steps[-1].startswith("Change the width of")
    assert bench.tab.current.stale or bench.fit is not None


def test_a_double_click_adds_a_line_where_it_is(bench, mouse):
    mouse.double_click(bench.spectra, bench.at(-11.2, 0.5))
    (line,) = bench.analysis.components
    assert line.parameters[0].value == pytest.approx(-11.2, abs=0.5)
    assert bench.analysis.option("way") == "lines"
    assert bench.steps == ["Add Line 1"]


def test_a_line_is_renamed_and_removed_in_the_table(bench):
    lined(bench)
    table = bench.tab.column.result.table
    first = bench.analysis.components[0]
    table.renamed.emit(first.id, "Na2O")
    assert bench.analysis.components[0].name == "Na2O"
    assert bench.fit.quantity("T1_1").note == "Na2O · Inversion recovery"
    table.removal_requested.emit(first.id)
    assert len(bench.analysis.components) == 2


def test_delays_are_typed_where_the_file_has_none(make_bench, ask):
    inputs = study()
    (old,) = inputs.measurements
    bare = replace(old, channels=tuple(c for c in old.channels if c.name != "delay"))
    bench = make_bench({"bare": replace(inputs, measurements=(bare,))})
    assert "does not give the delays" in bench.tab._fault.text() and bench.tab._missing.text() == "Type the delays…"

    def answer(dialog) -> bool:
        dialog.field.setPlainText("1 2 3")
        dialog.accept()
        assert "16 spectra, but these are 3" in dialog.fault.text()
        dialog.field.setPlainText("\n".join(f"{d:.9g}" for d in DELAYS))
        dialog.accept()
        return True

    ask.answers = [answer]
    bench.tab._missing.click()
    bench.tab.redraw_now()
    assert bench.tab._fault.isHidden() and bench.steps == ["Set the delays"]
    bench.tab.fit()
    assert bench.times() == pytest.approx([2.06], rel=0.02)


def test_a_step_of_processing_is_added_and_refused_with_a_sentence(bench):
    bench.tab.fit()
    bench.tab.chain.edited.emit("Reference", (("reference", 5.0),))
    bench.tab.redraw_now()
    assert bench.tab.current.slices.shift[0] == pytest.approx(-145.0, abs=0.2)
    bench.tab.chain.edited.emit("Nonsense", (("ft",),))
    assert bench.services.messages.sentences and bench.steps == ["Fit inversion", "Reference"]


def test_the_model_goes_to_other_series_and_all_are_fitted(make_bench):
    bench = make_bench({"25 °C": study(), "45 °C": study((0.9e-3, 0.2, 1.7), seed=1)})
    bench.tab.editing.add_region(bench.analysis, 35.0, 75.0)
    copy = next(a for a in bench.tab.menu_actions() if a.text() == "Use this model for all selected")
    copy.trigger()
    bench.tab.fit_selected()
    found = [a.fit.quantity("T1_1").value for a in bench.document.project.analyses]
    assert found == pytest.approx([2.06, 1.7], rel=0.02)


def test_the_figure_and_the_bar_chart_are_offered_for_printing(bench, ask):
    bench.tab.fit()
    shown = []

    def look(dialog) -> bool:
        shown.append(dialog.figure().kind)
        return False

    def press(dialog) -> bool:
        assert [row.label for row in dialog.rows] == ["24.96 to 84.87 ppm"]
        dialog.chart.click()
        return True

    ask.answers = [look, press, look]
    bench.tab.export_figure()
    bench.tab.show_times()
    assert shown == ["relaxation", "t1"]


def test_intervals_of_every_curve_are_kept_with_the_fit(bench):
    bench.tab.fit()
    dialog = IntervalsDialog(bench.document, bench.analysis.id, bench.services)
    dialog.button.click()
    (known,) = bench.fit.uncertainties
    assert {i.parameter for i in known.intervals} == {"M0_1", "a_1", "T1_1"}
    assert dialog.table.item(2, 0).text().endswith(" ppm: T1")
    dialog.close()
    dialog.deleteLater()


def test_t2_and_t1rho_are_called_so(make_bench):
    bench = make_bench({"echoes": decays((9e-3,), np.geomspace(2e-4, 0.1, 14))})
    result = bench.tab.column.result
    assert result.said.text() == "T₂ follows from a fit: press F5."
    bench.tab.fit()
    bench.tab.redraw_now()
    assert result.result.text().startswith("T₂ = ") and "exp(−t/T₂)" in bench.tab.column.model.formula.text()
    assert result.table.rows[0].cells[0].value == pytest.approx(9e-3, rel=0.02)
    bench.tab.choose_model("t1rho")
    bench.tab.redraw_now()
    assert result.result.text().startswith("T₁ρ = ") and result.said.text().endswith("(T₁ρ)")
    table = T1Table(bench.document, bench.services)
    assert table.view.item(0, 5).text().startswith("T₁ρ = ")
    table.deleteLater()


def test_a_wrong_larmor_frequency_is_corrected(bench, ask):
    bench.tab.fit()
    ask.answers = ["79.39"]
    bench.tab.ask_larmor()
    assert bench.analysis.option("larmor_frequency") == 79.39 and not bench.tab.current.stale
    assert bench.steps == ["Fit inversion", "Set the Larmor frequency"]
