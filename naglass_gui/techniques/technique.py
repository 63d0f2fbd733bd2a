"""What a technique is to the rest of the program: how its data become an analysis, a fit and derived quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import FitError
from naglass_gui.core.project import Analysis, Condition, Derived, Fit, Id, Measurement, Sample, Specimen
from naglass_gui.core.quantity import Quantity
from naglass_gui.core.reading import Column

Progress = Callable[[float, str], None]
"""Called with a share from 0 to 1 and a few words; raises Cancelled when the work must end."""


def no_progress(share: float, words: str) -> None:
    """For callers that do not watch."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One source of a derived analysis as it stands now.

    Attributes:
        analysis: the source.
        measurement: what it was fitted to; None where it is itself derived, or made from several.
        specimen: what that was measured on. Errors of its sizes are common to all sources of one specimen: correlate them
            by its id.
        sample: whose specimen; for a derived source the sample that all of its own sources share.
        quantities: that follow from its current fit; () without one. While its values are moved, as in a drag, they are
            those of the moment, with the relative errors of the fit.
        stale: whether its fit belongs no longer to what is asked, or its values were moved since.
        excluded: whether it is left out.
        shared: for a derived source the conditions that all of its measurements have in common.
    """

    analysis: Analysis
    measurement: Measurement | None = None
    specimen: Specimen | None = None
    sample: Sample | None = None
    quantities: tuple[Derived, ...] = ()
    stale: bool = False
    excluded: bool = False
    shared: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions under which it was measured."""
        return self.shared if self.measurement is None else self.measurement.conditions

    def quantity(self, name: str) -> Derived | None:
        """The quantity of that name, or None."""
        return next((d for d in self.quantities if d.name == name), None)

    def condition(self, name: str) -> Quantity | None:
        """The condition of that name under which it was measured, or None."""
        return next((c.quantity for c in self.conditions if c.name == name), None)


@dataclass(frozen=True, slots=True, eq=False)
class FitInputs:
    """Everything a fit needs, as plain values, so that it can run in another process.

    Attributes:
        analysis: what to fit and how; its parameters hold the current values.
        measurements: the sources that are measurements, in the order of `analysis.sources`.
        specimens: the specimen of each measurement, or None.
        arrays: the numbers by digest.
        start: "auto" searches with no guess; "current" starts from the analysis' values only.
        seed: of the random starts.
        sources: those of the sources that are analyses.
        companions: measurements beside the sources that an option names, e.g. an empty rotor that is subtracted.
    """

    analysis: Analysis
    measurements: tuple[Measurement, ...]
    specimens: tuple[Specimen | None, ...]
    arrays: Mapping[str, Array]
    start: Literal["auto", "current"] = "auto"
    seed: int = 0
    sources: tuple[Source, ...] = field(default=())
    companions: tuple[Measurement, ...] = field(default=())

    def column(self, name: str, measurement: int = 0) -> Array:
        """The numbers of one channel of one measurement. Raises KeyError when it has none of that name."""
        return self.arrays[self.measurements[measurement].channel(name).array.digest]


@dataclass(frozen=True, slots=True, eq=False)
class FitOutcome:
    """A finished fit and its curve; `Fit.curves` is filled from `curves` when it enters a project.

    `analysis` is the analysis as the fit leaves it: parameters at the optimum (relabelled where labels were switched).
    """

    fit: Fit
    analysis: Analysis
    curves: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of an analysis that is one of a few words, e.g. the weights; kept in `Analysis.options` under `name`."""

    name: str
    title: str
    values: tuple[str, ...]
    default: str


class Technique(Protocol):
    """One technique's science, as the window, the jobs and the command line use it.

    `choices` are the options a person may set with words; the weights are always called "weight".
    """

    name: str
    title: str
    choices: tuple[Choice, ...]

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a fresh measurement starts with: model chosen from the data, no fit yet."""

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another model as typed (for impedance a circuit); what was set on parameters that stay is kept.

        Raises:
            InputError: the text is no model of this technique; the sentence names the place.
        """

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit the analysis' model. Raises FitError or InputError with a sentence."""

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """Quantities that follow from the current fit and the specimen, with propagated errors; () without a fit."""


@runtime_checkable
class Axial(Protocol):
    """A technique whose regions are not along an axis that the measurement holds, but along one made from it."""

    def axis(self, measurement: Measurement, arrays: Mapping[str, Array], analysis: Analysis) -> Array:
        """The axis that regions are in. Raises InputError where the measurement cannot be processed."""


@runtime_checkable
class Live(Protocol):
    """A technique whose quantities follow while a value is dragged."""

    def live(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The quantities from the parameters of this moment, with no errors; within a millisecond."""


@runtime_checkable
class Accompanied(Protocol):
    """A technique whose analyses may need measurements beside their sources."""

    def companions(self, analysis: Analysis) -> tuple[Id, ...]:
        """Ids of the measurements that the options of an analysis name, e.g. an empty rotor that is subtracted."""


@runtime_checkable
class Adjusting(Protocol):
    """A technique whose analyses hold options that follow from what their sources were measured on."""

    def adjusted(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> Analysis:
        """The analysis with those options as they follow now; the same object where nothing changed."""


@runtime_checkable
class Following(Protocol):
    """A technique whose analyses are made from other analyses, and follow them.

    An analysis of it has exactly one fit, which is made anew whenever a source, a mask, an option or a condition changes:
    it is never started by hand, and undo holds it by itself. A pinned analysis stays as it is and is known as stale.
    """

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        """The analysis with its fit made anew from its sources; no fit where they do not suffice.

        Pure, within a few milliseconds, and raising nothing: what is wrong is said by warnings of the fit. The id of a
        fit that is there is kept, so that what did not change compares equal.

        Args:
            analysis: with its options and masks; its sources may name some that are gone.
            sources: those that are there, in the order of `analysis.sources`, excluded ones included.
        """


def followed(technique: Following, inputs: FitInputs) -> FitOutcome:
    """A derived analysis as a fit like any other, for `verify` and jobs. Raises FitError where its sources do not suffice."""
    analysis = technique.follow(inputs.analysis, inputs.sources)
    if analysis.fit is None:
        raise FitError(f"{analysis.name} has too few sources to follow from; add some.")
    return FitOutcome(analysis.fit, analysis)
