"""The smoke test of the packaged program knows every technique there is."""

from __future__ import annotations

import sys
from pathlib import Path

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project, new_id
from naglass_gui.formats import read_file
from naglass_gui.storage import load_project, save_project
from naglass_gui.techniques import TECHNIQUES, technique
from naglass_gui.techniques.intake import intake

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import smoke  # noqa: E402


def test_every_technique_is_run_in_the_packaged_program() -> None:
    assert {science.name for science in TECHNIQUES} == {case.technique for case in smoke.CASES} | set(smoke.DERIVED)


def test_the_files_of_every_case_are_in_the_package(tmp_path: Path) -> None:
    assert all(case.paths(ROOT, tmp_path) for case in smoke.CASES)


def test_what_is_derived_in_the_window_is_added(tmp_path: Path) -> None:
    examples = ROOT / smoke.EXAMPLES
    files = [*sorted(examples.glob(smoke.STORAGE))[:2], examples / "NTOC-4_DC_0.1V.DTA"]
    store = MemoryStore()
    project, _ = intake(Project(new_id()), tuple(map(read_file, files)), store, technique)
    path = tmp_path / "fits.naglass"
    save_project(project, store, path, expected=None)
    smoke.derive(path)
    made = load_project(path, MemoryStore()).project
    assert tuple(a.technique for a in made.analyses[-2:]) == smoke.DERIVED
    conditions = [m.condition("time") for m in made.measurements()]
    assert [c.quantity.value for c in conditions if c is not None] == [0.0, 1.0]
