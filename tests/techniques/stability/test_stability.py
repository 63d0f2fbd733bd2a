"""Stability: what is retained, with the error of one pellet cancelling; laws; following what it is made from."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.edits import set_condition
from naglass_gui.core.errors import InputError
from naglass_gui.core.lineage import exclude_sources
from naglass_gui.core.project import Analysis, Fit, Project, evolve
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.stability import KINDS, STABILITY, Point, conditions_of, plot_of, quantities_of
from naglass_gui.techniques.stability.laws import BY_NAME, fit_law
from tests.techniques.stability.studies import GEOMETRY, point, project_of, storage


def fit(project: Project) -> Fit:
    found = project.analysis("stability").fit
    assert found is not None
    return found


def test_the_storage_of_the_study_keeps_57_percent() -> None:
    """NTOC-4 after ten days: 4.35 to 2.48 mS/cm. One pellet, so only the errors of the resistances count."""
    found = fit(project_of(storage(0.01)))
    retention = found.quantity("retention")
    assert retention is not None
    assert retention.value == pytest.approx(57.0, abs=0.05)
    assert retention.stderr == pytest.approx(57.0 * math.sqrt(2) * 0.01, rel=1e-3)
    assert "cancel" in retention.note and retention.unit == "%"
    assert found.model == "exponential"
    assert found.parameter("k").value == pytest.approx(math.log(4.35 / 2.48) / 10, rel=1e-6)
    assert found.parameter("k").unit == "1/d"
    half = found.quantity("half_life")
    assert half is not None and half.value == pytest.approx(12.34, abs=0.01) and half.unit == "d"


def test_the_size_of_the_pellet_moves_the_level_and_not_the_rate() -> None:
    series = [(0, 4.0), (5, 3.05), (10, 2.2), (15, 1.7)]
    error = math.hypot(0.01, GEOMETRY)
    sized = fit(project_of([point(x, y, error * y) for x, y in series], law="exponential"))
    alone = fit(project_of([point(x, y, 0.01 * y, quantity_unit="ms") for x, y in series], law="exponential"))
    level, rate = sized.parameter("a"), sized.parameter("k")
    assert level.stderr is not None and level.stderr / level.value > GEOMETRY
    assert rate.stderr == pytest.approx(alone.parameter("k").stderr, rel=1e-6)


def test_two_pellets_do_not_cancel() -> None:
    one = fit(project_of([point(0, 4.0, 0.08), point(10, 2.0, 0.04)])).quantity("retention")
    two = fit(project_of([point(0, 4.0, 0.08), point(10, 2.0, 0.04, pellet="other")])).quantity("retention")
    assert one is not None and two is not None and one.stderr is not None and two.stderr is not None
    assert two.stderr > one.stderr and "cancel" not in two.note


def test_a_quantity_without_sizes_keeps_its_whole_error() -> None:
    points = [point(x, 0.32, 0.004, quantity="Ea", quantity_unit="eV") for x in (0.0, 10.0)]
    retention = fit(project_of(points, quantity="Ea")).quantity("retention")
    assert retention is not None and retention.stderr == pytest.approx(100 * math.sqrt(2) * 0.004 / 0.32)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_laws_find_their_own_parameters(kind) -> None:  # type: ignore[no-untyped-def]
    truth = {"linear": (4.0, -0.2), "exponential": (4.0, 0.1), "stretched": (4.0, 6.0, 0.6)}[kind.name]
    x = np.linspace(0.0, 15.0, 9)
    y = kind.curve(np.array(truth), x)[0]
    points = [point(a, b, 0.01 * b, quantity_unit="ms") for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    found = fit(project_of(points, law=kind.name))
    assert [p.value for p in found.parameters] == pytest.approx(list(truth), rel=1e-5)
    assert all(p.stderr for p in found.parameters)
    assert fit(project_of(points)).model == kind.name


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_slopes_of_laws_are_those_of_differences(kind) -> None:  # type: ignore[no-untyped-def]
    p = np.array([3.0, 0.4, 0.7][: len(kind.parameters)])
    x = np.linspace(0.1, 5.0, 7)
    for k in range(len(p)):
        step = np.zeros(len(p))
        step[k] = 1e-6
        numerical = (kind.curve(p + step, x)[0] - kind.curve(p - step, x)[0]) / 2e-6
        assert kind.curve(p, x)[1][:, k] == pytest.approx(numerical, abs=1e-6)


def test_errors_hold_what_they_promise() -> None:
    """Retention of the law over 200 seeds of 2 % noise."""
    generator, inside = np.random.default_rng(0), 0
    blank = Point("", "", 0.0, 0.0, 0.0, 0.0, 0.0, "", False, False, False)
    for _ in range(200):
        points = []
        for day in range(0, 11, 2):
            value = 4.0 * math.exp(-0.05 * day) * (1 + 0.02 * generator.normal())
            points.append(replace(blank, x=float(day), value=value, error=0.02 * value))
        law = fit_law(BY_NAME["exponential"], points)
        assert law is not None
        retained, error = law.ratio(10.0, 0.0) or (math.nan, math.nan)
        inside += abs(retained - math.exp(-0.5)) < 1.96 * error
    assert 182 <= inside <= 199


def test_points_that_scatter_more_than_they_say_widen_the_errors() -> None:
    calm = [(0, 4.0), (2, 3.6), (4, 3.2), (6, 2.8), (8, 2.4)]
    wild = [(0, 4.2), (2, 3.3), (4, 3.4), (6, 2.5), (8, 2.6)]
    quiet, loud = (
        fit(project_of([point(x, y, 0.02, quantity_unit="ms") for x, y in s], law="linear")) for s in (calm, wild)
    )
    assert (loud.parameter("b").stderr or 0) > 5 * (quiet.parameter("b").stderr or 1)
    assert any("scatter" in w.text for w in loud.warnings) and not quiet.warnings


def test_it_follows_a_condition_a_source_and_an_exclusion() -> None:
    before = project_of(storage())
    moved = settle(before, set_condition(before, ["day 10"], "day", Quantity(20.0, None, "d")))
    assert fit(moved).parameter("k").value < fit(before).parameter("k").value
    without = settle(before, exclude_sources(before, "stability", ["analysis day 10"]))
    retained = fit(without).quantity("retention")
    assert retained is not None and retained.value == pytest.approx(100 * math.exp(-0.8 * math.log(4.35 / 2.48)))
    assert fit(without).id == fit(before).id

    def halved(analysis: Analysis) -> Analysis:
        held = analysis.fits[0]
        return replace(analysis, fits=(replace(held, derived=(replace(held.derived[0], value=1e-3),)),))

    changed = settle(before, evolve(before, ("analyses", "analysis day 10"), halved))
    assert (fit(changed).quantity("retention") or pytest.fail("none")).value == pytest.approx(100 / 4.35)


def test_days_and_hours_meet_on_one_axis() -> None:
    points = [point(0, 4.0, 0.1), point(24, 3.0, 0.1, unit="h", name="a day later")]
    project = project_of(points)
    plot = plot_of(project.analysis("stability"), sources_of(project, project.analysis("stability")))
    assert [p.x for p in plot.points] == pytest.approx([0.0, 1.0]) and plot.condition_unit == "d"


def test_what_lacks_the_condition_is_named() -> None:
    found = fit(project_of([*storage(), point(None, 1e-3, None, name="NTOC-4 old")]))
    assert found.n_points == 7
    assert found.warnings[0].text.startswith("NTOC-4 old has no sigma or no day")


def test_normalised_points_are_relative_to_the_first() -> None:
    project = project_of(storage(0.01), view_normalised=True)
    analysis = project.analysis("stability")
    plot = plot_of(analysis, sources_of(project, analysis))
    assert plot.shown(plot.points[0]) == (1.0, 0.0)
    value, error = plot.shown(plot.points[-1])
    assert (value, error) == pytest.approx((0.5701, 0.5701 * math.sqrt(2) * 0.01), rel=1e-3)
    x, curve, errors = plot.curve()
    assert np.interp(0.0, x, curve) == pytest.approx(1.0, rel=1e-6) and (errors > 0).all()
    assert np.interp(10.0, x, errors) < 0.02


def test_what_can_be_picked_is_listed() -> None:
    project = project_of([point(t, 1.0, 0.1, condition="annealing temperature", unit="degC") for t in (25, 150)])
    sources = sources_of(project, project.analysis("stability"))
    assert conditions_of(sources) == ("annealing temperature",)
    assert quantities_of(sources) == ("sigma", "T1")
    assert quantities_of(sources[:1]) == ("sigma", "T1")


def test_parameters_serve_as_quantities_too() -> None:
    found = fit(project_of(storage(), quantity="T1"))
    assert (found.quantity("retention") or pytest.fail("none")).value == pytest.approx(57.0, abs=0.05)
    assert (found.quantity("retention") or pytest.fail("none")).stderr is None


def test_refusals() -> None:
    measurement = storage()[0][0]
    with pytest.raises(InputError, match="made from fitted analyses"):
        STABILITY.new_analysis(measurement, {})
    with pytest.raises(InputError, match="no model known"):
        STABILITY.with_model(STABILITY.of_sources("x", ["a"]), "cubic")
    assert project_of(storage()[:1]).analysis("stability").fit is None
    assert fit(project_of(storage(), law="none")).model == "points"


def test_a_stretched_law_says_what_the_points_do_not_determine() -> None:
    """A quantity that rises has no tau: no number of thirty digits is shown for it."""
    rising = [point(x, 36.0 + 0.1 * x + (x % 2), 0.1, quantity_unit="ohm") for x in (0, 10, 25, 40, 55)]
    made = fit(project_of(rising, law="stretched"))
    assert [w.rank for w in made.warnings][:1] == ["reject"] and "tau" in made.warnings[0].text
    assert made.quantity("half_life") is None
    calm = fit(project_of(storage(0.001), law="stretched"))
    assert not any(w.rank == "reject" for w in calm.warnings) and calm.quantity("half_life") is not None
