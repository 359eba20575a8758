"""What the report of compliance is made from: stays, standards, and the days that count."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product

from caseload import rules
from caseload.model import Obligation, Standard, Unit
from caseload.records._caseload import Caseload
from caseload.records.due.days import assessment_days, plan_days
from caseload.records.due.facts import active_standards, days_of
from caseload.reporting import compliance
from caseload.reporting.lines import Line
from caseload.reporting.spans import Span
from caseload.reporting.stays import People, Stay

CLIENTS_AT_ONCE = 500
"""So that a year of 10,000 clients is read in flat memory."""

Days = dict[tuple[str, str | None], list[date]]
"""By client_id and program (None: for all) the days on which it was done."""


def lines(
    caseload: Caseload, people: People, span: Span, on: date, watch: Callable[[float], None]
) -> Iterator[Line]:
    """A line for each standard, stay and period; see `compliance.lines`.

    Standards of one name are one: an edited one ends, and another goes on in its place. Periods
    begin with the first admission of all.
    """
    last = min(span.until, on - timedelta(days=1))
    # The week that ends in the time may have begun before it.
    monday, _ = rules.period_holding(span.since, Unit.WEEK)
    stays = [
        one
        for own in people.stays.values()
        for one in own
        if one.admitted_on <= last and (one.discharged_on is None or one.discharged_on > monday)
    ]
    if not stays:
        return
    stays.sort(key=lambda one: (one.client_id, one.admitted_on, one.episode_id))
    # What lies before anybody came, or ahead, would make thousands of periods of nothing.
    first = min(one.admitted_on for one in stays)
    span = Span(max(span.since, first), min(span.until, on))
    standards: dict[str, list[Standard]] = {}
    for standard in sorted(active_standards(caseload), key=lambda one: one.standard_id):
        standards.setdefault(standard.name, []).append(standard)
    steps = max(1, len(standards) * -(-len(stays) // CLIENTS_AT_ONCE))
    for number, (same, part) in enumerate(product(standards.values(), _parts(stays)), 1):
        judged = [
            (one, _days(caseload, one, part, last), periods)
            for one in same
            if (periods := compliance.periods(compliance.unit_of(one), span))
        ]
        for stay in part:
            found = (
                line
                for standard, days, periods in judged
                for line in compliance.lines(standard, stay, _own(days, stay), periods, on)
            )
            yield from compliance.merged(found) if len(judged) > 1 else found
        watch(number / steps)


def _own(days: Days, stay: Stay) -> Sequence[date]:
    """The days that count for a stay: those for all programs, and those for its own."""
    own = days.get((stay.client_id, None), [])
    also = days.get((stay.client_id, stay.program))
    return sorted({*own, *also}) if also else own


def _parts(stays: Sequence[Stay]) -> Iterator[Sequence[Stay]]:
    for first in range(0, len(stays), CLIENTS_AT_ONCE):
        yield stays[first : first + CLIENTS_AT_ONCE]


def _days(caseload: Caseload, standard: Standard, stays: Sequence[Stay], last: date) -> Days:
    """The days up to `last` on which it was done, each once, the oldest first."""
    found: Days = {}
    clients = {one.client_id for one in stays}
    if standard.client_id is not None:
        clients &= {standard.client_id}
    if not clients:
        return found
    if standard.obligation is Obligation.CONTACT:
        known: dict[str, date] = {}
        for client_id, program, text in days_of(caseload, standard, clients, last):
            day = known.get(text)
            if day is None:
                day = known[text] = date.fromisoformat(text)
            found.setdefault((client_id, program), []).append(day)
    else:
        done = (
            plan_days(caseload, last, clients)
            if standard.obligation is Obligation.PLAN_REVIEW
            else assessment_days(caseload, last, clients, standard.instrument)
        )
        for client_id, day, _ in done:
            found.setdefault((client_id, None), []).append(day)
    return {key: sorted(set(days)) for key, days in found.items()}
