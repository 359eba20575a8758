"""Safety plans in versions: the one in force, the draft, and the one way to change either.

What always holds: a version that anyone has signed never changes, and the database itself refuses;
to change it begins the next. The plan in force is the newest that the client and the case manager
have signed, whatever newer draft there is. What was changed by somebody else in the meantime is
never overwritten.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from caseload import dates
from caseload.errors import ConflictError, InvalidError, NotFoundError
from caseload.model import SignerRole
from caseload.model.crises import NAMES, SafetyPlan, content, lacks, tidied
from caseload.model.planning import PlanStatus, Signature, SignatureMethod
from caseload.records import clients
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import Value, columns_of, to_columns, to_record

SIGNERS = (SignerRole.CLIENT, SignerRole.CASE_MANAGER)
"""Who must sign; a guardian signs for the client."""
KIND = "safety_plan"
"""The kind of draft that text of a safety plan is kept as."""


# --- reading -------------------------------------------------------------------------------------


def versions(caseload: Caseload, client_id: str, on: date | None = None) -> list[SafetyPlan]:
    """All versions of a client's safety plan, the oldest first, as they stood on a day (today)."""
    found = _read(caseload, "where p.client_id = ?", (client_id,))
    return _standing(found, on or caseload.today)


def everyones(caseload: Caseload) -> Iterator[SafetyPlan]:
    """All versions of all clients, as they stand today."""
    own: dict[str, list[SafetyPlan]] = {}
    for one in _read(caseload, "", ()):
        own.setdefault(one.client_id, []).append(one)
    for client_id in sorted(own):
        yield from _standing(own[client_id], caseload.today)


def _read(caseload: Caseload, where: str, values: tuple[str, ...]) -> list[SafetyPlan]:
    with caseload.reading():
        rows = caseload.rows(
            "select p.safety_plan_id, p.client_id, p.version, p.signed_on, p.staff, p.recorded_at,"
            f" {', '.join(f'p.{name}' for name in NAMES)} from safety_plan p {where}"
            " order by p.client_id, p.version",
            values,
        )
        signed: dict[str, list[Signature]] = {}
        for of, *row in caseload.rows(
            f"select s.safety_plan_id, {columns_of(Signature, 's')} from safety_plan p"
            f" join safety_plan_signature s using (safety_plan_id) {where}"
            " order by s.signed_on, s.signature_id",
            values,
        ) if rows else ():  # fmt: skip
            signed.setdefault(of, []).append(to_record(Signature, row))
    found = []
    for plan_id, client_id, version, signed_on, staff, recorded_at, *steps in rows:
        said: dict[str, Any] = {
            name: tuple(text.split("\n")) if text else ()
            for name, text in zip(NAMES, steps, strict=True)
        }
        day = date.fromisoformat(signed_on) if signed_on else None
        found.append(
            SafetyPlan(
                plan_id, client_id, version, signed_on=day, staff=staff, recorded_at=recorded_at,
                signatures=tuple(signed.get(plan_id, ())), **said,
            )
        )  # fmt: skip
    return found


def _standing(own: list[SafetyPlan], day: date) -> list[SafetyPlan]:
    signed = [one.version for one in own if one.signed_on is not None and one.signed_on <= day]
    active, newest = max(signed, default=None), own[-1].version if own else None

    def status(one: SafetyPlan) -> PlanStatus:
        if one.version == active:
            return PlanStatus.ACTIVE
        return PlanStatus.DRAFT if one.version == newest else PlanStatus.SUPERSEDED

    return [one._replace(status=status(one)) for one in own]


def in_force(caseload: Caseload, client_id: str, on: date | None = None) -> SafetyPlan | None:
    """The safety plan that a client goes by on a day (today); None when none is signed."""
    found = [one for one in versions(caseload, client_id, on) if one.status is PlanStatus.ACTIVE]
    return found[0] if found else None


def draft(caseload: Caseload, client_id: str, on: date | None = None) -> SafetyPlan | None:
    """The version that waits for signatures, if there is one."""
    found = [one for one in versions(caseload, client_id, on) if one.status is PlanStatus.DRAFT]
    return found[0] if found else None


def get(caseload: Caseload, client_id: str, version: int, on: date | None = None) -> SafetyPlan:
    """One version.

    Raises:
        NotFoundError: There is none of that number.
    """
    found = {one.version: one for one in versions(caseload, client_id, on)}
    if version not in found:
        there = ", ".join(map(str, found)) or "none yet"
        raise NotFoundError(
            f"{client_id} has no safety plan of version {version}. There are: {there}."
        )
    return found[version]


def newest(caseload: Caseload, client_id: str) -> SafetyPlan:
    """The newest version: the draft, else the one in force.

    Raises:
        NotFoundError: The client has no safety plan yet.
    """
    found = versions(caseload, client_id)
    if not found:
        raise NotFoundError(
            f"{client_id} has no safety plan yet. Begin one: caseload safety-plan new {client_id}"
        )
    return found[-1]


def chosen(
    caseload: Caseload, client_id: str, on: date, version: int | None, *, the_draft: bool
) -> SafetyPlan:
    """The version that is asked for; without a word the one in force, else the draft.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        on: As it stood on this day.
        version: Its number.
        the_draft: Whether it is the one that waits for signatures.

    Raises:
        NotFoundError: There is no such version, or none at all.
    """
    if version is not None:
        return get(caseload, client_id, version, on)
    if not the_draft:
        return in_force(caseload, client_id, on) or newest(caseload, client_id)
    found = draft(caseload, client_id, on)
    if found is None:
        raise NotFoundError(
            f"{client_id} has no draft of a safety plan. Begin one: caseload safety-plan edit "
            f"{client_id}"
        )
    return found


# --- writing -------------------------------------------------------------------------------------


def new(caseload: Caseload, client_id: str, **steps: tuple[str, ...]) -> SafetyPlan:
    """Begin a safety plan from nothing; what its steps say may come along.

    Raises:
        NotFoundError: There is no such client.
        InvalidError: There is a draft already.
    """
    with caseload.write("new safety plan", client_id) as change:
        clients.get(caseload, client_id)
        before = versions(caseload, client_id)
        if before and before[-1].status is PlanStatus.DRAFT:
            raise InvalidError(
                f"{client_id} has a draft already, version {before[-1].version}. Go on with it: "
                f"caseload safety-plan edit {client_id}"
            )
        version = before[-1].version + 1 if before else 1
        given: dict[str, Any] = dict(steps)
        _insert(caseload, change, tidied(SafetyPlan("", client_id, version, **given)))
    return newest(caseload, client_id)


def revise(
    caseload: Caseload, before: SafetyPlan, after: SafetyPlan, action: str = "edit safety plan"
) -> SafetyPlan:
    """Save what became of a safety plan since it was read.

    A version that anyone has signed stays as it is, and what was changed becomes the next version.
    Nothing that differs is saved as nothing.

    Args:
        caseload: The open caseload.
        before: The newest version as it was read.
        after: What its steps are to say.
        action: For the audit log.

    Raises:
        ConflictError: Somebody else has saved it since; neither text is lost.
    """
    with caseload.write(action, before.client_id) as change:
        current, wanted = newest(caseload, before.client_id), tidied(after)
        if content(wanted) == content(current):
            return current
        if (current.version, content(current)) != (before.version, content(before)):
            raise ConflictError(
                f"Somebody else has changed the safety plan of {before.client_id} since you opened "
                "it; yours was not saved over theirs."
            )
        if current.signatures or current.signed_on is not None:
            _insert(caseload, change, wanted._replace(version=current.version + 1))
        else:
            change.update("safety_plan", "safety_plan_id", current.safety_plan_id, _steps(wanted))
    return newest(caseload, before.client_id)


def change(
    caseload: Caseload, client_id: str, edit: Callable[[SafetyPlan], SafetyPlan]
) -> SafetyPlan:
    """Change the newest version by a function from plan to plan; see `revise`."""
    with caseload.write("edit safety plan", client_id):
        before = newest(caseload, client_id)
        return revise(caseload, before, edit(before))


def _insert(caseload: Caseload, change: Change, plan: SafetyPlan) -> None:
    made = caseload.next_id("safety_plan", "safety_plan_id", "Y")
    row: dict[str, Value] = {
        "safety_plan_id": made, "client_id": plan.client_id, "version": plan.version,
        **_steps(plan), "staff": caseload.acting_staff_id, "recorded_at": change.at,
    }  # fmt: skip
    change.insert("safety_plan", row, made)


def _steps(plan: SafetyPlan) -> dict[str, Value]:
    return {name: "\n".join(plan.lines(name)) or None for name in NAMES}


def sign(
    caseload: Caseload,
    client_id: str,
    role: SignerRole,
    signed_on: date,
    *,
    signer: str | None = None,
    method: SignatureMethod | None = None,
    reason: str | None = None,
) -> SafetyPlan:
    """Record a signature on the draft, or a refusal. It is in force with the last one it needs.

    Args:
        caseload: The open caseload.
        client_id: Whose safety plan.
        role: In which role.
        signed_on: The day it was given, today or before.
        signer: Who; the client, or the one who acts, when not said. A guardian must be named.
        method: How; electronic for the one who acts, else in person.
        reason: Why it was refused.

    Raises:
        NotFoundError: There is no draft.
        InvalidError: A step says nothing, they have signed already, the day lies ahead or before
            the version in force, a refusal lacks its reason, or someone would sign electronically
            for somebody else.
        UsageError: A staff member signs, and nobody said who acts.
    """
    # The card reads safety plans and signs none: it need not know how plans are signed.
    from caseload.records import signatures
    from caseload.rules import plan_rules

    with caseload.write("sign safety plan", client_id) as change:
        plan = newest(caseload, client_id)
        if plan.status is not PlanStatus.DRAFT:
            raise NotFoundError(
                f"Version {plan.version} is signed and in force; there is no draft. Make the next: "
                f"caseload safety-plan edit {client_id}"
            )
        _refuse_unready(caseload, plan, signed_on)
        name, method, credentials = signatures.signer_of(
            caseload, client_id, role, signer, method, "safety-plan"
        )
        made = Signature(
            caseload.next_id("safety_plan_signature", "signature_id", "W"),
            name, role, signed_on, method, signatures.reason_of(role, method, reason), credentials,
        )  # fmt: skip
        what = f"version {plan.version} of the safety plan"
        signatures.refuse_twice(plan.signatures, made, what)
        change.insert(
            "safety_plan_signature",
            {**to_columns(made), "safety_plan_id": plan.safety_plan_id},
            made.signature_id,
        )
        signed = [*plan.signatures, made]
        if not plan_rules.unsigned(SIGNERS, signed):
            day = plan_rules.in_force_from(signed).isoformat()
            change.update("safety_plan", "safety_plan_id", plan.safety_plan_id, {"signed_on": day})
    return get(caseload, client_id, plan.version)


def _refuse_unready(caseload: Caseload, plan: SafetyPlan, signed_on: date) -> None:
    lacking = lacks(plan)
    if lacking:
        raise InvalidError(
            f"Version {plan.version} of the safety plan is not ready to sign. These steps say "
            f"nothing: {'; '.join(lacking)}. Mend it: caseload safety-plan edit {plan.client_id}"
        )
    if signed_on > caseload.today:
        raise InvalidError(f"{dates.spoken(signed_on, caseload.today)} lies ahead.")
    before = in_force(caseload, plan.client_id)
    began = before.signed_on if before is not None else None
    if began is not None and signed_on < began:
        raise InvalidError(
            f"{dates.spoken(signed_on, caseload.today)} lies before the version that this one was "
            f"made from came into force, {dates.spoken(began)}. Check the date."
        )


def waits_for(plan: SafetyPlan) -> list[SignerRole]:
    """Who must still sign a version."""
    from caseload.rules import plan_rules

    return plan_rules.unsigned(SIGNERS, plan.signatures)
