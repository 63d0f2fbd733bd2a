"""The Stability tab: any quantity against a condition, its law, and how much of it is retained."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QPushButton

from naglass_gui.core import edits
from naglass_gui.core.conditions import KNOWN, condition_key, condition_words, typed_condition
from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id
from naglass_gui.core.quantity import Quantity, unit_symbol
from naglass_gui.techniques import TECHNIQUES, sources_of
from naglass_gui.techniques.stability import (
    STABILITY,
    StabilityPlot,
    conditions_in_names,
    conditions_of,
    plot_of,
    quantities_of,
)
from naglass_gui.techniques.stability.words import by_tradition, quantity_words
from naglass_gui.ui import theme
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.document import Document
from naglass_gui.ui.layouts import stacked
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.options_panel import OptionsPanel, QuietCombo
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.plots.card import PlotCard, around
from naglass_gui.ui.plots.drawables import Drawable, Line, Points, Ribbon, Sticks
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import Plot
from naglass_gui.ui.services import Services
from naglass_gui.ui.stability import words
from naglass_gui.ui.stability.conditions import measurements_behind, with_conditions
from naglass_gui.ui.stability.points_table import PointsTable
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.derived import DerivedTab
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import Part

Real = NDArray[np.float64]
LAW_WORDS = {
    "auto": "by AICc",
    "linear": "linear",
    "exponential": "exponential",
    "stretched": "stretched exponential",
    "none": "points only",
}


class StabilityTab(DerivedTab):
    """Points with error bars, a law with its band, and the retention.

    Attributes:
        plot, picking: what is drawn, and its points under the mouse.
        result, lines, missing, quantity, condition, options, normalised, points, warnings: the panels.
    """

    technique = "stability"
    title = "Stability"
    help_page = "stability"
    made_from = tuple(t.name for t in TECHNIQUES if t.name != "stability")
    noun = "stability plot"
    sources_noun = "analyses"
    plot_hint = words.PLOT_HINT

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self.shown: StabilityPlot | None = None
        self.plot = Plot()
        self.picking = Picking(self.plot.view, self._places, double=True)
        self.picking.clicked.connect(lambda k: self.toggle_sources([self._source(k)]))
        self.picking.double_clicked.connect(lambda k: self.open_source(self._source(k)))
        self.plot.view.hovered.connect(self._hover)
        self.plots = PlotCard(self.selection, {(0, 0): self.plot}, name="Stability plot")
        self._make_column(services)
        self.foot = Foot()
        self.normalised = self.foot.add_button(
            "relative to the first", "Values divided by that of the first point", self._turn_normalised
        )
        self.normalised.setCheckable(True)
        deeds = (Deed("Take all points back in", self._all_back, lambda: self.analysis and self.analysis.masked),)
        self.assemble(
            self.plots, self.column, self.offer(words.HEADING, words.TEACHING), below=self.foot, deeds=deeds,
            title="The stability plot",
        )  # fmt: skip

    def _make_column(self, services: Services) -> None:
        self.result = ResultLabel()
        self.missing = label("", "warning", wrap=True)
        self.by_names = QPushButton()
        self.by_names.setAutoDefault(False)
        self.by_names.clicked.connect(self._take_from_names)
        self.lines = label("", "muted", wrap=True, selectable=True)
        self.held = label("Held as it is; its sources have changed since.", "warning", wrap=True)
        self.quantity, self.condition = QuietCombo(), QuietCombo()
        self.quantity.setAccessibleName("Quantity")
        self.condition.setAccessibleName("Condition")
        self.condition.setEditable(True)
        self.condition.setInsertPolicy(QuietCombo.InsertPolicy.NoInsert)
        self.condition.setToolTip("Pick a condition, or type the name of another one and press Enter")
        self.quantity.activated.connect(lambda k: self._choose("quantity", self.quantity.itemData(k)))
        self.condition.activated.connect(lambda k: self._choose("condition", self.condition.itemData(k)))
        edit = self.condition.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._name_condition)
        self.options = OptionsPanel(STABILITY.choices, LAW_WORDS)
        self.options.setProperty("help_page", "stability")
        against = FieldGrid()
        against.setProperty("help_page", "stability")
        against.add("Quantity", self.quantity, "What is followed; errors of the pellet's sizes cancel in its retention")
        against.add("Condition", self.condition, "Against what; conditions belong to the measurements")
        self.points = PointsTable(services)
        self.points.condition_typed.connect(self._type_condition)
        self.warnings = WarningsPanel(RemedyWords())
        self.column = Page()
        self.column.add(
            Card("Retention", stacked(self.result, self.missing, self.by_names, self.lines, self.held)),
            Card("Shown", against, self.options),
            self.warnings,
            Card("Points", self.points),
        )
        wiring.connect_options(self, self.options)
        wiring.connect_warnings(self, self.warnings)

    # -- making one ------------------------------------------------------------------------------------------------

    def derive(self, sources: tuple[Analysis, ...]) -> Analysis:
        """One of these, with the quantity and the condition that say most."""
        made = STABILITY.of_sources(self._name(sources), [a.id for a in sources])
        held = sources_of(self.document.committed, made)
        quantities = by_tradition(quantities_of(held)) or ("sigma",)
        conditions = [c for c in conditions_of(held) if c != "temperature"] or ["time"]
        return STABILITY.of_sources(made.name, made.sources, quantities[0], conditions[0])

    def _name(self, sources: tuple[Analysis, ...]) -> str:
        project = self.document.committed
        measured = {m for a in sources for m in measurements_behind(project, a.id)}
        samples = list(dict.fromkeys(project.sample_of(m).name for m in measured))
        return f"Stability of {samples[0]}" if len(samples) == 1 else f"Stability of {len(samples)} samples"

    # -- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        current = self.current
        self.shown = None if current is None else plot_of(current.analysis, current.sources)
        if Part.DATA in part or Part.MODEL in part:
            self._draw_plot()
        if Part.COLUMN in part:
            self._draw_column()

    def _draw_plot(self) -> None:
        tokens = theme.tokens()
        shapes: list[Drawable] = []
        seen: list[tuple[Real, Real]] = []
        for item in self.showing.items:
            mine = self.current is not None and item.id == self.current.id
            plot = self.shown if mine and self.shown is not None else plot_of(item.analysis, item.sources)
            opacity = 1.0 if mine else 0.35
            x, values, errors = plot.curve()
            if len(x):
                if mine and np.isfinite(errors).all():
                    shapes.append(Ribbon(x, values - errors, values + errors, tokens.fit))
                shapes.append(Line(x, values, tokens.fit, width=2 if mine else 1, opacity=opacity))
                seen.append((x, values))
            for out in (False, True):
                chosen = [p for p in plot.points if p.excluded == out]
                if not chosen:
                    continue
                at = np.array([p.x for p in chosen])
                shown = np.array([plot.shown(p) for p in chosen])
                low, high = shown[:, 0] - shown[:, 1], shown[:, 0] + shown[:, 1]
                shapes.append(Sticks(at, low, high, tokens.data, opacity))
                shapes.append(Points(at, shown[:, 0], tokens.data, size=7.0, hollow=out, opacity=opacity))
                seen += [(at, low), (at, high)]
        self.plot.data.show_drawables(shapes)
        self._label_axes()
        self.plot.view.set_home(around(*seen), go=False)
        self.plots.show_instead("" if seen else words.empty(self.shown))

    def _label_axes(self) -> None:
        plot = self.shown
        if plot is None:
            return
        self.plot.bottom.set_label(condition_words(plot.condition), unit_symbol(plot.condition_unit), scaled=False)
        if plot.normalised:
            self.plot.left.set_label(f"{words.axis(plot.quantity)}, relative to the first", "", scaled=False)
        else:
            self.plot.left.set_label(words.axis(plot.quantity), unit_symbol(plot.unit), scaled=bool(plot.unit))

    def _draw_column(self) -> None:
        current, plot = self.current, self.shown
        analysis = None if current is None else current.analysis
        fit = None if analysis is None else analysis.fit
        stale = current is not None and current.stale
        self.result.set_text(words.retention(fit), faint=stale, doubt=doubt_of(fit))
        self.result.setVisible(bool(words.retention(fit)))
        self.missing.setText(words.missing(plot))
        self.missing.setVisible(bool(words.missing(plot)))
        self.by_names.setText(words.by_names(list(self._in_names().values())))
        self.by_names.setVisible(bool(self.by_names.text()))
        said = [] if plot is None else words.lines(fit, plot)
        self.lines.setText("\n".join(said))
        self.lines.setVisible(bool(said))
        self.held.setVisible(stale)
        self.options.show_analysis(analysis)
        self.normalised.setChecked(plot is not None and plot.normalised)
        self.points.show_plot(plot, () if current is None else current.sources)
        self.warnings.show_warnings(fit.warnings if fit is not None else ())
        self._show_pickers()
        self.foot.show_note(self._note())

    def _show_pickers(self) -> None:
        sources = () if self.current is None else self.current.sources
        plot = self.shown
        quantities = by_tradition(quantities_of(sources))
        conditions = list(dict.fromkeys([*conditions_of(sources), *KNOWN]))
        chosen = ("", "") if plot is None else (plot.quantity, plot.condition)
        if chosen[1] and chosen[1] not in conditions:
            conditions.append(chosen[1])
        _show_choices(self.quantity, [(quantity_words(n), n) for n in quantities], chosen[0])
        _show_choices(self.condition, [(condition_words(n), n) for n in conditions], chosen[1])
        edit = self.condition.lineEdit()
        if edit is not None and not edit.hasFocus():
            edit.setCursorPosition(0)  # a long name shows its beginning

    def _note(self) -> str:
        if self.shown is None:
            return ""
        out = sum(p.excluded for p in self.shown.points)
        left = f"{'1 point' if out == 1 else f'{out} points'} left out (hollow). " if out else ""
        return left + "Bars and band: one standard error."

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _choose(self, option: str, name: str) -> None:
        if self.analysis is not None and name and name != self.analysis.option(option):
            said = quantity_words(name) if option == "quantity" else condition_words(name)
            self.editing.option(self.analysis, f"Show the {option} {said}", option, name)

    def _name_condition(self) -> None:
        """A name that was typed: one that is known by its words, or a new condition."""
        text = self.condition.currentText().strip()
        place = self.condition.findText(text)
        if text:
            self._choose("condition", self.condition.itemData(place) if place >= 0 else condition_key(text))

    def _type_condition(self, source: Id, text: str) -> None:
        plot = self.shown
        if plot is None:
            return
        try:
            quantity = typed_condition(plot.condition, text, plot.condition_unit)
        except InputError as fault:
            self.services.messages.show(fault.sentence, "warning")
            self._draw_column()
            return
        behind = measurements_behind(self.document.committed, source)
        step = f"Set the {condition_words(plot.condition)}"
        if not self.editing.step(step, edits.set_condition, behind, plot.condition, quantity):
            self._draw_column()

    def _in_names(self) -> dict[Id, Quantity]:
        """The condition that the names tell of the sources that have none yet."""
        sources = () if self.current is None else self.current.sources
        plot = self.shown
        bare = set() if plot is None else {s.analysis.id for s in sources if s.condition(plot.condition) is None}
        if plot is None or not bare:
            return {}
        found = conditions_in_names([s.analysis.name for s in sources], plot.condition) or ()
        return {s.analysis.id: quantity for s, quantity in zip(sources, found, strict=False) if s.analysis.id in bare}

    def _take_from_names(self) -> None:
        plot = self.shown
        if plot is None:
            return
        told = [(measurements_behind(self.document.committed, id), q) for id, q in self._in_names().items()]
        self.editing.step(
            f"Take the {condition_words(plot.condition)} from the names", with_conditions, plot.condition, told
        )
        self.show_everything()

    def _turn_normalised(self) -> None:
        if self.analysis is not None:
            on = not self.analysis.option("view_normalised", False)
            self.editing.option(self.analysis, "Show relative values" if on else "Show values", "view_normalised", on)
            self.show_everything()

    def _all_back(self) -> None:
        self.on_analysis(self.editing.unmask_all)

    # -- the mouse -------------------------------------------------------------------------------------------------

    def _places(self) -> tuple[Real, Real]:
        plot = self.shown
        if plot is None:
            return np.zeros(0), np.zeros(0)
        return np.array([p.x for p in plot.points]), np.array([plot.shown(p)[0] for p in plot.points])

    def _source(self, index: int) -> Id:
        assert self.shown is not None
        return self.shown.points[index].source

    def _hover(self, place: QPointF | None) -> None:
        index = None if place is None else self.picking.at(place)
        plot = self.shown
        found = index is not None and plot is not None
        self.hint.emit(words.reading(plot, plot.points[index]) if found else self.plot_hint)  # type: ignore[index,union-attr,arg-type]


def _show_choices(box: QuietCombo, entries: list[tuple[str, str]], chosen: str) -> None:
    if entries != [(box.itemText(k), box.itemData(k)) for k in range(box.count())]:
        box.clear()
        for text, name in entries:
            box.addItem(text, name)
    box.setCurrentIndex(box.findData(chosen))
