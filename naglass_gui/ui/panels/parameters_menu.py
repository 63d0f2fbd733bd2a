"""The menu of a handle: for each parameter behind it what the parameter table offers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.core.parameter import Parameter
from naglass_gui.ui.dialogs.bounds import BoundsDialog
from naglass_gui.ui.dialogs.link_parameter import LinkDialog, ReadLink
from naglass_gui.ui.panels.parameter_menu import Request, parameter_menu
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.services import Services


def parameters_menu(
    parent: QWidget,
    services: Services,
    parameters: Sequence[Parameter],
    names: Sequence[str],
    request: Request,
    *,
    roles: bool = False,
    read: ReadLink | None = None,
) -> QMenu:
    """Fix, bound, link and role of each of these parameters, the first ones at the top. It is deleted when it closes.

    Args:
        parent: whose menu it is.
        services: to ask for bounds and links.
        parameters: all of the analysis; links go to any of them.
        names: of those the menu is about.
        request: called with what is wanted.
        roles: whether resistances of this technique stand for something.
        read: turns a typed link into an expression, given also which parameter is linked.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for parameter in (p for name in names for p in parameters if p.name == name):
        bounds = partial(_ask_bounds, parent, services, parameter, request)
        link = partial(_ask_link, parent, services, parameter, parameters, request, read)
        submenu = parameter_menu(menu, parameter, parameters, request, bounds, link, roles=roles)
        submenu.setTitle(f"{parameter.name}  {with_prefix(parameter.value, None, parameter.unit, significant=4)}")
        menu.addMenu(submenu)
    return menu


def _ask_bounds(parent: QWidget, services: Services, parameter: Parameter, request: Request) -> None:
    dialog = BoundsDialog(parameter, parent.window())
    if services.ask.run(dialog):
        request(f"Bound {parameter.name}", parameter.name, dialog.changes())


def _ask_link(
    parent: QWidget,
    services: Services,
    parameter: Parameter,
    parameters: Sequence[Parameter],
    request: Request,
    read: ReadLink | None,
) -> None:
    dialog = LinkDialog(parameter, parameters, parent.window(), read)
    if services.ask.run(dialog):
        request(f"Link {parameter.name}", parameter.name, {"link": dialog.link})
