"""The pellet's sizes: shows a Specimen and who shares it, asks for changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Id, Specimen
from naglass_gui.core.quantity import Quantity, dimension, parse_quantity, positive
from naglass_gui.ui.panels.fields import FieldGrid, as_typed, quantity_field
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.presets import CellPreset, CellPresets
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.services import Services
from naglass_gui.ui.theme import SPACING

SHOWN_NAMES = 12


class PelletPanel(QWidget):
    """Thickness, diameter or area, and lead resistance of the pellet.

    `edited(text, sizes, live)`: `sizes` are keywords of `edits.set_sizes`; `live` while a value is still moving.
    `new_pellet_requested`: this measurement was made on another pellet. `pellet_chosen(id)`: on one that is already there.

    Args:
        services: of the window.
        leads: whether cables matter to what is measured: they do to an impedance, and not to a current of some nanoamperes.
        parent: of the widget.
    """

    edited = Signal(str, object, bool)
    new_pellet_requested = Signal()
    pellet_chosen = Signal(str)

    def __init__(self, services: Services, *, leads: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "conductivity")
        self._services = services
        self._specimen: Specimen | None = None
        self._others: tuple[Specimen, ...] = ()
        self._shared: tuple[str, ...] | None = None
        self.thickness = quantity_field("Thickness", "length", check=positive, placeholder="0.80 ± 0.01 mm")
        self.diameter = ValueField(
            _diameter_or_area, as_typed, name="Diameter", placeholder="8.00 ± 0.05 mm or cm²", optional=True
        )
        self.leads = quantity_field("Lead resistance", "resistance", default_unit="ohm", check=_not_negative)
        self.leads.setPlaceholderText("none")
        self.inductance = quantity_field("Lead inductance", "inductance", default_unit="uH", check=_not_negative)
        self.inductance.setPlaceholderText("none")
        self.grid = FieldGrid()
        self.grid.add("Thickness", self.thickness, "Thickness of the pellet with its uncertainty, as in 0.80 ± 0.01 mm")
        self._wide = self.grid.add(
            "Diameter", self.diameter, "Diameter of the electrodes, or with cm² or mm² their area"
        )
        if leads:
            self.grid.add("Lead R", self.leads, "Resistance of cables and contacts, subtracted before the conductivity")
            self.grid.add(
                "Lead L", self.inductance, "Inductance of the cables, as in 0.5 µH; subtracted where the leads are"
            )
        self.thickness.edited.connect(partial(self._ask, "thickness", "Set the thickness"))
        self.diameter.edited.connect(self._ask_width)
        self.leads.edited.connect(partial(self._ask, "lead_resistance", "Set the lead resistance"))
        self.inductance.edited.connect(partial(self._ask, "lead_inductance", "Set the lead inductance"))
        self.sharing = label("", "muted", wrap=True)
        self.pellet_button = quiet_button("Change pellet", "Another pellet, or the sizes of a cell preset")
        self.pellet_button.clicked.connect(self._open_menu)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING[1])
        foot.addWidget(self.sharing, 1)
        foot.addWidget(self.pellet_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.grid)
        layout.addLayout(foot)
        self.show_specimen(None)

    def show_specimen(
        self, specimen: Specimen | None, shared: Sequence[str] = (), others: Sequence[Specimen] = ()
    ) -> None:
        """Show a pellet.

        Args:
            specimen: None where nothing is known of it yet; typing a size makes one.
            shared: names of all measurements made on it, the shown one included.
            others: further pellets of the sample, to choose from.
        """
        self._others = tuple(others)
        names = tuple(shared)
        if specimen is self._specimen and names == self._shared:
            return
        another = (specimen.id if specimen else None) != (self._specimen.id if self._specimen else None)
        self._specimen, self._shared = specimen, names
        wide = (specimen.area or specimen.diameter) if specimen else None
        for field, quantity in (
            (self.thickness, specimen.thickness if specimen else None),
            (self.diameter, wide),
            (self.leads, specimen.lead_resistance if specimen else None),
            (self.inductance, specimen.lead_inductance if specimen else None),
        ):
            if another:
                field.revert()
            field.show_value(quantity)
        self._wide.setText("Area" if specimen and specimen.area else "Diameter")
        self.sharing.setText(_sharing(specimen, names))
        self.sharing.setToolTip("\n".join([*names[:SHOWN_NAMES], *(["…"] if len(names) > SHOWN_NAMES else [])]))

    def focus_field(self, name: str) -> None:
        """Bring the cursor into "thickness", "diameter" or "lead_resistance"."""
        field = {"thickness": self.thickness, "diameter": self.diameter, "lead_resistance": self.leads}[name]
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- requests --------------------------------------------------------------------------------------------------

    def _ask(self, size: str, text: str, quantity: Quantity | None, live: bool) -> None:
        self.edited.emit(text, {size: quantity}, live)

    def _ask_width(self, quantity: Quantity | None, live: bool) -> None:
        is_area = quantity is not None and dimension(quantity.unit) == "area"
        sizes: dict[str, Any] = {"area": quantity if is_area else None, "diameter": None if is_area else quantity}
        self.edited.emit("Set the area" if is_area else "Set the diameter", sizes, live)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("New pellet").triggered.connect(lambda: self.new_pellet_requested.emit())
        for other in self._others:
            action = menu.addAction(_described(other))
            action.setCheckable(True)
            action.setChecked(self._specimen is not None and other.id == self._specimen.id)
            action.triggered.connect(lambda _, chosen=other.id: self._choose(chosen))
        self._add_presets(menu)
        menu.popup(self.pellet_button.mapToGlobal(self.pellet_button.rect().bottomLeft()))

    def _choose(self, pellet: Id) -> None:
        if self._specimen is None or pellet != self._specimen.id:
            self.pellet_chosen.emit(pellet)

    def _add_presets(self, menu: QMenu) -> None:
        presets = CellPresets(self._services.settings)
        menu.addSeparator()
        for preset in presets.all():
            action = menu.addAction(f"Cell “{preset.name}”: {preset.words()}")
            action.triggered.connect(
                lambda _, p=preset: self.edited.emit(f"Use the cell {p.name}", p.sizes(), False),
            )
        keep = menu.addAction("Keep diameter and leads as a cell preset…")
        keep.setEnabled(self._specimen is not None and (self._specimen.diameter or self._specimen.area) is not None)
        keep.triggered.connect(lambda: self._keep_preset(presets))

    def _keep_preset(self, presets: CellPresets) -> None:
        specimen = self._specimen
        name = self._services.ask.text("Cell preset", "Name of the cell:", specimen.electrodes if specimen else "")
        if specimen is not None and name and name.strip():
            presets.keep(CellPreset.of(name.strip(), specimen))
            self._services.messages.show(f"The cell preset “{name.strip()}” is kept for all projects.", "good")


def _diameter_or_area(text: str) -> Quantity:
    """A length, or an area where the unit says so."""
    try:
        return positive(parse_quantity(text, "length", "", "Diameter"), "Diameter")
    except InputError as not_a_length:
        try:
            area = parse_quantity(text, "area", "", "Area")
        except InputError:
            raise not_a_length from None
    return positive(area, "Area")


def _not_negative(quantity: Quantity, name: str) -> Quantity:
    if quantity.value < 0:
        raise InputError(f"{name} cannot be negative, as {quantity} is.", field=name)
    return quantity


def _sharing(specimen: Specimen | None, names: tuple[str, ...]) -> str:
    if specimen is None:
        return "No pellet yet: type its sizes."
    others = len(names) - 1
    if others <= 0:
        return specimen.name
    return f"{specimen.name}, shared by {len(names)} measurements with one and the same error."


def _described(specimen: Specimen) -> str:
    sizes = [as_typed(q) for q in (specimen.thickness, specimen.area or specimen.diameter) if q is not None]
    return f"{specimen.name}: {', '.join(sizes)}" if sizes else specimen.name
