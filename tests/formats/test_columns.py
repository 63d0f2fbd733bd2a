"""Tables of columns: what is read without asking, what is asked, and what a person's mapping does."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import ColumnMapping, NeedsMapping, Source, propose, read_file
from naglass_gui.formats.stored_mapping import from_json, to_json
from tests.formats.tools import arc, read_text, rows, table


def polar(degrees: bool = True) -> np.ndarray:
    f, re, im = arc().T
    phase = np.arctan2(im, re)
    return np.column_stack([f, np.hypot(re, im), np.degrees(phase) if degrees else phase])


# -- the header says it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "f,Z',Z''",
        "Frequency (Hz),Zre (ohm),Zim (ohm)",
        "freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm",
        "Freq(Hz),Z'(a),Z''(b)",
        "frequency,real,imaginary",
        "Freq,Real,Imag",
        'f [Hz],Z′ [Ω],Z″ [Ω]',
        "Frequenz [Hz],Z’ [Ohm],Z’’ [Ohm]",
        '"f / Hz","Re Z / Ohm","Im Z / Ohm"',
        "# f Z_re Z_im",
    ],
)  # fmt: skip
def test_a_header_names_the_columns(header: str) -> None:
    if header.startswith("#"):
        (reading,) = read_text(header + "\n" + rows(arc(), " ")).readings
    else:
        (reading,) = read_text(header + "\n" + rows(arc())).readings
    assert table(reading) == pytest.approx(arc())
    assert reading.notices == ()


@pytest.mark.parametrize(
    "header", ["f,Z',-Z''", "f,Zre,−Zim", "freq/Hz,Re(Z)/Ohm,-Im(Z)/Ohm", "f,Z',neg_Z''", "f,Z',(-)Z''"]
)
def test_a_header_names_the_sign(header: str) -> None:
    (reading,) = read_text(header + "\n" + rows(arc() * [1, 1, -1])).readings
    assert table(reading) == pytest.approx(arc())


def test_the_header_decides_the_sign_even_against_the_majority_and_this_is_told() -> None:
    (reading,) = read_text("f,Z',Z''\n" + rows(arc() * [1, 1, -1])).readings
    assert table(reading)[:, 2] == pytest.approx(-arc()[:, 2])
    assert "if the file holds −Z″, flip its sign" in reading.notices[0]


def test_one_click_flips_the_sign_and_is_repeated() -> None:
    text = "f,Z',Z''\n" + rows(arc() * [1, 1, -1])
    first = read_text(text, flip=True)
    assert table(first.readings[0]) == pytest.approx(arc())
    assert first.readings[0].notices == ()
    again = read_file(Source.from_bytes(first.file, text.encode(), first.options))
    assert table(again.readings[0]) == pytest.approx(arc())


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (0, 2, 1)])
def test_columns_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    names = ["f (Hz)", "Z' (ohm)", "Z'' (ohm)"]
    text = ",".join(names[i] for i in order) + "\n" + rows(arc()[:, list(order)])
    assert table(read_text(text).readings[0]) == pytest.approx(arc())


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("f/kHz,Z'/Ohm,Z''/Ohm", [1e-3, 1, 1]),
        ("f (MHz),Z' (kOhm),Z'' (kOhm)", [1e-6, 1e-3, 1e-3]),
        ("f (mHz),Z' (MΩ),Z'' (MΩ)", [1e3, 1e-6, 1e-6]),
        ("omega (rad/s),Z' (mΩ),Z'' (mΩ)", [2 * np.pi, 1e3, 1e3]),
        ("ω,Z',Z''", [2 * np.pi, 1, 1]),
    ],
)
def test_units_of_the_header(header: str, factor: list[float]) -> None:
    assert table(read_text(header + "\n" + rows(arc() * factor)).readings[0]) == pytest.approx(arc())


@pytest.mark.parametrize(
    ("header", "sign", "degrees"),
    [
        ("f,|Z|,phase", 1, True),
        ("f,|Z|,-phase", -1, True),
        ("Frequency (Hz),Zmod (ohm),Zphz (°)", 1, True),
        ("f,|Z| (ohm),theta (rad)", 1, False),
    ],
)
def test_modulus_and_phase(header: str, sign: int, degrees: bool) -> None:
    text = header + "\n" + rows(polar(degrees) * [1, 1, sign])
    assert table(read_text(text).readings[0]) == pytest.approx(arc(), rel=1e-6, abs=1e-6)


def test_names_over_units() -> None:
    text = "Frequency\tZ'\tZ''\nkHz\tohm\tohm\n" + rows(arc() * [1e-3, 1, 1], "\t")
    assert table(read_text(text).readings[0]) == pytest.approx(arc())


def test_a_header_row_never_becomes_a_point() -> None:
    for header in ("f,Z',Z''\n", "A comment\nanother\nf,Z',Z''\n", "f;Z';Z''\n"):
        (reading,) = read_text(header + rows(arc(), header[-5] if header[-5] in ",;" else ",")).readings
        assert len(table(reading)) == len(arc())
        assert np.isfinite(table(reading)).all()


def test_spectra_side_by_side_are_separate() -> None:
    second = arc(n=25, r=2000)
    lines = [",".join(["f,Z',-Z''"] * 2)]
    for i, row in enumerate(arc() * [1, 1, -1]):
        right = ",".join(f"{v:.10g}" for v in second[i] * [1, 1, -1]) if i < len(second) else ",,"
        lines.append(",".join(f"{v:.10g}" for v in row) + "," + right)
    read = read_text("\n".join(lines), "two.csv")
    assert [r.name for r in read.readings] == ["two, sweep 1 of 2", "two, sweep 2 of 2"]
    assert table(read.readings[0]) == pytest.approx(arc())
    assert table(read.readings[1]) == pytest.approx(second)


# -- the numbers show it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("separator", "decimal"), [(",", "."), ("\t", "."), ("\t", ","), (";", ","), (";", "."), ("  ", "."), (" ", ",")]
)
@pytest.mark.parametrize("header", ["", "f{0}Z'{0}Z''\n"])
def test_separators_and_decimal_signs(separator: str, decimal: str, header: str) -> None:
    text = header.format(separator) + rows(arc(), separator, decimal)
    assert table(read_text(text).readings[0]) == pytest.approx(arc())


@pytest.mark.parametrize("sign", [1, -1])
def test_without_a_header_the_majority_decides_the_sign_and_this_is_told(sign: int) -> None:
    values = arc() * [1, 1, sign]
    values[0, 2] *= -1  # a few inductive points
    (reading,) = read_text(rows(values)).readings
    expected = arc()
    expected[0, 2] *= -1
    assert table(reading) == pytest.approx(expected)
    assert "does not say the sign of Z″" in reading.notices[0]


@pytest.mark.parametrize("start", [0, 1])
def test_a_column_that_counts_rows_is_left_out(start: int) -> None:
    values = np.column_stack([np.arange(len(arc())) + start, arc()])
    assert table(read_text(rows(values)).readings[0]) == pytest.approx(arc())


def test_modulus_and_phase_beside_their_parts_are_no_reason_to_ask() -> None:
    values = np.column_stack([arc(), polar()[:, 1:]])
    assert table(read_text(rows(values)).readings[0]) == pytest.approx(arc())


def test_stacked_sweeps_are_separate() -> None:
    read = read_text("f,Z',Z''\n" + rows(arc()) + "f,Z',Z''\n" + rows(arc(r=2000)) + "\n" + rows(arc(r=3000)))
    assert [len(table(r)) for r in read.readings] == [31, 31, 31]
    assert table(read.readings[2]) == pytest.approx(arc(r=3000))


def test_what_is_pasted_from_a_german_excel() -> None:
    pasted = "f / Hz\tZ' / Ω\t-Z'' / Ω\r\n" + rows(arc() * [1, 1, -1], "\t", ",").replace("\n", "\r\n")
    (reading,) = read_text(pasted, "Pasted columns").readings
    assert table(reading) == pytest.approx(arc())
    assert reading.name == "Pasted columns"


def test_text_after_the_table_is_left_out_and_told() -> None:
    (reading,) = read_text("f,Z',Z''\n" + rows(arc()) + "end of data\n").readings
    assert reading.notices == ("1 line of text among the numbers left out (line 33).",)


# -- it must be asked ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("x,y,z\n" + rows(arc()), (0, 1, 2)),  # names that say nothing
        (rows(polar()), (0, 1, 2)),  # |Z| and phase in all likelihood
        (rows(arc()[:, [1, 2, 0]]), (2, 0, 1)),  # the frequency comes last
        (rows(arc()[:, [1, 2, 0]] * [1, -1, 1]), (2, 0, 1)),
        (rows(np.column_stack([arc(), arc()[:, 1:] * 2])), (0, 1, 2)),  # five columns of what?
        ("f (Hz),Z' (ohm cm2),Z'' (ohm cm2)\n" + rows(arc()), (0, 1, 2)),  # which area?
        ("f,Z',Z'',Z',Z''\n" + rows(np.column_stack([arc(), arc()[:, 1:]])), (0, 1, 2)),
        (rows(np.column_stack([np.arange(1, 40), np.ones(39), np.ones(39)])), (0, 1, 2)),  # time, perhaps
    ],
)
def test_a_table_in_doubt_opens_the_mapper_with_a_proposal(text: str, proposed: tuple[int, int, int]) -> None:
    assert propose(text) is None
    with pytest.raises(NeedsMapping) as asked:
        read_text(text, "unknown.txt")
    assert asked.value.proposal is not None
    assert asked.value.proposal.columns == proposed
    assert asked.value.first_lines[0] == text.splitlines()[0]
    assert asked.value.sentence.startswith("unknown.txt: it is not clear which columns")


def test_phase_that_looks_like_phase_is_proposed_as_such() -> None:
    with pytest.raises(NeedsMapping) as asked:
        read_text(rows(polar()))
    assert asked.value.proposal is not None
    assert asked.value.proposal.polar
    read = read_text(rows(polar()), mapping=asked.value.proposal)
    assert table(read.readings[0]) == pytest.approx(arc(), rel=1e-6, abs=1e-6)


def test_the_request_to_map_survives_the_way_from_a_child_process() -> None:
    with pytest.raises(NeedsMapping) as asked:
        read_text("x,y,z\n" + rows(arc()))
    copied = pickle.loads(pickle.dumps(asked.value))
    assert copied.first_lines == asked.value.first_lines
    assert copied.proposal == asked.value.proposal
    assert copied.sentence == asked.value.sentence


# -- it is no impedance --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ewe/V\t<I>/mA\ttime/s\n" + rows(arc(), "\t"),
        "E (V),I (A),t (s)\n" + rows(arc()),
        "Potential,Current,Time\n" + rows(arc()),
        "Dear colleague,\nthe spectra of pellet 3, 4 and 5 are attached.\n",
        "1\n2\n3\n",
        "0.1 0.2\n0.3 0.4\n",
    ],
)
def test_other_tables_and_letters_are_refused(text: str) -> None:
    with pytest.raises(LoadError, match="this is not impedance or DC data") as fault:
        read_text(text, "letter.txt")
    assert not isinstance(fault.value, NeedsMapping)


# -- what a person's mapping does ----------------------------------------------------------------------------------


def test_a_mapping_is_kept_and_repeats_the_reading() -> None:
    mapping = ColumnMapping(2, z_real=0, z_imag=1, separator=",", sign="negated", skip=1, frequency_unit="kHz")
    text = "x,y,z\n" + rows(arc()[:, [1, 2, 0]] * [1, -1, 1e-3])
    read = read_text(text, mapping=mapping)
    assert table(read.readings[0]) == pytest.approx(arc())
    assert json.loads(dict(read.options)["columns"])[0]["frequency_unit"] == "kHz"
    again = read_file(Source.from_bytes(read.file, text.encode(), read.options))
    assert np.array_equal(table(again.readings[0]), table(read.readings[0]))


def test_ohm_cm2_with_its_area() -> None:
    mapping = ColumnMapping(
        0, z_real=1, z_imag=2, separator=",", impedance_unit="ohm cm^2", area=0.5, sign="as written"
    )
    read = read_text(rows(arc() * [1, 0.5, 0.5]), mapping=mapping)
    assert table(read.readings[0]) == pytest.approx(arc())


def test_ohm_cm2_without_its_area() -> None:
    mapping = ColumnMapping(0, z_real=1, z_imag=2, separator=",", impedance_unit="ohm cm^2")
    with pytest.raises(LoadError, match="so the area in cm² is needed"):
        read_text(rows(arc()), mapping=mapping)


def test_a_mapping_goes_before_a_refusal_by_name() -> None:
    text = "Definition=Segment #, Point #\n" + rows(arc(), "\t ")
    with pytest.raises(LoadError, match="VersaStudio"):
        read_text(text)
    mapping = ColumnMapping(0, z_real=1, z_imag=2, skip=1, sign="as written")
    assert table(read_text(text, mapping=mapping).readings[0]) == pytest.approx(arc())


def test_columns_that_hold_no_numbers() -> None:
    mapping = ColumnMapping(5, z_real=6, z_imag=7, separator=",")
    with pytest.raises(LoadError, match="ends before its first complete impedance point"):
        read_text(rows(arc()), mapping=mapping)


@pytest.mark.parametrize(
    "choice",
    [
        {"frequency": 0},
        {"frequency": 0, "z_real": 1},
        {"frequency": 0, "z_real": 1, "z_imag": 1},
        {"frequency": -1, "z_real": 1, "z_imag": 2},
        {"frequency": 0, "z_real": 1, "z_imag": 99999999},
        {"frequency": 0, "z_real": 1, "z_imag": 2, "frequency_unit": "furlong"},
        {"frequency": 0, "z_real": 1, "z_imag": 2, "separator": ",", "decimal": ","},
        {"frequency": 0, "z_real": 1, "z_imag": 2, "area": -1.0},
        {"frequency": 0, "z_real": 1, "z_imag": 2, "area": float("nan")},
        {"frequency": 0, "z_real": 1, "z_imag": 2, "skip": -1},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(choice: dict[str, object]) -> None:
    with pytest.raises(LoadError):
        ColumnMapping(**choice)  # type: ignore[arg-type]


def test_mappings_survive_their_json() -> None:
    one = ColumnMapping(0, modulus=3, phase=4, phase_unit="rad", repeat_every=5, sheet="−25 °C", area=0.5)
    two = ColumnMapping(2, z_real=0, z_imag=1, separator=" ", decimal=",")
    assert from_json(json.loads(to_json((one, two)))) == (one, two)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists, max_leaves=5)
)
def test_a_damaged_mapping_is_a_load_error(value: object) -> None:
    with pytest.raises(LoadError):
        from_json(value)
    valid = json.loads(to_json((ColumnMapping(0, z_real=1, z_imag=2),)))[0]
    for name in valid:
        try:
            from_json([{**valid, name: value}])
        except LoadError:
            continue


# -- damaged rows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1e4,NaN,-5", "line 4 has no complete"),
        ("1e4,5", "line 4 has no complete"),
        ("0,5,-5", "line 4 has a frequency of 0 Hz"),
        ("-1e4,5,-5", "line 4 has a frequency of −10000 Hz"),
        ("1e4,0,0", "line 4 has Z = 0"),
        ("1e4,1e999,0", "line 4 holds a number too large"),
        ("1e4,#N/A,1", "line 4 has no complete"),
    ],
)
def test_a_damaged_row_is_named_by_its_line(row: str, words: str) -> None:
    lines = ("f,Z',Z''\n" + rows(arc())).splitlines()
    with pytest.raises(LoadError, match=f"a.csv: {words}"):
        read_text("\n".join([*lines[:3], row, *lines[4:]]), "a.csv")


def test_a_row_broken_off_at_the_end_is_left_out_and_counted() -> None:
    text = "f,Z',Z'',Phase\n" + rows(np.column_stack([arc(), np.ones(31)]))
    (reading,) = read_text(text[: text.rindex(",") - 3]).readings
    assert len(table(reading)) == 30
    assert reading.notices == ("1 row left out at the end: incomplete, as after an aborted run.",)
