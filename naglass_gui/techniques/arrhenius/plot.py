"""An Arrhenius analysis as it stands: which points it has, which are fitted, and the law through them.

Everything that shows one (the tab, the printed figure, the table) asks `plot_of`; `follow` keeps the numbers of the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.project import Analysis
from naglass_gui.fitting.student import student_95
from naglass_gui.techniques.arrhenius.branches import Basis, Branch, typed_branches
from naglass_gui.techniques.arrhenius.laws import FEWEST, KB, Data, Law, Real, Scale, arrhenius, of_one_fit, vtf
from naglass_gui.techniques.arrhenius.points import ROLES, ZERO_CELSIUS, Point, Role, points_of
from naglass_gui.techniques.eis.law import Whole
from naglass_gui.techniques.technique import Source

ROOM = 25.0
"""The temperature in °C at which conductivities are compared."""
ASKED_BY = 6.0
"""By how much the AICc of VTF must lie below that of Arrhenius for the curve to be chosen: odds of 20 to 1."""
SAME_TEMPERATURE = 0.5
"""Kelvins within which two points are of one temperature."""
DEFAULTS: dict[str, str | float] = {
    "quantity": "sigma T",
    "weight": "errors",
    "errors": "scatter",
    "law": "auto",
    "branches": "found",
    "zero": ZERO_CELSIUS,
    "temperature_error": 0.0,
}
"""Of the options of an analysis."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of an analysis.

    Attributes:
        scale: of what the Arrhenius law is.
        weighted: by 1/u^2 of ln(sigma T) without the geometry, or all points alike.
        absolute: whether the stated errors are taken as they are, and not scaled by the scatter about the law.
        law: "auto" takes VTF when AICc asks for it.
        apart: whether heating and cooling have laws of their own.
        zero_celsius: kelvins of 0 °C.
        temperature_error: standard error in K of temperatures that came without one.
    """

    scale: Scale
    weighted: bool
    absolute: bool
    law: str
    apart: bool
    zero_celsius: float
    temperature_error: float

    @classmethod
    def of(cls, analysis: Analysis) -> Settings:
        """Those of an analysis; what makes no sense counts as the default."""
        held: dict[str, str | float] = dict(DEFAULTS)
        for name, value in analysis.options:
            if isinstance(value, str | float) and type(value) is type(held.get(name)):
                held[name] = value
        zero, error = float(held["zero"]), float(held["temperature_error"])
        return cls(
            scale="sigma" if held["quantity"] == "sigma" else "sigma T",
            weighted=held["weight"] != "none",
            absolute=held["errors"] == "stated",
            law=str(held["law"]),
            apart=held["branches"] != "together",
            zero_celsius=zero if 270.0 < zero < 276.0 else ZERO_CELSIUS,
            temperature_error=error if 0.0 <= error < 100.0 else 0.0,
        )

    @property
    def room(self) -> float:
        """25 °C in kelvin."""
        return ROOM + self.zero_celsius


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A law through some of the points.

    Attributes:
        role: of the resistances.
        branch: of the points, None for all.
        points: every point of that role, the excluded ones included.
        fitted: those the law goes through, by rising temperature.
        law: None where the points do not suffice.
        other: the VTF law or the Arrhenius law that was not chosen, for comparison.
        sized: whether every fitted point has a pellet with sizes; without them only Ea has a meaning.
        weighted: whether the errors weigh the points.
        whole: the fit of all temperatures that the law is from, None for a line through the points.
    """

    role: Role
    branch: Branch | None
    points: tuple[Point, ...]
    fitted: tuple[Point, ...]
    law: Law | None
    other: Law | None
    sized: bool
    weighted: bool
    whole: Whole | None = None

    @property
    def kelvin(self) -> Real:
        """Temperatures of the fitted points, rising."""
        return np.array([p.kelvin for p in self.fitted])

    def band(self, kelvin: Real) -> tuple[Real, Real, Real]:
        """Ln sigma of the law with the lower and upper edge of its 95 % band (without the geometry, which moves all of it)."""
        assert self.law is not None
        middle = self.law.log_sigma(kelvin)
        factor = student_95(self.law.freedom)
        half = factor * self.law.log_error(kelvin, geometry=False)
        return middle, middle - half, middle + half


@dataclass(frozen=True, slots=True, eq=False)
class ArrheniusPlot:
    """The curves of one analysis: the total first, then roles, then branches; those without a law included only for the total.

    Attributes:
        settings: its options.
        curves: of its points.
        basis: from what heating and cooling are known.
    """

    settings: Settings
    curves: tuple[Curve, ...]
    basis: Basis = "list"

    @property
    def total(self) -> Curve:
        """The curve of the whole electrolyte."""
        return self.curves[0]

    def curve(self, role: Role, branch: Branch | None = None) -> Curve | None:
        """The curve of a role and branch, None where there is none."""
        return next((c for c in self.curves if c.role == role and c.branch == branch), None)


# Numbers beyond all sense give an infinite error or none, and no law.
@np.errstate(all="ignore")
def plot_of(analysis: Analysis, sources: Sequence[Source]) -> ArrheniusPlot:
    """The plot of an analysis. Pure and fast: about a millisecond.

    Args:
        analysis: with its options.
        sources: as they stand, in the order of measuring.
    """
    settings, typed = Settings.of(analysis), typed_branches(analysis)
    curves: list[Curve] = []
    known: Basis = "list"
    for role in ROLES:
        points, basis = points_of(sources, role, settings.zero_celsius, typed)
        if role == "total":
            known = basis
        if not settings.apart:
            points = tuple(replace(p, branch="heating") for p in points)
        curve = _curve(points, role, None, settings)
        if role == "total" or curve.law is not None:
            curves.append(curve)
        if role == "total" and settings.apart and {p.branch for p in points} == {"heating", "cooling"}:
            parts = [_curve(points, role, branch, settings) for branch in ("heating", "cooling")]
            curves += [part for part in parts if part.law is not None]
    return ArrheniusPlot(settings, tuple(curves), known)


def _curve(points: tuple[Point, ...], role: Role, branch: Branch | None, settings: Settings) -> Curve:
    own = tuple(p for p in points if branch is None or p.branch == branch)
    fitted = tuple(sorted((p for p in own if not p.excluded), key=lambda p: p.kelvin))
    sized = bool(fitted) and all(p.cell_constant is not None for p in fitted)
    weighted = settings.weighted and all(p.error is not None for p in fitted)
    if len(fitted) < FEWEST or not _spread(fitted) or not (sized or len({p.specimen for p in fitted}) == 1):
        return Curve(role, branch, own, fitted, None, None, sized, weighted)
    data = data_of(fitted, settings, sized, weighted)
    whole = _whole(fitted, settings)
    if whole is not None:
        law = of_one_fit(data, fitted[0].laws, whole)
        return Curve(role, branch, own, fitted, law, None, sized, weighted, whole)
    straight = arrhenius(data, settings.scale)
    curved = vtf(data) if role == "total" and branch is None else None
    # Parts of one fit lie on laws without any scatter: AICc would see every bend.
    asked = "arrhenius" if settings.law == "auto" and any(p.whole for p in fitted) else settings.law
    chosen, other = _chosen(straight, curved, asked)
    return Curve(role, branch, own, fitted, chosen, other, sized, weighted)


def _whole(fitted: tuple[Point, ...], settings: Settings) -> Whole | None:
    """The fit of all temperatures that these points are all of, and that speaks of what is plotted.

    Such points lie on its law by construction: a line through them would have no scatter, and no error.
    """
    whole, first = fitted[0].whole, fitted[0]
    alike = all(p.whole == whole and p.laws == first.laws and p.specimen == first.specimen for p in fitted)
    if whole is None or not first.laws or not alike or len(fitted) != whole.members:
        return None
    told = settings.scale == "sigma T" and settings.zero_celsius == ZERO_CELSIUS and settings.law != "vtf"
    return whole if told else None


def _spread(fitted: tuple[Point, ...]) -> bool:
    return fitted[-1].kelvin - fitted[0].kelvin > SAME_TEMPERATURE


def _chosen(straight: Law, curved: Law | None, asked: str) -> tuple[Law, Law | None]:
    if curved is not None and (asked == "vtf" or (asked == "auto" and curved.aicc + ASKED_BY < straight.aicc)):
        return curved, straight
    return straight, curved


def data_of(fitted: Sequence[Point], settings: Settings, sized: bool, weighted: bool) -> Data:
    """The points as numbers."""
    kelvin = np.array([p.kelvin for p in fitted])
    constants = np.array([p.cell_constant if sized and p.cell_constant is not None else 1.0 for p in fitted])
    own = [p.error or 0.0 for p in fitted]
    pellets = {pellet: k for k, pellet in enumerate(dict.fromkeys(p.specimen for p in fitted))}
    blurred = [p.kelvin_error or settings.temperature_error for p in fitted] if weighted else [0.0] * len(fitted)
    return Data(
        kelvin=kelvin,
        log=np.log(constants) - np.log([p.resistance for p in fitted]),
        error=np.array(own) if weighted else np.ones(len(fitted)),
        kelvin_error=np.array(blurred),
        common=np.array([p.geometry_error for p in fitted]) if sized else np.zeros(len(fitted)),
        pellet=np.array([pellets[p.specimen] for p in fitted]),
        absolute=settings.absolute and weighted,
    )


def inverse(kelvin: Real) -> Real:
    """1/(kB T) in 1/eV."""
    return 1.0 / (KB * kelvin)
