"""A file that is opened to be read stays as it is, and so does the folder it lies in."""

import threading
from datetime import date
from pathlib import Path

import pytest
from making import PASSPHRASE, TODAY, full_file, read_all
from making_many import STATES, agency, as_it_was, older_file, spoiled
from sqlcipher3 import dbapi2 as sqlite

from caseload import entrances
from caseload.entrance import Door
from caseload.errors import (
    CaseloadError,
    DamagedError,
    LockedError,
    NewerError,
    NoFileError,
    StorageError,
    UnsafePlaceError,
)
from caseload.records import clients, due
from caseload.records._opening import SCHEMA_VERSION, open_file
from caseload.records._reading import open_to_read
from caseload.records.many import (
    THREAD,
    Answer,
    Failure,
    Files,
    Source,
    ask,
    ask_all,
    files_in,
)

ERRORS: dict[str, type[CaseloadError]] = {
    "cut": DamagedError,
    "foreign": DamagedError,
    "newer": NewerError,
    "unfinished": StorageError,
    "empty": DamagedError,
    "missing": NoFileError,
    "encrypted": LockedError,
    "folder": DamagedError,
}


def no_secret() -> str:
    raise LockedError("nobody to ask")


@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_reading_everything_leaves_file_and_folder_as_they_were(
    tmp_path: Path, key: str | None
) -> None:
    with full_file(tmp_path, key=key) as caseload:
        expected = due.due(caseload, TODAY)
    before = as_it_was(tmp_path)
    with open_to_read(tmp_path / "caseload.db", TODAY, lambda: key or "") as caseload:
        read_all(caseload)
        assert due.due(caseload, TODAY) == expected
    assert as_it_was(tmp_path) == before


def test_what_is_open_to_be_read_refuses_to_be_written(tmp_path: Path) -> None:
    full_file(tmp_path).close()
    before = as_it_was(tmp_path)
    with open_to_read(tmp_path / "caseload.db", TODAY, no_secret) as caseload:
        with pytest.raises(StorageError, match="open to be read"):
            clients.add(caseload, "Ann", "Lee")
        with pytest.raises(StorageError, match="open to be read"):
            clients.add(caseload, "Ann", "Lee")
        # And should anything go past the gate, SQLite refuses it.
        with pytest.raises(CaseloadError):
            caseload.rows("delete from client")
    assert as_it_was(tmp_path) == before


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
@pytest.mark.parametrize("key", [None, PASSPHRASE], ids=["plain", "encrypted"])
def test_a_file_of_an_older_program_is_read_and_stays_one(
    tmp_path: Path, version: int, key: str | None
) -> None:
    path = tmp_path / "caseload.db"
    made = older_file(path, version, key=key)
    before = as_it_was(tmp_path)
    with open_to_read(path, TODAY, lambda: made.shown() if made else "") as caseload:
        assert caseload.value("pragma user_version") == SCHEMA_VERSION
        (item,) = due.due(caseload, TODAY).items
        with pytest.raises(StorageError):
            clients.add(caseload, "Ann", "Lee")
    assert (item.client, item.due_on) == ("Ruiz, Ana", date(2026, 2, 5))
    assert as_it_was(tmp_path) == before


def test_an_older_file_reads_as_it_does_once_it_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "caseload.db"
    older_file(path, 1)
    with open_to_read(path, TODAY, no_secret) as copy:
        shape = copy.rows("select type, name, sql from sqlite_schema order by 1, 2")
        clients_of_copy = copy.rows("select * from client")
    with open_file(path, TODAY, no_secret) as updated:
        assert updated.rows("select type, name, sql from sqlite_schema order by 1, 2") == shape
        assert updated.rows("select * from client") == clients_of_copy


@pytest.mark.parametrize("state", STATES)
def test_what_cannot_be_read_is_refused_and_left_as_it_is(tmp_path: Path, state: str) -> None:
    path = spoiled(tmp_path, state)
    before = as_it_was(tmp_path)
    with pytest.raises(CaseloadError) as raised:
        open_to_read(path, TODAY, no_secret)
    assert type(raised.value) is ERRORS[state]
    assert as_it_was(tmp_path) == before


def test_a_write_that_was_broken_off_is_read_once_the_file_was_opened_by_itself(
    tmp_path: Path,
) -> None:
    path = spoiled(tmp_path, "unfinished")
    with pytest.raises(StorageError, match=r"Open the file once by itself: caseload --file"):
        open_to_read(path, TODAY, no_secret)
    open_file(path, TODAY, no_secret).close()
    with open_to_read(path, TODAY, no_secret) as caseload:
        assert len(clients.listed(caseload, TODAY)) == 3


def test_a_link_is_refused_for_the_reader_too(tmp_path: Path) -> None:
    here = agency(tmp_path)
    (here / "other.db").symlink_to(here / "dana.db")
    with pytest.raises(UnsafePlaceError):
        open_to_read(here / "other.db", TODAY, no_secret)
    open_to_read(here / "other.db", TODAY, no_secret, anywhere=True).close()


# --- many ----------------------------------------------------------------------------------------


def asked(*paths: Path) -> Files:
    return Files(tuple(Source(path, no_secret) for path in paths), TODAY)


def test_a_folder_stands_for_the_files_in_it_and_its_folders_but_no_backups(tmp_path: Path) -> None:
    for name in (
        *("b.db", "a.db", "A.DB", "luis/caseload.db", "notes.txt", ".hidden.db", "Thumbs.db"),
        *("a.db.backups/1.db", ".cache/x.db", "a.db-journal", "deep/er/c.db"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in files_in([tmp_path])]
    assert found == ["A.DB", "a.db", "b.db", "deep/er/c.db", "luis/caseload.db"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    here = agency(tmp_path)
    named = [here / "dana.db", here, here / "luis" / ".." / "dana.db"]
    assert files_in(named) == [here / "dana.db", here / "luis" / "caseload.db"]


def test_links_in_a_circle_are_a_file_that_is_not_there(tmp_path: Path) -> None:
    here = agency(tmp_path)
    (here / "a.db").symlink_to("b.db")
    (here / "b.db").symlink_to("a.db")
    door = Door(None, None, None)
    keys = tmp_path / "keys.toml"
    keys.write_text("['agency/a.db']\npassphrase_file = 'x'\n", encoding="utf-8")
    sources = entrances.sources_of(door, files_in([here]), keys)
    answers = ask_all(Files(sources, TODAY), lambda caseload: None)
    assert len(answers.read) == 2
    assert {one.file: type(one.error) for one in answers.failures} == {
        str(here / name): NoFileError for name in ("a.db", "b.db")
    }


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(NoFileError, match=r"none ends in \.db"):
        files_in([tmp_path])


@pytest.mark.parametrize("nowhere", ["none.db/x.db", "a" * 300])
def test_a_name_that_can_be_no_file_is_named_as_such(tmp_path: Path, nowhere: str) -> None:
    here = agency(tmp_path)
    (tmp_path / "none.db").touch()
    answers = ask_all(asked(*files_in([here, tmp_path / nowhere])), lambda caseload: None)
    assert len(answers.read) == 2
    assert [one.error.exit_code in (10, 15) for one in answers.failures] == [True]


@pytest.mark.parametrize("state", [each for each in STATES if each != "folder"])
def test_a_file_that_cannot_be_read_keeps_none_of_the_others_back(
    tmp_path: Path, state: str
) -> None:
    here = agency(tmp_path)
    bad = spoiled(here, state)
    before = as_it_was(tmp_path)
    paths = (here / "dana.db", bad, here / "luis" / "caseload.db")
    first, failed, last = ask(asked(*paths), lambda caseload: caseload.path.name)
    assert (first, last) == (
        Answer(str(paths[0]), "dana.db"),
        Answer(str(paths[2]), "caseload.db"),
    )
    assert isinstance(failed, Failure)
    assert (failed.file, type(failed.error)) == (str(bad), ERRORS[state])
    assert as_it_was(tmp_path) == before


def test_a_file_that_another_program_is_writing_is_named_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseload.records._driver.BUSY_SECONDS", 0.1)
    here = agency(tmp_path)
    held = sqlite.connect(str(here / "dana.db"), isolation_level=None)
    held.execute("begin exclusive")
    answers = ask_all(asked(*files_in([here])), lambda caseload: caseload.path.name)
    held.execute("rollback")
    held.close()
    assert [one.found for one in answers.read] == ["caseload.db"]
    assert [one.error.exit_code for one in answers.failures] == [11]


def test_a_fault_of_ours_in_one_file_is_named_without_what_was_at_hand(tmp_path: Path) -> None:
    def read(caseload: object) -> int:
        raise KeyError("Ana Ruiz")

    here = agency(tmp_path)
    answers = ask_all(asked(*files_in([here])), read)
    assert [one.error.exit_code for one in answers.failures] == [1, 1]
    assert "KeyError" in str(answers.failures[0].error)
    assert "Ana" not in str(answers.failures[0].error)


def test_answers_come_in_the_order_of_the_files_and_only_some_are_held(tmp_path: Path) -> None:
    here = agency(tmp_path)
    many = asked(*[here / "dana.db"] * 60)
    lock, begun, parts = threading.Lock(), [0], list[float]()

    def read(caseload: object) -> int:
        with lock:
            begun[0] += 1
            return begun[0]

    answers = ask(many._replace(watch=parts.append), read)
    next(answers)
    ahead = threading.Event()
    ahead.wait(0.3)
    assert begun[0] < 60
    assert len(list(answers)) == 59
    assert parts == sorted(parts)
    assert parts[-1] == 1


def test_who_asks_no_further_leaves_no_thread_behind(tmp_path: Path) -> None:
    here = agency(tmp_path)
    answers = ask(asked(*[here / "dana.db"] * 60), lambda caseload: None)
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    ours = [thread for thread in threading.enumerate() if thread.name == THREAD]
    for thread in ours:
        thread.join(60)
    assert [thread for thread in ours if thread.is_alive()] == []
