"""What invented clients have before them and behind them: appointments, tasks, and advocacy.

Chance has a seed of its own here, so that what others draw does not move.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from caseload.model.agenda import CancelledBy
from caseload.records import advocacy, appointments, tasks
from caseload.records._caseload import Caseload
from caseload.records.invented.agency import Agency
from caseload.records.invented.days import working
from caseload.records.invented.words import HELD


class Visit(NamedTuple):
    """Whom a client sees again and again, and how they get there."""

    client_id: str
    every: int
    """Days from one to the next."""
    time: str
    minutes: int
    with_whom: str
    location: str
    purpose: str
    transport: str | None = None


FIRST = Visit(
    "C0031", 30, "14:30", 30, "Dr. Ames", "DePaul Center", "medication review", "clinic van"
)
TIMES = 11
"""How often the first of them was seen, so that today's has an id that the help can name."""
VISITS = (
    Visit("C0003", 28, "10:00", 45, "Rena Cole, LPC", "Rosewood Clinic", "therapy",
          "Dana drives"),
    Visit("C0002", 61, "09:30", 30, "Dr. Farris", "Family Health Center", "blood pressure",
          "neighbor drives"),
    Visit("C0009", 35, "11:15", 30, "Dr. Ames", "Marlin office, by video", "medication review"),
    Visit("C0011", 42, "13:00", 60, "Hope Circle", "First Methodist hall", "peer group", "bus"),
    Visit("C0012", 31, "16:00", 50, "T. Lozano, LCSW", "Hillsboro Clinic", "therapy", "own car"),
    Visit("C0016", 45, "10:30", 30, "Dr. Ames", "DePaul Center", "injection", "clinic van"),
    Visit("C0020", 28, "15:30", 50, "Rena Cole, LPC", "Rosewood Clinic", "therapy", "bus"),
    Visit("C0021", 60, "09:00", 20, "Groesbeck lab", "Groesbeck", "lithium level", "sister drives"),
    Visit("C0027", 30, "14:00", 45, "Waco VA clinic", "Mart annex", "therapy", "Thu drives"),
    Visit("C0030", 50, "11:00", 30, "Dr. Sands", "Mexia Clinic", "diabetes", "Medicaid ride"),
    Visit("C0036", 30, "13:30", 30, "Dr. Ames", "DePaul Center", "injection", "clinic van"),
)  # fmt: skip
MISSED = ("no ride", "slept through it", "forgot", "was not well", None)
CANCELLED = ("shift at work", "felt better", "child was ill")


def keep_agendas(agency: Agency) -> None:
    """Fill the calendars of some clients, a year back and some weeks ahead."""
    caseload, before = agency.caseload, agency.caseload.staff
    chance = agency.cast.luck(41)
    letters = {one.client_id: one.case_manager for one in agency.cast.people}
    try:
        for number, visit in enumerate((FIRST, *(_driven(agency, one) for one in VISITS))):
            caseload.staff = agency.team[letters[visit.client_id]]
            for day in _past(agency, visit, TIMES if number == 0 else 365 // visit.every):
                _happened(caseload, chance, visit, day)
            _ahead(agency, visit, number)
        caseload.staff = agency.team["D"]
        _tasks(agency)
        _advocacy(agency)
    finally:
        caseload.staff = before


def _driven(agency: Agency, visit: Visit) -> Visit:
    return visit._replace(transport=visit.transport and agency.cast.text(visit.transport))


def _past(agency: Agency, visit: Visit, times: int) -> Iterator[date]:
    held = HELD.get(visit.client_id)
    for back in range(times, 0, -1):
        day = working(agency.today - timedelta(back * visit.every + 4))
        if held is None or not held.covers((agency.today - day).days):
            yield day


def _made(caseload: Caseload, visit: Visit, day: date, *, remind: bool = False) -> str:
    made = appointments.add(
        caseload, visit.client_id, f"{day.isoformat()}T{visit.time}", remind=remind,
        minutes=visit.minutes, with_whom=visit.with_whom, location=visit.location,
        purpose=visit.purpose, transport=visit.transport,
    )  # fmt: skip
    return made.appointment_id


def _happened(caseload: Caseload, chance: Random, visit: Visit, day: date) -> None:
    """One that is over: kept mostly, else missed, cancelled by one side or the other, or moved."""
    made, luck = _made(caseload, visit, day), chance.random()
    if luck < 0.76:
        appointments.kept(caseload, made, day)
    elif luck < 0.88:
        appointments.missed(caseload, made, day, chance.choice(MISSED))
    elif luck < 0.94:
        appointments.cancelled(caseload, made, day, chance.choice(CANCELLED))
    elif luck < 0.97 or visit is FIRST:
        why = f"{visit.with_whom} was away"
        appointments.cancelled(caseload, made, day, why, by=CancelledBy.OTHER)
    else:
        other = working(day + timedelta(2))
        other = other if other > day else day - timedelta(1)
        moved = appointments.move(
            caseload, made, f"{other.isoformat()}T{visit.time}", on=min(day, other), why="work"
        )
        appointments.kept(caseload, moved.appointment_id, other)


def _ahead(agency: Agency, visit: Visit, number: int) -> None:
    """Two today, one tomorrow, one just over of which nobody has said; the others later."""
    caseload, today = agency.caseload, agency.today
    if number < 2:
        made = _made(caseload, visit, today, remind=False)
        before = agency.ago(1)
        appointments.edit(caseload, made, remind_on=before, reminded_on=before)
    elif number == 2:
        _made(caseload, visit, today + timedelta(1), remind=True)
    elif number == 3:
        _made(caseload, visit, agency.ago(1))
    else:
        day = working(today + timedelta(3 * number))
        _made(caseload, visit, day if day > today + timedelta(1) else day + timedelta(7))


def _tasks(agency: Agency) -> None:
    caseload, today, ago = agency.caseload, agency.today, agency.ago
    for client_id, text, due, done, remark in (
        ("C0031", "Send pay slips to the housing authority", ago(64), ago(62), "received"),
        ("C0020", "Ask the clinic for the van's new times", ago(21), ago(20), None),
    ):
        made = tasks.add(caseload, text, client_id=client_id, due_on=due)
        tasks.done(caseload, made.task_id, done, remark)
    tasks.add(caseload, "Fax the disability form to the pharmacy", client_id="C0021", due_on=ago(2))
    tasks.add(caseload, "Renew my first-aid card", due_on=today + timedelta(3))
    tasks.add(caseload, agency.cast.text("Ask Carolyn about a second van"))
    waits = tasks.add(caseload, "Birth certificate from Austin", client_id="C0011", due_on=ago(3))
    tasks.put_off(
        caseload, waits.task_id, today + timedelta(12), "The office takes four weeks now", ago(3)
    )
    tasks.add(
        caseload, "Call SSA about the overpayment", client_id="C0031", due_on=today + timedelta(2)
    )


def _advocacy(agency: Agency) -> None:
    caseload, today = agency.caseload, agency.today
    won = advocacy.add(
        caseload, "C0014", "Voucher refused over an eviction of nine years ago",
        "Freestone Housing Authority", opened_on=today - timedelta(150), kind="voucher_hearing",
        right="an informal hearing on a housing voucher", decided_on=today - timedelta(154),
        file_by=today - timedelta(140),
    )  # fmt: skip
    advocacy.appeal(
        caseload, won.advocacy_id, "request for an informal hearing", today - timedelta(146),
        respond_by=today - timedelta(116),
    )  # fmt: skip
    advocacy.step(
        caseload, won.advocacy_id, "Hearing held; the landlord of then wrote a letter",
        today - timedelta(120),
    )  # fmt: skip
    outcome = "Voucher granted; key in hand."
    advocacy.resolve(caseload, won.advocacy_id, outcome, today - timedelta(112))
    left = advocacy.add(
        caseload, "C0021", "Bus pass for disabled riders refused", "the transit office",
        opened_on=today - timedelta(80), right="equal access with a disability",
        decided_on=today - timedelta(85), file_by=today + timedelta(95), kind="ada_complaint",
    )  # fmt: skip
    why = "Got the pass on a second application."
    advocacy.withdraw(caseload, left.advocacy_id, why, today - timedelta(66))
    cut = advocacy.add(
        caseload, "C0031", "SNAP cut from $194 to $23 a month; rent was not counted",
        "Texas HHSC", opened_on=today - timedelta(60), kind="snap_fair_hearing",
        right="a fair hearing on food benefits", decided_on=today - timedelta(64),
        file_by=today + timedelta(26),
    )  # fmt: skip
    advocacy.appeal(
        caseload, cut.advocacy_id, "request for a fair hearing", today - timedelta(55),
        respond_by=today + timedelta(5),
    )  # fmt: skip
    advocacy.step(
        caseload, cut.advocacy_id, "Hearing by phone; the lease was handed in",
        today - timedelta(18),
    )  # fmt: skip
