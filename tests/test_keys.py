"""Another passphrase, none, or one for the first time: the whole file anew, or nothing changed."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from making import PASSPHRASE, again, full_file, recovery_key

from caseload.errors import BusyError, InvalidError, LockedError, StorageError, UsageError
from caseload.records import _whole_file as whole_file
from caseload.records import audit, checks, clients, everything, keys
from caseload.records._caseload import Caseload
from caseload.records._opening import is_encrypted

NEW = "another fine phrase"


def held(caseload: Caseload) -> list[dict[str, Any]]:
    return [row for row in everything.lines(caseload) if row.get("table") != "audit"]


def test_a_changed_key_opens_the_same_records_and_the_old_one_none(tmp_path: Path) -> None:
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        path, before = caseload.path, held(caseload)
        recovery = keys.change(caseload, NEW)
    with pytest.raises(LockedError):
        again(path, PASSPHRASE)
    with pytest.raises(LockedError):
        again(path, recovery_key().shown())
    for secret in (NEW, recovery.shown()):
        with again(path, secret) as opened:
            assert held(opened) == before
            assert not checks.damage(opened)
            assert audit.log(opened, audit.Asked(), 1)[0].action == "change key"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["caseload.db"]


def test_encrypted_then_plain_again_it_holds_what_it_held(tmp_path: Path) -> None:
    with full_file(tmp_path) as caseload:
        path, before = caseload.path, held(caseload)
        keys.encrypt(caseload, NEW)
    assert is_encrypted(path)
    assert b"Whitfield" not in path.read_bytes()
    with again(path, NEW) as caseload:
        assert held(caseload) == before
        keys.decrypt(caseload)
    assert not is_encrypted(path)
    with again(path) as caseload:
        assert held(caseload) == before
        assert not checks.damage(caseload)
        clients.add(caseload, "Still", "Writes")


@pytest.mark.parametrize("verb", [lambda c: keys.change(c, NEW), keys.decrypt, keys.recovery])
def test_a_plain_file_has_no_key(tmp_path: Path, verb: Any) -> None:
    with full_file(tmp_path) as caseload, pytest.raises(UsageError, match="not encrypted"):
        verb(caseload)


def test_an_encrypted_file_is_not_encrypted_twice(tmp_path: Path) -> None:
    with (
        full_file(tmp_path, key=PASSPHRASE) as caseload,
        pytest.raises(InvalidError, match="caseload key change"),
    ):
        keys.encrypt(caseload, NEW)


def test_a_short_passphrase_changes_nothing(tmp_path: Path) -> None:
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        before = caseload.path.read_bytes()
        with pytest.raises(InvalidError, match="at least 8"):
            keys.change(caseload, "short")
        assert caseload.path.read_bytes() == before


def test_what_fails_before_the_last_step_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(made: Path, path: Path) -> None:
        raise OSError(28, "No space left on device")

    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        before = caseload.path.read_bytes()
        monkeypatch.setattr(keys, "take_place", full)
        with pytest.raises(StorageError, match="It is as it was"):
            keys.change(caseload, NEW)
        monkeypatch.setattr(keys, "take_place", whole_file.take_place)
        assert caseload.path.read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["caseload.db"]
        clients.add(caseload, "Still", "Writes")


def test_nobody_writes_while_the_file_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def looked(made: Path, path: Path) -> None:
        monkeypatch.setattr("caseload.records._driver.BUSY_SECONDS", 0)
        with again(path, PASSPHRASE) as other, closing(other):
            seen.append(clients.get(other, "C0001").last_name)
            with pytest.raises(BusyError):
                clients.add(other, "Mean", "While")
            seen.append("refused")
        whole_file.take_place(made, path)

    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        monkeypatch.setattr(keys, "take_place", looked)
        keys.change(caseload, NEW)
        assert seen == ["Núñez", "refused"]
        with pytest.raises(BusyError, match="was replaced while it was open"):
            clients.add(caseload, "Too", "Late")
