"""Builds the program's folder with PyInstaller, looks at what is in it, runs it through its smoke test, and says what it weighs.

python installer/build.py [--keep]     --keep: test what was built before, without building again
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import contents
import smoke

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDER = ROOT / "dist" / "naglass"


def build() -> None:
    """Run PyInstaller. Raises CalledProcessError when it fails."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller")]
    subprocess.run([*command, *places, str(HERE / "naglass.spec")], check=True, cwd=ROOT)


def megabytes(folder: Path) -> float:
    """The size of everything in a folder; a linked file counts once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main(words: list[str]) -> int:
    """Build and test; the exit code."""
    started = time.monotonic()
    if "--keep" not in words:
        build()
        print(f"built in {time.monotonic() - started:.0f} s: {FOLDER.relative_to(ROOT)}, {megabytes(FOLDER):.0f} MB")
    print(contents.check(FOLDER, sys.platform))
    return smoke.run(FOLDER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
