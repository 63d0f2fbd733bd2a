"""The project's file: new, open, save, close; who has it open, and whether somebody else changed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from naglass_gui.core.adoption import adopt_samples
from naglass_gui.core.errors import NaGlassError
from naglass_gui.core.project import Project, new_id
from naglass_gui.storage import (
    ChangedOnDisk,
    DiskStore,
    FileStamp,
    LoadedProject,
    LockOwner,
    ProjectLock,
    acquire_lock,
    file_stamp,
    list_backups,
    save_project,
)
from naglass_gui.ui.background import Background
from naglass_gui.ui.dialogs.samples import SamplesDialog
from naglass_gui.ui.document import Document
from naglass_gui.ui.locking import GivenUp, lock_for
from naglass_gui.ui.services import Remedy, Services
from naglass_gui.ui.times import now, spoken

EXTENSION = ".naglass"
FILTER = "NaGlass project (*.naglass)"
OPEN_FILTER = "NaGlass project (*.naglass *.h5);;All files (*)"
UNTITLED = "Untitled"

Then = Callable[[], Any]


def _nothing() -> None:
    pass


class Files(QObject):
    """Knows which file the document belongs to. Questions go through `services.ask`, work away from the window."""

    changed = Signal()  # path, read-only: the title is to be written anew
    opened = Signal()

    def __init__(self, document: Document, services: Services, background: Background) -> None:
        super().__init__()
        self._document = document
        self._services = services
        self._background = background
        self.path: Path | None = None
        self.read_only = False
        self.saved_at = ""
        self._stamp: FileStamp | None = None
        self._lock: ProjectLock | None = None
        self._saving = False

    def title(self) -> str:
        """The window's title, with Qt's place for the change marker."""
        name = self.path.stem if self.path else self._document.project.name or UNTITLED
        note = " (read-only)" if self.read_only else ""
        return f"{name}[*]{note} – NaGlass"

    # -- new, open, close ------------------------------------------------------------------------------------------

    def new(self, then: Then = _nothing) -> None:
        """Start an empty project, after asking about unsaved changes."""
        if self.leave(lambda: self.new(then)):
            self.release()
            self._show(Project(new_id()), None, modified=False)
            then()

    def ask_and_open(self) -> None:
        """Choose a project file and open it."""
        paths = self._services.ask.open_files("Open project", OPEN_FILTER)
        if paths:
            self.open(paths[0])

    def open(self, path: Path, then: Then = _nothing) -> None:
        """Open a project file, after asking about unsaved changes."""
        path = path.absolute()
        if self.path is not None and path.resolve() == self.path.resolve():
            self._services.messages.show(f"{path.name} is already open here.")
            return
        if not path.exists():
            self._services.settings.remove_recent(path)
            self._services.messages.show(f"{path.name} is no longer in {path.parent}. Was it moved?", "warning")
            return
        if self.leave(lambda: self.open(path, then)):

            def show(loaded: LoadedProject) -> None:
                if self._take(path, loaded):
                    then()

            self._load(path, show)

    def open_copy(self, loaded: LoadedProject, sentence: str) -> None:
        """Show a recovered or earlier project as an unsaved copy."""
        self.release()
        self._show(loaded.project, None, modified=True, loaded=loaded)
        self._services.messages.show(sentence, "info", [Remedy("Save as…", self.save_as)])

    def ask_and_adopt(self) -> None:
        """Choose another project, and of it the samples that are copied into this one."""
        paths = self._services.ask.open_files("Samples of another project", OPEN_FILTER)
        if paths:
            self._load(paths[0], lambda loaded: self._adopt(paths[0], loaded.project))

    def _adopt(self, path: Path, other: Project) -> None:
        if not other.samples:
            self._services.messages.show(f"{path.name} holds no samples.", "warning")
            return
        dialog = SamplesDialog(path.name, other.samples, self._services.parent)
        chosen = dialog.chosen() if self._services.ask.run(dialog) else ()
        if chosen:
            count = other.sample(chosen[0]).name if len(chosen) == 1 else f"{len(chosen)} samples"
            self._document.apply(f"Copy {count} from {path.name}", adopt_samples, other, chosen)

    def open_backup(self, path: Path, sentence: str) -> None:
        """Open a project that is not to be overwritten, as an unsaved copy."""
        if self.leave(lambda: self.open_backup(path, sentence)):
            self._load(path, lambda loaded: self.open_copy(loaded, sentence))

    def leave(self, then: Then) -> bool:
        """Whether the document may go now. Otherwise the person is asked; after a save, `then` is called."""
        if self._saving:
            self._background.run(lambda: None, lambda _nothing: then(), _raise)
            return False
        if not self._document.is_modified:
            return True
        name = self.path.name if self.path else "this project"
        answer = self._services.ask.choose(
            "Unsaved changes",
            f"Save the changes to {name}?",
            ("Save", "Don’t save", "Cancel"),
            informative="What is not saved is lost.",
        )
        if answer == 0:
            self.save(then)
        return answer == 1

    def release(self) -> None:
        """Give the file free for others."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _load(self, path: Path, done: Callable[[LoadedProject], None]) -> None:
        from naglass_gui.jobs.tasks import load

        store = self._document.store
        assert isinstance(store, DiskStore)
        self._services.jobs.call(
            f"Opening {path.name}", load, (path, store.home), done, lambda fault: self._offer_backups(path, fault)
        )

    def _take(self, path: Path, loaded: LoadedProject) -> bool:
        try:
            lock = lock_for(path, self._services.ask)
        except GivenUp:
            return False
        self.release()
        self._lock = lock
        self.read_only = loaded.read_only or lock is None
        self._show(loaded.project, path, modified=False, loaded=loaded)
        self._services.settings.add_recent(path)
        self._tell(path, loaded)
        return True

    def _show(self, project: Project, path: Path | None, modified: bool, loaded: LoadedProject | None = None) -> None:
        if path is None:
            self.read_only = False
        self.path = path
        self._stamp = loaded.stamp if loaded is not None and path is not None else None
        lost = (damage.array.digest for damage in loaded.damaged) if loaded is not None else ()
        self.saved_at = now() if path else ""
        self._services.messages.clear()
        self._document.open(project, modified, lost)
        self.changed.emit()
        self.opened.emit()

    def _tell(self, path: Path, loaded: LoadedProject) -> None:
        if loaded.damaged:
            count = len(loaded.damaged)
            what = "one array" if count == 1 else f"{count} arrays"
            self._services.messages.show(
                f"{path.name}: {what} of the file can no longer be trusted; everything else is open.",
                "warning",
                self._backup_remedies(path),
                "\n".join(damage.place for damage in loaded.damaged),
            )
        elif loaded.notices:
            self._services.messages.show(loaded.notices[0], "warning", details="\n".join(loaded.notices[1:]))
        elif self.read_only:
            self._services.messages.show(
                f"{path.name} is open read-only: changes can be saved under another name.",
                "info",
                [Remedy("Save as…", self.save_as)],
            )

    def _offer_backups(self, path: Path, fault: Exception) -> None:
        sentence, details = _told(fault)
        self._services.messages.show(sentence, "error", self._backup_remedies(path), details)

    def _backup_remedies(self, path: Path) -> list[Remedy]:
        return [Remedy("Earlier versions…", lambda: self.show_backups(path))] if list_backups(path) else []

    def show_backups(self, path: Path | None = None) -> None:
        """Let the person open one of the states saved before."""
        path = path or self.path
        backups = list_backups(path) if path is not None else ()
        if path is None or not backups:
            self._services.messages.show("There are no earlier versions of this project on this computer.")
            return
        words = [spoken(backup.saved) for backup in backups]
        if len(set(words)) < len(words):  # saved twice within a minute
            words = [f"{word}, save {backup.generation}" for word, backup in zip(words, backups, strict=True)]
        answer = self._services.ask.choose(
            "Earlier versions",
            f"Which version of {path.name} shall be opened as a copy?",
            (*words, "Cancel"),
            default=0,
            informative="The file itself stays as it is.",
        )
        if 0 <= answer < len(backups):
            self.open_backup(
                backups[answer].path, f"This is {path.name} as it was saved {words[answer]}, as an unsaved copy."
            )

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self, then: Then = _nothing) -> None:
        """Save the project to its file; ask for one where there is none."""
        if self.path is None or self.read_only:
            self.save_as(then)
        elif self._lock is not None and not self._lock.held():
            self._lost_lock(then)
        else:
            self._write(self.path, self._stamp, then)

    def save_as(self, then: Then = _nothing) -> None:
        """Save under a name to be chosen."""
        name = self.path.stem if self.path else self._document.project.name or self._first_sample() or UNTITLED
        suggestion = self.path if self.path is not None else Path(name + EXTENSION)
        path = self._services.ask.save_file("Save project", suggestion, FILTER)
        if path is None:
            return
        path = path.absolute()
        if path == self.path and not self.read_only:
            self._write(path, self._stamp, then)
            return
        try:
            taken, expected = acquire_lock(path), file_stamp(path)
        except NaGlassError as fault:
            self._services.messages.show(fault.sentence, "error", [Remedy("Save as…", self.save_as)], fault.details)
            return
        if isinstance(taken, LockOwner):
            self._services.messages.show(
                f"{path.name} is open in another NaGlass. Choose another name.",
                "warning",
                [Remedy("Save as…", self.save_as)],
            )
            return
        self._write(path, expected, then, taken)

    def save_remedy(self) -> Remedy:
        """Saving, as a button beside a message."""
        return Remedy("Save", self.save)

    def _first_sample(self) -> str:
        samples = self._document.project.samples
        return "".join(c if c.isalnum() or c in " -_.,+()" else "_" for c in samples[0].name).strip() if samples else ""

    def _write(self, path: Path, expected: FileStamp | None, then: Then, lock: ProjectLock | None = None) -> None:
        project, store, lost = self._document.committed, self._document.store, self._document.lost
        self._saving = True

        def saved(stamp: FileStamp) -> None:
            self._saving = False
            if lock is not None:
                self.release()
                self._lock, self.read_only = lock, False
            self.path, self._stamp, self.saved_at = path, stamp, now()
            self._services.settings.add_recent(path)
            self._document.mark_saved(project)
            self.changed.emit()
            if stamp.notices:
                self._services.messages.show(stamp.notices[0], "warning", details="\n".join(stamp.notices[1:]))
            then()

        def failed(fault: Exception) -> None:
            self._saving = False
            if lock is not None:
                lock.release()
            self._refused(path, fault, then)

        self._background.run(lambda: save_project(project, store, path, expected=expected, lost=lost), saved, failed)

    def _refused(self, path: Path, fault: Exception, then: Then) -> None:
        if isinstance(fault, ChangedOnDisk):
            self._changed_on_disk(path, fault, then)
            return
        sentence, details = _told(fault)
        remedies = [Remedy("Save as…", self.save_as), Remedy("Try again", lambda: self.save(then))]
        self._services.messages.show(sentence, "error", remedies, details)

    def _changed_on_disk(self, path: Path, fault: ChangedOnDisk, then: Then) -> None:
        answer = self._services.ask.choose(
            "Changed on disk",
            fault.sentence,
            ("Save as…", "Overwrite", "Cancel"),
            informative="Overwriting replaces what somebody else saved; it stays among the earlier versions.",
        )
        if answer == 0:
            self.save_as(then)
        elif answer == 1:
            self._write(path, file_stamp(path), then)

    def _lost_lock(self, then: Then) -> None:
        assert self.path is not None
        answer = self._services.ask.choose(
            "Taken over",
            f"Another NaGlass has taken over {self.path.name} meanwhile.",
            ("Save as…", "Cancel"),
            informative="Saving under another name keeps both versions.",
        )
        if answer == 0:
            self.save_as(then)


def _told(fault: Exception) -> tuple[str, str]:
    """Sentence and details of a failure a person can act on; anything else is a fault of the program and goes on."""
    if isinstance(fault, NaGlassError):
        return fault.sentence, fault.details
    raise fault


def _raise(fault: Exception) -> None:
    raise fault
