"""The libraries of this installation, with versions, licences and texts."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

from naglass_gui import libraries as module
from naglass_gui.libraries import Library, installed, libraries, packaged

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def found() -> dict[str, Library]:
    return {library.name: library for library in installed()}


def test_everything_the_program_needs_is_listed_and_no_tool_of_its_development(found: dict[str, Library]) -> None:
    declared = re.search(r"^dependencies = \[(.*?)^\]", (ROOT / "pyproject.toml").read_text("utf-8"), re.S | re.M)
    assert declared is not None
    needed = {module.normal(re.match(r"[\w-]+", text)[0]) for text in re.findall(r'"(.+?)"', declared[1])}  # type: ignore[index]
    names = {module.normal(name) for name in found}
    assert needed <= names
    assert {"pillow", "asteval", "shiboken6"} <= names, "what these need is needed too"
    assert not {"pytest", "ruff", "mypy", "pyinstaller", "setuptools"} & names
    assert list(found)[:2] == ["NaGlass", "Python"]


def test_each_has_its_version_a_licence_and_the_text_of_it(found: dict[str, Library]) -> None:
    for library in found.values():
        assert re.match(r"\d", library.version), library
        assert library.licence and library.licence != "see its text", library
        assert len(library.text()) > 500, f"{library.name} has no text of its licence"
    assert found["numpy"].version == version("numpy")


@pytest.mark.parametrize(
    ("name", "licence", "words"),
    [
        ("NaGlass", "GPL-3.0-or-later", "GNU GENERAL PUBLIC LICENSE"),
        ("Python", "PSF-2.0", "PYTHON SOFTWARE FOUNDATION LICENSE"),
        ("PySide6_Essentials", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("galvani", "GPL-3.0-or-later", "GNU GENERAL PUBLIC LICENSE"),
        ("scipy", "BSD", "Enthought"),
        ("openpyxl", "MIT", "openpyxl"),
    ],
)
def test_licences_by_name(found: dict[str, Library], name: str, licence: str, words: str) -> None:
    assert found[name].licence == licence
    assert words in found[name].text()


def test_several_texts_come_one_after_another(found: dict[str, Library]) -> None:
    """h5py brings the licences of what it contains."""
    assert "licenses: hdf5.txt" in found["h5py"].text() and len(found["h5py"].texts) > 3


def test_a_packaged_program_shows_what_it_was_built_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """{"metadata": {"component": {"bom-ref": "a", "name": "NaGlass", "version": "0.2.0", "type": "application",
      "licenses": [{"license": {"id": "GPL-3.0-or-later"}}]}},
     "components": [{"bom-ref": "b", "name": "numpy", "version": "2.0", "type": "library", "licenses": [{"expression": "MIT AND Zlib"}]},
      {"bom-ref": "c", "name": "libffi.so", "type": "file"}], "dependencies": [{"ref": "a", "dependsOn": ["b"]}]}"""
    (tmp_path / "sbom.cdx.json").write_text(text, encoding="utf-8")
    (tmp_path / "licences" / "numpy").mkdir(parents=True)
    (tmp_path / "licences" / "numpy" / "LICENSE").write_text("Do as you like.", encoding="utf-8")
    monkeypatch.setattr(module, "PACKAGED", tmp_path)
    ours, numpy = libraries()
    assert ours == Library("NaGlass", "0.2.0", "GPL-3.0-or-later", ("numpy",))
    assert numpy == Library("numpy", "2.0", "MIT AND Zlib") and numpy.text() == "Do as you like."
    assert packaged(tmp_path) == (ours, numpy)
