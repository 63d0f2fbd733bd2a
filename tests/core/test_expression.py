"""Links between parameters: a small arithmetic that cannot do anything else."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import MAX_CHARACTERS, order, parse

VALUES = {"R1": 3.0, "R2": 0.5, "Y1": 4.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2*R1", 6.0),
        ("R1 + 2*R2**2", 3.5),
        ("-R1**2", -9.0),
        ("2**-1", 0.5),
        ("2**3**2", 512.0),
        ("sqrt(Y1)/4 + pi", 0.5 + math.pi),
        ("min(R1, Y1) - max(R1, Y1)", -1.0),
        ("log10(1e3) + log(exp(2)) + abs(-1)", 6.0),
        ("(1 - -1)*.5e1", 10.0),
    ],
)
def test_arithmetic_means_what_it_says(text, value):
    assert parse(text).number(VALUES) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')", "R1.real", "R1[0]", "lambda: 1", "R1 if R2 else 1", "open('x')", "R1; R2", "R1 R2", "1 +", "()", "",
        "(1", "f(1)", "sqrt", "min(1)", "sqrt(1, 2)", "1e999", "R1 == R2", "'a'", "x" * (MAX_CHARACTERS + 1), "(" * 30 + "1" + ")" * 30,
        "+".join(["1"] * 70), "1//2", "a:=1", "not 1", "R1 @ R2", "1_000", "é",
    ],
)  # fmt: skip
def test_everything_else_is_refused_in_a_sentence(text):
    with pytest.raises(InputError) as refused:
        parse(text, frozenset(VALUES)).number(VALUES)
    assert refused.value.sentence.endswith(".")


def test_results_must_be_finite():
    for text in ("1/0", "log(0)", "sqrt(-1)", "9**9**9", "exp(1e9)"):
        with pytest.raises(InputError, match="no finite value"):
            parse(text).number({})


def test_unknown_names_are_named():
    with pytest.raises(InputError, match="there is no parameter R9"):
        parse("2*R9", frozenset({"R1"}))


def test_arrays_pass_through_for_user_elements():
    omega = np.logspace(0, 5, 6)
    z = parse("R1/(1 + w*R1*Y1)").value({"w": 1j * omega, **VALUES})
    assert np.allclose(z, 3 / (1 + 1j * omega * 12))


@pytest.mark.parametrize(
    "text",
    ["R1*R2/Y1", "R1**R2", "sqrt(R1)*exp(-R2)", "sin(R1)+cos(R2)", "max(R1, 2*R2)", "log10(Y1)/R1", "abs(R2-R1)"],
)
def test_slopes_agree_with_differences(text):
    expression = parse(text)
    for name, slope in expression.gradient(VALUES).items():
        step = 1e-6 * VALUES[name]
        up, down = ({**VALUES, name: VALUES[name] + s} for s in (step, -step))
        assert slope == pytest.approx(
            (expression.number(up) - expression.number(down)) / (2 * step), rel=1e-7, abs=1e-9
        )


def test_links_are_ordered_and_circles_are_found():
    assert order({"c": "2*b", "b": "a+1"}, {"a", "b", "c"}) == ["b", "c"]
    with pytest.raises(InputError, match="The links of b, c go round in a circle"):
        order({"b": "c", "c": "b"}, {"b", "c"})


@given(st.text(alphabet="R1Y2 +-*/()., eEpisqrtmax^%$é\x00", max_size=60))
def test_no_text_does_anything_but_parse_or_be_refused(text):
    try:
        parse(text).number({"R1": 1.0, "Y2": 2.0})
    except (InputError, KeyError) as refused:
        assert str(refused)
