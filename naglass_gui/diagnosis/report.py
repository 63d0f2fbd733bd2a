"""The report: every probe in a child process of its own, each line as soon as it is known."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from naglass_gui import __version__
from naglass_gui.diagnosis.finding import Doing, Finding, blocked, note, ok
from naglass_gui.diagnosis.probe import ANSWER, OPTION, PROBES, TITLES, WITHOUT_CHILD, findings, read

DIAGNOSE = "--diagnose"
PATIENCE = 120.0  # seconds for one probe
SLOW_START = 5.0
_CONSOLE = "naglass-console.exe"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a child: all it printed, its exit code (None: it was stopped), the seconds it took."""

    out: str
    err: str
    code: int | None
    seconds: float


def program() -> list[str]:
    """The command that starts this program again, with a terminal where Windows makes a difference."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "naglass_gui"]
    console = Path(sys.executable).with_name(_CONSOLE)
    return [str(console if console.exists() else sys.executable)]


def report(folder: Path) -> Iterator[Finding]:
    """Everything that is looked at.

    Args:
        folder: where projects are to be kept.
    """
    yield ok(f"NaGlass {__version__}, Python {platform.python_version()}, {platform.platform()}, in {_home()}.")
    started = _start()
    yield started
    for name in PROBES:
        if started.rank != "blocked":
            yield from probed(name, folder)
        elif name in WITHOUT_CHILD:
            yield from _here(name, folder)
        else:
            yield blocked(f"{TITLES[name]} needs a child process, and none can be started (see above).")


def probed(name: str, folder: Path) -> Iterator[Finding]:
    """What a probe finds in its child process; where that ends too soon, what it was doing."""
    try:
        answer = ask(name, folder)
    except OSError as fault:
        yield blocked(f"{TITLES[name]} could not be started ({fault.strerror or fault}). {_allow()}")
        return
    doing = "starting"
    for found in read(answer.out):
        if isinstance(found, Doing):
            doing = found.what
        else:
            yield found
    if answer.code is None:
        yield blocked(f"{TITLES[name]} did not end within {PATIENCE:.0f} s while {doing}. {_allow()}")
    elif answer.code != 0:
        said = next((line for line in reversed(answer.err.splitlines()) if line.strip()), "it said nothing")
        yield blocked(f"{TITLES[name]} ended with code {answer.code} while {doing}: {said.strip()} {_allow()}")


def ask(name: str, folder: Path, patience: float = PATIENCE) -> Answer:
    """Run a probe in a child process. Raises OSError when it cannot be started."""
    began = time.monotonic()
    command = [*program(), OPTION, name, str(folder)]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=patience, creationflags=hidden
        )
    except subprocess.TimeoutExpired as late:
        return Answer(_text(late.stdout), _text(late.stderr), None, time.monotonic() - began)
    return Answer(_text(done.stdout), _text(done.stderr), done.returncode, time.monotonic() - began)


def main(words: Sequence[str]) -> int:
    """Print the report; 1 when something is blocked, 2 when the request makes no sense, else 0.

    Args:
        words: the folder where projects are to be kept; the current one without.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    folder = Path(words[0] if words else os.curdir).absolute()
    if len(words) > 1 or not folder.is_dir():
        _say(f"{DIAGNOSE} takes one folder that exists: the one where projects are kept.", sys.stderr)
        return 2
    lines = []
    for found in report(folder):
        lines.append(str(found))
        _say(lines[-1], sys.stdout)
    if sys.stdout is None:
        # All of it would not fit on a small screen.
        _show(
            "\n\n".join(line for line in lines if not line.startswith("ok")) or "Nothing is blocked on this computer."
        )
    return int(any(line.startswith("blocked") for line in lines))


def tell_no_window(fault: ImportError) -> int:
    """Say that the window cannot be opened, and how to learn why; the exit code."""
    sentence = f"The window cannot be opened: {fault}. What is blocked here, and what to do, says: naglass {DIAGNOSE}"
    _say(sentence, sys.stderr)
    if sys.stderr is None:
        _show(sentence)
    return 1


def _start() -> Finding:
    """Does a child process start and answer, and how soon?"""
    try:
        answer = ask(ANSWER, Path())
    except OSError as fault:
        return blocked(f"No child process can be started ({fault.strerror or fault}). {_allow()}")
    if not list(read(answer.out)):
        ended = "was stopped, for it did not answer" if answer.code is None else f"ended with code {answer.code}"
        return blocked(f"A child process {ended}. {_allow()}")
    if answer.seconds > SLOW_START:
        return note(
            f"A child process needs {answer.seconds:.1f} s to start. A virus scanner probably reads the program each time: ask "
            f"for {_home()} to be exempted."
        )
    return ok(f"A child process starts, answers and ends in {answer.seconds:.1f} s.")


def _here(name: str, folder: Path) -> Iterator[Finding]:
    """A probe in this very process."""
    try:
        yield from (found for found in findings(name, folder) if isinstance(found, Finding))
    except Exception as fault:  # whatever it is that is broken here
        yield blocked(f"{TITLES[name]} failed: {type(fault).__name__}: {fault}. Install NaGlass again.")


def _home() -> Path:
    return Path(sys.executable).parent


def _allow() -> str:
    return f"Install NaGlass again; if that does not help, ask for the programs in {_home()} to be allowed and not to be scanned."


def _text(printed: bytes | str | None) -> str:
    return printed.decode("utf-8", errors="replace") if isinstance(printed, bytes) else printed or ""


def _say(line: str, stream: TextIO | None) -> None:
    if stream is not None:
        print(line, file=stream, flush=True)


def _show(text: str) -> None:
    """Say it in a box: the Windows program with a window has no terminal to print to."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "NaGlass", 0)
