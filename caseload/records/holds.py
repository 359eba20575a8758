"""Holds: spans of an episode in which nothing is owed, and the reviews of those without an end.

What always holds: they lie within their episode and never overlap.
"""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model import Episode, Hold, HoldReason
from caseload.records import episodes
from caseload.records._caseload import Caseload
from caseload.records._rows import to_columns


def of_episode(caseload: Caseload, episode_id: str) -> list[Hold]:
    """An episode's holds in their order."""
    return caseload.records(Hold, "where episode_id = ? order by from_on", (episode_id,))


def hold(
    caseload: Caseload,
    episode_id: str,
    from_on: date,
    reason: HoldReason,
    *,
    until_on: date | None = None,
    remark: str | None = None,
) -> Hold:
    """Suspend the standards of an episode from a day on.

    Args:
        caseload: The open caseload.
        episode_id: Which.
        from_on: The first day on hold.
        reason: Why.
        until_on: The first day back, when it is known.
        remark: Anything more.

    Raises:
        InvalidError: It overlaps another hold or leaves the episode.
    """
    episode = episodes.get(caseload, episode_id)
    with caseload.write("hold client", episode.client_id) as change:
        made = Hold(
            caseload.next_id("hold", "hold_id", "H"), episode_id, from_on, until_on, reason, remark
        )
        check(made, episode, of_episode(caseload, episode_id))
        change.add(made)
    return made


def resume(caseload: Caseload, episode_id: str, until_on: date) -> Hold:
    """End the hold that is open; `until_on` is the first day back.

    Raises:
        NotFoundError: The episode is not on hold.
        InvalidError: The day is not after the one on which the hold began.
    """
    episode = episodes.get(caseload, episode_id)
    with caseload.write("resume client", episode.client_id) as change:
        standing = of_episode(caseload, episode_id)
        # The one in force; else one yet to begin, which `check` refuses with its first day.
        lasting = [one for one in standing if one.until_on is None or one.until_on > until_on]
        current = lasting[0] if lasting else None
        if current is None:
            raise NotFoundError(
                f"{episode.client_id} is not on hold in {episode.program}. "
                f"See: caseload client show {episode.client_id}"
            )
        ended = current._replace(until_on=until_on)
        check(ended, episode, [one for one in standing if one != current])
        change.update("hold", "hold_id", ended.hold_id, {"until_on": until_on.isoformat()})
    return ended


def review(
    caseload: Caseload, episode_id: str, reviewed_on: date, remark: str | None = None
) -> Hold:
    """Record that an open hold was looked at again, so that it comes up 30 days later.

    Raises:
        NotFoundError: No hold without an end was in force on that day.
        InvalidError: The day lies ahead.
    """
    episode = episodes.get(caseload, episode_id)
    if reviewed_on > caseload.today:
        raise InvalidError("A review in the future can't be recorded.")
    with caseload.write("review hold", episode.client_id) as change:
        current = next(
            (
                one
                for one in of_episode(caseload, episode_id)
                if one.from_on <= reviewed_on and one.until_on is None
            ),
            None,
        )
        if current is None:
            raise NotFoundError(
                f"{episode.client_id} is in no hold without an end in {episode.program}."
            )
        already = caseload.value(
            "select 1 from hold_review where hold_id = ? and reviewed_on = ?",
            (current.hold_id, reviewed_on.isoformat()),
        )
        if already:
            raise InvalidError(f"The hold was reviewed {dates.spoken(reviewed_on)} already.")
        change.insert(
            "hold_review",
            {
                "hold_id": current.hold_id,
                "reviewed_on": reviewed_on.isoformat(),
                "staff": caseload.acting_staff_id,
                "remark": remark,
            },
            current.hold_id,
        )
    return current


def move(caseload: Caseload, before: Hold, from_on: date, until_on: date | None) -> Hold:
    """Give a hold other days, as what it was for has others.

    Raises:
        InvalidError: It would overlap another hold or leave its episode.
    """
    episode = episodes.get(caseload, before.episode_id)
    with caseload.write("move hold", episode.client_id) as change:
        after = before._replace(from_on=from_on, until_on=until_on)
        standing = of_episode(caseload, before.episode_id)
        check(after, episode, [one for one in standing if one.hold_id != before.hold_id])
        change.update("hold", "hold_id", after.hold_id, to_columns(after))
    return after


def drop(caseload: Caseload, one: Hold) -> None:
    """Take a hold away that never was, with its reviews."""
    episode = episodes.get(caseload, one.episode_id)
    with caseload.write("drop hold", episode.client_id) as change:
        for reviewed_on, by, remark in caseload.rows(
            "select reviewed_on, staff, remark from hold_review where hold_id = ?", (one.hold_id,)
        ):
            keys = {"hold_id": one.hold_id, "reviewed_on": reviewed_on}
            change.remove("hold_review", keys, {"staff": by, "remark": remark})
        told = to_columns(one)
        del told["hold_id"]
        change.remove("hold", {"hold_id": one.hold_id}, told)


def check(made: Hold, episode: Episode, others: list[Hold]) -> None:
    """Whether a hold can stand.

    Raises:
        InvalidError: It ends before it begins, leaves its episode, or overlaps another.
    """
    if made.until_on is not None and made.until_on <= made.from_on:
        raise InvalidError(
            f"A hold from {dates.spoken(made.from_on)} ends on a later day; "
            "`until_on` is the first day back.",
            field="until_on",
        )
    if episode.admitted_on is None or made.from_on < episode.admitted_on:
        admitted = dates.spoken(episode.admitted_on) if episode.admitted_on else "still to come"
        raise InvalidError(
            f"A hold begins on or after the day of admission, {admitted}.", field="from_on"
        )
    if episode.discharged_on is not None and made.from_on >= episode.discharged_on:
        raise InvalidError(
            f"They were discharged {dates.spoken(episode.discharged_on)}; a hold begins before.",
            field="from_on",
        )
    for one in others:
        begins_before = made.until_on is None or one.from_on < made.until_on
        ends_after = one.until_on is None or one.until_on > made.from_on
        if begins_before and ends_after:
            until = f"until {dates.spoken(one.until_on)}" if one.until_on else "without an end"
            raise InvalidError(
                f"They are on hold from {dates.spoken(one.from_on)} {until} already; "
                "holds can't overlap. End that one first, or choose other days.",
                field="from_on",
            )
