"""Temperature series for the tests: from conductances alone, or of fitted spectra."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core.project import (
    Analysis,
    Condition,
    Derived,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Provenance,
    Sample,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques import settle
from naglass_gui.techniques.arrhenius import ARRHENIUS, KB
from naglass_gui.techniques.technique import FitOutcome

PELLET = Specimen("pellet", "pellet", thickness=Quantity(0.80, 0.01, "mm"), diameter=Quantity(8.00, 0.05, "mm"))
CELL = 0.08 / (math.pi * 0.8**2 / 4)
"""L/A of it in 1/cm."""
STUDY = tuple(range(-25, 56, 10))
"""Temperatures of the reference study in °C."""


def resistance(celsius: float, sigma_25: float = 4.41e-3, ea: float = 0.32) -> float:
    """Of the pellet in ohm, by sigma T = A exp(-Ea/kT)."""
    kelvin, room = celsius + 273.15, 298.15
    return CELL * kelvin / (sigma_25 * room) * math.exp(ea / KB * (1 / kelvin - 1 / room))


def spectrum(
    celsius: float, ohm: float, error: float | None = 0.005, *, pellet: str = "pellet", **changes: object
) -> tuple[Measurement, Analysis]:
    """A measurement with a fit of nothing but a resistance."""
    id = new_id()
    temperature = Condition("temperature", Quantity(celsius, None, "degC"))
    measurement = Measurement(
        id, f"{celsius:g} °C", "eis", (), Provenance("x", 1, "", "t", "1"), (), (temperature,), pellet
    )
    total = Derived("R_total", ohm, None if error is None else error * ohm, "ohm")
    made = Fit("f" + id, "", "R", 0.0, 40, 0.0, (FittedParameter("R0", ohm, None, "ohm"),), derived=(total,))
    # No technique of this name: its quantities stay as they are given.
    analysis = Analysis("a" + id, measurement.name, "given", (id,), fits=(made,), current=made.id)
    return measurement, replace(analysis, **changes)  # type: ignore[arg-type]


def project_of(
    spectra: Sequence[tuple[Measurement, Analysis]], *, pellets: Sequence[Specimen] = (PELLET,), **options: object
) -> Project:
    """A settled project with one Arrhenius plot, "line", of these spectra."""
    sample = Sample("s", "NTOC-4", tuple(pellets), tuple(m for m, _ in spectra))
    bare = Project("p", samples=(sample,), analyses=tuple(a for _, a in spectra))
    line = ARRHENIUS.of_sources("NTOC-4", [a.id for _, a in spectra])
    line = replace(line, id="line", options=tuple({**dict(line.options), **options}.items()))  # type: ignore[arg-type]
    return settle(bare, replace(bare, analyses=(*bare.analyses, line)))


def study(noise: float = 0.0, seed: int = 0, error: float | None = 0.005, **options: object) -> Project:
    """The reference study's series with relative noise on the resistances."""
    generator = np.random.default_rng(seed)
    return project_of(
        [spectrum(t, resistance(t) * math.exp(noise * generator.normal()), error) for t in STUDY], **options
    )


def line(project: Project) -> Fit:
    """The fit of its Arrhenius plot."""
    fit = project.analysis("line").fit
    assert fit is not None
    return fit


def value(project: Project, name: str) -> float:
    """A derived quantity of its Arrhenius plot."""
    return quantity(project, name).value


def quantity(project: Project, name: str) -> Derived:
    """The same with its error."""
    found = line(project).quantity(name)
    assert found is not None, name
    return found


def of_outcomes(
    outcomes: Sequence[FitOutcome], measurements: Sequence[Measurement], pellet: Specimen, **options: object
) -> Project:
    """A settled project of fitted spectra with their Arrhenius plot."""
    pairs = []
    for k, (outcome, measurement) in enumerate(zip(outcomes, measurements, strict=True)):
        held = replace(measurement, id=f"m{k}", specimen=pellet.id)
        pairs.append((held, replace(outcome.analysis, id=f"a{k}", name=held.name, sources=(held.id,))))
    return project_of(pairs, pellets=(pellet,), **options)
