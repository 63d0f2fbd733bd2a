"""What of Qt goes into a package, on every system, and how a package that was built is looked through."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer"))

import contents  # noqa: E402

LINUX = "PySide6/Qt/plugins"
ASKS = {
    f"{LINUX}/platformthemes/libqgtk3.so": ["libgtk-3.so.0", "libQt6Gui.so.6"],
    f"{LINUX}/platforms/libqxcb.so": ["libQt6Gui.so.6", "libX11.so.6"],
    "libgtk-3.so.0": ["libpango.so.0", "libX11.so.6"],
    "libpango.so.0": ["libglib-2.0.so.0", "libthai.so.0"],
    "libthai.so.0": ["libpango.so.0"],
    "PySide6/Qt/lib/libQt6Gui.so.6": ["libglib-2.0.so.0"],
    "libglib-2.0.so.0": [],
    "libX11.so.6": [],
    "numpy/core.so": ["libalone.so.1", "libc.so.6"],
    "libalone.so.1": [],
    "libloaded-on-use.so": [],
}
"""Libraries of a package by what they ask for."""


def imports(path: str) -> list[str]:
    return ASKS[path.removeprefix("/here/")]


def entries() -> list[tuple[str, str, str]]:
    files = [(path, f"/here/{path}", "BINARY") for path in ASKS]
    return [
        *files,
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libgtk-3.so.0", "x/libgtk-3.so.0", "SYMLINK"),
    ]


def test_what_only_a_plugin_left_out_needs_is_left_out_too() -> None:
    binaries, _ = contents.used(entries(), [], imports)
    gone = {entry[0] for entry in entries()} - {entry[0] for entry in binaries}
    assert gone == {f"{LINUX}/platformthemes/libqgtk3.so", "libgtk-3.so.0", "libpango.so.0", "libthai.so.0"}


def test_a_framework_of_macos_goes_whole() -> None:
    inside = "PySide6/Qt/lib/QtLonely.framework/Versions/A"
    asks = {"libqtiff.dylib": ["@rpath/QtLonely.framework/Versions/A/QtLonely"], "QtLonely": []}
    binaries = [
        ("PySide6/Qt/plugins/imageformats/libqtiff.dylib", "libqtiff.dylib", "BINARY"),
        (f"{inside}/QtLonely", "QtLonely", "BINARY"),
    ]
    datas = [(f"{inside}/Resources/Info.plist", "Info.plist", "DATA"), ("naglass_gui/resources/a.svg", "a.svg", "DATA")]
    assert contents.used(binaries, datas, asks.__getitem__) == ([], [datas[1]])


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/something-new/libanything.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6\\translations\\qtbase_de.qm", False),
        ("PySide6\\Qt6Pdf.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/QtNetwork.abi3.so", False),
        ("PySide6/QtOpenGLWidgets.abi3.so", True),  # pyqtgraph asks whether a view is one
        ("matplotlib/mpl-data/images/home.svg", False),
        ("naglass_gui/resources/icons/home.svg", True),
        ("lib/plugins/imageformats/theirs.so", True),
    ],
)
def test_a_file_by_its_path(path: str, wanted: bool) -> None:
    assert contents.unwanted(path) is not wanted


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of Linux with the plugins it needs."""
    for kind, names in contents.PLUGINS.items():
        for name in set(names) & contents.NEEDED["linux"]:
            place = tmp_path / "_internal" / LINUX / kind / f"lib{name}.so"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"")
    return tmp_path


def test_a_package_with_what_it_needs_and_nothing_else_passes(package: Path) -> None:
    assert "7 plugins of Qt, none that is not used" in contents.check(package, "linux")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (f"_internal/{LINUX}/platformthemes/libqgtk3.so", "holds what it should not: _internal/PySide6"),
        ("_internal/libgtk-3.so.0", "holds what it should not"),
        ("_internal/PySide6/Qt/translations/qt_de.qm", "holds what it should not"),
    ],
)
def test_what_does_not_belong_into_a_package_fails_the_build(package: Path, file: str, sentence: str) -> None:
    (package / file).parent.mkdir(parents=True, exist_ok=True)
    (package / file).write_bytes(b"")
    with pytest.raises(ValueError, match=re.escape(sentence)):
        contents.check(package, "linux")


def test_a_plugin_whose_library_this_machine_lacks_fails_the_build(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the library of CUPS is not installed; Wayland's own come with the desktop."""
    said = "\tlibcups.so.2 => not found\n\tlibwayland-cursor.so.0 => not found\n\tlibm.so.6 => /lib/libm.so.6 (0x0)\n"

    def ldd(command: list[str], **_: object) -> CompletedProcess[str]:
        return CompletedProcess(command, 0, said if "cups" in command[-1] else "")

    importlib.import_module("PyInstaller.compat")  # runs programs of its own when it is first imported
    monkeypatch.setattr(contents.subprocess, "run", ldd)
    with pytest.raises(ValueError, match=re.escape("this machine lacks: libcupsprintersupport.so needs libcups.so.2")):
        contents.check(package, "linux")


def test_a_plugin_that_is_missing_and_a_link_to_nothing_fail_the_build(package: Path) -> None:
    with pytest.raises(ValueError, match=re.escape("lacks plugins of Qt: qwindows")):
        contents.check(package, "win32")
    (package / "libgone.so").symlink_to("elsewhere/libgone.so")
    with pytest.raises(ValueError, match=re.escape("links to nothing: libgone.so")):
        contents.check(package, "linux")
