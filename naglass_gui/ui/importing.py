"""Importing: files, folders and pasted columns become one undoable step and one message."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDir, QMimeData, QObject, QTemporaryDir

from naglass_gui.core.errors import LoadError
from naglass_gui.core.project import Id, Project
from naglass_gui.core.reading import FileReading
from naglass_gui.ui.background import Background
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Remedy, Services

if TYPE_CHECKING:
    from naglass_gui.formats.columns import NeedsMapping
    from naglass_gui.formats.direct_current import IncompleteRows

FILTER = (
    "Instrument files (*.dta *.DTA *.mpr *.mpt *.z *.txt *.csv *.tsv *.xlsx *.dat *.dfr *.P00 *.ids *.idf *.i2b *.ism"
    " *.jdf *.tnt *.dx *.jdx *.csdf *.json *.mat *.fid *.ft fid ser 1r 2rr acqus procpar);;All files (*)"
)
PROJECT_EXTENSIONS = (".naglass", ".h5")
MANY_FILES = 500  # asked about first
MANY_AT_ONCE = 20  # taken in beside the window: each costs a few milliseconds
SAID = 4
SPECTRA, MEASUREMENTS = ("spectrum", "spectra"), ("measurement", "measurements")
COUNTED = {"eis": SPECTRA, "nmr": SPECTRA, "relaxation": ("series", "series"), "bpp": ("table of T₁", "tables of T₁")}
"""What is said to be imported, by technique."""


@dataclass(slots=True)
class _Import:
    """One import on its way: what was read, what was refused, what waits for its columns to be named."""

    paths: list[Path]
    sample: Id | None
    whole_folder: bool = False
    show_first: bool = False
    read: list[FileReading] = field(default_factory=list)
    refused: list[LoadError] = field(default_factory=list)
    waiting: list[tuple[Path, NeedsMapping]] = field(default_factory=list)
    incomplete: list[tuple[Path, IncompleteRows]] = field(default_factory=list)


class Importer(QObject):
    """Takes paths from wherever they come, has them read by a child, and adds what they held to the document."""

    def __init__(
        self, document: Document, services: Services, background: Background, open_project: Callable[[Path], None]
    ) -> None:
        super().__init__()
        self._background = background
        self._document = document
        self._services = services
        self._open_project = open_project
        self._pasted: QTemporaryDir | None = None

    def ask_and_import(self) -> None:
        """Choose files and import them."""
        paths = self._services.ask.open_files("Import files", FILTER)
        if paths:
            self.import_paths(paths)

    def ask_and_import_folder(self) -> None:
        """Choose a folder and import what can be read in it."""
        folder = self._services.ask.folder("Import a folder")
        if folder is not None:
            self.import_paths([folder])

    def import_paths(self, paths: Sequence[Path], sample: Id | None = None, show_first: bool = False) -> None:
        """Import files and folders; a project file is opened instead.

        Args:
            paths: what was dropped or chosen.
            sample: the sample they belong to; None makes a new one.
            show_first: whether only the first measurement is shown afterwards, and not all of them over each other.
        """
        projects = [p for p in paths if p.suffix.lower() in PROJECT_EXTENSIONS and p.is_file()]
        if projects:
            if len(paths) > 1:
                words = f"{projects[0].name} is a project, so it is opened; the other files were not imported."
                self._services.messages.show(words, "warning")
            self._open_project(projects[0])
            return
        files = sorted({file for path in paths for file in _files_of(path)}, key=_as_people_sort)
        if not files:
            self._services.messages.show("There are no files to import in what was dropped.", "warning")
            return
        if len(files) > MANY_FILES and not self._agreed(len(files)):
            return
        # What was chosen file by file stays in its order, unless files of one experiment were taken together.
        order = files if set(files) != set(paths) else list(dict.fromkeys(paths))
        self._begin(_Import(order, sample, any(p.is_dir() for p in paths), show_first))

    def paste(self, text: str, sample: Id | None = None) -> None:
        """Import columns copied from a spreadsheet."""
        if not text.strip():
            self._services.messages.show("There are no columns on the clipboard to paste.", "warning")
            return
        if self._pasted is None:  # for as long as the window: a remedy may read a file again
            self._pasted = QTemporaryDir(QDir.temp().filePath("naglass-paste-XXXXXX"))
        folder, name = Path(self._pasted.path()), f"Pasted {datetime.now():%Y-%m-%d %H-%M-%S}"
        names = itertools.chain([name], (f"{name} {k}" for k in itertools.count(2)))
        file = next(path for path in (folder / f"{n}.txt" for n in names) if not path.exists())
        file.write_text(text, encoding="utf-8")
        self._begin(_Import([file], sample))

    def close(self) -> None:
        """Remove what was pasted."""
        if self._pasted is not None:
            self._pasted.remove()

    # -- one import after another ----------------------------------------------------------------------------------

    def _begin(self, work: _Import) -> None:
        self._services.jobs.read(work.paths, lambda results: self._sort(work, results))

    def _sort(self, work: _Import, results: Sequence[FileReading | LoadError]) -> None:
        from naglass_gui.formats import IncompleteRows, NeedsMapping

        for path, result in zip(work.paths, results, strict=True):
            if isinstance(result, FileReading):
                work.read.append(result)
            elif isinstance(result, NeedsMapping) and not work.whole_folder:
                work.waiting.append((path, result))
            else:
                if isinstance(result, IncompleteRows):
                    work.incomplete.append((path, result))
                work.refused.append(result)
        self._ask_for_columns(work)

    def _ask_for_columns(self, work: _Import) -> None:
        if not work.waiting:
            self._finish(work)
            return
        path, need = work.waiting.pop(0)
        mapping = self._mapping(path, need)
        if mapping is None:
            work.refused.append(need)
            self._ask_for_columns(work)
            return

        def taken(results: Sequence[FileReading | LoadError]) -> None:
            again = results[0]
            if isinstance(again, FileReading):
                work.read.append(again)
            else:
                work.refused.append(again)
            self._ask_for_columns(work)

        self._services.jobs.read([path], taken, mapping)

    def _mapping(self, path: Path, need: NeedsMapping) -> Any:
        from naglass_gui.ui.dialogs.column_mapper import ColumnMapper

        dialog = ColumnMapper(path.name, need, self._services.settings, self._services.parent)
        return dialog.mapping if self._services.ask.run(dialog) else None

    def _finish(self, work: _Import) -> None:
        if not work.read:
            self._summarise(work)
            return
        from naglass_gui.techniques import technique
        from naglass_gui.techniques.intake import intake

        project, store = self._document.committed, self._document.store
        sample = work.sample if work.sample in {s.id for s in project.samples} else None

        def take_in() -> tuple[Project, tuple[Id, ...]]:
            return intake(project, tuple(work.read), store, technique, sample)

        def show(taken: tuple[Project, tuple[Id, ...]]) -> None:
            if self._document.committed is project:
                self._show(work, *taken)
            else:
                self._finish(work)  # something was edited meanwhile: once more, onto what is there now

        if len(work.read) < MANY_AT_ONCE:
            show(take_in())
        else:
            self._background.run(take_in, show, _raise)

    def _show(self, work: _Import, project: Project, ids: tuple[Id, ...]) -> None:
        count = len(work.read)
        self._document.push(f"Import {work.read[0].file}" if count == 1 else f"Import {count} files", project)
        self._services.select(ids[:1] if count == 1 or work.show_first else ids)
        self._summarise(work)

    # -- what is said ----------------------------------------------------------------------------------------------

    def _summarise(self, work: _Import) -> None:
        sweeps = sum(len(file.readings) for file in work.read)
        notices = [
            f"{file.file}: {notice}" for file in work.read for r in file.readings for notice in dict.fromkeys(r.notices)
        ]
        refused = [fault.sentence for fault in work.refused]
        parts = []
        if work.read:
            parts.append(f"Imported {_counted(work.read, sweeps)}.")
        if len(refused) == 1:
            parts.append(refused[0])
        elif refused:
            parts.append(f"{len(refused)} files could not be read.")
        unique = list(dict.fromkeys(notices))
        if len(unique) == 1 and not refused:
            parts.append(unique[0])
        elif unique:
            parts.append(f"{len(unique)} notices.")
        technical = [fault.details for fault in work.refused if fault.details]
        details = [*refused, *unique, *technical] if len(refused) + len(unique) > 1 or technical else []
        tone = ("warning" if work.read else "error") if refused else ("warning" if unique else "good")
        self._services.messages.show(" ".join(parts), tone, self._remedies(work), "\n".join(details))  # type: ignore[arg-type]

    def _remedies(self, work: _Import) -> list[Remedy]:
        if work.incomplete:
            rows = work.incomplete[0][1].complete
            words = f"Load {rows} rows" if len(work.incomplete) == 1 else "Load the complete rows"
            return [Remedy(words, lambda: self._load_complete_rows(work))]
        return [] if work.read else [Remedy("Choose other files…", self.ask_and_import)]

    def _load_complete_rows(self, work: _Import) -> None:
        """Read once more what a column was missing in, up to the row where it ends."""
        from naglass_gui.jobs import tasks

        again = _Import([path for path, _ in work.incomplete], work.sample)
        answers = len(again.paths)

        def answered(result: FileReading | LoadError) -> None:
            (again.read if isinstance(result, FileReading) else again.refused).append(result)  # type: ignore[arg-type]
            if len(again.read) + len(again.refused) == answers:
                self._finish(again)

        for path in again.paths:
            self._services.jobs.call(
                f"Reading {path.name}",
                tasks.read,
                (path, None, False, True),
                answered,
                lambda fault: answered(fault),  # type: ignore[arg-type]
            )

    def _agreed(self, count: int) -> bool:
        answer = self._services.ask.choose(
            "Many files", f"Read {count} files?", ("Read them", "Cancel"), informative="This can take a while."
        )
        return answer == 0


def _raise(fault: Exception) -> None:
    raise fault


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders among what was dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _counted(files: Sequence[FileReading], sweeps: int) -> str:
    kinds = {COUNTED.get(reading.technique, MEASUREMENTS) for file in files for reading in file.readings}
    one, many = kinds.pop() if len(kinds) == 1 else MEASUREMENTS
    found = f"1 {one}" if sweeps == 1 else f"{sweeps} {many}"
    return f"{found} from {files[0].file}" if len(files) == 1 else f"{found} from {len(files)} files"


def _files_of(path: Path) -> Iterator[Path]:
    """The files of what was dropped; an NMR experiment is its folder, whichever of its files was taken."""
    from naglass_gui.formats.experiment import experiments_in

    for found in experiments_in(path):
        if found == path or found.suffix.lower() not in PROJECT_EXTENSIONS:
            yield found


def _as_people_sort(path: Path) -> list[Any]:
    """Numbers in names count as numbers: scan2 before scan10."""
    import re

    parts = re.split(r"(\d+)", path.as_posix().lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
