"""Delays as they are typed and pasted."""

from __future__ import annotations

import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.relaxation.delays import parse_delays


@pytest.mark.parametrize(
    "text",
    ["0.001 0.01 0.1", "0.001, 0.01, 0.1", "0.001,0.01,0.1", "0,001\n0,01\n0,1", "0,001; 0,01; 0,1", "1m\r\n10m\r\n100m\r\n", "1 ms\t10ms 1e-1 s",
     "1000u,10ms,.1s"],
)  # fmt: skip
def test_however_they_are_parted(text: str) -> None:
    assert parse_delays(text) == pytest.approx((1e-3, 1e-2, 0.1))


def test_whole_seconds_parted_by_commas_are_no_decimal_number() -> None:
    assert parse_delays("1,2,4") == (1.0, 2.0, 4.0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 later", "“later” is no delay"),
        ("1 5 mT", "“5” is no delay|“mT” is no delay"),
        ("1 -2", "cannot be negative"),
        ("0 0", "above zero"),
        ("", "one for each spectrum"),
        ("1 2 3", "has 2 spectra, but these are 3"),
    ],
)
def test_what_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_delays(text, 2)
