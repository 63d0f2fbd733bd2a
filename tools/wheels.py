"""Locks the files a release is built from: for every pin of constraints.txt, the wheel of each system and Python, by its SHA-256.

python tools/wheels.py            asks the package index and writes installer/wheels.txt (minutes; needed after a change of constraints.txt)
python tools/wheels.py --check    asks whether every file that is locked can still be had

pip reads the file: pip install --require-hashes -r installer/wheels.txt
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
LOCK = ROOT / "installer" / "wheels.txt"
PYTHONS = ("3.12", "3.13")
SYSTEMS = {
    "Windows": ("win_amd64",),
    "macOS arm64": ("macosx_13_0_arm64",),
    "macOS x86_64": ("macosx_13_0_x86_64",),
    # The libc of Ubuntu 22.04, Debian 12 and RHEL 9; pip wants each older one named.
    "Linux": (*(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1)), "manylinux2014_x86_64", "manylinux2010_x86_64"),
}  # fmt: skip
"""What a release is built for: the newest platform tag that pip may take there."""
FROM_SOURCE = ("galvani",)
"""Has no wheel of a version that works with NumPy 2, and is Python alone: pip builds it anywhere, without a compiler."""
HEAD = """\
# The files a release is built from, by their SHA-256: one for each pin of constraints.txt, system and Python.
# Written by tools/wheels.py. Used as: pip install --require-hashes -r installer/wheels.txt
"""


@dataclass(frozen=True, order=True)
class Locked:
    """One file: the pin it belongs to ("numpy==2.5.5"), its name, its SHA-256 in hexadecimal."""

    pin: str
    file: str
    sha256: str


def pins(text: str) -> list[str]:
    """The pins of a file of requirements."""
    lines = (line.partition("#")[0].strip(" \\") for line in text.splitlines())
    return [line for line in lines if "==" in line]


def resolve(requirements: Path, platforms: Iterable[str], python: str, *options: str) -> list[Locked]:
    """The file that pip would install for each requirement on another system, from the public index alone.

    Raises:
        ValueError: one cannot be had there; the sentence is pip's.
    """
    with tempfile.TemporaryDirectory() as nowhere:
        command = [
            sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps", "--report", "-",
            "--target", nowhere, "--only-binary", ":all:", "--no-binary", ",".join(FROM_SOURCE), "--python-version", python,
            "--implementation", "cp", *(word for platform in platforms for word in ("--platform", platform)), *options,
            "--requirement", str(requirements),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise ValueError("\n".join(told) or done.stderr)
    wanted = {normal(pin.partition("==")[0]): pin for pin in pins(requirements.read_text(encoding="utf-8"))}
    return [
        Locked(
            wanted[normal(found["metadata"]["name"])],
            found["download_info"]["url"].rsplit("/", 1)[1],
            found["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for found in json.loads(done.stdout)["install"]
    ]


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lock_text(files: Iterable[Locked]) -> str:
    """The lock as pip reads it; the names of the files are comments above their pin."""
    parts = [HEAD]
    by_pin: dict[str, list[Locked]] = {}
    for file in sorted(set(files), key=lambda f: (f.pin.lower(), f.file)):
        by_pin.setdefault(file.pin, []).append(file)
    for pin, locked in by_pin.items():
        parts += [f"# {file.file}\n" for file in locked]
        parts.append(" \\\n    ".join([pin, *(f"--hash=sha256:{file.sha256}" for file in locked)]) + "\n")
    return "".join(parts)


def everywhere(requirements: Path, *options: str) -> list[Locked]:
    """The files of every system and Python. Raises ValueError as `resolve` does, with the system's name."""

    def ask(case: tuple[str, str]) -> list[Locked]:
        system, python = case
        try:
            return resolve(requirements, SYSTEMS[system], python, *options)
        except ValueError as error:
            raise ValueError(f"{system}, Python {python}: {error}") from None

    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(ask, [(system, python) for system in SYSTEMS for python in PYTHONS])
        return [file for answer in answers for file in answer]


def main(words: list[str]) -> int:
    """Lock or check; the exit code."""
    try:
        if "--check" in words:
            files = everywhere(LOCK, "--require-hashes")
        else:
            files = everywhere(CONSTRAINTS)
            LOCK.write_text(lock_text(files), encoding="utf-8")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(set(files))} files for {len({file.pin for file in files})} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
