"""What makes a result less sure than its number looks, and the mark that says so wherever the number stands.

The mark is a star behind the number, as papers put it: in the column, in tables and in printed legends. What it stands for is
said by the warning that bears the same star, by the tooltip, and to screen readers.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from naglass_gui.core.project import Fit, FitWarning

MARK = "*"
NOT_WHITE = 1e-3
"""Below this probability of the runs test residuals follow a pattern."""
PATTERN = f"residuals follow a pattern instead of scattering (runs test, p < {NOT_WHITE:g})"
"""What every technique says of such residuals."""
TOO_SMALL = "errors are too small"
"""The words by which a warning says that the stated errors are."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number bears the mark: in two or three words, as the sentence of the warning, and by what of it is doubtful."""

    short: str
    sentence: str
    error_alone: bool = False


def doubts(warning: FitWarning) -> bool:
    """Whether the numbers of a fit with this warning bear the mark."""
    return warning.rank == "reject" or TOO_SMALL in warning.text


def doubt_of(fit: Fit | None, others: Collection[str] = ()) -> Doubt | None:
    """What is doubtful about the numbers of a fit, the gravest of it; None where nothing is.

    Args:
        fit: with its warnings.
        others: what else was fitted, by the names that warnings about it alone begin with: another curve of a series.
    """
    beside = tuple(f"{name}:" for name in others)
    told = () if fit is None else (w for w in fit.warnings if not w.text.startswith(beside))
    found = sorted((w for w in told if doubts(w)), key=lambda w: w.rank != "reject")
    if not found:
        return None
    if found[0].rank == "reject":
        return Doubt("not to be used", found[0].text)
    return Doubt("errors too small", found[0].text, error_alone=True)


def marked(text: str, doubt: Doubt | None) -> str:
    """The text of a number with its mark."""
    return f"{text}{MARK}" if text and doubt is not None else text
