"""Numbers in what a file says of a measurement."""

from __future__ import annotations

from collections.abc import Mapping

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import parse_number


def number_in(metadata: Mapping[str, str], name: str) -> float | None:
    """A finite number of the metadata by name, None without."""
    text = metadata.get(name)
    if text is None:
        return None
    try:
        return parse_number(text.split()[0] if text.split() else "")
    except InputError:
        return None
