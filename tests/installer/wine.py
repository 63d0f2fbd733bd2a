"""A Windows of our own: a Wine prefix in a temporary folder, with its files and its registry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

PATIENCE = 120.0


def wine() -> str | None:
    """The 64-bit Wine of this machine; None where there is none."""
    return shutil.which("wine64") or shutil.which("wine64", path="/usr/lib/wine") or shutil.which("wine")


class Windows:
    """One prefix. Each program is waited for, with those it started."""

    def __init__(self, prefix: Path) -> None:
        self._wine = wine()
        self._server = shutil.which("wineserver") or shutil.which("wineserver", path="/usr/lib/wine")
        self._prefix = prefix
        prefix.mkdir()
        self._environment = {
            **os.environ, "WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "DISPLAY": "",
            "LC_ALL": "C.UTF-8",  # names of files may hold any letter
            # Neither .NET nor a browser is needed, and looking for them takes time.
            "WINEDLLOVERRIDES": "mscoree,mshtml=d",
        }  # fmt: skip

    def run(self, *words: object) -> int:
        """Run a program to its end, and those it started to theirs; its exit code."""
        code = self.start(*words).wait(PATIENCE)
        self.settle()
        return code

    def become(self, version: str) -> None:
        """Be another version of Windows from now on: "win7", "win10"."""
        assert self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", version, "/f") == 0

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """Run a program without waiting."""
        # Otherwise the server stays for three seconds after each program; one that runs already refuses.
        subprocess.run([str(self._server), "-p0"], env=self._environment, stderr=subprocess.DEVNULL, timeout=PATIENCE)
        command = [str(self._wine), *map(str, words)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self._environment, stdin=quiet, stdout=quiet, stderr=quiet)

    def settle(self) -> None:
        """Wait until every program has ended; the registry is then on the disk."""
        subprocess.run([str(self._server), "-w"], env=self._environment, check=True, timeout=PATIENCE)

    @property
    def drive(self) -> Path:
        r"""C:\ of this Windows."""
        return self._prefix / "drive_c"

    @property
    def home(self) -> Path:
        """The folder of the person."""
        return next(f for f in (self.drive / "users").iterdir() if f.name != "Public" and f.is_dir())

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%."""
        return self.home / "AppData" / "Local"

    @property
    def start_menu(self) -> Path:
        """The programs of the person's Start menu."""
        return self.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    def registry(self, key: str, hive: str = "user") -> dict[str, str] | None:
        """The values of a key ("" for the default one), None where there is no such key."""
        text = (self._prefix / f"{hive}.reg").read_text(encoding="utf-8", errors="replace")
        # The file writes each backslash twice.
        head = re.escape("[" + key.replace("\\", "\\\\") + "]")
        found = re.search(rf"^{head}.*\n((?:.+\n)*)", text, re.MULTILINE | re.IGNORECASE)
        if found is None:
            return None
        rows = re.findall(r'^(@|".*?")=(?:str\(\d\):)?(.*)$', found[1], re.MULTILINE)
        return {name.strip('"').removeprefix("@"): _plain(value) for name, value in rows}


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
