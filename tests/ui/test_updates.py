"""Asking for a newer version: only on request or with the preference, told in a sentence, never downloaded.

That the start opens no connection is shown in test_application.py.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject

from naglass_gui.ui import updates
from naglass_gui.ui.dialogs.preferences import PreferencesDialog
from naglass_gui.ui.settings import Settings
from naglass_gui.ui.updates import Updates

RELEASE = "/naglass/releases/latest/download/release.json"


class Releases(ThreadingHTTPServer):
    """A repository on this machine that answers what a test says, and keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answer, self.status = b'{"version": "0.2.0"}', 200
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.silent = threading.Event()
        self.silent.set()

    @property
    def repository(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/naglass"


class Answering(BaseHTTPRequestHandler):
    server: Releases

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.silent.wait(20)
        if self.path.endswith(RELEASE.removeprefix("/naglass")) and self.server.status == 302:
            self.send_response(302)
            self.send_header("Location", "/files/release.json")
            self.end_headers()
            return
        self.send_response(200 if self.server.status == 302 else self.server.status)
        self.end_headers()
        with contextlib.suppress(OSError):  # who asked has read enough
            self.wfile.write(self.server.answer)

    def log_message(self, *_words: Any) -> None:
        pass


class Told(QObject):
    """A message strip without a window."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str, list[Any]]] = []

    def show(self, text: str, tone: str = "info", remedies: Any = (), details: str = "") -> None:
        self.said.append((text, tone, list(remedies)))

    def clear(self) -> None:
        self.said.clear()


@pytest.fixture
def releases() -> Iterator[Releases]:
    server = Releases()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.silent.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def asker(qtbot: Any, home: Path, releases: Releases, told: Told) -> Iterator[Updates]:
    made = Updates(Settings(), told, None, releases.repository, "0.1.0")
    yield made
    made.close()


def ended(qtbot: Any, asker: Updates) -> None:
    qtbot.waitUntil(lambda: not asker.asking, timeout=5000)


def test_a_newer_version_is_told_with_its_page_and_not_downloaded(
    qtbot: Any, asker: Updates, releases: Releases, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(updates, "open_page", opened.append)
    asker.ask()
    ended(qtbot, asker)
    text, _tone, (remedy,) = told.said[-1]
    assert text == "NaGlass 0.2.0 is available; this is 0.1.0."
    remedy.action()
    assert opened == [f"{releases.repository}/releases/tag/v0.2.0"]
    assert [path for path, _ in releases.asked] == [RELEASE]


def test_nothing_about_the_person_is_sent(qtbot: Any, asker: Updates, releases: Releases) -> None:
    asker.ask()
    ended(qtbot, asker)
    ((_, headers),) = releases.asked
    assert headers["User-Agent"] == "NaGlass"
    assert not {"Cookie", "Referer", "Authorization"} & set(headers)


def test_a_redirection_to_where_the_file_lies_is_followed(
    qtbot: Any, asker: Updates, releases: Releases, told: Told
) -> None:
    releases.status = 302
    asker.ask()
    ended(qtbot, asker)
    assert told.said[-1][0].startswith("NaGlass 0.2.0 is available")


@pytest.mark.parametrize(
    ("status", "answer", "sentence", "tone"),
    [
        (200, b'{"version": "0.1.0"}', "This is NaGlass 0.1.0; there is no newer one.", "good"),
        (404, b"", "No version of NaGlass has been published yet.", "info"),
        (200, b"<html>", "127.0.0.1 gave an answer that makes no sense; look for newer versions there.", "warning"),
        (500, b"", "127.0.0.1 did not answer, so it is not known whether there is a newer NaGlass. Is this computer online?", "warning"),
        (200, b'{"version": "0.1.0", "a": "' + b" " * 1_000_000, "127.0.0.1 gave an answer that makes no sense; look for newer versions there.", "warning"),
    ],
    ids=["newest", "none yet", "no sense", "fault", "too long"],
)  # fmt: skip
def test_every_other_answer_is_one_sentence(
    qtbot: Any, asker: Updates, releases: Releases, told: Told, status: int, answer: bytes, sentence: str, tone: str
) -> None:
    releases.status, releases.answer = status, answer
    asker.ask()
    ended(qtbot, asker)
    assert told.said[-1][:2] == (sentence, tone)


def test_offline_is_a_sentence_when_asked_and_silence_at_the_start(qtbot: Any, home: Path, told: Told) -> None:
    settings = Settings()
    settings.asks_for_updates = True
    asker = Updates(settings, told, None, "http://127.0.0.1:9/naglass", "0.1.0")  # nobody listens on the discard port
    asker.ask_at_start()
    ended(qtbot, asker)
    assert told.said == []
    asker.ask()
    ended(qtbot, asker)
    assert told.said[-1][0].startswith("127.0.0.1 did not answer") and told.said[-1][1] == "warning"


def test_a_server_that_never_answers_is_given_up(
    qtbot: Any, asker: Updates, releases: Releases, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "TIME_LIMIT", 0.05)
    releases.silent.clear()
    asker.ask()
    ended(qtbot, asker)
    assert told.said[-1][0].startswith("127.0.0.1 did not answer")


def test_the_start_asks_only_with_the_preference_and_once_a_day(
    qtbot: Any, home: Path, releases: Releases, told: Told
) -> None:
    settings = Settings()
    asker = Updates(settings, told, None, releases.repository, "0.1.0")
    asker.ask_at_start()
    assert not settings.asks_for_updates and not asker.asking
    settings.asks_for_updates = True
    asker.ask_at_start()
    ended(qtbot, asker)
    assert told.said[-1][0].startswith("NaGlass 0.2.0 is available")
    asker.ask_at_start()
    assert not asker.asking and len(releases.asked) == 1
    releases.answer = b'{"version": "0.1.0"}'
    settings.forget("updates/asked")
    asker.ask_at_start()
    ended(qtbot, asker)
    assert len(told.said) == 1, "at the start only a newer version is worth a word"


def test_a_copy_built_from_source_says_that_it_knows_no_address(qtbot: Any, home: Path, told: Told) -> None:
    asker = Updates(Settings(), told, None, "", "0.1.0")
    asker.ask()
    asker.ask_at_start()
    assert not asker.asking
    assert told.said[-1][0].startswith("This NaGlass was built from its source")


def test_the_preference_is_off_at_first_and_kept(qtbot: Any, home: Path) -> None:
    settings = Settings()
    dialog = PreferencesDialog(settings, lambda _choice: None, lambda _keys: None)
    qtbot.addWidget(dialog)
    assert not dialog.updates.isChecked()
    dialog.updates.click()
    settings.sync()
    assert Settings().asks_for_updates


def test_the_menu_asks(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window.updates._repository = ""
    window.actions_by_name["help.updates"].trigger()
    assert window.messages.text.startswith("This NaGlass was built from its source")
