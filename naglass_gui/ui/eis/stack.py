"""Spectra above one another in one plot: as far apart as they need not to touch, or as the mouse wants it.

The current spectrum stays where its numbers are, so that everything is done to it as ever; the others stand above and below it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.project import Id
from naglass_gui.techniques.eis.stacking import Outline, distances
from naglass_gui.ui import theme
from naglass_gui.ui.eis.shown import Shown, name_of, stack_order
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.name_tag import Named, NameTag, NameTags
from naglass_gui.ui.plots.plot import Plot

HINT = "drag: distance of all · Ctrl-drag: this one alone · arrows: by a pixel · click: edit this spectrum"


class Stack(QObject):
    """Where each spectrum stands in one plot, with the names that are dragged.

    Args:
        plot: where.
        selection: what the arrow keys move.
        outline: what of a spectrum must not touch its neighbours, in coordinates of the plot.
    """

    picked = Signal(str)
    changed = Signal()  # others distances
    hinted = Signal(str)

    def __init__(self, plot: Plot, selection: Selection, outline: Callable[[Spectrum], Outline]) -> None:
        super().__init__(plot.view)
        self._view = plot.view
        self._outline = outline
        self._shown = Shown()
        self._spread = 1.0  # of the distances that are needed
        self._alone: dict[Id, float] = {}  # by how much single ones are moved beside that
        self._needed: dict[Id, float] = {}  # heights above the current one at a spread of 1
        self._least = 0.0  # between two names
        self._from: tuple[float, dict[Id, float]] | None = None
        self._names = NameTags(plot.view, selection)
        self._names.picked.connect(self.picked)
        self._names.dragged.connect(self._drag)
        self._names.nudged.connect(self._nudge)
        self._names.hovered.connect(lambda under: self.hinted.emit(HINT if under else ""))

    # -- showing ---------------------------------------------------------------------------------------------------

    def show(self, shown: Shown) -> None:
        """Find the places of these; where only another one became the current one, nothing moves on screen."""
        before, was = dict(self._needed), self._shown
        old = {id: self._height(id) for id in before}
        self._shown = shown
        self._needed = self._places() if shown.stacked else {}
        current, old_current = shown.current, was.current
        if current is not None and old_current is not None and current.id != old_current.id and before:
            self._stay(old.get(current.id, 0.0))
        self._name()

    def keep_apart(self, least: float) -> None:
        """Let two neighbours be at least so far apart, in data, that their names do not lie on each other."""
        if least != self._least:
            self._least = least
            self.show(self._shown)
            self.changed.emit()

    def offset(self, spectrum: Spectrum) -> float:
        """How much higher than its numbers a spectrum is drawn."""
        return self._height(spectrum.id)

    @property
    def tags(self) -> dict[Id, NameTag]:
        """The names, by id; none where nothing is stacked."""
        return self._names.by_id

    @property
    def moved(self) -> bool:
        """Whether the distances are others than those that are needed."""
        return self._spread != 1.0 or bool(self._alone)

    def even(self) -> None:
        """Go back to the distances that are needed."""
        self._arrange(1.0, {})

    def _height(self, id: Id) -> float:
        current = self._shown.current
        if id not in self._needed or current is None:
            return 0.0
        return self._spread * self._needed[id] + self._alone.get(id, 0.0) - self._alone.get(current.id, 0.0)

    def _places(self) -> dict[Id, float]:
        ordered, current = stack_order(self._shown), self._shown.current
        if len(ordered) < 2 or current is None:
            return {}
        upwards = list(accumulate(reversed(distances([self._outline(s) for s in ordered], self._least)), initial=0.0))
        heights = {s.id: height for s, height in zip(ordered, reversed(upwards), strict=True)}
        return {id: height - heights[current.id] for id, height in heights.items()}

    def _stay(self, height: float) -> None:
        """Move the view so that the curves stay where they are, though all is told from another one now."""
        bottom, top = self._view.viewRange()[1]
        self._view.setRange(yRange=(bottom - height, top - height), padding=0)

    def _name(self) -> None:
        current = self._shown.current
        self._names.show(
            Named(s.id, name_of(self._shown, s), self._colour(s), s is current, self.offset(s))
            for s in (stack_order(self._shown) if self._needed else ())
        )

    def _colour(self, spectrum: Spectrum) -> str:
        # Cold ends of the scale are too dark, or too light, to be read as letters.
        return theme.tokens().text if spectrum is self._shown.current else theme.tokens().muted

    # -- moving ----------------------------------------------------------------------------------------------------

    def _drag(self, id: Id, drag: Drag) -> None:
        if drag.phase == "start":
            self._from = (self._spread, self._alone)
        elif self._from is not None:
            pixels = 0.0 if drag.phase == "cancel" else drag.now.y() - drag.start.y()
            self._move(self._from, id, pixels, drag.control)
            if drag.phase in ("finish", "cancel"):
                self._from = None

    def _nudge(self, id: Id, pixels: float) -> None:
        self._move((self._spread, self._alone), id, pixels, False)

    def _move(self, start: tuple[float, dict[Id, float]], id: Id, pixels: float, alone: bool) -> None:
        """The one that is dragged follows the mouse, and all others move by their share; the current one stands still."""
        (spread, moved), by = start, pixels / self._view.mapping().y_scale
        needed = self._needed.get(id, 0.0)
        if alone:
            moved = moved | {id: moved.get(id, 0.0) + by}
        elif needed:
            spread = max(spread + by / needed, 0.0)
        else:
            spread = max(spread + by / max(map(abs, self._needed.values()), default=1.0), 0.0)
        self._arrange(spread, moved)

    def _arrange(self, spread: float, alone: dict[Id, float]) -> None:
        self._spread, self._alone = spread, alone
        self._name()
        self.changed.emit()
