"""The DC polarization tab: real mouse events on a simulated run of the reference pellet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton

from naglass_gui.core import edits
from naglass_gui.core.project import Measurement, Provenance
from naglass_gui.techniques import settle
from naglass_gui.techniques.eis import impedance, parse_circuit
from tests.techniques.eis.spectra import fit as fit_spectrum
from tests.techniques.polarization.runs import SIGMA_E, STEADY, Instrument, run
from tests.ui.mouse import Mouse
from tests.ui.polarization.conftest import Bench

BenchOf = Callable[..., Bench]


@pytest.fixture
def bench(bench_of: BenchOf) -> Bench:
    return bench_of(run(0))


def sigma(bench: Bench) -> float:
    """The conductivity that is written large, in S/cm."""
    text = bench.tab.column.result.result.text().replace("−", "-").removeprefix("≤ ")
    number, power = text.removeprefix("(").split(") × 10")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    return float(number.split(" ± ")[0]) * 10.0 ** int(power.split(" ")[0].translate(raised))


def test_a_fit_gives_the_conductivity_of_the_study_and_a_verdict(bench: Bench) -> None:
    result = bench.tab.column.result
    assert "press F5" in result.missing.text() and not result.result.text()
    bench.tab.fit()
    assert sigma(bench) == pytest.approx(SIGMA_E, rel=0.03)
    assert result.verdict.text().startswith("Steady") and result.verdict.property("tone") == "good"
    assert "offset" in result.lines.text() and "Iₛₛ" in result.lines.text()
    assert "Two exponentials" in bench.tab.column.model.formula.text()
    assert "ΔAICc 0.0" in bench.tab.column.model.compared.text()
    assert bench.document.stack.undoText() == "Fit the best model"


def test_dragging_an_edge_moves_the_number_and_leaves_one_step(bench: Bench, mouse: Mouse) -> None:
    tab = bench.tab
    tab.choose_model("constant", "Steady state")
    tab.redraw_now()
    before, steps = sigma(bench), bench.document.stack.count()
    low = tab.plots.bands.bands[0].low
    start = bench.place(low)
    mouse.drag(bench.canvas, start, bench.place(600.0), release=False)
    tab.redraw_now()
    assert bench.document.stack.count() == steps
    assert sigma(bench) > 1.02 * before  # the region now holds some of the decay
    assert tab.current.regions[0].low == pytest.approx(600.0, abs=20.0)
    mouse.release(bench.canvas, bench.place(600.0))
    assert bench.document.stack.count() == steps + 2  # the region and its fit
    assert bench.analysis.fit.n_points == pytest.approx(500, abs=5)
    bench.document.stack.undo()
    bench.document.stack.undo()
    assert not bench.analysis.regions and sigma(bench) == pytest.approx(before)


def test_shift_and_a_drag_mean_a_steady_state(bench: Bench, mouse: Mouse) -> None:
    mouse.drag(bench.canvas, bench.place(3100.0), bench.place(3500.0), Qt.KeyboardModifier.ShiftModifier)
    assert bench.analysis.model == "constant"
    (region,) = bench.analysis.regions
    start = bench.tab.current.overview.step.start
    assert (region.low - start, region.high - start) == pytest.approx((3100.0, 3500.0), abs=15.0)
    assert sigma(bench) == pytest.approx(SIGMA_E, rel=0.05)


def test_esc_takes_a_drag_back(bench: Bench, mouse: Mouse, keys: Callable[..., None]) -> None:
    steps = bench.document.stack.count()
    places = bench.place(3100.0), bench.place(3500.0)
    mouse.drag(bench.canvas, *places, Qt.KeyboardModifier.ShiftModifier, release=False)
    assert bench.analysis.regions
    assert bench.tab.cancel()
    assert not bench.analysis.regions and bench.document.stack.count() == steps


def test_a_region_stays_within_its_step(bench: Bench, mouse: Mouse) -> None:
    mouse.drag(bench.canvas, bench.place(3300.0), bench.place(3700.0), Qt.KeyboardModifier.ShiftModifier)
    overview = bench.tab.current.overview
    assert bench.analysis.regions[0].high == pytest.approx(overview.end)


def test_logarithmic_axes_show_the_same_region(bench: Bench, mouse: Mouse) -> None:
    tab = bench.tab
    tab.choose_model("constant", "Steady state")
    low = tab.plots.bands.bands[0].low
    mouse.click(tab.log_time)
    mouse.click(tab.log_current)
    tab.redraw_now()
    assert tab.plots.bands.bands[0].low == pytest.approx(np.log10(low))
    assert tab.plots.decay.bottom.log and tab.plots.decay.left.log
    mouse.drag(bench.canvas, bench.place(np.log10(low)), bench.place(np.log10(2000.0)))
    start = tab.current.overview.step.start
    assert bench.analysis.regions[0].low - start == pytest.approx(2000.0, rel=0.02)


def test_a_current_that_still_falls_is_an_upper_bound_in_words(bench_of: BenchOf) -> None:
    bench = bench_of(run(0, current=lambda t: STEADY + 4e-9 * np.exp(-t / 1500), length=1800.0, points=300))
    bench.tab.fit()
    result = bench.tab.column.result
    assert result.result.text().startswith("≤ ")
    assert result.verdict.text().startswith("Upper bound only") and result.verdict.property("tone") == "warning"


def test_a_click_on_a_step_fits_it_and_the_ohmic_plot_shows(bench_of: BenchOf, mouse: Mouse) -> None:
    bench = bench_of(run(0, voltages=(0.1, 0.2, 0.3), points=150, instrument=Instrument(zero=0.0)))
    tab = bench.tab
    assert not tab.plots.ohmic_card.isVisible()
    tab.fit()
    tab.redraw_now()
    assert tab.plots.ohmic_card.isVisible()
    assert "from the slope" in tab.column.result.lines.text()
    button = next(b for b in tab.column.steps.findChildren(QToolButton) if b.text().startswith("200 mV"))
    mouse.click(button)
    assert bench.analysis.option("step") == pytest.approx(0.2, abs=1e-4)
    assert bench.analysis.fit.statistic("U") == pytest.approx(0.2, abs=1e-4)
    assert sigma(bench) == pytest.approx(SIGMA_E, rel=0.05)


def test_a_typed_voltage_counts_at_once(bench: Bench, type_in: Callable[..., None]) -> None:
    bench.tab.fit()
    before = sigma(bench)
    type_in(bench.tab.column.voltage, "200 mV")
    assert sigma(bench) == pytest.approx(before / 2, rel=1e-2)
    assert len(bench.analysis.fits) == 1


def test_a_missing_voltage_is_asked_for_with_a_button(bench_of: BenchOf, mouse: Mouse) -> None:
    columns = run(0, before=0, points=200)
    del columns["voltage"]
    bench = bench_of(columns)
    bench.tab.fit()
    result = bench.tab.column.result
    assert "holds no voltage" in result.missing.text() and result.remedy.text() == "Type the voltage"
    mouse.click(result.remedy)
    assert bench.tab.column.voltage.hasFocus()


def test_another_model_is_fitted_and_a_parameter_of_a_chosen_one_can_be_held(bench: Bench) -> None:
    tab = bench.tab
    tab.fit()
    tab.column.parameters.edited.emit("Fix t_1", "t_1", {"vary": False}, False)
    assert bench.analysis.model == "exp2"
    assert not next(p for p in bench.analysis.parameters if p.name == "t_1").vary
    tab.choose_model("stretched", "Stretched exponential")
    assert bench.analysis.fit.model == "stretched"
    assert [f.model for f in bench.analysis.fits] == ["exp2", "stretched"]


def spectrum(bench: Bench, name: str = "25 °C") -> None:
    """Put a fitted spectrum of 36.09 ohm on the same pellet into the project."""
    frequency = np.logspace(6, 0, 30)
    z = impedance(parse_circuit("RQ"), frequency, [36.09, 2e-6, 0.9])
    outcome = fit_spectrum(frequency, z, "RQ", seed=1)
    project = bench.document.project
    pellet = project.specimen_of(bench.run.id)
    eis = Measurement(name, name, "eis", (), Provenance("x", 1, "", "t", "1"), (), (), pellet.id)
    analysis = replace(outcome.analysis, id=f"a {name}", name=name, sources=(name,))
    sample = project.sample_of(bench.run.id)
    document = bench.document
    document.push("Import", settle(project, edits.add_measurements(project, sample.id, (eis,), (analysis,))))


def test_the_only_spectrum_gives_the_transference_number_at_a_click(bench: Bench) -> None:
    result = bench.tab.column.result
    bench.tab.fit()
    assert not result.transference.text() and result.offer.isHidden()
    spectrum(bench)
    assert not result.transference.text()  # no number is shown that the project does not hold
    result.offer.click()
    assert result.transference.text().startswith("tᵢₒₙ = 1 − (1.5") and result.offer.isHidden()
    assert bench.document.stack.undoText() == "Choose the ionic conductivity"
    (made,) = (a for a in bench.document.project.analyses if a.technique == "transference")
    assert set(made.sources) == {bench.analysis.id, "a 25 °C"}


def test_the_transference_number_has_its_figure_where_it_is_seen(bench: Bench, ask: Any) -> None:
    tab = bench.tab
    tab.fit()
    assert "same sample" in tab.column.result.lines.text()
    (deed,) = (a for a in tab.menu_actions() if a.text() == "Export transference numbers…")
    assert not deed.isEnabled()
    spectrum(bench)
    assert "same sample" not in tab.column.result.lines.text()
    tab.column.result.offer.click()
    shown = []
    ask.answers.append(lambda dialog: shown.append(dialog.figure()))
    assert not tab.column.result.figure.isHidden()
    tab.column.result.figure.click()
    (figure,) = shown
    made = next(a for a in bench.document.project.analyses if a.technique == "transference")
    assert (figure.kind, figure.sources) == ("transference", (made.id,))
    assert next(a for a in tab.menu_actions() if a is deed).isEnabled()


def test_of_several_spectra_one_is_chosen(bench: Bench) -> None:
    result = bench.tab.column.result
    bench.tab.fit()
    spectrum(bench)
    spectrum(bench, "35 °C")
    assert not result.transference.text() and result.offer.isHidden()
    result.ionic_chosen.emit("a 35 °C")
    assert result.transference.text().startswith("tᵢₒₙ = 1 − (1.5")
    result.ionic_chosen.emit("")
    assert not result.transference.text()


def test_cables_are_no_matter_of_a_polarization(bench: Bench) -> None:
    pellet = bench.tab.column.pellet
    assert pellet.isAncestorOf(pellet.thickness)
    assert not pellet.isAncestorOf(pellet.leads) and not pellet.isAncestorOf(pellet.inductance)


def test_a_run_that_cannot_be_used_says_why(bench_of: BenchOf) -> None:
    bench = bench_of({"time": np.arange(9.0), "current": np.ones(9), "voltage": np.zeros(9)})
    assert "no voltage step" in bench.tab.column.result.missing.text()


def test_right_from_the_tree_to_the_tab(window: Any, qtbot: Any) -> None:
    """In the real window a run brings its tab to the front."""
    from naglass_gui.ui.tabs.polarization import PolarizationTab
    from tests.ui.polarization.made import with_run

    document = window.document
    document.push("Import", with_run(document.project, document.store, run(0, points=60)))
    window.tree.select([m.id for m in document.project.measurements()])
    qtbot.waitUntil(lambda: isinstance(window.tabs.current, PolarizationTab))
    assert window.tabs.current.current is not None


def test_nothing_of_the_column_is_clipped_in_a_small_window(bench: Bench) -> None:
    bench.tab.fit()
    bench.tab.resize(760, 560)
    bench.tab.redraw_now()
    page = bench.tab.column.widget()
    assert page.minimumSizeHint().width() <= bench.tab.column.viewport().width()
    assert QPointF(0, 0) != bench.place(1000.0)
