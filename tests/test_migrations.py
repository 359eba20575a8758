"""A file of every earlier version is brought up to date and says what it said before.

`old_files` holds one small file a version, with a record of each kind that it knew; see
tools/make_old_files.py.
"""

import gzip
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, again
from sqlcipher3 import dbapi2 as sqlite

from caseload.model import Mode, Reached
from caseload.records import audit, backups, checks, clients, contacts, keys
from caseload.records._opening import SCHEMA_VERSION, open_file

FOLDER = Path(__file__).parent / "old_files"
VERSIONS = range(1, SCHEMA_VERSION + 1)
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def rows_of(path: Path, columns: Rows | None = None) -> Rows:
    """All rows of all tables, of those columns that another reading had."""
    with closing(sqlite.connect(path)) as direct:
        tables = direct.execute(
            "select name from sqlite_schema where type = 'table' and sql <> ''"
            " and name not like '_sqlite%' and name not like 'resource_text_%' order by name"
        ).fetchall()
        found: Rows = {}
        for (table,) in tables:
            if columns is not None and table not in columns:
                continue
            named = columns[table][0] if columns else []
            named = named or [row[1] for row in direct.execute(f"pragma table_info({table})")]
            listed = ", ".join(f'"{name}"' for name in named)
            found[table] = named, sorted(direct.execute(f"select {listed} from {table}"), key=repr)
        return found


@pytest.fixture(params=VERSIONS, ids=lambda version: f"v{version}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "caseload.db"
    path.write_bytes(gzip.decompress((FOLDER / f"v{request.param}.db.gz").read_bytes()))
    return path


def test_there_is_a_file_of_every_version() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"v{one}.db.gz" for one in VERSIONS}


def test_what_an_old_file_says_is_the_same_afterwards(old: Path) -> None:
    with closing(sqlite.connect(old)) as direct:
        (version,) = direct.execute("pragma user_version").fetchone()
    before = rows_of(old)
    assert min(len(rows) for _, rows in before.values() if rows) > 0
    assert len(before["audit"][1]) > 50
    assert len(before["contact"][1]) == 3
    with open_file(old, TODAY, str) as caseload:
        assert caseload.value("pragma user_version") == SCHEMA_VERSION
        verdict = audit.verify(caseload, max(before["audit"][1])[-1])
        assert (verdict.first_broken, verdict.holds_head) == (None, True)
        assert checks.damage(caseload) == []
        kept = backups.listed(old)
    assert rows_of(old, before) == before
    assert [one.kind for one in kept] == (
        [] if version == SCHEMA_VERSION else [f"before-version-{version + 1}"]
    )
    assert [rows_of(Path(one.path)) for one in kept] == [before] * len(kept)


def test_an_old_file_is_worked_with_as_a_new_one(old: Path) -> None:
    with again(old) as caseload:
        contacts.log(caseload, "C0001", TODAY, Mode.PHONE, Reached.CLIENT, note="after")
        clients.edit(caseload, "C0001", phone="555-0199")
        assert caseload.staff is not None
        assert caseload.staff.staff_id == STAFF
        assert checks.damage(caseload) == []
        keys.encrypt(caseload, "several plain words")
    with again(old, "several plain words") as caseload:
        assert checks.damage(caseload) == []


def test_an_old_file_has_the_shape_of_a_new_one(old: Path, tmp_path: Path) -> None:
    def shape(path: Path) -> list[tuple[str, str]]:
        with closing(sqlite.connect(path)) as direct:
            return [*direct.execute("select name, sql from sqlite_schema order by name")]

    new = tmp_path / "new.db"
    new.write_bytes(gzip.decompress((FOLDER / f"v{SCHEMA_VERSION}.db.gz").read_bytes()))
    again(old).close()
    assert shape(old) == shape(new)
