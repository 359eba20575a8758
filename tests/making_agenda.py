"""Appointments, tasks and advocacy for tests: a record of every kind, each verb used."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from caseload.model.agenda import CancelledBy
from caseload.records import advocacy, appointments, tasks
from caseload.records._caseload import Caseload


def fill_agenda(caseload: Caseload) -> None:
    """Put them in, for C0001 and C0002 of `making.fill`; nothing of it is due near its today."""
    add = appointments.add
    kept = add(caseload, "C0001", "2026-10-05T09:00", minutes=30, with_whom="Dr. Ames")
    appointments.kept(caseload, kept.appointment_id, date(2026, 10, 5))
    missed = add(caseload, "C0001", "2026-10-12T09:00", location="李 Clinic", transport="van")
    appointments.missed(caseload, missed.appointment_id, date(2026, 10, 13), "no ride")
    off = add(caseload, "C0001", "2026-10-19T09:00", purpose="therapy")
    appointments.cancelled(caseload, off.appointment_id, date(2026, 10, 16), by=CancelledBy.OTHER)
    before = add(
        caseload, "C0002", "2026-12-21T10:00", with_whom="SSA", remind_on=date(2026, 12, 1)
    )
    moved = appointments.move(caseload, before.appointment_id, "2026-12-22T10:00")
    appointments.edit(caseload, moved.appointment_id, minutes=45)
    wrong = add(caseload, "C0002", "2026-12-23T10:00")
    appointments.reminded(caseload, wrong.appointment_id)
    appointments.entered_in_error(caseload, wrong.appointment_id, "wrong client")
    call = tasks.add(caseload, "Call SSA", client_id="C0001", due_on=date(2027, 3, 1))
    tasks.edit(caseload, call.task_id, text="Call SSA about the letter")
    tasks.put_off(caseload, call.task_id, date(2027, 4, 1), "office closed")
    own = tasks.add(caseload, "Renew a card")
    tasks.done(caseload, own.task_id, remark="renewed")
    tasks.done(caseload, tasks.add(caseload, "Fax it", client_id="C0001").task_id)
    wrong_task = tasks.add(caseload, "Not mine", client_id="C0002")
    tasks.entered_in_error(caseload, wrong_task.task_id, "wrong client")
    cut = advocacy.add(
        caseload, "C0001", "SNAP cut", "HHSC", opened_on=date(2026, 9, 1),
        kind="snap_fair_hearing", decided_on=date(2026, 8, 20), file_by=date(2026, 11, 18),
    )  # fmt: skip
    advocacy.edit(caseload, cut.advocacy_id, right="a fair hearing")
    advocacy.appeal(
        caseload, cut.advocacy_id, "request", date(2026, 9, 2), respond_by=date(2027, 3, 1)
    )
    advocacy.step(caseload, cut.advocacy_id, "Hearing held", date(2026, 10, 1))
    won = advocacy.add(caseload, "C0002", "Voucher", "the city", opened_on=date(2026, 5, 1))
    advocacy.resolve(caseload, won.advocacy_id, "granted", date(2026, 6, 1))
    left = advocacy.add(caseload, "C0002", "Ramp", "the clinic", opened_on=date(2026, 5, 1))
    advocacy.withdraw(caseload, left.advocacy_id, "moved", date(2026, 6, 1))
    wrong_one = advocacy.add(caseload, "C0002", "Pass", "the bus", opened_on=date(2026, 5, 1))
    advocacy.entered_in_error(caseload, wrong_one.advocacy_id, "wrong client")


def some_agenda(caseload: Caseload, client_id: str, dice: Random, text: Callable[[], str]) -> None:
    """Some of them, at any stage of their lives, with texts of any kind in one line."""
    day = caseload.today - timedelta(dice.randrange(1, 200))
    made = appointments.add(
        caseload,
        client_id,
        f"{day}T{dice.randrange(24):02d}:05",
        with_whom=text(),
        transport=text(),
    )
    verbs = (appointments.kept, appointments.missed, appointments.cancelled)
    if dice.random() < 0.6:
        dice.choice(verbs)(caseload, made.appointment_id, why=text())
    elif dice.random() < 0.5:
        appointments.move(caseload, made.appointment_id, f"{day}T23:59", why=text())
    task = tasks.add(caseload, text(), client_id=dice.choice((client_id, None)), due_on=day)
    if dice.random() < 0.5:
        until = caseload.today + timedelta(dice.randrange(1, 30))
        tasks.put_off(caseload, task.task_id, until, text())
    if dice.random() < 0.5:
        tasks.done(caseload, task.task_id, remark=text())
    one = advocacy.add(caseload, client_id, text(), text(), opened_on=day)
    if dice.random() < 0.6:
        advocacy.appeal(caseload, one.advocacy_id, text(), day, respond_by=caseload.today)
    if dice.random() < 0.4:
        dice.choice((advocacy.resolve, advocacy.withdraw))(caseload, one.advocacy_id, text())


def read_agenda(caseload: Caseload, client_id: str) -> None:
    """Read what there is of a client, and everyone's lists."""
    appointments.ahead(caseload, client_id, caseload.today)
    appointments.follow_through(caseload, until=caseload.today)
    appointments.listed(caseload, since=caseload.today, until=caseload.today)
    for task in tasks.listed(caseload, client_id=client_id, everything=True):
        tasks.story(caseload, task.task.task_id)
    for one in advocacy.listed(caseload, client_id=client_id):
        advocacy.steps(caseload, one.advocacy.advocacy_id)
