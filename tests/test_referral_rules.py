"""Which step of a referral may follow which, when somebody asks again, what speaks against one."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_referrals import (
    ACCEPTED,
    BY_CLIENT,
    BY_SERVICE,
    COMPLETED,
    DRAFT,
    FOOD,
    HOUSING,
    LINKED,
    NO_RESPONSE,
    PACE,
    SENT,
    WAITLISTED,
)

from caseload.errors import InvalidError
from caseload.model.linking import (
    Referral,
    ReferralStatus,
    ReferralUpdate,
    Resource,
    ResourceNeed,
    SentBy,
)
from caseload.rules import referral_rules as rules

D0, TODAY = date(2026, 1, 1), date(2026, 11, 20)
ORDER = (DRAFT, SENT, ACCEPTED, WAITLISTED, LINKED, COMPLETED, BY_CLIENT, BY_SERVICE, NO_RESPONSE)
MAY_FOLLOW = """
                     draft sent accepted waitlisted linked completed client service nothing
draft                .     x    .        .          .      .         x      x       .
sent                 .     x    x        x          x      .         x      x       x
accepted             .     .    x        x          x      .         x      x       x
waitlisted           .     .    x        x          x      .         x      x       x
linked               .     .    .        .          x      x         x      x       x
completed            .     .    .        .          .      .         .      .       .
declined_by_client   .     .    .        .          .      .         .      .       .
declined_by_service  .     .    .        .          .      .         .      .       .
no_response          .     x    x        x          x      .         .      .       .
"""
"""Read by hand from what a case manager may hear, not from the rules."""


def table() -> dict[tuple[ReferralStatus, ReferralStatus], bool]:
    rows = [line.split() for line in MAY_FOLLOW.strip().splitlines()[1:]]
    assert [row[0] for row in rows] == list(ORDER)
    return {
        (ReferralStatus(row[0]), after): mark == "x"
        for row in rows
        for after, mark in zip(ORDER, row[1:], strict=True)
    }


def referral(status: ReferralStatus = DRAFT, **facts: Any) -> Referral:
    return Referral("R0001", "C0001", "V0001", HOUSING, status, drafted_on=D0, **facts)


def update(number: int, status: ReferralStatus, on: date, **facts: Any) -> ReferralUpdate:
    return ReferralUpdate(f"RU{number:04d}", "R0001", "C0001", on, status, **facts)


# --- steps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), product(ORDER, ORDER))
def test_only_what_can_be_heard_next_follows(before: ReferralStatus, after: ReferralStatus) -> None:
    one, steps = referral(before), [update(1, before, D0)]
    ask_on = TODAY if after in rules.OPEN else None
    if not table()[before, after]:
        with pytest.raises(InvalidError) as raised:
            rules.stepped(one, steps, after, D0, ask_on, TODAY)
        assert "R0001" in str(raised.value)
        return
    stood = rules.stepped(one, steps, after, D0, ask_on, TODAY)
    assert stood.status is after
    assert stood.follow_up_on == ask_on
    assert stood.closed_on == (D0 if after in rules.ENDED else None)


def test_the_sentence_of_a_refusal_says_what_to_do() -> None:
    for before, words in (
        (DRAFT, "caseload referral send R0001"),
        (COMPLETED, "caseload refer C0001 V0001"),
        (SENT, "sent, accepted, waitlisted, linked"),
    ):
        with pytest.raises(InvalidError, match=words):
            rules.stepped(referral(before), [update(1, before, D0)], COMPLETED, D0, None, TODAY)


@pytest.mark.parametrize(
    ("after", "on", "ask_on", "words"),
    [
        (ACCEPTED, date(2026, 2, 9), TODAY, "no step can come before"),
        (ACCEPTED, date(2026, 11, 21), date(2026, 12, 1), "lies ahead"),
        (ACCEPTED, TODAY, None, "Say it: --follow-up-on DAY"),
        (ACCEPTED, TODAY, date(2026, 11, 19), "before the step"),
        (BY_CLIENT, TODAY, TODAY, "nobody asks again"),
    ],
)
def test_a_day_that_can_not_be_true_is_refused(
    after: ReferralStatus, on: date, ask_on: date | None, words: str
) -> None:
    steps = [update(1, DRAFT, D0), update(2, SENT, date(2026, 2, 10))]
    with pytest.raises(InvalidError, match=words):
        rules.stepped(referral(SENT), steps, after, on, ask_on, TODAY)


def test_one_day_may_hold_several_steps_and_the_first_linkage_counts() -> None:
    steps, one = [update(1, DRAFT, D0)], referral()
    for number, (status, on) in enumerate(
        [(SENT, D0), (LINKED, D0), (NO_RESPONSE, TODAY), (SENT, TODAY), (LINKED, TODAY)], 2
    ):
        ask_on = TODAY if status in rules.OPEN else None
        one = rules.stepped(one, steps, status, on, ask_on, TODAY)
        steps.append(update(number, status, on, follow_up_on=ask_on))
    assert (one.sent_on, one.linked_on, one.closed_on) == (D0, D0, None)


# --- as of a day ---------------------------------------------------------------------------------

STEP = st.tuples(st.sampled_from(ORDER), st.integers(0, 20), st.integers(0, 30), st.booleans())


def life(moves: list[tuple[ReferralStatus, int, int, bool]]) -> tuple[Referral, list[Any], date]:
    """A referral by those moves that may be made, some of them taken back; and its last day."""
    one, steps, day = referral(), [update(1, DRAFT, D0)], D0
    stood = [one]
    for status, apart, ask, back in moves:
        if back and len(stood) > 1:
            stood.pop()
            last = rules.effective(steps)[-1]
            number = len(steps) + 1
            kept = stood[-1]
            steps.append(
                update(
                    number, kept.status, day, follow_up_on=kept.follow_up_on,
                    takes_back=last.referral_update_id,
                )
            )  # fmt: skip
            continue
        if status not in rules.NEXT[stood[-1].status]:
            continue
        day += timedelta(apart)
        ask_on = day + timedelta(ask) if status in rules.OPEN else None
        stood.append(rules.stepped(stood[-1], steps, status, day, ask_on, day))
        steps.append(update(len(steps) + 1, status, day, follow_up_on=ask_on))
    return stood[-1], steps, day


@given(st.lists(STEP, max_size=12))
def test_how_it_stands_today_is_what_its_steps_say(
    moves: list[tuple[ReferralStatus, int, int, bool]],
) -> None:
    one, steps, day = life(moves)
    assert rules.as_of(one, steps, day) == one
    assert (one.follow_up_on is not None) == (one.status in rules.OPEN)


@given(st.lists(STEP, max_size=12), st.integers(-2, 250))
def test_on_any_day_it_stood_as_the_steps_up_to_that_day_say(
    moves: list[tuple[ReferralStatus, int, int, bool]], days: int
) -> None:
    one, steps, _ = life(moves)
    on = D0 + timedelta(days)
    true = [each for each in steps if each.takes_back is None]
    gone = {each.takes_back for each in steps if each.takes_back}
    told = [x for x in true if x.referral_update_id not in gone and x.noted_on <= on]
    stood = rules.as_of(one, steps, on)
    if not told:
        assert stood is None
        return
    assert stood is not None
    assert (stood.status, stood.follow_up_on) == (told[-1].status, told[-1].follow_up_on)
    assert stood.closed_on == (told[-1].noted_on if told[-1].status in rules.ENDED else None)
    assert stood.linked_on == min((x.noted_on for x in told if x.status is LINKED), default=None)


def test_what_was_entered_in_error_was_never_true() -> None:
    marked = referral(entered_in_error_at="2026-11-01T00:00:00.000Z")
    assert rules.as_of(marked, [update(1, DRAFT, D0)], TODAY) is None


def test_it_stands_so_since_the_first_of_the_steps_that_are_alike() -> None:
    days = [D0 + timedelta(n) for n in range(5)]
    kinds = (DRAFT, SENT, SENT, WAITLISTED, WAITLISTED)
    steps = [update(n, kind, day) for n, (kind, day) in enumerate(zip(kinds, days, strict=True))]
    assert [rules.since(steps[:n]) for n in range(1, 6)] == [
        days[0], days[1], days[1], days[3], days[3],
    ]  # fmt: skip
    back = update(9, SENT, days[4], takes_back="RU0003")
    assert rules.since([*steps[:4], back]) == days[1]
    assert rules.since([]) is None


# --- how long, when again ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drafted", "sent", "linked", "need", "days"),
    [
        (1, 3, 20, None, 19),
        (None, 3, 20, None, 17),
        (5, 3, 20, None, 17),
        (10, 12, 20, 2, 18),
        (10, 12, 20, 25, 0),
        (1, 3, None, 1, None),
        (None, None, 20, None, None),
    ],
)
def test_days_are_counted_from_the_need_else_from_the_first_step(
    drafted: int | None, sent: int | None, linked: int | None, need: int | None, days: int | None
) -> None:
    def day(number: int | None) -> date | None:
        return date(2026, 11, number) if number else None

    one = referral()._replace(drafted_on=day(drafted), sent_on=day(sent), linked_on=day(linked))
    assert rules.days_to_link(one, day(need)) == days


def test_somebody_asks_again_by_where_it_stands() -> None:
    feb = date(2028, 2, 1)
    assert rules.follow_up(PACE, SENT, feb) == date(2028, 2, 15)
    assert rules.follow_up(PACE, WAITLISTED, feb) == date(2028, 3, 2), "over 29 February"
    for status in (DRAFT, *rules.ENDED):
        assert rules.follow_up(PACE, status, feb) is None


@pytest.mark.parametrize(
    ("kept", "given_on", "expected"),
    [
        (None, None, date(2026, 12, 4)),
        (date(2026, 11, 25), None, date(2026, 11, 25)),
        (date(2026, 11, 19), None, date(2026, 12, 4)),
        (date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_draft_keeps_its_day_to_ask_again_unless_another_is_named_or_it_has_passed(
    kept: date | None, given_on: date | None, expected: date
) -> None:
    assert rules.ask_on(referral(follow_up_on=kept), TODAY, given_on, PACE) == expected
    before = referral(SENT, follow_up_on=kept)
    assert rules.ask_on(before, TODAY, None, PACE) == date(2026, 12, 4), "a draft alone"


# --- before it is sent ---------------------------------------------------------------------------

FINE = Resource(
    "V1", "Org", "Shelf", frozenset({HOUSING}), counties=("Hill", "Bosque"), minimum_age=18,
    maximum_age=64, accepting=True, verified_on=TODAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, None),
        ({"accepting": None}, None),
        ({"counties": ()}, None),
        ({"counties": ("HILL",)}, None),
        ({"counties": ("Falls", "Hill County")}, None),
        ({"counties": ("Hill Co.",)}, None),
        ({"need": frozenset()}, None),
        ({"minimum_age": 40, "maximum_age": 40}, None),
        ({"verified_on": TODAY - timedelta(180)}, None),
        ({"active": False}, "set aside"),
        ({"accepting": False}, "not taking anyone"),
        ({"need": frozenset({FOOD})}, "not listed for housing: food"),
        ({"counties": ("Falls",)}, "does not cover Hill County: Falls"),
        ({"minimum_age": 41}, "from 41 years on; age 40"),
        ({"maximum_age": 39}, "up to 39 years; age 40"),
        ({"verified_on": None}, "Nobody has verified"),
        ({"verified_on": TODAY - timedelta(181)}, "181 days ago"),
    ],
)
def test_what_speaks_against_a_service_is_said(facts: dict[str, Any], words: str | None) -> None:
    found = rules.doubts(FINE._replace(**facts), HOUSING, "Hill", 40, TODAY, 180)
    assert len(found) == (words is not None)
    assert words is None or words in found[0]


@pytest.mark.parametrize(("county", "named"), [
    ("Falls", "Falls County"), ("Falls County", "Falls County"), ("Orleans Parish", None),
])  # fmt: skip
def test_a_county_is_named_once_as_one(county: str, named: str | None) -> None:
    (found,) = rules.doubts(FINE, HOUSING, county, 40, TODAY, 180)
    assert f"does not cover {named or county}: Hill, Bosque." in found


def test_what_is_not_known_of_a_client_speaks_against_nothing() -> None:
    assert rules.doubts(FINE, None, None, None, TODAY, 180) == []


@pytest.mark.parametrize(
    ("offered", "said", "domain", "meant"),
    [
        ({HOUSING}, None, None, HOUSING),
        ({HOUSING, FOOD}, FOOD, None, FOOD),
        ({HOUSING}, FOOD, None, FOOD),
        ({HOUSING, FOOD}, None, "housing", HOUSING),
        ({HOUSING, FOOD}, None, "health", None),
        (set(), None, None, None),
    ],
)
def test_what_it_is_for_is_said_or_follows_and_is_never_guessed(
    offered: set[ResourceNeed],
    said: ResourceNeed | None,
    domain: str | None,
    meant: ResourceNeed | None,
) -> None:
    one = FINE._replace(need=frozenset(offered))
    if meant is not None:
        assert rules.need_meant(one, said, domain) is meant
        return
    with pytest.raises(InvalidError, match="--need food"):
        rules.need_meant(one, said, domain)


def test_an_accounting_names_the_organization_and_the_service_once() -> None:
    assert rules.to_whom(FINE) == "Org, Shelf"
    assert rules.to_whom(FINE._replace(name="Org shelf")) == "Org shelf"


def test_what_is_told_says_how_and_whether_the_diagnosis_was_among_it() -> None:
    assert rules.told(SentBy.LETTER).startswith("referral letter: name, date of birth")
    assert rules.told(SentBy.FAX).startswith("referral by fax: ")
    assert rules.told(SentBy.CLIENT).startswith("referral letter, given to the client: ")
    for by in SentBy:
        assert "diagnosis" not in rules.told(by)
        assert rules.told(by, diagnosis=True).endswith(", diagnosis")
