"""A file of keys says what opens which file, and holds no passphrase."""

from pathlib import Path

import pytest
from making import PASSPHRASE

from caseload import entrances
from caseload.entrance import Door
from caseload.errors import CaseloadError, InvalidError, LockedError, NotFoundError
from caseload.settings import keys_file

DOOR = Door(None, None, None)


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are none, and a memory in which no key is kept."""
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_opened_by_a_passphrase_file_or_by_what_a_command_prints(tmp_path: Path) -> None:
    (tmp_path / "dana key").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    keys = keys_file.read(
        written(
            tmp_path,
            "['dana.db']\npassphrase_file = 'dana key'\n"
            "['luis/caseload.db']\npassphrase_command = \"printf '%s' O\\u2019Brien\"\n",
        )
    )
    assert keys[(tmp_path / "dana.db").resolve()].passphrase() == PASSPHRASE
    assert keys[(tmp_path / "luis" / "caseload.db").resolve()].passphrase() == "O\u2019Brien"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dana.db = 1", "takes one of two"),
        ("'dana.db' = 'secret'", "takes one of two"),
        ("['dana.db']\n", "takes one of two"),
        ("['dana.db']\npassphrase = 'secret'\n", "takes one of two"),
        ("['dana.db']\npassphrase_file = 7\n", "takes one of two"),
        ("['dana.db']\npassphrase_file = 'a'\npassphrase_command = 'b'\n", "takes one of two"),
        ("[dana.db]\npassphrase_file = 'a'\n", "name stands in quotes"),
        ("[\"dana\\u0000.db\"]\npassphrase_file = 'a'\n", "NUL"),
        ("['dana.db']\npassphrase_command = \"a\\u0000\"\n", "NUL"),
        ("['dana.db'\n", "is no TOML"),
    ],
)
def test_what_says_neither_is_refused_and_its_values_are_not_shown(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(InvalidError, match=says) as raised:
        keys_file.read(written(tmp_path, text))
    assert "secret" not in str(raised.value)


def test_a_file_of_keys_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no file of keys"):
        keys_file.read(tmp_path / "keys.toml")
    (tmp_path / "keys.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidError, match="UTF-8"):
        keys_file.read(tmp_path / "keys.toml")


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ("passphrase_file = 'nowhere'", "passphrase file"),
        ("passphrase_command = 'exit 3'", "passphrase_command of"),
    ],
)
def test_a_way_that_leads_nowhere_is_named(tmp_path: Path, way: str, says: str) -> None:
    keys = keys_file.read(written(tmp_path, f"['dana.db']\n{way}\n"))
    with pytest.raises(LockedError, match=says):
        keys[(tmp_path / "dana.db").resolve()].passphrase()


def encrypted(folder: Path, *names: str) -> list[Path]:
    """What looks like encrypted files."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(bytes(range(256)) * 16)
    return paths


def test_the_file_of_keys_goes_before_the_passphrase_file(tmp_path: Path) -> None:
    mine, other = encrypted(tmp_path, "dana.db", "luis.db")
    (tmp_path / "one").write_text("of its own", encoding="utf-8")
    (tmp_path / "all").write_text("for all", encoding="utf-8")
    keys = written(tmp_path, "['dana.db']\npassphrase_file = 'one'\n")
    door = DOOR._replace(passphrase_file=tmp_path / "all")
    found = entrances.sources_of(door, [mine, other], keys)
    assert [each.secret() for each in found] == ["of its own", "for all"]


def test_the_command_of_the_settings_runs_once_for_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = encrypted(tmp_path, "a.db", "b.db", "c.db")
    count = tmp_path / "count"
    settings = tmp_path / "config.toml"
    settings.write_text(
        f"passphrase_command = \"echo x >> '{count}'; echo for all\"\n", encoding="utf-8"
    )
    monkeypatch.setenv("CASELOAD_CONFIG", str(settings))
    found = entrances.sources_of(DOOR, paths, None)
    assert [each.secret() for each in found] == ["for all"] * 3
    assert count.read_text(encoding="utf-8") == "x\n"


def test_without_anything_and_without_a_terminal_the_file_says_what_it_lacks(
    tmp_path: Path,
) -> None:
    plain = tmp_path / "plain.db"
    plain.write_bytes(b"SQLite format 3\0" * 256)
    (locked,) = encrypted(tmp_path, "locked.db")
    first, second, missing = entrances.sources_of(DOOR, [plain, locked, tmp_path / "none.db"], None)
    assert (first.secret(), missing.secret()) == ("", "")
    with pytest.raises(LockedError, match="--keys FILE") as raised:
        second.secret()
    assert str(locked) in str(raised.value)


def test_a_passphrase_file_that_cannot_be_read_is_what_each_encrypted_file_says(
    tmp_path: Path,
) -> None:
    paths = encrypted(tmp_path, "a.db", "b.db")
    door = DOOR._replace(passphrase_file=tmp_path / "no")
    for one in entrances.sources_of(door, paths, None):
        with pytest.raises(CaseloadError, match="passphrase file"):
            one.secret()
