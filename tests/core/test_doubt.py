from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from naglass_gui.core.doubt import TOO_SMALL, doubt_of, marked
from naglass_gui.core.project import FitWarning

PATTERNED = FitWarning("note", f"The residuals follow a pattern. The stated {TOO_SMALL}, by a factor of about 2.1.")
BOUND = FitWarning("reject", "Window 2: T1 lies on the end of its range.")
HARMLESS = FitWarning("note", "The longest delay is only 2 T1.")


def fit(*warnings: FitWarning) -> Any:
    return SimpleNamespace(warnings=warnings)


def test_errors_that_are_too_small_and_what_disqualifies_a_fit_put_a_mark_on_its_numbers() -> None:
    assert doubt_of(None) is None
    assert doubt_of(fit(HARMLESS)) is None
    doubt = doubt_of(fit(HARMLESS, PATTERNED))
    assert doubt is not None and doubt.short == "errors too small" and doubt.sentence == PATTERNED.text
    assert doubt.error_alone
    assert marked("26.3 ± 0.4 %", doubt) == "26.3 ± 0.4 %*"
    assert marked("", doubt) == "" and marked("26.3", None) == "26.3"


def test_the_gravest_doubt_counts_and_that_of_another_curve_does_not() -> None:
    grave = doubt_of(fit(PATTERNED, BOUND))
    assert grave is not None and grave.short == "not to be used" and not grave.error_alone
    beside = doubt_of(fit(PATTERNED, BOUND), ["Window 2"])
    assert beside is not None and beside.short == "errors too small"
