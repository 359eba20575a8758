"""The list of a day: who is on it, in which order, and what else comes due.

That its dates are right whatever happened is held in test_due_by_hand.py.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import TODAY, new_file

from caseload.model import (
    AddendumKind,
    Contact,
    HoldReason,
    Item,
    Mode,
    Obligation,
    Reached,
    Status,
)
from caseload.records import clients, contacts, episodes, holds, programs, staff, standards
from caseload.records._caseload import Caseload
from caseload.records.due import Wanted, due

d = date.fromisoformat

DANA, IDA, LEE = "S0001", "S0002", "S0003"
EVERYTHING = Wanted()


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """Four clients of Outreach; 20 Nov 2026 each stands otherwise by the monthly contact."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Ida Moss", covered_by=DANA)
        staff.add(opened, "Lee Ortiz")
        programs.add(opened, "Outreach")
        programs.add(opened, "Housing")
        for name, county, last_on, manager in [
            ("Ana", "Hill", "2026-10-20", DANA),
            ("Bo", "Bosque", "2026-11-10", IDA),
            ("Cy", "HILL County", "2026-10-25", LEE),
            ("Di", None, "2026-09-15", None),
        ]:
            made = clients.add(opened, name, "Ruiz", county=county, phone="555-0100")
            admitted = d("2026-01-05")
            episodes.admit(opened, made.client_id, "Outreach", admitted, case_manager=manager)
            reached = (d(last_on), Mode.PHONE, Reached.CLIENT)
            contacts.log(opened, made.client_id, *reached, sign=True)
        yield opened


def listed(
    caseload: Caseload, on: str = "2026-11-20", wanted: Wanted = EVERYTHING, **facts: Any
) -> list[tuple[str | None, Status]]:
    """Client and status of each line."""
    return [(one.client_id, one.status) for one in due(caseload, d(on), wanted, **facts).items]


# --- what is shown -------------------------------------------------------------------------------


def test_the_list_is_of_what_is_overdue_due_today_and_due_soon_worst_first(
    caseload: Caseload,
) -> None:
    assert listed(caseload) == [
        ("C0004", Status.OVERDUE),
        ("C0001", Status.DUE_TODAY),
        ("C0003", Status.DUE_SOON),
    ]


@pytest.mark.parametrize(("within", "shown"), [(0, 0), (19, 0), (20, 1), (21, 1), (None, 1)])
def test_upcoming_items_are_shown_as_far_ahead_as_is_asked(
    caseload: Caseload, within: int | None, shown: int
) -> None:
    assert listed(caseload, within=within)[3:] == [("C0002", Status.UPCOMING)] * shown


def test_a_line_says_all_that_is_needed_to_call(caseload: Caseload) -> None:
    for on in ("2026-11-01", "2026-11-19"):
        how = (Mode.PHONE, Reached.NOBODY)
        contacts.log(caseload, "C0001", d(on), *how)
    clients.edit(caseload, "C0001", contact_notes="After four")
    assert due(caseload, TODAY, Wanted(client_id="C0001")).items == [
        Item(
            client_id="C0001",
            client="Ruiz, Ana",
            case_manager="Dana Whitfield",
            program="Outreach",
            level_of_care=None,
            county="Hill",
            obligation=Obligation.CONTACT,
            standard="Monthly contact",
            due_on=TODAY,
            days_overdue=0,
            status=Status.DUE_TODAY,
            last_on=d("2026-10-20"),
            attempts=2,
            last_attempt_on=d("2026-11-19"),
            reason="Last reached 20 Oct 2026; once within 1 month of the last is due 20 Nov 2026.",
            record_id=None,
            phone="555-0100",
            contact_notes="After four",
            clock_start_on=d("2026-01-05"),
        )
    ]


def test_equals_are_listed_by_client_then_standard(caseload: Caseload) -> None:
    standards.add(caseload, "A visit", first_within_days=1, modes=frozenset({Mode.IN_PERSON}))
    found = due(caseload, TODAY).items
    overdue = [(one.standard, one.client_id, one.days_overdue) for one in found[:5]]
    visits = [("A visit", f"C000{number}", 318) for number in (1, 2, 3, 4)]
    assert overdue == [*visits, ("Monthly contact", "C0004", 36)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["C0004", "C0001", "C0003", "C0002"]),
        (Wanted(case_managers=(DANA,)), ["C0001"]),
        (Wanted(case_managers=(DANA, IDA)), ["C0001", "C0002"]),
        (Wanted(case_managers=()), []),
        (Wanted(case_managers=("nobody",)), []),
        (Wanted(county="hill"), ["C0001", "C0003"]),
        (Wanted(county="BOSQUE"), ["C0002"]),
        (Wanted(county="Bosque County"), ["C0002"]),
        (Wanted(county="Hil"), []),
        (Wanted(county="%"), []),
        (Wanted(program="Outreach"), ["C0004", "C0001", "C0003", "C0002"]),
        (Wanted(program="Housing"), []),
        (Wanted(obligation=Obligation.CONTACT), ["C0004", "C0001", "C0003", "C0002"]),
        (Wanted(obligation=Obligation.PLAN_REVIEW), []),
        (Wanted(client_id="C0003"), ["C0003"]),
        (Wanted(client_id="C0003", county="Bosque"), []),
    ],
)
def test_a_part_of_the_list_is_what_was_asked_for(
    caseload: Caseload, wanted: Wanted, expected: list[str]
) -> None:
    found = due(caseload, TODAY, wanted, within=None).items
    assert [one.client_id for one in found] == expected


def test_one_s_own_list_has_the_clients_of_those_one_covers(caseload: Caseload) -> None:
    mine = Wanted(case_managers=(DANA, *staff.covered_by(caseload, DANA)))
    assert [one for one, _ in listed(caseload, wanted=mine, within=None)] == ["C0001", "C0002"]


def test_a_client_is_on_the_list_of_the_case_manager_of_that_day(caseload: Caseload) -> None:
    episodes.transfer(caseload, "E0001", d("2026-11-01"), case_manager=LEE)
    episodes.transfer(caseload, "E0001", d("2026-12-01"), case_manager=IDA)
    for on, who in (("2026-10-31", DANA), ("2026-11-30", LEE), ("2026-12-01", IDA)):
        for one in (DANA, LEE, IDA):
            found = listed(caseload, on, Wanted((one,), client_id="C0001"), within=None)
            assert len(found) == (one == who)


# --- holds and their reviews ---------------------------------------------------------------------


def test_who_is_on_hold_is_counted_and_listed_last_when_asked(caseload: Caseload) -> None:
    until = d("2026-12-01")
    holds.hold(caseload, "E0004", d("2026-11-01"), HoldReason.OUT_OF_AREA, until_on=until)
    found = due(caseload, TODAY)
    assert (found.open_episodes, found.on_hold) == (3, 1)
    assert "C0004" not in {one.client_id for one in found.items}
    last = due(caseload, TODAY, include_held=True).items[-1]
    assert (last.client_id, last.status, last.due_on, last.days_overdue) == (
        *("C0004", Status.ON_HOLD, None, None),
    )
    assert last.reason == "On hold since 1 Nov 2026 until 1 Dec 2026 (out of area)."
    assert due(caseload, until).on_hold == 0


@pytest.mark.parametrize(
    ("on", "reviews", "expected"),
    [
        ("2026-10-23", [], None),
        ("2026-10-24", [], ("2026-10-31", Status.DUE_SOON)),
        ("2026-10-31", [], ("2026-10-31", Status.DUE_TODAY)),
        ("2026-11-20", [], ("2026-10-31", Status.OVERDUE)),
        ("2026-11-20", ["2026-10-25"], ("2026-11-24", Status.DUE_SOON)),
        ("2026-11-20", ["2026-10-25", "2026-10-15"], ("2026-11-24", Status.DUE_SOON)),
        ("2026-11-20", ["2026-11-20"], None),
        ("2026-11-19", ["2026-11-20"], ("2026-10-31", Status.OVERDUE)),
    ],
)
def test_a_hold_without_an_end_comes_up_for_review_every_30_days(
    caseload: Caseload, on: str, reviews: list[str], expected: tuple[str, Status] | None
) -> None:
    hold = holds.hold(caseload, "E0004", d("2026-10-01"), HoldReason.INPATIENT)
    for day in reviews:
        holds.review(caseload, "E0004", d(day))
    found = due(caseload, d(on), Wanted(obligation=Obligation.HOLD_REVIEW)).items
    assert [(one.record_id, one.due_on, one.status) for one in found] == (
        [(hold.hold_id, d(expected[0]), expected[1])] if expected else []
    )


def test_a_hold_with_an_end_or_one_that_has_ended_is_not_reviewed(caseload: Caseload) -> None:
    reviews = Wanted(obligation=Obligation.HOLD_REVIEW)
    end = d("2027-06-01")
    holds.hold(caseload, "E0003", d("2026-06-01"), HoldReason.JAIL, until_on=end)
    holds.hold(caseload, "E0004", d("2026-06-01"), HoldReason.JAIL)
    assert [one for one, _ in listed(caseload, wanted=reviews)] == ["C0004"]
    holds.resume(caseload, "E0004", d("2026-11-20"))
    assert listed(caseload, wanted=reviews) == []


# --- unsigned notes ------------------------------------------------------------------------------

NOTES = Wanted(obligation=Obligation.UNSIGNED_NOTE)


def note(caseload: Caseload, recorded: str, **facts: Any) -> None:
    """A note recorded at noon of that day, not signed."""
    made = Contact("N1", "C0001", d("2026-11-02"), Mode.PHONE, Reached.CLIENT, staff=LEE)
    with caseload.write("log contact") as change:
        change.add(made._replace(recorded_at=f"{recorded}T12:00:00.000Z", **facts))


@pytest.mark.parametrize(
    ("recorded", "last_good", "first_late"),
    [
        ("2026-11-16", "2026-11-18", "2026-11-19"),
        ("2026-11-13", "2026-11-17", "2026-11-18"),
        ("2026-11-14", "2026-11-17", "2026-11-18"),
        ("2026-11-24", "2026-11-27", "2026-11-28"),
        ("2026-11-25", "2026-11-30", "2026-12-01"),
    ],
)
def test_a_note_is_listed_once_two_business_days_have_gone_by(
    caseload: Caseload, recorded: str, last_good: str, first_late: str
) -> None:
    with caseload.write("add holiday") as change:
        change.insert("holiday", {"day": "2026-11-26", "name": "Thanksgiving"}, "2026-11-26")
    note(caseload, recorded)
    assert due(caseload, d(last_good), NOTES, within=None).items == []
    (found,) = due(caseload, d(first_late), NOTES).items
    assert (found.record_id, found.due_on, found.days_overdue) == ("N1", d(last_good), 1)
    assert (found.status, found.standard, found.attempts) == (Status.OVERDUE, None, None)
    assert (found.case_manager, found.program) == ("Dana Whitfield", "Outreach")


@pytest.mark.parametrize(
    "facts",
    [
        {"imported": True},
        {"reached": Reached.NOBODY},
        {"entered_in_error_at": "2026-11-05T12:00:00.000Z", "entered_in_error_why": "x"},
        {"signed_at": "2026-11-05T12:00:00.000Z", "signed_by": LEE},
    ],
)
def test_what_needs_no_signature_is_never_listed(caseload: Caseload, facts: dict[str, Any]) -> None:
    note(caseload, "2026-11-02", **facts)
    assert due(caseload, d("2027-06-01"), NOTES).items == []


def test_a_note_is_listed_on_the_days_before_it_was_signed(caseload: Caseload) -> None:
    note(caseload, "2026-11-02", signed_at="2026-11-12T12:00:00.000Z", signed_by=LEE)
    for on, expected in {
        "2026-11-04": 0,
        "2026-11-05": 1,
        "2026-11-11": 1,
        "2026-11-12": 0,
    }.items():
        assert len(due(caseload, d(on), NOTES).items) == expected


def test_a_signature_or_a_mark_of_error_takes_the_note_off_the_list(caseload: Caseload) -> None:
    for client_id, contact_id in (("C0001", "N1"), ("C0002", "N2")):
        note(caseload, "2026-11-02", contact_id=contact_id, client_id=client_id)
    assert len(due(caseload, d("2027-01-01"), NOTES).items) == 2
    contacts.sign(caseload, "N1")
    contacts.amend(caseload, "N2", AddendumKind.ENTERED_IN_ERROR, "another client")
    assert due(caseload, d("2027-01-01"), NOTES).items == []


def test_a_note_stays_on_the_case_manager_s_list_after_discharge_and_on_hold(
    caseload: Caseload,
) -> None:
    note(caseload, "2026-11-02")
    holds.hold(caseload, "E0001", d("2026-11-03"), HoldReason.JAIL)
    for _ in range(2):
        (found,) = due(caseload, TODAY, NOTES._replace(case_managers=(DANA,))).items
        assert (found.client_id, found.program) == ("C0001", "Outreach")
        assert due(caseload, TODAY, NOTES._replace(case_managers=(LEE,))).items == []
        if episodes.get(caseload, "E0001").discharged_on is None:
            episodes.discharge(caseload, "E0001", d("2026-11-10"))


def test_a_note_is_told_with_the_episode_of_that_day_and_none_that_began_later(
    caseload: Caseload,
) -> None:
    note(caseload, "2026-11-02")
    episodes.discharge(caseload, "E0001", d("2026-11-10"))
    episodes.admit(caseload, "C0001", "Housing", d("2026-11-18"), case_manager=IDA)
    for on, program in (("2026-11-17", "Outreach"), ("2026-11-18", "Housing")):
        assert [one.program for one in due(caseload, d(on), NOTES).items] == [program]


def test_a_note_where_nobody_is_case_manager_is_its_writer_s(caseload: Caseload) -> None:
    note(caseload, "2026-11-02", client_id="C0004")
    (found,) = due(caseload, TODAY, NOTES._replace(case_managers=(LEE,))).items
    assert (found.client_id, found.case_manager) == ("C0004", "Lee Ortiz")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (NOTES._replace(county="hill"), 1),
        (NOTES._replace(county="Hill County"), 1),
        (NOTES._replace(county="Bosque"), 0),
        (NOTES._replace(program="Outreach"), 1),
        (NOTES._replace(program="Housing"), 0),
        (NOTES._replace(client_id="C0001"), 1),
        (NOTES._replace(client_id="C0002"), 0),
        (Wanted(obligation=Obligation.CONTACT, client_id="C0002"), 0),
    ],
)
def test_notes_are_filtered_as_all_else_is(
    caseload: Caseload, wanted: Wanted, expected: int
) -> None:
    note(caseload, "2026-11-02")
    assert len(due(caseload, TODAY, wanted).items) == expected


# --- how it is asked -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"times": 2},
        {"modes": frozenset({Mode.IN_PERSON, Mode.VIDEO})},
        {"modes": frozenset({Mode.PHONE}), "times": 3, "reached": frozenset(Reached)},
    ],
)
@pytest.mark.parametrize("wanted", [Wanted(), Wanted((DANA, IDA)), Wanted(client_id="C0001")])
def test_contacts_are_read_from_covering_indexes_alone(
    caseload: Caseload, facts: dict[str, Any], wanted: Wanted
) -> None:
    standards.edit(caseload, "T0001", d("2026-01-01"), active=False)
    standards.add(caseload, "Asked", **facts)
    holds.hold(caseload, "E0001", d("2026-11-01"), HoldReason.JAIL, until_on=TODAY)
    asked: list[str] = []
    caseload.attached().set_trace_callback(asked.append)
    due(caseload, TODAY, wanted._replace(obligation=Obligation.CONTACT), within=None)
    caseload.attached().set_trace_callback(None)
    queries = [sql for sql in asked if "from contact k" in sql]
    assert queries
    for sql in queries:
        plan = [row[3] for row in caseload.rows(f"explain query plan {sql}")]
        steps = [step for step in plan if step.split()[:2] in (["SEARCH", "k"], ["SCAN", "k"])]
        assert steps
        assert all(step.startswith("SEARCH k USING COVERING INDEX contact_") for step in steps)
        assert not [step for step in plan if step.startswith("SCAN contact")]


def test_asking_writes_nothing_and_holds_nothing_open(caseload: Caseload) -> None:
    before = caseload.attached().total_changes
    due(caseload, TODAY, within=None, include_held=True)
    assert caseload.attached().total_changes == before
    assert not caseload.attached().in_transaction
