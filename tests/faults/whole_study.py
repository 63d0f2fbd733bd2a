"""A small project that fills every tab: made examples of a few dozen points, fitted as a person would have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.project import Analysis, Condition, Measurement, Project, Specimen, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle, technique
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.nmr import NMR, completed
from naglass_gui.techniques.stability import STABILITY
from naglass_gui.ui.fits import inputs_of, with_fit
from naglass_gui.ui.temperature_series import plots_of
from tests.techniques.nmr.spectra import made
from tests.techniques.polarization.runs import run
from tests.techniques.relaxation.series import made as made_series
from tests.ui.bpp.conftest import with_table
from tests.ui.nmr.made import with_spectra
from tests.ui.polarization.made import with_run
from tests.ui.relaxation.made import with_series
from tests.ui.spectra import measurement

CELSIUS = (-25.0, 0.0, 25.0, 55.0)
DAYS = (0.0, 2.0, 5.0)
LINES = "NTOC=pv@-11.2:380Hz:mixing=0.9, NaCl=pv@7.2:300Hz:mixing=0.9"
PELLET = Specimen("pellet", "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, 0.05, "mm"))


def whole_study(store: ArrayStore) -> Project:
    """Spectra of one pellet at temperatures and on days, a DC run, an NMR spectrum, a T1 series, a table of T1, and what is
    derived from them; everything that can be fitted is.
    """
    project = with_run(Project(new_id(), "Study"), store, run(0, points=40, before=8))
    project = edits.set_specimen(
        project, project.samples[0].specimens[0].id, thickness=PELLET.thickness, diameter=PELLET.diameter
    )
    pellet, sample = project.samples[0].specimens[0].id, project.samples[0].id
    warm, aged = _spectra(store)
    for spectrum in (*warm, *aged):
        analysis = EIS.new_analysis(spectrum, gather(store, (c.array for c in spectrum.channels)))
        project = edits.add_measurements(project, sample, (replace(spectrum, specimen=pellet),), (analysis,))
    project = with_spectra(project, store, {"23Na MAS": made(LINES, (8.0, 1.0), points=256)})
    project = with_series(
        project, store, {"T1": made_series(LINES, (8.0, 1.0), (1.2e-3, 0.24), np.geomspace(1e-4, 3.0, 6))}
    )
    project = with_table(project, store, (25.0, 50.0, 75.0, 100.0, 125.0))
    analyses = tuple(
        completed(NMR.with_model(a, LINES), 1) if a.technique == "nmr" else _with_spin(a) for a in project.analyses
    )
    project = _fitted(settle(project, replace(project, analyses=analyses)), store)
    return _derived(project, warm, aged)


def _spectra(store: ArrayStore) -> tuple[list[Measurement], list[Measurement]]:
    warm = [measurement(store, f"EIS {c:g} °C", c, 300.0 * np.exp(-c / 20)) for c in CELSIUS]
    aged = [
        replace(m, conditions=(*m.conditions, Condition("day", Quantity(d, None, "d"))))
        for d, m in ((d, measurement(store, f"EIS day {d:g}", 25.0, 90.0 + 9 * d)) for d in DAYS)
    ]
    return warm, aged


def _with_spin(analysis: Analysis) -> Analysis:
    return analysis.with_option("spin", 1.5) if analysis.technique == "bpp" else analysis


def _fitted(project: Project, store: ArrayStore) -> Project:
    for analysis in project.analyses:
        science = technique(analysis.technique)
        assert science is not None
        outcome = science.fit(inputs_of(project, analysis, store))
        project = settle(project, with_fit(project, analysis.id, outcome, store))
    return project


def _derived(project: Project, warm: list[Measurement], aged: list[Measurement]) -> Project:
    def of(measured: list[Measurement]) -> list[Analysis]:
        return [project.analyses_of(m.id)[0] for m in measured]

    stability = STABILITY.of_sources("Storage", [a.id for a in of(aged)], "sigma", "day")
    made = project
    for analysis in (*plots_of(project, of(warm)), stability):
        made = edits.add_analysis(made, analysis)
    return settle(project, made)
