"""Both circuit syntaxes: what they mean, that they come back exactly, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis import Circuit, Leaf, boukamp, named, parse_circuit
from naglass_gui.techniques.eis.circuit import Node, parallel, series
from naglass_gui.techniques.eis.elements import BY_SYMBOL
from naglass_gui.techniques.eis.syntax import without_values


@pytest.mark.parametrize(
    ("typed", "same", "names"),
    [
        ("R(RQ)Q", "R0-p(R1,CPE1)-CPE2", ("R0", "R1", "Y1", "n1", "Y2", "n2")),
        ("(RQ)(RQ)Q", "p(R1,CPE1)-p(R2,CPE2)-CPE3", ("R1", "Y1", "n1", "R2", "Y2", "n2", "Y3", "n3")),
        ("R(RQ)(RQ)W", "R0-p(R1,CPE1)-p(R2,CPE2)-W3", ("R0", "R1", "Y1", "n1", "R2", "Y2", "n2", "Y3")),
        ("LRQ", "L1-R0-CPE1", ("L1", "R0", "Y1", "n1")),
        ("R(Q[RW])", "R0-p(CPE1,R1-W2)", ("R0", "Y1", "n1", "R1", "Y2")),
        ("R(RC)C", "R0-p(R1,C1)-C2", ("R0", "R1", "C1", "C2")),
        ("RZR", "R0-Z1-R2", ("R0", "R1", "t1", "n1", "R2")),
        ("QR(QR)", "CPE2-R0-p(CPE1,R1)", ("Y2", "n2", "R0", "Y1", "n1", "R1")),
    ],
)
def test_names_follow_the_rule_in_both_forms(typed: str, same: str, names: tuple[str, ...]) -> None:
    """A series R is R0; the k-th pair has Rk, Yk, nk; other elements continue their letter's count."""
    circuit = parse_circuit(typed)
    assert circuit.names == names
    assert named(circuit) == same and boukamp(circuit) == typed
    assert parse_circuit(same) == circuit


def test_boukamps_letters_and_the_longest_symbol() -> None:
    assert boukamp(parse_circuit("RTO")) == "RWoWs"
    assert [leaf.symbol for _, leaf in parse_circuit("WoWDLrDL").leaves()] == ["Wo", "W", "DLr", "DL"]
    assert boukamp(parse_circuit("R0 (R1 CPE1) CPE2")) == "R(RQ)Q"


def test_superfluous_brackets_vanish() -> None:
    assert boukamp(parse_circuit("[R]((RQ))[QW]")) == "R(RQ)QW"


def test_labels_and_values_come_with_their_element() -> None:
    circuit = parse_circuit("R{bulk=1e5}(RQ{film, n=0.9})Q{Y=2e-6}")
    leaves = [leaf for _, leaf in circuit.leaves()]
    assert [leaf.label for leaf in leaves] == ["bulk", "", "film", ""]
    assert [leaf.values for leaf in leaves] == [(1e5,), (), (None, 0.9), (2e-6, None)]
    assert boukamp(circuit) == "R{bulk=100000}(RQ{film, n=0.9})Q{Y=2e-06}"
    assert boukamp(without_values(circuit)) == "R{bulk}(RQ{film})Q"
    assert parse_circuit("R{1e5}") == parse_circuit("R{R=1e5}")


def leaves() -> st.SearchStrategy[Node]:
    def leaf(symbol: str, label: str, given: list[float | None]) -> Node:
        specs = BY_SYMBOL[symbol].parameters
        values = tuple(
            None if v is None else s.lower + (s.upper - s.lower) * v for s, v in zip(specs, given, strict=False)
        )
        values += (None,) * (len(specs) - len(values))
        label = "" if label in {s.name for s in specs} else label
        return Leaf(symbol, label, values if any(v is not None for v in values) else ())

    words = st.from_regex(r"[A-Za-z][A-Za-z _.+-]{0,8}[a-z]", fullmatch=True)
    numbers = st.lists(st.none() | st.floats(0, 1), max_size=4)
    return st.builds(leaf, st.sampled_from(sorted(BY_SYMBOL)), st.just("") | words, numbers)


def trees() -> st.SearchStrategy[Node]:
    def join(children: list[Node], beside: bool) -> Node:
        return parallel(*children) if beside else series(*children)

    return st.recursive(
        leaves(), lambda inner: st.builds(join, st.lists(inner, min_size=1, max_size=4), st.booleans()), max_leaves=12
    )


@given(trees())
@settings(max_examples=150, deadline=None)
def test_every_circuit_comes_back_exactly_from_both_forms(tree: Node) -> None:
    circuit = Circuit(tree)
    assert parse_circuit(boukamp(circuit)) == circuit
    assert parse_circuit(named(circuit)) == circuit or len(list(circuit.leaves())) == 1


@given(trees())
@settings(max_examples=100, deadline=None)
def test_parameter_names_are_never_given_twice(tree: Node) -> None:
    circuit = Circuit(tree)
    assert len(set(circuit.names)) == len(circuit.names)
    assert [name for path, _ in circuit.leaves() for name in circuit.names_at(path)] == list(circuit.names)


@given(st.text(alphabet="RQCLWoswGZHDTU()[]{}-,p01=. e", max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_circuit_or_a_sentence(text: str) -> None:
    try:
        circuit = parse_circuit(text)
    except InputError as refusal:
        assert refusal.sentence.endswith(".") and refusal.field == "Circuit"
    else:
        assert parse_circuit(boukamp(circuit)) == circuit


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The circuit is empty"),
        ("R(RQ", "an opening “(” without its closing bracket"),
        ("R(RQ]", "an opening “(” without its closing bracket"),
        ("RQ)", "a closing “)” without its opening bracket"),
        ("R(RX)", "“X”, which is not an element; use one of R, C, L"),
        ("R()", "an empty pair of brackets"),
        ("R-", "ends too early"),
        ("R0p(R1,C1)", "needs a “-” before"),
        ("R-p(R,C", "an opening “p(” without its closing bracket"),
        ("R{1e5", "an opening “{” without its closing brace"),
        ("Q{n=1.4}", "n = 1.4; it must lie between 0 and 1"),
        ("R{R=0}", "must lie between"),
        ("R{x=nan}", "where the value of R was expected"),
        ("R{a, b}", "in braces; R has R"),
        ("R{R}", "the label “R”, which cannot be used"),
        ("(" * 25 + "RQ" + ")" * 25, "nested more than 20 deep"),
        ("R" * 61, "more than 60 elements"),
        ("R" * 3000, "longer than 2000 characters"),
    ],
)
def test_what_is_no_circuit_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_circuit(text)
    assert sentence in refusal.value.sentence
