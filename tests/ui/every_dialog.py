"""Every dialog of the program, made over the filled window."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from naglass_gui.core.project import Analysis
from naglass_gui.storage import Recoverable
from naglass_gui.ui.main_window import MainWindow
from naglass_gui.ui.tabs import TABS
from naglass_gui.ui.times import now


def analysis(window: MainWindow, technique: str = "eis") -> Analysis:
    return next(a for a in window.document.project.analyses if a.technique == technique)


def exported(window: MainWindow) -> QDialog:
    """The dialog of the figure of the tab in front, kept open."""
    from naglass_gui.ui.dialogs.export_figure import ExportFigure

    kept: list[ExportFigure] = []
    window.show_tab([entry.technique for entry in TABS].index("eis"))
    eis: Any = window.tabs.current
    answers = window.services.ask
    run, answers.run = answers.run, lambda dialog: bool(kept.append(dialog))  # type: ignore[method-assign]
    eis.export_figure()
    answers.run = run  # type: ignore[method-assign]
    return kept[0]


def mapper(window: MainWindow) -> QDialog:
    from naglass_gui.formats import NeedsMapping
    from naglass_gui.ui.dialogs.column_mapper import ColumnMapper

    lines = tuple(["A;B;C", *(f"{10**k};{k},5;-{k},25" for k in range(6))])
    return ColumnMapper("cell.csv", NeedsMapping("cell.csv: which columns?", first_lines=lines), window.settings)


def of(module: str, name: str, *arguments: Callable[[MainWindow], Any]) -> Callable[[MainWindow], QDialog]:
    """Makes a dialog of `naglass_gui.ui`, its arguments taken from the window."""

    def make(window: MainWindow) -> QDialog:
        kind = getattr(importlib.import_module(f"naglass_gui.ui.{module}"), name)
        made: QDialog = kind(*(argument(window) for argument in arguments))
        return made

    return make


def measurements(window: MainWindow) -> list[Any]:
    return list(window.document.project.measurements())


def itself(window: MainWindow) -> MainWindow:
    return window


def nothing(window: MainWindow) -> Callable[..., None]:
    return lambda *_: None


def recoverable(window: MainWindow) -> tuple[Recoverable, ...]:
    return (
        Recoverable(Path("a"), "LPSCl", Path("LPSCl.naglass"), now(), now(), 12, "2 samples"),
        Recoverable(Path("b"), "", None, "", now(), 1, "1 sample"),
    )


def services(window: MainWindow) -> Any:
    return window.services


def document(window: MainWindow) -> Any:
    return window.document


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "AboutDialog": of("dialogs.about", "AboutDialog", itself),
    "BoundsDialog": of("dialogs.bounds", "BoundsDialog", lambda w: analysis(w).parameters[0], itself),
    "ColumnMapper": mapper,
    "CommandPalette": of("command_palette", "CommandPalette", itself, lambda w: w.commands.everything()),
    "CompareFitsDialog": of("dialogs.compare_fits", "CompareFitsDialog", analysis, services, itself),
    "ConditionDialog": of("dialogs.conditions", "ConditionDialog", lambda w: measurements(w)[:3]),
    "CorrelationsDialog": of("dialogs.correlations", "CorrelationsDialog", analysis, services, itself),
    "DelaysDialog": of("relaxation.delays_dialog", "DelaysDialog", lambda w: "T1", lambda w: 8, lambda w: (1.0,), itself),
    "DiagnosisDialog": of(
        "dialogs.diagnosis", "DiagnosisDialog", lambda w: Path(), itself, lambda w: [sys.executable, "-c", "pass"]
    ),
    "ExportFigure": exported,
    "IntervalsDialog": of("dialogs.intervals", "IntervalsDialog", document, lambda w: analysis(w).id, services, itself),
    "JointDialog": of("nmr.joint_dialog", "JointDialog", lambda w: ["a", "b"], lambda w: analysis(w, "nmr")),
    "LinkDialog": of(
        "dialogs.link_parameter", "LinkDialog", lambda w: analysis(w).parameters[0], lambda w: analysis(w).parameters, itself
    ),
    "MessagesDialog": of("dialogs.messages", "MessagesDialog", lambda w: w.messages.said, itself),
    "NotesDialog": of("dialogs.notes", "NotesDialog", lambda w: "EIS cold", lambda w: "cracked"),
    "PreferencesDialog": of("dialogs.preferences", "PreferencesDialog", lambda w: w.settings, nothing, nothing, itself),
    "RecoveryDialog": of("dialogs.recovery", "RecoveryDialog", recoverable, nothing, itself),
    "ResultsDialog": of(
        "dialogs.results", "ResultsDialog", lambda w: w.document.project, lambda w: [analysis(w).id], services, itself
    ),
    "SamplesDialog": of(
        "dialogs.samples", "SamplesDialog", lambda w: "a.naglass", lambda w: w.document.project.samples, itself
    ),
    "SpecimenDialog": of("dialogs.specimen", "SpecimenDialog", lambda w: w.document.project.samples[0].specimens[0]),
    "SubtractDialog": of(
        "nmr.subtract_dialog", "SubtractDialog", lambda w: measurements(w)[0], lambda w: measurements(w)[1:3]
    ),
    "T1Table": of("relaxation.t1_table", "T1Table", document, services, itself),
    "TemplatesDialog": of("dialogs.templates", "TemplatesDialog", lambda w: "eis", lambda w: "3 analyses", services, itself),
}  # fmt: skip
