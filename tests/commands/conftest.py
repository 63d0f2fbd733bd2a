"""Commands run in this process, with children that are already warm: to start them takes longer than most of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from naglass_gui.commands import check, fit, stability, stored, temperatures
from naglass_gui.jobs import Jobs


@pytest.fixture(scope="session")
def warm_jobs() -> Iterator[Jobs]:
    """Two children for all tests of this folder."""
    with Jobs(2) as running:
        yield running


@pytest.fixture(autouse=True)
def shared_jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands use them; those that need none start none."""
    for module in (check, fit, stability, stored, temperatures):
        monkeypatch.setattr(module, "Jobs", lambda workers: nullcontext(request.getfixturevalue("warm_jobs")))
