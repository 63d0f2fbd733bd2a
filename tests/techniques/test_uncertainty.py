"""The error of what is computed from a fit."""

from __future__ import annotations

import pytest

from naglass_gui.core.project import Fit, FittedParameter
from naglass_gui.techniques.uncertainty import Uncertainty


def uncertainty() -> Uncertainty:
    """Of a sum a + b whose errors of 0.3 and 0.4 are partly opposed."""
    parameters = (FittedParameter("a", 1.0, 0.3), FittedParameter("b", 2.0, 0.4))
    covariance = ((0.09, -0.06), (-0.06, 0.16))
    return Uncertainty(Fit("f", "", "a+b", 1.0, 10, 0.0, parameters, ("a", "b"), covariance), {})


def test_the_covariance_counts() -> None:
    assert uncertainty().of({"a": 1.0, "b": 1.0}) == pytest.approx((0.09 + 0.16 - 0.12) ** 0.5)
    assert uncertainty().of({"a": 1.0}) == pytest.approx(0.3)


@pytest.mark.parametrize("slope", [1e170, -1e300])
def test_an_error_larger_than_numbers_go_is_not_told(slope: float) -> None:
    assert uncertainty().of({"a": slope, "b": -slope}) is None
