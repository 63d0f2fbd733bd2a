"""`naglass info`: what instrument files and projects hold."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from naglass_gui.commands.report import fit_entry, table
from naglass_gui.commands.terminal import Terminal, file_paths
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import Analysis, Measurement, Project, Specimen
from naglass_gui.core.quantity import Quantity, format_value, unit_symbol
from naglass_gui.formats import describe
from naglass_gui.jobs import Job, Jobs, cores, work
from naglass_gui.jobs.tasks import load
from naglass_gui.storage import LoadedProject

HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
PROJECT_SUFFIXES = (".naglass", ".h5")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Describe every file; the exit code is 0 when all of them could be read."""
    paths = file_paths(arguments.files)
    entries = []
    with (
        tempfile.TemporaryDirectory(prefix="naglass-info-", ignore_cleanup_errors=True) as home,
        Jobs(min(cores(), len(paths))) as jobs,
    ):
        for path, job in [(path, _open(jobs, path, Path(home))) for path in paths]:
            try:
                entry = _entry(path, job)
            except NaGlassError as error:
                terminal.complain(error)
                continue
            entries.append(entry)
            if not arguments.json:
                terminal.say(_text(entry) + "\n")
    if arguments.json:
        terminal.say_json(entries)
    return terminal.exit_code


def is_project(path: Path) -> bool:
    """Whether a file is to be opened as a project: by its first bytes where it can be read, else by its name."""
    try:
        if not path.is_file():
            return path.suffix.lower() in PROJECT_SUFFIXES
        with path.open("rb") as opened:
            return opened.read(len(HDF5_SIGNATURE)) == HDF5_SIGNATURE or path.suffix.lower() == PROJECT_SUFFIXES[0]
    except OSError:
        return path.suffix.lower() in PROJECT_SUFFIXES


def open_project(jobs: Jobs, path: Path, home: Path) -> Job:
    """A job that opens a project; its arrays go to the store in `home`."""
    return jobs.submit(load, (path.absolute(), home), name=f"Opening {path.name}", timeout=60.0, progress=True)


def _open(jobs: Jobs, path: Path, home: Path) -> Job:
    return open_project(jobs, path, home) if is_project(path) else work.read_file(jobs, path, complete_rows=True)


def _entry(path: Path, job: Job) -> dict[str, Any]:
    try:
        result = job.result()
    except NaGlassError as error:
        raise error if is_project(path) else work.load_error(path, error) from error
    if isinstance(result, LoadedProject):
        return {"file": str(path), "kind": "project", **describe_project(result)}
    return {**describe(result), "file": str(path), "kind": "instrument file"}


def describe_project(loaded: LoadedProject) -> dict[str, Any]:
    """A project in plain JSON types: samples with their pellets and measurements, analyses with the fit each shows."""
    project = loaded.project
    return {
        "name": project.name,
        "samples": [
            {
                "name": sample.name,
                "specimens": [_specimen(specimen) for specimen in sample.specimens],
                "measurements": [_measurement(measurement) for measurement in sample.measurements],
            }
            for sample in project.samples
        ],
        "analyses": [_analysis(project, analysis) for analysis in project.analyses],
        "notices": list(loaded.notices),
        "damaged": [damage.place for damage in loaded.damaged],
    }


def _specimen(specimen: Specimen) -> dict[str, Any]:
    sizes = ("thickness", "diameter", "area", "mass", "pressure", "lead_resistance", "lead_inductance")
    held = {name: getattr(specimen, name) for name in sizes}
    return {"name": specimen.name, **{name: _quantity(size) for name, size in held.items() if size is not None}}


def _measurement(measurement: Measurement) -> dict[str, Any]:
    return {
        "name": measurement.name,
        "technique": measurement.technique,
        "n_points": measurement.channels[0].array.shape[0] if measurement.channels else 0,
        "file": measurement.provenance.file,
        "sweep": measurement.provenance.sweep,
        "sha256": measurement.provenance.sha256,
        "reader": measurement.provenance.reader,
        "conditions": [{"name": c.name, **_quantity(c.quantity), "source": c.source} for c in measurement.conditions],
    }


def _analysis(project: Project, analysis: Analysis) -> dict[str, Any]:
    measurements = tuple(m for m in project.measurements() if m.id in analysis.sources)
    fit = None
    if analysis.fit is not None:
        first = measurements[0].provenance if measurements else None
        file, sweep = ("", 0) if first is None else (first.file, first.sweep)
        fit = fit_entry(analysis.technique, file, sweep, analysis.fit)
    return {
        "name": analysis.name,
        "technique": analysis.technique,
        "model": analysis.model,
        "sources": [m.name for m in measurements],
        "stale": is_stale(analysis, measurements),
        "fit": fit,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"value": quantity.value, "stderr": quantity.stderr, "unit": quantity.unit}


# -- for people ----------------------------------------------------------------------------------------------------


def _text(entry: Mapping[str, Any]) -> str:
    return _project_text(entry) if entry["kind"] == "project" else _file_text(entry)


def _file_text(entry: Mapping[str, Any]) -> str:
    count = len(entry["sweeps"])
    lines = [f"{entry['file']}: {entry['reader']}, {count} {'sweep' if count == 1 else 'sweeps'}"]
    rows = [
        (sweep["name"], sweep["technique"], f"{sweep['n_points']} points", _range(sweep), _conditions(sweep))
        for sweep in entry["sweeps"]
    ]
    notices = [f"  note: {notice}" for sweep in entry["sweeps"] for notice in sweep["notices"]]
    return "\n".join([*lines, *table(rows, indent=2), *dict.fromkeys(notices)])


def _range(sweep: Mapping[str, Any]) -> str:
    if sweep["range"] is None:
        return ""
    low, high = (format_value(value, significant=4) for value in sweep["range"])
    return f"{low} to {high} {unit_symbol(sweep['unit'])}"


def _conditions(sweep: Mapping[str, Any]) -> str:
    found = [*sweep["conditions"], *sweep.get("geometry", ())]
    return ", ".join(f"{item['name']} {Quantity(item['value'], item['stderr'], item['unit'])}" for item in found)


def _project_text(entry: Mapping[str, Any]) -> str:
    lines = [f"{entry['file']}: project “{entry['name']}”"]
    for sample in entry["samples"]:
        count = len(sample["measurements"])
        lines.append(f"  {sample['name']}: {count} {'measurement' if count == 1 else 'measurements'}")
        rows = [(m["name"], m["technique"], f"{m['n_points']} points", m["file"]) for m in sample["measurements"]]
        lines += table(rows, indent=4)
    rows = [(a["name"], a["technique"], a["model"], _state(a)) for a in entry["analyses"]]
    lines += ["  Analyses:", *table(rows, indent=4)] if rows else []
    lines += [f"  note: {notice}" for notice in entry["notices"]]
    lines += [f"  damaged: {place}" for place in entry["damaged"]]
    return "\n".join(lines)


def _state(analysis: Mapping[str, Any]) -> str:
    if analysis["fit"] is None:
        return "not fitted"
    total = next((d for d in analysis["fit"]["derived"] if d["name"] == "sigma"), None)
    shown = (
        "" if total is None else f", σ = {format_value(total['value'], total['stderr'])} {unit_symbol(total['unit'])}"
    )
    return ("stale fit" if analysis["stale"] else "fitted") + shown
