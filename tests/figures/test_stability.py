"""Figures of stability: points, law, band, table."""

from __future__ import annotations

import csv
import io
import math

import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures import PRESETS, FigureStyle, data_table, render
from naglass_gui.figures.stability import draw_stability
from tests.techniques.stability.studies import project_of, storage


@pytest.fixture
def project() -> Project:
    return project_of(storage())


def figure(**options: object) -> Figure:
    return Figure("f", "Storage", "stability", ("stability",), tuple(sorted(options.items())))


def test_the_table_holds_every_point_with_both_errors(project: Project) -> None:
    rows = list(csv.reader(io.StringIO(data_table(project, figure(), {}))))
    assert rows[0][:4] == ["plot", "source", "day / d", "sigma / S/cm"] and len(rows) == 8
    last = dict(zip(rows[0], rows[-1], strict=True))
    assert float(last["relative to the first"]) == pytest.approx(0.5701, abs=1e-4)
    assert float(last["u (relative)"]) == pytest.approx(0.5701 * math.sqrt(2) * 0.01, rel=1e-3)
    assert float(last["u / S/cm"]) > float(last["u without geometry / S/cm"])


@pytest.mark.parametrize("preset", [p.name for p in PRESETS])
def test_it_draws_at_every_journal(project: Project, preset: str) -> None:
    drawn = render(project, figure(preset=preset, font="DejaVu Sans"), {}, "svg")
    assert "mS cm⁻¹".encode() in drawn and b"time / d" in drawn


def test_a_normalised_plot_begins_at_one() -> None:
    project = project_of(storage(), view_normalised=True)
    canvas = Canvas()
    draw_stability(canvas, project, figure(from_zero=True), {}, FigureStyle())
    (axis,) = canvas.axes
    assert axis.get_ylabel() == r"$\sigma$, relative to the first" and axis.get_ylim()[0] == 0.0


def test_nothing_to_show_is_said() -> None:
    with pytest.raises(InputError, match="shows nothing"):
        data_table(project_of(storage(), quantity="Ea"), figure(), {})
