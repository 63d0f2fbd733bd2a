"""CSDM (.csdf): one-dimensional NMR data in the core scientific dataset model.

D. J. Srivastava, T. Vosegaard, D. Massiot, P. J. Grandinetti, PLoS ONE 15 (2020) e0225953.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Header, Real, raw_reading, spectrum_reading
from naglass_gui.formats.source import Source

NAME = "CSDM"
VERSION = "1"

# Possessive: of a text that is no quantity, digits are not tried again in another division.
_QUANTITY = re.compile(r"\s*+([-+]?(?:\d++\.?\d*+|\.\d++)(?:[eE][-+]?\d++)?)\s*+([^\s]*+)\s*+")
_PREFIXES = {"": 1.0, "n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9}
_KINDS = {
    f"{kind}{bits}": f"<{letter}{bits // 8}"
    for kind, letter, widths in (
        ("uint", "u", (8, 16, 32, 64)),
        ("int", "i", (8, 16, 32, 64)),
        ("float", "f", (32, 64)),
        ("complex", "c", (64, 128)),
    )
    for bits in widths
}


def sniff(source: Source) -> float:
    """1 for JSON whose outer key is csdm, in any case."""
    return 1.0 if re.match(r"\s*\{\s*\"csdm\"", source.head, re.IGNORECASE) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """Each dependent variable of a one-dimensional CSDM file, in time or in frequency.

    Raises:
        LoadError: no valid CSDM, several dimensions, data kept in another file, or no NMR dimension.
    """
    try:
        content = json.loads(source.text)
    except (ValueError, RecursionError) as fault:
        raise LoadError(
            f"{source.name}: the file is no valid JSON; it is damaged. Export it again.", str(fault)
        ) from fault
    model = content.get("csdm") if isinstance(content, dict) else None
    if not isinstance(model, dict):
        found = next(iter(content), "") if isinstance(content, dict) else ""
        raise LoadError(f"{source.name}: this is no valid CSDM file: its key must be “csdm”, not “{str(found)[:20]}”.")
    dimensions, variables = _list(source, model, "dimensions"), _list(source, model, "dependent_variables")
    if len(dimensions) != 1:
        raise LoadError(
            f"{source.name}: this CSDM file has {len(dimensions)} dimensions; only one is read for the moment."
        )
    if not variables:
        raise LoadError(f"{source.name}: this CSDM file holds no data.")
    readings = []
    for place, variable in enumerate(variables):
        label = str(variable.get("name") or f"variable {place + 1}")[:60] if len(variables) > 1 else ""
        readings.append(_reading(source, model, dimensions[0], variable, label, place))
    return tuple(readings)


def _reading(
    source: Source, model: dict[str, Any], dimension: dict[str, Any], variable: dict[str, Any], label: str, sweep: int
) -> Reading:
    values = _values(source, variable)
    count = dimension.get("count")
    if dimension.get("type") != "linear" or not isinstance(count, int) or not 1 <= count <= MAX_POINTS:
        raise LoadError(f"{source.name}: only CSDM data with a linear dimension are read.")
    if len(values) != count:
        raise LoadError(
            f"{source.name}: the data hold {len(values)} points, the dimension {count}: the file is damaged."
        )
    step, unit = _quantity(source, dimension, "increment", None)
    offset, _ = _quantity(source, dimension, "coordinates_offset", 0.0)
    origin, _ = _quantity(source, dimension, "origin_offset", 0.0)
    first = count // 2 if dimension.get("complex_fft") is True else 0
    place: Real = np.asarray(step * (np.arange(count) - first) + offset, dtype=np.float64)
    header = Header(
        origin="CSDM",
        date=_text(model.get("timestamp")),
        title=_text(model.get("description")) or _text(variable.get("description")),
        others={"label": _text(dimension.get("label")) or ""},
    )
    if unit == "s":
        reciprocal = dimension.get("reciprocal")
        carrier = _quantity(source, reciprocal, "origin_offset", 0.0)[0] if isinstance(reciprocal, dict) else 0.0
        if step <= 0:
            raise LoadError(f"{source.name}: its time runs backward. Export it again.")
        header.larmor_frequency, header.sweep_width = carrier / 1e6, 1 / step
        return raw_reading(source, values.astype(np.complex128), header, label=label, sweep=sweep)
    if unit == "ppm":
        return spectrum_reading(source, place, values, header, label=label, sweep=sweep)
    if unit != "Hz":
        raise LoadError(f"{source.name}: its dimension is in {unit or 'no unit'}: this is no NMR spectrum.")
    if origin <= 0:
        raise LoadError(f"{source.name}: it gives no Larmor frequency (origin_offset), so there is no shift axis.")
    header.larmor_frequency = header.reference = origin / 1e6
    header.carrier = float(place[count // 2]) / origin * 1e6
    header.sweep_width = abs(step) * count
    return spectrum_reading(source, np.asarray(place / origin * 1e6), values, header, label=label, sweep=sweep)


def _values(source: Source, variable: dict[str, Any]) -> Array:
    """The first component of a dependent variable, real or complex, shape (n,)."""
    components = variable.get("components")
    if variable.get("type") == "external" or "components_url" in variable:
        raise LoadError(f"{source.name}: its data are in another file, which is not read. Save it as one .csdf file.")
    kind = _KINDS.get(str(variable.get("numeric_type")))
    if not isinstance(components, list) or not components or kind is None:
        raise LoadError(f"{source.name}: this CSDM file holds no data of a kind that is known.")
    first = components[0]
    try:
        if isinstance(first, str):
            values = np.frombuffer(base64.b64decode(first, validate=True), kind)
        else:
            values = np.asarray(first, dtype=np.float64)
            if "complex" in kind or np.dtype(kind).kind == "c":
                values = values.reshape(-1, 2)[:, 0] + 1j * values.reshape(-1, 2)[:, 1]
    except (ValueError, TypeError, binascii.Error) as fault:
        raise LoadError(
            f"{source.name}: its data cannot be decoded; the file is damaged. Export it again.", str(fault)
        ) from fault
    return values.astype(np.complex128 if np.iscomplexobj(values) else np.float64).ravel()


def _quantity(source: Source, dimension: dict[str, Any], key: str, default: float | None) -> tuple[float, str]:
    """A quantity such as "4.88 Bq" in Hz, s or ppm, and which of them."""
    text = dimension.get(key)
    if text is None and default is not None:
        return default, ""
    match = _QUANTITY.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise LoadError(f"{source.name}: its {key} is no quantity with a unit: the file is damaged. Export it again.")
    value, unit = float(match[1]), match[2]
    for base, name in (("Hz", "Hz"), ("Bq", "Hz"), ("s", "s")):
        prefix = unit.removesuffix(base)
        if unit.endswith(base) and prefix in _PREFIXES:
            return value * _PREFIXES[prefix], name
    return value, unit


def _list(source: Source, model: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = model.get(key, [])
    if not isinstance(found, list) or len(found) > 1000 or not all(isinstance(item, dict) for item in found):
        raise LoadError(f"{source.name}: its {key} are damaged. Export it again.")
    return found


def _text(value: object) -> str | None:
    return value.strip()[:2000] if isinstance(value, str) and value.strip() else None
