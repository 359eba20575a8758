"""The whole caseload as lines of JSON, out of one file and into a new one.

Each line is a row as it is stored, under the name of its table; signatures, the instants at which
things were recorded and the audit log come along as they are. What comes back is held against the
audit log before it is kept, so a file that was edited on the way is refused.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from caseload.errors import InvalidError, NotFoundError, StorageError
from caseload.model import Client
from caseload.model.linking import Resource
from caseload.records import _resource_lines, checks, clients
from caseload.records._caseload import Caseload
from caseload.records._opening import SCHEMA_VERSION
from caseload.records._place import refuse_device
from caseload.records._text import refuse_control

TABLES = (*checks.KEYS, "audit")
"""In the order in which rows can stand without what they refer to being missing."""
HEADING = {"caseload": "everything", "version": SCHEMA_VERSION}


def lines(caseload: Caseload) -> Iterator[dict[str, Any]]:
    """What the file holds: a heading, then a row each, in the order in which they were written."""
    yield HEADING
    for table in TABLES:
        names = [row[1] for row in caseload.rows(f"pragma table_info({table})")]
        # By this order lists tell apart what is alike otherwise; dated rows have their key alone.
        without = caseload.value("select wr from pragma_table_list where name = ?", (table,))
        order = ", ".join(checks.KEYS[table]) if without else "rowid"
        for row in caseload.stream(f"select * from {table} order by {order}"):
            yield {"table": table, **dict(zip(names, row, strict=True))}


def restorer(path: Path) -> Callable[[Caseload], None]:
    """What fills a new file with an export; give it to `create_file`.

    Raises (when it is called):
        NotFoundError, StorageError: The export is not there, or can't be read.
        InvalidError: A line of it is not as it was written; nothing is made.
    """

    def fill(caseload: Caseload) -> None:
        with caseload.write("import everything") as change:
            change.derived("pragma defer_foreign_keys = on", ())
            names = {
                table: [row[1] for row in caseload.rows(f"pragma table_info({table})")]
                for table in TABLES
            }
            count = 0
            for number, row in _read(path):
                table = row.pop("table", None)
                if table not in names or set(row) != set(names[table]):
                    raise InvalidError(f"{path.name}, line {number}: it is no row of a caseload.")
                _refuse_odd(path, number, row)
                refuse_control({} if table == "audit" else row)
                change.restored(table, row)
                count += 1
            if not count:
                raise InvalidError(f"{path.name} holds no caseload; export it anew.")
            for client in caseload.records(Client):
                clients.name(change, client)
            for resource in caseload.records(Resource):
                _resource_lines.write(change, resource)
            found = checks.damage(caseload)
        if found:
            first = found[0]
            raise InvalidError(
                f"{path.name} is not as it was exported ({first.record} {first.record_id or ''}: "
                f"{first.finding}); nothing was made. Export it anew."
            )

    return fill


def _read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        refuse_device(path)
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                row = _object(path, number, line)
                if number > 1:
                    yield number, row
                elif row.get("caseload") != "everything":
                    raise InvalidError(
                        f"{path.name} was not made by caseload export everything. For a table of "
                        "clients: caseload import clients FILE"
                    )
                elif row.get("version") != SCHEMA_VERSION:
                    raise InvalidError(
                        f"{path.name} was exported by another version of caseload (its "
                        f"{row.get('version')!r}, ours {SCHEMA_VERSION}); update caseload."
                    )
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {path}. Check the name.") from None
    except UnicodeDecodeError:
        raise InvalidError(f"{path.name} is not UTF-8 text; export it anew.") from None
    except OSError as error:
        raise StorageError(f"{path} can't be read: {error.strerror}.") from None


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise InvalidError(f"{path.name}, line {number} is no JSON object; export it anew.")
    return row


def _refuse_odd(path: Path, number: int, row: dict[str, Any]) -> None:
    for value in row.values():
        whole = type(value) is int and -(2**63) <= value < 2**63
        if not (value is None or type(value) is str or whole):
            raise InvalidError(f"{path.name}, line {number}: a value is neither text nor number.")
