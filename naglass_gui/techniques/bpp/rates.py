"""The correlation time of a fitted motion, and its jump rate 1/tau, at any temperature, with the band of the fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from naglass_gui.core.project import Fit
from naglass_gui.fitting.student import student_95
from naglass_gui.techniques.bpp.law import BOLTZMANN_EV, Real, correlation_time


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Correlation times.

    Attributes:
        kelvin: temperatures, shape (m,).
        tau: in s, shape (m,).
        relative: standard error of ln tau, shape (m,).
        widening: how many standard errors hold 95 %.
    """

    kelvin: Real
    tau: Real
    relative: Real
    widening: float

    @property
    def rate(self) -> Real:
        """Jumps a second, 1/tau."""
        return 1.0 / self.tau

    @property
    def factor(self) -> Real:
        """By which tau may be longer or shorter at 95 %."""
        return np.asarray(np.exp(self.widening * self.relative))


def correlation_times(fit: Fit, kelvin: Real) -> Times | None:
    """Tau = tau0 exp(Ea/kB T) with its error from the covariance of Ea and ln tau0; None where the fit does not tell tau0.

    Args:
        fit: of a motion.
        kelvin: shape (m,).
    """
    if fit.quantity("tau0") is None:
        return None
    values = {p.name: p.value for p in fit.parameters}
    tau = correlation_time(kelvin, values["Ea"], values["tau0"])
    gradients = {"Ea": 1.0 / (BOLTZMANN_EV * kelvin), "tau0": np.full_like(tau, 1.0 / values["tau0"])}
    rows = np.array([gradients.get(name, np.zeros_like(tau)) for name in fit.free]).reshape(len(fit.free), len(tau))
    covariance = np.array(fit.covariance).reshape(len(fit.free), len(fit.free))
    variance = np.einsum("im,ij,jm->m", rows, covariance, rows)
    freedom = fit.statistic("degrees_of_freedom") or 0.0
    widening = student_95(freedom) if freedom >= 1 else 0.0
    return Times(kelvin, tau, np.sqrt(np.maximum(variance, 0.0)), widening)
