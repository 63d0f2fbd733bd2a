"""Names of parameters and quantities as one writes them: R1 is R with a subscript 1, t_ion is t with a subscript ion."""

from __future__ import annotations

import re

_NAME = re.compile(r"([A-Za-zα-ωΑ-Ω])(?:_([A-Za-z0-9]{1,4})|(\d{1,3}))$")
_NUMBERED = re.compile(r"([A-Z])(\d)_(\d{1,3})$")  # the first T1, the M0 of the second line
_LOWERED = str.maketrans("0123456789aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def stem_and_index(name: str) -> tuple[str, str]:
    """The letter of a name and what stands below behind it; ("name", "") for one without, e.g. a word."""
    numbered = _NUMBERED.match(name)
    if numbered:
        return numbered[1], f"{numbered[2]},{numbered[3]}"
    match = _NAME.match(name)
    return (match[1], match[2] or match[3]) if match else (name, "")


def symbol(name: str) -> str:
    """The name with a real subscript: "R₁", "Iₛₛ", "tᵢₒₙ". As it is where a character has no such form."""
    stem, index = stem_and_index(name)
    lowered = index.translate(_LOWERED)
    return stem + lowered if index and all(a != b for a, b in zip(index, lowered, strict=True)) else name


def symbols_in(text: str) -> str:
    """A sentence or formula with all names of resistances and the like as one writes them: "R₁ + R₂", "exp(−t/t₁)"."""
    return re.sub(r"(?<![\w.])[A-Za-z](?:_[a-z0-9]{1,3}|\d{1,3})(?![\w.])", lambda match: symbol(match[0]), text)
