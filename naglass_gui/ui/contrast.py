"""Colours that can be told from what they are drawn on."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

from naglass_gui.ui import theme

# WCAG 2.2 asks for 3 of graphics (1.4.11) and 4.5 of text (1.4.3); the tint of a fit region takes the rest.
GRAPHICS, TEXT = 3.3, 4.7
_STEPS = 40


def ink(colour: str, least: float = GRAPHICS) -> str:
    """A colour as it is drawn on a card: its own hue, as much darker or lighter as it needs to stand out there.

    Colours of components and series are the same in both themes and on paper; on a white card orange would be lost.
    """
    return _ink(colour, theme.tokens().panel, least)


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=1024)
def _ink(colour: str, paper: str, least: float) -> str:
    card, made = QColor(paper), QColor(colour)
    hue, saturation, lightness = made.hslHueF(), made.hslSaturationF(), made.lightnessF()
    end = 0.0 if _luminance(card) > 0.18 else 1.0
    for step in range(_STEPS):
        made = QColor.fromHslF(max(hue, 0.0), saturation, lightness + (end - lightness) * step / _STEPS)
        if contrast(made, card) >= least:
            return made.name() if step else colour
    return theme.tokens().data


def _luminance(colour: QColor) -> float:
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
