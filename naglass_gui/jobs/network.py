"""Files on network drives are copied before they are read: a connection that stalls is then seen as such."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path, PurePath

import psutil

NETWORK_SYSTEMS = frozenset({
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "fuse.smbnetfs",
    "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs", "webdav",
})  # fmt: skip
_CHUNK = 1 << 20

Mounts = Callable[[], list[tuple[str, str]]]


def mounts() -> list[tuple[str, str]]:
    """Every mounted drive as (where, kind of file system); on Windows the kind holds "remote" for a network drive."""
    return [(drive.mountpoint, f"{drive.fstype},{drive.opts}") for drive in psutil.disk_partitions(all=True)]


def on_network(path: Path, mounted: Mounts = mounts) -> bool:
    r"""Whether a file lies on another machine: on a network drive, or under a \\server\share path."""
    absolute = os.path.abspath(path)
    if absolute.startswith("\\\\") or (sys.platform == "win32" and absolute.startswith("//")):
        return True
    holding = [(where, kind) for where, kind in mounted() if PurePath(absolute).is_relative_to(where)]
    if not holding:
        return False
    kind = max(holding, key=lambda mount: len(mount[0]))[1].split(",")
    return kind[0].lower() in NETWORK_SYSTEMS or "remote" in kind


def local_copy(path: Path, folder: Path, progress: Callable[[float, str], None]) -> Path:
    """A copy of a plain file under its own name in `folder`; anything else is returned as it is, for its reader to refuse.

    Args:
        path: the file.
        folder: an empty local folder.
        progress: called after each megabyte.

    Raises:
        OSError: the file cannot be read, or the copy not written.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        return path
    if status.st_size > shutil.disk_usage(folder).free:
        return path
    copy = folder / path.name
    done = 0
    with path.open("rb") as source, copy.open("xb") as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            done += len(chunk)
            progress(done / max(status.st_size, done), "copying from the network drive")
    return copy
