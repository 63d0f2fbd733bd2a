"""The current at zero bias: what the instrument shows where nothing is driven, taken away from everything else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from naglass_gui.fitting.statistics import correlation_time
from naglass_gui.techniques.polarization.record import FEWEST, Record
from naglass_gui.techniques.polarization.steps import Step

ZEROS = ("zero bias", "as measured")
"""What the current is counted from."""


@dataclass(frozen=True, slots=True)
class Offset:
    """The current at zero bias.

    Attributes:
        value: mean in A.
        deviation: of a point in A.
        points: how many there are; 0 where it is not known.
        correlation: how many points one independent point is worth.
    """

    value: float = 0.0
    deviation: float = 0.0
    points: int = 0
    correlation: float = 1.0

    def error(self, correlation: float, noise: float = 0.0) -> float:
        """The standard error of the mean in A.

        A short row that is alike over points tells its own scatter badly, because the mean goes with it: what the longer row
        of the step tells stands where it is larger.

        Args:
            correlation: how many points one independent point is worth in the step.
            noise: standard deviation of a point at the end of the step, in A.
        """
        if not self.points:
            return 0.0
        alike = min(max(self.correlation, correlation), self.points / 2.0)
        own = self.deviation * math.sqrt(self.points / (self.points - alike))
        return max(own, noise) * math.sqrt(alike / self.points)


def offset_of(record: Record, steps: Sequence[Step]) -> Offset:
    """The offset: from the zero bias before the first voltage, else from the end of the last one after it.

    Of a part after a voltage only the last half counts, because the ions flow back first.
    """
    first = next((k for k, step in enumerate(steps) if not step.zero), len(steps))
    before = [step for step in steps[:first] if len(step) >= FEWEST]
    after = [step for step in steps[first:] if step.zero and len(step) >= 2 * FEWEST]
    if not before and not after:
        return Offset()
    step = before[-1] if before else after[-1]
    current = record.current[step.rows if before else slice((step.first + step.last) // 2, step.last)]
    return Offset(float(current.mean()), float(current.std(ddof=1)), len(current), correlation_time(current))
