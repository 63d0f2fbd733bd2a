"""After an edit the derived quantities follow, and nothing that did not change is touched."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core.edits import rename_project, set_notes, set_parameter, set_specimen, set_values
from naglass_gui.core.project import Derived, Project
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from tests.techniques.eis.spectra import PELLET, fit, inputs, project_of, synthetic

BAND = np.logspace(6, -1, 40)
TRUTH = {"R0": 120.0, "R1": 900.0, "Y1": 4e-9, "n1": 0.85, "Y2": 3e-5, "n2": 0.9}


@pytest.fixture(scope="module")
def project() -> Project:
    z = synthetic("R(RQ)Q", TRUTH, BAND, noise=0.002)
    given = inputs(BAND, z, "R(RQ)Q", specimen=PELLET)
    return project_of(fit(BAND, z, "R(RQ)Q", specimen=PELLET), PELLET, given)


def sigma(project: Project) -> Derived:
    fitted = project.analyses[0].fit
    assert fitted is not None
    found = fitted.quantity("sigma")
    assert found is not None
    return found


def test_a_thickness_typed_after_the_fit_moves_sigma(project: Project) -> None:
    thicker = set_specimen(project, "pellet", thickness=Quantity(1.60, 0.01, "mm"))
    settled = settle(project, thicker)
    assert sigma(settled).value == pytest.approx(2 * sigma(project).value)
    fitted = settled.analyses[0].fit
    assert fitted is not None and fitted.id == project.analyses[0].current and fitted in settled.analyses[0].fits
    assert settle(thicker, settled) == settled


def test_a_role_changes_what_counts(project: Project) -> None:
    edited = set_parameter(project, project.analyses[0].id, "R0", role="lead")
    settled = settle(project, edited)
    assert sigma(settled).value > sigma(project).value and "R0 (lead) left out" in sigma(settled).note


def test_sizes_taken_away_take_sigma_away(project: Project) -> None:
    settled = settle(project, set_specimen(project, "pellet", thickness=None))
    fitted = settled.analyses[0].fit
    assert fitted is not None and fitted.quantity("sigma") is None and fitted.quantity("R_total") is not None


def test_edits_that_matter_to_nothing_derived_give_back_the_same_object(project: Project) -> None:
    for edited in (
        rename_project(project, "other"),
        set_notes(project, "sample", "words"),
        set_values(project, project.analyses[0].id, {"R1": 5.0}),
    ):
        assert settle(project, edited) is edited


def test_a_technique_that_fails_leaves_the_quantities_and_says_so(
    project: Project, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from naglass_gui.techniques.eis import Eis

    def broken(*_: object) -> tuple[Derived, ...]:
        raise KeyError("a fault of a plug-in")

    monkeypatch.setattr(Eis, "derive", broken)
    edited = set_specimen(project, "pellet", thickness=Quantity(1.60, 0.01, "mm"))
    assert settle(project, edited) is edited
    assert "derived quantities" in caplog.text


def test_numbers_that_cannot_be_computed_with_leave_no_quantities_of_other_numbers(
    project: Project, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from naglass_gui.techniques.eis import Eis

    def beyond(*_: object) -> tuple[Derived, ...]:
        return (Derived("sigma", 10.0**400, None, "S/cm", ""),)

    monkeypatch.setattr(Eis, "derive", beyond)
    now = settle(project, set_specimen(project, "pellet", thickness=Quantity(1.60, 0.01, "mm")))
    assert now.analyses[0].fit is not None and now.analyses[0].fit.derived == ()
    assert "beyond what can be computed with" in caplog.text


def test_an_analysis_of_an_absent_technique_is_left_alone(project: Project) -> None:
    strange = replace(project, analyses=(replace(project.analyses[0], technique="alchemy"),))
    edited = set_specimen(strange, "pellet", thickness=Quantity(1.60, 0.01, "mm"))
    assert settle(strange, edited) is edited


def test_words_move_none_of_a_thousand_analyses(project: Project) -> None:
    many = replace(
        project, analyses=tuple(replace(project.analyses[0], id=f"a{k}", sources=("elsewhere",)) for k in range(1000))
    )
    edited = rename_project(set_notes(many, "sample", "words"), "other")
    assert settle(many, edited) is edited
