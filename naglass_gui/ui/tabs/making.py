"""What a tab shows, made from parts of the document: at once where that is quick, by a child where it takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from naglass_gui.core.project import Id
from naglass_gui.ui.services import JobRunner
from naglass_gui.ui.tabs.chosen import Kept

Parts = tuple[Any, ...]
"""What an item depends on, compared by identity."""
Work = tuple[str, Callable[..., Any], tuple[Any, ...]]
"""A job: its name, a module-level function of the package, its arguments."""


class Recipe[Made](Protocol):
    """How an item is made."""

    @property
    def nothing(self) -> Made:
        """What is shown until the first one is made."""

    def slow(self, parts: Parts) -> bool:
        """Whether it cannot be made between two frames."""

    def here(self, parts: Parts) -> Made:
        """Make it now. Raises nothing."""

    def work(self, parts: Parts) -> Work:
        """What a child does for it."""

    def done(self, result: Any) -> Made:
        """It, from what the child gave."""

    def failed(self, error: Exception) -> Made:
        """It, where the child failed."""


class Making[Made]:
    """Makes items, and makes anew only what had a part replaced. Of a slow one only the newest wish is kept.

    Args:
        recipe: how.
        jobs: the children.
        arrived: called when a child has made an item that was asked for.

    Attributes:
        busy: ids of items that a child is making; until it has, the one made before is shown.
    """

    def __init__(self, recipe: Recipe[Made], jobs: JobRunner, arrived: Callable[[], None] = lambda: None) -> None:
        self._recipe = recipe
        self._jobs = jobs
        self._arrived = arrived
        self._kept: Kept[Made] = Kept(self._make)
        self._last: dict[Id, Made] = {}
        self._ready: dict[Id, tuple[Parts, Made]] = {}
        self._asked: dict[Id, Parts] = {}
        self._gathering = False
        self.busy: set[Id] = set()

    def of(self, wanted: Iterable[tuple[Id, Parts]]) -> tuple[Made, ...]:
        """The item of each id with its parts, in their order."""
        self._gathering = True
        try:
            return self._kept.of((id, (id, *parts)) for id, parts in wanted)
        finally:
            self._gathering = False

    def _make(self, id: Id, *parts: Any) -> Made:
        ready = self._ready.pop(id, None)
        if ready is not None and _same(ready[0], parts):
            made = ready[1]
        elif self._recipe.slow(parts):
            self._ask(id, parts)
            # A child that answers at once has answered by now.
            done = self._ready.pop(id, None)
            return done[1] if done is not None else self._last.get(id, self._recipe.nothing)
        else:
            self._asked.pop(id, None)
            made = self._recipe.here(parts)
        self._last[id] = made
        return made

    def _ask(self, id: Id, parts: Parts) -> None:
        """Let a child make it, after the one it is at; a wish that waited is forgotten."""
        self._asked[id] = parts
        if id in self.busy:
            return
        self.busy.add(id)
        name, function, arguments = self._recipe.work(parts)
        self._jobs.call(
            name,
            function,
            arguments,
            lambda result: self._take(id, parts, self._recipe.done(result)),
            lambda error: self._take(id, parts, self._recipe.failed(error)),
        )

    def _take(self, id: Id, parts: Parts, made: Made) -> None:
        self.busy.discard(id)
        wanted = self._asked.pop(id, None)
        if wanted is not None and not _same(wanted, parts):
            self._ask(id, wanted)
        elif wanted is not None:
            self._ready[id], self._last[id] = (parts, made), made
        if not self._gathering:
            self._kept.forget(id)
            self._arrived()


def _same(one: Parts, two: Parts) -> bool:
    return len(one) == len(two) and all(a is b for a, b in zip(one, two, strict=True))
