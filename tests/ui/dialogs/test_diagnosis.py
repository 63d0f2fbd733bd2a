"""Help > Diagnose: the report of the command, line by line, to be copied."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from naglass_gui.ui.dialogs.diagnosis import DiagnosisDialog, verdict

SCRIPT = "import sys; print('ok: one'); print('blocked: “two” of ' + sys.argv[1], end='')"


def test_the_report_is_shown_and_copied(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    dialog = DiagnosisDialog(tmp_path, command=[sys.executable, "-c", SCRIPT.replace(", end=''", "")])
    qtbot.addWidget(dialog)
    assert dialog.verdict.startswith("Looking at")
    qtbot.waitUntil(lambda: "blocked;" in dialog.verdict)
    assert dialog.text == f"ok: one\nblocked: “two” of {tmp_path}"
    copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy")
    copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text


def test_closing_it_ends_the_diagnosis(qtbot: Any, tmp_path: Path) -> None:
    dialog = DiagnosisDialog(tmp_path, command=[sys.executable, "-c", "import time; time.sleep(600)"])
    qtbot.addWidget(dialog)
    process = dialog._process
    assert process.waitForStarted()
    dialog.reject()
    assert process.state() == process.ProcessState.NotRunning


def test_a_process_that_cannot_start_is_said(qtbot: Any, tmp_path: Path) -> None:
    dialog = DiagnosisDialog(tmp_path, command=[str(tmp_path / "absent")])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.text.startswith("blocked: No child process can be started"))
    assert dialog.verdict.startswith("One thing is blocked")


def test_the_verdict() -> None:
    assert verdict(2, 1).startswith("2 things are blocked")
    assert verdict(0, 1) == "Nothing is blocked; one line says what could be better."
    assert verdict(0, 0) == "Everything NaGlass needs works on this computer."
