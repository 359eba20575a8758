"""Keys kept for a while, so that a morning's commands do not ask for the passphrase each time.

Where: in memory that is this account's own (Linux: `$XDG_RUNTIME_DIR`, else /dev/shm), in a file
readable by its owner alone, until the time that was named; or, when that was asked for, in the
system's keyring until it is told to forget. What is kept is the file's raw key, never the
passphrase. Whoever can act as this account while it is kept can open the file.
"""

import json
import os
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

from caseload.errors import MissingExtraError, StorageError
from caseload.records._key import SALT_BYTES, Key
from caseload.records._whole_file import beside
from caseload.settings import config

LONGEST = timedelta(hours=24)
SERVICE = "caseload"


def keep(path: Path, key: Key, until: datetime) -> Path:
    """Keep a file's key in memory until then; where it is.

    Raises:
        StorageError: This system has no memory that is this account's own, or it can't be written.
    """
    folder = _folder()
    if folder is None:
        raise StorageError(
            "This system has no place in memory for it. Use the system's keyring: caseload unlock "
            "--keyring; or passphrase_command in the settings."
        )
    target = folder / _name(path)
    text = json.dumps({"key": str.__str__(key), "until": until.astimezone(UTC).isoformat()})
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _refuse_others(folder)
        with beside(target) as making:
            making.write_text(text, encoding="utf-8")
            making.replace(target)
    except OSError as error:
        raise StorageError(f"The key can't be kept in {folder}: {error.strerror}.") from None
    return target


def keep_in_keyring(path: Path, key: Key) -> None:
    """Keep a file's key in the system's keyring, until it is forgotten.

    Raises:
        MissingExtraError: What reaches it is not installed.
        StorageError: There is no keyring, or it is locked.
    """
    ring = _keyring()
    try:
        ring.set_password(SERVICE, _name(path), str.__str__(key))
    except ring.errors.KeyringError:
        raise StorageError(
            "The system's keyring does not take it: none is there, or it is locked. "
            "caseload unlock --for 8h keeps the key in memory instead."
        ) from None


def find(path: Path, *, of: Path | None = None) -> str | None:
    """The key that is kept for a file and fits it, as a secret that opens it; None without one.

    A keyring that is gone or locked keeps nothing for us: what else opens the file is tried then.

    Args:
        path: What is to be opened.
        of: The file that it is a copy of, when it is one.
    """
    found = find_in_memory(path, of=of)
    if found is not None or config.read().keyring != "on":
        return found
    ringed = _in_keyring(of or path)
    return ringed if ringed is not None and _fits(path, ringed) else None


def find_in_memory(path: Path, *, of: Path | None = None) -> str | None:
    """As `find`, but never from the keyring, which may ask whoever sits there."""
    found = _in_memory(of or path)
    return found if found is not None and _fits(path, found) else None


def has(path: Path) -> bool:
    """Whether a key is kept in memory for the file of that name, whichever file it is by now."""
    return _in_memory(path) is not None


def forget(path: Path, *, surely: bool = False) -> list[str]:
    """Forget the key of a file wherever it is kept; where it was.

    Args:
        path: The file.
        surely: Whether a keyring that is there but gives no answer is refused, once all else is
            forgotten: the key may still be in it. After a change of key that one fits nothing.

    Raises:
        StorageError: There is such a keyring.
    """
    gone = []
    folder = _folder()
    if folder is not None and not _is_of_others(folder):
        with suppress(FileNotFoundError, NotADirectoryError):
            (folder / _name(path)).unlink()
            gone.append("memory")
    if config.read().keyring == "on":
        try:
            ring = _keyring()
        except MissingExtraError:
            return gone
        try:
            ring.delete_password(SERVICE, _name(path))
            gone.append("the keyring")
        except (ring.errors.PasswordDeleteError, ring.errors.NoKeyringError):
            pass
        except ring.errors.KeyringError:
            if surely:
                raise StorageError(
                    "The system's keyring gives no answer, so the key may still be in it. Unlock "
                    "the keyring, then say: caseload lock"
                ) from None
    return gone


def _in_keyring(path: Path) -> str | None:
    try:
        ring = _keyring()
    except MissingExtraError:
        return None
    with suppress(ring.errors.KeyringError):
        found: str | None = ring.get_password(SERVICE, _name(path))
        return found
    return None


def _in_memory(path: Path) -> str | None:
    folder = _folder()
    if folder is None or _is_of_others(folder):
        return None
    kept = folder / _name(path)
    try:
        _refuse_others(folder)
        _refuse_others(kept)
        # A pipe would wait for somebody to write into it.
        said = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
        now, until = datetime.now(UTC), datetime.fromisoformat(said["until"])
        if now < until <= now + LONGEST:
            return str(said["key"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, StorageError):
        # Not as we left it: it is no key of ours, and the passphrase is asked for.
        pass
    with suppress(OSError):
        kept.unlink()
    return None


def _fits(path: Path, key: str) -> bool:
    """Whether a key ends in the salt that the file begins with."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES).hex() == key[-2 * SALT_BYTES :]
    except OSError:
        return False


def _folder() -> Path | None:
    if os.name != "posix":
        return None
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named and Path(named).is_dir():
        return Path(named) / "caseload"
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, and refused unless it is
    return shared / f"caseload-{os.getuid()}" if shared.is_dir() else None


def _is_of_others(folder: Path) -> bool:
    """Whether another account made it, or alone may look where it lies: no key of ours is there."""
    try:
        return folder.lstat().st_uid != os.getuid()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _refuse_others(path: Path) -> None:
    """Refuse what another account made, or may read.

    Raises:
        StorageError: It is.
    """
    found = path.lstat()
    if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise StorageError(f"{path} is not this account's alone; remove it.")


def _name(path: Path) -> str:
    # A sum is enough, and hashlib would cost every morning 4 ms: of two paths with one sum, the
    # file whose key was kept first asks for its passphrase, since a key has to fit.
    return f"{crc32(os.fsencode(path.resolve())):08x}"


def _keyring() -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise MissingExtraError(
            "The system's keyring",
            "keyring",
            "Or keep the key in memory: caseload unlock --for 8h",
        ) from None
    return keyring
