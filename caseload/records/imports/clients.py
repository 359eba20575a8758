"""Rows about people: clients with their episode, and further episodes, holds and diagnoses."""

from datetime import date

from caseload import dates
from caseload.errors import InvalidError
from caseload.model import Client, Diagnosis, Episode, EpisodeStatus, Hold, HoldReason
from caseload.records import clients, episodes, holds
from caseload.records._columns import Column, of_record, words
from caseload.records._episode_checks import checked
from caseload.records._incoming import CellError, Incoming, Kind, Saved, Values, told, worst
from caseload.records._rows import to_columns
from caseload.records._text import tidy
from caseload.rules import eligibility

EPISODE = frozenset(Episode._fields) - {"episode_id", "client_id"}
OWN = EPISODE - {"program", "case_manager", "level_of_care"}
"""What stands in the episode's own row."""
ENDED = (EpisodeStatus.DISCHARGED, EpisodeStatus.NOT_ELIGIBLE)


# --- clients -------------------------------------------------------------------------------------


def _client_columns(order: str) -> list[Column]:
    return [
        *of_record(Client, order),
        *of_record(Episode, order, "episode_id", "client_id"),
        Column("diagnosis_code", eligibility.checked_code),
        Column("diagnosis_description", tidy),
        Column("diagnosed_on", lambda text: dates.parse_entry(text, order=order)),
        Column("hold_from_on", lambda text: dates.parse_entry(text, order=order)),
        Column("hold_until_on", lambda text: dates.parse_entry(text, order=order)),
        Column("hold_reason", words(HoldReason)),
    ]


def _save_client(incoming: Incoming, values: Values) -> Saved:
    client_id = values["client_id"]
    incoming.once("client_id", client_id)
    came = [_save_person(incoming, values)]
    incoming.clients.add(client_id)
    if came == [Saved.ADDED] and not EPISODE & values.keys():
        incoming.remark("in no program, and on no list until caseload client admit")
    if EPISODE & values.keys():
        episode, saved = _save_stay(incoming, values)
        came.append(saved)
    if "diagnosis_code" in values:
        diagnosis = {
            "code": values["diagnosis_code"],
            "description": values.get("diagnosis_description"),
            "diagnosed_on": values.get("diagnosed_on"),
            "principal": True,
        }
        came.append(_save_diagnosis_of(incoming, client_id, diagnosis))
    elif "diagnosis_description" in values or "diagnosed_on" in values:
        raise CellError("diagnosis_code", "empty, yet the row speaks of a diagnosis; write it")
    hold = {
        name: values[f"hold_{name}"]
        for name in ("from_on", "until_on", "reason")
        if f"hold_{name}" in values
    }
    if hold:
        if "from_on" not in hold:
            raise CellError("hold_from_on", "empty, yet the row speaks of a hold; write it")
        if not EPISODE & values.keys():
            raise CellError("program", "empty, and a hold belongs to an episode")
        try:
            came.append(_save_hold_of(incoming, episode, hold))
        except InvalidError as error:
            raise CellError(f"hold_{error.field or 'from_on'}", str(error)) from None
    return worst(*came)


def _save_person(incoming: Incoming, values: Values) -> Saved:
    said = told(values, Client._fields)
    caseload, change = incoming.caseload, incoming.change
    change.client_id = values["client_id"]
    if values["client_id"] not in incoming.clients:
        clients.insert(change, clients.checked(Client(**said), caseload.today))
        incoming.added.add(values["client_id"])
        if not any(map(str.isdigit, said.get("phone") or "0")):
            incoming.remark("no number in the phone")
        return Saved.ADDED
    before = clients.get(caseload, values["client_id"])
    after = clients.checked(before._replace(**said), caseload.today)
    saved = incoming.came(differs=after != before)
    if saved is Saved.CHANGED:
        clients.replace(change, after)
    return saved


# --- episodes ------------------------------------------------------------------------------------


def _save_episode(incoming: Incoming, values: Values) -> Saved:
    client_id = incoming.client(values)
    began = values.get("admitted_on") or values.get("referred_on")
    incoming.once("admitted_on", client_id, values["program"], str(began))
    return _save_stay(incoming, values)[1]


def _save_stay(incoming: Incoming, values: Values) -> tuple[Episode, Saved]:
    if "program" not in values:
        others = ", ".join(sorted(EPISODE & values.keys()))
        raise CellError(
            "program", f"empty, yet the row speaks of an episode; write it, or leave {others} empty"
        )
    caseload, change, client_id = incoming.caseload, incoming.change, values["client_id"]
    program = incoming.program(values["program"])
    assert program is not None
    change.client_id = client_id
    manager = incoming.staff_id(values.get("case_manager"))
    level = values.get("level_of_care")
    said = told(values, OWN)
    if "taken_by" in said:
        said["taken_by"] = incoming.staff_id(said["taken_by"])
    said["status"] = _status(said)
    stays = [one for one in episodes.of_client(caseload, client_id) if one.program == program]
    before = _the_same(stays, values.get("admitted_on"), values.get("referred_on"))
    if before is None:
        made = Episode(caseload.next_id("episode", "episode_id", "E"), client_id, program, **said)
        _refuse_overlap(made, stays)
        episode, saved = checked(made), Saved.ADDED
        _refuse_future(caseload.today, episode)
        episodes.insert(change, episode)
        given = [day for day in (episode.assigned_on, episode.admitted_on) if day is not None]
        from_on = min(given, default=episode.referred_on or caseload.today)
    else:
        if "status" not in values and _further(before, said["status"]):
            del said["status"]
        episode = checked(before._replace(**said))
        if incoming.update:
            _refuse_contradiction(episode)
        _refuse_future(caseload.today, episode)
        _refuse_overlap(episode, [one for one in stays if one != before])
        handed = (manager or before.case_manager, level or before.level_of_care)
        differs = episode != before or handed != (before.case_manager, before.level_of_care)
        saved = incoming.came(differs=differs)
        from_on = max(caseload.today, episode.admitted_on or caseload.today)
        if saved is Saved.CHANGED:
            change.update("episode", "episode_id", before.episode_id, episodes.columns(episode))
            if episode.discharged_on is not None and before.discharged_on is None:
                episodes.end_holds(caseload, change, before.episode_id, episode.discharged_on)
            began = episode.admitted_on or from_on
            _hand(incoming, episode, manager, before.case_manager, from_on, began, "manager")
            _hand(incoming, episode, level, before.level_of_care, from_on, began, "level")
    if saved is Saved.ADDED:
        _hand(incoming, episode, manager, None, from_on, from_on, "manager")
        _hand(incoming, episode, level, None, from_on, from_on, "level")
    coming = episode.admitted_on is not None and episode.admitted_on > caseload.today
    if coming and saved in (Saved.ADDED, Saved.CHANGED):
        incoming.remark("admitted on a day to come, and on no list until then")
    return episode, saved


def _hand(
    incoming: Incoming,
    episode: Episode,
    to: str | None,
    before: str | None,
    from_on: date,
    began: date,
    what: str,
) -> None:
    """Write a dated row: from the beginning where there was none, else from now on."""
    if to is None or to == before:
        return
    table, field = {
        "manager": ("episode_case_manager", "staff_id"),
        "level": ("episode_level", "level_of_care"),
    }[what]
    day = began if before is None else from_on
    incoming.change.dated(table, field, episode.episode_id, day, to)


def _status(said: Values) -> EpisodeStatus:
    """What the dates say; a status that a row gives may not contradict them."""
    stated: EpisodeStatus | None = said.get("status")
    if "discharged_on" in said:
        follows = EpisodeStatus.DISCHARGED
    elif "admitted_on" in said:
        follows = EpisodeStatus.ADMITTED
    else:
        follows = _before_admission(said, stated)
    if stated not in (None, follows):
        raise CellError("status", f"{stated} contradicts the dates, which say {follows}")
    if follows is EpisodeStatus.DISCHARGED and "admitted_on" not in said:
        raise CellError("admitted_on", "empty, yet there is a discharge")
    if follows is EpisodeStatus.ADMITTED and "admitted_on" not in said:
        raise CellError("admitted_on", "empty, yet the status is admitted")
    return follows


def _before_admission(said: Values, stated: EpisodeStatus | None) -> EpisodeStatus:
    """What the days of an intake say; a status that was stated may have come further than they."""
    if "not_eligible_on" in said:
        return EpisodeStatus.NOT_ELIGIBLE
    follows = EpisodeStatus.REFERRED
    if "waiting_on" in said and "assigned_on" not in said:
        follows = EpisodeStatus.WAITING
    elif "screened_on" in said or "assigned_on" in said:
        follows = EpisodeStatus.SCREENED
    further = stated is not None and list(EpisodeStatus).index(stated) > list(EpisodeStatus).index(
        follows
    )
    return stated if stated is not None and further else follows


def _further(before: Episode, status: EpisodeStatus) -> bool:
    """Whether an episode has come further than a row that says nothing of its status."""
    ended = before.status in ENDED and status not in ENDED
    return ended or (status is EpisodeStatus.REFERRED and before.status in episodes.OPEN)


def _refuse_contradiction(episode: Episode) -> None:
    """What a row says of the status may not undo an admission or discharge that stands."""
    follows = (
        EpisodeStatus.DISCHARGED
        if episode.discharged_on
        else EpisodeStatus.ADMITTED
        if episode.admitted_on
        else episode.status
    )
    if episode.status is not follows:
        raise CellError("status", f"{episode.status}, yet the file knows that they were {follows}")


def _the_same(
    stays: list[Episode], admitted_on: date | None, referred_on: date | None
) -> Episode | None:
    """The episode that a row means: the same admission, or a referral that it admits from.

    A row without an admission means the open stay, for there is one at a time, or else the one of
    the same referral, whatever came of it.
    """
    if admitted_on is not None:
        same = [one for one in stays if one.admitted_on == admitted_on] or [
            one for one in stays if one.admitted_on is None and one.status in episodes.OPEN
        ]
    else:
        same = [one for one in stays if one.status in episodes.OPEN] or [
            one
            for one in stays
            if one.referred_on == referred_on and (referred_on or one.admitted_on is None)
        ]
    return same[0] if same else None


def _refuse_overlap(episode: Episode, others: list[Episode]) -> None:
    if episode.admitted_on is None:
        return
    for one in others:
        begins = one.admitted_on or one.referred_on
        if begins is None or one.status is EpisodeStatus.NOT_ELIGIBLE:
            continue
        before = one.discharged_on is not None and one.discharged_on <= episode.admitted_on
        after = episode.discharged_on is not None and episode.discharged_on <= begins
        if not before and not after:
            raise CellError(
                "admitted_on",
                f"they have been in {one.program} from {dates.plain(begins)}"
                + (f" to {dates.plain(one.discharged_on)}" if one.discharged_on else "")
                + "; the two stays overlap",
            )


def _refuse_future(today: date, episode: Episode) -> None:
    if episode.discharged_on is not None and episode.discharged_on > today:
        raise CellError("discharged_on", f"{dates.plain(episode.discharged_on)} lies ahead")


# --- holds ---------------------------------------------------------------------------------------


def _save_hold(incoming: Incoming, values: Values) -> Saved:
    client_id = incoming.client(values)
    program = incoming.program(values.get("program"))
    from_on = values["from_on"]
    stays = [
        one
        for one in episodes.of_client(incoming.caseload, client_id)
        if program in (None, one.program)
        and values.get("admitted_on") in (None, one.admitted_on)
        and one.admitted_on is not None
        and one.admitted_on <= from_on
        and (one.discharged_on is None or from_on < one.discharged_on or _on_the_last(one, values))
    ]
    if not stays:
        raise CellError("from_on", f"{client_id} was in no program on {dates.plain(from_on)}")
    if len(stays) > 1:
        raise CellError("program", f"{client_id} was in two programs then; say which")
    incoming.once("from_on", stays[0].episode_id, str(from_on))
    return _save_hold_of(incoming, stays[0], told(values, Hold._fields))


def _save_hold_of(incoming: Incoming, episode: Episode, said: Values) -> Saved:
    caseload = incoming.caseload
    incoming.change.client_id = episode.client_id
    standing = holds.of_episode(caseload, episode.episode_id)
    before = next((one for one in standing if one.from_on == said["from_on"]), None)
    if before is not None:
        after = before._replace(**told(said, ("until_on", "reason", "remark")))
        saved = incoming.came(differs=after != before)
        if saved is Saved.CHANGED:
            holds.check(after, episode, [one for one in standing if one != before])
            incoming.change.update("hold", "hold_id", before.hold_id, to_columns(after))
        return saved
    made = Hold(
        caseload.next_id("hold", "hold_id", "H"),
        episode.episode_id,
        said["from_on"],
        said.get("until_on"),
        said.get("reason", HoldReason.OTHER),
        said.get("remark"),
    )
    if made.from_on == episode.discharged_on and made.until_on is not None:
        # A hold that a discharge on its first day has ended; see `episodes.end_holds`.
        episode = episode._replace(discharged_on=None)
    holds.check(made, episode, standing)
    incoming.change.add(made)
    return Saved.ADDED


def _on_the_last(stay: Episode, values: Values) -> bool:
    """Whether a row names a stay that ended on the very day on which its hold began."""
    return "admitted_on" in values and values["from_on"] == stay.discharged_on


# --- diagnoses -----------------------------------------------------------------------------------


def _save_diagnosis(incoming: Incoming, values: Values) -> Saved:
    client_id = incoming.client(values)
    incoming.once("code", client_id, values["code"])
    said = told(values, Diagnosis._fields)
    del said["client_id"]
    return _save_diagnosis_of(incoming, client_id, said)


def _save_diagnosis_of(incoming: Incoming, client_id: str, said: Values) -> Saved:
    known = clients.diagnoses(incoming.caseload, client_id)
    before = next((one for one in known if one.code == said["code"]), None)
    if before is None:
        clients.diagnose(incoming.caseload, client_id, **said)
        return Saved.ADDED
    after = before._replace(**{name: value for name, value in said.items() if value is not None})
    saved = incoming.came(differs=after != before)
    if saved is Saved.CHANGED:
        if after.principal and not before.principal:
            clients.lead(incoming.change, known)
        incoming.change.update("diagnosis", "diagnosis_id", before.diagnosis_id, to_columns(after))
    return saved


def _diagnosis_columns(order: str) -> list[Column]:
    columns = of_record(Diagnosis, order, "diagnosis_id", "code")
    return [*columns, Column("code", eligibility.checked_code)]


def _hold_columns(order: str) -> list[Column]:
    stay = [one for one in of_record(Episode, order) if one.name in _STAY]
    return [*stay, *of_record(Hold, order, "hold_id", "episode_id")]


_STAY = ("client_id", "program", "admitted_on")

KINDS = {
    "clients": Kind(
        _client_columns,
        ("client_id", "first_name", "last_name"),
        _save_client,
        also={"program": EPISODE - {"program"}},
    ),
    "episodes": Kind(
        lambda order: of_record(Episode, order, "episode_id"),
        ("client_id", "program"),
        _save_episode,
        left=("episode_id",),
    ),
    "holds": Kind(_hold_columns, ("client_id", "from_on"), _save_hold),
    "diagnoses": Kind(_diagnosis_columns, ("client_id", "code"), _save_diagnosis),
}
