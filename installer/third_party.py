"""Collects what goes into a package: a CycloneDX bill of materials and the texts of every licence.

Called by naglass.spec with what PyInstaller found; naglass_gui/libraries.py reads the result for the About dialog.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from naglass_gui.libraries import OURS, Library, installed, normal, python  # noqa: E402

SPDX = {
    "MIT",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Apache-2.0",
    "PSF-2.0",
    "GPL-3.0-or-later",
    "LGPL-3.0",
    "MIT-CMU",
    "MPL-2.0",
}
"""The short names among ours that the list of SPDX has; other ones are given as names."""
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "naglass")


def collect(modules: Iterable[str], binaries: Iterable[tuple[str, str]], folder: Path) -> list[tuple[str, str, str]]:
    """Write the bill of materials and the texts.

    Args:
        modules: names of the modules in the package, and paths of its data below the packages that brought them.
        binaries: the libraries in it: path in the package, path on this machine.
        folder: where to write; emptied first.

    Returns:
        The files as PyInstaller lists data: path in the package, path here, "DATA".
    """
    shutil.rmtree(folder, ignore_errors=True)
    own = distributions_of([*modules, *(inside for inside, _ in binaries)])
    foreign = system_packages(own_path for inside, own_path in binaries if not from_python(own_path))
    found = [library for library in installed(tuple(sorted(own))) if normal(library.name) in own | {"python"}]
    files = [Path(here) for _, here in binaries if not from_python(here)]
    for library in (*found, *foreign):
        copy_texts(library, folder / "licences" / library.name)
    said = bill_of_materials(found, foreign, files)
    (folder / "sbom.cdx.json").write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    inside = "naglass_gui/resources/third-party"
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(f"{inside}/{path.relative_to(folder).as_posix()}", str(path), "DATA") for path in written]


def distributions_of(names: Iterable[str]) -> set[str]:
    """The packages these modules and files come from, by their names on the index."""
    tops = {re.split(r"[./\\]", name)[0] for name in names}
    known = known_packages()
    return {normal(package) for top in tops for package in known.get(top, ())} | {OURS}


@cache
def known_packages() -> Mapping[str, list[str]]:
    """The packages behind each importable name; looking through all of them takes a second."""
    return packages_distributions()


def from_python(path: str) -> bool:
    """Whether a library came with Python or one of its packages, and not from the system."""
    places = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()}
    own = Path(path).resolve()
    return any(own.is_relative_to(place) for place in places if place != Path("/usr"))


def system_packages(paths: Iterable[str]) -> list[Library]:
    """The packages of Debian or Ubuntu that libraries of the system come from, with the texts of their licences."""
    if shutil.which("dpkg-query") is None:
        return []
    found: dict[str, Library] = {}
    for path in sorted(set(paths)):
        # The system may know a file by its place before /lib became a link to /usr/lib.
        spelled = {path, str(Path(path).resolve()), re.sub(r"^/usr(?=/lib)", "", str(Path(path).resolve()))}
        for spelling in sorted(spelled):
            owner = told("dpkg-query", "--search", spelling).partition(": ")[0].partition(",")[0]
            if owner:
                name = owner.partition(":")[0]
                version = told("dpkg-query", "--show", "--showformat=${Version}", owner)
                text = Path("/usr/share/doc") / name / "copyright"
                found[name] = Library(name, version, "see its text", (), (text,) if text.is_file() else ())
                break
    return [found[name] for name in sorted(found)]


def told(*command: str) -> str:
    """What a command prints, empty when it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def copy_texts(library: Library, folder: Path) -> None:
    """Copy the texts of a licence flat into a folder, in their order."""
    for number, text in enumerate(library.texts, start=1):
        folder.mkdir(parents=True, exist_ok=True)
        alone = len(library.texts) == 1
        shutil.copyfile(text, folder / (text.name if alone else f"{number:02d} {text.parent.name} {text.name}"))


def bill_of_materials(own: Sequence[Library], foreign: Sequence[Library], files: Iterable[Path]) -> dict[str, Any]:
    """CycloneDX 1.6. The same package gives the same text: it holds no time and no random number.

    Args:
        own: NaGlass, Python and the libraries from Python's index.
        foreign: those of Debian or Ubuntu.
        files: libraries that came with neither.
    """
    refs = {library.name: reference(library) for library in own}
    refs |= {library.name: f"pkg:deb/debian/{library.name}@{library.version}" for library in foreign}
    ours, *others = sorted((*own, *foreign), key=lambda library: (library.name != "NaGlass", library.name.lower()))
    components = [component(library, refs[library.name]) for library in others]
    components += [
        {"type": "file", "bom-ref": f"file:{name}", "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}
        for name, digest in sorted({(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files})
    ]
    needs = [
        {"ref": refs[library.name], "dependsOn": sorted(refs[name] for name in library.needs if name in refs)}
        for library in (ours, *others)
    ]
    said = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {**component(ours, refs[ours.name]), "type": "application"},
            "properties": [{"name": "naglass:system", "value": f"{platform.system()} {platform.machine()}"}],
        },
        "components": components, "dependencies": needs,
    }  # fmt: skip
    return {"serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, json.dumps(said, sort_keys=True))}", **said}


def reference(library: Library) -> str:
    """The package URL of a library; Python itself is not on Python's index."""
    kind = "generic" if library.name == python().name else "pypi"
    return f"pkg:{kind}/{normal(library.name)}@{library.version}"


def component(library: Library, ref: str) -> dict[str, Any]:
    """A library as CycloneDX writes it."""
    if library.licence in SPDX:
        licence: dict[str, Any] = {"license": {"id": library.licence}}
    elif re.search(r" (AND|OR|WITH) |-only$", library.licence):
        licence = {"expression": library.licence}
    else:
        licence = {"license": {"name": library.licence}}
    return {
        "type": "library", "bom-ref": ref, "name": library.name, "version": library.version, "purl": ref, "licenses": [licence],
    }  # fmt: skip
