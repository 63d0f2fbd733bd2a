"""The zero of the shift axis: a line of known shift sets it, and a reference spectrum sets it for a whole group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Measurement, Project, evolve
from naglass_gui.techniques.nmr.components import all_parameters, with_values
from naglass_gui.techniques.nmr.processing import Step, Steps
from naglass_gui.techniques.nmr.spectrum import chain_name, larmor_in, nucleus_of, steps_of

SAME_MAGNET = 1e-3
"""Relative difference of frequencies up to which two spectra may share a zero."""


def referenced(chain: Sequence[Step], by: float) -> Steps:
    """The chain with its last reference moved by so many ppm, or with one more step."""
    steps = [tuple(step) for step in chain]
    last = steps[-1] if steps else ()
    if last and last[0] == "reference" and isinstance(last[1], int | float):
        steps[-1] = ("reference", last[1] + by)
    else:
        steps.append(("reference", by))
    return tuple(steps)


def added_shift(chain: Sequence[Step]) -> float:
    """By how many ppm a chain moves the axis in all."""
    shifts = [step[1] for step in chain if step and step[0] == "reference"]
    return sum(float(s) for s in shifts if isinstance(s, int | float))


def moved(analysis: Analysis, measurement: Measurement, by: float) -> Analysis:
    """The analysis of one spectrum with its axis moved by so many ppm; lines and regions move along."""
    chain = referenced(steps_of(measurement, analysis), by)
    regions = tuple(replace(r, low=r.low + by, high=r.high + by) for r in analysis.regions)
    values = {p.name: p.value + by for p in all_parameters(analysis) if p.name.startswith("position_")}
    moved = replace(with_values(analysis, values), regions=regions)
    return moved.with_option(chain_name(1), chain)


def zero_frequency(measurement: Measurement, analysis: Analysis) -> float:
    """The frequency in MHz that stands at 0 ppm once the analysis has moved the axis.

    A line shown at d lies at SF (1 + 1e-6 (d - a)), a the shift added; so 0 ppm is at SF (1 - 1e-6 a).

    Raises:
        InputError: the Larmor frequency is not known.
    """
    return _frequency(measurement, analysis) * (1.0 - 1e-6 * added_shift(steps_of(measurement, analysis)))


def take_reference(project: Project, source: Id, targets: Iterable[Id]) -> Project:
    """The project with the 0 ppm of one analysis' spectrum in others of the same nucleus and magnet.

    Raises:
        KeyError: an analysis that is not there.
        InputError: a spectrum of another nucleus or field, or one without a Larmor frequency.
    """
    given = project.analysis(source)
    reference = project.measurement(given.sources[0])
    zero = zero_frequency(reference, given)
    for target in targets:
        if target == source:
            continue
        analysis = project.analysis(target)
        measurement = project.measurement(analysis.sources[0])
        _check_alike(reference, given, measurement, analysis)
        own = zero_frequency(measurement, analysis)
        by = 1e6 * (own - zero) / _frequency(measurement, analysis)
        if by:
            project = evolve(
                project,
                ("analyses", target),
                lambda old, m=measurement, by=by: moved(old, m, by),  # type: ignore[misc]
            )
    return project


def _frequency(measurement: Measurement, analysis: Analysis) -> float:
    found = larmor_in(dict(measurement.metadata)) or analysis.option("larmor_frequency")
    if not isinstance(found, int | float) or not found > 0:
        raise InputError(f"{measurement.name}: the file does not give the Larmor frequency; type it in MHz.")
    return float(found)


def _check_alike(reference: Measurement, given: Analysis, measurement: Measurement, analysis: Analysis) -> None:
    one, two = nucleus_of(dict(reference.metadata), given), nucleus_of(dict(measurement.metadata), analysis)
    if one is not None and two is not None and one.name != two.name:
        raise InputError(
            f"{measurement.name} is a spectrum of {two.name}; {reference.name}, of {one.name}, cannot reference it."
        )
    here, there = _frequency(reference, given), _frequency(measurement, analysis)
    if abs(here - there) > SAME_MAGNET * here:
        raise InputError(
            f"{measurement.name} was measured at {there:.6g} MHz; {reference.name}, at {here:.6g} MHz, cannot reference it."
        )
