"""Lines over spectra: the curve of each line, the baseline, and their derivatives by all parameters.

The areas and the baseline enter linearly: a spectrum is a basis of unit lines and polynomials times these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Component
from naglass_gui.techniques.nmr.components import flat_name, number_of
from naglass_gui.techniques.nmr.lines import Real
from naglass_gui.techniques.nmr.shapes import Frame, Shape, shape_of

LINEAR = ("area", "baseline")
"""Own names of what enters linearly."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line in one spectrum.

    Attributes:
        shape: its kind.
        spectrum: from 0.
        names: of the parameters of the shape, in its order.
        area: the name of its area.
    """

    shape: Shape
    spectrum: int
    names: tuple[str, ...]
    area: str


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Basis functions and their derivatives over the points of all spectra.

    Attributes:
        basis: shape (p, m), one row for each name of `Model.linear`.
        slopes: derivatives of basis functions, shape (q, m).
        parameters: by which of `Model.nonlinear` each row of slopes is.
        functions: of which row of the basis.
    """

    basis: Real
    slopes: Real
    parameters: list[int]
    functions: list[int]


class Model:
    """The lines and baselines of one or several spectra.

    Attributes:
        terms: every line in every spectrum.
        nonlinear: names of the parameters that shape lines.
        linear: names of areas and baseline coefficients, in the order of the basis.

    Args:
        components: the lines, with the parameters that so many spectra need.
        frames: of each spectrum, at the points that are wanted.
        baselines: polynomials of each spectrum there, shape (terms, m_s) each; see `legendre`.
    """

    def __init__(self, components: Sequence[Component], frames: Sequence[Frame], baselines: Sequence[Real]) -> None:
        self.frames = tuple(frames)
        self.terms = tuple(_term(component, spectrum) for spectrum in range(len(frames)) for component in components)
        self.nonlinear = tuple(dict.fromkeys(name for term in self.terms for name in term.names))
        self._baselines = tuple(baselines)
        coefficients = [flat_name("baseline", k, s + 1) for s, rows in enumerate(baselines) for k in range(len(rows))]
        self.linear = (*(term.area for term in self.terms), *coefficients)
        self._edges = np.cumsum([0, *(len(frame.axis) for frame in frames)]).tolist()
        place = {name: k for k, name in enumerate(self.nonlinear)}
        self._parameters = [place[name] for term in self.terms for name in term.names]
        self._functions = [k for k, term in enumerate(self.terms) for _ in term.names]

    @property
    def size(self) -> int:
        """Points of all spectra."""
        return int(self._edges[-1])

    def points(self, spectrum: int) -> slice:
        """Where the points of a spectrum are among all."""
        return slice(self._edges[spectrum], self._edges[spectrum + 1])

    def rows(self, values: Mapping[str, float]) -> Rows:
        """The basis and its derivatives at these values of the nonlinear parameters."""
        alone = len(self.frames) == 1
        basis = np.empty((len(self.linear), self.size)) if alone else np.zeros((len(self.linear), self.size))
        slopes = np.empty((len(self._parameters), self.size)) if alone else np.zeros((len(self._parameters), self.size))
        row = 0
        for k, term in enumerate(self.terms):
            where = self.points(term.spectrum)
            count = len(term.names)
            basis[k, where], slopes[row : row + count, where] = term.shape.compute(
                self.frames[term.spectrum], [values[name] for name in term.names]
            )
            row += count
        place = len(self.terms)
        for spectrum, polynomials in enumerate(self._baselines):
            basis[place : place + len(polynomials), self.points(spectrum)] = polynomials
            place += len(polynomials)
        return Rows(basis, slopes, self._parameters, self._functions)

    def curves(self, values: Mapping[str, float], spectrum: int = 0) -> tuple[tuple[Real, ...], Real]:
        """Each line of a spectrum with its area, shape (m,) each, and the baseline."""
        frame = self.frames[spectrum]
        found = tuple(
            values[term.area] * term.shape.compute(frame, [values[name] for name in term.names])[0]
            for term in self.terms
            if term.spectrum == spectrum
        )
        rows = self._baselines[spectrum]
        coefficients = [values[flat_name("baseline", k, spectrum + 1)] for k in range(len(rows))]
        baseline: Real = np.asarray(coefficients) @ rows if coefficients else np.zeros(len(frame.axis))
        return found, baseline


def _term(component: Component, spectrum: int) -> Term:
    shape, number = shape_of(component.kind), number_of(component)
    there = {p.name for p in component.parameters}

    def name(own: str) -> str:
        separate = flat_name(own, number, spectrum + 1)
        return separate if separate in there else flat_name(own, number)

    return Term(shape, spectrum, tuple(name(p.name) for p in shape.parameters), name("area"))


def legendre(shift: Real, whole: Real, terms: int) -> Real:
    """Legendre polynomials from the lowest on, over the whole axis of a spectrum, at some of its points.

    Args:
        shift: where, in ppm, shape (m,).
        whole: the axis of the spectrum, in ppm.
        terms: how many.

    Returns:
        shape (terms, m).
    """
    low, high = float(np.nanmin(whole)), float(np.nanmax(whole))
    x = 2.0 * (shift - low) / (high - low) - 1.0 if high > low else np.zeros_like(shift)
    if terms == 0:
        return np.zeros((0, len(shift)))
    rows: Real = np.ascontiguousarray(np.polynomial.legendre.legvander(x, terms - 1).T)
    return rows
