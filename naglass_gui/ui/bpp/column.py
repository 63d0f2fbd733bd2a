"""The right column of the BPP tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.project import Analysis, Project
from naglass_gui.core.quantity import Quantity, positive
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.bpp.law import MOTIONS
from naglass_gui.ui.bpp import words
from naglass_gui.ui.bpp.motions import Motion
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.fields import FieldGrid, number_field, quantity_field
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.options_panel import OptionsPanel, QuietCombo
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.services import Services

SPINS = (
    (None, "of the nucleus"), (1.0, "1 (⁶Li, ²H)"), (1.5, "3/2 (⁷Li, ²³Na, ³⁹K)"), (2.5, "5/2 (¹⁷O, ²⁷Al)"), (3.0, "3 (¹⁰B)"),
    (3.5, "7/2 (⁵¹V, ¹³³Cs)"), (4.5, "9/2 (⁹³Nb)"),
)  # fmt: skip


class Column(Page):
    """Shows a plot's results, asks for changes.

    `motion_chosen(name)`, `spin_chosen(spin or None)`, `cq_typed(Hz or None)`, `curve_typed(number)` and
    `view_typed(text, option, value)`.

    Attributes:
        result, lines, missing, asked, compared, bridge: what is said.
        motion, spin, cq, curve, formula, density, jump: the fields.
        options, warnings, fits: the panels.
    """

    motion_chosen = Signal(str)
    spin_chosen = Signal(object)
    cq_typed = Signal(object)
    curve_typed = Signal(int)
    view_typed = Signal(str, str, object)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.result = ResultLabel()
        self.lines = label("", "body", wrap=True, selectable=True)
        self.missing = label("", "warning", wrap=True)
        self.asked = label("", "warning", wrap=True)
        self.held = label("Held as it is; its series have changed since.", "warning", wrap=True)
        self.warnings = WarningsPanel(RemedyWords({"model": "Try {}", "fix": "Hold {}"}))
        self.options = OptionsPanel(BPP.choices, {"errors": "1/u² of T₁", "unit": "all alike"})
        self.fits = FitHistory(services, lambda model: words.MOTION_WORDS.get(model, model))
        self._make_fields()
        self.compared = label("", "muted", wrap=True, selectable=True)
        self.compared.setToolTip("AICc above the lowest, of the same points: the lower, the better")
        self.bridge = label("", "body", wrap=True, selectable=True)
        self.fits_card = Card("Fits", self.fits)
        self.add(
            Card("Motion of ions", self.result, self.lines, self.missing, self.held),
            self.warnings,
            Card("Motion", self.asked, self._fields, self.compared, self.options),
            Card("Beside the conductivity", self._bridge_fields, self.bridge),
            self.fits_card,
        )
        for widget in (self.result, self._fields, self.options):
            widget.setProperty("help_page", "bpp")

    def _make_fields(self) -> None:
        self.motion, self.spin = QuietCombo(), QuietCombo()
        self.motion.setAccessibleName("Motion")
        self.spin.setAccessibleName("Spin")
        for name in MOTIONS:
            self.motion.addItem(words.MOTION_WORDS[name], name)
        for value, text in SPINS:
            self.spin.addItem(text, value)
        self.motion.activated.connect(lambda k: self.motion_chosen.emit(self.motion.itemData(k)))
        self.spin.activated.connect(lambda k: self.spin_chosen.emit(self.spin.itemData(k)))
        self.cq = quantity_field("C_Q", "frequency", default_unit="MHz", check=positive, placeholder="fitted")
        self.cq.edited.connect(
            lambda q, live: None if live else self.cq_typed.emit(None if q is None else q.to("Hz").value)
        )
        self.curve = number_field("Which curve", minimum=1, maximum=99)
        self.curve.edited.connect(lambda value, live: None if live else self.curve_typed.emit(int(value)))
        self._fields = FieldGrid()
        self._fields.add("Motion", self.motion, "One correlation time, or a distribution of them")
        self._fields.add("Spin", self.spin, "Of the nucleus that was measured")
        self._fields.add("C_Q", self.cq, "Empty: fitted. Known from elsewhere: held, so that τ₀ is determined")
        self._curve_title = self._fields.add("Which curve", self.curve, "Window or line of the series, from 1")
        self.formula = ValueField(str.strip, str, name="Formula", optional=True, placeholder="NaTaCl6")
        self.density = number_field("Density", minimum=0.01, maximum=30.0, optional=True, placeholder="g/cm³")
        self.jump = quantity_field("Jump", "length", default_unit="nm", check=positive, placeholder="0.35 nm")
        self._bridge_fields = FieldGrid()
        for title, field, hint in (
            ("Formula", self.formula, "Of the material; its Na, Li, K, Rb, Cs or Ag is the mobile ion"),
            ("Density", self.density, "In g/cm³"),
            ("Jump", self.jump, "The distance of a jump"),
        ):
            self._bridge_fields.add(title, field, hint)
        self._view(self.formula, "Set the formula", "view_formula", lambda value: value or None)
        self._view(self.density, "Set the density", "view_density", lambda value: value)
        self._view(self.jump, "Set the jump distance", "view_jump", lambda q: None if q is None else q.to("m").value)

    def _view(self, field: ValueField, text: str, name: str, plain: object) -> None:
        field.edited.connect(
            lambda value, live: None if live else self.view_typed.emit(text, name, plain(value))  # type: ignore[operator]
        )

    def show_motion(self, motion: Motion | None, project: Project, compared: str) -> None:
        """Show a plot's results, or nothing."""
        analysis = motion.analysis if motion is not None else None
        fit = None if analysis is None else analysis.fit
        stale = motion is not None and motion.stale
        self.result.set_text(words.energy(fit), faint=stale, doubt=doubt_of(fit))
        self.result.setVisible(fit is not None)
        _say(self.lines, "\n".join(words.lines(motion)) if motion is not None else "")
        spin_asked = motion is not None and motion.spin is None and bool(motion.points)
        _say(self.asked, motion.fault if motion is not None and spin_asked else "")
        _say(self.missing, "The motion follows once the spin is chosen below." if spin_asked else _missing(motion))
        self.held.setVisible(stale and motion is not None and motion.measurement is None)
        self.warnings.show_warnings(fit.warnings if fit is not None and not stale else ())
        self.options.show_analysis(analysis)
        self.fits.show_analysis(analysis)
        self.fits_card.setVisible(motion is not None and motion.measurement is not None)
        self._show_fields(motion, analysis)
        _say(self.compared, compared)
        _say(self.bridge, "\n".join(words.bridge(motion, project)) if motion is not None else "")

    def _show_fields(self, motion: Motion | None, analysis: Analysis | None) -> None:
        self._fields.setEnabled(analysis is not None)
        self.motion.setCurrentIndex(max(self.motion.findData(analysis.model if analysis else "bpp"), 0))
        typed = None if analysis is None else analysis.option("spin")
        self.spin.setCurrentIndex(next((k for k, (value, _) in enumerate(SPINS) if value == typed), 0))
        held = next((p for p in analysis.parameters if p.name == "C_Q" and not p.vary), None) if analysis else None
        self.cq.show_value(None if held is None else Quantity(held.value / 1e6, None, "MHz"))
        follows = motion is not None and motion.measurement is None
        self.curve.setVisible(follows)
        self._curve_title.setVisible(follows)
        self.curve.show_value(float(analysis.option("curve", 1)) if analysis is not None else 1.0)
        self.formula.show_value(None if analysis is None else analysis.option("view_formula"))
        self.density.show_value(None if analysis is None else analysis.option("view_density"))
        jump = None if analysis is None else analysis.option("view_jump")
        self.jump.show_value(None if jump is None else Quantity(float(jump) * 1e9, None, "nm"))


def _say(where: QWidget, text: str) -> None:
    where.setText(text)  # type: ignore[attr-defined]
    where.setVisible(bool(text))


def _missing(motion: Motion | None) -> str:
    if motion is None:
        return ""
    if motion.fault:
        return motion.fault
    if motion.analysis is not None and motion.analysis.fit is None:
        if motion.measurement is not None:
            count = sum(not p.excluded for p in motion.points)
            return f"The motion follows from a fit of {count} values of T₁: press F5."
        count = sum(not p.excluded for p in motion.points)
        return (
            f"A motion has three parameters; {count} values of T₁ are too few for it. Add series, or type a known C_Q."
        )
    return ""
