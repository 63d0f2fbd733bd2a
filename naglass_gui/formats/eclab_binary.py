"""BioLogic EC-Lab binary (.mpr), read by galvani behind our own checks of the declared sizes."""

from __future__ import annotations

import io
import re
import struct
import traceback
from typing import Any

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import eclab, eclab_dc
from naglass_gui.formats.source import Source
from naglass_gui.formats.spectrum import Pairs

NAME = "BioLogic EC-Lab binary"
VERSION = "1"

_MAGIC = b"BIO-LOGIC MODULAR FILE\x1a"
_FIRST_MODULE = 52
_MAX_MODULES = 64
# The first byte of the settings; of these 0x18 and 0x1D were seen in files at hand.
_TECHNIQUES = {
    0x04: "Galvanostatic Cycling with Potential Limitation",
    0x06: "Cyclic Voltammetry",
    0x0B: "Open Circuit Voltage",
    0x18: "Chronoamperometry / Chronocoulometry",
    0x19: "Chronopotentiometry",
    0x1D: "Potentio Electrochemical Impedance Spectroscopy",
    0x1E: "Galvano Electrochemical Impedance Spectroscopy",
    0x6C: "Linear Sweep Voltammetry",
}


def sniff(source: Source) -> float:
    """1 for BioLogic's signature."""
    return 1.0 if source.data.startswith(_MAGIC) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every sweep of an .mpr file: cycles, loops and sequences apart; every loop of a chronoamperometry.

    Raises:
        LoadError: another technique, a column galvani does not know, a cut or damaged file.
    """
    _check_modules(source)
    file = _galvani(source)
    names = file.dtype.names or ()
    settings = next((bytes(m["data"]) for m in file.modules if m["shortname"].startswith(b"VMP Set")), b"")
    technique = _TECHNIQUES.get(settings[0], "") if settings else ""
    impedance = eclab.is_impedance(source, names, technique)
    columns = {
        name: np.asarray(file.data[name], dtype=np.float64)
        for name in names
        if np.issubdtype(file.dtype[name], np.number)
    }
    if not impedance:
        return eclab_dc.readings(source, columns, _loops(file), metadata=_metadata(file, technique))
    return eclab.readings(
        source,
        columns,
        range(1, len(file.data) + 1),
        place="point",
        metadata=_metadata(file, technique),
    )


def _check_modules(source: Source) -> None:
    """Raises LoadError where a module claims more bytes than the file has, or where there are absurdly many."""
    data, at = source.data, _FIRST_MODULE
    for _ in range(_MAX_MODULES):
        if at >= len(data):
            return
        header = data[at + 6 : at + 6 + 63]
        if data[at : at + 6] != b"MODULE" or len(header) < 51:
            raise LoadError(f"{source.name}: the file is damaged or cut off. Copy it from the instrument again.")
        # Since EC-Lab 11.50 a field of its own stands before the length.
        longer = header[35:39] == b"\xff\xff\xff\xff"
        (length,) = struct.unpack_from("<I", header, 39 if longer else 35)
        at += 6 + (59 if longer else 51) + length
        if at > len(data):
            raise LoadError(f"{source.name}: the file is cut off within its data. Copy it from the instrument again.")
    raise LoadError(f"{source.name}: the file is damaged: it claims more parts than EC-Lab writes.")


def _galvani(source: Source) -> Any:
    from galvani.BioLogic import MPRfile

    try:
        return MPRfile(io.BytesIO(source.data))
    except NotImplementedError as fault:
        unknown = re.search(r"\d+", str(fault))
        column = f"column {unknown[0]}" if unknown else "a column"
        raise LoadError(
            f"{source.name}: {column} of this .mpr is not known to NaGlass. Export it from EC-Lab as text (.mpt).",
            str(fault),
        ) from fault
    except Exception as fault:
        # galvani asserts, indexes and unpacks what the file claims; whatever breaks there is the file's fault.
        raise LoadError(
            f"{source.name}: this .mpr is damaged, or newer than NaGlass knows. Export it from EC-Lab as text (.mpt).",
            traceback.format_exc(),
        ) from fault


def _loops(file: Any) -> list[slice]:
    """The rows of each loop; galvani gives where each begins, and the end of the last."""
    begins = getattr(file, "loop_index", None)
    edges = [] if begins is None else [int(edge) for edge in np.ravel(begins)]
    bounds = [*edges, len(file.data)]
    return [slice(a, b) for a, b in zip(bounds, bounds[1:], strict=False) if 0 <= a < b]


def _metadata(file: Any, technique: str) -> Pairs:
    measured = getattr(file, "timestamp", None) or file.startdate
    pairs = (("technique", technique), ("measured", str(measured or "")))
    return tuple((name, value) for name, value in pairs if value)
