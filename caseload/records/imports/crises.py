"""Rows about crises and inpatient stays, as an agency's records of elsewhere have them.

A stay that comes in holds the episodes that it falls into, and owes its follow-ups, as one that is
recorded here does.
"""

from caseload import dates
from caseload.errors import InvalidError
from caseload.model.crises import Crisis
from caseload.records import crises
from caseload.records._columns import Column, Reader, of_record
from caseload.records._incoming import Incoming, Kind, Saved, Values
from caseload.records.imports.known import before, refuse_another_client

LEFT = ("recorded_at", "entered_in_error_at")
ALIKE = ("client_id", "occurred_at", "kind")


def _occurred(order: str) -> Reader:
    def read(text: str) -> str:
        day, clock = dates.day_and_clock(text)
        try:
            on = dates.parse_entry(day, order=order)
            return f"{on}T{dates.parse_time(clock)}" if clock else on.isoformat()
        except InvalidError as error:
            raise InvalidError("it is written 2026-11-20 or 2026-11-20T14:30") from error

    return read


def _columns(order: str) -> list[Column]:
    others = of_record(Crisis, order, *LEFT, "occurred_at")
    return [*others, Column("occurred_at", _occurred(order))]


def _save(incoming: Incoming, values: Values) -> Saved:
    caseload = incoming.caseload
    client_id = incoming.client(values)
    if "staff" in values:
        values["staff"] = incoming.staff_id(values["staff"])
    in_error = values.pop("entered_in_error_why", None)
    known = before(incoming, Crisis, values, ALIKE)
    if known is None:
        made_id = values.pop("crisis_id", None) or incoming.new_id("crisis", "crisis_id", "X")
        facts = {name: value for name, value in values.items() if name not in ALIKE}
        made = crises.add(
            caseload, client_id, values["occurred_at"], values["kind"], crisis_id=made_id, **facts
        )
        if in_error is not None:
            crises.entered_in_error(caseload, made.crisis_id, in_error)
        return Saved.ADDED
    differs = known._replace(**values) != known
    newly = in_error is not None and known.entered_in_error_at is None
    saved = incoming.came(differs=differs or newly)
    if saved is Saved.CHANGED and differs:
        refuse_another_client(known, values)
        crises.edit(caseload, known.crisis_id, **values)
    if saved is Saved.CHANGED and newly:
        crises.entered_in_error(caseload, known.crisis_id, in_error or "")
    return saved


KINDS = {
    "crises": Kind(
        _columns, ("client_id", "occurred_at", "kind"), _save, named="crisis_id", left=LEFT
    ),
}
