"""The menu of a handle: for each parameter behind it what the parameter table offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu

from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis
from naglass_gui.ui.dialogs.bounds import BoundsDialog
from naglass_gui.ui.dialogs.link_parameter import LinkDialog
from naglass_gui.ui.panels.parameter_menu import parameter_menu
from naglass_gui.ui.panels.prefixes import with_prefix

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.eis import EisTab


def handle_menu(tab: EisTab, analysis: Analysis, names: Sequence[str]) -> QMenu:
    """Fix, bound, link and role of each of these parameters, the first ones at the top."""
    menu = QMenu(tab)
    for name in names:
        parameter = analysis.parameter(name)
        submenu = parameter_menu(
            menu,
            parameter,
            analysis.parameters,
            lambda text, name, changes: tab.editing.parameter(analysis, text, name, changes, live=False),
            partial(_ask_bounds, tab, analysis, parameter),
            partial(_ask_link, tab, analysis, parameter),
            roles=True,
        )
        submenu.setTitle(f"{name}  {with_prefix(parameter.value, None, parameter.unit, significant=4)}")
        menu.addMenu(submenu)
    return menu


def _ask_bounds(tab: EisTab, analysis: Analysis, parameter: Parameter) -> None:
    dialog = BoundsDialog(parameter, tab.window())
    if tab.services.ask.run(dialog):
        _change(tab, analysis, f"Bound {parameter.name}", parameter.name, dialog.changes())


def _ask_link(tab: EisTab, analysis: Analysis, parameter: Parameter) -> None:
    dialog = LinkDialog(parameter, analysis.parameters, tab.window())
    if tab.services.ask.run(dialog):
        _change(tab, analysis, f"Link {parameter.name}", parameter.name, {"link": dialog.link})


def _change(tab: EisTab, analysis: Analysis, text: str, name: str, changes: dict[str, Any]) -> None:
    tab.editing.parameter(analysis, text, name, changes, live=False)
