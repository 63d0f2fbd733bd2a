"""How the spectrum was measured: nucleus and frequency to correct, the rest to read, contradictions, and what else the file holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from naglass_gui.core.project import Measurement
from naglass_gui.ui.nmr import measured
from naglass_gui.ui.nmr.spectra import Spectrum
from naglass_gui.ui.panels.fields import FieldGrid, number_field
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING


class MeasuredPanel(QWidget):
    """Shows a measurement. `nucleus_edited(name)` and `frequency_edited(MHz)` ask for others, `chosen(id)` for other data."""

    nucleus_edited = Signal(object)
    frequency_edited = Signal(float)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "nmr")
        self.nucleus = ValueField(
            measured.read_nucleus, str, name="Nucleus", optional=True, placeholder="23Na", nudges=False
        )
        self.nucleus.edited.connect(lambda name, live: self.nucleus_edited.emit(name))
        self.frequency = number_field("Larmor frequency", minimum=1e-3, maximum=1e5)
        self.frequency.edited.connect(lambda value, live: None if live else self.frequency_edited.emit(value))
        self.data = QComboBox()
        self.data.setAccessibleName("Data")
        self.data.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.data.activated.connect(lambda place: self.chosen.emit(self.data.itemData(place)))
        grid = FieldGrid()
        self._data_name = grid.add(
            "Data", self.data, "What the experiment holds: its raw data and the spectra stored with it"
        )
        grid.add("Nucleus", self.nucleus, "As the file says; type another one where it is wrong")
        grid.add("ν₀ / MHz", self.frequency, "Of 0 ppm; it turns shifts into Hz, and times into shifts")
        self.contradictions = label("", "warning", wrap=True)
        self.facts = label("", wrap=True, selectable=True)
        self.title = label("", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        for widget in (grid, self.contradictions, self.facts, self.title):
            layout.addWidget(widget)

    def show_spectrum(self, spectrum: Spectrum | None, held: Sequence[tuple[str, Measurement]]) -> None:
        """Show how a spectrum was measured; `held`: all that its file holds, by name."""
        self.setEnabled(spectrum is not None)
        if spectrum is None:
            return
        measurement, analysis = spectrum.measurement, spectrum.analysis
        self.nucleus.show_value(measured.nucleus_name(measurement, analysis))
        self.frequency.show_value(measured.frequency(measurement, analysis))
        _say(self.contradictions, "\n".join(measured.contradictions(measurement, analysis)))
        _say(self.facts, measured.facts(measurement))
        title = measured.title(measurement)
        _say(self.title, f"“{title}”" if title else "")
        several = len(held) > 1
        self.data.setVisible(several)
        self._data_name.setVisible(several)
        if several and [m.id for _, m in held] != [self.data.itemData(k) for k in range(self.data.count())]:
            with QSignalBlocker(self.data):
                self.data.clear()
                for name, other in held:
                    self.data.addItem(name, other.id)
        if several:
            with QSignalBlocker(self.data):
                self.data.setCurrentIndex(self.data.findData(measurement.id))


def _say(where: QWidget, text: str) -> None:
    where.setText(text)  # type: ignore[attr-defined]
    where.setVisible(bool(text))
