"""A client's whole story in the order of its days, from every record that has a day.

Each kind of record is one select of its days, so one query tells it all; an entry that was made in
error stays in it and says so. What somebody typed at length is cut where it is shown, not here.
"""

from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.records import clients
from caseload.records._caseload import Caseload


class Event(NamedTuple):
    """Something that happened to a client, or that was recorded of them."""

    on: date
    kind: str
    """The record that tells it."""
    what: str
    record_id: str


_CM = "select d.from_on, 'case manager: ' || s.name, e.episode_id"
_IN_ERROR = (
    " || iif(entered_in_error_at is null, '',"
    " ' (entered in error: ' || entered_in_error_why || ')')"
)
_STAY = (
    ("referred_on", "'referred to ' || program || ifnull(' by ' || referral_source, '')"),
    ("screened_on", "'screened for ' || program"),
    ("waiting_on", "'on the waiting list of ' || program"),
    ("assigned_on", "'assigned in ' || program"),
    ("admitted_on", "'admitted to ' || program"),
    ("discharged_on", "'discharged from ' || program || ifnull(': ' || discharge_reason, '')"),
    (
        "not_eligible_on",
        "'not eligible for ' || program || ifnull(': ' || not_eligible_reason, '')"
        " || ifnull('; sent to ' || sent_to, '')",
    ),
)  # fmt: skip
KINDS = {
    "episode": tuple(
        f"select {day}, {what}, episode_id from episode where client_id = :client_id"
        for day, what in _STAY
    ),
    "transfer": (
        f"{_CM} from episode_case_manager d join episode e using (episode_id)"
        " join staff s using (staff_id) where e.client_id = :client_id",
        "select d.from_on, 'level of care: ' || d.level_of_care, e.episode_id"
        " from episode_level d join episode e using (episode_id) where e.client_id = :client_id",
    ),
    "hold": (
        "select h.from_on, 'on hold: ' || h.reason || ifnull(', ' || h.remark, ''), hold_id"
        " from hold h join episode e using (episode_id) where e.client_id = :client_id",
        "select h.until_on, 'back from hold', hold_id"
        " from hold h join episode e using (episode_id) where e.client_id = :client_id",
    ),
    "diagnosis": (
        "select diagnosed_on, code || ifnull(' ' || description, ''), diagnosis_id"
        " from diagnosis where client_id = :client_id",
    ),
    "living_situation": (
        "select noted_on, concat_ws(', ', housing, employment, income_source),"
        " living_situation_id from living_situation where client_id = :client_id",
    ),
    "contact": (
        "select contacted_on, mode || ', ' || iif(reached = 'nobody', 'nobody reached',"
        " 'reached ' || reached) || ifnull(', ' || with_whom, '') || ifnull(': ' || note, '')"
        f"{_IN_ERROR}, contact_id from contact where client_id = :client_id",
    ),
    "assessment": (
        "select assessed_on, instrument || ifnull(' ' || score, '') || ifnull(', ' || band, '')"
        " || iif(flags is null, '', ', flagged: ' || flags)"
        f"{_IN_ERROR}, assessment_id from assessment where client_id = :client_id",
    ),
    "need": (
        "select identified_on, 'found: ' || domain || ' (' || level || ')'"
        f" || ifnull(', ' || statement, ''){_IN_ERROR}, need_id from need"
        " where client_id = :client_id",
        f"select met_on, 'met: ' || domain{_IN_ERROR}, need_id from need"
        " where client_id = :client_id",
    ),
    "plan": (
        "select effective_on, 'version ' || version || ' in force', plan_id from plan"
        " where client_id = :client_id",
    ),
    "plan_review": (
        f"select reviewed_on, outcome || ifnull(': ' || remark, ''){_IN_ERROR}, plan_review_id"
        " from plan_review where client_id = :client_id",
    ),
    "progress": (
        "select noted_on, concat_ws(', ', rating || ' %', status, remark)"
        f"{_IN_ERROR}, progress_id from progress where client_id = :client_id",
    ),
    "referral": (
        "select u.noted_on, v.name || ': ' || u.status || ifnull(', ' || u.remark, '')"
        " || iif(t.takes_back is null, '', ' (never true' || ifnull(': ' || t.remark, '') || ')')"
        f"{_IN_ERROR}, u.referral_id from referral_update u join referral r using (referral_id)"
        " join resource v using (resource_id) left join referral_update t"
        " on t.referral_id = u.referral_id and t.takes_back = u.referral_update_id"
        " where u.client_id = :client_id and u.takes_back is null",
    ),
    "disclosure": (
        "select disclosed_on, to_whom || ': ' || what, disclosure_id from disclosure"
        " where client_id = :client_id",
    ),
    "consent": (
        f"select signed_on, 'release for ' || to_whom || ': ' || scope{_IN_ERROR}, consent_id"
        " from consent where client_id = :client_id",
        f"select revoked_on, 'release for ' || to_whom || ' revoked'{_IN_ERROR}, consent_id"
        " from consent"
        " where client_id = :client_id",
    ),
    "care_team_member": (
        "select from_on, 'on the care team: ' || name || ', ' || role"
        f"{_IN_ERROR}, care_team_member_id from care_team_member where client_id = :client_id",
        f"select until_on, 'left the care team: ' || name{_IN_ERROR}, care_team_member_id"
        " from care_team_member where client_id = :client_id",
    ),
    "appointment": (
        "select substr(starts_at, 1, 10), substr(starts_at, 12) || ifnull(' with ' || with_whom,"
        " '') || ', ' || iif(moved_to is null, outcome, 'moved') || ifnull(': ' || outcome_why, '')"
        f"{_IN_ERROR}, appointment_id from appointment where client_id = :client_id",
    ),
    "task": (
        f"select done_on, 'done: ' || text{_IN_ERROR}, task_id from task"
        " where client_id = :client_id",
        "select p.put_off_on, 'put off to ' || p.until_on || ': ' || t.text || '; ' || p.reason"
        f"{_IN_ERROR}, task_id from task_put_off p join task t using (task_id)"
        " where t.client_id = :client_id",
    ),
    "advocacy": (
        f"select opened_on, issue || ', against ' || against{_IN_ERROR}, advocacy_id from advocacy"
        " where client_id = :client_id",
        f"select s.noted_on, s.text || ' (' || s.status || ')'{_IN_ERROR}, advocacy_id"
        " from advocacy_step s join advocacy a using (advocacy_id)"
        " where a.client_id = :client_id",
    ),
    "crisis": (
        "select substr(occurred_at, 1, 10), kind || ifnull(', ' || disposition, '')"
        f" || ifnull(': ' || what_happened, ''){_IN_ERROR}, crisis_id from crisis"
        " where client_id = :client_id",
        "select admitted_on, 'inpatient' || ifnull(', ' || facility, ''), crisis_id from crisis"
        " where client_id = :client_id and entered_in_error_at is null",
        "select discharged_on, 'out of hospital' || ifnull(', ' || facility, ''), crisis_id"
        " from crisis where client_id = :client_id and entered_in_error_at is null",
        f"select z.closed_on, z.days || '-day visit not made: ' || z.reason{_IN_ERROR}, crisis_id"
        " from crisis_closing z join crisis x using (crisis_id) where x.client_id = :client_id",
    ),
    "safety_plan": (
        "select signed_on, 'version ' || version || ' in force', safety_plan_id"
        " from safety_plan where client_id = :client_id",
    ),
    "document": (
        "select made_at, template || ', ' || format"
        " || ifnull(', for ' || sent_to, ''), document_id from document"
        " where client_id = :client_id",
    ),
}
"""By record: the selects of a day, what happened, and the record's id."""


def history(
    caseload: Caseload,
    client_id: str,
    *,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[Event]:
    """What happened to a client, the earliest first.

    Args:
        caseload: The open caseload.
        client_id: Whose story.
        kind: One of `KINDS`; None is all of them.
        since: The first day.
        until: The last day.

    Raises:
        NotFoundError: There is no such client.
    """
    clients.get(caseload, client_id)
    chosen = [
        (place, name, sql)
        for place, (name, selects) in enumerate(KINDS.items())
        if kind in (None, name)
        for sql in selects
    ]
    # Of one day, what is told first is what the others follow from: the order of the kinds.
    parts = " union all ".join(
        f"select {place} as place, '{name}' as kind, * from ({sql})" for place, name, sql in chosen
    )
    # A document has an instant, not a day: in the evening UTC is a day ahead of those who made it.
    rows = caseload.rows(
        f"with told(place, kind, day, what, record_id) as ({parts})"
        " select day, place, kind, what, record_id from told where day is not null",
        {"client_id": client_id},
    )
    told = [
        (place, Event(dates.local_day(day) if "T" in day else date.fromisoformat(day), *rest))
        for day, place, *rest in rows
    ]
    told.sort(key=lambda one: (one[1].on, one[0], one[1].record_id))
    first, last = since or date.min, until or date.max
    return [one for _, one in told if first <= one.on <= last]
