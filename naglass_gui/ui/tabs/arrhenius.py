"""The Arrhenius tab: conductivity against temperature, one line a pellet, every point leading back to its spectrum."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, evolve
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.arrhenius import (
    ARRHENIUS,
    BRANCHES,
    ROOM,
    ZERO_CELSIUS,
    Branch,
    Point,
    missing,
    typed_branches,
    with_branch,
)
from naglass_gui.ui.arrhenius import words
from naglass_gui.ui.arrhenius.drawn import Drawn, celsius_scale, drawn_of, home_points, point_at, room_line
from naglass_gui.ui.arrhenius.samples import SamplesTable
from naglass_gui.ui.deeds import Deed, menu_of
from naglass_gui.ui.document import Document
from naglass_gui.ui.layouts import stacked
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.panels.value_field import ValueField
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.plots.card import PlotCard
from naglass_gui.ui.plots.drawables import Drawable, Line
from naglass_gui.ui.plots.gesture import Click
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.legend import Legend
from naglass_gui.ui.plots.picking import Picking
from naglass_gui.ui.plots.plot import LABELS, Plot
from naglass_gui.ui.plots.upper_scale import HEIGHT
from naglass_gui.ui.plots.view import Home
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.derived import DerivedTab
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import Part
from naglass_gui.ui.temperature_series import TemperatureSeries, plots_of

Real = NDArray[np.float64]
OPTION_WORDS = {
    "sigma T": "ln(σT)",
    "sigma": "ln σ",
    "errors": "1/u² of the fits",
    "none": "all alike",
    "scatter": "the scatter",
    "stated": "the fits, as stated",
    "auto": "as AICc asks",
    "arrhenius": "Arrhenius, straight",
    "vtf": "VTF, curved",
    "found": "a line each",
    "together": "one line",
}
REMEDIES = {"vtf": "Draw the curve", "straight": "Draw a straight line", "open": "Open its spectrum"}
SIDE, BELOW, ABOVE = 0.06, 0.08, 0.16
"""Room around the points, above it for the scale in °C."""


NARROWEST = 318  # of the column: the table of samples shows their names


class ArrheniusTab(DerivedTab):
    """Points with error bars, lines with bands, a scale in °C; at the right Ea, the law, the table of samples."""

    technique = "arrhenius"
    title = "Arrhenius"
    help_page = "arrhenius"
    made_from = ("eis",)
    noun = "Arrhenius plot"
    sources_noun = "spectra"
    plot_hint = words.PLOT_HINT

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self.drawn: list[Drawn] = []
        self.series = TemperatureSeries(document, services)
        self.plot = Plot(log_y=True)
        self.plot.bottom.set_label("1000 <i>T</i><sup> −1</sup>", "K<sup>−1</sup>", scaled=False)
        self.legend = Legend(self.plot.view, LABELS)
        self._lines: list[tuple[Real, Real]] = []
        self.picking = Picking(self.plot.view, self._points, double=True)
        self.picking.clicked.connect(self._click)
        self.picking.double_clicked.connect(self._open)
        self.plot.view.menu_wanted.connect(self._open_menu)
        self.plot.view.hovered.connect(self._hover)
        self.plot.view.moved.connect(self._put_legend)
        self.plots = PlotCard(self.selection, {(0, 0): self.plot}, name="Arrhenius plot")
        self._make_column(services)
        self.foot = Foot()
        deeds = (Deed("Take all points back in", self._all_back, lambda: self.analysis and self.analysis.masked),)
        empty = self.offer(words.HEADING, words.TEACHING)
        self.assemble(self.plots, self.column, empty, below=self.foot, deeds=deeds)

    def _make_column(self, services: Services) -> None:
        self.result = ResultLabel()
        self.lines = label("", "muted", wrap=True, selectable=True)
        self.missing = label("", "warning", wrap=True)
        self.held = label("Held as it is; its spectra have changed since.", "warning", wrap=True)
        self.warnings = WarningsPanel(RemedyWords(REMEDIES))
        self.options = OptionsPanel(ARRHENIUS.choices, OPTION_WORDS)
        zero = _number("0 °C in K", _zero, "273.15; some reports take 273, which shows in the fourth digit of Ea.")
        error = _number(
            "u(T) in K", _not_negative, "Of temperatures that came without an error; enters by effective variance."
        )
        self.options.add_number("zero", zero, ZERO_CELSIUS)
        self.options.add_number("temperature_error", error, 0.0)
        self.samples = SamplesTable(services)
        self.rule = label("", "muted", wrap=True, selectable=True)
        self.column = Page(narrowest=NARROWEST)
        self.column.add(
            Card("Activation energy", stacked(self.result, self.lines, self.missing, self.held)),
            self.warnings,
            Card("Samples", self.samples, self.rule),
            Card("Law", self.options),
        )
        wiring.connect_options(self, self.options)
        remedies: dict[str, Callable[[Analysis, str], Any]] = {
            "vtf": lambda a, _: self.editing.option(a, "Draw the curve", "law", "vtf"),
            "straight": lambda a, _: self.editing.option(a, "Draw a straight line", "law", "arrhenius"),
            "open": lambda _, source: self.open_source(source),
        }
        wiring.connect_warnings(self, self.warnings, remedies)
        self.samples.chosen.connect(self.make_current)

    # -- making one ------------------------------------------------------------------------------------------------

    def derive(self, sources: tuple[Analysis, ...]) -> Analysis:
        """One plot of these, named after their sample."""
        return plots_of(self.document.committed, sources)[0]

    def make(self) -> None:
        """One plot for each pellet among the selected spectra, in one step."""
        if len(self.candidates) >= self.least:
            self.series.draw_line([a.id for a in self.candidates])

    # -- drawing ---------------------------------------------------------------------------------------------------

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        if part & (Part.DATA | Part.MODEL | Part.LOOK):
            self._draw_plot()
        if part & (Part.COLUMN | Part.DATA):
            self._draw_column()

    def _draw_plot(self) -> None:
        self.drawn = drawn_of(self.showing.items, self.current)
        shapes: list[Drawable] = []
        if self.drawn:
            zero = self.drawn[0].plot.settings.zero_celsius
            shapes += [room_line(ROOM + zero), celsius_scale(zero)]
        for one in self.drawn:
            faint = len(self.drawn) > 1 and self.current is not None and one.item.id != self.current.id
            shapes += one.drawables(faint)
        self._lines = [(shape.x, shape.y) for shape in shapes if isinstance(shape, Line)]
        self.plot.data.show_drawables(shapes)
        self.plot.left.set_label(*self._label(), scaled=False)
        self.plot.view.set_home(_around(*home_points(self.drawn)), go=False)
        several = len(self.drawn) > 1
        self.legend.show_entries([entry for one in self.drawn for entry in one.entries(several)])
        self._put_legend()

    def _label(self) -> tuple[str, str]:
        if not self.drawn:
            return "<i>σT</i>", "S K cm<sup>−1</sup>"
        with_t = self.drawn[0].plot.settings.scale == "sigma T"
        if not all(one.sized for one in self.drawn):
            return ("<i>T</i>/<i>R</i>", "K Ω<sup>−1</sup>") if with_t else ("1/<i>R</i>", "Ω<sup>−1</sup>")
        return ("<i>σT</i>", "S K cm<sup>−1</sup>") if with_t else ("<i>σ</i>", "S cm<sup>−1</sup>")

    def _draw_column(self) -> None:
        self.drawn = drawn_of(self.showing.items, self.current)
        shown = next((d for d in self.drawn if self.current is not None and d.item.id == self.current.id), None)
        analysis = shown.item.analysis if shown is not None else None
        stale = shown is not None and shown.item.stale
        fit = analysis.fit if analysis else None
        self.result.set_text(words.energy(fit), faint=stale, doubt=doubt_of(fit))
        self.lines.setText("\n".join(words.lines(shown)) if shown is not None else "")
        why = missing(shown.item.analysis, shown.item.sources, shown.plot) if shown is not None else ""
        self.result.setVisible(not why)
        self.missing.setText(why)
        self.missing.setVisible(bool(why))
        self.held.setVisible(stale)
        self.warnings.show_warnings(analysis.fit.warnings if analysis is not None and analysis.fit else ())
        self.options.show_analysis(analysis)
        self.samples.show_plots(self.drawn, self.current.id if self.current else None)
        rule = words.rule(self.drawn)
        self.rule.setText(rule)
        self.rule.setVisible(bool(rule))
        self.foot.show_note(self._note(shown))

    def _note(self, shown: Drawn | None) -> str:
        if shown is None:
            return ""
        out = sum(p.excluded for p in shown.points)
        points = "1 point" if out == 1 else f"{out} points"
        left_out = f"{points} left out (hollow). " if out else ""
        bars = "Bars: errors of the fits; band: 95 %, without the pellet’s sizes, which move all of it."
        return left_out + (bars if shown.item.analysis.fit is not None else "")

    def _put_legend(self) -> None:
        mapping = self.plot.view.mapping()
        if mapping.width < 2:
            return
        pixels = [(mapping.x(x), mapping.y(y)) for x, y in (home_points(self.drawn), *self._lines)]
        boxes = []
        if self.drawn:
            at = float(mapping.x(np.array([1000.0 / self.drawn[0].room]))[0])
            boxes = [QRectF(at - 1.0, 0.0, 2.0, mapping.height)]
        below_the_scale = self.plot.view.rect().adjusted(0.0, HEIGHT, 0.0, 0.0)
        self.legend.put(below_the_scale, Obstacles.of(pixels, boxes))

    # -- the mouse -------------------------------------------------------------------------------------------------

    def _points(self) -> tuple[Real, Real]:
        places = [d.places(d.points) for d in self.drawn if d.points]
        if not places:
            return np.array([]), np.array([])
        return np.concatenate([x for x, _ in places]), np.concatenate([y for _, y in places])

    def _click(self, index: int) -> None:
        found = point_at(self.drawn, index)
        if found is None:
            return
        analysis, point = found
        if self.current is not None and analysis != self.current.id:
            self.make_current(analysis)
        else:
            self.toggle_sources([point.source])

    def _open(self, index: int) -> None:
        found = point_at(self.drawn, index)
        if found is not None:
            self.open_source(found[1].source)

    def _hover(self, place: QPointF | None) -> None:
        index = None if place is None else self.picking.at(place)
        found = None if index is None else point_at(self.drawn, index)
        if found is None:
            self.hint.emit(self.plot_hint)
            return
        both = any(d.item.id == found[0] and words.branch_words(d) for d in self.drawn)
        self.hint.emit(words.reading(found[1], both))

    def _open_menu(self, click: Click) -> None:
        """Over a point: what can be done with it."""
        index = self.picking.at(click.position)
        found = None if index is None else point_at(self.drawn, index)
        if found is None:
            menu_of(self, [[Deed("Show everything", self.show_everything)]]).popup(click.screen)
            return
        analysis, point = found
        if self.current is not None and analysis != self.current.id:
            self.make_current(analysis)
        parts = [
            [Deed(f"{point.name}", None)],
            [
                Deed(
                    "Take it back in" if point.excluded else "Leave it out",
                    partial(self.toggle_sources, [point.source]),
                ),
                Deed("Open its spectrum", partial(self.open_source, point.source)),
            ],
            self._branch_deeds(point),
        ]
        menu_of(self, parts).popup(click.screen)

    def _branch_deeds(self, point: Point) -> list[Deed]:
        typed = typed_branches(self.analysis).get(point.source) if self.analysis is not None else None
        deeds = [
            Deed(f"Measured on {branch}", partial(self._set_branch, point, branch), checked=point.branch == branch)
            for branch in BRANCHES
        ]
        return [*deeds, Deed("As found from the files", partial(self._set_branch, point, None), lambda: typed)]

    def _set_branch(self, point: Point, branch: Branch | None) -> None:
        text = f"Find the branch of {point.name}" if branch is None else f"Count {point.name} as {branch}"
        self.on_analysis(
            lambda a: self.editing.step(
                text, evolve, ("analyses", a.id), lambda old: with_branch(old, point.source, branch)
            )
        )

    def _all_back(self) -> None:
        self.on_analysis(self.editing.unmask_all)


def _around(x: Real, y: Real) -> Home:
    if not len(x):
        return lambda width, height: (2.5, 4.0, -6.0, 0.0)
    wide = max(float(x.max() - x.min()), 0.05)
    high = max(float(y.max() - y.min()), 0.2)
    box = (
        float(x.min()) - SIDE * wide,
        float(x.max()) + SIDE * wide,
        float(y.min()) - BELOW * high,
        float(y.max()) + ABOVE * high,
    )
    return lambda width, height: box


def _number(name: str, read: Callable[[str], float], hint: str) -> ValueField:
    field = ValueField(read, lambda value: f"{value:g}", name=name)
    field.setToolTip(hint)
    return field


def _zero(text: str) -> float:
    value = parse_number(text)
    if not 270.0 < value < 276.0:
        raise InputError("0 °C is 273.15 K; some reports take 273.")
    return value


def _not_negative(text: str) -> float:
    value = parse_number(text)
    if value < 0:
        raise InputError("An error cannot be negative.")
    return value
