"""The right column of the EIS tab: circuit, parameters, conductivity with the pellet, warnings, fits."""

from __future__ import annotations

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Derived, Project
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.common import COMMON_CIRCUITS
from naglass_gui.techniques.eis.derived import analysis_resistances, current_quantities
from naglass_gui.techniques.eis.drt_strength import DrtSettings
from naglass_gui.techniques.eis.flow import open_flow
from naglass_gui.ui.circuit.editor import CircuitEditor
from naglass_gui.ui.eis.check_panel import CheckPanel
from naglass_gui.ui.eis.checking import Checking
from naglass_gui.ui.eis.intentions import REMEDIES
from naglass_gui.ui.eis.leads_panel import LeadsPanel
from naglass_gui.ui.eis.relaxation_panel import RelaxationPanel
from naglass_gui.ui.eis.relaxing import Relaxing
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.eis.suggesting import Suggesting
from naglass_gui.ui.eis.suggestion_panel import SuggestionPanel
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.conditions_panel import ConditionsPanel
from naglass_gui.ui.panels.conductivity_card import ConductivityPanel
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.label import quiet_button
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.pellet_panel import PelletPanel
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.services import Services
from naglass_gui.ui.temperature_series import REFIT_NEIGHBOURS


class Column(Page):
    """Shows the current spectrum's circuit and results. What is wanted is said by the panels themselves.

    Attributes:
        circuit, suggestion, check, relaxation, parameters, options, conductivity, pellet, leads, conditions, warnings,
            fits: the panels.
        neighbours: lets a correction go on, where it has not yet.
    """

    def __init__(self, services: Services, checking: Checking, relaxing: Relaxing, suggesting: Suggesting) -> None:
        super().__init__()
        self._checking, self._relaxing, self._suggesting = checking, relaxing, suggesting
        self.relaxation = RelaxationPanel()
        self.suggestion = SuggestionPanel()
        self.check = CheckPanel()
        self.leads = LeadsPanel()
        self.circuit = CircuitEditor(services, COMMON_CIRCUITS)
        self.parameters = ParameterTable(services, roles=True)
        self.conductivity = ConductivityPanel()
        self.pellet = PelletPanel(services)
        self.conditions = ConditionsPanel()
        self.options = OptionsPanel(
            EIS.choices, {"modulus": "1/|Z|", "unit": "equal", "proportional": "1/|Re Z|, 1/|Im Z|"}
        )
        self.warnings = WarningsPanel(RemedyWords(REMEDIES))
        self.fits = FitHistory(services)
        self.neighbours = quiet_button(REFIT_NEIGHBOURS, "This spectrum was corrected; its neighbours have older fits")
        circuit = Card("Circuit", self.circuit)
        circuit.add_action(self.circuit.common_button)
        circuit.add(self.suggestion)
        circuit.add_action(self.suggestion.close_button)
        relaxation = Card("Relaxation times", self.relaxation)
        relaxation.add_action(self.relaxation.columns_button)
        relaxation.add_action(self.relaxation.off)
        check = Card("Data check", self.check)
        check.add_action(self.check.off)
        self.add(
            circuit,
            # The number the tab is for, and the two fields it needs, stay in sight in a small window.
            Card("Conductivity", self.conductivity, self.pellet, self.leads, self.conditions),
            Card("Parameters", self.parameters),
            self.warnings,
            check,
            relaxation,
            Card("Fits", self.fits, self.neighbours, self.options),
        )

    def show_spectrum(self, project: Project, spectrum: Spectrum | None, several: bool = False) -> None:
        """Show a spectrum's analysis and pellet, or nothing. Cheap enough for every frame of a drag.

        `several`: whether others are shown beside it.
        """
        analysis = spectrum.analysis if spectrum else None
        specimen = spectrum.specimen if spectrum else None
        fit = analysis.fit if analysis else None
        self.circuit.show_model(analysis.model if analysis else "")
        roles = {r.name: r.role for r in analysis_resistances(analysis, specimen)} if analysis else {}
        self.parameters.show_analysis(analysis, roles)
        self.options.show_analysis(analysis)
        stale = analysis is not None and spectrum is not None and is_stale(analysis, (spectrum.measurement,))
        derived: tuple[Derived, ...] = ()
        if analysis is not None:
            derived = fit.derived if fit is not None and not stale else current_quantities(analysis, specimen)
        has_model = spectrum is not None and spectrum.values is not None
        self.conductivity.show_results(
            derived, specimen, has_model=has_model and fit is not None, stale=stale, doubt=doubt_of(fit)
        )
        self._show_pellet(project, spectrum)
        self.leads.show_spectrum(project, spectrum, several)
        self.check.show_check(self._checking.of(spectrum), on=self._checking.on, possible=spectrum is not None)
        self.suggestion.show_suggestion(
            self._suggesting.of(spectrum), analysis.model if analysis else "", possible=analysis is not None
        )
        self.relaxation.show_distribution(
            self._relaxing.of(spectrum),
            DrtSettings() if analysis is None else DrtSettings.of(analysis),
            on=self._relaxing.on,
            possible=spectrum is not None,
        )
        self.conditions.show_measurement(spectrum.measurement if spectrum else None)
        self.warnings.show_warnings(fit.warnings if fit is not None and not stale else ())
        self.fits.show_analysis(analysis)
        self.neighbours.setVisible(analysis is not None and bool(open_flow(project, analysis).all))

    def _show_pellet(self, project: Project, spectrum: Spectrum | None) -> None:
        if spectrum is None:
            self.pellet.show_specimen(None)
            return
        sample = project.sample_of(spectrum.measurement.id)
        specimen = spectrum.specimen
        shared = [m.name for m in sample.measurements if specimen is not None and m.specimen == specimen.id]
        self.pellet.show_specimen(specimen, shared, [s for s in sample.specimens if s is not specimen])
