"""What a killed process left half made is found, and removed by the next one that writes."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from making import TODAY, new_file

from caseload import files
from caseload.errors import InvalidError, StorageError
from caseload.records import _whole_file as whole_file
from caseload.records import backups, checks, keys
from caseload.records._opening import create_file
from caseload.tables import workbook


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended, and that nobody has yet been given anew."""
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    return ended.pid


def halves(folder: Path, name: str, process: int) -> list[Path]:
    """Half a file of that name, and its journal."""
    folder.mkdir(exist_ok=True)
    made = [folder / f".{name}.{process}.new", folder / f".{name}.{process}.new-journal"]
    for each in made:
        each.write_text("Ana Ruiz, depression")
    return made


def test_what_a_killed_decrypt_left_is_found_and_goes_with_the_first_write(
    tmp_path: Path, gone: int
) -> None:
    with new_file(tmp_path) as caseload:
        path, folder = caseload.path, backups.folder_of(caseload.path)
        made = halves(tmp_path, path.name, gone) + halves(folder, "20260101T000000Z-x.db", gone)
        found = checks.place(path)
        assert [one.mend for one in found] == [f"remove '{each}'" for each in sorted(made)]
        assert {one.finding for one in found} == {
            "half a file that a killed program left; it may hold records in clear"
        }
        assert backups.keep_daily(caseload) is None
        assert checks.place(path) == []
    assert not [each for each in made if each.exists()]


def test_what_is_being_made_and_what_is_not_ours_stays(tmp_path: Path, gone: int) -> None:
    with new_file(tmp_path) as caseload:
        mine = halves(tmp_path, caseload.path.name, os.getppid())
        other = [
            *halves(tmp_path, "other.db", gone),
            tmp_path / f".caseload.db.{gone}.new.txt",
            tmp_path / f"caseload.db.{gone}.new",
            tmp_path / ".caseload.db.x.new",
        ]
        for each in other:
            each.write_text("mine")
        with whole_file.beside(backups.folder_of(caseload.path) / "20260101T000000Z-x.db") as made:
            journal = made.with_name(f"{made.name}-journal")
            journal.touch()
            backups.keep_daily(caseload)
            assert checks.place(caseload.path) == []
            assert made.exists()
            assert journal.exists()
    assert all(each.exists() for each in (*mine, *other))


def test_an_earlier_process_of_our_own_number_has_ended(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        made = halves(tmp_path, caseload.path.name, os.getpid())
        assert len(checks.place(caseload.path)) == 2
        keys.encrypt(caseload, "some words of mine")
        assert checks.place(caseload.path) == []
    table = halves(tmp_path, "friday.csv", os.getpid())
    with files.written(tmp_path / "friday.csv") as out:
        out.write("x")
    assert not any(each.exists() for each in (*made, *table))


def test_one_process_does_not_make_a_file_twice_at_once(tmp_path: Path) -> None:
    with whole_file.beside(tmp_path / "a.db") as made:
        made.write_text("half")
        with pytest.raises(FileExistsError), whole_file.beside(tmp_path / "a.db"):
            pass
        with pytest.raises(StorageError), files.written(tmp_path / "a.db"):
            pass
        assert made.read_text() == "half"
    assert list(tmp_path.iterdir()) == []


def test_another_key_and_another_file_of_that_name_take_the_half_ones_away(
    tmp_path: Path, gone: int
) -> None:
    with new_file(tmp_path) as caseload:
        made = halves(tmp_path, caseload.path.name, gone)
        keys.encrypt(caseload, "some words of mine")
    assert not any(each.exists() for each in made)
    made = halves(tmp_path, "new.db", gone)
    create_file(tmp_path / "new.db", TODAY, None)
    assert not any(each.exists() for each in made)


def test_half_a_table_goes_when_it_is_written_anew(tmp_path: Path, gone: int) -> None:
    made = halves(tmp_path, "friday.csv", gone)
    with files.written(tmp_path / "friday.csv") as out:
        out.write("x")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "friday.csv"]
    assert not any(each.exists() for each in made)


def half_folder(path: Path) -> Path:
    """A folder with a file in a folder in it."""
    (path / "in").mkdir(parents=True)
    (path / "in" / "clients.csv").write_text("Ana Ruiz, depression")
    return path


def test_half_a_workbook_goes_with_its_parts(tmp_path: Path, gone: int) -> None:
    halves(tmp_path, "friday.xlsx", gone)
    half_folder(tmp_path / f".friday.xlsx.{gone}.new-parts")
    other = half_folder(tmp_path / f".monday.xlsx.{gone}.new-parts")
    workbook.write(tmp_path / "friday.xlsx", [], TODAY)
    assert sorted(tmp_path.iterdir()) == [other, tmp_path / "friday.xlsx"]


@pytest.mark.parametrize("end", ["new", "old"])
def test_half_a_folder_goes_when_it_is_written_anew(tmp_path: Path, gone: int, end: str) -> None:
    half_folder(tmp_path / f".month.{gone}.{end}")
    with files.folder_written(tmp_path / "month", lambda _: False) as folder:
        (folder / "a.csv").write_text("x")
    assert sorted(tmp_path.iterdir()) == [tmp_path / "month"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_somebody_makes_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    if not links:
        monkeypatch.setattr(os, "link", none)
    path = tmp_path / "friday.csv"
    with pytest.raises(InvalidError, match="exists already"), files.written(path):
        path.write_text("theirs")
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_is_taken_only_while_it_is_given_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "link", taken)
    path = tmp_path / "friday.csv"
    with pytest.raises(StorageError, match="can't be written"), files.written(path) as out:
        out.write("ours")
    assert list(tmp_path.iterdir()) == []


def test_where_processes_can_not_be_asked_an_hour_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, fresh = halves(tmp_path, "a.db", 1)
    os.utime(old, (0, 0))
    monkeypatch.setattr(whole_file, "_ASKED", False)
    assert whole_file.left(tmp_path) == [old]
    assert fresh.exists()


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert whole_file.left(tmp_path / "none") == []
