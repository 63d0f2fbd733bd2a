"""The BPP tab: followed series and tables, points left out, what is determined and what is not, the way to the series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from naglass_gui.core import edits
from naglass_gui.core.project import new_id
from naglass_gui.ui.dialogs.intervals import IntervalsDialog
from naglass_gui.ui.plots.drawables import Line, Points, Ribbon
from naglass_gui.ui.relaxation.t1_table import T1Table
from tests.ui.bpp.conftest import FIELDS, TRUE, with_conductivities, with_fits, with_table


def test_fitted_series_make_a_plot_that_gives_the_motion(series):
    found = {d.name: d for d in series.fit.derived}
    for name, true in TRUE.items():
        assert abs(found[name].value - true) < 4 * found[name].stderr
    column = series.tab.column
    assert column.result.text().startswith("Ea = 0.29") and "τ₀ = 10" in column.lines.text()
    assert "lower bound" in column.lines.text()
    assert column.compared.text().startswith("AICc: ")
    assert series.steps == ["Make a BPP plot"]


def test_a_click_leaves_a_series_out_and_a_double_click_opens_it(series, mouse, qtbot):
    before = series.fit.n_points
    mouse.click(series.tab.plots.canvas, series.point(3))
    qtbot.waitUntil(lambda: series.fit.n_points == before - 1)
    assert series.steps[-1] == "Leave a point out"
    chosen = []
    series.services.select = chosen.append
    series.tab.redraw_now()
    mouse.double_click(series.tab.plots.canvas, series.point(5) + QPointF(1, 1))
    assert chosen == [[series.tab.current.points[5].source]]
    qtbot.wait(QApplication.doubleClickInterval() + 50)
    assert series.fit.n_points == before - 1


def test_it_follows_a_series_that_is_fitted_anew(series):
    first = series.tab.current.sources[0].analysis
    doubled = tuple(replace(p, value=2.0 * p.value) if p.name == "T1_1" else p for p in first.fit.parameters)
    new = replace(first.fit, id=new_id(), parameters=doubled)
    before = series.fit.quantity("Ea").value
    series.document.apply("Fit", edits.add_fit, first.id, new, first)
    assert series.fit.quantity("Ea").value > before
    series.document.stack.undo()
    assert series.fit.quantity("Ea").value == pytest.approx(before)


def test_a_table_of_two_fields_is_fitted_and_a_point_left_out(table, mouse, qtbot):
    found = {d.name: d for d in table.fit.derived}
    assert abs(found["Ea"].value - 0.30) < 3 * found["Ea"].stderr
    assert table.tab.current.fields == pytest.approx(FIELDS)
    assert table.steps == ["Choose the spin"] and not table.tab.current.stale  # and its fit, in one step
    mouse.click(table.tab.plots.canvas, table.point(0))
    qtbot.waitUntil(lambda: table.fit.n_points == 21)
    assert table.steps == ["Choose the spin", "Mask a point"]
    table.document.stack.undo()
    assert table.fit.n_points == 22 and not table.tab.current.stale
    table.document.stack.undo()
    assert table.fit is None


def test_without_a_spin_a_table_asks_for_it_beside_the_list_of_spins(make_bench):
    bench = make_bench(lambda project, store: with_table(project, store))
    column = bench.tab.column
    assert "The spin of the nucleus is not known" in column.asked.text() and column.asked.isVisible()
    assert bench.fit is None and bench.steps == []


def test_a_table_whose_nucleus_is_known_is_fitted_when_it_is_first_shown(make_bench, qtbot):
    bench = make_bench(lambda project, store: with_table(project, store, nucleus="23Na"))
    qtbot.waitUntil(lambda: bench.fit is not None)
    assert bench.fit.statistic("spin") == 1.5 and bench.steps == ["Fit bpp"]
    bench.document.stack.undo()
    bench.tab.show_selection([m.id for m in bench.document.project.measurements()])
    qtbot.wait(5)
    assert bench.fit is None  # it was taken back on purpose


def test_on_one_side_only_a_combination_is_told_until_c_q_is_held(make_bench):
    cold = tuple(np.arange(-60.0, 0.0, 5.0).tolist())
    bench = make_bench(lambda project, store: with_fits(project, celsius=cold))
    bench.tab.make()
    bench.tab.redraw_now()
    column = bench.tab.column
    assert bench.tab.plots.canvas.plots == [bench.tab.plot]  # no rate is known where tau0 is not
    assert "τ₀/P_Q² = " in column.lines.text() and "τ₀ = " not in column.lines.text()
    assert any("only Ea and τ₀/P_Q² are determined" in w.text for w in bench.fit.warnings)
    column.cq_typed.emit(1e6)
    bench.tab.redraw_now()
    assert "C_Q = 1.00 MHz (held)" in column.lines.text() and "τ₀ = " in column.lines.text()
    assert bench.fit.quantity("tau0").value == pytest.approx(1e-13, rel=0.3)
    column.cq_typed.emit(None)
    assert bench.fit.quantity("tau0") is None
    assert bench.steps == ["Make a BPP plot", "Hold C_Q", "Fit C_Q"]


def test_another_motion_is_chosen_in_the_list(series):
    box = series.tab.column.motion
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert series.fit.model == "cole-davidson" and series.fit.quantity("beta") is not None
    assert series.steps[-1] == "Choose “Cole–Davidson”"


def test_against_the_temperature(series):
    series.tab.inverse.click()
    series.tab.redraw_now()
    x, _ = series.tab._points()
    assert x[0] == pytest.approx(25.0)


def test_the_jump_rates_that_conductivities_ask_for_stand_beside_and_below(series):
    column = series.tab.column
    assert column.bridge.text() == "No conductivity with a temperature in this sample yet."
    series.document.apply("Import", with_conductivities)
    series.tab.redraw_now()
    assert column.bridge.text() == "Type formula, density and jump distance."
    for name, value in (("view_formula", "NaTaCl6"), ("view_density", 3.0), ("view_jump", 3.5e-10)):
        column.view_typed.emit(f"Set {name}", name, value)
    series.tab.redraw_now()
    # n = 3 g/cm3 / 416.65 g/mol = 4.34e27 1/m3, D = 1.63e-11 m2/s, 6 D/a2 = 8.0e8 1/s.
    assert "25 °C: σ asks for 8.0 × 10⁸ s⁻¹, 1/τ = 8.6 × 10⁷ s⁻¹: ratio 9.3" in column.bridge.text()
    (asked,) = [d for d in series.tab.rates.data.drawables if isinstance(d, Points)]
    assert asked.y[2] == pytest.approx(np.log10(8.0e8), abs=0.01) and asked.symbol == "square"
    assert [e.text for e in series.tab.rates.entries] == ["1/τ from T₁", "1/τ from σ"]
    home = series.tab.plot.view.viewRange()[0]
    assert home[1] > 1000.0 / 258.15  # the temperatures of the conductivities are in sight in both plots
    assert series.tab.rates.view.viewRange()[0] == pytest.approx(home)
    column.view_typed.emit("Set the formula", "view_formula", "TaCl5")
    series.tab.redraw_now()
    assert "no mobile ion" in column.bridge.text()


def test_jump_rates_or_correlation_times_are_drawn_below_with_their_band(series):
    tab = series.tab
    assert tab.plots.canvas.plots == [tab.plot, tab.rates]
    (line,) = [d for d in tab.rates.data.drawables if isinstance(d, Line)]
    (band,) = [d for d in tab.rates.data.drawables if isinstance(d, Ribbon)]
    at_25 = np.interp(1000.0 / 298.15, np.sort(line.x), line.y[np.argsort(line.x)])
    assert 10.0**at_25 == pytest.approx(series.fit.quantity("jump_rate_25").value, rel=1e-3)
    assert (band.high > line.y).all() and (band.low < line.y).all()
    tab.below.actions()[1].trigger()
    tab.redraw_now()
    (times,) = [d for d in tab.rates.data.drawables if isinstance(d, Line)]
    assert times.y == pytest.approx(-line.y)
    tab.below.actions()[2].trigger()
    tab.redraw_now()
    assert tab.plots.canvas.plots == [tab.plot]


def test_the_table_of_all_components_lists_every_time(series):
    dialog = T1Table(series.document, series.services)
    assert len(dialog.rows) == 11 and dialog.view.item(0, 2).text() == "NTOC"
    assert dialog.view.item(0, 3).text() == "25.00" and dialog.table().rows[0][5].value == pytest.approx(
        1.9e-3, rel=0.1
    )
    dialog.deleteLater()


def test_intervals_are_asked_for_in_the_window_and_stay_until_the_motion_changes(series):
    analysis = series.tab.analysis
    dialog = IntervalsDialog(series.document, analysis.id, series.services)
    dialog.button.click()
    assert {i.parameter for i in series.fit.uncertainties[0].intervals} == {"Ea", "tau0", "C_Q"}
    assert series.steps[-1] == "Profile likelihood of bpp" and dialog.table.item(0, 4).text().startswith("0.29")
    dialog.close()
    dialog.deleteLater()
    series.tab.column.view_typed.emit("Set the density", "view_density", 3.0)
    assert series.fit.uncertainties
    series.tab.column.cq_typed.emit(0.8e6)
    assert not series.fit.uncertainties
    series.document.stack.undo()
    assert series.fit.uncertainties
