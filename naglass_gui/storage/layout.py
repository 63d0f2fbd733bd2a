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

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import h5py
import numpy as np
from h5py import h5d, h5g

from naglass_gui import __version__
from naglass_gui.core.arrays import ArrayRef, ArrayStore
from naglass_gui.core.project import Analysis, Channel, Derived, Fit, FittedParameter, Measurement, Project, Sample
from naglass_gui.core.project import Specimen as SpecimenPart
from naglass_gui.core.quantity import Quantity
from naglass_gui.storage.array_block import write_array
from naglass_gui.storage.hdf5 import attribute, dataset, group
from naglass_gui.storage.migrations import SCHEMA, format_schema

ROOT = "naglass"
STATE = "naglass/state"
ARRAYS = "naglass/arrays"
_UNFIT = re.compile(r"[^A-Za-z0-9_]+")
_MAX_SIGNALS = 500
_SIZES = ("thickness", "diameter", "area", "mass", "pressure", "lead_resistance")


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
    document = write_array(own, "state", np.frombuffer(state.encode("ascii"), np.uint8))
    attribute(document, "sha256", state_digest)
    _NexusWriter(root, _Arrays(group(own, "arrays", "NXcollection"), store, absent, step)).write(project)


class _Arrays:
    """The arrays of the file: each is written when first asked for, and linked from then on."""

    def __init__(
        self, folder: h5g.GroupID, store: ArrayStore, absent: frozenset[str], step: Callable[[int], None]
    ) -> None:
        self._folder = folder
        self._store = store
        self._absent = absent
        self._step = step
        self._units: dict[str, str] = {}

    def add(self, ref: ArrayRef, unit: str = "") -> bool:
        """Store an array with its unit; False for one that is absent."""
        if ref.digest in self._absent:
            return False
        if ref.digest not in self._units:
            self._write(self._folder, ref.digest, ref, unit)
            self._units[ref.digest] = unit
        return True

    def link(self, parent: h5g.GroupID, name: str, channel: Channel) -> bool:
        """Show a channel's array in a group; False for one that is absent.

        Channels that share the array share its one dataset, units included. The odd array that means two units (all
        zeros, say) is written again for the second.
        """
        if not self.add(channel.array, channel.unit):
            return False
        if self._units[channel.array.digest] == channel.unit:
            parent.links.create_hard(name.encode(), self._folder, channel.array.digest.encode())
        else:
            self._write(parent, name, channel.array, channel.unit)
        return True

    def _write(self, parent: h5g.GroupID, name: str, ref: ArrayRef, unit: str) -> h5d.DatasetID:
        array = self._store.get(ref)
        made = write_array(parent, name, array)
        if unit:
            attribute(made, "units", unit)
        self._step(array.nbytes)
        return made


class _NexusWriter:
    def __init__(self, root: h5g.GroupID, arrays: _Arrays) -> None:
        self._root = root
        self._arrays = arrays
        self._entry_names = _Names(ROOT)
        self._homes: dict[str, tuple[h5g.GroupID, _Names]] = {}
        self._axes: dict[str, tuple[Channel, ...]] = {}

    def write(self, project: Project) -> None:
        for sample in project.samples:
            self._sample(sample)
        if project.samples:
            attribute(self._root, "default", self._entry_names.first)
        for analysis in _sources_first(project.analyses):
            self._analysis(analysis)

    def _sample(self, sample: Sample) -> None:
        entry = group(self._root, self._entry_names.make(sample.name, "sample"), "NXentry")
        dataset(entry, "title", sample.name)
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
        dataset(data, "title", measurement.name)
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
        dataset(process, "program", fit.software or "NaGlass")
        dataset(process, "date", fit.created)
        dataset(process, "model", fit.model)
        dataset(process, "chi_square", fit.chi_square)
        _table(process, "parameters", (*fit.parameters, *fit.derived))
        if fit.curves:
            curves = group(process, "curves", "NXdata")
            own = {channel.array.shape for channel in fit.curves if channel.role == "axis"}
            shared = tuple(axis for axis in axes if not own and axis.array.shape == fit.curves[0].array.shape)
            self._channels(curves, _Names("title"), (*shared, *fit.curves))

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


def _specimen(entry: h5g.GroupID, name: str, specimen: SpecimenPart) -> None:
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


def _table(process: h5g.GroupID, name: str, rows: Sequence[FittedParameter | Derived]) -> None:
    """Names, values, errors and units as four columns; an undetermined error is NaN."""
    if not rows:
        return
    made = group(process, name, "NXcollection")
    dataset(made, "name", [row.name for row in rows])
    dataset(made, "value", np.array([row.value for row in rows], float))
    dataset(made, "value_errors", np.array([np.nan if row.stderr is None else row.stderr for row in rows]))
    dataset(made, "units", [row.unit for row in rows])


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


class _Names:
    """Names in one group: what NeXus allows, each once. The true name stands in the group's `title`."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)
        self.first = ""

    def make(self, name: str, fallback: str) -> str:
        base = _UNFIT.sub("_", name).strip("_")[:60] or fallback
        made, number = base, 1
        while made in self._taken or f"{made}_errors" in self._taken:
            number += 1
            made = f"{base}_{number}"
        self._taken.update((made, f"{made}_errors"))
        self.first = self.first or made
        return made
