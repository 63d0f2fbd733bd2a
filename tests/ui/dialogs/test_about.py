"""About: what it says agrees with the command line; a click shows the text of a licence."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

import naglass_gui
from naglass_gui.cli import main
from naglass_gui.ui.dialogs.about import PURPOSES, AboutDialog, versions


@pytest.fixture
def dialog(qtbot: Any) -> AboutDialog:
    made = AboutDialog()
    qtbot.addWidget(made)
    return made


def test_about_and_the_command_line_say_the_same_version(
    dialog: AboutDialog, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"NaGlass {naglass_gui.__version__}\n"
    assert f"Version {naglass_gui.__version__}" in [label.text() for label in dialog.findChildren(QLabel)]
    assert versions().startswith(f"NaGlass {naglass_gui.__version__}\n")


def test_a_click_shows_the_text_of_a_licence_and_leads_back_to_the_same_place(dialog: AboutDialog) -> None:
    dialog.show()
    table = dialog.browser.toPlainText()
    assert "PySide6_Essentials" in table and "needed by matplotlib" in table
    bar = dialog.browser.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    number = next(n for n in range(60) if f"href=\"{n}\"" in (html := dialog.browser.toHtml()) and ">numpy<" in html.split(f"href=\"{n}\"")[1][:200])  # fmt: skip
    dialog.browser.anchorClicked.emit(QUrl(str(number)))
    text = dialog.browser.toPlainText()
    assert "NumPy Developers" in text and "<" not in text[:50]
    dialog.browser.anchorClicked.emit(QUrl("list"))
    assert dialog.browser.toPlainText() == table and bar.value() == place > 0


def test_the_versions_are_copied_for_a_report(dialog: AboutDialog) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy versions").click()
    assert "\nQt 6." in QGuiApplication.clipboard().text() and "\nscipy " in QGuiApplication.clipboard().text()


def test_every_library_that_is_used_says_what_for(dialog: AboutDialog) -> None:
    named = dialog.browser.toPlainText()
    assert [name for name in PURPOSES if name not in named] == []
