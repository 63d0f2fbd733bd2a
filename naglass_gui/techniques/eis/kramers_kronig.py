"""The linear Kramers-Kronig test: can R, L, C and a row of RC elements describe the data? They obey the relations by nature.

Schönleber, Klotz & Ivers-Tiffée, Electrochim. Acta 131 (2014) 20; the linear model is Boukamp's, J. Electrochem. Soc. 142
(1995) 1885. The series C describes blocking electrodes, the series L the cables.

With steep arcs (R beside C) mu dips below its cutoff while a few elements are still far from the data: of simulated pellets
and cells one in six would stop there, at residuals of 10 to 40 %. Such a dip is passed over: see `_resolved`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import FitError
from naglass_gui.fitting.linear import solve_upper, triangle_of
from naglass_gui.techniques.eis.band import Complex, Real

CUTOFF = 0.85
"""mu below which there are too many RC elements (Schönleber et al.)."""
FEWEST_POINTS = 8
NARROWEST = 0.1
"""Decades that the points must span."""
FEWEST_ELEMENTS = 3
MOST_ELEMENTS = 100
SERIES = 3
"""Columns beside the RC elements: R, C and L in series."""
GAIN = 1.5
"""Where one more element a decade lowers the residual by this factor, the data are not yet resolved."""
EXACT = 1e-4
"""A residual (rms, as a share of |Z|) below which data are described whatever more elements would give."""


@dataclass(frozen=True, slots=True, eq=False)
class KramersKronig:
    """What the test found, point by point in the order given.

    Attributes:
        frequency: in Hz, shape (m,).
        z: measured, in ohm, shape (m,).
        fitted: by the RC elements, in ohm, shape (m,).
        elements: M, the number of RC elements.
        mu: 1 - (sum of negative R)/(sum of positive R); near 1 the model is still too stiff, near 0 it follows the noise.
        settled: whether mu fell to the cutoff; otherwise M is as large as the points allow.
        resistance: in series, in ohm.
        elastance: 1/C of the series capacitance, in 1/F.
        inductance: in series, in H.
    """

    frequency: Real
    z: Complex
    fitted: Complex
    elements: int
    mu: float
    settled: bool
    resistance: float
    elastance: float
    inductance: float

    @property
    def residual(self) -> Complex:
        """(Z - Zfit)/|Z|, shape (m,)."""
        shares: Complex = (self.z - self.fitted) / np.abs(self.z)
        return shares

    @property
    def largest(self) -> float:
        """The largest residual of a real or imaginary part, as a share of |Z|."""
        residual = self.residual
        return float(max(np.abs(residual.real).max(), np.abs(residual.imag).max()))


def kramers_kronig(frequency: Real, z: Complex, cutoff: float = CUTOFF) -> KramersKronig:
    """Fit R + L + C + M RC elements to real and imaginary parts at once, weighted by 1/|Z|, with M by the mu criterion.

    The M time constants are spread evenly in ln tau from 1/w_max to 1/w_min. M grows from 3 until mu falls to the cutoff,
    and as long as more elements still bring the model much closer to the data.

    Args:
        frequency: in Hz, above zero, in any order, shape (m,).
        z: impedance in ohm, finite and not zero, shape (m,).
        cutoff: of mu.

    Raises:
        FitError: fewer than 8 points, or points that span less than a tenth of a decade.
    """
    if len(frequency) < FEWEST_POINTS:
        raise FitError(
            f"{len(frequency)} points are too few for a Kramers–Kronig test, which needs {FEWEST_POINTS}; "
            "widen the region or unmask points."
        )
    decades = math.log10(float(frequency.max()) / float(frequency.min()))
    if decades < NARROWEST:
        raise FitError("The points span too narrow a band for a Kramers–Kronig test; widen the region.")
    system = _System(2.0 * np.pi * frequency, z)
    ahead, most = math.ceil(decades), min(MOST_ELEMENTS, len(frequency))
    elements = next(
        (n for n in range(FEWEST_ELEMENTS, most + 1) if system.mu(n) <= cutoff and _resolved(system, n, ahead, most)),
        most,
    )
    mu, (resistance, elastance, inductance) = system.mu(elements), system.values(elements)[elements:].tolist()
    fitted = system.impedance(elements)
    return KramersKronig(frequency, z, fitted, elements, mu, mu <= cutoff, resistance, elastance, inductance)


def _resolved(system: _System, elements: int, ahead: int, most: int) -> bool:
    """Whether up to `ahead` more elements would not bring the model much closer to the data."""
    here = system.rms(elements)
    return here < EXACT or all(
        system.rms(more) * GAIN > here for more in range(elements + 1, min(elements + ahead, most) + 1)
    )


class _System:
    """The linear system for any number M of RC elements, in columns of length 1; each M is solved once."""

    def __init__(self, omega: Real, z: Complex) -> None:
        self._omega = omega
        self._z = z
        self._weight = 1.0 / np.abs(z)
        self._slowest, self._fastest = 1.0 / float(omega.min()), 1.0 / float(omega.max())
        self._target = np.concatenate([z.real * self._weight, z.imag * self._weight])
        nothing = np.zeros_like(omega)
        parts = [(self._weight, nothing), (nothing, -self._weight / omega), (nothing, self._weight * omega)]
        series = np.stack([np.concatenate(part) for part in parts])
        self._lengths: Real = np.linalg.norm(series, axis=1)
        self._series = series / self._lengths[:, None]
        self._solved: dict[int, tuple[Real, float]] = {}

    def values(self, elements: int) -> Real:
        """Resistances of the RC elements, then R in ohm, 1/C in 1/F and L in H, shape (M + 3,)."""
        return self._solution(elements)[0]

    def rms(self, elements: int) -> float:
        """The residual of both parts, root mean square, as a share of |Z|."""
        return self._solution(elements)[1]

    def mu(self, elements: int) -> float:
        """1 - (sum of negative R)/(sum of positive R)."""
        resistances = self.values(elements)[:elements]
        positive = float(resistances[resistances >= 0].sum())
        return 1.0 + float(resistances[resistances < 0].sum()) / positive if positive > 0 else -math.inf

    def impedance(self, elements: int) -> Complex:
        """Z in ohm of the model, shape (m,)."""
        values = self.values(elements)
        resistance, elastance, inductance = values[elements:]
        z: Complex = resistance + 1j * (self._omega * inductance - elastance / self._omega)
        return z + values[:elements] @ self._relaxed(elements)

    def _solution(self, elements: int) -> tuple[Real, float]:
        if elements not in self._solved:
            self._solved[elements] = self._solve(elements)
        return self._solved[elements]

    def _solve(self, elements: int) -> tuple[Real, float]:
        count = elements + SERIES
        rows = np.empty((count + 1, len(self._target)))
        relaxed = self._relaxed(elements)
        half = len(self._omega)
        rows[:elements, :half] = relaxed.real * self._weight
        rows[:elements, half:] = relaxed.imag * self._weight
        rows[elements:count] = self._series
        rows[count] = self._target
        # The triangle of [A b] holds that of A, what it makes of b, and at its corner the length of the residual.
        triangle = triangle_of(rows)
        values = solve_upper(triangle[:count, :count], triangle[:count, count])
        values[elements:] /= self._lengths
        left = abs(float(triangle[count, count])) if len(triangle) > count else 0.0
        return values, left / math.sqrt(len(self._target))

    def _relaxed(self, elements: int) -> Complex:
        """1/(1 + i w tau) of every element, shape (M, m)."""
        share = np.arange(elements) / (elements - 1)
        tau = self._fastest * (self._slowest / self._fastest) ** share
        product = np.outer(tau, self._omega)
        relaxed = np.empty(product.shape, dtype=complex)
        np.divide(1.0, 1.0 + product * product, out=relaxed.real)
        np.multiply(relaxed.real, -product, out=relaxed.imag)
        return relaxed
