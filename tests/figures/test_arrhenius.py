"""Arrhenius plots on paper: every point, error bar and line, the axis in °C, the table behind."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core.errors import InputError
from naglass_gui.core.lineage import exclude_sources
from naglass_gui.core.project import Derived, Figure, Project
from naglass_gui.figures import FigureStyle, data_table, render
from naglass_gui.figures.arrhenius import draw_arrhenius
from naglass_gui.techniques import settle
from tests.techniques.arrhenius.series import line, project_of, resistance, spectrum, study


def figure(**options: object) -> Figure:
    return Figure("f", "Arrhenius", "arrhenius", ("line",), tuple(options.items()))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def project() -> Project:
    return study(0.02, seed=2)


def drawn(project: Project, **options: object) -> Canvas:
    canvas = Canvas()
    draw_arrhenius(canvas, project, figure(**options), {}, FigureStyle())
    canvas.draw_without_rendering()
    return canvas


def test_points_line_band_and_celsius(project: Project) -> None:
    (axis,) = drawn(project).axes
    (points,) = axis.containers
    x, y = points[0].get_data()
    assert len(x) == 9 and x[0] == pytest.approx(1000 / 248.15)
    assert np.all(np.diff(np.log(y)) > 0) and axis.get_yscale() == "log"
    assert len(axis.collections) >= 1  # the band
    (upper,) = axis.child_axes
    hot, cold = (upper.transData.transform((t, 0))[0] for t in (50.0, -20.0))
    assert hot < cold  # hot at the left, as 1000/T has it
    at = axis.transData.transform((1000 / 323.15, 1.0))[0]
    assert hot == pytest.approx(at, abs=1.0)
    (text,) = [t.get_text() for t in axis.get_legend().get_texts()]
    assert text.startswith("NTOC-4, 0.3") and text.endswith(" eV")


def test_what_is_not_asked_for_is_not_drawn(project: Project) -> None:
    full, bare = drawn(project), drawn(project, band=False, extrapolate=False, legend=False)
    assert len(bare.axes[0].collections) < len(full.axes[0].collections)
    assert bare.axes[0].get_legend() is None


def test_a_point_left_out_is_hollow(project: Project) -> None:
    source = project.analysis("line").sources[0]
    (axis,) = drawn(settle(project, exclude_sources(project, "line", [source]))).axes
    faces = [c[0].get_markerfacecolor() for c in axis.containers]
    assert "none" in faces and len(axis.containers) == 2


def test_two_branches_and_two_symbols() -> None:
    up = [spectrum(t, resistance(t, 4e-3, 0.40)) for t in range(25, 86, 10)]
    down = [spectrum(t, resistance(t, 4e-3, 0.30)) for t in range(75, 24, -10)]
    (axis,) = drawn(project_of([*up, *down])).axes
    assert {c[0].get_marker() for c in axis.containers} == {"o", "^"}


def test_the_table_holds_every_point_with_its_line(project: Project) -> None:
    rows = list(csv.DictReader(io.StringIO(data_table(project, figure(), {}))))
    assert len(rows) == 9 and rows[0]["t / °C"] == "-25.0" and rows[0]["fitted"] == "yes"
    fit = line(project)
    ea, log_a = fit.parameter("Ea").value, fit.parameter("lnA").value
    kelvin = float(rows[0]["T / K"])
    assert float(rows[0]["line: ln sigma"]) == pytest.approx(log_a - ea / 8.617333262e-5 / kelvin - math.log(kelvin))
    assert float(rows[0]["sigma T / S K/cm"]) == pytest.approx(float(rows[0]["sigma / S/cm"]) * kelvin)


def test_it_renders_alike_every_time_at_a_journal_s_width(project: Project) -> None:
    svg, again, other = (render(project, figure(preset=preset), {}, "svg") for preset in ("RSC", "RSC", "ACS"))
    assert svg == again != other and b"<svg" in svg[:400]


def test_without_a_point_it_says_why(project: Project) -> None:
    empty = replace(project, analyses=tuple(replace(a, fits=(), current=None) for a in project.analyses))
    with pytest.raises(InputError, match="shows nothing"):
        render(empty, figure(), {}, "svg")


def with_parts() -> Project:
    """The study with bulk and grain boundary apart."""
    made = []
    for celsius in (0, 20, 40, 60):
        measurement, analysis = spectrum(celsius, resistance(celsius))
        assert analysis.fit is not None
        parts = (("R_bulk", resistance(celsius, ea=0.3)), ("R_gb", resistance(celsius, ea=0.5)))
        derived = (*analysis.fit.derived, *(Derived(name, ohm, 0.01 * ohm, "ohm") for name, ohm in parts))
        made.append((measurement, replace(analysis, fits=(replace(analysis.fit, derived=derived),))))
    return project_of(made)


def test_the_parts_of_one_sample_have_their_own_entries_in_the_legend() -> None:
    (axis,) = drawn(with_parts()).axes
    texts = [t.get_text() for t in axis.get_legend().get_texts()]
    assert [text.partition(", ")[0] for text in texts] == ["total", "bulk", "grain boundary"]
    energies = [float(text.partition(", ")[2].partition(" ±")[0].removesuffix(" eV")) for text in texts]
    assert energies == pytest.approx([0.32, 0.3, 0.5], abs=2e-3)
