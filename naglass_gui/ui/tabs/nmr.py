"""The NMR tab: a spectrum with lines to be dragged, their shares and the composition that follows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag, auto

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Component, Id, Project
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.nmr import SHAPES
from naglass_gui.techniques.nmr.handles import line_at
from naglass_gui.techniques.nmr.spectrum import steps_of
from naglass_gui.ui.dialogs.results import ResultsDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.fits import Fitting, Start
from naglass_gui.ui.nmr import words
from naglass_gui.ui.nmr.chain import Chain
from naglass_gui.ui.nmr.column import NARROWEST, USUAL, Column
from naglass_gui.ui.nmr.curves import Evaluator
from naglass_gui.ui.nmr.editing import Editing
from naglass_gui.ui.nmr.foot import Foot
from naglass_gui.ui.nmr.gestures import Gestures
from naglass_gui.ui.nmr.plots_area import PlotsArea
from naglass_gui.ui.nmr.spectra import TECHNIQUE, Spectra, Spectrum
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.plots.gesture import Selection, cancel_drag
from naglass_gui.ui.plots.redraw import Redraw
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs.tab import Tab
from naglass_gui.ui.theme import SPACING

NUMBERS_MS = 60  # between two changes of the numbers at the right while something is dragged
COLUMN_SHARE = 0.34  # of the tab's width, until a person moves the splitter
REACH = 24.0  # pixels from a double click within which the top of a new line is looked for
NEW_LINE = "pv"


class Part(Flag):
    """What may be out of date."""

    DATA = auto()
    MODEL = auto()
    COLUMN = auto()


class NmrTab(Tab):
    """An NMR spectrum with its lines.

    Attributes:
        plots: spectrum and residual.
        column: the panels at the right.
        foot: the line below the plots.
        selection: the handle or edge that the arrow keys move.
        editing: makes the steps.
        current: the spectrum that is shown and edited; None where none is selected.
    """

    technique = TECHNIQUE
    title = "NMR"
    help_page = "nmr"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._ids: tuple[Id, ...] = ()
        self._spectra = Spectra(document.store)
        self._all: tuple[Spectrum, ...] = ()
        self.current: Spectrum | None = None
        self.selection = Selection()
        self.plots = PlotsArea(self.selection)
        self.column = Column(services)
        self.foot = Foot()
        self.chain = Chain()
        self.editing = Editing(document, services)
        self.fitting = Fitting(document, services)
        self.figures = FigureExporter(document, services, TECHNIQUE)
        self._redraw = Redraw(self._draw, self)
        self._renumber = Redraw(self._draw, self, NUMBERS_MS)
        self._lay_out()
        self.gestures = Gestures(self)
        self._connect()
        self._actions = self._make_actions()
        self._gather(first_look=True)

    # -- what the window asks --------------------------------------------------------------------------------------

    def show_selection(self, ids: Sequence[Id]) -> None:
        """Show the first NMR spectrum among these."""
        self._ids = tuple(ids)
        self._gather(first_look=True)

    def fit(self) -> None:
        """Fit the lines; where there are none yet the fit finds them."""
        self._fit("auto")

    def fit_selected(self) -> None:
        """Fit every spectrum that is selected."""
        analyses = [s.analysis for s in self._all if s.analysis is not None]
        if analyses:
            self.fitting.fit_all(analyses)

    def cancel(self) -> bool:
        """End a running drag; True when there was one."""
        return cancel_drag()

    def show_everything(self) -> None:
        """The whole spectrum."""
        self.plots.show_everything()

    def export_figure(self) -> None:
        """The spectra selected as they will print."""
        self.figures.export([s.measurement.id for s in self._all], self.window())

    def copy_figure(self) -> None:
        """The same onto the clipboard, as a picture and as SVG."""
        self.figures.copy([s.measurement.id for s in self._all])

    def print_figure(self) -> None:
        """The same on paper."""
        self.figures.print([s.measurement.id for s in self._all], self.window())

    def delete_selection(self) -> None:
        """Remove the line or region whose handle is selected."""
        if self.selection.item is not None:
            self.selection.item.removal_wanted.emit()

    def menu_actions(self) -> Sequence[QAction]:
        """What this tab adds to the Analysis menu."""
        analysis = self.analysis
        possible = (
            analysis is not None and bool(analysis.components),
            analysis is not None and bool(analysis.components) and len(self._all) > 1,
            analysis is not None and len(self._all) > 1,
            analysis is not None and bool(analysis.regions),
            self.current is not None,
            bool(self._all),
        )
        for action, enabled in zip(self._actions, possible, strict=True):
            action.setEnabled(enabled)
        return self._actions

    def retheme(self) -> None:
        """Follow the theme."""
        self.plots.retheme()
        self._redraw.mark(Part.DATA | Part.MODEL)
        self._renumber.mark(Part.COLUMN)

    # -- what its parts ask ----------------------------------------------------------------------------------------

    @property
    def analysis(self) -> Analysis | None:
        """What is fitted, as it is before a running drag."""
        if self.current is None or self.current.analysis is None:
            return None
        id = self.current.analysis.id
        return next((a for a in self.document.committed.analyses if a.id == id), None)

    def add_line_at(self, place: QPointF) -> None:
        """Add a line where a person points, as high and wide as the data there."""
        analysis, signal = self.analysis, self.current.signal if self.current else None
        if analysis is None or signal is None:
            return
        mapping = self.plots.spectrum.view.mapping()
        low, high = float(signal.shift[0]), float(signal.shift[-1])
        shift, rest = signal.shift, signal.intensity
        curves = Evaluator().curves(signal, analysis, low, high)
        if curves is not None:
            shift, rest = curves.shift, curves.data - curves.total
        reach = REACH / abs(mapping.x_scale)
        values = line_at(shift, rest, signal.larmor, mapping.data_x(place.x()), reach)
        values["area"] *= signal.scale
        last = analysis.components[-1].kind if analysis.components else NEW_LINE
        kind = last if last in SHAPES and not SHAPES[last].quadrupolar else NEW_LINE
        added = self.editing.add_line(analysis, kind, values)
        if added is not None:
            self.redraw_now()
            self.plots.handles.choose(added)

    def fit_everything(self) -> None:
        """Take all regions away."""
        if self.analysis is not None:
            self.editing.step("Fit the whole spectrum", edits.clear_regions, self.analysis.id)

    def show_results(self) -> None:
        """The results of all spectra selected, as a table."""
        analyses = [s.analysis for s in self._all if s.analysis is not None]
        dialog = ResultsDialog(self.document.committed, [a.id for a in analyses], self.services, self.window())
        if self.services.ask.run(dialog) and dialog.chosen is not None:
            self.services.select([self.document.committed.analysis(dialog.chosen).sources[0]])
        dialog.deleteLater()

    def redraw_now(self) -> None:
        """Draw at once what is out of date, e.g. before a picture is taken."""
        self._redraw.now()
        self._renumber.now()

    # -- making ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._fault = label("", "warning", wrap=True)
        self._larmor = quiet_button("Type the Larmor frequency…", "In MHz; it turns shifts in ppm into Hz")
        self._larmor.clicked.connect(self._ask_larmor)
        card = Card("Spectrum")
        card.add(self._fault)
        card.add(self._larmor)
        card.add(self.plots, 1)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACING[0])
        below.addWidget(Card("Processing", self.chain))
        below.addSpacing(SPACING[1])
        below.addWidget(card, 1)
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
            "NMR spectra belong here",
            "Drop experiment folders of Bruker or Varian, or JEOL, JCAMP-DX, CSDM and text files, on the window. Then press F5: "
            "the lines are found and fitted, and their shares and the composition appear.",
            self._window_actions("file.import"),
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
        self.foot.everything_wanted.connect(self.show_everything)
        self.foot.signals_wanted.connect(self.plots.first_look)
        self.chain.edited.connect(self._process)
        self.chain.faulted.connect(lambda sentence: self.services.messages.show(sentence, "warning"))
        self.plots.canvas.home_wanted.connect(self.show_everything)
        self.plots.spectrum.view.moved.connect(lambda: self._redraw.mark(Part.MODEL))

    def _make_actions(self) -> list[QAction]:
        deeds = (
            ("Fit from the current values", lambda: self._fit("current")),
            ("Use these lines for all selected", self._spread_lines),
            ("Use this processing for all selected", self._spread_processing),
            ("Fit the whole spectrum", self.fit_everything),
            ("Zoom to the signals", self.plots.first_look),
            ("Table of results…", self.show_results),
        )
        made = []
        for text, do in deeds:
            action = QAction(text, self)
            action.triggered.connect(lambda _checked=False, do=do: do())
            made.append(action)
        return made

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
        self._ids = ()
        self.selection.choose(None)
        self._gather(first_look=True)

    def _follow(self, before: Project, after: Project) -> None:
        if before.samples is after.samples and before.analyses is after.analyses:
            return
        fitted = _fits(before) != _fits(after)
        self._gather()
        if self.document.committed is self.document.project:
            self._redraw.now()
            if fitted:
                self.plots.follow_residual()

    def _gather(self, first_look: bool = False) -> None:
        """Take what is shown from the document, and mark what is out of date."""
        before = self.current
        self._all = self._spectra.of(self.document.project, self._ids)
        current = next(iter(self._all), None)
        self.current = current
        self.stack.setCurrentWidget(self.splitter if current is not None else self.empty)
        self._show_fault(current)
        same = before is not None and current is not None and before.signal is current.signal
        self._redraw.mark(Part.MODEL if same and not first_look else Part.DATA | Part.MODEL)
        self._renumber.mark(Part.COLUMN)
        if self.document.project is self.document.committed:
            self._renumber.now()
        if first_look:
            self._redraw.now()
            self.plots.first_look()
            self._redraw.now()
            self.plots.follow_residual()
            hint = words.PLOT_HINT if current is not None else words.NOTHING_HINT
            # After the window has brought the tab to the front: it clears the status bar then.
            QTimer.singleShot(0, self, lambda: self.hint.emit(hint))

    def _show_fault(self, current: Spectrum | None) -> None:
        fault = current.fault if current is not None else None
        self._fault.setText(fault.sentence if fault is not None else "")
        self._fault.setVisible(fault is not None)
        self._larmor.setVisible(fault is not None and fault.field == "Larmor frequency")

    def _ask_larmor(self) -> None:
        typed = self.services.ask.text("Larmor frequency", "Frequency of 0 ppm in MHz", "")
        if typed is None or self.analysis is None:
            return
        try:
            frequency = parse_number(typed)
        except InputError as fault:
            self.services.messages.show(fault.sentence, "warning")
            return
        self.editing.option(self.analysis, "Set the Larmor frequency", "larmor_frequency", frequency)
        self._gather(first_look=True)

    def _draw(self, parts: Part) -> None:
        if Part.DATA in parts:
            self.plots.show_data(self.current)
        if Part.MODEL in parts:
            self.plots.show_model(self.current)
        if Part.COLUMN in parts:
            self.column.show_spectrum(self.current)
            self._show_chain()
            self.foot.show_note(words.note(self.current, len(self._all)) if self.current is not None else "")

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _fit(self, start: Start) -> None:
        if self.analysis is not None:
            self.fitting.fit(self.analysis, start)

    def _show_chain(self) -> None:
        current = self.current
        if current is not None and current.analysis is not None:
            raw = any(channel.name == "time" for channel in current.measurement.channels)
            self.chain.show_chain(steps_of(current.measurement, current.analysis), raw)

    def _process(self, text: str, chain: tuple[Step, ...]) -> None:
        if self.current is not None:
            self.editing.processing(self.current, text, chain)

    def _spread_processing(self) -> None:
        if self.current is not None and self.analysis is not None:
            others = [s.analysis.id for s in self._all if s.analysis is not None and s is not self.current]
            self.editing.copy_processing(self.analysis, steps_of(self.current.measurement, self.analysis), others)

    def ask_reference(self, line: Component) -> None:
        """Ask for the known shift of a line, and let it lie there."""
        typed = self.services.ask.text("Reference", f"Known shift of {line.name} in ppm", "0")
        if typed is None or self.current is None:
            return
        try:
            shift = parse_number(typed)
        except InputError as fault:
            self.services.messages.show(fault.sentence, "warning")
            return
        self.editing.reference(self.current, line.id, shift)

    def _spread_lines(self) -> None:
        if self.analysis is not None:
            others = [s.analysis.id for s in self._all if s.analysis is not None and s is not self.current]
            text = f"Use these lines for {len(others)} spectra"
            self.editing.step(text, edits.copy_model, self.analysis.id, others)


def _fits(project: Project) -> list[Id | None]:
    return [a.current for a in project.analyses if a.technique == TECHNIQUE]
