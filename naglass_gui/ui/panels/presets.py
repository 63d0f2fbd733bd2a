"""Cell presets: what stays the same from pellet to pellet, kept across projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Specimen
from naglass_gui.core.quantity import Quantity, parse_quantity
from naglass_gui.ui.panels.fields import as_typed

SETTING = "cells/presets"


@dataclass(frozen=True, slots=True)
class CellPreset:
    """A measuring cell: its electrodes' diameter or area, their material, resistance and inductance of its leads."""

    name: str
    diameter: Quantity | None = None
    area: Quantity | None = None
    lead_resistance: Quantity | None = None
    electrodes: str = ""
    lead_inductance: Quantity | None = None

    @classmethod
    def of(cls, name: str, specimen: Specimen) -> CellPreset:
        """What a specimen tells of its cell."""
        return cls(
            name,
            specimen.diameter,
            specimen.area,
            specimen.lead_resistance,
            specimen.electrodes,
            specimen.lead_inductance,
        )

    def sizes(self) -> dict[str, Any]:
        """Keywords of `edits.set_sizes`."""
        return {
            "diameter": self.diameter,
            "area": self.area,
            "lead_resistance": self.lead_resistance,
            "lead_inductance": self.lead_inductance,
            "electrodes": self.electrodes,
        }

    def words(self) -> str:
        """Its sizes, for the menu."""
        leads = (self.lead_resistance, self.lead_inductance)
        said = [as_typed(q) for q in (self.area or self.diameter, *leads) if q is not None]
        return ", ".join([*said, *([self.electrodes] if self.electrodes else [])])


class CellPresets:
    """The presets in the settings."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings

    def all(self) -> list[CellPreset]:
        """Every preset that can be read, by name."""
        kept: dict[str, dict[str, str]] = self._settings.get(SETTING, {})
        presets = [_read(name, fields) for name, fields in sorted(kept.items())]
        return [preset for preset in presets if preset is not None]

    def keep(self, preset: CellPreset) -> None:
        """Keep a preset; one of the same name is replaced."""
        fields = {
            "diameter": _text(preset.diameter),
            "area": _text(preset.area),
            "lead_resistance": _text(preset.lead_resistance),
            "lead_inductance": _text(preset.lead_inductance),
            "electrodes": preset.electrodes,
        }
        self._settings.set(SETTING, {**self._settings.get(SETTING, {}), preset.name: fields})


def _text(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    error = "" if quantity.stderr is None else f" +- {quantity.stderr!r}"
    return f"{quantity.value!r}{error} {quantity.unit}"


def _read(name: str, fields: Any) -> CellPreset | None:
    """A preset from the settings, None where a hand or another version made it unreadable."""
    try:
        return CellPreset(
            name,
            _quantity(fields.get("diameter"), "length"),
            _quantity(fields.get("area"), "area"),
            _quantity(fields.get("lead_resistance"), "resistance"),
            str(fields.get("electrodes", "")),
            _quantity(fields.get("lead_inductance"), "inductance"),
        )
    except (AttributeError, InputError):
        return None


def _quantity(text: Any, measures: str) -> Quantity | None:
    return parse_quantity(str(text), measures) if text else None
