"""Intensities that compare between spectra: what is divided out, and what a standard makes of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Derived, Project, Region, Specimen, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.formats import read_file
from naglass_gui.techniques.intake import intake
from naglass_gui.techniques.nmr import NMR, Spectrum
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.nmr.spectra import inputs, made

LINE = "NaCl=gauss@7:400Hz"
HEADER = {"scans": 64, "receiver_gain": 32.0, "sweep_width": 50_000.0}


def quantities(
    options: dict[str, object] | None = None,
    mass: Quantity | None = None,
    reader: str = "Bruker TopSpin",
    **header: object,
) -> dict[str, Derived]:
    """Of a fit of one line of 16,384 points, measured like this."""
    spectrum = made(LINE, (1.0,), points=4096, window=(-100, 110), **(HEADER | header))
    given = inputs(spectrum, LINE, options=options)
    provenance = replace(given.measurements[0].provenance, reader=reader)
    rotor = Specimen("rotor", "Rotor 1", "rotor", mass=mass)
    given = replace(given, measurements=(replace(given.measurements[0], provenance=provenance),), specimens=(rotor,))
    return {d.name: d for d in NMR.fit(given).fit.derived}


def test_scans_gain_and_sweep_width_are_divided_out() -> None:
    one = quantities()["intensity"]
    more = quantities(scans=256, receiver_gain=16.0)["intensity"]
    assert more.value == pytest.approx(one.value / 2, rel=1e-9)
    assert one.stderr is not None and 0 < one.stderr < 0.01 * one.value
    assert "one probe and rotor" in one.note


def test_a_gain_in_decibels_is_a_factor_and_an_unknown_one_is_none() -> None:
    bruker, varian = quantities(receiver_gain=100.0), quantities(receiver_gain=40.0, reader="Varian VnmrJ")
    assert varian["intensity"].value == pytest.approx(bruker["intensity"].value, rel=1e-9)
    assert "intensity" not in quantities(reader="JEOL Delta")


def test_the_mass_counts_with_its_error() -> None:
    found = quantities(mass=Quantity(0.03, 0.0015, "g"))
    whole, each = found["intensity"], found["intensity_per_mass"]
    assert each.value == pytest.approx(whole.value / 30.0) and each.unit == "a.u./mg"
    assert whole.stderr is not None
    assert each.stderr == pytest.approx(each.value * math.hypot(whole.stderr / whole.value, 0.05))


def test_a_formula_gives_the_intensity_of_a_mole_and_a_standard_the_share_that_is_seen() -> None:
    """58.44 mg of NaCl hold one millimole of sodium; half the standard's intensity is half of the sodium."""
    mass = Quantity(58.44, None, "mg")
    plain = quantities({"derive_formula": "NaCl"}, mass)
    per_mole = plain["intensity_per_mol"]
    assert per_mole.value == pytest.approx(plain["intensity"].value / 1e-3, rel=1e-4) and "NaCl" in per_mole.note
    seen = quantities({"derive_formula": "NaCl", "derive_standard": 2.0 * per_mole.value}, mass)
    assert seen["observed"].value == pytest.approx(50.0) and seen["observed"].unit == "%"
    assert seen["amount_1"].value == pytest.approx(500.0, rel=1e-4) and seen["amount_1"].unit == "umol"
    assert "intensity_per_mol" not in quantities({"derive_formula": "no formula"}, mass)
    assert "intensity_per_mol" not in quantities({"derive_formula": "KCl"}, mass)  # holds no sodium


def test_a_fid_processed_here_and_topspins_spectrum_of_it_agree(instrument_file: Callable[[str], Path]) -> None:
    """NC_proc is put back by the reader, and neither size nor apodization counts: what is left is TopSpin's own scale."""
    store = MemoryStore()
    file = read_file(instrument_file("nmr/NMRPy__nmrpy/nmrpy/tests/test_data/bruker2/1"))
    project, _ = intake(Project(new_id()), (file,), store, lambda name: NMR)
    found = []
    for measurement, analysis in zip(project.measurements(), project.analyses, strict=True):
        arrays = gather(store, (c.array for c in measurement.channels))
        spectrum = Spectrum.of(measurement, lambda name, m=measurement: store.get(m.channel(name).array), analysis)
        top = float(spectrum.shift[np.argmax(spectrum.intensity)])
        around = replace(analysis, regions=(Region("r", top - 1.0, top + 1.0),))
        given = FitInputs(NMR.with_model(around, f"pv@{top}:10Hz"), (measurement,), (None,), arrays)
        quantity = NMR.fit(given).fit.quantity("intensity")
        assert quantity is not None
        found.append(quantity.value)
    assert len(found) == 2 and found[0] == pytest.approx(found[1], rel=0.04)
