"""Care teams and releases come in as tables: all or nothing, once, and never another's."""

from datetime import date
from pathlib import Path

import pytest
from bringing import TODAY, Desk, another_file, desk_in, table
from making import again

from caseload.model.circle import CareRole
from caseload.records import care_team, clients, consents

TEAM = "client_id name role relation organization phone emergency_contact from_on until_on"
RELEASES = (
    "client_id to_whom purpose scope signed_on effective_on expires_on expires_when revoked_on"
    " part2 signed_by method"
)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    with again(made.path, today=TODAY) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
        clients.add(caseload, "Bo", "Li")
    return made


def team(*rows: tuple[str, ...]) -> str:
    return table(TEAM, *[(*row, *[""] * (9 - len(row))) for row in rows])


def releases(*rows: tuple[str, ...]) -> str:
    return table(RELEASES, *[(*row, *[""] * (12 - len(row))) for row in rows])


def test_a_care_team_comes_in_and_twice_adds_nothing(desk: Desk) -> None:
    rows = team(
        ("C0001", "Ada Núñez", "Family", "sister", "", "555-0111", "yes", "2026-01-05"),
        ("C0001", "Dr. Ames", "psychiatrist", "", "Waco Clinic"),
        ("C0002", "O'Brien [/]", "probation", "", "=1+1", "", "2", "", "2026-06-01"),
    )
    assert "3 added" in desk.brought("care_team", rows)
    before = desk.rows("care_team")
    assert [(one["name"], one["emergency_contact"], one["organization"]) for one in before] == [
        ("Ada Núñez", 1, None), ("Dr. Ames", None, "Waco Clinic"), ("O'Brien [/]", 2, "=1+1"),
    ]  # fmt: skip
    assert "3 there already" in desk.brought("care_team", rows)
    assert desk.rows("care_team") == before


def test_what_differs_is_changed_only_when_asked_and_is_known_by_name_and_role(desk: Desk) -> None:
    desk.brought("care_team", team(("C0001", "Dr. Ames", "psychiatrist", "", "Clinic")))
    newer = team(("C0001", "dr. ames", "psychiatrist", "", "Hospital", "555-0100"))
    desk.brought("care_team", newer)
    assert desk.rows("care_team")[0]["organization"] == "Clinic"
    assert "1 changed" in desk.brought("care_team", newer, "--update")
    (one,) = desk.rows("care_team")
    assert (one["organization"], one["phone"], one["name"]) == ("Hospital", "555-0100", "dr. ames")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("C9", "A", "peer"), "no client has the id C9"),
        (("C0001", "A", "king"), "'king' is none of"),
        (("C0001", "", "peer"), "empty"),
        (("C0001", "A", "peer", "", "", "", "first"), "1 is called first"),
        (("C0001", "A", "peer", "", "", "", "", "2026-02-01", "2026-01-01"), "before they came"),
        (("C0001", "A", "peer", "", "", "", "", "31/02/2026"), "31/02/2026"),
        (("C0001", "a\x1b[2Jb", "peer"), "control character"),
    ],
)
def test_a_bad_row_of_a_care_team_brings_nothing_in(
    desk: Desk, row: tuple[str, ...], said: str
) -> None:
    assert said in desk.refused("care_team", team(("C0002", "Good", "peer"), row))


def test_one_person_twice_in_a_table_is_refused(desk: Desk) -> None:
    rows = team(("C0001", "Bo", "peer"), ("C0001", "BO", "peer"))
    assert "stands in row 2 already" in desk.refused("care_team", rows)


def test_releases_come_in_tied_to_the_care_team_and_may_be_revoked_later(desk: Desk) -> None:
    desk.brought("care_team", team(("C0001", "Dr. Ames", "psychiatrist")))
    row = ("C0001", "dr. ames", "care", "my plan", "2026-01-31", "", "2027-01-31")
    assert "1 added" in desk.brought("consents", releases(row))
    assert "1 there already" in desk.brought("consents", releases(row))
    (one,) = desk.rows("consents")
    assert (one["to_whom"], one["care_team_member_id"]) == ("Dr. Ames", "CT0001")
    gone = releases((*row, "", "2026-06-01"))
    desk.brought("consents", gone)
    assert desk.rows("consents")[0]["revoked_on"] is None
    assert "1 changed" in desk.brought("consents", gone, "--update")
    assert desk.rows("consents")[0]["revoked_on"] == "2026-06-01"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("C0001", "X", "p", "s", "2026-11-24", "", "2027-01-01"), "lies ahead"),
        (("C0001", "X", "p", "s", "2026-01-31", "", "2026-01-30"), "before it begins"),
        (("C0001", "X", "p", "s", "2026-01-31"), "Say when it ends"),
        (("C0001", "X", "p", "s", "2026-01-31", "", "2027-01-01", "x"), "one of the two"),
        (("C0001", "X", "p", "", "2026-01-31", "", "2027-01-01"), "empty"),
        (("C0001", "X", "p", "s", "2026-01-31", "", "2027-01-01", "", "2026-01-01"), "before it"),
        (("C0001", "X", "p", "s", "2026-01-31", "", "2027-01-01", "", "", "maybe"), "maybe"),
        (("C0001", "X", "p", "s", "2026-01-31", "", "2027-01-01", "", "", "", "guardian"),
         "no guardian"),
        (("C9", "X", "p", "s", "2026-01-31", "", "2027-01-01"), "no client has the id C9"),
    ],
)  # fmt: skip
def test_a_bad_release_brings_nothing_in(desk: Desk, row: tuple[str, ...], said: str) -> None:
    good = ("C0002", "X", "p", "s", "2026-01-31", "", "2027-01-31")
    assert said in desk.refused("consents", releases(good, row))


def test_a_release_is_never_edited_by_a_table(desk: Desk) -> None:
    row = ("C0001", "X", "p", "s", "2026-01-31", "", "2027-01-31")
    desk.brought("consents", releases(row))
    other = ("C0001", "X", "p", "much more", "2026-01-31", "", "2027-01-31")
    assert "never edited" in desk.refused("consents", releases(other), "--update")


def test_what_one_file_exports_another_takes_in(desk: Desk) -> None:
    with again(desk.path, today=TODAY) as caseload:
        care_team.add(caseload, "C0001", "Luz", CareRole.GUARDIAN, emergency_contact=1)
        care_team.add(caseload, "C0001", "Dr. Ames", CareRole.PSYCHIATRIST, remark="a\nb")
        for signed in (date(2025, 1, 31), date(2026, 1, 31)):
            consents.add(
                caseload, "C0001", "Dr. Ames", purpose="p", scope="s", signed_on=signed,
                expires_on=date(2026, 12, 31), part2=True,
            )  # fmt: skip
        consents.renew(caseload, "CN0002", date(2026, 11, 1), expires_on=date(2027, 11, 1))
        consents.revoke(caseload, "CN0001", date(2026, 3, 1))
    other = another_file(desk)
    for kind in ("clients", "care_team", "consents"):
        file = desk.write(f"{kind}.csv", desk.export(kind))
        desk.done("--file", other, "import", kind, file)
    own = ("staff", "recorded_at")
    for kind in ("care_team", "consents"):
        here, there = (
            [{name: one[name] for name in one if name not in own} for one in desk.rows(kind, path)]
            for path in (None, other)
        )
        assert here == there
