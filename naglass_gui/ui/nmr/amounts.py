"""What turns shares into amounts: T1 and coupling of each line, the flip angle, the rotor's filling, and the corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from naglass_gui.core.elements import parse_formula
from naglass_gui.core.project import Analysis, Derived, Specimen
from naglass_gui.core.quantity import format_value, positive
from naglass_gui.techniques.nmr.roles import sites_of
from naglass_gui.ui.nmr.curves import values_of
from naglass_gui.ui.panels.fields import FieldGrid, number_field, quantity_field
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.theme import SPACING

CORRECTIONS = (
    (
        "saturation",
        "Correct for saturation",
        "By T₁, recycle delay and flip angle: × (1 − E cos θ)/(1 − E), E = exp(−d₁/T₁)",
    ),
    ("satellites", "Correct for satellites", "By C_Q and spinning rate: what lies in the sidebands of the satellites"),
)
NUMBERS = (
    ("derive_flip_angle", "Flip angle / °", 0.1, 180.0, "Of the exciting pulse"),
    ("derive_pulse_90", "90° pulse / µs", 1e-3, 1e3, "Of a solution: gives the flip angle from the pulse in the file"),
    (
        "derive_sodium_per_tantalum",
        "Na per Ta",
        0.01,
        1e3,
        "Of the mixture, for the mass balance; 3 for Na₂O + NaCl + TaCl₅",
    ),
    (
        "derive_standard",
        "Standard",
        1e-300,
        1e300,
        "Intensity of a mole of nuclei in a standard measured alike (a.u./mol)",
    ),
)
ABSOLUTE = (
    ("observed", "{} % of the nuclei are seen"),
    ("intensity_per_mol", "intensity {} a.u. per mole of nuclei"),
    ("intensity_per_mass", "intensity {} a.u. per mg"),
    ("intensity", "intensity {} a.u. per scan and unit of gain"),
)
"""What is said of the absolute intensity: the first of these that is known."""


@dataclass(frozen=True, slots=True)
class LineAmount:
    """A line in the table: its number, name, and what is typed; `coupling` is what is known without typing."""

    number: int
    name: str
    t1: float | None
    cq: float | None
    coupling: float | None


class AmountsPanel(QWidget):
    """Shows options that only amounts depend on; `edited(text, name, value)` asks for another, None for none.

    `sized(text, sizes, live)`: the mass of the filling. `corrected(name, on)`: a correction switched.
    """

    edited = Signal(str, str, object)
    sized = Signal(str, object, bool)
    corrected = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "nmr")
        self._shown: tuple[LineAmount, ...] | None = None
        self.lines: dict[tuple[int, str], ValueField] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACING[1])
        self._grid.setVerticalSpacing(SPACING[0])
        self._grid.setColumnStretch(0, 2)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self.grid = FieldGrid()
        self.numbers = {name: self._number(name, title, low, high, hint) for name, title, low, high, hint in NUMBERS}
        self.mass = quantity_field("Mass", "mass", default_unit="mg", check=positive, placeholder="30.0 ± 0.2 mg")
        self.mass.edited.connect(
            lambda value, live: self.sized.emit("Set the mass of the filling", {"mass": value}, live)
        )
        self.formula = ValueField(_formula, str, name="Filling", optional=True, placeholder="Na2O + NaCl + TaCl5")
        self.formula.edited.connect(
            lambda value, live: (
                None if live else self.edited.emit("Set the formula of the filling", "derive_formula", value)
            )
        )
        self.grid.add("Mass", self.mass, "Of what the rotor holds")
        self.grid.add("Filling", self.formula, "Formula of what the rotor holds: gives the moles of nuclei in it")
        self.boxes = {name: self._box(name, text, hint) for name, text, hint in CORRECTIONS}
        self.absolute = label("", "muted", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addLayout(self._grid)
        for box in self.boxes.values():
            layout.addWidget(box)
        layout.addWidget(self.grid)
        layout.addWidget(self.absolute)

    def show_analysis(
        self, analysis: Analysis | None, specimen: Specimen | None, derived: Sequence[Derived] = ()
    ) -> None:
        """Show the options of an analysis, its rotor, and what follows; cheap when nothing has changed."""
        self.setEnabled(analysis is not None)
        lines = amounts_of(analysis) if analysis is not None else ()
        if lines != self._shown:
            self._fill(lines)
        for name, field in self.numbers.items():
            field.show_value(analysis.option(name) if analysis is not None else None)
        self.formula.show_value((analysis.option("derive_formula") or None) if analysis is not None else None)
        self.mass.show_value(specimen.mass if specimen is not None else None)
        chosen = analysis.option("derive_corrections", ()) if analysis is not None else ()
        for name, box in self.boxes.items():
            box.setChecked(name in chosen)
        self.absolute.setText(absolute_words(derived))
        self.absolute.setHidden(not self.absolute.text())

    def _fill(self, lines: tuple[LineAmount, ...]) -> None:
        fresh = [(line.number, line.name) for line in lines]
        if self._shown is None or fresh != [(line.number, line.name) for line in self._shown]:
            self._rebuild(lines)
        self._shown = lines
        for line in lines:
            self.lines[line.number, "t1"].show_value(line.t1)
            field = self.lines[line.number, "cq"]
            field.show_value(line.cq)
            field.setPlaceholderText("" if line.coupling is None else f"{line.coupling:.3g}")

    def _rebuild(self, lines: tuple[LineAmount, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = {}
        for column, title in enumerate(("", "T₁ / s", "C<sub>Q</sub> / MHz") if lines else ()):
            head = label(title)
            head.setTextFormat(Qt.TextFormat.RichText)
            self._grid.addWidget(head, 0, column)
        for row, line in enumerate(lines, 1):
            self._grid.addWidget(label(line.name, "body"), row, 0)
            for column, own, low, high, hint in (
                (1, "t1", 1e-9, 1e9, "Longitudinal relaxation time: the recycle delay should be five times as long"),
                (2, "cq", 0.0, 1e3, "Quadrupolar coupling: tells how much of the intensity the centreband shows"),
            ):
                title = f"{'T₁' if own == 't1' else 'C_Q'} of {line.name}"
                field = number_field(title, minimum=low, maximum=high, optional=True)
                field.set_hint(hint)
                field.edited.connect(partial(self._ask, f"Set {title}", f"derive_{own}_{line.number}"))
                self._grid.addWidget(field, row, column)
                self.lines[line.number, own] = field

    def _number(self, name: str, title: str, low: float, high: float, hint: str) -> ValueField:
        field = number_field(title, minimum=low, maximum=high, optional=True)
        field.edited.connect(partial(self._ask, f"Set {title.split(' /')[0].lower()}", name))
        self.grid.add(title, field, hint)
        return field

    def _box(self, name: str, text: str, hint: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setToolTip(hint)
        box.clicked.connect(lambda on: self.corrected.emit(name, on))
        return box

    def _ask(self, text: str, name: str, value: float | None, live: bool) -> None:
        if not live:
            self.edited.emit(text, name, value)


def amounts_of(analysis: Analysis) -> tuple[LineAmount, ...]:
    """The lines of an analysis with what is typed of them; sidebands are counted with their line."""
    found = []
    for site in sites_of(analysis, values_of(analysis), 1):
        typed = analysis.option(f"derive_cq_{site.number}")
        cq = float(typed) if isinstance(typed, int | float) else None
        found.append(LineAmount(site.number, site.name, site.t1, cq, site.cq))
    return tuple(found)


def absolute_words(derived: Sequence[Derived]) -> str:
    """What is known of the absolute intensity, and within which limits it compares; "" where nothing is."""
    known = {d.name: d for d in derived}
    for name, sentence in ABSOLUTE:
        if name in known:
            quantity = known[name]
            said = sentence.format(format_value(quantity.value, quantity.stderr))
            return f"{said[0].upper()}{said[1:]}. {quantity.note[0].upper()}{quantity.note[1:]}."
    return ""


def _formula(text: str) -> str:
    parse_formula(text)
    return text.strip()
