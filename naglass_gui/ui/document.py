"""The one document of the window: the current project, its undo history and its change marker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Concatenate

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.project import Measurement, Project, new_id

Settle = Callable[[Project, Project], Project]
MERGING_ID = 1


class _Step(QUndoCommand):
    """One named step. An exception leaving undo or redo ends the process, so these only assign."""

    def __init__(self, document: Document, before: Project, after: Project, text: str, merge: str) -> None:
        super().__init__(text)
        self._document = document
        self.before = before
        self.after = after
        self.merge = merge

    def id(self) -> int:
        return MERGING_ID if self.merge else -1

    def redo(self) -> None:
        self._document._go_to(self.after)

    def undo(self) -> None:
        self._document._go_to(self.before)

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other.merge != self.merge or other.before is not self.after:
            return False
        self.after = other.after
        return True


class Document(QObject):
    """Holds the project; every change goes through `apply`, and every view follows `changed`.

    `changed(before, after)` carries two projects; views compare the parts they show with `is`. During a drag, `preview`
    shows projects that are not in the history; `commit_preview` makes one step of them, `drop_preview` none.
    """

    changed = Signal(object, object)
    replaced = Signal()  # another project was opened: selections and views start afresh
    modified = Signal(bool)

    def __init__(self, store: ArrayStore, settle: Settle = lambda before, after: after) -> None:
        super().__init__()
        self.store = store
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(1000)
        self.stack.cleanChanged.connect(self._clean_changed)
        self.lost: frozenset[str] = frozenset()  # digests of arrays whose bytes in the file were damaged
        self._settle = settle
        self._project = Project(new_id())
        self._base: Project | None = None
        self._joined = ""

    @property
    def project(self) -> Project:
        """What is shown now: the preview during a drag."""
        return self._project

    @property
    def committed(self) -> Project:
        """What the history holds now: the project without a running drag."""
        return self._project if self._base is None else self._base

    @property
    def is_modified(self) -> bool:
        """Whether something is not saved."""
        return not self.stack.isClean()

    def is_damaged(self, measurement: Measurement) -> bool:
        """Whether numbers of a measurement are lost, so that it cannot be shown."""
        return any(channel.array.digest in self.lost for channel in measurement.channels)

    def apply[**P](
        self,
        text: str,
        edit: Callable[Concatenate[Project, P], Project],
        *arguments: P.args,
        **keywords: P.kwargs,
    ) -> None:
        """Make one undoable step named `text`. What the edit raises reaches the caller, and nothing has changed."""
        self.push(text, edit(self.committed, *arguments, **keywords))

    def push(self, text: str, project: Project, merge: str = "") -> None:
        """Make a step to a project computed elsewhere. Steps in a row with one merge key become one."""
        before = self.committed
        if project is before:
            self.drop_preview()
            return
        after = self._settle(before, project)
        self._base = None
        self.stack.push(_Step(self, before, after, text, merge or self._joined))

    @contextmanager
    def joining(self, merge: str) -> Iterator[None]:
        """Give the steps made inside this merge key, so that one that comes later with it becomes part of them."""
        before, self._joined = self._joined, merge
        try:
            yield
        finally:
            self._joined = before

    def preview(self, edit: Callable[..., Project], *arguments: Any, **keywords: Any) -> None:
        """Show an edit of the committed project without making a step of it."""
        if self._base is None:
            self._base = self._project
        self._show(self._settle(self._base, edit(self._base, *arguments, **keywords)))

    def commit_preview(self, text: str) -> None:
        """Make one step of what the drag shows."""
        if self._base is not None:
            self.push(text, self._project)

    def drop_preview(self) -> None:
        """Go back to what was before the drag."""
        if self._base is not None:
            base, self._base = self._base, None
            self._show(base)

    def open(self, project: Project, modified: bool = False, lost: Iterable[str] = ()) -> None:
        """Show another project with a fresh history.

        Args:
            project: what is shown.
            modified: for one that was recovered and is saved nowhere.
            lost: digests of arrays that are not in the store because they were damaged.
        """
        self._base = None
        self.lost = frozenset(lost)
        self.stack.clear()
        if modified:
            self.stack.resetClean()
        self._show(project)
        self.replaced.emit()
        # A field that was being typed in when the project changed may have made a step by now.
        self.modified.emit(self.is_modified)

    def mark_saved(self, project: Project) -> None:
        """Clear the change marker, when what was saved is still what is shown."""
        if project is self.committed:
            self.stack.setClean()

    def _clean_changed(self, clean: bool) -> None:
        self.modified.emit(not clean)

    def _go_to(self, project: Project) -> None:
        # An undo in the middle of a drag ends its preview: what the drag started from is no longer there.
        self._base = None
        self._show(project)

    def _show(self, project: Project) -> None:
        before, self._project = self._project, project
        if before is not project:
            self.changed.emit(before, project)
