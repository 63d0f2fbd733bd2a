"""How quantities are called on axes and in lists."""

from __future__ import annotations

import re

_QUANTITIES = {
    "sigma": "σ",
    "sigma_e": "σₑ",
    "sigma_25": "σ(25 °C)",
    "Ea": "Eₐ",
    "t_ion": "t(ions)",
    "R_total": "R",
    "x": "x",
}
_BY_TRADITION = ("sigma", "sigma_e", "Ea", "sigma_25", "t_ion", "x", "T1")


def quantity_words(name: str) -> str:
    """A quantity as it is printed: "σ", "share 1", else its own name."""
    if name in _QUANTITIES:
        return _QUANTITIES[name]
    share = re.fullmatch(r"share_(\d+)", name)
    return f"share {share[1]}" if share else name


def by_tradition(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with those first that people follow over time."""
    first = [name for name in _BY_TRADITION if name in names]
    return (*first, *(name for name in names if name not in first))
