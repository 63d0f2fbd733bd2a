"""From the FID to the spectrum: TopSpin's own spectra are reproduced, and each step does what its formula says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import read_file
from naglass_gui.techniques.nmr.processing import default_steps, line_broadening, process
from naglass_gui.techniques.nmr.processing_phase import automatic_phase
from naglass_gui.techniques.nmr.processing_steps import STEP_KINDS

InstrumentFile = Callable[[str], Path]
BA2P2O7 = "nmr/deepanshs__mrsimulator/docs/_static/ba2p2o7_zg"
CARBON = "nmr/NMRPy__nmrpy/nmrpy/tests/test_data/bruker2/1"
SPECTROCHEMPY = "nmr/spectrochempy__spectrochempy_data/testdata/nmrdata/bruker/tests/nmr"
PROTON = f"{SPECTROCHEMPY}/topspin_1d/1"

METADATA = {"reference": "100.0", "larmor_frequency": "100.0005", "carrier": "5.0", "sweep_width": "10000.0"}
FT = ("ft",)


def columns(reading: Reading) -> dict[str, Any]:
    return {column.name: column.values for column in reading.columns}


def stored_and_ours(file: Path) -> tuple[Any, Any, Any, Any]:
    """TopSpin's shift axis and complex spectrum, and ours from the FID with its phases."""
    raw, done, *_ = read_file(file).readings
    metadata = dict(raw.metadata)
    shift, spectrum = process(columns(raw), metadata, default_steps(metadata, raw=True))
    theirs = columns(done)
    return theirs["shift"], theirs["real"] + 1j * theirs["imag"], shift, spectrum


def fid(lines: list[tuple[float, float, float]], points: int = 2048, width: float = 1e4) -> dict[str, Any]:
    """A decay of lines (height, offset in Hz from the carrier, Lorentzian width in Hz); half the first point, as it must be."""
    time = np.arange(points) / width
    signal = sum(h * np.exp((2j * np.pi * f - np.pi * w) * time) for h, f, w in lines)
    signal[0] /= 2
    return {"time": time, "fid_real": signal.real, "fid_imag": signal.imag}


def width_at_half(shift: Any, real: Any) -> float:
    """Full width at half maximum in Hz at 100 MHz."""
    above = np.flatnonzero(real > real.max() / 2)
    edges = []
    for inside, outside in ((above[0], above[0] - 1), (above[-1], above[-1] + 1)):
        part = (real.max() / 2 - real[outside]) / (real[inside] - real[outside])
        edges.append(shift[outside] + part * (shift[inside] - shift[outside]))
    return abs(edges[0] - edges[1]) * 100


# -- TopSpin ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "residual"), [(BA2P2O7, 1e-3), (CARBON, 1e-3), (PROTON, 1.1e-2)])
def test_topspins_spectrum_comes_out_of_its_fid(instrument_file: InstrumentFile, path: str, residual: float) -> None:
    """Stored phases, apodization and size, nothing fitted but the receiver's scale: 7.0e-4, 4.8e-4 and 1.05e-2 of the norm."""
    _, theirs, _, ours = stored_and_ours(instrument_file(path))
    scale = (ours.real @ theirs.real) / (ours.real @ ours.real)
    assert scale == pytest.approx(1, abs=0.04)
    assert np.linalg.norm(scale * ours.real - theirs.real) < residual * np.linalg.norm(theirs.real)
    # And its imaginary part, of the same sign.
    assert np.linalg.norm(scale * ours.imag - theirs.imag) < 1.2e-3 * np.linalg.norm(theirs.imag)


@pytest.mark.parametrize("path", [CARBON, PROTON])
def test_the_shift_axis_is_topspins(instrument_file: InstrumentFile, path: str) -> None:
    theirs, _, ours, _ = stored_and_ours(instrument_file(path))
    assert np.abs(ours - theirs).max() < 5e-5  # OFFSET is stored with seven digits


def test_a_set_without_digital_filter_loads_and_transforms(instrument_file: InstrumentFile) -> None:
    """Its receiver has an offset, which shows as a spike at the carrier unless it is removed."""
    (raw,) = read_file(instrument_file(f"{SPECTROCHEMPY}/h3po4/4")).readings
    metadata = dict(raw.metadata)
    steps = default_steps(metadata, raw=True)
    assert metadata["group_delay"] == "0.0"
    assert ("group_delay",) not in steps
    rest = steps[:-1]
    _, spiked = process(columns(raw), metadata, rest)
    shift, freed = process(columns(raw), metadata, (("dc_offset",), *rest, ("auto_phase",)))
    at_carrier = int(np.argmin(np.abs(shift - float(metadata["carrier"]))))
    assert abs(spiked[at_carrier]) > 20 * abs(freed[at_carrier])
    assert freed.real.max() > 20 * abs(freed.real.min())


def test_a_fractional_group_delay_is_undone_to_the_last_digit() -> None:
    """A line off resonance, delayed by 67.98 points of a filter: all that is left is one phase for the whole spectrum."""
    arrays = fid([(1.0, 1234.0, 30.0)], points=4096)
    shift, plain = process(arrays, METADATA, (FT,))
    n = len(shift)
    place = np.arange(n)
    late = np.empty(n, complex)
    late[(n // 2 - place) % n] = plain * np.exp(2j * np.pi * 67.98 * place / n)
    delayed = np.fft.ifft(late)
    held = {"time": arrays["time"], "fid_real": delayed.real, "fid_imag": delayed.imag}
    _, undone = process(held, METADATA | {"group_delay": "67.98"}, (FT, ("group_delay",)))
    assert np.abs(undone - plain).max() < 1e-9 * np.abs(plain).max()
    _, whole = process(held, METADATA, (FT, ("group_delay", 68)))
    assert np.abs(whole - plain).max() > 0.01 * np.abs(plain).max()


# -- the steps -------------------------------------------------------------------------------------------------------


def test_a_line_stands_where_its_frequency_says() -> None:
    """+1000 Hz above a carrier of 5 ppm at 100 MHz is 15 ppm; the axis falls, for odd numbers of points too."""
    for points in (2048, 2047):
        shift, spectrum = process(fid([(1.0, 1000.0, 5.0)], points), METADATA, (FT,))
        assert (np.diff(shift) < 0).all()
        assert shift[np.argmax(spectrum.real)] == pytest.approx(15.0, abs=0.05)


def test_apodization_adds_the_width_it_says() -> None:
    arrays = fid([(1.0, 200.0, 40.0)], points=8192)
    shift, plain = process(arrays, METADATA, (("zero_fill", 32768), FT))
    assert width_at_half(shift, plain.real) == pytest.approx(40, rel=1e-3)
    shift, wider = process(arrays, METADATA, (("em", 60.0), ("zero_fill", 32768), FT))
    assert width_at_half(shift, wider.real) == pytest.approx(100, rel=1e-3)
    assert line_broadening((("em", 60.0), ("gaussian", 30.0), ("gaussian", 40.0))) == (60.0, 50.0)
    narrow = fid([(1.0, 200.0, 0.01)], points=8192)
    shift, gauss = process(narrow, METADATA, (("gaussian", 50.0), ("zero_fill", 32768), FT))
    assert width_at_half(shift, gauss.real) == pytest.approx(50, rel=1e-3)


def test_lorentz_to_gauss_narrows_and_peaks_where_it_says() -> None:
    arrays = fid([(1.0, 0.0, 0.0)], points=1000)
    ones = {**arrays, "fid_real": np.ones(1000), "fid_imag": np.zeros(1000)}
    from naglass_gui.techniques.nmr.processing_fid import lorentz_to_gauss, sine_bell
    from naglass_gui.techniques.nmr.processing_signal import Signal

    weight = lorentz_to_gauss(Signal.of(ones, METADATA), -20.0, 0.3).values.real
    assert np.argmax(weight) == 300
    bell = sine_bell(Signal.of(ones, METADATA), 2.0, 2).values.real
    assert bell[0] == pytest.approx(1) and bell[500] == pytest.approx(0.5) and bell[-1] < 1e-4
    assert np.argmax(sine_bell(Signal.of(ones, METADATA), 0.0, 1).values.real) == 500


def test_offset_truncation_shift_and_magnitude() -> None:
    arrays = fid([(1.0, 700.0, 60.0)])
    lifted = {**arrays, "fid_real": arrays["fid_real"] + 0.1, "fid_imag": arrays["fid_imag"] - 0.2}
    _, plain = process(arrays, METADATA, (FT,))
    _, freed = process(lifted, METADATA, (("dc_offset",), FT))
    assert np.abs(freed - plain).max() < 1e-6 * np.abs(plain).max()
    drifting = {**arrays, "fid_real": arrays["fid_real"] + np.linspace(0, 0.5, 2048)}
    _, straight = process(drifting, METADATA, (("dc_offset", 1), FT))
    assert np.abs(straight - plain).max() < 1e-3 * np.abs(plain).max()
    assert len(process(arrays, METADATA, (("truncate", 512), FT))[0]) == 512
    assert len(process(arrays, METADATA, (("left_shift", 48), FT))[0]) == 2000
    _, modulus = process(arrays, METADATA, (FT, ("magnitude",)))
    assert np.allclose(modulus, np.abs(plain))


def test_the_phase_turns_about_its_pivot_and_back() -> None:
    arrays = fid([(1.0, 1000.0, 20.0), (0.5, -2000.0, 20.0)])
    shift, plain = process(arrays, METADATA, (FT,))
    _, turned = process(arrays, METADATA, (FT, ("phase", 0.0, 360.0, 15.0)))
    at_pivot = int(np.argmin(np.abs(shift - 15.0)))
    assert turned[at_pivot] == pytest.approx(plain[at_pivot], rel=1e-2)
    # 30 ppm of a width of 100 ppm further right: 360 deg x 0.3.
    other = int(np.argmin(np.abs(shift + 15.0)))
    assert np.angle(turned[other] / plain[other], deg=True) == pytest.approx(-108, abs=0.5)
    _, back = process(arrays, METADATA, (FT, ("phase", 40.0, 300.0, None), ("phase", -40.0, -300.0)))
    assert np.abs(back - plain).max() < 1e-9 * np.abs(plain).max()


def test_referencing_moves_the_axis_alone() -> None:
    arrays = fid([(1.0, 1000.0, 20.0)])
    shift, spectrum = process(arrays, METADATA, (FT,))
    moved, same = process(arrays, METADATA, (FT, ("reference", -22.5)))
    assert np.allclose(moved, shift - 22.5)
    assert np.array_equal(same, spectrum)


def test_a_series_is_processed_slice_by_slice() -> None:
    one = fid([(1.0, 1000.0, 20.0)])
    series = {"time": one["time"], **{k: np.outer([-1.0, 0.2, 1.0], one[k]) for k in ("fid_real", "fid_imag")}}
    steps = (("em", 10.0), ("zero_fill", 4096), FT, ("phase", 30.0), ("auto_phase",), ("baseline", 50.0))
    shift, spectra = process(series, METADATA, steps)
    assert spectra.shape == (3, len(shift))
    peak = int(np.argmax(np.abs(spectra[2])))
    assert spectra[:, peak].real / spectra[2, peak].real == pytest.approx([-1.0, 0.2, 1.0], abs=0.05)


# -- automatic phase -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CARBON, PROTON])
def test_acme_finds_a_phase_as_good_as_the_operators(instrument_file: InstrumentFile, path: str) -> None:
    raw = read_file(instrument_file(path)).readings[0]
    metadata = dict(raw.metadata)
    _, by_hand = process(columns(raw), metadata, default_steps(metadata, raw=True))
    _, found = process(columns(raw), metadata, default_steps(metadata, raw=True, phase="auto"))
    alike = (found.real @ by_hand.real) / np.linalg.norm(found.real) / np.linalg.norm(by_hand.real)
    assert alike > 0.99


@pytest.mark.parametrize(("p0", "p1"), [(0.0, 0.0), (77.0, 150.0), (-120.0, -90.0), (179.0, 30.0)])
def test_acme_finds_a_phase_that_is_known(p0: float, p1: float) -> None:
    chance = np.random.default_rng(3)
    arrays = fid([(1.0, 900.0, 30.0), (0.6, -800.0, 60.0), (0.4, 2500.0, 45.0)], points=4096)
    for part in ("fid_real", "fid_imag"):
        arrays[part] = arrays[part] + chance.normal(0, 0.005, 4096)
    shift, right = process(arrays, METADATA, (FT,))
    x = np.arange(4096) / 4096
    spoiled = right * np.exp(1j * np.deg2rad(p0 + p1 * x))
    a0, a1, pivot = automatic_phase(shift, spoiled)
    at = (shift[0] - pivot) / (shift[0] - shift[1]) / 4096
    found = spoiled * np.exp(-1j * np.deg2rad(a0 + a1 * (x - at)))
    assert (found.real @ right.real) / np.linalg.norm(found.real) / np.linalg.norm(right.real) > 0.998


def test_an_empty_spectrum_has_no_phase_to_find() -> None:
    assert automatic_phase(np.linspace(10, -10, 64), np.zeros(64, complex))[:2] == (0.0, 0.0)


# -- baselines -------------------------------------------------------------------------------------------------------


def a_spectrum_on_a_hump(points: int = 8192) -> tuple[dict[str, Any], Any]:
    shift = np.linspace(100, -100, points)
    lines = 100 / (1 + ((shift - 12) / 0.8) ** 2) + 60 / (1 + ((shift + 30) / 0.5) ** 2)
    hump = 8 * np.exp(-((shift / 60) ** 2)) + 0.02 * shift + 3
    noise = np.random.default_rng(0).normal(0, 0.2, points)
    return {"shift": shift, "real": lines + hump + noise}, lines


@pytest.mark.parametrize(
    ("step", "within"),
    [
        (("baseline", 60.0), 0.35),
        (("baseline_polynomial", 6), 0.6),
        (("baseline_anchors", (-98.0, -75.0, -50.0, -15.0, -5.0, 30.0, 50.0, 75.0, 98.0)), 1.3),
    ],
)
def test_a_baseline_leaves_the_lines(step: Any, within: float) -> None:
    arrays, lines = a_spectrum_on_a_hump()
    _, flat = process(arrays, METADATA, (step,))
    assert np.sqrt(np.mean((flat.real - lines) ** 2)) < within


def test_the_length_of_a_baseline_means_the_same_on_any_number_of_points() -> None:
    coarse, fine = (process(a_spectrum_on_a_hump(n)[0], METADATA, (("baseline", 60.0),))[1].real for n in (2048, 16384))
    assert np.median(np.abs(coarse - fine[::8][: len(coarse)])) < 0.3


def test_one_and_two_anchors_are_a_level_and_a_line() -> None:
    shift = np.linspace(10, -10, 401)
    arrays = {"shift": shift, "real": 2 + 0.5 * shift}
    _, level = process(arrays, METADATA, (("baseline_anchors", (0.0,)),))
    assert level.real == pytest.approx(0.5 * shift, abs=0.05)
    _, line = process(arrays, METADATA, (("baseline_anchors", (-5.0, 5.0)),))
    assert np.abs(line.real).max() < 1e-9


# -- what makes no sense ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "no Fourier transform"),
        ((("ft",), ("em", 5.0)), "before the Fourier transform"),
        ((("phase", 3.0), ("ft",)), "after the Fourier transform"),
        ((("ft",), ("ft",)), "before the Fourier transform"),
        ((("wavelet",),), "none that is known"),
        (((),), "none that is known"),
        ((("em",), ("ft",)), "is missing"),
        ((("em", "wide"), ("ft",)), "must be a number"),
        ((("em", float("nan")), ("ft",)), "must be a number"),
        ((("em", True), ("ft",)), "must be a number"),
        ((("em", 1.0, 2.0), ("ft",)), "1 at most"),
        ((("em", -1e5), ("ft",)), "use less"),
        ((("zero_fill", 1.5), ("ft",)), "whole number"),
        ((("zero_fill", 10**9), ("ft",)), "must lie between 4 and"),
        ((("left_shift", 5000), ("ft",)), "leaves none of the 2048"),
        ((("ft",), ("auto_phase", "best")), "must be one of"),
        ((("ft",), ("baseline", 1e-6)), "length must lie between"),
        ((("ft",), ("baseline_anchors", (500.0,))), "outside the spectrum"),
        ((("ft",), ("baseline_anchors", ())), "at least one number"),
        ((("ft",),) * 60, "at most 50 steps"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_a_sentence(steps: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        process(fid([(1.0, 0.0, 10.0)]), METADATA, steps)
    assert refusal.value.field.startswith("processing")
    assert refusal.value.sentence.endswith(".")


def test_what_the_file_does_not_hold_is_said() -> None:
    arrays = fid([(1.0, 0.0, 10.0)])
    with pytest.raises(InputError, match="no Larmor frequency"):
        process(arrays, {"sweep_width": "10000.0"}, (FT,))
    with pytest.raises(InputError, match="real part of this spectrum only"):
        process({"shift": np.linspace(1, 0, 50), "real": np.ones(50)}, METADATA, (("phase", 10.0),))
    with pytest.raises(InputError, match="no NMR measurement"):
        process({"frequency": np.ones(5)}, METADATA, ())


def test_every_step_can_be_stored_as_json_and_has_a_title() -> None:
    import json

    steps = (("em", 1.0), ("zero_fill", 4096), FT, ("phase", 1.0, 2.0, None), ("baseline_anchors", (-20.0, 40.0)))
    again = json.loads(json.dumps(steps))
    arrays = fid([(1.0, 100.0, 10.0)])
    assert np.array_equal(process(arrays, METADATA, steps)[1], process(arrays, METADATA, again)[1])
    assert all(kind.title and kind.domain in ("time", "shift") for kind in STEP_KINDS.values())


def test_defaults_follow_what_the_spectrometer_did() -> None:
    known = {
        "points": "1000",
        "phase0": "12.5",
        "phase1": "-3.0",
        "line_broadening": "30.0",
        "window": "em",
        "size": "4096",
    }
    assert default_steps(known, raw=True) == (("em", 30.0), ("zero_fill", 4096), FT, ("phase", 12.5, -3.0, None))
    assert default_steps(known, raw=True, phase="auto")[-1] == ("auto_phase",)
    assert default_steps(known | {"size": "512", "group_delay": "60.5"}, raw=True)[0] == ("truncate", 512)
    assert ("group_delay",) in default_steps(known | {"group_delay": "60.5"}, raw=True)
    gm = known | {"window": "gm", "line_broadening": "-10.0", "GB": "0.3"}
    assert default_steps(gm, raw=True)[0] == ("gm", -10.0, 0.3)
    assert default_steps(known | {"window": "qsine", "SSB": "2.0"}, raw=True)[0] == ("sine", 2.0, 2)
    assert default_steps({"points": "1000"}, raw=True) == (("zero_fill", 2048), FT, ("auto_phase",))
    assert default_steps(known, raw=False) == ()
