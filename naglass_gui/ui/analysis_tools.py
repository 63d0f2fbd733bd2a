"""What can be done with any technique's analysis: intervals, templates, a script of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis
from naglass_gui.core.template import apply_template, template_of
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services


class AnalysisTools:
    """Does them with the analysis in front, each as one named step.

    Args:
        document: holds the analyses.
        services: for questions and messages.
        current: the analysis in front, None where there is none.
        selected: every analysis that is selected, the one in front first.
        parent: the window.
        project_file: where the project is saved, None where it is not.
    """

    def __init__(
        self,
        document: Document,
        services: Services,
        current: Callable[[], Analysis | None],
        selected: Callable[[], Sequence[Analysis]],
        parent: QWidget,
        project_file: Callable[[], Path | None],
    ) -> None:
        self._project_file = project_file
        self._document, self._services, self._parent = document, services, parent
        self._current, self._selected = current, selected

    def show_intervals(self) -> None:
        """Intervals of the current fit beyond the linear error."""
        analysis = self._current()
        if analysis is None or analysis.fit is None:
            self._services.messages.show("Fit first (F5): intervals are those of a fit.", "warning")
            return
        from naglass_gui.techniques import technique
        from naglass_gui.techniques.intervals import Refittable
        from naglass_gui.ui.dialogs.intervals import IntervalsDialog

        science = technique(analysis.technique)
        if not isinstance(science, Refittable):
            title = science.title if science else analysis.technique
            self._services.messages.show(f"Intervals of this kind are not made for {title}.", "warning")
            return
        self._services.ask.run(IntervalsDialog(self._document, analysis.id, self._services, self._parent))

    def compare_fits(self) -> None:
        """The fits of the analysis beside each other; one of them may be shown again."""
        analysis = self._current()
        if analysis is None or not analysis.fits:
            self._services.messages.show("Fit first (F5): there is no fit to compare.", "warning")
            return
        from naglass_gui.core.edits import restore_fit
        from naglass_gui.ui.dialogs.compare_fits import CompareFitsDialog

        dialog = CompareFitsDialog(analysis, self._services, self._parent)
        if self._services.ask.run(dialog) and dialog.chosen is not None:
            self._document.apply("Show an earlier fit", restore_fit, analysis.id, dialog.chosen)

    def show_correlations(self) -> None:
        """How the parameters of the current fit hang together."""
        analysis = self._current()
        if analysis is None or analysis.fit is None:
            self._services.messages.show("Fit first (F5): correlations are those of a fit.", "warning")
            return
        from naglass_gui.ui.dialogs.correlations import CorrelationsDialog

        self._services.ask.run(CorrelationsDialog(analysis, self._services, self._parent))

    def save_template(self) -> None:
        """Keep how the analysis in front is made, under a name."""
        analysis = self._current()
        if analysis is None:
            self._nothing()
            return
        from naglass_gui.ui.dialogs.templates import save_template

        now = datetime.now(UTC).isoformat(timespec="seconds")
        name = save_template(analysis.model or analysis.name, self._services, lambda n: template_of(analysis, n, now))
        if name is not None:
            self._services.messages.show(f"Kept the template “{name}”.", "good")

    def apply_template(self) -> None:
        """Choose a template and make the selected analyses like it."""
        from naglass_gui.ui.dialogs.templates import TemplatesDialog

        current, selected = self._current(), self._selected()
        technique = current.technique if current else ""
        targets = [a for a in selected if a.technique == technique]
        words = targets[0].name if len(targets) == 1 else f"{len(targets)} analyses" if targets else ""
        dialog = TemplatesDialog(technique, words, self._services, self._parent)
        if not self._services.ask.run(dialog) or dialog.chosen is None or not targets:
            return
        template = dialog.chosen
        try:
            text = f"Apply the template {template.name}"
            self._document.apply(text, apply_template, [a.id for a in targets], template)
        except InputError as error:
            self._services.messages.show(error.sentence, "error")
            return
        self._services.messages.show(f"Applied “{template.name}” to {words}. Fit with F5.")

    def export_script(self) -> None:
        """Write the analysis in front as a Python script."""
        analysis = self._current()
        if analysis is None:
            self._nothing()
            return
        from naglass_gui.techniques.script import script

        project = self._document.committed
        measured = {m.id: m for m in project.measurements()}
        sources = [measured[id] for id in analysis.sources if id in measured]
        try:
            saved = self._project_file()
            specimen = project.specimen_of(sources[0].id) if sources else None
            text = script(analysis, sources, specimen, saved.name if saved else "")
        except InputError as error:
            self._services.messages.show(error.sentence, "warning")
            return
        name = "".join(c if c.isalnum() or c in " -_." else "_" for c in analysis.name).strip(". ") or "analysis"
        path = self._services.ask.save_file("Export as a script", Path(f"{name}.py"), "Python script (*.py)")
        if path is None:
            return
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self._services.messages.show(
                f"{path.name} cannot be written: {error.strerror}.", "error", details=str(error)
            )
            return
        what = "raw file" if sources else "project"
        self._services.messages.show(f"Wrote {path.name}. Run it beside the {what}: python {path.name}", "good")

    def _nothing(self) -> None:
        self._services.messages.show("Select one measurement that has an analysis.", "warning")
