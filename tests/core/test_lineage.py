"""What analyses are made from: masks stay on their source, circles are refused, and what is removed leaves the rest standing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naglass_gui.core.adoption import adopt_samples
from naglass_gui.core.edits import remove
from naglass_gui.core.errors import InputError
from naglass_gui.core.lineage import (
    add_sources,
    derived,
    exclude_sources,
    excluded,
    remove_sources,
    set_pinned,
    set_sources,
    toggle_excluded,
    with_sources,
)
from naglass_gui.core.project import Analysis, Mask, Measurement, Project, Provenance, Sample

FITTED = ("a", "b", "c", "d")


def project(*more: Analysis) -> Project:
    """Four fitted sweeps of one sample, a line through them, and what else is given."""
    provenance = Provenance("sweep.csv", 1, "", "test", "1")
    measurements = tuple(Measurement(f"m-{id}", id, "eis", (), provenance) for id in FITTED)
    own = tuple(Analysis(id, id, "eis", (f"m-{id}",)) for id in FITTED)
    line = Analysis("line", "line", "arrhenius", FITTED)
    return Project("p", samples=(Sample("s", "s", (), measurements),), analyses=(*own, line, *more))


def test_which_analyses_are_derived() -> None:
    assert [a.id for a in derived(project())] == ["line"]


def test_a_mask_stays_on_its_source_when_others_come_and_go() -> None:
    out = exclude_sources(project(), "line", ["c"], reason="contact lost")
    assert out.analysis("line").masked == (Mask(2, "contact lost"),)
    fewer = remove_sources(out, "line", ["a"])
    assert excluded(fewer.analysis("line")) == {"c"}
    turned = set_sources(fewer, "line", ["d", "c", "b"])
    assert turned.analysis("line").masked == (Mask(1, "contact lost"),)
    again = add_sources(turned, "line", ["a", "c"])
    assert again.analysis("line").sources == ("d", "c", "b", "a") and excluded(again.analysis("line")) == {"c"}


@given(st.permutations(FITTED), st.sets(st.sampled_from(FITTED)))
def test_any_order_keeps_the_excluded_sources(order: list[str], out: set[str]) -> None:
    edited = set_sources(exclude_sources(project(), "line", out), "line", order)
    assert excluded(edited.analysis("line")) == out


def test_a_second_click_takes_a_source_back_in() -> None:
    once = toggle_excluded(project(), "line", ["b", "c"])
    assert excluded(once.analysis("line")) == {"b", "c"}
    assert excluded(toggle_excluded(once, "line", ["b"]).analysis("line")) == {"c"}
    assert toggle_excluded(once, "line", ["b", "c"]).analysis("line").masked == ()


def test_a_circle_is_refused_in_a_sentence() -> None:
    chain = project(Analysis("ratio", "ratio", "stability", ("line", "a")))
    with pytest.raises(InputError, match="line cannot be made from ratio, which is itself made from it"):
        add_sources(chain, "line", ["ratio"])
    with pytest.raises(InputError, match="itself made from it"):
        add_sources(chain, "line", ["line"])


def test_sources_that_are_not_there_or_none_at_all_are_refused() -> None:
    with pytest.raises(KeyError):
        add_sources(project(), "line", ["nothing"])
    with pytest.raises(InputError, match="at least one"):
        remove_sources(project(), "line", FITTED)


def test_a_removed_measurement_leaves_the_line_through_the_others() -> None:
    left = remove(exclude_sources(project(), "line", ["c"]), ["m-b"])
    assert [a.id for a in left.analyses] == ["a", "c", "d", "line"]
    assert left.analysis("line").sources == ("a", "c", "d") and excluded(left.analysis("line")) == {"c"}


def test_with_the_last_source_the_whole_chain_falls() -> None:
    chain = project(Analysis("ratio", "ratio", "stability", ("line",)))
    assert remove(chain, ["s"]).analyses == ()
    assert [a.id for a in remove(chain, ["line"]).analyses] == list(FITTED)


def test_pinning_is_an_edit_and_twice_is_none() -> None:
    pinned = set_pinned(project(), "line", True)
    assert pinned.analysis("line").pinned and set_pinned(pinned, "line", True) is pinned


def test_an_adopted_sample_brings_its_line_with_its_masks() -> None:
    there = adopt_samples(Project("q"), exclude_sources(project(), "line", ["c"]), ["s"])
    (line,) = derived(there)
    assert {there.analysis(id).name for id in excluded(line)} == {"c"}


def test_a_mask_beyond_the_sources_falls() -> None:
    odd = Analysis("x", "x", "arrhenius", ("a", "b"), masked=(Mask(7),))
    assert excluded(odd) == frozenset() and with_sources(odd, ("b",)).masked == ()
