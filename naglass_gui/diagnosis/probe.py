"""What a child of the diagnosis runs: one group of checks, each line told as soon as it is known."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from naglass_gui.diagnosis.finding import Doing, Finding, Findings, ok

OPTION = "--probe"
ANSWER = "answer"
# Named, not imported: what one of them needs may be what is broken.
PROBES = {
    "folders": "naglass_gui.diagnosis.folders",
    "parts": "naglass_gui.diagnosis.parts",
    "project": "naglass_gui.diagnosis.projects",
    "children": "naglass_gui.diagnosis.children",
    "window": "naglass_gui.ui.probe",
}
TITLES = {
    "folders": "The check of folders",
    "parts": "The check of libraries",
    "project": "The check of project files",
    "children": "The check of child processes",
    "window": "The check of the window",
}
WITHOUT_CHILD = ("folders", "parts", "project")
"""What can be tried in the program's own process, too, where no child can be started."""


def findings(name: str, folder: Path) -> Findings:
    """What a probe finds; `folder` is where projects are to be kept."""
    if name == ANSWER:
        yield ok("answered")
        return
    module = importlib.import_module(PROBES[name])
    yield from module.findings(folder) if name == "project" else module.findings()


def main(words: list[str], out: TextIO | None = None) -> int:
    """Run the probe named first, for the folder named second, and print what it finds as lines of JSON; the exit code."""
    name, folder = words
    out = sys.stdout if out is None else out
    for found in findings(name, Path(folder)):
        row = {"doing": found.what} if isinstance(found, Doing) else {"rank": found.rank, "text": found.text}
        print(json.dumps(row), file=out, flush=True)
    return 0


def read(text: str) -> Iterator[Finding | Doing]:
    """What a probe printed, without what libraries printed between."""
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and set(row) == {"doing"}:
            yield Doing(str(row["doing"]))
        elif isinstance(row, dict) and set(row) == {"rank", "text"} and row["rank"] in ("ok", "note", "blocked"):
            yield Finding(row["rank"], str(row["text"]))
