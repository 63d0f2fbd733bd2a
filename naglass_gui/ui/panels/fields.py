"""The fields a panel is made of: a number, a quantity with its unit, and a grid that lines them up with their faults."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import Quantity, canonical_unit, dimension, parse_number, parse_quantity, unit_symbol
from naglass_gui.ui.fonts import interface_font
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING

LONGEST_NAME = "Random starts"
Check = Callable[[Quantity, str], Quantity]


def plain_number(value: float) -> str:
    """A number at full precision as one would type it, with a real minus."""
    return f"{value:.12g}".replace("-", "−")


def as_typed(quantity: Quantity) -> str:
    """A quantity with the digits it was typed with, "0.80 ± 0.01 mm": no figures are added to its error."""
    if quantity.stderr is None:
        return str(quantity)
    value, error = Decimal(f"{quantity.value:.10g}"), Decimal(f"{quantity.stderr:.6g}")
    places = max(0, *(-int(d.as_tuple().exponent) for d in (value, error)))
    if not 1e-4 <= abs(quantity.value) < 1e6 or places > 8:
        return str(quantity)
    unit = unit_symbol(quantity.unit)
    return f"{value:.{places}f} ± {error:.{places}f} {unit}".rstrip().replace("-", "−")


def number_field(
    name: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    optional: bool = False,
    placeholder: str = "",
) -> ValueField:
    """A field for a number without unit; a decimal comma is understood.

    Its `edited` carries a float, or None for an empty optional field.
    """

    def read(text: str) -> float:
        value = parse_number(text)
        if minimum is not None and value < minimum:
            raise InputError(f"{name} must be at least {plain_number(minimum)}.", field=name)
        if maximum is not None and value > maximum:
            raise InputError(f"{name} must be at most {plain_number(maximum)}.", field=name)
        return value

    return ValueField(read, plain_number, name=name, optional=optional, placeholder=placeholder)


def quantity_field(
    name: str,
    measures: str,
    *,
    default_unit: str = "",
    check: Check | None = None,
    optional: bool = True,
    placeholder: str = "",
) -> ValueField:
    """A field for a value with unit and uncertainty, as in "0.80 ± 0.01 mm" or "0,80 +- 0,01 mm".

    Args:
        name: what the field is called in sentences.
        measures: the dimension asked for ("length", "temperature"...).
        default_unit: what a bare number means; without one a bare number is refused.
        check: a further test of the quantity, raising InputError (`positive`, `above_absolute_zero`).
        optional: whether the field may be empty.
        placeholder: an example.

    Its `edited` carries a Quantity or None.
    """

    def read(text: str) -> Quantity:
        quantity = parse_quantity(text, measures, default_unit, name)
        return quantity if check is None else check(quantity, name)

    return ValueField(read, as_typed, name=name, optional=optional, placeholder=placeholder)


def parameter_number(text: str, unit: str, name: str) -> float:
    """A parameter's value as typed, in the parameter's own unit; "1.3 kΩ" is understood where the unit is one known here.

    Raises:
        InputError: not a number, or a unit that does not fit.
    """
    try:
        return parse_number(text)
    except InputError as not_bare:
        try:
            own = canonical_unit(unit)
        except InputError:
            raise InputError(f"{name}: {not_bare.sentence}", field=name) from not_bare
        return parse_quantity(text, dimension(own), own, name).to(own).value


class FieldGrid(QWidget):
    """Names at the left, fields at the right, and below a field the sentence that says what is wrong with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING[2])
        self._grid.setVerticalSpacing(SPACING[0])
        self._grid.setColumnStretch(1, 1)
        # Grids below each other line up.
        self._grid.setColumnMinimumWidth(0, QFontMetrics(interface_font()).horizontalAdvance(LONGEST_NAME))
        self._rows = 0

    def add(self, name: str, field: QWidget, hint: str = "") -> QLabel:
        """Append a row; gives its name label. A ValueField gets its sentence below."""
        row = self._next_row()
        title = label(name, "body")
        title.setBuddy(field)
        title.setToolTip(hint)
        self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        if isinstance(field, ValueField):
            field.set_hint(hint)
            sentence = label("", "error", wrap=True)
            sentence.hide()
            self._grid.addWidget(sentence, self._next_row(), 0, 1, 2)

            def say(text: str) -> None:
                sentence.setText(text)
                sentence.setVisible(bool(text))

            field.fault_changed.connect(say)
        return title

    def add_wide(self, widget: QWidget) -> None:
        """Append a row that spans both columns."""
        self._grid.addWidget(widget, self._next_row(), 0, 1, 2)

    def _next_row(self) -> int:
        self._rows += 1
        return self._rows - 1
