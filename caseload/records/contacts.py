"""Contacts: what happened with a client, when, how, and who was reached.

An attempt is a contact that reached nobody. A contact may be edited until it is signed; after
that it never changes, and what is to be said further is an addendum. One that was written about
the wrong client is marked as entered in error: it stays readable, and never counts again.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from caseload import dates, rules
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Addendum, AddendumKind, Contact, Mode, Reached
from caseload.records import clients, episodes, holidays, note_formats, plans, programs, staff
from caseload.records._caseload import Caseload
from caseload.records._rows import to_columns


class First(NamedTuple):
    """The first day on which a client could have been contacted, and what happened on it."""

    day: date
    what: str


def get(caseload: Caseload, contact_id: str) -> Contact:
    """The contact with that id.

    Raises:
        NotFoundError: There is none.
    """
    found = caseload.records(Contact, "where contact_id = ?", (contact_id.strip(),)) or (
        caseload.records(Contact, "where contact_id = ?", (contact_id.strip().upper(),))
    )
    if not found:
        raise NotFoundError(
            f"No contact has the id {contact_id.strip()}. Try: caseload contact list CLIENT"
        )
    return found[0]


def listed(
    caseload: Caseload,
    *,
    client_id: str | None = None,
    since: date | None = None,
    until: date | None = None,
    unsigned: bool = False,
    staff_id: str | None = None,
    limit: int | None = None,
) -> list[Contact]:
    """Contacts, the newest first; those entered in error are among them, marked.

    Args:
        caseload: The open caseload.
        client_id: Only those of this client.
        since: Only those on or after this day.
        until: Only those on or before this day.
        unsigned: Only those that still need a signature.
        staff_id: Only those by this staff member.
        limit: At most so many.
    """
    conditions, values = ["1"], list[str | int | None]()
    if client_id is not None:
        conditions.append(_OF_CLIENT)
        values += [client_id, client_id]
    for condition, value in (
        ("contacted_on >= ?", since.isoformat() if since else None),
        ("contacted_on <= ?", until.isoformat() if until else None),
        ("staff = ?", staff_id),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if unsigned:
        conditions.append(
            "signed_at is null and imported = 0 and reached <> 'nobody'"
            " and entered_in_error_at is null"
        )
    rest = (
        f"where {' and '.join(conditions)} order by contacted_on desc, recorded_at desc, rowid desc"
    )
    if limit is not None:
        rest += " limit ?"
        values.append(limit)
    return caseload.records(Contact, rest, values)


# The index of a client's contacts leaves out those in error, and each of these has its addendum.
# By `client_id = ?` alone all contacts of the agency would be read, 17 ms at 300,000.
_OF_CLIENT = """rowid in (
    select rowid from contact where client_id = ? and entered_in_error_at is null
    union all
    select k.rowid from addendum a join contact k on k.contact_id = a."of"
    where a.kind = 'entered_in_error' and k.client_id = ?)"""


def late_entries(caseload: Caseload, among: Iterable[Contact]) -> frozenset[str]:
    """The contact_ids of late entries; imported contacts were recorded elsewhere, so none is."""
    off = holidays.days_off(caseload)
    return frozenset(
        one.contact_id
        for one in among
        if not one.imported
        and rules.is_late_entry(one.contacted_on, dates.local_day(one.recorded_at), off)
    )


def addenda(caseload: Caseload, contact_id: str) -> list[Addendum]:
    """What was said about a contact since, in order."""
    return caseload.records(
        Addendum, 'where "of" = ? order by recorded_at, addendum_id', (contact_id,)
    )


def log(
    caseload: Caseload,
    client_id: str,
    contacted_on: date,
    mode: Mode,
    reached: Reached,
    *,
    sign: bool = False,
    **facts: Any,
) -> Contact:
    """Record a contact, or an attempt.

    Args:
        caseload: The open caseload.
        client_id: Whom it was about.
        contacted_on: The day it happened, today or before.
        mode: How.
        reached: Who was reached; nobody makes it an attempt.
        sign: Whether the one who acts signs it at once.
        facts: Further fields of `Contact`.

    Raises:
        InvalidError: It lies ahead, before the client's first referral or admission, or can't be;
            or its note says nothing under a heading of its format.
        NotFoundError: There is no such program, note format or goal.
        UsageError: It is to be signed and nobody said who acts.
    """
    with caseload.write("log contact", client_id) as change:
        clients.get(caseload, client_id)
        facts = _as_known(caseload, client_id, facts)
        facts.setdefault("staff", caseload.acting_staff_id)
        contact = Contact(
            caseload.next_id("contact", "contact_id", "K"),
            client_id,
            contacted_on,
            mode,
            reached,
            recorded_at=change.at,
            **facts,
        )
        _check_note(caseload, contact)
        check(contact, caseload.today, first_days(caseload, client_id).get(client_id))
        if sign:
            signer = staff.acting(caseload)
            contact = contact._replace(signed_at=change.at, signed_by=signer.staff_id)
        change.add(contact)
    return contact


SAID = ("contacted_on", "mode", "reached", "started_at", "minutes", "with_whom", "note", "staff")
"""What is alike in a contact that was recorded twice."""


def twin(caseload: Caseload, one: Contact) -> Contact | None:
    """Another of the client that says the same, recorded on the same day; None when none does."""
    day, recorded = one.contacted_on, dates.local_day(one.recorded_at)
    return next(
        (
            other
            for other in listed(caseload, client_id=one.client_id, since=day, until=day)
            if other.contact_id != one.contact_id
            and other.entered_in_error_at is None
            and not other.imported
            and all(getattr(other, name) == getattr(one, name) for name in SAID)
            and dates.local_day(other.recorded_at) == recorded
        ),
        None,
    )


def in_its_program(caseload: Caseload, one: Contact) -> bool:
    """Whether the client was in the program that a contact counts for, on its day."""
    return one.program is None or any(
        stay.program == one.program
        and stay.admitted_on is not None
        and stay.admitted_on <= one.contacted_on
        and (stay.discharged_on is None or one.contacted_on <= stay.discharged_on)
        for stay in episodes.of_client(caseload, one.client_id)
    )


def edit(caseload: Caseload, contact_id: str, **facts: Any) -> Contact:
    """Change a contact that is not signed yet.

    Raises:
        InvalidError: It is signed, or the change can't be true.
    """
    with caseload.write("edit contact") as change:
        before = get(caseload, contact_id)
        change.client_id = before.client_id
        if before.signed_at is not None:
            raise InvalidError(
                f"{before.contact_id} is signed and never changes. Add to it with: caseload "
                f'contact amend {before.contact_id} "…" --reason "…"'
            )
        if before.entered_in_error_at is not None:
            raise InvalidError(f"{before.contact_id} was entered in error; it stays as it is.")
        after = before._replace(**_as_known(caseload, before.client_id, facts))
        if {"note", "note_format"} & facts.keys():
            _check_note(caseload, after, everyone=True)
        check(after, caseload.today, first_days(caseload, after.client_id).get(after.client_id))
        change.update("contact", "contact_id", after.contact_id, to_columns(after))
    return after


def _as_known(caseload: Caseload, client_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with program, note format and goals as the file knows them."""
    known = dict(facts)
    if facts.get("program"):
        known["program"] = programs.find(caseload, facts["program"]).name
    if facts.get("note_format"):
        known["note_format"] = note_formats.find(caseload, facts["note_format"]).name
    if facts.get("goals"):
        known["goals"] = plans.goals_meant(caseload, client_id, facts["goals"])
    return known


def _check_note(caseload: Caseload, contact: Contact, *, everyone: bool = False) -> None:
    """A note keeps to its format; one written earlier, to one that is no longer used as well."""
    if contact.note_format is not None:
        kept_to = note_formats.find(caseload, contact.note_format, everyone=everyone)
        note_formats.check(kept_to, contact.note or "")


def sign(caseload: Caseload, contact_id: str) -> Contact:
    """Sign a contact, as the one who acts. From then on the file itself refuses to change it.

    Raises:
        InvalidError: It is signed already, or was entered in error.
        UsageError: Nobody said who acts.
    """
    signer = staff.acting(caseload)
    with caseload.write("sign contact") as change:
        before = get(caseload, contact_id)
        change.client_id = before.client_id
        if before.signed_at is not None:
            day = dates.spoken(dates.local_day(before.signed_at))
            raise InvalidError(f"{before.contact_id} is signed already, {day}.")
        if before.entered_in_error_at is not None:
            raise InvalidError(f"{before.contact_id} was entered in error; it needs no signature.")
        after = before._replace(signed_at=change.at, signed_by=signer.staff_id)
        change.update("contact", "contact_id", before.contact_id, to_columns(after))
    return after


def amend(
    caseload: Caseload,
    contact_id: str,
    kind: AddendumKind,
    reason: str,
    text: str | None = None,
) -> Addendum:
    """Add to a contact: a correction, a late addition, a retraction; or mark it entered in error.

    Args:
        caseload: The open caseload.
        contact_id: Which.
        kind: What sort of addition.
        reason: Why; it is always asked.
        text: The new words. A correction and a late addition need them.

    Raises:
        InvalidError: It is not signed yet and could simply be edited, is in error already, or
            lacks its reason or text.
    """
    if not reason.strip():
        raise InvalidError('An addendum needs its reason: --reason "…".')
    if kind in (AddendumKind.CORRECTION, AddendumKind.LATE_ADDITION) and not (text or "").strip():
        raise InvalidError('Say what is to be added: caseload contact amend ID "…" --reason "…".')
    with caseload.write("amend contact") as change:
        contact = get(caseload, contact_id)
        change.client_id = contact.client_id
        if contact.entered_in_error_at is not None:
            raise InvalidError(f"{contact.contact_id} is marked as entered in error already.")
        in_error = kind is AddendumKind.ENTERED_IN_ERROR
        if contact.signed_at is None and not contact.imported and not in_error:
            raise InvalidError(
                f"{contact.contact_id} is not signed yet. Change it with: caseload contact edit "
                f"{contact.contact_id}"
            )
        addendum = Addendum(
            caseload.next_id("addendum", "addendum_id", "A"),
            contact.contact_id,
            kind,
            text,
            reason,
            change.at,
            caseload.acting_staff_id,
        )
        change.insert(
            "addendum", {**to_columns(addendum), "record": "contact"}, addendum.addendum_id
        )
        if in_error:
            change.update(
                "contact",
                "contact_id",
                contact.contact_id,
                {"entered_in_error_at": change.at, "entered_in_error_why": reason},
            )
    return addendum


def first_days(caseload: Caseload, client_id: str | None = None) -> dict[str, First]:
    """The day of each client's first referral or admission; of one client when named."""
    rows = caseload.rows(
        "select client_id, min(min(ifnull(referred_on, '9'), ifnull(admitted_on, '9'))) as first,"
        " referred_on from episode where (? is null or client_id = ?) group by client_id",
        (client_id, client_id),
    )
    return {
        client: First(date.fromisoformat(first), "referred" if first == referred else "admitted")
        for client, first, referred in rows
        if first != "9"
    }


def check(contact: Contact, today: date, first: First | None) -> None:
    """Whether a contact can be true.

    Raises:
        InvalidError: It lies ahead, before the client's first referral or admission, lasts longer
            than a day, or began at no time of day.
    """
    if contact.contacted_on > today:
        raise InvalidError(
            f"{dates.spoken(contact.contacted_on, today)} lies ahead. A contact is recorded once "
            "it has happened; give the day it did.",
            field="contacted_on",
        )
    if first is not None and contact.contacted_on < first.day:
        raise InvalidError(
            f"{dates.spoken(contact.contacted_on, today)} lies before the client was {first.what}, "
            f"{dates.spoken(first.day)}. Check the date.",
            field="contacted_on",
        )
    if contact.minutes is not None and not 0 <= contact.minutes <= 1440:
        raise InvalidError("A contact lasts from 0 to 1440 minutes.", field="minutes")
    began = contact.started_at
    if began is not None and dates.parse_time(began) != began:
        raise InvalidError(
            f"A time of day is written {dates.parse_time(began)}.", field="started_at"
        )
