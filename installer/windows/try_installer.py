"""Installs the package in silence on Windows itself, runs the smoke test on what it installed, and removes it again.

python installer/windows/try_installer.py dist
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

PATIENCE = 600.0  # seconds: the guard of Windows looks at every file


def main(words: list[str]) -> int:
    """Install, test, remove; the exit code."""
    if sys.platform != "win32":
        print(
            "The installer of Windows is tried on Windows; tests/installer/test_windows_installer.py uses Wine.",
            file=sys.stderr,
        )
        return 1
    import smoke

    (package,) = Path(words[0]).resolve().glob("NaGlass-*-windows-x86_64.exe")
    folder = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "NaGlass"
    subprocess.run([package, "/S"], check=True, timeout=PATIENCE)
    code = smoke.run(folder)
    # The uninstaller goes on as a copy of itself, so that its own file can go too.
    subprocess.run([folder / "uninstall.exe", "/S"], check=True, timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.5)
    left = [str(path) for path in folder.rglob("*")]
    print(f"removed; left behind: {', '.join(left) or 'nothing'}")
    return code or bool(left)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
