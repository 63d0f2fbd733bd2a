"""What the panels of the right column ask for, connected to the steps that do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Id
from naglass_gui.techniques.eis.editing import remove_element
from naglass_gui.techniques.eis.fit import STARTS
from naglass_gui.ui.tabs import wiring

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.eis import EisTab

MORE_STARTS = 4
REMEDIES = {"remove": "Remove {}", "starts": "Search longer", "circuit": "Choose another circuit"}


def connect_column(tab: EisTab) -> None:
    """Connect the right column of a tab."""
    column = tab.column
    column.circuit.circuit_edited.connect(lambda text, carried: tab.on_analysis(tab.editing.circuit, text, carried))
    column.circuit.element_selected.connect(lambda names: column.parameters.highlight(names[0] if names else ""))
    column.parameters.selected.connect(column.circuit.highlight)
    column.conductivity.geometry_wanted.connect(column.pellet.focus_field)
    wiring.connect_parameters(tab, column.parameters)
    wiring.connect_options(tab, column.options)
    wiring.connect_pellet(tab, column.pellet)
    wiring.connect_conditions(tab, column.conditions)
    wiring.connect_fits(tab, column.fits)
    column.neighbours.clicked.connect(lambda: tab.refit_neighbours())
    column.check.wanted.connect(tab.check_data)
    column.check.mask_wanted.connect(lambda points, reason: tab.on_analysis(tab.editing.mask, points, reason))
    column.relaxation.wanted.connect(tab.show_relaxation)
    column.relaxation.changed.connect(
        lambda name, value, live: tab.on_analysis(tab.editing.relaxation, name, value, live)
    )
    column.relaxation.circuit_wanted.connect(lambda start: tab.on_analysis(tab.editing.start_from, start))
    column.suggestion.wanted.connect(tab.suggest)
    column.suggestion.closed.connect(tab.hide_suggestion)
    column.suggestion.chosen.connect(lambda ranked: tab.on_analysis(tab.editing.use_suggestion, ranked))
    column.leads.chosen.connect(lambda kind, short, everywhere: _subtract(tab, kind, short, everywhere))

    def remove(analysis: Analysis, name: str) -> bool:
        circuit = tab.current.circuit if tab.current is not None else None
        if circuit is None:
            return False
        path = next(p.path for p in circuit.parameters if p.name == name)
        return tab.editing.step(f"Remove {name}", remove_element, analysis.id, path)

    def search_longer(analysis: Analysis, _: str) -> bool:
        starts = min(MORE_STARTS * analysis.option("starts", STARTS), 1000)
        return tab.editing.step("Search longer", edits.set_option, analysis.id, "starts", starts)

    def choose_circuit(_analysis: Analysis, _: str) -> None:
        column.circuit.common_button.click()

    wiring.connect_warnings(
        tab, column.warnings, {"remove": remove, "starts": search_longer, "circuit": choose_circuit}
    )


def _subtract(tab: EisTab, kind: str, short: Id, everywhere: bool) -> None:
    analyses = tab.showing.analyses if everywhere else [a for a in (tab.analysis,) if a is not None]
    # A short circuit that is itself among what is shown stays as it is.
    tab.editing.leads([a for a in analyses if not short or short not in a.sources], kind, short)
