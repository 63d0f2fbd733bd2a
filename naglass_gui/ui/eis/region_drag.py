"""A fitted region while it is drawn or moved, in Hz whichever plot it happens on."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.core.project import Id
from naglass_gui.ui.plots.gesture import Phase


@dataclass(frozen=True, slots=True)
class RegionDrag:
    """One moment of it.

    Attributes:
        phase: of the drag.
        low: lower end in Hz.
        high: upper end in Hz; never below `low`, equal to it while nothing is spanned yet.
        region: the region that is moved; None for a new one.
    """

    phase: Phase
    low: float = 0.0
    high: float = 0.0
    region: Id | None = None

    @property
    def empty(self) -> bool:
        """Whether it spans nothing."""
        return not self.low < self.high
