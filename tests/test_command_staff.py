"""`caseload staff` from the outside."""

from pathlib import Path

import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    return made


def test_who_leaves_while_clients_are_theirs_is_said_with_the_way_to_hand_them_on(
    desk: Desk,
) -> None:
    ran = desk.run("staff", "edit", "bell", "--inactive")
    assert (ran.code, ran.out) == (0, "Saved: Marcus Bell (S0002)\n")
    assert " ".join(ran.err.split()) == (
        "2 clients are still theirs: caseload client list --case-manager S0002 Hand each on: "
        "caseload client transfer CLIENT --case-manager NAME"
    )
    assert "C0001" in desk.done("client", "list", "--case-manager", "S0002")
    desk.done("client", "transfer", "C0001", "--case-manager", "s0001")
    assert "1 client is still theirs" in desk.run("staff", "edit", "bell", "--inactive").err
    to = ("--case-manager", "Whitfield", "--program", "Outreach")
    desk.done("client", "transfer", "C0004", *to)
    assert desk.run("staff", "edit", "bell", "--inactive").err == ""
    assert desk.run("staff", "edit", "bell", "--active", "--capacity", "3").err == ""


def test_the_id_of_somebody_is_read_in_any_capitals(desk: Desk) -> None:
    desk.done("staff", "edit", "s0002", "--capacity", "5")
    lists = [desk.done("client", "list", "--case-manager", one) for one in ("S0001", "s0001")]
    assert lists[0] == lists[1] != ""
