"""Free, fixed and linked parameters as the vector a fit moves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.fitting import ParameterSet, complex_step_jacobian, least_squares

Real = NDArray[np.float64]
TIME = np.linspace(0.0, 5.0, 60)
DATA = 3.0 * np.exp(-TIME / 1.3) + 0.2 + np.random.default_rng(7).normal(0.0, 0.01, 60)


def decay(values: Real) -> tuple[Real, Real]:
    """Residuals of A exp(-t/T) + B and their derivatives by (A, T, B)."""
    return complex_step_jacobian(lambda p: p[0] * np.exp(-TIME / p[1]) + p[2] - DATA)(values)


def parameters(**changes: Parameter) -> list[Parameter]:
    given = {"A": Parameter("A", 1.0, "V"), "T": Parameter("T", 0.5, "s"), "B": Parameter("B", 0.0, "V")}
    return list((given | changes).values())


def test_logarithms_change_neither_values_nor_errors() -> None:
    plain, logarithmic = ParameterSet(parameters()), ParameterSet(parameters(), logarithmic={"A", "T"})
    one = plain.fitted(least_squares(plain.residual(decay), plain.start))
    two = logarithmic.fitted(least_squares(logarithmic.residual(decay), logarithmic.start))
    assert [p.value for p in two] == pytest.approx([p.value for p in one], rel=1e-8)
    assert [p.stderr for p in two] == pytest.approx([p.stderr for p in one], rel=1e-6)
    assert [p.unit for p in two] == ["V", "s", "V"]


def test_a_fixed_parameter_stays_and_has_no_error() -> None:
    chosen = ParameterSet(parameters(B=Parameter("B", 0.25, "V", vary=False)))
    assert chosen.free == ("A", "T")
    fitted = chosen.fitted(least_squares(chosen.residual(decay), chosen.start))
    assert (fitted[2].value, fitted[2].stderr, fitted[2].vary) == (0.25, None, False)


def test_a_linked_parameter_follows_with_a_propagated_error() -> None:
    chosen = ParameterSet(parameters(B=Parameter("B", 0.0, "V", link="A / 15 + 0 * T")), logarithmic={"A"})
    solution = least_squares(chosen.residual(decay), chosen.start)
    fitted = chosen.fitted(solution)
    assert fitted[2].value == pytest.approx(fitted[0].value / 15)
    assert fitted[0].stderr is not None
    assert fitted[2].stderr == pytest.approx(fitted[0].stderr / 15)
    assert not fitted[2].vary
    correlation = chosen.covariance(solution)[0, 2] / (fitted[0].stderr * fitted[2].stderr)
    assert correlation == pytest.approx(1.0)


def test_links_may_follow_links() -> None:
    chosen = ParameterSet(
        [Parameter("c", 0.0, link="b + 1"), Parameter("b", 0.0, link="2 * a"), Parameter("a", 3.0)],
        logarithmic={"a"},
    )
    assert chosen.values(chosen.start).tolist() == pytest.approx([7.0, 6.0, 3.0])
    assert chosen.slopes(chosen.start)[:, 0].tolist() == pytest.approx([6.0, 6.0, 3.0])


def test_bounds_are_those_of_the_vector_and_are_reported() -> None:
    chosen = ParameterSet(
        parameters(T=Parameter("T", 9.0, "s", minimum=0.1, maximum=1.2), B=Parameter("B", 0.0, maximum=0.5)),
        logarithmic={"T"},
    )
    assert chosen.lower.tolist() == [-math.inf, math.log(0.1), -math.inf]
    assert chosen.upper.tolist() == [math.inf, math.log(1.2), 0.5]
    assert chosen.start[1] == math.log(1.2)
    solution = least_squares(chosen.residual(decay), chosen.start, lower=chosen.lower, upper=chosen.upper)
    fitted = chosen.fitted(solution)
    assert fitted[1].at_bound
    assert fitted[1].stderr is None
    assert fitted[1].value == pytest.approx(1.2)
    assert not fitted[0].at_bound


def test_what_the_data_do_not_determine_has_no_error_and_neither_has_what_follows_it() -> None:
    def two_in_series(values: Real) -> tuple[Real, Real]:
        ones = np.ones(60)
        return values[0] + values[1] - DATA, np.stack([ones, ones, 0 * ones, 0 * ones], axis=1)

    chosen = ParameterSet(
        [
            Parameter("R0", 1.0),
            Parameter("R1", 1.0),
            Parameter("sum", 0.0, link="R0+R1"),
            Parameter("x", 0, link="2*R0"),
        ]
    )
    fitted = chosen.fitted(least_squares(chosen.residual(two_in_series), chosen.start))
    assert [p.stderr for p in fitted] == [None, None, None, None]


@given(st.lists(st.floats(-5.0, 5.0), min_size=3, max_size=3))
@settings(max_examples=50)
def test_slopes_are_the_derivatives_of_the_values(x: list[float]) -> None:
    chosen = ParameterSet(
        [
            Parameter("a", 1.0),
            Parameter("b", 1.0),
            Parameter("c", 1.0),
            Parameter("d", 1.0, vary=False),
            Parameter("e", 1.0, link="a * b + c ** 2 / (1 + b**2) - d"),
        ],
        logarithmic={"b"},
    )
    place = np.array(x)
    differences = np.column_stack(
        [(chosen.values(place + h) - chosen.values(place - h)) / 2e-6 for h in 1e-6 * np.eye(3)]
    )
    assert chosen.slopes(place) == pytest.approx(differences, rel=1e-5, abs=1e-4)


def test_a_link_without_a_value_on_the_way_is_a_refused_step_not_a_failure() -> None:
    chosen = ParameterSet([Parameter("a", 1.0), Parameter("b", 0.0, link="log(a)")])

    def model(values: Real) -> tuple[Real, Real]:
        return np.array([values[0] - 1e-3, 0.1 * values[1]]), np.array([[1.0, 0.0], [0.0, 0.1]])

    solution = least_squares(chosen.residual(model), chosen.start)
    assert np.isnan(chosen.values(np.array([-1.0]))[1])
    assert solution.converged


@pytest.mark.parametrize(
    ("given", "logarithmic", "words"),
    [
        ([Parameter("a", 1.0), Parameter("a", 2.0)], (), "Two parameters are named a"),
        ([Parameter("a", 1.0, minimum=2.0, maximum=1.0)], (), "bounds of a cross"),
        ([Parameter("a", -1.0)], ("a",), "a must be above zero"),
        ([Parameter("a", 1.0, maximum=-1.0)], ("a",), "upper bound of a"),
        ([Parameter("a", math.nan)], (), "a has no starting value"),
        ([Parameter("a", 1.0, link="b")], (), "no parameter b"),
        ([Parameter("a", 1.0, link="b"), Parameter("b", 1.0, link="a")], (), "circle"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    given: list[Parameter], logarithmic: tuple[str, ...], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        ParameterSet(given, logarithmic=logarithmic)
