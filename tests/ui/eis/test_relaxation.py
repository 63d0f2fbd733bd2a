"""Relaxation times in the tab: shown with one button, smoothed by a slider, live, and taken as a starting model in one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QStyle, QStyleOptionSlider

from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.plots.upper_scale import UpperScale
from tests.ui.eis.conftest import Bench, blocking_pellet
from tests.ui.mouse import Mouse

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def click(mouse: Mouse, button: Any) -> None:
    mouse.click(button, button.rect().center())


@pytest.fixture
def shown(bench: Bench, mouse: Mouse) -> Bench:
    """The tab with relaxation times, the panel in sight."""
    click(mouse, bench.tab.column.relaxation.button)
    bench.tab.redraw_now()
    bench.tab.column.ensureWidgetVisible(bench.tab.column.relaxation)
    return bench


def knob(slider: Any) -> QPointF:
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    style = slider.style()
    part = style.subControlRect(QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider)
    return QPointF(part.center())


def test_one_button_shows_the_distribution_with_its_peaks(shown: Bench) -> None:
    plot = next(p for p in shown.tab.plots.frequency if p.quantity == "relaxation")
    assert plot.plot.live.drawables, "a curve and its band"
    panel = shown.tab.column.relaxation
    frequency, resistance, rest = panel.shown_peaks[:3]
    assert frequency.startswith("1.2") and frequency.endswith("MHz")
    assert resistance.startswith("R 1.2") and resistance.endswith("kΩ") and "pF   τ 13" in rest
    assert "blocking, C" in panel.series.text() and "no inductance" in panel.series.text()
    assert panel.rules["l-curve"].isChecked() and not panel.button.isVisible()
    assert not shown.steps, "looking changes nothing"


def test_what_it_reconstructs_is_in_the_nyquist_plot(shown: Bench) -> None:
    from naglass_gui.ui.eis.relaxation_curve import colour

    lines = [d for d in shown.tab.plots.nyquist.plot.live.drawables if getattr(d, "colour", "") == colour()]
    assert len(lines) == 1
    z = shown.tab.current.z
    away = [np.min(np.abs(lines[0].x - lines[0].y * 1j - point)) / abs(point) for point in z]
    assert max(away) < 0.1


def test_the_slider_smooths_live_and_is_one_step(shown: Bench, mouse: Mouse) -> None:
    panel = shown.tab.column.relaxation
    before = shown.tab.shown.relaxation.strength
    start = knob(panel.slider)
    mouse.drag(panel.slider, start, start + QPointF(30, 0), release=False)
    shown.tab.redraw_now()
    assert shown.tab.shown.relaxation.strength > before and not shown.steps
    assert not panel.rules["l-curve"].isChecked()
    mouse.release(panel.slider, start + QPointF(30, 0))
    shown.tab.redraw_now()
    assert shown.steps == ["Smooth the relaxation times"]
    smooth = shown.tab.shown.relaxation.strength
    assert shown.analysis.option("view_drt_strength") == smooth > before
    shown.document.stack.undo()
    shown.tab.redraw_now()
    assert shown.tab.shown.relaxation.strength == before


def test_a_rule_finds_the_strength_again(shown: Bench, mouse: Mouse) -> None:
    panel = shown.tab.column.relaxation
    click(mouse, panel.rules["gcv"])
    shown.tab.redraw_now()
    assert shown.analysis.option("view_drt_strength") == "gcv"
    assert panel.rules["gcv"].isChecked()


def test_a_column_may_be_switched_off(shown: Bench) -> None:
    panel = shown.tab.column.relaxation
    panel._actions["blocking", "off"].trigger()
    shown.tab.redraw_now()
    assert "C switched off" in panel.series.text()
    assert "blocking" not in shown.tab.shown.relaxation.columns
    assert shown.steps == ["Change what stands in series"]


def test_the_peaks_become_the_starting_model_in_one_step_and_f5_fits_it(shown: Bench, mouse: Mouse) -> None:
    panel = shown.tab.column.relaxation
    assert panel.use.text() == "Start from R(RQ)Q"
    click(mouse, panel.use)
    shown.tab.redraw_now()
    assert shown.steps == ["Start from the relaxation times: R(RQ)Q"]
    assert shown.values["R1"] == pytest.approx(1300, rel=0.12)
    assert shown.values["Y2"] == pytest.approx(1.8e-7, rel=0.1)
    shown.tab.fit()
    assert shown.values["R1"] == pytest.approx(1300, rel=0.02)


def test_masks_and_regions_are_followed(shown: Bench) -> None:
    before = shown.tab.shown.relaxation
    shown.tab.editing.toggle_masks(shown.tab.analysis, [0, 1, 2])
    shown.tab.redraw_now()
    assert len(shown.tab.shown.relaxation.frequency) == len(before.frequency) - 3


def test_too_few_points_are_said(shown: Bench) -> None:
    shown.tab.editing.toggle_masks(shown.tab.analysis, list(range(75)))
    shown.tab.redraw_now()
    panel = shown.tab.column.relaxation
    assert "at least 8 points" in panel.fault.text() and not panel.use.isVisible()
    assert shown.tab.shown.relaxation is None


def test_hiding_gives_the_plot_back(shown: Bench, mouse: Mouse) -> None:
    panel = shown.tab.column.relaxation
    click(mouse, panel.off)
    shown.tab.redraw_now()
    assert panel.button.isVisible()
    assert [p.quantity for p in shown.tab.plots.frequency] == ["modulus", "phase", "residual"]


def test_every_spectrum_has_its_own(make_bench: Callable[..., Bench], mouse: Mouse) -> None:
    bench = make_bench((blocking_pellet(), 25.0), (blocking_pellet(4.0), 0.0))
    click(mouse, bench.tab.column.relaxation.button)
    bench.tab.redraw_now()
    first = bench.tab.shown.relaxation
    bench.tab.make_current(bench.ids[1])
    bench.tab.redraw_now()
    assert bench.tab.shown.relaxation.gamma.max() > 2 * first.gamma.max()


def test_the_menu_turns_it_on_and_off(bench: Bench) -> None:
    action = next(a for a in bench.tab.menu_actions() if a.text() == "Show relaxation times (DRT)")
    action.trigger()
    assert bench.tab.relaxing.on
    bench.tab.menu_actions()
    assert action.isChecked()
    action.trigger()
    assert not bench.tab.relaxing.on


def test_nothing_is_wider_than_the_narrowest_column(shown: Bench, mouse: Mouse) -> None:
    shown.tab.suggest()
    shown.tab.redraw_now()
    column = shown.tab.column
    assert column.widget().minimumSizeHint().width() <= column.minimumWidth()


def test_choosing_them_at_a_plots_axis_switches_them_on(bench: Bench) -> None:
    bench.tab.plots.show_quantity(bench.tab.plots.frequency[1], "relaxation")
    bench.tab.redraw_now()
    assert bench.tab.relaxing.on and bench.tab.shown.relaxation is not None
    assert bench.tab.plots.frequency[1].plot.live.drawables


def test_the_times_stand_above_the_frequencies_and_under_the_pointer(shown: Bench, mouse: Mouse) -> None:
    plot = next(p for p in shown.tab.plots.frequency if p.quantity == "relaxation")
    scale = next(d for d in plot.plot.live.drawables if isinstance(d, UpperScale))
    marks = dict(scale.marks(plot.plot.view.mapping(), 12.0))
    assert scale.title == "τ" and len(marks) > 2
    for position, text in marks.items():
        tau = 1 / (2 * np.pi * 10.0**position)
        assert text == {0: "1 s", 1: "10 s"}.get(
            round(np.log10(tau)), f"10{str(round(np.log10(tau))).translate(RAISED)} s"
        )
    said: list[str] = []
    shown.tab.reading.connect(said.append)
    mouse.move(shown.nyquist, shown.point_at(30))
    frequency = float(shown.tab.current.frequency[30])
    assert f"τ {with_prefix(1 / (2 * np.pi * frequency), None, 's')}" in said[-1]
