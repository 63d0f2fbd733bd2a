"""Installs what a release is built from into the Python that runs this: the locked files, by their SHA-256, and NaGlass itself.

python installer/environment.py        in a workflow's own Python, or in a fresh virtual environment
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP = "26.3"


def commands() -> list[list[str]]:
    """The calls of pip, one after another."""
    spec = importlib.util.spec_from_file_location("naglass_wheels", ROOT / "tools" / "wheels.py")
    assert spec is not None and spec.loader is not None
    wheels = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = wheels
    spec.loader.exec_module(wheels)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    locked = [*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    # What builds a package from source is locked too: it is installed first, and then used instead of one fetched for the purpose.
    (builder,) = [pin for pin in wheels.pins(wheels.LOCK.read_text(encoding="utf-8")) if pin.startswith("setuptools==")]
    here = ["--no-build-isolation"]
    return [
        [*pip, f"pip=={PIP}"],
        [*locked, builder, "--constraint", str(wheels.LOCK)],
        [*locked, "--no-binary", ",".join(wheels.FROM_SOURCE), *here, "--requirement", str(wheels.LOCK)],
        [*pip, "--no-deps", *here, "--editable", str(ROOT)],
        [sys.executable, "-m", "pip", "check"],
    ]


if __name__ == "__main__":
    for command in commands():
        subprocess.run(command, check=True)
