"""The look: colours of both themes, spacing and type. Nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.palette import COMPONENTS

SPACING = (4, 6, 10, 16, 24)
CARD_RADIUS = 8
CONTROL_RADIUS = 6
BODY_POINTS = 10
MUTED_POINTS = 9
RESULT_POINTS = 21


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme by what they are for."""

    dark: bool
    background: str
    panel: str
    line: str
    text: str
    muted: str
    accent: str
    accent_wash: str
    data: str
    fit: str
    residual: str
    good: str
    warning: str
    warning_wash: str
    error: str
    components: tuple[str, ...] = COMPONENTS


LIGHT = Tokens(
    dark=False,
    background="#F4F5F7",
    panel="#FFFFFF",
    line="#D9DDE3",
    text="#1F2933",
    muted="#5F6B7A",
    accent="#0B6E99",
    accent_wash="#E3F1F7",
    data="#1F2933",
    fit="#D1495B",
    residual="#5F6B7A",
    good="#2E7D4F",
    warning="#956300",
    warning_wash="#FFF6DD",
    error="#B42318",
)
DARK = Tokens(
    dark=True,
    background="#15191E",
    panel="#1C2128",
    line="#323A44",
    text="#E6EAEE",
    muted="#9AA5B1",
    accent="#56B4E0",
    accent_wash="#16323F",
    data="#E6EAEE",
    fit="#FF7B8A",
    residual="#9AA5B1",
    good="#6CC590",
    warning="#E3B341",
    warning_wash="#33290F",
    error="#FF8A80",
)


class Notifier(QObject):
    """Says when the theme changes."""

    changed = Signal()


notifier = Notifier()
_current = LIGHT


def tokens() -> Tokens:
    """The colours in use."""
    return _current


def use(chosen: Tokens) -> None:
    """Switch to a theme and tell every view."""
    global _current
    if chosen is not _current:
        _current = chosen
        notifier.changed.emit()
