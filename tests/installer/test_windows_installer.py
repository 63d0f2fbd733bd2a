"""The installer of Windows, compiled and run under Wine with a stand-in for the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.installer.wine import Windows, wine

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer" / "windows"))

from icons import write_icons  # noqa: E402
from package import Packing, installer  # noqa: E402

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\NaGlass"
CLASSES = r"Software\Classes"

pytestmark = [
    pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not installed (apt-get install nsis)"),
    pytest.mark.skipif(wine() is None, reason="Wine is not installed (apt-get install wine64)"),
    pytest.mark.xdist_group("wine"),
]


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program of Windows that notes how it was called."""
    program = tmp_path_factory.mktemp("stand-in") / "naglass.exe"
    script = Path(__file__).with_name("standin.nsi")
    subprocess.run(["makensis", "-V2", "-WX", f"-DOUTPUT={program}", str(script)], check=True)
    return program


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    write_icons(folder)
    return folder


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    made = Windows(tmp_path_factory.mktemp("wine") / "prefix")
    made.become("win10")
    return made


def payload(folder: Path, program: Path, libraries: dict[str, str]) -> Path:
    """What PyInstaller would have built: two programs and the files of `_internal`."""
    for name in ("naglass.exe", "naglass-console.exe"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, folder / name)
    for name, text in libraries.items():
        (folder / "_internal" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "_internal" / name).write_text(text, encoding="utf-8")
    return folder


def inside(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


OWN = {"naglass.exe", "naglass-console.exe", "project.ico", "uninstall.exe"}


def test_a_person_installs_upgrades_and_uninstalls(
    windows: Windows, stand_in: Path, icons: Path, tmp_path: Path
) -> None:
    old = payload(tmp_path / "old", stand_in, {"library.dll": "1", "gone.dll": "1", "left/behind µ.txt": "1"})
    new = payload(tmp_path / "new", stand_in, {"library.dll": "2", "fresh/part.dll": "2"})
    first = installer(Packing(old, "0.1.0", tmp_path / "out"), icons, quick=True)
    second = installer(Packing(new, "0.2.0rc1", tmp_path / "out"), icons, quick=True)

    assert windows.run(first, "/S") == 0
    folder = windows.local / "Programs" / "NaGlass"
    assert inside(folder) == OWN | {f"_internal/{name}" for name in ("library.dll", "gone.dll", "left/behind µ.txt")}
    assert (windows.start_menu / "NaGlass.lnk").stat().st_size > 0
    listed = windows.registry(UNINSTALL)
    assert listed is not None and (listed["DisplayName"], listed["DisplayVersion"]) == ("NaGlass", "0.1.0")
    assert windows.registry(rf"{CLASSES}\.naglass") == {"": "NaGlass.Project"}
    icon = windows.registry(rf"{CLASSES}\NaGlass.Project\DefaultIcon")
    assert icon is not None and icon[""].endswith(r"\Programs\NaGlass\project.ico")

    opener = windows.registry(rf"{CLASSES}\NaGlass.Project\shell\open\command")
    assert opener is not None and opener[""].endswith('\\Programs\\NaGlass\\naglass.exe" "%1"')

    # What is not the program's stays: settings and recovery copies, and a file a person put beside the program.
    settings = windows.local / "NaGlass" / "data" / "recovery.txt"
    settings.parent.mkdir(parents=True)
    settings.write_text("mine")
    (folder / "_internal" / "mine.txt").write_text("mine")

    assert windows.run(second, "/S") == 0
    theirs = OWN | {"_internal/library.dll", "_internal/fresh/part.dll", "_internal/mine.txt"}
    assert inside(folder) == theirs and not (folder / "_internal" / "left").exists()
    assert (folder / "_internal" / "library.dll").read_text() == "2"
    listed = windows.registry(UNINSTALL)
    assert listed is not None and listed["DisplayVersion"] == "0.2.0rc1"
    assert (windows.start_menu / "NaGlass.lnk").exists()

    (folder / "_internal" / "mine.txt").unlink()
    assert windows.run(folder / "uninstall.exe", "/S") == 0
    assert not folder.exists() and not (windows.start_menu / "NaGlass.lnk").exists()
    for key in (
        UNINSTALL,
        rf"{CLASSES}\.naglass",
        rf"{CLASSES}\NaGlass.Project",
        rf"{CLASSES}\Applications\naglass.exe",
    ):
        assert windows.registry(key) is None, key
    assert settings.read_text() == "mine"


def test_everybody_is_given_it_opens_a_project_and_no_running_program_is_replaced(
    windows: Windows, stand_in: Path, icons: Path, tmp_path: Path
) -> None:
    parts = payload(tmp_path / "parts", stand_in, {"library.dll": "1"})
    setup = installer(Packing(parts, "0.1.0", tmp_path / "out"), icons, machine=True, quick=True)
    assert setup.name == "NaGlass-0.1.0-windows-x86_64-for-all-users.exe"
    assert windows.run(setup, "/S", r"/D=C:\Programs\NaGlass") == 0
    folder = windows.drive / "Programs" / "NaGlass"
    assert inside(folder) == OWN | {"_internal/library.dll"}
    assert windows.registry(UNINSTALL) is None and windows.registry(UNINSTALL, "system") is not None

    # A double click on a project. (Wine does not look at the associations of one person.)
    study = windows.home / "A study of µ-glass.naglass"
    study.write_bytes(b"")
    called = windows.home / "called.txt"
    assert windows.run("start", "/wait", rf"C:\users\{windows.home.name}\{study.name}") == 0
    assert called.read_bytes().decode("cp1252") == rf'"C:\users\{windows.home.name}\{study.name}"'

    running = windows.start(folder / "naglass.exe", "--stay")
    try:
        end = time.monotonic() + 60.0
        while called.read_bytes() != b"--stay":
            assert time.monotonic() < end
            time.sleep(0.02)
        (folder / "_internal" / "library.dll").write_text("untouched")
        assert windows.start(setup, "/S").wait(60) == 2
        assert windows.start(folder / "uninstall.exe", "/S", r"_?=C:\Programs\NaGlass").wait(60) == 2
        assert (folder / "_internal" / "library.dll").read_text() == "untouched"
    finally:
        running.kill()
        running.wait(60)
        windows.settle()
    assert windows.run(folder / "uninstall.exe", "/S") == 0
    assert not folder.exists() and windows.registry(UNINSTALL, "system") is None
