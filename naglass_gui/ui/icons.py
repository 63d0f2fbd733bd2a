"""The program's own icons: SVG line drawings, drawn in the theme's colours when they are first shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from naglass_gui.ui.theme import Tokens, tokens

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIZES = (16, 20)  # in lists and menus, in the toolbar
# Drawn by the style sheet, which can only name files.
# What the style sheet calls them: the drawing, and the token of its colour.
STYLE_SHEET_ICONS = {
    "check-on-accent": ("check", "panel"),
    "check-text": ("check", "text"),
    **{f"chevron-{way}": (f"chevron-{way}", "muted") for way in ("down", "left", "right", "up")},
}


def names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.svg")))


def icon(name: str, tone: str = "text") -> QIcon:
    """An icon in the colour of a token ("text", "muted", "accent", "panel", "warning"...), greyed where it is disabled.

    Raises KeyError for a name that does not exist.
    """
    t = tokens()
    return _icon(name, getattr(t, tone), t.muted, _ratio())


def pixmap(name: str, size: int, tone: str = "text") -> QPixmap:
    """One icon as a picture of `size` logical pixels, sharp on the screen in use."""
    return _pixmap(name, size, getattr(tokens(), tone), _ratio())


def program_icon() -> QIcon:
    """The program's mark for window and task bar."""
    made = QIcon()
    for size in (16, 32, 48, 128, 256):
        made.addPixmap(_pixmap("naglass", size, "", 1.0))
    return made


def write_style_icons(folder: Path, t: Tokens) -> Path:
    """Write the few icons the style sheet names, in a theme's colours, and give their folder.

    Raises:
        OSError: the folder cannot be written.
    """
    target = folder / ("dark" if t.dark else "light")
    target.mkdir(parents=True, exist_ok=True)
    for called, (name, tone) in STYLE_SHEET_ICONS.items():
        file = target / f"{called}.svg"
        drawing = _drawing(name, getattr(t, tone))
        if not file.exists() or file.read_bytes() != drawing:
            file.write_bytes(drawing)
    return target


@cache
def _source(name: str) -> str:
    try:
        return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None


def _drawing(name: str, colour: str) -> bytes:
    return _source(name).replace("currentColor", colour).encode()


def _ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0


@cache
def _icon(name: str, colour: str, disabled: str, ratio: float) -> QIcon:
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_pixmap(name, size, colour, ratio), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, size, disabled, ratio, 0.45), QIcon.Mode.Disabled)
    return made


@cache
def _pixmap(name: str, size: int, colour: str, ratio: float, opacity: float = 1.0) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setOpacity(opacity)
    QSvgRenderer(QByteArray(_drawing(name, colour))).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
