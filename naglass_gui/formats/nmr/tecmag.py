"""Tecmag TNMR .tnt; the layout of its header is nmrglue's."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.nuclei import PROTON_MHZ_PER_TESLA
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Header, raw_reading
from naglass_gui.formats.source import Source

NAME = "Tecmag TNMR"
VERSION = "1"

_MAGIC = re.compile(rb"TNT1\.\d\d\d")


def sniff(source: Source) -> float:
    """1 for a file that begins with TNT1 and its version."""
    return 1.0 if _MAGIC.match(source.data) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The decay or the series of decays of a TNMR file.

    The time between points is the header's dwell; its `sw` is half the width of quadrature data, and is not used.

    Raises:
        LoadError: transformed data, three dimensions, or a header that contradicts the file's size.
    """
    sections = _sections(source)
    head, data = _structure(source, sections), sections.get(b"DATA")
    if data is None:
        raise LoadError(f"{source.name}: the file ends before its data. Was it copied completely?")
    shape = [int(n) for n in head["actual_npts"]]
    if shape[2] > 1 or shape[3] > 1:
        raise LoadError(
            f"{source.name}: this Tecmag file has more than two dimensions, which is not read for the moment."
        )
    points, slices = shape[0], max(shape[1], 1)
    if not 1 <= points <= MAX_POINTS or slices > MAX_POINTS or points * slices * 8 > len(data):
        raise LoadError(
            f"{source.name}: the header asks for more points than the file holds: it is damaged. Export it again."
        )
    fids = np.frombuffer(data, "<c8", points * slices).astype(np.complex128).reshape(slices, points)
    header = _header(head)
    if slices == 1:
        return (raw_reading(source, fids[0], header),)
    header.notices.append("The file gives no delays for its series of spectra: type them.")
    return (raw_reading(source, fids, header),)


def _sections(source: Source) -> dict[bytes, bytes]:
    """The tagged sections: four letters, a switch, a length, the bytes."""
    found: dict[bytes, bytes] = {}
    at = 8
    while at + 12 <= len(source.data):
        tag = source.data[at : at + 4]
        length = int.from_bytes(source.data[at + 8 : at + 12], "little")
        found.setdefault(tag, source.data[at + 12 : at + 12 + length])
        at += 12 + length
        if tag == b"TMG2":
            break
    return found


def _structure(source: Source, sections: dict[bytes, bytes]) -> Any:
    from nmrglue.fileio.tecmag import TNTTMAG

    section = sections.get(b"TMAG", b"")
    if len(section) < TNTTMAG.itemsize:
        raise LoadError(f"{source.name}: the header of this Tecmag file is not complete. Was it copied completely?")
    return np.frombuffer(section, TNTTMAG, 1)[0]


def _header(head: Any) -> Header:
    dwell = float(head["dwell"][0])
    frequency, field = float(head["ob_freq"][0]), float(head["magnet_field"])
    return Header(
        nucleus=_text(head["nuclei"][0]),
        larmor_frequency=frequency,
        sweep_width=1 / dwell if dwell > 0 else None,
        scans=float(head["actual_scans"]),
        receiver_gain=float(head["receiver_gain"]),
        recycle_delay=float(head["last_delay"]),
        mas_rate=float(head["actual_spin_rate"]),
        temperature=float(head["actual_temperature"]),
        pulse_program=_text(head["sequence"]) or None,
        origin="Tecmag TNMR",
        date=_text(head["date"]) or None,
        proton_frequency=field * PROTON_MHZ_PER_TESLA if field > 0 else None,
        others={"magnet (T)": f"{field:g}", "base frequency (MHz)": f"{float(head['base_freq'][0]):g}"},
    )


def _text(value: bytes) -> str:
    return "".join(c for c in value.split(b"\0")[0].decode("latin-1") if c.isprintable()).strip()
