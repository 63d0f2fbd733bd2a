"""What the tab shows now, as one value that all its plots are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.project import Id
from naglass_gui.techniques.eis.check import DataCheck
from naglass_gui.techniques.eis.drt import Distribution
from naglass_gui.ui import theme
from naglass_gui.ui.eis.quantities import Scale, factor
from naglass_gui.ui.eis.spectra import Complex, Real, Spectrum
from naglass_gui.ui.plots.drawables import Drawable, Points
from naglass_gui.ui.plots.heat import heat as colour_at
from naglass_gui.ui.plots.legend import Entry, Ramp

POINT = 5.5
SMALL_POINT = 4.5
NOT_FITTED = 0.35  # opacity of points outside the regions
MOST_ENTRIES = 8  # of a legend; beyond it only a colour strip is readable
_RAMP_STEPS = 9


@dataclass(frozen=True, slots=True)
class Pointed:
    """A point of a spectrum, e.g. the one under the pointer."""

    measurement: Id
    index: int


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The spectra on screen.

    Attributes:
        spectra: all of them, in the tree's order.
        current: the one that is edited, always one of them where there is any.
        scale: in what resistances are shown.
        colours: of each spectrum's points.
        check: of the current spectrum's data, None while nothing is known.
        relaxation: of the current spectrum, None where it is not wanted or cannot be had.
        stacked: whether the spectra stand above one another.
    """

    spectra: tuple[Spectrum, ...] = ()
    current: Spectrum | None = None
    scale: Scale = "ohm"
    colours: dict[Id, str] = field(default_factory=dict)
    check: DataCheck | None = None
    relaxation: Distribution | None = None
    stacked: bool = False

    @property
    def others(self) -> tuple[Spectrum, ...]:
        """All but the current one."""
        return tuple(s for s in self.spectra if s is not self.current)

    @property
    def current_id(self) -> Id:
        """Of the current spectrum's measurement; "" for none."""
        return self.current.id if self.current is not None else ""

    def factor(self, spectrum: Spectrum) -> float:
        """By what a spectrum's ohms are multiplied; 1 where its pellet's sizes are missing."""
        return factor(self.scale, spectrum.geometry) or 1.0

    def z(self, spectrum: Spectrum) -> Complex:
        """The impedance in the units shown."""
        return spectrum.z * self.factor(spectrum)

    def find(self, pointed: Pointed) -> Spectrum | None:
        """The spectrum of a point; None when it is not shown any more."""
        found = next((s for s in self.spectra if s.measurement.id == pointed.measurement), None)
        return found if found is not None and pointed.index < len(found.z) else None


def colours_of(spectra: Sequence[Spectrum]) -> dict[Id, str]:
    """One spectrum in the colour of data; several from cold to hot where temperatures tell them apart."""
    if len(spectra) < 2:
        return {s.measurement.id: theme.tokens().data for s in spectra}
    heat = _heat_of(spectra)
    if heat:
        return {s.measurement.id: heat.get(s.measurement.id, theme.tokens().muted) for s in spectra}
    palette = theme.tokens().components
    return {s.measurement.id: palette[k % len(palette)] for k, s in enumerate(spectra)}


def _heat_of(spectra: Sequence[Spectrum]) -> dict[Id, str]:
    """Colours from cold to hot, where most temperatures are known and not all the same; else none."""
    known = {s.measurement.id: s.temperature for s in spectra if s.temperature is not None}
    if 2 * len(known) < len(spectra) or len(set(known.values())) < 2:
        return {}
    low, span = min(known.values()), max(known.values()) - min(known.values())
    return {id: colour_at((t - low) / span) for id, t in known.items()}


def legend_of(shown: Shown) -> tuple[tuple[Entry, ...], Ramp | None]:
    """What tells the spectra of an overlay apart: a few names or temperatures, or a strip of colours for many."""
    if len(shown.spectra) < 2 or shown.stacked:  # a stack has the names at its curves
        return (), None
    heat = _heat_of(shown.spectra)
    known = sorted(s.temperature for s in shown.spectra if s.temperature is not None)
    if len(shown.spectra) > MOST_ENTRIES:
        if not heat:
            return (), None
        steps = tuple(colour_at(k / (_RAMP_STEPS - 1)) for k in range(_RAMP_STEPS))
        return (), Ramp(steps, _degrees(known[0]), _degrees(known[-1]), "Temperature / °C")
    ordered = sorted(shown.spectra, key=_hottest_first) if heat else shown.spectra
    return tuple(Entry(_name(s, bool(heat)), shown.colours[s.measurement.id]) for s in ordered), None


def stack_order(shown: Shown) -> list[Spectrum]:
    """From the uppermost to the lowest of a stack: the hottest first, else the first of the tree first."""
    return sorted(shown.spectra, key=_hottest_first) if _heat_of(shown.spectra) else list(shown.spectra)


def name_of(shown: Shown, spectrum: Spectrum) -> str:
    """What tells a spectrum from the others shown: its temperature or its name."""
    return _name(spectrum, bool(_heat_of(shown.spectra)))


def _hottest_first(spectrum: Spectrum) -> tuple[bool, float]:
    return spectrum.temperature is None, -(spectrum.temperature or 0.0)


def _name(spectrum: Spectrum, by_heat: bool) -> str:
    if by_heat and spectrum.temperature is not None:
        return f"{_degrees(spectrum.temperature)} °C"
    return spectrum.measurement.name


def points_of(
    spectrum: Spectrum, x: Real, y: Real, colour: str, small: bool = False, symbol: str = "circle"
) -> list[Drawable]:
    """A spectrum's points: fitted ones full, those outside the regions faint, masked ones hollow."""
    size = SMALL_POINT if small else POINT
    masked, outside = spectrum.masked, spectrum.outside
    groups: list[tuple[NDArray[np.bool_], bool, float]] = [
        (outside, False, NOT_FITTED),
        (spectrum.used, False, 1.0),
        (masked, True, 0.9),
    ]
    return [
        Points(x[chosen], y[chosen], colour, size + hollow, symbol, hollow, opacity)  # type: ignore[arg-type]
        for chosen, hollow, opacity in groups
        if chosen.any()
    ]


def data_changed(before: Shown, after: Shown) -> bool:
    """Whether anything but the current model's values moved: points, regions, masks, other spectra, colours, units."""
    if len(before.spectra) != len(after.spectra) or before.scale != after.scale or before.colours != after.colours:
        return True
    if before.stacked != after.stacked:
        return True
    if (before.current is None) != (after.current is None):
        return True
    if before.current and after.current and before.current.measurement.id != after.current.measurement.id:
        return True
    return any(
        old is not new and (old is not before.current or not _same_points(old, new) or old.specimen is not new.specimen)
        for old, new in zip(before.spectra, after.spectra, strict=True)
    )


def _same_points(old: Spectrum, new: Spectrum) -> bool:
    if old.measurement is not new.measurement or (old.analysis is None) != (new.analysis is None):
        return False
    if old.analysis is None or new.analysis is None:
        return True
    same = old.analysis.regions is new.analysis.regions and old.analysis.masked is new.analysis.masked
    return same and (old.analysis.options is new.analysis.options or np.array_equal(old.z, new.z))


def _degrees(temperature: float) -> str:
    return f"{temperature:.4g}".replace("-", "−")
