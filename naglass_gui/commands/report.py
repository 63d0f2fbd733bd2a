"""A fit as JSON for programs and as aligned text for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from naglass_gui.core.project import Derived, Fit, FittedParameter
from naglass_gui.core.quantity import format_value, unit_symbol


def fit_entry(technique: str, file: str, sweep: int, fit: Fit) -> dict[str, Any]:
    """A fit in plain JSON types.

    Args:
        technique: its technique's name.
        file: the file as it was named.
        sweep: position in the file, from 0.
        fit: the fit.
    """
    return {
        "technique": technique,
        "file": file,
        "sweep": sweep,
        "model": fit.model,
        "n_points": fit.n_points,
        "chi_square": number(fit.chi_square),
        "aicc": number(fit.aicc),
        "parameters": [
            {
                "name": p.name,
                "value": number(p.value),
                "stderr": number(p.stderr),
                "unit": p.unit,
                "vary": p.vary,
                "at_bound": p.at_bound,
            }
            for p in fit.parameters
        ],
        "derived": [
            {"name": d.name, "value": number(d.value), "stderr": number(d.stderr), "unit": d.unit} for d in fit.derived
        ],
        "warnings": [{"rank": warning.rank, "text": warning.text} for warning in fit.warnings],
    }


def number(value: float | None) -> float | None:
    """A number JSON can hold: null where it is not finite."""
    return float(value) if value is not None and math.isfinite(value) else None


def fit_text(title: str, fit: Fit) -> str:
    """A fit as a heading, a table of its parameters and derived quantities, and its warnings."""
    figures = [f"{fit.n_points} points", f"χ² = {format_value(fit.chi_square)}"]
    if math.isfinite(fit.aicc):
        figures.append(f"AICc = {format_value(fit.aicc)}")
    rows = [(p.name, format_value(p.value, p.stderr), unit_symbol(p.unit), _remark(p)) for p in fit.parameters]
    rows += [(d.name, format_value(d.value, d.stderr), unit_symbol(d.unit), _origin(d)) for d in fit.derived]
    lines = [f"{title}: {fit.model}", f"  {', '.join(figures)}", *table(rows, indent=2)]
    lines += [f"  {warning.rank}: {warning.text}" for warning in fit.warnings]
    return "\n".join(lines)


def table(rows: Sequence[tuple[str, ...]], indent: int = 0) -> list[str]:
    """Rows of texts as lines with aligned columns."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [" " * indent + line.rstrip() for line in padded]


def _remark(parameter: FittedParameter) -> str:
    if parameter.at_bound:
        return "on its bound"
    if not parameter.vary:
        return "held"
    return "not determined by the data" if parameter.stderr is None else ""


def _origin(derived: Derived) -> str:
    return derived.note
