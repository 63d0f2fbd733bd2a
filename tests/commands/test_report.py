"""A fit as JSON and as text."""

from __future__ import annotations

import json
import math

from naglass_gui.commands.report import fit_entry, fit_text, number, table
from naglass_gui.core.project import Derived, Fit, FittedParameter, FitWarning

FIT = Fit(
    "id",
    "2026-01-01T00:00:00+00:00",
    "R(RQ)",
    0.0125,
    40,
    -math.inf,
    (
        FittedParameter("R0", 0.0, None, "ohm", True, True),
        FittedParameter("R1", 1297.4, 10.8, "ohm"),
        FittedParameter("Y1", 2.62e-9, None, "S s^n"),
        FittedParameter("n1", 0.8, None, "", False),
    ),
    derived=(Derived("sigma", 1.084e-4, 1.9e-6, "S/cm", "L/(A R), R = R0 + R1"), Derived("eps1", math.nan, None)),
    warnings=(FitWarning("reject", "R0 lies on its bound."),),
)


def test_what_is_undetermined_or_not_finite_is_null() -> None:
    entry = json.loads(json.dumps(fit_entry("eis", "a.dta", 2, FIT), allow_nan=False))
    assert (entry["file"], entry["sweep"], entry["aicc"]) == ("a.dta", 2, None)
    stderr = {p["name"]: p["stderr"] for p in entry["parameters"]}
    assert stderr == {"R0": None, "R1": 10.8, "Y1": None, "n1": None}
    assert [(p["vary"], p["at_bound"]) for p in entry["parameters"]] == [
        (True, True), (True, False), (True, False), (False, False),
    ]  # fmt: skip
    assert entry["derived"][1] == {"name": "eps1", "value": None, "stderr": None, "unit": ""}
    assert entry["warnings"] == [{"rank": "reject", "text": "R0 lies on its bound."}]
    assert number(None) is None and number(math.inf) is None


def test_people_read_values_with_their_error_unit_and_what_is_odd_about_them() -> None:
    assert fit_text("lpscl.mpr", FIT).splitlines() == [
        "lpscl.mpr: R(RQ)",
        "  40 points, χ² = 0.012500",
        "  R0     0                       Ω       on its bound",
        "  R1     1297 ± 11               Ω",
        "  Y1     2.6200 × 10⁻⁹           S sⁿ    not determined by the data",
        "  n1     0.80000                         held",
        "  sigma  (1.084 ± 0.019) × 10⁻⁴  S cm⁻¹  L/(A R), R = R0 + R1",
        "  eps1   –",
        "  reject: R0 lies on its bound.",
    ]


def test_a_table_without_rows_is_nothing() -> None:
    assert table([]) == []
