"""`caseload undo`: what it says, and what it leaves as it was."""

from pathlib import Path

import pytest
from making import TODAY, full_file

from caseload.cli import main


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full caseload, with S0001 acting."""
    full_file(tmp_path).close()
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "caseload.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", TODAY.isoformat())
    monkeypatch.setenv("CASELOAD_STAFF", "S0001")


def test_a_dry_run_says_the_same_and_leaves_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["client", "edit", "C0001", "--phone", "555-0199"]) == 0
    capsys.readouterr()
    assert main(["undo", "--dry-run"]) == 0
    assert capsys.readouterr().out == (
        "Would take back: edit client of C0001.\n  client C0001: phone is '555-0100' again.\n"
    )
    assert main(["undo"]) == 0
    assert capsys.readouterr().out == (
        "Taken back: edit client of C0001.\n  client C0001: phone is '555-0100' again.\n"
    )
    assert main(["undo"]) == 3
    assert "can't be undone itself" in capsys.readouterr().err
    assert main(["check", "--damage-only"]) == 0


def test_a_contact_just_logged_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "C0001", "Rent paid."]) == 0
    capsys.readouterr()
    assert main(["undo"]) == 0
    assert capsys.readouterr().out == (
        "Taken back: log contact of C0001.\n  K0004 is marked as entered in error.\n"
    )


def test_a_signed_contact_is_refused_with_the_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["log", "C0001", "Rent paid.", "--sign"]) == 0
    capsys.readouterr()
    assert main(["undo", "--dry-run"]) == 3
    assert "caseload contact amend K0004 --kind entered_in_error" in capsys.readouterr().err


def test_what_people_typed_is_shown_with_marks_and_never_acts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["client", "edit", "C0001", "--city", "[/] 李 [bold]x"]) == 0
    assert main(["client", "edit", "C0001", "--city", "Waco"]) == 0
    capsys.readouterr()
    assert main(["undo"]) == 0
    assert "city is '[/] 李 [bold]x' again" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            ["client", "transfer", "C0001", "--case-manager", "Whitfield", "--on", "2026-11-20"],
            "E0001: no other case manager from Fri 20 Nov 2026 on.",
        ),
        (
            ["client", "correct", "C0001", "--admitted-on", "2026-01-09"],
            "episode E0001: admitted on is Sat 10 Jan 2026 again",
        ),
        (
            ["client", "transfer", "C0001", "--case-manager", "Whitfield", "--on", "2026-06-01"],
            "E0001: case manager from Mon 1 Jun 2026 is Marcus Bell again.",
        ),
        (["task", "done", "TK0001"], "done on is empty again"),
        (["staff", "edit", "Bell", "--covered-by", ""], "covered by is Dana Whitfield again"),
    ],
)
def test_what_is_so_again_is_said_in_days_and_names(
    capsys: pytest.CaptureFixture[str], done: list[str], said: str
) -> None:
    assert main(done) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["undo"]) == 0
    assert said in capsys.readouterr().out
