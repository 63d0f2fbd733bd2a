"""The models of a recovery or decay curve: which law, what preparation, and what its parameters mean.

    recovery   M(t) = M0 [1 - (1 + a) D(t)]      a = 1 for a complete inversion
    saturation M(t) = M0 [1 - f D(t)]            f = 1 for a complete saturation
    decay      M(t) = M0 D(t) + C                T2, T1rho

The efficiency a may exceed 1 where the true course is not exponential. Where the magnetisation does not come back between
repeats, the inverted part is smaller: M0 {1 - [1 + W (1 - exp(-K/T1))] exp(-t/T1)}, K from the read pulse to the next inversion.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.relaxation import decays
from naglass_gui.techniques.relaxation.decays import Course, OwnParameter, Real

Kind = Literal["inversion", "incomplete", "saturation", "decay"]


@dataclass(frozen=True, slots=True)
class Form:
    """One model of a curve.

    Attributes:
        name: as the command line and projects write it.
        title: as a person reads it.
        kind: how the amplitude enters.
        course: the law, from times and the values of `own`.
        own: the law's parameters.
        formula: as shown beside the plot.
    """

    name: str
    title: str
    kind: Kind
    course: Callable[..., Course]
    own: tuple[OwnParameter, ...]
    formula: str

    @property
    def amplitudes(self) -> tuple[OwnParameter, ...]:
        """The parameters in front of the law."""
        return _AMPLITUDES[self.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """Of all parameters, amplitudes first."""
        return tuple(p.name for p in (*self.amplitudes, *self.own))

    def parameters(self, values: Mapping[str, float]) -> tuple[Parameter, ...]:
        """The model's parameters with given values; K, a figure of the experiment, is fixed."""
        return tuple(
            Parameter(p.name, values[p.name], p.unit, vary=p.name != "K", minimum=p.minimum, maximum=p.maximum)
            for p in (*self.amplitudes, *self.own)
        )

    def curve(self, time: Real, values: Sequence[float]) -> Course:
        """M(t), shape (m,), and its derivatives by all parameters, shape (m, k).

        Args:
            time: in s, shape (m,).
            values: of all parameters, in the order of `names`.
        """
        count = len(self.amplitudes)
        front, law = values[:count], values[count:]
        course, slopes = self.course(time, *law)
        if self.kind == "decay":
            size, rest = front
            return size * course + rest, np.column_stack([course, np.ones_like(time), size * slopes])
        if self.kind == "incomplete":
            return _incomplete(front, law[0], course, slopes)
        size, efficiency = front
        depth = 1.0 + efficiency if self.kind == "inversion" else efficiency
        shape = 1.0 - depth * course
        return size * shape, np.column_stack([shape, -size * course, -size * depth * slopes])


def _incomplete(front: Sequence[float], t1: float, course: Real, slopes: Real) -> Course:
    size, inverted, wait = front
    left = math.exp(-wait / t1)
    depth = 1.0 + inverted * (1.0 - left)
    shape = 1.0 - depth * course
    by_t1 = -size * (depth * slopes[:, 0] - inverted * left * wait / t1**2 * course)
    by_wait = -size * inverted * left / t1 * course
    return size * shape, np.column_stack([shape, -size * (1.0 - left) * course, by_wait, by_t1])


_M0 = OwnParameter("M0", "")
_AMPLITUDES: dict[Kind, tuple[OwnParameter, ...]] = {
    "inversion": (_M0, OwnParameter("a", "", start=1.0)),
    "incomplete": (_M0, OwnParameter("W", "", start=1.0), OwnParameter("K", "s", 0.0)),
    "saturation": (_M0, OwnParameter("f", "", start=1.0)),
    "decay": (_M0, OwnParameter("C", "", start=0.0)),
}
_T1 = decays.TIME
_BETA = OwnParameter("beta", "", 0.1, 1.0, 0.9)
_SLOW = OwnParameter("T1_slow", "s", 0.0)
_SHARE = OwnParameter("p", "", 0.0, 1.0, 0.5)
_RATIO = OwnParameter("ratio", "", 1.0, 4.0, 2.5)

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("inversion", "Inversion recovery", "inversion", decays.mono, (_T1,), "M₀ [1 − (1 + a) exp(−t/T₁)]"),
        Form("saturation", "Saturation recovery", "saturation", decays.mono, (_T1,), "M₀ [1 − f exp(−t/T₁)]"),
        Form(
            "stretched",
            "Stretched recovery",
            "inversion",
            decays.stretched,
            (_T1, _BETA),
            "M₀ [1 − (1 + a) exp(−(t/T₁)^β)]",
        ),
        Form(
            "biexponential",
            "Two exponentials",
            "inversion",
            decays.double,
            (_T1, _SLOW, _SHARE),
            "M₀ {1 − (1 + a) [p exp(−t/T₁) + (1 − p) exp(−t/T₁slow)]}",
        ),
        Form(
            "spin32-iz",
            "Spin 3/2, everything inverted, all of Iz seen",
            "inversion",
            decays.spin_three_halves(decays.NON_SELECTIVE_IZ),
            (_T1, _RATIO),
            "M₀ {1 − (1 + a) [⅕ exp(−R₁t) + ⅘ exp(−R₂t)]}",
        ),
        Form(
            "spin32-ct",
            "Spin 3/2, everything inverted, central transition seen",
            "inversion",
            decays.spin_three_halves(decays.NON_SELECTIVE_CENTRAL),
            (_T1, _RATIO),
            "M₀ {1 − (1 + a) [−exp(−R₁t) + 2 exp(−R₂t)]}",
        ),
        Form(
            "spin32-selective",
            "Spin 3/2, central transition inverted and seen",
            "inversion",
            decays.spin_three_halves(decays.SELECTIVE_CENTRAL),
            (_T1, _RATIO),
            "M₀ {1 − (1 + a) [½ exp(−R₁t) + ½ exp(−R₂t)]}",
        ),
        Form(
            "incomplete",
            "Inversion recovery with short waits",
            "incomplete",
            decays.mono,
            (_T1,),
            "M₀ {1 − [1 + W (1 − exp(−K/T₁))] exp(−t/T₁)}",
        ),
        Form("decay", "Decay (T₂, T₁ρ)", "decay", decays.mono, (_T1,), "M₀ exp(−t/T) + C"),
        Form("decay-stretched", "Stretched decay", "decay", decays.stretched, (_T1, _BETA), "M₀ exp(−(t/T)^β) + C"),
        Form(
            "decay-double",
            "Two decays",
            "decay",
            decays.double,
            (_T1, _SLOW, _SHARE),
            "M₀ [p exp(−t/T) + (1 − p) exp(−t/Tslow)] + C",
        ),
    )
}
"""Every model by its name. T1 stands for whichever time the experiment measures."""
