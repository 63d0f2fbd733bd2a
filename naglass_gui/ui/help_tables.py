"""Tables of the help that follow the code: shortcuts from the commands, circuit elements from their list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from naglass_gui.ui.actions import COMMANDS, Actions
from naglass_gui.ui.help_pages import table

Fill = Callable[[], str]


def shortcuts(actions: Actions) -> str:
    """Every command that has a shortcut now, with it."""
    rows: list[tuple[str, ...]] = []
    for command in COMMANDS:
        keys = actions[command.name].shortcuts()
        if keys:
            native = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
            rows.append((native, command.help))
    return table(("keys", "what they do"), rows)


def fills(actions: Actions) -> dict[str, Fill]:
    """What stands in double braces in the pages."""
    return {"shortcuts": lambda: shortcuts(actions)}
