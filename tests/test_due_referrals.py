"""Open referrals on the list: by hand, on any day, by whom; docs/due.md read a second time."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from making import STAFF, TODAY, new_file
from making_referrals import (
    ACCEPTED,
    BY_SERVICE,
    LINKED,
    NO_RESPONSE,
    PACE,
    SENT,
    WAITLISTED,
    resource,
    sent,
    step,
)

from caseload.model import HoldReason, Item, Obligation, Status
from caseload.records import (
    clients,
    due,
    episodes,
    explain,
    holds,
    programs,
    referrals,
    staff,
)
from caseload.records._caseload import Caseload

OCT = date(2026, 10, 30)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        for each in ("Outreach", "Housing"):
            programs.add(opened, each)
        clients.add(opened, "Ana", "Petrov", county="Hill", phone="555-0100")
        episodes.admit(opened, "C0001", "Outreach", date(2026, 1, 5), case_manager=STAFF)
        resource(opened)
        yield opened


def listed(
    caseload: Caseload,
    on: date = TODAY,
    wanted: due.Wanted = due.Wanted(),  # noqa: B008 - immutable
    within: int | None = None,
) -> list[Item]:
    found = due.due(caseload, on, wanted, within=within).items
    return [one for one in found if one.obligation is Obligation.REFERRAL]


@pytest.mark.parametrize(
    ("ask_on", "status", "days"),
    [
        ("2026-11-19", Status.OVERDUE, 1),
        ("2026-11-20", Status.DUE_TODAY, 0),
        ("2026-11-21", Status.DUE_SOON, -1),
        ("2026-11-27", Status.DUE_SOON, -7),
        ("2026-11-28", Status.UPCOMING, -8),
    ],
)
def test_it_is_due_on_the_day_to_ask_and_soon_a_week_before(
    caseload: Caseload, ask_on: str, status: Status, days: int
) -> None:
    sent(caseload, "C0001", "V0001", OCT, follow_up_on=date.fromisoformat(ask_on))
    [one] = listed(caseload)
    assert (one.status, one.days_overdue, str(one.due_on)) == (status, days, ask_on)
    assert (one.standard, one.record_id, one.case_manager) == (None, "R0001", "Dana Whitfield")
    assert (one.program, one.county, one.phone) == ("Outreach", "Hill", "555-0100")
    assert (one.last_on, one.attempts, one.clock_start_on) == (None, None, None)


def test_the_reason_says_where_how_it_stands_and_when_to_ask(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", OCT, follow_up_on=date(2026, 12, 1))
    assert listed(caseload)[0].reason == (
        "Section 8 waitlist, sent 30 Oct; ask again Tue 1 Dec."
    )  # fmt: skip
    step(caseload, "R0001", SENT, date(2026, 11, 12))
    step(caseload, "R0001", WAITLISTED, date(2026, 11, 13))
    step(caseload, "R0001", WAITLISTED, date(2026, 11, 16), follow_up_on=date(2027, 1, 15))
    assert listed(caseload)[0].reason == (
        "Section 8 waitlist, waitlisted 13 Nov; ask again Fri 15 Jan."
    )
    step(caseload, "R0001", LINKED, TODAY)
    assert "linked 20 Nov; ask whether it lasted Sun 20 Dec." in listed(caseload)[0].reason


def test_a_service_whose_name_holds_a_semicolon_stays_whole_in_lists(caseload: Caseload) -> None:
    from caseload.show.due_words import why

    odd = resource(caseload, "Food; clothes; [/] 李")
    sent(caseload, "C0001", odd.resource_id, OCT)
    [one] = listed(caseload)
    assert why(one, TODAY) == "Food; clothes; [/] 李, sent 30 Oct"


def test_on_a_past_day_it_is_listed_as_it_stood(caseload: Caseload) -> None:
    referrals.refer(caseload, "C0001", "V0001", OCT)
    referrals.send(caseload, "R0001", OCT + timedelta(1), exception="client_asked", pace=PACE)
    step(caseload, "R0001", WAITLISTED, date(2026, 11, 5), follow_up_on=date(2026, 11, 9))
    step(caseload, "R0001", BY_SERVICE, date(2026, 11, 12))
    stood = {
        "2026-10-29": None, "2026-10-30": None, "2026-10-31": "2026-11-14",
        "2026-11-04": "2026-11-14", "2026-11-05": "2026-11-09", "2026-11-11": "2026-11-09",
        "2026-11-12": None, "2026-11-20": None,
    }  # fmt: skip
    for day, ask_on in stood.items():
        found = [str(one.due_on) for one in listed(caseload, date.fromisoformat(day))]
        assert found == ([ask_on] if ask_on else []), day


def test_what_was_taken_back_or_in_error_was_never_due(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", OCT)
    step(caseload, "R0001", NO_RESPONSE, date(2026, 11, 10))
    assert listed(caseload) == []
    referrals.take_back(caseload, "R0001", "they did answer")
    for day in (date(2026, 11, 10), TODAY):
        assert [str(one.due_on) for one in listed(caseload, day)] == ["2026-11-13"]
    step(caseload, "R0001", ACCEPTED, date(2026, 11, 12))
    assert [str(one.due_on) for one in listed(caseload)] == ["2026-11-26"], "told late, and true"
    referrals.entered_in_error(caseload, "R0001", "wrong client")
    assert listed(caseload, date(2026, 11, 10)) == []


def test_a_hold_hides_it_not_and_a_discharge_does(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", OCT)
    holds.hold(caseload, "E0001", date(2026, 11, 1), HoldReason.JAIL)
    assert len(listed(caseload)) == 1
    episodes.discharge(caseload, "E0001", TODAY)
    assert listed(caseload) == []
    assert len(listed(caseload, TODAY - timedelta(1))) == 1


def test_it_is_listed_once_for_the_case_manager_who_made_it_of_two(caseload: Caseload) -> None:
    two = staff.add(caseload, "Marcus Bell")
    episodes.admit(caseload, "C0001", "Housing", date(2026, 3, 1), case_manager=two.staff_id)
    caseload.staff = two
    sent(caseload, "C0001", "V0001", OCT)
    assert [one.program for one in listed(caseload)] == ["Housing"]
    assert len(listed(caseload, wanted=due.Wanted((two.staff_id,)))) == 1
    assert listed(caseload, wanted=due.Wanted((STAFF,))) == []
    assert listed(caseload, wanted=due.Wanted(program="Outreach")) == []


def test_without_a_case_manager_it_is_theirs_who_made_it(caseload: Caseload) -> None:
    clients.add(caseload, "Bo", "Li")
    episodes.admit(caseload, "C0002", "Outreach", date(2026, 1, 5))
    sent(caseload, "C0002", "V0001", OCT)
    assert [one.case_manager for one in listed(caseload)] == ["Dana Whitfield"]
    assert len(listed(caseload, wanted=due.Wanted((STAFF,)))) == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (due.Wanted(county="hill"), 1),
        (due.Wanted(county="Falls"), 0),
        (due.Wanted(client_id="C0001"), 1),
        (due.Wanted(client_id="C0002"), 0),
        (due.Wanted(obligation=Obligation.REFERRAL), 1),
        (due.Wanted(obligation=Obligation.CONTACT), 0),
    ],
)
def test_a_part_of_the_list_holds_those_that_belong_to_it(
    caseload: Caseload, wanted: due.Wanted, count: int
) -> None:
    sent(caseload, "C0001", "V0001", OCT)
    assert len(listed(caseload, wanted=wanted)) == count


def test_an_explanation_says_what_carries_its_own_date(caseload: Caseload) -> None:
    sent(caseload, "C0001", "V0001", OCT)
    [one] = explain.dated(caseload, "C0001", TODAY)
    said = explain.explained_item(one)
    assert (said["record_id"], said["obligation"], said["standard"]) == ("R0001", "referral", None)
    assert said["reason"] == "Section 8 waitlist, sent 30 Oct; ask again Fri 13 Nov."


def test_every_day_is_as_a_slow_reading_of_the_steps_says(caseload: Caseload) -> None:
    """docs/due.md once more: of each referral the last true step up to D, open, by its day."""
    days = [date(2026, 9, 1) + timedelta(n) for n in range(81)]
    courses = (
        [(1, SENT), (9, ACCEPTED), (9, LINKED), (30, LINKED), (50, NO_RESPONSE)],
        [(4, SENT), (20, NO_RESPONSE), (33, WAITLISTED)],
        [(60, SENT), (61, BY_SERVICE)],
    )
    steps: dict[str, list[tuple[date, str, date | None]]] = {}
    for course in courses:
        first, *rest = [(days[n], status) for n, status in course]
        one = sent(caseload, "C0001", "V0001", first[0])
        steps[one.referral_id] = [(first[0], SENT, one.follow_up_on)]
        for on, status in rest:
            after = step(caseload, one.referral_id, status, on)
            steps[one.referral_id].append((on, status, after.follow_up_on))
    for day in days:
        expected = {}
        for referral_id, told in steps.items():
            true = [each for each in told if each[0] <= day]
            if true and true[-1][2] is not None:
                expected[referral_id] = true[-1][2]
        assert {one.record_id: one.due_on for one in listed(caseload, day)} == expected, day
