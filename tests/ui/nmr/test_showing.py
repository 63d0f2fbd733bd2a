"""What the NMR tab shows: spectrum, fit, residual, table, composition, regions, themes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from naglass_gui.core import edits
from naglass_gui.ui import theme
from naglass_gui.ui.dialogs.export_figure import ExportFigure
from tests.ui.nmr.made import three_lines

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_axis_falls_to_the_right_and_names_the_isotope(bench):
    plots = bench.tab.plots
    assert plots.spectrum.view.mapping().x_scale < 0
    assert plots.residual.bottom.label_text() == "23Na shift / ppm"
    assert "<sup>23</sup>Na" in plots.residual.bottom._quantity
    assert plots.residual.view.viewRange()[0] == pytest.approx(plots.spectrum.view.viewRange()[0])


def test_the_first_look_is_at_the_signals_and_a_shows_everything(bench, keys):
    low, high = bench.tab.plots.spectrum.view.viewRange()[0]
    assert -80 < low < -20 and 65 < high < 130
    keys("A", bench.canvas)
    assert bench.tab.plots.spectrum.view.viewRange()[0] == pytest.approx([-150, 200], abs=1)


def test_a_fit_with_no_guess_finds_the_lines_and_tells_the_composition(bench, jobs):
    """x = 1/16: NaTaO0.0625Cl5.875."""
    bench.tab.fit()
    assert [len(i.analysis.components) for i in jobs.asked] == [0]
    assert len(bench.analysis.components) == 3
    assert bench.steps == ["Fit lines"]
    shares = sorted(row.cells[-1].value for row in bench.tab.column.lines.rows)
    assert shares == pytest.approx([4.8, 38.5, 56.7], abs=0.3)
    composition = bench.tab.column.composition
    assert composition.result.text().startswith("NaTaO<sub>0.06")
    assert "x = 0.06" in composition.lines.text()
    assert composition.result.font().pointSizeF() == 21
    assert len(bench.tab.column.fits.table().rows) == 1


def test_the_residual_of_a_good_fit_is_noise(lined):
    residual = lined.tab.plots.residual.live.drawables[-1].y
    assert np.std(residual) == pytest.approx(1.0, abs=0.15)


def test_components_are_filled_and_named_in_their_colours(lined):
    drawn = lined.tab.plots.spectrum.live.drawables
    assert [d.fill_to for d in drawn] == [None, 0.0, 0.0, 0.0]
    assert [d.colour for d in drawn[1:]] == list(theme.tokens().components[:3])
    assert drawn[0].colour == theme.tokens().fit
    assert {label.text for label in lined.tab.plots._labels.values()} == {"NTOC", "NaCl", "Na2O"}


def test_a_shift_drag_fits_a_region_and_its_edges_move(bench, mouse):
    mouse.drag(bench.canvas, bench.at(80, 0.6), bench.at(-40, 0.6), SHIFT)
    [region] = bench.analysis.regions
    assert (region.low, region.high) == pytest.approx((-40, 80), abs=0.5)
    edge = bench.tab.plots.bands.edge(region.id, True)
    start = edge.scenePos()
    start.setY(start.y() + 150)
    end = bench.at(70, 0.6)
    end.setY(start.y())
    mouse.drag(bench.canvas, start, end)
    assert bench.analysis.regions[0].high == pytest.approx(70, abs=0.5)
    assert bench.steps == ["Add a fit region", "Move the fit region"]
    note = bench.tab.foot.note
    assert (note.toolTip() or note.text()).startswith("Fitted from −")  # the tip holds what does not fit
    bench.tab.delete_selection()
    assert bench.analysis.regions == ()


def test_a_cancel_ends_the_drag_of_an_edge(bench, mouse):
    bench.tab.editing.add_region(bench.tab.analysis, -40.0, 80.0)
    bench.tab.redraw_now()
    before = bench.document.project
    start = bench.tab.plots.bands.edge(bench.analysis.regions[0].id, True).scenePos()
    start.setY(start.y() + 150)
    end = bench.at(40, 0.5)
    end.setY(start.y())
    mouse.drag(bench.canvas, start, end, release=False)
    assert bench.document.project is not before
    assert bench.tab.cancel()
    assert bench.document.project is before
    mouse.release(bench.canvas, end)


def test_a_fit_keeps_the_view(bench):
    view = bench.tab.plots.spectrum.view
    view.show_range((0.0, 20.0), (0.0, 0.5))
    bench.tab.fit()
    assert view.viewRange()[0] == pytest.approx([0, 20])


def test_another_baseline_keeps_a_later_fit_fresh(lined):
    tab = lined.tab
    tab.editing.option(tab.analysis, "Set baseline to linear", "baseline", "linear")
    assert not tab.column.composition.stale.isHidden()
    tab.fit()
    assert tab.column.composition.stale.isHidden()
    assert len(lined.analysis.parameters) == 2


def test_what_cannot_be_shown_says_why(make_bench, ask):
    spectrum = three_lines()
    bench = make_bench({"text": replace(spectrum, metadata={"nucleus": "23Na"})})
    assert "Larmor frequency" in bench.tab._fault.text()
    assert not bench.tab._larmor.isHidden()
    ask.answers.append("132.294")
    bench.tab._larmor.click()
    assert bench.tab.current.signal is not None
    assert bench.tab._fault.isHidden()
    assert bench.steps == ["Set the Larmor frequency"]


def test_the_pointer_reads_shift_offset_and_intensity(bench, mouse, qtbot):
    with qtbot.waitSignal(bench.tab.reading) as said:
        mouse.move(bench.canvas, bench.at(-11.2, 0.5))
    assert said.args[0].startswith("−11.")
    assert "ppm" in said.args[0] and "Hz" in said.args[0]


def test_the_hint_follows_the_handle_under_the_pointer(lined, mouse, qtbot):
    hints: list[str] = []
    lined.tab.hint.connect(hints.append)
    mouse.move(lined.canvas, lined.grip_at("Na2O"))
    assert hints[-1].startswith("Na2O · drag: position and height")
    mouse.move(lined.canvas, lined.at(30, 0.7))
    assert "Shift-drag: fit region" in hints[-1]


def test_nothing_selected_teaches(bench):
    bench.tab.show_selection(())
    assert bench.tab.workspace.currentWidget() is bench.tab.workspace.empty
    assert bench.tab.current is None


def test_the_theme_changes_with_everything_on_screen(lined):
    theme.use(theme.DARK)
    lined.tab.retheme()
    lined.tab.redraw_now()
    assert lined.tab.plots.spectrum.live.drawables[0].colour == theme.DARK.fit
    assert lined.tab.plots.spectrum.data.drawables[0].colour == theme.DARK.data


def test_lines_are_used_for_the_other_selected_spectra(make_bench):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)})
    bench.tab.fit()
    use = next(a for a in bench.tab.menu_actions() if a.text() == "Use these lines for all selected")
    assert use.isEnabled()
    use.trigger()
    bench.tab.fit_selected()
    assert [len(a.components) for a in bench.document.project.analyses] == [3, 3]
    assert all(a.fits for a in bench.document.project.analyses)


def test_an_earlier_fit_is_shown_again(lined):
    tab = lined.tab
    first = lined.analysis.fit.id
    tab.editing.add_region(tab.analysis, -40.0, 80.0)
    tab.fit()
    tab.column.fits.restore_requested.emit(first)
    assert lined.analysis.current == first
    assert lined.steps[-1] == "Show an earlier fit"


def test_a_spectrum_of_one_value_everywhere_does_not_break_the_tab(make_bench):
    spectrum = three_lines()
    bench = make_bench({"flat": replace(spectrum, intensity=np.zeros_like(spectrum.intensity))})
    bench.tab.show_everything()
    assert bench.tab.current.signal is not None


def test_the_export_dialog_offers_what_a_deconvolution_has(lined, ask):
    seen: list[list[str]] = []

    def look(dialog: ExportFigure) -> bool:
        seen.append([box.text() for box in dialog.form.findChildren(QCheckBox)])
        return False

    ask.answers.append(look)
    lined.tab.export_figure()
    assert "Names of the lines" in seen[0] and "Residual below" in seen[0]
    assert not any("Nyquist" in text for text in seen[0])


def test_the_width_without_the_apodization_is_there_before_a_fit_and_follows_a_drag(make_bench):
    """50 Hz of exponential broadening that the spectrometer applied: a Lorentzian line is 50 Hz narrower by itself."""
    spectrum = three_lines()
    told = dict(spectrum.metadata) | {"window": "em", "line_broadening": "50.0"}
    bench = make_bench({"one": replace(spectrum, metadata=told)}, "NTOC=lorentz@-11.2:380Hz")
    row = bench.tab.column.lines.rows[0]
    assert row.cells[1].value == 380.0 and row.cells[2].value == pytest.approx(330.0, abs=0.01)
    assert "330.0 Hz wide without the apodization" in row.tooltip
    bench.document.preview(edits.set_values, bench.tab.analysis.id, {"width_1": 500.0})
    bench.tab.redraw_now()
    assert bench.tab.column.lines.rows[0].cells[2].value == pytest.approx(450.0, abs=0.01)
