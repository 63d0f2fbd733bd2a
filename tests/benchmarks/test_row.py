"""The table of the bench, and that its pages are found."""

from __future__ import annotations

from tests.benchmarks.__main__ import pages
from tests.benchmarks.row import Row, absent, aligned, alternate, faster


def test_pages_are_found_and_helpers_are_none() -> None:
    found = set(pages())
    assert {"circuits", "lines", "strd", "drawing", "saving"} <= found
    assert not found & {"row", "peers", "test_row", "__main__"}


def test_a_row_is_reached_by_its_ratio_and_by_what_else_must_hold() -> None:
    row = faster("fit", 2e-3, 0.2, 30.0, note="chi² equal")
    assert (row.ours, row.peer, row.ratio, row.reached) == ("2 ms", "200 ms", 100.0, True)
    assert "100 x" in str(row)
    assert "chi² equal" in str(row)
    assert faster("fit", 2e-3, 0.2, 30.0, also=False).reached is False
    assert faster("fit", 2e-2, 0.2, 30.0).reached is False


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    row = absent("fit", ">= 30 x", "the peer is absent")
    assert row.reached is None
    assert Row(**row.plain()) == row


def test_both_sides_take_turns() -> None:
    order: list[str] = []

    def side(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    assert alternate(lambda: side("ours", 1.0), lambda: side("peer", 4.0), 3) == (1.0, 4.0)
    assert order == ["ours", "peer"] * 3


def test_lines_of_the_table_are_aligned() -> None:
    assert len(aligned(("a", "b", "c", "d", "e", "f"))) == len(str(Row("w", "1 ms", "2 ms", 2.0, ">= 1 x", True)))
