"""The arcs of the current model on the Nyquist plot, their labels, and the handles that change them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.eis.circuit import Arc, Circuit
from naglass_gui.techniques.eis.handles import Handle as ModelHandle
from naglass_gui.techniques.eis.handles import drag, handles
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.ui import theme
from naglass_gui.ui.eis.arc_labels import ArcLabels, label_texts
from naglass_gui.ui.eis.shown import Shown
from naglass_gui.ui.eis.spectra import Real, Spectrum
from naglass_gui.ui.eis.words import hertz
from naglass_gui.ui.plots.drawables import Drawable, Line, Symbol
from naglass_gui.ui.plots.gesture import Drag, Selection, Turn
from naglass_gui.ui.plots.grip import Handle, Way
from naglass_gui.ui.plots.labels import Obstacles
from naglass_gui.ui.plots.plot import HANDLES, Plot

Key = tuple[str, int]
SYMBOLS: dict[str, Symbol] = {"top": "circle", "spike": "diamond", "inductance": "diamond"}
WAYS: dict[str, Way] = {"intercept": "x", "diameter": "x", "inductance": "y"}
ARC_POINTS = 81
ARC_OPACITY = 0.55
TURN_R, TURN_N = 1.03, 0.01  # by what one notch of the wheel changes width and depression
DECADES_A_WIDTH = 2.0  # by how much the top frequency changes when the top is dragged across its arc
SMALLEST_ARC = 14.0  # pixels
LOCK = 5.0  # pixels from which on the drag of a top is one of depression or one of frequency


class Arcs(QObject):
    """Draws arcs and handles from the current values; says to which values a person drags them.

    Signals carry values by parameter name; `moving` during a drag, `moved` with the step's name at its end.

    Attributes:
        labels: of the arcs, by their number.
        drawables: the arcs as lines, for the live layer.
    """

    moving = Signal(object)
    moved = Signal(str, object)
    nudged = Signal(str, object)  # as `moved`; nudges in a row make one step
    cancelled = Signal()
    chosen = Signal(str)  # the parameter behind the handle that was taken
    menu_wanted = Signal(object, object)  # names of the parameters, Click
    hinted = Signal(str)

    def __init__(self, plot: Plot, selection: Selection) -> None:
        super().__init__(plot.view)
        self._plot = plot
        self._selection = selection
        self._shown = Shown()
        self._spectrum: Spectrum | None = None
        self._grips: dict[Key, Handle] = {}
        self._model: dict[Key, ModelHandle] = {}
        self._held: ModelHandle | None = None
        self._before: tuple[Parameter, ...] = ()  # parameters when the drag began
        self._grab = QPointF()
        self._lock = ""
        self._hidden = False
        self.labels = ArcLabels(plot.view)
        self.drawables: list[Drawable] = []

    # -- showing ---------------------------------------------------------------------------------------------------

    def show(self, shown: Shown, spectrum: Spectrum | None) -> None:
        """Lay out arcs, handles and labels of this spectrum's model."""
        self._shown, self._spectrum = shown, spectrum
        ready = (
            spectrum is not None and spectrum.circuit is not None and spectrum.values is not None and not self._hidden
        )
        found = self._found() if ready else ()
        self._model = {(h.kind, h.number): h for h in found}
        for key in set(self._grips) - set(self._model):
            self._grips.pop(key).leave()
        for key, handle in self._model.items():
            self._place(self._grips.get(key) or self._make(key, handle), handle)
        self.drawables = self._arc_lines(spectrum) if ready and spectrum is not None else []
        self._write_labels(spectrum if ready else None)

    @property
    def hidden(self) -> bool:
        """Whether arcs, handles and labels are hidden."""
        return self._hidden

    def hide(self, hidden: bool) -> None:
        """Hide arcs, handles and labels, or show them again; `show` draws what is to be seen."""
        self._hidden = hidden

    def boxes(self) -> list[QRectF]:
        """What the handles take, for labels to keep off."""
        return [grip.mapRectToParent(grip.boundingRect()) for grip in self._grips.values()]

    def place_labels(self, obstacles: Obstacles) -> None:
        """Put the labels near the tops of their arcs, where they hide nothing."""
        self.labels.place(self._anchors(), obstacles, self._held is not None)

    def retheme(self) -> None:
        """Follow the theme."""
        for grip in self._grips.values():
            grip.update()

    def grip(self, kind: str, number: int) -> Handle:
        """The handle of that kind and number. Raises KeyError when it is not shown."""
        return self._grips[kind, number]

    def turn(self, turn: Turn) -> None:
        """Ctrl-wheel: width of the selected arc; with Shift its depression."""
        key = next((k for k, grip in self._grips.items() if grip.selected), None)
        handle = self._model.get(("top" if turn.shift else "diameter", key[1])) if key is not None else None
        if handle is None or key is None:
            return
        z = handle.z
        if turn.shift:
            height = -z.imag * (1.0 + TURN_N * 2.0 * turn.notches)
            self._step("Change the depression", handle, complex(z.real, -height), None)
        else:
            left = z.real - self._resistance(handle.number)
            width = (z.real - left) * TURN_R**turn.notches
            self._step("Change the diameter", handle, complex(left + width, 0.0), None)

    # -- laying out ------------------------------------------------------------------------------------------------

    def _found(self) -> tuple[ModelHandle, ...]:
        spectrum = self._spectrum
        assert spectrum is not None and spectrum.circuit is not None and spectrum.analysis is not None
        fitted = spectrum.frequency[spectrum.used & (spectrum.frequency > 0)]
        fitted = fitted if len(fitted) else spectrum.frequency[spectrum.frequency > 0]
        if not len(fitted):
            return ()
        low = self._held.frequency if self._held and self._held.kind == "spike" else None
        low = low or self._spike_frequency(fitted)
        found = handles(spectrum.circuit, spectrum.analysis.parameters, low, float(fitted.max()))
        return tuple(h for h in found if np.isfinite(h.z) and not self._too_small(h))

    def _too_small(self, handle: ModelHandle) -> bool:
        """Whether an arc is so small on the screen that its handles would lie on each other."""
        held = self._held is not None and (self._held.kind, self._held.number) == (handle.kind, handle.number)
        if handle.kind not in ("top", "diameter") or held:
            return False
        pixels = self._resistance(handle.number) * self._by * abs(self._plot.view.mapping().x_scale)
        return pixels < SMALLEST_ARC

    def _spike_frequency(self, fitted: Real) -> float:
        """The lowest fitted frequency whose point is well in sight, so that the spike's handle can be reached."""
        assert self._spectrum is not None
        mapping, z = self._plot.view.mapping(), self._shown.z(self._spectrum)
        lowest = float(fitted.min())
        if mapping.width < 60:
            return lowest
        seen = mapping.inside(z.real, -z.imag, mapping.frame.adjusted(24, 24, -24, -24))
        here = [float(f) for f in self._spectrum.frequency[seen] if f >= lowest]
        return min(here, default=lowest)

    def _place(self, grip: Handle, handle: ModelHandle) -> None:
        by = self._by
        grip.place(handle.z.real * by, -handle.z.imag * by)
        grip.colour = "" if handle.moves else theme.tokens().muted
        grip.setToolTip(handle.words if handle.moves else "Fixed: free its parameter to drag it")
        grip.set_movable(bool(handle.moves))

    @property
    def _by(self) -> float:
        return self._shown.factor(self._spectrum) if self._spectrum is not None else 1.0

    def _arc_lines(self, spectrum: Spectrum) -> list[Drawable]:
        """Each arc by itself, from the real axis to the real axis."""
        circuit = spectrum.circuit
        if circuit is None or spectrum.values is None:
            return []
        values = dict(zip(circuit.names, spectrum.values, strict=True))
        lines: list[Drawable] = []
        for arc in circuit.arcs:
            end, top = self._model.get(("diameter", arc.number)), self._model.get(("top", arc.number))
            if end is None or top is None or top.frequency is None:
                continue
            z = _alone(circuit, arc, values, top.frequency) + (end.z.real - values[arc.resistance])
            z *= self._by
            lines.append(Line(z.real, -z.imag, arc_colour(spectrum, arc.number), opacity=ARC_OPACITY))
        return lines

    def _write_labels(self, spectrum: Spectrum | None) -> None:
        if spectrum is None or spectrum.circuit is None:
            self.labels.write({})
            return
        names = {arc.number: arc.resistance for arc in spectrum.circuit.arcs if ("diameter", arc.number) in self._model}
        if not names and ("intercept", 0) in self._model:
            names = {0: self._names(("intercept", 0))[0]}  # without an arc the electrolyte is all before the spike
        self.labels.write(label_texts(self._shown, spectrum, names, self._top_words()))

    def _top_words(self) -> dict[int, str]:
        """Top frequency and depression, while the top of an arc is dragged."""
        held, analysis = self._held, self._spectrum.analysis if self._spectrum else None
        if held is None or held.kind != "top" or analysis is None:
            return {}
        n = next((analysis.parameter(p).value for p in self._names(("top", held.number)) if p[0] in "na"), None)
        frequency = hertz(self._model["top", held.number].frequency or 0.0)
        return {held.number: f"f₀ {frequency}" + (f", n {n:.3f}" if n is not None else "")}

    def _anchors(self) -> dict[int, QPointF]:
        """What the labels name: the tops of the arcs, and the intercept."""
        mapping = self._plot.view.mapping()
        return {
            number: mapping.point(handle.z.real * self._by, -handle.z.imag * self._by)
            for (kind, number), handle in self._model.items()
            if kind in ("top", "intercept")
        }

    def _make(self, key: Key, handle: ModelHandle) -> Handle:
        kind = handle.kind
        grip = Handle(self._plot.view, self._selection, HANDLES, WAYS.get(kind, "both"), SYMBOLS.get(kind, "square"))
        self._grips[key] = grip
        grip.dragged.connect(lambda drag: self._drag(key, drag))
        grip.nudged.connect(lambda dx, dy: self._nudge(key, dx, dy))
        grip.menu_wanted.connect(lambda click: self.menu_wanted.emit(self._names(key), click))
        grip.hovered.connect(lambda under: self.hinted.emit(self._words(key) if under else ""))
        return grip

    # -- being dragged ---------------------------------------------------------------------------------------------

    def _drag(self, key: Key, event: Drag) -> None:
        handle = self._model.get(key)
        if event.phase == "cancel" or handle is None:
            self._held = None
            self.cancelled.emit()
            return
        if event.phase == "start":
            self._held = handle
            self._before = self._spectrum.analysis.parameters if self._spectrum and self._spectrum.analysis else ()
            self._lock = ""
            self._grab = self._grips[key].pos() - event.start
            self.chosen.emit(next(iter(self._names(key)), ""))
            return
        values = self._values_at(handle, event)
        if event.phase == "move":
            if values:
                self.moving.emit(values)
            return
        self._held = None
        if values:
            self.moved.emit(self._title(handle), values)
        else:
            self.cancelled.emit()

    def _values_at(self, handle: ModelHandle, event: Drag) -> dict[str, float]:
        place = self._at(event.now + self._grab)
        z, frequency = self._top_at(handle, event, place) if handle.kind == "top" else (place, None)
        return self._dragged(handle, z, frequency)

    def _top_at(self, handle: ModelHandle, event: Drag, z: complex) -> tuple[complex | None, float | None]:
        """A top is dragged up and down for its depression, or to the sides for its frequency: never both by accident."""
        way = event.now - event.start
        if not self._lock and max(abs(way.x()), abs(way.y())) >= LOCK:
            self._lock = "frequency" if abs(way.x()) > abs(way.y()) else "depression"
        if self._lock != "frequency":
            return (z, None) if self._lock else (None, self._held.frequency if self._held else handle.frequency)
        start = self._held.frequency if self._held is not None and self._held.frequency else 1.0
        width = abs(self._plot.view.mapping().x_scale) * self._resistance(handle.number) * self._by
        return None, start * 10.0 ** (-DECADES_A_WIDTH * way.x() / max(width, 40.0))

    def _nudge(self, key: Key, dx: float, dy: float) -> None:
        handle = self._model.get(key)
        if handle is None:
            return
        place = self._grips[key].pos()
        if handle.kind == "top" and dx:
            width = abs(self._plot.view.mapping().x_scale) * self._resistance(handle.number) * self._by
            frequency = (handle.frequency or 1.0) * 10.0 ** (-DECADES_A_WIDTH * dx / max(width, 40.0))
            self._step(self._title(handle), handle, None, frequency)
        else:
            self._step(self._title(handle), handle, self._at(place + QPointF(dx, dy)), None)

    def _step(self, text: str, handle: ModelHandle, z: complex | None, frequency: float | None) -> None:
        values = self._dragged(handle, z, frequency)
        if values:
            self.nudged.emit(text, values)

    def _dragged(self, handle: ModelHandle, z: complex | None, frequency: float | None) -> dict[str, float]:
        spectrum = self._spectrum
        if spectrum is None or spectrum.circuit is None or spectrum.analysis is None:
            return {}
        if self._held is None:
            return drag(spectrum.circuit, spectrum.analysis.parameters, handle, z=z, frequency=frequency)
        # From where everything stood when the drag began: a fit while dragging moves the rest, and following it would
        # let a handle run away from the mouse.
        return drag(spectrum.circuit, self._before, self._held, z=z, frequency=frequency)

    def _at(self, pixel: QPointF) -> complex:
        """The impedance in ohm at a pixel."""
        x, y = self._plot.view.mapping().data(pixel)
        return complex(x / self._by, -y / self._by)

    def _resistance(self, number: int) -> float:
        assert self._spectrum is not None and self._spectrum.analysis is not None
        return self._spectrum.analysis.parameter(f"R{number}").value

    # -- words -----------------------------------------------------------------------------------------------------

    def _names(self, key: Key) -> tuple[str, ...]:
        """The parameters behind a handle, the one it is about first."""
        handle = self._model.get(key)
        circuit = self._spectrum.circuit if self._spectrum is not None else None
        if handle is None or circuit is None:
            return ()
        if handle.kind in ("diameter", "top"):
            arc = next(a for a in circuit.arcs if a.number == handle.number)
            bend = tuple(n for n in arc.names if n[0] in "na") if handle.kind == "top" else ()
            return tuple(dict.fromkeys((*bend, arc.resistance, *arc.names)))
        if handle.kind == "intercept":
            return ("R0",) if "R0" in circuit.names else handle.moves
        letter = "L" if handle.kind == "inductance" else "Y"
        return tuple(n for n in (f"{letter}{handle.number}", f"n{handle.number}") if n in circuit.names)

    def _words(self, key: Key) -> str:
        handle = self._model.get(key)
        if handle is None:
            return ""
        if not handle.moves:
            return "fixed: right-click to free it"
        if handle.kind == "top":
            words = f"drag up or down: depression of arc {handle.number} · to the sides: its top frequency"
        else:
            words = handle.words
        return f"{words} · arrows: by a pixel · Ctrl-wheel: width · Ctrl-Shift-wheel: depression · right-click: fix, bound, link"

    def _title(self, handle: ModelHandle) -> str:
        match handle.kind:
            case "intercept":
                return "Move the intercept R0"
            case "diameter":
                return f"Change the diameter R{handle.number}"
            case "top":
                return f"Change the top of arc {handle.number}"
            case "spike":
                return "Move the spike"
            case _:
                return "Change the inductance"


def _alone(circuit: Circuit, arc: Arc, values: dict[str, float], frequency: float) -> np.ndarray:
    """The impedance of one arc by itself, in ohm, over the decades around its top that make its whole curve."""
    span = np.tan(np.linspace(-1.45, 1.45, ARC_POINTS))
    grid = frequency * 10.0 ** np.clip(span, -8.0, 8.0)
    with np.errstate(all="ignore"):  # an exponent of 1e6 may be typed
        return impedance(Circuit(circuit.node(arc.path)), grid, [values[name] for name in arc.names])


def arc_colour(spectrum: Spectrum, number: int) -> str:
    """The colour of an arc: the person's, or else the next of the palette."""
    if spectrum.circuit is None or spectrum.analysis is None:
        return theme.tokens().components[0]
    place = next(k for k, arc in enumerate(spectrum.circuit.arcs) if arc.number == number)
    colours = theme.tokens().components
    return str(
        spectrum.analysis.option(colour_option(spectrum.circuit.arcs[place].resistance))
        or colours[place % len(colours)]
    )


def colour_option(resistance: str) -> str:
    """The option of an analysis that keeps the colour of the arc with this resistance."""
    return f"view_colour_{resistance}"
