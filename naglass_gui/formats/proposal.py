"""Which column of an unknown table is what: by its header, else by what the numbers themselves show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naglass_gui.formats.curve_headings import TEMPERATURE_UNITS, VOLTAGE_UNITS, curve_headings
from naglass_gui.formats.curve_mapping import CurveMapping
from naglass_gui.formats.headings import Heading, Role, headings, is_dc
from naglass_gui.formats.layout import Layout, cells, layout
from naglass_gui.formats.mapping import ColumnMapping, Sign
from naglass_gui.formats.numerals import cell
from naglass_gui.formats.spectrum import sweeps
from naglass_gui.formats.stored_mapping import TableMapping

Real = NDArray[np.float64]
_PLAINLY_NOT_POLAR = 2.0
_SETTLING_V = 0.02


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a table seems to hold.

    Attributes:
        mapping: the likeliest reading, None where there is no guess.
        certain: whether it can be read so without asking.
        refusal: why the table holds neither impedance nor a DC polarization, where that is plain from its header; empty otherwise.
    """

    mapping: TableMapping | None
    certain: bool = False
    refusal: str = ""


def propose(text: str) -> TableMapping | None:
    """How to read the columns of a text, where its header or its numbers leave no doubt; None otherwise."""
    proposal = examine(text.splitlines())
    return proposal.mapping if proposal.certain else None


def examine(lines: Sequence[str]) -> Proposal:
    """What the table in these lines seems to hold."""
    found = layout(lines)
    if found is None:
        # Time and current alone are two columns.
        narrow = layout(lines, least=2)
        curve = _curve(narrow, lines) if narrow is not None and narrow.header else None
        return curve or Proposal(None, refusal="it holds no table of frequency, Z′ and Z″, nor of time and current")
    if found.header:
        return _by_header(found, lines)
    return _by_content(found, lines)


def _by_header(found: Layout, lines: Sequence[str]) -> Proposal:
    named = headings(found.header)
    at = {role: [i for i, h in enumerate(named) if h.role == role] for role in _roles()}
    rectangular = bool(at["z_real"] and at["z_imag"])
    polar = bool(at["modulus"] and at["phase"])
    if at["frequency"] and (rectangular or polar):
        return _named(found, named, at, rectangular)
    if not at["frequency"] and is_dc(found.header):
        listed = ", ".join(found.header[:6])
        why = f"its columns ({listed}) hold no frequency, so it is not an impedance spectrum, nor time and current"
        return _curve(found, lines) or Proposal(None, refusal=why)
    guess = _by_content(found, lines)
    return Proposal(guess.mapping)


def _curve(found: Layout, lines: Sequence[str]) -> Proposal | None:
    """Current over time, where the header names both; certain where there is one of each, in units that are known."""
    named = curve_headings(found.header)
    at = {role: [i for i, h in enumerate(named) if h.role == role] for role in ("time", "current", "voltage")}
    t, i, v = at["time"], at["current"], at["voltage"]
    if not t or not i:
        return None
    units = [named[column[0]].unit if column else "" for column in (t, i, v)]
    known = "?" not in units
    mapping = CurveMapping(
        time=t[0],
        current=i[0],
        voltage=v[0] if v else None,
        separator=found.separator,
        decimal=found.decimal,
        skip=found.skip,
        time_unit=(units[0] if known else "") or "s",
        current_unit=(units[1] if known else "") or "A",
        voltage_unit=(units[2] if known else "") or "V",
    )
    if v and _swept(_numbers(found, lines)[:, v[0]] * VOLTAGE_UNITS[mapping.voltage_unit]):
        why = "its voltage runs up or down from point to point, as in a voltammogram; a DC polarization holds it"
        return Proposal(None, refusal=why)
    return Proposal(mapping, certain=known and len(t) == len(i) == 1 and len(v) <= 1)


def _swept(voltage: Real) -> bool:
    """Whether a voltage in V changes on and on in the same direction, over more than a potentiostat's settling."""
    steps = np.diff(voltage)
    if len(steps) < 10 or np.ptp(voltage) < _SETTLING_V:
        return False
    onward = steps[1:] * steps[:-1] > 0
    return bool(np.mean(onward) > 0.9)


def _named(found: Layout, named: Sequence[Heading], at: dict[Role, list[int]], rectangular: bool) -> Proposal:
    first, second = ("z_real", "z_imag") if rectangular else ("modulus", "phase")
    f, a, b = at["frequency"], at[first], at[second]  # type: ignore[index]
    period = f[1] - f[0] if len(f) > 1 else 0
    side_by_side = len(f) == len(a) == len(b) and all(
        y - x == period for column in (f, a, b) for x, y in zip(column, column[1:], strict=False)
    )
    units = (named[f[0]].unit or "Hz", named[a[0]].unit or "ohm", named[b[0]].unit or ("ohm" if rectangular else "deg"))
    understood = "?" not in units and (not rectangular or units[1] == units[2])
    sign: Sign = "negated" if named[b[0]].negated else "as written"
    mapping = ColumnMapping(
        frequency=f[0],
        z_real=a[0] if rectangular else None,
        z_imag=b[0] if rectangular else None,
        modulus=None if rectangular else a[0],
        phase=None if rectangular else b[0],
        sign=sign,
        separator=found.separator,
        decimal=found.decimal,
        skip=found.skip,
        frequency_unit=units[0] if understood else "Hz",
        impedance_unit=units[1] if understood else "ohm",
        phase_unit="deg" if rectangular or not understood else units[2],
        repeat_every=period if side_by_side else 0,
        **_thermometer(found, period if side_by_side else 0),
    )
    # A second Z' with no frequency of its own, or ohm cm² with no area, is for the person to decide.
    return Proposal(mapping, certain=understood and side_by_side and mapping.impedance_unit != "ohm cm^2")


def _thermometer(found: Layout, period: int) -> dict[str, Any]:
    """The column of the temperature as fields of a mapping; none where there are several in one spectrum."""
    named = curve_headings(found.header[:period] if period else found.header)
    at = [i for i, h in enumerate(named) if h.role == "temperature" and h.unit in TEMPERATURE_UNITS]
    return {"temperature": at[0], "temperature_unit": named[at[0]].unit} if len(at) == 1 else {}


def _by_content(found: Layout, lines: Sequence[str]) -> Proposal:
    table = _numbers(found, lines)
    if len(table) < 2:
        return Proposal(None)
    columns = list(range(found.width))
    if found.width > 3 and _counts_rows(table[:, 0]):
        columns = columns[1:]
    frequencies = sorted((c for c in columns if _may_be_frequency(table[:, c])), key=lambda c: _wavering(table[:, c]))
    if not frequencies:
        return Proposal(None)
    f = frequencies[0]
    a, b, *rest = [c for c in columns if c != f]
    polar = _against_polar(table[:, f], table[:, a], table[:, b])
    mapping = ColumnMapping(
        frequency=f,
        z_real=a if polar >= 1 else None,
        z_imag=b if polar >= 1 else None,
        modulus=a if polar < 1 else None,
        phase=b if polar < 1 else None,
        separator=found.separator,
        decimal=found.decimal,
        skip=found.skip,
    )
    certain = (
        not found.header
        and f == columns[0]
        and polar >= _PLAINLY_NOT_POLAR
        and not _evenly_spaced(table[:, f])
        and np.mean(table[:, a] > 0) >= 0.9
        and _explained(table[:, a], table[:, b], [table[:, c] for c in rest])
    )
    return Proposal(mapping, certain=bool(certain))


def _numbers(found: Layout, lines: Sequence[str]) -> Real:
    """The complete rows of numbers, shape (n, width)."""
    rows = []
    for line in lines[found.skip :]:
        parts = cells(line, found.separator)
        row = [cell(parts, i, found.decimal) for i in range(found.width)]
        if all(np.isfinite(row)):
            rows.append(row)
        if len(rows) >= 3000:
            break
    return np.array(rows, dtype=np.float64).reshape(len(rows), found.width)


def _counts_rows(column: Real) -> bool:
    return bool(np.array_equal(column, np.arange(len(column)) + column[0]) and column[0] in (0, 1))


def _may_be_frequency(column: Real) -> bool:
    """Positive, over at least a factor of two, and in order within each sweep."""
    if not (column > 0).all() or column.max() < 2 * column.min():
        return False
    for part in sweeps(column):
        steps = np.diff(np.log(column[part]))
        if len(steps) and not ((steps >= 0).all() or (steps <= 0).all()):
            return False
    return True


def _wavering(column: Real) -> float:
    """How unequal the steps of a column's logarithm are: a frequency sweep has the most even ones."""
    steps = np.concatenate([np.diff(np.log(column[part])) for part in sweeps(column)])
    middle = np.median(np.abs(steps)) if len(steps) else 0.0
    return float(np.median(np.abs(np.abs(steps) - middle)) / middle) if middle else 1.0


def _evenly_spaced(column: Real) -> bool:
    """Whether a column rises in equal steps, as time does and a frequency sweep does not."""
    steps = np.diff(column)
    return len(steps) >= 5 and bool((steps > 0).all() and np.ptp(steps) < 0.02 * abs(steps.mean()))


def _explained(z_real: Real, z_imag: Real, rest: Sequence[Real]) -> bool:
    """Whether further columns are |Z| and the phase of the first two, and so no reason for doubt."""
    modulus = np.hypot(z_real, z_imag)
    phase = np.degrees(np.arctan2(z_imag, z_real))
    if not rest:
        return True
    if len(rest) > 2 or not np.allclose(rest[0], modulus, rtol=0.01):
        return False
    return len(rest) == 1 or any(np.allclose(rest[1], s * phase, rtol=0.02, atol=0.5) for s in (1, -1))


def _against_polar(frequency: Real, first: Real, second: Real) -> float:
    """How much less two columns look like |Z| and a phase in degrees than like Z′ and Z″; below 1 they look like it more.

    The phase of a passive cell follows the slope of ln |Z| against ln f (Bode's gain-phase relation, here within some
    ten degrees); the ratio of the distances from it is returned. On 30 measured spectra it was 1.1 to 60 for Z′ and Z″
    (below 2 only on noisy ones), and under 1.7 for |Z| and phase.
    """
    if (first <= 0).any() or np.abs(second).max() > 95 or np.ptp(second) < 2:
        return np.inf
    order = np.argsort(frequency, kind="stable")
    level = np.log(frequency[order])
    if len(level) < 6 or np.ptp(level) < 1:
        return np.inf
    as_polar = _phase_mismatch(level, first[order], second[order])
    modulus, phase = np.hypot(first, second), np.degrees(np.arctan2(second, first))
    return as_polar / max(_phase_mismatch(level, modulus[order], phase[order]), 1e-9)


def _phase_mismatch(level: Real, modulus: Real, phase: Real) -> float:
    """Mean distance in degrees between the phase (of either sign) and 90 times the slope of ln |Z|."""
    distinct = np.concatenate([[True], np.diff(level) > 1e-9])
    if np.count_nonzero(distinct) < 3:
        return 0.0
    slope = 90 * np.gradient(np.log(modulus[distinct]), level[distinct])
    return float(min(np.mean(np.abs(s * phase[distinct] - slope)) for s in (1, -1)))


def _roles() -> tuple[Role, ...]:
    return ("frequency", "z_real", "z_imag", "modulus", "phase", "index", "other")
