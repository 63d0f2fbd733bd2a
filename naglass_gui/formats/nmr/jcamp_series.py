"""JCAMP-DX NTUPLES of two dimensions as a series of slices: a page a slice, with its delay where the file says it in s.

A. N. Davies, P. Lampen, Appl. Spectrosc. 47 (1993) 1093, and JCAMP-DX 6.00 (draft): the variables F1, F2 (or T1, T2) and the
ordinates; before each table `##PAGE= T1=0.05`, and the form `(T2++(R..R))`.
"""

from __future__ import annotations

import re

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.nmr.jcamp_blocks import Block, count, decoded, number, row
from naglass_gui.formats.nmr.reading import MAX_POINTS, Real
from naglass_gui.formats.source import Source

_SECONDS = {"SECONDS": 1.0, "SECOND": 1.0, "S": 1.0, "SEC": 1.0, "MILLISECONDS": 1e-3, "MSEC": 1e-3, "MS": 1e-3}
_FREQUENCIES = ("HZ", "PPM", "KHZ", "MHZ")
_DELAY_NAME = re.compile(r"DELAY|TAU|RECOVERY|VD|RELAX|TIME\s*LIST|MIXING", re.IGNORECASE)
_EVEN = 1e-6


def is_series(block: Block) -> bool:
    """Whether a block holds NTUPLES with two independent variables."""
    return "NTUPLES" in block.fields and len(_independent(block)) == 2


def series(source: Source, block: Block) -> tuple[Real, list[Real], tuple[float, ...] | None, str]:
    """The slices of a series.

    Returns:
        The abscissa of the slices, shape (n,); the real and perhaps the imaginary part, each of shape (m, n); the delays in s,
        shape (m,), or None where the pages say none; the unit of the abscissa as it is written.

    Raises:
        LoadError: a real 2D spectrum, pages that do not agree, or a damaged table.
    """
    symbols = [symbol.upper() for symbol in row(block, "SYMBOL")]
    slow, fast = _independent(block)
    rows = {key: row(block, key) for key in ("VARDIM", "FACTOR", "FIRST", "LAST", "UNITS")}
    if any(len(values) < len(symbols) for values in rows.values()):
        raise LoadError(f"{source.name}: its table of variables (NTUPLES) is damaged. Export it again.")
    at = symbols.index(fast)
    points = count(source, rows["VARDIM"][at])
    first, last = number(rows["FIRST"][at]), number(rows["LAST"][at])
    if first is None or last is None or first == last:
        raise LoadError(f"{source.name}: it gives no abscissa (FIRST, LAST). Export it again.")
    if len(block.tables) * points > MAX_POINTS:
        raise LoadError(f"{source.name}: it holds more points than are read.")
    pages: dict[str, dict[str, Real]] = {}
    for place, (form, lines, before) in enumerate(block.tables):
        match = re.search(rf"\({fast}\+\+\((\w)\.\.", form.upper())
        if match is None or match[1] not in symbols:
            raise LoadError(f"{source.name}: a table of it has a form that is not known ({form[:30]}).")
        part = "R" if match[1] == "Y" else match[1]
        page = before.get("PAGE") or f"{sum(part in held for held in pages.values())}"
        if part in pages.get(page, {}):
            page = f"{page} #{place}"
        factor = number(rows["FACTOR"][symbols.index(match[1])]) or 1.0
        pages.setdefault(page, {})[part] = decoded(source, lines, points) * factor
    parts = [part for part in ("R", "I") if all(part in held for held in pages.values())]
    if "R" not in parts or any(len(held) != len(parts) for held in pages.values()):
        raise LoadError(f"{source.name}: its slices do not all have the same parts. Was it exported completely?")
    delays = _delays(source, block, list(pages), slow, rows["UNITS"][symbols.index(slow)].strip().upper())
    values = [np.stack([held[part] for held in pages.values()]) for part in parts]
    return np.linspace(first, last, points), values, delays, rows["UNITS"][at].strip()


def _independent(block: Block) -> list[str]:
    """The symbols of the independent variables, the slow one first: those that are no ordinates."""
    return [symbol.upper() for symbol in row(block, "SYMBOL") if re.fullmatch(r"[FT][12]", symbol, re.IGNORECASE)]


def _delays(source: Source, block: Block, pages: list[str], slow: str, unit: str) -> tuple[float, ...] | None:
    """What the pages say of the slow variable, in s; None where it is only a number.

    Raises:
        LoadError: the slow variable is a frequency, or steps evenly as in a 2D correlation.
    """
    names = row(block, "VARNAME")
    at = [symbol.upper() for symbol in row(block, "SYMBOL")].index(slow)
    is_delay = at < len(names) and bool(_DELAY_NAME.search(names[at]))
    real_2d = LoadError(
        f"{source.name}: this is a real 2D spectrum; 2D correlation is not read for the moment. A series with delays is."
    )
    if unit in _FREQUENCIES:
        raise real_2d
    values = [
        number(match[1]) if (match := re.match(rf"\s*{slow}\s*=\s*([-+.\deE]+)", page, re.I)) else None
        for page in pages
    ]
    factor = _SECONDS.get(unit)
    if factor is None or any(value is None or value < 0 for value in values):
        return None
    delays = tuple(float(value) * factor for value in values if value is not None)
    steps = np.diff(delays)
    even = len(steps) > 2 and bool(np.ptp(steps) <= _EVEN * max(abs(delays[-1] - delays[0]), 1e-300))
    if even and not is_delay:
        raise real_2d
    return delays
