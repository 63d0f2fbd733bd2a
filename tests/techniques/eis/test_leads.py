"""Cables and contacts taken off the data: typed for the cell, or measured as a short circuit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.errors import InputError
from naglass_gui.core.fingerprint import data_fingerprint, is_stale
from naglass_gui.core.project import Analysis, Channel, Measurement, Project, Provenance, Sample
from naglass_gui.core.quantity import Quantity, parse_quantity
from naglass_gui.core.template import apply_template, template_of
from naglass_gui.techniques import companions_of, settle
from naglass_gui.techniques.eis import EIS, impedance, parse_circuit
from naglass_gui.techniques.eis.leads import (
    Leads,
    ShortCircuit,
    keep_leads,
    lead_notes,
    subtract_cell,
    subtract_short,
    without_leads,
)
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.eis.spectra import PELLET, Complex, Real

FREQUENCY = np.logspace(np.log10(5e6), 0, 68)
PELLET_Z = impedance(parse_circuit("R(RQ)Q"), FREQUENCY, [5.0, 40.0, 3e-8, 0.9, 2e-6, 0.9])
CABLES = 0.5 + 2j * np.pi * FREQUENCY * 5e-7
WIRED = replace(PELLET, lead_resistance=Quantity(0.5, 0.1, "ohm"), lead_inductance=Quantity(0.5, 0.05, "uH"))


class Study:
    """A pellet measured through cables, and the cables alone."""

    def __init__(self, short_frequency: Real = FREQUENCY) -> None:
        self.store = MemoryStore()
        short = 0.5 + 2j * np.pi * short_frequency * 5e-7
        measured = self._measurement("pellet", FREQUENCY, PELLET_Z + CABLES, WIRED.id)
        empty = self._measurement("short", short_frequency, short, None)
        analysis = replace(EIS.new_analysis(measured, self._arrays(measured)), id="fit")
        analysis = replace(EIS.with_model(analysis, "R(RQ)Q"), options=(("weight", "modulus"), ("starts", 8)))
        sample = Sample("sample", "LPSCl", (WIRED,), (measured, empty))
        self.project = Project("project", samples=(sample,), analyses=(analysis,))

    def _measurement(self, name: str, frequency: Real, z: Complex, specimen: str | None) -> Measurement:
        columns = (("frequency", "Hz", frequency), ("z_real", "ohm", z.real), ("z_imag", "ohm", z.imag))
        channels = tuple(
            Channel(n, unit, self.store.put(np.ascontiguousarray(values)), "axis" if n == "frequency" else "signal")
            for n, unit, values in columns
        )
        return Measurement(name, name, "eis", channels, Provenance(f"{name}.z", 1, "", "test", "1"), specimen=specimen)

    def _arrays(self, *measurements: Measurement) -> dict[str, Any]:
        return gather(self.store, (c.array for m in measurements for c in m.channels))

    def edit(self, edit: Any, *arguments: Any, **more: Any) -> None:
        self.project = settle(self.project, edit(self.project, *arguments, **more))

    @property
    def analysis(self) -> Analysis:
        return self.project.analysis("fit")

    @property
    def data(self) -> str:
        return data_fingerprint(self.analysis, (self.project.measurement("pellet"),))

    def fit(self) -> dict[str, float]:
        measurement = self.project.measurement("pellet")
        companions = companions_of(self.project, self.analysis)
        inputs = FitInputs(
            self.analysis,
            (measurement,),
            (self.project.specimen_of("pellet"),),
            self._arrays(measurement, *companions),
            companions=companions,
        )
        outcome = EIS.fit(inputs)
        self.edit(edits.add_fit, "fit", outcome.fit, outcome.analysis)
        return {p.name: p.value for p in outcome.fit.parameters}


def test_typed_leads_come_off_the_data_and_the_fit_sees_the_pellet_alone() -> None:
    study = Study()
    before = study.data
    study.edit(subtract_cell, ["fit"])
    assert Leads.of(study.analysis) == Leads("cell", 0.5, 5e-7)
    assert study.data != before
    values = study.fit()
    assert values == pytest.approx({"R0": 5.0, "R1": 40.0, "Y1": 3e-8, "n1": 0.9, "Y2": 2e-6, "n2": 0.9}, rel=1e-5)
    assert study.store.get(study.project.measurement("pellet").channel("z_imag").array).tolist() == pytest.approx(
        (PELLET_Z + CABLES).imag.tolist()
    ), "the raw data stay"


def test_what_is_typed_later_is_followed_and_makes_the_fit_stale() -> None:
    study = Study()
    study.edit(subtract_cell, ["fit"])
    study.fit()
    measured = (study.project.measurement("pellet"),)
    assert not is_stale(study.analysis, measured)
    study.edit(edits.set_specimen, "pellet", lead_inductance=Quantity(300.0, None, "nH"))
    assert Leads.of(study.analysis).inductance == pytest.approx(3e-7)
    assert is_stale(study.analysis, measured)
    study.edit(edits.set_specimen, "pellet", lead_inductance=Quantity(0.5, 0.05, "uH"))
    assert not is_stale(study.analysis, measured)


def test_the_typed_resistance_is_subtracted_once() -> None:
    """From the data where the recipe says so, else from R_total; its error counts either way."""
    study = Study()
    study.edit(subtract_cell, ["fit"])
    study.fit()
    fit = study.analysis.fit
    assert fit is not None
    total = fit.quantity("R_total")
    assert total is not None and total.value == pytest.approx(45.0, rel=1e-5)
    assert total.stderr == pytest.approx(0.1, rel=1e-2)
    assert "leads (0.50 ± 0.10 Ω, 0.500 ± 0.050 µH) subtracted from the data" in total.note


def test_a_short_circuit_is_subtracted_and_named_nowhere_but_by_its_id() -> None:
    study = Study(np.logspace(7, -1, 81))
    study.edit(subtract_short, ["fit"], "short")
    assert study.fit()["R0"] == pytest.approx(5.0, rel=1e-6)
    assert companions_of(study.project, study.analysis) == (study.project.measurement("short"),)
    fit = study.analysis.fit
    assert fit is not None
    total = fit.quantity("R_total")
    assert total is not None and total.value == pytest.approx(45.0, rel=1e-6)
    assert "short circuit subtracted from the data" in total.note
    study.edit(keep_leads, ["fit"])
    assert study.analysis.options == (("weight", "modulus"), ("starts", 8))


def test_a_short_circuit_that_is_gone_is_told() -> None:
    study = Study()
    study.edit(subtract_short, ["fit"], "short")
    study.edit(edits.remove, ["short"])
    with pytest.raises(InputError, match="no longer in the project"):
        study.fit()


def test_between_its_points_resistance_and_inductance_are_interpolated() -> None:
    coarse = np.array([1e6, 1e3, 1.0])
    short = ShortCircuit.of("short", coarse, np.full(3, 0.5), 2 * np.pi * coarse * 5e-7)
    assert short.at(FREQUENCY) == pytest.approx(CABLES, rel=1e-12)
    assert short.outside(FREQUENCY).sum() == (FREQUENCY > 1e6 * (1 + 1e-6)).sum()
    grown = ShortCircuit.of("short", np.array([1.0, 100.0]), np.array([1.0, 3.0]), np.zeros(2))
    assert grown.at(np.array([10.0])) == pytest.approx([2.0])


def test_a_model_copied_to_the_short_circuit_itself_subtracts_nothing() -> None:
    study = Study()
    study.edit(subtract_short, ["fit"], "short")
    own = replace(
        EIS.new_analysis(study.project.measurement("short"), study._arrays(study.project.measurement("short"))),
        id="own",
    )
    study.edit(edits.add_analysis, own)
    study.edit(edits.copy_model, "fit", ["own"])
    assert Leads.of(study.project.analysis("own")) == Leads() and EIS.companions(study.project.analysis("own")) == ()


def test_a_template_leaves_each_cell_its_leads() -> None:
    study = Study()
    bare = template_of(study.analysis, "plain")
    study.edit(subtract_cell, ["fit"])
    assert template_of(study.analysis, "wired").options == bare.options
    study.edit(apply_template, ["fit"], bare)
    assert Leads.of(study.analysis).kind == "cell"


def test_doubts_about_a_short_circuit_are_sentences() -> None:
    short = ShortCircuit.of("Cables", np.array([1e5, 10.0]), np.array([60.0, 60.0]), np.zeros(2))
    notes = lead_notes(FREQUENCY, PELLET_Z - short.at(FREQUENCY), short)
    assert notes[0].endswith(
        "above 100000 Hz, where Cables was not measured: its resistance and inductance at that end are used there."
    )
    assert "below 10 Hz" in notes[1]
    assert "the real part is negative at" in notes[2]
    assert lead_notes(FREQUENCY[20:50], PELLET_Z[20:50], short) == ()


def test_what_makes_no_sense_is_refused() -> None:
    study = Study()
    with pytest.raises(InputError, match="cannot be subtracted from itself"):
        subtract_short(study.project, ["fit"], "pellet")
    bare = edits.set_specimen(study.project, "pellet", lead_resistance=None, lead_inductance=None)
    with pytest.raises(InputError, match="type the resistance or the inductance"):
        subtract_cell(bare, ["fit"])
    elsewhere = ShortCircuit.of("short", np.array([1e-3, 1e-2]), np.ones(2), np.zeros(2))
    with pytest.raises(InputError, match="where this spectrum has no point"):
        without_leads(FREQUENCY, PELLET_Z, Leads("short", short="x"), elsewhere)
    with pytest.raises(InputError, match="fewer than two points"):
        ShortCircuit.of("short", np.array([1.0, np.nan]), np.ones(2), np.zeros(2))
    assert Leads.of(replace(study.analysis, options=(("processing_leads", ("cell", "x", None)),))) == Leads()


def test_inductances_are_typed_with_their_units() -> None:
    assert parse_quantity("0.5 µH", "inductance").to("H").value == pytest.approx(5e-7)
    assert str(parse_quantity("500 +- 50 nH", "inductance").to("uH")) == "0.500 ± 0.050 µH"
