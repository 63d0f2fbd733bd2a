"""Runs the packaged program as a person would, with every technique: import, fit, save, reopen, export, and the window.

A new technique joins by its line in `CASES`.

python installer/smoke.py dist/naglass                 dist/NaGlass.app/Contents on macOS
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

EXAMPLES = "naglass_gui/resources/examples"
PATIENCE = 120.0
PELLET = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")


@dataclass(frozen=True)
class Case:
    """One technique: its files, the options of its fit, and a quantity that must come out above zero.

    Attributes:
        files: what is read: a pattern among the examples of the package, or a function that writes a file.
        fits: how many fits come of them.
    """

    technique: str
    files: str | Callable[[Path], Path]
    options: tuple[str, ...]
    quantity: str
    fits: int = 1

    def paths(self, package: Path, folder: Path) -> list[Path]:
        """The files of this case."""
        if not isinstance(self.files, str):
            return [self.files(folder)]
        examples = next(place for place in package.rglob(EXAMPLES) if place.is_dir())
        found = sorted(examples.glob(self.files))
        assert found, f"no example {self.files} in the package"
        return found


def spectrum(folder: Path) -> Path:
    """Two Lorentzian lines as text, areas 1 to 1."""
    shifts = [60.0 - 120.0 * k / 2047 for k in range(2048)]
    rows = [(x, sum(width / ((x - at) ** 2 + width**2) for at, width in ((-11.0, 1.2), (7.0, 1.5)))) for x in shifts]
    path = folder / "23Na.txt"
    path.write_text("ppm\tintensity\n" + "".join(f"{x!r}\t{y!r}\n" for x, y in rows), encoding="utf-8")
    return path


CASES = (
    Case("eis", "NTOC-4_25C.DTA", PELLET, "sigma"),
    Case("arrhenius", "temperature series/*.DTA", PELLET, "Ea"),
    Case("polarization", "NTOC-4_DC_0.1V.DTA", PELLET, "sigma_e"),
    Case(
        "nmr",
        spectrum,
        ("--components", "pv@-11:300Hz, pv@7:300Hz", "--nucleus", "23Na", "--larmor", "132.294"),
        "share_1",
    ),
)


class Program:
    """The packaged program, away from every Python and every setting of this machine."""

    def __init__(self, folder: Path, home: Path) -> None:
        names = ("naglass-console.exe", "naglass.exe", "MacOS/naglass", "naglass")
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


def check_start(program: Program) -> None:
    """It says its version."""
    assert program.command("--version").startswith("NaGlass ")


def check_technique(program: Program, case: Case, files: list[Path], out: Path) -> None:
    """Import, fit, save, reopen and export by the command line."""
    infos = json.loads(program.command("info", *files, "--json"))
    assert all(info["sweeps"][0]["n_points"] > 20 for info in infos), infos
    asked = ("--technique", case.technique, *case.options)
    fits = json.loads(program.command("fit", *files, *asked, "--json", "--out", out))
    own = [fit for fit in fits if fit["technique"] == case.technique]
    assert len(own) >= case.fits, [fit["technique"] for fit in fits]
    assert any(d["name"] == case.quantity and d["value"] > 0 for d in own[-1]["derived"]), own[-1]["derived"]
    assert {".json", ".csv", ".svg", ".naglass"} <= {path.suffix for path in out.iterdir()}, list(out.iterdir())
    (project,) = json.loads(program.command("info", out / "fits.naglass", "--json"))
    assert any(a["fit"] and a["fit"]["chi_square"] == own[-1]["chi_square"] for a in project["analyses"])
    assert "reproduced" in program.command("verify", out / "fits.naglass")


def check_window(program: Program, files: list[Path], home: Path) -> str:
    """Open the window on files: they are read by children, and the autosave follows. Says when the window showed."""
    logs_folder = home / "naglass" / "log"
    old = set(logs_folder.glob("*.log"))
    began = time.monotonic()
    sessions = home / "naglass" / "data" / "sessions"
    before = set(sessions.rglob("*.recovery"))
    running = program.window(*files)
    try:
        # The log of a session begins once its window shows.
        wait_for(lambda: bool(set(logs_folder.glob("*.log")) - old), running)
        shown = time.monotonic() - began
        wait_for(lambda: any(k.stat().st_size > 1000 for k in set(sessions.rglob("*.recovery")) - before), running)
    finally:
        running.terminate()
        running.wait(PATIENCE)
    logs = "".join(path.read_text(encoding="utf-8") for path in logs_folder.glob("*.log"))
    assert "NaGlass" in logs and " ERROR " not in logs, logs
    return f"; the window showed after {shown:.1f} s"


def wait_for(condition: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    """Wait until something is so. Raises AssertionError when the program ends, or after two minutes."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert running.poll() is None, f"the window ended with code {running.returncode}"
        assert time.monotonic() < end, "the window took too long"
        time.sleep(0.02)


def run(folder: Path) -> int:
    """Every check in turn; the exit code."""
    with tempfile.TemporaryDirectory(prefix="naglass-smoke-", ignore_cleanup_errors=True) as temporary:
        home = Path(temporary)
        program = Program(folder, home)
        files = {case.technique: case.paths(folder, home) for case in CASES}
        checks: dict[str, Callable[[], str | None]] = {"start": partial(check_start, program)}
        for case in CASES:
            checks[f"{case.technique}: import, fit, save, reopen, export"] = partial(
                check_technique, program, case, files[case.technique], home / case.technique
            )
        checks["window, first start"] = lambda: check_window(program, [files[c.technique][0] for c in CASES], home)
        # A home of its own: what the first window had not saved would be offered before anything else.
        again = home / "again"
        again.mkdir()
        warm = Program(folder, again)
        checks["window, warm"] = lambda: check_window(warm, files[CASES[0].technique][:1], again)
        for name, check in checks.items():
            started = time.monotonic()
            try:
                said = check()
            except (AssertionError, OSError, ValueError, subprocess.TimeoutExpired) as error:
                print(f"{name}: FAILED: {error}", flush=True)
                return 1
            print(f"{name}: {time.monotonic() - started:.1f} s{said or ''}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]).resolve()))
