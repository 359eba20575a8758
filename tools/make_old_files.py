"""Makes tests/old_files/vN.db.gz: a file as version N of its shape left it, where one is missing.

Run it with `PYTHONPATH=tests python tools/make_old_files.py` after a migration was added, and never
again for a version that has been released: these files stand for those that people have.
"""

import gzip
import json
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from making import full_file
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database

from caseload.records._caseload import chain_hash
from caseload.records._opening import APPLICATION_ID, SCHEMA_VERSION
from caseload.records.migrations import migrations

FOLDER = Path(__file__).parents[1] / "tests" / "old_files"


def make(version: int, path: Path) -> None:
    """A file of that version with what today's full one has of its tables and columns."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite.connect(path, isolation_level=None)) as made,
    ):
        with full_file(Path(folder)) as full:
            source = full.path
        names = [one.name for one in migrations.pending(Database(made, execute_plugins=False))]
        later = names[version] if version < len(names) else None
        migrations.apply(Database(made, execute_plugins=False), stop_before=later)
        made.execute("attach ? as full", (str(source),))
        made.execute("begin")
        triggers = made.execute(
            "select name, sql from main.sqlite_schema where type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            made.execute(f"drop trigger main.{name}")
        tables = _tables(made)
        for table, columns in tables.items():
            if table != "audit":
                listed = ", ".join(f'"{each}"' for each in columns)
                made.execute(f"delete from main.{table}")
                made.execute(
                    f"insert into main.{table} ({listed}) select {listed} from full.{table}"
                )
        _audit(made, tables)
        for _, sql in triggers:
            made.execute(sql)
        made.execute("commit")
        made.execute("detach full")
        made.execute(f"pragma application_id = {APPLICATION_ID}")
        made.execute(f"pragma user_version = {version}")
        made.execute("vacuum")


def _tables(made: Any) -> dict[str, list[str]]:
    """Its tables with their columns, `rowid` first where a search goes by it."""
    found = {}
    for name, sql in made.execute(
        "select name, sql from main.sqlite_schema where type = 'table' and sql <> ''"
        " and name not like '_sqlite%' and name not like 'resource_text_%' order by rowid"
    ).fetchall():
        columns = [row[1] for row in made.execute(f"pragma main.table_info({name})")]
        found[name] = (["rowid"] if "fts5" in sql else []) + columns
    return found


def _audit(made: Any, tables: dict[str, list[str]]) -> None:
    """The rows of the log that are about these tables and columns, as one chain."""
    number, head = 0, ""
    for row in made.execute("select * from full.audit order by audit_id").fetchall():
        _, at, actor, action, record, record_id, client_id, before, after, _ = row
        if record not in tables and record != "file":
            continue
        said = [_of(text, tables.get(record)) for text in (before, after)]
        if said == ["{}", "{}"]:
            continue
        number += 1
        entry = (number, at, actor, action, record, record_id, client_id, *said)
        head = chain_hash(head, entry)
        made.execute("insert into main.audit values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*entry, head))


def _of(text: str | None, columns: list[str] | None) -> str | None:
    if text is None or columns is None:
        return text
    kept = {name: value for name, value in json.loads(text).items() if name in columns}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Make those that are missing."""
    FOLDER.mkdir(exist_ok=True)
    for version in range(1, SCHEMA_VERSION + 1):
        packed = FOLDER / f"v{version}.db.gz"
        if not packed.exists():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "made.db"
                make(version, path)
                packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
