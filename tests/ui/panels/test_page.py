"""The right column: its cards keep their heights whatever wraps."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.page import Page


def test_a_text_that_wraps_into_more_lines_squeezes_no_field(qtbot: QtBot) -> None:
    words, field = label("short", wrap=True), QLineEdit()
    panel = QWidget()
    inner = QVBoxLayout(panel)
    inner.addWidget(words)
    inner.addWidget(field)
    page = Page()
    page.add(Card("First", panel), Card("Second", QLineEdit()))
    qtbot.addWidget(page)
    page.resize(300, 120)
    page.show()
    qtbot.waitExposed(page)
    for length in (40, 5, 80, 1):
        words.setText("a long line that wraps " * length)
        qtbot.waitUntil(lambda: words.height() == words.heightForWidth(words.width()))
        assert field.height() == field.sizeHint().height()
    page.resize(420, 120)
    qtbot.waitUntil(lambda: words.width() > 300)
    assert field.height() == field.sizeHint().height()


def test_a_scroll_bar_that_comes_and_goes_takes_no_width_from_the_cards(qtbot: QtBot) -> None:
    words = label("short", wrap=True)
    page = Page()
    page.add(Card("First", words))
    qtbot.addWidget(page)
    page.resize(300, 120)
    page.show()
    qtbot.waitExposed(page)
    bar, width = page.verticalScrollBar(), words.width()
    for length, scrolls in ((40, True), (1, False)):
        words.setText("a long line that wraps " * length)
        qtbot.waitUntil(lambda scrolls=scrolls: bar.isEnabled() == scrolls)
        assert words.width() == width
