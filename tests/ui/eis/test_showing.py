"""What the tab shows: one spectrum, many of them, none; units, quantities, arrangement, theme."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QActionGroup

from naglass_gui.core import edits
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui import theme
from naglass_gui.ui.eis import frames
from naglass_gui.ui.plots.drawables import Line, Points
from tests.ui.eis.conftest import FREQUENCY, blocking_pellet


def series(make_bench, count: int = 4, **options):
    scales = np.geomspace(4, 1, count)
    return make_bench(*((blocking_pellet(s), -25.0 + 20 * k) for k, s in enumerate(scales)), **options)


def test_the_first_look_shows_the_arc_from_the_real_axis_upwards(bench):
    (left, right), (bottom, top) = bench.tab.plots.nyquist.plot.view.viewRange()
    assert -150 < left <= 0 and 1470 < right < 3000
    assert bottom < 0 and -bottom < 0.12 * (top - bottom)
    mapping = bench.tab.plots.nyquist.plot.view.mapping()
    assert mapping.x_scale == pytest.approx(-mapping.y_scale, rel=1e-3)


def test_the_key_a_shows_every_point(bench, keys):
    keys("A", bench.nyquist)
    mapping, z = bench.tab.plots.nyquist.plot.view.mapping(), bench.tab.current.z
    assert len(mapping.inside(z.real, -z.imag, mapping.frame)) == len(z)


def test_an_empty_selection_teaches_what_belongs_here(bench):
    bench.tab.show_selection(())
    assert bench.tab.workspace.currentWidget() is bench.tab.workspace.empty
    assert "impedance" in bench.tab.workspace.empty.heading.text().lower()
    bench.tab.show_selection(bench.ids)
    assert bench.tab.workspace.currentWidget() is bench.tab.workspace.splitter


def test_a_sample_or_an_analysis_can_be_selected_instead(bench):
    bench.tab.show_selection(("sample",))
    assert [s.measurement.id for s in bench.tab.shown.spectra] == list(bench.ids)
    bench.tab.show_selection((bench.document.project.analyses[0].id,))
    assert bench.tab.current.measurement.id == bench.ids[0]


def test_several_spectra_are_coloured_from_cold_to_hot(make_bench):
    bench = series(make_bench)
    shown = bench.tab.shown
    colours = [shown.colours[id] for id in bench.ids]
    assert len(set(colours)) == 4
    assert colours[0] == "#440154"  # viridis begins with violet
    entries = bench.tab.plots.nyquist._legend.entries
    assert [e.text for e in entries] == ["35 °C", "15 °C", "−5 °C", "−25 °C"]


def test_without_temperatures_spectra_take_the_components_colours(make_bench):
    bench = make_bench((blocking_pellet(), None), (blocking_pellet(2), None))
    assert list(bench.tab.shown.colours.values()) == list(theme.LIGHT.components[:2])
    assert [e.text for e in bench.tab.plots.nyquist._legend.entries] == ["EIS 0", "EIS 1"]


def test_a_click_on_another_spectrum_makes_it_the_current_one(make_bench, mouse):
    bench = series(make_bench)
    assert bench.tab.current.measurement.id == bench.ids[0]
    other = bench.tab.shown.spectra[2]
    top = int(np.argmax(-other.z.imag[:30]))
    mouse.click(bench.nyquist, bench.nyquist_at(complex(other.z[top])))
    assert bench.tab.current.measurement.id == bench.ids[2]
    assert bench.steps == []
    assert bench.tab.column.circuit.field.text() == bench.analysis.model


def test_axes_are_shown_in_ohm_cm_once_the_pellet_is_known(make_bench):
    bench = make_bench(pellet=True)
    bench.tab.choose_scale("ohm cm")
    factor = np.pi * 0.8**2 / 4 / 0.08
    assert bench.tab.shown.z(bench.tab.current) == pytest.approx(bench.tab.current.z * factor)
    assert bench.tab.plots.nyquist.plot.bottom.label_text().endswith("Ω cm")
    (left, right), _ = bench.tab.plots.nyquist.plot.view.viewRange()
    assert 1470 * factor < right < 3000 * factor
    bench.tab.choose_scale("ohm cm^2")
    assert bench.tab.plots.nyquist.plot.left.label_text().endswith("Ω cm2")


def test_without_sizes_the_axes_stay_in_ohm_and_say_why(bench):
    bench.tab.choose_scale("ohm cm")
    assert bench.tab.shown.scale == "ohm"
    actions = bench.tab.foot.scale_menu.actions()
    assert [a.isEnabled() for a in actions[:3]] == [True, False, False]
    assert "thickness" in actions[3].text()


def test_handles_and_labels_follow_the_units(make_bench):
    bench = make_bench(pellet=True)
    bench.tab.fit()
    bench.tab.choose_scale("ohm cm")
    bench.tab.redraw_now()
    grip = bench.tab.plots.nyquist.arcs.grip("diameter", 1)
    factor = np.pi * 0.8**2 / 4 / 0.08
    assert grip.point[0] == pytest.approx((bench.values["R0"] + bench.values["R1"]) * factor)
    assert "kΩ cm" in bench.tab.plots.nyquist.arcs.labels[1].text


def test_the_model_is_dashed_where_it_is_not_fitted(bench):
    bench.tab.fit()
    bench.tab.editing.step("region", edits.add_region, bench.tab.analysis.id, 10.0, 1e6)
    bench.tab.redraw_now()
    lines = [d for d in bench.tab.plots.nyquist.plot.live.drawables if isinstance(d, Line)]
    assert {line.dashed for line in lines if line.colour == theme.LIGHT.fit} == {True, False}
    points = [d for d in bench.tab.plots.nyquist.plot.data.drawables if isinstance(d, Points)]
    assert sorted(p.opacity for p in points) == [0.35, 1.0]


@pytest.mark.parametrize("name", ["real", "imaginary", "admittance", "conductance", "phase", "modulus"])
def test_every_quantity_can_be_shown(make_bench, name):
    bench = make_bench(pellet=True)
    plot = bench.tab.plots.frequency[0]
    bench.tab.plots.show_quantity(plot, name)
    assert bench.tab.plots.frequency[0].quantity == name
    (left, right), (bottom, top) = plot.plot.view.viewRange()
    x, y = plot._coordinates(bench.tab.current)
    good = np.isfinite(y)
    assert good.sum() > 60
    assert left < x.min() and right > x.max() and bottom < y[good].min() and top > y[good].max()
    quantities = {p.quantity for p in bench.tab.plots.frequency}
    assert len(quantities) == 3 and "residual" in quantities


def test_the_electric_modulus_peaks_where_the_bulk_relaxes(make_bench):
    bench = make_bench(pellet=True)
    plot = bench.tab.plots.frequency[0]
    bench.tab.plots.show_quantity(plot, "electric_modulus")
    x, y = plot._coordinates(bench.tab.current)
    assert 10 ** x[np.nanargmax(y)] > 1e5


def test_choices_of_the_view_come_back_at_the_next_start(make_bench, services):
    bench = make_bench(pellet=True)
    bench.tab.plots.show_quantity(bench.tab.plots.frequency[1], "admittance")
    bench.tab.plots.choose_arrangement("beside")
    bench.tab.choose_scale("ohm cm^2")
    again = make_bench(pellet=True)
    assert again.tab.plots.frequency[1].quantity == "admittance"
    assert again.tab.plots.arrangement == "beside"
    assert again.tab.shown.scale == "ohm cm^2"


def test_plots_stand_beside_each_other_or_above_as_is_chosen(bench):
    from PySide6.QtCore import Qt

    for choice, orientation in (("beside", Qt.Orientation.Horizontal), ("above", Qt.Orientation.Vertical)):
        bench.tab.plots.choose_arrangement(choice)
        assert bench.tab.plots.orientation() == orientation
    bench.tab.plots.choose_arrangement("auto")


def test_a_narrow_tab_shows_two_frequency_plots_and_keeps_the_residual(bench, qtbot):
    bench.tab.resize(820, 560)
    qtbot.wait(20)
    quantities = [p.quantity for p in bench.tab.plots.plots[1:]]
    assert len(quantities) == 2 and "residual" in quantities
    bench.tab.resize(1400, 800)
    qtbot.wait(20)
    assert len(bench.tab.plots.plots) == 4


def test_the_theme_is_followed_by_points_and_curves(bench, qtbot):
    bench.tab.fit()
    theme.use(theme.DARK)
    bench.tab.retheme()
    bench.tab.redraw_now()
    assert {d.colour for d in bench.tab.plots.nyquist.plot.data.drawables} == {theme.DARK.data}
    lines = [d for d in bench.tab.plots.nyquist.plot.live.drawables if isinstance(d, Line)]
    assert theme.DARK.fit in {line.colour for line in lines}
    assert bench.tab.grab().toImage().pixelColor(300, 100).lightness() < 80


def test_typed_sizes_give_the_conductivity_at_once(bench):
    bench.tab.fit()
    column = bench.tab.column
    assert "missing" in column.conductivity.missing.text()
    m = bench.tab.current.measurement
    sizes = {"thickness": Quantity(0.8, 0.01, "mm"), "diameter": Quantity(8.0, 0.05, "mm")}
    bench.tab.editing.sizes(m, "Set the sizes", sizes, live=False)
    bench.tab.redraw_now()
    fit = bench.analysis.fit
    sigma = fit.quantity("sigma")
    total = bench.values["R0"] + bench.values["R1"]
    assert sigma.value == pytest.approx(0.08 / (np.pi * 0.16 * total), rel=1e-6)
    assert column.conductivity.missing.isHidden()


def test_the_frame_of_a_spike_without_arc_is_centred_on_its_foot():
    z = 12.0 + (1j * 2 * np.pi * FREQUENCY) ** -0.93 / 2e-6
    extent = frames.arcs(FREQUENCY, z)
    assert extent.left == 0.0 and 20 < extent.right < 60
    home = frames.nyquist_home(extent)(500, 300)
    assert home[2] > -0.2 * (home[3] - home[2])


def test_the_tab_is_drawn_without_a_warning_at_the_smallest_size(bench, qtbot):
    bench.tab.resize(620, 400)
    qtbot.wait(30)
    assert not bench.tab.grab().isNull()
    assert QPointF(bench.tab.plots.canvases[0].size().width(), 0).x() > 150


def test_arcs_and_handles_can_be_hidden_and_stay_so(make_bench):
    bench = make_bench()
    bench.tab.plots.hide_arcs(True)
    arcs = bench.tab.plots.nyquist.arcs
    with pytest.raises(KeyError):
        arcs.grip("diameter", 1)
    assert arcs.drawables == [] and not bench.tab.plots.frequency[0].tops.frequencies()
    again = make_bench()
    assert again.tab.plots.nyquist.arcs.hidden
    again.tab.plots.hide_arcs(False)
    assert again.tab.plots.nyquist.arcs.grip("diameter", 1).isVisible()


def test_arcs_too_small_to_be_taken_have_no_handles(bench, keys):
    keys("A", bench.nyquist)
    bench.tab.redraw_now()
    bench.tab.plots.show_model(bench.tab.shown)
    with pytest.raises(KeyError):
        bench.tab.plots.nyquist.arcs.grip("diameter", 1)


def test_both_nyquist_axes_write_numbers_in_the_same_multiple(bench):
    bench.tab.plots.nyquist.plot.view.show_range((0, 12_000), (0, 7_000))
    plot = bench.tab.plots.nyquist.plot
    assert (plot.bottom.label_text(), plot.left.label_text()) == ("Re Z / kΩ", "−Im Z / kΩ")


def test_the_point_is_found_among_many_spectra(make_bench, mouse):
    bench = make_bench(*((blocking_pellet(s), None) for s in np.geomspace(1, 3, 40)))
    pointing = bench.tab.plots.nyquist.pointing
    place = bench.point_at(10)
    assert pointing.at(bench.tab.plots.nyquist.plot.view.mapFromScene(place)).index == 10


def test_a_spectrum_of_unknown_temperature_is_grey_among_coloured_ones(make_bench):
    bench = make_bench((blocking_pellet(3), -25.0), (blocking_pellet(2), None), (blocking_pellet(), 25.0))
    assert bench.tab.shown.colours[bench.ids[1]] == theme.LIGHT.muted
    assert [e.text for e in bench.tab.plots.nyquist._legend.entries] == ["25 °C", "−25 °C", "EIS 1"]


def test_the_order_of_the_plots_survives_a_narrow_window(bench, qtbot):
    bench.tab.plots.choose_arrangement("beside")
    names = [p.quantity for p in bench.tab.plots.plots[1:]]
    bench.tab.resize(1150, 420)
    qtbot.wait(20)
    assert len(bench.tab.plots.plots) == 3
    bench.tab.resize(1150, 800)
    qtbot.wait(20)
    assert [p.quantity for p in bench.tab.plots.plots[1:]] == names


def test_with_several_spectra_the_table_of_results_is_offered(make_bench, ask):
    bench = make_bench((blocking_pellet(), 0.0), (blocking_pellet(0.5), 25.0))
    bench.tab.fit_selected()
    assert not bench.tab.foot.results_button.isHidden()
    seen = []
    ask.answers = [lambda dialog: seen.append(dialog.table.model.rowCount()) or False]
    bench.tab.foot.results_button.click()
    assert seen == [2]
    bench.tab.show_selection(bench.ids[:1])
    assert bench.tab.foot.results_button.isHidden()


def test_when_sizes_become_known_the_view_follows_into_the_units_chosen(bench, services):
    services.settings.set("eis/scale", "ohm cm")
    bench.tab._scale = "ohm cm"
    m = bench.tab.current.measurement
    for thickness in (0.8, 1.6):
        sizes = {"thickness": Quantity(thickness, 0.01, "mm"), "diameter": Quantity(8.0, 0.05, "mm")}
        bench.tab.editing.sizes(m, "Set the sizes", sizes, live=False)
        bench.tab.redraw_now()
        factor = np.pi * 0.8**2 / 4 / (thickness / 10)
        (left, right), _ = bench.tab.plots.nyquist.plot.view.viewRange()
        assert 1470 * factor < right < 3000 * factor
        (_, _), (bottom, top) = bench.tab.plots.frequency[0].plot.view.viewRange()
        modulus = np.log10(np.abs(bench.tab.current.z) * factor)
        assert bottom < modulus.min() and top > modulus.max()


def test_the_menu_of_units_leaves_nothing_behind_when_it_is_filled_again(bench):
    for possible in (True, False) * 3:
        bench.tab.foot.show_scale("ohm", possible)
    (group,) = bench.tab.foot.scale_menu.findChildren(QActionGroup)
    assert [action.isChecked() for action in group.actions()] == [True, False, False]
