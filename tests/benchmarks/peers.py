"""The programs we compare with, each environment made on demand and never shipped.

    .venv/bin/python -m tests.benchmarks.peers      makes all environments; `make bench` does so by itself

A peer runs in a process of its own environment that stays up, so that its imports are not timed: `Peer.ask` names a
function of `peer_side/`, which times its own work and answers with plain values.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Environment:
    """A folder with its requirements, and the Python versions for which these have wheels, the preferred one first."""

    folder: str
    requirements: str
    versions: tuple[str, ...]

    @property
    def python(self) -> Path:
        """Its interpreter."""
        folder = ROOT / self.folder
        return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


ENVIRONMENTS = {
    "peers": Environment(".venv-bench", "requirements-peers.txt", ("3.12", "3.13")),
    "mrsimulator": Environment(".venv-bench-mrsimulator", "requirements-mrsimulator.txt", ("3.12", "3.11")),
    "impedance": Environment(".venv-bench-impedance", "requirements-impedance.txt", ("3.12", "3.11")),
}


class PeerAbsent(Exception):
    """A peer cannot be installed here; its rows are left out with this sentence."""


@cache
def ready(name: str) -> Environment:
    """The environment of that name, made where it is missing or out of date. Raises PeerAbsent."""
    environment = ENVIRONMENTS[name]
    wanted = hashlib.sha256((HERE / environment.requirements).read_bytes()).hexdigest()
    stamp = ROOT / environment.folder / ".ready"
    if stamp.exists() and stamp.read_text() == wanted and environment.python.exists():
        return environment
    print(f"Installing {environment.requirements} into {environment.folder} (a few minutes, once)...", flush=True)
    python = find_python(environment.versions)
    steps = (
        [python, "-m", "venv", "--clear", str(ROOT / environment.folder)],
        [str(environment.python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"]
        + [str(HERE / environment.requirements)],
    )
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise PeerAbsent(f"{environment.requirements} cannot be installed: {last}")
    stamp.write_text(wanted)
    return environment


def find_python(versions: tuple[str, ...]) -> str:
    """An interpreter of one of these versions: this one, one on the path, or one of pyenv. Raises PeerAbsent."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in versions:
        found = [shutil.which(f"python{version}"), *map(str, pyenv.glob(f"{version}*/bin/python"))]
        if version == f"{sys.version_info.major}.{sys.version_info.minor}":
            found.insert(0, sys.executable)
        for python in filter(None, found):
            question = [python, "-c", "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"]
            answer = subprocess.run(question, capture_output=True, text=True, check=False)
            if answer.stdout.strip() == version:
                return python
    raise PeerAbsent(f"the peers need Python {' or '.join(versions)}, and none was found")


class Peer:
    """A running peer, as a context manager."""

    def __init__(self, name: str) -> None:
        environment = ready(name)
        self._process = subprocess.Popen(
            [str(environment.python), str(HERE / "peer_side" / "serve.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
        )

    def ask(self, function: str, **arguments: Any) -> dict[str, Any]:
        """The answer of "module.function" in peer_side to JSON arguments; "seconds" is the time of its work."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"function": function, "arguments": arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PeerAbsent(f"the peer of {function} ended unexpectedly")
        answer: dict[str, Any] = json.loads(line)
        if "fault" in answer:
            raise PeerAbsent(f"{function}: {answer['fault']}")
        return answer

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait()


if __name__ == "__main__":
    for known in ENVIRONMENTS:
        print(f"{ready(known).folder} is ready")
