"""The team: who has how many clients, against how many they can have, and what is due with them."""

from datetime import date
from typing import NamedTuple

from caseload import rules
from caseload.model import Item, Staff, Status
from caseload.records import due, staff
from caseload.records._caseload import Caseload
from caseload.records.due.facts import Wanted, open_episodes


class Load(NamedTuple):
    """A case manager's share on a day; None as staff: those without a case manager."""

    staff: Staff | None
    clients: int
    """With an open episode, those on hold and those not admitted yet among them."""
    on_hold: int
    overdue: int
    due: int
    """Overdue, due today and due soon."""
    covered_by: str | None
    """The name of the one who stands in."""
    items: list[Item]
    """What is due, worst first."""


def carried(caseload: Caseload, on: date) -> dict[str, set[str]]:
    """The client_ids that each staff_id carries on a day: with an episode that is open then.

    Those who are assigned and not admitted yet are among them; a client in two programs is one.
    """
    found: dict[str, set[str]] = {}
    for staff_id, client_id, _ in carried_in(caseload, on):
        found.setdefault(staff_id, set()).add(client_id)
    return found


def carried_in(caseload: Caseload, on: date) -> list[tuple[str, str, str]]:
    """As `carried`, with the program: staff_id, client_id, program."""
    return caseload.rows(
        """
        select m.staff_id, e.client_id, e.program
        from episode e join episode_case_manager m on m.episode_id = e.episode_id
            and m.from_on = (select max(d.from_on) from episode_case_manager d
                where d.episode_id = e.episode_id and d.from_on <= :on)
        where ifnull(e.discharged_on, '9') > :on
            and (e.status <> 'not_eligible' or e.not_eligible_on > :on)
        """,
        {"on": on.isoformat()},
    )


def load(caseload: Caseload, staff_id: str, on: date) -> int:
    """How many clients somebody sees to on a day, those of whom they stand in for among them."""
    with_them = carried(caseload, on)
    own = (staff_id, *staff.covered_by(caseload, staff_id))
    return len(set[str]().union(*(with_them.get(each, set()) for each in own)))


class Charge(NamedTuple):
    """Whom a case manager has on a day; None as staff: those without a case manager."""

    staff: Staff | None
    clients: frozenset[str]
    """The client_ids: with an open episode, or assigned and not admitted yet."""
    on_hold: frozenset[str]
    """Of these, those with no episode that is not on hold."""
    items: list[Item]
    """What is due, worst first."""

    @property
    def manages(self) -> bool:
        """Whether clients may be theirs."""
        return self.staff is not None and self.staff.active and self.staff.role == "case_manager"


def charges(caseload: Caseload, on: date) -> list[Charge]:
    """Whom everyone on the staff has, by name; those without a case manager last."""
    with caseload.reading():
        listed = due.due(caseload, on).items
        stays = open_episodes(caseload, on, Wanted())
        everyone = staff.listed(caseload, everyone=True)
        with_them = carried(caseload, on)
    names = {one.staff_id: one.name for one in everyone}
    items: dict[str | None, list[Item]] = {}
    for item in listed:
        items.setdefault(item.case_manager, []).append(item)
    clients: dict[str | None, set[str]] = {}
    active: dict[str | None, set[str]] = {}
    for stay in stays:
        clients.setdefault(stay.case_manager, set()).add(stay.client_id)
        if rules.hold_on(stay.holds, on) is None:
            active.setdefault(stay.case_manager, set()).add(stay.client_id)
    for staff_id, those in with_them.items():
        coming = those - clients.get(names[staff_id], set())
        clients.setdefault(names[staff_id], set()).update(coming)
        active.setdefault(names[staff_id], set()).update(coming)
    found = []
    for name, one in [*((one.name, one) for one in everyone), (None, None)]:
        own = frozenset(clients.get(name, ()))
        found.append(Charge(one, own, own - active.get(name, set()), items.get(name, [])))
    return found


def loads(caseload: Caseload, on: date) -> list[Load]:
    """Everyone's share, those with most overdue first; case managers without clients too."""
    with caseload.reading():
        everyone = charges(caseload, on)
    names = {one.staff.staff_id: one.staff.name for one in everyone if one.staff is not None}
    found = []
    for one in everyone:
        if one.clients or one.items or one.manages:
            overdue = sum(item.status is Status.OVERDUE for item in one.items)
            covered = names.get(one.staff.covered_by or "") if one.staff is not None else None
            counts = len(one.clients), len(one.on_hold), overdue, len(one.items)
            found.append(Load(one.staff, *counts, covered, one.items))
    return sorted(found, key=lambda each: (-each.overdue, -each.due, each.staff or ("",)))
