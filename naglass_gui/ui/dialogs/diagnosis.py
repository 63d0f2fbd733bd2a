"""What is blocked on this computer: the report of `naglass --diagnose`, line by line as it is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from naglass_gui.diagnosis.report import DIAGNOSE, program
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING

SIZE = (760, 520)


class DiagnosisDialog(QDialog):
    """Runs the diagnosis in a process of its own, so that it says the same as the command and cannot hurt the window.

    Args:
        folder: where projects are to be kept.
        parent: the window.
        command: runs the diagnosis; the program's own one by default.
    """

    def __init__(self, folder: Path, parent: QWidget | None = None, command: list[str] | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Diagnose")
        self.resize(*SIZE)
        self._verdict = label("Looking at what works on this computer…")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName("What works and what is blocked")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = QPushButton("Copy")
        copy.setAutoDefault(False)
        copy.setToolTip("Copy the report, to send it to whoever looks after this computer")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(self._verdict)
        layout.addWidget(self._text, 1)
        layout.addWidget(buttons)
        self._rest = b""
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(lambda _code, _status: self._conclude())
        self._process.errorOccurred.connect(self._fail)
        first, *words = command or [*program(), DIAGNOSE]
        self._process.start(first, [*words, str(folder)])

    @property
    def text(self) -> str:
        """The report so far."""
        return self._text.toPlainText()

    @property
    def verdict(self) -> str:
        """What it comes to."""
        return self._verdict.text()

    def finish(self, patience: float = 30.0) -> bool:
        """Wait for the end of the report; whether it came within so many seconds."""
        return self._process.waitForFinished(round(1000 * patience))

    def done(self, result: int) -> None:
        """Qt: closed by a button or a key; the diagnosis ends with it."""
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: closed by its frame."""
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        self._process.blockSignals(True)
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(1000)

    def _read(self) -> None:
        *lines, self._rest = (self._rest + self._process.readAllStandardOutput().data()).split(b"\n")
        for line in lines:
            self._text.appendPlainText(line.decode("utf-8", errors="replace").rstrip("\r"))

    def _conclude(self) -> None:
        self._read()
        ranks = [line.partition(":")[0] for line in self.text.splitlines()]
        self._verdict.setText(verdict(ranks.count("blocked"), ranks.count("note")))

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error is not QProcess.ProcessError.FailedToStart:
            return
        sentence = (
            f"No child process can be started ({self._process.errorString()}), so no file can be read and nothing fitted. Ask "
            f"for {program()[0]} to be allowed to start itself."
        )
        self._text.appendPlainText(f"blocked: {sentence}")
        self._conclude()


def verdict(blocked: int, notes: int) -> str:
    """The report in one sentence."""
    if blocked:
        return f"{'One thing is' if blocked == 1 else f'{blocked} things are'} blocked; each line says what to do."
    if notes:
        return f"Nothing is blocked; {'one line says' if notes == 1 else f'{notes} lines say'} what could be better."
    return "Everything NaGlass needs works on this computer."
