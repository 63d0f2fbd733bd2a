"""Recovery curves: derivatives, and the spin-3/2 courses against populations that relax by their rate equations."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm

from naglass_gui.techniques.relaxation.forms import FORMS

TIME = np.array([0.0, 0.003, 0.02, 0.1, 0.5, 2.0, 9.0])
VALUES = {"M0": 2.0, "a": 0.9, "f": 0.97, "W": 0.95, "K": 0.7, "C": 0.1, "T1": 0.3, "T1_slow": 1.7, "p": 0.4}
VALUES |= {"beta": 0.8, "ratio": 2.7}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_derivatives_are_those_of_the_curve(form) -> None:  # type: ignore[no-untyped-def]
    values = [VALUES[name] for name in form.names]
    _, slopes = form.curve(TIME, values)
    assert slopes.shape == (len(TIME), len(values))
    for k in range(len(values)):
        step = 1e-6 * values[k]
        above, below = list(values), list(values)
        above[k] += step
        below[k] -= step
        numerical = (form.curve(TIME, above)[0] - form.curve(TIME, below)[0]) / (2 * step)
        assert slopes[:, k] == pytest.approx(numerical, rel=1e-6, abs=1e-8), form.names[k]


def populations(single: float, double: float, start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The four levels of a spin 3/2 that quadrupolar fluctuations relax, as deviations from equilibrium, at TIME.

    Transitions by one quantum connect 3/2 with 1/2 and -1/2 with -3/2 (rate `single`), those by two connect 3/2 with -1/2
    and 1/2 with -3/2 (rate `double`); none connects 1/2 with -1/2.
    """
    rates = np.zeros((4, 4))
    for i, j, rate in ((0, 1, single), (2, 3, single), (0, 2, double), (1, 3, double)):
        rates[i, j] = rates[j, i] = rate
    rates -= np.diag(rates.sum(axis=0))
    return np.array([expm(rates * t) @ start for t in TIME])


EQUILIBRIUM = np.array([1.5, 0.5, -0.5, -1.5])


@pytest.mark.parametrize("ratio", [1.0, 2.5, 4.0])
@pytest.mark.parametrize(
    ("name", "start", "observed"),
    [
        ("spin32-iz", -EQUILIBRIUM, EQUILIBRIUM),
        ("spin32-ct", -EQUILIBRIUM, np.array([0.0, 1.0, -1.0, 0.0])),
        ("spin32-selective", np.array([1.5, -0.5, 0.5, -1.5]), np.array([0.0, 1.0, -1.0, 0.0])),
    ],
)
def test_spin_three_halves_follows_the_rate_equations(
    ratio: float, name: str, start: NDArray[np.float64], observed: NDArray[np.float64]
) -> None:
    t1 = 0.4
    r2 = 5.0 / (t1 * (ratio + 4.0))
    r1 = ratio * r2
    # Level differences relax with 2 W1 and 2 W2.
    deviation = populations(r1 / 2.0, r2 / 2.0, start - EQUILIBRIUM)
    measured = (deviation + EQUILIBRIUM) @ observed / (EQUILIBRIUM @ observed)
    assert FORMS[name].curve(TIME, [1.0, 1.0, t1, ratio])[0] == pytest.approx(measured, abs=1e-10)


@pytest.mark.parametrize(("name", "bias"), [("spin32-iz", 1.260), ("spin32-ct", 3.150), ("spin32-selective", 0.812)])
def test_a_single_exponential_is_biased_as_stated(name: str, bias: float) -> None:
    """In the slow limit R1 = 4 R2; 16 delays from 0.01/R2 to 20/R2, M0 and a free and unbounded."""
    from naglass_gui.techniques.relaxation.curve_fit import fit_curve

    t1 = 1.0
    r2 = 5.0 / (8.0 * t1)
    time = np.geomspace(0.01 / r2, 20.0 / r2, 16)
    true = FORMS[name].curve(time, [1.0, 1.0, t1, 4.0])[0]
    fit = fit_curve(time, true, FORMS["inversion"])
    assert dict(zip(fit.form.names, fit.values, strict=True))["T1"] == pytest.approx(bias, abs=0.0006)


def test_incomplete_recovery_is_the_plain_inversion_after_a_long_wait() -> None:
    plain = FORMS["inversion"].curve(TIME, [2.0, 0.9, 0.3])[0]
    assert FORMS["incomplete"].curve(TIME, [2.0, 0.9, 50.0, 0.3])[0] == pytest.approx(plain, rel=1e-12)
