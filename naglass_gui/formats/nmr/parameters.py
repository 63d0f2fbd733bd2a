"""Bruker's parameter files (acqus, procs): `##$KEY= value`, arrays over several lines, texts between < and >."""

from __future__ import annotations

import math
import re

from naglass_gui.formats.source import decode

_LINE = re.compile(r"##(\$?[\w /-]+?)[ \t]*=(.*)")
_ARRAY = re.compile(r"\(0\.\.\d+\)")
_MAX_VALUE = 20_000


class Parameters:
    """The fields of one parameter file; one that is missing or no number is None, however the file was cut short.

    Args:
        data: its bytes; None stands for a file that is not there, which has no fields.
    """

    def __init__(self, data: bytes | None) -> None:
        self._fields = _fields(decode(data)) if data else {}

    def __contains__(self, key: str) -> bool:
        return key in self._fields

    def text(self, key: str) -> str | None:
        """A field as text, without the marks < and >."""
        value = self._fields.get(key)
        if value is None:
            return None
        value = value.strip()
        inner = re.match(r"<(.*?)>?$", value, re.DOTALL)
        return (inner[1] if inner else value).strip()

    def number(self, key: str) -> float | None:
        """A field as a finite number."""
        return _number(self._fields.get(key, ""))

    def whole(self, key: str) -> int | None:
        """A field as a whole number."""
        value = self.number(key)
        return int(value) if value is not None and value == int(value) else None

    def array(self, key: str) -> list[float]:
        """The numbers of an array such as D or P; what is no number is NaN; empty where there is none."""
        words = _ARRAY.sub(" ", self._fields.get(key, ""), count=1).split()
        return [math.nan if (v := _number(word)) is None else v for word in words]

    def element(self, key: str, index: int) -> float | None:
        """One number of an array: `element("D", 1)` is the recycle delay."""
        values = self.array(key)
        return values[index] if index < len(values) and math.isfinite(values[index]) else None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e300 else None


def _fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if line.startswith("$$"):
            continue
        match = _LINE.match(line)
        if match is not None:
            key = match[1].strip().lstrip("$")
            # The first wins: a field that a damaged file holds twice is not overwritten.
            if key in fields:
                key = ""
            else:
                fields[key] = match[2].strip()
        elif line.startswith("##"):
            key = ""
        elif key and len(fields[key]) < _MAX_VALUE:
            fields[key] += "\n" + line
    return fields
