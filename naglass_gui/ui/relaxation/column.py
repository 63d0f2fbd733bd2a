"""The right column of the T1 tab."""

from __future__ import annotations

from dataclasses import replace

from naglass_gui.techniques.nmr.components import all_parameters
from naglass_gui.techniques.relaxation import RELAXATION
from naglass_gui.techniques.relaxation.recovery import Recovery
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.conditions_panel import ConditionsPanel
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.relaxation.model_panel import ModelPanel
from naglass_gui.ui.relaxation.result_panel import ResultPanel
from naglass_gui.ui.relaxation.series import Series
from naglass_gui.ui.relaxation.slices_panel import SlicesPanel
from naglass_gui.ui.relaxation.words import WAY_WORDS, Remedies, short_title
from naglass_gui.ui.services import Services

NARROWEST, USUAL, WIDEST = 330, 372, 480


class Column(Page):
    """Shows the current series' results, model and slices.

    Attributes:
        result, model, options, parameters, slices, conditions, warnings, fits: the panels.
    """

    def __init__(self, services: Services) -> None:
        super().__init__(NARROWEST, USUAL, WIDEST)
        self.result = ResultPanel(services)
        self.model = ModelPanel()
        self.options = OptionsPanel(RELAXATION.choices, WAY_WORDS)
        self.parameters = ParameterTable(services)
        self.slices = SlicesPanel()
        self.conditions = ConditionsPanel()
        self.warnings = WarningsPanel(Remedies())
        self.fits = FitHistory(services, short_title)
        self.parameters_card = Card("Parameters", self.parameters)
        self.add(
            Card("Relaxation time", self.result, self.conditions),
            self.warnings,
            Card("Model", self.model, self.options),
            self.parameters_card,
            Card("Slices", self.slices),
            Card("Fits", self.fits),
        )

    def show_series(self, series: Series | None, recovery: Recovery, which: int) -> None:
        """Show a series, or nothing. Cheap enough for every frame of a drag."""
        analysis = series.analysis if series is not None else None
        fit = None if analysis is None else analysis.fit
        stale = series is not None and series.stale
        self.result.show_series(series, recovery)
        self.model.show_analysis(analysis)
        self.options.show_analysis(analysis)
        flat = None if analysis is None else replace(analysis, parameters=all_parameters(analysis))
        self.parameters.show_analysis(flat)
        self.parameters_card.setVisible(flat is not None and bool(flat.parameters))
        self.slices.show_slices(series.slices if series is not None else None, which)
        self.conditions.show_measurement(series.measurement if series is not None else None)
        self.warnings.show_warnings(fit.warnings if fit is not None and not stale else ())
        self.fits.show_analysis(analysis)
