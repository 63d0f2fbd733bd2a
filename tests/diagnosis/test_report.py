"""The report as a whole: children that answer, die, hang or cannot be started; Qt that cannot be imported or opened."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from naglass_gui.__main__ import main
from naglass_gui.diagnosis import report as report_module
from naglass_gui.diagnosis.finding import Doing, Finding
from naglass_gui.diagnosis.probe import read
from naglass_gui.diagnosis.report import probed, report


def as_child(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Run this script in place of the program; one probe says as much as five."""
    monkeypatch.setattr(report_module, "PROBES", {"parts": ""})
    monkeypatch.setattr(report_module, "program", lambda: [sys.executable, "-c", script])


FINE = """
import json
print("a library says hello")
print(json.dumps({"rank": "ok", "text": "fine"}))
"""


def test_a_report_is_one_line_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_child(monkeypatch, FINE)
    assert main(["--diagnose", str(tmp_path)]) == 0
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("ok: NaGlass ") and second.startswith("ok: A child process starts, answers and ends in ")
    assert rest == ["ok: fine"]


def test_something_blocked_is_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_child(monkeypatch, FINE.replace('"ok"', '"blocked"'))
    assert main(["--diagnose", str(tmp_path)]) == 1
    assert "blocked: fine\n" in capsys.readouterr().out


def test_without_a_terminal_a_box_says_what_is_not_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boxes: list[str] = []
    monkeypatch.setattr(report_module, "_show", boxes.append)
    monkeypatch.setattr(sys, "stdout", None)
    as_child(monkeypatch, FINE)
    main(["--diagnose", str(tmp_path)])
    as_child(monkeypatch, FINE.replace('"ok"', '"blocked"'))
    main(["--diagnose", str(tmp_path)])
    assert boxes == ["Nothing is blocked on this computer.", "blocked: fine"]


def test_a_folder_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--diagnose", str(tmp_path / "gone")]) == 2
    assert "takes one folder that exists" in capsys.readouterr().err


def test_a_probe_that_dies_names_what_it_was_doing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doing = "print(json.dumps({'doing': 'importing lmfit'}), flush=True); import os; os.write(2, b'boom'); os._exit(9)"
    as_child(monkeypatch, FINE + doing)
    fine, dead = probed("parts", tmp_path)
    assert fine == Finding("ok", "fine")
    assert dead.rank == "blocked" and "ended with code 9 while importing lmfit: boom" in dead.text


def test_a_probe_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_child(monkeypatch, "import time; time.sleep(60)")
    late = report_module.ask("parts", tmp_path, patience=0.2)
    assert late.code is None
    monkeypatch.setattr(report_module, "ask", lambda name, folder: late)
    (found,) = probed("parts", tmp_path)
    assert found.rank == "blocked" and "did not end within 120 s" in found.text


def test_where_no_child_starts_the_rest_is_tried_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_module, "program", lambda: [str(tmp_path / "absent")])
    monkeypatch.setattr(report_module, "PROBES", {"project": "", "children": "", "window": ""})
    _, start, *project, children, window = report(tmp_path)
    assert start.rank == "blocked" and "No child process can be started" in start.text
    assert [found.rank for found in project] == ["ok"] * 3
    assert children.rank == window.rank == "blocked" and "needs a child process" in window.text


def test_a_slow_child_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_child(monkeypatch, FINE)
    monkeypatch.setattr(report_module, "SLOW_START", 0.0)
    assert "virus scanner" in list(report(tmp_path))[1].text


def test_the_packaged_program_starts_itself_with_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "naglass.exe"))
    assert report_module.program() == [str(tmp_path / "naglass.exe")]
    (tmp_path / "naglass-console.exe").write_text("")
    assert report_module.program() == [str(tmp_path / "naglass-console.exe")]


def test_a_window_that_cannot_be_imported_names_the_diagnosis(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "naglass_gui.ui.application", None)
    assert main([]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("The window cannot be opened: ") and line.endswith("naglass --diagnose")


def test_what_libraries_print_is_no_finding() -> None:
    lines = '{"rank": "fatal", "text": "x"}\n[1]\n{"doing": "a"}\nnot json\n{"rank": "note", "text": "b"}'
    assert list(read(lines)) == [Doing("a"), Finding("note", "b")]


# -- in real children --------------------------------------------------------------------------------------------------


def test_qt_that_cannot_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise ImportError('DLL load failed while importing QtCore')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (found,) = probed("window", tmp_path)
    assert found.rank == "blocked"
    assert "while loading Qt: ImportError: DLL load failed while importing QtCore Install NaGlass again" in found.text


def test_qt_without_its_platform_plugin_ends_the_process_and_not_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "absent")
    (found,) = probed("window", tmp_path)
    assert found.rank == "blocked" and "while opening Qt's platform plugin" in found.text
