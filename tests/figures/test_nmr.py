"""Figures of NMR spectra: deconvolution, stack, table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Figure, Project, new_id
from naglass_gui.core.quantity import format_value
from naglass_gui.figures import FigureStyle, data_table, render
from naglass_gui.figures.nmr import draw_deconvolution, height_of
from naglass_gui.figures.nmr_spectra import spectra
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.technique import FitInputs
from tests.techniques.nmr.spectra import made
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
    assert ">NTOC<" in drawn and ">NaCl<" in drawn
    texts, axes = words(project, figure(project), arrays)
    assert "Na$_{2}$O" in texts and "residual" in texts
    assert axes[0].get_xlim() == (90.0, -40.0)
    assert axes[-1].get_xlabel() == "$^{23}$Na shift / ppm"


def words(project: Project, figure: Figure, arrays: object) -> tuple[set[str], list[Axes]]:
    """The texts that are drawn, and the axes."""
    canvas = Canvas()
    draw_deconvolution(canvas, project, figure, arrays, FigureStyle())
    return {text.get_text() for axis in canvas.axes for text in axis.texts}, canvas.axes


def test_several_spectra_are_stacked_or_each_deconvoluted_with_its_residual(study):
    """Fig. 4 and Fig. S9 of the reference study; an unfitted spectrum has no residual."""
    project, arrays = study
    _, stacked = words(project, figure(project, 2), arrays)
    _, apart = words(project, figure(project, 2, layout="deconvolution"), arrays)
    assert (len(stacked), len(apart)) == (1, 3)
    assert apart[1].get_ylim()[1] - apart[1].get_ylim()[0] < 0.3  # on the scale of the spectrum above
    assert height_of(figure(project, 2, layout="deconvolution"), 83.0, 1) > height_of(figure(project, 2), 83.0, 1)


def test_shares_stand_below_the_names(study):
    project, arrays = study
    texts, _ = words(project, figure(project, shares=True), arrays)
    share = project.analyses[0].fit.quantity("share_2")
    assert f"NaCl\n{format_value(share.value, significant=3)} %" in texts


def test_names_of_close_lines_do_not_lie_on_each_other():
    store = MemoryStore()
    close = "Line 1=pv@-11:300Hz:mixing=0.9, Line 2=pv@-16:300Hz:mixing=0.9, Line 3=pv@-20:300Hz:mixing=0.9"
    project = with_spectra(Project(new_id()), store, {"4 h": made(close, (5.0, 4.0, 4.5), points=1024)})
    analysis = NMR.with_model(project.analyses[0], close)
    arrays = gather(store, project.arrays())
    outcome = NMR.fit(FitInputs(analysis, tuple(project.measurements()), (None,), arrays))
    project = edits.add_fit(project, analysis.id, outcome.fit, outcome.analysis)
    canvas = Canvas(figsize=(3.3, 2.6), layout="constrained")
    draw_deconvolution(canvas, project, figure(project), arrays, FigureStyle())
    canvas.draw_without_rendering()
    boxes = {t.get_text(): Text.get_window_extent(t) for t in canvas.axes[0].texts if t.get_text().startswith("Line")}
    assert len(boxes) == 3
    assert not any(boxes[a].overlaps(boxes[b]) for a in boxes for b in boxes if a < b)
    assert boxes["Line 1"].y0 == pytest.approx(boxes["Line 3"].y0, abs=0.1)  # in a row, in the order of the axis
    assert boxes["Line 1"].x0 < boxes["Line 2"].x0 < boxes["Line 3"].x0


def test_a_sideband_is_drawn_like_its_line(study):
    project, arrays = study
    analysis = project.analyses[0]
    made_of = edits.set_option(project, analysis.id, "derive_part_of_2", 1)
    first, second, _ = spectra(made_of, (analysis.id,), arrays)[0].lines
    assert (first.name, second.name) == ("NTOC", "") and first.colour == second.colour


def test_every_spectrum_of_a_joint_fit_is_shown(study):
    project, arrays = study
    pairs = [(project.measurement(a.sources[0]), a) for a in project.analyses]
    together = NMR.joint(pairs)
    joined = edits.add_analysis(project, together)
    given = FitInputs(together, tuple(m for m, _ in pairs), (None, None), arrays)
    outcome = NMR.fit(given)
    joined = edits.add_fit(joined, together.id, outcome.fit, outcome.analysis)
    one, two = spectra(joined, (together.id,), arrays)
    assert (one.label, two.label) == ("4 h", "1 h")
    for shown in (one, two):
        inside = (shown.shift > -40) & (shown.shift < 90)
        assert np.std((shown.data - shown.total)[inside]) < 0.01


@pytest.fixture(scope="module")
def with_all(study):
    """One spectrum with everything, as it prints."""
    project, arrays = study
    return render(project, figure(project), arrays, "svg")


def test_the_same_description_gives_the_same_bytes(study, with_all):
    project, arrays = study
    assert render(project, figure(project), arrays) == with_all


def test_several_spectra_stand_above_each_other_with_their_names(study):
    project, arrays = study
    drawn = render(project, figure(project, 2), arrays, "svg").decode()
    assert ">4 h<" in drawn and ">1 h<" in drawn


def test_names_and_residual_can_be_left_out(study, with_all):
    project, arrays = study
    bare = render(project, figure(project, names=False, residual=False), arrays, "svg")
    assert b">NTOC<" not in bare and len(bare) < len(with_all)
