"""Numbers beyond all sense in any field: what follows from them is unknown, never a fault, and the project can be saved."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Fit, Project
from naglass_gui.core.quantity import Quantity
from naglass_gui.storage.state import check_savable
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.arrhenius import plot_of as arrhenius_plot
from naglass_gui.techniques.stability.plot import plot_of as stability_plot
from tests.faults.whole_study import whole_study

Edit = Callable[[Project], Project]
# Values and their relative errors.
NUMBERS = ((1e300, 1e-2), (1e154, 1e150), (5e-324, 1e150), (0.0, 1e150))
KELVIN = np.linspace(200.0, 400.0, 20)


@cache
def study() -> Project:
    return whole_study(MemoryStore())


def sizes(project: Project, value: float, error: float | None) -> Iterator[tuple[str, Edit]]:
    for sample in project.samples:
        for specimen in sample.specimens:
            for name, unit in (("thickness", "mm"), ("diameter", "mm"), ("mass", "mg")):
                size = Quantity(value, error, unit)
                yield (
                    f"{specimen.name}.{name}",
                    lambda p, i=specimen.id, n=name, s=size: edits.set_specimen(p, i, **{n: s}),
                )


def conditions(project: Project, value: float, error: float | None) -> Iterator[tuple[str, Edit]]:
    for measurement in project.measurements():
        for condition in measurement.conditions:
            unit = condition.quantity.unit if isinstance(condition.quantity, Quantity) else ""
            wanted = Quantity(value, error, unit)
            yield (
                f"{measurement.name}.{condition.name}",
                lambda p, i=measurement.id, n=condition.name, q=wanted: edits.set_condition(p, (i,), n, q),
            )


def fitted(project: Project, value: float, error: float | None) -> Iterator[tuple[str, Edit]]:
    """Results of fits: a fit on absurd data gives such."""
    for analysis in project.analyses:
        fit = analysis.fit
        if fit is None:
            continue
        for k, parameter in enumerate(fit.parameters):
            changed = replace(parameter, value=value, stderr=error)
            other = replace(fit, parameters=(*fit.parameters[:k], changed, *fit.parameters[k + 1 :]))
            yield f"{analysis.name}.{parameter.name}", partial(with_fit, analysis.id, other)


def with_fit(analysis: str, fit: Fit, project: Project) -> Project:
    changed = replace(project.analysis(analysis), fits=(fit,), current=fit.id)
    return replace(project, analyses=tuple(changed if a.id == analysis else a for a in project.analyses))


KINDS = {"sizes": sizes, "conditions": conditions, "fitted": fitted}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("value", "share"), NUMBERS)
def test_no_number_breaks_what_follows(
    kind: str, value: float, share: float | None, caplog: pytest.LogCaptureFixture
) -> None:
    project = study()
    error = None if share is None else min(abs(value) * share, 1e300)
    tried = 0
    for name, edit in KINDS[kind](project, value, error):
        try:
            now = settle(project, edit(project))
        except InputError:
            continue  # refused in a sentence
        tried += 1
        check_savable(now)
        for analysis in now.analyses:
            draw(analysis, now)
        assert [r.exc_info for r in caplog.records if r.levelno >= logging.ERROR] == [], name
    assert tried or value <= 0


def draw(analysis: Analysis, project: Project) -> None:
    """Compute what a tab draws of a derived analysis."""
    sources = sources_of(project, analysis)
    if analysis.technique == "arrhenius":
        for curve in arrhenius_plot(analysis, sources).curves:
            if curve.law is not None:
                curve.law.log_sigma(KELVIN), curve.law.log_error(KELVIN)
    elif analysis.technique == "stability":
        stability_plot(analysis, sources).curve(50)
