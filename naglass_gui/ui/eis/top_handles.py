"""The top frequencies of the arcs as handles on a plot against frequency: dragged to the sides."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.handles import Handle as ModelHandle
from naglass_gui.techniques.eis.handles import drag
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.eis.words import hertz
from naglass_gui.ui.plots.gesture import Drag, Selection
from naglass_gui.ui.plots.grip import Handle
from naglass_gui.ui.plots.plot import HANDLES, Plot


class TopHandles(QObject):
    """One handle an arc, on the model's curve at its top frequency. Signals are those of `Arcs`."""

    moving = Signal(object)
    moved = Signal(str, object)
    nudged = Signal(str, object)
    cancelled = Signal()
    chosen = Signal(str)
    menu_wanted = Signal(object, object)
    hinted = Signal(str)

    def __init__(self, plot: Plot, selection: Selection) -> None:
        super().__init__(plot.view)
        self._plot = plot
        self._selection = selection
        self._spectrum: Spectrum | None = None
        self._grips: dict[int, Handle] = {}
        self._tops: dict[int, ModelHandle] = {}
        self._held: ModelHandle | None = None
        self._before: tuple[Parameter, ...] = ()
        self._grab = 0.0

    def show(self, spectrum: Spectrum | None) -> None:
        """Find the tops of this spectrum's model; `place` then puts them on the curve. None takes all away."""
        self._spectrum = spectrum
        found = spectrum.tops if spectrum is not None else {}
        self._tops = {number: handle for number, (handle, _) in found.items() if _movable(handle)}
        for number in set(self._grips) - set(self._tops):
            self._grips.pop(number).leave()

    def frequencies(self) -> dict[int, float]:
        """The top frequency of each arc in Hz, by its number."""
        return {number: top.frequency or 1.0 for number, top in self._tops.items()}

    def place(self, number: int, y: float) -> None:
        """Put the handle of an arc on the curve, at this y of the plot."""
        grip = self._grips.get(number) or self._make(number)
        frequency = self._tops[number].frequency or 1.0
        grip.setVisible(math.isfinite(y))
        if math.isfinite(y):
            grip.place(math.log10(frequency), y)
            grip.setToolTip(f"Top frequency of arc {number}: {hertz(frequency)}")

    def retheme(self) -> None:
        """Follow the theme."""
        for grip in self._grips.values():
            grip.update()

    def grip(self, number: int) -> Handle:
        """The handle of an arc. Raises KeyError when it is not shown."""
        return self._grips[number]

    def _make(self, number: int) -> Handle:
        grip = Handle(self._plot.view, self._selection, HANDLES, "x", "circle")
        self._grips[number] = grip
        grip.dragged.connect(lambda event: self._drag(number, event))
        grip.nudged.connect(lambda dx, dy: self._nudge(number, dx))
        grip.menu_wanted.connect(lambda click: self.menu_wanted.emit(self._names(number), click))
        grip.hovered.connect(lambda under: self.hinted.emit(self._words(number) if under else ""))
        return grip

    def _drag(self, number: int, event: Drag) -> None:
        top = self._tops.get(number)
        if event.phase == "cancel" or top is None or self._spectrum is None or self._spectrum.analysis is None:
            self._held = None
            self.cancelled.emit()
            return
        if event.phase == "start":
            self._held, self._before = top, self._spectrum.analysis.parameters
            self._grab = self._grips[number].pos().x() - event.start.x()
            self.chosen.emit(next(iter(self._names(number)), ""))
            return
        values = self._at(self._plot.view.mapping().data_x(event.now.x() + self._grab))
        if event.phase == "move":
            self.moving.emit(values)
            return
        self._held = None
        self.moved.emit(f"Change the top frequency of arc {number}", values)

    def _nudge(self, number: int, pixels: float) -> None:
        top = self._tops.get(number)
        if top is None or top.frequency is None or not pixels:
            return
        shift = pixels / self._plot.view.mapping().x_scale
        values = self._at(math.log10(top.frequency) + shift, top)
        self.nudged.emit(f"Change the top frequency of arc {number}", values)

    def _at(self, log_frequency: float, top: ModelHandle | None = None) -> dict[str, float]:
        top = top or self._held
        spectrum = self._spectrum
        if top is None or spectrum is None or spectrum.circuit is None or spectrum.analysis is None:
            return {}
        parameters = self._before if self._held is not None else spectrum.analysis.parameters
        frequency = 10.0 ** min(max(log_frequency, -30.0), 30.0)
        return drag(spectrum.circuit, parameters, top, frequency=frequency)

    def _names(self, number: int) -> tuple[str, ...]:
        """The parameters of the arc, the one that sets its frequency first."""
        circuit = self._spectrum.circuit if self._spectrum is not None else None
        arc = next((a for a in circuit.arcs if a.number == number), None) if circuit is not None else None
        if arc is None:
            return ()
        through = [name for name in arc.names if name.rstrip("0123456789") in ("Y", "C", "t")]
        return tuple(dict.fromkeys((*through, *arc.names)))

    def _words(self, number: int) -> str:
        return f"drag to the sides: top frequency of arc {number} · arrows: by a pixel · right-click: fix, bound, link"


def _movable(top: ModelHandle) -> bool:
    """Whether a drag to the sides changes anything: the parameter that sets the frequency is free."""
    return any(name.rstrip("0123456789") in ("Y", "C", "t") for name in top.moves)
