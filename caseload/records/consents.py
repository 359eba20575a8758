"""Releases of information: who may be told what, until when, and whether one is in force.

What always holds: a release is never edited. It is renewed by another that takes its place, revoked
from a day on, or marked as entered in error. A name is matched whole, without regard to case and
accents, and never guessed: what is told by mistake can't be taken back.
"""

from datetime import date
from typing import Any

from caseload import dates, rules
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Unit
from caseload.model.circle import Consent, ConsentSigner
from caseload.records import care_team, clients
from caseload.records._caseload import Caseload, Change
from caseload.records._names import fold
from caseload.records._text import quoted, tidy
from caseload.rules import circle_rules

TABLE, KEY = "consent", "consent_id"


def listed(caseload: Caseload, client_id: str) -> list[Consent]:
    """A client's releases, the newest first; those entered in error are among them, marked."""
    return caseload.records(
        Consent, "where client_id = ? order by signed_on desc, rowid desc", (client_id,)
    )


def in_force(caseload: Caseload, client_id: str, on: date | None = None) -> list[Consent]:
    """A client's releases that hold on a day (today), the newest first."""
    day = on or caseload.today
    return [one for one in listed(caseload, client_id) if circle_rules.in_force(one, day)]


def renewals(caseload: Caseload, consent: Consent) -> list[date]:
    """The days on which releases that take the place of one were signed."""
    found = caseload.records(
        Consent, "where renews = ? and entered_in_error_at is null", (consent.consent_id,)
    )
    return [one.signed_on for one in found]


def get(caseload: Caseload, consent_id: str) -> Consent:
    """The release with that id.

    Raises:
        NotFoundError: There is none.
    """
    wanted = consent_id.strip()
    found = caseload.records(Consent, f"where {KEY} = ? collate nocase", (wanted,))
    if not found:
        raise NotFoundError(
            f"No release has the id {quoted(wanted)}. Try: caseload consent list CLIENT"
        )
    return found[0]


def naming(
    caseload: Caseload, client_id: str, to_whom: str, on: date | None = None
) -> list[Consent]:
    """The releases in force on a day (today) that name somebody, the newest first.

    One names its own `to_whom`, and the name and organization of the care team member it is for.
    """
    wanted = fold(to_whom)
    team = {one.care_team_member_id: one for one in care_team.listed(caseload, client_id, on)}
    found = []
    for one in in_force(caseload, client_id, on):
        member = team.get(one.care_team_member_id or "")
        names = (one.to_whom, *((member.name, member.organization) if member else ()))
        if wanted and wanted in {fold(name) for name in names if name}:
            found.append(one)
    return found


def usual_end(signed_on: date, months: int) -> date:
    """The last day of a release of which nothing else is said."""
    return rules.add_period(signed_on, months, Unit.MONTH)


def add(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    *,
    purpose: str,
    scope: str,
    signed_on: date,
    **facts: Any,
) -> Consent:
    """Record a release that was signed.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        to_whom: Who may be told; the id or name of somebody on the care team means them.
        purpose: What for.
        scope: What may be told.
        signed_on: The day on the paper.
        facts: Fields of `Consent`; it needs `expires_on` or `expires_when`.

    Raises:
        InvalidError: It lacks what a release says, its days are the wrong way round or lie ahead,
            or a guardian signed who is not on the care team.
    """
    with caseload.write("add consent", client_id) as change:
        clients.get(caseload, client_id)
        made = Consent(
            caseload.next_id(TABLE, KEY, "CN"), client_id, to_whom, purpose, scope, signed_on,
            **facts, staff=caseload.acting_staff_id, recorded_at=change.at,
        )  # fmt: skip
        return _saved(caseload, change, made)


def renew(
    caseload: Caseload, consent_id: str, signed_on: date, *, expires_on: date | None, **facts: Any
) -> Consent:
    """Record a new release in the place of an old one, which then asks for nothing any more.

    What is not said is as it was. The old one holds on until its own end.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It was revoked, entered in error, or renewed already, or as for `add`.
    """
    with caseload.write("renew consent") as change:
        old = get(caseload, consent_id)
        change.client_id = old.client_id
        _refuse_over(old)
        newer = caseload.records(
            Consent, "where renews = ? and entered_in_error_at is null", (old.consent_id,)
        )
        if newer:
            raise InvalidError(
                f"{old.consent_id} was renewed already, by {newer[0].consent_id}. Renew that one: "
                f"caseload consent renew {newer[0].consent_id}"
            )
        if signed_on < old.signed_on:
            raise InvalidError(
                f"It can't be renewed {dates.spoken(signed_on)}, before it was signed, "
                f"{dates.spoken(old.signed_on)}."
            )
        made = old._replace(
            consent_id=caseload.next_id(TABLE, KEY, "CN"), signed_on=signed_on, effective_on=None,
            expires_on=expires_on, expires_when=None, renews=old.consent_id,
            staff=caseload.acting_staff_id, recorded_at=change.at,
        )._replace(**facts)  # fmt: skip
        return _saved(caseload, change, made)


def revoke(caseload: Caseload, consent_id: str, revoked_on: date) -> Consent:
    """Say that a release was taken back: from that day on nothing may be told under it.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It was revoked or entered in error already, or the day lies ahead or before
            it was signed.
    """
    with caseload.write("revoke consent") as change:
        before = get(caseload, consent_id)
        change.client_id = before.client_id
        _refuse_over(before)
        after = before._replace(revoked_on=revoked_on)
        wrong = circle_rules.wrong_with(after, caseload.today)
        if wrong is not None:
            raise InvalidError(wrong)
        change.update(TABLE, KEY, before.consent_id, {"revoked_on": revoked_on.isoformat()})
    return after


def error(caseload: Caseload, consent_id: str, why: str) -> Consent:
    """Mark a release as entered in error: it never held.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("error consent") as change:
        before = get(caseload, consent_id)
        change.client_id = before.client_id
        marks = change.in_error(TABLE, before.consent_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _refuse_over(one: Consent) -> None:
    if one.entered_in_error_at is not None:
        raise InvalidError(f"{one.consent_id} was entered in error; it stays as it is.")
    if one.revoked_on is not None:
        raise InvalidError(
            f"{one.consent_id} was revoked already, {dates.spoken(one.revoked_on)}. A new one: "
            f"caseload consent add {one.client_id} TO-WHOM"
        )


def _saved(caseload: Caseload, change: Change, one: Consent) -> Consent:
    made = checked(caseload, one)
    change.add(made)
    return made


def checked(caseload: Caseload, one: Consent) -> Consent:
    """The release with texts tidied and its care team member found, if it can be.

    Raises:
        InvalidError: As for `add`.
    """
    texts: dict[str, Any] = {
        field: tidy(getattr(one, field)) for field in ("purpose", "scope", "expires_when")
    }
    to_whom = " ".join(one.to_whom.split())
    for name, text in (("to_whom", to_whom), ("purpose", texts["purpose"]),
                       ("scope", texts["scope"])):  # fmt: skip
        if not text:
            raise InvalidError(f"A release says {_ASKED[name]}.", field=name)
    wrong = circle_rules.wrong_with(one._replace(**texts), caseload.today)
    if wrong is not None:
        raise InvalidError(wrong)
    if one.care_team_member_id is None:
        member = care_team.find(caseload, one.client_id, to_whom)
        to_whom = member.name if member is not None else to_whom
    else:
        member = care_team.get(caseload, one.care_team_member_id)
        if member.client_id != one.client_id:
            raise InvalidError(f"{member.care_team_member_id} is on another client's care team.")
    guarded = care_team.guardians(caseload, one.client_id, one.signed_on)
    if one.signed_by is ConsentSigner.GUARDIAN and not guarded:
        raise InvalidError(
            f"{one.client_id} had no guardian on {dates.spoken(one.signed_on)}. Add them first: "
            f"caseload care-team add {one.client_id} NAME --role guardian",
            field="signed_by",
        )
    return one._replace(
        to_whom=to_whom,
        care_team_member_id=member.care_team_member_id if member is not None else None,
        **texts,
    )


_ASKED = {
    "to_whom": "who may be told",
    "purpose": 'what it is for: --purpose "…"',
    "scope": 'what may be told: --scope "…"',
}
