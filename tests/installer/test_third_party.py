"""The bill of materials and the licences that are put into a package."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from naglass_gui.libraries import packaged

ROOT = Path(__file__).resolve().parents[2]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"naglass_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


third_party = load(ROOT / "installer" / "third_party.py")
MODULES = ["naglass_gui", "numpy._core", "PIL.Image", "dateutil.tz", "dateutil", "json", "lmfit/py.typed", "asteval", "dill", "uncertainties"]  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[tuple[str, str, str]]]:
    """What is written for a package with a few libraries, and one file of the system in it."""
    folder = tmp_path_factory.mktemp("third-party")
    system = tmp_path_factory.mktemp("system") / "libown.so.3"
    system.write_bytes(b"\x7fELF")
    binaries = [("libown.so.3", str(system)), ("numpy/_core/x.so", str(Path(sys.prefix) / "lib" / "x.so"))]
    return folder / "out", system, third_party.collect(MODULES, binaries, folder / "out")


@pytest.fixture
def bill(package: tuple[Path, Path, Any]) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((package[0] / "sbom.cdx.json").read_text(encoding="utf-8"))
    return said


def test_it_lists_what_is_in_the_package_and_nothing_else(bill: dict[str, Any]) -> None:
    libraries = {c["name"] for c in bill["components"] if c["type"] == "library"}
    assert libraries == {"Python", "numpy", "pillow", "python-dateutil", "lmfit", "asteval", "dill", "uncertainties"}
    assert bill["metadata"]["component"]["name"] == "NaGlass"
    assert bill["metadata"]["component"]["type"] == "application"


def test_it_is_a_bill_of_cyclonedx(bill: dict[str, Any]) -> None:
    """The rules of version 1.6 that such a list can break: references that are unique and exist, one form of licence."""
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert len(bill["serialNumber"]) == len("urn:uuid:") + 36
    components = [bill["metadata"]["component"], *bill["components"]]
    refs = [component["bom-ref"] for component in components]
    assert len(set(refs)) == len(refs)
    for entry in bill["dependencies"]:
        assert {entry["ref"], *entry["dependsOn"]} <= set(refs)
    for component in components:
        assert component["type"] in ("application", "library", "file") and component["name"]
        for licence in component.get("licenses", ()):
            assert set(licence) in ({"license"}, {"expression"})
    numpy = next(c for c in components if c["name"] == "numpy")
    assert numpy["purl"] == f"pkg:pypi/numpy@{numpy['version']}" and " AND " in numpy["licenses"][0]["expression"]


def test_a_library_of_the_system_is_named_with_its_digest(
    bill: dict[str, Any], package: tuple[Path, Path, Any]
) -> None:
    (file,) = [c for c in bill["components"] if c["type"] == "file"]
    assert file["name"] == "libown.so.3"
    assert file["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(package[1].read_bytes()).hexdigest()}]


def test_every_library_comes_with_its_texts_where_the_about_dialog_finds_them(
    package: tuple[Path, Path, list[tuple[str, str, str]]],
) -> None:
    folder, _, data = package
    assert all(
        inside.startswith("naglass_gui/resources/third-party/") and Path(here).is_file() for inside, here, _ in data
    )
    shown = {library.name: library for library in packaged(folder)}
    assert "BSD" in shown["numpy"].licence and len(shown["numpy"].texts) > 10
    assert "NumPy Developers" in shown["numpy"].texts[0].read_text(encoding="utf-8")
    assert all(len(library.text()) > 500 for library in shown.values())
    assert "numpy" in shown["NaGlass"].needs


def test_the_same_package_gives_the_same_bill(package: tuple[Path, Path, Any], tmp_path: Path) -> None:
    binaries = [("libown.so.3", str(package[1]))]
    third_party.collect(MODULES, binaries, tmp_path / "again")
    assert (tmp_path / "again" / "sbom.cdx.json").read_bytes() == (package[0] / "sbom.cdx.json").read_bytes()


def test_the_texts_of_a_library_of_debian_are_found() -> None:
    libc = next(iter(Path("/usr/lib").glob("*/libc.so.6")), None)
    if third_party.shutil.which("dpkg-query") is None or libc is None:
        pytest.skip("not Debian or Ubuntu")
    (library,) = third_party.system_packages([str(libc)])
    assert library.name == "libc6" and library.version
    bill = third_party.bill_of_materials([third_party.Library("NaGlass", "1", "MIT")], [library], [])
    assert bill["components"][0]["purl"] == f"pkg:deb/debian/libc6@{library.version}"
