"""Recovery curves, T1 as bars, and T1 against temperature on paper, with the numbers beside."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import Array, MemoryStore, gather
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project, new_id
from naglass_gui.figures import data_table, render
from naglass_gui.techniques import settle
from naglass_gui.techniques.bpp import BPP
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.technique import FitInputs
from tests.ui.bpp.conftest import FIELDS, with_bridge, with_conductivities, with_fits
from tests.ui.relaxation.made import STUDY, TIMES, study, with_series

Arrays = dict[str, Array]


@pytest.fixture(scope="module")
def fitted() -> tuple[Project, Arrays]:
    """NTOC-4 with its three lines, fitted."""
    store = MemoryStore()
    project = with_series(Project(new_id()), store, {"NTOC-4": study()}, {"NTOC-4": 25.0})
    (analysis,) = project.analyses
    analysis = RELAXATION.with_model(RELAXATION.with_model(analysis, "inversion"), STUDY)
    measurement = project.measurement(analysis.sources[0])
    arrays = gather(store, (c.array for c in measurement.channels))
    outcome = RELAXATION.fit(FitInputs(analysis, (measurement,), (None,), arrays))
    project = edits.evolve(project, ("analyses", analysis.id), lambda _: outcome.analysis)
    return project, arrays


def table(project: Project, arrays: Arrays, figure: Figure) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data_table(project, figure, arrays))))


@pytest.mark.parametrize("columns", [1, 2])
def test_recovery_curves_are_drawn_with_their_residual(fitted: tuple[Project, Arrays], columns: int) -> None:
    project, arrays = fitted
    figure = Figure(new_id(), "T1", "relaxation", (project.analyses[0].id,), (("columns", columns),))
    drawing = render(project, figure, arrays)
    text = "".join(ET.fromstring(drawing).itertext())
    assert "NTOC" in text and "Na2O" in text and "residual" in text
    assert columns == 2 or drawing == render(project, figure, arrays)
    rows = table(project, arrays, figure)
    assert len(rows) == 3 * 16
    assert abs(float(rows[0]["M / M0"]) - float(rows[0]["model"])) < 0.01


def test_the_times_stand_as_bars_with_their_numbers(fitted: tuple[Project, Arrays]) -> None:
    project, arrays = fitted
    figure = Figure(new_id(), "T1", "t1", (project.analyses[0].id,))
    text = "".join(ET.fromstring(render(project, figure, arrays)).itertext())
    assert "1.20 ms" in text and "2.06 s" in text
    rows = table(project, arrays, figure)
    assert [float(r["T1 / s"]) for r in rows] == pytest.approx(TIMES, rel=0.03)
    assert rows[0]["T / degC"] == "25.0" and rows[0]["component"] == "NTOC"


def test_t1_against_temperature_with_the_motion(fitted: tuple[Project, Arrays]) -> None:
    project = with_fits(with_fits(Project(new_id())), FIELDS[1])
    plot = BPP.of_sources("NTOC-4", [a.id for a in project.analyses])
    project = settle(project, edits.add_analysis(project, plot))
    figure = Figure(new_id(), "BPP", "bpp", (plot.id,))
    text = "".join(ET.fromstring(render(project, figure, {})).itertext())
    assert "79.39 MHz" in text and "132.29 MHz" in text
    rows = table(project, {}, figure)
    ratio = np.array([float(r["T1 / s"]) / float(r["model / s"]) for r in rows])
    assert len(rows) == 22 and np.abs(ratio - 1.0).max() < 0.04


def test_jump_rates_stand_below_with_those_of_the_conductivity() -> None:
    project = with_conductivities(with_fits(Project(new_id())))
    plot = BPP.of_sources("NTOC-4", [a.id for a in project.analyses if a.technique == "relaxation"])
    project = with_bridge(settle(project, edits.add_analysis(project, plot)), plot.id)
    figure = Figure(new_id(), "BPP", "bpp", (plot.id,), (("rates", True),))
    drawing = render(project, figure, {})
    alone = render(project, replace(figure, options=()), {})
    assert len(ET.fromstring(drawing).findall(".//*[@id='axes_3']")) == 1
    assert not ET.fromstring(alone).findall(".//*[@id='axes_3']")
    rows = table(project, {}, figure)
    motion = next(a for a in project.analyses if a.id == plot.id).fit
    assert motion is not None
    at_25 = next(r for r in rows if r["T / K"] == "298.15" and r["T1 / s"])
    tau = motion.quantity("tau_25")
    assert tau is not None
    assert tau.stderr is not None
    assert float(at_25["tau / s"]) == pytest.approx(tau.value)
    assert float(at_25["u(tau) / s"]) == pytest.approx(tau.stderr, rel=1e-6)
    asked = [r for r in rows if r["source"] == "conductivity"]
    assert len(asked) == 4
    of_25 = next(r for r in asked if r["T / K"] == "298.15")
    # n = 3 g/cm3 / 416.65 g/mol = 4.34e27 1/m3, D = 1.63e-11 m2/s, 6 D/a2 = 8.0e8 1/s, known to 3 %.
    assert float(of_25["rate of sigma / s-1"]) == pytest.approx(8.0e8, rel=0.01)
    assert float(of_25["u(rate of sigma) / s-1"]) == pytest.approx(0.03 * 8.0e8, rel=0.01)
    assert float(of_25["1/tau / s-1"]) == pytest.approx(1.0 / tau.value)


def test_a_series_without_a_fit_has_no_bars(fitted: tuple[Project, Arrays]) -> None:
    project, arrays = fitted
    bare = edits.remove_fit(project, project.analyses[0].id, project.analyses[0].fits[0].id)
    with pytest.raises(InputError, match="no series is fitted yet"):
        render(bare, Figure(new_id(), "T1", "t1", (bare.analyses[0].id,)), arrays)
