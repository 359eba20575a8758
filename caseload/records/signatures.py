"""Signatures on a plan: who agreed to it, in which role, how; or refused, and why.

With the last one that its programs ask for, the draft becomes the plan in force. A signature is
never changed or withdrawn: the database itself refuses.
"""

from collections.abc import Iterable
from datetime import date

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model import SignerRole
from caseload.model.planning import Plan, Signature, SignatureMethod
from caseload.records import clients, plans, staff
from caseload.records._caseload import Caseload
from caseload.records._rows import to_columns
from caseload.rules import plan_rules

OF_STAFF = (SignerRole.CASE_MANAGER, SignerRole.SUPERVISOR)


def sign(
    caseload: Caseload,
    client_id: str,
    role: SignerRole,
    signed_on: date,
    *,
    signer: str | None = None,
    method: SignatureMethod | None = None,
    reason: str | None = None,
) -> Plan:
    """Record a signature on the draft, or a refusal. The plan comes into force with the last one.

    Args:
        caseload: The open caseload.
        client_id: Whose plan.
        role: In which role.
        signed_on: The day it was given, today or before.
        signer: Who; the client, or the one who acts, when not said. A guardian must be named.
        method: How; electronic for the one who acts, else in person.
        reason: Why it was refused.

    Raises:
        NotFoundError: There is no draft.
        InvalidError: The draft is not complete, they have signed already, the day lies ahead or
            before the version in force, a refusal lacks its reason, or someone would sign
            electronically for somebody else.
        UsageError: A staff member signs, and nobody said who acts.
    """
    with caseload.write("sign plan", client_id) as change:
        plan = plans.newest(caseload, client_id)
        if plan.status != "draft":
            raise NotFoundError(
                f"Version {plan.version} is signed and in force; there is no draft. Make the next: "
                f"caseload plan edit {client_id}"
            )
        lacking = plan_rules.lacks(plan)
        if lacking:
            raise InvalidError(
                f"Version {plan.version} is not ready to sign. It lacks: "
                f"{'; '.join(map(str, lacking))}. Mend it: caseload plan edit {client_id}"
            )
        if signed_on > caseload.today:
            raise InvalidError(f"{dates.spoken(signed_on, caseload.today)} lies ahead.")
        before = plans.in_force(caseload, client_id)
        began = before.effective_on if before is not None else None
        if began is not None and signed_on < began:
            raise InvalidError(
                f"{dates.spoken(signed_on, caseload.today)} lies before the version that this one "
                f"was made from came into force, {dates.spoken(began)}. Check the date."
            )
        name, method, credentials = signer_of(caseload, client_id, role, signer, method)
        made = Signature(
            caseload.next_id("signature", "signature_id", "Z"),
            name,
            role,
            signed_on,
            method,
            reason_of(role, method, reason),
            credentials,
        )
        refuse_twice(plan.signatures, made, f"version {plan.version}")
        change.insert(
            "signature",
            {**to_columns(made), "record": "plan", "of": plan.plan_id},
            made.signature_id,
        )
        signed = [*plan.signatures, made]
        if not plan_rules.unsigned(plans.signers(caseload, client_id), signed):
            day = plan_rules.in_force_from(signed).isoformat()
            change.update("plan", "plan_id", plan.plan_id, {"effective_on": day})
    return plans.get(caseload, client_id, plan.version)


def signer_of(
    caseload: Caseload,
    client_id: str,
    role: SignerRole,
    signer: str | None,
    method: SignatureMethod | None,
    command: str = "plan",
) -> tuple[str, SignatureMethod, str | None]:
    """The signer's name, how they sign, and a staff member's credentials.

    Raises:
        InvalidError: Somebody would sign electronically for another, or a guardian has no name.
        UsageError: A staff member signs, and nobody said who acts.
    """
    if role in OF_STAFF:
        one = staff.find(caseload, signer) if signer else staff.acting(caseload)
        own = caseload.acting_staff_id == one.staff_id
        how = method or (SignatureMethod.ELECTRONIC if own else SignatureMethod.IN_PERSON)
        if how is SignatureMethod.ELECTRONIC and not own:
            raise InvalidError(
                f"Nobody signs electronically for {one.name}. They do it themselves (caseload "
                f"--staff NAME {command} sign …), or sign on paper: --method in_person."
            )
        return one.name, how, ", ".join(one.credentials) or None
    if role is SignerRole.GUARDIAN and not (signer or "").strip():
        raise InvalidError('Say who the guardian is: --signer "…".')
    client = clients.get(caseload, client_id)
    own_name = f"{client.first_name} {client.last_name}"
    return (signer or "").strip() or own_name, method or SignatureMethod.IN_PERSON, None


def reason_of(role: SignerRole, method: SignatureMethod, reason: str | None) -> str | None:
    """Why somebody refused, and nothing for who signs.

    Raises:
        InvalidError: A refusal lacks its reason, a signature has one, or staff would refuse.
    """
    reason = (reason or "").strip() or None
    if method is not SignatureMethod.REFUSED:
        if reason is not None:
            raise InvalidError("Only a refusal has a reason.")
        return None
    if role in OF_STAFF:
        raise InvalidError("A client or their guardian may refuse; staff who won't sign do not.")
    if reason is None:
        raise InvalidError('A refusal is recorded with its reason, in their words: --refused "…".')
    return reason


def refuse_twice(there: Iterable[Signature], made: Signature, what: str) -> None:
    """One signature a role, which nothing follows; a refusal may still turn into one.

    Raises:
        InvalidError: Somebody has signed or refused in that role already.
    """
    own = [one for one in there if one.role is made.role]
    given = [one for one in own if one.method is not SignatureMethod.REFUSED]
    if given or (own and made.method is SignatureMethod.REFUSED):
        one = (given or own)[0]
        raise InvalidError(
            f"{one.signer} has {'signed' if given else 'refused to sign'} {what} "
            f"already, {dates.spoken(one.signed_on)}."
        )
