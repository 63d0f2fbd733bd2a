"""The lines of an analysis with their values and figures, as everything that follows from areas looks at them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from naglass_gui.core.project import Analysis, Derived, Fit
from naglass_gui.techniques.nmr.components import all_parameters
from naglass_gui.techniques.nmr.roles import Site, sites_of
from naglass_gui.techniques.nmr.satellites import centreband_fraction, saturation_factor
from naglass_gui.techniques.uncertainty import Slopes, Uncertainty

SODIUM_PER_TANTALUM = 3.0
"""In Na2O + NaCl + TaCl5, 1:1:1."""


@dataclass(frozen=True, slots=True)
class Intensity:
    """A value that follows from areas, with its derivatives by them."""

    value: float
    slopes: Slopes

    def over(self, other: Intensity, factor: float = 1.0) -> Intensity:
        """The product factor * self / other; NaN where the other is 0."""
        if other.value == 0.0:
            return Intensity(math.nan, {})
        value = factor * self.value / other.value
        names = self.slopes.keys() | other.slopes.keys()
        slopes = {n: (factor * self.slopes.get(n, 0.0) - value * other.slopes.get(n, 0.0)) / other.value for n in names}
        return Intensity(value, slopes)


def total_of(parts: Sequence[Intensity]) -> Intensity:
    """The sum of intensities."""
    slopes: Slopes = {}
    for part in parts:
        for name, slope in part.slopes.items():
            slopes[name] = slopes.get(name, 0.0) + slope
    return Intensity(sum(part.value for part in parts), slopes)


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines of an analysis with values, as everything that follows looks at them.

    Attributes:
        analysis: lines and options.
        values: of all parameters by name.
        figures: what the fit knew of the spectra: "mas_rate", "recycle_delay"..., those of the second with "_s2".
        sites: the lines with their sidebands.
        spectra: how many.
        uncertainty: of the parameters; None while something is dragged.
    """

    analysis: Analysis
    values: Mapping[str, float]
    figures: Mapping[str, float]
    sites: tuple[Site, ...]
    spectra: int
    uncertainty: Uncertainty | None

    @classmethod
    def of(cls, analysis: Analysis, fit: Fit) -> Picture:
        """The picture of a fit."""
        values = {p.name: p.value for p in fit.parameters}
        spectra = int(fit.statistic("spectra") or 1)
        links = {p.name: p.link for p in all_parameters(analysis) if p.link}
        sites = sites_of(analysis, values, spectra)
        return cls(analysis, values, dict(fit.statistics), sites, spectra, Uncertainty(fit, links))

    @property
    def counted(self) -> tuple[Site, ...]:
        """The lines that make up the total."""
        return tuple(site for site in self.sites if site.counted)

    @property
    def nominal_sodium(self) -> float | None:
        """Na atoms for each Ta in the mixture: as typed, 3 where an oxychloride stands beside an oxide; None otherwise."""
        typed = self.analysis.option("derive_sodium_per_tantalum")
        if typed is None:
            return SODIUM_PER_TANTALUM if {"oxychloride", "oxide"} <= {site.role for site in self.counted} else None
        return float(typed) if isinstance(typed, int | float) and typed > 0 else None

    def figure(self, name: str, spectrum: int = 0) -> float | None:
        """A figure of a spectrum; None where it is not known."""
        return self.figures.get(name if spectrum == 0 else f"{name}_s{spectrum + 1}")

    def intensity(self, site: Site, spectrum: int) -> Intensity:
        """The area of a line with its sidebands, times the corrections that were asked for."""
        factor = self.correction(site, spectrum)
        slopes = dict.fromkeys(site.areas[spectrum], factor)
        return Intensity(sum(factor * self.values[name] for name in slopes), slopes)

    def correction(self, site: Site, spectrum: int) -> float:
        """By what the area of a line is multiplied; 1 unless a correction was chosen and what it needs is known."""
        chosen = self.analysis.option("derive_corrections", ())
        factor = 1.0
        if "satellites" in chosen:
            fraction = self.centreband(site, spectrum)
            factor /= 1.0 if fraction is None else fraction
        if "saturation" in chosen:
            factor *= self.saturation(site, spectrum) or 1.0
        return factor

    def centreband(self, site: Site, spectrum: int = 0) -> float | None:
        """Which share of a line's intensity its centreband holds; None where C_Q, spin or MAS rate is not known."""
        rate, spin = self.figure("mas_rate", spectrum), self.figure("spin", spectrum)
        if site.cq is None or not rate or spin is None or spin < 1.5 or (2.0 * spin) % 2 != 1:
            return None
        return centreband_fraction(site.cq, rate, spin)

    def saturation(self, site: Site, spectrum: int = 0) -> float | None:
        """The factor that undoes incomplete relaxation; None where T1 or the recycle delay is not known."""
        delay = self.figure("recycle_delay", spectrum)
        if not site.t1 or site.t1 < 0 or not delay:
            return None
        return saturation_factor(delay, site.t1, self.flip_angle(spectrum) or 90.0)

    def flip_angle(self, spectrum: int = 0) -> float | None:
        """Of the exciting pulse in degrees: as typed, or from the 90-degree pulse typed and the pulse in the file."""
        typed = self.analysis.option("derive_flip_angle")
        if isinstance(typed, int | float):
            return float(typed)
        quarter, pulse = self.analysis.option("derive_pulse_90"), self.figure("pulse", spectrum)
        if isinstance(quarter, int | float) and quarter > 0 and pulse is not None:
            return 90.0 * pulse / float(quarter)
        return None

    def error(self, intensity: Intensity) -> float | None:
        """The standard error of what follows from areas; None where it is unknown."""
        return None if self.uncertainty is None else self.uncertainty.of(intensity.slopes)

    def derived(self, name: str, spectrum: int, intensity: Intensity, unit: str, note: str) -> Derived:
        """The quantity, under its name in this spectrum."""
        name = name if spectrum == 0 else f"{name}_s{spectrum + 1}"
        return Derived(name, intensity.value, self.error(intensity), unit, note)
