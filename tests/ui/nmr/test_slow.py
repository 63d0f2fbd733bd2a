"""Automatic phase and baseline are found by a child: the window waits for none of them, and only the newest wish counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, new_id
from naglass_gui.ui.nmr.spectra import Spectra
from tests.ui.nmr.made import with_decay


class Slow:
    """Children that answer when they are told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[..., Any], tuple[Any, ...], Callable[[Any], None], Callable[..., None]]] = []

    def call(self, name: str, function: Any, arguments: Any, done: Any, failed: Any = None, **_: Any) -> None:
        self.waiting.append((function, arguments, done, failed))

    def answer(self) -> None:
        function, arguments, done, failed = self.waiting.pop(0)
        try:
            made = function(*arguments)
        except InputError as fault:
            failed(fault)
        else:
            done(made)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def decay(slow):
    """A project with a decay without stored phases, the spectra of it, and how often an answer arrived."""
    store = MemoryStore()
    arrived: list[int] = []
    spectra = Spectra(store, slow, lambda: arrived.append(1))
    return with_decay(Project(new_id()), store), spectra, arrived


def test_an_automatic_phase_is_waited_for_without_holding_the_window(decay, slow):
    project, spectra, arrived = decay
    ids = [m.id for m in project.measurements()]
    (shown,) = spectra.of(project, ids)
    assert shown.signal is None and shown.fault is None and shown.waiting
    slow.answer()
    (shown,) = spectra.of(project, ids)
    assert arrived == [1] and not shown.waiting
    assert shown.signal.shift[shown.signal.intensity.argmax()] == pytest.approx(-11.2, abs=0.1)
    assert spectra.of(project, ids)[0].signal is shown.signal and slow.waiting == []


def chained(project: Project, *steps: tuple[Any, ...]) -> Project:
    return edits.set_option(project, project.analyses[0].id, "processing", steps)


def test_only_the_newest_wish_is_kept_and_the_earlier_spectrum_stays_until_it_comes(decay, slow):
    project, spectra, arrived = decay
    ids = [m.id for m in project.measurements()]
    spectra.of(project, ids)
    slow.answer()
    first = spectra.of(project, ids)[0].signal
    for length in (40.0, 50.0, 60.0):
        project = chained(project, ("zero_fill", 8192), ("ft",), ("auto_phase",), ("baseline", length))
        (shown,) = spectra.of(project, ids)
        assert shown.signal is first and shown.waiting
    assert len(slow.waiting) == 1  # the others wait in line, and the middle one is forgotten
    slow.answer()
    assert len(slow.waiting) == 1 and spectra.of(project, ids)[0].signal is first
    slow.answer()
    assert spectra.of(project, ids)[0].signal is not first and slow.waiting == []


def test_what_a_child_refuses_is_said(decay, slow):
    project, spectra, _ = decay
    ids = [m.id for m in project.measurements()]
    project = chained(project, ("ft",), ("baseline", 1e9))
    spectra.of(project, ids)
    slow.answer()
    (shown,) = spectra.of(project, ids)
    assert shown.signal is None and "length must lie between" in shown.fault.sentence


def test_quick_steps_are_done_at_once(decay, slow):
    project, spectra, _ = decay
    project = chained(project, ("zero_fill", 8192), ("ft",), ("phase", 0.0, 0.0, None))
    (shown,) = spectra.of(project, [m.id for m in project.measurements()])
    assert shown.signal is not None and slow.waiting == []


def test_a_spectrum_that_comes_late_is_looked_at_whole(make_bench, services, slow):
    services.jobs = slow
    bench = make_bench()
    project = with_decay(Project(new_id()), bench.document.store)
    bench.document.open(project)
    bench.tab.show_selection([m.id for m in project.measurements()])
    assert bench.tab.current.signal is None
    slow.answer()
    bench.tab.redraw_now()
    low, high = bench.tab.plots.spectrum.view.viewRange()[1]
    assert low < 0.0 and high > 1.0
