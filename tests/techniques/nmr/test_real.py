"""Real spectra with known sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from naglass_gui.core.project import Fit, Region
from naglass_gui.techniques.nmr import NMR, completed
from tests.techniques.nmr.spectra import csdm, fit, inputs, ssnake_json, ssnake_matlab, with_changes

InstrumentFile = Callable[[str], Path]

RUBIDIUM = "nmr/smeerten__ssnake_tutorials/MultiFitQuadrupole/data/{}MHz.mat"
START = ", ".join(
    f"ct@{position}:cq={cq}:eta={eta}:gauss=1!:lorentz=80"
    for position, cq, eta in ((-27.4, 1.7, 0.2), (-28.7, 2.0, 0.9), (-31.8, 1.7, 0.6))
)
LITERATURE = ((-27.41, 1.687, 0.17), (-28.71, 1.984, 1.0), (-31.82, 1.711, 0.58))
"""RbNO3, three equal sites: ppm, MHz, eta (the tutorial of ssNake and what it cites)."""


def assert_the_three_sites(found: Fit) -> None:
    for number, (position, cq, eta) in enumerate(LITERATURE, 1):
        assert found.parameter(f"position_{number}").value == pytest.approx(position, abs=0.15)
        assert found.parameter(f"cq_{number}").value == pytest.approx(cq, abs=0.08)
        assert found.parameter(f"eta_{number}").value == pytest.approx(eta, abs=0.1)


def test_rubidium_nitrate_at_850_mhz(instrument_file: InstrumentFile) -> None:
    spectrum = ssnake_matlab(instrument_file(RUBIDIUM.format(850)), "87Rb")
    equal = {"area_2": "area_1", "area_3": "area_1"}
    found = fit(spectrum, START, links=equal, regions=(Region("r", -60.0, -10.0),)).fit
    assert_the_three_sites(found)
    rms = found.statistic("rms_percent")
    assert rms is not None and rms <= 0.9


def test_rubidium_nitrate_at_850_and_600_mhz_together(instrument_file: InstrumentFile) -> None:
    spectra = [ssnake_matlab(instrument_file(RUBIDIUM.format(field)), "87Rb") for field in (850, 600)]
    given = inputs(spectra, START, options={"shared": "positions"}, regions=(Region("r", -60.0, -10.0),))
    analysis = completed(given.analysis, 2)
    equal = {f"area_{k}{s}": {"link": f"area_1{s}"} for k in (2, 3) for s in ("", "_s2")}
    found = NMR.fit(replace(given, analysis=with_changes(analysis, equal))).fit
    assert_the_three_sites(found)
    for name in ("rms_percent", "rms_percent_s2"):
        rms = found.statistic(name)
        assert rms is not None and rms <= 0.9
    assert found.parameter("area_2").value == found.parameter("area_1").value


def test_sodium_metasilicate_has_two_sites(instrument_file: InstrumentFile) -> None:
    """17O of Na2SiO3 at 9.4 T: two sites of equal area near the published couplings describe it to 2.5 % of its maximum.

    Left free, the areas are 0.69 to 1 (the chains hold one bridging for two other oxygens).
    """
    spectrum = csdm(instrument_file("nmr/deepanshs__mrsimulator/examples/Na2SiO3_O17.csdf"), "17O")
    lines = "ct@60:100Hz:lorentz=0!:cq=4.2:eta=0.5, ct@40:100Hz:lorentz=0!:cq=2.4:eta=0!"
    region = (Region("r", -80.0, 120.0),)
    equal = fit(spectrum, lines, links={"area_2": "area_1"}, regions=region).fit
    rms = equal.statistic("rms_percent")
    assert rms is not None and rms <= 2.5
    ratio = equal.quantity("ratio_1_2")
    assert ratio is not None and ratio.value == pytest.approx(1.0)
    free = fit(spectrum, lines, regions=region).fit
    for found in (equal, free):
        assert found.parameter("cq_1").value == pytest.approx(4.2, abs=0.15)
        assert found.parameter("eta_1").value == pytest.approx(0.5, abs=0.05)
        assert found.parameter("cq_2").value == pytest.approx(2.4, abs=0.05)
    ratio = free.quantity("ratio_1_2")
    assert ratio is not None and ratio.value == pytest.approx(0.69, abs=0.03)


@pytest.mark.parametrize("lines", ["pv@10:100Hz, pv@-10:100Hz", ""])
def test_two_lines_of_one_to_two(instrument_file: InstrumentFile, lines: str) -> None:
    """ssNake's own exercise: integrals of exactly 1 : 2, left to right. With and without a start."""
    spectrum = ssnake_json(instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json"))
    found = fit(spectrum, lines).fit
    places = {round(found.parameter(f"position_{k}").value): found.parameter(f"area_{k}").value for k in (1, 2)}
    assert places[-10] / places[10] == pytest.approx(2.0, rel=5e-3)
