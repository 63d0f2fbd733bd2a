"""The Nyquist plot: -Im Z against Re Z with equal aspect, the fitted frequencies marked on the points themselves."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal

from naglass_gui.core.project import Region
from naglass_gui.techniques.eis.stacking import nyquist_outline
from naglass_gui.ui import theme
from naglass_gui.ui.eis import frames, relaxation_curve
from naglass_gui.ui.eis.arcs import Arcs
from naglass_gui.ui.eis.model_curve import ModelCurve, StillCurves
from naglass_gui.ui.eis.pointing import Pointing
from naglass_gui.ui.eis.quantities import UNITS
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.eis.shown import Shown, legend_of, points_of
from naglass_gui.ui.eis.spectra import Real, Spectrum
from naglass_gui.ui.eis.stack import Stack
from naglass_gui.ui.plots.drawables import Drawable, Line, Points
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.legend import Legend
from naglass_gui.ui.plots.mapping import Mapping
from naglass_gui.ui.plots.markers import Marker
from naglass_gui.ui.plots.plot import HANDLES, LABELS, Plot

FIT_OF_OTHERS = 0.7  # opacity
BEFORE_FIT = 0.55
NAMES, NAME_HEIGHT = 58.0, 21.0  # pixels at the left for the names in a stack, and between two of them


class Nyquist(QObject):
    """Shows spectra and the current model in the complex plane; says what was done to them.

    Attributes:
        plot: to be placed on a canvas.
        pointing: what is under the pointer.
        arcs: the arcs of the current model with their handles.
        stack: where the spectra stand above one another.
    """

    region_dragged = Signal(object)  # RegionDrag
    region_menu_wanted = Signal(str, object)  # region's id, Click
    region_removal_wanted = Signal(str)
    marker_hovered = Signal(bool)

    def __init__(self, selection: Selection, still: StillCurves) -> None:
        plot = Plot(equal_aspect=True)
        super().__init__(plot)  # with a parent, or what is connected to it would keep a closed tab for ever
        self._still = still
        self.plot = plot
        self.plot.bottom.set_label("Re <i>Z</i>", "Ω")
        self.plot.left.set_label("−Im <i>Z</i>", "Ω")
        self.plot.bottom.share_prefix(self.plot.left)
        self.plot.left.share_prefix(self.plot.bottom)
        self.pointing = Pointing(self.plot, self._points)
        self.arcs = Arcs(self.plot, selection)
        self.stack = Stack(self.plot, selection, lambda s: nyquist_outline(s.frequency, self._shown.z(s)))
        self.stack.changed.connect(self._restack)
        self._selection = selection
        self._legend = Legend(self.plot.view, LABELS)
        self._markers: dict[tuple[str, bool], Marker] = {}
        self._shown = Shown()
        self._curve: ModelCurve | None = None
        self._draft: Points | None = None
        self._whole = False
        self._taken: tuple[Mapping, list[tuple[Real, Real]]] | None = None
        self.plot.view.dragged.connect(self._draw_region)
        self.plot.view.moved.connect(self._settle)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_data(self, shown: Shown) -> None:
        """Draw the points of all spectra, and the models of all but the current one."""
        another = shown.current_id != self._shown.current_id
        self._shown, self._taken = shown, None
        self.stack.show(shown)
        if another and shown.stacked and self.plot.view.at_home:
            self._look()  # shows the same as before, told from another spectrum
        self.plot.bottom.set_label("Re <i>Z</i>", UNITS[shown.scale])
        self.plot.left.set_label("−Im <i>Z</i>, stacked" if shown.stacked else "−Im <i>Z</i>", UNITS[shown.scale])
        drawn: list[Drawable] = []
        for spectrum in (*shown.others, *((shown.current,) if shown.current else ())):
            other = spectrum is not shown.current
            colour = shown.colours[spectrum.measurement.id]
            if other:
                drawn += self._fit_of(spectrum, colour)
            drawn += points_of(spectrum, *self._points(spectrum), colour, small=other)
        self.plot.data.show_drawables(drawn)
        self._legend.show_entries(*legend_of(shown))
        self.pointing.show(shown)
        self._place_markers()

    def show_model(self, curve: ModelCurve | None, shown: Shown) -> None:
        """Draw the current model: full where it is fitted, dashed where it is extrapolated; its arcs and handles."""
        self._shown, self._curve = shown, curve
        self.pointing.show(shown)
        drawn: list[Drawable] = []
        current = self._shown.current
        if shown.relaxation is not None and current is not None:
            drawn.append(relaxation_curve.reconstructed(shown.relaxation, shown.factor(current)))
        if curve is not None and current is not None:
            z = curve.z * self._shown.factor(current)
            drawn += stretches(z.real, -z.imag, curve, current.has_fit)
        self.arcs.show(self._shown, current)
        drawn = [*self.arcs.drawables, *drawn]
        if self._draft is not None:
            drawn.insert(0, self._draft)
        self.plot.live.show_drawables(drawn)
        self._settle()

    def first_look(self) -> None:
        """Show the arcs; the end of a long spike stays outside until everything is asked for."""
        self._whole = False
        self._part_names()
        self._look()

    def everything(self) -> None:
        """Show every point."""
        self._whole = True
        self._look()

    def extent(self) -> frames.Extent | None:
        """What the first look shows; None without spectra."""
        return frames.united(self._looks(), self._heights())

    def _part_names(self) -> None:
        """Give the names of a stack room at the scale of the first look."""
        width = self.plot.view.mapping().width - NAMES
        flat = frames.united(self._looks()) if self._shown.stacked else None
        if flat is not None and width > NAMES:
            self.stack.keep_apart(NAME_HEIGHT * (flat.right - flat.left) / width)

    def _looks(self) -> list[frames.Extent | None]:
        looks = [(s.first_look, self._shown.factor(s)) for s in self._shown.spectra]
        return [extent and extent.scaled(factor) for extent, factor in looks]

    def _heights(self) -> list[float]:
        return [self.stack.offset(s) for s in self._shown.spectra]

    def _look(self) -> None:
        z = [self._shown.z(s) for s in self._shown.spectra]
        extent = frames.whole(z, self._heights()) if self._whole else self.extent()
        if extent is not None:
            self.plot.view.set_home(frames.nyquist_home(extent, NAMES if self._shown.stacked else 0.0))

    def _restack(self) -> None:
        self.show_data(self._shown)
        self._settle()

    @property
    def left_out_in_sight(self) -> bool:
        """Whether every point of the current spectrum that is not fitted is in sight."""
        current = self._shown.current
        if current is None:
            return True
        mapping, (x, y) = self.plot.view.mapping(), self._points(current)
        out = ~current.used
        return len(mapping.inside(x[out], y[out], mapping.frame)) == int(out.sum())

    def retheme(self) -> None:
        """Draw labels and markers in the theme's colours."""
        self.arcs.retheme()
        for marker in self._markers.values():
            marker.update()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _points(self, spectrum: Spectrum) -> tuple[Real, Real]:
        z = self._shown.z(spectrum)
        return z.real, self.stack.offset(spectrum) - z.imag

    def _fit_of(self, spectrum: Spectrum, colour: str) -> list[Drawable]:
        curve = self._still.of(spectrum)
        if curve is None:
            return []
        z = curve.z * self._shown.factor(spectrum)
        return [Line(z.real, self.stack.offset(spectrum) - z.imag, colour, opacity=FIT_OF_OTHERS)]

    def _settle(self) -> None:
        """Put labels and legend where they hide nothing."""
        mapping = self.plot.view.mapping()
        if mapping.width < 2:
            return
        if self._taken is None or self._taken[0] is not mapping:
            points = [self._points(s) for s in self._shown.spectra]
            self._taken = (mapping, [(mapping.x(x), mapping.y(y)) for x, y in points])
        taken = list(self._taken[1])
        if self._curve is not None and self._shown.current is not None:
            z = self._curve.z * self._shown.factor(self._shown.current)
            taken.append((mapping.x(z.real), mapping.y(-z.imag)))
        grips = [*self._markers.values(), *self.stack.tags.values()]
        boxes = [*self.arcs.boxes(), *(g.mapRectToParent(g.boundingRect()) for g in grips)]
        obstacles = Obstacles.of(taken, boxes)
        self.arcs.place_labels(obstacles)
        self._legend.put(mapping.frame, obstacles)

    # -- regions ---------------------------------------------------------------------------------------------------

    def _draw_region(self, drag: Drag) -> None:
        current = self._shown.current
        if not drag.shift or drag.control or current is None or not len(current.z):
            return
        ends = [self.pointing.nearest(current, pixel) for pixel in (drag.start, drag.now)]
        low, high = sorted(float(current.frequency[i]) for i in ends)
        running = drag.phase in ("start", "move")
        self._draft = self._spanned(current, low, high) if running and low < high else None
        self.show_model(self._curve, self._shown)
        self.region_dragged.emit(RegionDrag(drag.phase, low, high))

    def _spanned(self, spectrum: Spectrum, low: float, high: float) -> Points:
        inside = (spectrum.frequency >= low) & (spectrum.frequency <= high)
        x, y = self._points(spectrum)
        return Points(x[inside], y[inside], theme.tokens().accent, 12.0, opacity=0.3)

    def _place_markers(self) -> None:
        """Two markers a region, on the points nearest to its ends; an end beyond all points needs none."""
        current = self._shown.current
        wanted: dict[tuple[str, bool], tuple[int, Region]] = {}
        if current is not None and current.analysis is not None:
            for region in current.analysis.regions:
                for upper in (False, True):
                    index = _end_point(current, region, upper)
                    if index is not None:
                        wanted[region.id, upper] = (index, region)
        for key in set(self._markers) - set(wanted):
            self._markers.pop(key).leave()
        for (id, upper), (index, _) in wanted.items():
            assert current is not None
            marker = self._markers.get((id, upper)) or self._make_marker(id, upper)
            x, y = self._points(current)
            marker.place(float(x[index]), float(y[index]))
            marker.point_along(*self._direction(current, index, inward_up=not upper))
            marker.setToolTip(f"{_hertz(float(current.frequency[index]))}: end of the fitted region")

    def _direction(self, spectrum: Spectrum, index: int, inward_up: bool) -> tuple[float, float]:
        """The direction, in pixels, from a point along the curve to higher (or lower) frequency."""
        order = np.argsort(spectrum.frequency)
        place = int(np.flatnonzero(order == index)[0])
        mapping, (x, y) = self.plot.view.mapping(), self._points(spectrum)
        low, high = order[max(place - 2, 0)], order[min(place + 2, len(order) - 1)]
        # Equal aspect: the direction in data is that in pixels, y turned over.
        sign = 1.0 if inward_up else -1.0
        dx, dy = float(x[high] - x[low]), -float(y[high] - y[low])
        return (sign * dx * np.sign(mapping.x_scale), sign * dy) if (dx or dy) else (1.0, 0.0)

    def _make_marker(self, id: str, upper: bool) -> Marker:
        marker = Marker(self.plot.view, self._selection, HANDLES - 5)
        self._markers[id, upper] = marker
        marker.dragged.connect(lambda drag: self._drag_marker(id, upper, drag))
        marker.nudged.connect(lambda dx, dy: self._step_marker(id, upper, dx, dy))
        marker.removal_wanted.connect(lambda: self.region_removal_wanted.emit(id))
        marker.hovered.connect(self.marker_hovered)
        marker.menu_wanted.connect(lambda click: self.region_menu_wanted.emit(id, click))
        return marker

    def _drag_marker(self, id: str, upper: bool, drag: Drag) -> None:
        current = self._shown.current
        if current is None or drag.phase == "start":
            return
        if drag.phase == "cancel":
            self.region_dragged.emit(RegionDrag("cancel", region=id))
            return
        self._move_end(current, id, upper, self.pointing.nearest(current, QPointF(drag.now)), drag)

    def _step_marker(self, id: str, upper: bool, dx: float, dy: float) -> None:
        """One point along the curve for an arrow key, ten with Shift: right and up are higher frequencies."""
        current = self._shown.current
        if current is None:
            return
        order = list(np.argsort(current.frequency))
        x, y = self._points(current)
        marker = self._markers[id, upper].point
        here = int(np.argmin((x - marker[0]) ** 2 + (y - marker[1]) ** 2))
        step = int(np.sign(dx - dy)) * max(1, round(max(abs(dx), abs(dy))))
        place = min(max(order.index(here) + step, 0), len(order) - 1)
        self._move_end(current, id, upper, int(order[place]), Drag("finish", QPointF(), QPointF()))

    def _move_end(self, current: Spectrum, id: str, upper: bool, index: int, drag: Drag) -> None:
        region = next((r for r in current.analysis.regions if r.id == id), None) if current.analysis else None
        if region is None or index < 0:
            return
        f = float(current.frequency[index])
        low, high = (region.low, f) if upper else (f, region.high)
        if low < high:
            self.region_dragged.emit(RegionDrag(drag.phase, low, high, id))


def _end_point(spectrum: Spectrum, region: Region, upper: bool) -> int | None:
    """The outermost point inside a region at one of its ends; None where no point lies beyond that end."""
    f = spectrum.frequency
    inside = (f >= region.low * (1 - 1e-9)) & (f <= region.high * (1 + 1e-9))
    beyond = f > region.high * (1 + 1e-9) if upper else f < region.low * (1 - 1e-9)
    if not inside.any() or not beyond.any():
        return None
    candidates = np.flatnonzero(inside)
    return int(candidates[np.argmax(f[candidates]) if upper else np.argmin(f[candidates])])


def stretches(x: Real, y: Real, curve: ModelCurve, is_fit: bool) -> list[Drawable]:
    """A model's curve as lines: full over fitted frequencies, dashed beyond; faint before there is any fit."""
    colour, strong = theme.tokens().fit, 1.0 if is_fit else BEFORE_FIT
    return [
        Line(x[part], y[part], colour, dashed=not full, opacity=strong if full else 0.75 * strong)
        for part, full in runs(curve.fitted)
    ]


def runs(flags: np.ndarray) -> list[tuple[slice, bool]]:
    """Stretches of equal flags, each reaching one item into the next so that lines through them join."""
    if not len(flags):
        return []
    edges = [0, *(int(i) + 1 for i in np.flatnonzero(np.diff(flags))), len(flags)]
    return [
        (slice(first, min(last + 1, len(flags))), bool(flags[first]))
        for first, last in zip(edges[:-1], edges[1:], strict=True)
    ]


def _hertz(frequency: float) -> str:
    return f"{frequency:.3g} Hz"
