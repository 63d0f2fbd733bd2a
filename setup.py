"""The version of the package is that of the git tag; everything else about the package is in pyproject.toml.

    v0.2.0 itself                      0.2.0
    five commits after v0.2.0          0.2.1.dev5+g1a2b3c4d
    a clone without tags               0.1.0.dev812+gf5b4e6d1
    sdist, zip of a tag, no git        what was written into it

It is written to naglass_gui/_version.py, with the address of the repository it is released in, when the package is built or installed, so the program, its children and the packaged
program know it without asking git or the package's metadata (whose import takes longer than all of the command line's).
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).resolve().parent
FIRST = "0.1.0"
"""What the first tag will be: a tree without tags is on its way there."""
ARCHIVED = "$Format:%(describe:tags=true,match=v[0-9]*)$"
"""`git archive` puts the description of its commit here."""


def version(root: Path = ROOT, archived: str = ARCHIVED) -> str:
    """The version of the tree at `root`; needs no network, and git only in a clone."""
    built = root / "PKG-INFO"
    if built.is_file():  # an sdist
        return re.findall(r"^Version: (\S+)$", built.read_text(encoding="utf-8"), re.MULTILINE)[0]
    if not (root / ".git").exists():  # a folder inside someone else's repository has another one's tags
        return of_description(archived) or f"{FIRST}.dev0"
    described = git(root, "describe", "--tags", "--long", "--abbrev=8", "--match", "v[0-9]*")
    count, commit = git(root, "rev-list", "--count", "HEAD"), git(root, "rev-parse", "--short=8", "HEAD")
    return of_description(described) or (f"{FIRST}.dev{count}+g{commit}" if commit else f"{FIRST}.dev0")


def of_description(described: str) -> str:
    """The version that `git describe` means, empty where it says none: "v0.2.0-5-g1a2b3c4d" is 0.2.1.dev5+g1a2b3c4d."""
    found = re.fullmatch(r"v(\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?)(?:-(\d+)-(g[0-9a-f]+))?", described)
    if found is None:
        return ""
    tag, since, commit = found[1], int(found[2] or 0), found[3]
    if since == 0:
        return tag
    following = re.sub(r"\d+$", lambda last: str(int(last[0]) + 1), tag)
    return f"{following}.dev{since}+{commit}"


def git(root: Path, *words: str) -> str:
    """What git prints, empty when it fails or is not there."""
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def repository(environment: Mapping[str, str]) -> str:
    """The address of the repository whose workflow builds this; empty elsewhere: such a copy asks nobody for updates."""
    address = f"{environment.get('GITHUB_SERVER_URL')}/{environment.get('GITHUB_REPOSITORY')}"
    return address if re.fullmatch(r"https://[\w.-]+/[\w.-]+/[\w.-]+", address, re.ASCII) else ""


def write(found: str, address: str, root: Path = ROOT) -> None:
    """Write version and address where the program finds them."""
    text = f'"""Written when the package is built or installed; see setup.py."""\n\n__version__ = "{found}"\nREPOSITORY = "{address}"\n'
    file = root / "naglass_gui" / "_version.py"
    if not file.is_file() or file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    found = version()
    write(found, repository(os.environ))
    setup(version=found)
