"""Opening and saving a project file. h5py is imported when one of these is called, not before."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.project import Project
from naglass_gui.storage.array_names import byte_count, unique_arrays
from naglass_gui.storage.saved_file import FileStamp, LoadedProject

Progress = Callable[[float], None]


def load_project(path: Path, store: ArrayStore, *, progress: Progress | None = None) -> LoadedProject:
    """Read a project and put its arrays into the store.

    The file is read in full and closed. Its structure is checked before any array is read.

    Args:
        path: the project file.
        store: receives the arrays; those it holds already are not read again.
        progress: called with the share done, 0 to 1; what it raises ends the reading.

    Raises:
        ProjectError: missing, no project, of a newer version, hostile or broken beyond its arrays.
    """
    from naglass_gui.storage import reader

    with reader.open_project(Path(path)) as source:
        state = source.state()
        arrays = unique_arrays(state.project)
        damaged = reader.copy_arrays(source, state.project, store, _steps(progress, sum(map(byte_count, arrays))))
    notices: list[str] = []
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        notices.append(
            f"{source.name} is damaged: {damaged[0].place}{more} cannot be shown. Import it again, or open a backup."
        )
    if not source.whole:
        notices.append(
            f"In {source.name} what other programs see is damaged; your project is whole. Save it, and the file is too."
        )
    if state.read_only:
        notices.append(
            f"{source.name} was saved by a newer NaGlass ({source.written_by}) and can be looked at here, not saved."
        )
    return LoadedProject(state.project, source.stamp, damaged, tuple(notices), state.read_only)


def save_project(
    project: Project,
    store: ArrayStore,
    path: Path,
    *,
    expected: FileStamp | None,
    progress: Progress | None = None,
    lost: Collection[str] = (),
) -> FileStamp:
    """Write a project so that the file is at every moment either the old or the new one, whole.

    Args:
        project: what to save.
        store: holds its arrays.
        path: where; a symbolic link is followed.
        expected: what is at `path` as far as the caller knows: the stamp of the last load or save, or
            `file_stamp(path)` after the person agreed to overwrite it. None: there must be no file yet.
        progress: called with the share done, 0 to 1; what it raises ends the save, the old file untouched.
        lost: digests of arrays known to be damaged (`LoadedProject.damaged`), which may be absent.

    Returns:
        The stamp of the new file, for the next save. Its `notices` are for the person.

    Raises:
        ChangedOnDisk: the file at `path` is not the expected one; it was not touched.
        ProjectError: anything else; the old file is untouched, and the sentence says what to do.
    """
    from naglass_gui.storage import save

    gone = frozenset(digest for digest in lost if not any(r.digest == digest and r in store for r in project.arrays()))
    total = sum(byte_count(ref) for ref in unique_arrays(project) if ref.digest not in gone)
    return save.save(project, store, Path(path), expected, _steps(progress, 2 * total), gone)


def file_stamp(path: Path) -> FileStamp | None:
    """What is at this path now, or None. Raises ProjectError when it is no plain file, or cannot be read."""
    from naglass_gui.storage import reader

    return reader.stamp_of(Path(path))


def _steps(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Turns bytes done into the share done."""
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(min(done / total, 1.0) if total else 1.0)

    return step
