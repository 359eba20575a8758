"""The first run: the demo, a new file, another file; by keyboard alone."""

import os
from pathlib import Path

import pytest
from making import PASSPHRASE, TODAY, full_file
from playing import NARROW, play, press, shown
from textual.pilot import Pilot
from textual.widgets import Static

from caseload.records import programs, staff
from caseload.records._opening import is_encrypted, open_file
from caseload.tui.first_run import FirstRun, NewFile, RecoveryKey
from caseload.tui.intake_forms import IntakeForm
from caseload.tui.lock import Lock
from caseload.tui.today import Today


def test_without_a_file_it_offers_what_one_can_do(tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        said = shown(pilot)
        for each in ("Welcome", "Try the demo", "Make a new caseload", "Open a file"):
            assert each in said

    play(tmp_path / "none.db", steps, size=NARROW)
    assert not (tmp_path / "none.db").exists()


def test_the_demo_lies_in_a_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "enter")
        await press(pilot)
        assert isinstance(pilot.app.screen, Today)
        assert "due · " in shown(pilot)

    play(tmp_path / "none.db", steps, staff=None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["caseload-demo"]


def test_a_new_file_is_encrypted_and_shows_its_recovery_key(tmp_path: Path) -> None:
    path, seen = tmp_path / "new.db", list[str]()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n", "ctrl+s")
        assert "Type your full name" in shown(pilot)
        await press(
            pilot, "=Dana Whitfield", "tab", "=LPC, QMHP-CS", "tab", "=Heart of Texas", "tab",
            "=ACT-lite; Outreach", "tab", "=Hill, Falls", "tab", "tab", f"={PASSPHRASE}",
        )  # fmt: skip
        await press(pilot, "tab", "=another", "ctrl+s")
        assert "differ" in shown(pilot)
        assert not path.exists()
        await press(pilot, f"={PASSPHRASE}", "tab", f"={PASSPHRASE}", "ctrl+s")
        assert isinstance(pilot.app.screen, RecoveryKey)
        key = pilot.app.screen.query_one(".recovery-key", Static).render()
        seen.append("".join(letter for letter in str(key) if letter in "0123456789abcdef"))
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, RecoveryKey), "not by mistake"
        assert "caseload key recovery shows it" in shown(pilot)
        assert "Made" not in shown(pilot), "nothing lies over the key"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Today)
        assert "Dana Whitfield" in shown(pilot)
        assert "No one is here yet." in shown(pilot)
        assert "caseload import clients FILE" in shown(pilot)
        await press(pilot, "f2", "ctrl+n")
        assert isinstance(pilot.app.screen, IntakeForm)

    play(path, steps, staff=None, size=NARROW)
    assert is_encrypted(path)
    for secret in (PASSPHRASE, *seen):
        with open_file(path, TODAY, lambda secret=secret: secret) as opened:  # type: ignore[misc]
            assert staff.listed(opened)[0].credentials == ("LPC", "QMHP-CS")
            assert [(one.name, one.counties) for one in programs.listed(opened)] == [
                ("ACT-lite", ("Hill", "Falls")), ("Outreach", ("Hill", "Falls"))
            ]  # fmt: skip
    assert 'name = "Heart of Texas"' in (tmp_path / "none.toml").read_text(encoding="utf-8")


def test_a_key_is_shown_even_where_the_settings_can_not_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n", "=Dana", "tab", "tab", "=Heart of Texas", *["tab"] * 4)
        # Nothing can be put in this place.
        (tmp_path / "none.toml").mkdir()
        await press(pilot, f"={PASSPHRASE}", "tab", f"={PASSPHRASE}", "ctrl+s")
        assert isinstance(pilot.app.screen, RecoveryKey)
        (tmp_path / "none.toml").rmdir()

    play(path, steps, staff=None, size=NARROW)
    assert is_encrypted(path)


def test_a_plain_file_is_made_by_choice_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n", "=Dana Whitfield", *["tab"] * 8, "space", "ctrl+s")
        assert isinstance(pilot.app.screen, Today)

    play(path, steps, staff=None, size=NARROW)
    assert not is_encrypted(path)


def test_a_passphrase_and_the_mark_for_none_are_not_both_taken(tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n", "=Dana", *["tab"] * 6, f"={PASSPHRASE}", "tab", f"={PASSPHRASE}")
        await press(pilot, "tab", "space", "ctrl+s")
        assert isinstance(pilot.app.screen, NewFile)
        assert "the file is not to be encrypted" in " ".join(shown(pilot).split())
        await press(pilot, "space", "ctrl+s")
        assert isinstance(pilot.app.screen, RecoveryKey)

    play(tmp_path / "new.db", steps, staff=None)
    assert is_encrypted(tmp_path / "new.db")


def test_a_short_passphrase_is_refused_in_words(tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "n", "=Dana", *["tab"] * 6, "=short", "tab", "=short", "ctrl+s")
        assert isinstance(pilot.app.screen, NewFile)
        assert "at least 8 characters" in shown(pilot)

    play(tmp_path / "new.db", steps, staff=None)
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_opened(tmp_path: Path) -> None:
    full_file(tmp_path).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "o", "=nowhere.db", "enter")
        assert "There is no caseload file" in shown(pilot)
        await press(pilot, "shift+home", f"={tmp_path / 'caseload.db'}", "enter")
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / "none.db", steps, staff=None)


def test_an_encrypted_one_asks_for_its_passphrase(tmp_path: Path) -> None:
    full_file(tmp_path, key=PASSPHRASE).close()

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "o", f"={tmp_path / 'caseload.db'}", "enter")
        assert isinstance(pilot.app.screen, Lock)
        await press(pilot, f"={PASSPHRASE}", "enter")
        assert isinstance(pilot.app.screen, Today)

    play(tmp_path / "none.db", steps, staff=None)


def test_what_is_no_caseload_is_refused_and_left(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(os.urandom(100))

    async def steps(pilot: Pilot[None]) -> None:
        await press(pilot, "o", f"={other}", "enter")
        assert "no caseload file" in shown(pilot) or "damaged" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, FirstRun)

    play(tmp_path / "none.db", steps, staff=None)
    assert other.stat().st_size == 100
