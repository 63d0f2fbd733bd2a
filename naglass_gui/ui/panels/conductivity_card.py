"""The conductivity: the number the EIS tab exists for, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from naglass_gui.core.doubt import Doubt
from naglass_gui.core.project import Derived, Specimen
from naglass_gui.ui.panels.conductivity_words import ConductivityWords, conductivity_words
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.theme import SPACING

REMEDIES = {"thickness": "Type the thickness", "diameter": "Type the diameter"}


class ConductivityPanel(QWidget):
    """Shows sigma with its uncertainty and where it comes from, or says what is missing for it.

    `geometry_wanted(field)` asks for the cursor in a field of the pellet: "thickness" or "diameter".
    """

    geometry_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "conductivity")
        self._derived: Sequence[Derived] | None = None
        self._specimen: Specimen | None = None
        self._words: ConductivityWords | None = None
        self._state: tuple[bool, bool, Doubt | None] = (False, False, None)
        self.result = ResultLabel()
        self.missing = label("", "body", wrap=True)
        self.remedy = QPushButton()
        self.remedy.setAutoDefault(False)
        self.remedy.clicked.connect(self._want_geometry)
        self.stale = label("Values moved since the fit: F5 gives their error.", "warning", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._labels: list[QLabel] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (self.result, self.missing, self.remedy):
            layout.addWidget(widget)
            widget.hide()
        layout.addLayout(self._lines)
        layout.addWidget(self.stale)
        self.stale.hide()
        self.show_results((), None, has_model=False, stale=False)

    def show_results(
        self,
        derived: Sequence[Derived],
        specimen: Specimen | None,
        *,
        has_model: bool,
        stale: bool,
        doubt: Doubt | None = None,
    ) -> None:
        """Show derived quantities; cheap when nothing has changed.

        Args:
            derived: as the impedance technique gives them, from the fit or from the values of this moment.
            specimen: the pellet.
            has_model: whether there is a circuit with values.
            stale: whether the values moved since the fit.
            doubt: what is doubtful about the fit.
        """
        same = derived is self._derived or (not derived and not self._derived and self._derived is not None)
        if same and specimen is self._specimen and self._state == (has_model, stale, doubt):
            return
        self._derived, self._specimen, self._state = derived, specimen, (has_model, stale, doubt)
        words = conductivity_words(derived, specimen, has_model)
        self.result.set_text(words.result, faint=stale, doubt=doubt)
        self.stale.setVisible(stale and bool(words.result))
        if words == self._words:
            return
        self._words = words
        self.result.setVisible(bool(words.result))
        self.missing.setText(words.missing)
        self.missing.setVisible(bool(words.missing))
        self.remedy.setText(REMEDIES.get(words.field, ""))
        self.remedy.setVisible(bool(words.field))
        self._show_lines(words.lines)

    def _show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        while len(self._labels) < len(lines):
            made = label("", "muted", wrap=True, selectable=True)
            self._labels.append(made)
            self._lines.addWidget(made)
        for k, shown in enumerate(self._labels):
            text, tooltip = lines[k] if k < len(lines) else ("", "")
            if shown.text() != text:
                shown.setText(text)
            shown.setToolTip(tooltip)
            shown.setVisible(bool(text))

    def _want_geometry(self) -> None:
        if self._words is not None:
            self.geometry_wanted.emit(self._words.field)
