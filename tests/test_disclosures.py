"""What may be told to somebody, by what right, and that it stays recorded."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model.circle import CareRole
from caseload.records import care_team, clients, consents, disclosures
from caseload.records._caseload import Caseload

LAST = date(2027, 1, 31)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """C0001: Dr. Ames with a release, the clinic with one for Part 2, a guardian; C0002: none."""
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz", preferred_name="Nita")
        clients.add(opened, "Bo", "Li")
        care_team.add(opened, "C0001", "Luz Ruiz", CareRole.GUARDIAN)
        care_team.add(opened, "C0001", "Ada Ruiz", CareRole.FAMILY)
        for whom, part2 in (("Dr. Ames", False), ("Methadone clinic", True)):
            consents.add(
                opened, "C0001", whom, purpose="my care", scope="my plan",
                signed_on=date(2026, 1, 31), expires_on=LAST, part2=part2,
            )  # fmt: skip
        yield opened


def right(caseload: Caseload, to_whom: str, **facts: Any) -> disclosures.Right:
    return disclosures.right_to_tell(caseload, "C0001", to_whom, **facts)


@pytest.mark.parametrize(
    ("to_whom", "facts", "consent", "exception", "part2"),
    [
        ("dr. ames", {}, "CN0001", None, False),
        ("Methadone Clinic", {}, "CN0002", None, False),
        ("Methadone Clinic", {"part2": True}, "CN0002", None, True),
        ("Waco ER", {"exception": "emergency: fell"}, None, "emergency: fell", False),
        ("Dr. Ames", {"release": "cn0001"}, "CN0001", None, False),
        ("Ana Ruiz", {}, None, "client_asked", True),
        ("nita ruiz", {"part2": True}, None, "client_asked", True),
        ("the client", {}, None, "client_asked", True),
        ("Luz Ruiz", {}, None, "guardian: Luz Ruiz decides for the client", False),
        ("Brazos Pantry", {"also": ["Pantry", "Dr. Ames"]}, "CN0001", None, False),
    ],
)
def test_it_takes_a_release_that_names_them_or_an_exception(
    caseload: Caseload,
    to_whom: str,
    facts: dict[str, Any],
    consent: str | None,
    exception: str | None,
    part2: bool,
) -> None:
    found = right(caseload, to_whom, **facts)
    assert found[:3] == (consent, exception, part2)


@pytest.mark.parametrize(
    ("to_whom", "facts", "said"),
    [
        ("Court", {}, "Nothing about C0001 is told to 'Court' without their signed release"),
        ("Court", {}, "There are releases for: Dr. Ames, Methadone clinic"),
        ("Court", {}, 'caseload consent add C0001 "Court" --purpose "…" --scope "…"'),
        ("Court", {}, "required_by_law"),
        ("Dr.", {}, "none in force names them"),
        ("Ada Ruiz", {}, "none in force names them"),
        ("Dr. Ames", {"part2": True}, "does not cover substance-use records"),
        ("Luz Ruiz", {"part2": True}, "none in force names them"),
        ("Waco ER", {"exception": "treatment", "part2": True}, "42 CFR 2.31"),
        ("Waco ER", {"exception": "because"}, "is no exception"),
        ("Waco ER", {"exception": "treatment", "release": "CN0001"}, "not both"),
        ("Court", {"release": "CN0001"}, "CN0001 is not in force for 'Court'"),
        ("  ", {}, "to whom"),
        ("a\x1b[31mb" + "x" * 90, {}, "…'"),
        ('say "hi"', {}, "say 'hi'"),
    ],
)
def test_without_either_it_is_refused_with_what_to_do(
    caseload: Caseload, to_whom: str, facts: dict[str, Any], said: str
) -> None:
    refusal = refused(InvalidError, disclosures.right_to_tell, caseload, "C0001", to_whom, **facts)
    assert said in refusal
    assert "\x1b" not in refusal


def test_the_refusal_says_what_became_of_the_release(caseload: Caseload) -> None:
    consents.revoke(caseload, "CN0001", date(2026, 6, 1))
    assert "CN0001 was revoked" in refused(
        InvalidError, disclosures.right_to_tell, caseload, "C0001", "Dr. Ames"
    )
    consents.add(
        caseload, "C0001", "Court", purpose="p", scope="s", signed_on=date(2026, 1, 1),
        expires_on=date(2026, 2, 1),
    )  # fmt: skip
    assert "ended Sun 1 Feb 2026" in refused(
        InvalidError, disclosures.right_to_tell, caseload, "C0001", "court"
    )
    consents.add(
        caseload, "C0001", "Shop", purpose="p", scope="s", signed_on=TODAY,
        effective_on=date(2026, 12, 1), expires_on=LAST,
    )  # fmt: skip
    assert "begins Tue 1 Dec 2026" in refused(
        InvalidError, disclosures.right_to_tell, caseload, "C0001", "shop"
    )


def test_a_past_day_is_judged_by_what_was_in_force_then(caseload: Caseload) -> None:
    consents.revoke(caseload, "CN0001", date(2026, 6, 1))
    one = disclosures.tell(caseload, "C0001", "Dr. Ames", "x", date(2026, 5, 31))
    assert one.consent == "CN0001"
    for day in (date(2026, 1, 30), date(2026, 6, 1)):
        refused(InvalidError, disclosures.tell, caseload, "C0001", "Dr. Ames", "x", day)


@pytest.mark.parametrize("words", ["signed 3 Nov, on paper", "CN0009", "[/]\x1b[31m", "x" * 500])
@pytest.mark.parametrize("whom", ["Dr. Ames", "Waco Door"])
def test_words_are_no_release_that_was_recorded(caseload: Caseload, whom: str, words: str) -> None:
    said = refused(NotFoundError, disclosures.right_to_tell, caseload, "C0001", whom, release=words)
    assert f'caseload consent add C0001 "{whom}"' in said
    assert "\x1b" not in said
    assert len(said) < 250


def test_a_release_of_one_client_is_no_other_clients(caseload: Caseload) -> None:
    for facts in ({}, {"release": "CN0001"}, {"release": "cn0002"}, {"part2": True}):
        said = refused(
            InvalidError, disclosures.right_to_tell, caseload, "C0002", "Dr. Ames", **facts
        )
        assert "C0001" not in said
    refused(NotFoundError, disclosures.right_to_tell, caseload, "C9", "Dr. Ames")


def test_of_several_clients_those_without_a_release_are_named_by_id(caseload: Caseload) -> None:
    clients.add(caseload, "Cy", "Ng")
    said = refused(
        InvalidError, disclosures.rights_to_tell, caseload, ["C0001", "C0002", "C0003"], "Dr. Ames"
    )
    assert "for: C0002, C0003." in said
    found = disclosures.rights_to_tell(caseload, ["C0001", "C0002"], "ER", "treatment")
    assert {one.exception for one in found.values()} == {"treatment"}


def test_what_was_told_says_whom_what_why_and_by_what_right(caseload: Caseload) -> None:
    one = disclosures.tell(caseload, "C0001", " Dr.  Ames ", " her\nphone ", date(2026, 11, 2))
    assert one[:7] == (
        "DS0001", "C0001", date(2026, 11, 2), "Dr. Ames", "her\nphone", "my care", "CN0001",
    )  # fmt: skip
    assert (one.exception, one.staff) == (None, STAFF)
    disclosures.tell(
        caseload, "C0001", "ER", "all", TODAY, exception="emergency: fell", purpose="surgery"
    )
    newest = disclosures.listed(caseload, "C0001")[0]
    assert (newest.purpose, newest.exception) == ("surgery", "emergency: fell")
    assert disclosures.listed(caseload, "C0001", date(2026, 11, 3)) == [newest]
    assert disclosures.listed(caseload, "C0002") == []


@pytest.mark.parametrize(
    ("to_whom", "what", "on"),
    [("Court", "x", TODAY), ("Dr. Ames", " ", TODAY), ("Dr. Ames", "x", date(2026, 11, 21))],
)
def test_a_telling_that_cannot_be_is_not_recorded(
    caseload: Caseload, to_whom: str, what: str, on: date
) -> None:
    refused(InvalidError, disclosures.tell, caseload, "C0001", to_whom, what, on)
