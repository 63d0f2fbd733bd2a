"""Which files the installer brings, written out for it one by one, so that the uninstaller removes these and no others."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

FORBIDDEN = '"$`'
"""What would mean something else inside a string of NSIS."""


def write_lists(payload: Path, folder: Path) -> int:
    """Write install.nsh and uninstall.nsh for everything in the payload; returns its size in kilobytes.

    Raises:
        ValueError: the payload is empty, or a name in it cannot be written in NSIS.
    """
    files = sorted(path.relative_to(payload) for path in payload.rglob("*") if path.is_file())
    if not files:
        raise ValueError(f"{payload} holds no files")
    wrong = [str(file) for file in files if any(sign in str(file) for sign in FORBIDDEN)]
    if wrong:
        raise ValueError(f"these names cannot be installed: {', '.join(wrong)}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "install.nsh").write_text(_install(payload, files), encoding="utf-8")
    (folder / "uninstall.nsh").write_text(_uninstall(files), encoding="utf-8")
    return sum((payload / file).stat().st_size for file in files) // 1000


def _install(payload: Path, files: list[Path]) -> str:
    lines = []
    for folder in sorted({file.parent for file in files}):
        lines.append(f'SetOutPath "{_installed(folder)}"')
        lines += [f'File "{payload / file}"' for file in files if file.parent == folder]
    return "\n".join(lines) + "\n"


def _uninstall(files: list[Path]) -> str:
    folders = {parent for file in files for parent in file.parents if parent != Path(".")}
    lines = [f'Delete "{_installed(file)}"' for file in files]
    # Each folder after those within it.
    lines += [f'RMDir "{_installed(folder)}"' for folder in sorted(folders, reverse=True)]
    return "\n".join(lines) + "\n"


def _installed(path: Path) -> str:
    return str(PureWindowsPath("$INSTDIR") / PureWindowsPath(*path.parts))
