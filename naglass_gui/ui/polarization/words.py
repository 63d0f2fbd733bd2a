"""Texts of the DC polarization tab."""

from __future__ import annotations

from naglass_gui.core.project import Derived, Fit, Specimen
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.core.symbols import symbol
from naglass_gui.techniques.polarization.steps import Step
from naglass_gui.ui.panels.fields import as_typed
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.polarization.traces import Trace

PLOT_HINT = "drag: move · wheel: zoom · Shift-drag: steady state · drag its edges · click a step at the right to fit it"
NOTHING_HINT = "Drop files anywhere on the window"
NO_IONS = f"{symbol('t_ion')}: fit an impedance spectrum of the same sample."
HOW_IONS = "Drag it to this sample in the tree, and to the same pellet where it was measured on that."
MINUTE, HOUR = 60.0, 3600.0


def duration(seconds: float) -> str:
    """A time as one says it."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.3g} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.3g} min"
    return f"{seconds / HOUR:.3g} h"


def step_words(step: Step, end: float) -> str:
    """One step of a run: voltage, length, points."""
    voltage = "no voltage in the file" if step.voltage is None else with_prefix(step.voltage, None, "V")
    if step.zero:
        voltage = "zero bias"
    return f"{voltage} · {duration(end - step.start)} · {len(step)} points"


def missing_words(trace: Trace) -> tuple[str, str]:
    """Why there is no conductivity yet, and the field to fill ("voltage", "thickness", "diameter" or "")."""
    if trace.fault:
        return trace.fault, ""
    analysis = trace.analysis
    if analysis is None or analysis.fit is None:
        return "The electronic conductivity follows from a fit: press F5.", ""
    if not any(d.name == "G_e" for d in trace.quantities) and not trace.stale:
        return "The file holds no voltage: type the one that was applied.", "voltage"
    pellet = trace.specimen
    if pellet is None or pellet.thickness is None:
        return "For the conductivity the thickness of the pellet is missing.", "thickness"
    if pellet.diameter is None and pellet.area is None:
        return "For the conductivity the diameter of the pellet is missing.", "diameter"
    return "", ""


def result_lines(trace: Trace) -> list[tuple[str, str]]:
    """What stands below the big number, each with a tooltip."""
    found = {d.name: d for d in trace.quantities}
    lines = []
    steady = found.get("I_e")
    if steady is not None:
        lines.append((f"{symbol('I_ss')} = {with_prefix(steady.value, steady.stderr, 'A')}", steady.note))
    if trace.overview is not None:
        offset = trace.overview.offset
        text = "no zero bias in the run: no offset subtracted"
        if offset.points:
            text = f"offset {with_prefix(offset.value, offset.error(1.0), 'A')} subtracted, from {offset.points} points at zero bias"
        lines.append((text, "Mean current at zero bias before the first step"))
    ohmic = found.get("sigma_ohmic")
    if ohmic is not None:
        lines.append((f"from the slope of I against U: {_conductivity(ohmic)}", ohmic.note))
    lines += _sizes(trace.specimen)
    return lines


def transference_words(derived: tuple[Derived, ...]) -> tuple[str, str]:
    """The transference number of the ions as text, and how it came about."""
    found = {d.name: d for d in derived}
    electrons = found.get("t_e")
    if electrons is None:
        return "", ""
    value = format_value(electrons.value, electrons.stderr).replace(" ", "\u00a0")  # a power stays with its number
    if electrons.value > 1e-3:
        ions = found["t_ion"]
        return f"{symbol('t_ion')} = {format_value(ions.value, ions.stderr)}", ions.note
    return f"{symbol('t_ion')} = 1 − {value if value.startswith('(') else f'({value})'}", found["t_ion"].note


def model_rows(fit: Fit | None) -> list[tuple[str, float, bool]]:
    """Models that were compared: name, AICc above the lowest, acceptable; the best first. Empty where none were."""
    if fit is None:
        return []
    figures = dict(fit.statistics)
    scores = {name[5:]: value for name, value in fit.statistics if name.startswith("aicc_")}
    lowest = min(scores.values(), default=0.0)
    rows = [(name, value - lowest, figures.get(f"acceptable_{name}", 1.0) > 0) for name, value in scores.items()]
    return sorted(rows, key=lambda row: row[1])


def _conductivity(quantity: Derived) -> str:
    return f"{format_value(quantity.value, quantity.stderr)} {unit_symbol('S/cm')}"


def _sizes(pellet: Specimen | None) -> list[tuple[str, str]]:
    if pellet is None:
        return []
    said = [f"t = {as_typed(pellet.thickness)}"] if pellet.thickness is not None else []
    wide = pellet.area or pellet.diameter
    if wide is not None:
        said.append(f"{'A' if pellet.area is not None else 'd'} = {as_typed(wide)}")
    return [("\u2003".join(text.replace(" ", "\u00a0") for text in said), "Sizes of the pellet")] if said else []
