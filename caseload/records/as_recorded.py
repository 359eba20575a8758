"""The file as it stood at the end of a day: what was written later is taken back, for reading.

The audit log says of each row that was written what stood there before. Going back through it from
the end, row by row, gives every record as it was: without what was recorded later, with what was
corrected or marked in error later as it read before, and with what was taken away later. The file
itself is not touched: the tables that were written to since are copied into memory under the same
names, for this connection alone, and every query finds those first.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from caseload.records import audit
from caseload.records._caseload import Caseload
from caseload.records.checks import KEYS

_INDEX = re.compile(r"(?i)^create\s+(?:unique\s+)?index\s+(\w+)")
_TALLY = """
    create temp table attempt_tally as
    select client_id, substr(contacted_on, 1, 7) as month, ifnull(program, '') as program,
        count(*) as attempts
    from temp.contact where reached = 'nobody' and entered_in_error_at is null group by 1, 2, 3"""


@contextmanager
def as_recorded(caseload: Caseload, day: date | None) -> Iterator[None]:
    """Read the records as they stood at the end of a day; None reads them as they are.

    The day is that of the machine's zone, as the instants of the log are told. Nothing may be
    written meanwhile. What is worked out from records for searching is not taken back.

    Args:
        caseload: The open caseload, with no transaction under way.
        day: The day.
    """
    # What is made is part of the transaction, and goes with it, also under a query left halfway.
    with caseload.reading():
        if day is not None:
            _take_back(caseload, _end_of(day))
        yield


def head(caseload: Caseload) -> str:
    """The hash of the audit log's last row, '' where nothing was written yet.

    Read within `as_recorded` it is that of the last row of then.
    """
    found: str | None = caseload.value(
        "select chain_hash from audit order by audit_id desc limit 1"
    )
    return found or ""


def _end_of(day: date) -> str:
    """The instant at which a day is over, as the log writes instants."""
    if day == date.max:
        return "9999-12-31T23:59:59.999Z"
    return audit.began(day + timedelta(days=1))


def _take_back(caseload: Caseload, end: str) -> None:
    """Make the tables of then."""
    later = caseload.rows(
        "select record, record_id, before, after from audit where at >= ? order by audit_id desc",
        (end,),
    )
    touched = {record for record, *_ in later} & set(KEYS)
    for table in sorted(touched):
        indexes = caseload.rows(
            "select sql from main.sqlite_master where type = 'index' and tbl_name = ?"
            " and sql is not null",
            (table,),
        )
        caseload.rows(f'create temp table "{table}" as select * from main."{table}"')
        # By this the rows are found; the others are named by queries, and cost less at the end.
        keys = ", ".join(f'"{key}"' for key in KEYS[table])
        caseload.rows(f'create index temp."{table} by key" on "{table}" ({keys})')
        _undo(caseload, table, (row[1:] for row in later if row[0] == table))
        for (sql,) in indexes:
            caseload.rows(_INDEX.sub(r"create index temp.\1", sql, count=1))
    if "contact" in touched:
        caseload.rows(_TALLY)
    caseload.rows(f"create temp view audit as select * from main.audit where at < '{end}'")


def _undo(caseload: Caseload, table: str, later: Iterable[tuple[Any, ...]]) -> None:
    """Take back what was written to one table, the newest first."""
    keys = KEYS[table]
    where = " and ".join(f'"{key}" = ?' for key in keys)
    for record_id, before, after in later:
        was = json.loads(before) if before is not None else None
        now = json.loads(after) if after is not None else None
        if was is None and now is None:
            continue
        told = {**(was or {}), **(now or {}), keys[0]: record_id}
        own = [told.get(key) for key in keys]
        if was is None:
            caseload.rows(f'delete from temp."{table}" where {where}', own)
        elif now is None:
            row = {**was, keys[0]: record_id}
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" * len(row))
            caseload.rows(f'insert into temp."{table}" ({names}) values ({marks})', [*row.values()])
        elif changed := {name: value for name, value in was.items() if name not in keys}:
            sets = ", ".join(f'"{name}" = ?' for name in changed)
            caseload.rows(
                f'update temp."{table}" set {sets} where {where}', [*changed.values(), *own]
            )
