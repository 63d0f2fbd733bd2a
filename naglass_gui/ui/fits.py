"""From an analysis to a fit and back into the project: the same for every technique that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.project import Analysis, Channel, Fit, Id, Project, new_id
from naglass_gui.techniques import companions_of, sources_of
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services

Start = Literal["auto", "current"]


def inputs_of(project: Project, analysis: Analysis, store: ArrayStore, start: Start = "auto") -> FitInputs:
    """Everything a child process needs to fit an analysis as it is now. Raises KeyError when a source is gone."""
    measured = {m.id: m for m in project.measurements()}
    measurements = tuple(measured[id] for id in analysis.sources if id in measured)
    companions = companions_of(project, analysis)
    return FitInputs(
        analysis=analysis,
        measurements=measurements,
        specimens=tuple(project.specimen_of(m.id) for m in measurements),
        arrays=gather(store, (c.array for m in (*measurements, *companions) for c in m.channels)),
        start=start,
        sources=sources_of(project, analysis),
        companions=companions,
    )


def with_fit(project: Project, analysis: Id, outcome: FitOutcome, store: ArrayStore) -> Project:
    """The project with a finished fit and its curves in the history of the analysis."""
    return edits.add_fit(project, analysis, with_curves(outcome, store), outcome.analysis)


def with_curves(outcome: FitOutcome, store: ArrayStore) -> Fit:
    """A finished fit with its curves in the store."""
    curves = tuple(Channel(c.name, c.unit, store.put(c.values), c.role) for c in outcome.curves)
    return replace(outcome.fit, curves=curves)


class Fitting:
    """Starts fits and takes their results into the document, one undo step a fit or one for a whole selection.

    Attributes:
        done: called with the analysis once the fit of a single one is in.
    """

    def __init__(self, document: Document, services: Services) -> None:
        self._document = document
        self._services = services
        self.done: Callable[[Id], object] = lambda id: None

    def fit(self, analysis: Analysis, start: Start = "auto", *, joins: str = "") -> None:
        """Fit one analysis; its result becomes the step "Fit R(RQ)Q", or part of the last step where that has this merge key."""
        self._start(analysis, start, f"Fit {_model(analysis)}", joins)

    def fit_all(self, analyses: Sequence[Analysis], start: Start = "auto") -> None:
        """Fit several; their results, as they come in, become one step."""
        together = new_id() if len(analyses) > 1 else ""
        for analysis in analyses:
            text = f"Fit {len(analyses)} spectra" if together else f"Fit {_model(analysis)}"
            self._start(analysis, start, text, together)

    def _start(self, analysis: Analysis, start: Start, text: str, together: str) -> None:
        inputs = inputs_of(self._document.committed, analysis, self._document.store, start)
        name = f"Fit {_model(analysis)}: {analysis.name}" if analysis.name else f"Fit {_model(analysis)}"
        self._services.jobs.fit(name, inputs, lambda outcome: self._take(analysis.id, outcome, text, together))

    def _take(self, analysis: Id, outcome: FitOutcome, text: str, together: str) -> None:
        document = self._document
        # A drag that is running goes on from the fitted values: what it showed was of the values before.
        document.push(text, with_fit(document.committed, analysis, outcome, document.store), merge=together)
        if not together:
            self.done(analysis)


def _model(analysis: Analysis) -> str:
    """What is fitted, in a word: the model's text, or how many lines; a fit finds them where there are none yet."""
    if analysis.model == "auto":
        return "the best model"
    if analysis.model:
        return analysis.model
    count = len(analysis.components)
    return "lines" if not count else "1 line" if count == 1 else f"{count} lines"
