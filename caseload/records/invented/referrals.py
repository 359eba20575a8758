"""Where invented clients were sent in two years, and what became of it.

Twenty have ended and two are linked; of three somebody asks again: one two days late, one in four
days, one on a waiting list; and one is a draft. Each is numbered in the order of its days.
"""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from caseload import dates
from caseload.model.linking import (
    Disclosure,
    Referral,
    ReferralStatus,
    ReferralUpdate,
    Resource,
    ResourceNeed,
    SentBy,
)
from caseload.records.invented.agency import Agency
from caseload.records.invented.days import instant, working
from caseload.records.invented.words import LATELY
from caseload.rules.referral_rules import ENDED, OPEN, TAKEN, said, to_whom, told

_S = ReferralStatus
FIT = {
    ResourceNeed.HOUSING: ("A room or a small apartment; has income for rent.", "Help with rent."),
    ResourceNeed.EMPLOYMENT: ("Part-time work, mornings.", "Help with an application."),
    ResourceNeed.BENEFITS: ("Help with the SNAP renewal.", "Help with an SSI appeal."),
    ResourceNeed.FOOD: ("A box each week; has a kitchen.", "Groceries until SNAP begins."),
    ResourceNeed.PEER_SUPPORT: ("A group in the evening.", "Someone who has been there."),
    ResourceNeed.TRANSPORT: ("Rides to appointments.",),
    ResourceNeed.HEALTH: ("A first visit to a doctor.",),
    ResourceNeed.LEGAL: ("Advice about an eviction notice.",),
    ResourceNeed.EDUCATION: ("A class for the GED.",),
}
"""What is asked for."""
COURSES: tuple[tuple[int, tuple[tuple[ReferralStatus, int], ...]], ...] = (
    (9, ((_S.ACCEPTED, 6), (_S.LINKED, 9), (_S.COMPLETED, 34))),
    (4, ((_S.WAITLISTED, 8), (_S.LINKED, 31), (_S.COMPLETED, 30))),
    (3, ((_S.NO_RESPONSE, 30),)),
    (2, ((_S.ACCEPTED, 5), (_S.DECLINED_BY_CLIENT, 10))),
    (2, ((_S.DECLINED_BY_SERVICE, 7),)),
)
"""How many went so: each step, and about how many days after the one before."""
OUTCOMES = {
    _S.COMPLETED: ("Still goes there.", "Has what was asked for.", "It worked, and holds."),
    _S.NO_RESPONSE: ("Three calls, no answer.",),
    _S.DECLINED_BY_CLIENT: ("Found something nearer.", "Changed plans."),
    _S.DECLINED_BY_SERVICE: ("No places before spring.", "Outside their county."),
}
HEARD = {
    _S.ACCEPTED: ("First visit next week.", "They will call.", None),
    _S.WAITLISTED: ("Fourth on the list.", "List of about two months."),
    _S.LINKED: ("Was there.", "First visit went well.", None),
}
LONGEST_AGO, LATEST = 640, 110
"""Days: between them those began that have ended."""


class Course(NamedTuple):
    """A referral in the making: whose, from which day on, and its steps by their days."""

    client_id: str
    began: date
    steps: tuple[tuple[ReferralStatus, date], ...]
    ask_on: date | None = None
    need: ResourceNeed | None = None


def refer_clients(agency: Agency) -> None:
    """Write down all of them, by their days."""
    chance = agency.cast.luck(agency.today.toordinal() + 6)
    known = agency.caseload.records(Resource, "where active = 1 order by resource_id")
    ended = [_ended(agency, chance, steps) for times, steps in COURSES for _ in range(times)]
    courses = sorted([*ended, *_standing(agency)], key=lambda one: one.began)
    for number, one in enumerate(courses, 1):
        _write(agency, chance, f"R{number:04d}", one, known)


def _ended(agency: Agency, chance: Random, steps: tuple[tuple[ReferralStatus, int], ...]) -> Course:
    """A course that lies within a stay, for a client about whom nothing else is told."""
    length = sum(days + 4 for _, days in steps) + 10
    stays = [
        (client_id, date.fromisoformat(first), date.fromisoformat(last or str(agency.today)))
        for client_id, first, last in agency.caseload.rows(
            "select client_id, admitted_on, discharged_on from episode where admitted_on <> ''"
            " order by client_id, admitted_on"
        )
        if client_id not in LATELY
    ]
    earliest, latest = agency.ago(LONGEST_AGO), agency.ago(LATEST)
    spans = [
        (client_id, max(first + timedelta(7), earliest),
         min(last - timedelta(length), latest))
        for client_id, first, last in stays
    ]  # fmt: skip
    client_id, first, last = chance.choice([one for one in spans if one[1] <= one[2]])
    began = working(first + timedelta(chance.randint(0, (last - first).days)))
    days, day = [], began
    for status, apart in steps:
        day = max(day, working(day + timedelta(max(1, apart + chance.randint(-4, 4)))))
        days.append((status, day))
    return Course(client_id, began, ((_S.SENT, began), *days))


def _standing(agency: Agency) -> list[Course]:
    """Those that have not ended, the day of the last one latest."""
    today, ago, need = agency.today, agency.ago, ResourceNeed
    return [
        Course("C0009", ago(90), ((_S.SENT, ago(90)), (_S.ACCEPTED, ago(84)), (_S.LINKED, ago(70)),
               (_S.LINKED, ago(40))), today + timedelta(20), need.BENEFITS),
        Course("C0028", ago(75), ((_S.SENT, ago(75)), (_S.LINKED, ago(31))),
               today + timedelta(15), need.EMPLOYMENT),
        Course("C0036", ago(55), ((_S.SENT, ago(55)), (_S.WAITLISTED, ago(41)),
               (_S.WAITLISTED, ago(12))), today + timedelta(18), need.HOUSING),
        Course("C0011", ago(23), ((_S.SENT, ago(23)),), today - timedelta(2), need.PEER_SUPPORT),
        Course("C0023", ago(10), ((_S.SENT, ago(10)),), today + timedelta(4), need.HOUSING),
        Course("C0031", ago(1), (), None, need.HOUSING),
    ]  # fmt: skip


def _write(
    agency: Agency, chance: Random, referral_id: str, one: Course, known: list[Resource]
) -> None:
    caseload, began = agency.caseload, one.began
    people = agency.cast.people
    letter = next(each.case_manager for each in people if each.client_id == one.client_id)
    fitting = [each for each in known if one.need is None or one.need in each.need] or known
    resource = chance.choice(fitting)
    need = one.need or min(resource.need)
    status, last = one.steps[-1] if one.steps else (_S.DRAFT, began)
    linked = next((day for each, day in one.steps if each is _S.LINKED), None)
    outcome = chance.choice(OUTCOMES[status]) if status in OUTCOMES else None
    asked = chance.choice(FIT.get(need, ("Whatever can be done.",)))
    by = agency.on_duty(letter, began)
    made = Referral(
        referral_id, one.client_id, resource.resource_id, need, status, None, began,
        began if one.steps else None, linked, last if status in ENDED else None, one.ask_on,
        outcome, asked, by.staff_id, _at(chance, began),
    )  # fmt: skip
    caseload.staff = by
    with caseload.write("refer client", one.client_id) as change:
        change.add(made)
    steps = [(_S.DRAFT, began), *one.steps]
    for (step, day), then in zip(steps, [*steps[1:], None], strict=True):
        ask = one.ask_on if then is None else then[1]
        caseload.staff = agency.on_duty(letter, day)
        at = _at(chance, day)
        action = "refer client" if step is _S.DRAFT else "update referral"
        with caseload.write(action, one.client_id) as change:
            change.add(
                ReferralUpdate(
                    caseload.next_id("referral_update", "referral_update_id", "RU"), referral_id,
                    one.client_id, day, step, ask if step in OPEN else None,
                    chance.choice(HEARD[step]) if step in HEARD else None,
                    caseload.staff.staff_id, at,
                )
            )  # fmt: skip
        if step is _S.SENT:
            _tell(agency, chance, made, resource, day, at)


def _tell(
    agency: Agency, chance: Random, one: Referral, where: Resource, day: date, at: str
) -> None:
    caseload, carried = agency.caseload, chance.random() < 0.15
    signed = working(day - timedelta(chance.randint(0, 9)))
    by = SentBy.CLIENT if carried else SentBy.LETTER
    with caseload.write("send referral", one.client_id) as change:
        change.add(
            Disclosure(
                caseload.next_id("disclosure", "disclosure_id", "DS"), one.client_id, day,
                to_whom(where), told(by), f"referral for {said(one.need)}",
                None if carried else f"signed {dates.plain(signed)}, on paper",
                TAKEN if carried else None, None, one.referral_id, caseload.acting_staff_id,
                at,
            )
        )  # fmt: skip


def _at(chance: Random, day: date) -> str:
    return instant(day, chance.randint(960, 1300))
