"""What a technique is to the rest of the program: how its data become an analysis, a fit and derived quantities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Derived, Fit, Measurement, Specimen
from naglass_gui.core.reading import Column

Progress = Callable[[float, str], None]
"""Called with a share from 0 to 1 and a few words; raises Cancelled when the work must end."""


def no_progress(share: float, words: str) -> None:
    """For callers that do not watch."""


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
        sources: fits of the sources that are analyses.
    """

    analysis: Analysis
    measurements: tuple[Measurement, ...]
    specimens: tuple[Specimen | None, ...]
    arrays: Mapping[str, Array]
    start: Literal["auto", "current"] = "auto"
    seed: int = 0
    sources: tuple[Analysis, ...] = field(default=())

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
