"""Derived analyses follow their sources through every edit, in the order of the graph, unless they are pinned."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from naglass_gui.core.edits import add_fit, set_condition, set_option, set_specimen, set_values
from naglass_gui.core.errors import FitError
from naglass_gui.core.lineage import exclude_sources, set_pinned, set_sources
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Derived,
    Fit,
    FittedParameter,
    Id,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.settling import in_graph_order, settle
from naglass_gui.techniques.sources import Lineage
from naglass_gui.techniques.technique import FitInputs, Following, Live, Source, Technique, followed


class Resistor:
    """A technique of one parameter R, from which a conductance follows."""

    name = "resistor"

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        fit = analysis.fit
        assert fit is not None
        return _conductance(fit.parameter("R").value, 0.01, specimens)

    def live(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        return _conductance(analysis.parameter("R").value, None, specimens)


def _conductance(r: float, share: float | None, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
    thickness = specimens[0].thickness.value if specimens and specimens[0] and specimens[0].thickness else 1.0
    return (Derived("G", thickness / r, None if share is None else share * thickness / r, "S"),)


class Sum:
    """The sum of a quantity over the sources that are not excluded."""

    name = "sum"

    def __init__(self) -> None:
        self.calls: list[tuple[Id, tuple[Source, ...]]] = []

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        self.calls.append((analysis.id, sources))
        taken = [q for s in sources if not s.excluded for q in s.quantities if q.name in ("G", "total")]
        if not taken:
            return replace(analysis, fits=(), current=None)
        errors = [q.stderr for q in taken if q.stderr is not None]
        total = Derived("total", sum(q.value for q in taken), sum(errors) if errors else None, "S")
        made = Fit(
            id=analysis.current or new_id(),
            created=str(time.monotonic()),
            model="sum",
            chi_square=0.0,
            n_points=len(taken),
            aicc=0.0,
            parameters=(FittedParameter("total", total.value, total.stderr, "S"),),
            derived=(total,),
        )
        return replace(analysis, fits=(made,), current=made.id)


@pytest.fixture
def total() -> Sum:
    return Sum()


@pytest.fixture
def by_name(total: Sum) -> Callable[[str], Technique | None]:
    known = {"resistor": Resistor(), "sum": total}
    return lambda name: known.get(name)  # type: ignore[return-value]


def resistor(id: Id, r: float) -> Analysis:
    made = Fit(f"fit-{id}", "", "R", 0.0, 3, 0.0, (FittedParameter("R", r, 0.01 * r, "ohm"),))
    made = replace(made, derived=_conductance(r, 0.01, ()))
    return Analysis(id, id, "resistor", (f"m-{id}",), parameters=(Parameter("R", r),), fits=(made,), current=made.id)


@pytest.fixture
def project(by_name: Callable[[str], Technique | None], total: Sum) -> Project:
    """Two resistors of one pellet; "sum" of both, and "sum of sums" of that and of the second."""
    provenance = Provenance("sweep.csv", 1, "", "test", "1")
    measurements = tuple(Measurement(f"m-{id}", id, "resistor", (), provenance, specimen="pellet") for id in "ab")
    sample = Sample("s", "glass", (Specimen("pellet", "pellet"),), measurements)
    # The later one stands first: order in the list means nothing.
    derived = (Analysis("outer", "outer", "sum", ("inner", "b")), Analysis("inner", "inner", "sum", ("a", "b")))
    bare = Project("p", samples=(sample,), analyses=(resistor("a", 2.0), resistor("b", 4.0)))
    made = settle(bare, replace(bare, analyses=(*derived, *bare.analyses)), by_name)
    total.calls.clear()
    return made


def value(project: Project, id: Id) -> float:
    fit = project.analysis(id).fit
    assert fit is not None
    return fit.derived[0].value


def test_a_new_derived_analysis_has_its_numbers_at_once(project: Project) -> None:
    assert value(project, "inner") == 0.75 and value(project, "outer") == 1.0
    assert all(isinstance(t, p) for t, p in ((Sum(), Following), (Resistor(), Live)))


def test_a_new_fit_of_a_source_goes_through_the_whole_graph(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    better = resistor("a", 1.0)
    assert better.fit is not None
    refit = add_fit(project, "a", replace(better.fit, id="second"), better)
    settled = settle(project, refit, by_name)
    assert value(settled, "inner") == 1.25 and value(settled, "outer") == 1.5
    assert [id for id, _ in total.calls] == ["inner", "outer"]
    assert settled.analysis("inner").fits[0].id == project.analysis("inner").current


def test_values_under_the_mouse_carry_the_relative_errors_of_the_fit(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    dragged = settle(project, set_values(project, "a", {"R": 4.0}), by_name)
    assert value(dragged, "inner") == 0.5
    source = total.calls[0][1][0]
    assert source.stale and source.quantities == (Derived("G", 0.25, 0.0025, "S"),)


def test_an_excluded_source_is_handed_on_as_such(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    settled = settle(project, exclude_sources(project, "inner", ["a"]), by_name)
    assert value(settled, "inner") == 0.25
    assert [s.excluded for s in total.calls[0][1]] == [True, False]


def test_sizes_conditions_and_options_are_followed(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    thick = settle(project, set_specimen(project, "pellet", thickness=Quantity(2.0, 0.1, "mm")), by_name)
    assert value(thick, "inner") == 1.5
    total.calls.clear()
    settle(thick, set_condition(thick, ["m-a"], "temperature", Quantity(25.0, None, "degC")), by_name)
    source = total.calls[0][1][0]
    assert source.condition("temperature") == Quantity(25.0, None, "degC")
    assert source.specimen is not None and source.specimen.id == "pellet"
    assert source.sample is not None and source.sample.name == "glass"
    total.calls.clear()
    chosen = settle(thick, set_option(thick, "inner", "weight", "unit"), by_name)
    assert total.calls[0][0] == "inner" and chosen.analysis("outer") is thick.analysis("outer")


def test_a_derived_source_belongs_to_the_sample_of_its_roots(
    project: Project, by_name: Callable[[str], Technique | None]
) -> None:
    inner, _ = Lineage.of(project, by_name).sources(project.analysis("outer"))
    assert inner.measurement is None and inner.sample is not None and inner.sample.id == "s"
    assert inner.specimen is not None and inner.specimen.id == "pellet"


def test_a_pinned_analysis_stays_and_is_known_as_stale(
    project: Project, by_name: Callable[[str], Technique | None]
) -> None:
    pinned = settle(project, set_pinned(project, "inner", True), by_name)
    assert not Lineage.of(pinned, by_name).stale(pinned.analysis("inner"))
    moved = settle(pinned, set_values(pinned, "a", {"R": 4.0}), by_name)
    assert moved.analysis("inner") is pinned.analysis("inner")
    lineage = Lineage.of(moved, by_name)
    assert lineage.stale(moved.analysis("inner")) and lineage.stale(moved.analysis("a"))
    # What hangs on the pinned one is as before, and knows that it hangs on something stale.
    assert lineage.sources(moved.analysis("outer"))[0].stale
    followed_again = settle(moved, set_pinned(moved, "inner", False), by_name)
    assert value(followed_again, "inner") == 0.5 and value(followed_again, "outer") == 0.75
    assert not Lineage.of(followed_again, by_name).stale(followed_again.analysis("outer"))


def test_an_edit_that_changes_nothing_gives_back_the_same_object(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    renamed = replace(project, name="other")
    assert settle(project, renamed, by_name) is renamed and not total.calls
    inner = project.analysis("inner")
    touched = replace(project, analyses=tuple(replace(a) if a.id == "a" else a for a in project.analyses))
    assert settle(project, touched, by_name).analysis("inner") is inner and total.calls


def test_a_source_that_vanished_is_no_crash(project: Project, by_name: Callable[[str], Technique | None]) -> None:
    without = replace(project, analyses=tuple(a for a in project.analyses if a.id != "a"))
    settled = settle(project, without, by_name)
    assert settled.analysis("inner").sources == ("a", "b") and value(settled, "inner") == 0.25


def test_a_technique_that_fails_leaves_what_was(
    project: Project,
    by_name: Callable[[str], Technique | None],
    total: Sum,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> Analysis:
        raise KeyError("a fault of a plug-in")

    monkeypatch.setattr(total, "follow", broken)
    settled = settle(project, set_values(project, "a", {"R": 4.0}), by_name)
    assert value(settled, "inner") == 0.75 and "inner" in caplog.text


def test_a_circle_in_a_file_hangs_nothing(project: Project, by_name: Callable[[str], Technique | None]) -> None:
    circle = replace(
        project,
        analyses=tuple(replace(a, sources=("outer", "a")) if a.id == "inner" else a for a in project.analyses),
    )
    assert in_graph_order({a.id: a for a in circle.analyses}) == []
    assert settle(project, circle, by_name).analysis("inner") == circle.analysis("inner")
    assert Lineage.of(circle, by_name).measured("inner") == {"m-a", "m-b"}


def test_verify_and_jobs_see_a_fit_like_any_other(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    inner = project.analysis("inner")
    inputs = FitInputs(inner, (), (), {}, sources=Lineage.of(project, by_name).sources(inner))
    assert followed(total, inputs).fit.derived[0].value == 0.75
    with pytest.raises(FitError, match="too few sources"):
        followed(total, replace(inputs, sources=()))


def test_an_unrelated_drag_is_settled_within_two_milliseconds(
    project: Project, by_name: Callable[[str], Technique | None], total: Sum
) -> None:
    """500 measurements and 50 derived analyses; what is dragged belongs to none of them."""
    (sample,) = project.samples
    more = tuple(replace(sample.measurements[0], id=f"m-{k}") for k in range(500))
    own = tuple(replace(resistor(str(k), 2.0), id=str(k)) for k in range(500))
    lines = tuple(Analysis(f"line{k}", "", "sum", tuple(str(10 * k + j) for j in range(10))) for k in range(50))
    large = replace(
        project,
        samples=(replace(sample, measurements=(*sample.measurements, *more)),),
        analyses=(*project.analyses, *own, *lines),
    )
    large = settle(project, large, by_name)
    lone = replace(large, analyses=(*large.analyses, resistor("lone", 3.0)))
    total.calls.clear()
    dragged = set_values(lone, "lone", {"R": 4.0})
    assert settle(lone, dragged, by_name) is dragged
    assert not total.calls


def test_sources_can_be_exchanged(project: Project, by_name: Callable[[str], Technique | None]) -> None:
    assert value(settle(project, set_sources(project, "inner", ["b"]), by_name), "inner") == 0.25
