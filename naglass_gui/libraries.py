"""The software NaGlass stands on, with versions, licences and their texts. No Qt; slow parts are imported on use.

The packaged program brings a list that was made when it was built (`installer/third_party.py`): a CycloneDX bill of materials
and the texts. Anywhere else what is installed is asked.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution, PackageMetadata

RESOURCES = Path(__file__).resolve().parent / "resources"
PACKAGED = RESOURCES / "third-party"
"""In the packaged program: sbom.cdx.json, and licences/ with a folder for each library."""
OURS = "naglass"
LICENCE_FILE = re.compile(
    r"^([^,/]+\.dist-info/(?:licenses/[^,]+|[^,/]*(?:licen[cs]e|copying|notice|authors|copyright)[^,/]*)),",
    re.MULTILINE | re.IGNORECASE,
)
"""A text of a licence in the list of a package's files."""
LGPL = RESOURCES / "licences" / "LGPL-3.0.txt"
OWN_TEXTS = {"pyside6-essentials": LGPL, "shiboken6": LGPL, OURS: RESOURCES.parents[1] / "LICENSE"}
"""Qt's packages bring no text of the licence they are used under; a checkout has ours beside the package."""
SHORT = {
    "MIT License": "MIT", "BSD License": "BSD", "New BSD License": "BSD-3-Clause", "Revised BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause", "Apache 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "PSFL": "PSF-2.0", "Python Software Foundation License": "PSF-based", "GPLv3+": "GPL-3.0-or-later", "LGPL": "LGPL-3.0",
}  # fmt: skip
"""What packages call their licence, and its short name."""


@dataclass(frozen=True, slots=True)
class Library:
    """One piece of software.

    Attributes:
        licence: its short name, an SPDX expression where the package gives one.
        needs: the names of those it stands on itself.
        texts: the files of its licence, the main one first.
    """

    name: str
    version: str
    licence: str
    needs: tuple[str, ...] = ()
    texts: tuple[Path, ...] = field(default=(), compare=False)

    def text(self) -> str:
        """The texts of the licence one after another, empty where there is none. Raises OSError for a file that is gone."""
        parts = [
            (f"{file.parent.name}: {file.name}", file.read_text(encoding="utf-8", errors="replace").strip())
            for file in self.texts
        ]
        if len(parts) == 1:
            return parts[0][1]
        return "\n\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text}" for name, text in parts)


def libraries() -> tuple[Library, ...]:
    """Everything this program runs on, NaGlass itself and Python first, then by name."""
    return packaged(PACKAGED) if (PACKAGED / "sbom.cdx.json").is_file() else installed()


def packaged(folder: Path) -> tuple[Library, ...]:
    """What the packaged program was built with."""
    said = json.loads((folder / "sbom.cdx.json").read_text(encoding="utf-8"))
    components = [said["metadata"]["component"], *said["components"]]
    names = {component["bom-ref"]: component["name"] for component in components}
    needs = {entry["ref"]: tuple(names[ref] for ref in entry["dependsOn"]) for entry in said["dependencies"]}
    return tuple(
        Library(
            component["name"],
            component["version"],
            _said_licence(component),
            needs.get(component["bom-ref"], ()),
            tuple(sorted((folder / "licences" / component["name"]).glob("*"))),
        )
        for component in components
        if component["type"] != "file"
    )


def installed(roots: tuple[str, ...] = (OURS,)) -> tuple[Library, ...]:
    """What is installed here of the program and of all it needs; tools for its development are not."""
    from importlib.metadata import PackageNotFoundError, distribution

    found: dict[str, Library] = {}
    waiting = [normal(root) for root in roots]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = of_distribution(distribution(name))
        except PackageNotFoundError:  # a checkout that was never installed, or an optional part
            continue
        waiting += found[name].needs
    shown = {name: library.name for name, library in found.items()}
    named = [
        Library(own.name, own.version, own.licence, tuple(shown[n] for n in own.needs if n in shown), own.texts)
        for own in found.values()
    ]
    return tuple(sorted([python(), *named], key=_place))


def of_distribution(own: Distribution) -> Library:
    """A library as its package describes it; `needs` are names as the index compares them."""
    from packaging.requirements import Requirement

    said = own.metadata  # parsed anew each time it is asked for
    needed = [Requirement(text) for text in said.get_all("Requires-Dist") or ()]
    needs = {normal(r.name) for r in needed if r.marker is None or r.marker.evaluate({"extra": ""})}
    name = said["Name"]
    # The list of a package's files as text: as paths the thousands of some take a second.
    record = own.read_text("RECORD") or ""
    texts = [Path(str(own.locate_file(file))) for file in LICENCE_FILE.findall(record)]
    if normal(name) in OWN_TEXTS:
        texts.append(OWN_TEXTS[normal(name)])
    shown = "NaGlass" if normal(name) == OURS else name
    return Library(shown, said["Version"], _licence(said), tuple(sorted(needs)), _main_first(texts))


def python() -> Library:
    """The Python this runs on."""
    places = (Path(sys.base_prefix), Path(sysconfig.get_path("stdlib")))
    texts = tuple(place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file())
    return Library("Python", platform.python_version(), "PSF-2.0", (), texts[:1])


def normal(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _place(library: Library) -> tuple[int, str]:
    first = ("NaGlass", "Python")
    return (first.index(library.name) if library.name in first else len(first), library.name.lower())


def _main_first(texts: Iterable[Path]) -> tuple[Path, ...]:
    """Files of a licence: those of the package itself before those of its parts."""
    files = {file for file in texts if file.is_file()}
    return tuple(sorted(files, key=lambda file: (len(file.parts), "LICEN" not in file.name.upper(), str(file))))


def _licence(package: PackageMetadata) -> str:
    """The short name of a licence: as the package says it in one of the three places there are."""
    said = package.get("License-Expression")
    free = (package.get("License") or "").strip()
    if not said and 0 < len(free) <= 60 and "\n" not in free and "=" not in free and not free.startswith("Copyright"):
        said = free
    if not said:
        classes = package.get_all("Classifier") or ()
        said = next((c.rpartition(" :: ")[2] for c in classes if c.startswith("License :: OSI Approved :: ")), "")
    return SHORT.get(said, said) or "see its text"


def _said_licence(component: dict[str, list[dict[str, dict[str, str] | str]]]) -> str:
    """The licence of a component of a bill of materials."""
    for entry in component.get("licenses", ()):
        if isinstance(expression := entry.get("expression"), str):
            return expression
        if isinstance(licence := entry.get("license"), dict):
            return licence.get("id") or licence.get("name", "")
    return "see its text"
