"""Linear propagation of a fit's covariance to whatever follows from its parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.project import Fit

Slopes = dict[str, float]
"""Derivatives of a quantity by parameters, by name."""


class Uncertainty:
    """The covariance of a fit's parameters, ready to propagate; a parameter held on a bound counts as exact."""

    def __init__(self, fit: Fit, links: Mapping[str, str]) -> None:
        self._place = {name: k for k, name in enumerate(fit.free)}
        self._covariance = np.array(fit.covariance).reshape(len(fit.free), -1) if fit.covariance else None
        self._links = {name: text for name, text in links.items() if name not in self._place}
        self._values = {p.name: p.value for p in fit.parameters}
        self._held = {p.name for p in fit.parameters if p.at_bound}
        self._unknown = {
            p.name for p in fit.parameters if p.name in self._place and p.stderr is None and not p.at_bound
        }

    def of(self, slopes: Slopes) -> float | None:
        """The standard error of a quantity from its derivatives.

        None where it hangs on a parameter that is undetermined, or on nothing but parameters on their bounds, or where it is
        larger than numbers go.
        """
        free = self._by_free(slopes)
        if free is None or self._covariance is None or self._unknown & free.keys():
            return None
        if free and free.keys() <= self._held:
            return None
        gradient = np.zeros(len(self._place))
        for name, slope in free.items():
            gradient[self._place[name]] = slope
        with np.errstate(over="ignore", invalid="ignore"):
            variance = float(gradient @ self._covariance @ gradient)
        return math.sqrt(variance) if 0 <= variance < math.inf else None

    def _by_free(self, slopes: Slopes) -> Slopes | None:
        """Derivatives by the free parameters: those by linked ones are handed on through the links."""
        total = dict(slopes)
        try:
            for name in reversed(order(self._links, self._values)):
                slope = total.pop(name, 0.0)
                if slope:
                    for source, inner in parse(self._links[name]).gradient(self._values).items():
                        total[source] = total.get(source, 0.0) + slope * inner
        except InputError:
            return None
        return {name: slope for name, slope in total.items() if name in self._place and slope}
