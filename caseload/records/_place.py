"""Where a caseload file may lie: not where a second program copies it, nor where locks don't hold.

A synchronizing service uploads clients' records and puts back an old half of a file that is being
written; on a network share two machines can both believe that they hold the lock; and under a
second name SQLite does not find the journal that it needs after a crash. A file that is brought in
may lie anywhere, but must end.
"""

import os
from pathlib import Path

from caseload.errors import StorageError, UnsafePlaceError
from caseload.records._text import quoted

SYNCHRONIZED = (
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive",
    "iclouddrive", "mobile documents", "cloudstorage", "box sync", "nextcloud", "owncloud",
    "pcloud drive", "pclouddrive", "syncthing", "synologydrive", "proton drive", "protondrive",
    "megasync", "tresorit", "jottacloud", "spideroak",
)  # fmt: skip
"""How the folders of such services begin."""
SYNCHRONIZED_EXACTLY = frozenset(
    {"box", "mega", "sync", "seafile", "kdrive", "hidrive", "icedrive"}
)
"""And those that are words of other names too."""
MARKERS = (
    ".stfolder", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".tmp.drivedownload",
)  # fmt: skip
"""What such a service leaves in its folder, whatever that is called."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "fuse.sshfs"}
    | {"fuse.rclone", "fuse.davfs", "davfs", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.ceph"}
    | {"fuse.s3fs", "fuse.gcsfuse", "fuse.onedriver", "fuse.smbnetfs", "fuse.curlftpfs"}
    | {"fuse.google-drive-ocamlfuse", "lustre", "beegfs"}
)
OVERRIDE = "To use it all the same: caseload --allow-unsafe-location …"


def refuse_unsafe(path: Path) -> None:
    """Refuse a place where the file could be damaged, or read by others.

    Raises:
        UnsafePlaceError: The file is a link, has a second name, or lies in a synchronized folder or
            on a network share.
    """
    why = why_unsafe(path)
    if why is not None:
        raise UnsafePlaceError(f"{why} {OVERRIDE}")


def why_unsafe(path: Path) -> str | None:
    """Why a place is none for the file, as a sentence; None when it is safe."""
    if path.is_symlink():
        return f"{path} is a link. Name the file that it leads to."
    where = path.parent.resolve()
    for folder in (where, *where.parents):
        name = folder.name.casefold()
        if (
            name.startswith(SYNCHRONIZED)
            or name in SYNCHRONIZED_EXACTLY
            or any((folder / each).exists() for each in MARKERS)
        ):
            return (
                f"{path} lies in a folder that is copied elsewhere ({folder.name}): records would "
                f"leave this machine, and the file can be damaged."
            )
    kind = _file_system(where)
    if kind in NETWORK or str(path).startswith(("\\\\", "//")):
        return (
            f"{path} lies on a network share, where locks do not hold and the file can be "
            "damaged. Keep it on this machine."
        )
    if path.exists() and path.stat().st_nlink > 1:
        return (
            f"{path} has a second name (a hard link), under which a crash would lose what was "
            "written. Remove the other name."
        )
    return None


def _file_system(folder: Path) -> str | None:
    """The kind of file system a folder lies on, where the system says so (Linux)."""
    try:
        lines = Path("/proc/self/mounts").read_text(errors="replace").splitlines()
    except OSError:
        return None
    best, kind = "", None
    for line in lines:
        _, mounted, found, *_ = line.split(" ")
        mounted = mounted.replace("\\040", " ")
        inside = mounted == "/" or f"{folder}{os.sep}".startswith(f"{mounted.rstrip('/')}/")
        if inside and len(mounted) >= len(best):
            best, kind = mounted, found
    return kind


def refuse_device(path: Path) -> None:
    """Refuse what may never end, such as /dev/zero.

    Raises:
        StorageError: It is a device.
    """
    if path.is_char_device() or path.is_block_device():
        raise StorageError(f"{quoted(path.name)} is a device and no file; name a file.")
