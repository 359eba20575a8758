"""A file is made whole or not at all, and left as it was when it is refused."""

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from making import (
    PASSPHRASE,
    TODAY,
    again,
    fill,
    full_file,
    new_file,
    not_opened,
    open_with,
    read_all,
)
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database

from caseload.errors import (
    BusyError,
    CaseloadError,
    DamagedError,
    InvalidError,
    LockedError,
    NewerError,
    NoFileError,
    StorageError,
)
from caseload.records import _driver, checks, clients, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    create_file,
    is_encrypted,
    open_file,
)
from caseload.records._reading import open_to_read
from caseload.records.migrations import migrations

resource = pytest.importorskip("resource")


def may_do_everything() -> bool:
    """Whether this account, as root's does, reads what nobody may read."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).chmod(0)
        return os.access(file.name, os.R_OK)


heeded = pytest.mark.skipif(may_do_everything(), reason="permissions bind everyone but root")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def never() -> str:
    raise AssertionError("a plain file needs no passphrase")


# --- making --------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_new_file_and_its_folders_are_their_owners_alone(
    tmp_path: Path, passphrase: str | None
) -> None:
    path = tmp_path / "one" / "two" / "c.db"
    before = os.umask(0)
    try:
        create_file(path, TODAY, None if passphrase is None else lambda: PASSPHRASE)
    finally:
        os.umask(before)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert mode(path.parent.parent) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_write_never_makes_a_file_that_others_can_read(tmp_path: Path) -> None:
    before, seen = os.umask(0), set[int]()
    try:
        with new_file(tmp_path) as caseload, caseload.write("try") as change:
            change.insert("program", {"name": "x"}, "x")
            change.derived("pragma cache_spill = 1", ())
            seen = {mode(path) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert seen == {0o600}


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
@pytest.mark.parametrize("fault", [InvalidError("no"), ValueError("no"), KeyboardInterrupt()])
def test_a_file_whose_filling_fails_leaves_nothing(
    tmp_path: Path, passphrase: str | None, fault: BaseException
) -> None:
    def fill(caseload: Caseload) -> None:
        with caseload.write("begin"):
            standards.add_shipped(caseload)
        raise fault

    secret = None if passphrase is None else lambda: PASSPHRASE
    with pytest.raises(type(fault)):
        create_file(tmp_path / "c.db", TODAY, secret, fill)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["file", "folder", "link", "dangling link"])
def test_what_is_there_already_is_never_replaced(tmp_path: Path, what: str) -> None:
    path, other = tmp_path / "c.db", tmp_path / "other"
    if what == "folder":
        path.mkdir()
    elif what == "file":
        path.write_text("mine")
    else:
        path.symlink_to(other)
    if what == "link":
        other.write_text("mine")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InvalidError, match="exists already"):
        create_file(path, TODAY, None)
    assert sorted(tmp_path.iterdir()) == before
    assert what not in ("file", "link") or path.read_text() == "mine"


def test_a_file_made_by_another_meanwhile_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with pytest.raises(StorageError):
        create_file(path, TODAY, None, lambda _: path.write_text("theirs"))
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("short", ["", "1234567"])
def test_a_short_passphrase_makes_no_file(tmp_path: Path, short: str) -> None:
    with pytest.raises(InvalidError, match="at least 8"):
        create_file(tmp_path / "c.db", TODAY, lambda: short)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        return caseload.path


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["no.db", "no/no.db", "."])
def test_where_no_file_is_none_is_opened_or_made(tmp_path: Path, path: str) -> None:
    with pytest.raises(CaseloadError) as raised:
        open_with(tmp_path / path, PASSPHRASE)
    assert type(raised.value) is (DamagedError if path == "." else NoFileError)
    assert raised.value.exit_code == (13 if path == "." else 10)
    assert list(tmp_path.iterdir()) == []


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite.connect(path)) as other:
        other.execute("create table staff (staff_id, name)")


def zeroed_header(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:16] + bytes(84) + data[100:])


NOT_OURS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(b"S"),
    "header alone": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "ragged random": lambda path: path.write_bytes(Random(2).randbytes(5000)),
    "text": lambda path: path.write_text("staff_id,name\n" * 200),
    "foreign database": foreign,
    "zeroed header": zeroed_header,
    "cut in half": lambda path: os.truncate(path, 8192),
}


@pytest.mark.parametrize("make", NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_no_caseload_file_is_damaged_and_left(
    plain: Path, make: Callable[[Path], object]
) -> None:
    make(plain)
    assert not_opened(plain, DamagedError).exit_code == 13


@pytest.mark.parametrize("fill", [Random(1).randbytes(8192), bytes(8192)], ids=["random", "zeroed"])
def test_what_could_be_an_encrypted_file_is_locked_and_left(tmp_path: Path, fill: bytes) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(fill)
    assert "damaged or no caseload file" in str(not_opened(path, LockedError))


@pytest.mark.parametrize("pages", [1, 2, 100])
def test_an_encrypted_file_cut_short_is_damaged_to_the_right_passphrase_alone(
    tmp_path: Path, pages: int
) -> None:
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        path = caseload.path
    os.truncate(path, pages * 4096)
    assert not_opened(path, DamagedError).exit_code == 13
    assert not_opened(path, LockedError, PASSPHRASE.upper()).exit_code == 12


@pytest.mark.parametrize("key", [None, PASSPHRASE])
def test_a_file_of_a_newer_program_is_left_as_it_was(tmp_path: Path, key: str | None) -> None:
    with new_file(tmp_path, key=key) as caseload:
        caseload.rows(f"pragma user_version = {SCHEMA_VERSION + 1}")
        path = caseload.path
    assert not_opened(path, NewerError).exit_code == 14


@heeded
def test_a_file_that_may_not_be_read_is_a_storage_error(plain: Path) -> None:
    plain.chmod(0)
    with pytest.raises(StorageError) as raised:
        open_with(plain, "")
    assert raised.value.exit_code == 15


@heeded
@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_file_that_may_not_be_written_opens_and_keeps_every_record(
    plain: Path, closed: str
) -> None:
    before, what = plain.read_bytes(), plain if closed == "file" else plain.parent
    what.chmod(0o400 if closed == "file" else 0o500)
    try:
        with again(plain) as caseload, pytest.raises(StorageError) as raised:
            clients.add(caseload, "Ana", "Ruiz")
    finally:
        what.chmod(0o700)
    assert raised.value.exit_code == 15
    assert plain.read_bytes() == before


@heeded
def test_in_a_folder_that_may_not_be_written_no_file_is_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError):
            create_file(tmp_path / "c.db", TODAY, None)
    finally:
        tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_made_below_what_is_no_folder(plain: Path) -> None:
    with pytest.raises(StorageError):
        create_file(plain / "c.db", TODAY, None)


def test_another_connection_that_holds_the_file_is_busy_not_lost(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_driver, "BUSY_SECONDS", 0.05)
    with closing(sqlite.connect(plain, isolation_level=None)) as other, again(plain) as caseload:
        other.execute("begin exclusive")
        with pytest.raises(BusyError) as raised:
            clients.add(caseload, "Ana", "Ruiz")
        with pytest.raises(BusyError):
            again(plain)
        other.execute("rollback")
        assert raised.value.exit_code == 11
        assert clients.add(caseload, "Ana", "Ruiz").client_id == "C0001"


# --- a full disk ---------------------------------------------------------------------------------


def write_much(caseload: Caseload) -> None:
    with caseload.write("much"):
        for _ in range(40):
            clients.add(caseload, "Ana", "Ruiz", contact_notes="x" * 20_000)


@pytest.mark.parametrize("key", [None, PASSPHRASE])
def test_a_full_file_takes_the_whole_write_back(tmp_path: Path, key: str | None) -> None:
    with new_file(tmp_path, key=key) as caseload:
        before = caseload.path.read_bytes()
        pages = caseload.value("pragma page_count")
        caseload.rows(f"pragma max_page_count = {pages + 10}")
        with pytest.raises(StorageError) as raised:
            write_much(caseload)
        assert raised.value.exit_code == 15
        assert caseload.path.read_bytes() == before
        caseload.rows(f"pragma max_page_count = {pages + 10_000}")
        write_much(caseload)
        assert checks.damage(caseload) == []


@pytest.mark.parametrize("key", [None, PASSPHRASE])
def test_a_disk_full_while_writing_takes_the_whole_write_back(
    tmp_path: Path, key: str | None
) -> None:
    with new_file(tmp_path, key=key) as caseload:
        before, size = caseload.path.read_bytes(), caseload.path.stat().st_size
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, limits[1]))
        try:
            with pytest.raises(StorageError):
                write_much(caseload)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert clients.listed(caseload, TODAY) == []
        # A page put back is sealed anew in an encrypted file, so only a plain one is byte for byte.
        assert key or caseload.path.read_bytes() == before
        assert checks.damage(caseload) == []
        write_much(caseload)
        assert checks.damage(caseload) == []


def test_a_disk_full_while_making_leaves_nothing(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(StorageError):
            create_file(tmp_path / "c.db", TODAY, None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


# --- the shape -----------------------------------------------------------------------------------


def test_a_file_says_whose_it_is_and_how_many_migrations_it_has_seen(plain: Path) -> None:
    with open_file(plain, TODAY, never) as caseload:
        assert caseload.value("pragma application_id") == APPLICATION_ID
        assert caseload.value("pragma user_version") == SCHEMA_VERSION
        done = caseload.value("select count(*) from _sqlite_migrations")
        left = migrations.pending(Database(caseload.attached(), execute_plugins=False))
    assert done == SCHEMA_VERSION
    assert left == []


@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_file_of_an_older_program_is_copied_and_then_brought_up_to_date(
    tmp_path: Path, key: str | None
) -> None:
    with new_file(tmp_path, key=key) as caseload:
        caseload.rows("pragma user_version = 0")
        path = caseload.path
    assert open_with(path, PASSPHRASE) == "Dana Whitfield"
    with again(path, key) as caseload:
        assert caseload.value("pragma user_version") == SCHEMA_VERSION
    folder = tmp_path / "caseload.db.backups"
    assert sorted(tmp_path.iterdir()) == [path, folder]
    (copy,) = folder.iterdir()
    assert copy.name.endswith("-before-version-1.db")
    assert mode(copy) == 0o600
    assert is_encrypted(copy) is (key is not None)
    assert open_with(copy, PASSPHRASE) == "Dana Whitfield"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *(("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1)),
        *(("synchronous", 2), ("secure_delete", 1), ("temp_store", 2), ("journal_mode", "delete")),
    ],
)
@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_an_open_file_is_set_for_safety(
    tmp_path: Path, key: str | None, setting: str, value: str | int
) -> None:
    with new_file(tmp_path, key=key) as caseload:
        assert caseload.value(f"pragma {setting}") == value


def test_every_table_of_ours_is_strict(plain: Path) -> None:
    with open_file(plain, TODAY, never) as caseload:
        tables = caseload.rows(
            "select name, strict from pragma_table_list where schema = 'main' and type = 'table'"
            " and name not glob 'sqlite_*' and name <> '_sqlite_migrations'"
        )
    assert {*checks.KEYS, "audit"} <= {name for name, _ in tables}
    assert [name for name, strict in tables if not strict] == []


CONSTRAINTS = {
    "episode_one_open", "hold_of", "resource_source", "signature_of", "safety_plan_signed_once",
}  # fmt: skip
"""Unique indexes, there for what they refuse."""


def test_every_index_is_used_by_a_query_of_ours(tmp_path: Path) -> None:
    statements = set[str]()
    with new_file(tmp_path) as caseload:
        connection = caseload.attached()
        connection.set_trace_callback(statements.add)
        fill(caseload)
        read_all(caseload)
        connection.set_trace_callback(None)
        made = caseload.rows(
            "select name from sqlite_schema where type = 'index' and sql <> ''"
            " and tbl_name <> '_sqlite_migrations'"
        )
        plans = "\n".join(
            row[3]
            for sql in statements
            if sql.lstrip().startswith(("select", "update", "delete", "with"))
            for row in caseload.rows(f"explain query plan {sql}")
        )
    used = set(re.findall(r"INDEX (\w+)", plans))
    assert {name for (name,) in made} - used - CONSTRAINTS == set()


def changed_by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        for each in statements:
            connection.execute(each)


def test_a_view_in_the_place_of_a_table_is_not_read(plain: Path) -> None:
    endless = (
        "create view client as with recursive r(n) as (select 1 union all select n + 1 from r) "
        "select moved.* from moved, r"
    )
    changed_by_hand(plain, "alter table client rename to moved", endless)
    before = plain.read_bytes()
    for opening in (open_file, open_to_read):
        with pytest.raises(DamagedError, match="a view, client"):
            opening(plain, TODAY, str)
    assert plain.read_bytes() == before


def test_what_was_set_to_keep_records_in_a_second_file_is_set_back(plain: Path) -> None:
    changed_by_hand(plain, "pragma journal_mode = wal")
    with open_file(plain, TODAY, str) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
        assert not plain.with_name(f"{plain.name}-wal").exists()
    assert plain.read_bytes()[18:20] == b"\1\1"


ENDLESS = """
import sys
from datetime import date
from pathlib import Path
from caseload.records._opening import open_file

with open_file(Path(sys.argv[1]), date(2026, 11, 23), str, anywhere=True) as caseload:
    try:
        print("asking", flush=True)
        caseload.rows("with recursive r(n) as (select 1 union all select n + 1 from r) "
                      "select count(*) from r, r as other")
    except KeyboardInterrupt:
        print(caseload.value("select 'stopped'"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal as a terminal does")
def test_ctrl_c_ends_a_query_that_would_go_on_without_an_end(plain: Path) -> None:
    command = [sys.executable, "-c", ENDLESS, str(plain)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "asking\n"
        time.sleep(0.5)  # it is in the query by then
        program.send_signal(signal.SIGINT)
        try:
            assert program.communicate(timeout=20)[0] == "stopped\n"
        finally:
            program.kill()


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without telling it")
@pytest.mark.parametrize("told", ["SIGTERM", "SIGHUP"])
def test_a_command_that_is_told_to_end_takes_back_what_it_has_half_made(
    tmp_path: Path, told: str
) -> None:
    code = (
        "import os, signal, sys, tempfile\n"
        "from caseload import __main__, cli, files\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # the tests may run under nohup
        "def main():\n"
        "    with files.written(Path('out.csv')) as out:\n"
        "        out.write('C0001')\n"
        f"        os.kill(os.getpid(), signal.{told})\n"
        "cli.main = main\n"
        "__main__.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True, check=False,
    )  # fmt: skip
    assert b"KeyboardInterrupt" in done.stderr
    assert list(tmp_path.iterdir()) == []
