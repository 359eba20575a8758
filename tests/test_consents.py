"""Releases of information: recorded, renewed, revoked; and which one names whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Item, Obligation, Status
from caseload.model.circle import CareRole, Consent, ConsentSigner
from caseload.records import care_team, checks, clients, consents, due, episodes, programs, staff
from caseload.records._caseload import Caseload

SIGNED, LAST = date(2026, 1, 31), date(2026, 12, 10)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        programs.add(opened, "ACT")
        programs.add(opened, "Housing")
        for first, last in (("Ana", "Ruiz"), ("Bo", "Li")):
            clients.add(opened, first, last)
        episodes.admit(opened, "C0001", "ACT", date(2026, 1, 5), case_manager=STAFF)
        care_team.add(
            opened, "C0001", "Dr. Ámes", CareRole.PSYCHIATRIST, organization="Waco Clinic"
        )
        yield opened


def add(caseload: Caseload, to_whom: str = "Dr. Ames", **facts: Any) -> Consent:
    given = {"purpose": "care", "scope": "my plan", "signed_on": SIGNED, "expires_on": LAST}
    return consents.add(caseload, "C0001", to_whom, **{**given, **facts})


def lines(caseload: Caseload, on: date = TODAY, **wanted: Any) -> list[Item]:
    found = due.due(caseload, on, due.Wanted(**wanted), within=None, include_held=True).items
    return [one for one in found if one.obligation is Obligation.CONSENT]


def names(caseload: Caseload, to_whom: str, on: date | None = None) -> list[str]:
    return [one.consent_id for one in consents.naming(caseload, "C0001", to_whom, on)]


def test_a_release_is_tied_to_who_it_names_on_the_care_team(caseload: Caseload) -> None:
    by_name, by_id, other = (add(caseload, who) for who in ("dr. ames", "ct0001", "County court"))
    assert by_name.to_whom == by_id.to_whom == "Dr. Ámes"
    assert by_name.care_team_member_id == by_id.care_team_member_id == "CT0001"
    assert other.care_team_member_id is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Dr. Ames", True), (" DR.  ámes ", True), ("waco clinic", True), ("Ámes", False),
        ("Dr.", False), ("Dr. Ames Jr.", False), ("", False), ("Waco", False), ("CT0001", False),
    ],
)  # fmt: skip
def test_a_name_is_matched_whole_or_not_at_all(caseload: Caseload, asked: str, found: bool) -> None:
    add(caseload)
    assert bool(names(caseload, asked)) is found


def test_only_what_is_in_force_that_day_names_anybody_the_newest_first(caseload: Caseload) -> None:
    add(caseload)
    add(caseload, signed_on=date(2026, 3, 1))
    add(caseload, signed_on=date(2026, 2, 1), expires_on=date(2026, 2, 5))
    assert names(caseload, "Dr. Ames") == ["CN0002", "CN0001"]
    assert names(caseload, "Dr. Ames", LAST + timedelta(1)) == []
    assert names(caseload, "Dr. Ames", date(2026, 2, 5)) == ["CN0003", "CN0001"]
    assert consents.naming(caseload, "C0002", "Dr. Ames") == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"purpose": " "}, "--purpose"),
        ({"scope": ""}, "--scope"),
        ({"to_whom": "  "}, "who may be told"),
        ({"signed_on": TODAY + timedelta(1)}, "lies ahead"),
        ({"expires_on": date(2026, 1, 30)}, "before it begins"),
        ({"expires_on": None}, "--expires-on"),
        ({"expires_on": None, "expires_when": "  "}, "--expires-on"),
        ({"expires_when": "never"}, "one of the two"),
        ({"effective_on": date(2026, 1, 1)}, "before it was signed"),
        ({"signed_by": ConsentSigner.GUARDIAN}, "--role guardian"),
        ({"scope": "a\x1b[2Jb"}, "control character"),
        ({"care_team_member_id": "CT0002"}, "another client's"),
    ],
)
def test_what_is_no_release_is_refused_with_the_mend(
    caseload: Caseload, facts: dict[str, Any], said: str
) -> None:
    care_team.add(caseload, "C0002", "Cy", CareRole.PEER)
    assert said in refused(InvalidError, lambda opened: add(opened, **facts), caseload)


def test_a_guardian_signs_when_there_was_one_that_day(caseload: Caseload) -> None:
    care_team.add(caseload, "C0001", "Luz", CareRole.GUARDIAN, from_on=date(2026, 2, 1))
    facts = {"signed_by": ConsentSigner.GUARDIAN}
    refused(InvalidError, lambda opened: add(opened, **facts), caseload)
    assert add(caseload, signed_on=date(2026, 2, 1), **facts).signed_by == "guardian"


def test_texts_are_kept_whole_however_odd_and_long(caseload: Caseload) -> None:
    for odd in ("[/]", "=1+1", "O'Brien", "李", "😀", "x" * 200_000, "a\nb"):
        assert consents.get(caseload, add(caseload, scope=odd).consent_id).scope == odd
    assert checks.damage(caseload) == []


def test_a_renewal_takes_the_place_of_the_old_one_which_holds_to_its_end(
    caseload: Caseload,
) -> None:
    add(caseload, part2=True, effective_on=date(2026, 2, 1))
    new = consents.renew(caseload, "CN0001", TODAY, expires_on=date(2027, 11, 20), scope="less")
    assert (new.renews, new.scope, new.purpose, new.part2) == ("CN0001", "less", "care", True)
    assert new.effective_on is None
    assert names(caseload, "Dr. Ames") == ["CN0002", "CN0001"]
    said = refused(InvalidError, consents.renew, caseload, "CN0001", TODAY, expires_on=LAST)
    assert "consent renew CN0002" in said
    consents.error(caseload, "CN0002", "wrong paper")
    consents.renew(caseload, "cn0001", TODAY, expires_on=None, expires_when="when I leave")


def test_what_is_revoked_or_in_error_is_neither_renewed_nor_revoked(caseload: Caseload) -> None:
    add(caseload)
    add(caseload)
    consents.revoke(caseload, "CN0001", date(2026, 6, 1))
    consents.error(caseload, "CN0002", "wrong client")
    for each in ("CN0001", "CN0002"):
        refused(InvalidError, consents.revoke, caseload, each, TODAY)
        refused(InvalidError, consents.renew, caseload, each, TODAY, expires_on=LAST)
    refused(InvalidError, consents.error, caseload, "CN0002", "again")
    refused(InvalidError, consents.error, caseload, "CN0001", " ")
    refused(NotFoundError, consents.revoke, caseload, "CN9", TODAY)


def test_a_day_of_revoking_lies_between_the_signature_and_today(caseload: Caseload) -> None:
    add(caseload)
    for day in (SIGNED - timedelta(1), TODAY + timedelta(1)):
        refused(InvalidError, consents.revoke, caseload, "CN0001", day)
    refused(InvalidError, consents.renew, caseload, "CN0001", SIGNED - timedelta(1),
            expires_on=LAST)  # fmt: skip
    assert consents.revoke(caseload, "CN0001", SIGNED).revoked_on == SIGNED


@pytest.mark.parametrize(
    ("signed", "months", "last"),
    [
        ("2026-01-31", 12, "2027-01-31"), ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"), ("2023-02-28", 12, "2024-02-28"),
    ],
)  # fmt: skip
def test_the_usual_end_is_so_many_months_on(signed: str, months: int, last: str) -> None:
    assert consents.usual_end(date.fromisoformat(signed), months).isoformat() == last


# --- the list ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (-31, Status.UPCOMING), (-30, Status.DUE_SOON), (-1, Status.DUE_SOON),
        (0, Status.DUE_TODAY), (1, Status.OVERDUE), (400, Status.OVERDUE),
    ],
)  # fmt: skip
def test_a_release_is_listed_from_thirty_days_before_until_somebody_sees_to_it(
    caseload: Caseload, days: int, status: Status
) -> None:
    add(caseload)
    (one,) = lines(caseload, LAST + timedelta(days))
    assert (one.status, one.due_on, one.days_overdue) == (status, LAST, days)
    assert (one.record_id, one.standard, one.client_id) == ("CN0001", None, "C0001")
    assert one.case_manager == "Dana Whitfield"


def test_lists_say_whole_for_whom_a_release_ends(caseload: Caseload) -> None:
    from caseload.show.due_words import why

    add(caseload, "Ames; Boyd; [/] 李", expires_on=TODAY)
    [one] = lines(caseload)
    assert why(one, TODAY).startswith("Release for Ames; Boyd; [/] 李 ends")


def test_a_past_day_shows_each_release_as_it_stood(caseload: Caseload) -> None:
    add(caseload)
    consents.renew(caseload, "CN0001", date(2026, 11, 1), expires_on=date(2027, 11, 1))
    assert [one.record_id for one in lines(caseload, date(2026, 10, 31))] == ["CN0001"]
    assert [one.record_id for one in lines(caseload, date(2026, 11, 1))] == ["CN0002"]
    consents.revoke(caseload, "CN0002", date(2026, 11, 10))
    assert [one.record_id for one in lines(caseload, date(2026, 11, 9))] == ["CN0002"]
    assert lines(caseload, date(2026, 11, 10)) == []
    assert lines(caseload, SIGNED - timedelta(1)) == []


def test_what_was_in_error_was_never_listed_and_its_renewal_renewed_nothing(
    caseload: Caseload,
) -> None:
    add(caseload)
    consents.renew(caseload, "CN0001", date(2026, 11, 1), expires_on=date(2027, 11, 1))
    consents.error(caseload, "CN0002", "x")
    assert [one.record_id for one in lines(caseload)] == ["CN0001"]
    consents.error(caseload, "CN0001", "x")
    assert lines(caseload, date(2026, 10, 1)) == []


def test_a_hold_hides_none_and_a_discharge_hides_all(caseload: Caseload) -> None:
    from caseload.model import HoldReason
    from caseload.records import holds

    add(caseload)
    holds.hold(caseload, "E0001", date(2026, 11, 1), HoldReason.JAIL)
    assert len(lines(caseload)) == 1
    holds.resume(caseload, "E0001", date(2026, 11, 5))
    episodes.discharge(caseload, "E0001", date(2026, 11, 20), "done")
    assert lines(caseload, date(2026, 11, 19)) != []
    assert lines(caseload) == []


def test_a_client_in_two_programs_has_one_line_and_each_case_manager_sees_it(
    caseload: Caseload,
) -> None:
    staff.add(caseload, "Marcus Bell")
    episodes.admit(caseload, "C0001", "Housing", date(2026, 3, 1), case_manager="S0002")
    add(caseload)
    (one,) = lines(caseload)
    assert one.program == "ACT"
    for manager, program in (("S0001", "ACT"), ("S0002", "Housing")):
        (own,) = lines(caseload, case_managers=(manager,))
        assert own.program == program
    assert len(lines(caseload, client_id="C0001")) == 1
    assert lines(caseload, client_id="C0002") == []
    assert lines(caseload, obligation=Obligation.CONTACT) == []


def test_one_without_a_day_is_never_listed(caseload: Caseload) -> None:
    add(caseload, expires_on=None, expires_when="when I leave")
    assert lines(caseload, date(2099, 1, 1)) == []
