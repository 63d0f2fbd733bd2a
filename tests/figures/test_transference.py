"""Figures of transference numbers: a row for each sample, its share, a bound that points down, the table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from matplotlib.figure import Figure as Canvas

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Figure, Project
from naglass_gui.figures import FigureStyle, data_table, render
from naglass_gui.figures.transference import draw_transference
from naglass_gui.techniques import settle
from naglass_gui.techniques.polarization.transference import set_ionic, transference_of
from tests.techniques.polarization.runs import SIGMA_E
from tests.techniques.polarization.test_transference import project_of


@pytest.fixture(scope="module")
def project() -> Project:
    """The pellet of the study: 6.72e-10 S/cm of electrons beside 4.41e-3 S/cm of ions."""
    bare = project_of("25 °C")
    return settle(bare, set_ionic(bare, "dc", "a 25 °C"))


def drifting(project: Project) -> Project:
    """The same with a current that still falls."""
    current = project.analysis("dc")
    assert current.fit is not None
    changed = {"drift": -5.0, "drift_stderr": 0.1}
    statistics = tuple((name, changed.get(name, value)) for name, value in current.fit.statistics)
    fit = replace(current.fit, statistics=statistics)
    analyses = tuple(replace(a, fits=(fit,)) if a.id == "dc" else a for a in project.analyses)
    return replace(project, analyses=analyses)


def figure(project: Project, **options: object) -> Figure:
    made = transference_of(project, "dc")
    assert made is not None
    return Figure("f", "Shares", "transference", (made.id,), tuple(sorted(options.items())))


def texts(project: Project, **options: object) -> list[str]:
    canvas = Canvas()
    draw_transference(canvas, project, figure(project, **options), {}, FigureStyle())
    return [text.get_text() for text in canvas.axes[0].texts]


def test_the_table_holds_both_conductivities_and_both_shares(project: Project) -> None:
    ((names, numbers),) = zip(
        *[iter(csv.reader(io.StringIO(data_table(project, figure(project), {}))))] * 2, strict=True
    )
    row = dict(zip(names, numbers, strict=True))
    assert row["sample"] == "NTOC-4" and row["sigma_e is"] == "measured"
    assert float(row["sigma_ion / S/cm"]) == pytest.approx(4.41e-3, rel=1e-3)
    assert float(row["sigma_e / S/cm"]) == pytest.approx(SIGMA_E, rel=0.03)
    assert float(row["t_ion"]) + float(row["t_e"]) == pytest.approx(1.0) and float(row["u(t_e)"]) > 0


@pytest.mark.parametrize("preset", ["RSC", "Slide"])
def test_it_draws_at_every_journal(project: Project, preset: str) -> None:
    drawn = render(project, figure(project, preset=preset, font="DejaVu Sans"), {}, "svg")
    assert b"NTOC-4" in drawn and b"electrons" in drawn


def test_the_share_that_keeps_its_digits_stands_on_the_line(project: Project) -> None:
    (share,) = [text for text in texts(project) if "10⁻⁷" in text]
    assert share.startswith(r"$t_\mathrm{e} =$")
    assert texts(project, shares=False) == ["electrons", "ions"]


def test_an_upper_bound_is_drawn_and_told_as_one(project: Project) -> None:
    bound = drifting(project)
    assert "an upper bound" in data_table(bound, figure(bound), {})
    assert any(text.startswith(r"$t_\mathrm{e} \leq$") for text in texts(bound))
    assert len(texts(bound)) == len(texts(project)) + 1  # the arrow


def test_without_both_conductivities_it_says_so(project: Project) -> None:
    gone = replace(project, analyses=tuple(a for a in project.analyses if a.technique != "eis"))
    with pytest.raises(InputError, match="shows nothing"):
        data_table(gone, figure(project), {})
