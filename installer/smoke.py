"""Runs the packaged program as a person would, with every technique: import, fit, save, reopen, export, and the window.

A new technique joins by its line in `CASES`, or in `DERIVED` where it is made from others. It runs on the Python that built the program, which has the same sources.

python installer/smoke.py dist/naglass                 dist/NaGlass.app/Contents on macOS
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

EXAMPLES = "naglass_gui/resources/examples"
PATIENCE = 600.0  # seconds: other programs may want the processors, too
WARM_STARTS = 5
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
    Case("relaxation", "NTOC-4_T1_25C.dx", (), "T1_1"),
    Case("bpp", "NTOC-4_T1_VT.csv", ("--spin", "1.5"), "Ea"),
)


@dataclass(frozen=True)
class Derived:
    """A technique whose analyses are made in the window, from others.

    Attributes:
        make: an analysis of it, from the technique and the ids of the fitted analyses of each other technique in `SOURCES`.
    """

    technique: str
    make: Callable[[Any, Mapping[str, Sequence[str]]], Any]


SOURCES = (Case("polarization", "NTOC-4_DC_0.1V.DTA", PELLET, ""), Case("eis", "storage series/*.DTA", PELLET, ""))
DERIVED = (
    Derived("stability", lambda science, ids: science.of_sources("Stability", ids["eis"])),
    Derived(
        "transference",
        lambda science, ids: science.of_sources("Share of the ions", ids["polarization"][0], ids["eis"][0]),
    ),
)
BEGINNINGS = {"svg": b"<?xml", "pdf": b"%PDF-", "png": b"\x89PNG", "tiff": b"II*\0"}
"""How a figure of each format begins."""


class Program:
    """The packaged program, away from every Python and every setting of this machine."""

    def __init__(self, folder: Path, home: Path) -> None:
        def there(*names: str) -> Path:
            return next(folder / name for name in names if (folder / name).exists())

        # Of the two programs of Windows one has a terminal, the other is what people start.
        self._console = there("naglass-console.exe", "MacOS/naglass", "naglass")
        self._windowed = there("naglass.exe", "MacOS/naglass", "naglass")
        self._home = home
        kept = (
            "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PROGRAMDATA", "TEMP", "TMP", "USERPROFILE", "LANG", "XDG_RUNTIME_DIR",
        )  # fmt: skip
        self._environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "NAGLASS_HOME": str(home / "naglass"), "HOME": str(home),
        }  # fmt: skip
        if sys.platform == "linux":  # the others always have a screen; so their own plugin is tested
            self._environment["QT_QPA_PLATFORM"] = "offscreen"

    def command(self, *words: object) -> str:
        """What a command prints; it must succeed and complain of nothing."""
        done = subprocess.run(
            [self._console, *map(str, words)], env=self._environment, cwd=self._home, capture_output=True,
            encoding="utf-8", timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0 and not done.stderr, f"exit code {done.returncode}: {done.stderr}"
        return done.stdout

    def window(self, *words: object) -> subprocess.Popen[bytes]:
        """The program with its window, running."""
        return subprocess.Popen(
            [self._windowed, *map(str, words)], env=self._environment, cwd=self._home,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def check_start(program: Program, home: Path) -> str:
    """It says its version, and that nothing is blocked."""
    assert program.command("--version").startswith("NaGlass ")
    lines = program.command("--diagnose", home).splitlines()
    assert len(lines) > 30 and all(line.startswith(("ok: ", "note: ")) for line in lines), lines
    return f"; {len(lines)} lines of --diagnose, nothing blocked"


def check_licences(program: Program, folder: Path) -> str:
    """The bill of materials is in the package, of the version the program says it is, with the texts of the licences."""
    bill = next(folder.rglob("naglass_gui/resources/third-party/sbom.cdx.json"))
    said = json.loads(bill.read_text(encoding="utf-8"))
    ours = said["metadata"]["component"]["version"]
    assert program.command("--version") == f"NaGlass {ours}\n", ours
    named = [part["name"] for part in said["components"] if part["type"] == "library"]
    without = [name for name in ("NaGlass", *named) if not any((bill.parent / "licences" / name).glob("*"))]
    assert len(named) > 25 and not without, f"no text of the licence of {', '.join(without)}"
    return f"; {len(named)} libraries with their licences"


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
    check_figures(program, out / "fits.naglass", {case.technique}, ("svg", "pdf"))
    assert "reproduced" in program.command("verify", out / "fits.naglass")


def check_figures(program: Program, path: Path, techniques: Set[str], formats: Sequence[str]) -> None:
    """Open a saved project and export a figure and a table of every fit in it, those of these techniques among them."""
    (project,) = json.loads(program.command("info", path, "--json"))
    fitted = [a["technique"] for a in project["analyses"] if a["fit"]]
    assert techniques <= set(fitted), f"fitted were only {fitted}"
    for format in formats:
        out = path.parent / f"figures as {format}"
        program.command("export", path, "--out", out, "--format", format, "--dpi", 300)
        figures, tables = list(out.glob(f"*.{format}")), list(out.glob("*.csv"))
        assert len(figures) == len(tables) == len(fitted), f"{len(figures)} figures of {fitted}"
        for figure in figures:
            assert figure.read_bytes().startswith(BEGINNINGS[format]) and figure.stat().st_size > 4000, figure
        assert all(table.stat().st_size > 100 for table in tables), out


def check_derived(program: Program, files: list[Path], home: Path) -> str:
    """The packaged program fits a storage series and a DC polarization, and fits again what is then made from the fits."""
    out = home / "derived"
    program.command("fit", *files, *PELLET, "--json", "--out", out)
    path = out / "fits.naglass"
    derive(path)
    check_figures(program, path, {derived.technique for derived in DERIVED}, tuple(BEGINNINGS))
    assert "reproduced" in program.command("verify", path)
    # A project opens by its name, as a double click has it; it is locked while it is open.
    running = program.window(path)
    try:
        wait_for(lambda: (out / ".fits.naglass.lock").exists(), running)
    finally:
        running.terminate()
        running.wait(PATIENCE)
    return "; its project opened by its name"


def derive(path: Path) -> None:
    """Add to a project what a person adds in the window: the days of a storage series, and what is made from the fits."""
    from naglass_gui.core import edits
    from naglass_gui.core.arrays import MemoryStore
    from naglass_gui.core.quantity import Quantity
    from naglass_gui.storage import load_project, save_project
    from naglass_gui.techniques import settle, technique

    store = MemoryStore()
    loaded = load_project(path, store)
    project = loaded.project
    ids: dict[str, list[str]] = {}
    for analysis in project.analyses:
        ids.setdefault(analysis.technique, []).append(analysis.id)
    for measurement in project.measurements():
        day = re.search(r"day_(\d+)", measurement.provenance.file)
        if day:
            project = edits.set_condition(project, (measurement.id,), "time", Quantity(float(day[1]), None, "d"))
    made = project
    for derived in DERIVED:
        made = edits.add_analysis(made, derived.make(technique(derived.technique), ids))
    save_project(settle(project, made), store, path, expected=loaded.stamp)


def check_window(program: Program, files: list[Path], home: Path) -> str:
    """Open the window on files: they are read by children, and the autosave follows. Says when the window showed."""
    sessions = home / "naglass" / "data" / "sessions"
    running, seconds = shown(program, files, home)
    try:
        wait_for(lambda: any(k.stat().st_size > 1000 for k in sessions.rglob("*.recovery")), running)
    finally:
        running.terminate()
        running.wait(PATIENCE)
    logs = "".join(path.read_text(encoding="utf-8") for path in (home / "naglass" / "log").glob("*.log"))
    assert "NaGlass" in logs and " ERROR " not in logs, logs
    return f"; the window showed after {seconds:.1f} s"


def check_warm_starts(folder: Path, home: Path) -> str:
    """Open the window several times, with everything in the disk's cache. Says how soon it showed."""
    times = []
    for number in range(WARM_STARTS):
        own = home / f"warm-{number}"
        own.mkdir()
        running, seconds = shown(Program(folder, own), [], own)
        running.terminate()
        running.wait(PATIENCE)
        times.append(seconds)
    return f"; the window showed after {min(times):.2f} s at best, {median(times):.2f} s in the median of {WARM_STARTS} starts"


def shown(program: Program, files: list[Path], home: Path) -> tuple[subprocess.Popen[bytes], float]:
    """The program with its window once it shows, and the seconds that took: the log of a session begins then."""
    logs = home / "naglass" / "log"
    began = time.monotonic()
    running = program.window(*files)
    wait_for(lambda: any(logs.glob("naglass-*.log")), running)
    return running, time.monotonic() - began


def wait_for(condition: Callable[[], bool], running: subprocess.Popen[bytes]) -> None:
    """Wait until something is so. Raises AssertionError when the program ends, or when patience does."""
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
        checks: dict[str, Callable[[], str | None]] = {"start": partial(check_start, program, home)}
        checks["licences"] = partial(check_licences, program, folder)
        for case in CASES:
            checks[f"{case.technique}: import, fit, save, reopen, export"] = partial(
                check_technique, program, case, files[case.technique], home / case.technique
            )
        firsts = [files[case.technique][0] for case in CASES]
        checks["window, first start"] = partial(check_window, program, firsts, home)
        # A home of its own each: what another window had not saved would be offered before anything else.
        own = home / "own"
        own.mkdir()
        series = [file for case in SOURCES for file in case.paths(folder, own)]
        names = ", ".join(derived.technique for derived in DERIVED)
        checks[f"{names}: follow, save, reopen, export"] = partial(check_derived, Program(folder, own), series, own)
        checks["window, warm"] = partial(check_warm_starts, folder, home)
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
