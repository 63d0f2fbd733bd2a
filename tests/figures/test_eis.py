"""The printed impedance figure: right size, right numbers, the same bytes each time."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas
from PIL import Image

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, new_id
from naglass_gui.figures import FORMATS, PRESETS, data_table, render
from naglass_gui.figures.eis import draw_impedance
from naglass_gui.figures.eis_stack import is_stack, nyquist_heights
from naglass_gui.figures.palette import VIRIDIS, series_colour
from naglass_gui.figures.spectra import spectra
from naglass_gui.figures.style import FigureStyle


def a_figure(project, count=1, **options) -> Figure:
    return Figure(new_id(), "Fig. 1", "eis", tuple(a.id for a in project.analyses[:count]), tuple(options.items()))


@pytest.mark.parametrize(("preset", "columns"), [("RSC", 1), ("RSC", 2), ("ACS", 1), ("Wiley", 2), ("Elsevier", 1)])
def test_a_figure_has_its_journals_width(study, preset, columns):
    project, arrays = study
    chosen = next(p for p in PRESETS if p.name == preset)
    image = Image.open(
        io.BytesIO(render(project, a_figure(project, preset=preset, columns=columns), arrays, "png", 300))
    )
    assert image.width == pytest.approx((chosen.single, chosen.double)[columns - 1] / 25.4 * 300, abs=1)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_description_gives_the_same_bytes(study, format):
    project, arrays = study
    figure = a_figure(project)
    first = render(project, figure, arrays, format, 150)
    assert first == render(project, figure, arrays, format, 150)
    magic = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG", "tiff": b"II*\x00"}[format]
    assert first.startswith(magic)


def test_panels_share_the_frequency_axis_and_carry_letters(study):
    project, arrays = study
    figure = a_figure(project, 3, panels=("nyquist", "bode", "residual"), columns=2)
    canvas = Canvas(layout="constrained")
    draw_impedance(canvas, project, figure, arrays, FigureStyle())
    assert sum("Hz" in axis.get_xlabel() for axis in canvas.axes) == 1
    assert [axis.get_title("left") for axis in canvas.axes if axis.get_title("left")] == ["a", "b", "c"]


def test_a_window_that_holds_no_point_is_drawn_empty(study):
    project, arrays = study
    canvas = Canvas(layout="constrained")
    draw_impedance(canvas, project, a_figure(project, view=1e-9), arrays, FigureStyle())
    assert canvas.axes[0].get_xlim()[0] < 0 < canvas.axes[0].get_xlim()[1]


def test_a_tiff_is_flat_rgb_at_the_asked_resolution(study):
    project, arrays = study
    image = Image.open(io.BytesIO(render(project, a_figure(project), arrays, "tiff", 600)))
    assert image.mode == "RGB" and image.info["dpi"] == (600, 600)


def test_text_in_an_svg_stays_text_with_real_minus_signs_and_units(study):
    project, arrays = study
    svg = render(project, a_figure(project, unit="ohm cm"), arrays, "svg").decode()
    assert "Ω cm" in svg and "<text" in svg


def test_the_table_behind_a_figure_holds_every_point_and_what_was_fitted(study):
    project, arrays = study
    rows = list(csv.DictReader(io.StringIO(data_table(project, a_figure(project, 2), arrays))))
    assert len(rows) == 80
    first = spectra(project, [project.analyses[0].id], arrays)[0]
    assert float(rows[3]["Re Z / ohm"]) == first.z.real[3]
    assert rows[10]["fitted"] == "no", "a masked point"
    assert rows[39]["fitted"] == "no", "a point outside the region"
    assert abs(float(rows[5]["residual Im / %"])) < 1e-9


def test_specific_units_follow_from_the_pellet(study):
    project, arrays = study
    ohm, ohm_cm = (spectra(project, [project.analyses[0].id], arrays, unit)[0] for unit in ("ohm", "ohm cm"))
    assert np.allclose(ohm_cm.z / ohm.z, np.pi / 4 * 0.8**2 / 0.08)
    without = replace(
        project,
        samples=tuple(replace(s, specimens=(replace(s.specimens[0], thickness=None),)) for s in project.samples),
    )
    with pytest.raises(InputError, match="type the pellet's thickness and diameter"):
        spectra(without, [project.analyses[0].id], arrays, "ohm cm")


def test_a_figure_of_nothing_or_of_an_unknown_kind_is_refused(study):
    project, arrays = study
    with pytest.raises(InputError, match="shows nothing"):
        render(project, Figure(new_id(), "", "eis"), arrays)
    with pytest.raises(InputError, match="no figure of the kind"):
        render(project, Figure(new_id(), "", "hologram", ("x",)), arrays)


def test_series_colours_run_from_cold_to_hot():
    assert series_colour(0.0) == VIRIDIS[0] and series_colour(1.0) == VIRIDIS[-2]
    greens = [int(series_colour(x)[3:5], 16) for x in np.linspace(0, 1, 20)]
    assert greens == sorted(greens)


def test_a_stack_raises_the_curves_and_names_them_at_the_left(study):
    project, arrays = study
    options = {"panels": ("nyquist", "bode"), "layout": "stack"}
    canvas = Canvas(layout="constrained")
    draw_impedance(canvas, project, a_figure(project, 3, **options), arrays, FigureStyle())
    assert sum("+ offset" in axis.get_ylabel() for axis in canvas.axes) == 2
    names = [text.get_text() for axis in canvas.axes for text in axis.texts]
    assert names.count("−25 °C") == 1 and all(axis.get_legend() is None for axis in canvas.axes), "names at the curves"
    assert not is_stack(a_figure(project, 1, **options))
    shown = spectra(project, [a.id for a in project.analyses], arrays)
    raised = nyquist_heights(shown, 3000.0, FigureStyle(), 1)
    assert raised[0] == 0.0 and raised[2] > raised[1] > 0.0, "the hottest stands at the top"


def test_the_table_behind_a_stack_holds_what_was_measured(study):
    project, arrays = study
    stacked, flat = (a_figure(project, 2, **o) for o in ({"layout": "stack"}, {}))
    assert data_table(project, stacked, arrays) == data_table(project, flat, arrays)


def test_spectra_of_one_temperature_are_told_apart_by_their_names(study):
    project, arrays = study
    sources = [a.id for a in project.analyses]
    assert [s.label for s in spectra(project, sources, arrays)] == ["−25 °C", "−5 °C", "15 °C"]
    names = [s.label for s in spectra(project, [sources[0], *sources], arrays)]
    assert names == ["EIS -25", "EIS -25", "EIS -5", "EIS 15"]
