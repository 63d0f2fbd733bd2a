"""Project files, the local array store, backups, recovery and locks.

What other packages use::

    store = DiskStore()                                     # arrays by digest, in the app-data folder
    loaded = load_project(path, store)                      # LoadedProject(project, stamp, damaged, notices, read_only)
    stamp = save_project(project, store, path, expected=loaded.stamp)   # raises ChangedOnDisk, ProjectError
    stamp = save_project(project, store, new_path, expected=file_stamp(new_path))   # Save As, overwriting confirmed
    list_backups(path)                                      # the three states before, newest first; open them as projects

    session = Session()                                     # one for the running program
    session.write(document_id, project, store, path=path, saved_at=..., edits=3)    # autosave, in a worker
    session.clear(document_id); session.close()
    list_recoverable(); open_recoverable(entry, store); discard(entry)

    lock = acquire_lock(path)                               # ProjectLock (release it) or LockOwner (whose it is)

Every failure is a `ProjectError` with one sentence. h5py is imported only when a project file is read or written.
"""

from __future__ import annotations

from naglass_gui.storage.array_store import DiskStore
from naglass_gui.storage.backups import Backup, list_backups
from naglass_gui.storage.folders import config_folder, data_folder, log_folder
from naglass_gui.storage.lock import LockOwner, ProjectLock, acquire_lock, break_lock
from naglass_gui.storage.project_file import file_stamp, load_project, save_project
from naglass_gui.storage.recovery import Recoverable, Session, discard, list_recoverable, open_recoverable
from naglass_gui.storage.saved_file import ChangedOnDisk, Damage, FileStamp, LoadedProject

__all__ = [
    "Backup", "ChangedOnDisk", "Damage", "DiskStore", "FileStamp", "LoadedProject", "LockOwner", "ProjectLock",
    "Recoverable", "Session", "acquire_lock", "break_lock", "config_folder", "data_folder", "discard", "file_stamp",
    "list_backups", "list_recoverable", "load_project", "log_folder", "open_recoverable", "save_project",
]  # fmt: skip
