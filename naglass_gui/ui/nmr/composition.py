"""What a spectrum says of the composition: the formula where the lines give x, else the largest share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from naglass_gui.core.doubt import MARK, Doubt
from naglass_gui.core.project import Analysis, Derived
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.nmr.components import number_of
from naglass_gui.techniques.nmr.quantities import formula_parts
from naglass_gui.techniques.nmr.roles import sites_of
from naglass_gui.ui.nmr.curves import values_of
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.result_label import say_doubt
from naglass_gui.ui.theme import RESULT_POINTS, SPACING, notifier, tokens

MOST_RATIOS = 3
SMALLEST_POINTS = 13.0
LEAST_WIDTH = 120  # before the panel is laid out


@dataclass(frozen=True, slots=True)
class CompositionWords:
    """The large line as HTML, and the small lines below it."""

    result: str = ""
    lines: tuple[str, ...] = ()


def composition_words(analysis: Analysis | None, derived: Sequence[Derived]) -> CompositionWords:
    """What the card says of these derived quantities."""
    if analysis is None or not analysis.components:
        return CompositionWords("", ("The lines give the shares: press F5, or double-click the spectrum.",))
    known = {d.name: d for d in derived}
    names = {number_of(c): c.name for c in analysis.components}
    lines: list[str] = []
    result = _main_share(known, names)
    x = known.get("x")
    if x is not None:
        lines.append(f"x = {format_value(x.value, x.stderr)}")
        if 0.0 <= x.value <= 3.0:
            result = "".join(f"<sub>{part}</sub>" if k % 2 else part for k, part in enumerate(formula_parts(x.value)))
    lines += _ratios(known, names)
    balance = known.get("sodium_per_tantalum")
    if balance is not None:
        mixture = re.search(r"the mixture holds (\S+)", balance.note)
        said = f" (the mixture: {mixture[1].rstrip(';')})" if mixture else ""
        lines.append(f"Na : Ta = {format_value(balance.value, balance.stderr, significant=3)}{said}")
    sites = [s for s in sites_of(analysis, values_of(analysis), 1) if s.counted]
    if any(site.nuclei != 1.0 for site in sites):
        lines.append("nuclei per formula unit: " + ", ".join(f"{s.name} {s.nuclei:g}" for s in sites))
    return CompositionWords(result, tuple(lines))


def _main_share(known: dict[str, Derived], names: dict[int, str]) -> str:
    shares = [d for name, d in known.items() if name.startswith("share_") and name.count("_") == 1]
    if not shares:
        return ""
    most = max(shares, key=lambda d: d.value)
    return f"{escape(names.get(int(most.name[6:]), ''))} {format_value(most.value, most.stderr, significant=3)} %"


def _ratios(known: dict[str, Derived], names: dict[int, str]) -> list[str]:
    found: list[str] = []
    for name, ratio in known.items():
        parts = name.split("_")
        if parts[0] == "ratio" and len(parts) == 3 and len(found) < MOST_RATIOS:
            one, two = (names.get(int(k), k) for k in parts[1:])
            found.append(f"{one} : {two} = {format_value(ratio.value, ratio.stderr, significant=3)}")
    return found


class CompositionPanel(QWidget):
    """Shows the composition, faint and without errors while values have moved since the fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "nmr")
        self._shown: tuple[CompositionWords, bool, Doubt | None] | None = None
        self.result = QLabel()
        self.result.setTextFormat(Qt.TextFormat.RichText)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # As wide as the panel, not as wide as its text, which shrinks to fit.
        self.result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.lines = label("", "muted", wrap=True, selectable=True)
        self.stale = label("Values moved since the fit: F5 gives their errors.", "warning", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (self.result, self.lines, self.stale):
            layout.addWidget(widget)
        notifier.changed.connect(self._write_result)
        self.show_words(CompositionWords(), stale=False)

    def show_words(self, words: CompositionWords, *, stale: bool, doubt: Doubt | None = None) -> None:
        """Show these, with the mark where they are in doubt; cheap when nothing has changed."""
        doubt = doubt if words.result and not stale else None
        if (words, stale, doubt) == self._shown:
            return
        self._shown = (words, stale, doubt)
        self._write_result()
        document = QTextDocument()
        document.setHtml(words.result)
        say_doubt(self.result, document.toPlainText(), doubt)
        self.result.setVisible(bool(words.result))
        self._fit_result()
        self.lines.setText("\n".join(words.lines))
        self.lines.setVisible(bool(words.lines))
        self.stale.setVisible(stale)

    def _write_result(self) -> None:
        if self._shown is not None:
            words, _, doubt = self._shown
            star = f'<span style="color: {tokens().warning}">{MARK}</span>' if doubt is not None else ""
            self.result.setText(words.result + star)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        self._fit_result()

    def _fit_result(self) -> None:
        """The largest type in which the result fits."""
        points = float(RESULT_POINTS)
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setHtml(self.result.text())
        font = QFont(self.result.font())
        font.setWeight(QFont.Weight.DemiBold)
        while True:
            font.setPointSizeF(points)
            document.setDefaultFont(font)
            if points <= SMALLEST_POINTS or document.idealWidth() <= max(self.width(), LEAST_WIDTH):
                break
            points -= 0.5
        self.result.setFont(font)
