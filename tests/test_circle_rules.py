"""Who may be told what on a day, when a release ends, and what none can be: cases by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError
from caseload.model.circle import CareRole, CareTeamMember, Consent, WithoutRelease
from caseload.rules import circle_rules

TODAY = date(2026, 11, 20)
SIGNED, LAST = date(2026, 1, 31), date(2027, 1, 31)


def release(signed_on: date = SIGNED, **facts: Any) -> Consent:
    facts = {"expires_on": LAST, **facts}
    return Consent("CN1", "C1", "Dr. Ames", "care", "my plan", signed_on, **facts)


def member(name: str, role: CareRole = CareRole.OTHER, **facts: Any) -> CareTeamMember:
    return CareTeamMember(name, "C1", name, role, **facts)


@pytest.mark.parametrize(
    ("facts", "on", "holds"),
    [
        ({}, date(2026, 1, 30), False),
        ({}, SIGNED, True),
        ({}, LAST, True),
        ({}, date(2027, 2, 1), False),
        ({"effective_on": date(2026, 3, 1)}, date(2026, 2, 28), False),
        ({"effective_on": date(2026, 3, 1)}, date(2026, 3, 1), True),
        ({"revoked_on": date(2026, 6, 1)}, date(2026, 5, 31), True),
        ({"revoked_on": date(2026, 6, 1)}, date(2026, 6, 1), False),
        ({"revoked_on": SIGNED}, SIGNED, False),
        ({"expires_on": None, "expires_when": "when I leave"}, date(2099, 1, 1), True),
        ({"expires_on": SIGNED}, SIGNED, True),
        ({"entered_in_error_at": "2026-02-01T00:00:00.000Z"}, SIGNED, False),
        ({"expires_on": date(2028, 2, 29)}, date(2028, 2, 29), True),
        ({"expires_on": date(2028, 2, 29)}, date(2028, 3, 1), False),
    ],
)
def test_a_release_holds_on_both_its_days_and_not_once_it_is_revoked(
    facts: dict[str, Any], on: date, holds: bool
) -> None:
    assert circle_rules.in_force(release(**facts), on) is holds


@pytest.mark.parametrize(
    ("facts", "renewals", "on", "due"),
    [
        ({}, [], TODAY, LAST),
        ({}, [], SIGNED, LAST),
        ({}, [], date(2026, 1, 30), None),  # not signed yet on that day
        ({}, [], date(2028, 1, 1), LAST),  # it stays until somebody sees to it
        ({}, [date(2026, 12, 1)], date(2026, 11, 30), LAST),
        ({}, [date(2026, 12, 1)], date(2026, 12, 1), None),
        ({}, [date(2027, 3, 1)], date(2027, 2, 15), LAST),
        ({"revoked_on": date(2026, 6, 1)}, [], date(2026, 5, 31), LAST),
        ({"revoked_on": date(2026, 6, 1)}, [], date(2026, 6, 1), None),
        ({"expires_on": None, "expires_when": "x"}, [], TODAY, None),
        ({"entered_in_error_at": "2026-12-01T00:00:00.000Z"}, [], SIGNED, None),
    ],
)
def test_a_release_is_due_on_its_last_day_until_it_is_renewed_or_revoked(
    facts: dict[str, Any], renewals: list[date], on: date, due: date | None
) -> None:
    found = circle_rules.ending(release(**facts), renewals, on)
    assert (found.due_on if found else None) == due


def test_the_reason_names_whom_and_the_last_day() -> None:
    before, after = (
        circle_rules.ending(release(), [], day) for day in (TODAY, LAST + timedelta(1))
    )
    assert before is not None
    assert after is not None
    assert before.reason == "Release for Dr. Ames ends 31 Jan 2027; renew or revoke it by then."
    assert after.reason == "Release for Dr. Ames ended 31 Jan 2027; renew or revoke it."


@pytest.mark.parametrize(
    ("on", "flag"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), "release for Dr. Ames ends 31 Jan"),
        (LAST, "release for Dr. Ames ends 31 Jan"),
        (date(2027, 2, 1), "release for Dr. Ames ended 31 Jan"),
    ],
)
def test_a_release_is_flagged_from_thirty_days_before_its_end(on: date, flag: str | None) -> None:
    assert circle_rules.flag(release(), [], on) == flag


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"signed_on": date(2026, 11, 21)}, "lies ahead"),
        ({"expires_on": date(2026, 1, 30)}, "before it begins"),
        ({"effective_on": date(2026, 3, 1), "expires_on": date(2026, 2, 1)}, "before it begins"),
        ({"effective_on": date(2026, 1, 1)}, "before it was signed"),
        ({"revoked_on": date(2026, 1, 1)}, "before it was signed"),
        ({"revoked_on": date(2026, 11, 21)}, "lies ahead"),
        ({"expires_on": None}, "Say when it ends"),
        ({"expires_when": "x"}, "one of the two"),
        ({}, None),
        ({"expires_on": SIGNED}, None),
        ({"revoked_on": SIGNED}, None),
        ({"revoked_on": TODAY}, None),
        ({"effective_on": LAST}, None),
    ],
)
def test_a_release_that_cannot_be_says_why_and_the_mend(
    facts: dict[str, Any], said: str | None
) -> None:
    wrong = circle_rules.wrong_with(release(**facts), TODAY)
    assert (wrong is None) if said is None else said in (wrong or "")


DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 10))


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_what_can_be_holds_exactly_on_the_days_that_a_calendar_counts(
    signed: date, effective: date | None, expires: date, revoked: date | None
) -> None:
    one = release(signed, effective_on=effective, expires_on=expires, revoked_on=revoked)
    if circle_rules.wrong_with(one, date(2026, 3, 1)) is not None:
        return
    held, day = set[date](), effective or signed
    while day <= expires and day != revoked and not (revoked and day > revoked):
        held.add(day)
        day += timedelta(1)
    for day in (date(2025, 12, 31) + timedelta(n) for n in range(60)):
        assert circle_rules.in_force(one, day) is (day in held)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("treatment", "treatment"),
        ("Required by law:  order  26-117 ", "required_by_law: order 26-117"),
        ("client-asked", "client_asked"),
        ("emergency: found unconscious: ER", "emergency: found unconscious: ER"),
    ],
)
def test_an_exception_is_one_of_a_few_with_what_happened(text: str, kept: str) -> None:
    assert circle_rules.reason_without(text) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("because", "treatment, payment"),
        ("", "is no exception"),
        (": x", "is no exception"),
        ("emergency", "Say what happened"),
        ("required_by_law: ", "which law"),
        ("\x1b[31m" + "x" * 90, "…"),
    ],
)
def test_what_is_no_exception_is_refused_with_those_that_are(text: str, said: str) -> None:
    with pytest.raises(InvalidError) as raised:
        circle_rules.reason_without(text)
    assert said in str(raised.value)
    assert "\x1b" not in str(raised.value)


def test_every_exception_is_offered() -> None:
    with pytest.raises(InvalidError) as raised:
        circle_rules.reason_without("no")
    assert all(one in str(raised.value) for one in WithoutRelease)


def test_emergency_contacts_come_first_in_their_order_then_roles_then_names() -> None:
    found = circle_rules.calls(
        [
            member("zoe", CareRole.PEER), member("Cy", emergency_contact=2),
            member("Bo", CareRole.PSYCHIATRIST), member("amy", CareRole.PEER),
            member("Di", emergency_contact=1), member("Ed", CareRole.GUARDIAN),
            member("Gone", until_on=TODAY), member("Soon", from_on=TODAY + timedelta(1)),
            member("Today", CareRole.OTHER, from_on=TODAY, until_on=TODAY + timedelta(1)),
            member("Wrong", entered_in_error_at="x"),
        ],
        (), TODAY,
    )  # fmt: skip
    assert [one.member.name for one in found] == [
        "Di", "Cy", "Ed", "Bo", "amy", "zoe", "Today",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "releases", "said"),
    [
        (CareRole.OTHER, [], "no release: listen only"),
        (CareRole.FAMILY, [], "written permission needed: listen only"),
        (CareRole.GUARDIAN, [], "decides for the client; needs no release"),
        (CareRole.FAMILY, [{}], "my plan (until 31 Jan 2027)"),
        (CareRole.GUARDIAN, [{"part2": True}],
         "my plan, substance-use records too (until 31 Jan 2027)"),
        (CareRole.PEER, [{}, {"expires_on": None, "expires_when": "on discharge"}],
         "my plan (until 31 Jan 2027); my plan (on discharge)"),
        (CareRole.PEER, [{"expires_on": date(2026, 11, 19)}], "no release: listen only"),
    ],
)  # fmt: skip
def test_what_may_be_told_is_the_scope_of_what_is_in_force(
    role: CareRole, releases: list[dict[str, Any]], said: str
) -> None:
    known = [release(care_team_member_id="Bo", **each) for each in releases]
    known.append(release(care_team_member_id="somebody else"))
    (call,) = circle_rules.calls([member("Bo", role)], known, TODAY)
    assert circle_rules.may_tell(call) == said


TEAM = (
    member("Dr. Ana Ames"),
    member("Dr. Lindqvist"),
    member("Anabel Ruiz, LPC"),
    member("李 梅"),
    member("Zoë O'Brien"),
    member("Dr. Ana Ames", CareRole.PSYCHIATRIST),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ames", {"Dr. Ana Ames"}),
        ("Dr Ames", {"Dr. Ana Ames"}),
        ("DR.  ANA AMES ", {"Dr. Ana Ames"}),
        ("lind", {"Dr. Lindqvist"}),
        ("Ana", {"Dr. Ana Ames"}),  # a whole word goes before the beginning of another
        ("Anab", {"Anabel Ruiz, LPC"}),
        ("ruiz lpc", {"Anabel Ruiz, LPC"}),
        ("Dr.", {"Dr. Ana Ames", "Dr. Lindqvist"}),
        ("zoe o'brien", {"Zoë O'Brien"}),
        ("李", {"李 梅"}),
        ("Li", set()),  # two letters are the beginning of too many
        ("Dr. Amsel", set()),
        ("Ames Clinic", set()),
        ("SSA", set()),
        ("", set()),
        (" . ", set()),
        ("[/]", set()),
    ],
)
def test_a_part_of_a_name_means_whoever_goes_by_it(text: str, names: set[str]) -> None:
    assert {one.name for one in circle_rules.meant(TEAM, text)} == names


def test_an_id_goes_before_a_name() -> None:
    one = member("CT0002")._replace(care_team_member_id="CT0001")
    other = member("Somebody")._replace(care_team_member_id="CT0002")
    assert circle_rules.meant([one, other], "ct0002") == (other,)


def test_a_phone_is_that_of_the_whole_name_alone() -> None:
    there = [member("Dr. Ames"), member("Dr. Ames", phone="555-0141"), member("Bo", phone="1")]
    assert circle_rules.phone_of(there, "dr. ames") == "555-0141"
    assert circle_rules.phone_of(there, "Ames") is None
    assert circle_rules.phone_of(there, None) is None
