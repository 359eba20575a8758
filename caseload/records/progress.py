"""Progress: dated ratings and remarks on the goals and objectives of a plan in force.

They are told of a goal or objective, not of a version, so that a new version starts where the last
one stood. A note about the wrong client is marked as entered in error, stays readable, and never
counts again.
"""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.planning import Objective, Progress, WorkStatus
from caseload.records import _plan_rows, contacts, plans
from caseload.records._caseload import Caseload
from caseload.rules import plan_edits


def listed(
    caseload: Caseload, client_id: str, since: date | None = None, until: date | None = None
) -> list[Progress]:
    """A client's progress notes in their order; those entered in error are among them, marked."""
    return _plan_rows.notes(caseload, [client_id], since, until)


def note(
    caseload: Caseload,
    client_id: str,
    part: str,
    noted_on: date,
    *,
    rating: int | None = None,
    status: WorkStatus | None = None,
    remark: str | None = None,
    contact: str | None = None,
) -> Progress:
    """Record how far a goal or an objective of the plan in force has come.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        part: The goal or objective: its number, id, or the beginning of its statement.
        noted_on: The day it was so, today or before.
        rating: Percent, of an objective alone; a goal's progress is the mean of its objectives'.
        status: Where it stands; 100 percent is met by itself.
        remark: In words.
        contact: The contact_id of the talk that it comes from.

    Raises:
        NotFoundError: There is no plan in force, no such part, or no such contact.
        InvalidError: It says nothing, rates what is not rated, or lies ahead or before the plan.
    """
    with caseload.write("plan progress", client_id) as change:
        plan = plans.in_force(caseload, client_id)
        if plan is None:
            raise NotFoundError(
                f"{client_id} has no plan in force; progress is told of a signed plan. Sign the "
                f"draft first: caseload plan sign {client_id}"
            )
        place = plan_edits.find(plan, part)
        if len(place) == 3:
            raise InvalidError(
                "Progress is told of a goal or an objective, not of an intervention."
            )
        found = plan_edits.at(plan, place)
        remark = (remark or "").strip() or None
        if rating is None and status is None and remark is None:
            raise InvalidError("Say a rating, a status or a remark.")
        if rating is not None and not isinstance(found, Objective):
            raise InvalidError(
                f"Goal {plan_edits.number(place)} is not rated itself: its progress is the mean of "
                f"its objectives'. Rate {plan_edits.number((*place, 0))}, say."
            )
        if rating is not None and not 0 <= rating <= 100:
            raise InvalidError(f"A rating is 0 to 100 percent, not {rating}.")
        if noted_on > caseload.today:
            raise InvalidError(f"{dates.spoken(noted_on, caseload.today)} lies ahead.")
        if plans.in_force(caseload, client_id, noted_on) is None:
            raise InvalidError(
                f"{dates.spoken(noted_on, caseload.today)} lies before the first plan of "
                f"{client_id} came into force. Check the date."
            )
        if contact is not None:
            told = contacts.get(caseload, contact)
            if told.client_id != client_id:
                raise InvalidError(f"{told.contact_id} is another client's contact.")
            contact = told.contact_id
        made = Progress(
            caseload.next_id("progress", "progress_id", "N"),
            client_id,
            plan.goals[place[0]].goal_id,
            found[0] if isinstance(found, Objective) else None,
            noted_on,
            rating,
            status,
            remark,
            contact,
            caseload.acting_staff_id,
            change.at,
        )
        change.add(made)
    return made


def entered_in_error(caseload: Caseload, progress_id: str, why: str) -> Progress:
    """Mark a note as entered in error: it stays readable, and never counts again.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("plan progress") as change:
        before = next(iter(caseload.records(
            Progress, "where progress_id = ?", (progress_id.strip().upper(),)
        )), None)  # fmt: skip
        if before is None:
            raise NotFoundError(f"No progress note has the id {progress_id.strip()}.")
        change.client_id = before.client_id
        marks = change.in_error("progress", before.progress_id, before.entered_in_error_at, why)
    return before._replace(**marks)
