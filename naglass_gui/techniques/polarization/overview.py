"""A run at one glance, within a millisecond: its steps, the one that is fitted, its offset, and means of parts of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Derived, Measurement, Region, Specimen
from naglass_gui.fitting.statistics import correlation_time
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.polarization.derived import conductivity, pair
from naglass_gui.techniques.polarization.offset import ZEROS, Offset, offset_of
from naglass_gui.techniques.polarization.record import Real, Record
from naglass_gui.techniques.polarization.steps import Step, chosen, split
from naglass_gui.techniques.polarization.trace import STEADY_SHARE


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """A measurement taken apart.

    Attributes:
        record: time, current and voltage.
        steps: all of them.
        step: the one that is fitted.
        offset: current at zero bias.
        name: of the measurement.
    """

    record: Record
    steps: tuple[Step, ...]
    step: Step
    offset: Offset
    name: str

    @classmethod
    def of(cls, measurement: Measurement, columns: Mapping[str, Array], analysis: Analysis) -> Overview:
        """A measurement as an analysis looks at it.

        Raises:
            InputError: no time or current, no step to fit, or a region without points.
        """
        record = Record.of(columns, [m.index for m in analysis.masked], measurement.name)
        steps = split(record)
        wanted = analysis.option("step")
        voltage = float(wanted) if isinstance(wanted, int | float) and not isinstance(wanted, bool) else None
        step = chosen(steps, record.time, analysis.regions, voltage, measurement.name)
        zero = analysis.option("reference", ZEROS[0]) == ZEROS[0]
        return cls(record, steps, step, offset_of(record, steps) if zero else Offset(), measurement.name)

    @property
    def current(self) -> Real:
        """The current without the offset, in A, shape (m,)."""
        return np.asarray(self.record.current - self.offset.value)

    @property
    def end(self) -> float:
        """The time of the last point of the step, in s of the record."""
        return float(self.record.time[self.step.last - 1])

    @property
    def default_region(self) -> tuple[float, float]:
        """Where a steady state is looked for when nothing is asked: the last fifth of the step."""
        return self.end - STEADY_SHARE * (self.end - self.step.start), self.end

    def inside(self, regions: Sequence[Region]) -> NDArray[np.bool_]:
        """Which points of the record lie in the step and in these regions, shape (m,)."""
        time = self.record.time
        held = np.zeros(len(time), dtype=bool)
        held[self.step.rows] = True
        if regions:
            held &= np.any([(time >= r.low) & (time <= r.high) for r in regions], axis=0)
        return held

    def mean(self, regions: Sequence[Region]) -> tuple[float, float] | None:
        """The mean current over regions and its standard error, in A, with noise that is alike over points; None below two."""
        current = self.current[self.inside(regions)]
        if len(current) < 2:
            return None
        time = correlation_time(current)
        own = float(current.std(ddof=1)) * math.sqrt(time / len(current))
        return float(current.mean()), math.hypot(own, self.offset.error(time))

    def quantities(self, analysis: Analysis, specimen: Specimen | None) -> tuple[Derived, ...]:
        """I_e, G_e and sigma_e from the mean over the regions as they are at this moment, as while one is dragged."""
        found = self.mean(analysis.regions)
        if found is None:
            return ()
        quantities = [Derived("I_e", *found, "A", "mean over the region")]
        typed = pair(analysis.option("derive_voltage"))
        voltage = typed[0] if typed is not None else self.step.voltage
        geometry = Geometry.of(specimen)
        if voltage and geometry is not None:
            conductance = (found[0] / abs(voltage), found[1] / abs(voltage))
            quantities.append(conductivity("sigma_e", conductance, geometry, "mean over the region"))
        return tuple(quantities)
