"""Crises and stays: what is refused, the holds that go with a stay, the follow-ups on the list."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from making import STAFF, TODAY, new_file
from refusing import refused

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Contact, Hold, HoldReason, Item, Mode, Obligation, Reached, Status
from caseload.model.crises import Crisis, CrisisKind, Disposition
from caseload.records import (
    checks,
    clients,
    contacts,
    crises,
    due,
    episodes,
    explain_crises,
    holds,
    programs,
    staff,
    undo,
)
from caseload.records._caseload import Caseload
from caseload.rules import crisis_rules

d = date.fromisoformat
KIND = CrisisKind.SUICIDAL_THOUGHTS


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Ana is in two programs since January, Bo in none."""
    with new_file(tmp_path) as opened:
        for name in ("Outreach", "Housing"):
            programs.add(opened, name)
        clients.add(opened, "Ana", "Ruiz", county="Hill", phone="555-0100")
        clients.add(opened, "Bo", "Li")
        for name in ("Outreach", "Housing"):
            episodes.admit(opened, "C0001", name, d("2026-01-05"), case_manager=STAFF)
        yield opened


def stay(
    caseload: Caseload, admitted: str, left: str | None = None, client: str = "C0001"
) -> Crisis:
    return crises.add(
        caseload, client, admitted, KIND, admitted_on=d(admitted),
        discharged_on=d(left) if left else None, facility="DePaul Center",
    )  # fmt: skip


def held(caseload: Caseload, episode_id: str = "E0001") -> list[tuple[str, str | None]]:
    return [
        (str(one.from_on), str(one.until_on) if one.until_on else None)
        for one in holds.of_episode(caseload, episode_id)
    ]


def listed(caseload: Caseload, on: str, **wanted: Any) -> list[Item]:
    only = due.Wanted(obligation=Obligation.CRISIS_FOLLOW_UP, **wanted)
    return due.due(caseload, d(on), only, within=None).items


def spans(caseload: Caseload, on: str) -> list[int]:
    return [
        (one.due_on - one.clock_start_on).days
        for one in listed(caseload, on)
        if one.due_on and one.clock_start_on
    ]


# --- what is refused -----------------------------------------------------------------------------

FACTS: list[tuple[str, dict[str, Any], str]] = [
    ("2026-11-21", {}, "lies ahead"),
    ("2026-11-20T25:00", {}, "no time of day"),
    ("2026-02-29", {}, "no day of any year"),
    ("yesterday", {}, "2026-11-20T14:30"),
    ("2026-11-01", {"discharged_on": d("2026-11-05")}, "needs an admission before it"),
    ("2026-11-01", {"admitted_on": d("2026-11-21")}, "--admitted-on"),
    (
        "2026-11-01",
        {"admitted_on": d("2026-11-02"), "discharged_on": d("2026-11-21")},
        "--discharged-on",
    ),
    (
        "2026-11-01",
        {"admitted_on": d("2026-11-05"), "discharged_on": d("2026-11-04")},
        "before they were admitted",
    ),
    ("2026-11-03", {"admitted_on": d("2026-11-02")}, "before it happened"),
    ("2026-11-01", {"disposition": Disposition.INPATIENT}, "--admitted-on DATE"),
    (
        "2026-11-01",
        {"admitted_on": d("2026-11-02"), "disposition": Disposition.POLICE},
        "goes with --disposition inpatient",
    ),
    ("2026-11-01", {"what_happened": "a\x1b[31m"}, "control character"),
    ("2026-11-01", {"facility": "two\nlines"}, "control character"),
]


@pytest.mark.parametrize(("when", "facts", "mend"), FACTS)
def test_what_can_t_be_is_refused_with_its_mend(
    caseload: Caseload, when: str, facts: dict[str, Any], mend: str
) -> None:
    assert mend in refused(InvalidError, crises.add, caseload, "C0001", when, KIND, **facts)


def test_nobody_unknown_has_a_crisis(caseload: Caseload) -> None:
    assert "C9999" in refused(NotFoundError, crises.add, caseload, "C9999", "2026-11-01", KIND)


@pytest.mark.parametrize(
    ("admitted", "left", "overlaps"),
    [
        ("2026-10-01", "2026-10-10", False),
        ("2026-10-01", "2026-10-11", True),
        ("2026-10-12", "2026-10-13", True),
        ("2026-10-19", "2026-10-21", True),
        ("2026-10-20", "2026-10-21", False),
        ("2026-10-01", None, True),
        ("2026-10-20", None, False),
    ],
)
def test_two_stays_of_a_client_never_overlap(
    caseload: Caseload, admitted: str, left: str | None, overlaps: bool
) -> None:
    stay(caseload, "2026-10-10", "2026-10-20")
    stay(caseload, "2026-10-10", "2026-10-20", client="C0002")
    if overlaps:
        assert "X0001" in refused(InvalidError, stay, caseload, admitted, left)
    else:
        stay(caseload, admitted, left)


def test_an_open_stay_is_ended_before_the_next_begins(caseload: Caseload) -> None:
    stay(caseload, "2026-10-10")
    said = refused(InvalidError, stay, caseload, "2026-11-10")
    assert "crisis discharge X0001" in said


def test_a_discharge_needs_an_admission_and_happens_once(caseload: Caseload) -> None:
    crises.add(caseload, "C0001", "2026-11-01", KIND)
    stay(caseload, "2026-11-02")
    for key, day, mend in (
        ("X0001", "2026-11-05", "edit X0001 --admitted-on"),
        ("X0002", "2026-11-01", "before they were admitted"),
        ("X0002", "2026-11-21", "lies ahead"),
    ):
        assert mend in refused(InvalidError, crises.discharge, caseload, key, d(day))
    crises.discharge(caseload, "x0002", d("2026-11-05"))
    assert "--discharged-on" in refused(
        InvalidError, crises.discharge, caseload, "X0002", d("2026-11-06")
    )
    assert "X0009" in refused(NotFoundError, crises.discharge, caseload, "X0009", d("2026-11-06"))


def test_what_was_entered_in_error_stays_as_it_is(caseload: Caseload) -> None:
    stay(caseload, "2026-11-02", "2026-11-05")
    crises.entered_in_error(caseload, "X0001", "wrong client")
    assert held(caseload) == []
    assert listed(caseload, "2026-11-10") == []
    for verb, facts in ((crises.edit, {"kind": KIND}), (crises.discharge, {"on": TODAY})):
        assert "in error" in refused(InvalidError, verb, caseload, "X0001", **facts)
    assert stay(caseload, "2026-11-02").crisis_id == "X0002"


# --- holds ---------------------------------------------------------------------------------------


def test_a_stay_puts_each_open_episode_on_hold_and_its_end_lifts_them(caseload: Caseload) -> None:
    one = stay(caseload, "2026-11-02")
    assert held(caseload) == held(caseload, "E0002") == [("2026-11-02", None)]
    assert [hold.reason for hold in crises.holds_of(caseload, one.crisis_id)] == [
        HoldReason.INPATIENT,
        HoldReason.INPATIENT,
    ]
    crises.discharge(caseload, one.crisis_id, d("2026-11-09"))
    assert held(caseload) == held(caseload, "E0002") == [("2026-11-02", "2026-11-09")]
    assert checks.damage(caseload) == []


def test_an_episode_on_hold_already_is_left_as_it_is(caseload: Caseload) -> None:
    holds.hold(caseload, "E0001", d("2026-10-01"), HoldReason.JAIL)
    one = stay(caseload, "2026-11-02")
    assert (held(caseload), held(caseload, "E0002")) == (
        [("2026-10-01", None)],
        [("2026-11-02", None)],
    )
    crises.discharge(caseload, one.crisis_id, d("2026-11-09"))
    assert (held(caseload), held(caseload, "E0002")) == (
        [("2026-10-01", None)],
        [("2026-11-02", "2026-11-09")],
    )


def test_a_stay_is_held_around_the_holds_that_lie_in_it(caseload: Caseload) -> None:
    holds.hold(caseload, "E0001", d("2026-11-05"), HoldReason.JAIL, until_on=d("2026-11-07"))
    stay(caseload, "2026-11-02", "2026-11-09")
    assert held(caseload) == [
        ("2026-11-02", "2026-11-05"),
        ("2026-11-05", "2026-11-07"),
        ("2026-11-07", "2026-11-09"),
    ]


def test_an_admission_to_a_program_during_a_stay_is_held_from_that_day(caseload: Caseload) -> None:
    episodes.admit(caseload, "C0002", "Outreach", d("2026-11-04"))
    stay(caseload, "2026-11-02", "2026-11-09", client="C0002")
    assert held(caseload, "E0003") == [("2026-11-04", "2026-11-09")]


def test_a_hold_that_was_ended_by_hand_is_not_begun_again(caseload: Caseload) -> None:
    one = stay(caseload, "2026-11-02")
    holds.resume(caseload, "E0001", d("2026-11-05"))
    crises.discharge(caseload, one.crisis_id, d("2026-11-09"))
    assert held(caseload) == [("2026-11-02", "2026-11-05")]
    assert held(caseload, "E0002") == [("2026-11-02", "2026-11-09")]


def test_a_stay_of_one_day_suspends_nothing(caseload: Caseload) -> None:
    stay(caseload, "2026-11-02", "2026-11-02")
    assert held(caseload) == []
    later = stay(caseload, "2026-11-10")
    holds.review(caseload, "E0001", d("2026-11-10"))
    crises.discharge(caseload, later.crisis_id, d("2026-11-10"))
    assert held(caseload) == []
    undo.undo(caseload)
    assert held(caseload) == [("2026-11-10", None)]
    assert crises.get(caseload, later.crisis_id).discharged_on is None
    assert checks.damage(caseload) == []


def test_holds_follow_the_days_of_an_edited_stay(caseload: Caseload) -> None:
    one = stay(caseload, "2026-11-02", "2026-11-09")
    before = crises.holds_of(caseload, one.crisis_id)
    crises.edit(caseload, one.crisis_id, admitted_on=d("2026-11-03"), discharged_on=None)
    assert held(caseload) == [("2026-11-03", None)]
    after = crises.holds_of(caseload, one.crisis_id)
    assert [hold.hold_id for hold in after] == [hold.hold_id for hold in before]
    crises.edit(caseload, one.crisis_id, admitted_on=None, disposition=Disposition.NONE)
    assert held(caseload) == held(caseload, "E0002") == []
    assert checks.damage(caseload) == []


def test_a_program_that_ended_since_keeps_its_hold_when_the_stay_is_edited(
    caseload: Caseload,
) -> None:
    one = stay(caseload, "2026-11-02")
    episodes.discharge(caseload, "E0001", d("2026-11-06"), "moved")
    crises.discharge(caseload, one.crisis_id, d("2026-11-09"))
    crises.edit(caseload, one.crisis_id, discharged_on=d("2026-11-10"))
    assert held(caseload) == [("2026-11-02", "2026-11-06")]
    assert held(caseload, "E0002") == [("2026-11-02", "2026-11-10")]


def test_a_hold_for_a_stay_is_one_write_with_it(caseload: Caseload) -> None:
    stay(caseload, "2026-11-02")
    rows = caseload.rows("select distinct at, actor from audit where client_id = 'C0001'"
                         " order by at desc limit 1")  # fmt: skip
    written = caseload.rows("select record from audit where at = ?", (rows[0][0],))
    assert sorted(row[0] for row in written) == [
        "crisis", "crisis_hold", "crisis_hold", "hold", "hold",
    ]  # fmt: skip
    undo.undo(caseload)
    assert held(caseload) == []
    assert crises.stay_on(caseload, "C0001") is None


# --- the list ------------------------------------------------------------------------------------


def test_two_items_stand_on_the_list_after_a_discharge(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    first, second = listed(caseload, "2026-11-09")
    assert (first.status, first.days_overdue, first.due_on) == (
        Status.OVERDUE, 1, d("2026-11-08"),
    )  # fmt: skip
    assert (second.status, second.days_overdue) == (Status.UPCOMING, -22)
    assert (first.record_id, first.standard, first.case_manager) == (
        "X0001", None, "Dana Whitfield",
    )  # fmt: skip
    assert first.reason.startswith("Discharged 1 Nov 2026, DePaul Center; no visit since")
    assert (first.attempts, first.last_on, first.county, first.phone) == (
        None, None, "Hill", "555-0100",
    )  # fmt: skip


def test_on_a_past_day_each_stands_as_it_stood(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    contacts.log(caseload, "C0001", d("2026-11-12"), Mode.IN_PERSON, Reached.CLIENT)
    assert spans(caseload, "2026-10-31") == []
    assert spans(caseload, "2026-11-11") == [7, 30]
    assert spans(caseload, "2026-11-12") == []


def test_a_closed_follow_up_stays_on_the_list_of_the_days_before(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    crises.close(caseload, "X0001", 7, d("2026-11-10"), " away ")
    assert spans(caseload, "2026-11-09") == [7, 30]
    assert spans(caseload, "2026-11-10") == [30]
    assert crises.closings(caseload, "C0001")[0].reason == "away"
    crises.reopen(caseload, "X0001", 7)
    assert spans(caseload, "2026-11-10") == [7, 30]
    assert "not closed" in refused(NotFoundError, crises.reopen, caseload, "X0001", 7)


def test_only_what_is_open_is_closed_and_with_a_reason(caseload: Caseload) -> None:
    crises.add(caseload, "C0001", "2026-10-01", KIND)
    stay(caseload, "2026-10-20", "2026-11-01")
    for error, key, day, why in (
        (InvalidError, "X0002", "2026-11-10", " "),
        (InvalidError, "X0002", "2026-11-21", "ahead"),
        (NotFoundError, "X0001", "2026-11-10", "never an inpatient"),
        (NotFoundError, "X0002", "2026-10-31", "before the discharge"),
    ):
        refused(error, crises.close, caseload, key, 7, d(day), why)
    crises.close(caseload, "X0002", 7, d("2026-11-10"), "away")
    refused(NotFoundError, crises.close, caseload, "X0002", 7, d("2026-11-05"), "again")


def test_they_are_listed_after_the_program_and_without_any(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    stay(caseload, "2026-10-20", "2026-11-01", client="C0002")
    for key in ("E0001", "E0002"):
        episodes.discharge(caseload, key, d("2026-11-05"), "moved")
    found = listed(caseload, "2026-11-06")
    assert [(one.client_id, one.case_manager) for one in found] == [
        ("C0001", "Dana Whitfield"), ("C0002", "Dana Whitfield"),
        ("C0001", "Dana Whitfield"), ("C0002", "Dana Whitfield"),
    ]  # fmt: skip
    assert found[1].program is None


def test_a_hold_does_not_hide_them(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    holds.hold(caseload, "E0001", d("2026-11-03"), HoldReason.JAIL)
    assert spans(caseload, "2026-11-10") == [7, 30]


def test_a_part_of_the_list_holds_those_of_that_part(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    other = staff.add(caseload, "Luis Ortega")
    day = "2026-11-06"
    assert len(listed(caseload, day, case_managers=(STAFF,))) == 2
    assert listed(caseload, day, case_managers=(other.staff_id,)) == []
    assert len(listed(caseload, day, county="hill")) == 2
    assert listed(caseload, day, county="Bosque") == []
    assert listed(caseload, day, client_id="C0002") == []
    assert len(listed(caseload, day, program="Outreach")) in (0, 2)


def test_the_list_and_the_rule_find_the_same_for_any_history(caseload: Caseload) -> None:
    chance = Random(7)
    day = d("2026-02-01")
    for _ in range(8):
        day += timedelta(chance.choice((1, 5, 25, 30, 31, 40)))
        left = day + timedelta(chance.randint(0, 6))
        if left >= TODAY:
            break
        stay(caseload, day.isoformat(), left.isoformat())
        day = left
    for _ in range(60):
        contacts.log(
            caseload, "C0001", d("2026-02-01") + timedelta(chance.randint(0, 290)),
            chance.choice(list(Mode)), chance.choice(list(Reached)),
        )  # fmt: skip
    known = caseload.records(Contact)
    for offset in range(0, 290, 3):
        on = d("2026-02-01") + timedelta(offset)
        own = crises.stays(caseload, "C0001")
        visits = {
            one.contacted_on
            for one in known
            if crisis_rules.why_no_visit(one, date.min, on) is None
        }
        expected = {one.due_on for one in crisis_rules.follow_ups(own, sorted(visits), [], on)}
        assert {one.due_on for one in listed(caseload, on.isoformat())} == expected, on
        assert {one.due_on for one in crises.follow_ups(caseload, "C0001", on)} == expected, on


def test_an_explanation_names_what_counts_and_what_does_not(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    for day, mode, reached in (
        ("2026-11-01", Mode.IN_PERSON, Reached.CLIENT),
        ("2026-11-03", Mode.PHONE, Reached.CLIENT),
        ("2026-11-04", Mode.IN_PERSON, Reached.GROUP),
    ):
        contacts.log(caseload, "C0001", d(day), mode, reached)
    (one,) = explain_crises.explain(caseload, "C0001", d("2026-11-10"))
    assert [each.why_not for each in one.contacts] == [
        "group only", "neither in person nor by video", "on the day of discharge",
    ]  # fmt: skip
    assert [days for days, _ in one.verdicts] == [7, 30]
    assert explain_crises.ended(one) is None
    contacts.log(caseload, "C0001", d("2026-11-10"), Mode.VIDEO, Reached.CLIENT)
    (one,) = explain_crises.explain(caseload, "C0001", d("2026-11-10"))
    assert explain_crises.ended(one) == "seen 10 Nov 2026, on day 9"
    stay(caseload, "2026-11-12")
    (one,) = explain_crises.explain(caseload, "C0001", d("2026-11-13"))
    assert explain_crises.ended(one) == "admitted again 12 Nov 2026 (X0002): that discharge counts"


def test_a_crisis_of_a_past_day_knows_no_later_discharge(caseload: Caseload) -> None:
    stay(caseload, "2026-10-20", "2026-11-01")
    assert crises.stay_on(caseload, "C0001", d("2026-10-31")) is not None
    assert crises.stay_on(caseload, "C0001", d("2026-11-01")) is None
    assert crises.stay_on(caseload, "C0001", d("2026-10-19")) is None
    (then,) = crises.listed(caseload, "C0001", d("2026-10-25"))
    assert then.discharged_on is None


def test_a_hold_moved_over_another_is_refused(caseload: Caseload) -> None:
    one: Hold = holds.hold(
        caseload, "E0001", d("2026-10-01"), HoldReason.JAIL, until_on=d("2026-10-05")
    )
    holds.hold(caseload, "E0001", d("2026-10-10"), HoldReason.JAIL, until_on=d("2026-10-12"))
    refused(InvalidError, holds.move, caseload, one, d("2026-10-01"), d("2026-10-11"))
