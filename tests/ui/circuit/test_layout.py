from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Circuit, Leaf, Node, parallel, series
from naglass_gui.techniques.eis.editing import (
    carried_names,
    own_leaves,
    renamed,
    replaced,
    with_parallel,
    with_series,
    without,
)
from naglass_gui.techniques.eis.elements import ELEMENTS
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.ui.circuit.layout import lay_out
from naglass_gui.ui.circuit.writing import is_named_form, text_like


def trees() -> st.SearchStrategy[Node]:
    leaves = st.sampled_from([element.symbol for element in ELEMENTS]).map(Leaf)
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda nodes: series(*nodes)),
            st.lists(inner, min_size=2, max_size=3).map(lambda nodes: parallel(*nodes)),
        ),
        max_leaves=12,
    )


@given(trees())
def test_every_element_has_a_place_of_its_own_inside_the_drawing(root: Node) -> None:
    layout = lay_out(Circuit(root))
    boxes = [element.box for element in layout.elements]
    for element in layout.elements:
        assert layout.at(element.x, element.y) == element.path
    for k, a in enumerate(boxes):
        assert a.left >= -1e-9 and a.left + a.width <= layout.width + 1e-9
        assert a.top >= -1e-9 and a.top + a.height <= layout.height + 1e-9
        for b in boxes[k + 1 :]:
            apart = a.left + a.width <= b.left + 1e-9 or b.left + b.width <= a.left + 1e-9
            assert apart or a.top + a.height <= b.top + 1e-9 or b.top + b.height <= a.top + 1e-9


@given(trees())
def test_wires_join_the_ends_to_every_element(root: Node) -> None:
    """Wires and elements together are one connected drawing from the left end to the right one."""
    layout = lay_out(Circuit(root))
    pieces = [set(_rounded(wire)) for wire in layout.wires]
    for element in layout.elements:
        half = element.box.width / 2
        pieces.append(set(_rounded(((element.x - half, element.y), (element.x + half, element.y)))))
    # A wire that ends on another one's middle touches it: rails are cut at every height something meets them.
    heights = {y for piece in pieces for _, y in piece}
    for piece in pieces:
        (x1, y1), (x2, y2) = (min(piece), max(piece)) if len(piece) > 1 else (next(iter(piece)),) * 2
        if x1 == x2:
            piece |= {(x1, y) for y in heights if min(y1, y2) <= y <= max(y1, y2)}
    reached = pieces.pop()
    while True:
        touching = [piece for piece in pieces if piece & reached]
        if not touching:
            break
        for piece in touching:
            reached |= piece
            pieces.remove(piece)
    assert not pieces


def _rounded(points: object) -> list[tuple[float, float]]:
    return [(round(x, 6), round(y, 6)) for x, y in points]  # type: ignore[attr-defined]


def test_names_are_those_of_the_parameters() -> None:
    names = [element.name for element in lay_out(parse_circuit("R(RQ)(RQ)Q")).elements]
    assert names == ["R0", "R1", "Q1", "R2", "Q2", "Q3"]


def test_a_click_between_the_branches_means_the_pair() -> None:
    layout = lay_out(parse_circuit("R(RQ)Q"))
    pair = layout.box((1,))
    assert pair is not None
    assert layout.at(pair.left + 1, pair.top + pair.height / 2) == (1,)
    assert layout.at(-5, -5) is None


@pytest.mark.parametrize(
    ("path", "edit", "text"),
    [
        ((0,), lambda c, p: replaced(c, p, Leaf("L")), "L(RQ)Q"),
        ((1, 1), lambda c, p: replaced(c, p, Leaf("C")), "R(RC)Q"),
        ((1, 0), lambda c, p: with_series(c, p, Leaf("W")), "R([RW]Q)Q"),
        ((1,), lambda c, p: with_series(c, p, parallel(Leaf("R"), Leaf("Q"))), "R(RQ)(RQ)Q"),
        ((2,), lambda c, p: with_parallel(c, p, Leaf("R")), "R(RQ)(QR)"),
        ((1, 1), without, "RRQ"),
        ((1,), without, "RQ"),
        ((0,), without, "(RQ)Q"),
    ],
)
def test_edits_of_the_tree(path: tuple[int, ...], edit: object, text: str) -> None:
    changed = edit(parse_circuit("R(RQ)Q"), path)  # type: ignore[operator]
    assert text_like(changed, "R(RQ)Q") == text
    assert parse_circuit(text) == changed


def test_the_last_element_stays() -> None:
    with pytest.raises(InputError, match="at least one element"):
        without(parse_circuit("R"), ())


def test_the_form_the_person_uses_is_kept() -> None:
    changed = without(parse_circuit("R0-p(R1,CPE1)-CPE2"), (0,))
    assert text_like(changed, "R0-p(R1,CPE1)-CPE2") == "p(R1,CPE1)-CPE2"
    assert not is_named_form("R{lead, R=1e-3}(RQ)")


def test_parameters_follow_their_element_when_its_number_changes() -> None:
    before = own_leaves(parse_circuit("R(RQ)(RQ)Q"))
    carried = carried_names(before, without(before, (1,)))
    assert carried == {"R0": "R0", "R1": "R2", "Y1": "Y2", "n1": "n2", "Y2": "Y3", "n2": "n3"}
    held = (
        Parameter("R0", 1.0, "ohm"),
        Parameter("R1", 10.0, "ohm"),
        Parameter("R2", 20.0, "ohm", role="bulk", link="2*R0"),
        Parameter("Y3", 3.0, "S s^n", link="R1/10"),
    )
    assert renamed(held, carried) == (
        Parameter("R0", 1.0, "ohm"),
        Parameter("R1", 20.0, "ohm", role="bulk", link="2*R0"),
        Parameter("Y2", 3.0, "S s^n"),
    )
    assert renamed(held, {}) == held
