"""Intake: from the call or referral to the admission, a step after another.

Someone is taken in as a client with an episode that is `referred`; then screened, perhaps put on
the waiting list, given a case manager, and admitted, or found not eligible and sent elsewhere.

What always holds: nobody is made a client twice unawares; a step has one day, not before the one
that it follows and not ahead; who was turned away or discharged comes back in a new episode.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from caseload import dates, folding
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Client, Episode, EpisodeStatus
from caseload.model.intaking import OF_EPISODE, OF_PERSON, Intake
from caseload.records import (
    client_likeness,
    clients,
    episodes,
    holidays,
    living_situations,
    programs,
    staff,
)
from caseload.records._caseload import Caseload, Change
from caseload.records._episode_checks import checked
from caseload.records.client_likeness import LikeClient
from caseload.rules import intake_rules

KIND = "intake"
"""Of the draft in which answers are kept."""


class Taken(NamedTuple):
    """What an intake made."""

    client: Client
    episode: Episode
    is_new: bool
    """Whether the client is new."""
    kept: tuple[str, ...]
    """Of a known client: the fields that were told otherwise, and stay as they are."""


# --- taking somebody in --------------------------------------------------------------------------


def like(caseload: Caseload, told: Intake) -> list[LikeClient]:
    """Clients that somebody may be who is told of, the likeliest first."""
    return client_likeness.like(
        caseload,
        told.first_name,
        told.last_name,
        preferred_name=told.preferred_name,
        date_of_birth=told.date_of_birth,
        phone=told.phone,
    )


def begin(
    caseload: Caseload, told: Intake, *, client_id: str | None = None, is_new: bool = False
) -> Taken:
    """Take somebody in: a client, new or known, with an episode that is referred.

    Of a known client, what the record lacks is filled in; what it says otherwise stays, and is
    named in the answer.

    Args:
        caseload: The open caseload.
        told: What was told.
        client_id: Whom it is about, when they are a client already; nobody is looked for then.
        is_new: They are somebody else than those who are like them.

    Raises:
        AmbiguousError: They may be a client already, and nobody has said.
        InvalidError: A fact can't be, or they are in that program, or on the way into it.
        NotFoundError: There is no such program or client.
    """
    program = programs.find(caseload, told.program)
    referred_on = told.referred_on or caseload.today
    if referred_on > caseload.today:
        raise InvalidError(
            f"{dates.spoken(referred_on, caseload.today)} lies ahead; record it on the day.",
            field="referred_on",
        )
    if not program.active:
        raise InvalidError(
            f"{program.name} is not offered any more. Choose another: caseload program list",
            field="program",
        )
    kept: tuple[str, ...] = ()
    with caseload.write("begin intake", client_id) as change:
        if client_id is None and not is_new:
            _refuse_like(like(caseload, told))
        if client_id is None:
            client = _add(caseload, told)
        else:
            client, kept = _filled(caseload, client_id, told)
        change.client_id = client.client_id
        check_room(caseload, client.client_id, program.name, referred_on)
        facts = {name: getattr(told, name) for name in OF_EPISODE}
        episode = Episode(
            caseload.next_id("episode", "episode_id", "E"),
            client.client_id,
            program.name,
            EpisodeStatus.REFERRED,
            taken_by=caseload.acting_staff_id,
            **{**facts, "referred_on": referred_on},
        )
        episodes.insert(change, checked(episode))
        if told.diagnosis_code:
            clients.diagnose(
                caseload, client.client_id, told.diagnosis_code,
                description=told.diagnosis_description,
            )  # fmt: skip
        _note_living(caseload, client.client_id, told, referred_on)
    return Taken(client, episode, client_id is None, kept)


def _note_living(caseload: Caseload, client_id: str, told: Intake, on: date) -> None:
    """How they live: as of the referral, or as news about somebody of whom something is known."""
    said = (told.housing, told.employment, told.income_source)
    if living_situations.latest(caseload, client_id) is not None:
        living_situations.noted(caseload, client_id, *said)
    elif any(said):
        housing, employment, income_source = said
        living_situations.note(
            caseload, client_id, on, housing=housing, employment=employment,
            income_source=income_source,
        )  # fmt: skip


def check_room(caseload: Caseload, client_id: str, program: str, referred_on: date) -> None:
    """Refuse a referral to a program in which a client is, or into which they are on the way.

    Raises:
        InvalidError: They are.
    """
    for one in episodes.of_client(caseload, client_id):
        if one.program != program:
            continue
        if one.status in intake_rules.STARTED:
            raise InvalidError(
                f"{client_id} is on the way into {program} already ({one.status}). See: caseload "
                f"client show {client_id}",
                field="program",
            )
        if one.status is EpisodeStatus.ADMITTED:
            since = dates.spoken(one.admitted_on) if one.admitted_on else ""
            raise InvalidError(
                f"{client_id} has been in {program} since {since}. Name another program.",
                field="program",
            )
        ended = one.discharged_on or one.not_eligible_on
        if ended is not None and referred_on < ended:
            raise InvalidError(
                f"Their last stay in {program} ended {dates.spoken(ended)}; a new referral comes "
                "on that day or later.",
                field="referred_on",
            )


def _refuse_like(found: list[LikeClient]) -> None:
    if found:
        raise AmbiguousError(
            f"They may be a client already:  {'; '.join(map(in_words, found))}. Say which: "
            f"--client {found[0].client_id}; or, for somebody else: --new"
        )


def in_words(one: LikeClient) -> str:
    """A client that somebody may be, in one line."""
    facts = [
        f"born {one.year_of_birth}" if one.year_of_birth else "",
        folding.county_named(one.county) if one.county else "",
        one.status.replace("_", " ") if one.status else "never referred",
    ]
    known = ", ".join(filter(None, facts))
    return f"{one.client_id} {one.client} ({known}: {', '.join(one.reasons)})"


def _add(caseload: Caseload, told: Intake) -> Client:
    facts = {name: getattr(told, name) for name in OF_PERSON}
    return clients.add(caseload, facts.pop("first_name"), facts.pop("last_name"), **facts)


def _filled(caseload: Caseload, client_id: str, told: Intake) -> tuple[Client, tuple[str, ...]]:
    """A known client, with what the record lacked; and what it says otherwise."""
    known = clients.get(caseload, client_id)
    said = {name: value for name in OF_PERSON if (value := getattr(told, name)) is not None}
    lacking = {name: value for name, value in said.items() if getattr(known, name) is None}
    otherwise = [
        name for name, value in said.items() if value and getattr(known, name) not in (None, value)
    ]
    if lacking:
        known = clients.edit(caseload, client_id, **lacking)
    return known, tuple(otherwise)


# --- the steps -----------------------------------------------------------------------------------


def the_one(caseload: Caseload, client_id: str, program: str | None = None) -> Episode:
    """The episode of a client that an intake command means: the one before its admission.

    Where there is none, the newest, so that the step itself says why it can't be taken.

    Raises:
        NotFoundError: They were never referred, or not to that program.
        AmbiguousError: They are on the way into two programs, and none was named.
    """
    wanted = programs.find(caseload, program).name if program else None
    stays = [
        one for one in episodes.of_client(caseload, client_id) if wanted in (None, one.program)
    ]
    found = [one for one in stays if one.status in intake_rules.STARTED] or stays[:1]
    if not found:
        where = f" to {wanted}" if wanted else ""
        raise NotFoundError(
            f"{client_id} was never referred{where}. Begin with: caseload intake --client "
            f"{client_id}"
        )
    if len(found) > 1:
        names = "; ".join(one.program for one in found)
        raise AmbiguousError(f"Which program? Say it with --program.  {names}")
    return found[0]


def screen(caseload: Caseload, episode_id: str, screened_on: date) -> Episode:
    """Record that somebody was screened; `applicants.answers` says whether the program takes them.

    Raises:
        InvalidError: It was done, they are admitted or turned away, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    intake_rules.check_screening(before, screened_on, caseload.today)
    status = before.status
    if status is EpisodeStatus.REFERRED:
        status = EpisodeStatus.SCREENED
    return _step(caseload, "screen intake", before, status=status, screened_on=screened_on)


def wait(caseload: Caseload, episode_id: str, waiting_on: date) -> Episode:
    """Put somebody on the waiting list.

    Raises:
        InvalidError: They are on it, not screened, have a case manager, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    intake_rules.check_waiting(before, waiting_on, caseload.today)
    return _step(
        caseload, "wait intake", before, status=EpisodeStatus.WAITING, waiting_on=waiting_on,
        waiting_reviewed_on=None,
    )  # fmt: skip


def review_waiting(caseload: Caseload, episode_id: str, reviewed_on: date) -> Episode:
    """Record a look at somebody's place on the waiting list; the next one is due from it.

    Raises:
        InvalidError: They are not on it, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    intake_rules.check_waiting_review(before, reviewed_on, caseload.today)
    return _step(caseload, "review intake", before, waiting_reviewed_on=reviewed_on)


def assign(caseload: Caseload, episode_id: str, staff_id: str, assigned_on: date) -> Episode:
    """Give somebody a case manager, theirs from that day on; it ends their waiting.

    Raises:
        NotFoundError: There is no such staff member.
        InvalidError: They have left, the one before is not done, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    manager = staff.get(caseload, staff_id)
    if not manager.active:
        raise InvalidError(
            f"{manager.name} does not work here any more. Choose another: caseload staff list",
            field="case_manager",
        )
    intake_rules.check_assignment(before, assigned_on, caseload.today)
    with caseload.write("assign intake", before.client_id) as change:
        _save(change, before._replace(status=EpisodeStatus.SCREENED, assigned_on=assigned_on))
        change.dated("episode_case_manager", "staff_id", episode_id, assigned_on, staff_id)
    return episodes.get(caseload, episode_id)


def admit(
    caseload: Caseload, episode_id: str, admitted_on: date, level_of_care: str | None = None
) -> Episode:
    """Admit somebody who has been screened and has a case manager; the clock starts that day.

    Raises:
        InvalidError: A step before is not done, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    intake_rules.check_admission(before, admitted_on, caseload.today)
    return episodes.admit(
        caseload, before.client_id, before.program, admitted_on, level_of_care=level_of_care
    )


def decline(
    caseload: Caseload,
    episode_id: str,
    not_eligible_on: date,
    reason: str,
    sent_to: str | None = None,
) -> Episode:
    """Record that a program can't take somebody, why, and where they were sent instead.

    Raises:
        InvalidError: No reason is given, they are admitted, or the day can't be.
    """
    before = episodes.get(caseload, episode_id)
    intake_rules.check_decline(before, not_eligible_on, caseload.today, reason)
    return _step(
        caseload, "decline intake", before, status=EpisodeStatus.NOT_ELIGIBLE,
        not_eligible_on=not_eligible_on, not_eligible_reason=reason.strip(),
        sent_to=(sent_to or "").strip() or None,
    )  # fmt: skip


def edit(caseload: Caseload, episode_id: str, **facts: Any) -> Episode:
    """Change what was told at an intake: fields of the episode, but for its steps.

    Raises:
        InvalidError: A fact can't be, or the referral would come after a step.
    """
    before = episodes.get(caseload, episode_id)
    after = before._replace(**facts)
    if after.referred_on is not None and after.referred_on > caseload.today:
        raise InvalidError(
            f"{dates.spoken(after.referred_on, caseload.today)} lies ahead.", field="referred_on"
        )
    with caseload.write("edit intake", before.client_id) as change:
        _save(change, after)
    return episodes.get(caseload, episode_id)


def _step(caseload: Caseload, action: str, before: Episode, **facts: Any) -> Episode:
    with caseload.write(action, before.client_id) as change:
        _save(change, before._replace(**facts))
    return episodes.get(caseload, before.episode_id)


def _save(change: Change, episode: Episode) -> None:
    columns = episodes.columns(checked(episode))
    change.update("episode", "episode_id", episode.episode_id, columns)


# --- how it stands -------------------------------------------------------------------------------


def next_step(
    caseload: Caseload, episode: Episode, on: date | None = None
) -> intake_rules.NextStep | None:
    """What comes next for an episode, and by when; None once they are admitted or turned away."""
    return next_steps(caseload, [episode], on or caseload.today).get(episode.episode_id)


def next_steps(
    caseload: Caseload, among: Iterable[Episode], on: date
) -> dict[str, intake_rules.NextStep]:
    """What comes next on a day for those of these episodes not admitted yet, by episode_id."""
    standing = [one for one in among if intake_rules.is_between(one, on)]
    if not standing:
        return {}
    known = {one.name: one for one in programs.listed(caseload)}
    off, found = holidays.days_off(caseload), dict[str, intake_rules.NextStep]()
    for one in standing:
        step = intake_rules.next_step(one, known[one.program], on, off)
        if step is not None:
            found[one.episode_id] = step
    return found
