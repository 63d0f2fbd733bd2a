"""JCAMP-DX of NMR: spectra and decays as XYDATA or NTUPLES, also several in one file.

P. Lampen, H. Hillig, A. N. Davies, M. Linscheid, Appl. Spectrosc. 47 (1993) 1093 (JCAMP-DX 5); the numbers are in `asdf`.
"""

from __future__ import annotations

import re

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.group_delay import group_delay
from naglass_gui.formats.nmr.jcamp_blocks import Block, blocks, count, decoded, number, row
from naglass_gui.formats.nmr.jcamp_series import is_series, series
from naglass_gui.formats.nmr.reading import Header, Real, raw_reading, spectrum_reading
from naglass_gui.formats.source import Source

NAME = "JCAMP-DX"
VERSION = "2"

_TITLE = re.compile(r"##TITLE=", re.IGNORECASE)
_OTHERS = {
    ".SOLVENTNAME": "solvent", "SPECTROMETERDATASYSTEM": "instrument", "OWNER": "owner", ".ACQUISITIONTIME": "acquisition time (s)",
    ".SHIFTREFERENCE": "shift reference", ".FIELD": "field (T)",
}  # fmt: skip


def sniff(source: Source) -> float:
    """0.97 for a text that begins with a JCAMP-DX title and version; a reader of another technique may be surer."""
    head = source.head.lstrip("\ufeff \r\n")
    if not _TITLE.match(head):
        return 0.0
    return 0.97 if re.search(r"^##JCAMP-?DX=", head[:4096], re.IGNORECASE | re.MULTILINE) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Every NMR spectrum and decay of a JCAMP-DX file.

    Raises:
        LoadError: no NMR data, several dimensions, peaks without a spectrum, or a damaged table.
    """
    filled = [block for block in blocks(source) if block.tables]
    kinds = [block.fields.get("DATATYPE", "").upper() for block in filled]
    nmr = [(block, kind) for block, kind in zip(filled, kinds, strict=True) if "NMR" in kind]
    if not nmr:
        if (
            "$AQMOD" in (held := blocks(source)[0].fields)
            or "$SIOLD" in held
            or "Parameter" in held.get("DATATYPE", "")
        ):
            raise LoadError(f"{source.name}: this is a Bruker parameter file. Open the folder of its experiment.")
        named = next((kind.lower() for kind in kinds if kind), "no NMR spectrum")
        raise LoadError(f"{source.name}: this JCAMP-DX file holds {named}, which is not read here.")
    readings = []
    for place, (block, kind) in enumerate(nmr):
        label = f"block {place + 1} of {len(nmr)}" if len(nmr) > 1 else ""
        readings.append(_reading(source, block, kind, label, place))
    return tuple(readings)


def _reading(source: Source, block: Block, kind: str, label: str, sweep: int) -> Reading:
    several = is_series(block)
    dimensions = number(block.fields.get("NUMDIM", "1")) or 1
    if not several and (
        dimensions > 1 or kind.startswith(("ND ", "2D ", "3D ")) or "/" in kind or len(block.tables) > 2
    ):
        raise LoadError(
            f"{source.name}: this JCAMP-DX file has several dimensions; only one is read. Export each spectrum by itself."
        )
    if block.tables[0][0] == "other":
        raise LoadError(f"{source.name}: this JCAMP-DX file lists peaks, not a spectrum. Export the spectrum (XYDATA).")
    header = _header(block)
    delays: tuple[float, ...] | None = None
    if several:
        x, parts, delays, written = series(source, block)
        unit = _spelled(written)
        if delays is None:
            header.notices.append("The file gives no delays for its series of spectra: type them.")
    else:
        x, parts = _ntuples(source, block) if "NTUPLES" in block.fields else _xydata(source, block)
        unit = _unit(block)
    signal = parts[0] + 1j * parts[1] if len(parts) == 2 else parts[0]
    if "FID" in kind or unit == "s":
        if len(parts) < 2:
            raise LoadError(f"{source.name}: this decay has no imaginary part, so it is not read.")
        step = abs(float(x[-1] - x[0])) / max(len(x) - 1, 1)
        header.sweep_width = 1 / step if step > 0 else None
        header.group_delay = group_delay(
            *(number(block.fields.get(key, "")) for key in ("$GRPDLY", "$DSPFVS", "$DECIM"))
        )
        return raw_reading(source, signal.astype(np.complex128), header, label=label, sweep=sweep, delays=delays)
    if len(parts) == 2 and any(key in block.fields for key in ("$PHC0", "$BF1", "$SIOLD")):
        # TopSpin's imaginary part has the opposite sign of the transform that its real part belongs to.
        signal = signal.conj()
    shift = _shift(source, block, header, x, unit)
    return spectrum_reading(source, shift, signal, header, label=label, sweep=sweep, delays=delays)


def _shift(source: Source, block: Block, header: Header, x: Real, unit: str) -> Real:
    """The axis in ppm; one in Hz has its zero by .SHIFT REFERENCE (point and shift) or by Bruker's OFFSET."""
    if unit == "ppm":
        return x
    zero = header.reference or header.larmor_frequency
    if unit != "Hz" or not zero:
        raise LoadError(f"{source.name}: its axis is in {unit or 'no unit'}, and no Larmor frequency is given.")
    ppm = np.asarray(x / zero, dtype=np.float64)
    offset = number(block.fields.get("$OFFSET", ""))
    words = [word.strip() for word in block.fields.get(".SHIFTREFERENCE", "").split(",")]
    if len(words) >= 4 and (place := number(words[2])) is not None and (shift := number(words[3])) is not None:
        at = int(place) - 1
        if 0 <= at < len(ppm):
            return np.asarray(ppm - ppm[at] + shift, dtype=np.float64)
    if offset is not None:
        return np.asarray(ppm - ppm.max() + offset, dtype=np.float64)
    header.notices.append("The file says its axis in Hz without a reference: 0 Hz was taken for 0 ppm.")
    return ppm


def _xydata(source: Source, block: Block) -> tuple[Real, list[Real]]:
    """Abscissa and ordinates of XYDATA; of two tables the second holds the imaginary part."""
    first, last = number(block.fields.get("FIRSTX", "")), number(block.fields.get("LASTX", ""))
    if first is None or last is None or first == last:
        raise LoadError(f"{source.name}: it gives no abscissa (FIRSTX, LASTX). Export it again.")
    points = count(source, block.fields.get("NPOINTS", ""))
    # VNMR writes one point too many into NPOINTS: its DELTAX tells.
    delta = number(block.fields.get("DELTAX", "")) or 0.0
    if delta and round((last - first) / delta) + 2 == points:
        points -= 1
    parts = []
    for _, lines, before in block.tables:
        parts.append(decoded(source, lines, points) * (number(before.get("YFACTOR", "1")) or 1.0))
    return np.linspace(first, last, points), parts


def _ntuples(source: Source, block: Block) -> tuple[Real, list[Real]]:
    """Abscissa and ordinates of NTUPLES: X, the real and perhaps the imaginary part, a page each."""
    rows = {key: row(block, key) for key in ("SYMBOL", "VARDIM", "FACTOR", "FIRST", "LAST")}
    symbols = [symbol.upper() for symbol in rows["SYMBOL"]]
    if any(symbol not in ("X", "R", "I", "Y") for symbol in symbols):
        raise LoadError(
            f"{source.name}: this JCAMP-DX file has several dimensions; only one is read. Export each spectrum by itself."
        )
    if "X" not in symbols or any(len(row) < len(symbols) for row in rows.values()):
        raise LoadError(f"{source.name}: its table of variables (NTUPLES) is damaged. Export it again.")
    at = symbols.index("X")
    points = count(source, rows["VARDIM"][at])
    first, last = number(rows["FIRST"][at]), number(rows["LAST"][at])
    if first is None or last is None or first == last:
        raise LoadError(f"{source.name}: it gives no abscissa (FIRST, LAST). Export it again.")
    found: dict[str, Real] = {}
    for form, lines, _ in block.tables:
        match = re.search(r"\(X\+\+\((\w)\.\.", form.upper())
        if match is None or match[1] not in symbols:
            raise LoadError(f"{source.name}: a table of it has a form that is not known ({form[:30]}).")
        factor = number(rows["FACTOR"][symbols.index(match[1])]) or 1.0
        found.setdefault("R" if match[1] == "Y" else match[1], decoded(source, lines, points) * factor)
    if "R" not in found:
        raise LoadError(f"{source.name}: it holds no real part. Export it again.")
    return np.linspace(first, last, points), [found[part] for part in ("R", "I") if part in found]


def _header(block: Block) -> Header:
    fields = block.fields
    observed = number(fields.get(".OBSERVEFREQUENCY", ""))
    base = number(fields.get("$SF", "")) or number(fields.get("$BF1", ""))
    reference = base if base and observed and abs(base - observed) < 0.01 * observed else None
    others = {name: fields[key] for key, name in _OTHERS.items() if fields.get(key)}
    spinning = number(fields.get("$MASR", "")) or number(fields.get(".SPINNINGRATE", ""))
    delays = re.findall(r"[-+.\deE]+", re.sub(r"\(0\.\.\d+\)", "", fields.get("$D", "")))
    return Header(
        nucleus=fields.get(".OBSERVENUCLEUS", "").strip(" ^<>"),
        larmor_frequency=observed,
        reference=reference,
        scans=number(fields.get(".AVERAGES", "")),
        receiver_gain=number(fields.get("$RG", "")),
        recycle_delay=number(delays[1]) if len(delays) > 1 else None,
        mas_rate=spinning,
        temperature=number(fields.get("$TE", "")),
        title=fields.get("TITLE", "").strip()[:2000] or None,
        pulse_program=fields.get(".PULSESEQUENCE") or None,
        origin=fields.get("ORIGIN") or None,
        date=fields.get("LONGDATE") or fields.get("DATE") or None,
        others=others,
    )


def _unit(block: Block) -> str:
    if "NTUPLES" in block.fields:
        symbols, units = row(block, "SYMBOL"), row(block, "UNITS")
        unit = units[symbols.index("X")] if "X" in symbols and len(units) == len(symbols) else ""
    else:
        unit = block.fields.get("XUNITS", "")
    return _spelled(unit)


def _spelled(unit: str) -> str:
    return {"HZ": "Hz", "PPM": "ppm", "SECONDS": "s", "S": "s"}.get(unit.strip().upper(), unit.strip()[:20])
