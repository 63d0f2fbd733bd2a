"""Lines as text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr import own_values, parse_lines, print_lines


def test_the_words_of_the_command_line() -> None:
    one, two, three = parse_lines("pv@-11.2:380Hz, NaCl=lorentz@7:0.3kHz!, ct@55:80Hz:cq=1700kHz:eta=0.2!")
    assert [p.name for p in one.parameters] == ["position_1", "width_1", "mixing_1", "area_1"]
    assert own_values(one) == {"position": -11.2, "width": 380.0, "mixing": 0.5, "area": 0.0}
    assert (two.name, two.kind, own_values(two)["width"]) == ("NaCl", "lorentz", 300.0)
    assert [p.name for p in two.parameters if not p.vary] == ["width_2"]
    assert own_values(three) == {"position": 55, "cq": 1.7, "eta": 0.2, "gauss": 80.0, "lorentz": 50.0, "area": 0.0}
    assert [p.name for p in three.parameters if not p.vary] == ["eta_3"]


def test_a_width_in_ppm_needs_the_frequency() -> None:
    assert own_values(parse_lines("gauss@55:10ppm", 100.0)[0])["width"] == 1000.0
    with pytest.raises(InputError, match="needs the Larmor frequency"):
        parse_lines("gauss@55:10ppm")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no line in the list"),
        ("pv", "is not a line like"),
        ("pv@", "is not a line like"),
        ("blob@7:300Hz", "no kind of line"),
        ("pv@x:300Hz", "not a value of position"),
        ("pv@7:-300Hz", "must be above zero"),
        ("pv@7:300Hz:eta=0.2", "has no eta"),
        ("ct@7:80Hz:eta=1.2", "at most 1"),
        ("pv@7:300MHz", "cannot be in MHz"),
        ("pv@7:300Hz:5", "needs a name"),
        ("pv@7:300Hz,,pv@8:3Hz", "is not a line like"),
        (",".join(["pv@7:300Hz"] * 41), "40 lines"),
        ("p" * 6000, "longer than"),
    ],
)
def test_what_is_no_list_of_lines_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        parse_lines(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_lines_or_a_sentence(text: str) -> None:
    try:
        assert parse_lines(text)
    except InputError as refusal:
        assert refusal.sentence


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["gauss", "pv", "voigt", "ct", "czjzek", "extczjzek"]),
    st.floats(-500, 500),
    st.floats(1, 1e4),
    st.floats(0, 1),
)
def test_printed_lines_are_read_back(kind: str, position: float, width: float, share: float) -> None:
    extra = {"pv": f":mixing={share!r}", "ct": f":eta={share!r}"}.get(kind, "")
    (line,) = parse_lines(f"A line={kind}@{position!r}!:{width!r}Hz{extra}")
    (again,) = parse_lines(print_lines([line]))
    assert (again.kind, again.name) == (line.kind, line.name)
    assert own_values(again) == pytest.approx(own_values(line), rel=1e-8, abs=1e-12)
    assert [p.vary for p in again.parameters] == [p.vary for p in line.parameters]
