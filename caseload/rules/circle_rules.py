"""Who may be told what, and when a release ends: pure, like `rules`.

What holds on a day D (`on`):

- A release is *in force* from the later of `signed_on` and `effective_on` through `expires_on`,
  that day included, and no longer from `revoked_on` on.
- It is *renewed* by another that names it in `renews`, from the day that one was signed.
- A member of the care team is *there* from `from_on` until the day before `until_on`.
- A guardian who is there decides for the client (45 CFR 164.502(g)) and needs no release. That does
  not reach substance-use records: 42 CFR 2.14 and 2.15 ask for more than a role.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.folding import fold
from caseload.model.circle import (
    SAID_WITH_DETAIL,
    Call,
    CareRole,
    CareTeamMember,
    Consent,
    WithoutRelease,
)
from caseload.tree import short

CONSENT_SOON_DAYS = 30
"""A release is listed so many days before it ends."""


# --- releases ------------------------------------------------------------------------------------


def begins_on(consent: Consent) -> date:
    """The first day on which a release holds."""
    return max(consent.signed_on, consent.effective_on or consent.signed_on)


def in_force(consent: Consent, on: date) -> bool:
    """Whether a release holds on a day."""
    return (
        consent.entered_in_error_at is None
        and begins_on(consent) <= on
        and (consent.expires_on is None or on <= consent.expires_on)
        and (consent.revoked_on is None or on < consent.revoked_on)
    )


class Ending(NamedTuple):
    """A release that ends, and by when it wants to be renewed."""

    due_on: date
    reason: str


def ending(consent: Consent, renewals: Iterable[date], on: date) -> Ending | None:
    """By when a release is renewed or revoked, as it stands on a day; None when nothing is due.

    Args:
        consent: The release.
        renewals: The days on which others that take its place were signed.
        on: The day that is asked about.
    """
    if consent.expires_on is None or consent.entered_in_error_at is not None:
        return None
    over = [day for day in (*renewals, consent.revoked_on) if day is not None]
    if not is_waiting(consent.signed_on, min(over, default=None), on):
        return None
    return Ending(consent.expires_on, reason(consent.to_whom, consent.expires_on, on))


def is_waiting(signed_on: date, over_on: date | None, on: date) -> bool:
    """Whether a release with a last day is to be seen to, from its signature until it is.

    Args:
        signed_on: When it was signed.
        over_on: The first day on which it had been renewed or revoked, if it was.
        on: The day that is asked about.
    """
    return signed_on <= on and (over_on is None or over_on > on)


def reason(to_whom: str, expires_on: date, on: date) -> str:
    """What a release that ends asks for, in a sentence."""
    ends, by = ("ended", "") if expires_on < on else ("ends", " by then")
    return f"Release for {to_whom} {ends} {dates.plain(expires_on)}; renew or revoke it{by}."


def flag(consent: Consent, renewals: Iterable[date], on: date) -> str | None:
    """What must not be missed of a release: "release for Dr. Ames ends 31 Jan"; None: nothing."""
    found = ending(consent, renewals, on)
    if found is None or (found.due_on - on).days > CONSENT_SOON_DAYS:
        return None
    ends = "ended" if found.due_on < on else "ends"
    return f"release for {consent.to_whom} {ends} {dates.short(found.due_on, on)}"


def wrong_with(consent: Consent, today: date) -> str | None:
    """Why a release can't be, with the mend; None when it can."""
    say = dates.spoken
    signed = consent.signed_on
    if signed > today:
        return f"Signed {say(signed, today)} lies ahead; record a release once it is signed."
    if consent.expires_on is not None and consent.expires_when is not None:
        return "A release ends on a day or when something happens. Say one of the two."
    if consent.expires_on is None and consent.expires_when is None:
        return (
            'Say when it ends: --expires-on DATE, or --expires-when "…" for what ends it '
            "(45 CFR 164.508(c)(1)(v))."
        )
    if consent.effective_on is not None and consent.effective_on < signed:
        return (
            f"It can't hold from {say(consent.effective_on)}, before it was signed, {say(signed)}. "
            "Leave --effective-on out, or give a later day."
        )
    if consent.expires_on is not None and consent.expires_on < begins_on(consent):
        return (
            f"It would end {say(consent.expires_on)}, before it begins, "
            f"{say(begins_on(consent))}. Give a later --expires-on."
        )
    if consent.revoked_on is not None and consent.revoked_on < signed:
        return (
            f"It can't be revoked {say(consent.revoked_on)}, before it was signed, {say(signed)}. "
            "Give the day on which it was revoked."
        )
    if consent.revoked_on is not None and consent.revoked_on > today:
        return (
            f"Revoked {say(consent.revoked_on, today)} lies ahead; it holds until somebody "
            "revokes it."
        )
    return None


def reason_without(text: str) -> str:
    """A stated exception as it is kept: "emergency: found unconscious".

    Raises:
        InvalidError: It is none of the few that there are, or lacks what it must say.
    """
    word, _, detail = text.partition(":")
    key = "_".join(word.casefold().replace("-", " ").replace("_", " ").split())
    detail = " ".join(detail.split())
    found = next((one for one in WithoutRelease if one == key), None)
    if found is None:
        raise InvalidError(
            f"{short(text)} is no exception. There are: {', '.join(WithoutRelease)}; add what "
            'happened after a colon: --exception "emergency: found unconscious".'
        )
    if found in SAID_WITH_DETAIL and not detail:
        example = "found unconscious" if found is WithoutRelease.EMERGENCY else "court order of …"
        raise InvalidError(f'Say what happened, or which law: --exception "{found}: {example}".')
    return f"{found}: {detail}" if detail else str(found)


def in_words(consent: Consent) -> str:
    """What a release allows, as one who receives something under it is told."""
    say = dates.plain
    signer = "client's guardian" if consent.signed_by == "guardian" else "client"
    ends = f"until {say(consent.expires_on)}" if consent.expires_on else consent.expires_when
    part2 = ", records of substance-use treatment among them" if consent.part2 else ""
    return (
        f"The {signer} agreed in writing on {say(consent.signed_on)} that {consent.to_whom} may be "
        f"told: {' '.join(consent.scope.split())}{part2}. Purpose: "
        f"{' '.join(consent.purpose.split())}. This holds {ends}, unless it is taken back before."
    )


# --- the care team -------------------------------------------------------------------------------


def is_there(member: CareTeamMember, on: date) -> bool:
    """Whether somebody is on the care team on a day."""
    return (
        member.entered_in_error_at is None
        and (member.from_on is None or member.from_on <= on)
        and (member.until_on is None or on < member.until_on)
    )


def calls(
    members: Iterable[CareTeamMember], consents: Sequence[Consent], on: date
) -> tuple[Call, ...]:
    """Who to call on a day: emergency contacts in their order, then by role and name."""
    holding = [one for one in consents if in_force(one, on)]
    order = list(CareRole)
    there = sorted(
        (one for one in members if is_there(one, on)),
        key=lambda one: (
            one.emergency_contact or 1_000,
            order.index(one.role),
            one.name.casefold(),
            one.care_team_member_id,
        ),
    )
    return tuple(
        Call(
            one,
            tuple(c for c in holding if c.care_team_member_id == one.care_team_member_id),
            one.role is CareRole.GUARDIAN,
        )
        for one in there
    )


def meant(members: Iterable[CareTeamMember], text: str) -> tuple[CareTeamMember, ...]:
    """Who is meant by an id, a name or a part of one; empty when nobody is.

    An exact id goes before an exact name, that before whole words of a name, and those before the
    beginnings of words, which take three letters or more: "Dr" alone would be anybody.
    """
    wanted, among = fold(text), tuple(members)
    words = _words(text)

    def begins(one: CareTeamMember) -> bool:
        return all(any(each.startswith(word) for each in _words(one.name)) for word in words)

    ways: tuple[Callable[[CareTeamMember], bool], ...] = (
        lambda one: fold(one.care_team_member_id) == wanted,
        lambda one: fold(one.name) == wanted,
        lambda one: bool(words) and words <= _words(one.name),
        lambda one: sum(map(len, words)) >= SHORTEST and begins(one),
    )
    found = (tuple(one for one in among if way(one)) for way in ways)
    return next((some for some in found if some), ())


def phone_of(members: Iterable[CareTeamMember], name: str | None) -> str | None:
    """The phone of the first of them who goes by just that name and has one."""
    wanted = fold(name or "")
    return next((one.phone for one in members if one.phone and fold(one.name) == wanted), None)


SHORTEST = 3
"""Letters of a beginning that may stand for a name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, (word.strip(".;:()") for word in fold(text).split())))


LISTEN_ONLY = "no release: listen only"
PERMISSION = "written permission needed: listen only"


def may_tell(call: Call) -> str:
    """What may be told to somebody, in a line: what their release says, or that there is none."""
    if call.consents:
        return "; ".join(map(_scope, call.consents))
    if call.decides:
        return "decides for the client; needs no release"
    return PERMISSION if call.member.role is CareRole.FAMILY else LISTEN_ONLY


def _scope(consent: Consent) -> str:
    until = f"until {dates.plain(consent.expires_on)}" if consent.expires_on else ""
    ends = until or consent.expires_when or ""
    part2 = ", substance-use records too" if consent.part2 else ""
    return f"{' '.join(consent.scope.split())}{part2} ({ends})"
