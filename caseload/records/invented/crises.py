"""Crises, hospital stays and safety plans of invented clients.

One is in hospital now; one came back five days ago and was not seen since; one was readmitted
months ago. Most have a safety plan; one waits for its signatures, and those never reached have
none. Chance has a seed of its own here, so that what others draw does not move.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from caseload.model import EpisodeStatus, SignerRole
from caseload.model.crises import NAMES, Crisis, CrisisClosing, CrisisKind, Disposition
from caseload.model.planning import Signature, SignatureMethod
from caseload.records import _crisis_holds, episodes
from caseload.records._caseload import Change
from caseload.records._rows import to_columns
from caseload.records.invented import crisis_words as words
from caseload.records.invented.agency import Agency
from caseload.records.invented.days import instant, working
from caseload.records.invented.words import GUARDIAN, Person

NONE = ("C0024", "C0038", "C0039", "C0040")
"""Who has no safety plan: in jail when it was asked about, or never reached."""
DRAFT = "C0020"
"""Whose safety plan nobody has signed yet."""
TWICE = "C0031"
"""Whose safety plan was written anew."""


class Told(NamedTuple):
    """A crisis of the story, in days ago."""

    ago: int
    client_id: str
    kind: CrisisKind
    time: str
    what: str
    disposition: Disposition
    facility: str | None = None
    left: int | None = None
    """How long ago they left the hospital."""
    follow_up: str | None = None


STORY = (
    Told(240, "C0021", CrisisKind.OVERDOSE, "T23:40", words.OVERDOSE, Disposition.INPATIENT,
         "Regional hospital", 235, "Locked pill box; weekly refills."),
    Told(160, "C0006", CrisisKind.SUICIDAL_THOUGHTS, "", words.BRIDGE, Disposition.INPATIENT,
         "DePaul Center", 149),
    Told(138, "C0006", CrisisKind.SUICIDAL_THOUGHTS, "T06:15", words.AGAIN,
         Disposition.INPATIENT, "DePaul Center", 131, "Evening group twice a week."),
    Told(75, "C0003", CrisisKind.PSYCHOSIS, "T02:10", words.VOICES, Disposition.MOBILE_CRISIS),
    Told(30, "C0017", CrisisKind.PSYCHOSIS, "", words.WARD, Disposition.INPATIENT,
         "State hospital"),
    Told(21, "C0020", CrisisKind.SELF_HARM, "T21:05", words.ALONE, Disposition.CRISIS_LINE,
         follow_up="Begin a safety plan."),
    Told(12, "C0028", CrisisKind.SUICIDAL_THOUGHTS, "T19:30", words.NIGHT, Disposition.INPATIENT,
         "DePaul Center", 5, "See them within the week."),
)  # fmt: skip
CLOSED = ("C0021", 7, 230, "With a cousin in Lubbock that week; spoke by phone.")
"""A follow-up closed without a visit: whose, which, how many days ago, why."""


def tell_crises(agency: Agency, change: Change) -> None:
    """Write down the crises, then the safety plans."""
    before = agency.caseload.staff
    chance = agency.cast.luck(988)
    letters = {one.client_id: one for one in agency.cast.people}
    for number, told in enumerate(STORY, 1):
        _tell(agency, change, letters[told.client_id], told, f"X{number:04d}")
    count = 0
    for person in agency.cast.people:
        for made in _plans(agency, person, chance):
            count += 1
            _write(agency, change, person, made, f"Y{count:04d}")
    agency.caseload.staff = before


def _tell(agency: Agency, change: Change, person: Person, told: Told, crisis_id: str) -> None:
    caseload, on = agency.caseload, agency.today - timedelta(told.ago)
    stay = told.disposition is Disposition.INPATIENT
    by = caseload.staff = agency.on_duty(person.case_manager, on)
    recorded = instant(min(working(on), agency.ago(1)), 1000)
    made = Crisis(
        crisis_id, told.client_id, f"{on.isoformat()}{told.time}", told.kind, told.what,
        told.disposition, told.facility, on if stay else None,
        agency.today - timedelta(told.left) if told.left is not None else None,
        told.follow_up, by.staff_id, recorded,
    )  # fmt: skip
    with caseload.write("add crisis", told.client_id):
        change.add(made)
        _crisis_holds.follow(caseload, made)
    whose, days, ago, why = CLOSED
    if whose == told.client_id:
        closed_on = agency.ago(ago)
        closed = CrisisClosing(
            crisis_id, days, closed_on, why, by.staff_id, instant(closed_on, 1000)
        )
        with caseload.write("close crisis", whose):
            change.insert("crisis_closing", to_columns(closed), crisis_id)


class Version(NamedTuple):
    """One version of a safety plan, and when it was signed."""

    number: int
    begun_on: date
    signed_on: date | None
    steps: dict[str, tuple[str, ...]]


def _plans(agency: Agency, person: Person, chance: Random) -> Iterator[Version]:
    """The versions that a client has by now; those who have left have none to speak of."""
    stays = [
        one
        for one in episodes.of_client(agency.caseload, person.client_id)
        if one.status is EpisodeStatus.ADMITTED and one.admitted_on is not None
    ]
    if not stays or person.client_id in NONE:
        return
    begun_on = max(one.admitted_on for one in stays if one.admitted_on)
    begun_on = working(begun_on + timedelta(chance.randint(20, 60)))
    steps = _steps(person, chance)
    if person.client_id == DRAFT or begun_on >= agency.ago(10):
        yield Version(1, min(begun_on, agency.ago(14)), None, steps)
        return
    signed_on = min(working(begun_on + timedelta(chance.randint(0, 6))), agency.ago(2))
    yield Version(1, begun_on, signed_on, steps)
    if person.client_id == TWICE:
        again = agency.ago(81)
        yield Version(2, again, again, steps | words.ANEW)


def _steps(person: Person, chance: Random) -> dict[str, tuple[str, ...]]:
    """What the six steps say, in the language that the client speaks best."""
    told = words.SPANISH if person.client.language == "Spanish" else words.ENGLISH
    found = {}
    for name in NAMES:
        lines = chance.sample(told[name], chance.randint(2, 3))
        phones = [f"(254) 555-01{chance.randint(50, 99)}" for _ in lines]
        found[name] = tuple(
            line.format(phone=phone) for line, phone in zip(lines, phones, strict=True)
        )
    found["professionals"] += (told["always"][0],)
    return found


def _write(agency: Agency, change: Change, person: Person, made: Version, plan_id: str) -> None:
    caseload, client_id = agency.caseload, person.client_id
    by = caseload.staff = agency.on_duty(person.case_manager, made.begun_on)
    said = {name: "\n".join(lines) for name, lines in made.steps.items()}
    row: dict[str, str | int | None] = {
        "safety_plan_id": plan_id, "client_id": client_id, "version": made.number, **said,
        "staff": by.staff_id, "recorded_at": instant(made.begun_on, 1000),
    }  # fmt: skip
    action = "new safety plan" if made.number == 1 else "edit safety plan"
    with caseload.write(action, client_id):
        change.insert("safety_plan", row, plan_id)
    if made.signed_on is None:
        return
    by = caseload.staff = agency.on_duty(person.case_manager, made.signed_on)
    guardian = GUARDIAN.get(client_id)
    client = person.client
    role = SignerRole.GUARDIAN if guardian else SignerRole.CLIENT
    name = agency.cast.text(guardian) if guardian else f"{client.first_name} {client.last_name}"
    ways = (
        (name, role, SignatureMethod.IN_PERSON, None),
        (by.name, SignerRole.CASE_MANAGER, SignatureMethod.ELECTRONIC, ", ".join(by.credentials)),
    )
    with caseload.write("sign safety plan", client_id):
        for signer, as_role, method, credentials in ways:
            key = caseload.next_id("safety_plan_signature", "signature_id", "W")
            one = Signature(key, signer, as_role, made.signed_on, method, None, credentials)
            of = {"safety_plan_id": plan_id}
            change.insert("safety_plan_signature", {**to_columns(one), **of}, key)
        day = {"signed_on": made.signed_on.isoformat()}
        change.update("safety_plan", "safety_plan_id", plan_id, day)
