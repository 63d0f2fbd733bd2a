"""Zahner .ism: each trap on a small file of its own."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import Source, read_file
from tests.formats.tools import arc, table

TEXTS = (
    "160724",
    "rc hiz",
    "0.9995v, aMPL: 10Mv",
    "10.006Na",
    "23.8+-0.1c",
    "09:32:45 - 09:37:42",
    "ntoc-4",
    "",
    "",
    "",
    "",
)


def ism(
    points: np.ndarray, texts: tuple[str, ...] = TEXTS, count: int | None = None, start: float = 1405589568.0
) -> bytes:
    n = len(points)
    z = points[:, 1] + 1j * points[:, 2]
    head = b"\0\0\xff\xff\xff\xfe" + ((n if count is None else count) - 1).to_bytes(6, "big")
    arrays = np.concatenate([points[:, 0], np.abs(z), np.angle(z), start + np.arange(n)]).astype(">f8").tobytes()
    strings = b"".join(struct.pack(">H", len(t)) + t.encode("cp1252") for t in texts)
    return head + arrays + struct.pack(f">{n}h", *([998] * n)) + strings + b"\0" * 100


def read(data: bytes, name: str = "run.ism") -> tuple[Reading, ...]:
    return read_file(Source.from_bytes(name, data)).readings


def test_modulus_and_phase_become_z() -> None:
    (reading,) = read(ism(arc()))
    assert table(reading) == pytest.approx(arc(), rel=1e-12)


def test_header_fields_in_their_proper_case() -> None:
    (reading,) = read(ism(arc()))
    fields = dict(reading.metadata)
    assert fields["measured"] == "2024-07-16 09:32:48"
    assert (fields["potential"], fields["current"], fields["comment"]) == ("0.9995V, Ampl: 10mV", "10.006nA", "NTOC-4")
    assert fields["lowest significance"] == "0.998"
    temperature = dict(reading.conditions)["temperature"]
    assert (temperature.value, temperature.stderr, temperature.unit) == (23.8, 0.1, "degC")


def test_an_open_thermometer_input_is_no_temperature() -> None:
    (reading,) = read(ism(arc(), (*TEXTS[:4], "-0.2+-0.1c", *TEXTS[5:])))
    assert reading.conditions == ()
    assert reading.notices == (
        "The header's temperature (−0.20 ± 0.10 °C) is what no thermometer gives: type it if it was meant.",
    )


def test_the_turning_point_belongs_to_the_run_down() -> None:
    down = arc()
    up = arc()[10::-1][:-1]
    read_runs = read(ism(np.vstack([up, down])))
    assert [len(table(r)) for r in read_runs] == [10, 31]
    assert table(read_runs[1]) == pytest.approx(down, rel=1e-12)


def test_a_simulation_has_no_time() -> None:
    assert "measured" not in dict(read(ism(arc(), start=0.0))[0].metadata)


@pytest.mark.parametrize("count", [40, 5000, 2**31, 2**40 + 1])
def test_more_points_announced_than_there_are(count: int) -> None:
    with pytest.raises(LoadError):
        read(ism(arc(), (), count)[:1200])


def test_texts_that_break_off_cost_only_themselves() -> None:
    whole = ism(arc())
    (reading,) = read(whole[: 12 + 34 * 31 + 30])
    assert table(reading) == pytest.approx(arc(), rel=1e-12)
    assert dict(reading.metadata)["system"] == "RC HIZ"
