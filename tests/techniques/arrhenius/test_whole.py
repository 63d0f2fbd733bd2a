"""An Arrhenius plot of points that are parts of one fit of all temperatures: the law is that fit's, with its errors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.project import Project
from naglass_gui.techniques import settle
from naglass_gui.techniques.arrhenius import KB
from naglass_gui.techniques.arrhenius.laws import Data, of_one_fit
from naglass_gui.techniques.eis.law import ResistanceLaw, Whole
from naglass_gui.techniques.eis.together import Together, fit_together
from tests.techniques.arrhenius.series import CELL, PELLET, line, of_outcomes, quantity, resistance
from tests.techniques.eis.test_together import fitted


@pytest.fixture(scope="module")
def together() -> Together:
    return fit_together(fitted())


@pytest.fixture(scope="module")
def project(together: Together) -> Project:
    return of_outcomes(together.outcomes, [i.measurements[0] for i in fitted()], PELLET)


def test_energy_and_error_are_those_of_the_whole_fit(project: Project, together: Together) -> None:
    law = together.whole.law("R1")
    energy = quantity(project, "Ea")
    assert law is not None and energy.value == pytest.approx(law.energy, rel=1e-9)
    assert energy.stderr == pytest.approx(law.error, rel=1e-6)
    assert "one fit of all temperatures, 5 points" in energy.note
    assert line(project).aicc == together.whole.aicc
    assert not any("scatter" in w.text for w in line(project).warnings)


def test_the_prefactor_and_sigma_at_25_follow_from_the_law(project: Project, together: Together) -> None:
    law, sigma = together.whole.law("R1"), quantity(project, "sigma_25")
    assert law is not None
    at_room = 298.15 * math.exp(law.intercept + law.energy * (1 / (KB * 298.15) - law.beta))
    assert sigma.value == pytest.approx(CELL / at_room, rel=1e-9)
    truth = CELL / resistance(25.0, 4e-5)
    assert sigma.stderr is not None and abs(sigma.value - truth) < 3 * sigma.stderr


def test_of_a_sum_the_error_is_propagated_from_both_laws() -> None:
    """Bulk and grain boundary in one: half the resistance each, with one energy; the sum has the error of the mean."""
    both = [ResistanceLaw(name, 0.3, 5.0, 40.0, 2e-3) for name in ("R1", "R2")]
    covariance = np.diag([1e-4, 4e-6, 1e-4, 4e-6])
    held = Whole(tuple(both), tuple(map(tuple, covariance.tolist())), 5.0, 200.0, 20.0, 30.0, 1.0, 1.0, 0.0, 1.0)
    kelvin = np.linspace(250.0, 330.0, 5)
    log = -np.log(2 * kelvin * np.exp(5.0 + 0.3 * (1 / (KB * kelvin) - 40.0)))
    none, pellet = np.zeros(5), np.zeros(5, dtype=np.intp)
    found = of_one_fit(Data(kelvin, log, np.full(5, 0.01), none, none, pellet), both, held)
    assert found.activation(298.0) == pytest.approx((0.3, 2e-3 / math.sqrt(2)))


def test_a_part_alone_is_said_to_tell_no_error(project: Project) -> None:
    """One spectrum is left out: the line goes through points that lie on a law by construction."""
    first = project.analysis("line").sources[0]
    fewer = settle(project, edits.toggle_masks(project, "line", (0,)))
    assert first and any("lie on its law by construction" in w.text for w in line(fewer).warnings)
    other = settle(project, edits.set_option(project, "line", "quantity", "sigma"))
    assert any("lie on its law by construction" in w.text for w in line(other).warnings)
