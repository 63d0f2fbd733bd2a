"""The arrays a project names: each once, how large, what it is in a person's words."""

from __future__ import annotations

import math

import numpy as np

from naglass_gui.core.arrays import ArrayRef, ArrayStore
from naglass_gui.core.project import Channel, Project


def held(store: ArrayStore, ref: ArrayRef) -> bool:
    """Whether the store has the array, sound."""
    try:
        store.get(ref)
    except KeyError:
        return False
    return True


def unique_arrays(project: Project) -> tuple[ArrayRef, ...]:
    """Every array of a project once, in the tree's order."""
    return tuple({ref.digest: ref for ref in project.arrays()}.values())


def byte_count(ref: ArrayRef) -> int:
    """Size of an array in bytes."""
    return math.prod(ref.shape) * np.dtype(ref.dtype).itemsize


def array_places(project: Project) -> dict[str, str]:
    """What each array is, in a person's words, by digest: "z_real of PEIS 25C (LPSCl)"."""
    places: dict[str, str] = {}

    def note(channels: tuple[Channel, ...], owner: str) -> None:
        for channel in channels:
            places.setdefault(channel.array.digest, f"{channel.name} of {owner}")

    for sample in project.samples:
        for measurement in sample.measurements:
            note(measurement.channels, f"{measurement.name} ({sample.name})")
            raw = measurement.provenance.raw
            if raw is not None:
                places.setdefault(raw.digest, f"the original file {measurement.provenance.file}")
    for analysis in project.analyses:
        for fit in analysis.fits:
            note(fit.curves, f"a fit of {analysis.name}")
    return places
