"""Which points to leave out, as typed: "im>0", "f<10 or abs>1e6", "3,5-7". Parsed here, never handed to Python.

Conditions compare a quantity of a point with a number (< <= > >= =); `and` binds tighter than `or`. Point numbers count
from 1, in the file's order. Both may be mixed: "1,2 or f<10".
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import parse_number

MAX_CHARACTERS = 500

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "==": operator.eq,
}  # fmt: skip
_CONDITION = re.compile(r"([A-Za-z_|][\w|]*)\s*(<=|>=|==|=|<|>)\s*(\S+)")
_POINTS = re.compile(r"\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*")

Columns = Mapping[str, Array]


def point_quantities(columns: Columns) -> dict[str, Array]:
    """What a condition may name, from a measurement's columns: the columns themselves, and f, re, im, abs, phase of an impedance."""
    known = dict(columns)
    if "frequency" in columns:
        known["f"] = columns["frequency"]
    if "z_real" in columns and "z_imag" in columns:
        z = columns["z_real"] + 1j * columns["z_imag"]
        known |= {"re": z.real, "im": z.imag, "abs": np.abs(z), "phase": np.angle(z, deg=True)}
    return known


def masked_points(text: str, columns: Columns, option: str = "--mask") -> tuple[int, ...]:
    """Positions (from 0) of the points that a mask leaves out.

    Args:
        text: the mask as typed.
        columns: the measurement's columns by name, each of shape (n,).
        option: how a refusal calls the field.

    Raises:
        InputError: it is no condition, names what is not there, or a point past the end.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{option} is longer than {MAX_CHARACTERS} characters.", field=option)
    known = point_quantities(columns)
    n_points = len(next(iter(columns.values())))
    chosen = np.zeros(n_points, bool)
    for alternative in re.split(r"\s+or\s+", text.strip(), flags=re.IGNORECASE):
        met = np.ones(n_points, bool)
        for condition in re.split(r"\s+and\s+", alternative.strip(), flags=re.IGNORECASE):
            met &= _met(condition.strip(), known, n_points, option)
        chosen |= met
    return tuple(int(index) for index in np.flatnonzero(chosen))


def _met(condition: str, known: Columns, n_points: int, option: str) -> Array:
    if _POINTS.fullmatch(condition):
        return _numbered(condition, n_points, option)
    match = _CONDITION.fullmatch(condition)
    if match is None:
        raise InputError(
            f"{option}: “{condition}” is no condition like im>0 or f<10, and no point numbers like 3,5-7.", field=option
        )
    name, comparison, number = match.groups()
    values = known.get(name.lower().replace("|z|", "abs"))
    if values is None:
        names = ", ".join(sorted(known, key=lambda n: (len(n), n)))
        raise InputError(f"{option}: “{name}” is nothing a point has here; there are {names}.", field=option)
    try:
        limit = parse_number(number)
    except InputError as fault:
        raise InputError(f"{option}: {fault.sentence}", field=option) from fault
    with np.errstate(invalid="ignore"):
        met: Array = _COMPARISONS[comparison](values, limit)
    return met


def _numbered(text: str, n_points: int, option: str) -> Array:
    met = np.zeros(n_points, bool)
    for part in text.split(","):
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        if not 1 <= low <= high:
            raise InputError(f"{option}: points count from 1 and go upward, not “{part.strip()}”.", field=option)
        if high > n_points:
            raise InputError(f"{option}: there is no point {high}; the sweep has {n_points}.", field=option)
        met[low - 1 : high] = True
    return met
