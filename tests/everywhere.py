"""One text of our choosing in every place where people write, in a file with a record of each kind.

The places are read from the file's own schema: a column of text in which any word may stand is one,
unless `OURS` says that the program writes it. So a new column can't be forgotten, and what goes in
goes past the verbs, which refuse some of it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as sqlite

OURS = {
    *("advocacy.kind", "assessment.instrument", "assessment.items", "assessment.band"),
    *("assessment.flags", "assessment.needs", "assessment.found_strengths", "contact.note_format"),
    *("diagnosis.code", "disclosure.consent", "disclosure.exception", "document.template"),
    *("document.template_hash", "document.format", "guideline.region", "note_format.name"),
    *("program.plan_signers", "program.diagnosis_codes", "program.fee_per"),
    *("program.sliding_scale", "resource.need", "resource.source", "standard.instrument"),
    *("standard.modes", "standard.reached", "audit.at", "audit.actor", "audit.action"),
    *("audit.record", "audit.chain_hash"),
}
"""Columns in which any word may stand by the schema, and only the program writes."""
DERIVED = ("attempt_tally", "client_name", "deidentified_code", "draft", "resource_")
"""Tables that repeat for a search what stands elsewhere, codes by chance, and half a form."""
LISTS = {
    *("contact.goals", "note_format.headings", "program.counties", "program.required_credentials"),
    *("resource.counties", "resource.languages", "staff.counties", "staff.credentials"),
    *("staff.languages", "staff.specialties"),
}
"""What holds several values with a semicolon between; one value is written."""
JSON = ("audit.before", "audit.after")


class Place(NamedTuple):
    """One value of one row."""

    table: str
    column: str
    keys: tuple[str, ...]
    row: tuple[Any, ...]
    """The values of its keys."""

    @property
    def name(self) -> str:
        """Its column, with its table."""
        return f"{self.table}.{self.column}"


@contextmanager
def direct(path: Path) -> Iterator[sqlite.Connection]:
    """The file without our gate, its triggers and its references."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma synchronous = off")
        triggers = connection.execute(
            "select name, sql from sqlite_schema where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"drop trigger {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def places(path: Path) -> list[Place]:
    """Every place of a file where people write."""
    found = list[Place]()
    with direct(path) as connection:
        tables = connection.execute(
            "select name from sqlite_schema where type = 'table' and sql like '%strict%' order by 1"
        ).fetchall()
        for (table,) in tables:
            if not table.startswith(DERIVED) or table == "resource":
                found += _of_table(connection, table)
    return found


def _of_table(connection: sqlite.Connection, table: str) -> Iterator[Place]:
    columns = connection.execute(f"pragma table_info({table})").fetchall()
    named = {row[3] for row in connection.execute(f"pragma foreign_key_list({table})")}
    keys = ("rowid",) if table == "program" else tuple(row[1] for row in columns if row[5])
    for _, column, kind, _, _, _ in columns:
        if kind.lower() != "text" or column in named or column.endswith(("_id", "_on", "_at")):
            continue
        if f"{table}.{column}" in OURS:
            continue
        for some in ("", f'where "{column}" is not null'):
            connection.execute("begin")
            try:
                # Each another's word: some columns are unique.
                marks = " || ".join(f'"{key}"' for key in keys)
                connection.execute(f"update {table} set \"{column}\" = 'Q' || {marks} {some}")
            except sqlite.IntegrityError:
                continue
            finally:
                connection.execute("rollback")
            for row in connection.execute(f"select {', '.join(keys)} from {table} {some}"):
                yield Place(table, column, keys, row)
            break


def write(path: Path, at: list[Place], text_of: Callable[[int], str]) -> None:
    """Put the text of its number into each place."""
    with direct(path) as connection:
        connection.execute("begin")
        programs = dict[str, str]()
        for number, place in enumerate(at):
            where = " and ".join(f"{key} = ?" for key in place.keys)
            text = text_of(number)
            if place.name == "program.name":
                old = connection.execute(
                    "select name from program where rowid = ?", place.row
                ).fetchone()
                programs[old[0]] = text
                continue
            if place.name in JSON:
                text = json.dumps({"note": text}, ensure_ascii=False)
            connection.execute(
                f'update {place.table} set "{place.column}" = ? where {where}', (text, *place.row)
            )
        # Renamed in two steps, for what one is to be called the other may still be: SQLite tells
        # names apart by what stands before a NUL.
        free = {old: f"program {number}" for number, old in enumerate(programs)}
        _rename(connection, free)
        _rename(connection, {free[old]: new for old, new in programs.items()})
        connection.execute("commit")


def _rename(connection: Any, names: Mapping[str, str]) -> None:
    """Give programs other names, which are the key that others repeat."""
    for old, new in names.items():
        for table, column in (("contact", "program"), ("episode", "program"),
                              ("standard", "program"), ("attempt_tally", "program"),
                              ("program", "name")):  # fmt: skip
            connection.execute(f"update {table} set {column} = ? where {column} = ?", (new, old))


def follow(path: Path, at: list[Place], text_of: Callable[[int], str]) -> None:
    """Put the text of its number after what stands in each place."""
    with direct(path) as connection:
        connection.execute("begin")
        for number, place in enumerate(at):
            where = " and ".join(f"{key} = ?" for key in place.keys)
            connection.execute(
                f'update {place.table} set "{place.column}" ='
                f" coalesce(\"{place.column}\" || ' ', '') || ? where {where}",
                (text_of(number), *place.row),
            )
        connection.execute("commit")
