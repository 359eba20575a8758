"""Referrals: one client sent to one service, and followed until it is known whether it worked.

What always holds: each step is a row that never changes, and the referral says where the last one
left it; an open one has a day on which somebody asks again; what was sent was told, so a sending
and its disclosure are one write. What was never true is marked, and a step is taken back by
another that says so.
"""

from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.assessing import Need
from caseload.model.linking import (
    Disclosure,
    Referral,
    ReferralStatus,
    ReferralUpdate,
    ResourceNeed,
    SentBy,
)
from caseload.records import clients, disclosures, needs, resources
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import to_columns
from caseload.rules import referral_rules
from caseload.rules.referral_rules import Pace


class Sent(NamedTuple):
    """A referral that was sent, and what was told with it."""

    referral: Referral
    disclosure: Disclosure


def get(caseload: Caseload, referral_id: str) -> Referral:
    """The referral with that id.

    Raises:
        NotFoundError: There is none.
    """
    wanted = referral_id.strip()
    found = caseload.records(Referral, "where referral_id in (?, ?)", (wanted, wanted.upper()))
    if not found:
        raise NotFoundError(f"No referral has the id {wanted}. Try: caseload referral list --all")
    return found[0]


def updates(caseload: Caseload, referral_id: str) -> list[ReferralUpdate]:
    """The steps of a referral in their order; those taken back are among them."""
    return caseload.records(
        ReferralUpdate, "where referral_id = ? order by noted_on, rowid", (referral_id,)
    )


# --- beginning one -------------------------------------------------------------------------------


def refer(
    caseload: Caseload,
    client_id: str,
    resource_id: str,
    on: date,
    *,
    need: ResourceNeed | None = None,
    need_id: str | None = None,
    follow_up_on: date | None = None,
    remark: str | None = None,
    again: bool = False,
) -> Referral:
    """Begin a referral; it is a draft until it is sent.

    Args:
        caseload: The open caseload.
        client_id: Who is referred.
        resource_id: The service.
        on: The day.
        need: What for; the service's only need, or what `need_id` is about, when not said.
        need_id: The need that it answers.
        follow_up_on: When somebody asks again, once it is sent.
        remark: What is asked for, as the letter says it.
        again: Whether it may stand beside an open one to the same service.

    Raises:
        NotFoundError: There is no such client, service or need.
        InvalidError: It is not clear what for, the day lies ahead, the need is another client's, or
            an open one to that service is there already.
    """
    with caseload.write("refer client", client_id) as change:
        clients.get(caseload, client_id)
        resource = resources.get(caseload, resource_id)
        if on > caseload.today:
            raise InvalidError(f"{dates.spoken(on, caseload.today)} lies ahead.")
        if follow_up_on is not None and follow_up_on < on:
            raise InvalidError(
                f"Nobody can ask again on {dates.spoken(follow_up_on)}, before it is sent.",
                field="follow_up_on",
            )
        answered = _need(caseload, client_id, need_id)
        meant = referral_rules.need_meant(resource, need, answered.domain if answered else None)
        if not again:
            _refuse_second(caseload, client_id, resource_id, resource.name)
        made = Referral(
            caseload.next_id("referral", "referral_id", "R"),
            client_id,
            resource_id,
            meant,
            need_id=answered.need_id if answered else None,
            drafted_on=on,
            follow_up_on=follow_up_on,
            remark=_text(remark),
            staff=caseload.acting_staff_id,
            recorded_at=change.at,
        )
        change.add(made)
        write_step(caseload, change, made, on, None)
    return made


def _need(caseload: Caseload, client_id: str, need_id: str | None) -> Need | None:
    if need_id is None:
        return None
    found = needs.get(caseload, need_id)
    theirs = f"Theirs: caseload need list {client_id} --open"
    if found.client_id != client_id:
        raise InvalidError(f"{found.need_id} is no need of {client_id}. {theirs}", field="need_id")
    if found.entered_in_error_at is not None:
        raise NotFoundError(f"{found.need_id} was entered in error. {theirs}")
    return found


def _refuse_second(caseload: Caseload, client_id: str, resource_id: str, name: str) -> None:
    for one in caseload.records(
        Referral,
        "where client_id = ? and resource_id = ? and closed_on is null"
        " and entered_in_error_at is null",
        (client_id, resource_id),
    ):
        raise InvalidError(
            f"{client_id} is referred to {name} already: {one.referral_id}, "
            f"{referral_rules.said(one.status)}. Go on with that one: caseload referral show "
            f"{one.referral_id}; or begin another beside it: --again"
        )


# --- steps ---------------------------------------------------------------------------------------


def send(
    caseload: Caseload,
    referral_id: str,
    on: date,
    *,
    by: SentBy = SentBy.LETTER,
    release: str | None = None,
    exception: str | None = None,
    pace: Pace | None = None,
    follow_up_on: date | None = None,
    remark: str | None = None,
    what: str | None = None,
    document_id: str | None = None,
) -> Sent:
    """Send a referral, or send it once more, and record what was told with it.

    Args:
        caseload: The open caseload.
        referral_id: Which.
        on: The day.
        by: How it goes; what the client takes there themself needs no release.
        release: The id of the release that it rests on; else it is looked up by the name.
        exception: Why it needs none.
        pace: When somebody asks again, unless `follow_up_on` is given.
        follow_up_on: When somebody asks again; what the draft says, when not given.
        remark: What there is to say of it.
        what: What was told; what a referral letter says, when not given.
        document_id: The letter that was made.

    Raises:
        NotFoundError: There is no such referral.
        InvalidError: No release in force names the service and no exception is said, or it can't
            be sent from where it stands.
    """
    with caseload.write("send referral"):
        before = _true(caseload, referral_id)
        to_whom = referral_rules.to_whom(resources.get(caseload, before.resource_id))
        right_to_send = right(caseload, before, by, release, exception, on)
        follow_up_on = referral_rules.ask_on(before, on, follow_up_on, pace)
        after = _step(caseload, before, ReferralStatus.SENT, on, None, follow_up_on, remark)
        told = disclosures.disclose(
            caseload,
            before.client_id,
            to_whom,
            what or referral_rules.told(by),
            f"referral for {referral_rules.said(before.need)}",
            right_to_send,
            on,
            document_id=document_id,
            referral_id=before.referral_id,
        )
    return Sent(after, told)


def right(
    caseload: Caseload,
    one: Referral,
    by: SentBy,
    release: str | None = None,
    exception: str | None = None,
    on: date | None = None,
) -> disclosures.Right:
    """By what right a referral is sent: a release for the service, or for its organization.

    Raises:
        InvalidError: There is none in force, and no exception is said.
    """
    if by is SentBy.CLIENT and not release and not exception:
        # What they take there is handed to them, and theirs to show.
        return disclosures.Right(exception=referral_rules.TAKEN, part2=True)
    where = resources.get(caseload, one.resource_id)
    return disclosures.right_to_tell(
        caseload, one.client_id, referral_rules.to_whom(where), release, exception,
        also=(where.name, where.organization), on=on,
    )  # fmt: skip


def update(
    caseload: Caseload,
    referral_id: str,
    status: ReferralStatus,
    on: date,
    *,
    pace: Pace | None = None,
    follow_up_on: date | None = None,
    remark: str | None = None,
    outcome: str | None = None,
) -> Referral:
    """Write down what was heard of a referral.

    Args:
        caseload: The open caseload.
        referral_id: Which.
        status: Where it stands now; the same as before is a step too, with another day to ask.
        on: The day on which it was heard.
        pace: When somebody asks again, unless `follow_up_on` is given.
        follow_up_on: When somebody asks again.
        remark: What was heard.
        outcome: What came of it.

    Raises:
        NotFoundError: There is no such referral.
        InvalidError: That step can't follow, or its day can't be true. A sending goes by `send`.
    """
    with caseload.write("update referral"):
        before = _true(caseload, referral_id)
        if status is ReferralStatus.SENT and before.status is not ReferralStatus.SENT:
            raise InvalidError(
                f"Sending tells them about the client: caseload referral send {before.referral_id}"
            )
        return _step(caseload, before, status, on, pace, follow_up_on, remark, outcome)


def _step(
    caseload: Caseload,
    before: Referral,
    status: ReferralStatus,
    on: date,
    pace: Pace | None,
    follow_up_on: date | None,
    remark: str | None,
    outcome: str | None = None,
) -> Referral:
    with caseload.write("update referral", before.client_id) as change:
        if follow_up_on is None and pace is not None:
            follow_up_on = referral_rules.follow_up(pace, status, on)
        steps = updates(caseload, before.referral_id)
        after = referral_rules.stepped(before, steps, status, on, follow_up_on, caseload.today)
        after = after._replace(outcome=_text(outcome) or before.outcome)
        write_step(caseload, change, after, on, remark)
        change.update("referral", "referral_id", after.referral_id, to_columns(after))
    return after


def write_step(
    caseload: Caseload,
    change: Change,
    referral: Referral,
    on: date,
    remark: str | None,
    takes_back: str | None = None,
) -> None:
    """Write down a step, as the referral stands after it."""
    change.client_id = referral.client_id
    change.add(
        ReferralUpdate(
            caseload.next_id("referral_update", "referral_update_id", "RU"),
            referral.referral_id,
            referral.client_id,
            on,
            referral.status,
            referral.follow_up_on,
            _text(remark),
            caseload.acting_staff_id,
            change.at,
            takes_back,
        )
    )


# --- what was never true -------------------------------------------------------------------------


def take_back(caseload: Caseload, referral_id: str, why: str) -> Referral:
    """Take back the last step: it was never true. Both it and this one stay to be read.

    Raises:
        NotFoundError: There is no such referral.
        InvalidError: It was just begun, or that step told others something, or no reason was given.
    """
    with caseload.write("take back referral step") as change:
        now = _true(caseload, referral_id)
        if not why.strip():
            raise InvalidError('Say why it was never true: --reason "…".')
        every = updates(caseload, now.referral_id)
        steps = referral_rules.effective(every)
        error = f'caseload referral error {now.referral_id} --reason "…"'
        if len(steps) < 2:
            raise InvalidError(f"{now.referral_id} has no step but its beginning. Mark it: {error}")
        last = steps[-1]
        # A sending and its disclosure are one write, so they share their instant.
        if caseload.value(
            "select 1 from disclosure where client_id = ? and referral_id = ? and recorded_at = ?",
            (now.client_id, now.referral_id, last.recorded_at),
        ):
            raise InvalidError(
                f"{now.referral_id} was sent, and what was told stays told. If it never was: "
                f"{error}"
            )
        standing = referral_rules.as_of(now, steps[:-1], caseload.today)
        assert standing is not None
        if last.status in referral_rules.ENDED:
            standing = standing._replace(outcome=None)
        write_step(
            caseload, change, standing, max(caseload.today, last.noted_on), why,
            last.referral_update_id,
        )  # fmt: skip
        change.update("referral", "referral_id", now.referral_id, to_columns(standing))
    return standing


def undo_step(caseload: Caseload, change: Change, step: ReferralUpdate, why: str) -> str:
    """Write that a step was never true; the referral itself stands as before it already.

    The first step is the referral's own, which is marked instead: nothing is written then.

    Returns:
        What is otherwise now, or ''.
    """
    now = get(caseload, step.referral_id)
    if updates(caseload, now.referral_id)[0].referral_update_id == step.referral_update_id:
        return ""
    on = max(caseload.today, step.noted_on)
    write_step(caseload, change, now, on, why, step.referral_update_id)
    return f"The step of {now.referral_id} stays to be read, as never true."


def entered_in_error(caseload: Caseload, referral_id: str, why: str) -> Referral:
    """Mark a referral as entered in error: it stays readable, and nobody asks after it again.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("mark referral in error") as change:
        before = get(caseload, referral_id)
        change.client_id = before.client_id
        marks = change.in_error("referral", before.referral_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _true(caseload: Caseload, referral_id: str) -> Referral:
    """A referral that was not entered in error."""
    found = get(caseload, referral_id)
    if found.entered_in_error_at is not None:
        raise InvalidError(
            f"{found.referral_id} was entered in error and stays as it is. Begin another: "
            f"caseload refer {found.client_id} {found.resource_id}"
        )
    return found


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None
