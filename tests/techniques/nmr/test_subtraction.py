"""Subtraction of the empty rotor: scaled by scans and gain or by hand, interpolated, refused where it was measured otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.arrays import reference
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Channel, Measurement, Project, Provenance, Sample, new_id
from naglass_gui.techniques import companions_of
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.nmr.processing import process
from naglass_gui.techniques.nmr.processing_subtraction import Companion, Company, Taken
from tests.techniques.nmr.spectra import LARMOR, header, inputs, made

LINE, HUMP = "gauss@7:400Hz", "gauss@20:12000Hz"


def spectrum(values: Any, shift: Any, **metadata: object) -> Measurement:
    """A processed spectrum of an empty rotor."""
    channels = (Channel("shift", "ppm", reference(shift), "axis"), Channel("real", "", reference(values)))
    told = header(LARMOR, str(metadata.pop("nucleus", "23Na")), **({"scans": 32, "receiver_gain": 8.0} | metadata))
    source = Provenance("blank", 1, "", "Bruker TopSpin", "1")
    return Measurement("blank", "Empty rotor", "nmr", channels, source, tuple(told.items()))


def company(measurement: Measurement, shift: Any, values: Any, own: Taken) -> Company:
    arrays = {reference(shift).digest: shift, reference(values).digest: values}
    return Company(own, {"blank": Companion.of(measurement, arrays)})


OWN = Taken("NTOC-4", "23Na", exposure=64 * 16.0, pulse=1.0)
SHIFT = np.linspace(150.0, -150.0, 3001)
LINES = np.exp(-(((SHIFT - 7.0) / 3.0) ** 2))


def hump(shift: Any) -> Any:
    return 0.02 * np.exp(-(((shift - 20.0) / 60.0) ** 2))


def with_blank(factor: float | None, shift: Any = SHIFT, own: Taken = OWN, **metadata: object) -> Any:
    """The spectrum of a line on four times the hump of the blank, less the blank."""
    values = hump(shift)
    arrays = {"shift": SHIFT, "real": LINES + 4.0 * hump(SHIFT)}
    steps = (("subtract", "blank", factor),)
    _, found = process(
        arrays, header(LARMOR, "23Na"), steps, company(spectrum(values, shift, **metadata), shift, values, own)
    )
    return found.real


def test_scans_and_gain_give_the_factor() -> None:
    """Twice the scans at twice the gain: four times the blank."""
    assert with_blank(None) == pytest.approx(LINES, abs=1e-12)


def test_a_typed_factor_stands_in_its_place() -> None:
    assert with_blank(3.0) == pytest.approx(LINES + hump(SHIFT), abs=1e-12)


def test_the_blank_is_interpolated_to_the_points_of_the_spectrum() -> None:
    assert with_blank(4.0, np.linspace(-200.0, 190.0, 700)) == pytest.approx(LINES, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"nucleus": "27Al"}, "Empty rotor is a spectrum of 27Al, not of 23Na"),
        ({"reference": "105.8"}, "was measured at 105.8 MHz, NTOC-4 at 132.294 MHz"),
        ({"shift": np.linspace(100.0, -100.0, 900)}, "reaches only from −100 to 100 ppm"),
        ({"scans": ""}, "Empty rotor does not tell scans and receiver gain as factors: type the factor"),
        ({"pulse": 3.85}, "was taken with a pulse of 3.85 µs, NTOC-4 with 1 µs"),
        ({"own": Taken("NTOC-4")}, "NTOC-4 does not tell scans"),
    ],
)
def test_a_blank_that_was_measured_otherwise_is_refused(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as fault:
        with_blank(None, **change)
    assert fault.value.field == "processing 1 subtract"


def test_a_blank_that_is_gone_is_said() -> None:
    arrays = {"shift": SHIFT, "real": LINES}
    with pytest.raises(InputError, match="no longer in the project"):
        process(arrays, header(LARMOR, "23Na"), (("subtract", "blank"),))


def test_a_raw_blank_is_processed_as_the_spectrum_was() -> None:
    """Both decays get the apodization, zero filling and phase that stand before; what is left is the line alone."""
    time = np.arange(2048) / 50_000.0
    line, ring = np.exp(-2e3 * time + 2j * np.pi * 900 * time), 3.0 * np.exp(-9e3 * time)
    metadata = header(LARMOR, "23Na", sweep_width=50_000.0, scans=8, receiver_gain=4.0, group_delay=0.0)
    raw = {"time": time, "fid_real": (line + ring).real, "fid_imag": (line + ring).imag}
    blank = Companion(
        Taken("Empty", "23Na", 16.0), {"time": time, "fid_real": 0.5 * ring, "fid_imag": 0.0 * time}, metadata
    )
    own = Company(Taken("Full", "23Na", 32.0), {"blank": blank})
    chain = (("em", 50.0), ("zero_fill", 4096), ("ft",), ("phase", 30.0, 10.0, None), ("reference", 2.0))
    _, found = process(raw, metadata, (*chain, ("subtract", "blank", None)), own)
    _, wanted = process({"time": time, "fid_real": line.real, "fid_imag": line.imag}, metadata, chain)
    assert np.abs(found - wanted).max() < 1e-9 * np.abs(wanted).max()


def test_a_fit_finds_the_line_alone_and_names_what_it_needs() -> None:
    both = made(f"{LINE}, {HUMP}", (1.0, 2.0), points=4096, window=(-150.0, 150.0), noise=1e-5)
    given = inputs(both, LINE, options={"processing": (("subtract", "blank", None),)})
    alone = made(HUMP, (1.0,), points=4096, window=(-150.0, 150.0), noise=0.0)
    values = alone.intensity * (both.intensity[1229] / alone.intensity[1229])
    # The empty rotor was measured with a quarter of the exposure.
    blank = spectrum(values / 4.0, alone.shift)
    told = tuple((dict(given.measurements[0].metadata) | {"scans": "64", "receiver_gain": "16.0"}).items())
    source = replace(given.measurements[0].provenance, reader="Bruker TopSpin")
    measurement = replace(given.measurements[0], metadata=told, provenance=source)
    project = Project(new_id(), samples=(Sample("s", "NTOC-4", measurements=(measurement, blank)),))
    companions = companions_of(project, given.analysis)
    assert companions == (blank,)
    arrays = dict(given.arrays) | {reference(a).digest: a for a in (alone.shift, values / 4.0)}
    found = NMR.fit(replace(given, measurements=(measurement,), companions=companions, arrays=arrays)).fit
    assert found.parameter("width_1").value == pytest.approx(400.0, rel=0.02)
    with pytest.raises(InputError, match="no longer in the project"):
        NMR.fit(replace(given, measurements=(measurement,)))
