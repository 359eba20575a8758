"""Referrals: which step may follow which, when somebody asks again, what speaks against one.

All of it is pure. A referral is open from its sending until it is known how it ended. Linked is
open still: that they came once is not that it lasted, so somebody asks.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from caseload import dates, folding
from caseload.errors import InvalidError
from caseload.model.linking import (
    Referral,
    ReferralStatus,
    ReferralUpdate,
    Resource,
    ResourceNeed,
    SentBy,
)

_S = ReferralStatus
OPEN = (_S.SENT, _S.ACCEPTED, _S.WAITLISTED, _S.LINKED)
"""Those of which somebody must still hear; each has a day on which to ask again."""
ENDED = (_S.COMPLETED, _S.DECLINED_BY_CLIENT, _S.DECLINED_BY_SERVICE, _S.NO_RESPONSE)
_DECLINED = (_S.DECLINED_BY_CLIENT, _S.DECLINED_BY_SERVICE)
NEXT: dict[ReferralStatus, tuple[ReferralStatus, ...]] = {
    _S.DRAFT: (_S.SENT, *_DECLINED),
    _S.SENT: (*OPEN, *_DECLINED, _S.NO_RESPONSE),
    _S.ACCEPTED: (_S.ACCEPTED, _S.WAITLISTED, _S.LINKED, *_DECLINED, _S.NO_RESPONSE),
    _S.WAITLISTED: (_S.ACCEPTED, _S.WAITLISTED, _S.LINKED, *_DECLINED, _S.NO_RESPONSE),
    _S.LINKED: (_S.LINKED, *ENDED),
    _S.NO_RESPONSE: OPEN,
    _S.COMPLETED: (),
    _S.DECLINED_BY_CLIENT: (),
    _S.DECLINED_BY_SERVICE: (),
}
"""What may be heard next. The same again is heard too: "still on the list". Late answers come."""
TOLD = "name, date of birth, phone number, how to reach them safely, the need, what is asked for"
"""What a referral letter says of a client, and no more (45 CFR 164.502(b): the least necessary)."""
TAKEN = "the client took it there themself"
"""By what exception nobody needs a release for what a client carries."""


class Pace(NamedTuple):
    """After how many days somebody asks again, by where a referral stands; from a data file."""

    sent: int
    accepted: int
    waitlisted: int
    linked: int
    unverified: int
    """Days after which what the directory says of a service is doubted."""


def follow_up(pace: Pace, status: ReferralStatus, on: date) -> date | None:
    """The day on which somebody asks again, when nobody names another; None once it has ended."""
    if status not in OPEN:
        return None
    return on + timedelta(int(getattr(pace, str(status))))


def ask_on(before: Referral, on: date, given: date | None, pace: Pace | None) -> date | None:
    """When somebody asks again once it is sent: as said, as the draft says, or as usual."""
    kept = before.follow_up_on if before.status is _S.DRAFT else None
    if given is None and kept is not None and kept >= on:
        return kept
    return given or (follow_up(pace, _S.SENT, on) if pace is not None else None)


# --- steps ---------------------------------------------------------------------------------------


def effective(updates: Iterable[ReferralUpdate]) -> list[ReferralUpdate]:
    """The steps without those that were taken back, and without what took them back."""
    steps = list(updates)
    never = {one.takes_back for one in steps if one.takes_back is not None}
    return [
        one for one in steps if one.takes_back is None and one.referral_update_id not in never
    ]  # fmt: skip


def stepped(
    before: Referral,
    updates: Sequence[ReferralUpdate],
    status: ReferralStatus,
    on: date,
    follow_up_on: date | None,
    today: date,
) -> Referral:
    """A referral after a step.

    Args:
        before: The referral as it stands.
        updates: Its steps so far, in their order.
        status: What was heard.
        on: The day on which it was.
        follow_up_on: When somebody asks again; an open one needs it, an ended one has none.
        today: The day on which it is written down.

    Raises:
        InvalidError: It may not follow, its day lies ahead or before the last step, the day to ask
            again is missing, too early, or said of one that has ended.
    """
    own = before.referral_id
    if status not in NEXT[before.status]:
        raise InvalidError(_impossible(before, status), field="status")
    if on > today:
        raise InvalidError(
            f"{dates.spoken(on, today)} lies ahead. A step is written down once it has happened."
        )
    last = effective(updates)[-1]
    if on < last.noted_on:
        raise InvalidError(
            f"{own} was {said(last.status)} on {dates.spoken(last.noted_on)}; no step can come "
            f"before that. Say another day: --on {last.noted_on}"
        )
    if status in ENDED:
        if follow_up_on is not None:
            raise InvalidError(
                f"{said(status).capitalize()} ends it, so nobody asks again. Leave --follow-up-on "
                "out.",
                field="follow_up_on",
            )
        return before._replace(
            status=status,
            follow_up_on=None,
            closed_on=on,
        )
    if follow_up_on is None:
        raise InvalidError(
            "An open referral has a day on which somebody asks again. Say it: --follow-up-on DAY",
            field="follow_up_on",
        )
    if follow_up_on < on:
        raise InvalidError(
            f"Nobody can ask again on {dates.spoken(follow_up_on)}, before the step on "
            f"{dates.spoken(on)}.",
            field="follow_up_on",
        )
    return before._replace(
        status=status,
        follow_up_on=follow_up_on,
        closed_on=None,
        sent_on=before.sent_on or (on if status is _S.SENT else None),
        linked_on=before.linked_on or (on if status is _S.LINKED else None),
    )


def _impossible(before: Referral, status: ReferralStatus) -> str:
    own, may = before.referral_id, NEXT[before.status]
    if before.status is _S.DRAFT:
        return f"{own} is a draft, so nobody has heard of it. Send it: caseload referral send {own}"
    if not may:
        return (
            f"{own} has ended: {said(before.status)}. Begin another: caseload refer "
            f"{before.client_id} {before.resource_id}"
        )
    steps = ", ".join(may)
    return f"{own} is {said(before.status)}, and {said(status)} can't follow. What can: {steps}."


def as_of(referral: Referral, updates: Iterable[ReferralUpdate], on: date) -> Referral | None:
    """A referral as it stood on a day; None before it was begun, or when it never was true."""
    steps = [one for one in effective(updates) if one.noted_on <= on]
    if not steps or referral.entered_in_error_at is not None:
        return None
    last = steps[-1]

    def first(status: ReferralStatus) -> date | None:
        return next((one.noted_on for one in steps if one.status is status), None)

    ended = last.status in ENDED
    return referral._replace(
        status=last.status,
        follow_up_on=last.follow_up_on,
        closed_on=last.noted_on if ended else None,
        sent_on=first(_S.SENT),
        linked_on=first(_S.LINKED),
    )


def since(updates: Iterable[ReferralUpdate]) -> date | None:
    """Since when a referral has stood as it does: the first of its last steps that are alike."""
    found: date | None = None
    status: ReferralStatus | None = None
    for one in effective(updates):
        if one.status is not status:
            found, status = one.noted_on, one.status
    return found


def days_to_link(referral: Referral, identified_on: date | None) -> int | None:
    """Days from the need, else from the first step, to the linkage; None while there is none."""
    known = [day for day in (referral.drafted_on, referral.sent_on) if day is not None]
    began = identified_on or min(known, default=None)
    if began is None or referral.linked_on is None:
        return None
    return max(0, (referral.linked_on - began).days)


# --- before it is sent ---------------------------------------------------------------------------


def need_meant(
    resource: Resource, need: ResourceNeed | None, domain: str | None = None
) -> ResourceNeed:
    """What a referral is for: what was said, else what the need is about, else the only choice.

    Raises:
        InvalidError: It could be several things, or nothing is said of the service.
    """
    if need is not None:
        return need
    if domain in resource.need:
        return ResourceNeed(domain)
    if len(resource.need) == 1:
        return next(iter(resource.need))
    which = " or ".join(f"--need {one}" for one in sorted(resource.need or ResourceNeed))
    raise InvalidError(f"Say what {resource.name} is asked for: {which}", field="need")


def doubts(
    resource: Resource,
    need: ResourceNeed | None,
    county: str | None,
    age: int | None,
    on: date,
    unverified: int,
) -> list[str]:
    """What speaks against sending a client there, a sentence each; nothing of it forbids it.

    Args:
        resource: Where to.
        need: What for, when that was said.
        county: Where the client lives, when that is known.
        age: Their age in years, when that is known.
        on: The day.
        unverified: Days after which what is said of a service is doubted.
    """
    name, found = resource.name, list[str]()
    if not resource.active:
        found.append(f"{name} is set aside as inactive.")
    if resource.accepting is False:
        found.append(f"{name} was not taking anyone when last asked.")
    if need is not None and resource.need and need not in resource.need:
        found.append(f"{name} is not listed for {said(need)}: {', '.join(sorted(resource.need))}.")
    covered = set(map(folding.county, resource.counties))
    if covered and county is not None and folding.county(county) not in covered:
        lives_in, covers = folding.county_named(county), ", ".join(resource.counties)
        found.append(f"{name} does not cover {lives_in}: {covers}.")
    if age is not None:
        if resource.minimum_age is not None and age < resource.minimum_age:
            found.append(f"{name} takes people from {resource.minimum_age} years on; age {age}.")
        if resource.maximum_age is not None and age > resource.maximum_age:
            found.append(f"{name} takes people up to {resource.maximum_age} years; age {age}.")
    checked = resource.verified_on
    if checked is None:
        found.append(f"Nobody has verified what is said of {name}. Call before you send them.")
    elif (on - checked).days > unverified:
        found.append(
            f"{name} was last verified {dates.plain(checked)}, {(on - checked).days} days ago. "
            "Call before you send them."
        )
    return found


def to_whom(resource: Resource) -> str:
    """A service as an accounting names it: the organization, and the service when it says more."""
    if resource.name.casefold().startswith(resource.organization.casefold()):
        return resource.name
    return f"{resource.organization}, {resource.name}"


def told(by: SentBy, *, diagnosis: bool = False) -> str:
    """What is told of a client with a referral, as the accounting of disclosures says it."""
    how = {SentBy.LETTER: "referral letter", SentBy.CLIENT: "referral letter, given to the client"}
    more = ", diagnosis" if diagnosis else ""
    return f"{how.get(by, f'referral by {by}')}: {TOLD}{more}"


def said(word: str) -> str:
    """A word of ours as people say it: declined_by_service is declined by service."""
    return word.replace("_", " ")
