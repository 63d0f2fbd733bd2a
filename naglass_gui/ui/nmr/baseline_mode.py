"""Baseline by mouse: points that a curve is drawn through, or an automatic one whose length a slider sets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QButtonGroup

from naglass_gui.core.project import Id
from naglass_gui.techniques.nmr.partway import anchors_in, anchors_place, length_place, with_anchors, with_length
from naglass_gui.techniques.nmr.processing import Steps
from naglass_gui.techniques.nmr.processing_baseline import anchor_heights, curve_through
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.part_way_mode import PartWayMode
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.parameter_slider import CalmSlider
from naglass_gui.ui.panels.value_field import SETTLING_MS
from naglass_gui.ui.plots.decimate import visible
from naglass_gui.ui.plots.drawables import Line
from naglass_gui.ui.plots.gesture import Click, Drag
from naglass_gui.ui.plots.grip import Handle
from naglass_gui.ui.plots.layer import Layer
from naglass_gui.ui.plots.plot import HANDLES, LIVE

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

STEPS = 200
SHORTEST, LONGEST = 0.01, 4.0  # of the spectrum's width, at the ends of the slider
FIRST = 0.2
LEAST_POINTS = 12  # of the data, that the shortest length spans
DECIMALS = 3  # of the shift of a point
COLUMNS = 1024  # points a curve is drawn with


class BaselineMode(PartWayMode):
    """The baseline of the current spectrum. Every point that is added, moved or removed is one step of the history.

    Attributes:
        handles: of the points, in the order of `positions`.
        positions: of the points in ppm, as they are shown.
        slider: the length of the automatic baseline.
    """

    title = "Baseline"
    key = "B"
    tip = "Baseline through points, or an automatic one (B)"
    hint = (
        "click: add a point · drag a point: move it · right-click or Delete: remove it · drag: move the view · "
        "Esc or Enter: done"
    )

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self.handles: list[Handle] = []
        self.positions: tuple[float, ...] = ()
        self._id: Id = ""
        self._curve = Layer(tab.plots.spectrum.view, LIVE)
        self.by_points = quiet_button("Through points", "Click the spectrum where it is nothing but baseline")
        self.by_length = quiet_button(
            "Automatic", "A smooth curve below the lines; bends longer than its length stay in it"
        )
        self._ways = QButtonGroup(self)
        for button in (self.by_points, self.by_length):
            button.setCheckable(True)
            self._ways.addButton(button)
            self.row.addWidget(button)
        self.by_points.clicked.connect(self._go_by_points)
        self.by_length.clicked.connect(self._go_by_length)
        self.slider = CalmSlider()
        self.slider.setRange(0, STEPS)
        self.slider.setAccessibleName("Length of the automatic baseline")
        self.slider.setToolTip("Bends that are shorter are taken for lines")
        self.slider.setMinimumWidth(90)
        self.slider.valueChanged.connect(self._slide)
        self.slider.sliderReleased.connect(self._settle)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._settle)
        self.said = label("")
        self.remove_button = quiet_button("Remove", "Take this baseline away")
        self.remove_button.clicked.connect(self._remove_all)
        self.row.addWidget(self.slider, 1)
        self.row.addWidget(self.said)
        self.row.addWidget(self.remove_button)

    # -- as a mode -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the points, or the slider where the baseline is automatic."""
        self._id = self.tab.current.id if self.tab.current is not None else ""
        automatic = length_place(self.chain)[1] and not anchors_place(self.chain)[1]
        self.by_length.setChecked(automatic)
        self.by_points.setChecked(not automatic)
        super().begin()
        self._show_way()

    def follow(self) -> None:
        """Follow the document."""
        super().follow()
        self._show_slider()

    def place_in(self, chain: Steps) -> tuple[int, bool]:
        """Before the baseline through points."""
        return anchors_place(chain)[0], False

    def take(self) -> None:
        """Show the points of the chain."""
        assert self.part is not None
        self.positions = anchors_in(self.chain, self.part.added)
        self.redraw()
        self._show_slider()

    def end(self) -> None:
        """Take everything off the plot."""
        if self._settling.isActive():
            self._finish_slide()
        super().end()
        self._curve.show_drawables([])
        self._show_handles(())

    def redraw(self) -> None:
        """Draw the spectrum, the points, and the curve through them."""
        if self.part is None or self.by_length.isChecked():
            self.layer.show_drawables([])
            self._curve.show_drawables([])
            self._show_handles(())
            return
        row, colours = self.part.values.real / self.scale, theme.tokens()
        if not self.layer.drawables:
            self.layer.show_drawables([Line(self.part.shift, row, colours.data, ordered=True)])
        places = np.array(sorted(set(self.positions)))
        if not len(places):
            self._curve.show_drawables([])
            self._show_handles(())
            return
        heights = anchor_heights(self.part.shift, row, places)
        seen = visible(self.part.shift, *self.tab.plots.spectrum.view.mapping().x_range)
        grid = np.linspace(self.part.shift[seen.start], self.part.shift[max(seen.stop - 1, seen.start)], COLUMNS)
        self._curve.show_drawables(
            [Line(grid, curve_through(grid, places, heights), colours.fit, width=2, ordered=True)]
        )
        self._show_handles([float(heights[np.searchsorted(places, p)]) for p in self.positions])

    # -- points ----------------------------------------------------------------------------------------------------

    def clicked(self, click: Click) -> None:
        """Add a point."""
        if self.part is None or self.by_length.isChecked():
            return
        at = self.tab.plots.spectrum.view.mapping().data_x(click.position.x())
        if self.part.shift[0] <= at <= self.part.shift[-1]:
            self._make("Add a baseline point", (*self.positions, at))

    def _show_handles(self, heights: Sequence[float]) -> None:
        while len(self.handles) > len(heights):
            self.handles.pop().leave()
        while len(self.handles) < len(heights):
            self.handles.append(self._handle(len(self.handles)))
        for handle, position, height in zip(self.handles, self.positions, heights, strict=False):
            handle.place(position, height)

    def _handle(self, place: int) -> Handle:
        handle = Handle(self.tab.plots.spectrum.view, self.tab.selection, HANDLES, "x", "diamond")
        handle.dragged.connect(lambda drag: self._drag_point(place, drag))
        handle.nudged.connect(lambda dx, dy: self._nudge(place, dx))
        handle.removal_wanted.connect(lambda: self._remove(place))
        handle.menu_wanted.connect(lambda click: self._remove(place))
        return handle

    def _drag_point(self, place: int, drag: Drag) -> None:
        if self.part is None or place >= len(self.positions):
            return
        if drag.phase == "cancel":
            self.take()
        elif drag.phase != "start":
            self._move(place, self.tab.plots.spectrum.view.mapping().data_x(drag.now.x()), drag.phase == "finish")

    def _nudge(self, place: int, pixels: float) -> None:
        if place < len(self.positions):
            self._move(place, self.positions[place] + pixels / self.tab.plots.spectrum.view.mapping().x_scale, True)

    def _move(self, place: int, to: float, done: bool) -> None:
        assert self.part is not None
        to = min(max(to, float(self.part.shift[0])), float(self.part.shift[-1]))
        self.positions = (*self.positions[:place], to, *self.positions[place + 1 :])
        self.redraw()
        if done:
            self._make("Move a baseline point", self.positions)

    def _remove(self, place: int) -> None:
        self.tab.selection.choose(None)
        self._make("Remove a baseline point", (*self.positions[:place], *self.positions[place + 1 :]))

    def _make(self, text: str, positions: tuple[float, ...]) -> None:
        if self.part is not None:
            rounded = [round(p, DECIMALS) for p in positions]
            self.make(text, with_anchors(self.chain, rounded, self.part.added))

    # -- automatic -------------------------------------------------------------------------------------------------

    def _go_by_points(self) -> None:
        self._show_way()
        self.redraw()

    def _go_by_length(self) -> None:
        self._show_way()
        if not length_place(self.chain)[1]:
            self.make("Add an automatic baseline", with_length(self.chain, self._rounded(FIRST * self._width())))
        self.redraw()

    def _show_way(self) -> None:
        self.tab.modes.set_look(not self.by_length.isChecked(), False)
        self._show_slider()

    def _show_slider(self) -> None:
        automatic, chain = self.by_length.isChecked(), self._shown_chain()
        self.slider.setVisible(automatic)
        place, there = length_place(chain)
        if automatic:
            self.said.setText(f"{chain[place][1]:.3g} ppm" if there else "none")
            if there and not self.slider.isSliderDown():
                with QSignalBlocker(self.slider):
                    self.slider.setValue(self._knob(float(chain[place][1])))  # type: ignore[arg-type]
        else:
            count = len(self.positions)
            self.said.setText("no point yet" if not count else "1 point" if count == 1 else f"{count} points")
        self.remove_button.setEnabled(there if automatic else bool(self.positions))

    def _shown_chain(self) -> Steps:
        """The steps as they are previewed."""
        from naglass_gui.techniques.nmr.spectrum import steps_of

        current = self.tab.current
        shown = current.analysis if current is not None else None
        return steps_of(current.measurement, shown) if current is not None and shown is not None else ()

    def _slide(self, step: int) -> None:
        self.show(with_length(self.chain, self._length(step)))
        if not self.slider.isSliderDown():
            self._settling.start()

    def _settle(self) -> None:
        self._settling.stop()
        length = self._length(self.slider.value())
        self.make(f"Baseline of {length:.3g} ppm", with_length(self.chain, length))

    def _finish_slide(self) -> None:
        """What the slider still previews becomes a step, unless it was that of another spectrum."""
        if self.tab.current is not None and self.tab.current.id == self._id:
            self._settle()
        else:
            self._settling.stop()
            self.tab.document.drop_preview()

    def _width(self) -> float:
        signal = self.tab.current.signal if self.tab.current is not None else None
        return float(signal.shift[-1] - signal.shift[0]) if signal is not None else 100.0

    def _length(self, step: int) -> float:
        return self._rounded(self._width() * SHORTEST * (LONGEST / SHORTEST) ** (step / STEPS))

    def _rounded(self, length: float) -> float:
        signal = self.tab.current.signal if self.tab.current is not None else None
        points = len(signal.shift) if signal is not None else LEAST_POINTS
        return float(f"{max(length, LEAST_POINTS * self._width() / points):.3g}")

    def _knob(self, length: float) -> int:
        share = math.log(max(length / self._width(), 1e-9) / SHORTEST) / math.log(LONGEST / SHORTEST)
        return round(STEPS * min(max(share, 0.0), 1.0))

    def _remove_all(self) -> None:
        if self.by_length.isChecked():
            self.make("Remove the automatic baseline", with_length(self.chain, None))
        else:
            self._make("Remove the baseline points", ())
