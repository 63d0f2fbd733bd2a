"""Completes a release: checks that everything is there under one version, and writes what belongs to it.

python installer/release.py v0.2.0 dist

Written beside the packages: release.json (asked for by Help > Check for updates), SHA256SUMS, and notes.md from the change log.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "NaGlass-{version}-windows-x86_64.exe",
    "NaGlass-{version}-windows-x86_64-for-all-users.exe",
    "NaGlass-{version}-windows-x86_64-portable.zip",
    "NaGlass-{version}-macos-arm64.dmg",
    "NaGlass-{version}-macos-x86_64.dmg",
    "NaGlass-{version}-linux-x86_64.tar.xz",
)


def complete(tag: str, folder: Path, root: Path = ROOT) -> list[Path]:
    """Check and write; everything that is to be attached.

    Raises:
        ValueError: what is missing or disagrees, in a sentence.
    """
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag):
        raise ValueError(f"{tag} is no tag of a release; they look like v0.2.0.")
    version = tag[1:]
    notes = newest_notes((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    cited = re.findall(r"^version: (\S+)$", (root / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    if cited != [version]:
        raise ValueError(f"CITATION.cff says version {', '.join(cited)}; the tag says {version}.")
    packages = [folder / name.format(version=version) for name in PACKAGES]
    absent = [package.name for package in packages if not package.is_file()]
    if absent:
        raise ValueError(f"Not built under version {version}: {', '.join(absent)}.")
    sums, release = folder / "SHA256SUMS", folder / "release.json"
    sums.write_text(
        "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in packages), encoding="utf-8"
    )
    release.write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    return [*packages, sums, release]


def newest_notes(changes: str, version: str) -> str:
    """What the change log says of this version. Raises ValueError where its newest one is another, or not yet released."""
    head, _, rest = changes.partition("\n## ")[2].partition("\n")
    if head.split()[0] != version or "not yet" in head:
        raise ValueError(
            f"CHANGELOG.md begins with {head!r}; a release of {version} begins with its version and its date."
        )
    return rest.partition("\n## ")[0].strip() + "\n"


def main(words: list[str]) -> int:
    """Complete the release; the exit code."""
    try:
        for file in complete(words[0], Path(words[1])):
            print(file.name)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
