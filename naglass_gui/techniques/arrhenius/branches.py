"""Heating and cooling: in what order the points were measured, how that is known, and where the temperature turns back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from naglass_gui.core.project import Analysis, Id, Measurement
from naglass_gui.techniques.moments import MEASURED, moments

Branch = Literal["heating", "cooling"]
BRANCHES: tuple[Branch, ...] = ("heating", "cooling")
OPTION = "branch_of"
"""Of an analysis: pairs of a source and its branch, for those that a person has set."""
TURNS = 2.0
"""Kelvins by which the temperature must turn back for a second branch to begin."""
Basis = Literal["time stamps", "sweeps", "numbers", "list", "none"]
BASIS_WORDS: dict[Basis, str] = {
    "time stamps": "by the time stamps of the files",
    "sweeps": "by the order of the sweeps in the file",
    "numbers": "by the running numbers in the names",
    "list": "by the order of the list",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Which branch each point belongs to.

    Attributes:
        branches: of the points, in the order they were given.
        basis: from what the order is known; "none" where nothing tells it, so that all are one branch.
    """

    branches: tuple[Branch, ...]
    basis: Basis


def typed_branches(analysis: Analysis) -> dict[Id, Branch]:
    """What a person has set."""
    held = analysis.option(OPTION, ())
    pairs = [p for p in held if isinstance(p, tuple) and len(p) == 2] if isinstance(held, tuple) else []
    return {str(source): branch for source, branch in pairs if branch in BRANCHES}


def with_branch(analysis: Analysis, source: Id, branch: Branch | None) -> Analysis:
    """The analysis with the branch of one source set, or found again."""
    typed = {**typed_branches(analysis), source: branch}
    return analysis.with_option(OPTION, tuple((s, b) for s, b in typed.items() if b is not None))


def told(
    measurements: Sequence[Measurement | None],
    kelvin: Sequence[float],
    sources: Sequence[Id],
    typed: Mapping[Id, Branch],
) -> Told:
    """The branches of points.

    Args:
        measurements: behind the points, in the order of the list.
        kelvin: their temperatures.
        sources: their ids.
        typed: branches that were set by hand.
    """
    order, basis = measuring_order(measurements, kelvin)
    one: list[Branch] = ["heating"] * len(order)
    found = one if basis == "none" else turned([kelvin[k] for k in order])
    by_place = dict(zip(order, found, strict=True))
    return Told(tuple(typed.get(s, by_place[k]) for k, s in enumerate(sources)), basis)


def measuring_order(measurements: Sequence[Measurement | None], kelvin: Sequence[float]) -> tuple[list[int], Basis]:
    """The order in which points were measured, as places in the list, and from what it is known.

    Time stamps first; else the sweeps of one file; else a running number in all names; else the list, unless its names
    differ by nothing but a temperature that comes only once: then it is in the order of the alphabet, which tells nothing.
    """
    count = len(kelvin)
    known = [m for m in measurements if m is not None]
    if len(known) < count or count < 2:
        return list(range(count)), "list"
    sweep = [m.provenance.sweep for m in known]
    stamps = moments([_stamp(m) for m in known])
    if stamps is not None and len(set(zip(stamps, sweep, strict=True))) == count:
        return sorted(range(count), key=lambda k: (stamps[k], sweep[k])), "time stamps"
    if len({m.provenance.sha256 or m.provenance.file for m in known}) == 1 and len(set(sweep)) == count:
        return sorted(range(count), key=sweep.__getitem__), "sweeps"
    names = [_bare(m) for m in known]
    numbers = _running(names)
    if numbers is not None:
        return sorted(range(count), key=numbers.__getitem__), "numbers"
    ordered = sorted(kelvin)
    again = any(b - a < TURNS for a, b in zip(ordered[:-1], ordered[1:], strict=True))
    alike = len(set(names)) == 1
    return list(range(count)), "none" if alike and not again else "list"


def turned(kelvin: Sequence[float]) -> list[Branch]:
    """Which points were measured on heating, which on cooling: where the temperature turns back by more than `TURNS`.

    Args:
        kelvin: in the order of measuring.
    """
    if not kelvin:
        return []
    last = kelvin[0]
    first = next((t for t in kelvin if abs(t - last) > TURNS), last)
    now: Branch = "cooling" if first < last else "heating"
    found: list[Branch] = []
    for temperature in kelvin:
        if (temperature - last) * (1 if now == "heating" else -1) < -TURNS:
            now = "cooling" if now == "heating" else "heating"
        found.append(now)
        last = temperature
    return found


def _stamp(measurement: Measurement) -> str:
    known = dict(measurement.metadata)
    return next((known[name] for name in MEASURED if known.get(name)), "")


def _bare(measurement: Measurement) -> str:
    """The name without its temperature."""
    found = measurement.condition("temperature")
    name = measurement.name
    if found is None:
        return name
    size = abs(found.quantity.to("degC").value)
    spellings = {f"{size:g}", f"{size:02.0f}", f"{size:03.0f}", f"{size:.1f}", f"{found.quantity.to('K').value:g}"}
    for text in sorted(spellings, key=len, reverse=True):
        bare, changed = re.subn(rf"[+−-]?(?<!\d){re.escape(text)}(?!\d)", "°", name, count=1)
        if changed:
            return bare
    return name


def _running(names: Sequence[str]) -> list[int] | None:
    """A number that is different in every name and stands in the same place; None without one."""
    digits = [re.findall(r"\d+", name) for name in names]
    if len({re.sub(r"\d+", "#", name) for name in names}) != 1 or not digits[0]:
        return None
    for column in zip(*digits, strict=True):
        numbers = [int(text) for text in column]
        if len(set(numbers)) == len(numbers):
            return numbers
    return None
