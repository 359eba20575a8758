"""The list from the file says what a slow reading of the same lives says, whatever is asked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest
import slow_rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import new_file

from caseload import rules
from caseload.model import (
    AddendumKind,
    Contact,
    Counting,
    Episode,
    EpisodeStatus,
    Hold,
    HoldReason,
    Item,
    Mode,
    Obligation,
    Reached,
    Standard,
    Status,
    Unit,
)
from caseload.model.assessing import Assessment
from caseload.model.planning import PlanReview, ReviewOutcome
from caseload.records import clients, contacts, episodes, programs, staff, standards
from caseload.records._caseload import Caseload, Change
from caseload.records._rows import column
from caseload.records.due import Wanted, due
from caseload.records.explain import explain

START = date(2025, 12, 1)
SPAN = 420
"""Days that are lived through."""
PROGRAMS = ("ACT", "Housing")
CLIENTS = ("C0001", "C0002", "C0003")
COUNTIES = ("Hill", "bosque", None)
MANAGERS = ("S0001", "S0002", "S0003")
LEVELS = ("high", "low")
INSTRUMENTS = ("phq-9", "PHQ-9", "needs", "narrative")
"""One of them in two spellings, which are one instrument."""
NAMES = {"S0001": "Dana Whitfield", "S0002": "Ida Moss", "S0003": "Lee Ortiz"}


def later(days: int) -> date:
    """So many days into the time that is lived through."""
    return START + timedelta(days=days)


# --- any small caseload --------------------------------------------------------------------------


class Stay(NamedTuple):
    """An episode with its holds and dated rows."""

    episode: Episode
    holds: tuple[Hold, ...]
    reviews: tuple[tuple[str, date], ...]
    levels: tuple[tuple[date, str], ...]
    managers: tuple[tuple[date, str], ...]

    def as_of(self, rows: Sequence[tuple[date, str]], on: date) -> str | None:
        """What a dated row says of a day."""
        return next((said for day, said in sorted(rows, reverse=True) if day <= on), None)


class Town(NamedTuple):
    """All that is in a file."""

    stays: list[Stay]
    contacts: list[Contact]
    plans: list[tuple[str, date | None]]
    """Of whom, and the day on which a version came into force; None is a draft."""
    reviews: list[PlanReview]
    assessments: list[Assessment]
    standards: list[Standard]
    days: list[date]
    """On which the list is asked for."""


def any_town(rnd: Random, busy: int) -> Town:
    """A caseload at random; `busy` is the most contacts that it holds."""
    stays: list[Stay] = []
    edges = [0, SPAN]
    for client_id in CLIENTS:
        for program in PROGRAMS:
            day = rnd.randint(0, 90)
            for _ in range(rnd.choice((0, 1, 1, 2))):
                stay, day = any_stay(rnd, client_id, program, day, len(stays))
                stays.append(stay)
                edges += [(one - START).days for one in days_in(stay)]
                if stay.episode.discharged_on is None:
                    break

    def some_day() -> int:
        near = rnd.choice(edges) + rnd.randint(-2, 2)
        return near if rnd.random() < 0.4 else rnd.randint(-20, SPAN)

    made = [any_contact(rnd, later(some_day()), n) for n in range(rnd.randint(0, busy))]
    asked = [any_standard(rnd, n) for n in range(rnd.randint(1, 4))]
    days = sorted({later(some_day()) for _ in range(rnd.randint(2, 5))})
    signed = [
        (client_id, later(some_day()) if rnd.random() < 0.7 else None)
        for client_id in CLIENTS
        for _ in range(rnd.choice((0, 1, 3)))
    ]
    reviews = [
        any_review(rnd, rnd.randrange(len(signed)), signed, later(some_day()), n)
        for n in range(rnd.randint(0, 6) if signed else 0)
    ]
    assessed = [any_assessment(rnd, later(some_day()), n) for n in range(rnd.randint(0, 8))]
    return Town(stays, made, signed, reviews, assessed, asked, days)


def any_assessment(rnd: Random, day: date, number: int) -> Assessment:
    """An assessment of somebody, now and then entered in error."""
    error = "2027-01-02T12:00:00.000Z" if rnd.random() < 0.25 else None
    return Assessment(
        f"Q{number:04d}", rnd.choice(CLIENTS), rnd.choice(INSTRUMENTS), day, remark="x",
        recorded_at="2027-01-01T12:00:00.000Z", entered_in_error_at=error,
        entered_in_error_why="another client" if error else None,
    )  # fmt: skip


def any_review(
    rnd: Random, which: int, signed: Sequence[tuple[str, date | None]], day: date, number: int
) -> PlanReview:
    """A review of one of the plans, now and then entered in error."""
    if signed[which][1] is not None and rnd.random() < 0.3:
        day = signed[which][1] or day
    error = "2027-01-02T12:00:00.000Z" if rnd.random() < 0.25 else None
    return PlanReview(
        f"R{number:04d}", signed[which][0], f"P{which:04d}", day, rnd.choice(tuple(ReviewOutcome)),
        recorded_at="2027-01-01T12:00:00.000Z", entered_in_error_at=error,
        entered_in_error_why="another client" if error else None,
    )  # fmt: skip


def any_stay(
    rnd: Random, client_id: str, program: str, begins: int, number: int
) -> tuple[Stay, int]:
    """An episode from that day on, and the day from which another may follow."""
    episode_id = f"E{number:04d}"
    holds, reviews = list[Hold](), list[tuple[str, date]]()
    back = begins
    for _ in range(rnd.choice((0, 0, 1, 2, 3))):
        first = back + rnd.choice((0, rnd.randint(0, 90)))
        back = first + rnd.randint(1, 60)
        hold_id = f"H{number}{len(holds)}"
        holds.append(Hold(hold_id, episode_id, later(first), later(back), HoldReason.JAIL))
    last = back + rnd.randint(0, 200)
    ends = rnd.random() < 0.5
    if holds and not ends and rnd.random() < 0.5:
        holds[-1] = holds[-1]._replace(until_on=None)
        days = {rnd.randint(0, 80) for _ in range(rnd.randint(0, 3))}
        reviews = [(holds[-1].hold_id, holds[-1].from_on + timedelta(days=day)) for day in days]
    episode = Episode(
        episode_id,
        client_id,
        program,
        EpisodeStatus.DISCHARGED if ends else EpisodeStatus.ADMITTED,
        admitted_on=later(begins),
        discharged_on=later(last) if ends else None,
    )
    levels = {later(begins + rnd.choice((0, 40, 300))): rnd.choice(LEVELS) for _ in range(2)}
    managers = {later(begins + rnd.choice((0, 60, 300))): rnd.choice(MANAGERS) for _ in range(3)}
    stay = Stay(
        *(episode, tuple(holds), tuple(reviews)), tuple(levels.items()), tuple(managers.items())
    )
    return stay, last


def days_in(stay: Stay) -> list[date]:
    """The days on which something about an episode changes."""
    own = [stay.episode.admitted_on, stay.episode.discharged_on]
    held = [day for hold in stay.holds for day in (hold.from_on, hold.until_on)]
    return [day for day in (*own, *held) if day is not None and day < later(2 * SPAN)]


def any_contact(rnd: Random, day: date, number: int) -> Contact:
    """A contact or attempt; one that needs no signature."""
    error = rnd.random() < 0.1
    return Contact(
        f"K{number:04d}",
        rnd.choice(CLIENTS),
        day,
        rnd.choice(tuple(Mode)),
        rnd.choice((*Reached, Reached.CLIENT, Reached.NOBODY, Reached.NOBODY)),
        program=rnd.choice((None, None, *PROGRAMS)),
        imported=True,
        recorded_at="2027-01-01T12:00:00.000Z",
        entered_in_error_at="2027-01-02T12:00:00.000Z" if error else None,
        entered_in_error_why="another client" if error else None,
    )


def any_standard(rnd: Random, number: int) -> Standard:
    """A standard that makes sense."""
    counting = rnd.choice(tuple(Counting))
    rolling = counting is Counting.ROLLING
    from_on = rnd.choice((None, None, None, later(rnd.randint(0, SPAN))))
    until_on = rnd.choice((None, None, None, later(rnd.randint(0, SPAN))))
    if from_on and until_on and until_on < from_on:
        until_on = None
    obligation = rnd.choice(
        (*[Obligation.CONTACT] * 4, *[Obligation.PLAN_REVIEW] * 2, *[Obligation.ASSESSMENT] * 2)
    )
    named = rnd.choice((None, *INSTRUMENTS)) if obligation is Obligation.ASSESSMENT else None
    return Standard(
        f"T{number}",
        f"Rule {number}",
        obligation,
        instrument=named,
        active=rnd.random() < 0.95,
        counting=counting,
        every=rnd.randint(1, 6) if rolling else 1,
        unit=rnd.choice(tuple(Unit) if rolling else (Unit.WEEK, Unit.MONTH, Unit.YEAR)),
        times=rnd.choice((1, 1, 2, 3)),
        modes=frozenset(rnd.sample(tuple(Mode), rnd.choice((0, 0, 1, 3)))),
        reached=frozenset({rnd.choice(tuple(Reached)), Reached.CLIENT}),
        first_within_days=rnd.choice((None, 0, 14, 45)),
        due_soon_days=rnd.randint(0, 20),
        program=rnd.choice((None, None, *PROGRAMS)),
        level_of_care=rnd.choice((None, None, None, *LEVELS)),
        client_id=rnd.choice((None, None, None, *CLIENTS)),
        effective_from=from_on,
        effective_until=until_on,
    )


def settle(change: Change, town: Town, rnd: Random) -> None:
    """Write it all down, in any order; some contacts first otherwise than they end up."""
    for stay in town.stays:
        episodes.insert(change, stay.episode)
        for hold in stay.holds:
            change.add(hold)
        for hold_id, day in stay.reviews:
            change.insert(
                "hold_review", {"hold_id": hold_id, "reviewed_on": day.isoformat()}, hold_id
            )
        for day, level in stay.levels:
            change.dated("episode_level", "level_of_care", stay.episode.episode_id, day, level)
        for day, who in stay.managers:
            change.dated("episode_case_manager", "staff_id", stay.episode.episode_id, day, who)
    for standard in town.standards:
        change.add(standard)
    for number, (client_id, signed_on) in enumerate(town.plans):
        plan: dict[str, Any] = {"client_id": client_id, "version": number + 1}
        plan |= {"plan_id": f"P{number:04d}", "effective_on": column(signed_on)}
        change.insert("plan", plan, plan["plan_id"])
    for review in town.reviews:
        change.add(review)
    for one in town.assessments:
        change.add(one)
    for contact in rnd.sample(town.contacts, len(town.contacts)):
        if rnd.random() < 0.6:
            change.add(contact)
        else:
            rewritten(change, contact, rnd)


def rewritten(change: Change, contact: Contact, rnd: Random) -> None:
    """Add a contact, mend it, and mark it as entered in error, as the verbs do."""
    first = contact._replace(
        client_id=rnd.choice(CLIENTS),
        contacted_on=contact.contacted_on - timedelta(days=rnd.randint(0, 70)),
        reached=rnd.choice(tuple(Reached)),
        program=rnd.choice((None, *PROGRAMS)),
        entered_in_error_at=None,
        entered_in_error_why=None,
    )
    change.add(first)
    mended = {
        "client_id": contact.client_id,
        "contacted_on": contact.contacted_on.isoformat(),
        "reached": contact.reached.value,
        "program": contact.program,
    }
    change.update("contact", "contact_id", contact.contact_id, mended)
    if contact.entered_in_error_at is not None:
        kind, at = AddendumKind.ENTERED_IN_ERROR.value, contact.entered_in_error_at
        added = {"record": "contact", "of": contact.contact_id, "kind": kind, "reason": "x"}
        added |= {"addendum_id": f"A{contact.contact_id}", "recorded_at": at}
        change.insert("addendum", added, added["addendum_id"])
        marked = {"entered_in_error_at": at, "entered_in_error_why": contact.entered_in_error_why}
        change.update("contact", "contact_id", contact.contact_id, marked)


# --- by hand -------------------------------------------------------------------------------------

Line = tuple[Any, ...]


def shown(item: Item) -> Line:
    """What of an item the slow reading can tell; the reason as what it says of a hold."""
    before = item.reason.partition(" It was ")[2].partition(" overdue when the hold began.")[0]
    return (
        *(item.client_id, item.program, item.obligation, item.standard, item.record_id),
        *(item.case_manager, item.level_of_care, item.county),
        *(item.due_on, item.days_overdue, item.status, item.last_on),
        *(item.attempts, item.last_attempt_on, before),
    )


def by_hand(town: Town, on: date) -> list[Line]:
    """Every line of that day, those on hold among them, as the slow reading has it."""
    found: list[Line] = []
    for stay in town.stays:
        episode = stay.episode
        assert episode.admitted_on is not None
        own = [one for one in town.contacts if one.client_id == episode.client_id]
        pages = slow_rules.diary(
            episode.admitted_on, episode.discharged_on, stay.holds, own, max(on, START)
        )
        page = pages.get(on)
        if page is None or not page.is_open:
            continue
        level, manager = stay.as_of(stay.levels, on), stay.as_of(stay.managers, on)
        who = (NAMES.get(manager or ""), level, COUNTIES[CLIENTS.index(episode.client_id)])
        for asked in town.standards:
            key = (episode.client_id, episode.program, asked.obligation, asked.name, None)
            if page.on_hold:
                if slow_rules.applies(asked, on, episode.client_id, episode.program, level):
                    found.append((*key, *who, None, None, Status.ON_HOLD, None, None, None, ""))
                continue
            line = slow_rules.listed(
                *(asked, pages, on),
                client_id=episode.client_id,
                program=episode.program,
                level_of_care=level,
                done_on=days_done(town, asked, episode.client_id),
            )
            if line is not None:
                late = 0
                if line.last_on is None and asked.obligation is Obligation.CONTACT:
                    late = slow_rules.overdue_when_held(
                        *(asked, episode.admitted_on, stay.holds, own, on, episode.program)
                    )
                before = "" if not late else "1 day" if late == 1 else f"{late} days"
                found.append((*key, *who, *line, before))
        found += [
            (*key_of_review(episode, hold), *who, *reviewed(stay, hold, on), None, None, None, "")
            for hold in stay.holds
            if hold.until_on is None and hold.from_on <= on
        ]
    return found


def plan_days_of(town: Town, client_id: str) -> set[date]:
    """The days on which a plan came into force or was reviewed, whatever the clock says."""
    days = {day for whose, day in town.plans if whose == client_id and day is not None}
    return days | {
        one.reviewed_on
        for one in town.reviews
        if one.client_id == client_id and one.entered_in_error_at is None
    }


def days_done(town: Town, asked: Standard, client_id: str) -> set[date]:
    """The days on which what a standard asks was done, whatever the clock says."""
    if asked.obligation is Obligation.PLAN_REVIEW:
        return plan_days_of(town, client_id)
    return {
        one.assessed_on
        for one in town.assessments
        if one.client_id == client_id
        and one.entered_in_error_at is None
        and (asked.instrument is None or asked.instrument.lower() == one.instrument.lower())
    }


def key_of_review(episode: Episode, hold: Hold) -> Line:
    """Which line asks for the review of a hold."""
    return episode.client_id, episode.program, Obligation.HOLD_REVIEW, None, hold.hold_id


def reviewed(stay: Stay, hold: Hold, on: date) -> tuple[date, int, Status]:
    """When the hold is next reviewed, and how that stands."""
    done = max((day for _, day in stay.reviews if day <= on), default=None)
    asked_on = slow_rules.hold_review_due(hold.from_on, done)
    return asked_on, (on - asked_on).days, slow_rules.status(asked_on, on, 7)


def in_order(items: Sequence[Item]) -> bool:
    """Status first, then the most overdue, then client, standard and record."""
    keys = [
        (
            list(Status).index(one.status),
            -(one.days_overdue or 0),
            *(one.client_id or "", one.standard or "", one.record_id or ""),
        )
        for one in items
    ]
    return keys == sorted(keys)


def agree(caseload: Caseload, rnd: Random, busy: int) -> int:
    """Hold the file's list of a random town against the one by hand; how many lines were."""
    town, lines = any_town(rnd, busy), 0
    with caseload.write("settle", keep=False) as change:
        settle(change, town, rnd)
        for on in town.days:
            found = due(caseload, on, within=None, include_held=True)
            assert sorted(map(shown, found.items), key=repr) == sorted(by_hand(town, on), key=repr)
            assert in_order(found.items)
            standing = [s for s in town.stays if stands(s, on)]
            held = [s for s in standing if rules.hold_on(s.holds, on)]
            assert (found.open_episodes, found.on_hold) == (len(standing) - len(held), len(held))
            parts_agree(caseload, on, found.items, rnd)
            explanations_agree(caseload, town, on, found.items)
            lines += len(found.items)
    return lines


def stands(stay: Stay, on: date) -> bool:
    """Whether the episode is open on that day, on hold or not."""
    return rules.is_open(stay.episode.admitted_on, stay.episode.discharged_on, on)


def parts_agree(caseload: Caseload, on: date, items: list[Item], rnd: Random) -> None:
    """Each filter gives the lines of the whole list that it names, and no other."""
    who = tuple(rnd.sample(MANAGERS, rnd.randint(1, 2)))
    names = {NAMES[one] for one in who}
    client_id, program = rnd.choice(CLIENTS), rnd.choice(PROGRAMS)
    obligation = rnd.choice((Obligation.CONTACT, Obligation.PLAN_REVIEW, Obligation.HOLD_REVIEW))

    def part(wanted: Wanted) -> list[Item]:
        return due(caseload, on, wanted, within=None, include_held=True).items

    for wanted, expected in (
        (Wanted(case_managers=who), [one for one in items if one.case_manager in names]),
        (Wanted(case_managers=()), []),
        (Wanted(county="HILL"), [one for one in items if one.county == "Hill"]),
        (Wanted(county="Bosque"), [one for one in items if one.county == "bosque"]),
        (Wanted(program=program), [one for one in items if one.program == program]),
        (Wanted(client_id=client_id), [one for one in items if one.client_id == client_id]),
        (Wanted(obligation=obligation), [one for one in items if one.obligation is obligation]),
        (
            Wanted(who, program=program, obligation=obligation),
            [
                one
                for one in items
                if one.case_manager in names
                and one.program == program
                and one.obligation is obligation
            ],
        ),
    ):
        assert sorted(part(wanted), key=repr) == sorted(expected, key=repr)
    within = rnd.randint(0, 40)
    assert due(caseload, on, within=within).items == [
        one
        for one in items
        if one.status is not Status.ON_HOLD
        and (one.status is not Status.UPCOMING or -(one.days_overdue or 0) <= within)
    ]


def explanations_agree(caseload: Caseload, town: Town, on: date, items: list[Item]) -> None:
    """Each explanation uses the contacts that the rules allow, and comes to the list's date."""
    lines = {(one.client_id, one.program, one.standard): one for one in items}
    told = set()
    for client_id in CLIENTS:
        made = [
            one for one in town.contacts if one.client_id == client_id and one.contacted_on <= on
        ]
        for one in explain(caseload, client_id, on):
            line = lines[client_id, one.program, one.standard.name]
            told.add((client_id, one.program, one.standard.name))
            if one.verdict is None:
                assert line.status is Status.ON_HOLD
                assert one.hold is not None
            else:
                asked = (line.due_on, line.days_overdue, line.status, line.reason)
                assert one.verdict == asked
                assert one.clock.start == line.clock_start_on
            if one.standard.obligation is not Obligation.CONTACT:
                assert one.contacts == []
                days = [each.day for each in (*one.plan_days, *one.assessment_days)]
                assert not (one.plan_days and one.assessment_days)
                assert days == sorted(days, reverse=True)
                since = one.clock.start
                known = days_done(town, one.standard, client_id)
                assert set(days) == {day for day in known if since <= day <= on}
                if one.verdict is not None:
                    assert line.last_on == max(days, default=None)
                continue
            assert one.plan_days == one.assessment_days == []
            assert sorted(each.contact.contact_id for each in one.contacts) == sorted(
                each.contact_id for each in made
            )
            counted = set()
            for each in one.contacts:
                why = rules.why_not(one.standard, each.contact, one.clock.start, one.program, on)
                day = each.contact.contacted_on
                if why is None and day in counted:
                    why = "on a day already counted"
                elif why is None:
                    counted.add(day)
                assert each.why_not == why
            if one.verdict is not None:
                assert line.last_on == max(counted, default=None)
    owed = {key for key, line in lines.items() if line.obligation is not Obligation.HOLD_REVIEW}
    assert told == owed


@pytest.fixture(scope="module")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caseload]:
    """Three clients, three staff, two programs, and no standard that applies."""
    with new_file(tmp_path_factory.mktemp("town")) as opened:
        standards.edit(opened, "T0001", START - timedelta(days=99), active=False)
        for name in ("Ida Moss", "Lee Ortiz"):
            staff.add(opened, name)
        for program in PROGRAMS:
            programs.add(opened, program)
        for name, county in zip(("Ana", "Bo", "Cy"), COUNTIES, strict=True):
            clients.add(opened, name, "Ruiz", county=county)
        yield opened


def test_any_small_caseload_is_listed_and_explained_as_the_slow_reading_has_it(
    town_file: Caseload, heavy: bool
) -> None:
    @settings(
        max_examples=600 if heavy else 60,
        deadline=None,
        database=None,
        derandomize=not heavy,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def same(rnd: Random) -> None:
        agree(town_file, rnd, 20)

    same()


def test_many_busy_caseloads_are_listed_as_the_slow_reading_has_it(
    town_file: Caseload, heavy: bool
) -> None:
    lines = 0
    for seed in range(3000 if heavy else 100):
        try:
            lines += agree(town_file, Random(seed), 150)
        except AssertionError as error:
            error.add_note(f"The seed is {seed}.")
            raise
    assert lines > 500
    assert contacts.listed(town_file) == []
