"""Bruker experiments: the traps of digital filters, lists, dimensions, scales, signs and damaged parameter files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import read_file
from naglass_gui.formats.experiment import experiments_in, pack
from naglass_gui.formats.nmr.bruker_series import delays_of
from naglass_gui.formats.nmr.group_delay import group_delay
from tests.formats.nmr.catalogue import BA2P2O7, CARBON, DNPLAB, SPECTROCHEMPY
from tests.formats.nmr.experiments import ACQUS, PROCS, counted, experiment, parameter_file, series, source, written

InstrumentFile = Callable[[str], Path]


def only(files: dict[str, bytes]) -> Reading:
    (reading,) = read_file(source(files)).readings
    return reading


def columns(reading: Reading) -> dict[str, Any]:
    return {column.name: column.values for column in reading.columns}


def refusal(files: dict[str, bytes]) -> str:
    with pytest.raises(LoadError) as fault:
        read_file(source(files))
    assert fault.value.sentence.startswith("NTOC-4/10: ")
    return fault.value.sentence


# -- what is read ----------------------------------------------------------------------------------------------------


def test_a_fid_and_its_header() -> None:
    reading = only(experiment(pdata__1__title=b"NTOC-4, 23Na, 25 kHz MAS\n", pdata__1__procs=parameter_file(PROCS)))
    values = columns(reading)
    assert values["time"][1] == 1 / 50000
    assert (values["fid_real"][:2] + 1j * values["fid_imag"][:2]).tolist() == [1 + 2j, 3 + 4j]
    assert reading.name == "NTOC-4 10"
    told = dict(reading.metadata)
    wanted = {
        "nucleus": "23Na", "larmor_frequency": "132.294", "reference": "132.294", "carrier": "0.0", "sweep_width": "50000.0",
        "group_delay": "0.0", "scans": "16", "receiver_gain": "101.0", "recycle_delay": "10.0", "pulse": "3.85",
        "mas_rate": "25000.0", "temperature": "298.0", "phase0": "10.5", "phase1": "-2.0", "line_broadening": "20.0",
        "window": "em", "size": "512", "title": "NTOC-4, 23Na, 25 kHz MAS", "pulse_program": "zg", "points": "512",
        "date": "2025-01-01T00:00:00+00:00", "origin": "Bruker",
    }  # fmt: skip
    assert {key: told[key] for key in wanted} == wanted
    assert dict(reading.conditions)["temperature"].value == 298
    assert reading.notices == ()


def test_each_processed_data_set_is_a_reading_of_its_own() -> None:
    """Choice of procno: integers scaled by 2^NC_proc, the axis from OFFSET, SW_p and SF, TopSpin's 1i turned round."""
    numbers = np.arange(512, dtype="<i4")
    files = experiment(
        pdata__1__procs=parameter_file(PROCS), pdata__1__1r=numbers.tobytes(),
        pdata__12__procs=parameter_file(PROCS | {"NC_proc": 2}), pdata__12__1r=numbers.tobytes(), pdata__12__1i=numbers.tobytes(),
        pdata__3__procs=parameter_file(PROCS),
    )  # fmt: skip
    raw, first, twelfth = read_file(source(files)).readings
    assert [r.name for r in (raw, first, twelfth)] == ["NTOC-4 10", "NTOC-4 10, procno 1", "NTOC-4 10, procno 12"]
    assert columns(first)["real"][8] == 1.0 and "imag" not in columns(first)
    assert dict(first.metadata)["nc_proc"] == "-3"
    assert columns(twelfth)["real"][8] == 32.0
    assert columns(twelfth)["imag"][8] == -32.0
    shift = columns(first)["shift"]
    assert shift[0] == 188.97
    assert shift[0] - shift[-1] == pytest.approx(511 * 50000 / 512 / 132.294)


@pytest.mark.parametrize(("order", "kind", "dtype"), [(0, 0, "<i4"), (1, 0, ">i4"), (0, 2, "<f8"), (1, 2, ">f8")])
def test_integers_and_doubles_in_both_byte_orders(order: int, kind: int, dtype: str) -> None:
    acqus = parameter_file(ACQUS | {"BYTORDA": order, "DTYPA": kind, "NC": -2})
    reading = only(experiment(fid=counted(512).astype(dtype).tobytes(), acqus=acqus))
    assert columns(reading)["fid_imag"][-1] == 1024 / 4


# -- the digital filter ----------------------------------------------------------------------------------------------


def test_the_delay_is_grpdly_or_follows_from_the_table() -> None:
    assert group_delay(67.9820404052734, 20, 160) == 67.9820404052734
    assert group_delay(-1, 10, 12) == 60.375
    assert group_delay(None, 10, 6) == pytest.approx(59 + 1 / 12)
    assert group_delay(-1, 12, 24) == pytest.approx(70 + 1 / 6)
    assert group_delay(-1, 13, 96) == pytest.approx(2.9947917, abs=1e-7)
    assert group_delay(None, 0, 1) == group_delay(None, None, None) == group_delay(-1, 10, 1) == 0.0
    assert group_delay(-1, 15, 6) is group_delay(-1, 10, 7) is None


def test_the_table_is_the_published_one() -> None:
    from nmrglue.fileio.bruker import bruker_dsp_table

    for firmware, row in bruker_dsp_table.items():
        for decimation, delay in row.items():
            assert group_delay(-1, firmware, decimation) == pytest.approx(delay, abs=1e-6)


def test_no_digital_filter_is_no_fault(instrument_file: InstrumentFile) -> None:
    (reading,) = read_file(instrument_file(f"nmr/{SPECTROCHEMPY}h3po4/4")).readings
    assert dict(reading.metadata)["group_delay"] == "0.0"


def test_an_unknown_filter_is_said() -> None:
    acqus = parameter_file(ACQUS | {"GRPDLY": -1, "DSPFVS": 99, "DECIM": 7})
    reading = only(experiment(acqus=acqus))
    assert "group_delay" not in dict(reading.metadata)
    assert any("digital filter is not known" in notice for notice in reading.notices)


# -- series, real 2D and stray lists ---------------------------------------------------------------------------------


def test_entries_of_a_vdlist_carry_u_m_s_or_nothing() -> None:
    assert delays_of("10m\n0.1\n500u\n2s\n\n20.000m\n1e-3 ; comment\n5n") == pytest.approx(
        (0.01, 0.1, 5e-4, 2, 0.02, 1e-3, 5e-9)
    )
    assert delays_of("; only a comment\n# and another") is None
    assert delays_of("0.1\nfast\n") is None
    assert delays_of("-1\n") is None


def test_digits_without_end_are_refused_at_once() -> None:
    assert delays_of("9" * 80_000 + "x") is None


def test_a_series_has_its_delays_as_second_axis() -> None:
    reading = only(series())
    values = columns(reading)
    assert values["delay"] == pytest.approx([0.01, 0.1, 5e-4, 2])
    assert values["fid_real"].shape == (4, 512)
    assert values["fid_real"][1, 0] == 1025
    assert [(c.name, c.unit, c.role) for c in reading.columns][:2] == [("time", "s", "axis"), ("delay", "s", "axis")]


def test_real_series_have_the_delays_of_their_lists(instrument_file: InstrumentFile) -> None:
    (recovery,) = read_file(instrument_file(f"nmr/{SPECTROCHEMPY}relax/100")).readings
    assert columns(recovery)["delay"].tolist() == [1, 2, 3, 5, 7, 10, 15, 20, 50]
    (inversion,) = read_file(instrument_file(f"nmr/{DNPLAB}topspin/304")).readings
    assert columns(inversion)["delay"] == pytest.approx([0.02, 0.056854, 0.161616, 0.459422, 1.306, 3.713, 10.553, 30])


def test_a_vdlist_beside_a_1d_is_not_a_series() -> None:
    assert columns(only(experiment(vdlist=b"1\n2\n3\n4\n")))["fid_real"].shape == (512,)


@pytest.mark.parametrize("mode", [2, 3, 4, 5, 6])
def test_a_real_2d_is_refused_even_with_a_vdlist(mode: int) -> None:
    sentence = refusal(series(acqu2s=parameter_file({"TD": 4, "FnMODE": mode})))
    assert "2D correlation is not read for the moment" in sentence


def test_a_real_2d_without_fnmode_is_known_by_its_pulse_program() -> None:
    cosy = b"1 ze\n2 d1\n p1 ph1\n d0\n p0 ph2\n go=2 ph31\n d1 mc #0 to 2 F1QF(id0)\nexit\n"
    assert "2D correlation" in refusal(series(pulseprogram=cosy, acqu2s=parameter_file({"TD": 4, "FnMODE": 1})))
    # What a comment says of other programs does not count.
    harmless = b";cosy-like, id0 is not used\n1 ze\n2 go=2 ph31 ; F1QF(id0)\n vd\n wr #0 ivd\nexit\n"
    assert "delay" in columns(only(series(pulseprogram=harmless)))


def test_a_vdlist_that_the_pulse_program_does_not_use_is_left_out() -> None:
    reading = only(series(pulseprogram=b"1 ze\n2 go=2 ph31\n wr #0 if #0\n vc\n ivc\nexit\n"))
    assert "increment" in columns(reading)
    assert any("does not use it" in notice for notice in reading.notices)


def test_lists_of_another_length_and_none() -> None:
    short = only(series(vdlist=b"1\n2\n"))
    assert columns(short)["delay"].tolist() == [1, 2, 1, 2]
    assert any("2 delays for 4 spectra" in notice for notice in short.notices)
    long = only(series(vdlist=b"1\n2\n3\n4\n5\n"))
    assert columns(long)["delay"].tolist() == [1, 2, 3, 4]
    none = only(series(vdlist=None))
    assert columns(none)["increment"].tolist() == [1, 2, 3, 4]
    assert any("no vdlist" in notice for notice in none.notices)
    odd = only(series(vdlist=b"1\nlater\n"))
    assert any("no delay" in notice for notice in odd.notices)


def test_fids_of_a_series_begin_at_whole_kilobytes() -> None:
    points = 300
    rows = np.zeros((4, 768), dtype="<i4")
    rows[:, : 2 * points] = counted(points, 4).reshape(4, -1)
    acqus = parameter_file(ACQUS | {"TD": 2 * points, "PARMODE": 1})
    values = columns(only(series(ser=rows.tobytes(), acqus=acqus)))
    assert values["fid_real"].shape == (4, points)
    assert values["fid_real"][3, 0] == 3 * 2 * points + 1


def test_an_aborted_series_keeps_what_was_measured() -> None:
    numbers = counted(512, 4)
    numbers[3 * 1024 :] = 0
    reading = only(series(ser=numbers.tobytes()))
    assert columns(reading)["fid_real"].shape == (3, 512)
    assert len(columns(reading)["delay"]) == 3
    assert any("3 of 4 spectra" in notice for notice in reading.notices)
    cut = only(series(ser=numbers.tobytes()[: 4096 * 2 + 50]))
    assert columns(cut)["fid_real"].shape == (2, 512)
    assert "every point of the series is zero" in refusal(series(ser=bytes(16384)))


def test_a_processed_series_is_read_out_of_its_blocks() -> None:
    """The blocks of a 2rr, against nmrglue's own reader of them."""
    from nmrglue.fileio.bruker import reorder_submatrix

    blocks = np.arange(8 * 512, dtype="<i4")
    files = series(
        pdata__1__procs=parameter_file(PROCS | {"XDIM": 128, "NC_proc": 0}),
        pdata__1__proc2s=parameter_file({"SI": 8, "XDIM": 4}),
        **{"pdata__1__2rr": blocks.tobytes()},
    )
    raw, done = read_file(source(files)).readings
    expected = reorder_submatrix(blocks.astype(float), (8, 512), (4, 128))
    assert np.array_equal(columns(done)["real"], expected[:4])
    assert columns(done)["delay"].tolist() == columns(raw)["delay"].tolist()


# -- axis, reference, conflicts --------------------------------------------------------------------------------------


def test_a_stored_reference_far_from_the_spectrometer_is_not_used(instrument_file: InstrumentFile) -> None:
    raw, done = read_file(instrument_file(f"nmr/{BA2P2O7}")).readings
    assert dict(raw.metadata)["reference"] == "162.165852"
    assert columns(done)["shift"][0] == 616236.4  # as in the file
    assert "reference the spectrum" in raw.notices[0] and "reference the spectrum" in done.notices[0]


def test_title_against_header() -> None:
    wrong = only(experiment(pdata__1__title=b"7Li of LGPS, MAS 10 kHz", pdata__1__procs=parameter_file(PROCS)))
    assert any("The title names 7Li, the header 23Na" in notice for notice in wrong.notices)
    assert any("10 kHz MAS, the header 25 kHz" in notice for notice in wrong.notices)


def test_nucleus_against_magnet() -> None:
    """The printed 73.39 MHz of 23Na on a 300 MHz magnet should be 79.39 MHz."""
    study = ACQUS | {"BF1": 73.39, "SFO1": 73.39, "BF2": 300.13}
    (notice,) = only(experiment(acqus=parameter_file(study))).notices
    assert "23Na in a magnet of 300.13 MHz (1H) is at 79.39 MHz, but the header says 73.39 MHz" in notice
    assert only(experiment(acqus=parameter_file(study | {"BF1": 79.39, "SFO1": 79.39}))).notices == ()


# -- what is damaged -------------------------------------------------------------------------------------------------


def test_a_truncated_acqus_neither_hangs_nor_is_guessed_at() -> None:
    whole = parameter_file(ACQUS)
    for length in range(0, len(whole), 7):
        try:
            only(experiment(acqus=whole[:length] or b"\n"))
        except LoadError as fault:
            assert fault.sentence.startswith("NTOC-4/10: ")
    assert "how many points there are (TD)" in refusal(experiment(acqus=whole[: whole.index(b"##$TD")]))
    # An array or a text that never ends is what makes nmrglue go round for ever.
    assert "sweep width" in refusal(experiment(acqus=b"##$TD= 1024\n##$D= (0..31)\n1 2 3"))
    assert "sweep width" in refusal(experiment(acqus=b"##$TD= 1024\n##$NUC1= <23Na"))


def test_what_is_missing_or_contradicts_itself_is_said() -> None:
    assert "gives no shift axis" in refusal(
        experiment(fid=None, pdata__1__1r=bytes(2048), pdata__1__procs=b"##$SI= 512\n")
    )
    assert "holds 100 points, but procs says 512" in refusal(
        experiment(pdata__1__1r=bytes(400), pdata__1__procs=parameter_file(PROCS))
    )
    assert "do not fit its size" in refusal(
        series(
            pdata__1__procs=parameter_file(PROCS | {"XDIM": 100}), pdata__1__proc2s=parameter_file({"SI": 4}),
            **{"pdata__1__2rr": bytes(8192)},
        )
    )  # fmt: skip
    assert "how many spectra there are" in refusal(series(acqu2s=None))
    doubles = np.full(1024, np.nan).tobytes()
    assert "is not a number" in refusal(experiment(fid=doubles, acqus=parameter_file(ACQUS | {"DTYPA": 2})))


def test_one_channel_data_are_refused_but_their_spectrum_is_read() -> None:
    acqus = parameter_file(ACQUS | {"AQ_mod": 2})
    assert "one channel at a time (AQ_mod 2)" in refusal(experiment(acqus=acqus))
    files = experiment(acqus=acqus, pdata__1__1r=bytes(2048), pdata__1__procs=parameter_file(PROCS))
    assert [r.name for r in read_file(source(files)).readings] == ["NTOC-4 10, procno 1"]


def test_an_aborted_fid_keeps_its_points() -> None:
    reading = only(experiment(fid=counted(100).tobytes()))
    assert len(columns(reading)["time"]) == 100
    assert any("100 of 512 points" in notice for notice in reading.notices)


# -- folders ---------------------------------------------------------------------------------------------------------


def test_a_parent_of_experiments_stands_for_them(tmp_path: Path) -> None:
    study = tmp_path / "NTOC-4"
    written(study / "2", experiment())
    written(study / "10", series())
    (study / "notes.txt").write_text("annealed")
    (study / ".hidden").write_text("")
    written(study / "11", {"acqus": parameter_file(ACQUS)})
    found = sorted(path.relative_to(study).as_posix() for path in experiments_in(study))
    assert found == ["10", "11/acqus", "2", "notes.txt"]
    assert list(experiments_in(study / "2" / "fid")) == [study / "2"]
    read = read_file(study / "2")
    assert (read.file, read.readings[0].name) == ("NTOC-4/2", "NTOC-4 2")
    with pytest.raises(LoadError, match="this is a folder"):
        read_file(study)
    with pytest.raises(LoadError, match="Bruker parameter file. Open the folder"):
        read_file(study / "11" / "acqus")


def test_an_experiment_whose_data_are_missing_or_alone(tmp_path: Path) -> None:
    written(tmp_path / "5", {"acqus": parameter_file(ACQUS), "pdata/1/procs": parameter_file(PROCS)})
    with pytest.raises(LoadError, match="parameters but no data"):
        read_file(tmp_path / "5")
    (tmp_path / "fid").write_bytes(counted(64).tobytes())
    with pytest.raises(LoadError, match="one file of an NMR experiment, without the parameters"):
        read_file(tmp_path / "fid")
    written(tmp_path / "6", experiment(fid=b""))
    with pytest.raises(LoadError, match="its fid is empty"):
        read_file(tmp_path / "6")


def test_damage_to_stored_bytes_is_seen() -> None:
    from naglass_gui.formats import Source

    packed = pack(list(experiment().items()))
    assert len(read_file(Source.from_bytes("NTOC-4/10", packed)).readings) == 1
    for hurt in (
        packed[:-1],
        packed + b"x",
        packed[:-9] + b"\0" + packed[-8:],
        packed[:30],
        packed.replace(b"fid", b"f\xffd"),
    ):
        with pytest.raises(LoadError, match=r"stored bytes of this experiment are damaged|is damaged|no impedance"):
            read_file(Source.from_bytes("NTOC-4/10", hurt))


def test_nmrglue_reads_the_same_points(instrument_file: InstrumentFile) -> None:
    import warnings

    from nmrglue.fileio import bruker

    for path in (BA2P2O7, CARBON):
        folder = instrument_file(f"nmr/{path}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, theirs = bruker.read(str(folder))
        ours = columns(read_file(folder).readings[0])
        signal = ours["fid_real"] + 1j * ours["fid_imag"]
        theirs = theirs[: len(signal)]
        ratio = signal[theirs != 0] / theirs[theirs != 0]
        # Ours are scaled by the power of two that the spectrometer divided by.
        assert np.allclose(ratio, 2.0 ** round(np.log2(ratio[0].real)))


def test_every_fid_of_a_real_series_begins_behind_its_filter(instrument_file: InstrumentFile) -> None:
    """15966 points in rows of 16128: read in step, each fid rises at its group delay of 60.4 points."""
    (reading,) = read_file(instrument_file(f"nmr/{DNPLAB}topspin/304")).readings
    values = columns(reading)
    height = np.abs(values["fid_real"] + 1j * values["fid_imag"])
    strong = height[height.max(axis=1) > 0.5 * height.max()]
    assert len(strong) >= 5
    rises = [int(np.argmax(row > 0.5 * row.max())) for row in strong]
    assert all(abs(rise - 60.4) < 4 for rise in rises), rises
