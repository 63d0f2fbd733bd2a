"""Data no instrument writes, in every tab: zeros, one value, infinities, numbers at the ends of what numbers reach."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QApplication

from naglass_gui.core.arrays import Array, ArrayStore, MemoryStore
from naglass_gui.core.project import Measurement, Project
from naglass_gui.techniques import settle
from tests.faults import rounds
from tests.faults.late_jobs import LateJobs
from tests.faults.whole_study import whole_study
from tests.ui.conftest import ask, home, make_window  # noqa: F401

Real = NDArray[np.float64]


def at(place: float, value: float) -> Callable[[Real], Real]:
    """One value elsewhere than it was."""
    return lambda v: np.where(np.arange(v.size).reshape(v.shape) == int(place * v.size), value, v)


CHANGES: dict[str, Callable[[Real], Real]] = {
    "zeros": np.zeros_like,
    "1e300": lambda v: v * (1e300 / np.abs(v).max()),
    "one infinity": at(0.5, np.inf),
    "one value": lambda v: np.full_like(v, 3.0),
    "no numbers": lambda v: np.full_like(v, np.nan),
    "1e150 times": lambda v: v * 1e150,
    "1e-300 times": lambda v: v * 1e-300,
    "other sign": np.negative,
    "one not a number": at(0.5, np.nan),
    "one of 1e200": at(0.3, 1e200),
    "1e10 and a little": lambda v: 1e10 + 1e-8 * v,
}
CASES = [(name, role) for name in CHANGES for role in ("signal", "axis", "all")][:: rounds(7, 1)]


@pytest.fixture
def jobs() -> LateJobs:
    return LateJobs(random.Random(0), {})


@pytest.fixture(scope="module")
def filled() -> tuple[Project, ArrayStore]:
    store = MemoryStore()
    return whole_study(store), store


def changed(
    measurement: Measurement, kept: ArrayStore, put: Callable[[Array], object], name: str, role: str
) -> Measurement:
    channels = []
    for channel in measurement.channels:
        values = kept.get(channel.array)
        if values.dtype.kind == "f" and role in ("all", channel.role):
            values = np.ascontiguousarray(CHANGES[name](np.asarray(values, dtype=float)))
        channels.append(replace(channel, array=put(values)))  # type: ignore[arg-type]
    return replace(measurement, channels=tuple(channels))


# What overflows is infinite, and drawn nowhere.
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("name", "role"), CASES)
def test_data_beyond_all_sense_are_shown_or_said(make_window, jobs, filled, qtbot, name, role):  # noqa: F811
    study, kept = filled
    window = make_window()
    window.resize(900, 560)
    put = window.document.store.put
    for ref in study.arrays():
        put(kept.get(ref))
    samples = tuple(
        replace(s, measurements=tuple(changed(m, kept, put, name, role) for m in s.measurements)) for s in study.samples
    )
    with qtbot.captureExceptions() as exceptions:
        window.document.open(settle(study, replace(study, samples=samples)))
        for place, entry in enumerate(window.tabs.entries):
            window.show_tab(place)
            own = [a.id for a in study.analyses if a.technique == entry.technique]
            for chosen in (own[:1], own):
                window.tree.select(chosen)
                QApplication.processEvents()
                window.grab()
            assert window.tabs.current is not None and window.tabs.current.isVisible()
    assert exceptions == []
