"""Who stands between the referral and the admission, or was turned away, as a list shows them."""

from datetime import date
from typing import NamedTuple

from caseload.model import Episode, EpisodeStatus
from caseload.records import clients
from caseload.records._caseload import Caseload
from caseload.records._intake_facts import between
from caseload.rules import intake_rules

_STATUS = {
    intake_rules.Step.SCREENING: EpisodeStatus.REFERRED,
    intake_rules.Step.ASSIGNMENT: EpisodeStatus.SCREENED,
    intake_rules.Step.WAITING_REVIEW: EpisodeStatus.WAITING,
    intake_rules.Step.ADMISSION: EpisodeStatus.SCREENED,
}
"""How an episode stands on a day of which the next step is known."""


class IntakeLine(NamedTuple):
    """Somebody between the referral and the admission, or turned away, as a list shows them."""

    client_id: str
    client: str
    program: str
    status: EpisodeStatus
    next_step: intake_rules.Step | None
    due_on: date | None
    days_overdue: int | None
    """Negative while days are left; None where the step is not timed."""
    referred_on: date | None
    days_since_referral: int | None
    screened_on: date | None
    days_since_screening: int | None
    waiting_on: date | None
    days_waiting: int | None
    waiting_reviewed_on: date | None
    assigned_on: date | None
    days_since_assignment: int | None
    case_manager: str | None
    """The name, as of who took the referral."""
    taken_by: str | None
    referral_source: str | None
    county: str | None
    phone: str | None
    contact_notes: str | None
    not_eligible_on: date | None
    not_eligible_reason: str | None
    sent_to: str | None


def listed(caseload: Caseload, on: date, *, ended: bool = False) -> list[IntakeLine]:
    """Those between the referral and the admission on a day, whose next step is latest first.

    Args:
        caseload: The open caseload.
        on: The day; steps taken later don't count.
        ended: Those who were turned away by then as well, last.
    """
    names: dict[str | None, str] = dict(caseload.rows("select staff_id, name from staff"))
    found = []
    for one in between(caseload, on):
        step = one.next_step
        overdue = (on - step.due_on).days if step.due_on else None
        status = _STATUS[step.step]
        found.append(
            _line(one.episode, (one.client, one.county, one.phone, one.contact_notes), on, names)
            ._replace(status=status, next_step=step.step, due_on=step.due_on, days_overdue=overdue)
        )  # fmt: skip
    found.sort(key=lambda line: (line.due_on or date.max, line.referred_on or date.max, line[0]))
    if ended:
        found += _turned_away(caseload, on, names)
    return found


def _turned_away(caseload: Caseload, on: date, names: dict[str | None, str]) -> list[IntakeLine]:
    rows = caseload.records(
        Episode,
        "where status = 'not_eligible' and ifnull(not_eligible_on, '') <= ?"
        " order by not_eligible_on desc, episode_id",
        (on.isoformat(),),
        table=_AS_EPISODES,
    )
    known = clients.by_id(caseload, {one.client_id for one in rows})
    lines = []
    for episode in rows:
        client = known[episode.client_id]
        person = (client.full_name, client.county, client.phone, client.contact_notes)
        lines.append(_line(episode, person, on, names))
    return lines


_AS_EPISODES = "(select *, null as level_of_care, null as case_manager from episode)"


def _line(
    episode: Episode,
    person: tuple[str, str | None, str | None, str | None],
    on: date,
    names: dict[str | None, str],
) -> IntakeLine:
    one = intake_rules.as_of(episode, on)
    client, county, phone, contact_notes = person

    def since(day: date | None) -> int | None:
        return (on - day).days if day is not None else None

    return IntakeLine(
        client_id=one.client_id,
        client=client,
        program=one.program,
        status=one.status,
        next_step=None,
        due_on=None,
        days_overdue=None,
        referred_on=one.referred_on,
        days_since_referral=since(one.referred_on),
        screened_on=one.screened_on,
        days_since_screening=since(one.screened_on),
        waiting_on=one.waiting_on,
        days_waiting=since(one.waiting_on),
        waiting_reviewed_on=one.waiting_reviewed_on,
        assigned_on=one.assigned_on,
        days_since_assignment=since(one.assigned_on),
        case_manager=names.get(one.case_manager),
        taken_by=names.get(one.taken_by),
        referral_source=one.referral_source,
        county=county,
        phone=phone,
        contact_notes=contact_notes,
        not_eligible_on=one.not_eligible_on,
        not_eligible_reason=one.not_eligible_reason if one.not_eligible_on else None,
        sent_to=one.sent_to if one.not_eligible_on else None,
    )
