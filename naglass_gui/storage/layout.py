"""A project laid out as HDF5: the exact state for NaGlass, and NeXus groups that show the same data to everybody else.

    /                       NXroot: format, generation and id of the save
    /naglass/state          the JSON document, bytes; its SHA-256 is the attribute `sha256`
    /naglass/arrays/DIGEST  every array, once
    /SAMPLE                 NXentry
      /SPECIMEN             NXsample: sizes with units and errors
      /MEASUREMENT          NXdata: the channels, links to the arrays; conditions
      /ANALYSIS             NXprocess: model, parameters, derived quantities, curves of the fit that is shown

NaGlass itself reads only /naglass. See https://manual.nexusformat.org for the classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import h5py
import numpy as np

from naglass_gui import __version__
from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.project import Project
from naglass_gui.storage.array_block import Arrays, write_array
from naglass_gui.storage.hdf5 import attribute, group
from naglass_gui.storage.migrations import SCHEMA, format_schema
from naglass_gui.storage.nexus import NexusWriter

ROOT = "naglass"
STATE = "naglass/state"
ARRAYS = "naglass/arrays"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a save writes beside the state: which save of this file it is."""

    generation: int
    save_id: str


def write_project(
    file: h5py.File,
    project: Project,
    store: ArrayStore,
    state: str,
    state_digest: str,
    identity: Identity,
    absent: frozenset[str],
    step: Callable[[int], None],
) -> None:
    """Lay a project out in an empty file.

    Args:
        file: new and empty.
        project: what to write.
        store: holds its arrays.
        state: its JSON document.
        state_digest: SHA-256 of that.
        identity: generation and id of this save.
        absent: digests of arrays that are not there and are left out.
        step: called with the bytes of each array written.
    """
    root = file.id
    for name, text in (("NX_class", "NXroot"), ("creator", "NaGlass"), ("creator_version", __version__)):
        attribute(root, name, text)
    attribute(root, "naglass_schema", format_schema(SCHEMA))
    attribute(root, "naglass_save", identity.save_id)
    attribute(root, "naglass_generation", identity.generation)
    own = group(root, ROOT, "NXcollection")
    document = write_array(own, "state", np.frombuffer(state.encode("ascii"), np.uint8), packed=True)
    attribute(document, "sha256", state_digest)
    NexusWriter(root, Arrays(group(own, "arrays", "NXcollection"), store, absent, step), taken=ROOT).write(project)
