"""The accuracy of the engine on NIST StRD: certified values and standard deviations, from both starts of each problem."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.fitting import Solution, complex_step_jacobian, least_squares, numerical_jacobian
from tests.fitting import strd

Find = Callable[[str], Path]
STARTS = [(name, start) for name in sorted(strd.MODELS) for start in (0, 1)]


def fit(problem: strd.Problem, start: int) -> Solution:
    return least_squares(complex_step_jacobian(problem.residual), problem.starts[start])


@pytest.fixture(scope="module")
def solutions(instrument_file: Find) -> dict[tuple[str, int], tuple[strd.Problem, Solution]]:
    """All 54 fits."""
    problems = {name: strd.read(instrument_file(f"strd/{name}.dat")) for name in strd.MODELS}
    return {(name, start): (problems[name], fit(problems[name], start)) for name, start in STARTS}


def test_there_are_27_problems_with_two_starts() -> None:
    assert len(strd.MODELS) == 27
    assert len(STARTS) == 54


@pytest.mark.parametrize(("name", "start"), STARTS)
def test_every_start_reaches_six_certified_digits(
    solutions: dict[tuple[str, int], tuple[strd.Problem, Solution]], name: str, start: int
) -> None:
    problem, solution = solutions[name, start]
    assert solution.converged, solution.message
    assert strd.digits(solution.x, problem.certified) >= 6.0
    # Lanczos1 is exact to 13 digits of its data: its sum of squares is made of rounding.
    assert solution.cost == pytest.approx(problem.sum_squares, rel=1e-2 if name == "Lanczos1" else 1e-9)


def test_standard_deviations_agree_to_four_digits_on_52_of_54(
    solutions: dict[tuple[str, int], tuple[strd.Problem, Solution]],
) -> None:
    digits = {key: strd.digits(solution.stderr, problem.deviations) for key, (problem, solution) in solutions.items()}
    short = {key for key, value in digits.items() if value < 4.0}
    assert len(digits) - len(short) >= 52, short
    assert {name for name, _ in short} <= {"Lanczos1"}


def test_most_starts_reach_nine_digits(solutions: dict[tuple[str, int], tuple[strd.Problem, Solution]]) -> None:
    """Machine precision, not merely a pass: half of the fits agree to the tenth of the eleven certified digits."""
    digits = [strd.digits(solution.x, problem.certified) for problem, solution in solutions.values()]
    assert np.median(digits) >= 9.0


@pytest.mark.parametrize("name", ["Misra1a", "Thurber", "ENSO", "Gauss3", "Rat43"])
def test_central_differences_serve_as_well(instrument_file: Find, name: str) -> None:
    problem = strd.read(instrument_file(f"strd/{name}.dat"))
    solution = least_squares(numerical_jacobian(problem.residual), problem.starts[1])
    assert strd.digits(solution.x, problem.certified) >= 6.0
    assert strd.digits(solution.stderr, problem.deviations) >= 4.0
