"""What of Qt goes into a package: the plugins that NaGlass uses, by name, and no library that only the others need.

PyInstaller takes every plugin it finds, and all that those need: one theme of GNOME alone brings the whole of GTK.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

PLUGINS: dict[str, tuple[str, ...]] = {
    "platforms": ("qwindows", "qcocoa", "qxcb", "qwayland", "qoffscreen"),
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg", "qico", "qjpeg"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": (
        "dmabuf-server", "drm-egl-server", "qt-plugin-wayland-egl", "shm-emulation-server", "vulkan-server",
    ),
    "wayland-shell-integration": ("xdg-shell",),
    "xcbglintegrations": ("qxcb-egl-integration", "qxcb-glx-integration"),
}  # fmt: skip
"""The plugins of each kind, on all systems together. Without GTK's theme GNOME's own colours come by way of D-Bus."""
UNUSED = (
    r"/(Qt/|PySide6/)(translations|qml)/", r"/(lib)?Qt6?(Qml|Quick|VirtualKeyboard|Pdf|EglF[Ss]|Sql|Test|Network)", r"/opengl32sw\.dll$",
    r"/lib(gtk|gdk)-3\.", r"/matplotlib/mpl-data/(sample_data|images)/",
)  # fmt: skip
"""Other files that come along: of parts of Qt that are not used, OpenGL in software, and matplotlib's own window."""
MODULES = tuple(
    f"PySide6.Qt{part}" for part in ("Qml", "Quick", "QuickWidgets", "Sql", "Designer", "Help", "Test", "Network")
)
"""What no import may bring; pyqtgraph asks for one of them, and goes without."""
NEEDED = {
    "linux": {"qxcb", "qwayland", "qoffscreen", "qsvg", "qsvgicon", "xdg-shell", "cupsprintersupport"},
    "win32": {"qwindows", "qoffscreen", "qsvg", "qsvgicon"},
    "darwin": {"qcocoa", "qoffscreen", "qsvg", "qsvgicon"},
}
"""The plugins without which the program does not do on a system what it should."""
Entry = tuple[str, str, str]
"""A file as PyInstaller lists it: path in the package, path on this machine, kind."""


def plugin(path: str) -> tuple[str, str] | None:
    """The kind and the name of a plugin of Qt by its path in a package; None for any other file."""
    found = re.search(r"/plugins/([\w-]+)/(?:lib)?([\w-]+)(\.dll|\.dylib|\.so)$", "/" + path.replace("\\", "/"))
    return None if found is None or "PySide6" not in path else (found[1], found[2])


def unwanted(path: str) -> bool:
    """Whether a file does not belong into a package, by its path there."""
    plain = "/" + path.replace("\\", "/")
    found = plugin(plain)
    if found is not None:
        return found[1] not in PLUGINS.get(found[0], ())
    return any(re.search(pattern, plain) for pattern in UNUSED)


def used(
    binaries: Iterable[Entry], datas: Iterable[Entry], imports: Callable[[str], Iterable[str]]
) -> tuple[list[Entry], list[Entry]]:
    """Libraries and data of a package without what is not used.

    Args:
        binaries: what PyInstaller found.
        datas: the same.
        imports: the names of the libraries that a library asks for, by its path on this machine.
    """
    binaries = list(binaries)
    gone = needless(binaries, imports)

    def kept(entries: Iterable[Entry]) -> list[Entry]:
        return [e for e in entries if not unwanted(e[0]) and name(e[0]) not in gone and not framework(e[0]) & gone]

    return kept(binaries), kept(datas)


def needless(binaries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> set[str]:
    """The names of libraries that are needed by unwanted ones alone."""
    files = [(inside, here) for inside, here, kind in binaries if kind != "SYMLINK"]
    known = {name(inside) for inside, _ in files}
    asked = {inside: {name(n) for n in imports(here)} & known for inside, here in files}
    graph: dict[str, set[str]] = {}
    for inside, names in asked.items():
        graph.setdefault(name(inside), set()).update(names)
    dropped = {name(inside) for inside, _ in files if unwanted(inside)}
    brought = reach(graph, dropped)
    # What nobody asks for by name is loaded by Python, or on use: it stays, with all that it needs.
    others = known - brought - dropped
    return brought - reach(graph, others) - others


def reach(graph: dict[str, set[str]], start: Iterable[str]) -> set[str]:
    """Everything that is asked for from these on, without the beginning itself unless it is asked for."""
    found, waiting = set[str](), list(start)
    while waiting:
        for other in graph.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


def name(path: str) -> str:
    """A library's name without its folder, as every system compares it."""
    return path.replace("\\", "/").rpartition("/")[2].lower()


def framework(path: str) -> set[str]:
    """The names of the frameworks of macOS that a file lies in: without its library none of it may stay."""
    return {part.removesuffix(".framework").lower() for part in path.split("/") if part.endswith(".framework")}


def unresolved(folder: Path, plugins: Iterable[Path]) -> list[str]:
    """What plugins of Linux ask for and is neither in a package nor on this machine; PyInstaller passes over it with a warning.

    What every desktop brings itself, as Wayland's own libraries, is never in a package.
    """
    from PyInstaller.depend.dylib import include_library

    places = os.environ | {"LD_LIBRARY_PATH": str(folder / "_internal"), "LC_ALL": "C"}
    found = []
    for plugin in plugins:
        said = subprocess.run(["ldd", str(plugin)], env=places, capture_output=True, text=True).stdout
        names = {line.split()[0] for line in said.splitlines() if "not found" in line}
        names = sorted(name for name in names if include_library(name))
        found += [f"{plugin.name} needs {', '.join(names)}"] if names else []
    return found


def check(folder: Path, platform: str) -> str:
    """Look through a package that was built; a sentence on what is in it.

    Raises:
        ValueError: it holds what it should not, or lacks a plugin that it needs.
    """
    files = [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() or path.is_symlink()
    ]
    wrong = [file for file in files if unwanted(file)]
    if wrong:
        raise ValueError(f"{folder.name} holds what it should not: {', '.join(wrong)}")
    dangling = [file for file in files if (folder / file).is_symlink() and not (folder / file).exists()]
    if dangling:
        raise ValueError(f"{folder.name} holds links to nothing: {', '.join(dangling)}")
    if platform == "linux":
        lacking = unresolved(folder, [folder / file for file in files if plugin(file)])
        if lacking:
            raise ValueError(f"{folder.name} has plugins whose libraries this machine lacks: {'; '.join(lacking)}")
    there = {found[1] for file in files if (found := plugin(file)) is not None}
    missing = NEEDED.get(platform, set()) - there
    if missing:
        raise ValueError(f"{folder.name} lacks plugins of Qt: {', '.join(sorted(missing))}")
    return f"{len(files)} files, {len(there)} plugins of Qt, none that is not used"
