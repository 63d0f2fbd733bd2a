"""Shares of ions and electrons in the conductivity: t_ion = sigma_ion / (sigma_ion + sigma_e)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from naglass_gui.core.project import Derived


@dataclass(frozen=True, slots=True)
class Transference:
    """Shares of the conductivity, with one standard error for both: they add up to 1."""

    ions: float
    electrons: float
    error: float

    @classmethod
    def of(cls, electronic: float, ionic: float, relative_error: float) -> Transference | None:
        """From both conductivities in one unit, and the relative standard error of their ratio; None where they make no shares."""
        if not ionic > 0 or not math.isfinite(electronic / ionic) or electronic < 0:
            return None
        ratio = electronic / ionic
        return cls(1.0 / (1.0 + ratio), ratio / (1.0 + ratio), relative_error * ratio / (1.0 + ratio) ** 2)

    def derived(self, note: str) -> tuple[Derived, ...]:
        """As quantities of a fit; the share of the electrons keeps its digits where that of the ions is nearly 1."""
        error = self.error if self.error > 0 else None
        return (
            Derived("t_ion", self.ions, error, "", note),
            Derived("t_e", self.electrons, error, "", "1 − t_ion"),
        )
