"""Coverage of the intervals of shares and x: simulated 23Na spectra of the reference study, 16,384 points, noise 0.3 %.

Each seed draws new noise; the fit starts from the lines a person would type.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tests.techniques.nmr.spectra import Made, fit, made

NORMAL_95 = 1.959964
LINES = "pv@-11.2:380Hz, pv@7:300Hz, pv@55:400Hz"
"""What a person types for the three-line samples."""
NOISE = 0.003


@dataclass(frozen=True)
class Case:
    """A sample: its lines in truth, their shares of the sodium in %, and the lines a fit starts from."""

    name: str
    lines: str
    shares: tuple[float, ...]
    widths: tuple[float, ...]
    start: str

    @property
    def x(self) -> float:
        """Eq. 1 of the study."""
        return self.shares[1] / self.shares[0] / 2

    def spectrum(self, seed: int, **header: object) -> Made:
        """The spectrum with this seed's noise."""
        return made(self.lines, self.shares, noise=NOISE, seed=seed, **header)  # type: ignore[arg-type]


CASES = {
    case.name: case
    for case in (
        Case(
            "NTOC-4",
            "lorentz@-11.18:380.15Hz, gauss@7:476Hz, gauss@55:1852Hz",
            (38.4, 4.80, 56.8),
            (380.15, 476.0, 1852.0),
            "lorentz@-11.2:380Hz, gauss@7:300Hz, gauss@55:400Hz",
        ),
        Case(
            "NTOC-1",
            "lorentz@-11.16:310.34Hz, gauss@7:476Hz, gauss@55:1852Hz",
            (29.43, 2.29, 68.28),
            (310.34, 476.0, 1852.0),
            "lorentz@-11.2:380Hz, gauss@7:300Hz, gauss@55:400Hz",
        ),
        Case(
            "NTC-4",
            "gauss@-10.6:274.99Hz, gauss@7:476Hz",
            (94.93, 5.07),
            (274.99, 476.0),
            "gauss@-11.2:380Hz, gauss@7:300Hz",
        ),
        Case(
            "NTOC-4, mixed shapes",
            "pv@-11.18:380.15Hz:mixing=0.8, pv@7:476Hz:mixing=0.3, pv@55:1852Hz:mixing=0.3",
            (38.4, 4.80, 56.8),
            (380.15, 476.0, 1852.0),
            LINES,
        ),
    )
}


@dataclass(frozen=True)
class Trial:
    """One seed: by how many standard errors each share, the first width, and x missed the truth."""

    seed: int
    misses: tuple[float, ...]

    @property
    def inside(self) -> tuple[bool, ...]:
        """Whether each 95 % interval holds the truth."""
        return tuple(abs(miss) <= NORMAL_95 for miss in self.misses)


def quantities(case: Case) -> tuple[str, ...]:
    """What a trial looks at."""
    return (*(f"share_{k}" for k in range(1, len(case.shares) + 1)), "width_1", "x")


def trial(case: Case, seed: int) -> Trial:
    """Simulate, fit and compare. A quantity without a standard error counts as a miss."""
    found = fit(case.spectrum(seed), case.start).fit
    truth = [100 * share / sum(case.shares) for share in case.shares] + [case.widths[0], case.x]
    misses = []
    for name, value in zip(quantities(case), truth, strict=True):
        held = found.parameter(name) if name.startswith("width") else found.quantity(name)
        misses.append((held.value - value) / held.stderr if held is not None and held.stderr else math.inf)
    return Trial(seed, tuple(misses))


def coverage(trials: Iterable[Trial]) -> tuple[float, ...]:
    """The shares of trials whose 95 % interval holds the truth, for each quantity."""
    held = list(trials)
    return tuple(sum(column) / len(held) for column in zip(*(t.inside for t in held), strict=True))
