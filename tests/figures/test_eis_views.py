"""Further panels of an impedance figure, and the numbers behind them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core.project import Figure
from naglass_gui.figures import FigureStyle, data_table, render
from naglass_gui.figures.eis import draw_impedance
from naglass_gui.techniques.eis.leads import OPTION

EMPTY_CELL = 8.8541878128e-14 * np.pi / 4 * 0.8**2 / 0.08


def figure(project, *panels, count=1) -> Figure:
    return Figure("f", "Fig.", "eis", tuple(a.id for a in project.analyses[:count]), (("panels", panels),))


def rows(project, arrays, *panels, count=1):
    return list(csv.DictReader(io.StringIO(data_table(project, figure(project, *panels, count=count), arrays))))


def without_pellet(project):
    sample = project.samples[0]
    bare = tuple(replace(m, specimen=None) for m in sample.measurements)
    return replace(project, samples=(replace(sample, measurements=bare),))


def test_every_panel_is_drawn_with_text_and_shares_the_frequency(study):
    project, arrays = study
    panels = ("bode", "admittance", "modulus", "permittivity", "check")
    svg = render(project, figure(project, *panels), arrays, "svg").decode()
    assert svg.count("/ Hz") == 1
    assert all(words in svg for words in ("/ S", "M", "ε", "KK residual / %", "Z-HIT"))


@pytest.mark.parametrize(
    ("panel", "count"), [("admittance", 1), ("modulus", 3), ("permittivity", 1), ("check", 1), ("check", 3)]
)
def test_each_panel_alone_names_what_it_shows(study, panel, count):
    """Drawn on a canvas that nobody saves: laying out and writing is what takes long."""
    project, arrays = study
    canvas = Canvas()
    draw_impedance(canvas, project, figure(project, "bode", panel, count=count), arrays, FigureStyle())
    labels = [axis.get_xlabel() for axis in canvas.axes]
    assert [bool(label) for label in labels] == [False] * (len(labels) - 1) + [True] and "Hz" in labels[-1]
    names = " ".join(axis.get_ylabel() for axis in canvas.axes)
    assert {"admittance": "/ S", "modulus": "$M", "permittivity": "varepsilon", "check": "KK residual / %"}[
        panel
    ] in names
    legends = [text.get_text() for axis in canvas.axes if axis.get_legend() for text in axis.get_legend().get_texts()]
    assert ("|$Z$| (Z-HIT)" in legends) == (panel == "check" and count == 1)


def test_the_table_holds_what_the_panels_show(study):
    project, arrays = study
    row = rows(project, arrays, "admittance", "modulus", "permittivity")[20]
    f, z = float(row["f / Hz"]), complex(float(row["Re Z / ohm"]), float(row["Im Z / ohm"]))
    assert float(row["Im Y / S"]) == pytest.approx((1 / z).imag)
    modulus = 2j * np.pi * f * EMPTY_CELL * z
    assert (float(row["M'"]), float(row["M''"])) == pytest.approx((modulus.real, modulus.imag))
    assert complex(float(row["eps'"]), -float(row["eps''"])) == pytest.approx(1 / modulus)


def test_without_sizes_the_quantities_are_in_multiples_of_the_empty_cell(study):
    project, arrays = study
    with_sizes, bare = (
        rows(project, arrays, "modulus")[20],
        rows(without_pellet(project), arrays, "modulus", "permittivity")[20],
    )
    assert float(bare["M''/C0 / 1/F"]) * EMPTY_CELL == pytest.approx(float(with_sizes["M''"]))
    assert float(bare["C' / F"]) > 0
    canvas = Canvas()
    draw_impedance(canvas, without_pellet(project), figure(project, "permittivity"), arrays, FigureStyle())
    names = " ".join(axis.get_ylabel() for axis in canvas.axes)
    assert "/ F" in names and "varepsilon" not in names


def test_the_check_leaves_out_what_is_not_fitted(study):
    project, arrays = study
    found = rows(project, arrays, "check")
    assert [r["KK Re / %"] == "" for r in found] == [r["fitted"] == "no" for r in found]
    assert max(abs(float(r["KK Im / %"])) for r in found if r["KK Im / %"]) < 1.0


def test_leads_are_subtracted_in_print_too(study):
    project, arrays = study
    first = project.analyses[0]
    wired = replace(
        project,
        analyses=(replace(first, options=(*first.options, (OPTION, ("cell", 20.0, 0.0)))), *project.analyses[1:]),
    )
    before, after = rows(project, arrays, "nyquist")[5], rows(wired, arrays, "nyquist")[5]
    assert float(before["Re Z / ohm"]) - float(after["Re Z / ohm"]) == pytest.approx(20.0)
