"""The newest version of NaGlass, as the repository it is released in says. No Qt; the network is loaded on use.

Every release carries a `release.json` that says {"version": "0.2.0"}. Only that is fetched. The page a person is shown is made
from the repository's address, whatever the answer says, and nothing is ever downloaded or installed.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ssl import SSLContext

TIME_LIMIT = 10.0
MOST_BYTES = 4096
PUBLISHED = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}", re.ASCII)
CERTIFICATES = ("/etc/ssl/cert.pem", "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")
"""Where systems keep the certificates they trust: macOS and BSD, Debian, Red Hat."""


def newest_version(repository: str) -> str:
    """Ask for the newest version; empty when none was published yet.

    Args:
        repository: the address of the project, "https://github.com/owner/name".

    Raises:
        OSError: no answer within the time limit, or a connection that cannot be trusted.
        ValueError: an answer that says no version.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError

    try:
        answer = _fetch(f"{repository}/releases/latest/download/release.json")
    except HTTPError as error:
        error.close()
        if error.code == 404:
            return ""
        raise OSError(str(error)) from None
    except HTTPException as error:
        raise OSError(str(error)) from None
    return published_version(answer)


def page_of(repository: str, version: str) -> str:
    """The page of a release."""
    return f"{repository}/releases/tag/v{version}"


def published_version(answer: bytes) -> str:
    """The version in a `release.json`. Raises ValueError where it says none."""
    try:
        said = json.loads(answer)
    except RecursionError:
        said = None
    version = said.get("version") if isinstance(said, dict) else None
    if not isinstance(version, str) or not PUBLISHED.fullmatch(version):
        raise ValueError("the answer says no version")
    return version


def is_newer(published: str, own: str) -> bool:
    """Whether a published version ("0.2.0") is newer than ours, which may be one in the making ("0.2.0.dev5+g1a2b3c4d")."""
    numbers = re.match(r"\d+(\.\d+)*", own)
    there, here = _numbers(published), _numbers(numbers[0] if numbers else "0")
    unfinished = bool(re.search(r"(a|b|rc|\.dev)\d", own))
    return there > here or (there == here and unfinished)


def _numbers(version: str) -> list[int]:
    """The numbers of a version, without zeros at the end: 0.2 is 0.2.0."""
    found = [int(number) for number in version.split(".")]
    while found and found[-1] == 0:
        found.pop()
    return found


def _fetch(address: str) -> bytes:
    """The first kilobytes at an address, over a proxy where the system has one."""
    from http.client import HTTPMessage
    from typing import IO
    from urllib.error import URLError
    from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

    class Safely(HTTPRedirectHandler):
        def redirect_request(
            self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
        ) -> Request | None:
            if not newurl.startswith(("https:", address.partition("//")[0])):
                raise URLError("the answer leads to a connection that is not safe")
            return super().redirect_request(req, fp, code, msg, headers, newurl)

    request = Request(address, headers={"User-Agent": "NaGlass"})
    safe = [HTTPSHandler(context=_trusted())] if address.startswith("https:") else []
    with build_opener(*safe, Safely).open(request, timeout=TIME_LIMIT) as reply:
        answer: Any = reply.read(MOST_BYTES)
    return bytes(answer)


def _trusted() -> SSLContext:
    """What a connection is trusted by; the packaged Python does not know where this system keeps its certificates."""
    import ssl

    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        for file in CERTIFICATES:
            if Path(file).is_file():
                context.load_verify_locations(file)
                break
    return context
