"""The kinds of line a spectrum can be made of: their parameters, limits, and how each is computed over a spectrum.

A new kind is one entry in `SHAPES`; texts, tables, fits and links pick it up from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.nmr import lines
from naglass_gui.techniques.nmr.czjzek import czjzek_mas, extended_czjzek_mas
from naglass_gui.techniques.nmr.lines import Line, Real
from naglass_gui.techniques.nmr.powder import PowderGrid
from naglass_gui.techniques.nmr.quadrupolar import Site, second_order_mas, with_quadrupole


@dataclass(frozen=True, slots=True)
class ShapeParameter:
    """One parameter of a kind of line.

    Attributes:
        name: its own name; in an analysis it carries the line's number: "width_2".
        unit: in which it is typed and shown.
        lower: the least value that makes sense; None where the spectrum decides.
        upper: the largest.
        start: where nothing is typed.
    """

    name: str
    unit: str
    lower: float | None = None
    upper: float | None = None
    start: float = 0.0


class Frame:
    """What lines are computed over: the points of a spectrum in Hz, its frequency and its spin.

    Attributes:
        axis: frequencies of the points from 0 ppm, in Hz, shape (m,).
        larmor: frequency of 0 ppm in MHz.
    """

    def __init__(self, shift: Real, larmor: float, spin: float | None) -> None:
        self.axis: Real = lines.hertz(np.asarray(shift, dtype=float), larmor)
        self.larmor = larmor
        self._spin = spin
        self._grid: PowderGrid | None = None

    @property
    def spin(self) -> float:
        """The spin of the nucleus. Raises InputError where it is unknown or has no central transition."""
        if self._spin is None:
            raise InputError(
                "The file does not say which nucleus was measured, which a quadrupolar line needs; set the nucleus.",
                field="Nucleus",
            )
        if not with_quadrupole(self._spin):
            raise InputError(
                f"A nucleus of spin {self._spin:g} has no central transition; use another kind of line.",
                field="Nucleus",
            )
        return self._spin

    @property
    def grid(self) -> PowderGrid:
        """An even grid for powder patterns."""
        if self._grid is None:
            self._grid = PowderGrid(self.axis)
        return self._grid


Compute = Callable[[Frame, list[float]], Line]
"""From a frame and the values of a line (position in ppm first) to the line of unit area and its derivatives by them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of line.

    Attributes:
        kind: its name in projects and texts: "pv".
        title: as menus show it.
        parameters: in the order of the values, the position first, without the area.
        compute: see `Compute`.
        quadrupolar: whether it needs a half-integer spin above 1/2.
    """

    kind: str
    title: str
    parameters: tuple[ShapeParameter, ...]
    compute: Compute
    quadrupolar: bool = False

    @property
    def widths(self) -> tuple[str, ...]:
        """Names of the parameters that are widths in Hz; the first takes the width that is typed."""
        return tuple(p.name for p in self.parameters if p.unit == "Hz")


POSITION = ShapeParameter("position", "ppm", start=0.0)
WIDTH = ShapeParameter("width", "Hz", start=300.0)
MIXING = ShapeParameter("mixing", "", 0.0, 1.0, 0.5)
GAUSS = ShapeParameter("gauss", "Hz", start=50.0)
LORENTZ = ShapeParameter("lorentz", "Hz", 0.0, start=50.0)
CQ = ShapeParameter("cq", "MHz", 1e-3, 100.0, 1.5)
ETA = ShapeParameter("eta", "", 0.0, 1.0, 0.5)
SIGMA = ShapeParameter("sigma", "MHz", 1e-3, 50.0, 1.0)
EPSILON = ShapeParameter("epsilon", "", 0.01, 20.0, 0.5)


def _simple(shape: Callable[..., Line]) -> Compute:
    def compute(frame: Frame, values: list[float]) -> Line:
        value, slopes = shape(frame.axis, values[0] * frame.larmor, *values[1:])
        slopes[0] *= frame.larmor
        return value, slopes

    return compute


def _central_transition(frame: Frame, values: list[float]) -> Line:
    position, cq, eta, gauss, lorentz = values
    site = Site(position * frame.larmor, cq, eta, gauss, lorentz)
    value, slopes = second_order_mas(frame.grid, site, frame.spin, frame.larmor)
    slopes[0] *= frame.larmor
    return value, slopes


def _czjzek(frame: Frame, values: list[float]) -> Line:
    position, sigma, gauss, lorentz = values
    value, slopes = czjzek_mas(frame.grid, position * frame.larmor, sigma, gauss, lorentz, frame.spin, frame.larmor)
    slopes[0] *= frame.larmor
    return value, slopes


def _extended_czjzek(frame: Frame, values: list[float]) -> Line:
    position, cq, eta, epsilon, gauss, lorentz = values
    value, slopes = extended_czjzek_mas(
        frame.grid, position * frame.larmor, (cq, eta, epsilon), (gauss, lorentz), frame.spin, frame.larmor
    )
    slopes[0] *= frame.larmor
    return value, slopes


SHAPES: dict[str, Shape] = {
    shape.kind: shape
    for shape in (
        Shape("gauss", "Gaussian", (POSITION, WIDTH), _simple(lines.gaussian)),
        Shape("lorentz", "Lorentzian", (POSITION, WIDTH), _simple(lines.lorentzian)),
        Shape("pv", "pseudo-Voigt", (POSITION, WIDTH, MIXING), _simple(lines.pseudo_voigt)),
        Shape("voigt", "Voigt", (POSITION, GAUSS, LORENTZ), _simple(lines.voigt)),
        Shape(
            "ct",
            "central transition, second order, MAS",
            (POSITION, CQ, ETA, GAUSS, LORENTZ),
            _central_transition,
            True,
        ),
        Shape("czjzek", "Czjzek", (POSITION, SIGMA, GAUSS, LORENTZ), _czjzek, True),
        Shape("extczjzek", "extended Czjzek", (POSITION, CQ, ETA, EPSILON, GAUSS, LORENTZ), _extended_czjzek, True),
    )
}
"""Every kind of line by its name."""


def shape_of(kind: str) -> Shape:
    """The kind of line of that name. Raises InputError for one that is not known."""
    if kind not in SHAPES:
        raise InputError(f"“{kind}” is no kind of line known here; there are {', '.join(SHAPES)}.", field="Lines")
    return SHAPES[kind]
