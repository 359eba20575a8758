"""Rows about contacts. They may be many, so a row costs few queries and none over the history."""

import json
from collections import Counter
from typing import Any

from caseload.model import Addendum, AddendumKind, Contact
from caseload.records import contacts
from caseload.records._columns import Column, of_record, time_of_day
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values
from caseload.records._rows import to_columns
from caseload.records.imports.known import refuse_another_client

BY_PROGRAM = ("imported", "recorded_at", "signed_at", "signed_by", "entered_in_error_at")
"""Set by the program alone, so that a late entry is seen to be late."""


def _columns(order: str) -> list[Column]:
    columns = of_record(Contact, order, *BY_PROGRAM, "started_at")
    return [*columns, Column("started_at", time_of_day)]


def _save(incoming: Incoming, values: Values) -> Saved:
    client_id = incoming.client(values)
    incoming.change.client_id = client_id
    if "program" in values:
        values["program"] = incoming.program(values["program"])
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    in_error = values.pop("entered_in_error_why", None)
    if "contact_id" in values:
        incoming.once("contact_id", values["contact_id"])
        before = _known(incoming).get(values["contact_id"])
        if before is not None:
            return _save_again(incoming, before, values, in_error)
        contact_id = values.pop("contact_id")
        contact = _checked(incoming, contact_id, values)
    else:
        contact = _checked(incoming, "", values)
        if _stands_already(incoming, contact):
            return Saved.SAME
        contact = contact._replace(contact_id=incoming.new_id("contact", "contact_id", "K"))
    incoming.change.add(contact)
    if in_error is not None:
        _mark_in_error(incoming, contact, in_error)
    return Saved.ADDED


def _checked(incoming: Incoming, contact_id: str, values: Values) -> Contact:
    contact = Contact(contact_id, imported=True, recorded_at=incoming.change.at, **values)
    contacts.check(contact, incoming.caseload.today, incoming.first_days.get(contact.client_id))
    return contact


def _save_again(incoming: Incoming, before: Contact, values: Values, in_error: str | None) -> Saved:
    after = before._replace(**values)
    newly = in_error is not None and before.entered_in_error_at is None
    saved = incoming.came(differs=after != before or newly)
    if saved is Saved.CHANGED and after != before:
        if before.signed_at is not None:
            raise CellError("contact_id", f"{before.contact_id} is signed and never changes")
        if before.entered_in_error_at is not None:
            raise CellError("contact_id", f"{before.contact_id} was entered in error and stays")
        refuse_another_client(before, values)
        contacts.check(after, incoming.caseload.today, incoming.first_days.get(after.client_id))
        incoming.change.update("contact", "contact_id", after.contact_id, to_columns(after))
    if saved is Saved.CHANGED and newly and in_error is not None:
        _mark_in_error(incoming, before, in_error)
    return saved


def _known(incoming: Incoming) -> dict[str, Contact]:
    """Contacts that stand in the file under an id that the table names."""
    if "known" not in incoming.kept:
        ids = json.dumps(list(incoming.named))
        found = incoming.caseload.records(
            Contact, "where contact_id in (select value from json_each(?))", (ids,)
        )
        incoming.kept["known"] = {one.contact_id: one for one in found}
    known: dict[str, Contact] = incoming.kept["known"]
    return known


def _stands_already(incoming: Incoming, contact: Contact) -> bool:
    """Whether the file holds as many such contacts as the table has had so far."""
    if "standing" not in incoming.kept:
        incoming.kept["names"] = [
            name for name in Contact._fields if name in incoming.given and name != "contact_id"
            and name not in BY_PROGRAM and name != "entered_in_error_why"
        ]  # fmt: skip
        incoming.kept["standing"] = _standing(incoming, incoming.kept["names"])
        incoming.kept["seen"] = Counter()
    columns = to_columns(contact)
    key = tuple(columns[name] for name in incoming.kept["names"])
    incoming.kept["seen"][key] += 1
    return bool(incoming.kept["seen"][key] <= incoming.kept["standing"][key])


def _standing(incoming: Incoming, names: list[str]) -> Counter[tuple[Any, ...]]:
    chosen = ", ".join(f'"{name}"' for name in names)
    rows = incoming.caseload.rows(
        f"select {chosen} from contact where client_id in (select value from json_each(?))",
        (json.dumps(sorted(incoming.kept["client_ids"])),),
    )
    return Counter(rows)


def _mark_in_error(incoming: Incoming, contact: Contact, why: str) -> None:
    """A contact that was entered in error elsewhere must not begin to count here."""
    caseload, change = incoming.caseload, incoming.change
    addendum = Addendum(
        caseload.next_id("addendum", "addendum_id", "A"),
        contact.contact_id,
        AddendumKind.ENTERED_IN_ERROR,
        None,
        why,
        change.at,
        caseload.acting_staff_id,
    )
    change.insert("addendum", {**to_columns(addendum), "record": "contact"}, addendum.addendum_id)
    marked = {"entered_in_error_at": change.at, "entered_in_error_why": why}
    change.update("contact", "contact_id", contact.contact_id, marked)


KINDS = {
    "contacts": Kind(
        _columns,
        ("client_id", "contacted_on", "mode", "reached"),
        _save,
        named="contact_id",
        left=BY_PROGRAM,
    )
}
