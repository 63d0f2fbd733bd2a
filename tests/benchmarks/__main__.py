"""Prints what NaGlass costs beside its peers: `make bench`, or `make bench ROWS="circuits lines"` for some pages.

Every module of this folder that has a function `rows()` is a page; it runs in a process of its own. To add rows, write
such a module: `rows()` yields `row.Row` objects as they are measured, each with the target of the design. Time both
programs with `row.alternate`, in turns within one run; a peer that is not part of NaGlass gets a pin in
`requirements-peers.txt`, a function in `peer_side/` that times its own work, and is asked through `peers.Peer`.
`row.py`, `peers.py` and what stands in `peer_side/` are no pages.

The table also goes to bench-output/bench.json, with the machine and the versions.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUTPUT = ROOT / "bench-output" / "bench.json"
# One BLAS thread on both sides: figures do not depend on the number of cores.
SINGLE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def pages() -> list[str]:
    """Names of the modules with rows."""
    return sorted(path.stem for path in HERE.glob("*.py") if "\ndef rows(" in path.read_text(encoding="utf-8"))


def run_page(name: str, answers: Path) -> None:
    """Measure one page here: print its rows, and write them as JSON lines."""
    with answers.open("w", encoding="utf-8") as file:
        for row in import_module(f"tests.benchmarks.{name}").rows():
            print(row, flush=True)
            file.write(json.dumps(row.plain()) + "\n")
            file.flush()
    # Qt's widgets do not always leave in peace at the end of a script.
    sys.stdout.flush()
    os._exit(0)


def run_all(chosen: list[str]) -> int:
    """Measure pages one after the other; the number of pages that failed."""
    from tests.benchmarks.row import TITLES, aligned

    OUTPUT.parent.mkdir(exist_ok=True)
    print(aligned(TITLES), flush=True)
    found: list[dict[str, Any]] = []
    failed = 0
    for name in chosen:
        answers = OUTPUT.parent / f"{name}.jsonl"
        command = [sys.executable, "-m", "tests.benchmarks", "--page", name, str(answers)]
        if subprocess.run(command, cwd=ROOT, env=os.environ | SINGLE, check=False).returncode != 0:
            failed += 1
            print(f"{name}: this page failed", flush=True)
        found += [{"page": name} | json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
        answers.unlink()
    versions = {name: version(name) for name in ("numpy", "scipy", "PySide6-Essentials", "pyqtgraph", "h5py")}
    machine = {"machine": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
    OUTPUT.write_text(json.dumps(machine | {"versions": versions, "rows": found}, indent=1), encoding="utf-8")
    reached = sum(row["reached"] is True for row in found)
    missed = [row["work"] for row in found if row["reached"] is False]
    print(f"\n{reached} rows reached, {len(missed)} missed{': ' if missed else ''}{'; '.join(missed)}")
    return failed


def main() -> int:
    """Run what was asked for."""
    words = sys.argv[1:]
    if words[:1] == ["--page"]:
        run_page(words[1], Path(words[2]))
    unknown = sorted(set(words) - set(pages()))
    if unknown:
        print(f"There is no page {unknown[0]}; there are {', '.join(pages())}.", file=sys.stderr)
        return 2
    return 1 if run_all(words or pages()) else 0


if __name__ == "__main__":
    sys.exit(main())
