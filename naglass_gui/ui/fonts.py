"""Type: the platform's interface font (Inter on Linux where it is installed), and figures of one width for tables."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase

from naglass_gui.ui.theme import BODY_POINTS


def interface_font() -> QFont:
    """The font of the window."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform.startswith("linux") and QFontDatabase.hasFamily("Inter"):
        font = QFont("Inter")
    font.setPointSizeF(BODY_POINTS)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, so that columns of numbers line up."""
    made = QFont(font)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
