"""A model parameter in lmfit's vocabulary: value, vary, bounds, link."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a model.

    `minimum` and `maximum` are None where unbounded. `link` is an expression in other parameters'
    names (see expression.py); a linked parameter is neither free nor fixed, it follows. `role` says what
    a resistance stands for: "lead", "bulk", "grain boundary", "electrode" or "".
    """

    name: str
    value: float
    unit: str = ""
    vary: bool = True
    minimum: float | None = None
    maximum: float | None = None
    link: str = ""
    role: str = ""

    @property
    def free(self) -> bool:
        """Whether a fit may move it."""
        return self.vary and not self.link
