"""What can be true of an episode: its own days, its holds, and the client's other stays."""

from collections.abc import Iterable
from datetime import date

from caseload import dates
from caseload.errors import InvalidError
from caseload.model import Episode, Hold

LARGEST_INCOME = 1_000_000_000


def checked(episode: Episode) -> Episode:
    """The episode, if its days can be true.

    Raises:
        InvalidError: They contradict each other, or a number can't be.
    """
    admitted, discharged = episode.admitted_on, episode.discharged_on
    if admitted and discharged and discharged < admitted:
        raise InvalidError(
            f"Discharged {dates.spoken(discharged)} lies before admitted "
            f"{dates.spoken(admitted)}. Check the dates.",
            field="discharged_on",
        )
    if admitted and episode.referred_on and admitted < episode.referred_on:
        raise InvalidError(
            f"Admitted {dates.spoken(admitted)} lies before referred "
            f"{dates.spoken(episode.referred_on)}. Check the dates.",
            field="admitted_on",
        )
    _check_intake(episode)
    if episode.household_size is not None and not 1 <= episode.household_size <= 100:
        raise InvalidError("A household is of 1 to 100.", field="household_size")
    if episode.annual_income is not None and not 0 <= episode.annual_income <= LARGEST_INCOME:
        raise InvalidError("An annual income is 0 to 1,000,000,000 dollars.", field="annual_income")
    return episode


def _check_intake(episode: Episode) -> None:
    """Whether nothing was done before the referral, nor a look at the list before there was one."""
    for name, words in (
        ("screened_on", "Screened"), ("waiting_on", "Waiting"), ("assigned_on", "Assigned"),
        ("not_eligible_on", "Not eligible"),
    ):  # fmt: skip
        day: date | None = getattr(episode, name)
        if day and episode.referred_on and day < episode.referred_on:
            raise InvalidError(
                f"{words} {dates.spoken(day)} lies before referred "
                f"{dates.spoken(episode.referred_on)}. Check the dates.",
                field=name,
            )
    looked, since = episode.waiting_reviewed_on, episode.waiting_on
    if looked and since and looked < since:
        raise InvalidError(
            f"A look at the waiting list {dates.spoken(looked)} lies before waiting "
            f"{dates.spoken(since)}. Check the dates.",
            field="waiting_reviewed_on",
        )


def refuse_ahead(discharged_on: date | None, today: date) -> None:
    """Refuse a discharge on a day to come.

    Raises:
        InvalidError: It is one.
    """
    if discharged_on is not None and discharged_on > today:
        raise InvalidError(
            "A discharge in the future can't be recorded; do it on the day.", field="discharged_on"
        )


def refuse_no_room(episode: Episode, held: Iterable[Hold], others: Iterable[Episode]) -> None:
    """Refuse dates that leave no room for an episode's holds or the client's other stays.

    Raises:
        InvalidError: It says which.
    """
    begins, ends = episode.admitted_on, episode.discharged_on
    for one in held:
        if begins is None or one.from_on < begins or (ends is not None and one.from_on > ends):
            raise InvalidError(
                f"A hold from {dates.spoken(one.from_on)} would lie outside the episode."
            )
    for other in others:
        if other.program != episode.program or other.episode_id == episode.episode_id:
            continue
        if begins is None or other.admitted_on is None:
            continue
        after = other.discharged_on is not None and other.discharged_on <= begins
        before = ends is not None and ends <= other.admitted_on
        if not before and not after:
            raise InvalidError(
                f"They were in {other.program} from {dates.spoken(other.admitted_on)}; two stays "
                "in one program can't overlap."
            )


def refuse_gap(before: Iterable[Episode], admitted_on: date, program: str) -> None:
    """Refuse an admission that lies before the end of an earlier stay in the program.

    Raises:
        InvalidError: It does.
    """
    for one in before:
        if one.discharged_on is not None and admitted_on < one.discharged_on:
            raise InvalidError(
                f"They were in {program} until {dates.spoken(one.discharged_on)}; "
                "a re-admission comes on that day or later."
            )
