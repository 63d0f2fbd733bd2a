"""Spectra for the tests: read from real files, or made of lines with seeded noise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array, MemoryStore, gather
from naglass_gui.core.project import Analysis, Channel, Measurement, Provenance
from naglass_gui.techniques.nmr import NMR, all_parameters, parse_lines, with_parameters
from naglass_gui.techniques.nmr.components import in_terms_of, own_values
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame
from naglass_gui.techniques.technique import FitInputs, FitOutcome

Real = NDArray[np.float64]

LARMOR = 132.294
"""23Na at 11.7 T, MHz."""


@dataclass(frozen=True)
class Made:
    """A spectrum to be fitted: shift in ppm, intensity, and its header."""

    shift: Real
    intensity: Real
    metadata: Mapping[str, str]


def header(larmor: float, nucleus: str, **others: object) -> dict[str, str]:
    return {"reference": repr(larmor), "larmor_frequency": repr(larmor), "nucleus": nucleus} | {
        name: str(value) for name, value in others.items()
    }


def made(
    lines: str,
    areas: Sequence[float],
    *,
    noise: float = 0.003,
    seed: int = 0,
    points: int = 16_384,
    window: tuple[float, float] = (-150.0, 200.0),
    larmor: float = LARMOR,
    nucleus: str = "23Na",
    **others: object,
) -> Made:
    """Lines of these areas with white noise, given as a share of the highest point."""
    shift = np.linspace(window[1], window[0], points)
    spin = {"23Na": 1.5, "87Rb": 1.5, "17O": 2.5, "31P": 0.5, "27Al": 2.5}[nucleus]
    frame = Frame(shift, larmor, spin)
    total = np.zeros(points)
    for component, area in zip(parse_lines(lines), areas, strict=True):
        shape = SHAPES[component.kind]
        total += area * shape.compute(frame, in_terms_of(shape, own_values(component)))[0]
    total *= 1.0 / total.max()
    scatter = np.random.default_rng(seed).normal(0.0, noise, points) if noise else 0.0
    return Made(shift, total + scatter, header(larmor, nucleus, **others))


def inputs(
    spectra: Made | Sequence[Made],
    lines: str = "",
    *,
    links: Mapping[str, str] | None = None,
    changes: Mapping[str, Mapping[str, object]] | None = None,
    options: Mapping[str, object] | None = None,
    **fields: object,
) -> FitInputs:
    """What the technique is handed: spectra, lines as text, links and changes of parameters by name, options, fields."""
    store, measurements = MemoryStore(), []
    arrays: dict[str, Array] = {}
    for k, spectrum in enumerate([spectra] if isinstance(spectra, Made) else spectra):
        channels = (
            Channel("shift", "ppm", store.put(spectrum.shift), "axis"),
            Channel("real", "", store.put(spectrum.intensity)),
        )
        arrays |= gather(store, (c.array for c in channels))
        source = Provenance("spectrum.json", 1, "", "test", "1")
        measurements.append(
            Measurement(f"m{k}", f"spectrum {k + 1}", "nmr", channels, source, tuple(spectrum.metadata.items()))
        )
    analysis = NMR.new_analysis(measurements[0], arrays)
    if lines:
        analysis = NMR.with_model(analysis, lines)
    analysis = replace(
        analysis,
        sources=tuple(m.id for m in measurements),
        options=tuple((dict(analysis.options) | dict(options or {})).items()),
    )
    analysis = replace(analysis, **fields)  # type: ignore[arg-type]
    changed = {name: dict(change) for name, change in (changes or {}).items()}
    for name, link in (links or {}).items():
        changed.setdefault(name, {})["link"] = link
    analysis = with_changes(analysis, changed)
    return FitInputs(analysis, tuple(measurements), (None,) * len(measurements), arrays)


def with_changes(analysis: Analysis, changes: Mapping[str, Mapping[str, object]]) -> Analysis:
    """The analysis with some parameters changed, by name."""
    parameters = {p.name: p for p in all_parameters(analysis)}
    return with_parameters(
        analysis,
        {name: replace(parameters[name], **change) for name, change in changes.items()},  # type: ignore[arg-type]
    )


def fit(spectra: Made | Sequence[Made], lines: str = "", **options: object) -> FitOutcome:
    """The fit of spectra; options as for `inputs`."""
    return NMR.fit(inputs(spectra, lines, **options))  # type: ignore[arg-type]


# -- real files --------------------------------------------------------------------------------------------------------


def ssnake_matlab(path: Path, nucleus: str) -> Made:
    """A spectrum that ssNake saved for Matlab."""
    from scipy.io import loadmat

    held = loadmat(path)
    stored = next(value for name, value in held.items() if not name.startswith("_"))[0, 0]
    reference = float(stored["ref"].ravel()[0]) / 1e6
    return Made(
        stored["xaxArray"].ravel().astype(float) / reference,
        stored["data"].ravel().real.astype(float),
        header(reference, nucleus),
    )


def ssnake_json(path: Path, nucleus: str = "1H") -> Made:
    """A spectrum that ssNake saved as JSON."""
    stored = json.loads(path.read_text())
    larmor = float(np.ravel(stored["freq"])[0]) / 1e6
    hertz = np.ravel(np.array(stored["xaxArray"][0], dtype=float))
    return Made(hertz / larmor, np.ravel(np.array(stored["dataReal"], dtype=float)), header(larmor, nucleus))


def csdm(path: Path, nucleus: str) -> Made:
    """A spectrum in CSDM JSON with its data in base64."""
    import base64

    stored = json.loads(path.read_text())["csdm"]
    dimension, values = stored["dimensions"][0], stored["dependent_variables"][0]
    data = np.frombuffer(base64.b64decode(values["components"][0]), values["numeric_type"])
    larmor = float(dimension["origin_offset"].split()[0])
    step, offset = (float(dimension[name].split()[0]) for name in ("increment", "coordinates_offset"))
    hertz = (np.arange(len(data)) - len(data) // 2 * bool(dimension.get("complex_fft"))) * step + offset
    return Made(hertz / larmor, data.real.astype(float) / data.real.max(), header(larmor, nucleus))
