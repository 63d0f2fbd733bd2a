"""A project with one fit of all temperatures is verified by fitting all of them at once again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from naglass_gui.commands.verify import Verdict, Verification
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Project
from naglass_gui.techniques.eis.together import fit_together
from tests.techniques.arrhenius.series import PELLET, of_outcomes
from tests.techniques.eis.test_together import fitted


@dataclass
class Done:
    """A job that was done at once."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def result(self) -> Any:
        return self.function(*self.arguments)


class Here:
    """Children that work in place."""

    def submit(self, function: Callable[..., Any], arguments: tuple[Any, ...], **_: Any) -> Done:
        return Done(function, arguments)


@pytest.fixture(scope="module")
def stored() -> tuple[Project, MemoryStore]:
    series, store = fitted(), MemoryStore()
    for inputs in series:
        for values in inputs.arrays.values():
            store.put(values)
    outcomes = fit_together(series).outcomes
    return of_outcomes(outcomes, [i.measurements[0] for i in series], PELLET), store


def verdicts(project: Project, store: MemoryStore) -> list[Verdict]:
    return list(Verification(project, store, Here()).verdicts())  # type: ignore[arg-type]


def test_every_part_and_the_line_through_them_are_reproduced(stored: tuple[Project, MemoryStore]) -> None:
    found = verdicts(*stored)
    assert len(found) == 6 and not any(v.fault for v in found), [v.fault for v in found if v.fault]


def test_a_part_alone_cannot_be_fitted_again_and_says_so(stored: tuple[Project, MemoryStore]) -> None:
    project, store = stored
    first = project.analyses[0]
    analyses = (replace(first, current=first.fits[0].id), *project.analyses[1:-1])
    found = verdicts(replace(project, analyses=analyses), store)
    assert not found[0].fault or "stale" in found[0].fault
    assert all("part of a fit of more temperatures" in v.fault for v in found[1:])


def test_what_fails_is_told_in_its_sentence(
    stored: tuple[Project, MemoryStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise NaGlassError("the law is broken.")

    monkeypatch.setattr(Done, "result", fail)
    assert {v.fault for v in verdicts(*stored)} == {"it can no longer be fitted: the law is broken."}
