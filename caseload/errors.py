"""What can go wrong, as a sentence and an exit code each.

The message says what is wrong, where, and what to do about it. It never names a client who was
not asked for. The exit codes are an interface: scripts depend on them.
"""

from collections.abc import Iterable


class CaseloadError(Exception):
    """Anything the person can mend. `str(error)` is the sentence shown to them."""

    exit_code = 1


class UsageError(CaseloadError):
    """The command was put wrongly."""

    exit_code = 2


class MissingExtraError(UsageError):
    """What was asked for needs a library that comes with an extra, and it is not installed."""

    def __init__(self, what: str, extra: str, instead: str) -> None:
        # Installed anew from its folder, since it is on no registry.
        super().__init__(
            f"{what} needs an extra. In the folder that caseload was installed from: "
            f"pip install '.[{extra}]', as it was installed (pipx install --force, uv tool install "
            f"--force). {instead}"
        )


class InvalidError(CaseloadError):
    """What was given can't be true, or breaks a rule; nothing was saved.

    `field` is the one to blame, where one is, so that an import can name the cell.
    """

    exit_code = 3

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotFoundError(CaseloadError):
    """Nothing goes by that id or name."""

    exit_code = 4


class AmbiguousError(CaseloadError):
    """More than one goes by that name; we never guess."""

    exit_code = 5


class NoFileError(CaseloadError):
    """There is no caseload file where one was looked for."""

    exit_code = 10


class BusyError(CaseloadError):
    """Another program holds the file."""

    exit_code = 11


class LockedError(CaseloadError):
    """The passphrase is missing or wrong."""

    exit_code = 12


class DamagedError(CaseloadError):
    """The file is damaged, or no caseload file at all."""

    exit_code = 13


class UnreadableError(DamagedError):
    """Not one page of the file can be read: noise, or another key than its own."""


class NewerError(CaseloadError):
    """A newer caseload wrote this file."""

    exit_code = 14


class StorageError(CaseloadError):
    """The disk is full, read-only, or not ours to write."""

    exit_code = 15


class UnsafePlaceError(CaseloadError):
    """The file lies where it can be damaged or read by others."""

    exit_code = 16


class ConflictError(InvalidError):
    """Somebody else saved the same thing in the meantime; neither text is lost."""


class UnreadError(CaseloadError):
    """Of many files, some could not be read; each has been named with its own sentence.

    The exit code is theirs when they share one, else that of an error.
    """

    def __init__(self, message: str, codes: Iterable[int]) -> None:
        super().__init__(message)
        different = set(codes)
        self.exit_code = different.pop() if len(different) == 1 else CaseloadError.exit_code
