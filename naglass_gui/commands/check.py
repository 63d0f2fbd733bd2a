"""`naglass check`: can impedance data be trusted? Kramers-Kronig and Z-HIT of every sweep, without any circuit."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from naglass_gui.commands.recipe import Recipe, parse_window
from naglass_gui.commands.recipe_eis import EisRecipe
from naglass_gui.commands.report import number
from naglass_gui.commands.terminal import Terminal, file_paths
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.project import Analysis
from naglass_gui.core.quantity import format_value
from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.jobs import Jobs, cores, work
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.check import DataCheck, check_data
from naglass_gui.techniques.eis.leads import OPTION, ShortCircuit, lead_notes
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.verdict import Finding, percent


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Check every impedance sweep of the files; the exit code is 0 when all of them could be checked, whatever was found."""
    recipe = Recipe(
        technique=EIS.name,
        windows=tuple(parse_window(text) for text in arguments.window),
        mask=" or ".join(arguments.mask),
        parts=(leads := EisRecipe.of(arguments),),
    )
    paths = file_paths(arguments.files)
    entries: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="naglass-check-"), Jobs(min(cores(), len(paths))) as jobs:
        short = _short(leads.read_short(jobs))
        for path, job in [(path, work.read_file(jobs, path)) for path in paths]:
            try:
                file: FileReading = job.result()
            except NaGlassError as error:
                terminal.complain(work.load_error(path, error))
                continue
            entries += _told(path, file, recipe, short, arguments.json, terminal)
    if arguments.json:
        terminal.say_json(entries)
    return terminal.exit_code


def _told(
    path: Path, file: FileReading, recipe: Recipe, short: ShortCircuit | None, as_json: bool, terminal: Terminal
) -> list[dict[str, Any]]:
    """Say what was found in one file; the same as JSON."""
    readings = [reading for reading in file.readings if reading.technique == EIS.name]
    if not readings:
        terminal.complain(InputError(f"{path.name} holds no impedance, so there is nothing to check."))
    entries = []
    for reading in readings:
        try:
            sweep, notes = _sweep(reading, recipe, short)
            check = check_data(sweep, reading.name)
        except NaGlassError as error:
            terminal.complain(InputError(f"{path.name}: {error.sentence}", error.details))
            continue
        entries.append(_entry(path, reading, check, notes))
        if not as_json:
            terminal.say(_text(path, reading, check, notes, len(readings) > 1) + "\n")
    return entries


def _short(file: FileReading | None) -> ShortCircuit | None:
    if file is None:
        return None
    columns = {column.name: column.values for column in file.readings[0].columns}
    return ShortCircuit.of(file.file, columns["frequency"], columns["z_real"], columns["z_imag"])


def _sweep(reading: Reading, recipe: Recipe, short: ShortCircuit | None) -> tuple[Sweep, tuple[str, ...]]:
    """A sweep as the recipe wants it, and what is doubtful about its leads. Raises InputError."""
    columns = {column.name: column.values for column in reading.columns}
    analysis = recipe.applied(Analysis("", reading.name, EIS.name, ()), columns, columns["frequency"])
    if short is not None:
        analysis = replace(analysis, options=(*analysis.options, (OPTION, ("short", short.name))))
    sweep = Sweep.of(columns["frequency"], columns["z_real"], columns["z_imag"], analysis, short)
    good = sweep.sensible
    return sweep, () if short is None else lead_notes(sweep.frequency[good], sweep.z[good], short)


def _entry(path: Path, reading: Reading, check: DataCheck, notes: tuple[str, ...]) -> dict[str, Any]:
    test = check.kramers_kronig
    return {
        "file": str(path),
        "sweep": reading.sweep,
        "name": reading.name,
        "n_points": len(check.index),
        "consistent": check.consistent,
        "rms": number(check.rms),
        "largest": number(test.largest),
        "noise": number(check.noise),
        "kramers_kronig": {
            "elements": test.elements,
            "mu": number(test.mu),
            "settled": test.settled,
            "resistance_ohm": number(test.resistance),
            "inductance_H": number(test.inductance),
            "elastance_per_F": number(test.elastance),
        },
        "zhit": {"largest": number(float(np.abs(check.zhit.residual).max()))},
        "findings": [_finding(finding) for finding in check.findings],
        "notes": list(notes),
    }


def _finding(finding: Finding) -> Mapping[str, Any]:
    """Points count from 1, as for --mask."""
    return {
        "kind": finding.kind,
        "rank": finding.rank,
        "text": finding.text,
        "figures": {name: number(value) for name, value in finding.figures},
        "points": [point + 1 for point in finding.points],
    }


def _text(path: Path, reading: Reading, check: DataCheck, notes: tuple[str, ...], several: bool) -> str:
    test = check.kramers_kronig
    mu = f"µ = {format_value(test.mu, significant=3)}{'' if test.settled else ' (not settled)'}"
    figures = [
        f"{len(check.index)} points",
        f"M = {test.elements}",
        mu,
        f"residuals {percent(check.rms)} rms, {percent(test.largest)} at most",
        f"noise {percent(check.noise)}",
    ]
    lines = [f"{path}{f', sweep {reading.sweep + 1}' if several else ''}", f"  {', '.join(figures)}"]
    lines += [f"  {finding.rank}: {finding.text}" for finding in check.findings]
    lines += [f"  remedy: {finding.remedy}" for finding in check.findings if finding.remedy]
    return "\n".join([*lines, *(f"  note: {note}" for note in notes)])
