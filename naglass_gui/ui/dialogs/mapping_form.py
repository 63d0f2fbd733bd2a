"""The form of the column mapper: which column is what, in which units, and how the lines are cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from naglass_gui.core.quantity import Quantity, positive, unit_symbol
from naglass_gui.formats.headings import FREQUENCY_UNITS, IMPEDANCE_UNITS, PHASE_UNITS
from naglass_gui.formats.mapping import SEPARATORS
from naglass_gui.ui.dialogs.mapping_draft import Draft, Role
from naglass_gui.ui.panels.fields import FieldGrid, number_field, quantity_field
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.theme import SPACING

UNIT_WORDS = {"mohm": "mΩ", "kohm": "kΩ", "Mohm": "MΩ", "deg": "°", "rad/s": "rad s⁻¹"}
SIGN_WORDS = {
    False: (("majority", "Z″ or −Z″, as most are"), ("as written", "Z″, negative"), ("negated", "−Z″, positive")),
    True: (("majority", "as most are"), ("as written", "negative"), ("negated", "positive")),
}
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
        self.kind = self._combo("Given as", [(False, "Z′ and Z″"), (True, "|Z| and phase")], "polar")
        self.frequency, self.first, self.second = (QuietCombo() for _ in range(3))
        self.frequency_unit = self._combo("Unit of the frequency", _units(FREQUENCY_UNITS), "frequency_unit")
        self.impedance_unit = self._combo("Unit of the impedance", _units(IMPEDANCE_UNITS), "impedance_unit")
        self.sign = self._combo("Sign", SIGN_WORDS[False], "sign")
        self.phase_unit = self._combo("Unit of the phase", _units(PHASE_UNITS), "phase_unit")
        self.area = quantity_field("Area", "area", default_unit="cm^2", check=positive, placeholder="0.503 cm²")
        self.area.edited.connect(lambda quantity, _: self._ask(area=_square_centimetres(quantity)))
        self.repeat = number_field("Next spectrum after", minimum=0, placeholder="one spectrum", optional=True)
        self.repeat.edited.connect(lambda value, _: self._ask(repeat_every=round(value or 0)))
        for field in (self.skip, self.area, self.repeat):
            field.keeps_enter = True
        for box in (self.frequency, self.first, self.second):
            box.activated.connect(lambda _, box=box: self._ask_column(box))
        self.grid = FieldGrid()
        self._titles: dict[str, QLabel] = {}
        self._build()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)

    def show_draft(self, draft: Draft, names: Sequence[str]) -> None:
        """Show the choices; `names` has the header of each column of the table."""
        if list(names) != list(self._names) or not self.frequency.count():
            self._names = list(names)
            for box in (self.frequency, self.first, self.second):
                box.clear()
                box.addItem("choose…", None)
                for k, name in enumerate(names):
                    box.addItem(f"{k + 1}  {name}".rstrip(), k)
        if draft.polar != self._draft.polar:
            self._fill(self.sign, SIGN_WORDS[draft.polar])
        self._draft = draft
        shown: tuple[tuple[QuietCombo, Any], ...] = (
            (self.separator, draft.separator),
            (self.decimal, draft.decimal),
            (self.kind, draft.polar),
            (self.frequency, draft.frequency),
            (self.first, draft.first),
            (self.second, draft.second),
            (self.frequency_unit, draft.frequency_unit),
            (self.impedance_unit, draft.impedance_unit),
            (self.phase_unit, draft.phase_unit),
            (self.sign, draft.sign),
        )
        for box, value in shown:
            box.setCurrentIndex(max(box.findData(value), 0) if value is not None else 0)
        self.skip.show_value(float(draft.skip + 1))
        self.repeat.show_value(float(draft.repeat_every) if draft.repeat_every else None)
        self.area.show_value(None if draft.area is None else Quantity(draft.area, None, "cm^2"))
        self._titles["first"].setText("|Z|" if draft.polar else "Z′")
        self._titles["second"].setText("Phase" if draft.polar else "Z″")
        self.phase_unit.setVisible(draft.polar)
        for widget in (self.area, self._titles["area"]):
            widget.setVisible(draft.impedance_unit == "ohm cm^2")

    # -- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.frequency.setAccessibleName("Column of the frequency")
        self.first.setAccessibleName("Column of Z′ or |Z|")
        self.second.setAccessibleName("Column of Z″ or phase")
        self.grid.add("Separator", self.separator)
        self.grid.add("Decimal sign", self.decimal)
        self.grid.add("Numbers from line", self.skip, "The first line that holds numbers; lines above are passed over")
        self.grid.add("Given as", self.kind)
        self.grid.add("Frequency", _side_by_side(self.frequency, self.frequency_unit))
        self._titles["first"] = self.grid.add("Z′", _side_by_side(self.first, self.impedance_unit))
        self._titles["second"] = self.grid.add("Z″", _side_by_side(self.second, self.phase_unit))
        self.grid.add("Its sign", self.sign, "A capacitor has a negative Z″ and phase; many programs write −Z″")
        self._titles["area"] = self.grid.add("Area", self.area, "Area of the electrodes, to turn Ω cm² into Ω")
        self.grid.add(
            "Columns a spectrum",
            self.repeat,
            "Where spectra stand side by side: after how many columns the next one begins",
        )

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
        if field == "polar":
            # The same columns under their other name: they are seldom in another order.
            self._ask(polar=value)
        else:
            self._ask(**{field: value})

    def _ask_column(self, box: QuietCombo) -> None:
        column = box.currentData()
        parts: dict[QuietCombo, Role] = {
            self.frequency: "frequency",
            self.first: "modulus" if self._draft.polar else "z_real",
            self.second: "phase" if self._draft.polar else "z_imag",
        }
        if column is None:
            field = {self.frequency: "frequency", self.first: "first", self.second: "second"}[box]
            self._ask(**{field: None})
        else:
            self.draft_edited.emit(self._draft.with_role(column, parts[box]))

    def _ask(self, **changes: Any) -> None:
        wanted = replace(self._draft, **changes)
        if wanted != self._draft:
            self.draft_edited.emit(wanted)


def _units(units: dict[str, float]) -> list[tuple[str, str]]:
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
