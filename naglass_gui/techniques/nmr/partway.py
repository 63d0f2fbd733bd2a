"""A spectrum on its way through the chain: what a step that is set by hand is applied to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Measurement
from naglass_gui.techniques.nmr.processing import Step, Steps, signal_after
from naglass_gui.techniques.nmr.processing_phase import automatic_phase
from naglass_gui.techniques.nmr.processing_signal import Complex, Real
from naglass_gui.techniques.nmr.processing_subtraction import Companion, Company, Taken
from naglass_gui.techniques.nmr.referencing import added_shift

PHASES = ("phase", "auto_phase")
_TRANSFORM = ("ft", "group_delay")
_AFTER_ALL = ("reference",)


@dataclass(frozen=True, slots=True, eq=False)
class PartWay:
    """A spectrum before a step of its chain.

    Attributes:
        shift: in ppm, as at the end of the chain (references that follow are added), rising, shape (n,).
        values: complex, shape (n,).
        added: by how many ppm the references that follow move the axis.
        has_imaginary: whether the imaginary part was measured.
        automatic: the phases that least entropy finds, where they were asked for.
    """

    shift: Real
    values: Complex
    added: float
    has_imaginary: bool
    automatic: Phases | None = None

    def place(self, shift: float) -> float:
        """Where a shift lies, from 0 at the left edge to 1 a whole sweep width to the right."""
        n, width = len(self.shift), float(self.shift[-1] - self.shift[0])
        return (float(self.shift[-1]) - shift) * (n - 1) / (n * width)

    @property
    def highest(self) -> float:
        """The shift of the tallest line, however it is phased."""
        return float(self.shift[int(np.argmax(np.abs(self.values)))])

    def phased(self, phases: Phases, part: slice = slice(None)) -> Real:
        """The real part once it is phased, of the points in `part`."""
        shift, values = self.shift[part], self.values[part]
        n, width = len(self.shift), float(self.shift[-1] - self.shift[0])
        x = (phases.pivot - shift) * ((n - 1) / (n * width))
        angle = np.deg2rad(phases.p0 + phases.p1 * x)
        real: Real = values.real * np.cos(angle) + values.imag * np.sin(angle)
        return real

    def about(self, phases: Phases, pivot: float) -> Phases:
        """The same phases told about another pivot."""
        return Phases(phases.p0 + phases.p1 * (self.place(pivot) - self.place(phases.pivot)), phases.p1, pivot)


@dataclass(frozen=True, slots=True)
class Phases:
    """Phases in degrees: p0 at the pivot (ppm at the end of the chain), p1 over the whole width."""

    p0: float
    p1: float
    pivot: float


def part_way(
    measurement: Measurement,
    arrays: Mapping[str, Array],
    chain: Sequence[Step],
    place: int,
    companions: Sequence[Measurement] = (),
    automatic: bool = False,
) -> PartWay:
    """The spectrum after the first `place` steps of a chain; for a child process where these take long.

    Args:
        measurement: what is processed.
        arrays: its numbers, and those of the companions, by digest.
        chain: the steps.
        place: how many of them are done.
        companions: measurements that the chain subtracts.
        automatic: whether phases are sought too.

    Raises:
        InputError: steps that make no sense, no spectrum yet at that place, or a series of spectra.
    """
    columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
    company = Company(Taken.of(measurement), {m.id: Companion.of(m, arrays) for m in companions})
    signal = signal_after(columns, dict(measurement.metadata), chain[:place], company)
    if signal.domain == "time":
        raise InputError("The chain holds no Fourier transform: add it to see the spectrum.")
    if signal.values.ndim != 1:
        raise InputError(f"{measurement.name} holds a series of spectra, not one; choose a single spectrum to fit.")
    added = added_shift(chain[place:])
    found = None
    if automatic and signal.has_imaginary:
        p0, p1, pivot = automatic_phase(signal.axis, signal.values)
        found = Phases(p0, p1, pivot + added)
    order = np.argsort(signal.axis, kind="stable")
    shift = np.asarray(signal.axis[order] + added, dtype=np.float64)
    return PartWay(shift, signal.values[order], added, signal.has_imaginary, found)


def phase_place(chain: Sequence[Step]) -> tuple[int, bool]:
    """Where the phase of a chain is set: the place of its last phase and True, or where one belongs and False."""
    for place in reversed(range(len(chain))):
        if chain[place][0] in PHASES:
            return place, True
    return _after_last(chain, _TRANSFORM), False


def phases_in(chain: Sequence[Step], place: int, part: PartWay) -> Phases:
    """The phases that the step at a place sets, about the tallest line where it names no pivot."""
    step = chain[place] if place < len(chain) else ("",)
    if step[0] == "auto_phase" and part.automatic is not None:
        return part.automatic
    if step[0] != "phase":
        return Phases(0.0, 0.0, part.highest)
    p0, p1, pivot = (*step[1:], *(None, None, None))[:3]
    if isinstance(pivot, int | float):
        return Phases(_number(p0), _number(p1), pivot + part.added)
    # Without a pivot p0 holds at the left edge.
    return part.about(Phases(_number(p0), _number(p1), float(part.shift[-1])), part.highest)


def with_phases(chain: Sequence[Step], phases: Phases, added: float) -> Steps:
    """The chain with these phases set by hand; `added`: see PartWay."""
    place, there = phase_place(chain)
    step = ("phase", phases.p0, phases.p1, phases.pivot - added)
    return (*chain[:place], step, *chain[place + there :])


def anchors_place(chain: Sequence[Step]) -> tuple[int, bool]:
    """The place of the baseline through points and True, or where one belongs (before a last reference) and False."""
    return _place_of(chain, "baseline_anchors", _before_references(chain))


def length_place(chain: Sequence[Step]) -> tuple[int, bool]:
    """The same for the automatic baseline."""
    return _place_of(chain, "baseline", _before_references(chain))


def anchors_in(chain: Sequence[Step], added: float) -> tuple[float, ...]:
    """The points of the baseline, in ppm at the end of the chain, rising."""
    place, there = anchors_place(chain)
    positions = chain[place][1] if there and len(chain[place]) > 1 else ()
    return tuple(sorted(float(p) + added for p in positions)) if isinstance(positions, tuple | list) else ()


def with_anchors(chain: Sequence[Step], positions: Sequence[float], added: float) -> Steps:
    """The chain with a baseline through these points; without one where there are none."""
    place, there = anchors_place(chain)
    step: Steps = (("baseline_anchors", tuple(sorted(p - added for p in positions))),) if positions else ()
    return (*chain[:place], *step, *chain[place + there :])


def with_length(chain: Sequence[Step], length: float | None) -> Steps:
    """The chain with an automatic baseline of this length in ppm, or without one."""
    place, there = length_place(chain)
    step: Steps = () if length is None else (("baseline", length),)
    return (*chain[:place], *step, *chain[place + there :])


def _place_of(chain: Sequence[Step], name: str, otherwise: int) -> tuple[int, bool]:
    place = next((k for k in reversed(range(len(chain))) if chain[k][0] == name), None)
    return (otherwise, False) if place is None else (place, True)


def _before_references(chain: Sequence[Step]) -> int:
    place = len(chain)
    while place and chain[place - 1][0] in _AFTER_ALL:
        place -= 1
    return place


def _after_last(chain: Sequence[Step], names: Sequence[str]) -> int:
    return max((k + 1 for k, step in enumerate(chain) if step[0] in names), default=0)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
