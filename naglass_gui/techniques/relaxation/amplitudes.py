"""Lines with the shapes of this moment on every slice of a series: amplitudes by linear least squares, within a frame of a drag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Analysis, Component
from naglass_gui.techniques.nmr.basis import LINEAR, Model, legendre
from naglass_gui.techniques.nmr.components import baseline_terms, split_name
from naglass_gui.techniques.nmr.shapes import Frame
from naglass_gui.techniques.relaxation.decays import Real
from naglass_gui.techniques.relaxation.joint_lines import fitted_points, larmor_of
from naglass_gui.techniques.relaxation.slices import Slices

MOST = 4096
"""Points that shapes are computed on; more would be felt in a drag."""


@dataclass(frozen=True, slots=True, eq=False)
class Amplitudes:
    """Lines over all slices.

    Attributes:
        components: the lines.
        shift: points they are drawn on, in ppm, rising, shape (n,).
        shapes: of unit area, shape (lines, n).
        below: baseline polynomials there, shape (terms, n).
        areas: of each line in each slice, left-out ones included, shape (lines, slices).
        baseline: coefficients, shape (terms, slices).
    """

    components: tuple[Component, ...]
    shift: Real
    shapes: Real
    below: Real
    areas: Real
    baseline: Real

    def lines(self, which: int) -> Real:
        """The lines of one slice, shape (lines, n)."""
        result: Real = self.shapes * self.areas[:, which, None]
        return result

    def total(self, which: int) -> Real:
        """All of them and the baseline, shape (n,)."""
        result: Real = self.areas[:, which] @ self.shapes + self.baseline[:, which] @ self.below
        return result


def amplitudes(slices: Slices, analysis: Analysis, values: Mapping[str, float]) -> Amplitudes:
    """The lines of an analysis on all slices, with the shapes as they are now.

    Args:
        slices: the series.
        analysis: its components and regions.
        values: of all parameters by name, links followed.

    Raises:
        InputError: no Larmor frequency, a kind of line that is not known, or a region that holds no point.
    """
    components = analysis.components
    inside = np.flatnonzero(fitted_points(slices, analysis, components))
    inside = inside[:: max(len(inside) // MOST, 1)]
    drawn = np.arange(0, len(slices.shift), max(len(slices.shift) // MOST, 1))
    fitted, _ = _basis(slices, analysis, components, values, inside)
    coefficients, *_ = np.linalg.lstsq(fitted.T, slices.intensity[:, inside].T, rcond=None)
    basis, count = _basis(slices, analysis, components, values, drawn)
    return Amplitudes(
        components, slices.shift[drawn], basis[:count], basis[count:], coefficients[:count], coefficients[count:]
    )


def _basis(
    slices: Slices,
    analysis: Analysis,
    components: Sequence[Component],
    values: Mapping[str, float],
    points: NDArray[np.intp],
) -> tuple[Real, int]:
    shift = slices.shift[points]
    frame = Frame(shift, larmor_of(slices), None if slices.nucleus is None else float(slices.nucleus.spin))
    model = Model(components, [frame], [legendre(shift, slices.shift, baseline_terms(analysis))])
    shapes = {name: value for name, value in values.items() if split_name(name)[0] not in LINEAR}
    return model.rows(shapes).basis, len(components)
