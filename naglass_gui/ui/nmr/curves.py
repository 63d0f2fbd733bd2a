"""The lines of a spectrum on the points in sight: what is drawn, and what handles sit on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Component
from naglass_gui.techniques.nmr.basis import Model, legendre
from naglass_gui.techniques.nmr.components import all_parameters, baseline_terms, completed, number_of
from naglass_gui.techniques.nmr.shapes import Frame
from naglass_gui.ui import theme
from naglass_gui.ui.nmr.spectra import Real, Signal
from naglass_gui.ui.panels.parameter_rows import linked_values
from naglass_gui.ui.plots.component_handles import Held
from naglass_gui.ui.plots.decimate import visible

MOST = 8192  # points a model is computed on in the window; more would be felt in a drag


@dataclass(frozen=True, slots=True, eq=False)
class LineCurve:
    """One line: its component, its colour and its curve, relative to the highest point of the spectrum, shape (m,)."""

    component: Component
    colour: str
    y: Real


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """A model on points in sight.

    Attributes:
        shift: in ppm, rising, shape (m,).
        data: the spectrum there.
        lines: the visible lines.
        total: all lines and the baseline.
    """

    shift: Real
    data: Real
    lines: tuple[LineCurve, ...]
    total: Real

    def held(self) -> tuple[Held, ...]:
        """Where each line is taken hold of: its top, and half way up at both sides."""
        found = (_held(line, self.shift) for line in self.lines)
        return tuple(h for h in found if h is not None)


class Evaluator:
    """Computes curves on the points in sight; the grid is kept while the view stays."""

    def __init__(self) -> None:
        self._signal: Signal | None = None
        self._sight = (0.0, 0.0)
        self._points = np.arange(0)
        self._frame: Frame | None = None

    def curves(self, signal: Signal, analysis: Analysis, low: float, high: float) -> Curves | None:
        """The model of an analysis between two shifts in ppm; None where there is none, or it makes no sense."""
        if not analysis.components:
            return None
        try:
            return self._curves(signal, completed(analysis, 1), low, high)
        except InputError:
            return None  # a kind of line of another version, or one without its nucleus; a fit says it in a sentence

    def _curves(self, signal: Signal, analysis: Analysis, low: float, high: float) -> Curves:
        frame, points = self._grid(signal, low, high)
        shift = signal.shift[points]
        baseline = legendre(shift, signal.shift, baseline_terms(analysis))
        model = Model(analysis.components, (frame,), (baseline,))
        values = {name: _finite(value) for name, value in linked_values(all_parameters(analysis)).items()}
        curves, below = model.curves(values)
        total = np.sum([*curves, below], axis=0) / signal.scale
        lines = tuple(
            LineCurve(c, colour_of(c), y / signal.scale)
            for c, y in zip(analysis.components, curves, strict=True)
            if not c.hidden
        )
        return Curves(shift, signal.intensity[points], lines, total)

    def _grid(self, signal: Signal, low: float, high: float) -> tuple[Frame, NDArray[np.intp]]:
        if self._frame is None or signal is not self._signal or (low, high) != self._sight:
            part = visible(signal.shift, low, high)
            step = max((part.stop - part.start) // MOST, 1)
            self._points = np.arange(part.start, part.stop, step)
            self._signal, self._sight = signal, (low, high)
            self._frame = Frame(signal.shift[self._points], signal.larmor, signal.spin)
        return self._frame, self._points


def colour_of(component: Component) -> str:
    """The colour of a line: the person's, or the one its number has for life."""
    palette = theme.tokens().components
    return component.colour or palette[(number_of(component) - 1) % len(palette)]


def values_of(analysis: Analysis) -> Mapping[str, float]:
    """The values of all parameters, links followed."""
    return linked_values(all_parameters(analysis))


def _finite(value: float) -> float:
    return value if np.isfinite(value) else 0.0


def _held(line: LineCurve, shift: Real) -> Held | None:
    if len(shift) < 3 or not np.isfinite(line.y).all():
        return None
    top = int(np.argmax(np.abs(line.y)))
    height = float(line.y[top])
    if height == 0.0 or top in (0, len(shift) - 1):
        return None
    beyond = np.abs(line.y) < 0.5 * abs(height)
    left, right = np.flatnonzero(beyond[:top]), np.flatnonzero(beyond[top:])
    return Held(
        id=line.component.id,
        name=line.component.name,
        colour=line.colour,
        x=float(shift[top]),
        y=height,
        low=float(shift[left[-1]]) if len(left) else None,
        high=float(shift[top + right[0]]) if len(right) else None,
    )
