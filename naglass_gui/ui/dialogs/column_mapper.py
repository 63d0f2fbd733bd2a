"""The column mapper: what each column of a table holds, with the spectrum it gives beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import NeedsMapping, TableMapping
from naglass_gui.formats.columns import FIRST_LINES
from naglass_gui.ui import theme
from naglass_gui.ui.dialogs.column_table import ColumnTable
from naglass_gui.ui.dialogs.mapping_draft import Complex, Draft, Preview, Real, preview
from naglass_gui.ui.dialogs.mapping_form import MappingForm
from naglass_gui.ui.dialogs.mapping_memory import MappingMemory
from naglass_gui.ui.eis.frames import arcs, nyquist_home, united
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.drawables import Points
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.plot import Plot
from naglass_gui.ui.theme import SPACING

SETTLING_MS = 60
RIGHT_WIDTH = 350
MARGIN = 0.06


class ColumnMapper(QDialog):
    """Asks which columns hold frequency and impedance, or time and current; `mapping` is the answer once it was accepted.

    Args:
        name: the file's name.
        need: what the reader found: the first lines and its best guess.
        settings: where the answer is remembered for tables of the same header; None remembers nothing.
        parent: the window.
    """

    def __init__(self, name: str, need: NeedsMapping, settings: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_page", "importing")
        self._name = name
        self._lines = need.first_lines
        self._memory = MappingMemory(settings)
        self.mapping: TableMapping | None = None
        self.setWindowTitle("Columns of the table")
        self.table = ColumnTable(self._lines)
        self.form = MappingForm()
        self.plot = _NyquistPreview()
        self.curve = _CurvePreview()
        self.sentence = label("", "muted", wrap=True)
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing())
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Import")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(need)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING_MS)
        self._settling.timeout.connect(self._read)
        self.form.draft_edited.connect(self.show_draft)
        self.table.role_chosen.connect(lambda column, role: self.show_draft(self.draft.with_role(column, role)))
        self.show_draft(self._first_draft(need))
        self._read()
        self.table.setFocus()

    def show_draft(self, draft: Draft) -> None:
        """Show these choices, and soon what they give."""
        self.draft = draft
        self.table.show_draft(draft)
        self.form.show_draft(draft, self.table.columns.names)
        self._settling.start()

    def accept(self) -> None:
        """Close when the choices give a spectrum."""
        self._read()
        try:
            mapping = self.draft.mapping()
        except LoadError:
            return
        if self._preview.fault:
            return
        self.mapping = mapping
        self._memory.keep(self._lines, mapping)
        super().accept()

    def _first_draft(self, need: NeedsMapping) -> Draft:
        known = self._memory.recall(self._lines, need.sheet)
        if known is not None:
            return Draft.of(known)
        return Draft.of(need.proposal) if need.proposal else Draft.guess(self._lines, need.sheet)

    def _read(self) -> None:
        """Read the lines as the import will, and show the outcome."""
        self._settling.stop()
        self._preview: Preview = preview(self._name, self._lines, self.draft, whole=len(self._lines) < FIRST_LINES)
        self.plot.setVisible(not self.draft.curve)
        self.curve.setVisible(self.draft.curve)
        self.plot.show_sweeps(self._preview.sweeps)
        self.curve.show_curves(self._preview.curves)
        self.sentence.setText(self._preview.sentence)
        set_property(self.sentence, "tone", "error" if self._preview.fault else "muted")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not self._preview.fault)

    def _lay_out(self, need: NeedsMapping) -> None:
        sheet = f", sheet “{need.sheet}”" if need.sheet else ""
        asked = label(
            f"Say what the columns of {self._name}{sheet} hold: click their headers, or choose at the right. "
            "In the table the keys F, R, I, M, P (of a DC curve T, C, V) name a column.",
            "body",
            wrap=True,
        )
        right = QVBoxLayout()
        right.setSpacing(SPACING[2])
        right.addWidget(self.form)
        seen = Card("Preview")
        seen.add(self.plot, 1)
        seen.add(self.curve, 1)
        right.addWidget(seen, 1)
        right.addWidget(self.sentence)
        side = QWidget()
        side.setFixedWidth(RIGHT_WIDTH)
        right.setContentsMargins(0, 0, 0, 0)
        side.setLayout(right)
        lines = Card("First lines")
        lines.add(self.table, 1)
        middle = QHBoxLayout()
        middle.setSpacing(SPACING[3])
        middle.addWidget(lines, 1)
        middle.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[3], SPACING[3], SPACING[3], SPACING[3])
        layout.setSpacing(SPACING[2])
        layout.addWidget(asked)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)
        self.resize(980, 660)


class _NyquistPreview(Canvas):
    """The spectrum as it would be imported."""

    def __init__(self) -> None:
        super().__init__(Selection())
        self.setAccessibleName("Preview of the spectrum")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(150)
        self.plot = Plot(equal_aspect=True)
        self.plot.bottom.set_label("Re <i>Z</i>", "Ω")
        self.plot.left.set_label("−Im <i>Z</i>", "Ω")
        self.arrange({(0, 0): self.plot})

    def show_sweeps(self, sweeps: Sequence[tuple[Real, Complex]]) -> None:
        """Draw each sweep in a colour of its own."""
        palette = theme.tokens().components
        colours = [theme.tokens().data] if len(sweeps) == 1 else palette
        self.plot.data.show_drawables(
            [Points(z.real, -z.imag, colours[k % len(colours)]) for k, (_, z) in enumerate(sweeps)]
        )
        extent = united([arcs(frequency, z) for frequency, z in sweeps])
        if extent is not None:
            self.plot.view.set_home(nyquist_home(extent))
        self.align()


class _CurvePreview(Canvas):
    """The current over time as it would be imported."""

    def __init__(self) -> None:
        super().__init__(Selection())
        self.setAccessibleName("Preview of the current")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(150)
        self.plot = Plot()
        self.plot.bottom.set_label("<i>t</i>", "s")
        self.plot.left.set_label("<i>I</i>", "A")
        self.arrange({(0, 0): self.plot})

    def show_curves(self, curves: Sequence[tuple[Real, Real]]) -> None:
        """Draw each run in a colour of its own."""
        colours = [theme.tokens().data] if len(curves) == 1 else theme.tokens().components
        self.plot.data.show_drawables([Points(t, i, colours[k % len(colours)]) for k, (t, i) in enumerate(curves)])
        if curves:
            time, current = (np.concatenate([curve[k] for curve in curves]) for k in (0, 1))
            spans = [(float(v.min()), max(float(np.ptp(v)), 1e-15)) for v in (time, current)]
            home = tuple(edge for low, span in spans for edge in (low - MARGIN * span, low + (1 + MARGIN) * span))
            self.plot.view.set_home(lambda width, height: home)  # type: ignore[arg-type, return-value]
        self.align()
