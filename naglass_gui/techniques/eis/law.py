"""What one fit of all temperatures leaves in the fit of each spectrum, so that it is known again after saving and reopening.

Its own numbers stand among the statistics of every fit that is part of it; all parts of one hold the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from naglass_gui.core.project import Analysis, Derived, Fit
from naglass_gui.core.quantity import format_value

WHOLE = "together_"
LAW = "law_"
_LAW_PARTS = ("energy", "intercept", "beta", "error")


@dataclass(frozen=True, slots=True)
class ResistanceLaw:
    """R/T = exp(intercept + energy (1/kT - beta)).

    Attributes:
        name: of the resistance.
        energy: in eV.
        intercept: ln(R/T) at `beta`, R in ohm.
        beta: the mean 1/kT of the series in 1/eV.
        error: standard error of the energy; NaN where the data do not determine it.
    """

    name: str
    energy: float
    intercept: float
    beta: float
    error: float


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole that a fit is part of.

    Attributes:
        laws: of the resistances that count as electrolyte.
        covariance: of intercept and energy of the first law, of the second, and so on; by rows.
        members: how many spectra were fitted.
        n_points: of all of them.
        parameters, parameters_apart: fitted, in this fit and in the single ones together.
        chi_square, chi_square_apart: of both.
        aicc, aicc_apart: of both.
    """

    laws: tuple[ResistanceLaw, ...]
    covariance: tuple[tuple[float, ...], ...]
    members: float
    n_points: float
    parameters: float
    parameters_apart: float
    chi_square: float
    chi_square_apart: float
    aicc: float
    aicc_apart: float

    @property
    def preferred(self) -> bool:
        """Whether AICc prefers it to the single fits."""
        return self.aicc < self.aicc_apart

    @property
    def statistics(self) -> tuple[tuple[str, float], ...]:
        """As they are kept among the statistics of a fit."""
        kept = [(f"{WHOLE}{name}", float(getattr(self, name))) for name in _WHOLE_PARTS]
        kept += [(f"{LAW}{law.name}_{part}", getattr(law, part)) for law in self.laws for part in _LAW_PARTS]
        kept += [(f"{LAW}{i}_{j}", v) for i, row in enumerate(self.covariance) for j, v in enumerate(row)]
        return tuple(kept)

    @classmethod
    def of(cls, fit: Fit | None) -> Whole | None:
        """The whole that a fit is part of; None for a fit by itself."""
        if fit is None or fit.statistic(f"{WHOLE}members") is None:
            return None
        known = dict(fit.statistics)
        end = f"_{_LAW_PARTS[0]}"
        names = [n.removeprefix(LAW).removesuffix(end) for n in known if n.startswith(LAW) and n.endswith(end)]
        held: dict[str, Any] = {part: known.get(f"{WHOLE}{part}", math.nan) for part in _WHOLE_PARTS}
        parts = ({part: known.get(f"{LAW}{name}_{part}", math.nan) for part in _LAW_PARTS} for name in names)
        laws = tuple(ResistanceLaw(name, **values) for name, values in zip(names, parts, strict=True))
        size = range(2 * len(laws))
        return cls(laws, tuple(tuple(known.get(f"{LAW}{i}_{j}", math.nan) for j in size) for i in size), **held)

    def law(self, name: str) -> ResistanceLaw | None:
        """The law of a resistance."""
        return next((law for law in self.laws if law.name == name), None)

    def verdict(self) -> str:
        """What AICc says of it, in one sentence."""
        gap = format_value(abs(self.aicc - self.aicc_apart), significant=3)
        if self.preferred:
            return f"AICc is lower by {gap} than that of the single fits: the law describes all spectra."
        return f"AICc is higher by {gap} than that of the single fits: the spectra do not all follow one law with shared exponents."


_WHOLE_PARTS = tuple(name for name in Whole.__dataclass_fields__ if name not in ("laws", "covariance"))


def energies(fit: Fit) -> tuple[Derived, ...]:
    """The activation energies that a part of such a fit knows."""
    whole = Whole.of(fit)
    if whole is None:
        return ()
    words = f"of {{0}}/T, one fit of {whole.members:.0f} temperatures"
    return tuple(
        Derived(f"Ea_{w.name}", w.energy, w.error if math.isfinite(w.error) else None, "eV", words.format(w.name))
        for w in whole.laws
    )


def whole_fit(analysis: Analysis) -> Fit | None:
    """The newest fit of an analysis that is part of one of all temperatures."""
    return next((f for f in reversed(analysis.fits) if Whole.of(f) is not None), None)


def single_fit(analysis: Analysis) -> Fit | None:
    """The fit of an analysis by itself: the current one, else the newest."""
    if analysis.fit is not None and Whole.of(analysis.fit) is None:
        return analysis.fit
    return next((f for f in reversed(analysis.fits) if Whole.of(f) is None), None)
