"""BPP: values worked out by others, two fields together, and what one side of the minimum cannot tell."""

from __future__ import annotations

import math

import numpy as np
import pytest

from naglass_gui.core.errors import FitError, InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.bpp import law, motion_fit
from naglass_gui.techniques.bpp.separation import separation

KELVIN = np.array([298.15, 333.15, 358.15])


def test_values_of_the_reference_motion() -> None:
    """C_Q 1 MHz, tau0 1e-13 s, 73.39 MHz, Ea 0.30 eV."""
    t1 = law.relaxation_time(law.correlation_time(KELVIN, 0.30, 1e-13), np.array(73.39e6), 1e6, 1.5)
    assert t1 * 1e3 == pytest.approx([1.619, 0.572, 0.418], abs=5e-4)


@pytest.mark.parametrize(
    ("larmor", "tau_ns", "t1_us"), [(73.39e6, 1.3354, 409.79), (132.294e6, 0.7408, 738.69), (79.39e6, 1.2345, 443.29)]
)
def test_the_minimum(larmor: float, tau_ns: float, t1_us: float) -> None:
    tau, t1 = law.shortest(larmor, 1e6, 1.5)
    assert (tau * 1e9, t1 * 1e6) == pytest.approx((tau_ns, t1_us), rel=1e-4)
    around = law.relaxation_time(tau * np.array([0.99, 1.0, 1.01]), np.array(larmor), 1e6, 1.5)
    assert around[1] == pytest.approx(t1, rel=1e-6)
    assert around.argmin() == 1


def test_the_prefactor_of_a_spin_three_halves_is_one_fiftieth() -> None:
    assert law.coupling(1.5) == pytest.approx((2 * math.pi) ** 2 / 50, rel=1e-12)
    with pytest.raises(InputError, match="no quadrupole moment"):
        law.coupling(0.5)


def test_the_least_coupling_of_a_short_t1() -> None:
    assert law.least_coupling(1.2e-3, 132.294e6, 1.5) == pytest.approx(0.785e6, abs=500)
    assert law.least_coupling(1.2e-3, 79.39e6, 1.5) == pytest.approx(0.608e6, abs=500)


def test_the_slope_is_the_activation_energy_only_far_from_the_minimum() -> None:
    slopes = law.local_slope(np.array([1.0, 2.0, 3.0, 5.0, 10.0]))
    assert slopes == pytest.approx([0.37, 0.75, 0.88, 0.95, 0.99], abs=5e-3)
    assert law.local_slope(np.array([law.AT_MINIMUM]))[0] == pytest.approx(0.0, abs=1e-6)


def test_on_the_slow_side_t1_goes_with_the_square_of_the_field() -> None:
    tau = np.array([1e-6])
    low, high = (law.relaxation_time(tau, np.array(f), 1e6, 1.5)[0] for f in (79.39e6, 132.294e6))
    assert high / low == pytest.approx(2.777, abs=1e-3)


def made(fields: tuple[float, ...], kelvin: np.ndarray, seed: int, noise: float = 0.03) -> motion_fit.Points:
    temperature = np.tile(kelvin, len(fields))
    larmor = np.repeat(fields, len(kelvin))
    t1 = law.relaxation_time(law.correlation_time(temperature, 0.30, 1e-13), larmor, 0.8e6, 1.5)
    scatter = np.exp(noise * np.random.default_rng(seed).standard_normal(len(t1)))
    return motion_fit.Points(temperature, t1 * scatter, larmor)


def test_two_fields_give_all_three() -> None:
    fit = motion_fit.fit_motion(made((79.39e6, 132.294e6), np.arange(298.15, 400, 10.0), 0), 1.5)
    missed = np.array([fit.values[0] - 0.30, math.log(fit.values[1] / 1e-13), math.log(fit.values[2] / 0.8e6)])
    assert (np.abs(missed) < 3 * np.sqrt(np.diag(fit.logarithms))).all()
    assert separation(fit).separate


def test_the_slow_side_alone_determines_a_combination_only() -> None:
    found = separation(motion_fit.fit_motion(made((79.39e6,), np.arange(230.0, 285, 5.0), 1), 1.5))
    assert not found.separate
    assert found.combination == "tau0/P_Q^2"
    assert found.stderr is not None
    assert found.value == pytest.approx(1e-13 / 0.8e6**2, abs=4 * found.stderr)
    assert "only Ea and τ₀/P_Q² are determined" in found.sentence


def test_the_fast_side_alone_determines_the_other_combination() -> None:
    found = separation(motion_fit.fit_motion(made((79.39e6,), np.arange(560.0, 780, 20.0), 1), 1.5))
    assert not found.separate
    assert found.combination == "tau0*P_Q^2"
    assert "fast side" in found.sentence


def test_with_c_q_fixed_the_slow_side_gives_the_rest() -> None:
    fixed = (Parameter("C_Q", 0.8e6, "Hz", vary=False),)
    fit = motion_fit.fit_motion(made((79.39e6,), np.arange(230.0, 285, 5.0), 1), 1.5, parameters=fixed)
    assert separation(fit).separate
    assert fit.values[0] == pytest.approx(0.30, abs=3 * math.sqrt(fit.logarithms[0, 0]))


@pytest.mark.parametrize("motion", ["cole-davidson", "stretched"])
def test_distributions_of_times_are_recovered(motion: law.Motion) -> None:
    kelvin = np.tile(np.arange(260.0, 460.0, 10.0), 2)
    larmor = np.repeat([79.39e6, 132.294e6], len(kelvin) // 2)
    t1 = law.relaxation_time(law.correlation_time(kelvin, 0.30, 1e-13), larmor, 0.8e6, 1.5, motion, 0.6)
    fit = motion_fit.fit_motion(motion_fit.Points(kelvin, t1, larmor), 1.5, motion)
    assert fit.values[[0, 4]] == pytest.approx([0.30, 0.6], rel=1e-4)
    plain = motion_fit.fit_motion(
        motion_fit.Points(kelvin, t1 * np.exp(0.01 * np.sin(np.arange(len(t1)))), larmor), 1.5
    )
    assert plain.cost > 10 * fit.cost


def test_impossible_numbers_are_refused_in_a_sentence() -> None:
    good = np.array([300.0, 310.0, 320.0, 330.0])
    with pytest.raises(InputError, match="Every T1 must be a number above zero"):
        motion_fit.fit_motion(motion_fit.Points(good, np.array([1e-3, -1e-3, 1e-3, 1e-3]), np.full(4, 79e6)), 1.5)
    with pytest.raises(FitError, match="want more than 3 values of T1"):
        motion_fit.fit_motion(motion_fit.Points(good[:3], np.full(3, 1e-3), np.full(3, 79e6)), 1.5)


def test_the_jump_rate_of_a_conductivity() -> None:
    """4.41 mS/cm at 25 degC with 5e27 ions per m^3 and jumps of 0.35 nm: D = sigma kT/(n q^2) = 1.41e-11 m^2/s."""
    rate = law.jump_rate(0.441, 298.15, 5e27, 0.35e-9)
    diffusion = 0.441 * 1.380649e-23 * 298.15 / (5e27 * 1.602176634e-19**2)
    assert rate == pytest.approx(6 * diffusion / 0.35e-9**2, rel=1e-6)
