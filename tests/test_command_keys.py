"""Backups, keys and the audit log by command: what each says, and what it leaves."""

import json
import re
from pathlib import Path

import pytest
from bringing import Desk
from making import PASSPHRASE, TODAY, full_file

NEW = "another fine phrase"


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A full caseload, encrypted, with S0001 acting."""
    full_file(tmp_path, key=PASSPHRASE).close()
    for name, text in (("old", PASSPHRASE), ("new", NEW)):
        (tmp_path / name).write_text(f"{text}\n")
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_STAFF", "S0001")
    return Desk(tmp_path, capsys)


OLD = ("--passphrase-file", "old")


def test_unlocked_for_the_day_no_command_asks_and_locked_all_do(desk: Desk) -> None:
    assert desk.run("due").code == 12
    assert "in memory" in desk.done(*OLD, "unlock", "--for", "30 min")
    assert desk.run("due").code == 0
    assert re.match(
        r"Unlocked until \d\d:\d\d tomorrow, in", desk.done(*OLD, "unlock", "--for", "24h")
    )
    assert desk.done("lock") == "Locked: gone from memory.\n"
    assert desk.run("due").code == 12
    assert desk.done("lock") == "It was locked already.\n"


@pytest.mark.parametrize("span", ["", "8", "25h", "0h", "tomorrow", "-8h", "8h 30m"])
def test_a_span_that_is_none_is_refused(desk: Desk, span: str) -> None:
    ran = desk.run(*OLD, "unlock", "--for", span)
    assert (ran.code, ran.out) == (3, "")
    assert "span" in ran.err


def test_a_recovery_key_is_shown_to_the_passphrase_alone(desk: Desk) -> None:
    desk.done(*OLD, "unlock")
    ran = desk.run("key", "recovery")
    assert (ran.code, ran.out) == (12, "")
    shown = desk.done(*OLD, "key", "recovery").split("\n\n")[1]
    desk.write("recovery", shown)
    assert desk.run("--passphrase-file", "recovery", "due").code == 0


def test_another_passphrase_takes_the_place_of_the_old_one(desk: Desk) -> None:
    desk.done(*OLD, "unlock")
    desk.done("backup", "create")
    said = desk.done("key", "change", "--new-passphrase-file", "new")
    assert "has another passphrase" in said
    assert "1 backups" in said
    assert desk.run("due").code == 12
    assert desk.run(*OLD, "due").code == 12
    assert desk.run("--passphrase-file", "new", "due").code == 0
    # A backup keeps the key that it was made with.
    assert desk.run("--passphrase-file", "new", "backup", "verify").code == 12
    assert "whole" in desk.done(*OLD, "backup", "verify")


def test_nobody_to_ask_for_a_new_passphrase_is_said(desk: Desk) -> None:
    ran = desk.run(*OLD, "key", "change")
    assert ran.code == 12
    assert "--new-passphrase-file FILE" in ran.err


def test_plain_only_when_it_is_meant_and_encrypted_again(desk: Desk) -> None:
    ran = desk.run(*OLD, "decrypt")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "anyone can read it" in desk.done(*OLD, "decrypt", "--yes")
    desk.done("due")
    assert "--yes" not in desk.done("encrypt", "--new-passphrase-file", "new")
    assert desk.run("due").code == 12


def test_a_backup_goes_back_to_how_it_was(desk: Desk) -> None:
    desk.done(*OLD, "unlock")
    head = desk.done("backup", "create").splitlines()[1]
    desk.done("client", "add", "Later", "Come")
    listed = json.loads(desk.done("backup", "list", "--json"))
    assert [one["kind"] for one in listed] == ["by-hand"]
    assert head in desk.done("backup", "verify")
    said = desk.done("backup", "restore", "newest")
    assert head in said
    assert "before-restore.db" in said
    assert "Later" not in desk.done("client", "list")
    assert desk.run("check", "--damage-only").code == 0
    assert desk.run("audit", "verify", "--head", head).code == 0


def test_a_first_write_of_the_day_and_an_import_keep_a_copy(desk: Desk) -> None:
    desk.done(*OLD, "client", "edit", "C0001", "--phone", "555-0177")
    desk.done(*OLD, "client", "edit", "C0001", "--phone", "555-0178")
    table = desk.write("t.csv", "client_id,first_name,last_name\nX1,Ann,Lee\n")
    desk.done(*OLD, "import", "clients", table, "--dry-run")
    desk.done(*OLD, "import", "clients", table)
    kinds = [one["kind"] for one in json.loads(desk.done("backup", "list", "--json"))]
    assert kinds == ["before-import", "daily"]


def test_the_log_says_who_did_what_to_whom(desk: Desk) -> None:
    desk.done(*OLD, "client", "edit", "C0001", "--phone", "555-0177")
    desk.done(*OLD, "export", "staff")
    found = json.loads(desk.done(*OLD, "audit", "log", "--limit", "2", "--json"))
    assert [(one["actor"], one["action"], one["record_id"]) for one in found] == [
        ("S0001", "export staff", "staff"),
        ("S0001", "edit client", "C0001"),
    ]
    assert json.loads(found[1]["after"]) == {"phone": "555-0177"}
    for options in (("--client", "C0001"), ("--by", "Whitfield"), ("--action", "client")):
        rows = json.loads(desk.done(*OLD, "audit", "log", *options, "--json"))
        assert found[1] in rows
    assert found[0] not in json.loads(
        desk.done(*OLD, "audit", "log", "--action", "client", "--json")
    )
    assert json.loads(desk.done(*OLD, "audit", "log", "--until", "2020-01-01", "--json")) == []
    assert json.loads(desk.done(*OLD, "audit", "log", "--account", "nobody", "--json")) == []


def test_a_word_of_an_action_is_taken_as_it_is_and_two_actors_are_refused(desk: Desk) -> None:
    for action in ("Sign Contact", "contact", " sign "):
        assert "sign contact" in desk.done(*OLD, "audit", "log", "--action", action)
    for action in ("%", "_ign contact", "ontact"):
        assert desk.done(*OLD, "audit", "log", "--action", action) == ""
    ran = desk.run(*OLD, "audit", "log", "--by", "Whitfield", "--account", "root")
    assert (ran.code, ran.out) == (2, "")


def test_a_cut_tail_is_told_against_a_hash_that_was_kept(desk: Desk) -> None:
    import making

    head = desk.done(*OLD, "audit", "verify").splitlines()[-1]
    with making.again(desk.path, PASSPHRASE) as caseload:
        connection = caseload.attached()
        connection.execute("drop trigger audit_delete")
        connection.execute("delete from audit where audit_id = (select max(audit_id) from audit)")
    assert desk.run(*OLD, "audit", "verify").code == 0
    ran = desk.run(*OLD, "audit", "verify", "--head", head)
    assert (ran.code, ran.out) == (
        20, "The hash that you kept is not in it: rows were cut off, or it was made anew.\n",
    )  # fmt: skip


def test_an_edited_row_is_named(desk: Desk) -> None:
    import making

    with making.again(desk.path, PASSPHRASE) as caseload:
        connection = caseload.attached()
        connection.execute("drop trigger audit_update")
        connection.execute("update audit set actor = 'S0002' where audit_id = 7")
    ran = desk.run(*OLD, "audit", "verify")
    assert ran.code == 20
    assert ran.out.startswith("Row 7 is not as it was written")


@pytest.mark.parametrize(
    "command",
    [("key", "change"), ("key", "recovery"), ("unlock",), ("decrypt", "--yes")],
    ids=" ".join,
)
def test_a_plain_file_has_no_key_to_do_this_with(desk: Desk, command: tuple[str, ...]) -> None:
    desk.done(*OLD, "decrypt", "--yes")
    ran = desk.run(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "is not encrypted" in ran.err


@pytest.mark.parametrize("at_hand", ["a passphrase file is named", "its key is kept"])
def test_a_plain_file_in_the_place_of_an_encrypted_one_is_not_written(
    desk: Desk, at_hand: str
) -> None:
    desk.done(*OLD, "unlock")
    desk.path.unlink()
    full_file(desk.folder).close()
    before = desk.path.read_bytes()
    given = OLD if at_hand.startswith("a pass") else ()
    ran = desk.run(*given, "log", "C0001", "--mode", "phone")
    assert (ran.code, at_hand in ran.err) == (12, True)
    assert desk.path.read_bytes() == before
    desk.done("lock")
    assert desk.done("due") is not None


def test_a_plain_copy_in_the_place_of_an_encrypted_file_is_said(desk: Desk) -> None:
    desk.done(*OLD, "backup", "create")
    (copy,) = desk.path.with_name("caseload.db.backups").iterdir()
    assert "not encrypted now" not in desk.run(*OLD, "backup", "restore", "newest").err
    copy.unlink()
    (desk.folder / "other").mkdir()
    full_file(desk.folder / "other").close()
    (desk.folder / "other" / "caseload.db").rename(copy)
    ran = desk.run(*OLD, "backup", "restore", copy.name)
    assert (ran.code, "is not encrypted now" in ran.err) == (0, True)


def test_a_file_made_plain_opens_though_its_key_was_kept(desk: Desk) -> None:
    desk.done(*OLD, "unlock")
    desk.done("decrypt", "--yes")
    assert desk.run("due").code == 0
