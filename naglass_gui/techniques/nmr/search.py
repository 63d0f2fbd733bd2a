"""Lines found without a start: the strongest feature of the residual becomes a line, until AICc says stop.

Work is bounded: few thousand points, at most `MOST_LINES` lines, a bounded fit after each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Component
from naglass_gui.fitting import aicc
from naglass_gui.fitting.solution import Progress
from naglass_gui.techniques.nmr.basis import Model, legendre
from naglass_gui.techniques.nmr.components import flat_name, new_component, own_values
from naglass_gui.techniques.nmr.lines import Real
from naglass_gui.techniques.nmr.noise import noise_level
from naglass_gui.techniques.nmr.problem import Deconvolution, Optimum
from naglass_gui.techniques.nmr.shapes import Frame
from naglass_gui.techniques.nmr.spectrum import Spectrum
from naglass_gui.techniques.nmr.walls import Extent, bounded

MOST_LINES = 8
MOST_POINTS = 4000
LEAST_SIGNAL = 6.0
"""A feature counts when it stands out of the noise by this many standard errors of its mean."""
LEAST_SHARE = 0.005
"""Features below this share of the highest point are taken for faults of the line shape, not for lines."""
LEAST_GAIN = 10.0
"""By how much a line must lower AICc to stay: beyond 10 the smaller model has no support (Burnham & Anderson 2002)."""
_WIDTHS = 24
_EVALUATIONS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Thinned:
    """A spectrum for the search: rising shifts, averaged in blocks.

    Attributes:
        frame: where.
        baseline: polynomials there.
        data: intensities, shape (m,).
        noise: standard deviation of one point.
        independent: how many points count, as neighbours' noise may be alike.
        extent: of the points.
    """

    frame: Frame
    baseline: Real
    data: Real
    noise: float
    independent: float
    extent: Extent

    @classmethod
    def of(cls, spectrum: Spectrum, terms: int) -> Thinned:
        """From the fitted points of a spectrum, with so many baseline terms."""
        order = np.flatnonzero(spectrum.used)
        order = order[np.argsort(spectrum.shift[order], kind="stable")]
        block = max(1, math.ceil(len(order) / MOST_POINTS))
        count = len(order) // block * block
        shift = spectrum.shift[order[:count]].reshape(-1, block).mean(axis=1)
        data = spectrum.intensity[order[:count]].reshape(-1, block).mean(axis=1)
        noise = noise_level(data)
        return cls(
            Frame(shift, spectrum.larmor, spectrum.spin),
            legendre(shift, spectrum.shift, terms),
            data,
            noise.deviation,
            len(data) / noise.correlation,
            Extent.of(shift, spectrum.larmor),
        )


def find_lines(
    spectrum: Spectrum, terms: int, *, positive: bool = True, progress: Progress | None = None
) -> tuple[Component, ...]:
    """Pseudo-Voigt lines that describe a spectrum; those that end as pure Gaussians or Lorentzians are made such.

    Args:
        spectrum: its fitted points count.
        terms: of the baseline.
        positive: whether areas may not be negative.
        progress: watches, and may raise Cancelled.

    Raises:
        FitError: nothing stands out of the noise.
    """
    thinned = Thinned.of(spectrum, terms)
    kept: tuple[Component, ...] = ()
    best = _criterion(thinned, _baseline_cost(thinned), terms)
    residual = _without_baseline(thinned)
    while len(kept) < MOST_LINES:
        if progress is not None:
            progress(len(kept) / MOST_LINES, f"looking for line {len(kept) + 1}")
        place = _strongest(thinned, residual, positive)
        if place is None:
            break
        tried = (*kept, _line(len(kept) + 1, *place, thinned.frame.larmor))
        found = _fitted(thinned, tried, positive)
        value = _criterion(thinned, found.cost, len(found.free))
        if not value < best - LEAST_GAIN:
            break
        kept, best, residual = _moved(tried, found.values), value, -found.residual
    if not kept:
        raise FitError(f"{spectrum.name}: no line stands out of the noise; widen the region or add lines by hand.")
    return _pure(thinned, kept, positive)


def _line(number: int, position: float, width: float, larmor: float) -> Component:
    return new_component("pv", number, {"position": position / larmor, "width": width})


def _criterion(thinned: Thinned, cost: float, parameters: int) -> float:
    # Averaging does not change the cost a point; what counts is how many of them are independent.
    return aicc(max(round(thinned.independent), 1), cost * thinned.independent / len(thinned.data), parameters)


def _without_baseline(thinned: Thinned) -> Real:
    rows = thinned.baseline
    if not len(rows):
        return thinned.data
    # The baseline alone follows the lines; its level is where most points are.
    return np.asarray(thinned.data - np.median(thinned.data))


def _baseline_cost(thinned: Thinned) -> float:
    rows = thinned.baseline
    rest = thinned.data
    if len(rows):
        rest = rest - np.linalg.lstsq(rows.T, rest, rcond=None)[0] @ rows
    return float(rest @ rest)


def _strongest(thinned: Thinned, residual: Real, positive: bool) -> tuple[float, float] | None:
    """Position and width in Hz of what stands out most, by the mean over windows of many widths; None where nothing does."""
    count = len(residual)
    sums = np.concatenate([[0.0], np.cumsum(residual)])
    axis = thinned.frame.axis
    scatter = max(thinned.noise, 1e-9 * float(np.abs(thinned.data).max(initial=0.0))) * math.sqrt(
        count / thinned.independent
    )
    best: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    for points in np.unique(np.geomspace(3, max(count / 3, 4), _WIDTHS).astype(int)):
        means = (sums[points:] - sums[:-points]) / points
        signal = (means if positive else np.abs(means)) * math.sqrt(points) / scatter
        k = int(np.argmax(signal))
        if signal[k] > best[0]:
            middle = float(axis[k + points // 2])
            best = (float(signal[k]), middle, points * thinned.extent.step, abs(float(means[k])))
    highest = float(np.abs(thinned.data - np.median(thinned.data)).max(initial=0.0))
    if best[0] < LEAST_SIGNAL or best[3] < LEAST_SHARE * highest:
        return None
    # The window that catches most of a line is about as wide as it at half its height.
    return best[1], 0.8 * best[2]


def _fitted(thinned: Thinned, components: tuple[Component, ...], positive: bool) -> Optimum:
    model = Model(components, (thinned.frame,), (thinned.baseline,))
    parameters = [p for c in components for p in c.parameters]
    parameters += [Parameter(flat_name("baseline", k), 0.0) for k in range(len(thinned.baseline))]
    walled = bounded(parameters, (thinned.extent,), positive)
    return Deconvolution(model, thinned.data, walled).solve(max_evaluations=_EVALUATIONS)


def _moved(components: tuple[Component, ...], values: Mapping[str, float]) -> tuple[Component, ...]:
    return tuple(
        replace(c, parameters=tuple(replace(p, value=values[p.name]) for p in c.parameters)) for c in components
    )


def _pure(thinned: Thinned, components: tuple[Component, ...], positive: bool) -> tuple[Component, ...]:
    """Lines by falling area, those whose mixing ended on a bound as the simpler kind."""
    largest = sorted(components, key=lambda c: -abs(own_values(c)["area"]))
    made = []
    for number, component in enumerate(largest, 1):
        values = own_values(component)
        mixing = values["mixing"]
        kind = "lorentz" if mixing > 1 - 1e-6 else "gauss" if mixing < 1e-6 else "pv"
        made.append(new_component(kind, number, values))
    found = _fitted(thinned, tuple(made), positive)
    return _moved(tuple(made), found.values)
