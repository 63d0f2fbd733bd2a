"""Figures of DC polarization: decay, ohmic check, table."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Figure, Project, new_id
from naglass_gui.figures import PRESETS, FigureStyle, data_table, render
from naglass_gui.figures.polarization import draw_polarization
from naglass_gui.techniques.technique import FitInputs
from naglass_gui.ui.fits import with_fit
from tests.techniques.polarization.runs import STEADY, Instrument, run
from tests.ui.polarization.made import with_run


@pytest.fixture(scope="module")
def study():
    """A fitted run at three voltages, and its arrays."""
    from naglass_gui.techniques.polarization import POLARIZATION

    store = MemoryStore()
    columns = run(0, voltages=(0.1, 0.2, 0.3), points=200, instrument=Instrument(zero=0.0))
    project = with_run(Project(new_id()), store, columns)
    (analysis,), (measurement,) = project.analyses, project.measurements()
    project = edits.set_option(project, analysis.id, "step", 0.1)
    arrays = gather(store, project.arrays())
    outcome = POLARIZATION.fit(FitInputs(project.analyses[0], (measurement,), (None,), arrays))
    project = with_fit(project, analysis.id, outcome, store)
    return project, gather(store, project.arrays())


def figure(project: Project, **options: object) -> Figure:
    return Figure("f", "DC", "polarization", (next(project.measurements()).id,), tuple(sorted(options.items())))


def test_the_table_holds_every_point_of_the_step_and_the_currents_at_the_voltages(study):
    project, arrays = study
    rows = list(csv.reader(io.StringIO(data_table(project, figure(project), arrays))))
    assert rows[0] == ["run", "time since the step / s", "I / A", "fit / A", "residual / A"]
    gap = rows.index([])
    numbers = np.array([[float(cell) for cell in row[1:]] for row in rows[1:gap]])
    assert len(numbers) == 200 and numbers[:, 2] + numbers[:, 3] == pytest.approx(numbers[:, 1])
    assert numbers[-1, 1] == pytest.approx(STEADY, rel=0.1)
    assert [float(row[1]) for row in rows[gap + 2 :]] == pytest.approx([0.1, 0.2, 0.3], abs=1e-4)


@pytest.mark.parametrize(("preset", "columns"), [*((p.name, 1) for p in PRESETS), (PRESETS[0].name, 2)])
def test_it_draws_at_every_journal(study, preset: str, columns: int):
    project, arrays = study
    drawn = render(project, figure(project, preset=preset, columns=columns, font="DejaVu Sans"), arrays, "svg")
    assert b"time since the step / min" in drawn


def test_the_same_description_gives_the_same_bytes(study):
    project, arrays = study
    first, again = (render(project, figure(project, font="DejaVu Sans"), arrays, "svg") for _ in range(2))
    assert first == again


def test_axes_say_what_they_are(study):
    project, arrays = study
    canvas = Canvas()
    draw_polarization(canvas, project, figure(project, log_time=True, log_current=True), arrays, FigureStyle())
    decay, ohmic = canvas.axes
    assert (decay.get_xscale(), decay.get_yscale()) == ("log", "log")
    assert decay.get_xlabel() == "time since the step / s" and decay.get_ylabel() == "$|I|$ / nA"
    assert ohmic.get_xlabel() == "$U$ / V"
    canvas = Canvas()
    draw_polarization(canvas, project, figure(project, ohmic=False), arrays, FigureStyle())
    assert len(canvas.axes) == 1
    assert any("$I_" in text.get_text() for text in canvas.axes[0].texts)
