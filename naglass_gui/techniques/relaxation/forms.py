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
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from naglass_gui.core.parameter import Parameter
from naglass_gui.techniques.relaxation import decays
from naglass_gui.techniques.relaxation.decays import Course, OwnParameter, Real

Kind = Literal["inversion", "incomplete", "saturation", "decay", "lock"]
DECAYS: tuple[Kind, ...] = ("decay", "lock")
"""Of the transverse magnetisation (T2), and of one that is locked by a field (T1rho)."""


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
    def time(self) -> str:
        """The relaxation time it measures, as quantities are called: "T1", "T2" or "T1rho"."""
        return {"decay": "T2", "lock": "T1rho"}.get(self.kind, "T1")

    @property
    def symbol(self) -> str:
        """The same as one writes it."""
        return {"decay": "T₂", "lock": "T₁ρ"}.get(self.kind, "T₁")

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
        if self.kind in DECAYS:
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
    "lock": (_M0, OwnParameter("C", "", start=0.0)),
}
_T1 = decays.TIME
_BETA = OwnParameter("beta", "", 0.1, 1.0, 0.9)
_SLOW = OwnParameter("T1_slow", "s", 0.0)
_SHARE = OwnParameter("p", "", 0.0, 1.0, 0.5)
_RATIO = OwnParameter("ratio", "", 1.0, 4.0, 2.5)
_FRONT: dict[Kind, str] = {
    "inversion": "M₀ [1 − (1 + a) {}]",
    "saturation": "M₀ [1 − f {}]",
    "decay": "M₀ {} + C",
    "lock": "M₀ {} + C",
}


@dataclass(frozen=True, slots=True)
class _Law:
    """A law of relaxation with its names after each preparation; "" where there is no such form."""

    names: Mapping[Kind, tuple[str, str]]
    course: Callable[..., Course]
    own: tuple[OwnParameter, ...]
    formula: str


def _spin(which: str, title: str, weights: tuple[float, float], formula: str) -> _Law:
    names: dict[Kind, tuple[str, str]] = {
        "inversion": (f"spin32-{which}", f"Spin 3/2, {title}"),
        "saturation": (f"saturation-spin32-{which}", f"Spin 3/2, {title.replace('inverted', 'saturated')}"),
    }
    return _Law(names, decays.spin_three_halves(weights), (_T1, _RATIO), formula)


_LAWS = (
    _Law(
        {
            "inversion": ("inversion", "Inversion recovery"),
            "saturation": ("saturation", "Saturation recovery"),
            "decay": ("decay", "Decay (T₂)"),
            "lock": ("t1rho", "Decay under spin lock (T₁ρ)"),
        },
        decays.mono,
        (_T1,),
        "exp(−t/T₁)",
    ),
    _Law(
        {
            "inversion": ("stretched", "Stretched recovery"),
            "saturation": ("saturation-stretched", "Stretched saturation recovery"),
            "decay": ("decay-stretched", "Stretched decay (T₂)"),
            "lock": ("t1rho-stretched", "Stretched decay under spin lock (T₁ρ)"),
        },
        decays.stretched,
        (_T1, _BETA),
        "exp(−(t/T₁)^β)",
    ),
    _Law(
        {
            "inversion": ("biexponential", "Two exponentials"),
            "saturation": ("saturation-biexponential", "Two exponentials, saturation"),
            "decay": ("decay-double", "Two decays (T₂)"),
            "lock": ("t1rho-double", "Two decays under spin lock (T₁ρ)"),
        },
        decays.double,
        (_T1, _SLOW, _SHARE),
        "[p exp(−t/T₁) + (1 − p) exp(−t/T₁slow)]",
    ),
    _spin("iz", "everything inverted, all of Iz seen", decays.NON_SELECTIVE_IZ, "[⅕ exp(−R₁t) + ⅘ exp(−R₂t)]"),
    _spin(
        "ct", "everything inverted, central transition seen", decays.NON_SELECTIVE_CENTRAL, "[−exp(−R₁t) + 2 exp(−R₂t)]"
    ),
    _spin("selective", "central transition inverted and seen", decays.SELECTIVE_CENTRAL, "[½ exp(−R₁t) + ½ exp(−R₂t)]"),
)


def _form(law: _Law, kind: Kind) -> Form:
    name, title = law.names[kind]
    form = Form(name, title, kind, law.course, law.own, "")
    return replace(form, formula=_FRONT[kind].format(law.formula.replace("T₁", form.symbol)))


_INCOMPLETE = Form(
    "incomplete",
    "Inversion recovery with short waits",
    "incomplete",
    decays.mono,
    (_T1,),
    "M₀ {1 − [1 + W (1 − exp(−K/T₁))] exp(−t/T₁)}",
)
_KINDS: tuple[Kind, ...] = ("inversion", "saturation", "decay", "lock")
_ALL = (*(_form(law, kind) for kind in _KINDS for law in _LAWS if kind in law.names), _INCOMPLETE)

FORMS: dict[str, Form] = {form.name: form for form in _ALL}
"""Every model by its name. The parameter T1 stands for whichever time the experiment measures: see `Form.time`."""


def after(name: str, kind: Kind) -> str:
    """The form of the same law after another preparation; the same where there is none.

    A person says "stretched" and means the preparation that the data have.
    """
    law = next((law for law in _LAWS if any(own == name for own, _ in law.names.values())), None)
    return law.names[kind][0] if law is not None and kind in law.names else name


def is_quadrupolar(form: Form) -> bool:
    """Whether it is one of a spin 3/2."""
    return any(p.name == _RATIO.name for p in form.own)
