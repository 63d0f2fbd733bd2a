"""A temperature series in the window: fitted in one step, each spectrum with the circuit it needs; a correction flows on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Channel, Condition, Derived, Measurement, Project, Provenance, Sample
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.table import Cell
from naglass_gui.storage.state import read_state, state_text
from naglass_gui.techniques import settle
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.flow import flow_of, is_correction, open_flow
from naglass_gui.techniques.eis.law import Whole
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of, with_fit
from naglass_gui.ui.panels.results_rows import results_of
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.temperature_series import TemperatureSeries
from tests.techniques.arrhenius.series import PELLET, resistance
from tests.techniques.eis.spectra import synthetic
from tests.ui.pieces import Said

BAND = np.logspace(6.7, 0, 30)
CELSIUS = (40, -20, 20, 0, 60)
"""In the order of the tree, which is not that of the temperature."""


class AtOnce:
    """Children that answer at once, in place."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def call(self, name: str, function: Callable[..., Any], arguments: tuple[Any, ...], done: Any, **_: Any) -> None:
        self.names.append(name)
        done(function(*arguments))


@pytest.fixture
def document(qapp: Any) -> Document:
    store = MemoryStore()
    measurements = []
    for k, celsius in enumerate(CELSIUS):
        values = {"L1": 5e-7, "R0": resistance(celsius), "Y1": 2e-6, "n1": 0.9}
        z = synthetic("LRQ", values, BAND, 2e-3, seed=k)
        columns = (
            ("frequency", "Hz", BAND, "axis"),
            ("z_real", "ohm", z.real, "signal"),
            ("z_imag", "ohm", z.imag, "signal"),
        )
        channels = tuple(Channel(n, u, store.put(np.ascontiguousarray(v)), r) for n, u, v, r in columns)  # type: ignore[arg-type]
        temperature = (Condition("temperature", Quantity(float(celsius), None, "degC"), "file name"),)
        provenance = Provenance(f"{celsius}.csv", 1, "", "test", "1")
        measurements.append(
            Measurement(f"m{k}", f"{celsius} °C", "eis", channels, provenance, (), temperature, "pellet")
        )
    project = Project("p", samples=(Sample("s", "NTOC-4", (PELLET,), tuple(measurements)),))
    arrays = gather(store, project.arrays())
    analyses = tuple(replace(EIS.new_analysis(m, arrays), id=f"a{k}") for k, m in enumerate(measurements))
    document = Document(store, settle)
    document.open(replace(project, analyses=analyses))
    return document


@pytest.fixture
def services(ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=AtOnce(), messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def series(document: Document, services: Services) -> TemperatureSeries:
    return TemperatureSeries(document, services)


def test_one_click_fits_all_in_one_step_from_cold_to_hot(
    series: TemperatureSeries, document: Document, services: Services
) -> None:
    series.fit(document.project.analyses)
    fitted = document.project.analyses
    assert [a.model for a in fitted] == ["LRQ"] * 5 and document.stack.count() == 1
    assert document.stack.undoText() == "Fit 5 spectra as a temperature series"
    for analysis, celsius in zip(fitted, CELSIUS, strict=True):
        assert analysis.fit is not None
        assert analysis.fit.parameter("R0").value == pytest.approx(resistance(celsius), rel=5e-3)
    notes = {a.name: a.fit.note for a in fitted if a.fit}
    assert notes["-20 °C"] == "" and notes["0 °C"] == "Started from the values of -20 °C."
    assert services.messages.sentences == ["Fitted 5 spectra from neighbour to neighbour."]  # type: ignore[attr-defined]
    document.stack.undo()
    assert all(a.fit is None for a in document.project.analyses)


def test_a_plot_of_them_follows_every_correction(series: TemperatureSeries, document: Document) -> None:
    series.fit(document.project.analyses)
    series.draw_line([a.id for a in document.project.analyses])
    line = document.project.analyses[-1]
    assert line.technique == "arrhenius" and line.fit is not None
    found = line.fit.quantity("Ea")
    assert found is not None and found.value == pytest.approx(0.32, abs=2e-3)
    document.preview(edits.set_values, "a1", {"R0": 2 * resistance(-20)})
    dragged = document.project.analyses[-1].fit
    assert dragged is not None and dragged.quantity("Ea").value > 0.34  # type: ignore[union-attr]
    document.drop_preview()


def aged(document: Document) -> None:
    """Let every fit be from yesterday: corrections come later than the fits of the series."""
    project = document.committed
    yesterday = tuple(
        replace(a, fits=tuple(replace(f, created="2026-01-01T00:00:00+00:00") for f in a.fits))
        for a in project.analyses
    )
    document.push("Wait", replace(project, analyses=yesterday))


def correct(document: Document, id: str, model: str = "RQ") -> None:
    """Choose another circuit for one spectrum, and fit it."""
    project = document.committed
    changed = EIS.with_model(project.analysis(id), model)
    project = replace(project, analyses=tuple(changed if a.id == id else a for a in project.analyses))
    outcome = EIS.fit(inputs_of(project, changed, document.store))
    document.push("Fit", with_fit(project, id, outcome, document.store))


def test_a_correction_flows_on_to_both_sides_and_the_line_follows(
    series: TemperatureSeries, document: Document, services: Services
) -> None:
    series.fit(document.project.analyses)
    series.draw_line([a.id for a in document.project.analyses])
    aged(document)
    line, before = document.project.analyses[-1].id, {a.name: a.current for a in document.project.analyses}
    correct(document, "a3")  # 0 °C
    series.offer_neighbours("a3")
    said, (remedy,) = services.messages.sentences[-1], services.messages.remedies  # type: ignore[attr-defined]
    assert said == "0 °C was corrected. Its 4 neighbours still have the fits from before."
    steps, energy = document.stack.count(), document.project.analysis(line).fit
    remedy.action()
    after = {a.name: a.current for a in document.project.analyses if a.technique == "eis"}
    assert {name for name in after if after[name] != before[name]} == set(after)
    assert {a.model for a in document.project.analyses if a.technique == "eis"} == {"RQ"}, "the circuit went along"
    assert document.stack.count() == steps + 1 and document.stack.undoText() == "Refit 4 neighbours from 0 °C"
    notes = {a.name: a.fit.note for a in document.project.analyses if a.fit}
    assert notes["20 °C"] == notes["-20 °C"] == "Started from the values of 0 °C."
    assert notes["60 °C"] == "Started from the values of 40 °C."
    assert document.project.analysis(line).fit != energy
    assert "Eₐ of NTOC-4: 0.3" in services.messages.sentences[-1]  # type: ignore[attr-defined]
    document.stack.undo()
    assert document.project.analysis(line).fit == energy and document.project.analysis("a2").model == "LRQ"


def test_an_equal_fit_and_one_without_a_series_are_no_correction(
    series: TemperatureSeries, document: Document, services: Services
) -> None:
    series.fit(document.project.analyses)
    aged(document)
    said = len(services.messages.sentences)  # type: ignore[attr-defined]
    correct(document, "a3", "LRQ")
    series.offer_neighbours("a3")
    assert len(services.messages.sentences) == said  # type: ignore[attr-defined]
    assert len(flow_of(document.project, document.project.analysis("a3")).all) == 4, (
        "by the menu it can go on all the same"
    )


def test_a_region_flows_to_those_that_had_the_same_and_a_circuit_of_its_own_stops_it(
    series: TemperatureSeries, document: Document
) -> None:
    series.fit(document.project.analyses)
    document.apply("x", edits.add_region, "a2", 1e1, 1e6)  # 20 °C has a region of its own
    other = EIS.with_model(document.project.analysis("a0"), "R(RQ)Q")  # 40 °C a circuit of its own
    analyses = tuple(other if a.id == "a0" else a for a in document.project.analyses)
    document.push("x", replace(document.project, analyses=analyses))
    aged(document)
    document.apply("x", edits.add_region, "a3", 1e2, 1e5)
    correct(document, "a3", "LRQ")
    flow = open_flow(document.project, document.project.analysis("a3"))
    assert [a.name for a in flow.colder] == ["-20 °C"] and [a.name for a in flow.hotter] == ["20 °C"]
    assert [(r.low, r.high) for r in flow.colder[0].regions] == [(1e2, 1e5)]
    assert [(r.low, r.high) for r in flow.hotter[0].regions] == [(1e1, 1e6)]


def test_a_missing_temperature_is_named_and_nothing_is_fitted(
    series: TemperatureSeries, document: Document, services: Services
) -> None:
    document.apply("Forget", edits.set_condition, ["m2"], "temperature", None)
    series.fit(document.project.analyses)
    assert services.jobs.names == []  # type: ignore[attr-defined]
    assert "20 °C has no temperature" in services.messages.sentences[0]  # type: ignore[attr-defined]


def test_what_was_changed_meanwhile_is_kept(
    series: TemperatureSeries, document: Document, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(name: str, function: Any, arguments: Any, done: Any, **_: Any) -> None:
        outcomes = function(*arguments)
        document.apply("Fit a region", edits.add_region, "a0", 1e2, 1e5)
        done(outcomes)

    monkeypatch.setattr(services.jobs, "call", late)
    series.fit(document.project.analyses)
    assert document.project.analysis("a0").fit is None and document.project.analysis("a1").fit is not None
    assert "1 was changed meanwhile" in services.messages.sentences[-1]  # type: ignore[attr-defined]


def test_a_circuit_that_a_person_chose_is_kept(series: TemperatureSeries, document: Document) -> None:
    series.fit(document.project.analyses)
    for k in range(5):
        held = document.project.analysis(f"a{k}")
        changed = EIS.with_model(held, "RQ")
        document.push(
            "x",
            replace(document.project, analyses=tuple(changed if a is held else a for a in document.project.analyses)),
        )
    series.fit(document.project.analyses)
    assert {a.fit.model for a in document.project.analyses if a.fit} == {"RQ"}


@pytest.fixture
def fitted(series: TemperatureSeries, document: Document) -> Document:
    """All spectra fitted, with an Arrhenius plot, and once more all at once."""
    series.fit(document.project.analyses)
    series.draw_line([a.id for a in document.project.analyses])
    series.compare(of_spectra(document))
    return document


def of_spectra(document: Document) -> list[Analysis]:
    return [a for a in document.project.analyses if a.technique == "eis"]


def energy(document: Document) -> Derived:
    fit = document.project.analyses[-1].fit
    found = None if fit is None else fit.quantity("Ea")
    assert found is not None
    return found


def test_a_fit_of_all_temperatures_is_kept_beside_the_single_ones_and_told_with_its_aicc(
    fitted: Document, services: Services
) -> None:
    said = services.messages.sentences[-1]  # type: ignore[attr-defined]
    assert said.startswith("One law for all temperatures: R0 0.3") and "AICc is lower" in said
    for analysis in of_spectra(fitted):
        single, whole = analysis.fits
        assert analysis.fit is single and Whole.of(single) is None and Whole.of(whole) is not None
        assert whole.curves and whole.setup == analysis.setup
    assert fitted.stack.undoText() == "Fit 5 temperatures at once"
    fitted.stack.undo()
    assert all(len(a.fits) == 1 for a in of_spectra(fitted))


def test_it_is_taken_over_and_given_back_in_one_step_each_and_the_line_follows(
    fitted: Document, series: TemperatureSeries, services: Services
) -> None:
    single = energy(fitted)
    (remedy,) = services.messages.remedies  # type: ignore[attr-defined]
    remedy.action()
    whole = Whole.of(of_spectra(fitted)[0].fit)
    assert whole is not None and energy(fitted).value == pytest.approx(whole.laws[0].energy, rel=1e-9)
    assert energy(fitted).value != single.value
    assert energy(fitted).stderr == pytest.approx(whole.laws[0].error)
    assert not any(is_stale(a, (fitted.project.measurement(a.sources[0]),)) for a in of_spectra(fitted))
    assert services.messages.sentences[-1].startswith("Eₐ of NTOC-4: 0.3")  # type: ignore[attr-defined]
    ids = [a.id for a in of_spectra(fitted)]
    assert series.other_fits(of_spectra(fitted), whole=True) == {}
    series.use(ids, whole=False)
    assert energy(fitted) == single and fitted.stack.undoText() == "Use the single fits"
    fitted.stack.undo()
    assert energy(fitted).value == pytest.approx(whole.laws[0].energy, rel=1e-9)
    fitted.stack.undo()
    assert energy(fitted) == single


def test_it_survives_saving_and_stands_in_the_table_of_results(fitted: Document, series: TemperatureSeries) -> None:
    series.use([a.id for a in of_spectra(fitted)], whole=True)
    again = read_state(state_text(fitted.project), "series.naglass").project
    assert [Whole.of(a.fit) for a in again.analyses[:-1]] == [Whole.of(of_spectra(fitted)[0].fit)] * 5
    results = results_of(again, [a.id for a in again.analyses[:-1]])
    column = next(c for c in results.columns if c.key == "Ea_R0")
    cell = results.rows[0].cells["Ea_R0"]
    assert column.head.name == "Ea of R0" and isinstance(cell, Cell)
    assert (cell.value, cell.stderr, cell.unit) == (
        pytest.approx(energy(fitted).value),
        pytest.approx(energy(fitted).stderr),
        "eV",
    )


def test_a_correction_of_a_part_of_it_is_told_from_the_fit_before(fitted: Document, series: TemperatureSeries) -> None:
    aged(fitted)
    correct(fitted, "a3", "LRQ")
    assert not is_correction(fitted.project.analysis("a3")), "the same as its single fit"
