"""Advocacy: a right or a service that was refused, what was filed, by when an answer is due.

What always holds: each step is a row with its day that says how the record stood from then on, so
that a past day shows what was due then; steps go forward in time, and a closed record takes none.
"""

from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.agenda import CLOSED, Advocacy, AdvocacyStatus, AdvocacyStep
from caseload.records import clients
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import columns_of, to_columns, to_record
from caseload.records._text import tidy

TEXTS = ("issue", "against", "right", "kind", "filed", "outcome")


class Line(NamedTuple):
    """An advocacy record with the client's name, as lists show it."""

    advocacy: Advocacy
    client: str


def get(caseload: Caseload, advocacy_id: str) -> Advocacy:
    """The advocacy record with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Advocacy, "where advocacy_id = ?", (advocacy_id.strip().upper(),))
    if not found:
        raise NotFoundError(
            f"No advocacy record has the id {advocacy_id.strip()[:40]}. See: caseload advocacy list"
        )
    return found[0]


def listed(
    caseload: Caseload, *, client_id: str | None = None, still_open: bool = False
) -> list[Line]:
    """Advocacy records, those that wait for a day first, then the newest."""
    conditions, values = list[str](), list[str]()
    if client_id is not None:
        conditions.append("v.client_id = ?")
        values.append(client_id)
    if still_open:
        conditions.append("v.closed_on is null and v.entered_in_error_at is null")
    where = f"where {' and '.join(conditions)}" if conditions else ""
    rows = caseload.rows(
        f"select {columns_of(Advocacy, 'v')}, c.last_name || ', ' || c.first_name"
        f" from advocacy v join client c using (client_id) {where}"
        " order by v.closed_on is not null, ifnull(min(ifnull(v.file_by, v.respond_by),"
        " ifnull(v.respond_by, v.file_by)), '9999'), v.opened_on desc, v.advocacy_id",
        values,
    )
    return [Line(to_record(Advocacy, row[:-1]), row[-1]) for row in rows]


def steps(caseload: Caseload, advocacy_id: str) -> list[AdvocacyStep]:
    """What happened, in order."""
    return caseload.records(
        AdvocacyStep, "where advocacy_id = ? order by noted_on, rowid", (advocacy_id,)
    )


# --- changing ------------------------------------------------------------------------------------


def add(
    caseload: Caseload,
    client_id: str,
    issue: str,
    against: str,
    *,
    opened_on: date | None = None,
    **facts: Any,
) -> Advocacy:
    """Write down that a right or a service was refused.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        issue: What was refused.
        against: By whom.
        opened_on: When it was taken up; today unless said.
        facts: Further fields of `Advocacy`.

    Raises:
        InvalidError: It says nothing, or its days contradict each other.
    """
    with caseload.write("add advocacy", client_id) as change:
        clients.get(caseload, client_id)
        made = Advocacy(
            caseload.next_id("advocacy", "advocacy_id", "AV"),
            client_id,
            issue,
            against,
            opened_on or caseload.today,
            staff=caseload.acting_staff_id,
            recorded_at=change.at,
        )._replace(**facts)
        if made.filed_on is not None or made.filed is not None:
            made = made._replace(
                status=AdvocacyStatus.APPEALED,
                filed_on=made.filed_on or made.opened_on,
                file_by=None,
            )
        made = _checked(caseload, made)
        change.add(made)
        said = f"Taken up: {made.issue}"
        if made.filed_on is not None:
            said += f"; filed {dates.plain(made.filed_on)}: {made.filed or 'an appeal'}"
        _step(caseload, change, made, made.opened_on, said)
    return made


def edit(caseload: Caseload, advocacy_id: str, **facts: Any) -> Advocacy:
    """Correct what it is about: issue, against, right, kind, decided_on. Days move by steps.

    Raises:
        InvalidError: It was entered in error, or says nothing.
    """
    with caseload.write("edit advocacy") as change:
        before = _standing(caseload, advocacy_id)
        change.client_id = before.client_id
        after = _checked(caseload, before._replace(**facts))
        _save(change, after)
    return after


def appeal(
    caseload: Caseload,
    advocacy_id: str,
    filed: str,
    on: date | None = None,
    *,
    respond_by: date | None = None,
) -> Advocacy:
    """Record that something was filed: an appeal, a request for a hearing, a grievance.

    Args:
        caseload: The open caseload.
        advocacy_id: Which.
        filed: What.
        on: The day it was filed; today unless said.
        respond_by: By when an answer is due.

    Raises:
        InvalidError: It is closed, the day lies ahead, or the answer is due before it was filed.
    """
    day = on or caseload.today
    if not (tidy(filed) or ""):
        raise InvalidError("Say what was filed.", field="filed")
    facts = {
        "status": AdvocacyStatus.APPEALED,
        "filed_on": day,
        "filed": filed,
        "file_by": None,
        "respond_by": respond_by,
    }
    return _moved(caseload, "appeal advocacy", advocacy_id, day, f"Filed: {filed}", facts)


def step(
    caseload: Caseload,
    advocacy_id: str,
    text: str,
    on: date | None = None,
    *,
    answered: bool = False,
    **facts: Any,
) -> Advocacy:
    """Record what happened, and what is due from then on.

    Args:
        caseload: The open caseload.
        advocacy_id: Which.
        text: What happened.
        on: The day; today unless said.
        answered: The answer is there, and none is waited for.
        facts: `respond_by`: a new day for the answer; `file_by`: the last day to file next, which
            follows an answer; with it `kind` and `decided_on`.

    Raises:
        InvalidError: It is closed, the day lies ahead or before the last step.
    """
    day = on or caseload.today
    told = dict(facts)
    if answered or told.get("file_by") is not None:
        told = {"respond_by": None, **told}
    if told.get("file_by") is not None:
        # What is to be filed next is not filed yet; what was stands in its step.
        told = {"status": AdvocacyStatus.OPEN, "filed_on": None, "filed": None, **told}
    return _moved(caseload, "step advocacy", advocacy_id, day, text, told)


def resolve(caseload: Caseload, advocacy_id: str, outcome: str, on: date | None = None) -> Advocacy:
    """Close it, and say how it came out.

    Raises:
        InvalidError: It is closed already, no outcome was said, or the day lies ahead.
    """
    return _closed(caseload, "resolve", advocacy_id, outcome, on, AdvocacyStatus.RESOLVED)


def withdraw(
    caseload: Caseload, advocacy_id: str, outcome: str, on: date | None = None
) -> Advocacy:
    """Close it because the client wants to go no further, and say why.

    Raises:
        InvalidError: As for `resolve`.
    """
    return _closed(caseload, "withdraw", advocacy_id, outcome, on, AdvocacyStatus.WITHDRAWN)


def _closed(
    caseload: Caseload,
    verb: str,
    advocacy_id: str,
    outcome: str,
    on: date | None,
    status: AdvocacyStatus,
) -> Advocacy:
    day = on or caseload.today
    if not (tidy(outcome) or ""):
        raise InvalidError("Say how it came out.", field="outcome")
    facts = {
        "status": status,
        "closed_on": day,
        "outcome": outcome,
        "file_by": None,
        "respond_by": None,
    }
    words = f"{status.capitalize()}: {outcome}"
    return _moved(caseload, f"{verb} advocacy", advocacy_id, day, words, facts)


def entered_in_error(caseload: Caseload, advocacy_id: str, why: str) -> Advocacy:
    """Mark one that never was: it stays readable, and is never due again.

    Raises:
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("error advocacy") as change:
        before = get(caseload, advocacy_id)
        change.client_id = before.client_id
        marks = change.in_error("advocacy", before.advocacy_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _moved(
    caseload: Caseload, action: str, advocacy_id: str, on: date, text: str, facts: dict[str, Any]
) -> Advocacy:
    """Change how it stands from a day on, with a step that says so."""
    with caseload.write(action) as change:
        before = _standing(caseload, advocacy_id)
        change.client_id = before.client_id
        if before.status in CLOSED:
            assert before.closed_on is not None
            raise InvalidError(
                f"{before.advocacy_id} was {before.status} {dates.spoken(before.closed_on)}. If it "
                f"goes on, open another: caseload advocacy add {before.client_id}"
            )
        if on > caseload.today:
            raise InvalidError(f"{dates.spoken(on, caseload.today)} lies ahead.", field="noted_on")
        last = steps(caseload, before.advocacy_id)[-1].noted_on
        if on < last:
            raise InvalidError(
                f"The last step was {dates.spoken(last)}; what comes next is of that day or later.",
                field="noted_on",
            )
        after = _checked(caseload, before._replace(**facts))
        _save(change, after)
        _step(caseload, change, after, on, text)
    return after


def _step(caseload: Caseload, change: Change, one: Advocacy, on: date, text: str) -> None:
    said = tidy(text)
    if said is None:
        raise InvalidError("Say what happened.", field="text")
    change.add(
        AdvocacyStep(
            caseload.next_id("advocacy_step", "advocacy_step_id", "VS"),
            one.advocacy_id,
            one.client_id,
            on,
            said,
            one.status,
            one.file_by,
            one.respond_by,
            caseload.acting_staff_id,
            change.at,
        )
    )


def _standing(caseload: Caseload, advocacy_id: str) -> Advocacy:
    found = get(caseload, advocacy_id)
    if found.entered_in_error_at is not None:
        raise InvalidError(f"{found.advocacy_id} was entered in error; it stays as it is.")
    return found


def _checked(caseload: Caseload, one: Advocacy) -> Advocacy:
    """The record with its texts tidied, if it can be.

    Raises:
        InvalidError: It says nothing, or its days contradict each other.
    """
    texts: dict[str, Any] = {name: tidy(getattr(one, name)) for name in TEXTS}
    one = one._replace(**texts)
    for name, words in (("issue", "what was refused"), ("against", "by whom it was refused")):
        if not getattr(one, name):
            raise InvalidError(f"Say {words}.", field=name)
    for name in ("opened_on", "decided_on", "filed_on"):
        day: date | None = getattr(one, name)
        if day is not None and day > caseload.today:
            raise InvalidError(f"{dates.spoken(day, caseload.today)} lies ahead.", field=name)
    for first, then, words in (
        ("decided_on", "file_by", "The last day to file"),
        ("decided_on", "filed_on", "The day it was filed"),
        ("filed_on", "respond_by", "The answer"),
        ("decided_on", "respond_by", "The answer"),
    ):
        before, after = getattr(one, first), getattr(one, then)
        if before is not None and after is not None and after < before:
            what = "the decision" if first == "decided_on" else "it was filed"
            raise InvalidError(
                f"{words}, {dates.spoken(after)}, lies before {what}, {dates.spoken(before)}. "
                "Check the dates.",
                field=then,
            )
    return one


def _save(change: Change, one: Advocacy) -> None:
    change.update("advocacy", "advocacy_id", one.advocacy_id, to_columns(one))
