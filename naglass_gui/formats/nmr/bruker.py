"""Bruker TopSpin and XWinNMR: an experiment's folder with fid or ser, and its processed data in pdata."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.bruker_header import acquisition_header, processed_header
from naglass_gui.formats.nmr.bruker_series import Series, series
from naglass_gui.formats.nmr.parameters import Parameters
from naglass_gui.formats.nmr.reading import (
    MAX_POINTS,
    Complex,
    Header,
    Real,
    axis_ppm,
    complex_points,
    raw_reading,
    spectrum_reading,
)
from naglass_gui.formats.source import Source

NAME = "Bruker TopSpin"
VERSION = "1"

__all__ = ["NAME", "VERSION", "read", "sniff"]

_BLOCK = 1024
"""Each fid of a `ser` begins at a multiple of so many bytes."""
_SIMULTANEOUS = (1, 3)
_NOT_READ = (
    "The raw data were taken one channel at a time (AQ_mod {mode}), which is not read: only the processed spectra are."
)


def sniff(source: Source) -> float:
    """1 for an experiment's folder with an acqus."""
    return 1.0 if source.member("acqus", "acqu") is not None else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The raw data of an experiment, then each of its processed data sets in the order of their numbers.

    Raises:
        LoadError: a real 2D, parameters or data that are missing or damaged.
    """
    acqus = Parameters(source.member("acqus", "acqu"))
    raw = source.member("fid", "ser")
    two_dimensional = source.member("fid") is None and (source.member("ser") is not None or _only_2d(source))
    stepped = series(source, acqus) if two_dimensional else None
    readings: list[Reading] = []
    refused = ""
    mode = acqus.whole("AQ_mod")
    if raw is not None and mode is not None and mode not in _SIMULTANEOUS:
        refused = _NOT_READ.format(mode=mode)
    elif raw is not None:
        readings.append(_raw(source, raw, acqus, stepped))
    for procno in _procnos(source):
        reading = _processed(source, acqus, procno, stepped, len(readings), refused)
        if reading is not None:
            readings.append(reading)
    if not readings:
        raise LoadError(f"{source.name}: {refused or 'the experiment holds neither a fid nor a processed spectrum.'}")
    return tuple(readings)


def _raw(source: Source, data: bytes, acqus: Parameters, stepped: Series | None) -> Reading:
    procno = next(iter(_procnos(source)), None)
    procs = Parameters(source.member(f"pdata/{procno}/procs", f"pdata/{procno}/proc"))
    header = acquisition_header(source, acqus, procs, procno)
    values = _numbers(source, data, acqus.whole("BYTORDA"), acqus.whole("DTYPA"))
    points = acqus.whole("TD")
    if points is None or not 2 <= points <= MAX_POINTS:
        raise LoadError(f"{source.name}: acqus does not say how many points there are (TD). Was it copied completely?")
    scale = 2.0 ** max(-60, min(60, acqus.whole("NC") or 0))
    if stepped is None:
        if len(values) < points:
            header.notices.append(
                f"The fid holds {len(values) // 2} of {points // 2} points: the run was aborted or the file cut."
            )
        return raw_reading(source, complex_points(values[:points]) * scale, header)
    header.notices += stepped.notices
    per_block = _BLOCK // (8 if acqus.whole("DTYPA") == 2 else 4)
    fids, delays = _slices(source, values, points, per_block, stepped, header)
    return raw_reading(source, fids * scale, header, delays=delays)


def _slices(
    source: Source, values: Real, points: int, per_block: int, stepped: Series, header: Header
) -> tuple[Complex, tuple[float, ...] | None]:
    """The fids of a series that were measured, and their delays; each begins at a whole number of blocks."""
    padded = -(-points // per_block) * per_block
    stride = points if len(values) == points * stepped.slices else padded
    there = min(len(values) // stride, stepped.slices)
    if there == 0:
        raise LoadError(f"{source.name}: the ser file ends before its first complete fid. Was the run aborted?")
    fids = complex_points(values[: there * stride].reshape(there, stride)[:, :points])
    measured = np.flatnonzero(np.any(fids != 0, axis=1))
    if not len(measured):
        raise LoadError(f"{source.name}: every point of the series is zero. Was the run aborted?")
    there = int(measured[-1]) + 1
    if there < stepped.slices:
        header.notices.append(f"{there} of {stepped.slices} spectra were measured: the run was aborted.")
    return fids[:there], None if stepped.delays is None else stepped.delays[:there]


def _processed(
    source: Source, acqus: Parameters, procno: str, stepped: Series | None, sweep: int, refused: str
) -> Reading | None:
    """One processed data set; None where the folder holds its parameters alone, or data of another dimension."""
    folder = f"pdata/{procno}"
    data = source.member(f"{folder}/1r" if stepped is None else f"{folder}/2rr")
    if data is None:
        return None
    procs = Parameters(source.member(f"{folder}/procs", f"{folder}/proc"))
    header = processed_header(source, acqus, procs, procno)
    if refused:
        header.notices.append(refused)
    label = f"procno {procno}"
    size, width, reference, left = (procs.whole("SI"), *(procs.number(key) for key in ("SW_p", "SF", "OFFSET")))
    if (
        not size
        or not width
        or not reference
        or left is None
        or not 0 < size <= MAX_POINTS
        or width <= 0
        or reference <= 0
    ):
        raise LoadError(
            f"{source.name}: procs of {label} gives no shift axis (SI, SW_p, SF, OFFSET). Process it again."
        )
    real = _processed_numbers(source, data, procs)
    shift = axis_ppm(size, width, reference, left)
    if stepped is not None:
        rows = _unblocked(source, real, procs, Parameters(source.member(f"{folder}/proc2s")), size)[: stepped.slices]
        header.notices += stepped.notices
        delays = None if stepped.delays is None else stepped.delays[: len(rows)]
        return spectrum_reading(source, shift, rows, header, label=label, sweep=sweep, delays=delays)
    if len(real) != size:
        raise LoadError(
            f"{source.name}: 1r of {label} holds {len(real)} points, but procs says {size}. Process it again."
        )
    imag = source.member(f"{folder}/1i")
    if imag is None:
        return spectrum_reading(source, shift, real, header, label=label, sweep=sweep)
    other = _processed_numbers(source, imag, procs)
    if len(other) != size:
        raise LoadError(f"{source.name}: 1r and 1i of {label} differ in length. Process it again.")
    # TopSpin's 1i has the opposite sign of the transform that its 1r is the real part of.
    return spectrum_reading(source, shift, real - 1j * other, header, label=label, sweep=sweep)


def _processed_numbers(source: Source, data: bytes, procs: Parameters) -> Real:
    scale = 2.0 ** max(-60, min(60, procs.whole("NC_proc") or 0))
    return _numbers(source, data, procs.whole("BYTORDP"), procs.whole("DTYPP")).astype(np.float64) * scale


def _unblocked(source: Source, values: Real, procs: Parameters, procs2: Parameters, size: int) -> Real:
    """The rows of a 2rr, which is kept in blocks of XDIM by XDIM points."""
    rows = procs2.whole("SI") or 0
    if rows < 1 or rows * size != len(values):
        raise LoadError(f"{source.name}: the size of its 2rr is not what procs and proc2s say. Process it again.")
    wide, high = (
        x if x and x > 0 else whole for x, whole in ((procs.whole("XDIM"), size), (procs2.whole("XDIM"), rows))
    )
    if size % wide or rows % high:
        raise LoadError(f"{source.name}: the blocks of its 2rr (XDIM) do not fit its size. Process it again.")
    return values.reshape(rows // high, size // wide, high, wide).swapaxes(1, 2).reshape(rows, size)


def _numbers(source: Source, data: bytes, order: int | None, kind: int | None) -> Real:
    """Numbers of a binary file: 32-bit integers, or doubles where the type is 2, in either byte order."""
    dtype = np.dtype((">" if order == 1 else "<") + ("f8" if kind == 2 else "i4"))
    if len(data) < dtype.itemsize:
        raise LoadError(f"{source.name}: a data file of this experiment is empty. Was it copied completely?")
    return np.frombuffer(data[: len(data) // dtype.itemsize * dtype.itemsize], dtype).astype(np.float64)


def _procnos(source: Source) -> list[str]:
    found = {
        name.split("/")[1] for m in source.members if (name := m.name).startswith("pdata/") and name.count("/") == 2
    }
    return sorted((number for number in found if number.isdigit()), key=int)


def _only_2d(source: Source) -> bool:
    names = {member.name.rsplit("/", 1)[-1] for member in source.members}
    return "2rr" in names and "1r" not in names
