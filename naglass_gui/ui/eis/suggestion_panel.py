"""The circuits suggested: drawn, ranked by AICc, each with the reason; a click uses one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from naglass_gui.techniques.eis.suggestion_words import Ranked
from naglass_gui.ui.circuit.symbols import circuit_picture
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.theme import SPACING, notifier

PICTURE = QSize(104, 32)


class SuggestionPanel(QWidget):
    """Shows what was suggested. `wanted`: find one. `chosen(ranked)`: use it. `closed`: put the list away.

    Attributes:
        close_button: a small button for the title row of the card.
    """

    wanted = Signal()
    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "suggestion")
        self._shown: tuple[object, ...] | None = None
        self.rows: list[_Row] = []
        self.button = QPushButton("Suggest a circuit")
        self.button.setAutoDefault(False)
        self.button.setToolTip(
            "Fits a ladder of sensible circuits, ranks them by AICc and says why. One or two seconds"
        )
        self.button.clicked.connect(lambda: self.wanted.emit())
        self.close_button = quiet_button("Hide", "Put the list away")
        self.close_button.clicked.connect(lambda: self.closed.emit())
        self.waiting = label("Fitting a ladder of circuits…", "muted")
        self.none = label("The data determine none of the circuits; those tried are below.", "warning", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACING[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        for widget in (self.button, self.waiting, self.none):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self.button else Qt.AlignmentFlag(0))
        layout.addLayout(self._list)
        notifier.changed.connect(self._draw_anew)
        self.show_suggestion((), "", possible=False)

    def show_suggestion(self, found: Sequence[Ranked] | None, model: str, *, possible: bool) -> None:
        """Show the circuits; cheap when nothing has changed.

        Args:
            found: the circuits, () where nothing was asked for, None while they are being found.
            model: the circuit in use, which is marked.
            possible: whether there is anything to ask about.
        """
        found = None if found is None else tuple(found)
        if self._shown == (found, model, possible):
            return
        self._shown = (found, model, possible)
        self.button.setVisible(found == ())
        self.button.setEnabled(possible)
        self.waiting.setVisible(found is None)
        self.close_button.setVisible(bool(found))
        self.none.setVisible(bool(found) and not any(each.suggested for each in found or ()))
        self._clear()
        for each in found or ():
            row = _Row(each, used=each.candidate.fit.model == model)
            row.clicked.connect(lambda each=each: self.chosen.emit(each))
            self.rows.append(row)
            self._list.addWidget(row)

    def _draw_anew(self) -> None:
        for row in self.rows:
            row.draw()

    def _clear(self) -> None:
        self.rows = []
        while self._list.count():
            old = self._list.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()


class _Row(QFrame):
    """One circuit: its drawing, its text, the AICc difference, the reason."""

    clicked = Signal()

    def __init__(self, ranked: Ranked, *, used: bool) -> None:
        super().__init__()
        self.ranked = ranked
        text, refused = ranked.candidate.rung.text, bool(ranked.candidate.refused)
        self.setProperty("choice", "best" if ranked.suggested else "other")
        self.setObjectName(f"suggestion {text}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"Use {text} with its fit, one step back undoes it")
        self.picture = QLabel()
        self.draw()
        mark = "suggested" if ranked.suggested else "refused" if refused else ""
        shown = ", ".join(part for part in (mark, "in use" if used else "") if part)
        self.title = label(text, "body")
        # The longest circuits are as wide as a narrow column; the drawing and the tooltip tell them as well.
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sign = "+" if ranked.difference > 0 else "−" if ranked.difference < 0 else ""
        difference = f"ΔAICc {sign}{abs(ranked.difference):.0f}"
        self.difference = label(" · ".join(part for part in (difference, shown) if part), "muted")
        self.difference.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reason = label(ranked.reason, "muted", wrap=True)
        self.setAccessibleName(". ".join(part for part in (text, shown, ranked.reason) if part))
        head = QHBoxLayout()
        head.setSpacing(SPACING[1])
        head.addWidget(self.picture)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.difference)
        head.addLayout(names, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[1], SPACING[0], SPACING[1], SPACING[0])
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.reason)

    def draw(self) -> None:
        """Draw the circuit in the theme's colours."""
        self.picture.setPixmap(circuit_picture(self.ranked.candidate.rung.circuit, PICTURE, self.devicePixelRatioF()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click uses the circuit."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space use it, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)
