"""DC polarization on paper: current over time with the fit and the steady state, and current against voltage."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Figure, Fit, Id, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.figures.palette import COMPONENTS
from naglass_gui.figures.panels import letter
from naglass_gui.figures.style import FigureStyle
from naglass_gui.techniques.polarization import Overview, Steady, ohmic_of, voltages
from naglass_gui.techniques.polarization.record import columns_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

DATA_COLOUR, FIT_COLOUR, STEADY_COLOUR = "#1F2933", "#D1495B", "#0B6E99"
MINUTE = 60.0
PREFIXES = ((1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p"))
RATIO, WITH_OHMIC = 0.75, 0.42


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One run: its fitted step, without the offset.

    Attributes:
        label: the measurement's name.
        time: since the step in s, shape (m,).
        current: in A, shape (m,).
        fitted: the fit at the points in A, NaN outside what was fitted, shape (m,).
        fit: the shown one, or None.
        steady: its steady state, or None.
    """

    label: str
    time: Array
    current: Array
    fitted: Array
    fit: Fit | None
    steady: Steady | None


def draw_polarization(
    canvas: Canvas, project: Project, figure: Figure, arrays: Mapping[str, Array], style: FigureStyle
) -> None:
    """Draw I(t) of the fitted steps.

    Options: `log_time`, `log_current`; `steady`, whether the steady state is drawn as a line; `ohmic`, whether a second panel
    shows I_ss against U where several voltages were fitted; `legend`.
    """
    options = dict(figure.options)
    shown = runs(project, figure.sources, arrays)
    ohmic = next((s.fit for s in shown if s.fit is not None and ohmic_of(s.fit) is not None), None)
    both = ohmic is not None and bool(options.get("ohmic", True))
    if both:
        axes = canvas.subplots(1, 2, width_ratios=(2, 1)) if style.columns == 2 else canvas.subplots(2, 1)
        axis, beside = axes
    else:
        axis = canvas.add_subplot()
    _draw_decays(axis, shown, options, style)
    if both:
        assert ohmic is not None
        _draw_ohmic(beside, ohmic)
        if style.panel_letters:
            letter(axis, 0, style)
            letter(beside, 1, style)


def polarization_height(figure: Figure, width: float, columns: int) -> float:
    """Height in mm that suits a width."""
    return width * (WITH_OHMIC if columns == 2 else RATIO)


def polarization_table(project: Project, figure: Figure, arrays: Mapping[str, Array]) -> str:
    """Every point of the fitted steps with its fit as CSV; below them, current against voltage."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["run", "time since the step / s", "I / A", "fit / A", "residual / A"])
    shown = runs(project, figure.sources, arrays)
    for run in shown:
        for t, i, f in zip(run.time.tolist(), run.current.tolist(), run.fitted.tolist(), strict=True):
            fitted = ["", ""] if np.isnan(f) else [repr(f), repr(i - f)]
            writer.writerow([run.label, repr(t), repr(i), *fitted])
    for run in shown:
        if run.fit is not None and ohmic_of(run.fit) is not None:
            writer.writerow([])
            writer.writerow(["run", "U / V", "I_ss / A", "u(I_ss) / A"])
            for row in zip(*voltages(run.fit), strict=True):
                writer.writerow([run.label, *(repr(float(value)) for value in row)])
    return text.getvalue()


def runs(project: Project, sources: Sequence[Id], arrays: Mapping[str, Array]) -> list[Shown]:
    """The runs behind these measurements and analyses. Raises InputError for one that holds no step."""
    known = {a.id: a for a in project.analyses}
    found = []
    for source in sources:
        analysis = known.get(source) or next(
            (a for a in project.analyses_of(source) if a.technique == "polarization"), None
        )
        measurement = project.measurement(analysis.sources[0] if analysis is not None else source)
        used = analysis or Analysis("", measurement.name, "polarization", (measurement.id,))
        view = Overview.of(measurement, columns_of(measurement, arrays), used)
        fitted = np.full(len(view.record.time), np.nan)
        if used.fit is not None and used.fit.curves:
            curve = next(c for c in used.fit.curves if c.name == "current")
            if curve.array.digest in arrays:  # it may be damaged in the file, and the data not
                fitted = arrays[curve.array.digest][view.record.rows] - view.offset.value
        rows = view.step.rows
        time = view.record.time[rows] - view.step.start
        found.append(Shown(measurement.name, time, view.current[rows], fitted[rows], used.fit, Steady.of(used)))
    return found


def _draw_decays(axis: Axes, shown: Sequence[Shown], options: Mapping[str, object], style: FigureStyle) -> None:
    largest = max(float(np.nanmax(np.abs(run.current))) for run in shown)
    factor, prefix = next((p for p in PREFIXES if largest >= p[0]), PREFIXES[-1])
    logarithmic = bool(options.get("log_current", False))
    log_time = bool(options.get("log_time", False))
    for number, run in enumerate(shown):
        alone = len(shown) == 1
        line = FIT_COLOUR if alone else COMPONENTS[number % len(COMPONENTS)]
        points = DATA_COLOUR if alone else line
        seen = run.time > 0 if log_time else np.ones(len(run.time), dtype=bool)
        unit = 1.0 if log_time else MINUTE
        x, y, f = run.time[seen] / unit, run.current[seen] / factor, run.fitted[seen] / factor
        if logarithmic:
            y, f = np.abs(y), np.abs(f)
        axis.plot(x, y, "o", color=points, ms=0.7 * style.marker, mew=0, alpha=0.6, label=run.label, zorder=2)
        axis.plot(x, f, color=line, zorder=3)
        if run.steady is not None and options.get("steady", True):
            value = run.steady.current[0] / factor
            axis.axhline(
                abs(value) if logarithmic else value,
                color=STEADY_COLOUR if alone else line,
                lw=0.6 * style.line,
                ls=(0, (4, 2)),
            )
    if log_time:
        axis.set_xscale("log")
    if logarithmic:
        axis.set_yscale("log")
    if len(shown) == 1 and shown[0].steady is not None and options.get("steady", True):
        _name_steady(axis, shown[0].steady, factor, prefix)
    axis.set_xlabel(r"time since the step / " + ("s" if log_time else "min"))
    axis.set_ylabel((r"$|I|$" if logarithmic else r"$I$") + f" / {prefix}A")
    if options.get("legend", len(shown) > 1):
        axis.legend()


def _name_steady(axis: Axes, steady: Steady, factor: float, prefix: str) -> None:
    value, error = steady.current
    text = rf"$I_{{\mathrm{{ss}}}}$ = {format_value(value / factor, error / factor if error else None)} {prefix}A"
    place = abs(value) if axis.get_yscale() == "log" else value
    # Where nothing else is: at the right a current over linear time lies on the line, over logarithmic time it comes down there.
    left = axis.get_xscale() == "log"
    axis.annotate(
        text,
        (0.02 if left else 0.98, place / factor),
        (0, 3),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="left" if left else "right",
        va="bottom",
        color=STEADY_COLOUR,
    )


def _draw_ohmic(axis: Axes, fit: Fit) -> None:
    check = ohmic_of(fit)
    assert check is not None
    u, i, error = (np.array(values) for values in voltages(fit))
    factor, prefix = next((p for p in PREFIXES if np.abs(i).max() >= p[0]), PREFIXES[-1])
    ends = np.array([min(0.0, u.min()), max(0.0, u.max())])
    axis.plot(ends, (check.intercept[0] + check.slope[0] * ends) / factor, color=FIT_COLOUR)
    axis.errorbar(u, i / factor, error / factor, fmt="o", color=DATA_COLOUR)
    axis.set_xlabel(r"$U$ / V")
    axis.set_ylabel(rf"$I_{{\mathrm{{ss}}}}$ / {prefix}A")
