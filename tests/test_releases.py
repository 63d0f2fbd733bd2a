"""What a repository's answer means. That it is asked only on request is shown in tests/ui/test_updates.py."""

from __future__ import annotations

import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest

from naglass_gui import releases
from naglass_gui.releases import is_newer, published_version


@pytest.mark.parametrize(
    ("published", "own", "newer"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10.0", "0.9.9", True),
        ("0.2.0", "0.2.0", False),
        ("0.2", "0.2.0", False),
        ("0.2.0", "0.2.1.dev5+g1a2b3c4d", False),
        ("0.2.1", "0.2.1.dev5+g1a2b3c4d", True),
        ("1.0.0", "1.0.0rc1", True),
        ("0.1.0", "0.2.0", False),
    ],
)
def test_newer(published: str, own: str, newer: bool) -> None:
    assert is_newer(published, own) is newer


@pytest.mark.parametrize(
    "said",
    ["0.2.0; rm", "v0.2.0", "", "9" * 400 + ".0", "0.2.0/../..", "٠.٢", 2, None, ["0.2.0"], {"version": "0.2.0"}],
)
def test_an_answer_that_is_no_version_is_none(said: object) -> None:
    with pytest.raises(ValueError):
        published_version(json.dumps({"version": said}).encode())


@pytest.mark.parametrize("answer", [b"", b"\xff\xfe", b"[]", b"[" * 4000, b'"0.2.0"'])
def test_an_answer_that_is_no_release_is_none(answer: bytes) -> None:
    with pytest.raises(ValueError):
        published_version(answer)


def test_an_answer_that_leads_to_an_unsafe_connection_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over https only https is followed; here a server that leads from http to ftp."""

    class Leading(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1:9/release.json")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Leading) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(URLError, match="not safe"):
            releases.newest_version(f"http://127.0.0.1:{server.server_port}/naglass")
        thread.join()


def test_the_packaged_python_finds_the_certificates_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = next((file for file in map(Path, releases.CERTIFICATES) if file.is_file()), None)
    if own is None:
        pytest.skip("this system keeps its certificates elsewhere")
    monkeypatch.setattr(ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    assert releases._trusted().cert_store_stats()["x509_ca"] > 10
