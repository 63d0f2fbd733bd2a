"""Packs the folder that PyInstaller built for Windows: an installer for one person, one for all, and a portable zip.

python installer/windows/package.py dist/naglass [dist]

It needs makensis with its 64-bit stub, which Debian and Ubuntu have (`apt-get install nsis`) and the Windows release of NSIS
does not; so the folder is built on Windows and packed on Linux. Signing: see sign.py.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from icons import write_icons  # noqa: E402
from payload import write_lists  # noqa: E402
from sign import VARIABLE, sign  # noqa: E402
from version import four_numbers  # noqa: E402

SCRIPT = HERE / "naglass.nsi"
PROGRAMS = ("naglass.exe", "naglass-console.exe")


@dataclass(frozen=True)
class Packing:
    """What is packed, under which version, and where the result goes."""

    payload: Path
    version: str
    out: Path

    def target(self, what: str) -> Path:
        """A file of this version, e.g. NaGlass-0.1.0-windows-x86_64-portable.zip."""
        return self.out / f"NaGlass-{self.version}-windows-x86_64{what}"


def installer(packing: Packing, icons: Path, machine: bool = False, quick: bool = False) -> Path:
    """Compile an installer for one person, or for all of the machine.

    Args:
        packing: what.
        icons: the folder of the two icons.
        machine: for everybody who uses the computer; needs an administrator.
        quick: do not compress, for tests.

    Raises:
        FileNotFoundError: makensis is not installed.
        CalledProcessError: the script cannot be compiled.
    """
    target = packing.target("-for-all-users.exe" if machine else ".exe")
    packing.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="naglass-nsis-") as lists:
        kilobytes = write_lists(packing.payload.resolve(), Path(lists))
        numbers = ".".join(map(str, four_numbers(packing.version)))
        defined = {
            "VERSION": packing.version, "VERSION_4": numbers, "LISTS": lists, "ICONS": icons.resolve(),
            "OUTPUT": target.resolve(), "KILOBYTES": kilobytes,
        }  # fmt: skip
        options = (
            [f"-D{name}={value}" for name, value in defined.items()] + ["-DMACHINE"] * machine + ["-DQUICK"] * quick
        )
        if os.environ.get(VARIABLE):
            options.append(f'-DSIGN="{sys.executable}" "{HERE / "sign.py"}"')
        subprocess.run(["makensis", "-V2", "-WX", *options, str(SCRIPT)], check=True)
    sign(target)
    return target


def portable(packing: Packing) -> Path:
    """A zip of the folder, to be unpacked anywhere and run without being installed."""
    target = packing.target("-portable.zip")
    packing.out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in packing.payload.rglob("*") if path.is_file()):
            archive.write(file, Path(f"NaGlass-{packing.version}") / file.relative_to(packing.payload))
    return target


def check(payload: Path) -> None:
    """Raise SystemExit with a sentence when something is missing."""
    absent = [name for name in PROGRAMS if not (payload / name).is_file()]
    if absent:
        raise SystemExit(
            f"{payload} is no folder that PyInstaller built on Windows: it has no {' and no '.join(absent)}."
        )
    if shutil.which("makensis") is None:
        raise SystemExit("makensis is not installed: apt-get install nsis (its Windows release has no 64-bit stub).")


def main(words: list[str]) -> int:
    """Pack everything; the exit code."""
    payload = Path(words[0])
    check(payload)
    sys.path.insert(0, str(HERE.parents[1]))
    from naglass_gui import __version__

    packing = Packing(payload, __version__, Path(words[1] if len(words) > 1 else "dist"))
    for name in PROGRAMS:
        sign(payload / name)
    with tempfile.TemporaryDirectory(prefix="naglass-icons-") as folder:
        write_icons(Path(folder))
        made = [installer(packing, Path(folder)), installer(packing, Path(folder), machine=True), portable(packing)]
    for file in made:
        print(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}  {file.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
