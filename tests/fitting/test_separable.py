"""Variable projection: the same minimum and errors as the full problem, faster."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from naglass_gui.core.errors import FitError
from naglass_gui.fitting import Residual, Slopes, approach, least_squares, variable_projection
from tests.fitting.lines import Case, PseudoVoigts, spectrum

Real = NDArray[np.float64]


def full(basis: PseudoVoigts, data: Real, weights: Real | float = 1.0) -> Residual:
    """The same model over all parameters."""
    count = 3 * basis.lines

    def residual(both: Real) -> tuple[Real, Real]:
        columns, slopes = basis(both[:count])
        jacobian = np.concatenate([slopes.chain(count, both[count:]) @ slopes.values, columns.T]).T
        return weights * (columns @ both[count:] - data), (jacobian.T * weights).T

    return residual


def walls(lines: int) -> dict[str, Real]:
    return {"lower": np.tile([-60.0, 0.1, 0.0], lines), "upper": np.tile([60.0, 60.0, 1.0], lines)}


@pytest.fixture(scope="module")
def case() -> Case:
    return spectrum(points=2000, lines=3)


def test_it_equals_the_full_problem_in_values_errors_and_correlations(case: Case) -> None:
    basis = PseudoVoigts(case.axis, 3)
    projected = variable_projection(basis, case.data, case.start[:, :3].ravel())
    whole = least_squares(full(basis, case.data), np.concatenate([case.start[:, :3].ravel(), case.start[:, 3]]))
    assert projected.converged
    assert projected.cost == pytest.approx(whole.cost, rel=1e-12)
    assert projected.x == pytest.approx(whole.x, rel=1e-8)
    assert projected.stderr == pytest.approx(whole.stderr, rel=1e-7)
    assert projected.correlation == pytest.approx(whole.correlation, abs=1e-7)
    assert projected.evaluations <= whole.evaluations + 2


def test_an_approach_ends_where_the_fit_ends_but_for_its_last_digits(case: Case) -> None:
    basis = PseudoVoigts(case.axis, 3)
    whole = variable_projection(basis, case.data, case.start[:, :3].ravel(), **walls(3))
    end, cost = approach(basis, case.data, case.start[:, :3].ravel(), **walls(3))
    assert cost == pytest.approx(whole.cost, rel=1e-6)
    assert (np.abs(end - whole.x[:9]) < 1e-2 * whole.stderr[:9]).all()


def test_the_truth_lies_within_the_errors(case: Case) -> None:
    solution = variable_projection(PseudoVoigts(case.axis, 3), case.data, case.start[:, :3].ravel(), **walls(3))
    truth = np.concatenate([case.truth[:, :3].ravel(), case.truth[:, 3]])
    assert (np.abs(solution.x - truth) < 4.0 * solution.stderr).all()


def test_weights_and_absolute_sigmas(case: Case) -> None:
    basis = PseudoVoigts(case.axis, 3)
    weights = 1.0 / np.linspace(0.3, 0.9, len(case.axis))
    start = case.start[:, :3].ravel()
    projected = variable_projection(basis, case.data, start, weights=weights, absolute_sigma=True)
    whole = least_squares(
        full(basis, case.data, weights), np.concatenate([start, case.start[:, 3]]), absolute_sigma=True
    )
    assert projected.x == pytest.approx(whole.x, rel=1e-8)
    assert projected.stderr == pytest.approx(whole.stderr, rel=1e-7)


def test_dense_derivatives_give_the_same(case: Case) -> None:
    basis = PseudoVoigts(case.axis, 3)

    def dense(x: Real) -> tuple[Real, Real]:
        columns, slopes = basis(x)
        derivatives = np.zeros((9, len(case.axis), 3))
        derivatives[slopes.parameters, :, slopes.columns] = slopes.values
        return columns, derivatives

    start = case.start[:, :3].ravel()
    one, two = variable_projection(basis, case.data, start), variable_projection(dense, case.data, start)
    assert one.x == pytest.approx(two.x, rel=1e-9)


def test_a_width_that_two_lines_share() -> None:
    """One parameter may move several basis functions."""
    axis = np.linspace(-10.0, 10.0, 400)

    def shared(x: Real) -> tuple[Real, Slopes]:
        first, second, width = x
        lines = [np.exp(-(((axis - centre) / width) ** 2)) for centre in (first, second)]
        by_place = [line * 2 * (axis - c) / width**2 for line, c in zip(lines, (first, second), strict=True)]
        by_width = [line * 2 * (axis - c) ** 2 / width**3 for line, c in zip(lines, (first, second), strict=True)]
        return np.stack(lines, axis=1), Slopes(
            np.array(by_place + by_width), np.array([0, 1, 2, 2]), np.array([0, 1, 0, 1])
        )

    truth = np.array([-1.5, 1.0, 1.3])
    data = shared(truth)[0] @ [2.0, 3.0] + np.random.default_rng(0).normal(0, 0.01, 400)
    solution = variable_projection(shared, data, np.array([-2.0, 1.4, 1.0]))
    assert (np.abs(solution.x - [*truth, 2.0, 3.0]) < 4 * solution.stderr).all()


def test_an_area_that_would_be_negative_is_held_at_zero_exactly() -> None:
    case = spectrum(points=1000, lines=2)
    basis = PseudoVoigts(case.axis, 3)
    # A third line where the data have a dip.
    data = case.data - 30.0 * np.exp(-(((case.axis - 45.0) / 2.0) ** 2))
    start = np.concatenate([case.start[:, :3].ravel(), [45.0, 3.0, 0.5]])
    solution = variable_projection(basis, data, start, linear_lower=0.0, **walls(3))
    assert solution.converged
    assert solution.x[-1] == 0.0
    assert solution.at_bound[-1]
    # A line without area has no position.
    assert np.isinf(solution.stderr[6:9]).all()
    assert np.isfinite(solution.stderr[:6]).all()
    # The rest is as if the line had never been there.
    two = variable_projection(PseudoVoigts(case.axis, 2), data, case.start[:, :3].ravel(), linear_lower=0.0, **walls(2))
    assert solution.x[:6] == pytest.approx(two.x[:6], rel=1e-6)


def test_two_equal_basis_functions_share_their_area_and_have_no_errors() -> None:
    axis = np.linspace(-10.0, 10.0, 300)

    def twins(x: Real) -> tuple[Real, Slopes]:
        line = np.exp(-((axis / x[0]) ** 2))
        slope = line * 2 * axis**2 / x[0] ** 3
        return np.stack([line, line], axis=1), Slopes(np.array([slope, slope]), np.array([0, 0]), np.array([0, 1]))

    data = 5.0 * np.exp(-((axis / 2.0) ** 2)) + np.random.default_rng(1).normal(0, 0.01, 300)
    for lower in (None, 0.0):
        solution = variable_projection(twins, data, np.array([1.0]), linear_lower=lower)
        assert solution.converged
        assert solution.x[1:].sum() == pytest.approx(5.0, rel=0.01)
        assert np.isinf(solution.stderr[1:]).all() or solution.at_bound[1:].any()
        assert solution.x[0] == pytest.approx(2.0, abs=4 * solution.stderr[0])


def test_the_same_twice_bit_by_bit(case: Case) -> None:
    basis = PseudoVoigts(case.axis, 3)
    one, two = (variable_projection(basis, case.data, case.start[:, :3].ravel()) for _ in range(2))
    assert one.x.tobytes() == two.x.tobytes()


def test_a_start_without_a_finite_value_is_refused(case: Case) -> None:
    with pytest.raises(FitError, match="no finite value"):
        variable_projection(PseudoVoigts(case.axis, 1), case.data, np.array([0.0, np.nan, 0.5]))


def test_six_pseudo_voigts_on_16384_points_agree_with_lmfit() -> None:
    """Values to 1e-4 of their errors and errors to 1 %, as lmfit's come from finite differences."""
    case = spectrum(points=16_384, lines=6)
    start = case.start[:, :3].ravel()
    solution = variable_projection(PseudoVoigts(case.axis, 6), case.data, start, linear_lower=0.0, **walls(6))
    values, errors = lmfit_fit(case)
    assert solution.converged
    found = np.column_stack([solution.x[:18].reshape(6, 3), solution.x[18:]])
    stderr = np.column_stack([solution.stderr[:18].reshape(6, 3), solution.stderr[18:]])
    assert (np.abs(found - values) < 2e-3 * stderr).all()
    assert stderr == pytest.approx(errors, rel=0.01)


def lmfit_fit(case: Case) -> tuple[Real, Real]:
    """(position, width, share, area) of each line and their errors, by lmfit's composite model."""
    from lmfit.models import PseudoVoigtModel

    model, guess = None, {}
    for k, (position, width, share, area) in enumerate(case.start):
        line = PseudoVoigtModel(prefix=f"l{k}_")
        model = line if model is None else model + line
        guess |= {f"l{k}_center": position, f"l{k}_sigma": width / 2, f"l{k}_fraction": share, f"l{k}_amplitude": area}
    assert model is not None
    result = model.fit(case.data, x=case.axis, **guess)
    names = [[f"l{k}_{name}" for name in ("center", "sigma", "fraction", "amplitude")] for k in range(len(case.start))]
    factors = np.array([1.0, 2.0, 1.0, 1.0])
    values = np.array([[result.params[name].value for name in row] for row in names]) * factors
    errors = np.array([[result.params[name].stderr for name in row] for row in names]) * factors
    return values, errors
