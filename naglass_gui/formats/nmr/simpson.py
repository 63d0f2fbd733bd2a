"""SIMPSON: simulated decays, a few lines of header and then the points as text."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Header, raw_reading
from naglass_gui.formats.source import Source

NAME = "SIMPSON"
VERSION = "1"


def sniff(source: Source) -> float:
    """1 for a text that begins with SIMP."""
    return (
        1.0
        if source.head.lstrip("\ufeff \r\n").startswith("SIMP") and "\nDATA" in source.head.replace("\r", "\n")
        else 0.0
    )


def read(source: Source) -> tuple[Reading, ...]:
    """The decay of a SIMPSON file; the file does not name a nucleus or a frequency.

    Raises:
        LoadError: a spectrum or a 2D, a binary file, or fewer points than the header says.
    """
    fields: dict[str, str] = {}
    lines = iter(source.lines)
    for line in lines:
        if line.strip() == "DATA":
            break
        key, mark, value = line.partition("=")
        if mark:
            fields.setdefault(key.strip().upper(), value.strip())
    if fields.get("FORMAT"):
        raise LoadError(
            f"{source.name}: this SIMPSON file is binary, which is not read. Save it as text (fsave without -binary)."
        )
    if _number(fields.get("NI", "0")) > 1:
        raise LoadError(f"{source.name}: this SIMPSON file holds a 2D; 2D correlation is not read for the moment.")
    if fields.get("TYPE", "FID").upper() != "FID":
        raise LoadError(f"{source.name}: this SIMPSON file holds a spectrum, which is not read. Save the decay (.fid).")
    points = _number(fields.get("NP", ""))
    width = _number(fields.get("SW", ""))
    if not 1 <= points <= MAX_POINTS:
        raise LoadError(f"{source.name}: its header gives no number of points (NP). Save it again.")
    rows = []
    for line in lines:
        words = line.split()
        if words[:1] == ["END"]:
            break
        if len(words) >= 2:
            try:
                rows.append(complex(float(words[0]), float(words[1])))
            except ValueError as fault:
                raise LoadError(
                    f"{source.name}: “{line.strip()[:40]}” is no data point. Save it again.", str(fault)
                ) from fault
    if len(rows) < points:
        raise LoadError(f"{source.name}: the file holds {len(rows)} of its {int(points)} points. Save it again.")
    header = Header(
        sweep_width=width,
        origin="SIMPSON",
        notices=["SIMPSON names no nucleus and no Larmor frequency: type them to see a shift axis."],
        others={f"SIMPSON {key}": value for key, value in fields.items() if key not in ("NP", "SW", "TYPE")},
    )
    return (raw_reading(source, np.array(rows[: int(points)]), header),)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
