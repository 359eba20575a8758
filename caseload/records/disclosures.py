"""Disclosures: what was told to whom about a client, why, and by what right.

It is the accounting that a client may ask for (45 CFR 164.528). A disclosure is never changed or
taken away: what was told can't be untold.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.circle import CareRole, Consent, WithoutRelease
from caseload.model.linking import Disclosure
from caseload.records import care_team, clients, consents
from caseload.records._caseload import Caseload
from caseload.records._names import fold, ways_to_say
from caseload.records._text import quoted, tidy
from caseload.records.part2 import Part2
from caseload.rules import circle_rules

MOST_NAMED = 20
"""So many clients without a release are named."""


class Right(NamedTuple):
    """By what right something is told: a release of information, or an exception."""

    consent: str | None = None
    exception: str | None = None
    part2: bool = False
    """Whether it reaches substance-use records."""
    release: Consent | None = None
    """The release, as it was when it was looked up."""

    @property
    def why(self) -> str:
        """What for, when nobody says otherwise."""
        return self.release.purpose if self.release is not None else self.exception or ""


def right_to_tell(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    release: str | None = None,
    exception: str | None = None,
    *,
    part2: bool = False,
    also: Sequence[str] = (),
    on: date | None = None,
) -> Right:
    """By what right something about a client may be told to somebody on a day, today.

    The client themself may be told everything, and a guardian all but substance-use records; for
    anyone else it takes a release in force that names them, or a stated exception.

    Args:
        caseload: The open caseload.
        client_id: Whom it is about.
        to_whom: Who would be told.
        release: Which release it rests on, by its id; else it is looked up by the name.
        exception: Why none is needed: see `circle.WithoutRelease`.
        part2: Whether substance-use records are to go along.
        also: Other names of whoever would be told: an organization's.
        on: The day on which they were told.

    Raises:
        NotFoundError: There is no such client, or no such release.
        InvalidError: There is no release in force that names them and no exception, or none that
            covers substance-use records where those are asked for.
    """
    client = clients.get(caseload, client_id)
    name = " ".join(to_whom.split())
    release, exception = (release or "").strip(), (exception or "").strip()
    if not name:
        raise InvalidError("Say to whom it goes.")
    if release and exception:
        raise InvalidError("Give the release or the exception, not both.")
    own = ways_to_say(client.first_name, client.last_name, client.preferred_name)
    if fold(name) in own or fold(name) in ("client", "the client"):
        return Right(exception=str(WithoutRelease.CLIENT_ASKED), part2=True)
    if exception:
        said = circle_rules.reason_without(exception)
        if part2:
            raise InvalidError(
                f"Substance-use records go out under a release that covers them, not under an "
                f"exception (42 CFR 2.31). Leave out --include-part2, or record the release: "
                f"{_add(client_id, name)} --part2"
            )
        return Right(exception=said)
    found = _releases(caseload, client_id, (name, *also), release, on)
    covering = [one for one in found if one.part2] if part2 else found
    if covering:
        one = covering[0]
        return Right(one.consent_id, None, part2, one)
    if part2 and found:
        raise InvalidError(
            f"The release {found[0].consent_id} for {found[0].to_whom} does not cover "
            f"substance-use records (42 CFR 2.31). Record one that does: "
            f"{_add(client_id, name)} --part2"
        )
    member = care_team.find(caseload, client_id, name, on)
    if member is not None and member.role is CareRole.GUARDIAN and not part2:
        return Right(exception=f"guardian: {member.name} decides for the client")
    raise InvalidError(_refusal(caseload, client_id, name))


def _releases(
    caseload: Caseload, client_id: str, names: Sequence[str], release: str, on: date | None
) -> list[Consent]:
    """The releases in force for any of these names; that one alone where its id is said."""
    found = list(dict.fromkeys(
        one for name in names for one in consents.naming(caseload, client_id, name, on)
    ))  # fmt: skip
    if not release:
        return found
    own = caseload.records(Consent, "where consent_id = ? collate nocase", (release,))
    if not own:
        raise NotFoundError(
            f"No release {quoted(release)} is recorded. Record what was signed: "
            f"{_add(client_id, names[0])}"
        )
    if own[0].client_id != client_id:
        raise InvalidError(f"{own[0].consent_id} is no release of {client_id}.")
    if own[0] not in found:
        raise InvalidError(
            f"The release {own[0].consent_id} is not in force for {quoted(names[0])}. See: "
            f"caseload consent list {client_id} --all"
        )
    return own


def _last(caseload: Caseload, client_id: str, name: str) -> Consent | None:
    """The newest release that names somebody, whether or not it is in force."""
    return next(
        (one for one in consents.listed(caseload, client_id)
         if fold(one.to_whom) == fold(name) and one.entered_in_error_at is None), None,
    )  # fmt: skip


def _refusal(caseload: Caseload, client_id: str, name: str) -> str:
    last, was = _last(caseload, client_id, name), ""
    if last is not None and last.revoked_on is not None:
        was = f" {last.consent_id} was revoked {dates.spoken(last.revoked_on)}."
    elif last is not None and last.expires_on is not None and last.expires_on < caseload.today:
        was = f" {last.consent_id} ended {dates.spoken(last.expires_on)}."
    elif last is not None:
        was = f" {last.consent_id} begins {dates.spoken(circle_rules.begins_on(last))}."
    others = sorted({one.to_whom for one in consents.in_force(caseload, client_id)})
    named = f" There are releases for: {', '.join(others)}." if others and not was else ""
    return (
        f"Nothing about {client_id} is told to {quoted(name)} without their signed release, and "
        f"none in force names them.{was}{named} Record one: {_add(client_id, name)}; or say why "
        f'none is needed: --exception "…" ({", ".join(WithoutRelease)})'
    )


def _add(client_id: str, name: str) -> str:
    shown = quoted(name.replace('"', "'"))[1:-1]
    return f'caseload consent add {client_id} "{shown}" --purpose "…" --scope "…"'


def rights_to_tell(
    caseload: Caseload,
    client_ids: list[str],
    to_whom: str,
    exception: str | None = None,
    *,
    part2: bool = False,
) -> dict[str, Right]:
    """As `right_to_tell`, for each of several clients.

    Raises:
        InvalidError: One of them lacks it; those are named by their ids.
    """
    found: dict[str, Right] = {}
    lacking: dict[str, InvalidError] = {}
    for client_id in client_ids:
        try:
            found[client_id] = right_to_tell(
                caseload, client_id, to_whom, exception=exception, part2=part2
            )
        except InvalidError as error:
            lacking[client_id] = error
    if len(client_ids) == 1 and lacking:
        raise lacking[client_ids[0]]
    if lacking:
        first = next(iter(lacking.values()))
        if exception:
            raise first
        named = ", ".join(list(lacking)[:MOST_NAMED])
        more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
        covers = " that covers substance-use records" if part2 else ""
        raise InvalidError(
            f"No release in force{covers} names {quoted(to_whom)} for: {named}{more}. Record "
            "them (caseload consent add CLIENT TO-WHOM), choose others (--client), or say why "
            'none is needed: --exception "…"'
        )
    return found


def withheld(
    caseload: Caseload, client_ids: list[str], rights: dict[str, Right], codes: str
) -> Part2:
    """What is left out of what goes to others.

    Raises:
        InvalidError: All that is known of a client is under Part 2, and their release does not
            cover it; so nothing of them can go.
    """
    part2 = Part2(caseload, client_ids, codes)
    for client_id in client_ids:
        if not rights[client_id].part2 and part2.wholly(client_id):
            raise InvalidError(
                f"All that is recorded of {client_id} comes from programs under 42 CFR Part 2. It "
                "goes out with --include-part2 alone, under a release that covers it: caseload "
                f"consent add {client_id} TO-WHOM --part2"
            )
    return part2


def disclose(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    what: str,
    purpose: str,
    right: Right,
    on: date,
    *,
    document_id: str | None = None,
    referral_id: str | None = None,
) -> Disclosure:
    """Record that something was told about a client; it stays.

    Raises:
        InvalidError: It does not say to whom, what or why, or its day lies ahead.
    """
    with caseload.write("disclose", client_id) as change:
        clients.get(caseload, client_id)
        told = (" ".join(to_whom.split()), tidy(what), tidy(purpose))
        for name, text in zip(("to whom", "what", "why"), told, strict=True):
            if not text:
                raise InvalidError(f"A disclosure says {name}.")
        if on > caseload.today:
            raise InvalidError(f"{dates.spoken(on, caseload.today)} lies ahead.")
        made = Disclosure(
            caseload.next_id("disclosure", "disclosure_id", "DS"), client_id, on,
            told[0], told[1] or "", told[2] or "", right.consent, right.exception,
            document_id, referral_id, caseload.acting_staff_id, change.at,
        )  # fmt: skip
        change.add(made)
    return made


def tell(
    caseload: Caseload,
    client_id: str,
    to_whom: str,
    what: str,
    on: date,
    *,
    purpose: str | None = None,
    exception: str | None = None,
    part2: bool = False,
) -> Disclosure:
    """Record what was told by word of mouth, under a release in force or a stated exception.

    Raises:
        InvalidError: As for `right_to_tell` and `disclose`.
    """
    with caseload.write("disclose", client_id):
        right = right_to_tell(caseload, client_id, to_whom, exception=exception, part2=part2, on=on)
        return disclose(caseload, client_id, to_whom, what, purpose or right.why, right, on)


def listed(caseload: Caseload, client_id: str, since: date | None = None) -> list[Disclosure]:
    """What was told about a client, the newest first; since a day when one is named."""
    return caseload.records(
        Disclosure,
        "where client_id = ? and disclosed_on >= ? order by disclosed_on desc, rowid desc",
        (client_id, (since or date.min).isoformat()),
    )
