"""The form of the export dialog: journal, panels, what is drawn, type, and the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from naglass_gui.figures.style import FORMATS, PRESETS, RESOLUTIONS, preset
from naglass_gui.ui.dialogs.figure_draft import FONTS, PANELS, RASTER, FigureDraft
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.fields import FieldGrid, number_field
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.theme import SPACING

UNITS = (("ohm", "Ω"), ("ohm cm", "Ω cm"), ("ohm cm^2", "Ω cm²"))
VIEWS = (("arc", "up to the spike"), ("all", "everything"))
EIS_LAYOUTS = (("overlay", "over each other"), ("stack", "above one another"))
LAYOUTS = (("stack", "stack with fits"), ("deconvolution", "deconvolution: lines and residual"))
PANELS_A_ROW = 3
SMALLEST_TYPE, LARGEST_TYPE = 4.0, 36.0
# What can be chosen to be in simple kinds of figure: text, option, default (None: where several are shown).
CHECKS: dict[str, tuple[tuple[str, str, bool | None], ...]] = {
    "drt": (
        ("Peaks with R and C", "peaks", True),
        ("Band of two standard deviations", "band", True),
        ("Legend", "legend", None),
        ("Grid", "grid", False),
    ),
    "polarization": (
        ("Logarithmic time", "log_time", False),
        ("Logarithmic current", "log_current", False),
        ("Steady state as a line", "steady", True),
        ("Current against voltage beside", "ohmic", True),
        ("Legend", "legend", None),
        ("Panel letters", "panel_letters", True),
        ("Grid", "grid", False),
    ),
    "transference": (
        ("Shares of ions or electrons", "shares", True),
        ("Grid", "grid", False),
    ),
    "relaxation": (
        ("Logarithmic time", "log_time", True),
        ("Residual", "residual", True),
        ("Legend", "legend", None),
        ("Grid", "grid", False),
    ),
    "t1": (
        ("Logarithmic axis", "log_times", True),
        ("Numbers above the bars", "values", True),
        ("Legend", "legend", True),
        ("Grid", "grid", False),
    ),
    "bpp": (
        ("Against 1000/T", "inverse", True),
        ("Scale in °C above", "celsius", True),
        ("Minimum marked", "minimum", True),
        ("Jump rates below", "rates", False),
        ("Legend", "legend", None),
        ("Grid", "grid", False),
    ),
    "stability": (
        ("Band of the law", "band", True),
        ("Axis from zero", "from_zero", False),
        ("Legend", "legend", None),
        ("Grid", "grid", False),
    ),
}


class FigureForm(QWidget):
    """Shows a draft, asks for another by `draft_edited`.

    Args:
        several: whether the figure shows more than one spectrum: then a legend is usual.
        units: which units of Z are possible; specific ones need the pellet's sizes.
        kind: of figure, which decides what can be chosen to be in it.
    """

    draft_edited = Signal(object)

    def __init__(
        self, *, several: bool, units: Sequence[str], kind: str = "eis", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = FigureDraft()
        self._several = several
        self._shows: list[Callable[[FigureDraft], None]] = []
        if kind == "arrhenius":
            content = self._content_of_arrhenius()
        elif kind in CHECKS:
            content = self._content_of_checks(CHECKS[kind])
        else:
            content = self._content_of_nmr() if kind == "nmr" else self._content(units)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[2])
        for card in (self._size(), self._file(), content, self._type()):
            layout.addWidget(card)
        layout.addStretch(1)

    def show_draft(self, draft: FigureDraft) -> None:
        """Show the choices."""
        self._draft = draft
        for show in self._shows:
            show(draft)

    # -- its cards -------------------------------------------------------------------------------------------------

    def _size(self) -> Card:
        grid = FieldGrid()
        journals = [(p.name, p.name) for p in PRESETS]
        grid.add("Journal", self._combo("Journal", journals, "preset", PRESETS[0].name))
        self.columns = self._combo("Width", [(1, "single"), (2, "double")], "columns", 1)
        grid.add("Width", self.columns)
        self._shows.append(self._name_widths)
        self.height_field = self._number("Height / mm", "height", "as the panels need", 20.0, 260.0)
        grid.add("Height / mm", self.height_field)
        return Card("Size", grid)

    def _content(self, units: Sequence[str]) -> Card:
        row = QWidget()
        panels = QGridLayout(row)
        panels.setContentsMargins(0, 0, 0, 0)
        panels.setVerticalSpacing(SPACING[0])
        self.panels: dict[str, QCheckBox] = {}
        for k, (name, title) in enumerate(PANELS):
            box = QCheckBox(title)
            box.clicked.connect(self._ask_panels)
            panels.addWidget(box, *divmod(k, PANELS_A_ROW))
            self.panels[name] = box
        panels.setColumnStretch(PANELS_A_ROW, 1)
        self._shows.append(self._show_panels)
        grid = FieldGrid()
        grid.add_wide(row)
        grid.add("Units of Z", self._combo("Units of Z", [u for u in UNITS if u[0] in units], "unit", "ohm"))
        grid.add("Nyquist shows", self._combo("Nyquist shows", VIEWS, "view", "arc"))
        if self._several:
            grid.add("Spectra", self._combo("Spectra", EIS_LAYOUTS, "layout", "overlay"))
        checks = FieldGrid()
        for text, name, default in (
            ("Circuit inside the Nyquist plot", "circuit", True),
            ("Legend", "legend", self._several),
            ("Panel letters", "panel_letters", True),
            ("Grid", "grid", False),
        ):
            checks.add_wide(self._check(text, name, default))
        return Card("Content", grid, checks)

    def _content_of_checks(self, checks: Sequence[tuple[str, str, bool | None]]) -> Card:
        grid = FieldGrid()
        for text, name, default in checks:
            grid.add_wide(self._check(text, name, self._several if default is None else default))
        return Card("Content", grid)

    def _content_of_nmr(self) -> Card:
        checks = FieldGrid()
        usual = LAYOUTS[0][0] if self._several else LAYOUTS[1][0]
        checks.add("Layout", self._combo("Layout", LAYOUTS, "layout", usual))
        for text, name, default in (
            ("Names of the lines", "names", True),
            ("Shares below the names", "shares", False),
            ("Residual below", "residual", not self._several),
            ("Grid", "grid", False),
        ):
            checks.add_wide(self._check(text, name, default))
        return Card("Content", checks)

    def _content_of_arrhenius(self) -> Card:
        checks = FieldGrid()
        for text, name in (
            ("95 % band", "band"),
            ("Extrapolation to 25 °C", "extrapolate"),
            ("Energies in the legend", "energies"),
            ("Legend", "legend"),
        ):
            checks.add_wide(self._check(text, name, True))
        checks.add_wide(self._check("Grid", "grid", False))
        return Card("Content", checks)

    def _type(self) -> Card:
        grid = FieldGrid()
        grid.add("Font", self._combo("Font", [(f, f) for f in FONTS], "font", FONTS[0]))
        self.type_size = self._number("Type / pt", "font_size", "", SMALLEST_TYPE, LARGEST_TYPE)
        self.line_width = self._number("Lines / pt", "line_width", "", 0.1, 10.0)
        self.marker_size = self._number("Points / pt", "marker_size", "", 0.5, 30.0)
        grid.add("Type / pt", self.type_size, "Empty: what the journal prints well")
        grid.add("Lines / pt", self.line_width, "Width of the fitted curves; empty: what the journal prints well")
        grid.add("Points / pt", self.marker_size, "Diameter of the points; empty: what the journal prints well")
        self._shows.append(self._hint_type)
        return Card("Type and lines", grid)

    def _file(self) -> Card:
        grid = FieldGrid()
        self.format = QuietCombo()
        self.resolution = QuietCombo()
        for format in FORMATS:
            self.format.addItem(format.upper(), format)
        for dpi in RESOLUTIONS:
            self.resolution.addItem(f"{dpi} dpi", dpi)
        self.format.setAccessibleName("Format")
        self.resolution.setAccessibleName("Resolution")
        self.format.activated.connect(lambda _: self._ask(replace(self._draft, format=self.format.currentData())))
        self.resolution.activated.connect(lambda _: self._ask(replace(self._draft, dpi=self.resolution.currentData())))
        self.data = QCheckBox("Data behind it as CSV beside it")
        self.data.clicked.connect(lambda on: self._ask(replace(self._draft, data=on)))
        grid.add("Format", self.format)
        grid.add("Resolution", self.resolution)
        grid.add_wide(self.data)
        self._shows.append(self._show_file)
        return Card("File", grid)

    # -- following -------------------------------------------------------------------------------------------------

    def _show_panels(self, draft: FigureDraft) -> None:
        for name, box in self.panels.items():
            box.setChecked(name in draft.panels)

    def _name_widths(self, draft: FigureDraft) -> None:
        chosen = preset(str(draft.option("preset", PRESETS[0].name)))
        self.columns.setItemText(0, f"single column, {chosen.single:g} mm")
        self.columns.setItemText(1, f"double column, {chosen.double:g} mm")

    def _hint_type(self, draft: FigureDraft) -> None:
        chosen = preset(str(draft.option("preset", PRESETS[0].name)))
        self.type_size.setPlaceholderText(f"{chosen.font_size:g}")
        self.line_width.setPlaceholderText(f"{chosen.line_width:g}")
        self.marker_size.setPlaceholderText(f"{chosen.marker_size:g}")

    def _show_file(self, draft: FigureDraft) -> None:
        self.format.setCurrentIndex(self.format.findData(draft.format))
        self.resolution.setCurrentIndex(self.resolution.findData(draft.dpi))
        self.resolution.setEnabled(draft.format in RASTER)
        self.data.setChecked(draft.data)

    # -- asking ----------------------------------------------------------------------------------------------------

    def _combo(self, name: str, items: Sequence[tuple[Any, str]], option: str, default: Any) -> QuietCombo:
        box = QuietCombo()
        box.setAccessibleName(name)
        for value, words in items:
            box.addItem(words, value)
        box.activated.connect(lambda _: self._ask(self._draft.with_option(option, box.currentData())))
        self._shows.append(lambda draft: box.setCurrentIndex(max(box.findData(draft.option(option, default)), 0)))
        return box

    def _number(self, name: str, option: str, placeholder: str, low: float, high: float) -> Any:
        field = number_field(name, minimum=low, maximum=high, optional=True, placeholder=placeholder)
        field.keeps_enter = True
        field.edited.connect(lambda value, _: self._ask(self._draft.with_option(option, value)))
        self._shows.append(lambda draft: field.show_value(draft.option(option)))
        return field

    def _check(self, text: str, option: str, default: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.clicked.connect(lambda on: self._ask(self._draft.with_option(option, on)))
        self._shows.append(lambda draft: box.setChecked(bool(draft.option(option, default))))
        return box

    def _ask_panels(self) -> None:
        chosen = tuple(name for name, box in self.panels.items() if box.isChecked())
        # One panel stays: a figure of nothing cannot be printed.
        self._ask(self._draft.with_option("panels", chosen or self._draft.panels))

    def _ask(self, draft: FigureDraft) -> None:
        self.draft_edited.emit(draft)
