"""The NeXus groups of a project: the same data as the exact state, for every other program to see.

See layout.py for the tree, and https://manual.nexusformat.org for the classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from h5py import h5g

from naglass_gui.core.project import (
    Analysis,
    Channel,
    Derived,
    Fit,
    FittedParameter,
    Measurement,
    Project,
    Sample,
    Specimen,
)
from naglass_gui.core.quantity import Quantity
from naglass_gui.storage.array_block import Arrays
from naglass_gui.storage.hdf5 import attribute, dataset, group

_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
_MAX_SIGNALS = 500
_SIZES = ("thickness", "diameter", "area", "mass", "pressure", "lead_resistance", "lead_inductance")


class NexusWriter:
    """Writes the NeXus groups of a project below `root`; `taken` is the one name there that is used already."""

    def __init__(self, root: h5g.GroupID, arrays: Arrays, taken: str) -> None:
        self._root = root
        self._arrays = arrays
        self._texts = _Texts()
        self._entry_names = _Names(taken)
        self._homes: dict[str, tuple[h5g.GroupID, _Names]] = {}
        self._axes: dict[str, tuple[Channel, ...]] = {}

    def write(self, project: Project) -> None:
        """Write every sample, and every analysis that has a fit to show."""
        for sample in project.samples:
            self._sample(sample)
        if project.samples:
            attribute(self._root, "default", self._entry_names.first)
        for analysis in _sources_first(project.analyses):
            self._analysis(analysis)

    def _sample(self, sample: Sample) -> None:
        entry = group(self._root, self._entry_names.make(sample.name, "sample"), "NXentry")
        self._texts.write(entry, "title", sample.name)
        names = _Names("title")
        for specimen in sample.specimens:
            _specimen(entry, names.make(specimen.name, "specimen"), specimen)
        shown = ""
        for measurement in sample.measurements:
            name = names.make(measurement.name, "measurement")
            self._measurement(entry, name, measurement)
            self._homes[measurement.id] = (entry, names)
            shown = shown or name
        if shown:
            attribute(entry, "default", shown)

    def _measurement(self, entry: h5g.GroupID, name: str, measurement: Measurement) -> None:
        data = group(entry, name, "NXdata")
        self._texts.write(data, "title", measurement.name)
        names = _Names("title")
        self._channels(data, names, measurement.channels)
        self._axes[measurement.id] = tuple(c for c in measurement.channels if c.role == "axis")
        if measurement.provenance.raw is not None:
            self._arrays.add(measurement.provenance.raw)
        for condition in measurement.conditions:
            _quantity(data, names.make(condition.name, "condition"), condition.quantity)

    def _analysis(self, analysis: Analysis) -> None:
        for fit in analysis.fits:
            for curve in fit.curves:
                self._arrays.add(curve.array, curve.unit)
        home = next((self._homes[source] for source in analysis.sources if source in self._homes), None)
        axes = next((self._axes[source] for source in analysis.sources if source in self._axes), ())
        if home is None or analysis.fit is None:
            return
        entry, names = home
        self._homes[analysis.id] = home
        self._fit(entry, names.make(analysis.name, "analysis"), analysis.fit, axes)

    def _fit(self, entry: h5g.GroupID, name: str, fit: Fit, axes: tuple[Channel, ...]) -> None:
        process = group(entry, name, "NXprocess")
        self._texts.write(process, "program", fit.software or "NaGlass")
        self._texts.write(process, "date", fit.created)
        self._texts.write(process, "model", fit.model)
        dataset(process, "chi_square", fit.chi_square)
        self._table(process, "parameters", (*fit.parameters, *fit.derived))
        if fit.curves:
            curves = group(process, "curves", "NXdata")
            own = {channel.array.shape for channel in fit.curves if channel.role == "axis"}
            shared = tuple(axis for axis in axes if not own and axis.array.shape == fit.curves[0].array.shape)
            self._channels(curves, _Names("title"), (*shared, *fit.curves))

    def _table(self, process: h5g.GroupID, name: str, rows: Sequence[FittedParameter | Derived]) -> None:
        """Names, values, errors and units as four columns; an undetermined error is NaN."""
        if not rows:
            return
        made = group(process, name, "NXcollection")
        self._texts.write(made, "name", tuple(row.name for row in rows))
        dataset(made, "value", np.array([row.value for row in rows], float))
        dataset(made, "value_errors", np.array([np.nan if row.stderr is None else row.stderr for row in rows]))
        self._texts.write(made, "units", tuple(row.unit for row in rows))

    def _channels(self, data: h5g.GroupID, names: _Names, channels: Sequence[Channel]) -> None:
        """Links to the channels' arrays, and the attributes that tell a viewer what to plot against what."""
        linked: list[tuple[str, Channel]] = []
        for channel in channels:
            name = names.make(channel.name, channel.role)
            if self._arrays.link(data, name, channel):
                linked.append((name, channel))
        signals = [(name, channel.array.shape) for name, channel in linked if channel.role == "signal"]
        if not signals:
            return
        attribute(data, "signal", signals[0][0])
        others = [name for name, shape in signals[1:] if shape == signals[0][1]][:_MAX_SIGNALS]
        if others:
            attribute(data, "auxiliary_signals", others)
        axes = [(name, channel.array.shape) for name, channel in linked if channel.role == "axis"]
        attribute(data, "axes", _axes_along(signals[0][1], axes))


def _axes_along(shape: tuple[int, ...], axes: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    """The axis that runs along each dimension, each axis once; "." is NeXus' word for none."""
    left = list(axes)
    names: list[str] = []
    for length in shape:
        fitting = next((axis for axis in left if axis[1] == (length,)), None)
        names.append("." if fitting is None else fitting[0])
        if fitting is not None:
            left.remove(fitting)
    return names or ["."]


def _specimen(entry: h5g.GroupID, name: str, specimen: Specimen) -> None:
    made = group(entry, name, "NXsample")
    dataset(made, "name", specimen.name)
    for size in _SIZES:
        quantity: Quantity | None = getattr(specimen, size)
        if quantity is not None:
            _quantity(made, size, quantity)


def _quantity(parent: h5g.GroupID, name: str, quantity: Quantity) -> None:
    dataset(parent, name, quantity.value, quantity.unit)
    if quantity.stderr is not None:
        dataset(parent, f"{name}_errors", quantity.stderr, quantity.unit)


def _sources_first(analyses: Sequence[Analysis]) -> Iterator[Analysis]:
    """The analyses, each after those it is made from."""
    left = {analysis.id: analysis for analysis in analyses}
    while left:
        ready = [a for a in left.values() if not any(source in left for source in a.sources)]
        if not ready:  # a circle; the reader refuses it, here it must only not hang
            ready = list(left.values())
        for analysis in ready:
            del left[analysis.id]
        yield from ready


class _Texts:
    """Texts that come again and again (a model, the names of its parameters) are stored once and linked."""

    def __init__(self) -> None:
        self._written: dict[str | tuple[str, ...], tuple[h5g.GroupID, bytes]] = {}

    def write(self, parent: h5g.GroupID, name: str, value: str | tuple[str, ...]) -> None:
        """Write a text, or a list of texts."""
        first = self._written.get(value)
        if first is not None:
            parent.links.create_hard(name.encode(), *first)
        else:
            dataset(parent, name, value)
            self._written[value] = parent, name.encode()


class _Names:
    """Names in one group: what NeXus allows, each once. The true name stands in the group's `title`."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}
        self.first = ""

    def make(self, name: str, fallback: str) -> str:
        """A free name like `name`."""
        base = _UNFIT.sub("_", name).strip("_")[:60] or fallback
        number = self._counts.get(base, 1)
        made = base if number == 1 else f"{base}_{number}"
        while made in self._taken or f"{made}_errors" in self._taken:
            number += 1
            made = f"{base}_{number}"
        self._counts[base] = number
        self._taken.update((made, f"{made}_errors"))
        self.first = self.first or made
        return made
