"""Runs the packaged program as a person would: import, fit, save, reopen, export, and the window.

python installer/smoke.py dist/naglass
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

EXAMPLE = Path("naglass_gui") / "resources" / "examples"
PATIENCE = 120.0


class Program:
    """The packaged program, away from every Python and every setting of this machine."""

    def __init__(self, folder: Path, home: Path) -> None:
        names = ("naglass-console.exe", "naglass.exe", "naglass")
        self._executable = next(folder / name for name in names if (folder / name).exists())
        self._home = home
        kept = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "LANG", "XDG_RUNTIME_DIR")
        self._environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "NAGLASS_HOME": str(home / "naglass"), "HOME": str(home), "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip

    def command(self, *words: object) -> str:
        """What a command prints; it must succeed and complain of nothing."""
        done = subprocess.run(
            [self._executable, *map(str, words)], env=self._environment, cwd=self._home, capture_output=True,
            encoding="utf-8", timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0 and not done.stderr, f"exit code {done.returncode}: {done.stderr}"
        return done.stdout

    def window(self, *words: object) -> subprocess.Popen[bytes]:
        """The program with its window, running."""
        return subprocess.Popen(
            [self._executable, *map(str, words)], env=self._environment, cwd=self._home,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def check_commands(program: Program, example: Path, out: Path) -> None:
    """Import, fit, save, reopen and export by the command line."""
    (info,) = json.loads(program.command("info", example, "--json"))
    assert info["sweeps"][0]["n_points"] > 20, info
    pellet = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")
    (fit,) = json.loads(program.command("fit", example, *pellet, "--json", "--out", out))
    assert any(derived["name"] == "sigma" and derived["value"] > 0 for derived in fit["derived"]), fit
    assert {path.suffix for path in out.iterdir()} == {".json", ".csv", ".svg", ".naglass"}, list(out.iterdir())
    (project,) = json.loads(program.command("info", out / "fits.naglass", "--json"))
    assert project["analyses"][0]["fit"]["chi_square"] == fit["chi_square"]
    assert "reproduced" in program.command("verify", out / "fits.naglass")


def check_window(program: Program, example: Path, home: Path) -> None:
    """Open the window on a file: it is read by a child, and its autosave follows."""
    running = program.window(example)
    try:
        sessions = home / "naglass" / "data" / "sessions"
        wait_for(lambda: any(kept.stat().st_size > 1000 for kept in sessions.rglob("*.recovery")), running)
    finally:
        running.terminate()
        running.wait(PATIENCE)
    logs = "".join(path.read_text(encoding="utf-8") for path in (home / "naglass" / "log").glob("*.log"))
    assert "NaGlass" in logs and " ERROR " not in logs, logs


def wait_for(condition: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    """Wait until something is so. Raises AssertionError when the program ends, or after two minutes."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert running.poll() is None, f"the window ended with code {running.returncode}"
        assert time.monotonic() < end, "the window took too long"
        time.sleep(0.1)


def run(folder: Path) -> int:
    """Every check in turn; the exit code."""
    examples = sorted(folder.rglob(f"{EXAMPLE.as_posix()}/*.DTA"))
    assert examples, "the example is missing from the package"
    with tempfile.TemporaryDirectory(prefix="naglass-smoke-", ignore_cleanup_errors=True) as temporary:
        home = Path(temporary)
        program = Program(folder, home)
        checks: dict[str, Callable[[], object]] = {
            "start": lambda: program.command("--version"),
            "import, fit, save, reopen, export": lambda: check_commands(program, examples[0], home / "out"),
            "window": lambda: check_window(program, examples[0], home),
        }
        for name, check in checks.items():
            started = time.monotonic()
            try:
                check()
            except (AssertionError, OSError, ValueError, subprocess.TimeoutExpired) as error:
                print(f"{name}: FAILED: {error}")
                return 1
            print(f"{name}: {time.monotonic() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]).resolve()))
