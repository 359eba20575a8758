"""What an undo never takes away: it is marked as entered in error, by the verb of its kind."""

from collections.abc import Callable

from caseload.model import AddendumKind
from caseload.records import (
    advocacy,
    appointments,
    assessments,
    care_team,
    consents,
    contacts,
    crises,
    needs,
    plan_reviews,
    progress,
    referrals,
    tasks,
)
from caseload.records._caseload import Caseload


def _contact(caseload: Caseload, contact_id: str, why: str) -> None:
    contacts.amend(caseload, contact_id, AddendumKind.ENTERED_IN_ERROR, why)


MARKED: dict[str, Callable[[Caseload, str, str], object]] = {
    "contact": _contact,
    "progress": progress.entered_in_error,
    "plan_review": plan_reviews.entered_in_error,
    "assessment": assessments.entered_in_error,
    "need": needs.entered_in_error,
    "referral": referrals.entered_in_error,
    "care_team_member": care_team.error,
    "consent": consents.error,
    "appointment": appointments.entered_in_error,
    "task": tasks.entered_in_error,
    "advocacy": advocacy.entered_in_error,
    "crisis": crises.entered_in_error,
}
"""By table: the verb that marks one of it, with its id and the reason."""
