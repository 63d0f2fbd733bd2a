"""Commands: each has words, help and an icon that exists; no two share a key where both hold."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QKeySequence

from naglass_gui.ui import icons
from naglass_gui.ui.actions import COMMANDS
from naglass_gui.ui.menus import MENUS, TOOLBAR

# experience.md, "Gestures", as far as impedance goes.
EXPECTED = {
    "file.new": "Ctrl+N", "file.open": "Ctrl+O", "file.save": "Ctrl+S", "file.save_as": "Ctrl+Shift+S",
    "file.close": "Ctrl+W", "file.quit": "Ctrl+Q", "file.import": "Ctrl+I", "figure.export": "Ctrl+E",
    "figure.copy": "Ctrl+Shift+C", "figure.print": "Ctrl+P", "edit.undo": "Ctrl+Z", "edit.redo": "Ctrl+Shift+Z",
    "analysis.cancel": "Esc", "view.everything": "A", "edit.delete": "Del", "help.here": "F1",
    "window.palette": "Ctrl+K", "edit.paste": "Ctrl+V",
}  # fmt: skip


def test_the_shortcuts_are_those_of_the_design(window):
    for name, keys in EXPECTED.items():
        assert QKeySequence(keys) in window.actions_by_name[name].shortcuts(), name
    fit = [k.toString() for k in window.actions_by_name["analysis.fit"].shortcuts()]
    assert fit == ["F5", "Ctrl+R"]
    assert window.tab_actions[0].shortcut().toString() == "Ctrl+1"


def test_no_two_commands_share_a_key_where_both_hold(window):
    for first, second in itertools.combinations(COMMANDS, 2):
        if first.place == second.place or "window" in (first.place, second.place):
            assert not set(first.shortcuts) & set(second.shortcuts), (first.name, second.name)
    for action in window.tab_actions:
        assert not any(action.shortcut().toString() in c.shortcuts for c in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_a_command_has_words_help_and_an_icon_that_exists(command):
    assert command.text and command.help
    assert not command.help.endswith(".")
    if command.icon:
        assert command.icon in icons.names()


def test_every_command_is_in_a_menu_or_in_the_theme_part(window):
    placed = {name for items in MENUS.values() for name in items if name}
    for command in COMMANDS:
        assert command.name in placed or command.name.startswith("view.theme.")
    assert {name for name in TOOLBAR if name} <= {c.name for c in COMMANDS}
