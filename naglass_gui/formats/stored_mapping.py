"""Column mappings as text: what is kept with a measurement, so that its table is always read in the same way again."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.curve_mapping import CurveMapping
from naglass_gui.formats.mapping import ColumnMapping

TableMapping = ColumnMapping | CurveMapping

_NUMBER, _OPTIONAL = (int,), (int, type(None))
_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("frequency", "skip", "repeat_every", "time", "current"), _NUMBER),
    **dict.fromkeys(("z_real", "z_imag", "modulus", "phase", "voltage", "temperature"), _OPTIONAL),
    "area": (int, float, type(None)),
}


def to_json(mappings: tuple[TableMapping, ...]) -> str:
    """Mappings as text."""
    return json.dumps([asdict(mapping) for mapping in mappings], ensure_ascii=False, sort_keys=True)


def from_json(value: object) -> tuple[TableMapping, ...]:
    """Mappings from what `to_json` wrote, already parsed. Raises LoadError when it is anything else."""
    if not isinstance(value, list) or not value or len(value) > 1000:
        raise LoadError("The stored column mapping is damaged.")
    return tuple(_one(item) for item in value)


def _one(item: object) -> TableMapping:
    if not isinstance(item, dict):
        raise LoadError("The stored column mapping is damaged.")
    kind = CurveMapping if "time" in item else ColumnMapping
    needed = {"time", "current"} if kind is CurveMapping else {"frequency"}
    # A field that a later version adds is missing in what an earlier one stored: it has its default.
    if not needed <= set(item) <= {field.name for field in fields(kind)}:
        raise LoadError("The stored column mapping is damaged.")
    if any(type(value) not in _KINDS.get(name, (str,)) for name, value in item.items()):
        raise LoadError("The stored column mapping is damaged.")
    return kind(**item)
