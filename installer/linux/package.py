"""Packs the folder that PyInstaller built on Linux: one archive to unpack and run anywhere, or to install without root.

python installer/linux/package.py dist/naglass [dist]
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent / "windows"), str(ROOT)]

from icons import MARK, SHEET, png  # noqa: E402

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
README = """\
NaGlass for Linux, {machine}

  ./naglass         starts it from here; nothing needs to be installed
  sh install.sh     puts it into your menu and makes it open .naglass files; needs no root
  sh install.sh --prefix /usr/local      the same for everybody on this computer, by someone who may write there

To remove it again: sh ~/.local/lib/naglass/uninstall.sh
The licences of everything in this package: program/_internal/naglass_gui/resources/third-party
"""


def arrange(payload: Path, folder: Path, machine: str) -> None:
    """Lay out what goes into the archive: the program, its launcher, and what the desktop is told about it."""
    shutil.copytree(payload, folder / "program", symlinks=True)
    for name in ("naglass", "install.sh", "uninstall.sh"):
        shutil.copyfile(HERE / name, folder / name)
        (folder / name).chmod(0o755)
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    shutil.copytree(HERE / "share", folder / "share")
    (folder / "README.txt").write_text(README.format(machine=machine), encoding="utf-8")
    for drawing, kind, name in ((MARK, "apps", "naglass"), (SHEET, "mimetypes", "application-x-naglass")):
        for size in ICON_SIZES:
            place = folder / "share" / "icons" / "hicolor" / f"{size}x{size}" / kind
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{name}.png").write_bytes(png(drawing, size))
        place = folder / "share" / "icons" / "hicolor" / "scalable" / kind
        place.mkdir(parents=True)
        shutil.copyfile(drawing, place / f"{name}.svg")


def pack(folder: Path, target: Path) -> None:
    """One .tar.xz of a folder, the same whenever the folder is: no owner, no time but SOURCE_DATE_EPOCH."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = moment
        return entry

    with tarfile.open(target, "w:xz") as archive:
        for path in sorted([folder, *folder.rglob("*")]):
            archive.add(path, path.relative_to(folder.parent), recursive=False, filter=plain)


def package(payload: Path, version: str, out: Path) -> Path:
    """Arrange and pack; the archive, NaGlass-0.2.0-linux-x86_64.tar.xz."""
    machine = platform.machine()
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"NaGlass-{version}-linux-{machine}.tar.xz"
    with tempfile.TemporaryDirectory(prefix="naglass-linux-") as temporary:
        folder = Path(temporary) / f"NaGlass-{version}"
        folder.mkdir()
        arrange(payload, folder, machine)
        pack(folder, target)
    return target


def main(words: list[str]) -> int:
    """Pack; the exit code."""
    payload = Path(words[0] if words else "dist/naglass")
    if not (payload / "naglass").is_file():
        print(f"{payload} holds no naglass; run python installer/build.py on Linux first.", file=sys.stderr)
        return 1
    from naglass_gui import __version__

    made = package(payload, __version__, Path(words[1] if len(words) > 1 else "dist"))
    print(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made.name}  {made.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
