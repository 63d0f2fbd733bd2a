"""Instrument files: what is recognised by its content, read into plain arrays, or refused in a sentence.

`read_file` is the one way in. The readers below and those of the entry-point group `naglass.readers` are asked for how
sure they are of a file; the surest reads it.
"""

from __future__ import annotations

import logging
import os
import traceback
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.formats import (
    autolab_dfr,
    autolab_fra,
    autolab_text,
    chi,
    columns,
    eclab_binary,
    eclab_text,
    elins,
    gamry,
    ivium,
    nmr,
    novocontrol,
    princeton,
    refused,
    relaxis,
    t1_table,
    workbook,
    zahner,
    zplot,
)
from naglass_gui.formats.columns import NeedsMapping
from naglass_gui.formats.curve_mapping import CurveMapping
from naglass_gui.formats.direct_current import COMPLETE_ROWS, IncompleteRows
from naglass_gui.formats.experiment import experiment_at, experiments_in
from naglass_gui.formats.mapping import ColumnMapping
from naglass_gui.formats.proposal import propose
from naglass_gui.formats.reader import Reader
from naglass_gui.formats.source import Options, Source
from naglass_gui.formats.spectrum import flipped
from naglass_gui.formats.stored_mapping import TableMapping, to_json
from naglass_gui.formats.summary import describe

__all__ = [
    "FLIP",
    "ColumnMapping",
    "CurveMapping",
    "IncompleteRows",
    "NeedsMapping",
    "Options",
    "Reader",
    "Source",
    "TableMapping",
    "describe",
    "experiment_at",
    "experiments_in",
    "plugin_faults",
    "propose",
    "read_file",
    "readers",
]

READERS: tuple[Reader, ...] = (
    gamry,
    eclab_text,
    eclab_binary,
    zplot,
    novocontrol,
    autolab_text,
    autolab_fra,
    autolab_dfr,
    chi,
    elins,
    ivium,
    *princeton.READERS,
    relaxis,
    zahner,
    *nmr.READERS,
    t1_table,
    workbook,
    *refused.REFUSALS,
    columns,
)
# The option that turns the sign of Z″ round, as ("flip_z_imag", "true").
FLIP = "flip_z_imag"
_MAX_RAW = 20 * 1024**2

_log = logging.getLogger(__name__)


def read_file(
    file: Source | str | os.PathLike[str],
    *,
    mapping: TableMapping | None = None,
    flip: bool = False,
    complete_rows: bool = False,
) -> FileReading:
    """Every sweep of an impedance file, every run of a DC polarization, every spectrum of an NMR experiment.

    Args:
        file: a path (an experiment's folder too), or a source with stored bytes and options, which is read as it was before.
        mapping: how to read the columns of a text or workbook; it goes before every recognised format.
        flip: whether to turn the sign of Z″ round.
        complete_rows: whether to take the complete rows of a DC table that has a column empty from some row on.

    Raises:
        NeedsMapping: a table whose columns a person has to name.
        IncompleteRows: a column is empty from some row on, and `complete_rows` is not asked for.
        LoadError: everything else that cannot be read; nothing else is ever raised.
    """
    source = file if isinstance(file, Source) else Source.from_path(file)
    if mapping is not None:
        kept = tuple(option for option in source.options if option[0] != columns.OPTION)
        source = source.with_options((*kept, (columns.OPTION, to_json((mapping,)))))
    if flip:
        source = source.with_options((*source.options, (FLIP, "true")))
    # Damaged numbers may overflow on their way; what is not finite is refused by `spectrum.complete`.
    with np.errstate(all="ignore"):
        try:
            reader, source, readings = _read(source)
        except IncompleteRows:
            if not complete_rows:
                raise
            source = source.with_options((*source.options, (COMPLETE_ROWS, "true")))
            reader, source, readings = _read(source)
    return FileReading(
        file=source.name,
        size=len(source.data),
        sha256=source.sha256,
        reader=reader.NAME,
        reader_version=reader.VERSION,
        readings=readings,
        raw=stored if len(stored := source.stored) < _MAX_RAW else None,
        options=source.options,
    )


def readers() -> tuple[Reader, ...]:
    """The built-in readers, and those of plug-ins that load."""
    return (*READERS, *_plugins()[0])


def plugin_faults() -> tuple[str, ...]:
    """A sentence for each plug-in reader that does not load."""
    return _plugins()[1]


@cache
def _plugins() -> tuple[tuple[Reader, ...], tuple[str, ...]]:
    loaded: list[Reader] = []
    faults: list[str] = []
    for point in entry_points(group="naglass.readers"):
        try:
            reader = point.load()
            missing = [name for name in ("NAME", "VERSION", "sniff", "read") if not hasattr(reader, name)]
        except Exception:
            _log.exception("the reader plug-in %s does not load", point.name)
            faults.append(f"The reader plug-in “{point.name}” does not load. Update or remove it.")
            continue
        if missing:
            faults.append(
                f"The reader plug-in “{point.name}” has no {missing[0]}, so it is not used. Update or remove it."
            )
        else:
            loaded.append(reader)
    return tuple(loaded), tuple(faults)


def _read(source: Source) -> tuple[Reader, Source, tuple[Reading, ...]]:
    try:
        reader = _surest(source)
        resolved = getattr(reader, "resolved", None)
        if resolved is not None:
            source = resolved(source)
        readings = reader.read(source)
        turned = source.option(FLIP) is True
        return reader, source, tuple(_checked(flipped(r) if turned else r) for r in readings)
    except LoadError:
        raise
    except Exception as fault:
        # Whatever a reader trips over, the person hears one sentence, and the log keeps the rest.
        raise LoadError(
            f"{source.name}: the file cannot be read; it seems to be damaged. Export it from the instrument again.",
            traceback.format_exc(),
        ) from fault


def _surest(source: Source) -> Reader:
    if source.option(columns.OPTION) is not None:
        candidates: tuple[Reader, ...] = (workbook, columns)
    else:
        candidates = readers()
    scores = [(_score(reader, source), -i, reader) for i, reader in enumerate(candidates)]
    score, _, reader = max(scores, key=lambda s: s[:2])
    if score <= 0:
        raise LoadError(
            f"{source.name}: this is no impedance, DC polarization or NMR file that is known here. Export it as Gamry .DTA, "
            "BioLogic .mpt, ZPlot .z, or as text or Excel columns of frequency, Z′ and Z″ (time, current and voltage); an NMR "
            "spectrum as JCAMP-DX."
        )
    return reader


def _score(reader: Reader, source: Source) -> float:
    if reader in READERS:
        return reader.sniff(source)
    try:
        return float(reader.sniff(source))
    except Exception:
        _log.exception("the reader plug-in %s failed on %s", reader.NAME, source.name)
        return 0.0


def _checked(reading: Reading) -> Reading:
    """The reading, with a word where most of its Z″ is positive: an inductance, or the other sign convention."""
    if reading.technique != "eis":
        return reading
    z_imag = next(column.values for column in reading.columns if column.name == "z_imag")
    positive = int(np.count_nonzero(z_imag > 0))
    if 2 * positive <= len(z_imag):
        return reading
    notice = f"Z″ is positive at {positive} of {len(z_imag)} points: if the file holds −Z″, flip its sign."
    return replace(reading, notices=(*reading.notices, notice))
