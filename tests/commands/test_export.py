"""`naglass export`: the figures of a saved project, as they were exported last, with their data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from naglass_gui import cli
from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Figure, Project, new_id
from naglass_gui.figures import figures_of
from naglass_gui.storage import load_project, save_project
from naglass_gui.techniques import settle
from naglass_gui.techniques.polarization.transference import set_ionic
from tests.techniques.polarization.test_transference import project_of
from tests.techniques.stability.studies import project_of as stability_of
from tests.techniques.stability.studies import storage


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a stability plot that has been exported as a wide figure."""
    project = stability_of(storage())
    figure = Figure(new_id(), "Storage, wide", "stability", ("stability",), (("columns", 2),))
    path = tmp_path_factory.mktemp("export") / "study.naglass"
    save_project(edits.set_figure(project, figure), MemoryStore(), path, expected=None)
    return path


def test_a_figure_is_drawn_as_it_was_exported_last_with_its_data(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "figures"
    assert cli.main(["export", str(saved), "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == (f"{out}: 1 figure with data\n", "")
    assert b'width="484' in (out / "Storage_wide.svg").read_bytes()[:600]  # 171 mm
    assert len((out / "Storage_wide.csv").read_text("utf-8").splitlines()) == 8


def test_every_fitted_analysis_that_no_figure_shows_gets_one() -> None:
    bare = project_of("25 °C")
    project = settle(bare, set_ionic(bare, "dc", "a 25 °C"))
    kinds = [figure.kind for figure in figures_of(project)]
    assert kinds == ["polarization", "eis", "transference"]
    own = Figure("f", "Decay", "polarization", (project.analysis("dc").sources[0],))
    assert [f.kind for f in figures_of(replace(project, figures=(own,)))] == ["polarization", "eis", "transference"]
    unfitted = tuple(replace(a, fits=(), current=None) for a in project.analyses)
    assert figures_of(replace(project, analyses=unfitted)) == ()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--format", "bmp"), 2, "--format bmp: figures are written as svg, pdf, png or tiff."),
        (("--dpi", "72"), 2, "--dpi 72: the resolution is 300, 600 or 1200."),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert cli.main(["export", str(saved), "--out", str(tmp_path), *words]) == code
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_project_with_nothing_to_draw_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.naglass"
    save_project(Project(new_id()), MemoryStore(), path, expected=None)
    assert load_project(path, MemoryStore()).project.figures == ()
    assert cli.main(["export", str(path), "--out", str(tmp_path / "out")]) == 1
    assert "holds no figure and no fit to draw" in capsys.readouterr().err and not (tmp_path / "out").exists()
