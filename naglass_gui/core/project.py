"""The project: one immutable value that holds everything a person made, and nothing that can be recomputed.

Ids are stable texts; names are free. Arrays are named by `ArrayRef` and live in a store. Every edit makes a new tree
that shares what it did not touch, so two trees are compared with `is`, part by part.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from naglass_gui.core.arrays import ArrayRef
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Role

Id = str
JSONValue = None | bool | int | float | str | tuple["JSONValue", ...]
Rank = Literal["note", "reject"]


def new_id() -> Id:
    """A fresh id."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Channel:
    """One array of a measurement or of a fitted curve."""

    name: str
    unit: str
    array: ArrayRef
    role: Role = "signal"


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which condition something was measured, and where that is known from."""

    name: str
    quantity: Quantity
    source: Literal["header", "file name", "typed"] = "typed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a measurement came from; `raw` holds the file's bytes where it is under 20 MB."""

    file: str
    size: int
    sha256: str
    reader: str
    reader_version: str
    sweep: int = 0
    imported: str = ""
    raw: ArrayRef | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Measurement:
    """One sweep, spectrum or curve, as the instrument gave it."""

    id: Id
    name: str
    technique: str
    channels: tuple[Channel, ...]
    provenance: Provenance
    metadata: tuple[tuple[str, str], ...] = ()
    conditions: tuple[Condition, ...] = ()
    specimen: Id | None = None
    notes: str = ""

    def channel(self, name: str) -> Channel:
        """The channel of that name. Raises KeyError when there is none."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        raise KeyError(name)

    def condition(self, name: str) -> Condition | None:
        """The condition of that name, or None."""
        return next((c for c in self.conditions if c.name == name), None)


@dataclass(frozen=True, slots=True)
class Specimen:
    """What was measured: a pellet or a rotor filling. Measurements of one specimen share its sizes and their errors."""

    id: Id
    name: str
    kind: Literal["pellet", "rotor"] = "pellet"
    thickness: Quantity | None = None
    diameter: Quantity | None = None
    area: Quantity | None = None
    mass: Quantity | None = None
    pressure: Quantity | None = None
    lead_resistance: Quantity | None = None
    lead_inductance: Quantity | None = None
    electrodes: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Sample:
    """A material with its specimens and what was measured on them."""

    id: Id
    name: str
    specimens: tuple[Specimen, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A span of the axis that is fitted, in units of the axis."""

    id: Id
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mask:
    """One point left out of the fit, by its position in the file (or among the sources), and why."""

    index: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One line, phase or hump of a spectrum model."""

    id: Id
    kind: str
    name: str
    parameters: tuple[Parameter, ...] = ()
    colour: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """What a fit was asked: everything of an analysis that a person sets, as it was when the fit was made."""

    model: str = ""
    parameters: tuple[Parameter, ...] = ()
    components: tuple[Component, ...] = ()
    regions: tuple[Region, ...] = ()
    masked: tuple[Mask, ...] = ()
    options: tuple[tuple[str, JSONValue], ...] = ()


@dataclass(frozen=True, slots=True)
class FittedParameter:
    """A parameter as a fit left it; `stderr` is None where the data do not determine it."""

    name: str
    value: float
    stderr: float | None
    unit: str = ""
    vary: bool = True
    at_bound: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """A quantity computed from a fit, e.g. `sigma` in S/cm; `note` says how (which resistances, which formula)."""

    name: str
    value: float
    stderr: float | None
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FitWarning:
    """What is doubtful about a fit. Only "reject" disqualifies it. `remedy` names an action the window can offer."""

    rank: Rank
    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a parameter lies with a probability of `level`; an end is None where the data leave that side open."""

    parameter: str
    level: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Intervals of a fit's free parameters beyond the linear error.

    Attributes:
        method: "profile" (likelihood), "bootstrap" (of residuals) or "mcmc".
        count: refits or draws behind them; 0 for a profile.
        note: what a person should know about them.
    """

    method: Literal["profile", "bootstrap", "mcmc"]
    intervals: tuple[Interval, ...]
    count: int = 0
    seed: int = 0
    created: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """The result of one fit, with everything needed to judge and to repeat it.

    Attributes:
        model: the model's text, e.g. the circuit.
        chi_square: weighted sum of squares.
        n_points: data points fitted (complex points count once).
        covariance: of the free parameters in the order of `free`, as rows; empty where it is undetermined.
        free: names of the free parameters.
        statistics: further figures, as (name, value): aicc, bic, reduced_chi_square, runs_p, durbin_watson, dof...
        curves: the fitted curve at the data's axis.
        fingerprint: digest of all inputs; see fingerprint.py.
        data_fingerprint: digest of data, regions, masks and weights; AICc and BIC compare only fits that share it.
        setup: what was asked, so that the fit can be shown again as it was; None where that is not known.
        uncertainties: intervals asked for later, one a method.
    """

    id: Id
    created: str
    model: str
    chi_square: float
    n_points: int
    aicc: float
    parameters: tuple[FittedParameter, ...]
    free: tuple[str, ...] = ()
    covariance: tuple[tuple[float, ...], ...] = ()
    statistics: tuple[tuple[str, float], ...] = ()
    derived: tuple[Derived, ...] = ()
    warnings: tuple[FitWarning, ...] = ()
    curves: tuple[Channel, ...] = ()
    fingerprint: str = ""
    software: str = ""
    seed: int = 0
    note: str = ""
    data_fingerprint: str = ""
    setup: Setup | None = None
    uncertainties: tuple[Uncertainty, ...] = ()

    def parameter(self, name: str) -> FittedParameter:
        """The parameter of that name. Raises KeyError when there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def statistic(self, name: str) -> float | None:
        """The statistic of that name, or None."""
        return dict(self.statistics).get(name)

    def quantity(self, name: str) -> Derived | None:
        """The derived quantity of that name, or None."""
        return next((d for d in self.derived if d.name == name), None)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Analysis:
    """A model on its sources: what is fitted, with what, and every fit made so far.

    Attributes:
        sources: ids of measurements, or of other analyses; of the latter lineage.py has the edits.
        regions: spans that are fitted; none means everything.
        masked: points left out, by their position in the file, or in `sources` where these are analyses.
        model: the model's text (for impedance the circuit).
        parameters: the model's parameters with their current values.
        components: lines, phases, humps of a spectrum model.
        options: weights and the like, as (name, value) pairs.
        fits: history, oldest first; `current` is the id of the one shown.
        pinned: a derived analysis that must not follow its sources.
    """

    id: Id
    name: str
    technique: str
    sources: tuple[Id, ...]
    regions: tuple[Region, ...] = ()
    masked: tuple[Mask, ...] = ()
    model: str = ""
    parameters: tuple[Parameter, ...] = ()
    components: tuple[Component, ...] = ()
    options: tuple[tuple[str, JSONValue], ...] = ()
    fits: tuple[Fit, ...] = ()
    current: Id | None = None
    pinned: bool = False
    notes: str = ""

    def option(self, name: str, default: Any = None) -> Any:
        """The option of that name, or the default."""
        return dict(self.options).get(name, default)

    def with_option(self, name: str, value: JSONValue) -> Analysis:
        """The analysis with one option changed."""
        return replace(self, options=(*self.without_options(name).options, (name, value)))

    def without_options(self, *names: str) -> Analysis:
        """The analysis without these options."""
        return replace(self, options=tuple((name, value) for name, value in self.options if name not in names))

    @property
    def setup(self) -> Setup:
        """What a fit of it is asked now."""
        return Setup(self.model, self.parameters, self.components, self.regions, self.masked, self.options)

    @property
    def fit(self) -> Fit | None:
        """The fit that is shown, or None."""
        return next((f for f in self.fits if f.id == self.current), None)

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name. Raises KeyError when there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Figure:
    """A saved description of a printed figure: re-made when the numbers change."""

    id: Id
    name: str
    kind: str
    sources: tuple[Id, ...] = ()
    options: tuple[tuple[str, JSONValue], ...] = ()


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Project:
    """Samples with their specimens and measurements, and a flat graph of analyses that name what they are made from."""

    id: Id
    name: str = ""
    samples: tuple[Sample, ...] = ()
    analyses: tuple[Analysis, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: str = ""

    def measurements(self) -> Iterator[Measurement]:
        """Every measurement, in the tree's order."""
        for sample in self.samples:
            yield from sample.measurements

    def measurement(self, id: Id) -> Measurement:
        """The measurement with that id. Raises KeyError when there is none."""
        return next((m for m in self.measurements() if m.id == id), None) or _missing(id)

    def analysis(self, id: Id) -> Analysis:
        """The analysis with that id. Raises KeyError when there is none."""
        return next((a for a in self.analyses if a.id == id), None) or _missing(id)

    def sample(self, id: Id) -> Sample:
        """The sample with that id. Raises KeyError when there is none."""
        return next((s for s in self.samples if s.id == id), None) or _missing(id)

    def sample_of(self, id: Id) -> Sample:
        """The sample that holds this measurement or specimen. Raises KeyError when none does."""
        for sample in self.samples:
            if any(m.id == id for m in sample.measurements) or any(s.id == id for s in sample.specimens):
                return sample
        raise KeyError(id)

    def specimen(self, id: Id) -> Specimen:
        """The specimen with that id. Raises KeyError when there is none."""
        found = next((x for sample in self.samples for x in sample.specimens if x.id == id), None)
        return found or _missing(id)

    def specimen_of(self, measurement: Id) -> Specimen | None:
        """What a measurement was made on, or None."""
        specimen = self.measurement(measurement).specimen
        return None if specimen is None else self.specimen(specimen)

    def analyses_of(self, source: Id) -> tuple[Analysis, ...]:
        """The analyses made from this measurement or analysis."""
        return tuple(a for a in self.analyses if source in a.sources)

    def arrays(self) -> Iterator[ArrayRef]:
        """Every array the project names, raw files included; a name may come more than once."""
        for measurement in self.measurements():
            yield from (c.array for c in measurement.channels)
            if measurement.provenance.raw is not None:
                yield measurement.provenance.raw
        for analysis in self.analyses:
            for fit in analysis.fits:
                yield from (c.array for c in fit.curves)


def _missing(id: Id) -> Any:
    raise KeyError(id)


def evolve[Node](node: Node, path: tuple[str, ...], change: Callable[[Any], Any]) -> Node:
    """The tree with one node changed; whatever is not on the path stays the same object.

    Args:
        node: the root of a tree of frozen dataclasses and tuples of them.
        path: field names, and ids where the node is a tuple.
        change: function from the old node to the new one.

    Raises:
        KeyError: no node of a tuple has that id.
    """
    changed: Node = _evolve(node, path, change)
    return changed


def _evolve(node: Any, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(node)
    step, rest = path[0], path[1:]
    if isinstance(node, tuple):
        index = next((i for i, item in enumerate(node) if item.id == step), None)
        if index is None:
            raise KeyError(step)
        new = _evolve(node[index], rest, change)
        return node if new is node[index] else node[:index] + (new,) + node[index + 1 :]
    old = getattr(node, step)
    new = _evolve(old, rest, change)
    return node if new is old else replace(node, **{step: new})
