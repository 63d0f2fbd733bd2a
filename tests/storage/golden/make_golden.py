"""Makes the golden file of the present project format; run once when a format is released, never again.

python -m tests.storage.golden.make_golden
"""

from __future__ import annotations

from pathlib import Path

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.storage import save_project
from naglass_gui.storage.migrations import SCHEMA, format_schema
from tests.storage.studies import a_study

FOLDER = Path(__file__).parent


def golden_file(schema: str) -> Path:
    """The file of that format."""
    return FOLDER / f"schema-{schema}.naglass"


if __name__ == "__main__":
    store = MemoryStore()
    target = golden_file(format_schema(SCHEMA))
    save_project(a_study(store, spectra=2, points=12, name="Golden study"), store, target, expected=None)
    print(target, target.stat().st_size, "bytes")
