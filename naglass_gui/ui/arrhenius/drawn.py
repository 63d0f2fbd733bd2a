"""Arrhenius plots as curves: where points, lines, bands and error bars lie, and what is drawn for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Id
from naglass_gui.techniques.arrhenius import ROLE_WORDS, ArrheniusPlot, Curve, Point, plot_of
from naglass_gui.ui import theme
from naglass_gui.ui.plots.drawables import Drawable, Level, Line, Points, Ribbon, Sticks, Symbol
from naglass_gui.ui.plots.legend import Entry
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.ticks import linear
from naglass_gui.ui.plots.upper_scale import UpperScale
from naglass_gui.ui.tabs.derived import Derivation

Real = NDArray[np.float64]
STEPS = 80
"""Points of a line; a VTF law is curved."""
SYMBOLS: dict[str, Symbol] = {"total": "circle", "bulk": "square", "gb": "diamond"}
SELDOM = 0.55
"""Opacity of the lines of single roles beside that of the whole."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """One analysis with its plot and the colours it is shown in.

    Attributes:
        item: what is shown.
        plot: its curves.
        name: in the legend.
        point_colour, line_colour: of it.
    """

    item: Derivation
    plot: ArrheniusPlot
    name: str
    point_colour: str
    line_colour: str

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Those of the whole electrolyte, the excluded ones included."""
        return self.plot.total.points

    def places(self, points: Sequence[Point]) -> tuple[Real, Real]:
        """1000/T in 1/K and the decimal logarithm of what is plotted."""
        kelvin = np.array([p.kelvin for p in points])
        return 1000.0 / kelvin, self._height(kelvin, np.array([self._log(p) for p in points]))

    def drawables(self, faint: bool) -> list[Drawable]:
        """Lines, bands, error bars and points."""
        found: list[Drawable] = []
        for curve in self.plot.curves:
            found += self._line(curve, faint)
        for curve in self.plot.curves:
            if curve.branch is None:
                found += self._points(curve, faint)
        return found

    def entries(self, several: bool) -> list[Entry]:
        """What the legend says of it."""
        found = [Entry(self.name, self.point_colour)] if several else []
        roles = [c for c in self.plot.curves if c.branch is None]
        if len(roles) > 1 and not several:
            found += [Entry(ROLE_WORDS[c.role], self.point_colour, SYMBOLS[c.role]) for c in roles]
        branches = {p.branch for p in self.points}
        if len(branches) > 1 and not several:
            found += [Entry("heating", self.point_colour), Entry("cooling", self.point_colour, "triangle")]
        return found

    # -- inside ----------------------------------------------------------------------------------------------------

    def _log(self, point: Point) -> float:
        constant = point.cell_constant if self.sized and point.cell_constant is not None else 1.0
        return math.log(constant / point.resistance)

    def _height(self, kelvin: Real, log: Real) -> Real:
        scaled = log + np.log(kelvin) if self.plot.settings.scale == "sigma T" else log
        return np.asarray(scaled / math.log(10.0))

    @property
    def sized(self) -> bool:
        """Whether sizes are known, so that it is conductivities that are shown."""
        return self.plot.total.sized

    @property
    def room(self) -> float:
        """25 °C in kelvin."""
        return self.plot.settings.room

    def _line(self, curve: Curve, faint: bool) -> list[Drawable]:
        law = curve.law
        both = self.plot.curve("total", "heating") is not None
        if law is None or (curve.branch is None and curve.role == "total" and both):
            # With branches apart the line through both would only be in the way.
            return []
        first, last = float(curve.kelvin[0]), float(curve.kelvin[-1])
        kelvin = 1.0 / np.linspace(1.0 / last, 1.0 / first, STEPS)
        opacity = SELDOM if curve.role != "total" or faint else 1.0
        found: list[Drawable] = []
        if curve.role == "total" and curve.branch is None:
            beyond = [first, last, self.room]
            wide = 1.0 / np.linspace(1.0 / max(beyond), 1.0 / min(beyond), STEPS)
            middle, low, high = curve.band(wide)
            if law.freedom:
                found.append(Ribbon(1000.0 / wide, self._height(wide, low), self._height(wide, high), self.line_colour))
            found.append(Line(1000.0 / wide, self._height(wide, middle), self.line_colour, dashed=True, opacity=SELDOM))
        log = law.log_sigma(kelvin)
        found.append(Line(1000.0 / kelvin, self._height(kelvin, log), self.line_colour, 1, opacity=opacity))
        return found

    def _points(self, curve: Curve, faint: bool) -> list[Drawable]:
        opacity = SELDOM if faint else 1.0
        found: list[Drawable] = []
        for branch in ("heating", "cooling"):
            for hollow in (False, True):
                chosen = [p for p in curve.points if p.branch == branch and p.excluded == hollow]
                if not chosen:
                    continue
                x, y = self.places(chosen)
                bar = np.array([p.error or 0.0 for p in chosen]) / math.log(10.0)
                if not hollow:
                    found.append(Sticks(x, y - bar, y + bar, self.point_colour, opacity))
                symbol: Symbol = "triangle" if branch == "cooling" else SYMBOLS[curve.role]
                found.append(Points(x, y, self.point_colour, 7.0, symbol, hollow, opacity))
        if curve.role == "total" and curve.sized and curve.law is not None:
            x, y = self._at_room(curve)
            found.append(Points(x, y, self.line_colour, 8.0, "diamond", True, opacity))
        return found

    def _at_room(self, curve: Curve) -> tuple[Real, Real]:
        room = np.array([self.room])
        assert curve.law is not None
        return 1000.0 / room, self._height(room, curve.law.log_sigma(room))


def drawn_of(items: Sequence[Derivation], current: Derivation | None) -> list[Drawn]:
    """The items with their plots and colours: one in the colours of data and fit, several in those of components."""
    colours = theme.tokens()
    found = []
    for number, item in enumerate(items):
        pair = (colours.data, colours.fit)
        if len(items) > 1:
            pair = (colours.components[number % len(colours.components)],) * 2
        found.append(Drawn(item, plot_of(item.analysis, item.sources), item.analysis.name, *pair))
    return found


def home_points(drawn: Sequence[Drawn]) -> tuple[Real, Real]:
    """Everything that must be in sight: all points, and the law at 25 °C."""
    x, y = [], []
    for one in drawn:
        for curve in one.plot.curves:
            if curve.branch is None and curve.points:
                px, py = one.places(curve.points)
                x.append(px)
                y.append(py)
        total = one.plot.total
        if total.law is not None and total.sized:
            px, py = one._at_room(total)
            x.append(px)
            y.append(py)
    if not x:
        return np.array([]), np.array([])
    return np.concatenate(x), np.concatenate(y)


def room_line(room: float) -> Level:
    """The hairline at 25 °C."""
    return Level(1000.0 / room, theme.tokens().line, vertical=True)


def celsius_scale(zero: float) -> UpperScale:
    """Ticks in °C, where the lower axis is 1000/T; `zero` is 0 °C in kelvin."""

    def marks(mapping: Mapping, line: float) -> list[tuple[float, str]]:
        left, right = (max(x, 0.1) for x in mapping.x_range)
        hot, cold = 1000.0 / left - zero, 1000.0 / right - zero
        # Towards the cold end the ticks of an even scale spread out, towards the hot one they crowd.
        ticks = sorted(linear(cold, hot, mapping.width, 4.2 * line, 1.0).major, key=lambda t: -t.position)
        return [(1000.0 / (tick.position + zero), f"{tick.text} °C") for tick in ticks]

    return UpperScale(marks)


def point_at(drawn: Sequence[Drawn], index: int) -> tuple[Id, Point] | None:
    """The analysis and the point of an index into all points one after the other."""
    for one in drawn:
        if index < len(one.points):
            return one.item.id, one.points[index]
        index -= len(one.points)
    return None
