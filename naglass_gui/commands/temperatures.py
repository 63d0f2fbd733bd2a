"""`naglass fit --technique arrhenius`: the sweeps of all files as one temperature series of one pellet, and its line."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from naglass_gui.commands.recipe import Recipe
from naglass_gui.commands.report import fit_entry, fit_text, number
from naglass_gui.commands.terminal import Terminal, file_paths
from naglass_gui.core.edits import add_analysis, add_fit, keep_fit, set_condition
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.project import Analysis, Channel, Measurement
from naglass_gui.core.quantity import Quantity, above_absolute_zero, parse_number, parse_quantity
from naglass_gui.formats.temperature import temperature_in
from naglass_gui.jobs import Jobs, work
from naglass_gui.storage import DiskStore
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.arrhenius import ARRHENIUS, missing, plot_of
from naglass_gui.techniques.eis import EIS, Together
from naglass_gui.techniques.eis.together import Shared
from naglass_gui.techniques.technique import FitInputs, FitOutcome

if TYPE_CHECKING:
    from naglass_gui.commands.fit import Series

FROM_NAMES = "names"
OWN = ("temperatures", "unweighted", "ln_sigma", "zero_celsius", "one_law")
"""The options that only a temperature series has."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Read, fit the series, print its line. Raises InputError for an option that makes no sense."""
    from naglass_gui.commands.fit import Series  # which begins with this module

    recipe = Recipe.of(argparse.Namespace(**{**vars(arguments), "technique": EIS.name}))
    if recipe.temperature is not None:
        raise InputError("A series has several temperatures: give them with --temperatures.", field="--temperature")
    options = _options(arguments)
    paths = file_paths(arguments.files)
    with (
        tempfile.TemporaryDirectory(prefix="naglass-fit-", ignore_cleanup_errors=True) as home,
        Jobs(1) as jobs,
    ):
        series = Series(recipe, DiskStore(Path(home)), one_pellet=True)
        series.take_short(recipe.eis.read_short(jobs))
        places = _read(series, jobs, paths, terminal)
        if places:
            entry = _fitted(series, jobs, places, arguments, options, terminal)
            if arguments.json:
                terminal.say_json([entry])
            if arguments.out is not None:
                from naglass_gui.commands.output import write_results

                for error in write_results(Path(arguments.out), [entry], series.project, series.store, jobs):
                    terminal.complain(error)
        elif arguments.json:
            terminal.say_json([])
    return terminal.exit_code


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Those of the line."""
    options: dict[str, Any] = {}
    if arguments.unweighted:
        options["weight"] = "none"
    if arguments.ln_sigma:
        options["quantity"] = "sigma"
    if arguments.zero_celsius is not None:
        zero = parse_number(arguments.zero_celsius)
        if not 270.0 < zero < 276.0:
            raise InputError(
                f"--zero-celsius {zero:g} is not the kelvins of 0 °C, 273.15 or 273.", field="--zero-celsius"
            )
        options["zero"] = zero
    return options


def _read(series: Series, jobs: Jobs, paths: Sequence[Path], terminal: Terminal) -> list[tuple[Path, Analysis]]:
    """Every sweep of every file with its file, in the order given; what cannot be read is told."""
    found: list[tuple[Path, Analysis]] = []
    for path, job in [(path, work.read_file(jobs, path, complete_rows=True)) for path in paths]:
        try:
            fresh = series.take(path, work.outcome(job, partial(work.load_error, path)))
            found += [(path, analysis) for analysis in fresh]
        except NaGlassError as error:
            terminal.complain(error)
    return found


def _fitted(
    series: Series,
    jobs: Jobs,
    places: list[tuple[Path, Analysis]],
    arguments: argparse.Namespace,
    options: dict[str, Any],
    terminal: Terminal,
) -> dict[str, Any]:
    _set_temperatures(series, places, arguments.temperatures)
    project = series.project
    ordered = sorted(places, key=lambda place: _kelvin(project.measurement(place[1].sources[0])))
    inputs: tuple[FitInputs, ...] = tuple(series.inputs(analysis) for _, analysis in ordered)
    job = work.fit_series(jobs, "The fit of the series", inputs, arguments.circuit is None)
    outcomes: tuple[FitOutcome, ...] = job.result()
    for outcome in outcomes:
        curves = _stored(series, outcome)
        # The circuit that was chosen belongs to the analysis, too.
        held = replace(series.project.analysis(outcome.analysis.id), model=outcome.analysis.model)
        held = replace(held, parameters=outcome.analysis.parameters, options=outcome.analysis.options)
        analyses = tuple(held if a.id == held.id else a for a in series.project.analyses)
        series.project = replace(series.project, analyses=analyses)
        series.project = add_fit(series.project, held.id, replace(outcome.fit, curves=curves), outcome.analysis)
    # In the order of measuring, which tells heating from cooling.
    line = ARRHENIUS.of_sources("Arrhenius", [analysis.id for _, analysis in places])
    line = replace(line, options=tuple({**dict(line.options), **options}.items()))
    series.project = settle(series.project, add_analysis(series.project, line))
    entry = _told(series, ordered, series.project.analysis(line.id), arguments.json, terminal)
    if arguments.one_law:
        fitted = tuple(replace(i, analysis=o.analysis) for i, o in zip(inputs, outcomes, strict=True))
        together: Together = work.fit_together(jobs, "One fit of the series", fitted).result()
        entry["one_law"] = _plain(together)
        for outcome in together.outcomes:  # beside the single fits, which the line goes on to show
            part = replace(outcome.fit, curves=_stored(series, outcome), setup=outcome.analysis.setup)
            series.project = keep_fit(series.project, outcome.analysis.id, part)
        if not arguments.json:
            terminal.say(together.words() + "\n")
    return entry


def _stored(series: Series, outcome: FitOutcome) -> tuple[Channel, ...]:
    """The curves of a fit, in the store of the series."""
    return tuple(Channel(c.name, c.unit, series.store.put(c.values), c.role) for c in outcome.curves)


def _plain(together: Together) -> dict[str, Any]:
    """One fit of the whole series in plain JSON types."""

    def shared(items: Sequence[Shared], unit: str) -> list[dict[str, Any]]:
        return [{"name": i.name, "value": number(i.value), "stderr": number(i.stderr), "unit": unit} for i in items]

    return {
        "model": together.model,
        "energies": shared(together.energies, "eV"),
        "exponents": shared(together.exponents, ""),
        "chi_square": number(together.whole.chi_square),
        "aicc": number(together.whole.aicc),
        "aicc_single_fits": number(together.whole.aicc_apart),
        "preferred": together.preferred,
    }


def _told(
    series: Series, ordered: list[tuple[Path, Analysis]], line: Analysis, as_json: bool, terminal: Terminal
) -> dict[str, Any]:
    """Say what came of the series; the line as JSON, with the fits of its spectra in `spectra`."""
    spectra = []
    for path, analysis in ordered:
        held = series.project.analysis(analysis.id)
        measurement = series.project.measurement(held.sources[0])
        assert held.fit is not None
        entry = fit_entry(held.technique, str(path), measurement.provenance.sweep, held.fit)
        spectra.append({**entry, "temperature": _kelvin(measurement) - 273.15})
        if not as_json:
            terminal.say(fit_text(f"{path} ({_condition(measurement)})", held.fit) + "\n")
    if line.fit is None:
        sources = sources_of(series.project, line)
        raise InputError(missing(line, sources, plot_of(line, sources)))
    if not as_json:
        terminal.say(fit_text("Arrhenius", line.fit) + "\n")
    return {**fit_entry(line.technique, str(ordered[0][0]), 0, line.fit), "spectra": spectra}


# -- temperatures --------------------------------------------------------------------------------------------------


def _set_temperatures(series: Series, places: list[tuple[Path, Analysis]], asked: str | None) -> None:
    """Give every sweep its temperature: as typed, from the file's name, or as its file says.

    Raises:
        InputError: too few or too many were typed, one is no temperature, or a sweep has none.
    """
    if asked is not None:
        typed = [] if asked == FROM_NAMES else [_typed(text) for text in asked.split(",")]
        if typed and len(typed) != len(places):
            sweeps = "1 sweep" if len(places) == 1 else f"{len(places)} sweeps"
            raise InputError(
                f"--temperatures gives {len(typed)} for {sweeps}; give one for each, in their order.",
                field="--temperatures",
            )
        for k, (path, analysis) in enumerate(places):
            quantity = typed[k] if typed else _named(path)
            series.project = set_condition(series.project, analysis.sources, "temperature", quantity)
    for path, analysis in places:
        if series.project.measurement(analysis.sources[0]).condition("temperature") is None:
            raise InputError(
                f"{path.name}: no temperature is known; give all with --temperatures T1,T2,... in the order of the files.",
                field="--temperatures",
            )


def _typed(text: str) -> Quantity:
    return above_absolute_zero(parse_quantity(text, "temperature", "degC", "--temperatures"), "--temperatures")


def _named(path: Path) -> Quantity:
    quantity, doubt = temperature_in(PurePath(path.name).stem)
    if quantity is None:
        raise InputError(f"{path.name}: the name holds no temperature. {doubt}".strip(), field="--temperatures")
    return quantity


def _condition(measurement: Measurement) -> Quantity:
    condition = measurement.condition("temperature")
    assert condition is not None
    return condition.quantity


def _kelvin(measurement: Measurement) -> float:
    return _condition(measurement).to("K").value
