"""The panels that many tabs have, connected to the steps they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Measurement
from naglass_gui.ui.panels.conditions_panel import ConditionsPanel
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.pellet_panel import PelletPanel
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.steps import Steps

Remedies = Mapping[str, Callable[[Analysis, str], object]]
"""What a warning's button does, by its verb: called with the analysis and the name; True lets it be fitted again."""


class Edited(Protocol):
    """Whose panels these are."""

    @property
    def editing(self) -> Steps:
        """Makes the steps."""

    @property
    def analysis(self) -> Analysis | None:
        """What is edited, as it is before a running drag."""

    @property
    def measurement(self) -> Measurement | None:
        """What it was measured on."""

    def fit(self) -> None:
        """Fit it."""


def connect_parameters(tab: Edited, panel: ParameterTable) -> None:
    """Values, bounds, links and roles."""
    panel.edited.connect(
        lambda text, name, changes, live: _on(tab, lambda a: tab.editing.parameter(a, text, name, changes, live))
    )


def connect_options(tab: Edited, panel: OptionsPanel) -> None:
    """Options in words and numbers."""
    panel.edited.connect(lambda text, name, value: _on(tab, lambda a: tab.editing.option(a, text, name, value)))


def connect_fits(tab: Edited, panel: FitHistory) -> None:
    """The history of fits."""
    panel.restore_requested.connect(lambda id: _on(tab, lambda a: tab.editing.restore_fit(a, id)))
    panel.removal_requested.connect(lambda id: _on(tab, lambda a: tab.editing.remove_fit(a, id)))


def connect_pellet(tab: Edited, panel: PelletPanel) -> None:
    """Sizes of the pellet, another pellet."""
    panel.edited.connect(lambda text, sizes, live: _measured(tab, lambda m: tab.editing.sizes(m, text, sizes, live)))
    panel.new_pellet_requested.connect(lambda: _measured(tab, tab.editing.new_pellet))
    panel.pellet_chosen.connect(lambda id: _measured(tab, lambda m: tab.editing.use_pellet(m, id)))


def connect_conditions(tab: Edited, panel: ConditionsPanel) -> None:
    """The temperature."""
    panel.edited.connect(
        lambda text, quantity, live: _measured(
            tab, lambda m: tab.editing.condition(m, text, "temperature", quantity, live)
        )
    )


def connect_warnings(tab: Edited, panel: WarningsPanel, remedies: Remedies | None = None) -> None:
    """What a warning offers: fixing a parameter and taking its bounds away, and what this technique has beside."""
    known: Remedies = {"widen": lambda a, name: _widen(tab, a, name), "fix": lambda a, name: _fix(tab, a, name)}
    deeds = dict(known) | dict(remedies or {})

    def heal(analysis: Analysis, remedy: str) -> None:
        verb, _, name = remedy.partition(" ")
        if verb in deeds and deeds[verb](analysis, name):
            tab.fit()

    panel.remedy_requested.connect(lambda remedy: _on(tab, lambda a: heal(a, remedy)))


def _on(tab: Edited, deed: Callable[[Analysis], object]) -> None:
    if tab.analysis is not None:
        deed(tab.analysis)


def _measured(tab: Edited, deed: Callable[[Measurement], object]) -> None:
    if tab.measurement is not None:
        deed(tab.measurement)


def _widen(tab: Edited, analysis: Analysis, name: str) -> bool:
    text = f"Take the bounds of {name} away"
    return tab.editing.step(text, edits.set_parameter, analysis.id, name, minimum=None, maximum=None)


def _fix(tab: Edited, analysis: Analysis, name: str) -> bool:
    return tab.editing.step(f"Fix {name}", edits.set_parameter, analysis.id, name, vary=False)
