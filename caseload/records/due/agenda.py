"""What appointments, tasks and advocacy records make due, as each stood on the day.

Open ones are found by an index of their own, and so are those that were settled after the day asked
about; the list of today costs what is open, however much was done before.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseload.model import Item, Obligation
from caseload.records._as_of import case_manager, level_of_care
from caseload.records.due.facts import Asked
from caseload.records.due.phones import Phones
from caseload.rules import Verdict, agenda_rules

_WHOSE = f"""
    c.last_name || ', ' || c.first_name, c.county, c.phone, c.contact_notes, e.program,
    {level_of_care()},
    {case_manager()},
    e.discharged_on <= :on"""
_EPISODE = """
    left join client c using (client_id)
    left join episode e on e.episode_id = (
        select episode_id from episode x where x.client_id = r.client_id and x.admitted_on <= :on
        order by x.discharged_on is null or x.discharged_on > :on desc, x.admitted_on desc,
            x.episode_id limit 1)"""


def _read(asked: Asked, fields: str, records: str) -> list[tuple[Any, ...]]:
    """Rows of records with whose they are: the fields, then those of `_WHOSE`."""
    return asked.caseload.rows(
        f"select {fields}, {_WHOSE} from ({records}) r {_EPISODE}", {"on": asked.on.isoformat()}
    )


class _Lines:
    """Makes the lines of one obligation, for those who are asked for."""

    def __init__(self, asked: Asked, obligation: Obligation) -> None:
        self._asked, self._obligation = asked, obligation
        self._names: dict[str, str] | None = None

    def line(
        self,
        client_id: str | None,
        record_id: str,
        staff: str | None,
        whose: tuple[Any, ...],
        verdict: Verdict,
    ) -> Item | None:
        """One line; None when it belongs to a part that is not asked for."""
        client, county, phone, contact_notes, program, level, manager, _ = whose
        owner = manager or staff
        if not self._asked.wants(client_id, owner, program, county):
            return None
        if self._names is None:
            self._names = dict(self._asked.caseload.rows("select staff_id, name from staff"))
        return Item(
            client_id, client or "", self._names.get(owner or ""), program, level, county,
            self._obligation, None, verdict.due_on, verdict.days_overdue, verdict.status,
            None, None, None, verdict.reason, record_id, phone, contact_notes, None,
        )  # fmt: skip


def appointments(asked: Asked) -> Iterator[Item]:
    """Appointments without an outcome, of clients who have not left."""
    rows = _read(
        asked,
        "r.appointment_id, r.client_id, r.starts_at, r.with_whom, r.purpose, r.location,"
        " r.transport, r.remind_on, r.reminded_on, r.staff",
        "select * from appointment where outcome = 'scheduled' and entered_in_error_at is null"
        " union all select * from appointment where outcome <> 'scheduled' and outcome_on > :on"
        " and entered_in_error_at is null",
    )
    lines, on = _Lines(asked, Obligation.APPOINTMENT), asked.on
    phones = Phones(asked.caseload, ((row[1], row[3]) for row in rows), on)
    for (appointment_id, client_id, starts_at, with_whom, purpose, location, transport, remind_on,
         reminded_on, staff, *whose) in rows:  # fmt: skip
        if whose[-1]:
            continue
        day = on.isoformat()
        remind = remind_on is not None and remind_on <= day
        done = reminded_on is not None and reminded_on <= day
        verdict = agenda_rules.judge_appointment(
            starts_at, on, with_whom=with_whom, purpose=purpose, location=location,
            transport=transport, remind=remind and not done,
            phone=phones.of(client_id, with_whom),
        )  # fmt: skip
        made = lines.line(client_id, appointment_id, staff, tuple(whose), verdict)
        if made is not None:
            yield made


def tasks(asked: Asked) -> Iterator[Item]:
    """Tasks with a day that are not done, on the day that held then."""
    rows = _read(
        asked,
        """r.task_id, r.client_id, r.text, r.staff,
        coalesce(
            (select p.until_on from task_put_off p where p.task_id = r.task_id
                and p.put_off_on <= :on order by p.put_off_on desc, p.rowid desc limit 1),
            (select p.from_on from task_put_off p where p.task_id = r.task_id
                order by p.put_off_on, p.rowid limit 1),
            r.due_on),
        (select count(*) from task_put_off p where p.task_id = r.task_id
            and p.put_off_on <= :on)""",
        "select * from task where done_on is null and due_on is not null"
        " and entered_in_error_at is null"
        " union all select * from task where done_on is not null and done_on > :on"
        " and due_on is not null and entered_in_error_at is null",
    )
    lines = _Lines(asked, Obligation.TASK)
    for task_id, client_id, text, staff, due_on, put_off, *whose in rows:
        verdict = agenda_rules.judge_task(text, date.fromisoformat(due_on), asked.on, put_off)
        made = lines.line(client_id, task_id, staff, tuple(whose), verdict)
        if made is not None:
            yield made


def appeals(asked: Asked) -> Iterator[Item]:
    """Advocacy records that wait for a day, as their newest step until then says."""
    newest = (
        "(select s.{} from advocacy_step s where s.advocacy_id = r.advocacy_id"
        " and s.noted_on <= :on order by s.noted_on desc, s.rowid desc limit 1)"
    )
    rows = _read(
        asked,
        "r.advocacy_id, r.client_id, r.issue, r.against, r.staff,"
        f" {newest.format('status')}, {newest.format('file_by')}, {newest.format('respond_by')}",
        "select * from advocacy where closed_on is null and status in ('open', 'appealed')"
        " and entered_in_error_at is null"
        " union all select * from advocacy where closed_on is not null and closed_on > :on"
        " and entered_in_error_at is null",
    )
    lines = _Lines(asked, Obligation.APPEAL)
    for (advocacy_id, client_id, issue, against, staff, status, file_by, respond_by,
         *whose) in rows:  # fmt: skip
        if status is None or status in CLOSED:
            continue
        verdict = agenda_rules.judge_appeal(
            issue, against, _day(file_by), _day(respond_by), asked.on
        )
        if verdict is None:
            continue
        made = lines.line(client_id, advocacy_id, staff, tuple(whose), verdict)
        if made is not None:
            yield made


CLOSED = ("resolved", "withdrawn")
"""As `agenda.CLOSED`; the morning list does without that module."""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
