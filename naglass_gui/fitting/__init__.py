"""The least-squares engine every technique shares: residual and Jacobian in, parameters with covariance out.

Pure arrays; nothing here knows what is fitted. scipy and lmfit are imported only where they are used, so that a window
can import the statistics without waiting for them.
"""

from naglass_gui.fitting.derivatives import complex_step_jacobian, numerical_jacobian
from naglass_gui.fitting.intervals import Bootstrap, Interval, Profile, bootstrap, profile
from naglass_gui.fitting.levenberg_marquardt import least_squares
from naglass_gui.fitting.multistart import multistart
from naglass_gui.fitting.nonnegative import inverse, nonnegative
from naglass_gui.fitting.problem import ParameterSet
from naglass_gui.fitting.separable import Slopes, approach, variable_projection
from naglass_gui.fitting.solution import Progress, Residual, Solution, StartStatistics
from naglass_gui.fitting.statistics import (
    aicc,
    bic,
    correlation_matrix,
    durbin_watson,
    propagate,
    reduced_chi_square,
    runs_test,
)

__all__ = [
    "Bootstrap",
    "Interval",
    "ParameterSet",
    "Profile",
    "bootstrap",
    "profile",
    "Progress",
    "Residual",
    "Slopes",
    "Solution",
    "StartStatistics",
    "aicc",
    "approach",
    "bic",
    "complex_step_jacobian",
    "correlation_matrix",
    "durbin_watson",
    "inverse",
    "least_squares",
    "multistart",
    "nonnegative",
    "numerical_jacobian",
    "propagate",
    "reduced_chi_square",
    "runs_test",
    "variable_projection",
]
