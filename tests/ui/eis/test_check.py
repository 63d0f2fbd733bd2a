"""Checking the data in the tab: one button, the verdict, its residuals in a plot, and the points left out in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.ui.eis.conftest import FREQUENCY, Bench, blocking_pellet
from tests.ui.mouse import Mouse


def drifting() -> np.ndarray:
    """The pellet with a modulus that has grown by 15 % at the lowest frequency."""
    return blocking_pellet() * (1 + 0.15 * np.clip((1 - np.log10(FREQUENCY)) / 2, 0, 1) ** 2)


def click(mouse: Mouse, button: Any) -> None:
    mouse.click(button, button.rect().center())


def test_one_button_gives_the_verdict_and_its_residuals(bench: Bench, mouse: Mouse, jobs: Any) -> None:
    panel = bench.tab.column.check
    assert panel.button.isVisible() and not jobs.called
    click(mouse, panel.button)
    bench.tab.redraw_now()
    assert jobs.called == ["Check EIS 0"]
    assert panel.sentences[0].startswith("Consistent with a linear, stable system to 0.")
    assert panel.numbers.text().startswith("M = ") and "µ = 0." in panel.numbers.text()
    assert not panel.button.isVisible()
    assert "check" in [plot.quantity for plot in bench.tab.plots.frequency]
    plot = next(p for p in bench.tab.plots.frequency if p.quantity == "check")
    assert [entry.text for entry in plot._legend.entries] == ["Re", "Im", "Z-HIT"]
    assert not bench.steps, "a check changes nothing"


def test_drift_is_masked_with_one_click_and_one_step_and_the_verdict_follows(
    make_bench: Callable[..., Bench], mouse: Mouse, keys: Any
) -> None:
    bench = make_bench((drifting(), None))
    click(mouse, bench.tab.column.check.button)
    panel = bench.tab.column.check
    assert panel.sentences[0].startswith("Drift below")
    button = next(b for b in panel.findChildren(QPushButton) if b.text().startswith("Mask"))
    text = button.text()
    click(mouse, button)
    bench.tab.checking.now()
    bench.tab.redraw_now()
    count = len(bench.analysis.masked)
    assert text.startswith(f"Mask {count} points below") and bench.steps == [f"Mask {count} points: drift"]
    assert {m.reason for m in bench.analysis.masked} == {"drift"}
    assert panel.sentences[0].startswith("Consistent")
    bench.document.stack.undo()
    bench.tab.redraw_now()
    assert not bench.analysis.masked and panel.sentences[0].startswith("Drift below"), "what was found is kept"


def test_it_is_switched_off_again(bench: Bench, mouse: Mouse) -> None:
    panel = bench.tab.column.check
    click(mouse, panel.button)
    click(mouse, panel.off)
    bench.tab.redraw_now()
    assert panel.button.isVisible() and panel.sentences == ()
    assert "residual" in [plot.quantity for plot in bench.tab.plots.frequency]
    action = next(a for a in bench.tab.menu_actions() if a.text().startswith("Check the data"))
    bench.tab.resize(1100, 500)
    action.trigger()
    QTest.qWait(20)
    assert bench.tab.checking.on and not panel.numbers.visibleRegion().isEmpty(), "the verdict is in sight"


def test_the_axis_menu_switches_checking_on_and_hiding_it_leaves_no_empty_plot(bench: Bench, mouse: Mouse) -> None:
    plots = bench.tab.plots
    plots.show_quantity(plots.frequency[0], "check")
    bench.tab.checking.now()
    bench.tab.redraw_now()
    assert bench.tab.checking.on and bench.tab.column.check.sentences
    assert [p.quantity for p in plots.frequency] == ["check", "phase", "residual"]
    click(mouse, bench.tab.column.check.off)
    assert [p.quantity for p in plots.frequency] == ["modulus", "phase", "residual"]


def test_a_whole_series_is_checked_at_once_and_masked_as_one_step(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench((blocking_pellet(), None), (drifting(), None), (blocking_pellet(0.5), None))
    action = next(a for a in bench.tab.menu_actions() if a.text() == "Check all spectra shown")
    action.trigger()
    assert bench.said[-1] == "1 of 3 spectra is not consistent with a linear, stable system: EIS 1: drift."
    (remedy,) = bench.services.messages.remedies  # type: ignore[attr-defined]
    remedy.action()
    masked = [len(item.analysis.masked) for item in bench.tab.showing.items]
    assert masked[0] == masked[2] == 0 and masked[1] > 5
    assert bench.steps == [f"Mask {masked[1]} points of 1 spectrum"]
    action.trigger()
    assert bench.said[-1].startswith("All 3 spectra are consistent with a linear, stable system, to 0.")


def test_too_few_points_are_told_in_the_card(make_bench: Callable[..., Bench], mouse: Mouse) -> None:
    bench = make_bench()
    bench.tab.on_analysis(bench.tab.editing.mask, tuple(range(5, 79)), "test")
    click(mouse, bench.tab.column.check.button)
    assert bench.tab.column.check.sentences[0].startswith("5 points are too few")


@pytest.mark.parametrize("pellet", [True, False])
@pytest.mark.parametrize(
    ("name", "sized", "bare"),
    [
        ("electric_modulus_real", "<i>M</i>′", "F<sup>−1</sup>"),
        ("electric_modulus", "<i>M</i>″", "F<sup>−1</sup>"),
        ("permittivity", "<i>ε</i>′", "F"),
        ("loss", "<i>ε</i>″", "F"),
    ],
)
def test_every_view_of_the_cell_says_whether_it_knows_its_size(
    make_bench: Callable[..., Bench], name: str, sized: str, bare: str, pellet: bool
) -> None:
    bench = make_bench(pellet=pellet)
    plot = bench.tab.plots.frequency[0]
    bench.tab.plots.show_quantity(plot, name)
    _, y = plot._coordinates(bench.tab.current)
    assert np.isfinite(y).all() and plot.plot.live.drawables
    axis = plot.plot.left
    assert (axis._quantity, axis._unit) == (sized, "") if pellet else axis._unit == bare


@pytest.mark.parametrize("name", ["loss_tangent", "susceptance"])
def test_further_views_are_drawn(bench: Bench, name: str) -> None:
    plot = bench.tab.plots.frequency[0]
    bench.tab.plots.show_quantity(plot, name)
    assert np.isfinite(plot._coordinates(bench.tab.current)[1]).all() and plot.plot.live.drawables


def test_the_residual_of_another_spectrum_waits_for_its_own_curve(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench((blocking_pellet(), 25.0), (blocking_pellet(2.0), 55.0))
    plot, shown = bench.tab.plots.frequency[0], bench.tab.shown
    bench.tab.plots.show_quantity(plot, "residual")
    assert plot._parts(shown.current) is not None
    other = next(s for s in shown.spectra if s is not shown.current)
    plot.show_data(replace(shown, current=other))
    plot.plot.view.moved.emit()
    assert plot._parts(other) is None
