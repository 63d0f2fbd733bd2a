"""The rules of the architecture, held: what may import what, what is never used, how large a file may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from naglass_gui.jobs import Jobs
from tests.jobs import toys

# One worker reads every source once.
pytestmark = pytest.mark.xdist_group("rules")

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "naglass_gui"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """What rules look at: imports, calls and functions, wherever they stand."""
    kinds = (ast.Import, ast.ImportFrom, ast.Call, ast.FunctionDef, ast.AsyncFunctionDef)
    return tuple(n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, kinds))


def imports(path: Path) -> Iterator[str]:
    """The top-level package of every import, wherever it stands."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def run(*scripts: str) -> str:
    """What a fresh interpreter prints that runs these one after another. Warnings are errors."""
    script = "\n".join(map(textwrap.dedent, scripts))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- no Qt outside the window ------------------------------------------------------------------------------------------

BLOCK_QT = """
    import importlib.abc, sys
    class NoQt(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
                raise ImportError(f"{name} outside the window")
    sys.meta_path.insert(0, NoQt())
"""


def test_everything_but_the_window_works_where_qt_cannot_be_imported(tmp_path: Path) -> None:
    """Imports every module outside ui/, reads a file and fits it."""
    modules = [module_of(path) for path in SOURCES if "ui" not in path.relative_to(PACKAGE).parts]
    assert len(modules) > 60
    script = f"""
    import importlib
    for name in {modules!r}:
        importlib.import_module(name)
    import numpy as np
    from pathlib import Path
    from naglass_gui.core.arrays import MemoryStore, gather
    from naglass_gui.core.project import Project, new_id
    from naglass_gui.formats import read_file
    from naglass_gui.techniques import technique
    from naglass_gui.techniques.eis import impedance, parse_circuit
    from naglass_gui.techniques.intake import intake
    from naglass_gui.techniques.technique import FitInputs
    f = np.logspace(6, 0, 40)
    z = impedance(parse_circuit("R(RQ)Q"), f, [100.0, 1000.0, 1e-8, 0.9, 1e-5, 0.9])
    path = Path({str(tmp_path)!r}) / "pellet.csv"
    rows = [f"{{a}},{{b.real}},{{b.imag}}" for a, b in zip(f.tolist(), z.tolist())]
    path.write_text("freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm\\n" + "\\n".join(rows))
    store = MemoryStore()
    project, (id,) = intake(Project(new_id()), (read_file(path),), store, technique)
    measurement, analysis = project.measurement(id), project.analyses_of(id)[0]
    inputs = FitInputs(analysis, (measurement,), (None,), gather(store, (c.array for c in measurement.channels)))
    fit = technique("eis").fit(inputs).fit
    print(fit.model, round(fit.parameter("R1").value, 3))
    """
    assert run(BLOCK_QT, script) == "R(RQ)Q 1000.0\n"


def test_only_the_window_names_qt() -> None:
    named = {module_of(path) for path in SOURCES if {"PySide6", "shiboken6", "pyqtgraph"} & set(imports(path))}
    assert named and all(name.startswith("naglass_gui.ui") for name in named)


def test_children_never_import_qt() -> None:
    with Jobs(1) as jobs:
        loaded = set(jobs.submit(toys.modules, name="Asking").result(60))
    assert {"naglass_gui.formats", "naglass_gui.techniques", "scipy.optimize"} <= loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "shiboken6", "pyqtgraph", "naglass_gui.ui"))}


def test_the_window_shows_before_anything_heavy_is_imported() -> None:
    heavy = ("scipy", "lmfit", "matplotlib", "h5py", "openpyxl", "emcee", "galvani", "schemdraw", "pebble")
    script = f"""
    import os, sys
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import naglass_gui.__main__
    assert not any(name.startswith("PySide6") for name in sys.modules), "the program's module is imported by children"
    import naglass_gui.ui.application
    print([name for name in {heavy!r} if name in sys.modules])
    """
    assert run(script) == "[]\n"


def test_the_core_stands_on_the_standard_library_numpy_and_uncertainties() -> None:
    allowed = set(sys.stdlib_module_names) | {"numpy", "uncertainties", "naglass_gui"}
    for path in (PACKAGE / "core").rglob("*.py"):
        assert set(imports(path)) <= allowed, path


# -- what is never used ------------------------------------------------------------------------------------------------

NEVER_IMPORTED = {"pickle", "_pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib", "jsonpickle"}
NEVER_CALLED = {"eval", "exec", "compile", "__import__", "breakpoint"}
NEVER_CALLED_ON = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"), ("subprocess", "getstatusoutput")}
# The one exception: bytes handed to the program's own children.
PICKLES = {"naglass_gui.jobs.exchange"}

CODE = [*SOURCES, *sorted((ROOT / "tools").rglob("*.py")), *sorted((ROOT / "installer").rglob("*.py"))]


def breaches(path: Path) -> Iterator[str]:
    yield from (f"imports {name}" for name in imports(path) if name in NEVER_IMPORTED)
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id in NEVER_CALLED:
            yield f"line {node.lineno} calls {function.id}"
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            if (function.value.id, function.attr) in NEVER_CALLED_ON:
                yield f"line {node.lineno} calls {function.value.id}.{function.attr}"
            # lmfit's own loads unpickles, and its expressions are evaluated.
            if function.attr in ("loads", "load") and function.value.id in (
                "lmfit",
                "Parameters",
                "ModelResult",
                "numpy",
                "np",
            ):
                yield f"line {node.lineno} loads with {function.value.id}"
        for keyword in node.keywords:
            if keyword.arg in ("shell", "allow_pickle") and not (
                isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            ):
                yield f"line {node.lineno} sets {keyword.arg}"


def test_nothing_unpickles_evaluates_or_runs_a_shell() -> None:
    found = {module_of(path): breach for path in CODE if (breach := list(breaches(path)))}
    assert found == {name: ["imports pickle"] for name in PICKLES}


# -- the project speaks of itself alone --------------------------------------------------------------------------------


def tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


FOREIGN = {
    "a path of one machine": re.compile(r"(?<![\w.~$}])/(?:work|root|home|Users|tmp)/[\w.-]+"),
    "a package index": re.compile(r"(?i)index-url|trusted-host|find-links\s*="),
    "a host that is not public": re.compile(
        # 127.0.0.1 is the machine itself, wherever that is.
        r"(?i)https?://(?!127\.0\.0\.1\b)(?:[^/\s\"'<>]+@|\d{1,3}(?:\.\d{1,3}){3}|[\w-]+[:/\"']|[\w.-]+\.(?:internal|intern|local|lan|corp|example)\b)"
    ),
}


def test_no_tracked_file_names_a_place_outside_the_project() -> None:
    found = []
    for path in tracked_files():
        if path == Path(__file__).resolve() or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FOREIGN.items():
            found += [f"{path.relative_to(ROOT)}: {what}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


# -- one file, one idea ------------------------------------------------------------------------------------------------

MOST_LINES = 500
MOST_STATEMENT_LINES = 60


def test_no_file_and_no_function_holds_a_second_idea() -> None:
    long = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MOST_LINES:
            long.append(f"{module_of(path)} has {text.count(chr(10))} lines")
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > MOST_STATEMENT_LINES:
                    long.append(f"{module_of(path)}.{node.name} has {lines} lines")
    assert long == []
