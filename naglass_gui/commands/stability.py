"""`naglass fit --technique stability`: a quantity of the fits of all files against the condition they were measured under."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naglass_gui.commands.options import naming
from naglass_gui.commands.recipe import Recipe
from naglass_gui.commands.report import fit_entry, fit_text, number
from naglass_gui.commands.terminal import Terminal, file_paths
from naglass_gui.core.conditions import condition_key, condition_words, typed_condition
from naglass_gui.core.edits import add_analysis, set_condition
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id
from naglass_gui.core.quantity import Quantity
from naglass_gui.jobs import Jobs, cores
from naglass_gui.storage import DiskStore
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.stability import STABILITY, conditions_in_names, quantities_of
from naglass_gui.techniques.stability.words import by_tradition

if TYPE_CHECKING:
    from naglass_gui.commands.fit import FittedFile, Series

FROM_NAMES = "names"
OWN = ("condition", "conditions", "quantity", "law")
"""The options that only a stability plot has."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Read and fit all files, print their plot. Raises InputError for an option that makes no sense."""
    from naglass_gui.commands.fit import Series  # which begins with this module

    recipe = Recipe.of(argparse.Namespace(**{**vars(arguments), "technique": None}))
    paths = file_paths(arguments.files)
    condition = condition_key(arguments.condition or "time")
    quantities = _conditions(paths, condition, arguments.conditions)
    plot = STABILITY.of_sources("Stability", (), condition=condition)
    if arguments.law is not None:
        plot = naming("--law", lambda: STABILITY.with_model(plot, arguments.law))
    with (
        tempfile.TemporaryDirectory(prefix="naglass-fit-", ignore_cleanup_errors=True) as home,
        Jobs(min(cores(), len(paths))) as jobs,
    ):
        series = Series(recipe, DiskStore(Path(home)))
        series.take_short(recipe.eis.read_short(jobs))
        fitted = []
        for file, quantity in zip(series.fitted(jobs, paths), quantities, strict=True):
            for failure in file.failures:
                terminal.complain(failure)
            behind = [id for analysis in file.analyses for id in series.project.analysis(analysis).sources]
            series.project = set_condition(series.project, behind, condition, quantity)
            fitted.append((file, quantity))
        entry = _followed(series, fitted, plot, arguments, terminal)
        if arguments.json:
            terminal.say_json([entry])
        if arguments.out is not None:
            from naglass_gui.commands.output import write_results

            for error in write_results(Path(arguments.out), [entry], series.project, series.store, jobs):
                terminal.complain(error)
    return terminal.exit_code


def _conditions(paths: Sequence[Path], condition: str, asked: str | None) -> list[Quantity]:
    """The condition of each file: as typed, or by the files' names.

    Raises:
        InputError: too few or too many were typed, one makes no sense, or the names do not tell.
    """
    said = condition_words(condition)
    if asked is None or asked == FROM_NAMES:
        found = conditions_in_names([path.stem for path in paths], condition)
        if found is None:
            raise InputError(
                f"The names of the files do not tell the {said}; give it with --conditions, one for each file in their order.",
                field="--conditions",
            )
        return list(found)
    texts = asked.split(",")
    if len(texts) != len(paths):
        files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
        raise InputError(
            f"--conditions gives {len(texts)} for {files}; give one for each, in their order.", field="--conditions"
        )
    unit = _typed(condition, texts[-1]).unit  # "0,1,4 h": a bare number is in the unit of the last
    return [_typed(condition, text, unit) for text in texts]


def _typed(condition: str, text: str, unit: str = "") -> Quantity:
    try:
        quantity = typed_condition(condition, text, unit)
    except InputError as fault:
        raise InputError(f"--conditions: {fault.sentence}", field="--conditions") from fault
    if quantity is None:
        raise InputError("--conditions: one of them is empty.", field="--conditions")
    return quantity


def _followed(
    series: Series,
    fitted: Sequence[tuple[FittedFile, Quantity]],
    plot: Analysis,
    arguments: argparse.Namespace,
    terminal: Terminal,
) -> dict[str, Any]:
    """Make the plot of these, and say what came of it; as JSON, with what it is made from in `sources`."""
    made = [(file, quantity, id) for file, quantity in fitted for id in file.analyses]
    plot = _of(series, plot, [id for _, _, id in made], arguments.quantity)
    series.project = settle(series.project, add_analysis(series.project, plot))
    plot = series.project.analysis(plot.id)
    sources = []
    for file, quantity, id in made:
        analysis, measurement = series.pair(id)
        assert analysis.fit is not None
        entry = fit_entry(analysis.technique, str(file.path), measurement.provenance.sweep, analysis.fit)
        at = {"name": str(plot.option("condition")), "value": number(quantity.value), "unit": quantity.unit}
        sources.append(entry | {"condition": at})
        if not arguments.json:
            terminal.say(fit_text(f"{file.path} ({quantity})", analysis.fit) + "\n")
    if plot.fit is None:
        raise InputError(
            f"Fewer than two of the files have a {plot.option('quantity')} and a {condition_words(str(plot.option('condition')))}."
        )
    if not arguments.json:
        terminal.say(fit_text(f"Stability, {plot.option('quantity')}", plot.fit) + "\n")
    return {**fit_entry(plot.technique, str(fitted[0][0].path), 0, plot.fit), "sources": sources}


def _of(series: Series, plot: Analysis, made: list[Id], asked: str | None) -> Analysis:
    """The plot of these fits: of the quantity that was asked for, else of the one that people follow."""
    plot = replace(plot, sources=tuple(made))
    there = by_tradition(quantities_of(sources_of(series.project, plot)))
    if asked is not None and asked not in there:
        listed = ", ".join(there) or "nothing that two of them have"
        raise InputError(
            f"--quantity “{asked}” is not among the results of these files; there are {listed}.", field="--quantity"
        )
    return plot.with_option("quantity", asked or (there[0] if there else "sigma"))
