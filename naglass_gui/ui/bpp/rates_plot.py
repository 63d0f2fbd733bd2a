"""Jump rates or correlation times against temperature: of the motion behind T1, and what conductivities ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Project
from naglass_gui.techniques.bpp.bridge import JumpRate
from naglass_gui.ui import theme
from naglass_gui.ui.bpp.motions import Motion
from naglass_gui.ui.bpp.plot import FAINT, GRID, across, reach
from naglass_gui.ui.plots.drawables import Drawable, Line, Points, Ribbon, Sticks
from naglass_gui.ui.plots.legend import Entry
from naglass_gui.ui.plots.plot import Plot

Real = NDArray[np.float64]
Below = Literal["", "rate", "time"]
BELOW: dict[Below, str] = {"rate": "Jump rate 1/τ below", "time": "Correlation time τ below", "": "T₁ alone"}
"""What is drawn below T1, with the words to choose it."""
SMALLEST = 0.02  # of a value, where its error bar would reach zero


class RatesPlot(Plot):
    """The plot below T1. It shares the temperature axis with it.

    Attributes:
        shown: what it shows; "" for nothing.
        places: of everything that must be in sight.
        entries: of its legend.
    """

    def __init__(self) -> None:
        super().__init__(log_y=True)
        self.shown: Below = "rate"
        self.places: tuple[Real, Real] = (np.zeros(0), np.zeros(0))
        self.entries: list[Entry] = []

    def show_motions(self, motions: Sequence[Motion], current: Motion | None, project: Project, inverse: bool) -> bool:
        """Draw the rates of these; False where there is nothing to draw."""
        drawn: list[Drawable] = []
        seen: list[tuple[Real, Real]] = []
        any_asked = False
        if self.shown:
            for motion in motions:
                asked = motion.asked(project)
                any_asked |= bool(asked)
                opacity = FAINT if motion.stale or (len(motions) > 1 and motion is not current) else 1.0
                shapes, places = self._of(motion, asked, inverse, opacity)
                drawn += shapes
                seen += places
        self.left.set_label(
            *(("1/<i>τ</i>", "s<sup>−1</sup>") if self.shown == "rate" else ("<i>τ</i>", "s")), scaled=False
        )
        self.places = (
            (np.concatenate([x for x, _ in seen]), np.concatenate([y for _, y in seen])) if seen else self._none()
        )
        tokens = theme.tokens()
        what = "1/τ" if self.shown == "rate" else "τ"
        self.entries = [Entry(f"{what} from T₁", tokens.fit)] if any(isinstance(d, Line) for d in drawn) else []
        if any_asked:
            self.entries.append(Entry(f"{what} from σ", tokens.data, "square"))
        self.data.show_drawables(drawn)
        return bool(drawn)

    def _of(
        self, motion: Motion, asked: Sequence[JumpRate], inverse: bool, opacity: float
    ) -> tuple[list[Drawable], list[tuple[Real, Real]]]:
        tokens = theme.tokens()
        drawn: list[Drawable] = []
        seen: list[tuple[Real, Real]] = []
        measured = np.array([p.kelvin for p in motion.points])
        spans = [(reach(measured), False)] if len(measured) else []
        if asked and spans:
            every = np.concatenate([measured, [one.kelvin for one in asked]])
            spans.insert(0, ((float(every.min()), float(every.max())), True))
        for (low, high), dashed in spans:
            kelvin = 1.0 / np.linspace(1.0 / high, 1.0 / low, GRID)
            times = motion.times(kelvin)
            if times is None:
                continue
            x, y, half = across(kelvin, inverse), self._height(times.rate), np.log10(times.factor)
            if opacity == 1.0:
                drawn.append(Ribbon(x, y - half, y + half, tokens.fit))
            drawn.append(Line(x, y, tokens.fit, 1 if dashed else 2, dashed=dashed, opacity=opacity))
            seen += [(x[[0, -1]], (y - half)[[0, -1]]), (x[[0, -1]], (y + half)[[0, -1]])]
        if asked:
            x = across(np.array([one.kelvin for one in asked]), inverse)
            rate = np.array([one.rate for one in asked])
            error = np.array([one.error or 0.0 for one in asked])
            ends = self._height(np.maximum(rate - error, SMALLEST * rate)), self._height(rate + error)
            drawn.append(Sticks(x, np.minimum(*ends), np.maximum(*ends), tokens.data, opacity))
            drawn.append(Points(x, self._height(rate), tokens.data, 7.0, "square", opacity=opacity))
            seen.append((x, self._height(rate)))
        return drawn, seen

    def _height(self, rate: Real) -> Real:
        """Decimal logarithms of rates, or of the times they stand for."""
        return np.asarray(np.log10(rate if self.shown != "time" else 1.0 / rate))

    def _none(self) -> tuple[Real, Real]:
        return np.zeros(0), np.zeros(0)
