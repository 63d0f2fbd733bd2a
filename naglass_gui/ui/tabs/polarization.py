"""The DC polarization tab: current over time, the steady state dragged, and the electronic conductivity."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QToolButton

from naglass_gui.core.project import Id, Project, Region
from naglass_gui.techniques.polarization.models import AUTO
from naglass_gui.techniques.polarization.transference import transference_of
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.document import Document
from naglass_gui.ui.exporting import FigureExporter
from naglass_gui.ui.polarization import words
from naglass_gui.ui.polarization.column import Column
from naglass_gui.ui.polarization.editing import Editing
from naglass_gui.ui.polarization.plots_area import PlotsArea
from naglass_gui.ui.polarization.traces import TECHNIQUE, Trace, Traces
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs import wiring
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import PLOTS, Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab


class PolarizationTab(TechniqueTab[Trace]):
    """DC polarization runs with their steady state.

    Attributes:
        plots: the plots.
        column: the panels at the right.
        foot: the line below the plots, with the switches of the axes.
    """

    technique = TECHNIQUE
    title = "DC polarization"
    help_page = "polarization"
    plot_hint = words.PLOT_HINT
    nothing_hint = words.NOTHING_HINT
    editing: Editing

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._shown: tuple[Trace, ...] = ()
        self.editing = Editing(document, services)
        self._traces = Traces(document.store)
        self.plots = PlotsArea(self.selection)
        self.column = Column(services)
        self.foot = Foot()
        self.transference_figures = FigureExporter(document, services, "transference")
        self.log_time = self._switch("log t", "Logarithmic time, from the voltage step on", "log_time")
        self.log_current = self._switch("log I", "Logarithmic current", "log_current")
        self.plots.choose_axes(self.log_time.isChecked(), self.log_current.isChecked())
        self._connect()
        self.assemble(
            self.plots,
            self.column,
            self.teaching(
                "DC polarization runs belong here",
                "Drop Gamry CHRONOA, BioLogic CA or CSV files with time and current on the window. Press F5, or drag the steady "
                "state, and type thickness and diameter of the pellet for its electronic conductivity.",
                "file.import",
                "file.example",
            ),
            title="The polarization plots",
            below=self.foot,
            deeds=self._own_deeds(),
        )

    # -- what is shown ---------------------------------------------------------------------------------------------

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Trace]:
        """The runs among what is selected; a transference number stands for its run."""
        meant = [
            s for a in project.analyses if a.technique == "transference" and a.id in set(ids) for s in a.sources[:1]
        ]
        return self._traces.of(project, [*ids, *meant])

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        if Part.DATA in part:
            self.plots.show_data(self.showing.items, self.current)
        if Part.MODEL in part or Part.DATA in part:
            self.plots.show_model(self.current)
        if Part.COLUMN in part:
            self.column.show_trace(self.document.project, self.current)
            self.foot.show_note(self.current.fault if self.current is not None else "")

    def take(self, items: tuple[Trace, ...], current: Trace | None) -> Part:
        """Only the model is new while a region moves over the same step."""
        before, self._shown = self._shown, items
        same = len(before) == len(items) and all(
            a.measurement is b.measurement for a, b in zip(before, items, strict=True)
        )
        if not same or current is None or current.overview is None:
            return PLOTS
        old = next((t for t in before if t.id == current.id), None)
        step = None if old is None or old.overview is None else old.overview.step
        offset = None if old is None or old.overview is None else old.overview.offset
        if step == current.overview.step and offset == current.overview.offset:
            return Part.MODEL
        return Part.LOOK

    def settled(self, refitted: bool) -> None:
        """Range the residual anew."""
        self.plots.follow_residual()

    # -- connections -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        column, plots = self.column, self.plots
        wiring.connect_parameters(self, column.parameters)
        wiring.connect_pellet(self, column.pellet)
        wiring.connect_conditions(self, column.conditions)
        wiring.connect_fits(self, column.fits)
        wiring.connect_warnings(
            self,
            column.warnings,
            {
                "model": lambda analysis, _: self.editing.model(analysis, AUTO, "chosen by AICc"),
                "voltage": lambda _a, _n: column.focus_field("voltage"),
                "pellet": lambda _a, _n: column.focus_field("thickness"),
            },
        )
        column.options.edited.connect(self._set_option)
        column.voltage.edited.connect(lambda q, live: None if live else self.on_analysis(self.editing.voltage, q))
        column.floor.edited.connect(lambda q, live: None if live else self.on_analysis(self.editing.floor, q))
        column.model.chosen.connect(self.choose_model)
        column.steps.chosen.connect(self._choose_step)
        column.result.field_wanted.connect(column.focus_field)
        column.result.ionic_chosen.connect(lambda id: self.on_analysis(self.editing.ionic, id or None))
        column.result.figure_wanted.connect(self.export_transference)
        plots.region_dragged.connect(self._drag_region)
        plots.region_removed.connect(self.fit_everything)
        plots.cancelled.connect(self.editing.give_up)

    def _switch(self, text: str, hint: str, name: str) -> QToolButton:
        button = self.foot.add_button(text, hint, lambda: self._choose_axes())
        button.setCheckable(True)
        button.setChecked(bool(self.services.settings.get(f"polarization/{name}", False)))
        return button

    def _choose_axes(self) -> None:
        for name, button in (("log_time", self.log_time), ("log_current", self.log_current)):
            self.services.settings.set(f"polarization/{name}", button.isChecked())
        self.plots.choose_axes(self.log_time.isChecked(), self.log_current.isChecked())
        self.showing.gather(Part.LOOK)

    # -- deeds -----------------------------------------------------------------------------------------------------

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed("Fit the whole step", self.fit_everything, lambda: self.analysis and self.analysis.regions),
            Deed(
                "Use this model for all selected",
                lambda: self.copy_model("Use this model for {} runs"),
                self.has_others,
            ),
            Deed("Export transference numbers…", self.export_transference, self._transference_numbers),
        )

    def export_transference(self) -> None:
        """The transference numbers of all runs shown as they will print, with their numbers."""
        self.transference_figures.export(self._transference_numbers(), self.window())

    def _transference_numbers(self) -> Sequence[Id]:
        held = (transference_of(self.document.committed, a.id) for a in self.showing.analyses)
        return [number.id for number in held if number is not None and number.fit is not None]

    def fit_everything(self) -> None:
        """Take the region away, and choose the model by AICc."""
        if self.analysis is not None and self.editing.model(self.analysis, AUTO, "chosen by AICc"):
            self.on_analysis(self.editing.clear_regions, "Fit the whole step")
            self.fit()

    def choose_model(self, name: str, title: str) -> None:
        """Choose another model and fit it."""
        if self.analysis is not None and self.editing.model(self.analysis, name, title):
            self.fit()

    def _choose_step(self, voltage: float, said: str) -> None:
        if self.analysis is not None and self.editing.voltage_step(self.analysis, voltage, said):
            self.fit()

    def _set_option(self, text: str, name: str, value: object) -> None:
        self.on_analysis(self.editing.option, text, name, value)
        self.fit()

    def _drag_region(self, live: bool, low: float, high: float) -> None:
        """A region that is moved: the mean follows; let go, it is fitted."""
        trace, analysis = self.current, self.analysis
        if analysis is None or trace is None or trace.overview is None:
            return
        overview = trace.overview
        # Beyond the step lies another voltage.
        first, last = overview.step.start, overview.end
        ends = sorted((min(max(low + first, first), last), min(max(high + first, first), last)))
        if not ends[0] < ends[1] or overview.inside((Region("", *ends),)).sum() < 2:
            return
        self.editing.region(analysis, ends[0], ends[1], live)
        if not live:
            self.fit()
