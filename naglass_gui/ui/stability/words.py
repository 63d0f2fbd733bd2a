"""Sentences and numbers the Stability tab shows."""

from __future__ import annotations

from collections.abc import Sequence

from naglass_gui.core.conditions import condition_words
from naglass_gui.core.project import Fit, FittedParameter
from naglass_gui.core.quantity import Quantity, format_value, unit_symbol
from naglass_gui.techniques.stability import Point, StabilityPlot
from naglass_gui.techniques.stability.laws import BY_NAME
from naglass_gui.techniques.stability.words import quantity_words
from naglass_gui.ui.panels.prefixes import with_prefix

PLOT_HINT = "click a point: leave it out or take it back · double-click: open its source · drag: move · wheel: zoom"
MOST_NUMBERS = 7
HEADING = "Quantities over time or treatment belong here"
TEACHING = (
    "Select two or more fitted analyses of any kind in the tree, and type under which condition each was measured: day, annealing "
    "temperature, milling time."
)
HTML = {"σ": "<i>σ</i>", "σₑ": "<i>σ</i><sub>e</sub>", "Eₐ": "<i>E</i><sub>a</sub>", "R": "<i>R</i>", "x": "<i>x</i>"}


def retention(fit: Fit | None) -> str:
    """The one number: "57.0 ± 0.8 %"."""
    found = None if fit is None else fit.quantity("retention")
    return "" if found is None else f"{format_value(found.value, found.stderr, significant=3)} %"


def missing(plot: StabilityPlot | None) -> str:
    """Why nothing is retained yet."""
    if plot is None or len(plot.fitted) >= 2:
        return ""
    return (
        f"Fewer than two points have {quantity_words(plot.quantity)} and a {condition_words(plot.condition)}: type it into the table "
        "below, or pick another condition."
    )


def by_names(values: Sequence[Quantity]) -> str:
    """What is offered where the names of the sources tell the condition; "" where they do not."""
    if not values:
        return ""
    numbers = [f"{q.value:g}".replace("-", "−") for q in values]
    shown = numbers if len(numbers) <= MOST_NUMBERS else [*numbers[:2], "…", numbers[-1]]
    return f"From the names: {', '.join(shown).replace(', …,', '…')} {unit_symbol(values[0].unit)}".rstrip()


def empty(plot: StabilityPlot | None) -> str:
    """What stands in place of a plot without a point."""
    if plot is None:
        return ""
    condition = condition_words(plot.condition)
    return f"Nothing to draw yet.\nDouble-click the {condition} of each source in the table at the right and type it."


def lines(fit: Fit | None, plot: StabilityPlot) -> list[str]:
    """What stands below the number: of what it is, the law and its parameters, half-life, what AICc says."""
    if fit is None:
        return []
    found = []
    kept = fit.quantity("retention")
    if kept is not None:
        found.append(kept.note.replace(plot.quantity, quantity_words(plot.quantity), 1))
    modelled = fit.quantity("retention_model")
    if modelled is not None and plot.law is not None:
        found.append(f"on the law: {format_value(modelled.value, modelled.stderr, significant=3)} %")
        found.append(plot.law.kind.formula)
    for p in fit.parameters:
        vague = plot.law is not None and p.name in plot.law.vague
        found.append(f"{p.name} is not determined" if vague else f"{p.name} = {_parameter(p)}")
    half = fit.quantity("half_life")
    if half is not None:
        found.append(f"half of it after {format_value(half.value, half.stderr)} {unit_symbol(half.unit)}".rstrip())
    scores = sorted((score, name) for name, score in plot.tried if score < float("inf"))
    if len(scores) > 1:
        said = [
            f"{BY_NAME[name].title.lower()} {'+' if k else ''}{score - scores[0][0]:.1f}"
            for k, (score, name) in enumerate(scores)
        ]
        found.append(f"ΔAICc: {', '.join(said)}".replace("-", "−"))
    return found


def reading(plot: StabilityPlot, point: Point) -> str:
    """What a point says when the mouse is over it."""
    unit = unit_symbol(plot.unit)
    text = f"{point.name}: {format_value(point.x, significant=4)} {unit_symbol(plot.condition_unit)}   "
    text += f"{quantity_words(plot.quantity)} = {format_value(point.value, point.whole_error)} {unit}".rstrip()
    return text + (" · left out" if point.excluded else "") + (" · its fit is stale" if point.stale else "")


def axis(name: str) -> str:
    """A quantity as HTML."""
    shown = quantity_words(name)
    return HTML.get(shown, shown)


def _parameter(p: FittedParameter) -> str:
    """A law's parameter in words; conductivities as on the axis, in mS/cm or µS/cm."""
    if p.unit.startswith("S/cm"):
        return with_prefix(p.value, p.stderr, _unit(p.unit))
    return f"{format_value(p.value, p.stderr)} {_unit(p.unit)}".rstrip()


def _unit(unit: str) -> str:
    """A unit of a law's parameter, "S/cm/d" as "S cm⁻¹ d⁻¹"."""
    top, slash, below = unit.rpartition("/")
    if not slash:
        return unit_symbol(unit)
    if unit_symbol(unit) != unit:
        return unit_symbol(unit)
    return f"{'' if top == '1' else unit_symbol(top) + ' '}{unit_symbol(below)}⁻¹"
