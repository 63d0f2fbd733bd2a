"""The right column of the DC polarization tab."""

from __future__ import annotations

from dataclasses import replace

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Project
from naglass_gui.core.quantity import Quantity, positive
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.techniques.polarization.derived import pair
from naglass_gui.techniques.polarization.models import AUTO, BY_NAME
from naglass_gui.techniques.polarization.transference import ionic_sources, transference_of
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.conditions_panel import ConditionsPanel
from naglass_gui.ui.panels.fields import quantity_field
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.pellet_panel import PelletPanel
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.polarization.model_panel import ModelPanel
from naglass_gui.ui.polarization.result_panel import ResultPanel
from naglass_gui.ui.polarization.steps_panel import StepsPanel
from naglass_gui.ui.polarization.traces import Trace
from naglass_gui.ui.services import Services

REMEDIES = {"model": "Choose the model by AICc", "voltage": "Type the voltage", "pellet": "Type the sizes"}


class Column(Page):
    """Shows the current run's results, model and steps.

    Attributes:
        result, model, steps, parameters, options, voltage, floor, pellet, conditions, warnings, fits: the panels and fields.
    """

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.result = ResultPanel()
        self.model = ModelPanel()
        self.steps = StepsPanel()
        self.parameters = ParameterTable(services)
        self.options = OptionsPanel(
            POLARIZATION.choices, {"zero bias": "from zero bias", "as measured": "not subtracted"}
        )
        self.voltage = quantity_field("Voltage", "voltage", default_unit="V", placeholder="as measured")
        self.floor = quantity_field("Floor", "current", default_unit="A", check=positive, placeholder="1 pA")
        self.options.grid.add(
            "Voltage", self.voltage, "The voltage across the sample, with its uncertainty, as in 100 ± 1 mV"
        )
        self.options.grid.add(
            "Floor", self.floor, "Half the width of what the instrument cannot tell, from its data sheet"
        )
        self.pellet = PelletPanel(services, leads=False)
        self.conditions = ConditionsPanel()
        self.warnings = WarningsPanel(RemedyWords(REMEDIES))
        self.fits = FitHistory(services, lambda model: BY_NAME[model].title if model in BY_NAME else model)
        self.add(
            Card("Electronic conductivity", self.result, self.pellet, self.conditions),
            Card("Model", self.model, self.parameters),
            self.warnings,
            Card("Steps", self.steps),
            Card("Fits", self.fits, self.options),
        )

    def show_trace(self, project: Project, trace: Trace | None) -> None:
        """Show a run, or nothing. Cheap enough for every frame of a drag."""
        analysis = None if trace is None else trace.analysis
        fit = None if analysis is None else analysis.fit
        self._show_result(project, trace)
        self.model.show_trace(trace)
        self.steps.show_trace(trace)
        known = _with_fitted(analysis)
        self.parameters.show_analysis(known)
        self.parameters.setVisible(known is not None and bool(known.parameters))
        self.options.show_analysis(analysis)
        typed = None if analysis is None else pair(analysis.option("derive_voltage"))
        self.voltage.show_value(None if typed is None else Quantity(typed[0], typed[1] or None, "V"))
        floor = None if analysis is None else analysis.option("derive_floor")
        self.floor.show_value(None if floor is None else Quantity(float(floor), None, "A"))
        self.conditions.show_measurement(trace.measurement if trace else None)
        self.warnings.show_warnings(fit.warnings if fit is not None and trace is not None and not trace.stale else ())
        self.fits.show_analysis(analysis)
        self._show_pellet(trace)

    def _show_result(self, project: Project, trace: Trace | None) -> None:
        if trace is None or trace.analysis is None:
            self.result.show_trace(trace)
            return
        held = transference_of(project, trace.analysis.id)
        able = ionic_sources(project, trace.analysis.id)
        if held is not None:
            chosen = next((s for s in held.sources if s != trace.analysis.id), "")
            self.result.show_trace(trace, held.fit.derived if held.fit is not None else (), able, chosen)
            return
        typed = tuple(d for d in trace.quantities if d.name in ("t_ion", "t_e"))
        self.result.show_trace(trace, typed, able)

    def _show_pellet(self, trace: Trace | None) -> None:
        if trace is None:
            self.pellet.show_specimen(None)
            return
        own = trace.specimen
        shared = [m.name for m in trace.sample.measurements if own is not None and m.specimen == own.id]
        self.pellet.show_specimen(
            own, shared, [s for s in trace.sample.specimens if s is not own and s.kind == "pellet"]
        )

    def focus_field(self, name: str) -> None:
        """Bring a field that is missing to the keyboard."""
        if name == "voltage":
            self.ensureWidgetVisible(self.voltage)
            self.voltage.setFocus()
        else:
            self.pellet.focus_field(name)


def _with_fitted(analysis: Analysis | None) -> Analysis | None:
    """The analysis with the parameters of the model that its fit chose by itself, to be looked at and held."""
    if analysis is None or analysis.model != AUTO or analysis.fit is None:
        return analysis
    shown = tuple(Parameter(p.name, p.value, p.unit, p.vary) for p in analysis.fit.parameters)
    return replace(analysis, parameters=shown)
