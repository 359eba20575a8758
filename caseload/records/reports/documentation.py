"""What the report of documentation is made from."""

from collections.abc import Callable, Iterator
from datetime import date

from caseload.model import Item, Obligation, Status
from caseload.records import due, holidays, missing
from caseload.records._caseload import Caseload
from caseload.records.due.facts import Wanted
from caseload.records.reports.talks import talks
from caseload.reporting import documentation
from caseload.reporting.lines import Line
from caseload.reporting.spans import Span
from caseload.reporting.stays import NOWHERE, People


def lines(
    caseload: Caseload, people: People, span: Span, on: date, watch: Callable[[float], None]
) -> Iterator[Line]:
    """What the figures of documentation count."""
    off = holidays.days_off(caseload)
    yield from documentation.contact_lines(talks(caseload, span, on, watch), people, on, off)
    for one in missing.listed(caseload, on):
        where = people.place(one.client_id, on) if one.client_id is not None else NOWHERE
        yield Line(
            "missing", "missing", f"{one.record}: {one.finding}", 1, *where, one.record,
            one.record_id, None, on, one.mend,
        )  # fmt: skip
    for item in due.due(caseload, on, Wanted(obligation=Obligation.CONSENT)).items:
        yield _line(item, "consent", "expired" if _is_overdue(item) else "expiring", on)
    owed = due.due(caseload, on, Wanted(obligation=Obligation.PLAN_REVIEW), within=None).items
    for item in owed:
        yield _line(item, "plan", "past" if _is_overdue(item) else "timely", on)


def _is_overdue(item: Item) -> bool:
    return item.status is Status.OVERDUE


def _line(item: Item, topic: str, outcome: str, on: date) -> Line:
    return Line(
        topic, outcome, item.standard or "", 1, item.client_id, item.client, item.case_manager,
        item.program, item.county, item.obligation, item.record_id, item.due_on, on, item.reason,
    )  # fmt: skip
