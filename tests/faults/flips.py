"""Flips bytes of a project and opens it; a crash or a hang ends this program, which the test notices.

    python -m tests.faults.flips FOLDER COUNT SEED

Prints one JSON object: how often the file was refused, an array marked damaged, or all was still right; and every outcome
that must not be.
"""

from __future__ import annotations

import faulthandler
import json
import random
import sys
from dataclasses import replace
from pathlib import Path

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import load_project, save_project
from naglass_gui.storage.array_names import unique_arrays
from naglass_gui.storage.state import state_text
from tests.storage.studies import a_study


def broken(whole: bytes, rng: random.Random) -> bytes:
    """The file with a bit flipped, a byte or a run of bytes replaced, or its end cut off."""
    data = bytearray(whole)
    at = rng.randrange(len(data))
    match rng.random():
        case chance if chance < 0.6:
            data[at] ^= 1 << rng.randrange(8)
        case chance if chance < 0.8:
            data[at] ^= rng.randrange(1, 256)
        case chance if chance < 0.95:
            data[at : at + 16] = rng.randbytes(len(data[at : at + 16]))
        case _:
            del data[at:]
    return bytes(data)


def main(folder: Path, count: int, seed: int) -> None:
    """Flip, open, compare."""
    faulthandler.enable()
    rng = random.Random(seed)
    store = MemoryStore()
    # Without its fit the project has fewer headers, and more of the flips meet numbers.
    project = replace(a_study(store, spectra=1, points=200), analyses=())
    text = state_text(project)
    path = folder / "study.naglass"
    save_project(project, store, path, expected=None)
    whole = path.read_bytes()
    found = {"flips": count, "refused": 0, "marked damaged": 0, "still right": 0}
    wrong: list[str] = []
    for i in range(count):
        faulthandler.dump_traceback_later(30, exit=True)
        path.write_bytes(broken(whole, rng))
        fresh = MemoryStore()
        try:
            loaded = load_project(path, fresh)
        except ProjectError:
            found["refused"] += 1
            continue
        except Exception as fault:
            wrong.append(f"flip {i}: {type(fault).__name__}: {fault}")
            continue
        damaged = {damage.array for damage in loaded.damaged}
        found["marked damaged" if damaged else "still right"] += 1
        if state_text(loaded.project) != text:
            wrong.append(f"flip {i}: another project")
        for ref in unique_arrays(project):
            if ref not in damaged and fresh.get(ref).tobytes() != store.get(ref).tobytes():
                wrong.append(f"flip {i}: another array")
    faulthandler.cancel_dump_traceback_later()
    print(json.dumps({**found, "silently wrong or other faults": wrong[:20]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
