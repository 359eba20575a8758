"""A key that is kept for the day: in memory of one's own, until its time, for its file alone."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from making import PASSPHRASE, full_file, recovery_key

from caseload.cli import main
from caseload.errors import MissingExtraError, StorageError
from caseload.records import keys
from caseload.settings import config, kept_keys

SOON = datetime.now(UTC) + timedelta(hours=8)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if sys.platform == "win32":
        pytest.skip("has no memory of one's own")
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    return folder / "caseload"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with full_file(tmp_path, key=PASSPHRASE) as caseload:
        return caseload.path


def test_a_kept_key_opens_the_file_until_it_is_forgotten(memory: Path, path: Path) -> None:
    where = kept_keys.keep(path, recovery_key(), SOON)
    assert where.parent == memory
    assert stat.S_IMODE(where.stat().st_mode) == 0o600
    assert stat.S_IMODE(memory.stat().st_mode) == 0o700
    assert kept_keys.find(path) == str.__str__(recovery_key())
    assert kept_keys.forget(path) == ["memory"]
    assert kept_keys.find(path) is None
    assert kept_keys.forget(path) == []


def test_the_passphrase_is_not_what_is_kept(memory: Path, path: Path) -> None:
    kept_keys.keep(path, recovery_key(), SOON)
    assert all(PASSPHRASE not in each.read_text() for each in memory.iterdir())


@pytest.mark.parametrize(
    "until",
    [datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(hours=25)],
    ids=["over", "longer than a day"],
)
def test_a_key_whose_time_is_over_is_dropped(memory: Path, path: Path, until: datetime) -> None:
    kept_keys.keep(path, recovery_key(), until)
    assert kept_keys.find(path) is None
    assert list(memory.iterdir()) == []


def test_a_key_fits_its_own_file_alone(memory: Path, path: Path) -> None:
    kept_keys.keep(path, recovery_key(), SOON)
    other = path.with_name("other.db")
    other.write_bytes(path.read_bytes())
    assert kept_keys.find(other) is None
    assert kept_keys.find(other, of=path) is not None
    path.write_bytes(b"\0" * 16 + path.read_bytes()[16:])
    assert kept_keys.find(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"key": "x", "until": 3}', "\0"])
def test_what_is_not_as_we_left_it_is_dropped(memory: Path, path: Path, text: str) -> None:
    where = kept_keys.keep(path, recovery_key(), SOON)
    where.write_text(text)
    assert kept_keys.find(path) is None
    assert not where.exists()


def test_what_others_can_read_is_not_believed(memory: Path, path: Path) -> None:
    where = kept_keys.keep(path, recovery_key(), SOON)
    where.chmod(0o644)
    assert kept_keys.find(path) is None


def test_a_link_in_its_place_is_not_followed(memory: Path, path: Path, tmp_path: Path) -> None:
    where = kept_keys.keep(path, recovery_key(), SOON)
    said = json.loads(where.read_text())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(json.dumps(said))
    elsewhere.chmod(0o644)
    where.unlink()
    where.symlink_to(elsewhere)
    assert kept_keys.find(path) is None


@pytest.mark.parametrize("make", ["mkfifo", "mkdir"])
def test_a_pipe_or_a_folder_in_its_place_is_not_waited_for(
    memory: Path, path: Path, make: str
) -> None:
    where = kept_keys.keep(path, recovery_key(), SOON)
    where.unlink()
    getattr(os, make)(where, 0o600)
    look = f"from caseload.settings import kept_keys; print(kept_keys.find(Path({str(path)!r})))"
    done = subprocess.run(  # a process of its own, for it would hold this one
        [sys.executable, "-c", f"from pathlib import Path; {look}"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == "None\n"


@pytest.mark.parametrize("theirs", ["caseload", "."], ids=["the folder", "where it lies"])
def test_a_folder_of_another_account_is_as_none(
    memory: Path, path: Path, theirs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_keys.keep(path, recovery_key(), SOON)
    shut, as_it_is = memory.parent / theirs, Path.lstat

    def lstat(asked: Path) -> os.stat_result:
        if shut in asked.parents:
            raise PermissionError(13, "Permission denied", str(asked))
        found = as_it_is(asked)
        return os.stat_result([*found[:4], os.getuid() + 1, *found[5:]]) if asked == shut else found

    def unlink(asked: Path) -> None:
        raise PermissionError(13, "Permission denied", str(asked))

    monkeypatch.setattr(Path, "lstat", lstat)
    monkeypatch.setattr(Path, "exists", lambda asked: bool(lstat(asked)))
    monkeypatch.setattr(Path, "unlink", unlink)
    assert kept_keys.find(path) is None
    assert not kept_keys.has(path)
    assert kept_keys.forget(path) == []


class Ring:
    """A keyring in this process."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        error = type("KeyringError", (Exception,), {})
        self.errors = SimpleNamespace(
            KeyringError=error,
            PasswordDeleteError=type("PasswordDeleteError", (error,), {}),
            NoKeyringError=type("NoKeyringError", (error,), {}),
        )

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.kept[service, name] = secret

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        if self.kept.pop((service, name), None) is None:
            raise self.errors.PasswordDeleteError


def test_a_key_in_the_keyring_is_looked_for_when_the_settings_say_so(
    memory: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", ring.errors)
    kept_keys.keep_in_keyring(path, recovery_key())
    assert kept_keys.find(path) is None
    config.put("keyring", "on")
    assert kept_keys.find(path) == str.__str__(recovery_key())
    assert kept_keys.forget(path) == ["the keyring"]
    assert kept_keys.forget(path) == []


class Shut(Ring):
    """A keyring that gives no answer."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = getattr(self.errors, why)

    def set_password(self, service: str, name: str, secret: str) -> None:
        raise self.why

    def get_password(self, service: str, name: str) -> str | None:
        raise self.why

    def delete_password(self, service: str, name: str) -> None:
        raise self.why


@pytest.mark.parametrize(
    ("why", "code"), [("not installed", 0), ("NoKeyringError", 0), ("KeyringError", 15)]
)
def test_without_a_keyring_that_answers_the_passphrase_opens_the_file(
    memory: Path, path: Path, monkeypatch: pytest.MonkeyPatch, why: str, code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    config.put("keyring", "on")
    ring = None if why == "not installed" else Shut(why)
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", ring and ring.errors)
    given = path.with_name("passphrase")
    given.write_text(PASSPHRASE, encoding="utf-8")
    given.chmod(0o600)
    assert main(["--file", str(path), "staff", "list"]) == 12
    assert main(["--file", str(path), "--passphrase-file", str(given), "staff", "list"]) == 0
    config.put("passphrase_command", f'{sys.executable} -c "print({PASSPHRASE!r})"')
    assert main(["--file", str(path), "staff", "list"]) == 0
    kept_keys.keep(path, recovery_key(), SOON)
    capsys.readouterr()
    assert main(["--file", str(path), "lock"]) == code
    said = capsys.readouterr()
    assert ("may still be in it" in said.err) == (code != 0)
    assert ("gone from memory" in said.out) == (code == 0)
    assert not kept_keys.has(path)


def test_without_the_extra_it_is_said_how_to_get_it(
    memory: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[keyring\]'") as raised:
        kept_keys.keep_in_keyring(path, recovery_key())
    assert raised.value.exit_code == 2


def test_a_keyring_that_takes_nothing_is_refused_as_a_place_that_is_not_ours_to_write(
    memory: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = Shut("NoKeyringError")
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setitem(sys.modules, "keyring.errors", ring.errors)
    with pytest.raises(StorageError, match="caseload unlock --for 8h"):
        kept_keys.keep_in_keyring(path, recovery_key())


def test_after_another_key_the_kept_one_is_worth_nothing(memory: Path, path: Path) -> None:
    from making import again

    kept_keys.keep(path, recovery_key(), SOON)
    with again(path, PASSPHRASE) as caseload:
        keys.change(caseload, "another fine phrase")
    assert kept_keys.find(path) is None
