"""After a crash: offers what was not saved, and the log of the session that crashed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from naglass_gui.core.errors import NaGlassError
from naglass_gui.log import CrashedSession
from naglass_gui.storage import DiskStore, Recoverable, discard, list_recoverable, open_recoverable
from naglass_gui.ui.autosaver import Autosaver
from naglass_gui.ui.dialogs.recovery import RecoveryDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.files import Files
from naglass_gui.ui.services import Remedy, Services
from naglass_gui.ui.times import spoken


class Recovering(QObject):
    """Asks once, after the window has shown. Whatever fails here is told and never keeps the program from starting."""

    def __init__(self, document: Document, services: Services, files: Files, autosaver: Autosaver) -> None:
        super().__init__()
        self._document = document
        self._services = services
        self._files = files
        self._autosaver = autosaver

    def offer(self) -> bool:
        """Offer what can be recovered; True when something was opened."""
        entries = list_recoverable()
        if not entries:
            return False
        dialog = RecoveryDialog(entries, self._discard, self._services.parent)
        if self._services.ask.run(dialog) and dialog.chosen is not None:
            return self._open(dialog.chosen)
        return False

    def offer_log(self, crashed: CrashedSession) -> None:
        """Say that the last session crashed, with its log at hand."""
        when = spoken(crashed.started.astimezone().isoformat())
        self._services.messages.show(
            f"The NaGlass started {when} ended unexpectedly.",
            "warning",
            [Remedy("Show the log", lambda: _show(crashed))],
            crashed.text(20_000),
        )

    def _open(self, entry: Recoverable) -> bool:
        store = self._document.store
        assert isinstance(store, DiskStore)
        try:
            loaded = open_recoverable(entry, store)
            name = entry.path.name if entry.path else entry.name or "the unsaved project"
            sentence = (
                loaded.notices[0] if loaded.notices else f"This is {name} as it was when NaGlass ended, as a copy."
            )
            self._files.open_copy(loaded, sentence)
            # The old copy goes only once this program's own is on the disk.
            self._autosaver.write_now()
            discard(entry)
        except NaGlassError as fault:
            self._services.messages.show(fault.sentence, "error", details=fault.details)
            return False
        return True

    def _discard(self, entry: Recoverable) -> bool:
        answer = self._services.ask.choose(
            "Discard unsaved work",
            f"Discard the unsaved work of {entry.name or 'this project'}?",
            ("Discard", "Keep"),
            default=1,
            informative="This cannot be undone.",
        )
        if answer != 0:
            return False
        try:
            discard(entry)
        except NaGlassError as fault:
            self._services.messages.show(fault.sentence, "error", details=fault.details)
            return False
        return True


def _show(crashed: CrashedSession) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(crashed.log)))
