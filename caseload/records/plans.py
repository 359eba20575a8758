"""Recovery plans in versions: the one in force, the draft, and the one way to change either.

What always holds: a version that anyone has signed never changes, and the database itself refuses;
to change it makes the next version from it. Only the newest version can be a draft. The plan in
force is the newest that all who must have signed, whatever newer draft there is. What was changed
by somebody else in the meantime is never overwritten.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from caseload.errors import ConflictError, InvalidError, NotFoundError
from caseload.model import EpisodeStatus, SignerRole
from caseload.model.planning import PROSE, Plan
from caseload.records import _plan_rows, clients, episodes, programs
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import Value, column
from caseload.rules import plan_edits, plan_rules

AT_A_TIME = 500
"""Clients whose plans are read at once, so that memory stays flat."""
_TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("goal", "G", ("domain", "statement")),
    ("objective", "O", ("statement", "measure", "target_on")),
    ("intervention", "V", ("action", "responsible", "frequency", "duration")),
)
"""Each part's table, the letter of its ids, and its own columns, by how deep it lies in a plan."""


# --- reading -------------------------------------------------------------------------------------


def versions(caseload: Caseload, client_id: str, on: date | None = None) -> list[Plan]:
    """All versions of a client's plan, the oldest first, as they stood on a day (today)."""
    return of_clients(caseload, [client_id], on).get(client_id, [])


def of_clients(
    caseload: Caseload, client_ids: Sequence[str], on: date | None = None
) -> dict[str, list[Plan]]:
    """As `versions`, for many clients at once; those without a plan are left out."""
    day = on or caseload.today
    with caseload.reading():
        rows = _plan_rows.versions(caseload, client_ids)
        if not rows:
            return {}
        goals = _plan_rows.goals(caseload, client_ids)
        signed = _plan_rows.signatures(caseload, client_ids)
        stands = plan_rules.standings(_plan_rows.notes(caseload, client_ids, until=day))
    found: dict[str, list[Plan]] = {}
    for plan_id, client_id, version, effective_on, *prose in rows:
        read = Plan(
            plan_id,
            client_id,
            version,
            effective_on=date.fromisoformat(effective_on) if effective_on else None,
            goals=goals.get(plan_id, ()),
            signatures=signed.get(plan_id, ()),
            **dict(zip(PROSE, prose, strict=True)),
        )
        found.setdefault(client_id, []).append(plan_rules.with_progress(read, stands))
    return {client_id: _standing(own, day) for client_id, own in found.items()}


def everyones(caseload: Caseload) -> Iterator[Plan]:
    """All versions of all clients, some hundred clients at a time."""
    wanted = [row[0] for row in caseload.rows("select distinct client_id from plan order by 1")]
    for start in range(0, len(wanted), AT_A_TIME):
        for own in of_clients(caseload, wanted[start : start + AT_A_TIME]).values():
            yield from own


def _standing(own: list[Plan], day: date) -> list[Plan]:
    """A client's versions, each with its status on a day."""
    signed = [one.version for one in own if one.effective_on and one.effective_on <= day]
    newest, active = own[-1].version, max(signed, default=None)
    return [one._replace(status=plan_rules.status(one, newest, active)) for one in own]


def in_force(caseload: Caseload, client_id: str, on: date | None = None) -> Plan | None:
    """The plan that a client works by on a day: the newest that all have signed."""
    found = [one for one in versions(caseload, client_id, on) if one.status == "active"]
    return found[0] if found else None


def draft(caseload: Caseload, client_id: str, on: date | None = None) -> Plan | None:
    """The version that waits for signatures, if there is one."""
    found = [one for one in versions(caseload, client_id, on) if one.status == "draft"]
    return found[0] if found else None


def get(caseload: Caseload, client_id: str, version: int, on: date | None = None) -> Plan:
    """One version.

    Raises:
        NotFoundError: There is none of that number.
    """
    found = {one.version: one for one in versions(caseload, client_id, on)}
    if version not in found:
        there = ", ".join(map(str, found)) or "none yet"
        raise NotFoundError(f"{client_id} has no plan version {version}. There are: {there}.")
    return found[version]


def newest(caseload: Caseload, client_id: str) -> Plan:
    """The newest version: the draft, else the plan in force.

    Raises:
        NotFoundError: The client has no plan yet.
    """
    found = versions(caseload, client_id)
    if not found:
        raise NotFoundError(
            f"{client_id} has no recovery plan yet. Begin one: caseload plan new {client_id}"
        )
    return found[-1]


def signers(caseload: Caseload, client_id: str) -> list[SignerRole]:
    """Who must sign a client's plan: what the programs they are in ask for, else the usual two."""
    ended = (EpisodeStatus.DISCHARGED, EpisodeStatus.NOT_ELIGIBLE)
    within = {
        one.program for one in episodes.of_client(caseload, client_id) if one.status not in ended
    }
    return plan_rules.required_signers(
        one.plan_signers for one in programs.listed(caseload) if one.name in within
    )


def goals_meant(caseload: Caseload, client_id: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The ids of goals named by number, id or beginning, in the plan in force, else in the draft.

    Where there is no plan, or none with goals yet, what was said is kept as it is.

    Raises:
        NotFoundError: The plan has no such goal.
        AmbiguousError: More than one begins so.
    """
    said = tuple(text.strip() for text in texts if text.strip())
    known = versions(caseload, client_id) if said else []
    active = [one for one in known if one.status == "active"]
    plan = next(iter(active or known[-1:]), None)
    if plan is None or not plan.goals:
        return said
    return tuple(
        dict.fromkeys(plan.goals[plan_edits.find(plan, text, "goal")[0]].goal_id for text in said)
    )


# --- writing -------------------------------------------------------------------------------------


def new(caseload: Caseload, client_id: str, **prose: Any) -> Plan:
    """Begin a plan from nothing; what it says first may come along.

    Raises:
        InvalidError: There is a draft already.
    """
    with caseload.write("new plan", client_id) as change:
        clients.get(caseload, client_id)
        before = versions(caseload, client_id)
        if before and before[-1].status == "draft":
            raise InvalidError(
                f"{client_id} has a draft already, version {before[-1].version}. Go on with it: "
                f"caseload plan edit {client_id}"
            )
        made = Plan("", client_id, before[-1].version + 1 if before else 1, **prose)
        _insert(caseload, change, _tidied(made))
    return newest(caseload, client_id)


def revise(caseload: Caseload, before: Plan, after: Plan, action: str = "edit plan") -> Plan:
    """Save what became of a plan since it was read.

    A version that anyone has signed stays as it is, and what was changed becomes the next version.
    Nothing that differs is saved as nothing: no version is made for it.

    Args:
        caseload: The open caseload.
        before: The newest version as it was read.
        after: What it is to say; parts whose id is '' are new.
        action: For the audit log.

    Raises:
        ConflictError: Somebody else has saved the plan since; neither text is lost.
        InvalidError: A part says nothing, or one that has progress or contacts would be gone.
    """
    with caseload.write(action, before.client_id) as change:
        current = newest(caseload, before.client_id)
        wanted = _tidied(plan_edits.content(after))
        if wanted == plan_edits.content(current):
            return current
        if plan_edits.content(current) != plan_edits.content(before):
            raise ConflictError(
                f"Somebody else has changed the plan of {before.client_id} since you opened it; "
                "yours was not saved over theirs."
            )
        if wanted != plan_edits.content(before):
            _save(caseload, change, current, _numbered(caseload, wanted))
    return newest(caseload, before.client_id)


def change(caseload: Caseload, client_id: str, action: str, edit: Callable[[Plan], Plan]) -> Plan:
    """Change the newest version by a function from plan to plan; see `revise`."""
    with caseload.write(action, client_id):
        before = newest(caseload, client_id)
        return revise(caseload, before, edit(before), action)


def _save(caseload: Caseload, change: Change, current: Plan, wanted: Plan) -> None:
    refuse_loss(caseload, current, wanted)
    if current.signatures or current.effective_on is not None:
        _insert(caseload, change, wanted._replace(plan_id="", version=current.version + 1))
        return
    change.update(
        "plan", "plan_id", current.plan_id, {name: getattr(wanted, name) for name in PROSE}
    )
    was, now = _flat(current), _flat(wanted)
    for (table, key), values in now.items():
        keys = {"plan_id": current.plan_id, f"{table}_id": key}
        if (table, key) in was:
            change.update_part(table, keys, values)
        else:
            change.insert(table, {**keys, **values}, current.plan_id)
    for table, key in [each for each in was if each not in now]:
        keys = {"plan_id": current.plan_id, f"{table}_id": key}
        change.remove(table, keys, was[table, key])


def _insert(caseload: Caseload, change: Change, plan: Plan) -> None:
    plan_id = caseload.next_id("plan", "plan_id", "P")
    prose = {name: getattr(plan, name) for name in PROSE}
    row = {"plan_id": plan_id, "client_id": plan.client_id, "version": plan.version, **prose}
    change.insert("plan", row, plan_id)
    for (table, key), values in _flat(plan).items():
        change.insert(table, {"plan_id": plan_id, f"{table}_id": key, **values}, plan_id)


def _flat(plan: Plan) -> dict[tuple[str, str], dict[str, Value]]:
    """A plan's parts as rows, by table and id, without the columns that tell them apart."""
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    for place, part in plan_edits.parts(plan):
        table, _, names = _TABLES[len(place) - 1]
        values: dict[str, Value] = {name: column(getattr(part, name)) for name in names}
        values["order"] = place[-1] + 1
        if len(place) > 1:
            parent = plan_edits.at(plan, place[:-1])
            values[f"{_TABLES[len(place) - 2][0]}_id"] = parent[0]
        rows[table, part[0]] = values
    return rows


def _numbered(caseload: Caseload, plan: Plan) -> Plan:
    """The plan with an id for each part that has none."""
    for place, part in list(plan_edits.parts(plan)):
        if not part[0]:
            table, letter, _ = _TABLES[len(place) - 1]
            made = caseload.next_id(table, f"{table}_id", letter)
            plan = plan_edits.edit(plan, place, **{f"{table}_id": made})
    return plan


def _tidied(plan: Plan) -> Plan:
    """The plan with outer white space gone and empty text as None.

    Raises:
        InvalidError: A goal, objective or intervention says nothing.
    """
    prose: dict[str, Any] = {name: _text(getattr(plan, name)) for name in PROSE}
    plan = plan._replace(**prose)
    for place, part in list(plan_edits.parts(plan)):
        names = _TABLES[len(place) - 1][2]
        told = {name: _text(value) for name in names
                if isinstance(value := getattr(part, name), str) and name != "domain"}  # fmt: skip
        plan = plan_edits.edit(plan, place, **told)
        if not plan_edits.title(plan_edits.at(plan, place)):
            what = plan_edits.KINDS[len(place) - 1]
            raise InvalidError(f"{what.capitalize()} {plan_edits.number(place)} says nothing.")
    return plan


def _text(text: str | None) -> str | None:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").strip() or None


def refuse_loss(caseload: Caseload, current: Plan, wanted: Plan) -> None:
    """Refuse to drop a part that progress or contacts are about: what was said of it would hang.

    Raises:
        InvalidError: One would be gone; its mend is named.
    """
    kept = {part[0] for _, part in plan_edits.parts(wanted)}
    gone = [each for each in plan_edits.parts(current) if each[1][0] not in kept]
    about = told_of(caseload, current.client_id, (part[0] for _, part in gone))
    for place, part in gone:
        if part[0] in about:
            raise InvalidError(
                f"{plan_edits.number(place)} ({part[0]}) has progress notes or contacts and is "
                "not removed. Close it instead: caseload plan progress "
                f"{current.client_id} {plan_edits.number(place)} --status dropped"
            )


def told_of(caseload: Caseload, client_id: str, ids: Iterable[str]) -> set[str]:
    """Those goals and objectives that a progress note or a contact is about."""
    wanted = set(ids)
    if not wanted:
        return set()
    told = {
        each
        for row in caseload.rows(
            "select goal_id, objective_id from progress where client_id = ?", (client_id,)
        )
        for each in row
    }
    for (goals,) in caseload.rows(
        "select goals from contact where client_id = ? and goals is not null", (client_id,)
    ):
        told.update(goals.split(";"))
    return wanted & told
