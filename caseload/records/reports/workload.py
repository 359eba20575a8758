"""What the report of workload is made from."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from caseload import dates
from caseload.model import Status
from caseload.records import due, staff, team
from caseload.records._caseload import Caseload
from caseload.records.reports.talks import talks
from caseload.reporting import workload
from caseload.reporting.billing import Rules
from caseload.reporting.lines import Line
from caseload.reporting.spans import Span
from caseload.reporting.stays import NOWHERE, People, Place


def lines(
    caseload: Caseload,
    people: People,
    span: Span,
    on: date,
    billing: Rules,
    watch: Callable[[float], None],
) -> Iterator[Line]:
    """What the figures of workload count."""
    yield from workload.contact_lines(talks(caseload, span, on, watch), people, billing)
    yield from _caseloads(caseload, people, min(span.until, on))
    yield from _comings(people, span)
    listed = due.due(caseload, on).items
    for item in listed:
        if item.status is Status.OVERDUE:
            yield Line(
                "overdue", "overdue", item.obligation, 1, item.client_id, item.client,
                item.case_manager, item.program, item.county, item.obligation, item.record_id,
                item.due_on, on, item.reason,
            )  # fmt: skip


def _caseloads(caseload: Caseload, people: People, last: date) -> Iterator[Line]:
    """Who carries whom on the last day, as the team's screen counts it, and how many they can."""
    everyone = {one.staff_id: one for one in staff.listed(caseload, everyone=True)}
    for staff_id, client_id, program in sorted(team.carried_in(caseload, last)):
        name, county = people.clients[client_id]
        manager = everyone[staff_id].name
        yield _carried(Place(client_id, name, manager, program, county), last)
    for client_id, stays in sorted(people.stays.items()):
        for stay in stays:
            if stay.is_open(last) and stay.manager_on(last) is None:
                yield _carried(Place(client_id, stay.client, None, stay.program, stay.county), last)
    for staff_id, one in everyone.items():
        if one.active and one.role == "case_manager" and one.capacity is not None:
            yield Line(
                "caseload", "capacity", "", one.capacity, *NOWHERE, "staff", staff_id, None, last,
                f"{one.name} can have {one.capacity}",
            )._replace(case_manager=one.name)  # fmt: skip


def _carried(place: Place, last: date) -> Line:
    return Line(
        "caseload", "client", "", 1, *place, "client", place[0], None, last,
        f"open {dates.plain(last)}",
    )  # fmt: skip


def _comings(people: People, span: Span) -> Iterator[Line]:
    for _, stays in sorted(people.stays.items()):
        for one in stays:
            if span.since <= one.admitted_on <= span.until:
                at = one.admitted_on
                yield Line(
                    "admission", "admitted", "", 1, one.client_id, one.client, one.manager_on(at),
                    one.program, one.county, "episode", one.episode_id, at, at,
                    f"admitted {dates.plain(at)}",
                )  # fmt: skip
            left = one.discharged_on
            if left is not None and span.since <= left <= span.until:
                before = max(one.admitted_on, left - timedelta(days=1))
                yield Line(
                    "discharge", "discharged", "", 1, one.client_id, one.client,
                    one.manager_on(before), one.program, one.county, "episode", one.episode_id,
                    one.admitted_on, left, f"discharged {dates.plain(left)}",
                )  # fmt: skip
