"""What a stability plot shows: points, law, and the retention between the first and the last of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Analysis, JSONValue
from naglass_gui.techniques.stability.laws import BY_NAME, KINDS, Law, Real, fit_law
from naglass_gui.techniques.stability.points import Point, points_of
from naglass_gui.techniques.technique import Source

LAWS = ("auto", "linear", "exponential", "stretched", "none")
DEFAULTS: tuple[tuple[str, JSONValue], ...] = (
    ("quantity", "sigma"),
    ("condition", "time"),
    ("law", "auto"),
    ("view_normalised", False),
)


@dataclass(frozen=True, slots=True, eq=False)
class StabilityPlot:
    """Everything a window, a table or a figure needs.

    Attributes:
        quantity: name of the quantity.
        unit: its unit.
        condition: name of the condition.
        condition_unit: its unit.
        points: in the order of the condition, excluded ones among them.
        law: through those that are not excluded; None for none.
        tried: AICc of each law that could be fitted, by name.
        normalised: whether values are shown relative to the first.
        without: names of sources that lack the quantity or the condition.
    """

    quantity: str
    unit: str
    condition: str
    condition_unit: str
    points: tuple[Point, ...]
    law: Law | None
    tried: tuple[tuple[str, float], ...]
    normalised: bool
    without: tuple[str, ...]

    @property
    def fitted(self) -> tuple[Point, ...]:
        """The points that are not excluded."""
        return tuple(p for p in self.points if not p.excluded)

    @property
    def base(self) -> float:
        """What shown values are divided by: the first point, or 1."""
        first = self.fitted[0].value if self.fitted else 1.0
        return first if self.normalised and first else 1.0

    @property
    def retention(self) -> tuple[float, float | None] | None:
        """The last point relative to the first and its standard error, None for an unknown one; None without two points."""
        if len(self.fitted) < 2 or not self.fitted[0].value:
            return None
        return ratio(self.fitted[-1], self.fitted[0])

    def shown(self, point: Point) -> tuple[float, float]:
        """Value and standard error of a point as drawn; 0 where the error is not known."""
        if not self.normalised or not self.fitted:
            return point.value, point.whole_error or 0.0
        first = self.fitted[0]
        if point is first or not first.value:
            return point.value / self.base, 0.0
        value, error = ratio(point, first)
        return value, error or 0.0

    def curve(self, count: int = 200) -> tuple[Real, Real, Real]:
        """The law over the points with a little room: condition, values and standard errors as drawn, shape (count,)."""
        if self.law is None:
            return np.zeros(0), np.zeros(0), np.zeros(0)
        low, high = self.fitted[0].x, self.fitted[-1].x
        room = 0.04 * (high - low)
        x = np.linspace(max(low - room, min(low, 0.0)), high + room, count)
        values, errors = self.law.at(x)
        if not self.normalised:
            return x, values, errors
        first = self.fitted[0]
        # Relative to the measured first point, whose own error is common to the whole curve and drawn at no point.
        return (
            x,
            values / self.base,
            np.sqrt(np.maximum(errors**2 - (first.common * values) ** 2, 0.0)) / abs(self.base),
        )


def ratio(point: Point, first: Point) -> tuple[float, float | None]:
    """One point relative to another, and its standard error; sizes of a specimen that both share cancel."""
    value = point.value / first.value
    if point.error is None or first.error is None or not point.value:
        return value, None
    parts = [point.error / point.value, first.error / first.value]
    if not point.specimen or point.specimen != first.specimen:
        parts += [point.common, first.common]
    return value, abs(value) * math.hypot(*parts)


# Numbers beyond all sense give an infinite error or none, and no law.
@np.errstate(all="ignore")
def plot_of(analysis: Analysis, sources: Sequence[Source]) -> StabilityPlot:
    """The plot of an analysis and its sources as they stand now."""
    defaults = dict(DEFAULTS)
    quantity = str(analysis.option("quantity", defaults["quantity"]))
    condition = str(analysis.option("condition", defaults["condition"]))
    wanted = str(analysis.option("law", defaults["law"]))
    found = points_of(sources, quantity, condition)
    fitted = tuple(p for p in found.points if not p.excluded)
    laws = [law for kind in KINDS if (law := fit_law(kind, fitted)) is not None]
    return StabilityPlot(
        quantity=quantity,
        unit=found.unit,
        condition=condition,
        condition_unit=found.condition_unit,
        points=found.points,
        law=_law(laws, wanted),
        tried=tuple((law.kind.name, law.aicc) for law in laws),
        normalised=bool(analysis.option("view_normalised", defaults["view_normalised"])),
        without=found.without,
    )


def _law(laws: Sequence[Law], wanted: str) -> Law | None:
    """The law that was asked for; of all that are determined the one of lowest AICc, the smaller one where they tie."""
    if wanted in BY_NAME:
        return next((law for law in laws if law.kind.name == wanted), None)
    able = [law for law in laws if law.freedom > 0 and not law.vague]
    if wanted != "auto" or not able:
        return None
    return min(able, key=lambda law: (law.aicc, len(law.values)))
