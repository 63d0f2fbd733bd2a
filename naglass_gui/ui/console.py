"""View > Console: Python with the project at hand, for those who know it. What is typed there runs in the window."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core import edits
from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Measurement, Project
from naglass_gui.ui.document import Document
from naglass_gui.ui.theme import SPACING

SIZE = (820, 480)
WELCOME = """The project is “project”; it is a value and never changes: edits make a new one.

    m = next(project.measurements())             a measurement
    a = project.analyses[0]; a.fit.parameters    an analysis and its fit
    numbers(m)["z_real"]                         a column as a NumPy array
    apply("Set notes", edits.set_notes, m.id, "checked")    an edit, as one step that Ctrl+Z takes back
    curves(a)                                    the curves of the current fit
    np                                           NumPy

"""


class Console(QWidget):
    """A window of its own with a Python prompt; it closes with the program's window."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        from pyqtgraph.console import ConsoleWidget  # costs 60 ms that few need

        self.setWindowTitle("Console")
        self.setProperty("help_page", "scripts")
        self.resize(*SIZE)
        self._document = document
        self.names: dict[str, Any] = {
            "project": document.project,
            "document": document,
            "edits": edits,
            "np": np,
            "apply": document.apply,
            "numbers": self.numbers,
            "curves": self.curves,
        }
        self.prompt = ConsoleWidget(self, namespace=self.names, text=WELCOME)
        # What it raises is shown in it; the list of stack frames is for those who write pyqtgraph.
        self.prompt.exceptionBtn.hide()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for field, name in ((self.prompt.output, "Output"), (self.prompt.input, "Python prompt")):
            field.setFont(fixed)
            field.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING[1], SPACING[1], SPACING[1], SPACING[1])
        layout.addWidget(self.prompt)
        self.setFocusProxy(self.prompt.input)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        document.changed.connect(self._follow)

    def numbers(self, measurement: Measurement) -> dict[str, Array]:
        """The columns of a measurement by name."""
        return {c.name: self._document.store.get(c.array) for c in measurement.channels}

    def curves(self, analysis: Analysis) -> dict[str, Array]:
        """The curves of an analysis' current fit by name; {} without one."""
        fit = analysis.fit
        return {} if fit is None else {c.name: self._document.store.get(c.array) for c in fit.curves}

    def _follow(self, _before: Project, after: Project) -> None:
        self.names["project"] = after
