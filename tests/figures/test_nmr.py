"""Figures of NMR spectra: deconvolution, stack, table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Figure, Project, new_id
from naglass_gui.figures import FigureStyle, data_table, render
from naglass_gui.figures.nmr import draw_deconvolution
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.technique import FitInputs
from tests.ui.nmr.made import LINES, three_lines, with_spectra


@pytest.fixture(scope="module")
def study():
    """Two spectra of three lines, the first one fitted from 90 to -40 ppm, and their arrays."""
    store = MemoryStore()
    project = with_spectra(Project(new_id()), store, {"4 h": three_lines(), "1 h": three_lines(seed=1)})
    analysis = NMR.with_model(project.analyses[0], LINES)
    project = replace(project, analyses=(analysis, project.analyses[1]))
    project = edits.add_region(project, analysis.id, -40.0, 90.0)
    arrays = gather(store, project.arrays())
    measurement = next(project.measurements())
    outcome = NMR.fit(FitInputs(project.analyses[0], (measurement,), (None,), arrays))
    return edits.add_fit(project, analysis.id, outcome.fit, outcome.analysis), arrays


def figure(project: Project, count: int = 1, **options: object) -> Figure:
    sources = tuple(m.id for m in project.measurements())[:count]
    return Figure("figure", "Deconvolution", "nmr", sources, tuple(sorted(options.items())))


def test_the_table_holds_every_point_with_lines_that_add_up_to_the_fit(study):
    project, arrays = study
    rows = list(csv.reader(io.StringIO(data_table(project, figure(project), arrays))))
    assert rows[0] == ["spectrum", "shift / ppm", "intensity", "fit", "residual", "NTOC", "NaCl", "Na2O"]
    numbers = np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])
    assert len(numbers) == 2048
    assert numbers[:, 1].max() == pytest.approx(1.0)
    assert numbers[:, 2] + numbers[:, 3] == pytest.approx(numbers[:, 1])
    assert np.ptp(numbers[:, 2] - numbers[:, 4:].sum(axis=1)) < 1e-9  # a constant baseline is left


def test_the_drawing_names_isotope_and_lines_and_falls_to_the_right(study):
    project, arrays = study
    drawn = render(project, figure(project, font="DejaVu Sans"), arrays, "svg").decode()
    assert all(f">{word}<" in drawn for word in ("NTOC", "NaCl", "Na2O"))
    canvas = Canvas()
    draw_deconvolution(canvas, project, figure(project), arrays, FigureStyle())
    assert canvas.axes[0].get_xlim() == (90.0, -40.0)
    assert canvas.axes[0].get_xlabel() == "$^{23}$Na shift / ppm"


def test_the_same_description_gives_the_same_bytes(study):
    project, arrays = study
    assert render(project, figure(project), arrays) == render(project, figure(project), arrays)


def test_several_spectra_stand_above_each_other_with_their_names(study):
    project, arrays = study
    drawn = render(project, figure(project, 2), arrays, "svg").decode()
    assert ">4 h<" in drawn and ">1 h<" in drawn


def test_names_and_residual_can_be_left_out(study):
    project, arrays = study
    with_all = render(project, figure(project), arrays, "svg")
    bare = render(project, figure(project, names=False, residual=False), arrays, "svg")
    assert b">NTOC<" not in bare and len(bare) < len(with_all)
