"""The recovery curves of a series as they are now: points, model and what it leaves, each relative to its M0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import InputError
from naglass_gui.core.palette import COMPONENTS
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Component, Id, Region
from naglass_gui.fitting import ParameterSet
from naglass_gui.techniques.nmr.components import all_parameters, number_of
from naglass_gui.techniques.relaxation.amplitudes import Amplitudes, amplitudes
from naglass_gui.techniques.relaxation.forms import FORMS, Form
from naglass_gui.techniques.relaxation.magnetisation import height, integral, label_of, suggested_windows
from naglass_gui.techniques.relaxation.parameters import curve_name
from naglass_gui.techniques.relaxation.quantities import curves_of
from naglass_gui.techniques.relaxation.slices import Slices

Real = NDArray[np.float64]
GRID = 240
SUGGESTED = "suggested"
"""Stands for the id of a window that nobody has drawn: the strongest signal."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One recovery.

    Attributes:
        id: of its window or line.
        number: from 1.
        label: what it is of.
        colour: of it.
        scale: by which everything is divided: M0, or the largest value.
        values: of every slice in the file's order, left-out ones included, over scale; shape (m,).
        form: the model, None where there are no parameters yet.
        parameters: of it, in the order of its names.
        hidden: not drawn.
    """

    id: Id
    number: int
    label: str
    colour: str
    scale: float
    values: Real
    form: Form | None
    parameters: tuple[float, ...]
    hidden: bool = False

    def model(self, delay: Real) -> Real | None:
        """The model over scale at delays in s; None where there is none."""
        if self.form is None:
            return None
        with np.errstate(all="ignore"):
            curve: Real = self.form.curve(delay, self.parameters)[0] / self.scale
        return curve if np.isfinite(curve).all() else None


@dataclass(frozen=True, slots=True, eq=False)
class Recovery:
    """All curves of a series.

    Attributes:
        curves: one a window or line.
        windows: as bands of the spectrum; without any drawn, the one that is taken.
        lines: over the slices, where curves come from lines.
        fault: why there are no curves, "" where there are some.
    """

    curves: tuple[Curve, ...] = ()
    windows: tuple[Region, ...] = ()
    lines: Amplitudes | None = None
    fault: str = ""


def recovery_of(slices: Slices, analysis: Analysis) -> Recovery:
    """The recovery curves of a series, with the model as its parameters are now; within a frame of a drag."""
    try:
        if analysis.option("way", "windows") == "lines":
            return _by_lines(slices, analysis)
        return _by_windows(slices, analysis)
    except InputError as fault:
        return Recovery(windows=analysis.regions, fault=fault.sentence)


def _by_windows(slices: Slices, analysis: Analysis) -> Recovery:
    take = height if analysis.option("way") == "heights" else integral
    windows = analysis.regions
    if not windows:
        low, high = suggested_windows(slices)[0]
        windows = (Region(SUGGESTED, low, high),)
    palette = COMPONENTS
    curves = tuple(
        _curve(w.id, k, label_of(w.low, w.high), palette[(k - 1) % len(palette)], take(slices, w.low, w.high), analysis)
        for k, w in enumerate(windows, start=1)
    )
    return Recovery(curves, windows)


def _by_lines(slices: Slices, analysis: Analysis) -> Recovery:
    if not analysis.components:
        return Recovery(windows=analysis.regions)
    values = _values(tuple(p for c in analysis.components for p in c.parameters))
    found = amplitudes(slices, analysis, values)
    curves = tuple(
        _curve(c.id, k, c.name, _colour(c), area, analysis, c.hidden)
        for k, (c, area) in enumerate(zip(found.components, found.areas, strict=True), start=1)
    )
    return Recovery(curves, analysis.regions, found)


def _curve(
    id: Id, number: int, label: str, colour: str, values: Real, analysis: Analysis, hidden: bool = False
) -> Curve:
    form, parameters = _model(analysis, number)
    front = dict(zip(form.names, parameters, strict=True)).get("M0", 0.0) if form is not None else 0.0
    scale = front if math.isfinite(front) and front else float(values[np.argmax(np.abs(values))])
    return Curve(id, number, label, colour, scale or 1.0, values / (scale or 1.0), form, parameters, hidden)


def _model(analysis: Analysis, number: int) -> tuple[Form | None, tuple[float, ...]]:
    form = FORMS.get(analysis.model)
    known = _values(all_parameters(analysis))
    if form is None or any(curve_name(name, number) not in known for name in form.names):
        return None, ()
    # Parameters that never were fitted hold start values, which are no model of these data.
    fit = analysis.fit
    if fit is None or fit.model != form.name or number > curves_of(fit):
        return None, ()
    return form, tuple(float(known[curve_name(name, number)]) for name in form.names)


def _values(parameters: Sequence[Parameter]) -> dict[str, float]:
    """All values by name, links followed. Raises InputError for links that make no sense."""
    problem = ParameterSet(parameters)
    return dict(zip(problem.names, problem.values(problem.start).tolist(), strict=True))


def _colour(component: Component) -> str:
    return component.colour or COMPONENTS[(number_of(component) - 1) % len(COMPONENTS)]


def grid_of(delay: Real, log: bool) -> Real:
    """Delays a model is drawn at."""
    longest = float(delay.max())
    if not log:
        return np.linspace(0.0, 1.05 * longest, GRID)
    shortest = float(delay[delay > 0].min())
    return np.geomspace(shortest / 1.5, 1.5 * longest, GRID)
