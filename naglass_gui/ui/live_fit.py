"""Fit while dragging: what is dragged is held, the rest is fitted, and only the newest position is ever asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.techniques.technique import FitOutcome
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of
from naglass_gui.ui.services import Services

Edit = Callable[[Project], Project]


class LiveFit:
    """Shows an edit as a preview, and follows it with fits of the other parameters while `on`."""

    def __init__(self, document: Document, services: Services) -> None:
        self._document = document
        self._services = services
        self._drag = 0
        self._edit: Edit | None = None
        self._analysis: Id = ""
        self._fitted: dict[str, float] = {}
        self.on = False

    def switch(self, on: bool) -> None:
        """Fit while dragging from now on, or not."""
        self.on = on

    def show(self, analysis: Id, edit: Edit, held: Collection[str] = ()) -> None:
        """Preview an edit of a drag.

        Args:
            analysis: what is dragged on.
            edit: from the committed project to what the drag shows.
            held: parameters the mouse holds; a fit leaves them where they are.
        """
        self._analysis, self._edit = analysis, edit
        for name in held:
            self._fitted.pop(name, None)
        self._preview()
        if self.on:
            self._ask(held)

    @property
    def fitted(self) -> dict[str, float]:
        """Values of what the last answer fitted while the mouse held the rest."""
        return dict(self._fitted)

    def finish(self) -> None:
        """The drag is over: later answers are no longer shown."""
        self._drag += 1
        self._edit = None
        self._fitted = {}

    def _preview(self) -> None:
        edit, analysis, fitted = self._edit, self._analysis, dict(self._fitted)
        if edit is not None:
            self._document.preview(lambda project: edits.set_values(edit(project), analysis, fitted))

    def _ask(self, held: Collection[str]) -> None:
        analysis = self._document.project.analysis(self._analysis)
        asked = _holding(analysis, held)
        if not any(p.free for p in edits.all_parameters(asked)):
            return
        inputs = inputs_of(self._document.project, asked, self._document.store, "current")
        drag = self._drag
        self._services.jobs.fit(
            "Fit while dragging",
            inputs,
            lambda outcome: self._take(drag, outcome, held),
            lambda error: None,  # at this position the model cannot be fitted; the next one may
            newest_only=f"{asked.technique} while dragging",
        )

    def _take(self, drag: int, outcome: FitOutcome, held: Collection[str]) -> None:
        if drag == self._drag and self._edit is not None:
            fitted = edits.all_parameters(outcome.analysis)
            self._fitted = {p.name: p.value for p in fitted if p.free and p.name not in held}
            self._preview()


def _holding(analysis: Analysis, held: Collection[str]) -> Analysis:
    return edits.with_each_parameter(analysis, lambda p: replace(p, vary=False) if p.name in held else p)
