"""Techniques brought by others through entry points."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from naglass_gui.techniques.technique import Technique

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "naglass.techniques"
_log = logging.getLogger(__name__)


@cache
def _outcome() -> tuple[tuple[Technique, ...], tuple[str, ...]]:
    from importlib.metadata import entry_points  # 30 ms that the window need not wait for

    good: list[Technique] = []
    bad: list[str] = []
    for point in entry_points(group=GROUP):
        # Whatever a stranger's module does on import must not keep the program from starting.
        try:
            good.append(_technique(point))
        except Exception as fault:
            _log.exception("plug-in %s", point.name)
            bad.append(f"The plug-in {point.name} could not be loaded and was left out: {fault}.")
    return tuple(good), tuple(bad)


def _technique(point: EntryPoint) -> Technique:
    loaded = point.load()
    technique: Technique = loaded() if isinstance(loaded, type) else loaded
    missing = [a for a in ("name", "title", "new_analysis", "fit", "derive") if not hasattr(technique, a)]
    if missing:
        raise TypeError(f"it has no {', '.join(missing)}")
    return technique


def loaded() -> tuple[Technique, ...]:
    """The techniques of installed plug-ins that loaded."""
    return _outcome()[0]


def faults() -> tuple[str, ...]:
    """One sentence for each plug-in that did not load."""
    return _outcome()[1]
