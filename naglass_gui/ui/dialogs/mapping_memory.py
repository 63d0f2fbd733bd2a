"""Column mappings that were chosen before, by the header they were chosen for; kept in the settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from naglass_gui.core.errors import LoadError
from naglass_gui.formats.stored_mapping import TableMapping, from_json, to_json
from naglass_gui.ui.dialogs.mapping_draft import signature

SETTING = "import/columns"
MOST = 60


class MappingMemory:
    """Remembers a mapping for each header; without settings it remembers nothing."""

    def __init__(self, settings: Any = None) -> None:
        self._settings = settings

    def recall(self, lines: Sequence[str], sheet: str = "") -> TableMapping | None:
        """The mapping chosen last for a table like this, None where there is none that can be read."""
        text = self._kept().get(signature(lines))
        try:
            return replace(from_json(json.loads(str(text)))[0], sheet=sheet) if text else None
        except (ValueError, LoadError):
            # Edited by hand, or from another version: then the person chooses again.
            return None

    def keep(self, lines: Sequence[str], mapping: TableMapping) -> None:
        """Remember a mapping for tables like this."""
        key = signature(lines)
        if self._settings is None or not key:
            return
        others = [(k, v) for k, v in self._kept().items() if k != key]
        self._settings.set(SETTING, dict([*others[-(MOST - 1) :], (key, to_json((mapping,)))]))

    def _kept(self) -> dict[str, Any]:
        kept: dict[str, Any] = self._settings.get(SETTING, {}) if self._settings is not None else {}
        return kept
