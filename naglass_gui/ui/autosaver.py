"""Autosave: the recovery copy follows every edit within a second, and goes when nothing is unsaved."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Id
from naglass_gui.storage import DiskStore, Session
from naglass_gui.ui.background import Background
from naglass_gui.ui.document import Document
from naglass_gui.ui.files import Files
from naglass_gui.ui.services import Messages

REST_MS = 250  # after the last edit of a flurry
LATEST_MS = 600  # after the first edit that is not kept yet, flurry or not: with the writing itself under a second


class Autosaver(QObject):
    """Writes what is not saved to the recovery folder, away from the window and never over the person's file."""

    def __init__(
        self, document: Document, session: Session, background: Background, messages: Messages, files: Files
    ) -> None:
        super().__init__()
        self._document = document
        self._session = session
        self._background = background
        self._messages = messages
        self._files = files
        self._written: Id | None = None
        self._failed = False
        self._first_edit = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.write)
        document.stack.indexChanged.connect(self._edited)
        document.replaced.connect(self._start_afresh)
        document.modified.connect(self._saved_or_not)

    def write(self) -> None:
        """Write the recovery copy now, in the background."""
        self._timer.stop()
        self._first_edit = 0.0
        if self._document.is_modified:
            self._background.run(self._writing(), lambda _nothing: self._succeeded(), self._complain)

    def write_now(self) -> None:
        """Write the recovery copy and wait for it: something has gone wrong, and this comes before the report.

        Raises:
            NaGlassError: it cannot be written.
        """
        if self._document.is_modified:
            self._writing()()

    def close(self) -> None:
        """The program ends: what was kept for a crash is not needed."""
        self._timer.stop()
        # Qt clears the history when it deletes it, after whatever listens has gone.
        self._document.stack.indexChanged.disconnect(self._edited)
        self._document.replaced.disconnect(self._start_afresh)
        self._document.modified.disconnect(self._saved_or_not)
        self._background.close()
        self._session.close()

    def _writing(self) -> Callable[[], None]:
        project, path = self._document.committed, self._files.path
        edits, saved_at = self._edits(), self._files.saved_at
        store = self._document.store
        assert isinstance(store, DiskStore)
        self._written = project.id
        return lambda: self._session.write(project.id, project, store, path=path, saved_at=saved_at, edits=edits)

    def _edits(self) -> int:
        stack = self._document.stack
        return abs(stack.index() - stack.cleanIndex()) if stack.cleanIndex() >= 0 else stack.index() + 1

    def _edited(self) -> None:
        if not self._document.is_modified:
            return
        now = time.monotonic()
        self._first_edit = self._first_edit or now
        left = LATEST_MS - round(1000 * (now - self._first_edit))
        self._timer.start(max(min(REST_MS, left), 0))

    def _start_afresh(self) -> None:
        self._forget()
        self._edited()

    def _saved_or_not(self, modified: bool) -> None:
        if not modified:
            self._forget()

    def _forget(self) -> None:
        self._timer.stop()
        self._first_edit = 0.0
        if self._written is not None:
            written, self._written = self._written, None
            self._background.run(lambda: self._session.clear(written), lambda _nothing: None, self._complain)

    def _succeeded(self) -> None:
        self._failed = False

    def _complain(self, fault: Exception) -> None:
        if not isinstance(fault, NaGlassError):
            raise fault
        if not self._failed:  # once, not with every edit
            self._failed = True
            self._messages.show(fault.sentence, "warning", [self._files.save_remedy()], fault.details)
