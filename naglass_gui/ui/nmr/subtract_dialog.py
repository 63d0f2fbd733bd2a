"""Which spectrum is subtracted, e.g. the empty rotor's, and by which factor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Measurement
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.nmr.processing_subtraction import Taken, exposure_ratio
from naglass_gui.ui.dialogs.form import FormDialog
from naglass_gui.ui.panels.fields import number_field
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.options_panel import QuietCombo


class SubtractDialog(FormDialog):
    """Asks for a spectrum and a factor.

    Args:
        measurement: what it is subtracted from.
        blanks: what may be subtracted.
        parent: of the window.
    """

    def __init__(self, measurement: Measurement, blanks: Sequence[Measurement], parent: QWidget | None = None) -> None:
        sentence = f"Subtract another spectrum from {measurement.name}: the empty rotor, or any blank measured alike"
        super().__init__("Subtract a spectrum", sentence, "Subtract", parent)
        self._measurement, self._blanks = measurement, tuple(blanks)
        self.box = QuietCombo()
        self.box.setAccessibleName("Spectrum")
        for blank in blanks:
            self.box.addItem(blank.name, blank.id)
        self.grid.add("Spectrum", self.box)
        self.factor = number_field("Factor", minimum=-1e6, maximum=1e6, optional=True)
        self.add_field(
            "Factor", self.factor, "By which it is multiplied; empty: by scans, receiver gain and sweep width"
        )
        self.told = label("", "muted", wrap=True)
        self.grid.add_wide(self.told)
        self.box.currentIndexChanged.connect(self._tell)
        self._tell()

    @property
    def step(self) -> tuple[object, ...]:
        """The step of the processing chain."""
        return ("subtract", self.box.currentData(), self.factor.value)

    def _tell(self) -> None:
        blank = self._blanks[self.box.currentIndex()]
        try:
            ratio = exposure_ratio(Taken.of(self._measurement), Taken.of(blank))
        except InputError as fault:
            self.told.setText(fault.sentence)
            self.factor.setPlaceholderText("")
        else:
            self.told.setText("Empty: the ratio of scans times receiver gain.")
            self.factor.setPlaceholderText(format_value(ratio, significant=4))
