"""Can the data be trusted? One button, the verdict in words with its numbers, and the remedy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.check import DataCheck
from naglass_gui.techniques.eis.verdict import Finding, percent
from naglass_gui.ui.eis.check_words import REASONS
from naglass_gui.ui.eis.checking import Refused
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.theme import SPACING

NOTICE = {"warning": "reject", "note": "note"}
TEACHING = "Do the data belong to a linear, stable cell? Kramers–Kronig and Z-HIT tell, without any circuit."


class CheckPanel(QWidget):
    """Shows what a check found.

    `wanted(on)`: the data are to be checked, or no longer. `mask_wanted(points, reason)`: leave these points out.

    Attributes:
        off: a small button for the title row of the card that ends the checking.
    """

    wanted = Signal(bool)
    mask_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "check")
        self._shown: tuple[bool, bool, DataCheck | Refused | None] | None = None
        self.button = QPushButton("Check the data (Kramers–Kronig)")
        self.button.setAutoDefault(False)
        self.button.setToolTip(TEACHING)
        self.button.clicked.connect(lambda: self.wanted.emit(True))
        self.off = quiet_button("Hide", "Check the data no longer")
        self.off.clicked.connect(lambda: self.wanted.emit(False))
        self.numbers = label("", "muted", wrap=True, selectable=True)
        self._found = QVBoxLayout()
        self._found.setSpacing(SPACING[1])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[1])
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._found)
        layout.addWidget(self.numbers)
        self.show_check(None, on=False, possible=False)

    def show_check(self, check: DataCheck | Refused | None, *, on: bool, possible: bool) -> None:
        """Show a check; cheap when nothing has changed.

        Args:
            check: what is known, None while nothing is.
            on: whether data are checked.
            possible: whether there is anything to check.
        """
        if self._shown == (on, possible, check):
            return
        self._shown = (on, possible, check)
        self.button.setVisible(not on)
        self.button.setEnabled(possible)
        self.off.setVisible(on)
        self._clear()
        self.numbers.setText("")
        if isinstance(check, Refused):
            self._found.addWidget(label(check.sentence, "warning", wrap=True))
        elif check is not None:
            self._show(check)
        elif on and possible:
            self._found.addWidget(label("Checking…", "muted"))
        self.numbers.setVisible(bool(self.numbers.text()))

    def _show(self, check: DataCheck) -> None:
        for finding in check.findings:
            self._found.addWidget(self._good(finding) if finding.rank == "good" else self._notice(finding))
        test = check.kramers_kronig
        said = [
            f"M = {test.elements}, µ = {format_value(test.mu, significant=2)}{'' if test.settled else ' (not settled)'}",
            f"residuals {percent(check.rms)} rms, {percent(test.largest)} at most",
            f"noise {percent(check.noise)}",
        ]
        self.numbers.setText(" · ".join(said))
        self.numbers.setToolTip(
            "M: number of RC elements. µ: 1 − (sum of negative resistances)/(sum of positive ones); M grows until µ falls to "
            "0.85. Residuals: of the real and the imaginary part, as a share of |Z|."
        )

    def _good(self, finding: Finding) -> QWidget:
        return label(finding.text, "good", wrap=True, selectable=True)

    def _notice(self, finding: Finding) -> QFrame:
        frame = QFrame()
        frame.setProperty("notice", NOTICE[finding.rank])
        frame.setAccessibleName(finding.text)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(SPACING[2], SPACING[1], SPACING[2], SPACING[1])
        layout.setSpacing(SPACING[0])
        layout.addWidget(label(finding.text, "body", wrap=True, selectable=True))
        if finding.remedy:
            button = QPushButton(finding.remedy)
            button.setAutoDefault(False)
            button.setToolTip("They stay visible, hollow; one step back takes them in again")
            button.clicked.connect(lambda: self.mask_wanted.emit(finding.points, _reason(finding)))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _clear(self) -> None:
        while self._found.count():
            old = self._found.takeAt(0)
            if old is not None and (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    @property
    def sentences(self) -> Sequence[str]:
        """What is said now, for tests and screen readers."""
        check = self._shown[2] if self._shown is not None else None
        if isinstance(check, Refused):
            return (check.sentence,)
        return () if check is None else tuple(finding.text for finding in check.findings)


def _reason(finding: Finding) -> str:
    """Why the points are masked, in a few words."""
    return REASONS.get(finding.kind, finding.kind)
