"""Several fits side by side as one table: which columns there are, and what stands in them. No Qt here."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.project import Analysis, Fit, Id, Measurement, Project
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.core.table import Cell, Head, Table
from naglass_gui.techniques import stale

SYMBOLS = {"sigma": "σ", "sigma_bulk": "σ bulk", "sigma_gb": "σ grain boundary", "R_total": "R", "eps": "ε", "f": "f₀ "} | {
    "sigma_": "σ at ", "Ea_R": "Ea of R", "Ea_total": "Ea total", "Ea_bulk": "Ea bulk", "Ea_gb": "Ea grain boundary",
}  # fmt: skip
FIXED = ("sample", "measurement", "temperature", "model", "state")


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column: its key in settings, what stands above it, and whether it is shown unless a person chose otherwise."""

    key: str
    head: Head
    usual: bool


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One analysis: its id and a cell for each column's key that it has something for."""

    analysis: Id
    cells: dict[str, str | Cell]


@dataclass(frozen=True, slots=True)
class Results:
    """Every column and row."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[ResultRow, ...]

    def table(self, keys: Sequence[str], order: Sequence[int]) -> Table:
        """The chosen columns and rows in their order, for copying and export."""
        chosen = [c for key in keys for c in self.columns if c.key == key]
        rows = tuple(
            tuple(self.rows[k].cells.get(c.key, Cell(None) if c.head.number else "") for c in chosen) for k in order
        )
        return Table(tuple(c.head for c in chosen), rows)


def results_of(project: Project, analyses: Sequence[Id]) -> Results:
    """The results of these analyses; one without a fit has a row that says so."""
    quantities: dict[str, ResultColumn] = {}
    rows = tuple(_row(project, project.analysis(id), quantities) for id in analyses)
    fixed = (
        ResultColumn("sample", Head("sample"), True),
        ResultColumn("measurement", Head("measurement"), True),
        ResultColumn("temperature", Head("T", "degC", number=True), True),
        ResultColumn("model", Head("model"), True),
    )
    # The one number a technique exists for comes first.
    ordered = sorted(quantities.values(), key=lambda c: (c.key != "sigma", not c.usual))
    return Results((*fixed, *ordered, ResultColumn("state", Head("remark"), True)), rows)


def _row(project: Project, analysis: Analysis, quantities: dict[str, ResultColumn]) -> ResultRow:
    roots = _roots(project, analysis)
    samples = list(dict.fromkeys(project.sample_of(m.id).name for m in roots))
    derived = any(a.id in analysis.sources for a in project.analyses)
    cells: dict[str, str | Cell] = {
        "sample": ", ".join(samples),
        "measurement": analysis.name if derived or not roots else roots[0].name,
        "model": analysis.fit.model if analysis.fit else analysis.model,
        "state": _state(project, analysis),
    }
    condition = roots[0].condition("temperature") if len(roots) == 1 else None
    if condition is not None:
        temperature = condition.quantity.to("degC")
        cells["temperature"] = Cell(temperature.value, temperature.stderr, "degC")
    if analysis.fit is not None:
        for key, name, cell, usual in _quantities(analysis.fit):
            cells[key] = cell
            quantities.setdefault(key, ResultColumn(key, Head(name, cell.unit, number=True), usual))
    return ResultRow(analysis.id, cells)


def _roots(project: Project, analysis: Analysis) -> list[Measurement]:
    """The measurements an analysis is made from, directly or through others."""
    made_from = {a.id: a.sources for a in project.analyses}
    found, waiting = dict[Id, None](), list(analysis.sources)
    while waiting:
        id = waiting.pop(0)
        if id not in found:
            found[id] = None
            waiting += made_from.get(id, ())
    return [m for m in project.measurements() if m.id in found]


def _quantities(fit: Fit) -> list[tuple[str, str, Cell, bool]]:
    found = [(d.name, _symbol(d.name), Cell(d.value, d.stderr, d.unit), True) for d in fit.derived]
    names = {d.name for d in fit.derived}
    found += [(p.name, p.name, Cell(p.value, p.stderr, p.unit), False) for p in fit.parameters if p.name not in names]
    found += [("chi_square", "χ²", Cell(fit.chi_square), False), ("aicc", "AICc", Cell(fit.aicc), False)]
    found.append(("n_points", "points", Cell(float(fit.n_points)), False))
    return found


def _symbol(name: str) -> str:
    letters = name.rstrip("0123456789")
    return SYMBOLS.get(letters, letters) + name[len(letters) :]


def _state(project: Project, analysis: Analysis) -> str:
    if analysis.fit is None:
        return "not fitted"
    if stale(project, analysis):
        return "moved since the fit"
    doubt = doubt_of(analysis.fit)
    return "" if doubt is None else doubt.short


def mean_words(head: Head, cells: Sequence[str | Cell]) -> str:
    """Mean, standard deviation and number of replicates, "" for fewer than two."""
    values = [c.value for c in cells if isinstance(c, Cell) and c.value is not None]
    if len(values) < 2:
        return ""
    mean, deviation = statistics.fmean(values), statistics.stdev(values)
    unit = f" {unit_symbol(head.unit)}" if head.unit else ""
    shown = format_value(mean, deviation) if deviation > 0 else format_value(mean)
    return f"{head.name}: mean ± SD {shown}{unit}, n = {len(values)}"
