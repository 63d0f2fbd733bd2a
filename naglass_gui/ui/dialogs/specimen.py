"""The sizes of a pellet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from naglass_gui.core.project import Specimen
from naglass_gui.core.quantity import Quantity, positive
from naglass_gui.ui.dialogs.form import FormDialog
from naglass_gui.ui.panels.fields import quantity_field

SIZES = (
    ("thickness", "Thickness", "length", "0.80 ± 0.01 mm"),
    ("diameter", "Diameter", "length", "8.00 ± 0.05 mm"),
    ("area", "or its area", "area", "0.503 ± 0.006 cm²"),
    ("mass", "Mass", "mass", "120 ± 1 mg"),
    ("pressure", "Pressed at", "pressure", "370 MPa"),
    ("lead_resistance", "Resistance of the leads", "resistance", "0.5 ± 0.1 Ω"),
    ("lead_inductance", "Inductance of the leads", "inductance", "0.5 ± 0.05 µH"),
)


class SpecimenDialog(FormDialog):
    """Asks for what is known of a pellet, each size with its uncertainty."""

    def __init__(self, specimen: Specimen, parent: QWidget | None = None) -> None:
        super().__init__("Pellet", f"Sizes of {specimen.name}, with their uncertainty and unit", parent=parent)
        self._specimen = specimen
        self.fields = {}
        for name, words, measures, example in SIZES:
            field = quantity_field(words, measures, check=positive, placeholder=example)
            field.show_value(getattr(specimen, name))
            self.fields[name] = self.add_field(words, field)

    def sizes(self) -> dict[str, Quantity | None]:
        """The sizes that were changed."""
        return {n: f.value for n, f in self.fields.items() if f.value != getattr(self._specimen, n)}
