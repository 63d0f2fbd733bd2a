"""The one published series with every number printed: EISFitpython (MIT), Example 3, seven temperatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.project import Condition, Project, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis import fit_series
from naglass_gui.techniques.technique import FitOutcome
from tests.techniques.arrhenius.series import of_outcomes, quantity, value
from tests.techniques.eis.spectra import inputs, read

FOLDER = "eis/EISFitpython"
PELLET = Specimen("p", "p", thickness=Quantity(0.21, None, "cm"), diameter=Quantity(0.8, None, "cm"))
CELSIUS = tuple(range(140, 201, 10))


@pytest.fixture(scope="module")
def outcomes(instrument_file: Callable[[str], Path]) -> tuple[FitOutcome, ...]:
    files = (f"{FOLDER}/EIS_Data/Example-3-4/s04147-{t}deg.txt" for t in CELSIUS)
    return fit_series([inputs(*read(instrument_file(f)), "(RQ)(RQ)Q", specimen=PELLET) for f in files])


def plotted(outcomes: tuple[FitOutcome, ...], **options: object) -> Project:
    """The series with its Arrhenius plot."""
    template = inputs(np.array([1e3, 10.0]), np.array([1 - 1j, 2 - 2j])).measurements[0]
    measurements = [
        replace(template, name=f"{t} °C", conditions=(Condition("temperature", Quantity(float(t), None, "degC")),))
        for t in CELSIUS
    ]
    return of_outcomes(outcomes, measurements, PELLET, **options)


def test_every_printed_parameter_and_error(
    outcomes: tuple[FitOutcome, ...], instrument_file: Callable[[str], Path]
) -> None:
    """R, Q, n of seven fits, to the printed digits: Batch_EISfit_Report.txt."""
    text = instrument_file(f"{FOLDER}/Example_scripts/Example3/Batch_EISfit_Report.txt").read_text(encoding="utf-8")
    rows = re.findall(r"^([RQn]\d) = +(\S+) +(\S+) +(\S+)$", text, re.MULTILINE)
    chi = [float(x) for x in re.findall(r"^Chi-squared: (\S+)$", text, re.MULTILINE)]
    assert len(rows) == 56 and len(chi) == 7
    names = ("R1", "Y1", "n1", "R2", "Y2", "n2", "Y3", "n3")
    for k, outcome in enumerate(outcomes):
        assert outcome.fit.chi_square == pytest.approx(chi[k], rel=1e-6)
        for name, (_, printed, error, _) in zip(names, rows[8 * k : 8 * k + 8], strict=True):
            found = outcome.fit.parameter(name)
            assert found.value == pytest.approx(float(printed), rel=6e-4), (k, name)
            assert found.stderr == pytest.approx(float(error), rel=2e-3), (k, name)


def test_the_published_energies(outcomes: tuple[FitOutcome, ...]) -> None:
    """Unweighted ln(sigma T), T = t + 273: Arrhenius_Analysis_Report.txt."""
    project = plotted(outcomes, weight="none", zero=273.0)
    published = {"Ea_bulk": (0.5869, 0.0163), "Ea_gb": (0.8919, 0.0025), "Ea_total": (0.8555, 0.0006)}
    for name, (energy, error) in published.items():
        found = quantity(project, name)
        assert (round(found.value, 4), round(found.stderr or 0, 4)) == (energy, error), name
    assert value(project, "Ea") == value(project, "Ea_total")
    prefactors = {"A_bulk": 16090.3351888, "A_gb": 6537462.6027759, "A": 2198387.3368861}
    assert {name: value(project, name) for name in prefactors} == pytest.approx(prefactors, rel=5e-3)
    # The report's room temperature is 298 K: 25 °C with its constant.
    room = {"sigma_25_bulk": 6.41287e-9, "sigma_25_gb": 1.80948e-11, "sigma_25": 2.51250e-11}
    assert {name: value(project, name) for name in room} == pytest.approx(room, rel=2e-3)


def test_the_true_zero_of_the_scale_shows_in_the_fourth_digit(outcomes: tuple[FitOutcome, ...]) -> None:
    project = plotted(outcomes, weight="none")
    energies = [round(value(project, name), 4) for name in ("Ea_bulk", "Ea_gb", "Ea_total")]
    assert energies == [0.5873, 0.8925, 0.8560]
