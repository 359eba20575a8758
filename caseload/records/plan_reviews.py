"""Plan reviews: a plan in force looked at together. When the next is due follows from the standard.

A review of the wrong client's plan is marked as entered in error, and never counts again.
"""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.planning import PlanReview, ReviewOutcome
from caseload.records import plans
from caseload.records._caseload import Caseload


def listed(caseload: Caseload, client_id: str) -> list[PlanReview]:
    """A client's plan reviews in their order; those entered in error are among them, marked."""
    return caseload.records(
        PlanReview, "where client_id = ? order by reviewed_on, recorded_at, rowid", (client_id,)
    )


def review(
    caseload: Caseload,
    client_id: str,
    reviewed_on: date,
    outcome: ReviewOutcome,
    remark: str | None = None,
) -> PlanReview:
    """Record that the plan in force on a day was looked at together with the client.

    Raises:
        NotFoundError: No plan was in force on that day.
        InvalidError: The day lies ahead.
    """
    with caseload.write("review plan", client_id) as change:
        if reviewed_on > caseload.today:
            raise InvalidError(
                f"{dates.spoken(reviewed_on, caseload.today)} lies ahead. A review is recorded "
                "once it has happened; use --on with the day it did."
            )
        plan = plans.in_force(caseload, client_id, reviewed_on)
        if plan is None:
            raise NotFoundError(
                f"{client_id} had no plan in force on {dates.spoken(reviewed_on)}. See: caseload "
                f"plan history {client_id}"
            )
        made = PlanReview(
            caseload.next_id("plan_review", "plan_review_id", "R"),
            client_id,
            plan.plan_id,
            reviewed_on,
            outcome,
            (remark or "").strip() or None,
            caseload.acting_staff_id,
            change.at,
        )
        change.add(made)
    return made


def entered_in_error(caseload: Caseload, plan_review_id: str, why: str) -> PlanReview:
    """Mark a review as entered in error: it stays readable, and never counts again.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("review plan") as change:
        found = caseload.records(
            PlanReview, "where plan_review_id = ?", (plan_review_id.strip().upper(),)
        )
        if not found:
            raise NotFoundError(f"No plan review has the id {plan_review_id.strip()}.")
        before = found[0]
        change.client_id = before.client_id
        marks = change.in_error(
            "plan_review", before.plan_review_id, before.entered_in_error_at, why
        )
    return before._replace(**marks)
