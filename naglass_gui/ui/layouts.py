"""Small work on layouts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from naglass_gui.ui.theme import SPACING


def widgets(layout: QLayout) -> Iterator[QWidget]:
    """The widgets directly in a layout, in order."""
    for position in range(layout.count()):
        item = layout.itemAt(position)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget


def empty(layout: QLayout) -> None:
    """Remove every widget of a layout; they are hidden at once and deleted when the event is over."""
    for widget in list(widgets(layout)):
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def stacked(*parts: QWidget) -> QWidget:
    """These below each other, close together."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING[0])
    for part in parts:
        layout.addWidget(part)
    return made
