"""The version of a tag, a clone, an archive and a package; and that the program says the same everywhere."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import naglass_gui

ROOT = Path(__file__).resolve().parents[1]
Git = Callable[..., str]


@pytest.fixture(scope="module")
def setup_py() -> ModuleType:
    """setup.py as a module; nothing is built by that."""
    spec = importlib.util.spec_from_file_location("naglass_setup", ROOT / "setup.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def clone(tmp_path: Path) -> tuple[Path, Git]:
    """A repository with one commit, and git in it, untouched by whoever runs the test."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "clone"
    folder.mkdir()
    who = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "First")
    return folder, git


@pytest.mark.parametrize(
    ("described", "version"),
    [
        ("v0.2.0-0-g1a2b3c4d", "0.2.0"),
        ("v0.2.0", "0.2.0"),
        ("v0.2.0-5-g1a2b3c4d", "0.2.1.dev5+g1a2b3c4d"),
        ("v1.0.0rc1-0-g1a2b3c4d", "1.0.0rc1"),
        ("v1.0.0rc1-3-g1a2b3c4d", "1.0.0rc2.dev3+g1a2b3c4d"),
        ("v2-1-g1a2b3c4d", "3.dev1+g1a2b3c4d"),
        ("", ""),
        ("vendored", ""),
        ("$Format:%(describe)$", ""),
    ],
)
def test_version_of_what_git_says(setup_py: ModuleType, described: str, version: str) -> None:
    assert setup_py.of_description(described) == version


def test_version_of_a_clone_before_on_and_after_a_tag(setup_py: ModuleType, clone: tuple[Path, Git]) -> None:
    folder, git = clone
    assert setup_py.version(folder) == f"0.1.0.dev1+g{git('rev-parse', '--short=8', 'HEAD')}"
    git("tag", "v0.3.0")
    git("tag", "vendored-parts")
    assert setup_py.version(folder) == "0.3.0"
    git("commit", "-q", "--allow-empty", "-m", "Second")
    assert setup_py.version(folder) == f"0.3.1.dev1+g{git('rev-parse', '--short=8', 'HEAD')}"


def test_a_folder_inside_another_repository_does_not_take_its_tags(
    setup_py: ModuleType, clone: tuple[Path, Git]
) -> None:
    folder, git = clone
    git("tag", "v9.9.9")
    (folder / "inner").mkdir()
    assert setup_py.version(folder / "inner") == "0.1.0.dev0"


def test_without_git_the_version_is_a_development_one(
    setup_py: ModuleType, clone: tuple[Path, Git], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert setup_py.version(clone[0]) == "0.1.0.dev0"


def test_an_archive_of_a_tag_knows_it(setup_py: ModuleType, clone: tuple[Path, Git], tmp_path: Path) -> None:
    folder, git = clone
    if tuple(map(int, re.findall(r"\d+", git("version"))[:2])) < (2, 32):
        pytest.skip("git before 2.32 cannot describe a commit in an archive")
    shutil.copy(ROOT / "setup.py", folder)
    shutil.copy(ROOT / ".gitattributes", folder)
    git("add", ".")
    git("commit", "-q", "-m", "Second")
    git("tag", "v0.4.0")
    git("archive", "-o", str(tmp_path / "archive.tar"), "HEAD", "setup.py")
    with tarfile.open(tmp_path / "archive.tar") as archive:
        archive.extractall(tmp_path / "archive", filter="data")
    text = (tmp_path / "archive" / "setup.py").read_text(encoding="utf-8")
    (archived,) = re.findall(r'^ARCHIVED = "(.*)"$', text, re.MULTILINE)
    assert setup_py.version(tmp_path / "archive", archived) == "0.4.0"


def test_sdist_and_wheel_carry_the_version_of_the_tag(clone: tuple[Path, Git], tmp_path: Path) -> None:
    """Built without isolation, so offline: the sdist of a tag, and the wheel of that sdist, where there is no git."""
    pytest.importorskip("setuptools", minversion="77")
    folder, git = clone
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    (folder / "naglass_gui").mkdir()
    shutil.copy(ROOT / "naglass_gui" / "__init__.py", folder / "naglass_gui")
    git("tag", "v0.5.0")
    script = f"""
    import os, tarfile
    from setuptools import build_meta
    build_meta.build_sdist({str(tmp_path)!r})
    os.chdir({str(tmp_path)!r})
    with tarfile.open("naglass-0.5.0.tar.gz") as sdist:
        sdist.extractall(filter="data")
    os.chdir("naglass-0.5.0")
    build_meta.build_wheel({str(tmp_path)!r})
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "naglass-0.5.0-py3-none-any.whl") as wheel:
        assert '__version__ = "0.5.0"' in wheel.read("naglass_gui/_version.py").decode()


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ""),
        (
            {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "lab/naglass"},
            "https://github.com/lab/naglass",
        ),
        ({"GITHUB_SERVER_URL": "http://github.com", "GITHUB_REPOSITORY": "lab/naglass"}, ""),
        ({"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": 'lab/x"\nimport os'}, ""),
    ],
    ids=["built by hand", "built by the release workflow", "not safe", "not an address"],
)
def test_only_a_release_knows_where_to_ask_for_newer_ones(
    setup_py: ModuleType, tmp_path: Path, environment: dict[str, str], address: str
) -> None:
    assert setup_py.repository(environment) == address
    (tmp_path / "naglass_gui").mkdir()
    setup_py.write("0.2.0", address, tmp_path)
    text = (tmp_path / "naglass_gui" / "_version.py").read_text(encoding="utf-8")
    assert text.endswith(f'\n\n__version__ = "0.2.0"\nREPOSITORY = "{address}"\n')


def test_the_program_has_a_version_of_its_own_kind() -> None:
    assert re.fullmatch(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.dev\d+)?(\+g[0-9a-f]+)?", naglass_gui.__version__)


def test_nothing_says_a_version_that_another_file_denies() -> None:
    """The newest version of the change log is the one to cite."""
    said: dict[str, Any] = {
        "CHANGELOG.md": re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0],
        "CITATION.cff": re.findall(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)[0],
        "README.md": re.findall(r"^NaGlass, version (\S+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)[0],
    }
    assert len(set(said.values())) == 1, said
