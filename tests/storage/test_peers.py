"""Projects open in silx and NeXpy's nexusformat, which know nothing of NaGlass; they live in an environment of their own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.storage import save_project
from tests.storage.studies import a_study

ROOT = Path(__file__).parents[2]


def python_of_the_peers() -> Path:
    """An interpreter that has silx and nexusformat; skips where there is none."""
    for folder in sorted(ROOT.glob(".venv-bench*")):
        for python in (folder / "bin" / "python", folder / "Scripts" / "python.exe"):
            asked = python.exists() and subprocess.run([python, "-c", "import silx, nexusformat"], capture_output=True)
            if asked and asked.returncode == 0:
                return python
    pytest.skip("silx and nexusformat are not installed: `make bench` makes the environment that has them")


def test_silx_and_nexusformat_show_the_first_spectrum(tmp_path: Path) -> None:
    python = python_of_the_peers()
    store = MemoryStore()
    project = a_study(store)
    path = tmp_path / "study.naglass"
    save_project(project, store, path, expected=None)
    script = ROOT / "tests" / "benchmarks" / "open_with_peers.py"
    done = subprocess.run([python, script, path], capture_output=True, text=True, check=True)
    found: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    z_real = store.get(project.samples[0].measurements[0].channel("z_real").array)
    for peer in found.values():
        assert (peer["unit"], peer["axes"], peer["points"]) == ("ohm", ["frequency"], z_real.size)
        assert peer["mean"] == pytest.approx(float(np.mean(z_real)), rel=1e-12)
    assert (found["silx"]["invalid"], found["silx"]["axis unit"]) == ([], "Hz")
    assert found["nexusformat"]["classes"]["NXprocess"] == 2
    assert found["nexusformat"]["model"] == "R(RQ)"
