"""The smoke test of the packaged program knows every technique there is."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project, new_id
from naglass_gui.figures import FORMATS, KINDS
from naglass_gui.formats import read_file
from naglass_gui.storage import load_project, save_project
from naglass_gui.techniques import TECHNIQUES, technique
from naglass_gui.techniques.intake import intake

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import smoke  # noqa: E402


def test_every_technique_is_run_in_the_packaged_program_and_exports_a_figure() -> None:
    names = [case.technique for case in smoke.CASES] + [derived.technique for derived in smoke.DERIVED]
    assert sorted(names) == sorted(science.name for science in TECHNIQUES)
    assert set(names) <= set(KINDS), "a technique without a figure cannot export one"
    assert set(smoke.BEGINNINGS) == set(FORMATS)


def test_the_files_of_every_case_are_in_the_package(tmp_path: Path) -> None:
    assert all(case.paths(ROOT, tmp_path) for case in (*smoke.CASES, *smoke.SOURCES))


class Exporting:
    """A program that says what a project holds, and writes figures of some of it."""

    def __init__(self, fitted: Sequence[str], written: int, beginning: bytes = b"<?xml") -> None:
        self.fitted, self.written, self.beginning = fitted, written, beginning

    def command(self, verb: str, *words: object) -> str:
        if verb == "info":
            return json.dumps([{"analyses": [{"technique": name, "fit": {"chi_square": 1.0}} for name in self.fitted]}])
        out = Path(str(words[2]))
        out.mkdir()
        for number in range(self.written):
            (out / f"{number}.svg").write_bytes(self.beginning.ljust(5000))
            (out / f"{number}.csv").write_bytes(b"1,".ljust(200))
        return ""


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        (Exporting(["eis", "stability"], 2), None),
        (Exporting(["eis"], 1), "fitted were only"),
        (Exporting(["eis", "stability"], 1), "1 figures of"),
        (Exporting(["eis", "stability"], 2, b"nothing"), ".svg"),
    ],
)
def test_a_technique_without_a_figure_fails_the_smoke_test(
    tmp_path: Path, program: Exporting, complaint: str | None
) -> None:
    fails = nullcontext() if complaint is None else pytest.raises(AssertionError, match=re.escape(complaint))
    with fails:
        smoke.check_figures(program, tmp_path / "study.naglass", {"stability"}, ("svg",))


@pytest.mark.parametrize(
    ("files", "command", "window"),
    [
        (("naglass",), "naglass", "naglass"),
        (("naglass.exe", "naglass-console.exe"), "naglass-console.exe", "naglass.exe"),
        (("MacOS/naglass",), "MacOS/naglass", "MacOS/naglass"),
    ],
)
def test_commands_and_the_window_are_run_by_the_program_that_people_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...], command: str, window: str
) -> None:
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(b"")
    started: list[Path] = []

    def start(words: list[Path], **_: object) -> CompletedProcess[str]:
        started.append(words[0])
        return CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(smoke.subprocess, "run", start)
    monkeypatch.setattr(smoke.subprocess, "Popen", start)
    program = smoke.Program(tmp_path, tmp_path)
    program.command("--version")
    program.window()
    assert started == [tmp_path / command, tmp_path / window]


def test_what_is_derived_in_the_window_is_added(tmp_path: Path) -> None:
    examples = ROOT / smoke.EXAMPLES
    files = [*sorted(examples.glob("storage series/*.DTA"))[:2], examples / "NTOC-4_DC_0.1V.DTA"]
    store = MemoryStore()
    project, _ = intake(Project(new_id()), tuple(map(read_file, files)), store, technique)
    path = tmp_path / "fits.naglass"
    save_project(project, store, path, expected=None)
    smoke.derive(path)
    made = load_project(path, MemoryStore()).project
    added = [a.technique for a in made.analyses[-len(smoke.DERIVED) :]]
    assert added == [derived.technique for derived in smoke.DERIVED]
    conditions = [m.condition("time") for m in made.measurements()]
    assert [c.quantity.value for c in conditions if c is not None] == [0.0, 1.0]
