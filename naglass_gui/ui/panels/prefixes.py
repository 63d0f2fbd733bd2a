"""Quantities with a unit prefix, as one says them: 21 pF, 260 kHz."""

from __future__ import annotations

import math

from naglass_gui.core.quantity import format_value, unit_symbol

_PREFIXES = {-15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T"}


def with_prefix(value: float, stderr: float | None, unit: str, significant: int = 3) -> str:
    """A value with its error in the prefix that keeps it between 1 and 1000, e.g. "21.0 ± 0.4 pF"."""
    if value == 0 or not math.isfinite(value):
        return f"{format_value(value, stderr)} {unit_symbol(unit)}"
    exponent = min(max(3 * math.floor(math.log10(abs(value)) / 3), -15), 12)
    scale = 10.0**exponent
    text = format_value(value / scale, None if stderr is None else stderr / scale, significant=significant)
    text = f"({text})" if " × " in text else text
    return f"{text} {_PREFIXES[exponent]}{unit_symbol(unit)}"


def conductivity_text(value: float, stderr: float | None, like: float | None = None) -> tuple[str, str]:
    """Number and unit of a conductivity given in S/cm: in mS/cm where that reads well, else in S/cm.

    Args:
        value: of the conductivity.
        stderr: its standard error.
        like: the conductivity that it stands beside, whose unit it takes.
    """
    if 1e-6 <= abs(value if like is None else like) < 1.0:
        return format_value(value * 1e3, None if stderr is None else stderr * 1e3, significant=3), unit_symbol("mS/cm")
    return format_value(value, stderr, significant=3), unit_symbol("S/cm")
