"""The EIS tab: plots, arcs to be dragged, circuit and conductivity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer

from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.techniques.eis.check import DataCheck
from naglass_gui.techniques.eis.drt import Distribution
from naglass_gui.techniques.eis.flow import flow_of
from naglass_gui.techniques.technique import FitInputs
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.dialogs.figure_draft import remember_option
from naglass_gui.ui.document import Document
from naglass_gui.ui.eis import words
from naglass_gui.ui.eis.check_words import Found, summary, to_mask
from naglass_gui.ui.eis.checking import Checking
from naglass_gui.ui.eis.column import Column
from naglass_gui.ui.eis.editing import Editing
from naglass_gui.ui.eis.foot import Foot
from naglass_gui.ui.eis.gestures import Gestures
from naglass_gui.ui.eis.intentions import connect_column
from naglass_gui.ui.eis.plots_area import PlotsArea
from naglass_gui.ui.eis.quantities import CHECK, RELAXATION, SCALES, Scale
from naglass_gui.ui.eis.relaxing import Relaxing
from naglass_gui.ui.eis.shown import Pointed, Shown, colours_of, data_changed
from naglass_gui.ui.eis.spectra import TECHNIQUE, Spectra, Spectrum
from naglass_gui.ui.eis.suggesting import Suggesting
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.fits import inputs_of
from naglass_gui.ui.live_fit import LiveFit
from naglass_gui.ui.services import Remedy, Services
from naglass_gui.ui.tabs.showing import PLOTS, Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab
from naglass_gui.ui.temperature_series import REFIT_NEIGHBOURS, USE_SINGLE, USE_WHOLE, TemperatureSeries


class EisTab(TechniqueTab[Spectrum]):
    """Impedance spectra with their model.

    Attributes:
        plots: the plots.
        column: the panels at the right.
        foot: the line below the plots.
        checking: checks the data where that is switched on.
        relaxing: computes relaxation times where that is switched on.
        suggesting: suggests circuits.
        shown: what the plots are drawn from.
    """

    technique = TECHNIQUE
    title = "EIS"
    help_page = "eis"
    plot_hint = words.PLOT_HINT
    nothing_hint = words.NOTHING_HINT
    editing: Editing

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._scale: Scale = _known_scale(services.settings.get("eis/scale", "ohm"))
        self._stacked = services.settings.get("eis/stacked", False) is True
        self._spectra = Spectra(document.store)
        self.shown = Shown()
        self.plots = PlotsArea(self.selection, services)
        self.checking = Checking(services, self)
        self._reveal_check = False
        self.relaxing = Relaxing(services, self)
        self.relaxation_figures = FigureExporter(document, services, "drt")
        self.suggesting = Suggesting(services, self._inputs, self)
        self.column = Column(services, self.checking, self.relaxing, self.suggesting)
        self.foot = Foot()
        self.live_fit = LiveFit(document, services)
        self.series = TemperatureSeries(document, services)
        self.fitting.done = self.series.offer_neighbours
        self.editing = Editing(document, services, self.live_fit)
        self.gestures = Gestures(self)
        connect_column(self)
        self._connect()
        self.foot.show_arrangement(self.plots.arrangement)
        self.assemble(
            self.plots,
            self.column,
            self.teaching(
                "Impedance spectra belong here",
                "Drop Gamry, BioLogic, ZPlot, Novocontrol, CSV or Excel files on the window. Then press F5 for a fit, and "
                "type thickness and diameter of the pellet for its conductivity.",
                "file.import",
                "file.example",
            ),
            title="The impedance plots",
            below=self.foot,
            deeds=self._own_deeds(),
        )

    # -- what is shown ---------------------------------------------------------------------------------------------

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Spectrum]:
        """The impedance spectra among what is selected."""
        return self._spectra.of(project, ids)

    def take(self, items: tuple[Spectrum, ...], current: Spectrum | None) -> Part:
        """Show these, in the units their pellets allow."""
        before = self.shown
        possible = bool(items) and all(s.geometry is not None for s in items)
        scale: Scale = self._scale if possible else "ohm"
        check = self.checking.of(current)
        known = check if isinstance(check, DataCheck) else None
        relaxation = self.relaxing.of(current)
        times = relaxation if isinstance(relaxation, Distribution) else None
        stacked = self._stacked and len(items) > 1
        self.shown = Shown(items, current, scale, colours_of(items), known, times, stacked)
        self.foot.show_scale(scale, possible)
        self.foot.show_count(len(items))
        # In other units the old view shows nothing of the data; a view moved by hand at the same units is left alone.
        if before.scale != scale or before.stacked != stacked or (scale != "ohm" and _rescaled(before, self.shown)):
            return Part.LOOK
        return PLOTS if data_changed(before, self.shown) else Part.MODEL

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        if Part.DATA in part:
            self.plots.show_data(self.shown)
        if Part.MODEL in part:
            self.plots.show_model(self.shown)
        if Part.COLUMN in part:
            self.column.show_spectrum(self.document.project, self.current, len(self.showing.items) > 1)
        else:
            self._note()

    def look(self) -> None:
        """Go to the arcs."""
        self.plots.first_look()
        self._note()

    def settled(self, refitted: bool) -> None:
        """Range the residual anew."""
        self.plots.follow_residual()

    def _note(self) -> None:
        current = self.current
        text, short = (words.not_fitted(current), words.not_fitted_in_short(current)) if current else ("", "")
        self.foot.offer_to_show(bool(text) and not self.plots.nyquist.left_out_in_sight)
        self.foot.show_note(text, short)

    # -- the view --------------------------------------------------------------------------------------------------

    def show_everything(self) -> None:
        """All the data in every plot."""
        self.plots.show_everything()
        self._note()

    def choose_scale(self, scale: Scale) -> None:
        """Show resistances in other units; the view goes along."""
        self._scale = scale
        self.services.settings.set("eis/scale", scale)
        self.showing.gather(Part.LOOK)

    def stack(self, on: bool = True) -> None:
        """Draw the spectra above one another, or over each other; the next figure of them does the same."""
        self._stacked = on
        self.services.settings.set("eis/stacked", on)
        remember_option("eis", self.services.settings, "layout", "stack" if on else "overlay")
        self.foot.stack_box.setChecked(on)
        self.showing.gather(Part.LOOK)

    def show_pointed(self, pointed: Pointed | None) -> None:
        """Draw the linked cursor, and say what is under it."""
        self.plots.show_cursor(pointed)
        self.reading.emit(words.reading(self.shown, pointed) if pointed is not None else "")

    def _choose_arrangement(self, choice: str) -> None:
        self.plots.choose_arrangement(choice)
        self.foot.show_arrangement(choice)

    def _connect(self) -> None:
        self.foot.show_wanted.connect(self.show_everything)
        self.foot.scale_chosen.connect(self.choose_scale)
        self.foot.stack_box.setChecked(self._stacked)
        self.foot.stack_switched.connect(self.stack)
        self.foot.results_wanted.connect(self.show_results)
        self.foot.arrangement_chosen.connect(self._choose_arrangement)
        self.foot.live_fit_switched.connect(self.live_fit.switch)
        self.checking.changed.connect(self._show_check)
        self.checking.several_done.connect(self._tell_of_several)
        self.relaxing.changed.connect(self._show_check)
        self.suggesting.changed.connect(lambda: self.showing.mark(Part.COLUMN))
        self.plots.home_wanted.connect(self.show_everything)
        self.plots.splitterMoved.connect(lambda *_: self.plots.keep_layout())
        self.plots.quantity_changed.connect(self._follow_quantities)
        for plot in self.plots.every_plot:
            plot.plot.view.navigated.connect(lambda: self.showing.mark(Part.VIEW))

    def _follow_quantities(self) -> None:
        """Compute what a plot was just told to show."""
        shown = {plot.quantity for plot in self.plots.frequency}
        if CHECK in shown and not self.checking.on:
            self.checking.switch(True)
        if RELAXATION in shown and not self.relaxing.on:
            self.relaxing.switch(True)
        self.showing.mark(Part.MODEL)

    # -- the check of the data -------------------------------------------------------------------------------------

    def check_data(self, on: bool = True) -> None:
        """Check the data of whatever is current from now on, or no longer, with its residuals in a plot."""
        self._reveal_check = on
        self.plots.show_check(on)
        self.checking.switch(on)
        self.checking.now()

    def check_all(self) -> None:
        """Check the data of everything that is shown."""
        self.checking.check_several(self.showing.items)

    def _tell_of_several(self, found: Found) -> None:
        sentence, good = summary(found)
        points = to_mask(found)
        mask = Remedy("Mask these points", lambda: self.editing.mask_each(points, "data check"))
        self.services.messages.show(sentence, "good" if good else "warning", [mask] if points else [])

    def _show_check(self) -> None:
        self.showing.gather(Part.MODEL)
        self.redraw_now()
        self.plots.follow_residual()
        if self._reveal_check and self.column.check.sentences:
            # Asked for in the menu, its card may lie below the end of the column; laid out first, it has its height.
            self._reveal_check = False
            QTimer.singleShot(0, self, lambda: self.column.ensureWidgetVisible(self.column.check))

    # -- relaxation times and suggestions ------------------------------------------------------------------------------

    def show_relaxation(self, on: bool = True) -> None:
        """Show the relaxation times of whatever is current from now on, or no longer."""
        self.plots.show_relaxation(on)
        self.relaxing.switch(on)

    def export_relaxation(self) -> None:
        """The relaxation times of all spectra shown as they will print, with their numbers."""
        self.relaxation_figures.export([s.id for s in self.showing.items], self.window())

    def suggest(self) -> None:
        """Find out which circuit the current data ask for."""
        if self.current is not None:
            self.suggesting.ask(self.current)

    def hide_suggestion(self) -> None:
        """Put the list of suggested circuits away."""
        if self.current is not None:
            self.suggesting.put_away(self.current)

    def _inputs(self, analysis: Analysis) -> FitInputs:
        return inputs_of(self.document.committed, analysis, self.document.store)

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed("Use this circuit for all selected", self.use_circuit_for_all, self.has_others),
            Deed("Fit as a temperature series", lambda: self.series.fit(self.showing.analyses), self.has_others),
            Deed(
                "Fit all temperatures at once",
                lambda: self.series.compare(self.showing.analyses),
                lambda: self.has_others() and all(a.fit for a in self.showing.analyses),
            ),
            Deed(USE_WHOLE, partial(self._use, True), partial(self._other_fits, True)),
            Deed(USE_SINGLE, partial(self._use, False), partial(self._other_fits, False)),
            Deed(
                REFIT_NEIGHBOURS,
                self.refit_neighbours,
                lambda: self.analysis and flow_of(self.document.committed, self.analysis).all,
            ),
            Deed("Fit all frequencies", self.fit_everything, lambda: self.analysis and self.analysis.regions),
            Deed("Take all masked points back in", self.unmask_all, lambda: self.analysis and self.analysis.masked),
            Deed("Turn the sign of Im Z round", self.flip_sign, lambda: self.current),
            Deed("Check the data (Kramers–Kronig)", self._turn_check, lambda: self.current, lambda: self.checking.on),
            Deed("Check all spectra shown", self.check_all, self.has_others),
            Deed("Show relaxation times (DRT)", self._turn_relaxation, lambda: self.current, lambda: self.relaxing.on),
            Deed("Export relaxation times…", self.export_relaxation, lambda: self.current and self.relaxing.on),
            Deed("Suggest a circuit", self.suggest, lambda: self.analysis),
            Deed("Stack the spectra", self._turn_stack, self.has_several, lambda: self._stacked),
            Deed("Even distances in the stack", self.plots.even_distances, self._is_uneven),
            Deed("Zoom to the arcs", self.plots.first_look, lambda: self.current),
        )

    def has_several(self) -> bool:
        """Whether several spectra are shown."""
        return len(self.showing.items) > 1

    def _turn_stack(self) -> None:
        self.stack(not self._stacked)

    def _is_uneven(self) -> bool:
        return self.shown.stacked and any(stack.moved for stack in self.plots.stacks)

    def _turn_check(self) -> None:
        self.check_data(not self.checking.on)

    def _turn_relaxation(self) -> None:
        self.show_relaxation(not self.relaxing.on)

    def refit_live(self) -> None:
        """After a drag with "Fit while dragging": fit all parameters from where they are."""
        if self.live_fit.on:
            self.fit_from("current")

    def _use(self, whole: bool) -> None:
        self.series.use([a.id for a in self.showing.analyses], whole)

    def _other_fits(self, whole: bool) -> bool:
        return self.has_others() and bool(self.series.other_fits(self.showing.analyses, whole))

    def refit_neighbours(self) -> None:
        """Let the fit of the current spectrum go on to its neighbours in temperature."""
        self.on_analysis(self.series.refit_neighbours)

    def use_circuit_for_all(self) -> None:
        """Take circuit, regions and options over to the other spectra shown."""
        if self.analysis is not None:
            self.copy_model(f"Use {self.analysis.model} for {{}} spectra")

    def fit_everything(self) -> None:
        """Take all regions away."""
        self.on_analysis(self.editing.clear_regions, "Fit all frequencies")

    def unmask_all(self) -> None:
        """Take every masked point back in."""
        self.on_analysis(self.editing.unmask_all)

    def flip_sign(self) -> None:
        """Turn the sign of Im Z round."""
        if self.current is not None:
            self.editing.flip_sign(self.current.measurement)


def _rescaled(before: Shown, after: Shown) -> bool:
    """Whether the pellet of the current spectrum has other sizes than before."""
    old, new = before.current, after.current
    same = old is not None and new is not None and old.measurement.id == new.measurement.id
    return same and before.factor(old) != after.factor(new)  # type: ignore[arg-type]


def _known_scale(name: str) -> Scale:
    return next((scale for scale in SCALES if scale == name), "ohm")
