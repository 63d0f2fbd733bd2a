"""NMR formats other than Bruker's, each against numbers of its file, nmrglue's reader, or a spectrum of the same sample."""

from __future__ import annotations

import base64
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import Source, read_file
from naglass_gui.formats.nmr.asdf import Damaged, ordinates
from naglass_gui.techniques.nmr.processing import default_steps, process
from tests.formats.nmr.catalogue import ASPIRIN, DNPLAB, SATREC, SIMPSON, TUTORIALS
from tests.formats.nmr.experiments import parts_of

InstrumentFile = Callable[[str], Path]
EPICATECHIN = "nmr/cheminfo__jeol-data-test/data/EC_10m200u_400_298K_bzhou_qH-1-1.jdf"
PIPE_FID = "nmr/jjhelmus__nmrglue/examples/coadd/coadd_1d_pipe/test-run01.fid"


def columns(reading: Reading) -> dict[str, Any]:
    return {column.name: column.values for column in reading.columns}


def signal(reading: Reading) -> Any:
    values = columns(reading)
    return values["fid_real"] + 1j * values["fid_imag"]


def from_text(text: str, name: str = "spectrum.txt") -> tuple[Reading, ...]:
    return read_file(Source.from_bytes(name, text.encode())).readings


def refusal(name: str, data: str | bytes) -> str:
    with pytest.raises(LoadError) as fault:
        read_file(Source.from_bytes(name, data.encode() if isinstance(data, str) else data))
    assert fault.value.sentence.startswith(f"{name}: ")
    return fault.value.sentence


def spectrum(reading: Reading, steps: Any = None) -> tuple[Any, Any]:
    metadata = dict(reading.metadata)
    return process(columns(reading), metadata, default_steps(metadata, raw=True) if steps is None else steps)


# -- Varian ----------------------------------------------------------------------------------------------------------


def test_a_varian_array_is_a_series_with_its_delays(instrument_file: InstrumentFile) -> None:
    (reading,) = read_file(instrument_file(f"nmr/{SATREC}")).readings
    assert columns(reading)["delay"].tolist() == [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]
    told = dict(reading.metadata)
    assert (told["recycle_delay"], told["pulse"], told["scans"]) == ("0.1", "5.99999904633", "4")
    assert float(told["carrier"]) == pytest.approx((196.3444528 - 196.318637242) / 196.318637242 * 1e6)
    assert reading.name == "satrec2D"


def test_a_varian_temperature_counts_where_it_was_regulated(instrument_file: InstrumentFile) -> None:
    files = parts_of(instrument_file(f"nmr/{SATREC}"))
    idle = b"temp 1 1 200 -150 0.1 2 1 8 0 64"
    for header, temperature in (
        (files["procpar"], None),
        (files["procpar"].replace(idle, idle[:-4] + b"1 64"), 298.15),
    ):
        (reading,) = read_file(Source.of_parts("a.fid", tuple((files | {"procpar": header}).items()))).readings
        found = dict(reading.conditions).get("temperature")
        assert (found and found.value) == temperature
        assert any("25 °C, was not regulated" in notice for notice in reading.notices) == (temperature is None)


def test_the_saturation_recovery_recovers(instrument_file: InstrumentFile) -> None:
    """T1 about 0.30 s (ssNake's tutorial): at 0.2 s half of it is there."""
    (reading,) = read_file(instrument_file(f"nmr/{SATREC}")).readings
    shift, spectra = spectrum(reading)
    line = spectra.real[:, np.abs(shift - 130.7) < 15].sum(axis=1)
    assert line[7] / line[-1] == pytest.approx(1 - np.exp(-0.2 / 0.3014), abs=0.06)
    assert (np.diff(line[3:]) > 0).all()


def test_varian_points_are_nmrglues_conjugated(instrument_file: InstrumentFile) -> None:
    from nmrglue.fileio import varian

    for path in (SATREC, f"{TUTORIALS}WholeEchoAcquisition/data"):
        folder = instrument_file(f"nmr/{path}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, theirs = varian.read(str(folder))
        assert np.array_equal(signal(read_file(folder).readings[0]), np.conj(theirs))


def test_a_damaged_varian_header_is_refused(instrument_file: InstrumentFile) -> None:
    files = parts_of(instrument_file(f"nmr/{SATREC}"))
    for place, value in ((0, 2**31 - 1), (8, 2**31 - 1), (12, 3), (20, 1)):
        hurt = files["fid"][:place] + value.to_bytes(4, "big") + files["fid"][place + 4 :]
        source = Source.of_parts("a.fid", tuple((files | {"fid": hurt}).items()))
        if place == 0:  # more blocks asked for than there are: those that are there are read
            assert signal(read_file(source).readings[0]).shape == (12, 1923)
            continue
        with pytest.raises(LoadError, match="contradicts itself"):
            read_file(source)
    renamed = files["procpar"].replace(b'"tau_recovery"', b'"nothing_known"')
    source = Source.of_parts("a.fid", tuple((files | {"procpar": renamed}).items()))
    (reading,) = read_file(source).readings
    assert "increment" in columns(reading)
    assert any("the arrayed parameter is nothing_known" in notice for notice in reading.notices)


# -- JEOL, Tecmag, NMRPipe -------------------------------------------------------------------------------------------


def test_a_jeol_spectrum_has_its_solvent_where_it_belongs(instrument_file: InstrumentFile) -> None:
    """Methanol-d4: 4.87 and 3.31 ppm (Fulmer et al., Organometallics 29 (2010) 2176); so axis and sign are right."""
    (reading,) = read_file(instrument_file(EPICATECHIN)).readings
    shift, lines = spectrum(reading)
    for expected in (4.87, 3.31):
        near = np.abs(shift - expected) < 0.08
        assert lines.real[near].max() > 0.5 * lines.real.max()
    told = dict(reading.metadata)
    assert (told["nucleus"], told["scans"], told["recycle_delay"]) == ("1H", "64", "1.5")
    assert told["title"].startswith("PM032111")
    assert reading.notices == ()


@pytest.mark.parametrize(("path", "delay"), [(EPICATECHIN, 19.65625), (f"nmr/{DNPLAB}delta/50percCHCL3.jdf", 17.0)])
def test_the_delay_of_deltas_filters(instrument_file: InstrumentFile, path: str, delay: float) -> None:
    """From orders and factors; the decay itself rises there."""
    (reading,) = read_file(instrument_file(path)).readings
    assert float(dict(reading.metadata)["group_delay"]) == delay
    height = np.abs(signal(reading))
    assert abs(int(np.argmax(height > 0.5 * height.max())) - delay) < 2


def test_tecmags_width_is_that_of_its_dwell(instrument_file: InstrumentFile) -> None:
    """The header's sw of 2500 Hz is half the width."""
    (reading,) = read_file(instrument_file(f"nmr/{DNPLAB}tnmr/1D.tnt")).readings
    assert float(dict(reading.metadata)["sweep_width"]) == pytest.approx(5000)
    assert columns(reading)["time"][1] == pytest.approx(2e-4)


def test_tecmag_points_are_nmrglues(instrument_file: InstrumentFile) -> None:
    from nmrglue.fileio import tecmag

    file = instrument_file(f"nmr/{DNPLAB}tnmr/1D.tnt")
    _, theirs = tecmag.read(str(file))
    assert np.array_equal(signal(read_file(file).readings[0]), theirs[:, :, 0, 0].T)


def test_nmrpipe_axis_and_points_are_nmrglues(instrument_file: InstrumentFile) -> None:
    from nmrglue.fileio import pipe

    file = instrument_file("nmr/jjhelmus__nmrglue/examples/integration/integrate_1d/1d_data.ft")
    dic, theirs = pipe.read(str(file))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scale = pipe.make_uc(dic, theirs).ppm_scale()
    values = columns(read_file(file).readings[0])
    assert np.array_equal(values["real"], theirs)
    assert np.allclose(values["shift"], scale, atol=2e-3)
    raw = instrument_file(PIPE_FID)
    assert np.array_equal(signal(read_file(raw).readings[0]), pipe.read(str(raw))[1])


def test_nmrpipe_of_several_dimensions_is_refused(instrument_file: InstrumentFile) -> None:
    data = bytearray(instrument_file(PIPE_FID).read_bytes())
    data[36:40] = np.array([2.0], "<f4").tobytes()
    assert "2D correlation" in refusal("a.ft2", bytes(data))


# -- CSDM, ssNake, SIMPSON -------------------------------------------------------------------------------------------


def csdm(**changes: Any) -> str:
    points = np.arange(8, dtype="<c8") + 1j
    dimension = {
        "type": "linear", "count": 8, "increment": "1 kHz", "origin_offset": "100 MHz", "coordinates_offset": "500 Hz",
        "complex_fft": True,
    }  # fmt: skip
    variable = {
        "type": "internal", "numeric_type": "complex64", "encoding": "base64",
        "components": [base64.b64encode(points.tobytes()).decode()],
    }  # fmt: skip
    variable |= changes.pop("variable", {})
    model = {"version": "1.0", "dimensions": [dimension | changes], "dependent_variables": [variable]}
    return json.dumps({"csdm": model})


def test_csdm_in_frequency_and_in_time() -> None:
    (reading,) = from_text(csdm(), "a.csdf")
    assert columns(reading)["shift"] == pytest.approx([(1000 * (k - 4) + 500) / 100 for k in range(8)])
    assert columns(reading)["real"].tolist() == list(range(8)) and columns(reading)["imag"].tolist() == [1] * 8
    time = {"increment": "20 µs", "complex_fft": False, "origin_offset": None, "coordinates_offset": None}
    (reading,) = from_text(csdm(**time, reciprocal={"origin_offset": "100 MHz"}), "a.csdf")
    assert float(dict(reading.metadata)["sweep_width"]) == pytest.approx(50_000)
    assert dict(reading.metadata)["larmor_frequency"] == "100.0"
    listed = {"variable": {"encoding": "none", "numeric_type": "float32", "components": [list(range(8))]}}
    assert columns(from_text(csdm(**listed), "a.csdf")[0])["real"].tolist() == list(range(8))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 9}, "8 points, the dimension 9"),
        ({"count": 10**12}, "linear dimension"),
        ({"type": "monotonic"}, "linear dimension"),
        ({"increment": "fast"}, "increment is no quantity"),
        ({"increment": "1 cm^-1"}, "no NMR spectrum"),
        ({"origin_offset": "0 Hz"}, "no Larmor frequency"),
        ({"variable": {"components_url": "https://example.org/x"}}, "in another file"),
        ({"variable": {"components": ["%%%"]}}, "cannot be decoded"),
        ({"variable": {"numeric_type": "quaternion"}}, "of a kind that is known"),
    ],
)
def test_csdm_that_is_refused(change: dict[str, Any], words: str) -> None:
    assert words in refusal("a.csdf", csdm(**change))


def test_csdm_with_two_dimensions_or_broken_json() -> None:
    two = json.loads(csdm())
    two["csdm"]["dimensions"] *= 2
    assert "2 dimensions; only one" in refusal("a.csdf", json.dumps(two))
    assert "no valid JSON" in refusal("a.csdf", csdm()[:-5])
    assert refusal("a.csdf", '{"csdm": ' + "[" * 100_000)


def test_ssnakes_two_lines_are_one_to_two(instrument_file: InstrumentFile) -> None:
    """+10 and -10 ppm with areas of exactly 1 : 2."""
    (reading,) = read_file(instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json")).readings
    values = columns(reading)
    left, right = (values["real"][np.abs(values["shift"] - place) < 9.9].sum() for place in (10, -10))
    assert right / left == pytest.approx(2, rel=0.02)
    assert abs(values["shift"][np.argmax(values["real"])] + 10) < 0.1


def test_rubidium_nitrate_lies_where_it_is_published(instrument_file: InstrumentFile) -> None:
    """Sites at -27.41, -28.71 and -31.82 ppm, each with its second-order shift to lower ppm; both fields."""
    for name, largest in (("850MHz", 278.02), ("600MHz", 196.31)):
        (reading,) = read_file(instrument_file(f"nmr/{TUTORIALS}MultiFitQuadrupole/data/{name}.mat")).readings
        values = columns(reading)
        assert -36 < values["shift"][np.argmax(values["real"])] < -27
        assert float(dict(reading.metadata)["larmor_frequency"]) == pytest.approx(largest, abs=0.01)
        assert dict(reading.metadata)["whole echo"] == "yes"


def test_ssnake_series_and_what_it_refuses() -> None:
    axis = [[0.001, 0.1, 1.0], list(np.linspace(-500, 500, 8))]
    held: dict[str, Any] = {
        "dataReal": [[1.0] * 8] * 3, "dataImag": [[0.0] * 8] * 3, "freq": [1e8, 1e8], "sw": [1e3, 1e3], "spec": [0, 1],
        "wholeEcho": [0, 0], "ref": [None, 1e8], "xaxArray": axis,
    }  # fmt: skip
    (reading,) = from_text(json.dumps(held), "a.json")
    assert columns(reading)["delay"].tolist() == [0.001, 0.1, 1.0]
    assert "2D correlation" in refusal("a.json", json.dumps(held | {"spec": [1, 1]}))
    assert "field “sw”" in refusal("a.json", json.dumps({k: v for k, v in held.items() if k != "sw"}))
    assert "7 points, its data 8" in refusal("a.json", json.dumps(held | {"xaxArray": [axis[0], axis[1][:7]]}))
    assert "no complete ssNake file" in refusal("a.json", json.dumps(held)[:-9])
    assert refusal("a.mat", b"MATLAB 5.0 MAT-file, made for a test".ljust(124) + b"\x00\x01IM" + bytes(200))


def test_a_matlab_file_of_something_else_is_refused() -> None:
    import io

    from scipy.io import savemat

    held = io.BytesIO()
    savemat(held, {"x": np.ones(5)})
    assert "no ssNake data" in refusal("a.mat", held.getvalue())


def test_simpson(instrument_file: InstrumentFile) -> None:
    file = instrument_file(f"nmr/{SIMPSON}quad_1st_order/test00/test00.fid")
    (reading,) = read_file(file).readings
    assert signal(reading)[:2] == pytest.approx([2, 1.35349469 + 2.37683713e-19j])
    text = file.read_text()
    assert "holds a spectrum" in refusal("a.spe", text.replace("TYPE=FID", "TYPE=SPE"))
    assert "is binary" in refusal("a.fid", text.replace("TYPE=FID", "TYPE=FID\nFORMAT=BINARY"))
    assert "holds a 2D" in refusal("a.fid", text.replace("TYPE=FID", "TYPE=FID\nNI=4"))
    assert "of its 1024 points" in refusal("a.fid", text[: len(text) // 2])
    assert "is no data point" in refusal("a.fid", text.replace("1.35349469 ", "1.353O9469 "))


# -- JCAMP-DX --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [f"{ASPIRIN}1h.dx", f"{ASPIRIN}1h.fid.dx"])
def test_ntuples_are_nmrglues_numbers(instrument_file: InstrumentFile, path: str) -> None:
    from nmrglue.fileio import jcampdx

    file = instrument_file(f"nmr/{path}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, (real, imag) = jcampdx.read(str(file))
    values = columns(read_file(file).readings[0])
    ours = [values[name] for name in values if name not in ("time", "shift")]
    assert np.array_equal(ours[0], real)
    assert np.array_equal(np.abs(ours[1]), np.abs(imag))


def test_decay_and_spectrum_of_one_sample_agree(instrument_file: InstrumentFile) -> None:
    """Aspirin: LB 0.3, PHC0 -106.2011, PHC1 9.2 as its audit trail says; filter delay by DSPFVS 10 and DECIM 24."""
    (raw,), (done,) = (read_file(instrument_file(f"nmr/{ASPIRIN}{name}")).readings for name in ("1h.fid.dx", "1h.dx"))
    steps = (("em", 0.3), ("zero_fill", 32768), ("ft",), ("group_delay",), ("phase", -106.2011, 9.2))
    shift, ours = spectrum(raw, steps)
    values = columns(done)
    theirs = values["real"] + 1j * values["imag"]
    assert np.abs(shift - values["shift"]).max() < 1e-3
    scale = (ours.real @ theirs.real) / (ours.real @ ours.real)
    assert np.linalg.norm(scale * ours - theirs) < 3e-3 * np.linalg.norm(theirs)


def test_squeezed_differences_and_repeats() -> None:
    """The line that JCAMP-DX 4.24 prints in every form: 99, 100 98 93 94 and so on."""
    assert ordinates(["0 +1+2+3+3+2+1+0-1-2-3"], 20) == [1, 2, 3, 3, 2, 1, 0, -1, -2, -3]
    assert ordinates(["0A B C C B A @ a b c".replace(" ", "")], 20) == [1, 2, 3, 3, 2, 1, 0, -1, -2, -3]
    assert ordinates(["0 AJJ%jjjjjj"], 20) == [1, 2, 3, 3, 2, 1, 0, -1, -2, -3]
    assert ordinates(["0AJT%jX"], 20) == [1, 2, 3, 3, 2, 1, 0, -1, -2, -3]
    assert ordinates(["0 1.5 -2E+01 3"], 20) == [1.5, -20, 3]
    assert ordinates(["0A1J2", "1B3K1"], 20) == [11, 23, 44]
    with pytest.raises(Damaged, match="does not begin where"):
        ordinates(["0A1J2", "1B4K1"], 20)
    with pytest.raises(Damaged, match="more than 10"):
        ordinates(["0As99"], 10)
    for line in ("0J1", "0T9", "0A%Z999999999", "A1 2", "0 1 &"):
        with pytest.raises(Damaged):
            ordinates([line], 10**7)


JCAMP = """##TITLE= NTOC-4
##JCAMP-DX= 5.00
##DATA TYPE= NMR SPECTRUM
##.OBSERVE FREQUENCY= 132.294
##.OBSERVE NUCLEUS= ^23Na
##XUNITS= {unit}
##YFACTOR= 2
##FIRSTX= 10
##LASTX= -10
##NPOINTS= 5
##XYDATA= (X++(Y..Y))
10 1 2 3 4 5
##END=
"""


def test_xydata_in_ppm_and_in_hertz() -> None:
    (reading,) = from_text(JCAMP.format(unit="PPM"), "a.dx")
    assert columns(reading)["shift"].tolist() == [10, 5, 0, -5, -10]
    assert columns(reading)["real"].tolist() == [2, 4, 6, 8, 10]
    assert dict(reading.metadata)["nucleus"] == "23Na"
    (reading,) = from_text(JCAMP.format(unit="HZ"), "a.dx")
    assert columns(reading)["shift"] == pytest.approx(np.array([10, 5, 0, -5, -10]) / 132.294)
    assert any("without a reference" in notice for notice in reading.notices)
    two = from_text(JCAMP.format(unit="PPM") * 2, "a.dx")
    assert [r.name for r in two] == ["a, block 1 of 2", "a, block 2 of 2"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("NMR SPECTRUM", "INFRARED SPECTRUM", "holds infrared spectrum"),
        ("NMR SPECTRUM", "nD NMR SPECTRUM", "several dimensions"),
        ("##XUNITS", "##NUMDIM= 2\n##XUNITS", "several dimensions"),
        ("##XYDATA= (X++(Y..Y))", "##PEAK TABLE= (XY..XY)", "lists peaks"),
        ("NPOINTS= 5", "NPOINTS= 6", "holds 5 points, the header says 6"),
        ("NPOINTS= 5", "NPOINTS= 1e12", "no number of points"),
        ("LASTX= -10", "LASTX= 10", "gives no abscissa"),
        ("XUNITS= PPM", "XUNITS= FURLONGS", "in FURLONGS"),
        ("10 1 2 3", "10 1 ? 3", "table of data is damaged"),
    ],
)
def test_jcamp_that_is_refused(old: str, new: str, words: str) -> None:
    assert words in refusal("a.dx", JCAMP.format(unit="PPM").replace(old, new))


def test_ntuples_of_several_dimensions_are_refused(instrument_file: InstrumentFile) -> None:
    text = instrument_file(f"nmr/{ASPIRIN}1h.dx").read_text()
    assert "several dimensions" in refusal("2d.dx", text.replace("SYMBOL=    X,", "SYMBOL=    F1,X,", 1))
    assert "several dimensions" in refusal("2d.dx", text.replace("NMR SPECTRUM", "ND NMR SPECTRUM"))


# -- text ------------------------------------------------------------------------------------------------------------


def test_topspins_text_export() -> None:
    text = "# File created = today\n# LEFT = 12.5 ppm. RIGHT = -7.5 ppm.\n#\n# SIZE = 5 ( = number of points)\n#\n1.0\n2.0\n9.0\n2\n1\n"
    (reading,) = from_text(text)
    assert columns(reading)["shift"].tolist() == [12.5, 8.5, 4.5, 0.5, -3.5]
    assert columns(reading)["real"].tolist() == [1, 2, 9, 2, 1]
    assert "4 of its 5 points" in refusal("a.txt", text.replace("9.0\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        "23Na shift (ppm)\tintensity\n10\t1\n5\t2.5\n0\t3\n-5\t1\n",
        "23Na shift (ppm);intensity\n10,0;1,0\n5,0;2,5\n0,0;3,0\n-5,0;1,0\n",
        "23Na shift (ppm), intensity\n10,1\n5,2.5\n0,3\n-5,1\n",
        "# made by hand\nδ(23Na) / ppm  I\n10 1\n5 2.5\n0 3\n-5 1\n",
    ],
)
def test_columns_headed_ppm(text: str) -> None:
    (reading,) = from_text(text)
    assert columns(reading)["shift"].tolist() == [10, 5, 0, -5]
    assert columns(reading)["real"].tolist() == [1, 2.5, 3, 1]
    assert any("no Larmor frequency" in notice for notice in reading.notices)


def test_a_torn_table_of_shifts_is_refused() -> None:
    good = "shift (ppm)\tintensity\n10\t1\n5\t2.5\n0\t3\n-5\t1\n"
    assert "is no row of shift and intensity" in refusal("a.txt", good.replace("5\t2.5", "5\tlost"))
    assert "shift axis is damaged" in refusal("a.txt", good.replace("0\t3", "50\t3"))
