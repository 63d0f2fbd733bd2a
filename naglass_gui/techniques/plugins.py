"""Techniques brought by others through entry points."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from naglass_gui.techniques.technique import Technique

GROUP = "naglass.techniques"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """A plug-in that did not load: its name and one sentence for the message strip."""

    name: str
    sentence: str


@cache
def _loaded() -> tuple[tuple[Technique, ...], tuple[PluginFailure, ...]]:
    good: list[Technique] = []
    bad: list[PluginFailure] = []
    for point in entry_points(group=GROUP):
        # Whatever a stranger's module does on import must not keep the program from starting.
        try:
            good.append(_technique(point))
        except Exception as fault:
            _log.exception("plug-in %s", point.name)
            bad.append(PluginFailure(point.name, f"The plug-in {point.name} could not be loaded: {fault}"))
    return tuple(good), tuple(bad)


def _technique(point: EntryPoint) -> Technique:
    loaded = point.load()
    technique: Technique = loaded() if isinstance(loaded, type) else loaded
    missing = [a for a in ("name", "title", "new_analysis", "fit", "derive") if not hasattr(technique, a)]
    if missing:
        raise TypeError(f"it has no {', '.join(missing)}")
    return technique


def plugins() -> tuple[Technique, ...]:
    """The techniques of installed plug-ins that loaded."""
    return _loaded()[0]


def failures() -> tuple[PluginFailure, ...]:
    """The plug-ins that did not load."""
    return _loaded()[1]
