"""One line beneath a parameter table: how well the model describes the data."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from naglass_gui.core.project import Fit
from naglass_gui.core.quantity import format_value
from naglass_gui.ui.panels.label import label

WHITE_P = 1e-3  # below this probability of the runs test residuals are called not white (science page)
_SPACE = "\u2003"


def statistics_words(fit: Fit) -> str:
    """Weighted sum of squares, AICc, BIC and the verdict on the residuals."""
    words = [f"χ² {format_value(fit.chi_square, significant=4)}"]
    bic = fit.statistic("bic")
    words.append(f"AICc {whole_number(fit.aicc)}")
    if bic is not None:
        words.append(f"BIC {whole_number(bic)}")
    runs = fit.statistic("runs_p")
    if runs is not None:
        words.append("residuals white" if runs >= WHITE_P else "residuals not white")
    # Words of one figure stay on one line.
    return _SPACE.join(word.replace(" ", "\u00a0") for word in words)


def whole_number(value: float) -> str:
    """An information criterion: one decimal below a hundred, none above, with a real minus."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.1f}".replace("-", "−") if abs(value) < 100 else f"{value:.0f}".replace("-", "−")


class StatisticsLine(QWidget):
    """Shows a fit's statistics; hidden while there is no fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fit: Fit | None = None
        self.words: QLabel = label("", "muted", wrap=True, selectable=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setToolTip(
            "χ²: weighted sum of squared residuals. AICc and BIC: the lower, the better, between fits of the same data "
            "with the same weights. White: the signs of the residuals follow each other as chance would have it."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        self.hide()

    def show_fit(self, fit: Fit | None) -> None:
        """Show this fit's figures."""
        if fit is self._fit:
            return
        self._fit = fit
        self.words.setText("" if fit is None else statistics_words(fit))
        self.setVisible(fit is not None)
