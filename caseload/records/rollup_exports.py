"""Tables of records of many files, each row with the file that it is from.

Files are read as their rows are asked for, and no more of them are held than threads can be ahead.
A file is in a table whole or not at all: its rows are read to the end before the first goes out.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from caseload.errors import CaseloadError, NotFoundError, UnreadError
from caseload.records import exports, rollup
from caseload.records._caseload import Caseload
from caseload.records._table import Part, Row, Table, Type, own
from caseload.records.many import Failure, Files, ask

FILE = own("file", Type.TEXT, "The caseload file that the row is from.", required=True)


class Named(NamedTuple):
    """Which rows are asked for, by names that need not be in all files."""

    on: date
    since: str | None = None
    """The first day, YYYY-MM-DD."""
    until: str | None = None
    """The last day, itself included."""
    case_manager: str | None = None
    program: str | None = None
    county: str | None = None


class Unread:
    """What could not be read, filled while tables are."""

    def __init__(self) -> None:
        self.failures: dict[str, CaseloadError] = {}

    def listed(self) -> list[Failure]:
        """The files, each with why."""
        return [Failure(file, error) for file, error in self.failures.items()]


def table(files: Files, kind: str, named: Named, unread: Unread) -> Table:
    """Records of a kind of all files, file by file, as a table that is read as it is written.

    Args:
        files: The files.
        kind: One of `exports.KINDS`.
        named: Which rows.
        unread: Gets the files that can't be read, by the time that the last row is.

    Raises:
        UsageError: A filter means nothing to this kind, or the period ends before it begins. The
            rows raise, after the last of them:
        NotFoundError: No file that can be read knows a name.
        UnreadError: None can be read.
    """
    spec = exports.KINDS[kind]
    exports.refuse_meaningless(files, kind, Part(*named))

    def read(caseload: Caseload) -> list[Row] | NotFoundError:
        with caseload.reading():
            try:
                part = _part(caseload, named)
            except NotFoundError as error:
                return error
            return [(*row, str(caseload.path)) for row in exports.table(caseload, kind, part).rows]

    def rows() -> Iterator[Row]:
        unknown: list[NotFoundError | None] = []
        for one in ask(files, read):
            if isinstance(one, Failure):
                unread.failures[one.file] = one.error
            elif isinstance(one.found, NotFoundError):
                unknown.append(one.found)
            else:
                unknown.append(None)
                yield from one.found
        rollup.refuse_unknown(unknown)
        if not unknown:
            sentences = " ".join(str(error) for error in unread.failures.values())
            raise UnreadError(
                f"None of the files could be read; nothing was written. {sentences}",
                [error.exit_code for error in unread.failures.values()],
            )

    return Table((*spec.names, FILE.name), rows(), (*spec.columns, FILE))


def _part(caseload: Caseload, named: Named) -> Part:
    wanted = rollup.wanted_in(
        caseload, rollup.Part(named.case_manager, named.county, named.program)
    )
    (manager,) = wanted.case_managers or (None,)
    return Part(named.on, named.since, named.until, manager, wanted.program, wanted.county)
