"""An encrypted file opens with its passphrase or its recovery key, as SQLCipher's own would."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from making import PASSPHRASE, TODAY, full_file, new_file, not_opened, open_with, recovery_key
from sqlcipher3 import dbapi2 as sqlite

from caseload.errors import LockedError, UsageError
from caseload.records import staff, standards
from caseload.records._key import derive
from caseload.records._opening import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    create_file,
    is_encrypted,
    open_file,
)


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    with new_file(tmp_path, key=PASSPHRASE) as caseload:
        return caseload.path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    with new_file(tmp_path) as caseload:
        return caseload.path


def test_a_plain_file_opens_without_being_asked_for_anything(plain: Path) -> None:
    assert not is_encrypted(plain)

    def never() -> str:
        raise AssertionError("a plain file needs no passphrase")

    with open_file(plain, TODAY, never) as opened:
        assert staff.get(opened, "S0001").name == "Dana Whitfield"


def test_an_encrypted_file_holds_no_word_of_its_records(encrypted: Path) -> None:
    assert is_encrypted(encrypted)
    assert b"SQLite" not in encrypted.read_bytes()
    assert b"Whitfield" not in encrypted.read_bytes()


@pytest.mark.parametrize(
    "spelled",
    [
        lambda: PASSPHRASE,
        lambda: recovery_key().shown(),
        lambda: recovery_key().shown().upper(),
        lambda: recovery_key().shown().replace("-", " "),
        lambda: recovery_key().shown() + "\n",
        lambda: recovery_key().lines(),
        lambda: recovery_key().lines().replace("\n", "\r\n"),
        lambda: str.__str__(recovery_key()),
    ],
)
def test_an_encrypted_file_opens_with_passphrase_and_recovery_key(
    encrypted: Path, spelled: Callable[[], str]
) -> None:
    assert open_with(encrypted, spelled()) == "Dana Whitfield"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: PASSPHRASE.upper(),
        lambda: PASSPHRASE + " ",
        lambda: "' or 1 --",
        lambda: "0" * 96,
        lambda: "1" + recovery_key().shown()[1:],
        lambda: recovery_key().shown()[:-1],
    ],
)
def test_another_passphrase_or_key_opens_nothing(encrypted: Path, wrong: Callable[[], str]) -> None:
    if wrong() == recovery_key().shown():
        pytest.skip("the key begins with 1 by chance")
    assert not_opened(encrypted, LockedError, wrong()).exit_code == 12


@pytest.mark.parametrize("odd", ["", "pass\udcffword"])
def test_a_passphrase_that_cannot_be_one_is_not_opened(encrypted: Path, odd: str) -> None:
    with pytest.raises(UsageError):
        open_with(encrypted, odd)


def test_an_accent_opens_however_a_machine_types_it() -> None:
    salt = bytes(16)
    assert derive("caf\u00e9 au lait", salt) == derive("cafe\u0301 au lait", salt)


def test_the_recovery_key_is_twelve_groups_of_eight_and_never_printed() -> None:
    key = recovery_key()
    assert re.fullmatch("([0-9a-f]{8}-){11}[0-9a-f]{8}", key.shown())
    assert key.lines().split("\n") == [key.shown()[:53], key.shown()[54:]]
    assert repr(key) == "Key(...)"
    assert key not in f"{[key]!r}"


def test_the_key_of_a_recovery_key_is_itself_whatever_the_salt() -> None:
    assert derive(recovery_key().shown(), b"x" * 16) == recovery_key()


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "O'Brien 李 ñ 🔑", "\\0%s\"' -- ;"])
def test_sqlcipher_opens_the_file_with_the_same_passphrase(tmp_path: Path, passphrase: str) -> None:
    path = tmp_path / "c.db"
    create_file(path, TODAY, lambda: passphrase, standards.add_shipped)
    with closing(sqlite.connect(path)) as stock:
        stock.execute(f"pragma key = '{passphrase.replace(chr(39), chr(39) * 2)}'")
        assert stock.execute("select count(*) from standard").fetchone() == (5,)
        assert stock.execute("pragma cipher_integrity_check").fetchall() == []


def test_the_lines_for_recovering_by_hand_open_the_file_and_make_a_plain_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    full_file(tmp_path, key=PASSPHRASE).close()
    monkeypatch.chdir(tmp_path)
    exec(lines.replace("the passphrase", PASSPHRASE), {})
    assert "('C0002', '李', 'Bo', None)" in capsys.readouterr().out
    with closing(sqlite.connect("plain.db")) as plain:
        assert plain.execute("select count(*) from client").fetchone() == (4,)
    with closing(sqlite.connect("caseload.db")) as locked:
        locked.execute(f"pragma key = \"x'{str.__str__(recovery_key())}'\"")
        assert locked.execute("select count(*) from client").fetchone() == (4,)


def test_a_file_that_sqlcipher_keyed_by_itself_opens_here(tmp_path: Path, plain: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite.connect(plain)) as stock:
        stock.execute("attach ? as theirs key 'eight and more'", (str(path),))
        stock.execute("select sqlcipher_export('theirs')")
        stock.execute(f"pragma theirs.application_id = {APPLICATION_ID}")
        stock.execute(f"pragma theirs.user_version = {SCHEMA_VERSION}")
    assert open_with(path, "eight and more") == "Dana Whitfield"


def test_two_files_with_one_passphrase_have_two_keys(tmp_path: Path) -> None:
    keys = {create_file(tmp_path / name, TODAY, lambda: PASSPHRASE) for name in ("a", "b")}
    assert len(keys) == 2
