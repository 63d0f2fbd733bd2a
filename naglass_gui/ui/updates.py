"""Is there a newer NaGlass? Asked only on request, or once a day where the preference is set."""

from __future__ import annotations

import threading
import time
from datetime import date
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from naglass_gui import REPOSITORY, __version__
from naglass_gui.releases import TIME_LIMIT, is_newer, newest_version, page_of
from naglass_gui.ui.services import Messages, Remedy
from naglass_gui.ui.settings import Settings

LOOK_MS = 50


class Updates(QObject):
    """Asks for the newest version in a thread of its own and tells what it learned.

    Args:
        settings: whether to ask at the start, and when that was last done.
        messages: where it is told.
        repository: the address of the project, empty where it is not known: a copy built from source.
        version: what this program is.
    """

    def __init__(
        self,
        settings: Settings,
        messages: Messages,
        parent: QObject | None = None,
        repository: str = REPOSITORY,
        version: str = __version__,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._messages = messages
        self._repository = repository
        self._version = version
        self._answers: SimpleQueue[str | Exception] = SimpleQueue()
        self._given_up_at = 0.0
        self._wanted = False
        # The thread may outlive the window, so it touches nothing of Qt: the answer is looked for.
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._take)

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._look.isActive()

    def ask_at_start(self) -> None:
        """Ask where the person wants that, once a day; only a newer version is told."""
        today = date.today().isoformat()
        if self._repository and self._settings.asks_for_updates and self._settings.get("updates/asked", "") != today:
            self._settings.set("updates/asked", today)
            self._ask()

    def ask(self) -> None:
        """Ask because the person wants to know; whatever comes of it is told."""
        if not self._repository:
            self._messages.show(
                "This NaGlass was built from its source; it does not know where newer ones are published."
            )
            return
        self._wanted = True
        self._messages.show("Asking for the newest version of NaGlass…")
        self._ask()

    def close(self) -> None:
        """Wait no longer."""
        self._look.stop()

    def _ask(self) -> None:
        if self.asking:
            return
        answers: SimpleQueue[str | Exception] = SimpleQueue()
        self._answers = answers
        repository = self._repository

        def ask() -> None:
            try:
                answers.put(newest_version(repository))
            except (OSError, ValueError) as fault:
                answers.put(fault)

        self._given_up_at = time.monotonic() + TIME_LIMIT
        threading.Thread(target=ask, name="naglass-updates", daemon=True).start()
        self._look.start()

    def _take(self) -> None:
        """Take the answer where there is one."""
        try:
            answer = self._answers.get_nowait()
        except Empty:
            if time.monotonic() < self._given_up_at:
                return
            answer = TimeoutError("no answer in time")
        self._look.stop()
        wanted, self._wanted = self._wanted, False
        if isinstance(answer, str) and answer and is_newer(answer, self._version):
            page = page_of(self._repository, answer)
            show = Remedy("Open its page", lambda: open_page(page))
            self._messages.show(f"NaGlass {answer} is available; this is {self._version}.", "info", [show], page)
        elif wanted:
            self._tell(answer)

    def _tell(self, answer: str | Exception) -> None:
        """Say why there is nothing newer to see."""
        host = QUrl(self._repository).host()
        if isinstance(answer, OSError):
            sentence = (
                f"{host} did not answer, so it is not known whether there is a newer NaGlass. Is this computer online?"
            )
            self._messages.show(sentence, "warning", details=str(answer))
        elif isinstance(answer, Exception):
            sentence = f"{host} gave an answer that makes no sense; look for newer versions there."
            self._messages.show(sentence, "warning", details=str(answer))
        elif answer:
            self._messages.show(f"This is NaGlass {self._version}; there is no newer one.", "good")
        else:
            self._messages.show("No version of NaGlass has been published yet.")


def open_page(address: str) -> None:
    """Show a page in the person's browser."""
    QDesktopServices.openUrl(QUrl(address))
