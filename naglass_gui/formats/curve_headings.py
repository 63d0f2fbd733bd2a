"""What the name of a column means beside an impedance: time, current, voltage, temperature, each with its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from naglass_gui.formats.headings import one_spelling

CurveRole = Literal["time", "current", "voltage", "temperature", "other"]

# Factors to s, A and V; a unit that is missing here is not read automatically.
TIME_UNITS = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
CURRENT_UNITS = {"pA": 1e-12, "nA": 1e-9, "uA": 1e-6, "mA": 1e-3, "A": 1.0}
VOLTAGE_UNITS = {"uV": 1e-6, "mV": 1e-3, "V": 1.0}
TEMPERATURE_UNITS = ("degC", "K")

_NAMES: dict[CurveRole, frozenset[str]] = {
    "time": frozenset(
        [
            "t",
            "time",
            "elapsedtime",
            "timeelapsed",
            "zeit",
            "temps",
            "testtime",
            "totaltime",
            "correctedtime",
            "relativetime",
        ]
    ),
    "current": frozenset(
        [
            "i",
            "im",
            "current",
            "<i>",
            "iavg",
            "currentavg",
            "strom",
            "cellcurrent",
            "i(t)",
            "we(1)current",
            "measuredcurrent",
        ]
    ),
    "voltage": frozenset(
        [
            "v",
            "u",
            "e",
            "vf",
            "ewe",
            "<ewe>",
            "ecell",
            "voltage",
            "potential",
            "spannung",
            "cellvoltage",
            "we(1)potential",
            "measuredvoltage",
            "appliedvoltage",
        ]
    ),
    "temperature": frozenset(
        ["t", "temp", "temperature", "temperatur", "température", "tsample", "sampletemperature", "tc"]
    ),
}
_SPELLINGS = {"sec": "s", "seconds": "s", "minutes": "min", "hours": "h", "hr": "h", "days": "d", "c": "degC"}
_UNIT = re.compile(
    r"""(?:^|[\s/_,;:]|[(\[{])\s*
    (?P<unit>(?:[pnuμm]?A|[uμm]?V|ms|s|sec|seconds|min|minutes|h|hr|hours|d|days|°\s?C|deg\s?C|oC|C|K)
      (?P<more>[\s*./·]*c?m(?:\^?-?2|²))?)
    (?:\s+vs\.?\s.*)?\s*[)\]}]?\s*$""",
    re.VERBOSE,
)
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class CurveHeading:
    """What a column holds.

    Attributes:
        role: which quantity; "other" for one that is none of these.
        unit: of the tables above; empty where none is named, "?" where it cannot be converted.
    """

    role: CurveRole
    unit: str = ""


def curve_heading(text: str) -> CurveHeading:
    """What the name of a column means. A "T" is a temperature in °C or K, and a time in s."""
    plain = one_spelling(text[:_MAX_NAME])
    match = _UNIT.search(plain)
    unit = "" if match is None else _spelled(match)
    name = plain if match is None else plain[: match.start()]
    key = re.sub(r"[\s_.·:,\[\]]", "", name.strip().lower())
    if not key:
        return CurveHeading("other")
    fitting = [role for role, names in _NAMES.items() if key in names and (unit in ("", "?") or unit in _units(role))]
    if key == "t" and not unit:
        return CurveHeading("time" if name.strip() == "t" else "other")
    return CurveHeading(fitting[0], unit) if fitting else CurveHeading("other")


def curve_headings(cells: Sequence[str]) -> tuple[CurveHeading, ...]:
    """What each column of a header means."""
    return tuple(curve_heading(cell) for cell in cells)


def _units(role: CurveRole) -> Sequence[str]:
    held: dict[CurveRole, Sequence[str]] = {
        "time": tuple(TIME_UNITS),
        "current": tuple(CURRENT_UNITS),
        "voltage": tuple(VOLTAGE_UNITS),
        "temperature": TEMPERATURE_UNITS,
    }
    return held.get(role, ())


def _spelled(match: re.Match[str]) -> str:
    if match["more"]:
        return "?"
    unit = match["unit"].replace("μ", "u")
    if re.fullmatch(r"°\s?C|deg\s?C|oC|C", unit):
        return "degC"
    return _SPELLINGS.get(unit, unit)
