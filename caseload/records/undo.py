"""Undo: the last action of the one who acts, taken back as an entry of its own in the audit log.

What always holds: what somebody else has changed since is left alone; what was signed, and what
tells others that something happened, stays; nothing is erased from the audit log. It works from
that log, in which all rows of one action share their instant and their actor.
"""

import json
from datetime import date
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.planning import PROSE, Plan
from caseload.records import (
    checks,
    clients,
    contacts,
    episodes,
    plans,
    referrals,
    resources,
    staff,
)
from caseload.records._caseload import Caseload, Change
from caseload.records._undo_marks import MARKED
from caseload.records._undo_words import UNDO, again, why_row, why_whole, words
from caseload.records.audit import Entry

WHY = "undone"
"""Why an entry in error is one."""
STAYS = ("episode", "episode_case_manager", "episode_level", "hold", "hold_review", "crisis_hold")
STORY = "advocacy_step"
"""Each step builds on the one before, so the last alone can be taken back."""
PARTS = ("goal", "objective", "intervention")


class Undone(NamedTuple):
    """What was taken back, or would be."""

    action: str
    at: str
    """The instant at which it was done, UTC."""
    client_id: str | None
    changes: tuple[str, ...]
    """What is otherwise now, a sentence each."""


def last(caseload: Caseload) -> Undone:
    """What an undo would take back. It is tried out, so it fails wherever `undo` would.

    Raises:
        NotFoundError, InvalidError: As for `undo`.
    """
    return _undo(caseload, keep=False)


def undo(caseload: Caseload) -> Undone:
    """Take back the last action of the one who acts.

    Raises:
        NotFoundError: They have done nothing yet.
        InvalidError: It can't be taken back; the sentence says why, and what to do instead.
    """
    return _undo(caseload, keep=True)


def _undo(caseload: Caseload, *, keep: bool) -> Undone:
    with caseload.write("undo", keep=keep) as change:
        group = _last_action(caseload)
        entries = [_Row(one) for one in group]
        first = entries[0]
        change.client_id = next((one.client_id for one in group if one.client_id), None)
        _refuse_action(group)
        for one in entries:
            _refuse_row(caseload, one)
        _refuse_later(caseload, group)
        change.note(UNDO, str(first.entry.audit_id), None, {"action": first.entry.action})
        told = _taken_back(caseload, change, entries)
    client_id = change.client_id
    return Undone(first.entry.action, first.entry.at, client_id, tuple(told))


def _last_action(caseload: Caseload) -> list[Entry]:
    """The audit rows of the last thing that the one who acts has done, in order."""
    if caseload.actor == "unknown":
        raise InvalidError(
            "Say who you are, so that it is your own action: caseload --staff NAME …"
        )
    found: list[Entry] = []
    columns = ", ".join(Entry._fields)
    newest = caseload.value("select max(audit_id) from audit where actor = ?", (caseload.actor,))
    if newest is None:
        raise NotFoundError("You have done nothing in this file yet, so there is nothing to undo.")
    for row in caseload.stream(
        f"select {columns} from audit where audit_id <= ? order by audit_id desc", (newest,)
    ):
        entry = Entry(*row)
        if found and (entry.at, entry.actor) != (found[0].at, found[0].actor):
            break
        found.append(entry)
    if found[-1].action == "make file" and newest < caseload.value(
        "select max(audit_id) from audit"
    ):
        # Not "delete the file": what others did since would be gone with it.
        raise InvalidError(
            "You have done nothing since you made this file; what came after stands under other "
            "names. Say whose is to be taken back: caseload --staff NAME undo"
        )
    return found[::-1]


class _Row:
    """One audit row, taken apart."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.table = entry.record
        self.before: dict[str, Any] | None = json.loads(entry.before) if entry.before else None
        self.after: dict[str, Any] | None = json.loads(entry.after) if entry.after else None
        names = checks.KEYS.get(entry.record, ())
        said = {**(self.before or {}), **(self.after or {})}
        if names:
            said[names[0]] = entry.record_id
        self.keys: dict[str, str] = {name: said[name] for name in names}

    @property
    def id(self) -> str:
        """The id that people know it by."""
        if self.table in PARTS:
            return self.keys[f"{self.table}_id"]
        return self.entry.record_id or ""

    @property
    def added(self) -> bool:
        """Whether it was added by the action."""
        return self.before is None

    def rest(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values without those that tell the row apart."""
        return {name: value for name, value in values.items() if name not in self.keys}


# --- why not -------------------------------------------------------------------------------------


def _refuse_action(group: list[Entry]) -> None:
    """Refuse what is no single thing that somebody did.

    Raises:
        InvalidError: It is an undo itself, an import, an export, or about the file as a whole.
    """
    why = why_whole(group)
    if why is not None:
        raise InvalidError(why)


def _refuse_row(caseload: Caseload, row: _Row) -> None:
    """Refuse to take back what others rely on.

    Raises:
        InvalidError: It was signed, tells others that something happened, or is never taken away.
    """
    client = row.entry.client_id or "CLIENT"
    table, own = row.table, row.id
    if table == "contact":
        now = contacts.get(caseload, own)
        if now.signed_at is not None:
            raise InvalidError(
                f"{own} is signed and never changes. Amend it: caseload contact amend {own} "
                '--kind entered_in_error --reason "…"'
            )
    why = why_row(row.entry, row.after or {})
    if why is not None:
        raise InvalidError(why)
    if table in MARKED and not row.added and "entered_in_error_at" in (row.after or {}):
        raise InvalidError(f"{own} stays marked as entered in error. Enter it anew.")
    if table == "referral_update" and (row.after or {}).get("takes_back"):
        raise InvalidError(
            "A step that was taken back stays so. Enter it anew: caseload referral update "
            f"{(row.after or {}).get('referral_id')}"
        )
    if row.added and table == "client":
        raise InvalidError(
            f"A client's record is never taken away. Correct it: caseload client edit {own}"
        )
    if row.added and table == "staff":
        raise InvalidError(
            f"Somebody who was added stays. When they don't work here: caseload staff edit {own} "
            "--inactive"
        )
    if row.added and table == "program" and _is_used(caseload, own):
        raise InvalidError(
            f"{own} is in use by now, so it stays. Set it aside: caseload program edit {own} "
            "--inactive"
        )
    if (
        row.added
        and table == "resource"
        and caseload.rows("select 1 from referral where resource_id = ?", (own,))
    ):
        raise InvalidError(
            f"Somebody was referred to {own} since, so it stays. When it is no longer offered: "
            f"caseload resource edit {own} --inactive"
        )
    if row.added and table == "plan" and (row.after or {}).get("version") == 1:
        raise InvalidError(
            f"A plan that was begun stays. Change what it says: caseload plan edit {client}"
        )
    if table not in checks.KEYS:
        raise InvalidError(f"The last thing you did, {row.entry.action}, is not taken back.")
    if row.added and table in episodes.DATED and row.entry.action != "correct client":
        _refuse_later_transfer(caseload, row)
    if table in ("plan", *PARTS):
        _refuse_signed(caseload, row)
    if table == "safety_plan":
        _refuse_signed_safety_plan(caseload, row)


def _is_used(caseload: Caseload, program: str) -> bool:
    used = " union all ".join(
        f"select 1 from {table} where program = :name"
        for table in ("episode", "standard", "contact")
    )
    return bool(caseload.rows(f"{used} limit 1", {"name": program}))


def _refuse_later_transfer(caseload: Caseload, row: _Row) -> None:
    newer = caseload.value(
        f"select min(from_on) from {row.table} where episode_id = ? and from_on > ?",
        (row.keys["episode_id"], row.keys["from_on"]),
    )
    if newer is not None:
        raise InvalidError(
            f"A later transfer, from {_spoken(newer)}, builds on it. Transfer them anew: "
            f"caseload client transfer {row.entry.client_id}"
        )


def _refuse_signed(caseload: Caseload, row: _Row) -> None:
    signed = caseload.value(
        "select 1 from signature where record = 'plan' and \"of\" = ?", (row.keys["plan_id"],)
    )
    if signed is not None:
        raise InvalidError(
            f"That version of the plan was signed since, and stays. What you change begins the "
            f"next draft: caseload plan edit {row.entry.client_id}"
        )


def _refuse_signed_safety_plan(caseload: Caseload, row: _Row) -> None:
    signed = caseload.value(
        "select 1 from safety_plan_signature where safety_plan_id = ?",
        (row.keys["safety_plan_id"],),
    )
    if signed is not None:
        raise InvalidError(
            "That version of the safety plan was signed since, and stays. What you change begins "
            f"the next draft: caseload safety-plan edit {row.entry.client_id}"
        )


def _refuse_later(caseload: Caseload, group: list[Entry]) -> None:
    """Refuse where somebody has changed the same record since, or built on it.

    Raises:
        InvalidError: They have; it is said who.
    """
    end = group[-1].audit_id
    own = {(one.record, one.record_id) for one in group}
    stays = any(one.record in STAYS for one in group)
    steps = any(one.record == STORY for one in group)
    begun = any(one.record == "episode" and one.before is None for one in group)
    client_id = next((one.client_id for one in group if one.client_id), None)
    for actor, record, record_id, of in caseload.stream(
        "select actor, record, record_id, client_id from audit where audit_id > ?"
        " order by audit_id",
        (end,),
    ):
        same_client = of is not None and of == client_id
        built_on = begun or (stays and record in STAYS) or (steps and record == STORY)
        if (record, record_id) in own or (same_client and built_on):
            name = caseload.value("select name from staff where staff_id = ?", (actor,)) or actor
            raise InvalidError(
                f"{name} has changed something there since, so it is not taken back. Change it by "
                "hand."
            )


# --- taking back ---------------------------------------------------------------------------------


def _taken_back(caseload: Caseload, change: Change, rows: list[_Row]) -> list[str]:
    """Take each row back, the last first; what is otherwise now, in the order of the action."""
    begun = [row for row in rows if row.table == "plan" and row.added]
    if begun:
        of = begun[0].keys["plan_id"]
        told = [_emptied(caseload, begun[0])]
        rows = [row for row in rows if row.keys.get("plan_id") != of]
    else:
        told = []
    planned = [row for row in rows if row.table in ("plan", *PARTS)]
    before = _newest(caseload, planned)
    for row in reversed(rows):
        told += filter(None, [_reversed(caseload, change, row)])
    after = _newest(caseload, planned)
    if before is not None and after is not None:
        plans.refuse_loss(caseload, before, after)
    return told[::-1]


def _newest(caseload: Caseload, planned: list[_Row]) -> Plan | None:
    client_id = planned[0].entry.client_id if planned else None
    return plans.newest(caseload, client_id) if client_id is not None else None


def _emptied(caseload: Caseload, row: _Row) -> str:
    """A version that an edit began says again what the one before says."""
    client_id = row.entry.client_id
    assert client_id is not None
    *_, older, newest = plans.versions(caseload, client_id)
    wanted = {name: getattr(older, name) for name in (*PROSE, "goals")}
    plans.revise(caseload, newest, newest._replace(**wanted))
    return f"Draft {newest.version} says what version {older.version} says; a version stays."


def _reversed(caseload: Caseload, change: Change, row: _Row) -> str:
    """Take one row back; what is otherwise now, '' where that is said already."""
    name = f"{row.table.replace('_', ' ')} {row.id}"
    if row.added and row.table in MARKED:
        MARKED[row.table](caseload, row.id, WHY)
        return f"{row.id} is marked as entered in error."
    if row.table in episodes.DATED:
        return _reversed_transfer(caseload, change, row)
    if row.table == "referral_update":
        step = next(
            one
            for one in referrals.updates(caseload, (row.after or {})["referral_id"])
            if one.referral_update_id == row.id
        )
        return referrals.undo_step(caseload, change, step, WHY)
    if row.added:
        assert row.after is not None
        if row.table == "resource":
            resources.unfind(caseload, change, row.id)
        change.remove(row.table, row.keys, row.rest(row.after))
        return f"{name} is gone."
    assert row.before is not None
    if row.after is None:
        change.insert(row.table, {**row.keys, **row.rest(row.before)}, row.entry.record_id)
        return f"{name} is there again."
    values = row.rest(row.before)
    change.update_part(row.table, row.keys, values)
    if row.table == "client":
        change.derived("delete from client_name where client_id = ?", (row.id,))
        clients.name(change, clients.get(caseload, row.id))
    if row.table == "resource":
        resources.find_anew(caseload, change, row.id)
    names = staff.names(caseload)
    return f"{name}: {'; '.join(again(field, value, names) for field, value in values.items())}."


def _reversed_transfer(caseload: Caseload, change: Change, row: _Row) -> str:
    field, from_on = episodes.DATED[row.table], row.keys["from_on"]
    if row.after is None:
        assert row.before is not None
        change.insert(row.table, {**row.keys, **row.rest(row.before)}, row.entry.record_id)
        return ""
    if row.before is None:
        change.remove(row.table, row.keys, row.rest(row.after))
        return f"{row.id}: no other {words(field)} from {_spoken(from_on)} on."
    change.update_part(row.table, row.keys, {field: row.before[field]})
    return f"{row.id}: {again(field, row.before[field], staff.names(caseload), from_on)}."


def _spoken(day: str) -> str:
    return dates.spoken(date.fromisoformat(day))
