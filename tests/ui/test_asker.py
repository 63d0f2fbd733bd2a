"""The real asker, answered by clicks on its real dialogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMessageBox, QPushButton, QWidget

from naglass_gui.ui.asker import Asker, with_extension
from naglass_gui.ui.settings import Settings


@pytest.fixture
def asker(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    return Asker(parent, Settings(tmp_path))


def when_open(do) -> None:
    """Do something with the dialog that opens next."""
    QTimer.singleShot(50, lambda: do(QApplication.activeModalWidget()))


def press(words: str):
    def do(box: QMessageBox) -> None:
        next(b for b in box.findChildren(QPushButton) if b.text() == words).click()

    return do


def test_the_button_pressed_is_the_answer(asker):
    when_open(press("Don’t save"))
    assert asker.choose("Unsaved", "Save?", ("Save", "Don’t save", "Cancel")) == 1


def test_closing_the_question_is_no_answer(asker):
    when_open(lambda box: box.reject())
    assert asker.choose("Unsaved", "Save?", ("Save", "Don’t save", "Cancel")) == -1


def test_the_default_button_is_the_one_that_was_named(asker):
    seen = []
    when_open(lambda box: (seen.append(box.defaultButton().text()), box.reject()))
    asker.choose("Discard", "Discard it?", ("Discard", "Keep"), default=1)
    assert seen == ["Keep"]


def test_a_line_of_text(asker):
    def answer(dialog: QInputDialog) -> None:
        dialog.setTextValue("25 °C")
        dialog.accept()

    when_open(answer)
    assert asker.text("Temperature", "Temperature of the sweep") == "25 °C"
    when_open(lambda dialog: dialog.reject())
    assert asker.text("Temperature", "Temperature of the sweep") is None


def test_a_dialog_is_accepted_or_not_and_goes_afterwards(asker, qtbot):
    dialog = QDialog()
    gone = []
    dialog.destroyed.connect(lambda: gone.append(True))
    when_open(lambda shown: shown.accept())
    assert asker.run(dialog)
    qtbot.waitUntil(lambda: bool(gone), timeout=2000)


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("study", "NaGlass project (*.naglass)", "study.naglass"),
        ("study.h5", "NaGlass project (*.naglass)", "study.h5"),
        ("figure", "Portable network graphics (*.png)", "figure.png"),
        ("figure", "All files (*)", "figure"),
    ],
)
def test_a_name_typed_without_extension_gets_that_of_its_filter(typed, chosen, expected):
    assert with_extension(Path(typed), chosen) == Path(expected)


def test_a_name_with_a_point_in_it_still_gets_its_extension():
    assert with_extension(Path("LPSCl 0.5"), "NaGlass project (*.naglass)") == Path("LPSCl 0.5.naglass")
