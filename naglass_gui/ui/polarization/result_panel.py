"""The electronic conductivity as the one big number, its verdict, and the transference number below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.project import Analysis, Derived, Id
from naglass_gui.techniques.polarization.derived import is_upper_bound
from naglass_gui.techniques.polarization.judgement import verdict
from naglass_gui.ui.panels.fields import FieldGrid
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.panels.look import set_property
from naglass_gui.ui.panels.options_panel import QuietCombo
from naglass_gui.ui.panels.prefixes import conductivity_text
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.polarization import words
from naglass_gui.ui.polarization.traces import Trace
from naglass_gui.ui.theme import SPACING

REMEDIES = {"voltage": "Type the voltage", "thickness": "Type the thickness", "diameter": "Type the diameter"}
NOBODY = "none"


class ResultPanel(QWidget):
    """Shows a trace's results.

    `field_wanted(name)` asks for the field that is missing; `ionic_chosen(id)` for the ionic conductivity of another
    analysis, "" for none; `figure_wanted()` for the transference numbers of the runs shown, in print.
    """

    field_wanted = Signal(str)
    ionic_chosen = Signal(str)
    figure_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("help_page", "polarization")
        self._field = ""
        self.result = ResultLabel()
        self.verdict = label("", "good", wrap=True, selectable=True)
        self.missing = label("", "body", wrap=True)
        self.remedy = QPushButton()
        self.remedy.setAutoDefault(False)
        self.remedy.clicked.connect(lambda: self.field_wanted.emit(self._field))
        self.transference = label("", "body", wrap=True, selectable=True)
        self.figure = quiet_button("Figure…", "Print the conductivities of ions and electrons of the runs shown")
        self.figure.clicked.connect(self.figure_wanted)
        self._shares = QWidget()
        shares = QHBoxLayout(self._shares)
        shares.setContentsMargins(0, 0, 0, 0)
        shares.addWidget(self.transference, 1)
        shares.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignTop)
        self.lines = label("", "muted", wrap=True, selectable=True)
        self.ionic = QuietCombo()
        self.ionic.setAccessibleName("Ionic conductivity")
        self.ionic.activated.connect(lambda index: self.ionic_chosen.emit(self.ionic.itemData(index) or ""))
        self.offer = QPushButton("Make the transference number")
        self.offer.setAutoDefault(False)
        self.offer.clicked.connect(lambda: self.ionic_chosen.emit(self.ionic.itemData(1)))
        self._ionic_row = FieldGrid()
        self._ionic_row.add("σ ions", self.ionic, "The spectrum of the same sample that gives the ionic conductivity")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING[0])
        for widget in (
            self.result, self.verdict, self.missing, self.remedy, self._shares, self.lines, self._ionic_row, self.offer,
        ):  # fmt: skip
            layout.addWidget(widget)

    def show_trace(
        self,
        trace: Trace | None,
        transference: Sequence[Derived] = (),
        ionic: Sequence[Analysis] = (),
        chosen: Id = "",
    ) -> None:
        """Show a trace.

        Args:
            trace: the current one.
            transference: t_ion and t_e, where the ionic conductivity is known.
            ionic: analyses that could give it.
            chosen: the one that does.
        """
        found = {d.name: d for d in trace.quantities} if trace is not None else {}
        sigma = found.get("sigma_e")
        fit = trace.analysis.fit if trace is not None and trace.analysis is not None else None
        stale = trace is not None and trace.stale
        bound = fit is not None and not stale and is_upper_bound(fit)
        text = " ".join(conductivity_text(sigma.value, sigma.stderr)) if sigma is not None else ""
        self.result.set_text(f"≤ {text}" if bound and text else text, faint=stale, doubt=doubt_of(fit))
        self.result.setVisible(bool(text))
        steady, sentence = verdict(fit) if fit is not None and not stale else (True, "")
        self._say(self.verdict, sentence)
        set_property(self.verdict, "tone", "good" if steady else "warning")
        missing, self._field = words.missing_words(trace) if trace is not None and sigma is None else ("", "")
        self._say(self.missing, missing)
        self.remedy.setText(REMEDIES.get(self._field, ""))
        self.remedy.setVisible(bool(self._field))
        ions, note = words.transference_words(tuple(transference) if not stale else ())
        self._say(self.transference, ions, note)
        self._shares.setVisible(bool(ions))
        self.figure.setVisible(bool(chosen))
        lines = words.result_lines(trace) if trace is not None else []
        if sigma is not None and not (ions or ionic):
            lines.append((words.NO_IONS, words.HOW_IONS))
        self._say(self.lines, "\n".join(line for line, _ in lines), "\n".join(tip for _, tip in lines))
        self._show_ionic(ionic, chosen)
        # It is shown once it stands in the project with its sources; the only spectrum there is takes one click.
        able = len(ionic) == 1 and not chosen and sigma is not None and not stale
        self.offer.setVisible(able)
        self.offer.setToolTip(f"With the ionic conductivity of “{ionic[0].name}”" if able else "")

    def _say(self, where: QLabel, text: str, tip: str = "") -> None:
        if where.text() != text:
            where.setText(text)
        where.setToolTip(tip)
        where.setVisible(bool(text))

    def _show_ionic(self, ionic: Sequence[Analysis], chosen: Id) -> None:
        entries = [(NOBODY, ""), *((a.name, a.id) for a in ionic)]
        if entries != [(self.ionic.itemText(k), self.ionic.itemData(k)) for k in range(self.ionic.count())]:
            self.ionic.clear()
            for name, id in entries:
                self.ionic.addItem(name, id)
        self.ionic.setCurrentIndex(max(self.ionic.findData(chosen), 0))
        self._ionic_row.setVisible(bool(ionic))
