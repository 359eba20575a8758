"""How much work there is and who does it: the caseload, contacts, minutes, billing units.

Contacts belong to who recorded them; where nobody is named, as in imported ones, to the client's
case manager of that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from caseload.model import Reached
from caseload.reporting import billing
from caseload.reporting.billing import Rules, SameDay
from caseload.reporting.lines import Kind, Line, measure
from caseload.reporting.stays import People, Place
from caseload.reporting.talks import Talk, line, placed

NONE_SAID = "none said"

MEASURES = (
    measure("caseload", "Caseload against capacity", Kind.LOAD, "caseload", "client",
            "different clients on the last day, those assigned and not admitted yet among them",
            among="capacity", out_of="clients that case managers can have, as far as it is said"),
    measure("contacts", "Contacts", Kind.COUNT, "contact", "reached",
            "contacts that reached somebody", unit="contacts"),
    measure("contacts_by_mode", "Contacts by mode", Kind.COUNT, "mode", "reached",
            "contacts in this mode that reached somebody", unit="contacts"),
    measure("contacts_by_purpose", "Contacts by purpose", Kind.COUNT, "purpose", "reached",
            "contacts for this purpose that reached somebody", unit="contacts"),
    measure("clients_reached", "Clients reached", Kind.CLIENTS, "contact", "reached",
            "different clients about whom somebody was reached", unit="clients"),
    measure("attempts", "Attempts", Kind.SHARE, "contact", "attempt",
            "attempts that reached nobody", among="reached attempt",
            out_of="contacts and attempts"),
    measure("minutes", "Minutes", Kind.SUM, "minutes", "timed",
            "minutes of contacts that reached somebody", among="timed untimed",
            out_of="contacts that reached somebody", unit="minutes"),
    measure("untimed", "Contacts without minutes", Kind.SHARE, "minutes", "untimed",
            "contacts whose minutes nobody wrote down", among="timed untimed",
            out_of="contacts that reached somebody"),
    measure("units", "Billing units", Kind.SUM, "units", "billed",
            "billing units", among="billed short",
            out_of="contacts with minutes, or days of contacts where those are added up",
            unit="units"),
    measure("overdue_now", "Overdue now", Kind.COUNT, "overdue", "overdue",
            "lines of the due list that are overdue on the day asked about", unit="lines"),
    measure("new", "New", Kind.COUNT, "admission", "admitted",
            "stays that began in the time", unit="stays"),
    measure("discharged", "Discharged", Kind.COUNT, "discharge", "discharged",
            "stays that ended in the time", unit="stays"),
)  # fmt: skip


def contact_lines(talks: Iterable[Talk], people: People, rules: Rules) -> Iterator[Line]:
    """What contacts come to.

    Args:
        talks: In order of the clients and days.
        people: Everyone.
        rules: How minutes become billing units.
    """
    for _, same_day in groupby(talks, key=lambda one: (one.client_id, one.contacted_on)):
        timed: list[tuple[Talk, Place]] = []
        for talk in same_day:
            place = placed(talk, people)
            how = f"{talk.mode}, {talk.reached}".replace("_", " ")
            if talk.is_attempt:
                yield line(talk, place, "contact", "attempt", how)
                continue
            yield line(talk, place, "contact", "reached", how)
            yield line(talk, place, "mode", "reached", how, of=talk.mode)
            yield line(talk, place, "purpose", "reached", how, of=talk.purpose or NONE_SAID)
            if talk.minutes is None:
                yield line(talk, place, "minutes", "untimed", how)
                continue
            said = f"{talk.minutes} minutes"
            yield line(talk, place, "minutes", "timed", said, number=talk.minutes)
            timed.append((talk, place))
        yield from _billed(timed, rules)


def _billed(timed: Sequence[tuple[Talk, Place]], rules: Rules) -> Iterator[Line]:
    """The billing units of one client and day."""
    added: dict[tuple[str | None, str | None], list[tuple[Talk, Place]]] = {}
    for talk, place in timed:
        rule = rules.of(place.program)
        if talk.reached is Reached.NOBODY or talk.reached not in rule.reached:
            continue
        if rule.same_day is SameDay.EACH:
            yield _units([(talk, place)], rule)
        else:
            added.setdefault((place.program, place.case_manager), []).append((talk, place))
    for (program, _), own in added.items():
        yield _units(own, rules.of(program))


def _units(own: Sequence[tuple[Talk, Place]], rule: billing.Rule) -> Line:
    minutes = sum(talk.minutes or 0 for talk, _ in own)
    made = billing.units(minutes, rule)
    told = " + ".join(str(talk.minutes) for talk, _ in own)
    why = f"{told} minutes, units of {rule.unit_minutes}, rounded {_ROUNDED[rule.rounding]}"
    found = line(*own[0], "units", "billed" if made else "short", why, number=made)
    return found._replace(record_id=";".join(talk.contact_id for talk, _ in own))


_ROUNDED = {
    billing.Rounding.NEAREST: "to the nearest",
    billing.Rounding.UP: "up",
    billing.Rounding.DOWN: "down",
}
