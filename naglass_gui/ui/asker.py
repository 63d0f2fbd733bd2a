"""Every question the program asks, asked for real. Tests bring their own `Ask`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QPushButton, QWidget

from naglass_gui.ui.settings import Settings

EXTENSIONS = (
    ".naglass",
    ".h5",
    ".svg",
    ".pdf",
    ".png",
    ".tif",
    ".tiff",
    ".csv",
    ".tsv",
    ".txt",
    ".tex",
    ".md",
    ".json",
)
"""What counts as an extension when a name is typed."""


class Asker:
    """Asks by dialogs over a window; the folders chosen come back next time, one for each question."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        self._parent = parent
        self._settings = settings

    def open_files(self, title: str, filters: str) -> list[Path]:
        """Files to open, none when cancelled."""
        folder = str(self._settings.folder(title))
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, folder, filters)
        paths = [Path(name) for name in names]
        if paths:
            self._settings.set_folder(title, paths[0].parent)
        return paths

    def folder(self, title: str) -> Path | None:
        """A folder, None when cancelled."""
        name = QFileDialog.getExistingDirectory(self._parent, title, str(self._settings.folder(title)))
        if not name:
            return None
        self._settings.set_folder(title, Path(name))
        return Path(name)

    def save_file(self, title: str, suggestion: Path, filters: str) -> Path | None:
        """Where to save, None when cancelled. The dialog asks by itself before a file is overwritten."""
        place = suggestion if suggestion.is_absolute() else self._settings.folder(title) / suggestion
        name, chosen = QFileDialog.getSaveFileName(self._parent, title, str(place), filters)
        if not name:
            return None
        path = with_extension(Path(name), chosen)
        self._settings.set_folder(title, path.parent)
        return path

    def choose(self, title: str, text: str, buttons: Sequence[str], default: int = 0, informative: str = "") -> int:
        """Index of the button chosen; -1 when the dialog was closed."""
        box, made = question(self._parent, title, text, buttons, default, informative)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return next((i for i, button in enumerate(made) if button is clicked), -1)

    def text(self, title: str, label: str, value: str = "") -> str | None:
        """A line of text, None when cancelled."""
        answer, accepted = QInputDialog.getText(self._parent, title, label, text=value)
        return answer if accepted else None

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog and wait; True when it was accepted. What it holds can be read until the event loop goes on."""
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted


def question(
    parent: QWidget, title: str, text: str, buttons: Sequence[str], default: int = 0, informative: str = ""
) -> tuple[QMessageBox, list[QPushButton]]:
    """A question with its buttons, not shown yet. The last button is the way out: Esc and the window's cross mean it."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(informative)
    made: list[QPushButton] = []
    for number, words in enumerate(buttons):
        way_out = number == len(buttons) - 1
        role = QMessageBox.ButtonRole.RejectRole if way_out else QMessageBox.ButtonRole.AcceptRole
        made.append(box.addButton(words, role))
    box.setDefaultButton(made[default])
    box.setEscapeButton(made[-1])
    return box, made


def with_extension(path: Path, chosen_filter: str) -> Path:
    """The path with the extension of the filter it was chosen with, "Project (*.naglass)", where it was typed without one.

    A point in a name makes no extension: "LPSCl 0.5" becomes "LPSCl 0.5.naglass".
    """
    _, _, patterns = chosen_filter.rpartition("(*")
    extension = patterns.split()[0].strip("*)") if patterns else ""
    if path.suffix.lower() in EXTENSIONS or not extension:
        return path
    return path.with_name(path.name + extension)
