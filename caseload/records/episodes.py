"""Episodes: admission, transfer, discharge, re-admission.

What always holds: one open episode at a time per program; case manager and level of care are rows
with a first day, so that a transfer never rewrites the past.
"""

from datetime import date, timedelta
from typing import Any

from caseload import dates
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Episode, EpisodeStatus, Hold
from caseload.records import _as_of, clients, programs, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._episode_checks import checked, refuse_ahead, refuse_gap, refuse_no_room
from caseload.records._rows import fields, to_columns, to_record

OPEN = (
    EpisodeStatus.REFERRED,
    EpisodeStatus.SCREENED,
    EpisodeStatus.WAITING,
    EpisodeStatus.ADMITTED,
)
DATED = {"episode_case_manager": "staff_id", "episode_level": "level_of_care"}
"""Tables of what holds for an episode from a day on, each with its field."""


SELECT = "select " + ", ".join(
    {
        "level_of_care": _as_of.level_of_care(),
        "case_manager": _as_of.case_manager(),
    }.get(field.name, f"e.{field.name}")
    for field in fields(Episode)
)
"""Columns of an episode as they stand on the day :on; follow with `from episode e`."""


def of_client(caseload: Caseload, client_id: str, on: date | None = None) -> list[Episode]:
    """A client's episodes, ordered as `clients.LATEST_FIRST` says, as of a day (today)."""
    rows = caseload.rows(
        f"{SELECT} from episode e where client_id = :client_id order by {clients.LATEST_FIRST}",
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


def meant(
    caseload: Caseload, client_id: str, program: str | None = None, episode_id: str | None = None
) -> Episode:
    """The one episode of a client that is meant, an ended one too: by id, or the only one, or open.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: Several are possible; their ids are said.
    """
    wanted = programs.find(caseload, program).name if program else None
    found = [one for one in of_client(caseload, client_id) if wanted in (None, one.program)]
    if episode_id is not None:
        found = [one for one in found if one.episode_id == episode_id.upper()]
    if not found:
        where = f" with the id {episode_id}" if episode_id else f" in {wanted}" if wanted else ""
        raise NotFoundError(f"{client_id} has no episode{where}.")
    likely = [one for one in found if one.status in OPEN] if len(found) > 1 else found
    if len(likely) == 1:
        return likely[0]
    told = "; ".join(f"{one.episode_id} {one.program}, {_from_to(one)}" for one in found)
    raise AmbiguousError(f"Which episode? Say it with --episode.  {told}")


def _from_to(one: Episode) -> str:
    began = one.admitted_on or one.referred_on
    since = f"from {dates.spoken(began)}" if began else one.status.value.replace("_", " ")
    return f"{since} to {dates.spoken(one.discharged_on)}" if one.discharged_on else since


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
                "Discharge them first, or name another program. If that day is wrong: caseload "
                f"client correct {client_id} --admitted-on DATE"
            )
        refuse_gap(before, admitted_on, name)
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


def correct(caseload: Caseload, episode_id: str, **facts: Any) -> Episode:
    """Mend what was recorded of an episode, its days of admission and discharge included.

    A day of admission takes the case manager and the level of that day with it. Without its day of
    discharge an episode goes on.

    Args:
        caseload: The open caseload.
        episode_id: Which one.
        facts: Fields of `Episode` but its program, status, case manager and level of care.

    Raises:
        InvalidError: The dates contradict each other, a hold, or another stay in the program; or
            they would admit or discharge somebody who was not.
    """
    before = get(caseload, episode_id)
    with caseload.write("correct client", before.client_id) as change:
        after = before._replace(**facts)
        if before.status is EpisodeStatus.DISCHARGED and after.discharged_on is None:
            after = after._replace(status=EpisodeStatus.ADMITTED, discharge_reason=None)
        _refuse_new_steps(caseload, before, after)
        checked(after)
        held = caseload.records(Hold, "where episode_id = ?", (episode_id,))
        refuse_no_room(after, held, of_client(caseload, before.client_id))
        change.update("episode", "episode_id", episode_id, columns(after))
        if before.admitted_on and after.admitted_on and after.admitted_on < before.admitted_on:
            for table in DATED:
                _move(caseload, change, table, before, after.admitted_on)
    return get(caseload, episode_id)


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
    refuse_ahead(discharged_on, caseload.today)
    if discharged_on < episode.admitted_on:
        raise InvalidError(
            f"They were admitted {dates.spoken(episode.admitted_on)}. If that day is wrong: "
            f"caseload client correct {episode.client_id} --admitted-on DATE",
            field="discharged_on",
        )
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


def _refuse_new_steps(caseload: Caseload, before: Episode, after: Episode) -> None:
    """Refuse what is a step of its own, and no correction of one."""
    if (before.admitted_on is None) != (after.admitted_on is None):
        raise InvalidError(
            "An admission is recorded by: caseload client admit. One that never was ends on its "
            "own day: caseload client discharge --on that day.",
            field="admitted_on",
        )
    if before.discharged_on is None and after.discharged_on is not None:
        raise InvalidError(
            "They were not discharged yet: caseload client discharge", field="discharged_on"
        )
    refuse_ahead(after.discharged_on, caseload.today)


def _move(caseload: Caseload, change: Change, table: str, before: Episode, earlier: date) -> None:
    """Let what held from the admission hold from an earlier day, unless something held between."""
    field = DATED[table]
    rows = caseload.rows(
        f"select from_on, {field} from {table} where episode_id = ? and from_on between ? and ?",
        (before.episode_id, earlier.isoformat(), _admitted(before).isoformat()),
    )
    if len(rows) != 1 or rows[0][0] != _admitted(before).isoformat():
        return
    from_on, value = rows[0]
    keys = {"episode_id": before.episode_id, "from_on": from_on}
    change.remove(table, keys, {field: value})
    change.dated(table, field, before.episode_id, earlier, value)


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
