"""The period of a report: a month, a quarter, days; what is none is refused."""

from datetime import date

import pytest

from caseload.errors import InvalidError, UsageError
from caseload.model import Reached
from caseload.reporting import billing, spans
from caseload.reporting.billing import Rounding, Rule, SameDay
from caseload.reporting.spans import Span

d = date.fromisoformat
ON = d("2026-11-23")


@pytest.mark.parametrize(
    ("on", "since", "until"),
    [
        ("2026-11-23", "2026-10-01", "2026-10-31"),
        ("2026-11-30", "2026-11-01", "2026-11-30"),
        ("2026-11-01", "2026-10-01", "2026-10-31"),
        ("2026-01-15", "2025-12-01", "2025-12-31"),
        ("2024-03-01", "2024-02-01", "2024-02-29"),
        ("2024-02-29", "2024-02-01", "2024-02-29"),
    ],
)
def test_without_a_word_it_is_the_last_full_month(on: str, since: str, until: str) -> None:
    assert spans.chosen(d(on)) == Span(d(since), d(until))


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-q3", "2026-07-01", "2026-09-30"),
        (" 2025Q4 ", "2025-10-01", "2025-12-31"),
    ],
)
def test_a_quarter_is_three_months(text: str, since: str, until: str) -> None:
    assert spans.chosen(ON, in_quarter=text) == Span(d(since), d(until))


def test_a_month_and_days_are_as_they_are_said() -> None:
    assert spans.chosen(ON, in_month="2024-2") == Span(d("2024-02-01"), d("2024-02-29"))
    assert spans.chosen(ON, d("2026-11-02")) == Span(d("2026-11-02"), ON)
    assert spans.chosen(ON, ON, ON) == Span(ON, ON)
    assert spans.chosen(ON, d("2026-11-01"), d("2026-11-30")).until == d("2026-11-30")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"since": d("2026-10-31"), "until": d("2026-10-01")}, "before it begins"),
        ({"since": d("2026-11-24"), "until": d("2026-11-30")}, "after the day"),
        ({"until": d("2026-10-01")}, "where the period begins"),
        ({"in_month": "2026-12"}, "after the day"),
        ({"in_month": "2026-13"}, "is no month"),
        ({"in_month": "0000-01"}, "is no month"),
        ({"in_month": "Oct"}, "is no month"),
        ({"in_quarter": "2026-Q5"}, "is no quarter"),
        ({"in_quarter": "0000-Q1"}, "is no quarter"),
        ({"in_quarter": "2026-10"}, "is no quarter"),
        ({"in_month": "2026-10", "in_quarter": "2026-Q3"}, "in one way"),
        ({"in_month": "2026-10", "since": d("2026-10-01")}, "in one way"),
    ],
)
def test_what_is_no_period_is_refused(given: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        spans.chosen(ON, **given)  # type: ignore[arg-type]


# --- billing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "nearest", "up", "down"),
    [(0, 0, 0, 0), (1, 0, 0, 0), (7, 0, 0, 0), (8, 1, 1, 0), (15, 1, 1, 1), (16, 1, 2, 1),
     (22, 1, 2, 1), (23, 2, 2, 1), (30, 2, 2, 2), (37, 2, 3, 2), (38, 3, 3, 2), (1440, 96, 96, 96)],
)  # fmt: skip
def test_minutes_become_units(minutes: int, nearest: int, up: int, down: int) -> None:
    rule = Rule()
    assert billing.units(minutes, rule) == nearest
    assert billing.units(minutes, rule._replace(rounding=Rounding.UP)) == up
    assert billing.units(minutes, rule._replace(rounding=Rounding.DOWN)) == down


def test_a_unit_can_be_of_any_length_and_begin_with_the_first_minute() -> None:
    assert billing.units(1, Rule(rounding=Rounding.UP, least_minutes=0)) == 1
    assert billing.units(0, Rule(rounding=Rounding.UP, least_minutes=0)) == 0
    assert billing.units(59, Rule(unit_minutes=60)) == 1
    assert billing.units(29, Rule(unit_minutes=60)) == 0


def test_a_program_has_what_it_says_and_the_rest_from_the_default() -> None:
    rules = billing.read(
        """
default: {unit_minutes: 10, reached: [client]}
programs:
  - program: "O'Brien's  House"
    rounding: up
    same_day: each
""",
        "billing.yaml",
    )
    assert rules.default == Rule(10, reached=frozenset({Reached.CLIENT}))
    assert rules.of("o'brien's house") == Rule(
        10, Rounding.UP, same_day=SameDay.EACH, reached=frozenset({Reached.CLIENT})
    )
    assert rules.of("ACT") == rules.of(None) == rules.default


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the text is empty"),
        ("default: {unit_minutes: 0}", "line 1: unit_minutes is a number of minutes, from 1"),
        ("default: {unit_minutes: -15}", "from 1 to 1440"),
        ("default: {least_minutes: many}", "from 0 to 1440"),
        ("default: {rounding: sideways}", "is no rounding"),
        ("default: {reached: [nobody]}", "nobody never does"),
        ("default: {units: 15}", "has no 'units'"),
        ("programs: [{rounding: up}]", "the program says nothing"),
        ("programs:\n  - program: ACT\n  - program: act\n", "line 3: the program act stands twice"),
    ],
)
def test_mistakes_are_named_by_their_line(text: str, words: str) -> None:
    with pytest.raises(InvalidError, match="billing.yaml: .*" + words):
        billing.read(text, "billing.yaml")
