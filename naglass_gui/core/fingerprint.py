"""A digest of everything a fit depends on, so that a stale fit is known as stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from naglass_gui.core.project import Analysis, Measurement


def fit_fingerprint(analysis: Analysis, measurements: tuple[Measurement, ...]) -> str:
    """Digest of data, regions, masks, model, constraints and options.

    Values of free parameters are left out: a fit replaces them. So are names, notes, the specimen and options that begin with
    "derive_", on which only derived quantities depend, and those that begin with "view_".
    """

    def constraint(p: Any) -> list[Any]:
        fixed = None if p.free or p.link else p.value
        return [p.name, p.vary, p.minimum, p.maximum, p.link, fixed]

    content = [
        *_data(analysis, measurements),
        analysis.model,
        [constraint(p) for p in analysis.parameters],
        [[c.kind, [constraint(p) for p in c.parameters]] for c in analysis.components],
        sorted(
            (name, json.dumps(value)) for name, value in analysis.options if not name.startswith(("view_", "derive_"))
        ),
    ]
    return _digest(content)


def derived_fingerprint(analysis: Analysis, sources: Sequence[object]) -> str:
    """Digest of what a derived analysis depends on: its model, options and held parameters, and its sources in plain values.

    Options that begin with "view_" are left out; values of its free parameters too, as they are results.
    """
    options = sorted((name, json.dumps(value)) for name, value in analysis.options if not name.startswith("view_"))
    held = [[p.name, p.link or p.value] for p in analysis.parameters if not p.free]
    return _digest([analysis.technique, analysis.model, options, list(sources), *([held] if held else [])])


OF_THE_DATA = ("weight", "process", "processing", "reference")
"""Options that change the numbers a model is compared with, and not the model."""


def data_fingerprint(analysis: Analysis, measurements: tuple[Measurement, ...]) -> str:
    """Digest of data as processed, regions, masks and weights: fits that share it can be compared by AICc and BIC."""
    further = sorted((name, value) for name, value in analysis.options if name.startswith("processing_"))
    return _digest([*_data(analysis, measurements), *(analysis.option(name) for name in OF_THE_DATA), *further])


def _data(analysis: Analysis, measurements: tuple[Measurement, ...]) -> list[Any]:
    return [
        analysis.technique,
        [[c.name, c.array.digest] for m in measurements for c in m.channels],
        sorted([r.low, r.high] for r in analysis.regions),
        sorted(m.index for m in analysis.masked),
    ]


def _digest(content: list[Any]) -> str:
    return hashlib.sha256(json.dumps(content, default=list).encode()).hexdigest()


def is_stale(analysis: Analysis, measurements: tuple[Measurement, ...]) -> bool:
    """Whether the shown fit no longer belongs to what is asked, or its values were moved since.

    Of a derived analysis, made from others, `techniques.stale` knows.
    """
    fit = analysis.fit
    if fit is None:
        return False
    if fit.fingerprint != fit_fingerprint(analysis, measurements):
        return True
    shown = {p.name: p.value for p in (*analysis.parameters, *(p for c in analysis.components for p in c.parameters))}
    return any(shown.get(p.name, p.value) != p.value for p in fit.parameters)
