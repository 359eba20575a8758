"""Episodes: admission, transfer, discharge, re-admission.

What always holds: one open episode at a time per program; case manager and level of care are rows
with a first day, so that a transfer never rewrites the past.
"""

from datetime import date, timedelta
from typing import Any

from caseload import dates
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Episode, EpisodeStatus, Hold
from caseload.records import clients, programs, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import fields, to_columns, to_record

OPEN = (
    EpisodeStatus.REFERRED,
    EpisodeStatus.SCREENED,
    EpisodeStatus.WAITING,
    EpisodeStatus.ADMITTED,
)
LARGEST_INCOME = 1_000_000_000


def _as_of(field: str, table: str) -> str:
    return (
        f"(select {field} from {table} d where d.episode_id = e.episode_id and d.from_on <= :on"
        " order by d.from_on desc limit 1)"
    )


SELECT = "select " + ", ".join(
    {
        "level_of_care": _as_of("level_of_care", "episode_level"),
        "case_manager": _as_of("staff_id", "episode_case_manager"),
    }.get(field.name, f"e.{field.name}")
    for field in fields(Episode)
)
"""Columns of an episode as they stand on the day :on; follow with `from episode e`."""


def of_client(caseload: Caseload, client_id: str, on: date | None = None) -> list[Episode]:
    """A client's episodes, the newest first, as they stood on a day (today when not given)."""
    rows = caseload.rows(
        f"{SELECT} from episode e where client_id = :client_id"
        " order by status in ('discharged', 'not_eligible'),"
        " coalesce(admitted_on, not_eligible_on, referred_on) desc, episode_id",
        {"on": (on or caseload.today).isoformat(), "client_id": client_id},
    )
    return [to_record(Episode, row) for row in rows]


def get(caseload: Caseload, episode_id: str) -> Episode:
    """The episode with that id, as it stands today.

    Raises:
        NotFoundError: There is none.
    """
    rows = caseload.rows(
        f"{SELECT} from episode e where episode_id = :id",
        {"on": caseload.today.isoformat(), "id": episode_id},
    )
    if not rows:
        raise NotFoundError(f"No episode has the id {episode_id}.")
    return to_record(Episode, rows[0])


def the_open(caseload: Caseload, client_id: str, program: str | None = None) -> Episode:
    """The one open episode that is meant.

    Raises:
        NotFoundError: The client has none open, or none in that program.
        AmbiguousError: Two are open and no program was named.
    """
    wanted = programs.find(caseload, program).name if program else None
    found = [
        one
        for one in of_client(caseload, client_id)
        if one.status in OPEN and wanted in (None, one.program)
    ]
    if not found:
        where = f" in {wanted}" if wanted else ""
        raise NotFoundError(
            f"{client_id} has no open episode{where}. Admit them with: caseload client admit "
            f"{client_id}"
        )
    if len(found) > 1:
        names = "; ".join(one.program for one in found)
        raise AmbiguousError(f"Which program? Say it with --program.  {names}")
    return found[0]


def on_the_way(caseload: Caseload, client_id: str, program: str) -> Episode | None:
    """The episode in which a client is referred to a program and not admitted yet, if any."""
    name = programs.find(caseload, program).name
    return next(
        (
            one
            for one in of_client(caseload, client_id)
            if one.program == name and one.status in OPEN and one.admitted_on is None
        ),
        None,
    )


def admit(
    caseload: Caseload,
    client_id: str,
    program: str,
    admitted_on: date,
    *,
    case_manager: str | None = None,
    level_of_care: str | None = None,
    **facts: Any,
) -> Episode:
    """Admit a client to a program; one who was referred to it goes on in the same episode.

    Args:
        caseload: The open caseload.
        client_id: Whom.
        program: Its name, or the beginning of it.
        admitted_on: The day from which the clock runs.
        case_manager: A staff_id.
        level_of_care: In the agency's words.
        facts: Further fields of `Episode`.

    Raises:
        InvalidError: They are in the program already, or would be twice on some day.
    """
    name = programs.find(caseload, program).name
    with caseload.write("admit client", client_id) as change:
        clients.get(caseload, client_id)
        before = [one for one in of_client(caseload, client_id) if one.program == name]
        standing = next((one for one in before if one.status in OPEN), None)
        if standing is not None and standing.status is EpisodeStatus.ADMITTED:
            raise InvalidError(
                f"{client_id} has been in {name} since {dates.spoken(_admitted(standing))}. "
                "Discharge them first, or name another program."
            )
        _check_gap(before, admitted_on, name)
        if standing is None:
            standing = Episode(
                caseload.next_id("episode", "episode_id", "E"),
                client_id,
                name,
                EpisodeStatus.ADMITTED,
            )
            episode = standing._replace(admitted_on=admitted_on, **facts)
            insert(change, checked(episode))
        else:
            episode = checked(
                standing._replace(status=EpisodeStatus.ADMITTED, admitted_on=admitted_on, **facts)
            )
            change.update("episode", "episode_id", episode.episode_id, columns(episode))
        _from(change, caseload, episode, admitted_on, case_manager, level_of_care)
    return get(caseload, episode.episode_id)


def edit(caseload: Caseload, episode_id: str, **facts: Any) -> Episode:
    """Change what an episode says of itself; its dates of admission and discharge included.

    Raises:
        InvalidError: The dates contradict each other, a hold, or another stay in the program.
    """
    with caseload.write("edit episode", get(caseload, episode_id).client_id) as change:
        after = checked(get(caseload, episode_id)._replace(**facts))
        _check_room(caseload, after)
        change.update("episode", "episode_id", episode_id, columns(after))
    return after


def transfer(
    caseload: Caseload,
    episode_id: str,
    from_on: date,
    *,
    case_manager: str | None = None,
    level_of_care: str | None = None,
) -> Episode:
    """Hand an episode to another case manager or level of care from a day on; no clock moves.

    Raises:
        InvalidError: Neither was named, or the day lies before the admission or after discharge.
    """
    if case_manager is None and level_of_care is None:
        raise InvalidError("Say to whom or to what: --case-manager NAME or --level-of-care LEVEL.")
    before = get(caseload, episode_id)
    begins = before.admitted_on or before.referred_on
    if begins is not None and from_on < begins:
        raise InvalidError(
            f"The episode began {dates.spoken(begins)}; a transfer comes after that."
        )
    if before.discharged_on is not None and from_on >= before.discharged_on:
        raise InvalidError(f"The episode ended {dates.spoken(before.discharged_on)}.")
    with caseload.write("transfer client", before.client_id) as change:
        _from(change, caseload, before, from_on, case_manager, level_of_care)
    return get(caseload, episode_id)


def discharge(
    caseload: Caseload, episode_id: str, discharged_on: date, reason: str | None = None
) -> Episode:
    """End an episode; that day is the first on which nothing is owed. An open hold ends with it.

    Raises:
        InvalidError: It lies ahead, before the admission or before a hold, or was done already.
    """
    episode = get(caseload, episode_id)
    if episode.discharged_on is not None:
        raise InvalidError(f"They were discharged {dates.spoken(episode.discharged_on)} already.")
    if episode.admitted_on is None:
        raise InvalidError("They were never admitted, so there is nothing to discharge them from.")
    if discharged_on > caseload.today:
        raise InvalidError("A discharge in the future can't be recorded; do it on the day.")
    with caseload.write("discharge client", episode.client_id) as change:
        ended = checked(
            episode._replace(
                status=EpisodeStatus.DISCHARGED,
                discharged_on=discharged_on,
                discharge_reason=reason,
            )
        )
        end_holds(caseload, change, episode_id, discharged_on)
        change.update("episode", "episode_id", episode_id, columns(ended))
    return get(caseload, episode_id)


# --- what imports share --------------------------------------------------------------------------


def end_holds(caseload: Caseload, change: Change, episode_id: str, discharged_on: date) -> None:
    """End an open hold with its episode.

    Raises:
        InvalidError: A hold begins after the discharge.
    """
    for one in caseload.records(Hold, "where episode_id = ?", (episode_id,)):
        if one.from_on > discharged_on:
            raise InvalidError(
                f"A hold begins {dates.spoken(one.from_on)}, after the discharge. Check the date.",
                field="discharged_on",
            )
        if one.until_on is None or one.until_on > discharged_on:
            # A hold that began on the very day of discharge needs one day to be a hold at all;
            # the episode is closed by then, so nothing hangs on it.
            last = max(discharged_on, one.from_on + timedelta(days=1))
            change.update("hold", "hold_id", one.hold_id, {"until_on": last.isoformat()})


def insert(change: Change, episode: Episode) -> None:
    """Add a checked episode; its case manager and level are dated rows of their own."""
    change.insert("episode", columns(episode), episode.episode_id)


def columns(episode: Episode) -> dict[str, str | int | None]:
    """What the episode's own row holds."""
    kept = to_columns(episode)
    del kept["level_of_care"], kept["case_manager"]
    return kept


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


def _check_room(caseload: Caseload, episode: Episode) -> None:
    """Whether an episode's new dates leave room for its holds and the client's other stays."""
    begins, ends = episode.admitted_on, episode.discharged_on
    for one in caseload.records(Hold, "where episode_id = ?", (episode.episode_id,)):
        if begins is None or one.from_on < begins or (ends is not None and one.from_on > ends):
            raise InvalidError(
                f"A hold from {dates.spoken(one.from_on)} would lie outside the episode."
            )
    for other in of_client(caseload, episode.client_id):
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


def _check_gap(before: list[Episode], admitted_on: date, program: str) -> None:
    for one in before:
        if one.discharged_on is not None and admitted_on < one.discharged_on:
            raise InvalidError(
                f"They were in {program} until {dates.spoken(one.discharged_on)}; "
                "a re-admission comes on that day or later."
            )


def _from(
    change: Change,
    caseload: Caseload,
    episode: Episode,
    from_on: date,
    case_manager: str | None,
    level_of_care: str | None,
) -> None:
    if case_manager is not None:
        staff.get(caseload, case_manager)
        change.dated("episode_case_manager", "staff_id", episode.episode_id, from_on, case_manager)
    if level_of_care is not None:
        if not level_of_care.strip():
            raise InvalidError("A level of care needs a name.")
        change.dated("episode_level", "level_of_care", episode.episode_id, from_on, level_of_care)


def _admitted(episode: Episode) -> date:
    assert episode.admitted_on is not None
    return episode.admitted_on
