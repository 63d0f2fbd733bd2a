"""The form of the column mapper: which column is what, in which units, and how the lines are cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from naglass_gui.core.quantity import Quantity, positive, unit_symbol
from naglass_gui.formats.curve_headings import CURRENT_UNITS, TEMPERATURE_UNITS, TIME_UNITS, VOLTAGE_UNITS
from naglass_gui.formats.headings import FREQUENCY_UNITS, IMPEDANCE_UNITS, PHASE_UNITS
from naglass_gui.formats.mapping import SEPARATORS
from naglass_gui.ui.dialogs.mapping_draft import ROLES, Draft, Kind, Role
from naglass_gui.ui.panels.fields import FieldGrid, number_field, quantity_field
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.theme import SPACING

UNIT_WORDS = {"mohm": "mΩ", "kohm": "kΩ", "Mohm": "MΩ", "deg": "°", "rad/s": "rad s⁻¹", "uA": "µA", "uV": "µV"}
SIGN_WORDS = {
    False: (("majority", "Z″ or −Z″, as most are"), ("as written", "Z″, negative"), ("negated", "−Z″, positive")),
    True: (("majority", "as most are"), ("as written", "negative"), ("negated", "positive")),
}
KIND_WORDS = (("rectangular", "Z′ and Z″"), ("polar", "|Z| and phase"), ("curve", "Current over time"))
TITLES: dict[Kind, tuple[str, str, str]] = {
    "rectangular": ("Frequency", "Z′", "Z″"),
    "polar": ("Frequency", "|Z|", "Phase"),
    "curve": ("Time", "Current", "Voltage"),
}
UNITS: dict[bool, tuple[tuple[str, Iterable[str]], ...]] = {
    False: (("frequency_unit", FREQUENCY_UNITS), ("impedance_unit", IMPEDANCE_UNITS), ("phase_unit", PHASE_UNITS)),
    True: (("time_unit", TIME_UNITS), ("current_unit", CURRENT_UNITS), ("voltage_unit", VOLTAGE_UNITS)),
}
"""The fields of the three units and their choices: of an impedance, and of a current over time."""
UNIT_WIDTH = 86
DECIMAL_WORDS = {".": "point", ",": "comma"}


class MappingForm(QWidget):
    """Shows a draft, asks for another by `draft_edited`."""

    draft_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self._names: Sequence[str] = ()
        self.separator = self._combo("Separator", [(s, w) for s, w in SEPARATORS.items()], "separator")
        self.decimal = self._combo("Decimal sign", list(DECIMAL_WORDS.items()), "decimal")
        self.skip = number_field("First line of numbers", minimum=1)
        self.skip.edited.connect(lambda value, _: self._ask(skip=round(value) - 1))
        self.kind = self._combo("Given as", KIND_WORDS, "kind")
        self.frequency, self.first, self.second, self.temperature = (QuietCombo() for _ in range(4))
        self.frequency_unit = self._unit_combo("Unit of frequency or time", 0)
        self.impedance_unit = self._unit_combo("Unit of impedance or current", 1)
        self.phase_unit = self._unit_combo("Unit of phase or voltage", 2)
        self.sign = self._combo("Sign", SIGN_WORDS[False], "sign")
        self.temperature_unit = self._combo("Unit of the temperature", _units(TEMPERATURE_UNITS), "temperature_unit")
        self.area = quantity_field("Area", "area", default_unit="cm^2", check=positive, placeholder="0.503 cm²")
        self.area.edited.connect(lambda quantity, _: self._ask(area=_square_centimetres(quantity)))
        self.repeat = number_field("Next spectrum after", minimum=0, placeholder="one spectrum", optional=True)
        self.repeat.edited.connect(lambda value, _: self._ask(repeat_every=round(value or 0)))
        for field in (self.skip, self.area, self.repeat):
            field.keeps_enter = True
        for box in self._column_boxes:
            box.activated.connect(lambda _, box=box: self._ask_column(box))
        self.grid = FieldGrid()
        self._titles: dict[str, QLabel] = {}
        self._build()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)

    def show_draft(self, draft: Draft, names: Sequence[str]) -> None:
        """Show the choices; `names` has the header of each column of the table."""
        if list(names) != list(self._names) or not self.frequency.count() or draft.curve != self._draft.curve:
            self._names = list(names)
            optional = (self.temperature, self.second) if draft.curve else (self.temperature,)
            for box in self._column_boxes:
                box.clear()
                box.addItem("none" if box in optional else "choose…", None)
                for k, name in enumerate(names):
                    box.addItem(f"{k + 1}  {name}".rstrip(), k)
        if draft.polar != self._draft.polar:
            self._fill(self.sign, SIGN_WORDS[draft.polar])
        if draft.curve != self._draft.curve:
            for box, (_, units) in zip(self._unit_boxes, UNITS[draft.curve], strict=True):
                self._fill(box, _units(units))
        self._draft = draft
        shown: tuple[tuple[QuietCombo, Any], ...] = (
            (self.separator, draft.separator),
            (self.decimal, draft.decimal),
            (self.kind, draft.kind),
            (self.frequency, draft.frequency),
            (self.first, draft.first),
            (self.second, draft.second),
            (self.sign, draft.sign),
            (self.temperature, draft.temperature),
            (self.temperature_unit, draft.temperature_unit),
            *(
                (box, getattr(draft, field))
                for box, (field, _) in zip(self._unit_boxes, UNITS[draft.curve], strict=True)
            ),
        )
        for box, value in shown:
            box.setCurrentIndex(max(box.findData(value), 0) if value is not None else 0)
        self.skip.show_value(float(draft.skip + 1))
        self.repeat.show_value(float(draft.repeat_every) if draft.repeat_every else None)
        self.area.show_value(None if draft.area is None else Quantity(draft.area, None, "cm^2"))
        for key, words in zip(("frequency", "first", "second"), TITLES[draft.kind], strict=True):
            self._titles[key].setText(words)
        self.phase_unit.setVisible(draft.kind != "rectangular")
        for key, row in self._rows.items():
            seen = not draft.curve and (key != "area" or draft.impedance_unit == "ohm cm^2")
            for widget in (row, self._titles[key]):
                widget.setVisible(seen)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.frequency.setAccessibleName("Column of the frequency or time")
        self.first.setAccessibleName("Column of Z′, |Z| or current")
        self.second.setAccessibleName("Column of Z″, phase or voltage")
        self.temperature.setAccessibleName("Column of the temperature")
        self.grid.add("Separator", self.separator)
        self.grid.add("Decimal sign", self.decimal)
        self.grid.add("Numbers from line", self.skip, "The first line that holds numbers; lines above are passed over")
        self.grid.add("Given as", self.kind)
        columns = zip(("frequency", "first", "second"), self._column_boxes, self._unit_boxes, strict=False)
        for (key, box, unit), words in zip(columns, TITLES["rectangular"], strict=True):
            self._titles[key] = self.grid.add(words, _side_by_side(box, unit))
        temperature = _side_by_side(self.temperature, self.temperature_unit)
        self._rows = {"sign": self.sign, "area": self.area, "temperature": temperature, "repeat": self.repeat}
        described = {
            "sign": ("Its sign", "A capacitor has a negative Z″ and phase; many programs write −Z″"),
            "area": ("Area", "Area of the electrodes, to turn Ω cm² into Ω"),
            "temperature": (
                "Temperature",
                "A column of it: spectra of different temperatures become measurements of their own",
            ),
            "repeat": (
                "Columns a spectrum",
                "Where spectra stand side by side: after how many columns the next one begins",
            ),
        }
        for key, row in self._rows.items():
            self._titles[key] = self.grid.add(described[key][0], row, described[key][1])

    @property
    def _column_boxes(self) -> tuple[QuietCombo, ...]:
        return self.frequency, self.first, self.second, self.temperature

    @property
    def _unit_boxes(self) -> tuple[QuietCombo, ...]:
        return self.frequency_unit, self.impedance_unit, self.phase_unit

    def _unit_combo(self, name: str, place: int) -> QuietCombo:
        """The unit of one of the three columns; which units there are follows what the table gives."""
        box = QuietCombo()
        box.setAccessibleName(name)
        self._fill(box, _units(UNITS[False][place][1]))
        box.activated.connect(lambda _: self._ask(**{UNITS[self._draft.curve][place][0]: box.currentData()}))
        return box

    def _combo(self, name: str, items: Sequence[tuple[Any, str]], field: str) -> QuietCombo:
        box = QuietCombo()
        box.setAccessibleName(name)
        self._fill(box, items)
        box.activated.connect(lambda _: self._ask_field(field, box.currentData()))
        return box

    def _fill(self, box: QuietCombo, items: Sequence[tuple[Any, str]]) -> None:
        box.clear()
        for value, words in items:
            box.addItem(words, value)

    def _ask_field(self, field: str, value: Any) -> None:
        if field == "kind" and "curve" in (value, self._draft.kind):
            self.draft_edited.emit(self._draft.of_kind(value))
        else:
            # |Z| and phase for Z′ and Z″ are the same columns under their other names: they are seldom in another order.
            self._ask(**{field: value})

    def _ask_column(self, box: QuietCombo) -> None:
        column = box.currentData()
        roles: tuple[Role, ...] = (*ROLES[self._draft.kind], "temperature")
        fields = ("frequency", "first", "second", "temperature")
        place = self._column_boxes.index(box)
        if column is None:
            self._ask(**{fields[place]: None})
        else:
            self.draft_edited.emit(self._draft.with_role(column, roles[place]))

    def _ask(self, **changes: Any) -> None:
        wanted = replace(self._draft, **changes)
        if wanted != self._draft:
            self.draft_edited.emit(wanted)


def _units(units: Iterable[str]) -> list[tuple[str, str]]:
    return [(unit, UNIT_WORDS.get(unit, unit_symbol(unit))) for unit in units]


def _square_centimetres(quantity: Quantity | None) -> float | None:
    return None if quantity is None else quantity.to("cm^2").value


def _side_by_side(wide: QWidget, narrow: QuietCombo) -> QWidget:
    row = QWidget()
    narrow.setFixedWidth(UNIT_WIDTH)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING[1])
    layout.addWidget(wide, 1)
    layout.addWidget(narrow)
    row.setFocusProxy(wide)
    return row
