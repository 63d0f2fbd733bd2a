"""Relaxation times on paper, and the numbers behind them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from naglass_gui.core.edits import set_option
from naglass_gui.core.project import Figure
from naglass_gui.figures import data_table, render


def figure(project, count=1, **options) -> Figure:
    return Figure("f", "Fig.", "drt", tuple(a.id for a in project.analyses[:count]), tuple(options.items()))


def rows(project, arrays, **options):
    return list(csv.DictReader(io.StringIO(data_table(project, figure(project, **options), arrays))))


@pytest.fixture(scope="module")
def drawn(study):
    """One spectrum, as it prints."""
    project, arrays = study
    return render(project, figure(project), arrays, "svg")


def test_it_is_drawn_with_both_axes_and_its_peaks(study, drawn):
    project, arrays = study
    svg = drawn.decode()
    assert all(text in svg for text in ("/ s", "/ Hz", "Ω", "pF"))
    assert "pF" not in render(project, figure(project, peaks=False), arrays, "svg").decode()


def test_the_same_description_gives_the_same_bytes(study, drawn):
    project, arrays = study
    assert render(project, figure(project), arrays, "svg") == drawn


def test_several_spectra_share_the_plot_with_a_legend(study):
    project, arrays = study
    svg = render(project, figure(project, count=3), arrays, "svg").decode()
    assert svg.count("°C") >= 3 and "pF" not in svg


def test_the_table_holds_the_distribution_and_its_peaks(study):
    project, arrays = study
    found = rows(project, arrays)
    tau = np.array([float(row["tau / s"]) for row in found])
    assert np.allclose(np.diff(np.log(tau)), np.log(tau[1] / tau[0]))
    assert float(found[3]["f / Hz"]) == pytest.approx(1 / (2 * np.pi * tau[3]))
    gamma = np.array([float(row["gamma / ohm"]) for row in found])
    assert (gamma >= 0).all() and gamma.any()
    peaks = [row for row in found if row["peak R / ohm"]]
    assert peaks
    for row in peaks:
        assert float(row["peak C / F"]) == pytest.approx(float(row["peak tau / s"]) / float(row["peak R / ohm"]))
        assert abs(np.log(float(row["peak tau / s"]) / float(row["tau / s"]))) < np.log(tau[1] / tau[0])


def test_the_settings_of_the_analysis_count(study):
    project, arrays = study
    smooth = set_option(project, project.analyses[0].id, "view_drt_strength", 1.0)
    assert float(rows(smooth, arrays)[0]["lambda"]) == 1.0
    assert float(rows(project, arrays)[0]["lambda"]) < 1.0
