"""The 27 nonlinear regression problems of NIST StRD: reader of their files, and their models.

https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml (public domain).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy import arctan, cos, exp, pi, sin
from numpy.typing import NDArray

Numbers = NDArray[Any]
Model = Callable[[Numbers, Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem as certified: two starts, parameters with standard deviations, residual sum of squares, data."""

    name: str
    starts: tuple[Numbers, Numbers]
    certified: Numbers
    deviations: Numbers
    sum_squares: float
    response: Numbers
    predictor: Numbers

    def residual(self, parameters: Numbers) -> Numbers:
        """Model minus data; also for complex parameters."""
        return MODELS[self.name](parameters, self.predictor) - self.response


def read(path: Path) -> Problem:
    """The problem in a .dat file. Nelson is fitted in ln y, as certified."""
    text = path.read_text()
    rows = re.findall(r"^ +b\d+ = +(\S+) +(\S+) +(\S+) +(\S+) *$", text, re.MULTILINE)
    table = np.array(rows, dtype=float)
    squares = re.search(r"Residual Sum of Squares: +(\S+)", text)
    assert squares is not None
    data = np.loadtxt(text[text.rindex("Data:") :].splitlines()[1:])
    response = np.log(data[:, 0]) if path.stem == "Nelson" else data[:, 0]
    predictor = data[:, 1:].T if data.shape[1] > 2 else data[:, 1]
    return Problem(
        path.stem, (table[:, 0], table[:, 1]), table[:, 2], table[:, 3], float(squares[1]), response, predictor
    )


def digits(found: Numbers, certified: Numbers) -> float:
    """Correct significant digits of the worst number (log relative error)."""
    error = np.abs(found - certified) / np.abs(certified)
    with np.errstate(divide="ignore"):
        return float(np.min(np.where(np.isfinite(error), -np.log10(error), 0.0)))


def _gauss(b: Numbers, x: Numbers) -> Numbers:
    return (
        b[0] * exp(-b[1] * x) + b[2] * exp(-((x - b[3]) ** 2) / b[4] ** 2) + b[5] * exp(-((x - b[6]) ** 2) / b[7] ** 2)
    )


def _three_decays(b: Numbers, x: Numbers) -> Numbers:
    return b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x)


def _cubic_over_cubic(b: Numbers, x: Numbers) -> Numbers:
    return (b[0] + b[1] * x + b[2] * x**2 + b[3] * x**3) / (1 + b[4] * x + b[5] * x**2 + b[6] * x**3)


def _el_nino(b: Numbers, x: Numbers) -> Numbers:
    year, second, third = 2 * pi * x / 12, 2 * pi * x / b[3], 2 * pi * x / b[6]
    return (
        b[0]
        + b[1] * cos(year)
        + b[2] * sin(year)
        + b[4] * cos(second)
        + b[5] * sin(second)
        + b[7] * cos(third)
        + b[8] * sin(third)
    )


MODELS: dict[str, Model] = {
    "Bennett5": lambda b, x: b[0] * (b[1] + x) ** (-1 / b[2]),
    "BoxBOD": lambda b, x: b[0] * (1 - exp(-b[1] * x)),
    "Chwirut1": lambda b, x: exp(-b[0] * x) / (b[1] + b[2] * x),
    "Chwirut2": lambda b, x: exp(-b[0] * x) / (b[1] + b[2] * x),
    "DanWood": lambda b, x: b[0] * x ** b[1],
    "ENSO": _el_nino,
    "Eckerle4": lambda b, x: (b[0] / b[1]) * exp(-0.5 * ((x - b[2]) / b[1]) ** 2),
    "Gauss1": _gauss,
    "Gauss2": _gauss,
    "Gauss3": _gauss,
    "Hahn1": _cubic_over_cubic,
    "Kirby2": lambda b, x: (b[0] + b[1] * x + b[2] * x**2) / (1 + b[3] * x + b[4] * x**2),
    "Lanczos1": _three_decays,
    "Lanczos2": _three_decays,
    "Lanczos3": _three_decays,
    "MGH09": lambda b, x: b[0] * (x**2 + x * b[1]) / (x**2 + x * b[2] + b[3]),
    "MGH10": lambda b, x: b[0] * exp(b[1] / (x + b[2])),
    "MGH17": lambda b, x: b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]),
    "Misra1a": lambda b, x: b[0] * (1 - exp(-b[1] * x)),
    "Misra1b": lambda b, x: b[0] * (1 - (1 + b[1] * x / 2) ** -2),
    "Misra1c": lambda b, x: b[0] * (1 - (1 + 2 * b[1] * x) ** -0.5),
    "Misra1d": lambda b, x: b[0] * b[1] * x / (1 + b[1] * x),
    "Nelson": lambda b, x: b[0] - b[1] * x[0] * exp(-b[2] * x[1]),
    "Rat42": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x)),
    "Rat43": lambda b, x: b[0] / (1 + exp(b[1] - b[2] * x)) ** (1 / b[3]),
    "Roszman1": lambda b, x: b[0] - b[1] * x - arctan(b[2] / (x - b[3])) / pi,
    "Thurber": _cubic_over_cubic,
}
