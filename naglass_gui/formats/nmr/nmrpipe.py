"""NMRPipe 1D: 512 numbers of header, then the real and the imaginary part one after the other."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Header, Real, raw_reading, spectrum_reading
from naglass_gui.formats.source import Source

NAME = "NMRPipe"
VERSION = "1"

_HEADER_BYTES = 2048
_ORDER_MARK = 2.345
# Where the header (fdatap.h of NMRPipe) keeps what is used here.
_DIMENSIONS, _SIZE, _QUADRATURE, _FT = 9, 99, 106, 220
_WIDTH, _OBSERVED, _ORIGIN, _CARRIER, _P0, _P1, _FILTER_DELAY = 100, 119, 101, 66, 109, 110, 40
_LABEL, _TITLE = slice(16 * 4, 18 * 4), slice(297 * 4, 312 * 4)
_MONTH, _DAY, _YEAR = 294, 295, 296


def sniff(source: Source) -> float:
    """1 for a file with NMRPipe's marks: a first number of zero, and 2.345 in one of the two byte orders."""
    if len(source.data) < _HEADER_BYTES or source.data[:4] != b"\0\0\0\0":
        return 0.0
    return 1.0 if _byte_order(source) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The 1D spectrum or decay of an NMRPipe file.

    Raises:
        LoadError: several dimensions, a header that contradicts the file's size, or no frequencies.
    """
    order = _byte_order(source)
    head = np.frombuffer(source.data[:_HEADER_BYTES], f"{order}f4").astype(np.float64)
    if head[_DIMENSIONS] != 1:
        raise LoadError(
            f"{source.name}: this NMRPipe file has several dimensions; 2D correlation is not read for the moment."
        )
    size = head[_SIZE]
    if not 1 <= size <= MAX_POINTS:
        raise LoadError(f"{source.name}: its header gives no number of points: the file is damaged. Export it again.")
    points, parts = int(size), 1 if head[_QUADRATURE] == 1 else 2
    if len(source.data) < _HEADER_BYTES + 4 * points * parts:
        raise LoadError(f"{source.name}: the file ends before its {points} points. Was it copied completely?")
    numbers = np.frombuffer(source.data, f"{order}f4", points * parts, _HEADER_BYTES).astype(np.float64)
    values = numbers.reshape(parts, points)
    header = _header(source, head)
    signal = values[0] if parts == 1 else values[0] + 1j * values[1]
    if not head[_FT]:
        if parts == 1:
            raise LoadError(f"{source.name}: this decay has no imaginary part, so it is not read.")
        header.group_delay = float(head[_FILTER_DELAY]) if 0 < head[_FILTER_DELAY] < points else None
        return (raw_reading(source, signal.astype(np.complex128), header),)
    width, observed, origin = head[_WIDTH], head[_OBSERVED], head[_ORIGIN]
    if not (width > 0 and observed > 0 and np.isfinite(origin)):
        raise LoadError(f"{source.name}: its header gives no shift axis: the file is damaged. Export it again.")
    hertz = origin + width * (points - 1 - np.arange(points)) / points
    return (spectrum_reading(source, hertz / observed, signal, header),)


def _header(source: Source, head: Real) -> Header:
    label = _text(source.data[_LABEL])
    date = None
    if 1900 < head[_YEAR] < 2200 and 1 <= head[_MONTH] <= 12 and 1 <= head[_DAY] <= 31:
        date = f"{int(head[_YEAR]):04d}-{int(head[_MONTH]):02d}-{int(head[_DAY]):02d}"
    carrier = float(head[_CARRIER])
    observed = float(head[_OBSERVED])
    return Header(
        nucleus=label,
        larmor_frequency=observed,
        reference=observed,
        carrier=carrier if np.isfinite(carrier) else None,
        sweep_width=float(head[_WIDTH]),
        title=_text(source.data[_TITLE]) or None,
        origin="NMRPipe",
        date=date,
        others={"P0 (deg)": f"{head[_P0]:g}", "P1 (deg)": f"{head[_P1]:g}"} if head[_FT] else {},
    )


def _byte_order(source: Source) -> str:
    for order in "<>":
        mark = float(np.frombuffer(source.data[8:12], f"{order}f4")[0])
        if abs(mark - _ORDER_MARK) < 1e-3:
            return order
    return ""


def _text(data: bytes) -> str:
    return "".join(c for c in data.split(b"\0")[0].decode("latin-1") if c.isprintable()).strip()
