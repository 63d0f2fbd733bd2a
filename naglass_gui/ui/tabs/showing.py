"""What a tab shows of the document, which of it is the current one, and when it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Flag, auto
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.ui.document import Document
from naglass_gui.ui.plots.redraw import Redraw

NUMBERS_MS = 60  # between two changes of the numbers at the right while something is dragged


class Part(Flag):
    """What may be out of date: points, model, what depends on the view only, the column; LOOK: where the view is."""

    DATA = auto()
    MODEL = auto()
    VIEW = auto()
    COLUMN = auto()
    LOOK = auto()


NOTHING = Part(0)
PLOTS = Part.DATA | Part.MODEL


class Item(Protocol):
    """One of the things a tab shows: `id` is what it is called by (its measurement, or a derived analysis itself)."""

    @property
    def id(self) -> Id:
        """What names it in the tree."""

    @property
    def analysis(self) -> Analysis | None:
        """What is fitted to it, as it is during a drag too."""


class View[Shown: Item](Protocol):
    """What a tab does for its `Showing`."""

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Shown]:
        """What of the selection belongs here, in the tree's order."""

    def take(self, items: tuple[Shown, ...], current: Shown | None) -> Part:
        """Take what is shown from now on; gives what is out of date (LOOK: the view must go elsewhere)."""

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""

    def look(self) -> None:
        """Go to where a new selection is best seen; it is drawn already."""

    def settled(self, refitted: bool) -> None:
        """A step was made or undone, and is drawn; `refitted`: another fit is shown than before."""


class Showing[Shown: Item](QObject):
    """Follows the document for a tab. A tab that nobody sees follows when it is seen again.

    `gathered`: `items` and `current` are new; `looked`: the view went to a new selection.

    Args:
        document: what is followed.
        view: the tab.
        seen: whether anybody can see it.
        parent: owner.

    Attributes:
        items: all that is shown, in the tree's order.
        current: the one that is edited: the one it was before where it is still there, else the first.
    """

    gathered = Signal()
    looked = Signal()

    def __init__(self, document: Document, view: View[Shown], seen: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._view = view
        self._seen = seen
        self._ids: tuple[Id, ...] = ()
        self._chosen: Id = ""
        self._behind = False
        self.items: tuple[Shown, ...] = ()
        self.current: Shown | None = None
        self._plots = Redraw(self._draw, self)
        self._numbers = Redraw(self._draw, self, NUMBERS_MS)
        document.changed.connect(self._follow)
        document.replaced.connect(self._start_afresh)

    @property
    def analysis(self) -> Analysis | None:
        """What is fitted to the current one, as it is before a running drag."""
        if self.current is None or self.current.analysis is None:
            return None
        id = self.current.analysis.id
        return next((a for a in self._document.committed.analyses if a.id == id), None)

    @property
    def others(self) -> tuple[Shown, ...]:
        """All but the current one."""
        return tuple(item for item in self.items if item is not self.current)

    @property
    def analyses(self) -> list[Analysis]:
        """The analyses of everything that is shown."""
        return [item.analysis for item in self.items if item.analysis is not None]

    def select(self, ids: Sequence[Id]) -> None:
        """Show what belongs here of a new selection in the tree."""
        self._ids = tuple(ids)
        self.gather(Part.LOOK)

    def make_current(self, id: Id) -> bool:
        """Edit another one of those shown; True when it was another one."""
        if id == self._chosen:
            return False
        self._chosen = id
        self.gather()
        return True

    def gather(self, out_of_date: Part = NOTHING) -> None:
        """Take what is shown from the document, and mark what is out of date, this at least."""
        self._behind = False
        self.items = tuple(self._view.gather(self._document.project, self._ids))
        self.current = next((i for i in self.items if i.id == self._chosen), None) or next(iter(self.items), None)
        self._chosen = self.current.id if self.current is not None else ""
        part = self._view.take(self.items, self.current) | out_of_date
        self.gathered.emit()
        self.mark(part | PLOTS if Part.LOOK in part else part)
        self._numbers.mark(Part.COLUMN)
        if self._document.project is self._document.committed:
            self._numbers.now()
        if Part.LOOK in part:
            self._plots.now()
            self._view.look()
            self.looked.emit()

    def mark(self, part: Part) -> None:
        """Say that this is out of date."""
        plots = part & ~(Part.COLUMN | Part.LOOK)
        if plots:
            self._plots.mark(plots)
        if Part.COLUMN in part:
            self._numbers.mark(Part.COLUMN)

    def now(self) -> None:
        """Draw at once what is out of date, e.g. before a picture is taken."""
        self.catch_up()
        self._plots.now()
        self._numbers.now()

    def catch_up(self) -> None:
        """The tab is seen again."""
        if self._behind:
            self.gather(PLOTS)
            self._plots.now()
            self._view.settled(True)

    def _start_afresh(self) -> None:
        self._ids, self._chosen = (), ""
        self.gather(Part.LOOK)

    def _follow(self, before: Project, after: Project) -> None:
        if before.samples is after.samples and before.analyses is after.analyses:
            return
        if not self._seen():
            self._behind = True
            return
        fits = self._fits()
        self.gather()
        if self._document.project is self._document.committed:
            self._plots.now()
            self._view.settled(fits != self._fits())

    def _draw(self, part: Part) -> None:
        # What was asked for before the tab was hidden: the document may have gone on, and catching up draws everything.
        if not self._behind:
            self._view.draw(part)

    def _fits(self) -> list[Id | None]:
        return [item.analysis.current if item.analysis is not None else None for item in self.items]
