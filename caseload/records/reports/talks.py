"""Contacts and attempts of a time, for everyone at once, and what reports make of them."""

from collections.abc import Callable, Iterator
from datetime import date

from caseload import dates
from caseload.model import Mode, Purpose, Reached
from caseload.records._caseload import Caseload
from caseload.reporting.spans import Span
from caseload.reporting.talks import Talk

TOLD_EVERY = 1_000
"""Contacts, after which somebody who waits is told how far it is."""


def talks(
    caseload: Caseload, span: Span, on: date, watch: Callable[[float], None]
) -> Iterator[Talk]:
    """Those of a time and up to a day, by client and day; none that was entered in error."""
    every = caseload.value(
        "select count(*) from contact where contacted_on between ? and ?"
        " and entered_in_error_at is null",
        (span.since.isoformat(), min(span.until, on).isoformat()),
    )
    days: dict[str | None, date | None] = {None: None}
    local: dict[str | None, date | None] = {None: None}
    last = min(span.until, on).isoformat()
    for number, (
        contact_id, client_id, contacted_on, mode, reached, minutes, purpose, program, staff,
        imported, recorded_at, signed_at,
    ) in enumerate(caseload.stream(
        """
        select k.contact_id, k.client_id, k.contacted_on, k.mode, k.reached, k.minutes, k.purpose,
            k.program, s.name, k.imported, k.recorded_at, k.signed_at
        from contact k left join staff s on s.staff_id = k.staff
        where k.contacted_on between ? and ? and k.entered_in_error_at is null
        order by k.client_id, k.contacted_on, k.started_at, k.contact_id
        """,
        (span.since.isoformat(), last),
    )):  # fmt: skip
        if number % TOLD_EVERY == 0:
            watch(number / every)
        for text in (recorded_at, signed_at):
            if text not in local:
                local[text] = dates.local_day(text)
        if contacted_on not in days:
            days[contacted_on] = date.fromisoformat(contacted_on)
        happened, recorded = days[contacted_on], local[recorded_at]
        assert happened is not None
        assert recorded is not None
        yield Talk(
            contact_id, client_id, happened, Mode(mode), Reached(reached), minutes,
            Purpose(purpose) if purpose else None, program, staff, bool(imported), recorded,
            local[signed_at],
        )  # fmt: skip
