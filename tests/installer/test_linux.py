"""The Linux archive, installed for real into a home of its own with a stand-in for the program: files, launcher, desktop, removal."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.installer.test_wheels import load

if sys.platform != "linux":
    pytest.skip("the package of Linux is installed on Linux", allow_module_level=True)

LINUX = Path(__file__).resolve().parents[2] / "installer" / "linux"
package = load(LINUX / "package.py")
STAND_IN = '#!/bin/sh\nif [ "$1" = --version ]; then echo "NaGlass 0.2.0"; else echo "$#: $*"; fi\n'
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory, qapp: object) -> Path:
    """The folder a person has after unpacking the archive."""
    folder = tmp_path_factory.mktemp("linux")
    payload = folder / "dist" / "naglass"
    (payload / "_internal").mkdir(parents=True)
    (payload / "_internal" / "part.so").write_text("1", encoding="utf-8")
    (payload / "_internal" / "link.so").symlink_to("part.so")
    (payload / "naglass").write_text(STAND_IN, encoding="utf-8")
    (payload / "naglass").chmod(0o755)
    made = package.package(payload, "0.2.0", folder / "out")
    assert made.name.startswith("NaGlass-0.2.0-linux-") and made.name.endswith(".tar.xz")
    with tarfile.open(made) as archive:
        assert {entry.uname for entry in archive} == {"root"} and {entry.mtime for entry in archive} == {0}
        archive.extractall(folder, filter="data")
    return folder / "NaGlass-0.2.0"


ODD = pytest.mark.parametrize(
    "home", ["home", 'o\'ne "two" $HOME & 100% |\\n'], ids=["plain", "odd signs"], indirect=True
)
"""Runs a test again in a home with every sign that a shell or a .desktop file takes for something else."""


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A home of its own."""
    made = tmp_path / getattr(request, "param", "home")
    made.mkdir()
    return made


@pytest.fixture
def run(home: Path) -> Run:
    """Runs a command as the person whose home it is."""

    def run_(*command: object, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **more}
        return subprocess.run(
            [str(word) for word in command], env=environment, capture_output=True, text=True, cwd=home
        )

    return run_


@pytest.fixture
def installed(unpacked: Path, run: Run, home: Path) -> Iterator[Path]:
    done = run("sh", unpacked / "install.sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("NaGlass 0.2.0 is installed.")
    yield home / ".local"


def files(folder: Path) -> set[str]:
    """What lies in a folder, without the lists that the desktop makes of it."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return {f for f in found if "share/mime/" not in f.replace("mime/packages", "") and "mimeinfo.cache" not in f and "icon-theme.cache" not in f}  # fmt: skip


@ODD
def test_it_runs_from_its_folder_without_being_installed(unpacked: Path, run: Run, home: Path) -> None:
    assert run(unpacked / "naglass", "a b.naglass", "c").stdout == "2: a b.naglass c\n"
    assert list(home.iterdir()) == []
    assert (unpacked / "program" / "_internal" / "link.so").is_symlink()


@ODD
def test_the_command_and_the_menu_entry_start_it(installed: Path, run: Run) -> None:
    assert run(installed / "bin" / "naglass", "x y").stdout == "1: x y\n"
    entry = (installed / "share" / "applications" / "naglass.desktop").read_text(encoding="utf-8")
    (line,) = [line.removeprefix("Exec=") for line in entry.splitlines() if line.startswith("Exec=")]
    assert exec_words(line) == [str(installed / "bin" / "naglass"), "%F"]
    assert "@" not in entry


def exec_words(line: str) -> list[str]:
    """The words of an Exec line, by the two steps of the Desktop Entry Specification: escapes of a string, then quotes."""
    text = re.sub(r"\\(.)", lambda escape: {"\\": "\\", "s": " "}[escape[1]], line)
    words, word, quoted, signs = [], "", False, iter(text)
    for sign in signs:
        if quoted and sign == "\\":
            word += next(signs)
        elif sign == '"':
            quoted = not quoted
        elif sign == " " and not quoted:
            words, word = [*words, word], ""
        else:
            word += sign
    return [w if w == "%F" else w.replace("%%", "%") for w in (*words, word)]


def test_the_desktop_accepts_the_menu_entry(installed: Path) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed (apt-get install desktop-file-utils)")
    done = subprocess.run(
        ["desktop-file-validate", installed / "share" / "applications" / "naglass.desktop"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_projects_are_known_by_their_name_as_a_kind_of_hdf5(installed: Path, run: Run, home: Path) -> None:
    """By Qt's reading of the same lists that every desktop reads."""
    if shutil.which("update-mime-database") is None:
        pytest.skip("update-mime-database is not installed (apt-get install shared-mime-info)")
    script = """if True:
        from PySide6.QtCore import QMimeDatabase
        kind = QMimeDatabase().mimeTypeForFile("study.naglass", QMimeDatabase.MatchMode.MatchExtension)
        print(kind.name(), kind.comment(), kind.iconName(), kind.parentMimeTypes())"""
    done = run(sys.executable, "-c", script, XDG_DATA_HOME=str(installed / "share"))
    assert done.stdout == "application/x-naglass NaGlass project application-x-naglass ['application/x-hdf']\n", (
        done.stderr
    )


def test_projects_are_opened_by_it(installed: Path, run: Run, home: Path) -> None:
    if shutil.which("xdg-mime") is None or shutil.which("update-desktop-database") is None:
        pytest.skip(
            "xdg-mime or update-desktop-database is not installed (apt-get install xdg-utils desktop-file-utils)"
        )
    assert run("xdg-mime", "query", "default", "application/x-naglass").stdout == "naglass.desktop\n"


def test_an_upgrade_leaves_nothing_of_the_old_version(installed: Path, unpacked: Path, run: Run) -> None:
    before = files(installed)
    old = installed / "lib" / "naglass" / "program" / "_internal" / "gone.so"
    old.write_text("old", encoding="utf-8")
    dropped = installed / "share" / "icons" / "old.png"
    dropped.write_text("old", encoding="utf-8")
    with (installed / "lib" / "naglass" / "installed-files").open("a", encoding="utf-8") as listed:
        listed.write(f"{dropped}\n")
    assert run("sh", unpacked / "install.sh").returncode == 0
    assert files(installed) == before


@ODD
def test_removal_leaves_projects_settings_and_other_programs_alone(installed: Path, run: Run, home: Path) -> None:
    own = [home / "study.naglass", home / ".config/naglass/naglass.ini", installed / "share/naglass/data", installed / "bin/other"]  # fmt: skip
    for file in own:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine", encoding="utf-8")
    done = run("sh", installed / "lib" / "naglass" / "uninstall.sh")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("NaGlass is removed.")
    assert files(home) == {file.relative_to(home).as_posix() for file in own}


@ODD
def test_a_home_is_after_removal_as_it_was_before(installed: Path, unpacked: Path, run: Run, home: Path) -> None:
    """Also after an upgrade: no list that the desktop made of our files, no empty folder."""
    assert run("sh", unpacked / "install.sh").returncode == 0
    done = run("sh", installed / "lib" / "naglass" / "uninstall.sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(home.rglob("*")) == []


def test_folders_that_were_there_stay_empty_or_not(unpacked: Path, run: Run, home: Path) -> None:
    there = [home / ".local/bin", home / ".local/share/mime/packages", home / ".local/share/applications"]
    for folder in there:
        folder.mkdir(parents=True)
    assert run("sh", unpacked / "install.sh").returncode == 0
    (home / ".local/share/icons/mine.png").write_bytes(b"")
    assert run("sh", home / ".local/lib/naglass/uninstall.sh").returncode == 0
    assert all(folder.is_dir() for folder in there) and (home / ".local/share/icons/mine.png").exists()
    assert not (home / ".local/lib").exists() and not (home / ".local/share/icons/hicolor").exists()


def test_it_can_be_installed_for_everybody(unpacked: Path, run: Run, home: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "usr local"
    prefix.mkdir()
    assert run("sh", unpacked / "install.sh", "--prefix", prefix).returncode == 0
    assert run(prefix / "bin" / "naglass", "--version").stdout == "NaGlass 0.2.0\n"
    assert (prefix / "share" / "icons" / "hicolor" / "scalable" / "apps" / "naglass.svg").is_file()
    assert list(home.iterdir()) == []
    assert run("sh", prefix / "lib" / "naglass" / "uninstall.sh").returncode == 0
    assert list(prefix.iterdir()) == []


def test_it_refuses_in_a_sentence_and_touches_nothing(unpacked: Path, run: Run, home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(unpacked, broken, symlinks=True)
    (broken / "program" / "naglass").write_text(
        "#!/bin/sh\necho version GLIBC_2.35 not found >&2; exit 1\n", encoding="utf-8"
    )
    done = run("sh", broken / "install.sh")
    assert done.returncode == 1
    assert (
        done.stderr == "NaGlass cannot run on this computer, and nothing was installed: version GLIBC_2.35 not found\n"
    )
    assert list(home.iterdir()) == []
    foreign = home / ".local" / "lib" / "naglass"
    foreign.mkdir(parents=True)
    done = run("sh", unpacked / "install.sh")
    assert (done.returncode, done.stderr) == (1, f"{foreign} is there and is not NaGlass; nothing was installed.\n")
    assert list(foreign.iterdir()) == []


def test_a_running_program_is_not_replaced(installed: Path, unpacked: Path, run: Run) -> None:
    program = installed / "lib" / "naglass" / "program" / "naglass"
    shutil.copyfile(shutil.which("sleep") or "", program)
    with subprocess.Popen([program, "60"]) as running:
        try:
            time.sleep(0.05)
            done = run("sh", unpacked / "install.sh")
            assert (done.returncode, done.stderr) == (
                1,
                "NaGlass is running. Close it, then run this again; nothing was changed.\n",
            )
        finally:
            running.kill()


def test_the_scripts_ask_for_no_rights() -> None:
    for name in ("install.sh", "uninstall.sh", "naglass"):
        text = (LINUX / name).read_text(encoding="utf-8")
        assert "sudo" not in text and "pkexec" not in text
        assert subprocess.run(["sh", "-n", LINUX / name]).returncode == 0
