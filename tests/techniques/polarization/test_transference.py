"""The transference number: from a spectrum of the same sample, with the sizes of one pellet cancelling."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.edits import set_condition
from naglass_gui.core.project import Condition, Derived, Fit, Measurement, Project, Provenance, Sample, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle, technique
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.polarization.transference import ionic_sources, set_ionic, transference_of
from tests.techniques.polarization.runs import PELLET, SIGMA_E, fit, inputs, run

RESISTANCE = 36.09
"""Of the reference pellet at 4.41 mS/cm, in ohm."""


def project_of(*spectra: str, pellet: Specimen = PELLET) -> Project:
    """A sample with a fitted polarization on PELLET and spectra of 36.09 +- 0.36 ohm on another or the same."""
    given = inputs(run(0))
    dc = replace(given.measurements[0], specimen=PELLET.id)
    analysis = replace(fit(run(0)).analysis, id="dc", sources=(dc.id,))
    measurements, analyses = [dc], [analysis]
    geometry = Geometry.of(pellet)
    assert geometry is not None
    for name in spectra:
        eis = Measurement(name, name, "eis", (), Provenance("x", 1, "", "t", "1"), (), (), pellet.id)
        sigma = geometry.cell_constant / RESISTANCE
        error = sigma * (geometry.relative_error**2 + 0.01**2) ** 0.5
        derived = (Derived("R_total", RESISTANCE, 0.01 * RESISTANCE, "ohm"), Derived("sigma", sigma, error, "S/cm"))
        fitted = Fit(f"fit {name}", "", "R", 0.0, 40, 0.0, (), derived=derived)
        measurements.append(eis)
        analyses.append(
            replace(
                analysis, id=f"a {name}", name=name, technique="eis", sources=(name,), fits=(fitted,), current=fitted.id
            )
        )
    pellets = tuple({p.id: p for p in (PELLET, pellet)}.values())
    return Project("p", samples=(Sample("s", "NTOC-4", pellets, tuple(measurements)),), analyses=tuple(analyses))


def quantity(project: Project, name: str = "t_ion") -> Derived:
    made = transference_of(project, "dc")
    assert made is not None and made.fit is not None
    found = made.fit.quantity(name)
    assert found is not None
    return found


def with_ionic(project: Project, ionic: str = "a 25 °C") -> Project:
    return settle(project, set_ionic(project, "dc", ionic))


def test_t_ion_of_the_study_is_all_but_one() -> None:
    """6.72e-10 beside 4.41e-3 S/cm."""
    project = with_ionic(project_of("25 °C"))
    assert quantity(project).value == pytest.approx(1.0 / (1.0 + SIGMA_E / 4.41e-3), abs=1e-8)
    electrons = quantity(project, "t_e")
    assert electrons.value == pytest.approx(SIGMA_E / 4.41e-3, rel=0.03)
    assert "one pellet: its sizes cancel" in quantity(project).note


def test_sizes_of_one_pellet_cancel_and_those_of_two_do_not() -> None:
    one, other = with_ionic(project_of("25 °C")), with_ionic(project_of("25 °C", pellet=replace(PELLET, id="second")))
    relative = [(q.stderr or 0) / q.value for q in (quantity(p, "t_e") for p in (one, other))]
    assert relative[0] == pytest.approx(0.01, rel=0.1)
    assert relative[1] > 0.025


def test_spectra_of_the_same_sample_are_offered_those_of_the_pellet_first() -> None:
    assert [a.name for a in ionic_sources(project_of("25 °C", "35 °C"), "dc")] == ["25 °C", "35 °C"]
    assert ionic_sources(project_of(), "dc") == ()


def test_the_choice_can_be_changed_and_taken_back() -> None:
    project = with_ionic(project_of("25 °C", "35 °C"))
    changed = with_ionic(project, "a 35 °C")
    assert [a.technique for a in changed.analyses].count("transference") == 1
    assert "35 °C" in quantity(changed).note
    assert transference_of(set_ionic(changed, "dc", None), "dc") is None


def test_other_temperatures_are_said() -> None:
    project = with_ionic(project_of("25 °C"))
    for measurement, celsius in (("run", 25.0), ("25 °C", 60.0)):
        changed = set_condition(project, [measurement], "temperature", Quantity(celsius, None, "degC"))
        project = settle(project, changed)
    made = transference_of(project, "dc")
    assert made is not None and made.fit is not None
    assert "25.0 and 60.0 °C" in made.fit.warnings[-1].text
    assert technique("transference") is not None
    assert Condition("temperature", Quantity(25.0, None, "degC")) in project.measurement("run").conditions
