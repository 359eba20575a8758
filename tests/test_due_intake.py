"""The next step of each intake stands on the due list, for the one who sees to it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from making import new_file

from caseload.model import Item, Obligation, Status
from caseload.model.intaking import Intake
from caseload.records import due, episodes, explain, holidays, intake, programs, staff, standards
from caseload.records._caseload import Caseload

d = date.fromisoformat
MONDAY = d("2026-11-16")


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """20 November 2026. Ana is referred to Outreach on Monday the 16th; Dana (S0001) took it."""
    with new_file(tmp_path) as opened:
        staff.add(opened, "Ida Moss")
        programs.add(opened, "Outreach")
        programs.add(opened, "Housing")
        told = Intake(
            "Ana", "Ruiz", "Outreach", referred_on=MONDAY, phone="555-0100", county="Hill",
            contact_notes="text first",
        )  # fmt: skip
        intake.begin(opened, told)
        yield opened


def steps(
    caseload: Caseload, on: str, wanted: due.Wanted | None = None, within: int | None = None
) -> list[Item]:
    found = due.due(caseload, d(on), wanted or due.Wanted(), within=within)
    return [one for one in found.items if one.obligation is Obligation.INTAKE_STEP]


def test_a_line_says_whose_it_is_by_when_and_why(caseload: Caseload) -> None:
    [one] = steps(caseload, "2026-11-20")
    assert one == Item(
        "C0001", "Ruiz, Ana", "Dana Whitfield", "Outreach", None, "Hill", Obligation.INTAKE_STEP,
        None, d("2026-11-18"), 2, Status.OVERDUE, None, None, None,
        "Not screened since the referral 16 Nov 2026; 2 business days ended 18 Nov 2026.",
        "E0001", "555-0100", "text first", None,
    )  # fmt: skip


def test_it_is_listed_two_days_before_and_until_the_step_is_taken(caseload: Caseload) -> None:
    intake.screen(caseload, "E0001", d("2026-11-20"))
    status = {
        on: [one.status for one in steps(caseload, on, within=0)]
        for on in ("2026-11-15", "2026-11-16", "2026-11-18", "2026-11-19", "2026-11-20")
    }
    assert status == {
        "2026-11-15": [],
        "2026-11-16": [Status.DUE_SOON],
        "2026-11-18": [Status.DUE_TODAY],
        "2026-11-19": [Status.OVERDUE],
        # The assignment is due on Tuesday, four days on.
        "2026-11-20": [],
    }


def test_a_past_day_shows_it_as_it_stood(caseload: Caseload) -> None:
    intake.screen(caseload, "E0001", d("2026-11-17"))
    intake.assign(caseload, "E0001", "S0002", d("2026-11-18"))
    intake.admit(caseload, "E0001", d("2026-11-19"))
    episodes.discharge(caseload, "E0001", d("2026-11-20"))
    told = {
        day: [(one.due_on, one.case_manager, one.reason.partition(" since")[0])
              for one in steps(caseload, f"2026-11-{day}")]
        for day in range(15, 21)
    }  # fmt: skip
    assert told == {
        15: [],
        16: [(d("2026-11-18"), "Dana Whitfield", "Not screened")],
        17: [(d("2026-11-19"), "Dana Whitfield", "No case manager")],
        18: [(d("2026-12-02"), "Ida Moss", "Not admitted")],
        19: [],
        20: [],
    }


def test_one_who_was_turned_away_is_listed_on_the_days_before(caseload: Caseload) -> None:
    intake.decline(caseload, "E0001", d("2026-11-18"), "age")
    assert [len(steps(caseload, f"2026-11-{day}")) for day in range(16, 20)] == [1, 1, 0, 0]


def test_an_admission_that_lies_ahead_is_still_to_come(caseload: Caseload) -> None:
    intake.screen(caseload, "E0001", d("2026-11-17"))
    intake.assign(caseload, "E0001", "S0002", d("2026-11-18"))
    episodes.admit(caseload, "C0001", "Outreach", d("2026-11-30"))
    assert len(steps(caseload, "2026-11-20")) == 1
    assert steps(caseload, "2026-11-30") == []


def test_it_is_the_case_managers_else_the_ones_who_took_it_else_nobodys(
    caseload: Caseload,
) -> None:
    dana, ida = due.Wanted(("S0001",)), due.Wanted(("S0002",))

    def whose(on: str = "2026-11-20") -> tuple[int, int, int]:
        return (
            len(steps(caseload, on, dana)),
            len(steps(caseload, on, ida)),
            len(steps(caseload, on)),
        )

    assert whose() == (1, 0, 1)
    intake.screen(caseload, "E0001", d("2026-11-17"))
    intake.assign(caseload, "E0001", "S0002", d("2026-11-19"))
    assert whose() == (0, 1, 1)
    assert whose("2026-11-18") == (1, 0, 1)
    caseload.staff = None
    intake.begin(caseload, Intake("Bo", "Li", "Housing"))
    assert whose() == (0, 1, 2)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (due.Wanted(program="Outreach"), 1),
        (due.Wanted(program="Housing"), 0),
        (due.Wanted(county="hill"), 1),
        (due.Wanted(county="Bosque"), 0),
        (due.Wanted(client_id="C0001"), 1),
        (due.Wanted(client_id="C0002"), 0),
        (due.Wanted(obligation=Obligation.INTAKE_STEP), 1),
        (due.Wanted(obligation=Obligation.CONTACT), 0),
    ],
)
def test_a_part_of_the_list_has_its_part(
    caseload: Caseload, wanted: due.Wanted, found: int
) -> None:
    assert len(steps(caseload, "2026-11-20", wanted)) == found


def test_a_program_says_how_long_a_step_may_take_and_a_holiday_counts_for_nothing(
    caseload: Caseload,
) -> None:
    programs.edit(caseload, "Outreach", screened_within_days=5)
    assert [one.due_on for one in steps(caseload, "2026-11-16")] == [d("2026-11-23")]
    holidays.add(caseload, d("2026-11-18"), "Flood")
    [one] = steps(caseload, "2026-11-16")
    assert one.due_on == d("2026-11-24")
    assert "(18 Nov 2026 left out)" in one.reason
    programs.edit(caseload, "Outreach", screened_within_days=None)
    assert steps(caseload, "2026-11-16") == []


def test_the_waiting_list_is_looked_at_every_thirty_days(caseload: Caseload) -> None:
    intake.screen(caseload, "E0001", MONDAY)
    intake.wait(caseload, "E0001", MONDAY)
    assert [one.due_on for one in steps(caseload, "2026-11-20")] == [d("2026-12-16")]
    intake.review_waiting(caseload, "E0001", d("2026-11-20"))
    assert [one.due_on for one in steps(caseload, "2026-11-20")] == [d("2026-12-20")]
    assert [one.due_on for one in steps(caseload, "2026-11-19")] == [d("2026-12-16")]


def test_an_explanation_gives_the_reason(caseload: Caseload) -> None:
    [one] = explain.dated(caseload, "C0001", d("2026-11-20"))
    said = explain.explained_item(one)
    assert said["reason"] == one.reason
    assert (said["obligation"], said["record_id"], said["standard"]) == (
        *(Obligation.INTAKE_STEP, "E0001", None),
    )
    episodes.admit(caseload, "C0001", "Outreach", d("2026-11-20"), case_manager="S0001")
    [owed] = explain.explain(caseload, "C0001", d("2026-11-20"))
    assert set(explain.explained(owed)) == set(said)
    assert explain.dated(caseload, "C0001", d("2026-11-20")) == []


def test_everybody_on_the_way_is_listed_once_on_every_day(caseload: Caseload) -> None:
    standards.edit(caseload, "T0001", d("2026-11-01"), active=False)
    for number in range(30):
        told = Intake(f"P{number}", "Q", "Housing", referred_on=MONDAY - timedelta(number))
        made = intake.begin(caseload, told, is_new=True).episode.episode_id
        if number % 2:
            intake.screen(caseload, made, MONDAY)
        if number % 3 == 0:
            intake.decline(caseload, made, d("2026-11-18"), "age")
        elif number % 6 == 1:
            intake.assign(caseload, made, "S0002", d("2026-11-17"))
            intake.admit(caseload, made, d("2026-11-19"))
    for offset in range(-40, 10):
        day = d("2026-11-20") + timedelta(offset)
        listed = [one.record_id for one in steps(caseload, day.isoformat())]
        assert len(listed) == len(set(listed)), day
        between = caseload.rows(
            "select count(*) from episode where referred_on <= :on"
            " and (admitted_on is null or admitted_on > :on)"
            " and (not_eligible_on is null or not_eligible_on > :on)",
            {"on": day.isoformat()},
        )
        assert len(listed) == between[0][0], day
