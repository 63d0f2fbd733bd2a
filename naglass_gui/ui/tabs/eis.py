"""The EIS tab: plots, arcs to be dragged, circuit and conductivity."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag, auto

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.ui.detachable import Detachable
from naglass_gui.ui.dialogs.results import ResultsDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.eis import words
from naglass_gui.ui.eis.column import NARROWEST, USUAL, Column
from naglass_gui.ui.eis.editing import Editing
from naglass_gui.ui.eis.foot import Foot
from naglass_gui.ui.eis.gestures import Gestures
from naglass_gui.ui.eis.intentions import connect_column
from naglass_gui.ui.eis.live_fit import LiveFit
from naglass_gui.ui.eis.plots_area import PlotsArea
from naglass_gui.ui.eis.quantities import SCALES, Scale
from naglass_gui.ui.eis.shown import Pointed, Shown, colours_of, data_changed
from naglass_gui.ui.eis.spectra import TECHNIQUE, Spectra, Spectrum
from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.fits import Fitting, Start
from naglass_gui.ui.plots.gesture import Selection, cancel_drag
from naglass_gui.ui.plots.redraw import Redraw
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs.tab import Tab
from naglass_gui.ui.theme import SPACING

NUMBERS_MS = 60  # between two changes of the numbers at the right while something is dragged
COLUMN_SHARE = 0.32  # of the tab's width, until a person moves the splitter


class Part(Flag):
    """What may be out of date."""

    DATA = auto()
    MODEL = auto()
    VIEW = auto()
    COLUMN = auto()


class EisTab(Tab):
    """Impedance spectra with their model.

    Attributes:
        plots: the plots.
        column: the panels at the right.
        foot: the line below the plots.
        selection: the handle, edge or marker that the arrow keys move.
        editing: makes the steps.
    """

    technique = TECHNIQUE
    title = "EIS"
    help_page = "eis"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._ids: tuple[Id, ...] = ()
        self._current: Id = ""
        self._scale: Scale = _known_scale(services.settings.get("eis/scale", "ohm"))
        self._spectra = Spectra(document.store)
        self.shown = Shown()
        self.selection = Selection()
        self.plots = PlotsArea(self.selection, services)
        self.column = Column(services)
        self.foot = Foot()
        self.live_fit = LiveFit(document, services)
        self.editing = Editing(document, services, self.live_fit)
        self.fitting = Fitting(document, services)
        self.figures = FigureExporter(document, services, TECHNIQUE)
        self._redraw = Redraw(self._draw, self)
        self._renumber = Redraw(self._draw, self, NUMBERS_MS)
        self._lay_out()
        self.gestures = Gestures(self)
        connect_column(self)
        self._connect()
        self._actions = self._make_actions()
        self.foot.show_arrangement(self.plots.arrangement)
        self._gather(first_look=True)

    # -- what the window asks --------------------------------------------------------------------------------------

    def show_selection(self, ids: Sequence[Id]) -> None:
        """Show the impedance spectra among these; the first is the current one unless it is among them already."""
        self._ids = tuple(ids)
        self._gather(first_look=True)

    def fit(self) -> None:
        """Fit the current spectrum."""
        self._fit_current("auto")

    def fit_selected(self) -> None:
        """Fit every spectrum that is shown."""
        analyses = [s.analysis for s in self.shown.spectra if s.analysis is not None]
        if analyses:
            self.fitting.fit_all(analyses)

    def cancel(self) -> bool:
        """End a running drag; True when there was one."""
        return cancel_drag()

    def show_everything(self) -> None:
        """All the data in every plot."""
        self.plots.show_everything()
        self._note()

    def export_figure(self) -> None:
        """The spectra on screen as they will print."""
        self.figures.export([s.measurement.id for s in self.shown.spectra], self.window())

    def copy_figure(self) -> None:
        """The same onto the clipboard, as a picture and as SVG."""
        self.figures.copy([s.measurement.id for s in self.shown.spectra])

    def print_figure(self) -> None:
        """The same on paper."""
        self.figures.print([s.measurement.id for s in self.shown.spectra], self.window())

    def show_results(self) -> None:
        """The results of all spectra shown, as a table."""
        analyses = [s.analysis for s in self.shown.spectra if s.analysis is not None]
        dialog = ResultsDialog(self.document.committed, [a.id for a in analyses], self.services, self.window())
        if self.services.ask.run(dialog) and dialog.chosen is not None:
            self.services.select([self.document.committed.analysis(dialog.chosen).sources[0]])
        dialog.deleteLater()

    def delete_selection(self) -> None:
        """Remove the region whose end is selected in a plot."""
        if self.selection.item is not None:
            self.selection.item.removal_wanted.emit()

    def menu_actions(self) -> Sequence[QAction]:
        """What this tab adds to the Analysis menu."""
        self._enable_actions()
        return self._actions

    def retheme(self) -> None:
        """Follow the theme."""
        self.plots.retheme()
        self._gather()

    # -- what its parts ask ----------------------------------------------------------------------------------------

    @property
    def current(self) -> Spectrum | None:
        """The spectrum that is edited."""
        return self.shown.current

    @property
    def analysis(self) -> Analysis | None:
        """What is fitted to it, as it is before a running drag."""
        if self.current is None or self.current.analysis is None:
            return None
        id = self.current.analysis.id
        return next((a for a in self.document.committed.analyses if a.id == id), None)

    def make_current(self, measurement: Id) -> None:
        """Edit another one of the spectra shown."""
        if measurement != self._current:
            self._current = measurement
            self.selection.choose(None)
            self._gather()
            self.plots.follow_residual()

    def choose_scale(self, scale: Scale) -> None:
        """Show resistances in other units; the view goes along."""
        self._scale = scale
        self.services.settings.set("eis/scale", scale)
        self._gather(first_look=True)

    def redraw_now(self) -> None:
        """Draw at once what is out of date, e.g. before a picture is taken."""
        self._redraw.now()
        self._renumber.now()

    def changed_by_drag(self) -> None:
        """The draft of a gesture changed what the plots show."""
        self._redraw.mark(Part.MODEL)

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACING[0])
        self.place = Detachable(self.plots, "The impedance plots")
        below.addWidget(self.place, 1)
        below.addWidget(self.foot)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.column)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setHandleWidth(SPACING[2])
        self.splitter.setChildrenCollapsible(False)
        self._column_moved = False
        self.splitter.splitterMoved.connect(self._keep_column)
        self.empty = EmptyState(
            "analysis",
            "Impedance spectra belong here",
            "Drop Gamry, BioLogic, ZPlot, Novocontrol, CSV or Excel files on the window. Then press F5 for a fit, and type "
            "thickness and diameter of the pellet for its conductivity.",
            self._window_actions("file.import", "file.example"),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _window_actions(self, *names: str) -> list[QAction]:
        parent = self.services.parent
        found = [parent.findChild(QAction, name) for name in names] if parent is not None else []
        return [action for action in found if action is not None]

    def _connect(self) -> None:
        self.document.changed.connect(self._follow)
        self.document.replaced.connect(self._start_afresh)
        self.foot.show_wanted.connect(self.show_everything)
        self.foot.scale_chosen.connect(self.choose_scale)
        self.foot.results_wanted.connect(self.show_results)
        self.foot.arrangement_chosen.connect(self._choose_arrangement)
        self.foot.live_fit_switched.connect(self._switch_live_fit)
        self.plots.home_wanted.connect(self.show_everything)
        self.plots.splitterMoved.connect(lambda *_: self.plots.keep_layout())
        self.plots.quantity_changed.connect(lambda: self._redraw.mark(Part.MODEL))
        for plot in self.plots.every_plot:
            plot.plot.view.navigated.connect(lambda: self._redraw.mark(Part.VIEW))

    def _make_actions(self) -> list[QAction]:
        deeds = (
            ("Fit from the current values", lambda: self._fit_current("current")),
            ("Use this circuit for all selected", self._spread_circuit),
            ("Fit all frequencies", self._fit_everything),
            ("Take all masked points back in", self._unmask_all),
            ("Turn the sign of Im Z round", self._flip_sign),
            ("Zoom to the arcs", self.plots.first_look),
            ("Table of results…", self.show_results),
        )
        made = []
        for text, do in deeds:
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, do=do: do())
            made.append(action)
        own_window = QAction("Plots in a window of their own", self)
        own_window.setCheckable(True)
        own_window.toggled.connect(lambda on: self.place.detach() if on else self.place.attach())
        self.place.detached.connect(own_window.setChecked)
        return [*made, own_window]

    def _enable_actions(self) -> None:
        analysis, current = self.analysis, self.current
        possible = (
            analysis is not None,
            analysis is not None and len(self.shown.spectra) > 1,
            analysis is not None and bool(analysis.regions),
            analysis is not None and bool(analysis.masked),
            current is not None,
            current is not None,
            analysis is not None,
            current is not None,
        )
        for action, enabled in zip(self._actions, possible, strict=True):
            action.setEnabled(enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room changed."""
        super().resizeEvent(event)
        if not self._column_moved:
            column = min(max(round(COLUMN_SHARE * self.width()), NARROWEST), USUAL)
            self.splitter.setSizes([max(self.width() - column, 1), column])

    def _keep_column(self) -> None:
        self._column_moved = True

    # -- following the document ------------------------------------------------------------------------------------

    def _start_afresh(self) -> None:
        self._ids, self._current = (), ""
        self.selection.choose(None)
        self._gather(first_look=True)

    def _follow(self, before: Project, after: Project) -> None:
        if before.samples is after.samples and before.analyses is after.analyses:
            return
        self._gather()
        if self.document.committed is self.document.project:
            self._redraw.now()
            self.plots.follow_residual()

    def _gather(self, first_look: bool = False) -> None:
        """Take what is shown from the document, and mark what is out of date."""
        before = self.shown
        spectra = self._spectra.of(self.document.project, self._ids)
        current = next((s for s in spectra if s.measurement.id == self._current), None) or next(iter(spectra), None)
        self._current = current.measurement.id if current else ""
        possible = bool(spectra) and all(s.geometry is not None for s in spectra)
        scale: Scale = self._scale if possible else "ohm"
        self.shown = Shown(spectra, current, scale, colours_of(spectra))
        self.stack.setCurrentWidget(self.splitter if spectra else self.empty)
        self.foot.show_scale(scale, possible)
        self.foot.show_count(len(spectra))
        # In other units the old view shows nothing of the data; a view moved by hand at the same units is left alone.
        first_look = first_look or before.scale != scale or (scale != "ohm" and _rescaled(before, self.shown))
        data = first_look or data_changed(before, self.shown)
        self._redraw.mark(Part.DATA | Part.MODEL if data else Part.MODEL)
        self._renumber.mark(Part.COLUMN)
        if self.document.project is self.document.committed:
            self._renumber.now()
        if first_look:
            self._redraw.now()
            self.plots.first_look()
            self._note()
        if first_look:
            # After the window has brought the tab to the front: it clears the status bar then.
            QTimer.singleShot(0, self, lambda: self.hint.emit(words.PLOT_HINT if spectra else words.NOTHING_HINT))

    def _draw(self, parts: Part) -> None:
        if Part.DATA in parts:
            self.plots.show_data(self.shown)
        if Part.MODEL in parts:
            self.plots.show_model(self.shown)
        if Part.COLUMN in parts:
            self.column.show_spectrum(self.document.project, self.current)
        else:
            self._note()

    def _note(self) -> None:
        current = self.current
        text, short = (words.not_fitted(current), words.not_fitted_in_short(current)) if current else ("", "")
        self.foot.show_note(text, short, not self.plots.nyquist.left_out_in_sight)

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _fit_current(self, start: Start) -> None:
        if self.analysis is not None:
            self.fitting.fit(self.analysis, start)

    def refit_live(self) -> None:
        """After a drag with "Fit while dragging": fit all parameters from where they are."""
        if self.live_fit.on:
            self._fit_current("current")

    def _spread_circuit(self) -> None:
        if self.analysis is not None:
            others = [s.analysis for s in self.shown.others if s.analysis is not None]
            self.editing.same_circuit(self.analysis, others)

    def _fit_everything(self) -> None:
        if self.analysis is not None:
            self.editing.fit_everything(self.analysis)

    def _unmask_all(self) -> None:
        if self.current is not None:
            self.editing.unmask_all(self.current)

    def _flip_sign(self) -> None:
        if self.current is not None:
            self.editing.flip_sign(self.current.measurement)

    def _switch_live_fit(self, on: bool) -> None:
        self.live_fit.on = on

    def _choose_arrangement(self, choice: str) -> None:
        self.plots.choose_arrangement(choice)
        self.foot.show_arrangement(choice)

    def show_pointed(self, pointed: Pointed | None) -> None:
        """Draw the linked cursor, and say what is under it."""
        self.plots.show_cursor(pointed)
        self.reading.emit(words.reading(self.shown, pointed) if pointed is not None else "")


def _rescaled(before: Shown, after: Shown) -> bool:
    """Whether the pellet of the current spectrum has other sizes than before."""
    old, new = before.current, after.current
    same = old is not None and new is not None and old.measurement.id == new.measurement.id
    return same and before.factor(old) != after.factor(new)  # type: ignore[arg-type]


def _known_scale(name: str) -> Scale:
    return next((scale for scale in SCALES if scale == name), "ohm")
