"""Tables of T1 against temperature and field."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file

TABLE = "T_C,T1_s,larmor_MHz\n25,1.2e-3,79.39\n35,0.9e-3,79.39\n45,0.7e-3,132.294\n"


def columns(text: str) -> dict[str, np.ndarray]:
    (reading,) = read_file(Source.from_bytes("t1.csv", text.encode())).readings
    assert reading.technique == "bpp"
    return {c.name: c.values for c in reading.columns}


def test_the_plain_table() -> None:
    found = columns(TABLE)
    assert found["temperature"] == pytest.approx([298.15, 308.15, 318.15])
    assert found["t1"] == pytest.approx([1.2e-3, 0.9e-3, 0.7e-3])
    assert found["larmor"] == pytest.approx([79.39e6, 79.39e6, 132.294e6])


@pytest.mark.parametrize(
    "header",
    [
        "larmor_MHz;T_K;T1_ms;T1_err_ms",
        "Larmor (MHz);T (K);T1 (ms);T1 error (ms)",
        "nu0 / MHz;T / K;T1 / ms;T1 sd / ms",
    ],
)
def test_units_errors_order_and_decimal_commas(header: str) -> None:
    found = columns(f"{header}\n79,39;298,15;1,2;0,1\n79,39;308,15;0,9;0,1\n79,39;318,15;0,7;0,1\n")
    assert found["temperature"] == pytest.approx([298.15, 308.15, 318.15])
    assert found["t1"] == pytest.approx([1.2e-3, 0.9e-3, 0.7e-3])
    assert found["t1_error"] == pytest.approx([1e-4] * 3)
    assert found["larmor"] == pytest.approx([79.39e6] * 3)


def test_a_column_of_fields_tells_the_nucleus() -> None:
    text = "T_C,T1_s,larmor_MHz,B0_T\n25,1.2e-3,79.39,7.05\n35,0.9e-3,79.39,7.05\n45,0.7e-3,132.294,11.75\n"
    (reading,) = read_file(Source.from_bytes("t1.csv", text.encode())).readings
    assert dict(reading.metadata)["nucleus"] == "23Na"
    assert reading.notices == ("23Na, by its Larmor frequency in the field.",)
    assert [c.name for c in reading.columns] == ["temperature", "t1", "larmor"]
    (doubtful,) = read_file(Source.from_bytes("t1.csv", text.replace("132.294", "73.39").encode())).readings
    assert "nucleus" not in dict(doubtful.metadata)
    assert "belong to no one nucleus" in doubtful.notices[0]


def test_incomplete_rows_are_left_out_and_told() -> None:
    (reading,) = read_file(Source.from_bytes("t1.csv", (TABLE + "55,,79.39\n").encode())).readings
    assert len(reading.columns[0].values) == 3
    assert reading.notices == ("1 incomplete row left out.",)


def test_a_time_below_zero_is_refused_with_its_line() -> None:
    with pytest.raises(LoadError, match="t1.csv, line 3: T1, temperature"):
        columns(TABLE.replace("0.9e-3", "-0.9e-3"))


def test_an_impedance_table_is_none_of_t1(tmp_path: Path) -> None:
    text = "freq/Hz,Z'/ohm,Z''/ohm\n" + "".join(f"{10**k},{100 + k},-{k + 1}\n" for k in range(6))
    (reading,) = read_file(Source.from_bytes("z.csv", text.encode())).readings
    assert reading.technique == "eis"


@given(st.integers(0, len(TABLE) - 1), st.binary(max_size=4), st.integers(0, len(TABLE)))
def test_mutated_tables_are_read_or_refused(place: int, put: bytes, end: int) -> None:
    data = TABLE.encode()
    mutated = (data[:place] + put + data[place + 1 :])[:end]
    try:
        read_file(Source.from_bytes("t1.csv", mutated))
    except LoadError as error:
        assert error.sentence
