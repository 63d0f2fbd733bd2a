"""T1 against temperature from what a plot is made of: fitted series at several temperatures and fields, or a typed table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis, Id, Measurement
from naglass_gui.techniques.bpp.motion_fit import Points
from naglass_gui.techniques.nmr.spectrum import larmor_in
from naglass_gui.techniques.technique import FitInputs, Source

FIELDS_APART = 0.01
"""Larmor frequencies that differ by less than this share belong to one magnet."""


@dataclass(frozen=True, slots=True)
class Point:
    """One T1.

    Attributes:
        source: id of the analysis behind it; the number of its row for a table.
        name: of that analysis, or of the row.
        kelvin: temperature.
        t1: in s.
        error: standard error of T1; None where it is not known.
        larmor: in Hz.
        excluded: left out by the person.
    """

    source: Id
    name: str
    kelvin: float
    t1: float
    error: float | None
    larmor: float
    excluded: bool


def points_of_sources(sources: Sequence[Source], curve: int = 1) -> tuple[Point, ...]:
    """One point of each source that has a temperature, a Larmor frequency and T1 of the curve of that number."""
    found = []
    for source in sources:
        quantity, temperature = source.quantity(f"T1_{curve}"), source.condition("temperature")
        larmor = None if source.measurement is None else _larmor(source.analysis, source.measurement)
        if quantity is None or temperature is None or larmor is None or not quantity.value > 0:
            continue
        kelvin = temperature.to("K").value
        found.append(
            Point(
                source.analysis.id,
                source.analysis.name,
                kelvin,
                quantity.value,
                quantity.stderr,
                larmor,
                source.excluded,
            )
        )
    return tuple(found)


def points_of_table(columns: Mapping[str, Array], analysis: Analysis) -> tuple[Point, ...]:
    """The rows of a table with columns `temperature` (K), `t1` (s), `larmor` (Hz) and perhaps `t1_error` (s)."""
    left_out = {mask.index for mask in analysis.masked}
    error = columns.get("t1_error")
    return tuple(
        Point(
            str(k), f"row {k + 1}", float(kelvin), float(t1), None if error is None else float(error[k]), float(larmor),
            k in left_out,
        )
        for k, (kelvin, t1, larmor) in enumerate(zip(columns["temperature"], columns["t1"], columns["larmor"], strict=True))
    )  # fmt: skip


def points_of_inputs(inputs: FitInputs) -> tuple[Point, ...]:
    """The points of a fit: those of the table, or of the sources."""
    if not inputs.measurements:
        return points_of_sources(inputs.sources, int(inputs.analysis.option("curve", 1)))
    names = [c.name for c in inputs.measurements[0].channels]
    return points_of_table({name: inputs.column(name) for name in names}, inputs.analysis)


def fitted(points: Sequence[Point], *, weigh: bool) -> Points:
    """Those that count, as the fit takes them: weighted only where every one of them has an error above zero."""
    used = [p for p in points if not p.excluded]
    errors = [p.error for p in used]
    known = weigh and bool(used) and all(e is not None and e > 0 for e in errors)
    return Points(
        np.array([p.kelvin for p in used]),
        np.array([p.t1 for p in used]),
        np.array([p.larmor for p in used]),
        np.array([e / p.t1 for e, p in zip(errors, used, strict=True) if e is not None]) if known else None,
    )


def spin_of(analysis: Analysis, sources: Sequence[Source] = ()) -> float:
    """The spin: as set in the option `spin`, or that of the sources' nucleus. Raises InputError where it is not known."""
    typed = analysis.option("spin")
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        if typed < 1 or (2 * typed) % 1 != 0 or typed > 9:
            raise InputError(f"A spin of {typed:g} has no quadrupolar relaxation; it is 1, 3/2, 5/2, …", field="Spin")
        return float(typed)
    names = [analysis.option("nucleus"), *(s.analysis.option("nucleus") for s in sources)]
    known = next((n for name in names if isinstance(name, str) and (n := nucleus_named(name))), None)
    if known is None:
        raise InputError("The spin of the nucleus is not known; choose it.", field="Spin")
    if not known.quadrupolar:
        raise InputError(f"{known.name} has no quadrupole moment: this law does not hold for it.", field="Spin")
    return float(known.spin)


def fields(points: Sequence[Point]) -> tuple[float, ...]:
    """The Larmor frequencies in Hz, one for each magnet, rising."""
    found: list[float] = []
    for larmor in sorted(p.larmor for p in points):
        if not found or larmor > found[-1] * (1.0 + FIELDS_APART):
            found.append(larmor)
    return tuple(found)


def _larmor(analysis: Analysis, measurement: Measurement) -> float | None:
    """In Hz: as corrected in the analysis, or else as the file has it."""
    typed = analysis.option("larmor_frequency")
    known = larmor_in(dict(measurement.metadata))
    megahertz = typed if isinstance(typed, int | float) and not isinstance(typed, bool) and typed > 0 else known
    return None if megahertz is None else float(megahertz) * 1e6
