"""Stability as a technique of the program: any quantity of other analyses against a condition, followed as they change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from naglass_gui import __version__
from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import (
    Analysis,
    Derived,
    Fit,
    FittedParameter,
    FitWarning,
    Id,
    JSONValue,
    Measurement,
    Specimen,
    new_id,
)
from naglass_gui.core.quantity import unit_symbol
from naglass_gui.techniques.stability.laws import Law
from naglass_gui.techniques.stability.plot import DEFAULTS, LAWS, StabilityPlot, plot_of
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, Source, followed, no_progress


class Stability:
    """A quantity against day, annealing temperature, milling time or any other condition, and how much of it is retained.

    Options of an analysis: `quantity` (its name in the sources), `condition` (its name), `law` ("auto", "linear",
    "exponential", "stretched" or "none"), `view_normalised`.
    """

    name = "stability"
    title = "Stability"
    choices: tuple[Choice, ...] = (Choice("law", "Model", LAWS, LAWS[0]),)

    def of_sources(
        self, name: str, sources: Sequence[Id], quantity: str = "sigma", condition: str = "time"
    ) -> Analysis:
        """A new plot of these analyses; its numbers come when the project settles."""
        options: dict[str, JSONValue] = dict(DEFAULTS) | {"quantity": quantity, "condition": condition}
        return Analysis(new_id(), name, self.name, tuple(sources), options=tuple(options.items()))

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """No measurement starts with one. Raises InputError always; use `of_sources`."""
        raise InputError(f"{measurement.name}: stability is made from fitted analyses, not from one measurement.")

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with another law. Raises InputError for one that is not known."""
        if model not in LAWS:
            raise InputError(f"“{model}” is no model known here; there are {', '.join(LAWS)}.", field="Model")
        return analysis.with_option("law", model)

    def follow(self, analysis: Analysis, sources: tuple[Source, ...]) -> Analysis:
        """The analysis with its fit made anew; no fit with fewer than two points."""
        plot = plot_of(analysis, sources)
        fit = fit_of(analysis, plot)
        return replace(analysis, fits=() if fit is None else (fit,), current=None if fit is None else fit.id)

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """The same as `follow`, as `verify` asks for it. Raises FitError where the points do not suffice."""
        return followed(self, inputs)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """The quantities of its fit: they were made with it."""
        return () if analysis.fit is None else analysis.fit.derived


def fit_of(analysis: Analysis, plot: StabilityPlot) -> Fit | None:
    """The fit of an analysis; None with fewer than two points. The id of the shown fit is kept."""
    if len(plot.fitted) < 2:
        return None
    law = plot.law
    return Fit(
        id=analysis.current or new_id(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model="points" if law is None else law.kind.name,
        chi_square=0.0 if law is None else law.chi_square,
        n_points=len(plot.fitted),
        aicc=math.inf if law is None else law.aicc,
        parameters=() if law is None else _parameters(law, plot),
        free=() if law is None else law.kind.parameters,
        covariance=() if law is None else tuple(tuple(row) for row in (law.own + law.common).tolist()),
        statistics=tuple((f"aicc_{name}", score) for name, score in plot.tried if math.isfinite(score)),
        derived=_derived(plot),
        warnings=_warnings(plot),
        software=f"NaGlass {__version__}",
    )


def _parameters(law: Law, plot: StabilityPlot) -> tuple[FittedParameter, ...]:
    found = []
    for k, name in enumerate(law.kind.parameters):
        variance = float((law.own + law.common)[k, k])
        error = math.sqrt(variance) if 0 < variance < math.inf else None
        unit = _unit(law.kind.powers[k], plot)
        found.append(FittedParameter(name, float(law.values[k]), error, unit))
    return tuple(found)


def _unit(powers: tuple[int, int], plot: StabilityPlot) -> str:
    top = plot.unit if powers[0] else ""
    if not powers[1] or not plot.condition_unit:
        return top
    if powers[1] > 0:
        return plot.condition_unit
    return f"{top or '1'}/{plot.condition_unit}"


def _derived(plot: StabilityPlot) -> tuple[Derived, ...]:
    found = []
    retention, first, last = plot.retention, plot.fitted[0], plot.fitted[-1]
    unit = f" {unit_symbol(plot.condition_unit)}" if plot.condition_unit else ""
    between = f"{plot.quantity} at {_plain(last.x)}{unit} over that at {_plain(first.x)}{unit}"
    if retention is not None:
        shared = first.specimen and first.specimen == last.specimen and first.common
        note = between + (", the sizes of the pellet cancel" if shared else "")
        found.append(Derived("retention", 100 * retention[0], _percent(retention[1]), "%", note))
    law = plot.law
    modelled = None if law is None else law.ratio(last.x, first.x)
    if law is not None and modelled is not None:
        found.append(
            Derived(
                "retention_model",
                100 * modelled[0],
                _percent(modelled[1]),
                "%",
                f"the same on the {law.kind.title.lower()} law",
            )
        )
        half = _half_life(law)
        if half is not None:
            found.append(Derived("half_life", *half, plot.condition_unit, "where the law has fallen to half"))
    return tuple(found)


def _plain(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _percent(error: float | None) -> float | None:
    return None if error is None or not math.isfinite(error) else 100 * error


def _half_life(law: Law) -> tuple[float, float | None] | None:
    """Where an exponential law has fallen to half; None for one that does not fall."""
    variance = law.own + law.common
    if law.kind.name == "exponential" and law.values[1] > 0:
        rate = float(law.values[1])
        return math.log(2) / rate, _finite(math.log(2) / rate**2 * math.sqrt(max(float(variance[1, 1]), 0.0)))
    if law.kind.name == "stretched" and not law.vague:
        time, beta = float(law.values[1]), float(law.values[2])
        half = time * math.log(2) ** (1 / beta)
        gradient = (half / time, -half * math.log(math.log(2)) / beta**2)
        square = sum(gradient[i] * gradient[j] * float(variance[1 + i, 1 + j]) for i in (0, 1) for j in (0, 1))
        return half, _finite(math.sqrt(max(square, 0.0)))
    return None


def _finite(error: float) -> float | None:
    return error if math.isfinite(error) else None


def _warnings(plot: StabilityPlot) -> tuple[FitWarning, ...]:
    found = []
    if plot.without:
        names = ", ".join(plot.without[:4]) + (" and others" if len(plot.without) > 4 else "")
        found.append(
            FitWarning(
                "note", f"{names} has no {plot.quantity} or no {plot.condition}: type the condition.", "condition"
            )
        )
    bad = [p.name for p in plot.fitted if p.rejected]
    if bad:
        found.append(
            FitWarning("note", f"The fit of {', '.join(bad[:4])} is disqualified by a warning of its own.", "source")
        )
    if plot.law is not None and plot.law.vague:
        names = " and ".join(plot.law.vague)
        text = f"The points do not determine {names} of the {plot.law.kind.title.lower()}: choose another model."
        found.append(FitWarning("reject", text, ""))
    if plot.law is not None and plot.law.weighted and plot.law.freedom > 0:
        scatter = plot.law.chi_square / plot.law.freedom
        if scatter > 4.0:
            text = (
                f"The points scatter {math.sqrt(scatter):.1f} times more about the law than their errors say; its errors are widened by "
                "that. Replicate samples would show why."
            )
            found.append(FitWarning("note", text, ""))
    return tuple(found)
