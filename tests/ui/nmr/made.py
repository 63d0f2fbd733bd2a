"""Spectra like those of the reference study, put into a project as an import would."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from naglass_gui.core import edits
from naglass_gui.core.arrays import ArrayStore, gather
from naglass_gui.core.project import Channel, Measurement, Project, Provenance, Sample, new_id
from naglass_gui.techniques.nmr import NMR
from tests.techniques.nmr.spectra import Made, made

LINES = "NTOC=pv@-11.2:380Hz:mixing=0.9, NaCl=pv@7.2:300Hz:mixing=0.9, Na2O=pv@55:1850Hz:mixing=0.5"
AREAS = (8.0, 1.0, 11.8)


def three_lines(points: int = 2048, noise: float = 0.003, seed: int = 0, **metadata: object) -> Made:
    """NaTaOCl, NaCl and Na2O: shares 38.5, 4.8 and 56.7 %, x = 1/16."""
    return made(LINES, AREAS, points=points, noise=noise, seed=seed, **metadata)


def with_spectra(project: Project, store: ArrayStore, spectra: Mapping[str, Made]) -> Project:
    """The project with a sample that holds these spectra by name, each with the analysis an import gives it."""
    sample = Sample(new_id(), "Na2O-NTC, 4 h")
    project = edits.add_sample(project, sample)
    for name, spectrum in spectra.items():
        channels = (
            Channel("shift", "ppm", store.put(np.ascontiguousarray(spectrum.shift)), "axis"),
            Channel("real", "", store.put(spectrum.intensity * 4.2e6)),
        )
        measurement = Measurement(
            new_id(),
            name,
            "nmr",
            channels,
            Provenance(f"{name}/pdata/1/1r", 1, name.rjust(64, "0")[-64:], "test", "1"),
            tuple(spectrum.metadata.items()),
        )
        analysis = NMR.new_analysis(measurement, gather(store, (c.array for c in channels)))
        project = edits.add_measurements(project, sample.id, (measurement,), (analysis,))
    return project


def with_decay(
    project: Project, store: ArrayStore, lines: tuple[tuple[float, float], ...] = ((-11.2, 380.0),)
) -> Project:
    """The project with a free induction decay of Lorentzian lines, (ppm, Hz) each, without stored phases."""
    sample = Sample(new_id(), "decay")
    width, points, frequency = 40_000.0, 4096, 132.294
    time = np.arange(points) / width
    decay = sum(np.exp(2j * np.pi * ppm * frequency * time - np.pi * hertz * time) for ppm, hertz in lines)
    decay = decay + np.random.default_rng(0).normal(0, 2e-3, (2, points)).T @ np.array([1, 1j])
    channels = (
        Channel("time", "s", store.put(time), "axis"),
        Channel("fid_real", "", store.put(np.ascontiguousarray(decay.real))),
        Channel("fid_imag", "", store.put(np.ascontiguousarray(decay.imag))),
    )
    metadata = {"nucleus": "23Na", "reference": "132.294", "carrier": "0", "sweep_width": "40000", "points": "4096"}
    measurement = Measurement(
        new_id(), "decay", "nmr", channels, Provenance("fid", 1, "d" * 64, "test", "1"), tuple(metadata.items())
    )
    analysis = NMR.new_analysis(measurement, gather(store, (c.array for c in channels)))
    project = edits.add_sample(project, sample)
    return edits.add_measurements(project, sample.id, (measurement,), (analysis,))
