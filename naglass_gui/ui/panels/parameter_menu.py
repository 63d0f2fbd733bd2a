"""The menu of one parameter: fix, bounds, link, role, copy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.ui.panels.parameter_rows import ROLES, link_cycle, linked_values

Request = Callable[[str, str, dict[str, Any]], None]
"""Called with the undo text, the parameter's name and what changes on it."""


def parameter_menu(
    parent: QWidget,
    parameter: Parameter,
    parameters: Sequence[Parameter],
    request: Request,
    ask_bounds: Callable[[], None],
    ask_link: Callable[[], None],
    *,
    roles: bool,
) -> QMenu:
    """The menu; `roles` says whether resistances of this technique stand for something."""
    menu = QMenu(parent)
    name = parameter.name
    fix = menu.addAction("Fixed")
    fix.setCheckable(True)
    fix.setChecked(not parameter.vary)
    fix.setEnabled(not parameter.link)
    fix.triggered.connect(lambda fixed: request(f"{'Fix' if fixed else 'Free'} {name}", name, {"vary": not fixed}))
    menu.addAction("Bounds…").triggered.connect(ask_bounds)
    _add_links(menu.addMenu("Link to"), parameter, parameters, request, ask_link)
    if roles and parameter.unit == "ohm":
        _add_roles(menu.addMenu("Stands for"), parameter, request)
    return menu


def _add_links(
    menu: QMenu, parameter: Parameter, parameters: Sequence[Parameter], request: Request, ask_link: Callable[[], None]
) -> None:
    name = parameter.name
    for other in parameters:
        if other.unit != parameter.unit or other.name == name or not _possible(parameters, name, other.name):
            continue
        same = menu.addAction(f"Same as {other.name}")
        same.setCheckable(True)
        same.setChecked(parameter.link == other.name)
        same.triggered.connect(
            lambda _, to=other.name: request(f"Link {name} to {to}", name, {"link": to}),
        )
    menu.addSeparator()
    menu.addAction("Expression…").triggered.connect(ask_link)
    free = menu.addAction("No link")
    free.setEnabled(bool(parameter.link))
    # The value it had while it followed stays.
    value = linked_values(parameters)[name]
    kept = {"value": value} if math.isfinite(value) else {}
    free.triggered.connect(lambda: request(f"Unlink {name}", name, {"link": ""} | kept))


def _possible(parameters: Sequence[Parameter], name: str, link: str) -> bool:
    try:
        link_cycle(parameters, name, link)
    except InputError:
        return False
    return True


def _add_roles(menu: QMenu, parameter: Parameter, request: Request) -> None:
    for role in (*ROLES, ""):
        action = menu.addAction(role.capitalize() if role else "Not set")
        action.setCheckable(True)
        action.setChecked(parameter.role == role)
        action.triggered.connect(
            lambda _, to=role: request(
                f"Take {parameter.name} as {to}" if to else f"Take the role from {parameter.name}",
                parameter.name,
                {"role": to},
            )
        )
