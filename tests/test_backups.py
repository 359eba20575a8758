"""Copies of the file: made whole, read before they count, thinned, and brought back in one step."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from making import PASSPHRASE, TODAY, again, full_file, new_file, recovery_key

from caseload.errors import (
    BusyError,
    DamagedError,
    LockedError,
    NotFoundError,
    StorageError,
)
from caseload.model import Client
from caseload.records import audit, backups, checks, clients
from caseload.records._key import Key
from caseload.records.backups import Backup

KEYS = [None, PASSPHRASE]


def key_of(passphrase: str | None) -> Key | None:
    return recovery_key() if passphrase is not None else None


@pytest.mark.parametrize("passphrase", KEYS)
def test_a_copy_is_whole_under_the_same_key_and_its_owners_alone(
    tmp_path: Path, passphrase: str | None
) -> None:
    with full_file(tmp_path, key=passphrase) as caseload:
        made = backups.keep(caseload)
        head, served = audit.verify(caseload).head, len(caseload.records(Client))
        found = backups.read(Path(made.path), caseload.key)
    assert (made.kind, made.encrypted) == ("by-hand", passphrase is not None)
    assert (found.clients, found.head) == (served, head)
    folder = backups.folder_of(caseload.path)
    assert [each.name for each in folder.iterdir()] == [made.backup]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(made.path).stat().st_mode) == 0o600
    assert (b"Whitfield" in Path(made.path).read_bytes()) is (passphrase is None)


def test_two_copies_of_one_second_both_stand(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        names = {backups.keep(caseload).backup for _ in range(4)}
        assert {one.backup for one in backups.listed(caseload.path)} >= names
    assert len(names) == 4


@pytest.mark.parametrize("order", [("daily", "before-import"), ("before-import", "daily")])
def test_of_two_copies_of_one_second_the_newest_is_the_one_written_last(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    with new_file(tmp_path) as caseload:
        path = caseload.path
    folder = backups.folder_of(path)
    folder.mkdir()
    for days_ago in (5, 0, 1):
        for count, kind in enumerate(order):
            copy = folder / made_up(days_ago, kind).backup
            copy.write_bytes(b"x" * 1024)
            os.utime(copy, ns=(0, 10**18 + count))
    assert [one.kind for one in backups.listed(path)] == [*order[::-1]] * 3
    assert backups.find(path, "newest").kind == order[1]
    assert [one.backup for one in backups.thin(path)] == [made_up(5, order[0]).backup]


def test_the_first_write_of_a_day_keeps_a_copy_and_the_second_none(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        said: list[str | None] = []
        for _ in range(2):
            caseload.before_first_write = lambda: said.append(backups.keep_daily(caseload))
            clients.add(caseload, "Ana", "Núñez")
        clients.add(caseload, "Bo", "李")
        (kept,) = backups.listed(caseload.path)
        assert backups.read(Path(kept.path), None).clients == 0
    assert (kept.kind, said) == ("daily", [None, None])


def test_no_copy_of_the_day_is_said_and_the_write_is_kept(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        backups.folder_of(caseload.path).write_text("a file where the folder should be")
        said: list[str | None] = []
        caseload.before_first_write = lambda: said.append(backups.keep_daily(caseload))
        clients.add(caseload, "Ana", "Núñez")
        assert clients.get(caseload, "C0001").first_name == "Ana"
    assert said[0] is not None
    assert said[0].startswith("There is no backup of today: No backup can be written in")


def test_a_copy_that_can_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        backups.folder_of(caseload.path).write_text("in the way")
        with pytest.raises(StorageError, match="No backup can be written"):
            backups.keep(caseload)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "caseload.db",
        "caseload.db.backups",
    ]


def made_up(days_ago: int, kind: str = "daily", hour: int = 18) -> Backup:
    at = datetime(2026, 11, 20, hour, tzinfo=UTC) - timedelta(days=days_ago)
    name = f"{at:%Y%m%dT%H%M%SZ}-{kind}.db"
    return Backup(name, kind, at.isoformat().replace("+00:00", "Z"), 1, False, name)


def test_thinning_keeps_the_newest_of_days_weeks_and_months() -> None:
    everything = [made_up(days) for days in range(500)]
    kept = sorted(
        (datetime(2026, 11, 20, 18, tzinfo=UTC) - datetime.fromisoformat(one.made_at)).days
        for one in backups.spared(everything)
    )
    # Fri 20 Nov: seven days; Sundays before; the last days of the months before.
    assert kept[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert set(kept[7:]) == {12, 19, 26} | {20, 51, 81, 112, 143, 173, 204, 234, 265, 293, 324}


def test_thinning_takes_nothing_that_was_made_by_hand_or_put_aside() -> None:
    everything = [made_up(days, kind) for days in range(900) for kind in backups.NEVER_THINNED]
    assert backups.spared(everything) == set(everything)


def test_of_two_days_all_copies_stay_and_of_the_third_the_newest() -> None:
    both = [(made_up(days, "daily", 13), made_up(days, "before-import", 19)) for days in range(3)]
    everything = [one for pair in both for one in pair]
    assert backups.spared(everything) == {*everything} - {both[2][0]}


def test_thinning_removes_files(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        folder = backups.folder_of(caseload.path)
        backups.keep(caseload)
        for days in (*range(1, 9), 40, 41, 1000):
            (folder / made_up(days).backup).write_bytes(b"x" * 1024)
        (folder / "notes.txt").write_text("mine")
        gone = backups.thin(caseload.path)
    assert [one.backup for one in gone] == [made_up(8).backup, made_up(41).backup]
    assert (folder / "notes.txt").exists()


@pytest.mark.parametrize("passphrase", KEYS)
def test_what_is_restored_is_the_copy_and_what_was_there_is_kept(
    tmp_path: Path, passphrase: str | None
) -> None:
    with full_file(tmp_path, key=passphrase) as caseload:
        made, path = backups.keep(caseload), caseload.path
        served = [one.client_id for one in caseload.records(Client)]
        clients.add(caseload, "Later", "Come")
    done = backups.restore(path, Path(made.path), TODAY, lambda _: key_of(passphrase))
    with again(path, passphrase) as restored:
        assert [one.client_id for one in restored.records(Client)] == served
        assert not checks.damage(restored)
        last = audit.log(restored, audit.Asked(), 1)[0]
        assert (last.action, last.record_id) == ("restore backup", "caseload.db")
    assert done.aside is not None
    assert backups.read(Path(done.aside), key_of(passphrase)).clients == len(served) + 1
    assert path.stat().st_nlink == 1


def test_a_damaged_file_is_replaced_and_kept_as_it_was(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        made, path = backups.keep(caseload), caseload.path
    path.write_bytes(b"not a database at all" * 100)
    (tmp_path / "caseload.db-journal").write_bytes(b"left by a crash")
    done = backups.restore(path, Path(made.path), TODAY, lambda _: None)
    assert done.aside is not None
    assert Path(done.aside).read_bytes().startswith(b"not a database")
    assert not (tmp_path / "caseload.db-journal").exists()
    with again(path) as restored:
        assert not checks.damage(restored)


def test_a_file_that_is_gone_comes_back(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        made, path = backups.keep(caseload), caseload.path
        served = len(caseload.records(Client))
    path.unlink()
    assert backups.restore(path, Path(made.path), TODAY, lambda _: None).aside is None
    with again(path) as restored:
        assert len(restored.records(Client)) == served


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), DamagedError),
        (lambda path: path.write_bytes(b"x" * 8192), DamagedError),
    ],
    ids=["cut", "no database"],
)
def test_a_copy_that_can_not_be_read_replaces_nothing(
    tmp_path: Path, harm: object, fault: type[Exception]
) -> None:
    with full_file(tmp_path) as caseload:
        made, path = backups.keep(caseload), caseload.path
    before = path.read_bytes()
    harm(Path(made.path))  # type: ignore[operator]
    with pytest.raises(fault):
        backups.restore(path, Path(made.path), TODAY, lambda _: None)
    assert path.read_bytes() == before


def test_the_wrong_key_replaces_nothing(tmp_path: Path) -> None:
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        made, path = backups.keep(caseload), caseload.path
    before = path.read_bytes()
    with pytest.raises(LockedError, match="older one"):
        backups.restore(path, Path(made.path), TODAY, lambda _: Key("00" * 48))
    assert path.read_bytes() == before


def test_who_had_the_file_open_can_not_write_into_the_one_that_was_put_aside(
    tmp_path: Path,
) -> None:
    with full_file(tmp_path) as caseload:
        made = backups.keep(caseload)
        backups.restore(caseload.path, Path(made.path), TODAY, lambda _: None)
        with pytest.raises(BusyError, match="was replaced while it was open"):
            clients.add(caseload, "Too", "Late")


def test_a_copy_is_named_by_its_beginning_or_as_the_newest(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        first = backups.keep(caseload)
        path = caseload.path
    assert backups.find(path, "newest") == backups.find(path, first.backup[:10]) == first
    for name in ("", "x", "../caseload.db"):
        with pytest.raises(NotFoundError, match="caseload backup list"):
            backups.find(path, name)


def test_where_there_is_no_copy_it_is_said_how_one_is_made(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        path = caseload.path
    for name in ("newest", "20261123"):
        with pytest.raises(NotFoundError, match=r"no backup yet.*caseload backup create"):
            backups.find(path, name)


def test_a_link_in_the_folder_is_no_copy(tmp_path: Path) -> None:
    with new_file(tmp_path) as caseload:
        made = backups.keep(caseload)
        Path(made.path).with_name("20200101T000000Z-daily.db").symlink_to(made.path)
        assert backups.listed(caseload.path) == [made]
