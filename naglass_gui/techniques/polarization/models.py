"""How the current falls: models of I(t) as linear amplitudes of basis functions of a few times.

The steady state I_ss is the electronic current between two ion-blocking electrodes (Hebb, J. Chem. Phys. 20 (1952) 185;
Wagner, Z. Elektrochem. 60 (1956) 4); the rest is the polarization of the ions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.fitting import Slopes
from naglass_gui.techniques.polarization.record import Real

Curves = tuple[Real, Slopes]
"""Basis functions, shape (m, p), and those of their derivatives that are not zero."""

AUTO = "auto"
BETA = 0.2, 1.0


@dataclass(frozen=True, slots=True)
class Decay:
    """A model of the current.

    Attributes:
        name: as it is kept and typed.
        title: for people.
        formula: as it is printed.
        times: names of the time constants, in s.
        stretched: whether an exponent beta follows the times.
        amplitudes: (name, unit) of the linear parameters, I_ss first.
        curves: basis from the time since the step in s, shape (m,), and (ln of the times, beta), shape (k,).
    """

    name: str
    title: str
    formula: str
    times: tuple[str, ...]
    stretched: bool
    amplitudes: tuple[tuple[str, str], ...]
    curves: Callable[[Real, Real], Curves]

    @property
    def nonlinear(self) -> tuple[str, ...]:
        """Names of the nonlinear parameters."""
        return (*self.times, "beta") if self.stretched else self.times

    @property
    def linear(self) -> tuple[str, ...]:
        """Names of the linear parameters."""
        return tuple(name for name, _ in self.amplitudes)

    @property
    def steady(self) -> bool:
        """Whether the current does not change."""
        return len(self.amplitudes) == 1

    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters with no values yet, those of the steady state first."""
        linear = [Parameter(name, 0.0, unit) for name, unit in self.amplitudes]
        times = [Parameter(name, 1.0, "s") for name in self.times]
        exponent = [Parameter("beta", 0.7, "", minimum=BETA[0], maximum=BETA[1])] if self.stretched else []
        return (*linear, *times, *exponent)


def _constant(t: Real, x: Real) -> Curves:
    return np.ones((len(t), 1)), _slopes((), np.zeros((0, len(t))))


def _exponentials(t: Real, x: Real) -> Curves:
    u = t / np.exp(x)[:, None]
    rows = np.ones((len(x) + 1, len(t)))
    np.exp(-u, out=rows[1:])
    return rows.T, _slopes(range(len(x)), u * rows[1:], range(1, len(x) + 1))


def _stretched(t: Real, x: Real) -> Curves:
    beta = float(x[1])
    logarithm = np.log(np.maximum(t, 1e-300)) - x[0]
    u = np.exp(np.minimum(beta * logarithm, 700.0))
    fall = np.exp(-u)
    return _above_one(fall), _slopes((0, 1), np.stack([beta * u * fall, -u * logarithm * fall]))


def _cottrell(t: Real, x: Real) -> Curves:
    return _above_one(t**-0.5), _slopes((), np.zeros((0, len(t))))


def _finite(t: Real, x: Real) -> Curves:
    u = t / np.exp(x[0])
    fall = t**-0.5 * np.exp(-u)
    return _above_one(fall), _slopes((0,), (u * fall)[None, :])


def _above_one(fall: Real) -> Real:
    """The steady state and one falling function, shape (m, 2)."""
    return np.stack([np.ones(len(fall)), fall]).T


def _slopes(parameters: Sequence[int], rows: Real, columns: Sequence[int] = ()) -> Slopes:
    """Rows by these nonlinear parameters; all of the first falling function where no columns are told."""
    of = columns or [1] * len(parameters)
    return Slopes(rows, np.array(parameters, dtype=np.intp), np.array(of, dtype=np.intp))


_I_SS = ("I_ss", "A")

MODELS: tuple[Decay, ...] = (
    Decay("constant", "Steady state", "I = I_ss", (), False, (_I_SS,), _constant),
    *(
        Decay(
            f"exp{count}",
            title,
            "I = I_ss + " + " + ".join(f"A_{k} exp(−t/t_{k})" for k in range(1, count + 1)),
            tuple(f"t_{k}" for k in range(1, count + 1)),
            False,
            (_I_SS, *((f"A_{k}", "A") for k in range(1, count + 1))),
            _exponentials,
        )
        for count, title in ((1, "One exponential"), (2, "Two exponentials"), (3, "Three exponentials"))
    ),
    Decay(
        "stretched",
        "Stretched exponential",
        "I = I_ss + A_1 exp(−(t/t_1)^beta)",
        ("t_1",),
        True,
        (_I_SS, ("A_1", "A")),
        _stretched,
    ),
    Decay("cottrell", "Cottrell", "I = I_ss + B t^−1/2", (), False, (_I_SS, ("B", "A s^0.5")), _cottrell),
    Decay(
        "cottrell-exp",
        "Cottrell, then exponential",
        "I = I_ss + B t^−1/2 exp(−t/t_1)",
        ("t_1",),
        False,
        (_I_SS, ("B", "A s^0.5")),
        _finite,
    ),
)
"""Every model. The last is diffusion in a layer of finite thickness: t^-1/2 until the profiles of both electrodes meet."""

BY_NAME = {model.name: model for model in MODELS}
DECAYS = tuple(model for model in MODELS if not model.steady)
_WORDS = {"steady": "constant", "mean": "constant", "exp": "exp1", "exponential": "exp1", "automatic": AUTO, "": AUTO}


def canonical(text: str) -> str:
    """A model's name as typed: "exp2", "2 exp", "constant", "auto"... Raises InputError for none of these."""
    plain = re.sub(r"[\s_]+", "-", text.strip().lower())
    name = _WORDS.get(plain, plain)
    counted = re.fullmatch(r"([123])-?exp(?:onentials?)?", name)
    if counted:
        name = f"exp{counted[1]}"
    if name != AUTO and name not in BY_NAME:
        there = ", ".join((AUTO, *BY_NAME))
        raise InputError(f"“{text.strip()}” is no model of a polarization; there are {there}.", field="Model")
    return name
