"""Progress and reviews are told of a plan in force, and what was in error never counts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import STAFF, TODAY, full_file
from refusing import refused, written

from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Mode, Reached, SignerRole
from caseload.model.planning import Goal, Objective, Progress, ReviewOutcome, WorkStatus
from caseload.records import contacts, plan_parts, plan_reviews, plans, progress, signatures
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits

DAY = date(2026, 11, 2)


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    """C0001: version 1 from 1 Feb, 2 from 3 Aug (housing, work), a draft with the two swapped."""
    with full_file(tmp_path) as opened:
        yield opened


def note(caseload: Caseload, part: str, on: date = DAY, **facts: Any) -> Progress:
    return progress.note(caseload, "C0001", part, on, **facts)


def stands(caseload: Caseload, part: str, on: date | None = None) -> tuple[WorkStatus, int]:
    plan = plans.in_force(caseload, "C0001", on)
    assert plan is not None
    found = plan_edits.at(plan, plan_edits.find(plan, part))
    assert isinstance(found, Goal | Objective)
    return found.status, found.progress


def test_a_note_is_told_of_a_part_of_the_plan_in_force_not_of_the_draft(caseload: Caseload) -> None:
    made = note(caseload, "2.1", rating=30, remark=" six \n hours ", contact="k0001")
    assert made[:10] == (
        "N0003", "C0001", "G0002", "O0002", DAY, 30, None, "six \n hours", "K0001", STAFF
    )  # fmt: skip
    assert progress.listed(caseload, "C0001")[-1] == made
    assert stands(caseload, "2.1") == (WorkStatus.IN_PROGRESS, 30)
    draft = plans.draft(caseload, "C0001")
    assert draft is not None
    assert (draft.goals[0].goal_id, draft.goals[0].progress) == ("G0002", 30)


def test_where_a_part_stands_is_that_of_the_day_asked_about(caseload: Caseload) -> None:
    note(caseload, "1.1", date(2026, 9, 1), rating=60)
    note(caseload, "1.1", date(2026, 8, 20), rating=10)
    note(caseload, "1.1", date(2026, 10, 1), status=WorkStatus.MET)
    for on, progressed in (
        ("2026-08-19", 40), ("2026-08-20", 10), ("2026-09-01", 60), ("2026-09-30", 60),
        ("2026-10-01", 100),
    ):  # fmt: skip
        assert stands(caseload, "1.1", date.fromisoformat(on))[1] == progressed, on
    assert [one.noted_on for one in progress.listed(caseload, "C0001", date(2026, 8, 1))] == [
        date(2026, 8, 20), date(2026, 9, 1), date(2026, 10, 1)
    ]  # fmt: skip
    until = progress.listed(caseload, "C0001", until=date(2026, 8, 20))
    assert [one.progress_id for one in until] == ["N0001", "N0002", "N0004"]


def test_a_next_version_starts_where_the_last_one_stood(caseload: Caseload) -> None:
    note(caseload, "1.1", rating=70)
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, TODAY)
    assert stands(caseload, "2.1") == (WorkStatus.IN_PROGRESS, 70)


@pytest.mark.parametrize("rating", [0, 100])
def test_a_rating_is_from_0_to_100_percent(caseload: Caseload, rating: int) -> None:
    assert note(caseload, "1.1", rating=rating).rating == rating


@pytest.mark.parametrize(
    ("part", "facts", "error", "fragment"),
    [
        ("1.1", {}, InvalidError, "Say a rating, a status or a remark."),
        ("1.1", {"remark": "  "}, InvalidError, "Say a rating, a status or a remark."),
        ("1.1", {"rating": -1}, InvalidError, "0 to 100 percent, not -1"),
        ("1.1", {"rating": 101}, InvalidError, "0 to 100 percent, not 101"),
        ("1", {"rating": 50}, InvalidError, "the mean of its objectives'. Rate 1.1, say."),
        ("1.1.1", {"remark": "x"}, InvalidError, "not of an intervention"),
        ("1.1", {"rating": 1, "on": date(2026, 11, 21)}, InvalidError, "lies ahead"),
        ("1.1", {"rating": 1, "on": date(2026, 1, 31)}, InvalidError, "before the first plan"),
        ("1.1", {"rating": 1, "contact": "K0003"}, InvalidError, "K0003 is another client's"),
        ("1.1", {"rating": 1, "contact": "K9"}, NotFoundError, "No contact has the id K9"),
        ("3", {"remark": "x"}, NotFoundError, "no part '3'"),
        ("", {"remark": "x"}, NotFoundError, "no part ''"),
    ],
)
def test_a_note_that_cannot_be_is_refused(
    caseload: Caseload, part: str, facts: dict[str, Any], error: type[InvalidError], fragment: str
) -> None:
    said = refused(error, note, caseload, part, **facts)
    assert fragment in said
    assert "李" not in said


def test_progress_and_reviews_need_a_plan_in_force(caseload: Caseload) -> None:
    for verb, arguments in (
        (progress.note, ("1", DAY)), (plan_reviews.review, (DAY, ReviewOutcome.CONTINUE))
    ):  # fmt: skip
        said = refused(NotFoundError, verb, caseload, "C0002", *arguments)
        assert "plan in force" in said


def test_a_goal_is_met_or_dropped_by_its_own_note_and_a_remark_leaves_it(
    caseload: Caseload,
) -> None:
    note(caseload, "1.1", rating=60)
    note(caseload, "1", remark="Going well.")
    assert stands(caseload, "1") == (WorkStatus.IN_PROGRESS, 60)
    note(caseload, "G0001", status=WorkStatus.DROPPED, remark="No longer wanted.")
    assert stands(caseload, "keep my") == (WorkStatus.DROPPED, 60)


def test_an_intervention_or_part_named_by_two_is_refused_as_ambiguous(caseload: Caseload) -> None:
    plan_parts.edit(caseload, "C0001", "objective", "1.1", statement="Rent is mine")
    for role in (SignerRole.CLIENT, SignerRole.CASE_MANAGER):
        signatures.sign(caseload, "C0001", role, TODAY)
    refused(AmbiguousError, note, caseload, "rent", TODAY, remark="x")


def test_a_note_in_error_stays_readable_and_never_counts_again(caseload: Caseload) -> None:
    made = note(caseload, "1.1", rating=90)
    marked = progress.entered_in_error(caseload, f" {made.progress_id.lower()} ", " mistyped ")
    assert (marked.rating, marked.entered_in_error_why) == (90, "mistyped")
    assert progress.listed(caseload, "C0001")[-1] == marked
    assert stands(caseload, "1.1") == (WorkStatus.IN_PROGRESS, 40)


def test_a_review_is_of_the_plan_that_was_in_force_on_its_day(caseload: Caseload) -> None:
    for on, plan_id in (
        ("2026-02-01", "P0001"), ("2026-08-02", "P0001"), ("2026-08-03", "P0002"),
        ("2026-11-20", "P0002"),
    ):  # fmt: skip
        made = plan_reviews.review(
            caseload, "C0001", date.fromisoformat(on), ReviewOutcome.CONTINUE, " as before "
        )
        assert (made.plan_id, made.remark, made.staff) == (plan_id, "as before", STAFF)
        assert made in plan_reviews.listed(caseload, "C0001")
    days = [one.reviewed_on for one in plan_reviews.listed(caseload, "C0001")]
    assert days == sorted(days)
    review = plan_reviews.review
    early, ahead = date(2026, 1, 31), date(2026, 11, 21)
    said = refused(NotFoundError, review, caseload, "C0001", early, ReviewOutcome.CLOSE)
    assert "had no plan in force on Sat 31 Jan 2026" in said
    refused(InvalidError, review, caseload, "C0001", ahead, ReviewOutcome.CLOSE)


@pytest.mark.parametrize(
    ("verb", "right", "wrong"),
    [
        (progress.entered_in_error, "N0001", "N0002"),
        (plan_reviews.entered_in_error, "R0001", "R0002"),
    ],
)
def test_a_mark_of_error_is_given_once_with_its_reason(
    caseload: Caseload, verb: Any, right: str, wrong: str
) -> None:
    assert "marked as entered in error already" in refused(
        InvalidError, verb, caseload, wrong, "again"
    )
    assert '--reason "…"' in refused(InvalidError, verb, caseload, right, "  ")
    refused(NotFoundError, verb, caseload, "X9", "x")
    last = written(caseload)
    verb(caseload, right, "another client")
    assert written(caseload) == last + 1
    assert caseload.value("select client_id from audit order by audit_id desc") == "C0001"


def test_a_contact_about_a_goal_names_it_by_number_id_or_beginning(caseload: Caseload) -> None:
    for said, kept in (
        (("1",), ("G0001",)), (("2", "g0001", "keep"), ("G0002", "G0001")), ((" ", ""), ()),
        (("part-time",), ("G0002",)),
    ):  # fmt: skip
        made = contacts.log(caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, goals=said)
        assert made.goals == kept
        assert contacts.edit(caseload, made.contact_id, goals=("1", "1")).goals == ("G0001",)
    for said, error in ((("3",), NotFoundError), (("1.1",), NotFoundError)):
        refused(
            error, contacts.log, caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, goals=said
        )  # fmt: skip
        refused(error, contacts.edit, caseload, made.contact_id, goals=said)


def test_goals_are_kept_as_said_where_there_is_no_plan_with_goals(caseload: Caseload) -> None:
    made = contacts.log(caseload, "C0002", DAY, Mode.PHONE, Reached.CLIENT, goals=(" rent ", "1"))
    assert made.goals == ("rent", "1")
