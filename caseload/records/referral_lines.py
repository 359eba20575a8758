"""Referrals as lists and charts show them: with names, with how long it took, as of any day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import NotFoundError
from caseload.model.linking import Referral, ReferralStatus, ReferralUpdate, ResourceNeed
from caseload.records import _as_of, referrals, staff
from caseload.records._caseload import Caseload
from caseload.records._rows import Value, columns_of, to_record
from caseload.records.due.referrals import OPENED_BY
from caseload.rules import referral_rules


class ReferralLine(NamedTuple):
    """A referral with the names that people know it by."""

    referral_id: str
    client_id: str
    client: str
    resource_id: str
    organization: str
    resource: str
    """The service's name."""
    need: ResourceNeed
    status: ReferralStatus
    since: date
    """Since when it stands so."""
    need_id: str | None
    identified_on: date | None
    """When the need was found, where one is named."""
    drafted_on: date | None
    sent_on: date | None
    linked_on: date | None
    closed_on: date | None
    follow_up_on: date | None
    days_to_link: int | None
    """From the need, else from the first step, to the linkage."""
    outcome: str | None
    remark: str | None
    case_manager: str | None
    """The name: who asks again."""
    staff: str | None
    """The name: who made it."""
    recorded_at: str
    entered_in_error_at: str | None
    entered_in_error_why: str | None

    @property
    def is_open(self) -> bool:
        """Whether somebody must still hear of it, or send it."""
        return self.closed_on is None and self.entered_in_error_at is None


def listed(
    caseload: Caseload,
    on: date | None = None,
    *,
    client_id: str | None = None,
    resource_id: str | None = None,
    case_manager: str | None = None,
    status: ReferralStatus | None = None,
    everything: bool = False,
) -> list[ReferralLine]:
    """Referrals as they stood on a day (today): the open ones by when somebody asks again.

    Args:
        caseload: The open caseload.
        on: The day.
        client_id: Only this client's.
        resource_id: Only those to this service.
        case_manager: A staff_id: only those that they ask after.
        status: Only those that stand so, ended or not.
        everything: Those that have ended as well, and those entered in error.
    """
    day = on or caseload.today
    # One that has ended by that day is asked for, or is not read.
    standing = not everything and status is None
    found = _read(caseload, day, client_id, resource_id, case_manager, standing=standing)
    lines = [_line(named, steps, day) for named, steps in found]
    kept = [
        one
        for one in lines
        if one is not None
        and (everything or status is not None or one.is_open)
        and (status is None or (one.status is status and one.entered_in_error_at is None))
    ]
    return sorted(kept, key=_order)


def told(caseload: Caseload, referral_id: str, on: date) -> ReferralLine:
    """One referral as it stood on a day.

    Raises:
        NotFoundError: There is none with that id, or it was not begun yet.
    """
    own = referrals.get(caseload, referral_id).referral_id
    found = _line(*_read(caseload, on, referral_id=own)[0], on)
    if found is None:
        raise NotFoundError(f"{own} was not begun yet on {dates.spoken(on)}.")
    return found


def _order(one: ReferralLine) -> tuple[bool, int, str]:
    """Drafts and what is asked about soonest first; the ended ones after, the latest first."""
    if one.is_open:
        day = one.follow_up_on if one.status is not ReferralStatus.DRAFT else None
        return False, (day or date.min).toordinal(), one.referral_id
    return True, -(one.closed_on or one.since).toordinal(), one.referral_id


class _Named(NamedTuple):
    referral: Referral
    client: str
    organization: str
    resource: str
    identified_on: str | None
    case_manager: str | None
    writer: str | None


def _read(
    caseload: Caseload,
    on: date,
    client_id: str | None = None,
    resource_id: str | None = None,
    case_manager: str | None = None,
    referral_id: str | None = None,
    *,
    standing: bool = False,
) -> list[tuple[_Named, list[ReferralUpdate]]]:
    wanted: dict[str, str | None] = {
        "client_id": client_id, "resource_id": resource_id, "referral_id": referral_id,
    }  # fmt: skip
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " and ".join(f"r.{name} = :{name}" for name in given) or "1"
    if standing:
        where += " and (r.closed_on is null or r.closed_on > :on)"
    values: dict[str, Value] = {**given, "on": on.isoformat()}
    names: dict[str | None, str] = {}
    names.update(staff.names(caseload))
    steps: dict[str, list[ReferralUpdate]] = {}
    for row in caseload.rows(
        f"select {columns_of(ReferralUpdate, 'u')} from referral r"
        f" join referral_update u using (referral_id) where {where}"
        " order by u.referral_id, u.noted_on, u.rowid",
        values,
    ):
        step = to_record(ReferralUpdate, row)
        steps.setdefault(step.referral_id, []).append(step)
    rows = caseload.rows(
        f"""
        select {columns_of(Referral, "r")}, c.last_name || ', ' || c.first_name, s.organization,
            s.name, n.identified_on,
            ifnull({_as_of.case_manager(OPENED_BY)}, r.staff)
        from referral r join client c using (client_id) join resource s using (resource_id)
        left join need n on n.need_id = r.need_id
        where {where} order by r.rowid
        """,
        values,
    )
    found = []
    for *own, client, organization, resource, identified_on, manager in rows:
        referral = to_record(Referral, own)
        if case_manager in (None, manager):
            named = _Named(
                referral, client, organization, resource, identified_on, names.get(manager),
                names.get(referral.staff),
            )  # fmt: skip
            found.append((named, steps.get(referral.referral_id, [])))
    return found


def _line(named: _Named, steps: Iterable[ReferralUpdate], on: date) -> ReferralLine | None:
    written = named.referral
    # Taken back on a later day, a step is not true on an earlier one either.
    told = [one for one in referral_rules.effective(steps) if one.noted_on <= on]
    true = written
    if written.entered_in_error_at is not None:
        true = written._replace(entered_in_error_at=None, entered_in_error_why=None)
    stood = referral_rules.as_of(true, told, on)
    if stood is None:
        return None
    began = date.fromisoformat(named.identified_on) if named.identified_on else None
    since = referral_rules.since(told)
    assert since is not None
    return ReferralLine(
        stood.referral_id, stood.client_id, named.client, stood.resource_id, named.organization,
        named.resource, stood.need, stood.status, since, stood.need_id, began, stood.drafted_on,
        stood.sent_on, stood.linked_on, stood.closed_on, stood.follow_up_on,
        referral_rules.days_to_link(stood, began), stood.outcome, stood.remark,
        named.case_manager, named.writer, stood.recorded_at, written.entered_in_error_at,
        written.entered_in_error_why,
    )  # fmt: skip
