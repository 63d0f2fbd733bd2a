"""Plots that can leave the tab for a window of their own, on a second monitor say, and come back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.panels.label import quiet_button

SIZE = (960, 720)
# A tool window of the main one: its shortcuts go on working there.
KIND = (
    Qt.WindowType.Tool
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowMaximizeButtonHint
    | Qt.WindowType.WindowCloseButtonHint
)


class _OwnWindow(QWidget):
    """The window of what was detached."""

    closed = Signal()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: closing it brings what it holds back."""
        self.closed.emit()
        super().closeEvent(event)


class Detachable(QWidget):
    """Holds a widget in its place, or a note that says where it went.

    `detached(bool)`: it left, or it is back. Closing its window brings it back; so does its monitor when it vanishes.
    """

    detached = Signal(bool)

    def __init__(self, content: QWidget, title: str) -> None:
        super().__init__()
        self._content = content
        self._title = title
        self._window: _OwnWindow | None = None
        self._away = EmptyState(
            "everything", f"{title} are in a window of their own", "Closing that window brings them back."
        )
        self.back_button = quiet_button("Bring them back", "Show the plots here again")
        self.back_button.clicked.connect(lambda: self.attach())
        below = QVBoxLayout()
        self._note = QWidget()
        self._note.setLayout(below)
        below.addStretch(1)
        below.addWidget(self._away)
        below.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignHCenter)
        below.addStretch(1)
        self._places = QStackedLayout(self)
        self._places.addWidget(content)
        self._places.addWidget(self._note)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._screen_removed)

    @property
    def own_window(self) -> QWidget | None:
        """The window it is in, None while it is in its place."""
        return self._window

    def detach(self) -> None:
        """Move it to a window of its own."""
        if self._window is not None:
            return
        window = _OwnWindow(self.window(), KIND)
        window.setObjectName("detached")
        # It never keeps the program alive once the main window is closed.
        window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        window.setWindowTitle(f"{self._title} – NaGlass")
        window.resize(*SIZE)
        layout = QVBoxLayout(window)
        self._places.removeWidget(self._content)
        layout.addWidget(self._content)
        self._places.setCurrentWidget(self._note)
        window.closed.connect(self.attach)
        self._window = window
        self._content.show()
        window.show()
        self.detached.emit(True)

    def attach(self) -> None:
        """Bring it back to its place."""
        window, self._window = self._window, None
        if window is None:
            return
        self._places.insertWidget(0, self._content)
        self._places.setCurrentWidget(self._content)
        window.hide()
        window.deleteLater()
        self.detached.emit(False)

    def _screen_removed(self, screen: QScreen) -> None:
        if self._window is not None and self._window.screen() is screen:
            self.attach()
