"""The example: a spectrum the project made itself, imported into an empty project."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "examples"


def example_files() -> tuple[Path, ...]:
    """The example's files, none where it was left out of an installation."""
    if not FOLDER.is_dir():
        return ()
    return tuple(sorted(f for f in FOLDER.iterdir() if f.is_file() and f.suffix.lower() not in (".md", ".json")))
