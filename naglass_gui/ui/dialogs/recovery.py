"""What can be recovered after a crash or a power cut: opened as a copy, left for later, or discarded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from naglass_gui.storage import Recoverable
from naglass_gui.ui.elided_label import ElidedLabel
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.theme import SPACING
from naglass_gui.ui.times import spoken

SIZE = (620, 380)


class RecoveryDialog(QDialog):
    """One card a project. Accepted with `chosen` set when one shall be opened; "Later" is the default.

    Args:
        entries: what can be recovered, newest first.
        discard: removes one for good, after asking; True when it is gone.
    """

    def __init__(
        self, entries: Sequence[Recoverable], discard: Callable[[Recoverable], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.chosen: Recoverable | None = None
        self._discard = discard
        self._cards: list[QWidget] = []
        self.setWindowTitle("Unsaved work")
        count = "a project" if len(entries) == 1 else f"{len(entries)} projects"
        words = label(
            f"NaGlass ended without saving {count}. The work up to its last second was kept.", "body", wrap=True
        )
        page = QWidget()
        page.setProperty("page", True)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, SPACING[1], 0)
        self._column.setSpacing(SPACING[2])
        for entry in entries:
            self._add(entry)
        self._column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.later = QPushButton("Later")
        self.later.setToolTip("Ask again at the next start")
        self.later.setDefault(True)
        self.later.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(label("Opening makes an unsaved copy; your files stay as they are."), 1)
        foot.addWidget(self.later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(words)
        layout.addWidget(area, 1)
        layout.addLayout(foot)
        self.resize(*SIZE)
        self.later.setFocus()

    def open_entry(self, entry: Recoverable) -> None:
        """Open this one as a copy."""
        self.chosen = entry
        self.accept()

    def discard_entry(self, entry: Recoverable, card: QWidget) -> None:
        """Remove this one, and close when none is left."""
        if self._discard(entry):
            self._cards.remove(card)
            card.hide()
            card.deleteLater()
            if not self._cards:
                self.reject()

    def _add(self, entry: Recoverable) -> None:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACING[2], SPACING[2], SPACING[2], SPACING[2])
        column.setSpacing(SPACING[0])
        name = label(entry.name or (entry.path.stem if entry.path else "An unsaved project"), "body")
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        column.addWidget(name)
        place = ElidedLabel()
        place.setText(str(entry.path) if entry.path else "never saved to a file")
        column.addWidget(place)
        for line in _lines(entry):
            column.addWidget(label(line, "muted" if entry.readable else "warning", wrap=True))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, SPACING[1], 0, 0)
        buttons.setSpacing(SPACING[2])
        if entry.readable:
            open_it = QPushButton("Open as a copy")
            open_it.setAutoDefault(False)
            open_it.setAccessibleName(f"Open {name.text()} as a copy")
            open_it.clicked.connect(lambda: self.open_entry(entry))
            buttons.addWidget(open_it)
        remove = QPushButton("Discard…")
        remove.setAutoDefault(False)
        remove.setAccessibleName(f"Discard {name.text()}")
        remove.clicked.connect(lambda: self.discard_entry(entry, card))
        buttons.addWidget(remove)
        buttons.addStretch()
        column.addLayout(buttons)
        self._cards.append(card)
        self._column.addWidget(card)


def _lines(entry: Recoverable) -> list[str]:
    if not entry.readable:
        return [entry.notice or "This recovery copy is damaged."]
    saved = f"Last saved {spoken(entry.saved)}" if entry.saved else "Never saved"
    edits = "1 edit" if entry.edits == 1 else f"{entry.edits} edits"
    lines = [f"{saved} · edited {spoken(entry.edited)} · {edits} not saved", entry.summary]
    return [*lines, entry.notice] if entry.notice else lines
