"""What BioLogic's text (.mpt) and binary (.mpr) files have in common: their columns, sweeps and refusals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.eclab_dc import is_chronoamperometry
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Points, Real, Sizes, complete, numbered, spectrum, sweeps

FREQUENCY, Z_REAL, MINUS_Z_IMAG = "freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm"
_NEEDED = (FREQUENCY, Z_REAL, MINUS_Z_IMAG)
# EC-Lab writes these where nothing was typed.
_DEFAULT_AREAS_CM2 = (0.0, 0.001, 1.0)
_SAME_POTENTIAL_V = 0.005


def is_impedance(source: Source, names: Sequence[str], technique: str) -> bool:
    """Whether the columns are those of an impedance measurement; if not, they are those of a chronoamperometry.

    Raises:
        LoadError: they are neither.
    """
    missing = [name for name in _NEEDED if name not in names]
    if not missing:
        return True
    if FREQUENCY not in names and is_chronoamperometry(technique):
        return False
    what = f" ({technique})" if technique else ""
    if FREQUENCY in names:
        raise LoadError(f"{source.name}: the column {missing[0]} is missing{what}. Export the file with all columns.")
    raise LoadError(
        f"{source.name}: this BioLogic file{what} is neither an impedance spectrum nor a chronoamperometry. "
        "Open the file of one of these."
    )


def readings(
    source: Source,
    columns: Mapping[str, Real],
    rows: Sequence[int],
    *,
    place: str,
    metadata: Pairs = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
    notices: tuple[str, ...] = (),
) -> tuple[Reading, ...]:
    """One reading for each sweep of the table.

    Args:
        source: the file.
        columns: by EC-Lab's names; at least the frequency, Re(Z) and -Im(Z).
        rows: the place of each row in the file, from 1.
        place: what a row is called in a sentence.
        metadata: header fields.
        geometry: pellet sizes of the header.
        temperature: of the header.
        notices: for every sweep.

    Raises:
        LoadError: no complete point, or a damaged row.
    """
    all_points = Points(columns[FREQUENCY], columns[Z_REAL], -columns[MINUS_Z_IMAG], np.array(rows, dtype=np.int64))
    points, left_out = complete(all_points, source.name, place)
    kept = np.isin(all_points.row, points.row)
    parts = sweeps(points.frequency)
    labels = _labels({name: values[kept] for name, values in columns.items()}, parts)
    thermometer = columns.get("Temperature/°C")
    result = []
    for i, part in enumerate(parts):
        measured = None if thermometer is None else _temperature(thermometer[kept][part])
        result.append(
            spectrum(
                source,
                points[part],
                label=labels[i],
                sweep=i,
                metadata=metadata,
                notices=(*notices, *left_out),
                geometry=geometry,
                temperature=measured or temperature,
            )
        )
    return tuple(result)


def area(value: float) -> Sizes:
    """The electrode area as geometry, unless it is one of EC-Lab's defaults."""
    if not 0 < value < np.inf or any(abs(value - default) < 1e-9 for default in _DEFAULT_AREAS_CM2):
        return ()
    return (("area", Quantity(value, None, "cm^2")),)


def _labels(columns: Mapping[str, Real], parts: Sequence[slice]) -> list[str]:
    """What tells the sweeps apart: the cycle or sequence where it differs, else the potential, else a number."""
    count = len(parts)
    for name, word in (("z cycle", "cycle"), ("cycle number", "cycle"), ("Ns", "sequence")):
        if name in columns:
            first = [columns[name][part][0] for part in parts]
            if len(set(first)) == count > 1 and all(np.isfinite(first)):
                return [f"{word} {value:.0f}" for value in first]
    potential = next((columns[name] for name in ("<Ewe>/V", "Ewe/V") if name in columns), None)
    if potential is not None and count > 1:
        means = [float(np.mean(potential[part])) for part in parts]
        if all(b - a > _SAME_POTENTIAL_V for a, b in zip(sorted(means), sorted(means)[1:], strict=False)):
            return [f"{mean:.3f} V".replace("-", "−") for mean in means]
    return [numbered(i, count) for i in range(count)]


def _temperature(values: Real) -> Quantity | None:
    mean = float(np.mean(values))
    # Without a thermometer the column holds zeros.
    return Quantity(mean, None, "degC") if np.isfinite(mean) and values.any() and -273.15 < mean < 2000 else None
