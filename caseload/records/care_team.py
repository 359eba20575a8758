"""The people around a client: who they are, and who is called first.

What always holds: nobody is taken away. Who has left has a last day, and who never belonged there
is marked as entered in error. Emergency contacts are numbered; a new one at a number that is taken
moves the others down.
"""

from datetime import date
from typing import Any

from caseload import dates
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Staff
from caseload.model.circle import Call, CareRole, CareTeamMember
from caseload.records import clients, episodes, staff
from caseload.records._caseload import Caseload, Change
from caseload.records._columns import YES
from caseload.records._names import fold
from caseload.records._rows import to_columns
from caseload.records._text import quoted, tidy
from caseload.rules import circle_rules

TABLE, KEY = "care_team_member", "care_team_member_id"
TEXTS = ("relation", "organization", "phone", "email", "remark")
MOST_CALLED = 99
"""Emergency contacts of one client."""


def listed(
    caseload: Caseload, client_id: str, on: date | None = None, *, everyone: bool = False
) -> list[CareTeamMember]:
    """Those on a client's care team on a day (today), in the order in which they are called.

    With `everyone` those who have left come last; what was entered in error is left out.
    """
    day = on or caseload.today
    found = [one for one in _all(caseload, client_id) if one.entered_in_error_at is None]
    there = [each.member for each in circle_rules.calls(found, (), day)]
    return there + [one for one in found if everyone and one not in there]


def _all(caseload: Caseload, client_id: str) -> list[CareTeamMember]:
    return caseload.records(CareTeamMember, "where client_id = ? order by rowid", (client_id,))


def get(caseload: Caseload, care_team_member_id: str) -> CareTeamMember:
    """The member with that id.

    Raises:
        NotFoundError: There is none.
    """
    wanted = care_team_member_id.strip()
    found = caseload.records(CareTeamMember, f"where {KEY} = ? collate nocase", (wanted,))
    if not found:
        raise NotFoundError(
            f"Nobody on a care team has the id {quoted(wanted)}. Try: caseload care-team list "
            "CLIENT"
        )
    return found[0]


def find(
    caseload: Caseload, client_id: str, text: str, on: date | None = None
) -> CareTeamMember | None:
    """Who on a client's care team goes by that id or name; None when nobody does.

    Raises:
        AmbiguousError: More than one does.
    """
    there, wanted = listed(caseload, client_id, on), fold(text)
    found = [one for one in there if fold(one.care_team_member_id) == wanted] or [
        one for one in there if wanted and fold(one.name) == wanted
    ]
    if len(found) > 1:
        which = "; ".join(f"{one.care_team_member_id} {one.role}" for one in found)
        raise AmbiguousError(f"Which {found[0].name}?  {which}")
    return found[0] if found else None


def meant(
    caseload: Caseload, client_id: str, text: str, on: date | None = None
) -> tuple[CareTeamMember, ...]:
    """Who on a client's care team is meant by an id, a name or a part of one, the likeliest first.

    For words that are written down as they are when nobody is; a release takes `find`, for a wrong
    recipient is not seen at once.
    """
    return circle_rules.meant(listed(caseload, client_id, on), text)


def written_out(caseload: Caseload, client_id: str, text: str) -> str:
    """The name of the one who is meant; other words, and those that fit several, stay as typed."""
    names = {one.name for one in meant(caseload, client_id, text)}
    return names.pop() if len(names) == 1 else text


def phone_of(
    caseload: Caseload, client_id: str, name: str | None, on: date | None = None
) -> str | None:
    """The phone of somebody who goes by just that name on the care team on a day (today)."""
    return circle_rules.phone_of(listed(caseload, client_id, on), name)


def guardians(caseload: Caseload, client_id: str, on: date | None = None) -> list[CareTeamMember]:
    """Who decides for the client on a day (today)."""
    return [one for one in listed(caseload, client_id, on) if one.role is CareRole.GUARDIAN]


def card(caseload: Caseload, client_id: str, on: date | None = None) -> tuple[Call, ...]:
    """Who to call about a client on a day (today), and what may be told to each."""
    from caseload.records import consents

    day = on or caseload.today
    return circle_rules.calls(_all(caseload, client_id), consents.listed(caseload, client_id), day)


def managers(
    caseload: Caseload, client_id: str, on: date | None = None
) -> list[tuple[str, Staff, Staff | None]]:
    """Who sees to a client on a day (today): the program, the case manager, who stands in."""
    known = {one.staff_id: one for one in staff.listed(caseload, everyone=True)}
    found = []
    for stay in episodes.of_client(caseload, client_id, on):
        manager = known.get(stay.case_manager or "") if stay.status in episodes.OPEN else None
        if manager is not None:
            found.append((stay.program, manager, known.get(manager.covered_by or "")))
    return found


def number(text: str) -> int:
    """The number of an emergency contact as people write it; a bare yes is the first.

    Raises:
        InvalidError: It is none.
    """
    bare = text.strip().casefold()
    if bare in YES and bare != "1":
        return 1
    if not (bare.isascii() and bare.isdigit() and 1 <= int(bare) <= MOST_CALLED):
        raise InvalidError(
            f"{quoted(text)} is no number of an emergency contact: 1 is called first, 2 next.",
            field="emergency_contact",
        )
    return int(bare)


def add(
    caseload: Caseload, client_id: str, name: str, role: CareRole, **facts: Any
) -> CareTeamMember:
    """Add somebody to a client's care team.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        name: Who.
        role: What they are to the client.
        facts: Fields of `CareTeamMember`.

    Raises:
        InvalidError: The name is empty, they are there already, or their days are the wrong way
            round.
    """
    with caseload.write("add care-team member", client_id) as change:
        clients.get(caseload, client_id)
        made = _checked(
            CareTeamMember(
                caseload.next_id(TABLE, KEY, "CT"), client_id, name, role, **facts,
                staff=caseload.acting_staff_id, recorded_at=change.at,
            )
        )  # fmt: skip
        for other in listed(caseload, client_id):
            if (fold(other.name), other.role) == (fold(made.name), made.role):
                raise InvalidError(
                    f"{other.name} is on the care team already. Change what is said of them: "
                    f"caseload care-team edit {other.care_team_member_id}",
                    field="name",
                )
        _make_room(caseload, change, made)
        change.add(made)
    return made


def edit(caseload: Caseload, care_team_member_id: str, **facts: Any) -> CareTeamMember:
    """Change what is said of somebody on a care team.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: As for `add`, or they were entered in error.
    """
    with caseload.write("edit care-team member") as change:
        before = _standing(caseload, care_team_member_id)
        change.client_id = before.client_id
        after = _checked(before._replace(**facts))
        if after.emergency_contact != before.emergency_contact:
            _make_room(caseload, change, after)
        change.update(TABLE, KEY, after.care_team_member_id, to_columns(after))
    return after


def end(caseload: Caseload, care_team_member_id: str, until_on: date) -> CareTeamMember:
    """Say from which day on somebody is no longer on the care team.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: That day lies before they came, or they have left already.
    """
    with caseload.write("end care-team member") as change:
        before = _standing(caseload, care_team_member_id)
        change.client_id = before.client_id
        if before.until_on is not None and before.until_on <= caseload.today:
            raise InvalidError(
                f"{before.name} has left already, {dates.spoken(before.until_on)}. Correct the "
                f"day: caseload care-team edit {before.care_team_member_id} --until-on DATE"
            )
        after = _checked(before._replace(until_on=until_on))
        change.update(TABLE, KEY, after.care_team_member_id, {"until_on": until_on.isoformat()})
    return after


def error(caseload: Caseload, care_team_member_id: str, why: str) -> CareTeamMember:
    """Mark somebody as entered in error: they never were on this client's care team.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: They are marked already, or no reason was given.
    """
    with caseload.write("error care-team member") as change:
        before = get(caseload, care_team_member_id)
        change.client_id = before.client_id
        marks = change.in_error(TABLE, before.care_team_member_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _standing(caseload: Caseload, care_team_member_id: str) -> CareTeamMember:
    found = get(caseload, care_team_member_id)
    if found.entered_in_error_at is not None:
        raise InvalidError(f"{found.care_team_member_id} was entered in error; it stays as it is.")
    return found


def _checked(one: CareTeamMember) -> CareTeamMember:
    """The member with texts tidied, if what is said of them can be."""
    name = " ".join(one.name.split())
    if not name:
        raise InvalidError("Somebody on a care team needs a name.", field="name")
    if one.until_on is not None and one.from_on is not None and one.until_on <= one.from_on:
        raise InvalidError(
            f"They can't leave {dates.spoken(one.until_on)}, before they came, "
            f"{dates.spoken(one.from_on)}. Check the days.",
            field="until_on",
        )
    number = one.emergency_contact
    if number is not None and not 1 <= number <= MOST_CALLED:
        raise InvalidError(
            "An emergency contact has a number: 1 is called first, 2 next.",
            field="emergency_contact",
        )
    told: dict[str, Any] = {field: tidy(getattr(one, field)) for field in TEXTS}
    return one._replace(name=name, **told)


def _make_room(caseload: Caseload, change: Change, one: CareTeamMember) -> None:
    """Move the emergency contacts from a number on down by one, where it is taken."""
    wanted = one.emergency_contact
    others = [
        other
        for other in listed(caseload, one.client_id)
        if other.emergency_contact is not None
        and other.care_team_member_id != one.care_team_member_id
    ]
    for other in sorted(others, key=lambda each: each.emergency_contact or 0):
        if wanted is None or other.emergency_contact != wanted:
            continue
        wanted += 1
        change.update(TABLE, KEY, other.care_team_member_id, {"emergency_contact": wanted})
