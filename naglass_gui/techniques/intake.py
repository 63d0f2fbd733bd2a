"""From what a reader gave to what a project holds: measurements, their pellet, and the analysis each starts with."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import PurePath

import numpy as np

from naglass_gui.core.arrays import ArrayRef, ArrayStore, gather
from naglass_gui.core.edits import add_measurements, add_sample
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Condition,
    Id,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.techniques.technique import Technique

FEWEST_LETTERS = 2  # of a sample's name that files have in common
_BETWEEN = " _-−–.,+("
_ANNOUNCED = re.compile(r"(?i)[ _-](?:days?|vt|t|temp(?:erature)?)$")  # what the number that follows is
IN_ROTORS = ("nmr", "relaxation", "bpp")
"""Techniques that measure a filled rotor; the others measure a pellet."""


def intake(
    project: Project,
    files: tuple[FileReading, ...],
    store: ArrayStore,
    technique: Callable[[str], Technique | None],
    sample: Id | None = None,
) -> tuple[Project, tuple[Id, ...]]:
    """The project with everything these files held, and the ids of the new measurements.

    Args:
        project: where they go.
        files: what the readers gave.
        store: receives the arrays.
        technique: the science of a technique by name, None where there is none.
        sample: the sample they belong to; None makes one sample for all files, named by what their names begin with.
    """
    if sample is None:
        made = Sample(new_id(), _sample_name([file.file for file in files]))
        project, sample = add_sample(project, made), made.id
    measurements: list[Measurement] = []
    specimens: list[Specimen] = []
    analyses: list[Analysis] = []
    for file in files:
        raw = store.put(np.frombuffer(file.raw, np.uint8)) if file.raw is not None else None
        specimen = _specimen(file, project.sample(sample).specimens, specimens)
        for reading in file.readings:
            measurement = _measurement(file, reading, raw, store, specimen)
            measurements.append(measurement)
            science = technique(reading.technique)
            if science is not None:
                arrays = gather(store, (c.array for c in measurement.channels))
                analyses.append(science.new_analysis(measurement, arrays))
    project = add_measurements(project, sample, tuple(measurements), tuple(analyses), tuple(specimens))
    return project, tuple(m.id for m in measurements)


def _sample_name(files: Sequence[str]) -> str:
    """What the sample of files is called: the file without its extension; of the experiment "NTOC-4/10", its data set "NTOC-4".

    Of a series, what all names begin with, up to the number in which they differ: of "s04147-140deg" and "s04147-150deg" it is
    "s04147". The first file's name where they have nothing in common.
    """
    names = [file.split("/")[0] if "/" in file else PurePath(file).stem for file in files]
    if len(set(names)) < 2:
        return names[0] if names else "Sample"
    common = os.path.commonprefix(names)
    if any(name[len(common) :][:1].isdigit() for name in names):
        common = common.rstrip("0123456789")  # the rest of a number, as the 1 of 140 and 150
    common = _ANNOUNCED.sub("", common.rstrip(_BETWEEN)).rstrip(_BETWEEN)
    return common if len(common) >= FEWEST_LETTERS else names[0]


def _measurement(
    file: FileReading, reading: Reading, raw: ArrayRef | None, store: ArrayStore, specimen: Id
) -> Measurement:
    provenance = Provenance(
        file=file.file,
        size=file.size,
        sha256=file.sha256,
        reader=file.reader,
        reader_version=file.reader_version,
        sweep=reading.sweep,
        imported=datetime.now(UTC).isoformat(timespec="seconds"),
        raw=raw,
        options=file.options,
    )
    return Measurement(
        id=new_id(),
        name=reading.name,
        technique=reading.technique,
        channels=tuple(Channel(c.name, c.unit, store.put(c.values), c.role) for c in reading.columns),
        provenance=provenance,
        metadata=reading.metadata,
        conditions=tuple(Condition(name, quantity, reading.condition_source) for name, quantity in reading.conditions),
        specimen=specimen,
    )


def _specimen(file: FileReading, existing: tuple[Specimen, ...], made: list[Specimen]) -> Id:
    """What a file was measured on: sizes in its header decide; without any, the sample's one pellet or rotor filling."""
    sizes = dict(next((r.geometry for r in file.readings if r.geometry), ()))
    rotor = any(r.technique in IN_ROTORS for r in file.readings)
    alike = [s for s in (*existing, *made) if (s.kind == "rotor") == rotor]
    for specimen in alike:
        known = {n: getattr(specimen, n) for n in ("thickness", "diameter", "area") if getattr(specimen, n) is not None}
        if not sizes or known == sizes:
            return specimen.id
    made.append(
        Specimen(
            new_id(),
            f"{'Rotor' if rotor else 'Pellet'} {len(alike) + 1}",
            kind="rotor" if rotor else "pellet",
            thickness=sizes.get("thickness"),
            diameter=sizes.get("diameter"),
            area=sizes.get("area"),
        )
    )
    return made[-1].id
