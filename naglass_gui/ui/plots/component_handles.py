"""Handles of the lines of a spectrum: the top for position and height, both sides for the width. For every spectrum tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QPointF, Signal

from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.grip import Handle
from naglass_gui.ui.plots.plot import HANDLES, Plot

Part = Literal["top", "low", "high"]
WIDTH_PIXELS = 120.0  # of a Shift-drag by which a width grows e-fold
MIXING_PIXELS = 150.0  # of a Ctrl-drag from Gaussian to Lorentzian
LEAST = 1e-3  # a height or width is never dragged to nothing
APART = 18.0  # pixels between side handles below which they would lie on each other
TOP_HINT = (
    "drag: position and height · Shift-drag: width · Ctrl-wheel: width · Ctrl-Shift-wheel: mixing · Delete: remove"
)
SIDE_HINT = "drag: width · Ctrl-drag: Gaussian/Lorentzian · arrows: by a pixel · Delete: remove"


@dataclass(frozen=True, slots=True)
class Held:
    """Where a line is taken hold of, in data coordinates.

    Attributes:
        id: of the component.
        name: for the hint.
        colour: of its handles.
        x: of its top.
        y: of its top.
        low: left of the top, where it is half as high; None where that is out of sight.
        high: the same at the right.
    """

    id: str
    name: str
    colour: str
    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Pull:
    """What a gesture does to a line: shift by, height and width times, mixing (0 to 1) by."""

    shift: float = 0.0
    height: float = 1.0
    width: float = 1.0
    mixing: float = 0.0

    def words(self, name: str) -> str:
        """The step in the history."""
        if self.mixing:
            return f"Change the mixing of {name}"
        return f"Change the width of {name}" if self.width != 1.0 else f"Move {name}"


class ComponentHandles(QObject):
    """Three handles a line. Signals carry the component's id and the whole pull since the drag began."""

    moving = Signal(str, object)  # Pull
    moved = Signal(str, object)
    nudged = Signal(str, object)
    cancelled = Signal()
    chosen = Signal(str)
    removal_wanted = Signal(str)
    menu_wanted = Signal(str, object)  # Click
    hinted = Signal(str)

    def __init__(self, plot: Plot, selection: Selection) -> None:
        super().__init__(plot.view)
        self._plot = plot
        self._selection = selection
        self._held: dict[str, Held] = {}
        self._grips: dict[tuple[str, Part], Handle] = {}
        self._start: Held | None = None
        plot.view.moved.connect(self._place)

    def show(self, held: Sequence[Held]) -> None:
        """Show the handles of these lines."""
        self._held = {h.id: h for h in held}
        for key in [k for k in self._grips if k[0] not in self._held]:
            self._grips.pop(key).leave()
        for id in self._held:
            for part in ("top", "low", "high"):
                if (id, part) not in self._grips:
                    self._make(id, part)
        self._place()

    @property
    def selected(self) -> str:
        """The component whose handle is selected; "" for none."""
        return next((id for (id, _), grip in self._grips.items() if grip.selected), "")

    def choose(self, id: str) -> None:
        """Select the top handle of a line; does nothing where it is not shown."""
        if (id, "top") in self._grips and self.selected != id:
            self._selection.choose(self._grips[id, "top"])

    def grip(self, id: str, part: Part) -> Handle:
        """A handle. Raises KeyError when it is not shown."""
        return self._grips[id, part]

    def retheme(self) -> None:
        """Follow the theme."""
        for grip in self._grips.values():
            grip.update()

    # -- placing ---------------------------------------------------------------------------------------------------

    def _place(self) -> None:
        for (id, part), grip in self._grips.items():
            held = self._held[id]
            grip.colour = held.colour
            x = _x(held, part)
            grip.setVisible(x is not None and (part == "top" or self._start is not None or self._apart(held)))
            if x is not None:
                grip.place(x, held.y if part == "top" else 0.5 * held.y)

    def _apart(self, held: Held) -> bool:
        """Whether there is room for side handles; a narrow line shows them when the view is zoomed."""
        if held.low is None or held.high is None:
            return True
        return abs(held.high - held.low) * abs(self._plot.view.mapping().x_scale) >= APART

    def _make(self, id: str, part: Part) -> None:
        way, symbol = ("both", "circle") if part == "top" else ("x", "square")
        grip = Handle(self._plot.view, self._selection, HANDLES + (part == "top"), way, symbol)  # type: ignore[arg-type]
        self._grips[id, part] = grip
        grip.dragged.connect(lambda drag: self._drag(id, part, drag))
        grip.nudged.connect(lambda dx, dy: self._nudge(id, part, QPointF(dx, dy)))
        grip.removal_wanted.connect(lambda: self.removal_wanted.emit(id))
        grip.menu_wanted.connect(lambda click: self.menu_wanted.emit(id, click))
        grip.hovered.connect(lambda under: self.hinted.emit(self._words(id, part) if under else ""))

    def _words(self, id: str, part: Part) -> str:
        return f"{self._held[id].name} · {TOP_HINT if part == 'top' else SIDE_HINT}"

    # -- moving ----------------------------------------------------------------------------------------------------

    def _drag(self, id: str, part: Part, drag: Drag) -> None:
        if drag.phase == "cancel":
            self._start = None
            self.cancelled.emit()
            return
        if drag.phase == "start":
            self._start = self._held.get(id)
            self.chosen.emit(id)
            return
        if self._start is None:
            return
        pull = self._pull(self._start, part, drag.now - drag.start, drag.shift, drag.control)
        if drag.phase == "finish":
            self._start = None
            self.moved.emit(id, pull)
        else:
            self.moving.emit(id, pull)

    def _nudge(self, id: str, part: Part, by: QPointF) -> None:
        if id in self._held:
            self.nudged.emit(id, self._pull(self._held[id], part, by, False, False))

    def _pull(self, held: Held, part: Part, by: QPointF, shift: bool, control: bool) -> Pull:
        """What a way in pixels means."""
        mapping = self._plot.view.mapping()
        if part == "top":
            if shift:
                return Pull(width=2.718281828 ** (by.x() / WIDTH_PIXELS))
            return Pull(shift=by.x() / mapping.x_scale, height=max(1.0 + by.y() / mapping.y_scale / held.y, LEAST))
        x = _x(held, part)
        assert x is not None
        if control:
            outward = 1.0 if (x - held.x) * mapping.x_scale > 0 else -1.0
            return Pull(mixing=outward * by.x() / MIXING_PIXELS)
        return Pull(width=max((x + by.x() / mapping.x_scale - held.x) / (x - held.x), LEAST))


def _x(held: Held, part: Part) -> float | None:
    return {"top": held.x, "low": held.low, "high": held.high}[part]
