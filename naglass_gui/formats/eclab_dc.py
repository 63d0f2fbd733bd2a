"""BioLogic's chronoamperometry: current over time at set voltages, in .mpt and .mpr alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from naglass_gui.core.errors import LoadError
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Reading
from naglass_gui.formats.direct_current import Record, record_readings
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs, Real, Sizes

TIME = "time/s"
_CURRENTS = ("<I>/mA", "I/mA")
# The working electrode first: with the reference joined to the counter electrode it is the cell's voltage.
_VOLTAGES = ("Ewe/V", "<Ewe>/V", "Ewe-Ece/V", "Ecell/V", "<Ecell>/V")
_A_IN_MA = 1e-3


def is_chronoamperometry(technique: str) -> bool:
    """Whether EC-Lab's name of the technique is that of a hold at set voltages."""
    return technique.startswith("Chronoamperometry")


def readings(
    source: Source,
    columns: Mapping[str, Real],
    loops: Sequence[slice],
    *,
    metadata: Pairs = (),
    geometry: Sizes = (),
    temperature: Quantity | None = None,
) -> tuple[Reading, ...]:
    """One polarization reading for each loop; the sequences (voltage steps) of a loop stay together.

    Args:
        source: the file.
        columns: by EC-Lab's names.
        loops: rows of each loop, from 0; empty where the file names none.
        metadata: header fields.
        geometry: pellet sizes of the header.
        temperature: of the header.

    Raises:
        LoadError: no column of time or current, or as `direct_current.complete`.
    """
    current = next((columns[name] for name in _CURRENTS if name in columns), None)
    if TIME not in columns or current is None:
        missing = TIME if TIME not in columns else _CURRENTS[0]
        raise LoadError(f"{source.name}: the column {missing} is missing. Export the file with all columns.")
    voltage = next((columns[name] for name in _VOLTAGES if name in columns), None)
    record = Record(columns[TIME], current * _A_IN_MA, voltage, columns.get("I Range"))
    return record_readings(
        source,
        record,
        loops=loops if len(loops) > 1 else (),
        metadata=metadata,
        geometry=geometry,
        temperature=temperature,
    )
