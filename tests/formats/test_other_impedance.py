"""CH Instruments, Elins, Ivium, PARSTAT, PowerSuite and RelaxIS: each trap on a small file of its own."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from tests.formats.tools import arc, read_text, table

# -- CH Instruments ------------------------------------------------------------------------------------------------


def chi(
    points: np.ndarray, technique: str = "A.C. Impedance", names: str = "Freq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg"
) -> str:
    lines = [f"{f:.8e}, {re:.8e}, {im:.8e}, {np.hypot(re, im):.3e}, -1.0" for f, re, im in points]
    head = ["Feb. 20, 2020   15:55:08", technique, "Instrument Model:  CHI660E", "Header: ", "Note: NTOC-4, 35 °C", ""]
    return "\n".join([*head, "Amplitude (V) = 0.025", "", names, "", *lines]) + "\n"


def test_chi_keeps_its_header() -> None:
    (reading,) = read_text(chi(arc()), "ac.txt").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-7)
    fields = dict(reading.metadata)
    assert (fields["measured"], fields["Amplitude (V)"]) == ("Feb. 20, 2020   15:55:08", "0.025")
    assert dict(reading.conditions)["temperature"].value == 35
    assert reading.condition_source == "header"


def test_another_chi_technique_is_refused_by_name() -> None:
    with pytest.raises(LoadError, match="“Cyclic Voltammetry”, not an impedance spectrum"):
        read_text(chi(arc(), "Cyclic Voltammetry", "Potential/V, Current/A"), "cv.txt")


def test_chi_without_its_imaginary_column() -> None:
    with pytest.raises(LoadError, match="holds no frequency, Z′ and Z″"):
        read_text(chi(arc(), names="Freq/Hz, Z/ohm, Phase/deg"), "ac.txt")


def test_chi_that_ends_before_its_table() -> None:
    with pytest.raises(LoadError, match="ends within its header"):
        read_text(chi(arc())[:100], "ac.txt")


# -- Elins ---------------------------------------------------------------------------------------------------------


def elins(points: np.ndarray, count: int | None = None, notes: str = "NTOC-4, 25 °C\nspring cell") -> str:
    lines = [f"{f:.10g} {re:.10g} {im:.10g}" for f, re, im in points]
    return "\n".join([notes, "", str(len(points) if count is None else count), *lines]) + "\n"


def test_elins_keeps_its_notes() -> None:
    (reading,) = read_text(elins(arc()), "run.i2b").readings
    assert table(reading) == pytest.approx(arc(), rel=1e-9)
    assert dict(reading.metadata)["notes"] == "NTOC-4, 25 °C\nspring cell"
    assert dict(reading.conditions)["temperature"].value == 25


def test_elins_with_another_count_is_read_only_under_its_name() -> None:
    (reading,) = read_text(elins(arc(), 29), "run.i2b").readings
    assert reading.notices == ("The header announces 29 points; the file holds 31.",)
    assert read_text(elins(arc(), 31, "3 4"), "run.txt").reader == "Elins .i2b"


def test_a_number_in_the_notes_is_not_the_count() -> None:
    (reading,) = read_text(elins(arc(), notes="cell\n7\nkept at"), "run.i2b").readings
    assert len(table(reading)) == 31


# -- Ivium ---------------------------------------------------------------------------------------------------------


def ivium(*blocks: tuple[str, np.ndarray], count: int | None = None) -> str:
    text = "\0\0\0\0\nPeaks=false\nCorrosion=false\nLevels=false\nECN=false\nSolarcell=false\n<\x07\0\0\nstarttime=\n"
    for method, points in blocks:
        text += f"\u0004\u0010\0\0\nMethod={method}\nTechnique=Constant E\nTitle=NTOC-4 -25 °C\nFrequencies=2\nFrequencies.amp[1]=0.01\n"
        text += f"Mconfig=0\n2         \nData Objects    \n0         \nprimary_data    \n3         \n{len(points) if count is None else count}        \n"
        text += "".join(f"{re:.5E}  {im:.5E}\t{f:.5E} \n" for f, re, im in points)
        text += (
            "1         \nosc_data        \n1        \n3         \n32        \n1.00000E+05  4.11584E-05  3.71661E-04 \n"
        )
    return text


def test_ivium_measurements_are_separate() -> None:
    read = read_text(ivium(("Impedance", arc()), ("Impedance", arc(r=2000))), "run.ids")
    assert [r.name for r in read.readings] == ["run, sweep 1 of 2", "run, sweep 2 of 2"]
    assert table(read.readings[1]) == pytest.approx(arc(r=2000), rel=1e-5)
    assert dict(read.readings[0].conditions)["temperature"].value == -25
    assert dict(read.readings[0].metadata)["amplitude of the first point"] == "0.01"


def test_ivium_by_other_methods_is_left_out_and_told() -> None:
    (reading,) = read_text(ivium(("CyclicVoltammetry", arc()), ("Impedance", arc())), "run.ids").readings
    assert reading.notices == ("Left out, as they hold no impedance: CyclicVoltammetry.",)
    with pytest.raises(LoadError, match="measurements by CyclicVoltammetry, not an impedance spectrum"):
        read_text(ivium(("CyclicVoltammetry", arc())), "cv.ids")


def test_an_empty_ivium_measurement_costs_only_itself() -> None:
    empty = ivium(("Impedance", arc()[:0]))
    (reading,) = read_text(empty + ivium(("Impedance", arc())), "run.ids").readings
    assert len(table(reading)) == 31
    assert reading.notices == ("Left out, as they hold no impedance: 1 measurement without points.",)


def test_ivium_that_breaks_off_keeps_its_complete_points() -> None:
    text = ivium(("Impedance", arc()), count=40)
    text = text[: text.index("osc_data")].rstrip().removesuffix("1").rstrip()[:-4]
    (reading,) = read_text(text, "run.ids").readings
    assert len(table(reading)) in (30, 31)
    assert reading.notices[0] == "The header announces 40 points; the file holds 31."


# -- PARSTAT and PowerSuite ----------------------------------------------------------------------------------------


def parstat(points: np.ndarray) -> str:
    lines = [
        "Potential (V)\tCurrent (A)\tElapsed Time (s)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\t|Vac| (V)\t|Iac| (A)\t"
    ]
    lines += [f"3.5\t0.02\t{i}\t{f:.10g}\t{re:.10g}\t{im:.10g}\t0.005\t0.1\t" for i, (f, re, im) in enumerate(points)]
    return "\n".join(lines) + "\n"


def test_parstat_leaves_out_the_dc_record_between_sweeps() -> None:
    idle = np.zeros((4, 3))
    read = read_text(parstat(np.vstack([idle, arc(), idle, arc(r=2000)])), "cell.txt")
    assert [len(table(r)) for r in read.readings] == [31, 31]
    assert read.readings[0].notices == ("8 rows without any impedance (all zero) left out.",)
    assert table(read.readings[1]) == pytest.approx(arc(r=2000))


def test_parstat_without_any_frequency_is_a_dc_record() -> None:
    with pytest.raises(LoadError, match="a DC record, not an impedance spectrum"):
        read_text(parstat(np.zeros((4, 3))), "cell.txt")


def test_powersuite_with_its_doubled_line_ends() -> None:
    text = "Frequency\t Zre\t Zimg\r\r\n" + "".join(f"{f:.10g}\t {re:.10g}\t {im:.10g}\r\r\n" for f, re, im in arc())
    read = read_text(text, "spectrum.txt")
    assert read.reader == "PowerSuite text"
    assert table(read.readings[0]) == pytest.approx(arc())


# -- RelaxIS -------------------------------------------------------------------------------------------------------

RELAXIS = "RelaxIS 3.0 Spectrum export\nDate: 12/16/2025 2:29:15 PM\n"
NAMES = "Data: Frequency\tData: Z'\tData: Z''\tData: |Z|\tData: Theta (Z)\n"


def block(points: np.ndarray, name: str = "NTOC-4_-25C") -> str:
    lines = "".join(f"{f:.10g}\t{re:.10g}\t{im:.10g}\t1\t-1\n" for f, re, im in points)
    return f"DC=-0.08, TM=33.7, J=-5E-6\tModel: Unassigned\t(WE/RE Spectrum) {name}_1\t\t\n{lines}"


def test_relaxis_keeps_what_it_says_on_a_spectrum() -> None:
    (reading,) = read_text(RELAXIS + NAMES + block(arc()[::-1]), "export.txt").readings
    assert table(reading) == pytest.approx(arc()[::-1])
    fields = dict(reading.metadata)
    assert (fields["DC"], fields["model"], fields["spectrum"]) == (
        "-0.08",
        "Unassigned",
        "(WE/RE Spectrum) NTOC-4_-25C_1",
    )
    assert dict(reading.conditions)["temperature"].value == -25


def test_relaxis_spectra_below_each_other_are_separate() -> None:
    read = read_text(RELAXIS + NAMES + block(arc(), "a_25C") + block(arc(r=2000), "b_35C"), "export.txt")
    assert [dict(r.conditions)["temperature"].value for r in read.readings] == [25, 35]


def test_relaxis_spectra_side_by_side_are_refused() -> None:
    with pytest.raises(LoadError, match="side by side"):
        read_text(RELAXIS + NAMES.strip() + "\t" + NAMES + block(arc()), "export.txt")


def test_relaxis_that_ends_in_its_header() -> None:
    with pytest.raises(LoadError, match="ends within its header"):
        read_text(RELAXIS, "export.txt")
    with pytest.raises(LoadError, match="before its first impedance point"):
        read_text(RELAXIS + NAMES, "export.txt")
