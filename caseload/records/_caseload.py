"""One open caseload file: where it lies, whose day it is, who acts, and the one way to write.

What always holds:

- Every write is one `BEGIN IMMEDIATE` transaction with an audit row for each record that it
  changes. Reads take no write lock. Nothing is held open over a question to a person.
- `today` drives the rules. The instant in the audit row is the machine's, taken in the gate alone.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from caseload.errors import InvalidError
from caseload.model import Staff
from caseload.records._driver import connect, driver_errors, sqlite
from caseload.records._key import Key
from caseload.records._rows import Value, changed, columns_of, to_columns, to_record
from caseload.records._text import refuse_control

R = TypeVar("R", bound=tuple[Any, ...])


class Caseload:
    """An open caseload file. Use `open_file` or `create_file`."""

    def __init__(
        self, connection: sqlite.Connection, path: Path, today: date, key: Key | None = None
    ) -> None:
        self.path = path
        self.today = today
        self.staff: Staff | None = None
        """The one who acts, when they have said so."""
        self.login = ""
        """The name of the operating system's account, when no staff member has."""
        self.before_first_write: Callable[[], None] | None = None
        """Called once, before the first write begins: the door keeps the backup of the day so."""
        self._connection, self._key = connection, key
        self._change: Change | None = None

    @property
    def actor(self) -> str:
        """Who the audit log names."""
        return self.staff.staff_id if self.staff is not None else self.login or "unknown"

    @property
    def acting_staff_id(self) -> str | None:
        """The staff_id of the one who acts, if they are known."""
        return self.staff.staff_id if self.staff is not None else None

    def close(self) -> None:
        """Let go of the file and its key."""
        self._connection.close()
        self._key = None

    def again(self) -> "Caseload":
        """The same file opened once more, for a thread of its own."""
        other = Caseload(connect(self.path, self._key), self.path, self.today, self._key)
        other.staff, other.login = self.staff, self.login
        return other

    def __enter__(self) -> "Caseload":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rows(
        self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()
    ) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with driver_errors(self.path):
            return self._connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]

    def stream(
        self, sql: str, values: Sequence[Value] | Mapping[str, Value] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, in flat memory."""
        with driver_errors(self.path):
            # Not `yield from`: left halfway, it would close the cursor of a file closed by then.
            for row in self._connection.execute(sql, values):  # noqa: UP028
                yield row

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def records(
        self, record: type[R], rest: str = "", values: Sequence[Value] = (), *, table: str = ""
    ) -> list[R]:
        """Records of a kind, from the table of its name; `rest` is the query after `from`."""
        sql = f"select {columns_of(record)} from {table or table_of(record)} {rest}"
        return [to_record(record, row) for row in self.rows(sql, values)]

    def next_id(self, table: str, key: str, prefix: str) -> str:
        """The next free id of the form C0001. Ids that an agency gave itself are left alone."""
        given = self._change.ids if self._change is not None else {}
        if table not in given:
            digits = len(prefix) + 1
            highest = self.value(
                f"select max(cast(substr({key}, {digits}) as integer)) from {table}"
                f" where {key} glob ? and not substr({key}, {digits}) glob '*[^0-9]*'"
                f" and length({key}) <= {digits + 11}",
                (f"{prefix}[0-9]*",),
            )
            given[table] = highest or 0
        while True:
            given[table] += 1
            made = f"{prefix}{given[table]:04d}"
            if not self.value(f"select 1 from {table} where {key} = ?", (made,)):
                return made

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several queries that see one state of the file, whoever writes meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with driver_errors(self.path):
            self._connection.execute("begin")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._connection.execute("rollback")

    @contextmanager
    def write(
        self, action: str, client_id: str | None = None, *, keep: bool = True
    ) -> Iterator["Change"]:
        """The gate: one transaction, all or nothing, with an audit row per record.

        Inside another write it joins that one, under its own action's name.

        Args:
            action: What is done, in the words of the command: "log contact".
            client_id: Whom it is about.
            keep: Whether to keep it in the end; False tries it out and takes it back.

        Raises:
            BusyError: Someone else held the file for 10 seconds.
            InvalidError: The file refused what was to be written.
        """
        if self._change is not None:
            outer = self._change
            with outer.acting(action, client_id):
                yield outer
            return
        if self.before_first_write is not None:
            first, self.before_first_write = self.before_first_write, None
            first()
        with driver_errors(self.path):
            self._connection.execute("begin immediate")
        try:
            with driver_errors(self.path):
                self._change = Change(self, action, client_id)
                self._change.keep = keep
                yield self._change
                self._connection.execute("commit" if self._change.keep else "rollback")
        finally:
            self._change = None
            if self._connection.in_transaction:
                with suppress(sqlite.Error):
                    self._connection.execute("rollback")

    @property
    def key(self) -> Key | None:
        """The key that it was opened with; None for a plain file."""
        return self._key

    def attached(self) -> sqlite.Connection:
        """The connection itself, for what only SQLite can do: integrity checks, copies."""
        return self._connection


class Change:
    """A write under way. Each method changes one record and writes its audit row."""

    def __init__(self, caseload: Caseload, action: str, client_id: str | None) -> None:
        self._caseload = caseload
        self._execute = caseload._connection.execute
        self.action = action
        self.client_id = client_id
        last = self._execute(
            "select audit_id, chain_hash, at from audit order by audit_id desc limit 1"
        ).fetchone()
        self.at = _instant(last[2] if last else "")
        """The instant of this write, UTC; no other write's, so that its rows are known by it."""
        self.keep = True
        """Whether it is kept in the end; a trial, or an import with a bad row, is taken back."""
        self.ids: dict[str, int] = {}
        """The last number given out of each table, so that a long import looks only once."""
        self._audit_id: int
        self._head: str
        self._audit_id, self._head = last[:2] if last else (0, "")

    @contextmanager
    def acting(self, action: str, client_id: str | None) -> Iterator[None]:
        """Name what follows differently in the audit log."""
        outer = self.action, self.client_id
        self.action, self.client_id = action, client_id or self.client_id
        try:
            yield
        finally:
            self.action, self.client_id = outer

    def insert(self, table: str, values: Mapping[str, Value], record_id: str | None) -> None:
        """Add a row."""
        refuse_control(values)
        self._execute(_insert_sql(table, tuple(values)), tuple(values.values()))
        self.note(table, record_id, None, {k: v for k, v in values.items() if v is not None})

    def add(self, record: Any) -> None:
        """Add a record to the table of its name; its first field is its id."""
        self.insert(table_of(type(record)), to_columns(record), record[0])

    def update(self, table: str, key: str, record_id: str, values: Mapping[str, Value]) -> bool:
        """Change what differs in a row; False when nothing does."""
        return self.update_part(table, {key: record_id}, values)

    def update_part(
        self, table: str, keys: Mapping[str, str | int], values: Mapping[str, Value]
    ) -> bool:
        """As `update`, where several columns together tell a row apart; the first names it."""
        names = ", ".join(f'"{name}"' for name in values)
        where = " and ".join(f"{key} = ?" for key in keys)
        row = self._execute(f"select {names} from {table} where {where}", (*keys.values(),))
        before, after = changed(dict(zip(values, row.fetchone(), strict=True)), values)
        if not after:
            return False
        refuse_control(after)
        sets = ", ".join(f'"{name}" = ?' for name in after)
        self._execute(f"update {table} set {sets} where {where}", (*after.values(), *keys.values()))
        record_id, rest = _told_apart(keys)
        self.note(table, record_id, {**rest, **before}, {**rest, **after})
        return True

    def remove(
        self, table: str, keys: Mapping[str, str | int], values: Mapping[str, Value]
    ) -> None:
        """Take a row away that was never signed; `values` is what it said."""
        where = " and ".join(f"{key} = ?" for key in keys)
        self._execute(f"delete from {table} where {where}", (*keys.values(),))
        record_id, rest = _told_apart(keys)
        told = {name: value for name, value in values.items() if value is not None}
        self.note(table, record_id, {**rest, **told}, None)

    def in_error(self, table: str, record_id: str, already: str | None, why: str) -> dict[str, Any]:
        """Mark a row as entered in error, which is done once.

        Raises:
            InvalidError: It is marked already, or no reason was given.
        """
        if already is not None:
            raise InvalidError(f"{record_id} is marked as entered in error already.")
        if not why.strip():
            raise InvalidError('Say why it was entered in error: --reason "…".')
        marks: dict[str, Any] = {
            "entered_in_error_at": self.at,
            "entered_in_error_why": why.strip(),
        }
        self.update(table, f"{table}_id", record_id, marks)
        return marks

    def dated(self, table: str, field: str, episode_id: str, from_on: date, value: str) -> None:
        """Say what holds for an episode from a day on, in a table of dated rows."""
        refuse_control({field: value})
        where = (episode_id, from_on.isoformat())
        old = self._execute(
            f"select {field} from {table} where episode_id = ? and from_on = ?", where
        ).fetchone()
        self._execute(
            f"insert into {table} (episode_id, from_on, {field}) values (?, ?, ?)"
            f" on conflict do update set {field} = excluded.{field}",
            (*where, value),
        )
        before = {"from_on": where[1], field: old[0]} if old else None
        self.note(table, episode_id, before, {"from_on": where[1], field: value})

    def restored(self, table: str, values: Mapping[str, Value]) -> None:
        """Add a row of an export as it was; its audit row comes with the export."""
        self._execute(_insert_sql(table, tuple(values)), tuple(values.values()))

    def derived(self, sql: str, values: Sequence[Value]) -> int:
        """Change what is worked out from records, which needs no audit row of its own.

        Returns:
            The rowid of a row that it added.
        """
        added: int | None = self._execute(sql, values).lastrowid
        return added or 0

    def note(
        self,
        record: str,
        record_id: str | None,
        before: Mapping[str, Value] | None,
        after: Mapping[str, Value] | None,
    ) -> None:
        """Write an audit row."""
        self._audit_id += 1
        row = (
            self._audit_id,
            self.at,
            self._caseload.actor,
            self.action,
            record,
            record_id,
            self.client_id,
            _encode(before) if before is not None else None,
            _encode(after) if after is not None else None,
        )
        self._head = chain_hash(self._head, row)
        self._execute(
            "insert into audit (audit_id, at, actor, action, record, record_id, client_id, before,"
            " after, chain_hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, self._head),
        )


def _instant(last: str) -> str:
    """Now, in milliseconds; right after the write before, when that is not earlier already.

    A clock that was set back is believed: only what lies within a second ahead is our own doing.
    """
    now = datetime.now(UTC)
    at = written_out(now)
    if not at <= last <= written_out(now + timedelta(seconds=1)):
        return at
    return written_out(datetime.fromisoformat(last) + timedelta(milliseconds=1))


def written_out(instant: datetime) -> str:
    """An instant as the log writes it: UTC, in milliseconds."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# Bytes stand nowhere but in a damaged row, which must get a hash, and not the right one.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode


def chain_hash(previous: str, row: Sequence[Value]) -> str:
    """The hash that ties an audit row to all before it: SHA-256 over the last one and the row."""
    # 2 ms to import, which no command pays that only reads.
    from hashlib import sha256

    return sha256((previous + _encode(row)).encode("utf-8", "surrogatepass")).hexdigest()


def _told_apart(keys: Mapping[str, str | int]) -> tuple[str, dict[str, str | int]]:
    """The id that an audit row is found by, and what else its row is told apart by."""
    first, *others = keys
    return str(keys[first]), {name: keys[name] for name in others}


def table_of(record: type[tuple[Any, ...]]) -> str:
    """The table that a record type is kept in: `PlanReview` in plan_review."""
    return _with_underscores(record.__name__)


@cache
def _with_underscores(name: str) -> str:
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")


@cache
def _insert_sql(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"insert into {table} ({columns}) values ({', '.join('?' * len(names))})"
