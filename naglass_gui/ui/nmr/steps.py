"""Steps of a processing chain as a person reads and types them. No Qt here."""

from __future__ import annotations

import re
from typing import Any

from naglass_gui.core.errors import InputError
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.nmr.processing_steps import STEP_KINDS, Argument

Step = tuple[Any, ...]
SHORT = {
    "em": "Exponential",
    "ft": "FT",
    "zero_fill": "Zero fill",
    "group_delay": "Digital filter",
    "auto_phase": "Auto phase",
    "baseline": "Baseline",
    "baseline_polynomial": "Baseline, polynomial",
    "baseline_anchors": "Baseline, points",
    "subtract": "Less another spectrum",
}
FIRST = {
    "em": (20.0,),
    "gaussian": (20.0,),
    "gm": (-20.0, 0.3),
    "sine": (2.0, 1),
    "left_shift": (1,),
    "phase": (0.0, 0.0, None),
}
FIRST |= {"reference": (0.0,), "baseline": (40.0,), "baseline_polynomial": (1,), "dc_offset": (0,)}
"""Values of a step that is added; a step that is not here has none, or they depend on the data."""
ADDABLE = (
    "dc_offset",
    "em",
    "gaussian",
    "gm",
    "sine",
    "left_shift",
    "phase",
    "auto_phase",
    "baseline",
    "baseline_polynomial",
    "reference",
    "magnitude",
)
SEVERAL = 3  # numbers of a list that are shown


def title(name: str) -> str:
    """What a step is called."""
    return SHORT.get(name) or STEP_KINDS[name].title


def words(step: Step) -> str:
    """A step with its values: "Phase 41.2° −3.0°"."""
    if step[0] not in STEP_KINDS:
        return str(step[0])
    given = zip(STEP_KINDS[step[0]].arguments, step[1:], strict=False)
    said = [_shown(a, v) for a, v in given if v is not None and not a.text]
    return " ".join([title(step[0]), *said])


def typed(step: Step) -> str:
    """The values of a step as they are typed, parted by blanks."""
    flat: list[Any] = []
    for value in step[1 + _texts(step) :]:
        flat += list(value) if isinstance(value, list | tuple) else [value]
    return "  ".join(_number(v) for v in flat if v is not None)


def with_values(step: Step, text: str) -> Step:
    """The step with other values as typed. Raises InputError for a word where a number belongs."""
    # What is no number, such as which spectrum is subtracted, is chosen and not typed; it stands first.
    kept, arguments = step[1 : 1 + _texts(step)], STEP_KINDS[step[0]].arguments[_texts(step) :]
    parts = re.split(r"[\s;]+", text.strip()) if text.strip() else []
    if any(a.words for a in arguments):
        return (step[0], text.strip()) if text.strip() else (step[0],)
    numbers = [parse_number(part.rstrip("°")) for part in parts]
    if arguments and arguments[0].several:
        return (step[0], tuple(numbers))
    if len(numbers) > len(arguments):
        raise InputError(f"“{title(step[0])}” takes no more than this: {', '.join(a.name for a in arguments)}.")
    whole = [int(n) if a.whole and n == int(n) else n for a, n in zip(arguments, numbers, strict=False)]
    return (step[0], *kept, *whole)


def _texts(step: Step) -> int:
    """How many values of a step are texts of their own."""
    return sum(argument.text for argument in STEP_KINDS[step[0]].arguments) if step[0] in STEP_KINDS else 0


def can_be_typed(step: Step) -> bool:
    """Whether a step has values."""
    return step[0] in STEP_KINDS and bool(STEP_KINDS[step[0]].arguments)


def hint(step: Step) -> str:
    """What the values of a step are."""
    if not can_be_typed(step):
        return title(step[0]) if step[0] in STEP_KINDS else str(step[0])
    return f"{STEP_KINDS[step[0]].title}: {', '.join(a.name for a in STEP_KINDS[step[0]].arguments if not a.text)}"


def with_added(chain: tuple[Step, ...], name: str) -> tuple[Step, ...]:
    """The chain with one more step: at the end, or before zero filling and transform where it works on the decay."""
    step = (name, *FIRST.get(name, ()))
    if STEP_KINDS[name].domain == "shift":
        return (*chain, step)
    place = next((k for k, s in enumerate(chain) if s[0] in ("zero_fill", "ft")), len(chain))
    return (*chain[:place], step, *chain[place:])


def _shown(argument: Argument, value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_number(v) for v in value[:SEVERAL]) + ("…" if len(value) > SEVERAL else "")
    if argument.name == "factor":
        return f"× {_number(value)}"
    unit = re.search(r"\(([^)]*)\)$", argument.name)
    if unit is None or unit[1] not in ("Hz", "ppm", "deg"):
        return _number(value)
    if unit[1] == "deg":
        return f"{_number(round(float(value), 1))}°"
    return (
        f"at {_number(round(float(value), 2))} ppm"
        if argument.name.startswith("pivot")
        else f"{_number(value)} {unit[1]}"
    )


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return (f"{value:.7g}" if isinstance(value, float) else str(value)).replace("-", "−")
