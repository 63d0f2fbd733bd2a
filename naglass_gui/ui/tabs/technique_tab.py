"""A tab of one technique: puts plots, column, steps, fits and figures together, and answers the window with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.project import Analysis, Id, Measurement, Project, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.deeds import Deed, Deeds
from naglass_gui.ui.dialogs.results import ResultsDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.fits import Fitting, Start
from naglass_gui.ui.panels.result_label import ResultLabel
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.gesture import Selection, cancel_drag
from naglass_gui.ui.services import Services
from naglass_gui.ui.steps import Steps
from naglass_gui.ui.tabs.showing import PLOTS, Item, Part, Showing
from naglass_gui.ui.tabs.tab import Tab
from naglass_gui.ui.tabs.workspace import COLUMN_SHARE, Workspace


class Plots(Protocol):
    """The plots of a tab."""

    def show_everything(self) -> None:
        """All the data in every plot."""

    def first_look(self) -> None:
        """Where a new selection is best seen."""

    def retheme(self) -> None:
        """Follow the theme in what is not drawn anew anyway."""


MOST_NAMES, MOST_RESULTS = 8, 3  # in the words of a plot


class TechniqueTab[Shown: Item](Tab):
    """Shows what is selected of one technique.

    A subclass makes its parts and hands them to `assemble`. It says in `gather` what of the selection it shows, as items
    with `id` and `analysis`, and in `draw` how that is drawn; `take`, `look` and `settled` (see `showing.View`) and the
    hints where there is more to say.

    Attributes:
        selection: the handle, edge or marker that the arrow keys move.
        editing: makes the steps.
        fitting: starts fits.
        figures: exports, copies and prints; figures of the kind named like the technique.
        showing: what is shown, and when it is drawn.
        workspace: the lay-out.
    """

    plot_hint = ""
    nothing_hint = "Drop files anywhere on the window"
    editing: Steps

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self.selection = Selection(self)
        self.editing = Steps(document, services)
        self.fitting = Fitting(document, services)
        self.figures = FigureExporter(document, services, self.technique)
        self.showing: Showing[Shown] = Showing(document, self, self._is_seen, self)

    def assemble(
        self,
        plots: Plots,
        column: QWidget,
        empty: QWidget,
        *,
        title: str = "The plots",
        content: QWidget | None = None,
        above: Sequence[QWidget] = (),
        below: QWidget | None = None,
        share: float = COLUMN_SHARE,
        deeds: Sequence[Deed] = (),
    ) -> None:
        """Lay the parts out, make the menu, and show what there is.

        Args:
            plots: what is drawn in.
            column: the panels at the right.
            empty: what teaches where nothing is selected that belongs here (see `teaching`).
            title: of the plots' own window.
            content: what holds the plots, where that is not the plots themselves.
            above: widgets above the plots.
            below: the line below them.
            share: of the width the column has at first.
            deeds: what this technique adds to the menu, between the fit and the table of results.
        """
        self._plots = plots
        held = content if content is not None else plots
        assert isinstance(held, QWidget)
        settings = self.services.settings
        self.workspace = Workspace(self.technique, title, held, column, empty, settings, above, below, share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.workspace)
        self.showing.gathered.connect(lambda: self.workspace.show_plots(self.current is not None))
        # After the window has brought the tab to the front: it clears the status bar then.
        self.showing.looked.connect(lambda: QTimer.singleShot(0, self, self._hint))
        self._say_in_words(held, column)
        self._deeds = Deeds((*self.first_deeds(), *deeds, *self._last_deeds()), self)
        self.showing.gather(Part.LOOK)

    def _say_in_words(self, content: QWidget, column: QWidget) -> None:
        """Tell those who cannot see a plot what it shows when they come to it, and those without a mouse what keys do."""
        if not column.accessibleName():
            column.setAccessibleName("Model and results")
        for canvas in content.findChildren(Canvas):
            canvas.hinted.connect(self.hint)
            canvas.focused.connect(lambda canvas=canvas: canvas.setAccessibleDescription(self.in_words(canvas)))

    def in_words(self, canvas: Canvas) -> str:
        """What a plot shows: how many of what, the axes with their ranges, the number the tab exists for."""
        names = [name for name in map(name_of, self.showing.items) if name]
        shown = f"{len(self.showing.items)} shown" + (f": {', '.join(names[:MOST_NAMES])}" if names else "")
        parts = [shown, *(plot.in_words() for plot in canvas.plots), *self._results()]
        return ". ".join(parts) + "."

    def _results(self) -> list[str]:
        """The numbers that stand large in the column; where there is none, the first of the fit."""
        labels = self.workspace.column.findChildren(ResultLabel)
        large = [label.accessibleName() for label in labels if label.isVisible() and label.text()]
        fit = self.analysis.fit if self.analysis is not None else None
        if large or fit is None:
            return large
        doubt = doubt_of(fit)
        beside = "" if doubt is None else f", {doubt.short}"
        return [
            f"{d.note or d.name}: {Quantity(d.value, d.stderr, d.unit)}{beside}" for d in fit.derived[:MOST_RESULTS]
        ]

    def teaching(self, heading: str, sentence: str, *actions: str) -> EmptyState:
        """The empty place: what belongs here, how it gets here, and actions of the window by name ("file.import")."""
        parent = self.services.parent
        found = [parent.findChild(QAction, name) for name in actions] if parent is not None else []
        return EmptyState("analysis", heading, sentence, [action for action in found if action is not None])

    # -- what a technique says -------------------------------------------------------------------------------------

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Shown]:
        """What of the selection belongs here, in the tree's order."""
        raise NotImplementedError

    def take(self, items: tuple[Shown, ...], current: Shown | None) -> Part:
        """Take what is shown from now on; gives what is out of date."""
        return PLOTS

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        raise NotImplementedError

    def look(self) -> None:
        """Go to where a new selection is best seen."""
        self._plots.first_look()

    def settled(self, refitted: bool) -> None:
        """A step was made or undone, and is drawn."""

    def first_deeds(self) -> Sequence[Deed]:
        """What the menu begins with."""
        return (Deed("Fit from the current values", lambda: self.fit_from("current"), lambda: self.analysis),)

    # -- what its parts ask ----------------------------------------------------------------------------------------

    @property
    def current(self) -> Shown | None:
        """What is edited."""
        return self.showing.current

    @property
    def analysis(self) -> Analysis | None:
        """What is fitted to it, as it is before a running drag."""
        return self.showing.analysis

    @property
    def measurement(self) -> Measurement | None:
        """What was measured; None where nothing is shown, and for a derived analysis."""
        current = self.current
        return next((m for m in self.document.committed.measurements() if current and m.id == current.id), None)

    def redraw_now(self) -> None:
        """Draw at once what is out of date, e.g. before a picture is taken."""
        self.showing.now()

    def make_current(self, id: Id) -> None:
        """Edit another one of those shown."""
        if self.showing.make_current(id):
            self.selection.choose(None)
            self.settled(True)

    def fit_from(self, start: Start) -> None:
        """Fit the current one, searching or from where its values are."""
        if self.analysis is not None:
            self.fitting.fit(self.analysis, start)

    def on_analysis(self, deed: Callable[..., object], *arguments: Any, **keywords: Any) -> None:
        """Do something with the analysis, where there is one."""
        if self.analysis is not None:
            deed(self.analysis, *arguments, **keywords)

    def then_fit(self, deed: Callable[..., object], *arguments: Any) -> None:
        """Do something with the analysis, and fit it anew where it has a fit: one step to undo."""
        before, together = self.document.committed, new_id()
        with self.document.joining(together):
            self.on_analysis(deed, *arguments)
        if self.document.committed is not before and self.analysis is not None and self.fits_anew():
            self.fitting.fit(self.analysis, joins=together)

    def fits_anew(self) -> bool:
        """Whether a change is followed by a fit; asked after it."""
        return self.analysis is not None and bool(self.analysis.fits)

    def copy_model(self, text: str) -> None:
        """Take model, regions and options over to all others that are shown; {} in the text stands for their number."""
        others = [item.analysis for item in self.showing.others if item.analysis is not None]
        if self.analysis is not None and others:
            self.editing.copy_model(text.format(len(others)), self.analysis, others)

    def has_others(self) -> bool:
        """Whether there is an analysis and something beside it, to copy to."""
        return self.analysis is not None and len(self.showing.items) > 1

    def show_results(self) -> None:
        """The results of everything shown, as a table."""
        analyses = [a.id for a in self.showing.analyses]
        dialog = ResultsDialog(self.document.committed, analyses, self.services, self.window())
        if self.services.ask.run(dialog) and dialog.chosen is not None:
            self.services.select([i.id for i in self.showing.items if i.analysis and i.analysis.id == dialog.chosen])
        dialog.deleteLater()

    # -- what the window asks --------------------------------------------------------------------------------------

    def show_selection(self, ids: Sequence[Id]) -> None:
        """Show what belongs here; the current one stays where it is among them."""
        self.showing.select(ids)

    def fit(self) -> None:
        """Fit the current one."""
        self.fit_from("auto")

    def fit_selected(self) -> None:
        """Fit everything that is shown."""
        if self.showing.analyses:
            self.fitting.fit_all(self.showing.analyses)

    def cancel(self) -> bool:
        """End a running drag; True when there was one."""
        return cancel_drag()

    def show_everything(self) -> None:
        """All the data in every plot."""
        self._plots.show_everything()

    def figure_sources(self) -> Sequence[Id]:
        """What a figure of this tab shows."""
        return [item.id for item in self.showing.items]

    def export_figure(self) -> None:
        """What is shown as it will print."""
        self.figures.export(self.figure_sources(), self.window())

    def copy_figure(self) -> None:
        """The same onto the clipboard, as a picture and as SVG."""
        self.figures.copy(self.figure_sources())

    def print_figure(self) -> None:
        """The same on paper."""
        self.figures.print(self.figure_sources(), self.window())

    def delete_selection(self) -> None:
        """Remove what is selected in a plot."""
        if self.selection.item is not None:
            self.selection.item.removal_wanted.emit()

    def menu_actions(self) -> Sequence[QAction]:
        """What this tab adds to the Analysis menu."""
        return self._deeds.actions()

    def retheme(self) -> None:
        """Follow the theme."""
        self._plots.retheme()
        self.showing.gather(PLOTS)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the tab is seen."""
        super().showEvent(event)
        self.showing.catch_up()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _is_seen(self) -> bool:
        return self.isVisible() or self.workspace.is_detached

    def _hint(self) -> None:
        self.hint.emit(self.plot_hint if self.current is not None else self.nothing_hint)

    def _last_deeds(self) -> Sequence[Deed]:
        return (
            Deed("Table of results…", self.show_results, lambda: self.showing.analyses),
            Deed(
                "Plots in a window of their own",
                self.workspace.turn_detached,
                lambda: self.current,
                lambda: self.workspace.is_detached,
            ),
        )


def name_of(item: Item) -> str:
    """What something shown is called."""
    measurement = getattr(item, "measurement", None)
    named = measurement if measurement is not None else item.analysis
    return named.name if named is not None else ""
