"""After the window has shown: what the first file will need is imported beside it, so that its plot comes at once."""

from __future__ import annotations

import importlib
import logging
import threading

from naglass_gui.ui.tabs import TABS

log = logging.getLogger(__name__)


class Warming:
    """Imports techniques and tabs in a thread of its own; classes may be made there, widgets are not."""

    def __init__(self) -> None:
        self._thread = threading.Thread(target=_import_all, name="naglass-warming", daemon=True)

    def begin(self) -> None:
        """Begin, without waiting."""
        self._thread.start()

    def end(self) -> None:
        """Wait until it is done: a thread that imports while the interpreter ends would crash it."""
        if self._thread.is_alive():
            self._thread.join()


def _import_all() -> None:
    for name in ("naglass_gui.techniques", *(entry.target.partition(":")[0] for entry in TABS)):
        try:
            importlib.import_module(name)
        except Exception:
            # Told when the tab is opened, where it can be seen what is missing.
            log.exception("%s cannot be imported", name)
