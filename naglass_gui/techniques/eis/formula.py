"""A user's own element: checked arithmetic in w (rad/s), i, s = i w and parameters named by the user.

The formula is parsed by `core.expression` and walked here with complex numbers and derivatives; it is never handed to Python.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import Node, parse
from naglass_gui.techniques.eis.band import Band, Complex
from naglass_gui.techniques.eis.elements import ParameterSpec, Response, Values

GIVEN = frozenset({"w", "s", "i", "j"})
"""Names the program supplies: w in rad/s, s = i w, and i or j for the imaginary unit."""

_LETTERS = {
    "R": ("ohm", 1e-12, 1e18, 1e3),
    "C": ("F", 1e-18, 1e6, 1e-9),
    "L": ("H", 1e-15, 1e6, 1e-6),
    "Y": ("", 1e-18, 1e9, 1e-6),
    "Q": ("", 1e-18, 1e9, 1e-6),
    "t": ("s", 1e-18, 1e12, 1e-3),
    "T": ("s", 1e-18, 1e12, 1e-3),
}
_NAME = re.compile(r"[A-Za-z_]\w*")


class UserFormula:
    """An element given by its formula, e.g. `R/(1 + (i*w*t)**n)`.

    Names that begin with R, C, L, Y, Q or t are positive and fitted as logarithms; n, a, g and p lie between 0 and 1;
    any other name is positive and has no unit.
    """

    symbol = "U"
    title = "user formula"

    def __init__(self, text: str) -> None:
        self.formula = text.strip()
        self._expression = parse(self.formula)
        used = dict.fromkeys(_NAME.findall(self.formula))
        names = [name for name in used if name in self._expression.names - GIVEN]
        for name in names:
            if name[-1].isdigit():
                raise InputError(
                    f"“{self.formula}”: write {name} without its number; the circuit numbers its parameters itself.",
                    field="Circuit",
                )
        self.parameters = tuple(_spec(name) for name in names)
        # One evaluation finds functions that have no meaning here before the formula enters a circuit.
        self.impedance(Band(np.ones(1)), tuple(spec.value for spec in self.parameters))

    def impedance(self, band: Band, values: Values) -> Response:
        """Z in ohm and its derivatives, as the formula says; not finite where the formula is not."""
        known: dict[str, Any] = {"w": band.omega, "s": band.jomega, "i": 1j, "j": 1j}
        known |= {spec.name: value for spec, value in zip(self.parameters, values, strict=True)}
        with np.errstate(all="ignore"):
            z, slopes = _differentiate(self._expression.root, known)
            rows = tuple(
                self._row(band, slopes.get(spec.name, 0.0) * (value if spec.logarithmic else 1.0))
                for spec, value in zip(self.parameters, values, strict=True)
            )
        return self._row(band, z), rows

    @staticmethod
    def _row(band: Band, value: Any) -> Complex:
        number = np.asarray(value, dtype=complex)
        return number * band.ones


@lru_cache(maxsize=64)
def user_formula(text: str) -> UserFormula:
    """The element of a formula. Raises InputError when it is not in the grammar or names a numbered parameter."""
    return UserFormula(text)


def _spec(name: str) -> ParameterSpec:
    if name[0] in "nagp" and name[1:] == "":
        return ParameterSpec(name, "", 0.0, 1.0, logarithmic=False, value=0.8, words="exponent")
    unit, lower, upper, value = _LETTERS.get(name[0], ("", 1e-15, 1e15, 1.0))
    return ParameterSpec(name, unit, lower, upper, value=value, words="parameter of the formula")


Slopes = dict[str, Any]


def _differentiate(node: Node, known: dict[str, Any]) -> tuple[Any, Slopes]:
    """Value of one node and its derivatives by the user's parameters (forward differentiation, complex)."""
    if node.kind == "number":
        return node.value, {}
    if node.kind == "name":
        return known[node.name], ({} if node.name in GIVEN else {node.name: 1.0})
    parts = [_differentiate(argument, known) for argument in node.arguments]
    x = [np.asarray(value, dtype=complex) for value, _ in parts]
    value, partials = _step(node.name, x)
    slopes: Slopes = {}
    for (_, inner), outer in zip(parts, partials, strict=True):
        for name, slope in inner.items():
            slopes[name] = slopes.get(name, 0.0) + outer * slope
    return value, slopes


def _step(name: str, x: list[Any]) -> tuple[Any, tuple[Any, ...]]:
    """One operation on complex numbers, and its derivatives by each argument."""
    a = x[0]
    match name:
        case "+":
            return a + x[1], (1.0, 1.0)
        case "-":
            return a - x[1], (1.0, -1.0)
        case "*":
            return a * x[1], (x[1], a)
        case "/":
            return a / x[1], (1.0 / x[1], -a / x[1] ** 2)
        case "**":
            value = a ** x[1]
            return value, (x[1] * a ** (x[1] - 1.0), value * np.log(a))
        case "neg":
            return -a, (-1.0,)
        case "pos":
            return a, (1.0,)
        case "sqrt":
            root = np.sqrt(a)
            return root, (0.5 / root,)
        case "exp":
            return np.exp(a), (np.exp(a),)
        case "log":
            return np.log(a), (1.0 / a,)
        case "log10":
            return np.log10(a), (1.0 / (a * math.log(10.0)),)
        case "sin":
            return np.sin(a), (np.cos(a),)
        case "cos":
            return np.cos(a), (-np.sin(a),)
        case "abs" | "min" | "max":
            raise InputError(f"“{name}” has no meaning for an impedance; use the other functions.", field="Circuit")
        case _:
            raise InputError(f"“{name}” is not known in a formula.", field="Circuit")
