"""The T1 tab: spectra over a delay, the recovery of windows or lines, and T1 of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QToolButton

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.nmr import SHAPES
from naglass_gui.techniques.nmr.handles import line_at
from naglass_gui.techniques.relaxation.recovery import SUGGESTED, Recovery, recovery_of
from naglass_gui.ui.deeds import Deed, menu_of
from naglass_gui.ui.document import Document
from naglass_gui.ui.nmr.chain import Chain
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.plots.component_handles import Pull
from naglass_gui.ui.plots.gesture import Click, Turn
from naglass_gui.ui.relaxation import words
from naglass_gui.ui.relaxation.column import Column
from naglass_gui.ui.relaxation.delays_dialog import DelaysDialog
from naglass_gui.ui.relaxation.editing import Editing
from naglass_gui.ui.relaxation.plots_area import PlotsArea
from naglass_gui.ui.relaxation.series import TECHNIQUE, Series, SeriesMaker
from naglass_gui.ui.relaxation.t1_table import T1Table
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import PLOTS, Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab

COLUMN_SHARE = 0.33
REACH = 24.0  # pixels from a double click within which the top of a new line is looked for
NEW_LINE = "pv"
WIDTH_A_NOTCH, MIXING_A_NOTCH = 1.06, 0.04


class RelaxationTab(TechniqueTab[Series]):
    """Series over a delay with their recovery curves.

    Attributes:
        plots: slices, recovery and residual.
        column: the panels at the right.
        foot: the line below the plots, with the switches of the view.
        chain: the processing, above them.
        slice: the slice that is highlighted, by its place in the file.
    """

    technique = TECHNIQUE
    title = "T1"
    help_page = "relaxation"
    plot_hint = words.PLOT_HINT
    nothing_hint = words.NOTHING_HINT
    editing: Editing

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._series = SeriesMaker(document.store, services.jobs, lambda: self.showing.gather())
        self._before: Series | None = None
        self._curves: Recovery | None = None
        self.slice = 0
        self.editing = Editing(document, services)
        self.plots = PlotsArea(self.selection)
        self.column = Column(services)
        self.chain = Chain()
        self.foot = Foot()
        self.stack_button = self._switch("Stack", "Slices one above the other", "stacked", False)
        self.log_button = self._switch("log t", "Logarithmic delays", "log_delay", True)
        self.foot.add_button("Signals", "Show where the signals are", self.plots.first_look)
        self.foot.add_button("Everything", "Show all of it (A)", self.show_everything)
        self.plots.choose_axes(self.log_button.isChecked(), self.stack_button.isChecked())
        self._connect_plots()
        self._connect_column()
        self.assemble(
            self.plots,
            self.column,
            self.teaching(
                "Relaxation series belong here",
                "Drop a pseudo-2D experiment (inversion or saturation recovery, T2, T1rho) of Bruker, Varian, JEOL, Tecmag or "
                "JCAMP-DX on the window. Press F5 for T1 of its strongest signal; Shift-drag windows, or let lines be found in "
                "all slices at once.",
                "file.import",
                "file.example",
            ),
            title="The relaxation plots",
            content=self._card(),
            above=[Card("Processing", self.chain)],
            below=self.foot,
            share=COLUMN_SHARE,
            deeds=self._own_deeds(),
        )

    def _card(self) -> Card:
        self._fault = label("", "warning", wrap=True)
        self._missing = quiet_button("")
        self._missing.clicked.connect(self._ask_missing)
        card = Card("Series")
        card.add(self._fault)
        card.add(self._missing)
        card.add(self.plots, 1)
        return card

    # -- what is shown ---------------------------------------------------------------------------------------------

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Series]:
        """The series among what is selected."""
        return self._series.of(project, ids)

    def take(self, items: tuple[Series, ...], current: Series | None) -> Part:
        """Only curves are new while a window or line moves over the same spectra."""
        fault = current.fault if current is not None else None
        self._fault.setText(fault.sentence if fault is not None else "")
        self._fault.setVisible(fault is not None)
        self._missing.setText({"Delays": "Type the delays…", "Larmor frequency": "Type the Larmor frequency…"}.get(
            fault.field if fault is not None else "", ""
        ))  # fmt: skip
        self._missing.setVisible(bool(self._missing.text()))
        self._curves = None
        before, self._before = self._before, current
        old = before.slices if before is not None else None
        new = current.slices if current is not None else None
        if old is new:
            return Part.MODEL
        if old is not None and new is not None and old.intensity is new.intensity:
            return PLOTS
        if new is not None:
            self.slice = new.longest
        return PLOTS if before is not None and current is not None and before.id == current.id and old else Part.LOOK

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        current = self.current
        if Part.DATA in part:
            self.plots.show_data(current, self.slice)
        if Part.MODEL in part or Part.DATA in part:
            self.plots.show_model(current, self._recovery, self.slice)
        if Part.COLUMN in part:
            self.column.show_series(current, self._recovery, self.slice)
            self.foot.show_note(
                words.note(current, len(self.showing.items), self.plots.log) if current is not None else ""
            )
            if current is not None and current.analysis is not None:
                self.chain.show_steps_of(current.measurement, current.analysis)

    @property
    def _recovery(self) -> Recovery:
        """The curves of the current series, found once a change."""
        if self._curves is None:
            current = self.current
            able = current is not None and current.slices is not None and current.analysis is not None
            self._curves = recovery_of(current.slices, current.analysis) if able else Recovery()  # type: ignore[union-attr, arg-type]
        return self._curves

    def settled(self, refitted: bool) -> None:
        """Range the recovery anew."""
        self.plots.follow_recovery()

    # -- connections -----------------------------------------------------------------------------------------------

    def _switch(self, text: str, hint: str, name: str, default: bool) -> QToolButton:
        button = self.foot.add_button(text, hint, lambda: self._choose_axes())
        button.setCheckable(True)
        button.setChecked(bool(self.services.settings.get(f"relaxation/{name}", default)))
        return button

    def _choose_axes(self) -> None:
        self.services.settings.set("relaxation/stacked", self.stack_button.isChecked())
        self.services.settings.set("relaxation/log_delay", self.log_button.isChecked())
        self.plots.choose_axes(self.log_button.isChecked(), self.stack_button.isChecked())
        self.showing.gather(Part.LOOK)

    def _connect_plots(self) -> None:
        plots, editing, handles, bands = self.plots, self.editing, self.plots.handles, self.plots.bands
        plots.bar.chosen.connect(self.choose_slice)
        plots.point_clicked.connect(self.toggle_slice)
        plots.region_drawn.connect(lambda low, high: self.then_fit(editing.add_region, low, high))
        bands.moving.connect(lambda id, low, high: self._move_window(id, low, high, True))
        bands.moved.connect(lambda id, low, high: self._move_window(id, low, high, False))
        bands.cancelled.connect(editing.give_up)
        bands.removal_wanted.connect(self.remove_window)
        bands.menu_wanted.connect(lambda id, click: self._open_menu(click, id))
        view = plots.slices.view
        view.clicked.connect(lambda click: self.selection.choose(None))
        view.double_clicked.connect(lambda click: self.add_line_at(click.position))
        view.menu_wanted.connect(lambda click: self._open_menu(click, None))
        view.turned.connect(self._turn)
        handles.moving.connect(lambda id, pull: self.on_analysis(editing.pull, id, pull, True))
        handles.moved.connect(lambda id, pull: self.on_analysis(editing.pull, id, pull, False))
        handles.nudged.connect(lambda id, pull: self.on_analysis(editing.turn, id, pull))
        handles.cancelled.connect(editing.give_up)
        handles.removal_wanted.connect(lambda id: self.on_analysis(editing.remove_line, id))
        handles.menu_wanted.connect(lambda id, click: self._open_curve_menu(id, click.screen))
        handles.hinted.connect(lambda hint: self.hint.emit(hint or words.PLOT_HINT))
        self.selection.changed.connect(lambda: self.column.result.choose(handles.selected))
        self.chain.edited.connect(self._process)
        self.chain.faulted.connect(lambda sentence: self.services.messages.show(sentence, "warning"))

    def _connect_column(self) -> None:
        column, editing = self.column, self.editing
        wiring.connect_parameters(self, column.parameters)
        wiring.connect_conditions(self, column.conditions)
        wiring.connect_fits(self, column.fits)
        wiring.connect_warnings(self, column.warnings, {"model": editing.model})
        column.options.edited.connect(lambda text, name, value: self.then_fit(editing.option, text, name, value))
        column.model.chosen.connect(self.choose_model)
        column.result.chosen.connect(lambda id: self.plots.handles.choose(id))
        table = column.result.table
        table.renamed.connect(self._rename)
        table.removal_requested.connect(self._remove)
        table.menu_wanted.connect(self._open_curve_menu)
        column.slices.chosen.connect(self.choose_slice)
        column.slices.toggled.connect(self.toggle_slice)
        column.slices.delays_wanted.connect(self.ask_delays)

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed(
                "Use this model for all selected",
                lambda: self.copy_model("Use this model for {} series"),
                self.has_others,
            ),
            Deed("T1 of all components and samples…", self.show_times),
            Deed("Other delays…", self.ask_delays, lambda: self.current),
            Deed("Other Larmor frequency…", self.ask_larmor, lambda: self.analysis),
            Deed("Take all slices back in", self.take_all_back, lambda: self.analysis and self.analysis.masked),
            Deed("Take all windows away", self.clear_windows, lambda: self.analysis and self.analysis.regions),
        )

    def show_times(self) -> None:
        """T1 of all components and samples, and their bar chart."""
        dialog = T1Table(self.document, self.services, self.window())
        self.services.ask.run(dialog)
        dialog.deleteLater()

    # -- slices ----------------------------------------------------------------------------------------------------

    def choose_slice(self, which: int) -> None:
        """Highlight another slice."""
        if which != self.slice:
            self.slice = which
            self.showing.mark(Part.MODEL | Part.COLUMN)

    def toggle_slice(self, which: int) -> None:
        """Leave a slice out, or take it back in."""
        self.then_fit(self.editing.toggle_masks, (which,))

    def take_all_back(self) -> None:
        """Take every slice back in."""
        self.then_fit(self.editing.unmask_all)

    def ask_delays(self) -> None:
        """Ask for the delays of the current series."""
        current = self.current
        if current is None or current.analysis is None:
            return
        known = tuple(float(d) for d in current.slices.delay) if current.slices is not None else ()
        dialog = DelaysDialog(current.measurement.name, _count(current), known, self.window())
        if self.services.ask.run(dialog):
            self.then_fit(lambda _: self.editing.delays(current, dialog.delays))
            self.showing.gather(Part.LOOK)
        dialog.deleteLater()

    def _ask_missing(self) -> None:
        if self.current is not None and self.current.fault is not None and self.current.fault.field == "Delays":
            self.ask_delays()
        else:
            self.ask_larmor()

    def ask_larmor(self) -> None:
        """Ask for the frequency of 0 ppm: where the file has none, or a wrong one."""
        slices = self.current.slices if self.current is not None else None
        known = slices.larmor if slices is not None else None
        typed = self.services.ask.text("Larmor frequency", "Frequency of 0 ppm in MHz", f"{known:.6f}" if known else "")
        if typed is None:
            return
        try:
            frequency = parse_number(typed)
        except InputError as fault:
            self.services.messages.show(fault.sentence, "warning")
            return
        self.then_fit(self.editing.option, "Set the Larmor frequency", "larmor_frequency", frequency)

    def _process(self, text: str, chain: tuple[Step, ...]) -> None:
        current = self.current
        if current is not None:
            self.then_fit(lambda _: self.editing.processing(current, text, chain))

    # -- windows ---------------------------------------------------------------------------------------------------

    def _move_window(self, id: Id, low: float, high: float, live: bool) -> None:
        def move(analysis: Analysis) -> None:
            if id == SUGGESTED:
                self.editing.suggested_window(analysis, low, high, live)
            else:
                self.editing.move_region(analysis, id, low, high, live)

        if live:
            self.on_analysis(move)
        else:
            self.then_fit(move)

    def remove_window(self, id: Id) -> None:
        """Take a window away."""
        if id != SUGGESTED:
            self.then_fit(self.editing.remove_region, id)

    def clear_windows(self) -> None:
        """Take all windows away: the strongest signal is taken, or the surroundings of the lines."""
        self.then_fit(self.editing.clear_regions, "Take all windows away")

    # -- lines and models ------------------------------------------------------------------------------------------

    def choose_model(self, name: str) -> None:
        """Another model of the curves, and its fit."""
        if self.analysis is not None and name != self.analysis.model:
            self.then_fit(self.editing.model, name)

    def add_line_at(self, place: QPointF) -> None:
        """Add a line where a person points, as wide as the data of the highlighted slice there."""
        current, analysis = self.current, self.analysis
        slices = current.slices if current is not None else None
        if analysis is None or slices is None or slices.larmor is None:
            return
        mapping = self.plots.slices.view.mapping()
        data, lines = slices.intensity[self.slice], self._recovery.lines
        if lines is not None and len(lines.shift) == len(slices.shift):
            data = data - lines.total(self.slice)
        values = line_at(slices.shift, data, slices.larmor, mapping.data_x(place.x()), REACH / abs(mapping.x_scale))
        last = analysis.components[-1].kind if analysis.components else NEW_LINE
        kind = last if last in SHAPES and not SHAPES[last].quadrupolar else NEW_LINE
        added = self.editing.add_line(analysis, kind, values)
        if added is not None:
            self.redraw_now()
            self.plots.handles.choose(added)

    def _turn(self, turn: Turn) -> None:
        id = self.plots.handles.selected
        if id:
            pull = Pull(mixing=MIXING_A_NOTCH * turn.notches) if turn.shift else Pull(width=WIDTH_A_NOTCH**turn.notches)
            self.on_analysis(self.editing.turn, id, pull)

    def _is_line(self, id: Id) -> bool:
        return self.analysis is not None and any(c.id == id for c in self.analysis.components)

    def _rename(self, id: Id, name: str) -> None:
        if self._is_line(id):
            self.on_analysis(self.editing.change_line, f"Call a line {name}", id, name=name)
        else:
            self.services.messages.show("A window is called by its ends; lines can have names.")
            self.showing.mark(Part.COLUMN)

    def _remove(self, id: Id) -> None:
        if self._is_line(id):
            self.on_analysis(self.editing.remove_line, id)
        else:
            self.remove_window(id)

    def _open_curve_menu(self, id: Id, place: QPoint) -> None:
        """What can be done with a window or line."""
        line = next((c for c in self.analysis.components if c.id == id), None) if self.analysis is not None else None
        if line is None:
            removed = Deed("Remove this window", lambda: self.remove_window(id), lambda: id != SUGGESTED)
            menu_of(self, [[removed]]).popup(place)
            return
        verb = "Show" if line.hidden else "Hide"

        def hide() -> None:
            self.on_analysis(self.editing.change_line, f"{verb} {line.name}", id, hidden=not line.hidden)

        renamed = Deed("Rename", lambda: self.column.result.table.start_renaming(id))
        parts = [[renamed, Deed(verb, hide)], [Deed(f"Remove {line.name}", lambda: self._remove(id))]]
        menu_of(self, parts).popup(place)

    def _open_menu(self, click: Click, window: Id | None) -> None:
        if window is None:
            band = self.plots.bands.at(self.plots.slices.view.mapping().data_x(click.position.x()))
            window = band.id if band is not None else None
        removable = bool(window) and window != SUGGESTED
        slices = self.current.slices if self.current is not None else None
        out = slices is not None and not slices.used[self.slice]
        parts = [
            [
                Deed("Remove this window", lambda: self.remove_window(window or ""), lambda: removable),
                Deed("Add a line here", lambda: self.add_line_at(click.position), lambda: slices),
            ],
            [
                Deed(
                    "Take this slice back in" if out else "Leave this slice out",
                    lambda: self.toggle_slice(self.slice),
                    lambda: slices,
                )
            ],
            [Deed("Show the signals", self.plots.first_look), Deed("Show everything", self.show_everything)],
        ]
        menu_of(self, parts).popup(click.screen)


def _count(series: Series) -> int:
    """How many spectra a series has."""
    channels = series.measurement.channels
    return max((c.array.shape[0] for c in channels if len(c.array.shape) == 2), default=0)
