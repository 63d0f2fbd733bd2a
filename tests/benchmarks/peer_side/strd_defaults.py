"""NIST StRD with the defaults of lmfit's leastsq and of scipy's least_squares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from lmfit import Parameters
from lmfit import minimize as lmfit_minimize
from scipy.optimize import least_squares

from tests.fitting import strd


def _lmfit(problem: strd.Problem, start: Any) -> Any:
    parameters = Parameters()
    for k, value in enumerate(start):
        parameters.add(f"b{k}", value=float(value))
    found = lmfit_minimize(lambda p: problem.residual(np.array(list(p.valuesdict().values()))), parameters)
    return np.array(list(found.params.valuesdict().values()))


SOLVERS = {
    "lmfit leastsq": _lmfit,
    "scipy lm": lambda problem, start: least_squares(problem.residual, start, method="lm").x,
    "scipy trf": lambda problem, start: least_squares(problem.residual, start, method="trf").x,
}


def count(folder: str) -> dict[str, int]:
    """How many of the 54 starts reach six certified digits of every parameter, for each solver."""
    reached = dict.fromkeys(SOLVERS, 0)
    problems = [strd.read(Path(folder) / f"{name}.dat") for name in strd.MODELS]
    for name, solve in SOLVERS.items():
        for problem in problems:
            for start in problem.starts:
                try:
                    with np.errstate(all="ignore"):
                        found = solve(problem, start)
                except (ValueError, FloatingPointError, OverflowError):
                    # Not a finite number on the way: not solved.
                    continue
                reached[name] += strd.digits(found, problem.certified) >= 6.0
    return reached
