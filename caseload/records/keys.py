"""The key of a file: another passphrase, none any more, or one for the first time.

The whole file is written anew beside itself, under the new key, read, and put in its place in one
step; until then nothing has changed. Nobody else writes meanwhile. The old file's room on the disk
is given back, not overwritten: on today's disks that can't be promised.
"""

from contextlib import closing

from caseload.errors import InvalidError, StorageError, UsageError
from caseload.records import backups
from caseload.records._caseload import Caseload
from caseload.records._driver import connect, driver_errors
from caseload.records._key import Key
from caseload.records._opening import APPLICATION_ID, SCHEMA_VERSION, new_key
from caseload.records._whole_file import beside, take_place


def change(caseload: Caseload, passphrase: str) -> Key:
    """Give the file another passphrase; the recovery key is another one then too.

    Afterwards `caseload` reads the old file and can't write any more: close it.

    Raises:
        UsageError: It is not encrypted.
        InvalidError: The passphrase is too short.
        StorageError: There is no room for a second copy of the file.
    """
    recovery(caseload)
    key = new_key(passphrase)
    _written_anew(caseload, key, "change key")
    return key


def encrypt(caseload: Caseload, passphrase: str) -> Key:
    """Encrypt a plain file; its recovery key. As for `change`.

    Raises:
        InvalidError: It is encrypted already, or the passphrase is too short.
        StorageError: There is no room for a second copy of the file.
    """
    if caseload.key is not None:
        raise InvalidError(
            f"{caseload.path} is encrypted already. For another passphrase: caseload key change"
        )
    key = new_key(passphrase)
    _written_anew(caseload, key, "encrypt file")
    return key


def decrypt(caseload: Caseload) -> None:
    """Make an encrypted file plain, for anyone to read. As for `change`.

    Raises:
        UsageError: It is plain already.
        StorageError: There is no room for a second copy of the file.
    """
    recovery(caseload)
    _written_anew(caseload, None, "decrypt file")


def recovery(caseload: Caseload) -> Key:
    """The recovery key of the file.

    Raises:
        UsageError: It is plain, so it has none.
    """
    if caseload.key is None:
        raise UsageError(
            f"{caseload.path} is not encrypted, so it has no key. Encrypt it: caseload encrypt"
        )
    return caseload.key


def _written_anew(caseload: Caseload, key: Key | None, action: str) -> None:
    path = caseload.path
    lock = caseload.attached()
    try:
        with beside(path) as making, driver_errors(path):
            # Others may read, and none can write, until the name has gone to the new file.
            lock.execute("begin immediate")
            try:
                with closing(connect(path, caseload.key)) as source:
                    source.execute(
                        "attach ? as anew key ?",
                        (str(making), f"x'{key!s}'" if key is not None else ""),
                    )
                    source.execute("select sqlcipher_export('anew')")
                    source.execute(f"pragma anew.application_id = {APPLICATION_ID}")
                    source.execute(f"pragma anew.user_version = {SCHEMA_VERSION}")
                    source.execute("detach anew")
                before = backups.count(lock)
                if backups.read(making, key)[1:] != before:
                    raise StorageError(f"{path} could not be written anew; it is as it was.")
                with Caseload(connect(making, key), making, caseload.today) as made:
                    made.staff, made.login = caseload.staff, caseload.login
                    with made.write(action) as said:
                        said.note("file", path.name, None, {"encrypted": int(key is not None)})
                take_place(making, path)
            finally:
                lock.execute("rollback")
    except OSError as error:
        raise StorageError(
            f"{path} could not be written anew: {error.strerror}. It is as it was."
        ) from None
