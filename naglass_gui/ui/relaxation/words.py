"""Texts of the T1 tab."""

from __future__ import annotations

from naglass_gui.core.project import Fit
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.slices import Slices
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.relaxation.series import Series

PLOT_HINT = (
    "drag: move · wheel: zoom · Shift-drag: a window · drag its edges · click a point of a recovery: leave its slice out · "
    "Page Up, Page Down: next slice"
)
NOTHING_HINT = "Drop files anywhere on the window"
WAY_WORDS = {
    "windows": "windows, integrated",
    "heights": "windows, heights",
    "lines": "lines in all slices",
}


SHORT = {"iz": "Spin 3/2, all of Iz", "ct": "Spin 3/2, central transition", "selective": "Spin 3/2, selective"}


def short_title(name: str) -> str:
    """A model where there is little room for its name."""
    return SHORT.get(name.rpartition("-")[2], FORMS[name].title if name in FORMS else name)


class Remedies(RemedyWords):
    """A better model is offered by its title."""

    def __getitem__(self, remedy: str) -> str:
        """The words on the button of a remedy."""
        verb, _, name = remedy.partition(" ")
        return f"Use “{short_title(name)}”" if verb == "model" and name in FORMS else super().__getitem__(remedy)


def time_words(seconds: float) -> str:
    """A delay as one says it."""
    return "0 s" if seconds == 0 else with_prefix(seconds, None, "s")


def slice_words(slices: Slices, which: int) -> str:
    """Which slice it is, by its place among the delays."""
    place = int((slices.order == which).argmax()) + 1
    out = "" if slices.used[which] else ", left out"
    return f"{place} of {len(slices.delay)}: {time_words(float(slices.delay[which]))}{out}"


def note(series: Series, count: int, log: bool) -> str:
    """The line below the plots."""
    slices = series.slices
    if slices is None:
        return "processing…" if series.waiting else ""
    said = [
        f"{len(slices.delay)} slices, {time_words(float(slices.delay.min()))} to {time_words(float(slices.delay.max()))}"
    ]
    out = int((~slices.used).sum())
    if out:
        said.append(f"{out} left out")
    if log and (slices.delay == 0).any():
        said.append("delay 0 is not on a logarithmic axis")
    if count > 1:
        said.append(f"1 of {count} series")
    return " · ".join(said)


def compared(fit: Fit) -> list[tuple[str, str, tuple[float | None, ...]]]:
    """Models that were compared: name, title, and for each curve AICc above its lowest; the best sum first."""
    count = int(fit.statistic("curves") or 0)
    figures = dict(fit.statistics)
    scores = {name: [figures.get(f"aicc_{name}_{k}") for k in range(1, count + 1)] for name in FORMS}
    scores = {name: found for name, found in scores.items() if any(value is not None for value in found)}
    if not scores:
        return []
    lowest = [min(found[k] for found in scores.values() if found[k] is not None) for k in range(count)]  # type: ignore[type-var]
    rows = [
        (name, short_title(name), tuple(None if v is None else v - low for v, low in zip(found, lowest, strict=True)))  # type: ignore[operator]
        for name, found in scores.items()
    ]
    return sorted(rows, key=lambda row: sum(1e9 if v is None else v for v in row[2]))
