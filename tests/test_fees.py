"""What a client pays: worked by hand, at the edges of each band, and with what is missing named."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError
from caseload.model import Funding, Program
from caseload.rules import fees
from caseload.rules.fees import Fee, Guideline
from caseload.settings import data_files

ON = date(2025, 6, 2)
G = Guideline(2025, "48 states", 15_650, 5_500, "HHS, 90 FR 5917")
VISITS = Program(
    "ACT", full_fee=80, fee_per="visit", sliding_scale=("100: 0 %", "150: 20 %", "200: $20")
)
SLIDING, SELF_PAY = Funding.SLIDING_SCALE, Funding.SELF_PAY


def fee(
    household: int | None = 3,
    income: int | None = 31_000,
    *,
    program: Program = VISITS,
    funding: Funding | None = SLIDING,
    guideline: Guideline | None = G,
    on: date = ON,
) -> Fee:
    return fees.fee(program, funding, household, income, guideline, on)


def test_a_fee_shows_its_arithmetic() -> None:
    found = fee()
    assert found.amount == Decimal("16.00")
    assert found.lines == (
        "Guideline 2025, 48 states, household of 3: $15,650 + 2 \u00d7 $5,500 = $26,650",
        "HHS, 90 FR 5917",
        "$31,000 a year is 116 % of it",
        "up to 150 %: 20 % of $80 per visit = $16.00",
    )


@pytest.mark.parametrize(
    ("household", "income", "amount", "words"),
    [
        (1, 0, "0", ["$0 a year is 0 % of it", "up to 100 %: nothing"]),
        (1, 15_650, "0", ["$15,650 a year is 100 % of it", "up to 100 %: nothing"]),
        (1, 15_651, "16", ["$15,651 a year is 100.01 % of it",
                           "up to 150 %: 20 % of $80 per visit = $16.00"]),
        (1, 23_475, "16", ["$23,475 a year is 150 % of it",
                           "up to 150 %: 20 % of $80 per visit = $16.00"]),
        (1, 23_476, "20", ["$23,476 a year is 150.01 % of it", "up to 200 %: $20 per visit"]),
        (1, 31_300, "20", ["$31,300 a year is 200 % of it", "up to 200 %: $20 per visit"]),
        (1, 31_301, "80", ["$31,301 a year is 200.01 % of it",
                           "above 200 %: the full fee, $80 per visit"]),
        (100, 1_000_000_000, "80", ["$1,000,000,000 a year is 178524 % of it",
                                    "above 200 %: the full fee, $80 per visit"]),
    ],
)  # fmt: skip
def test_an_income_at_the_edge_of_a_band_lies_in_it_and_a_dollar_more_in_the_next(
    household: int, income: int, amount: str, words: list[str]
) -> None:
    found = fee(household, income)
    assert found.amount == Decimal(amount)
    assert list(found.lines[-2:]) == words


def test_a_level_that_no_rounding_tells_from_an_edge_is_said_to_lie_just_over_it() -> None:
    huge = G._replace(base=999_999_999)
    assert fee(1, 1_000_000_000, guideline=huge).lines[-2] == (
        "$1,000,000,000 a year is just over 100 % of it"
    )


@pytest.mark.parametrize(
    ("funding", "words", "amount"),
    [
        (Funding.MEDICAID, "Medicaid pays; nothing is asked of the client", 0),
        (Funding.PROGRAM, "the program pays; nothing is asked of the client", 0),
        (SELF_PAY, "self-pay: the full fee, $80 per visit", 80),
        (None, "nobody has said who pays", None),
    ],
)
def test_without_a_sliding_scale_the_funding_says_it(
    funding: Funding | None, words: str, amount: int | None
) -> None:
    found = fee(funding=funding)
    assert (found.lines, found.amount, found.level) == ((words,), amount, None)


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({"household": None, "income": None},
         ("household size is not recorded", "annual income is not recorded")),
        ({"income": None}, ("annual income is not recorded",)),
        ({"guideline": None}, ("there is no poverty guideline for 2025 or before",)),
        ({"program": Program("P"), "funding": SELF_PAY}, ("self-pay, and P has no full fee",)),
        ({"program": Program("P")}, ("P has no sliding scale, and P has no full fee",)),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_no_fee_is_guessed(
    facts: dict[str, Any], lines: tuple[str, ...]
) -> None:
    found = fee(**facts)
    assert (found.amount, found.lines) == (None, lines)


def test_a_program_without_a_scale_asks_the_full_fee() -> None:
    flat = Program("P", full_fee=30)
    assert fee(program=flat).lines == ("P has no sliding scale: the full fee, $30",)


def test_a_part_of_no_full_fee_is_no_fee() -> None:
    odd = VISITS._replace(full_fee=None)
    assert fee(program=odd).amount is None
    assert fee(program=odd).lines[-1] == "up to 150 %: 20 % of the full fee, and ACT has none"
    assert fee(1, 30_000, program=odd).amount == 20
    assert fee(1, 90_000, program=odd).amount is None


def test_half_a_cent_is_rounded_up() -> None:
    odd = Program("P", full_fee=25, sliding_scale=("200: 12.5 %", "300: 0.1 %"))
    assert fee(program=odd).amount == Decimal("3.13")
    assert fee(1, 40_000, program=odd).amount == Decimal("0.03")


@pytest.mark.parametrize(
    ("household", "income", "field"),
    [(0, 1, "household_size"), (-1, 1, "household_size"), (101, 1, "household_size"),
     (1, -1, "annual_income"), (1, 1_000_000_001, "annual_income")],
)  # fmt: skip
@pytest.mark.parametrize("funding", [SLIDING, None, Funding.MEDICAID])
def test_a_household_of_nobody_and_an_income_below_zero_are_refused(
    household: int, income: int, field: str, funding: Funding | None
) -> None:
    with pytest.raises(InvalidError) as raised:
        fee(household, income, funding=funding)
    assert raised.value.field == field


def test_a_guideline_older_than_the_day_says_so() -> None:
    assert fee(on=date(2026, 1, 1)).lines[2] == (
        "there is no guideline for 2026 here yet, so that of 2025 is used"
    )


@given(st.integers(1, 20), st.integers(0, 200_000), st.integers(0, 200_000))
def test_who_earns_more_never_falls_into_an_earlier_band(
    household: int, one: int, other: int
) -> None:
    rising = VISITS._replace(sliding_scale=("50: 0 %", "99.9: $1", "133: 5 %", "250: 90 %"))
    less, more = sorted((one, other))
    lower, higher = fee(household, less, program=rising), fee(household, more, program=rising)
    assert lower.amount is not None
    assert higher.amount is not None
    assert lower.amount <= higher.amount


@given(st.integers(1, 100), st.integers(0, 1_000_000_000))
def test_the_level_shown_lies_in_the_band_that_is_charged(household: int, income: int) -> None:
    found = fee(household, income)
    assert found.level is not None
    shown = found.lines[-2].rpartition(" is ")[2].removesuffix(" % of it")
    if not shown.startswith("just over"):
        for edge in (100, 150, 200):
            assert (Decimal(shown) <= edge) == (found.level <= edge)


# --- the scale -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "checked"),
    [
        (("100: 0 %", "150: 20 %", "200: $20"), ("100: 0 %", "150: 20 %", "200: $20")),
        (("100:0%", " 133.50 %:12.50  % ", "200 :$ 1,020.5"),
         ("100: 0 %", "133.5: 12.5 %", "200: $1,020.50")),
        ((), ()),
    ],
)  # fmt: skip
def test_a_scale_has_one_form(texts: tuple[str, ...], checked: tuple[str, ...]) -> None:
    assert fees.checked_scale(texts) == checked
    assert fees.checked_scale(checked) == checked


@pytest.mark.parametrize(
    "text",
    [
        *("", "100", "100:", ": 20 %", "100: 20", "-1: 0 %", "100: -5 %", "100: $", "100: $1,2"),
        *(
            "100: $1.234",
            "up to 100: 0 %",
            "100 = 0 %",
            "100: 5 €",
            "\u0661\u0660: 0 %",
            "=1+1",
            "[/]",
        ),
        *("1e3: 0 %", "nan: 0 %", "100: 101 %", "9" * 40 + ": 0 %", "100: $" + "9" * 40),
        *("\x1b[0m", "x" * 200_000),
    ],
)
def test_what_is_no_band_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as raised:
        fees.checked_scale((text,))
    assert raised.value.field == "sliding_scale"
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("texts", [("150: 20 %", "100: 0 %"), ("100: 0 %", "100.0: $5")])
def test_bands_that_do_not_go_up_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(InvalidError, match="The bands go up: 100 can't follow 1"):
        fees.checked_scale(texts)


# --- guidelines ----------------------------------------------------------------------------------


def test_the_shipped_guidelines_are_those_of_2025() -> None:
    text = data_files.text_of(data_files.named()["guidelines"])
    found = fees.read_guidelines(text, "guidelines.yaml")
    assert [one[:4] for one in found] == [
        (2025, "48 states", 15_650, 5_500),
        (2025, "Alaska", 19_550, 6_880),
        (2025, "Hawaii", 17_990, 6_330),
    ]
    assert {one.source for one in found} == {
        "HHS poverty guidelines 2025, 90 FR 5917 (17 January 2025)"
    }
    # As the notice itself prints it for eight persons.
    assert fees.guideline_for(found[0], 8) == 54_150


@pytest.mark.parametrize(
    ("state", "region"),
    [("TX", "48 states"), (None, "48 states"), ("", "48 states"), ("DC", "48 states"),
     ("AK", "Alaska"), (" alaska ", "Alaska"), ("hi", "Hawaii"), ("HAWAII", "Hawaii")],
)  # fmt: skip
def test_the_state_says_the_region(state: str | None, region: str) -> None:
    assert fees.region_of(state) == region


@pytest.mark.parametrize(
    ("on", "year"), [("2024-12-31", None), ("2025-01-01", 2025), ("2026-11-23", 2025),
                     ("2027-01-01", 2027), ("2030-01-01", 2027)],
)  # fmt: skip
def test_the_newest_guideline_that_is_not_of_a_later_year_is_used(
    on: str, year: int | None
) -> None:
    known = [G, G._replace(year=2027), G._replace(year=2020, region="Alaska")]
    found = fees.chosen(known, "48 states", date.fromisoformat(on))
    assert (found and found.year) == year


def test_the_file_s_own_guidelines_go_before_the_shipped() -> None:
    own, other = G._replace(base=1, source="ours"), G._replace(year=2024)
    assert fees.merged([own], [G, other]) == [other, own]


BAD = """- year: 2025
  region: 48 states
  base: fifteen
  per_person: 5500
  source: HHS
- year: 1900
  region: Texas
  base: 1
  per_person: 1
  source: HHS
- year: 2025
  regin: Hawaii
  base: 0
  per_person: 5_500
"""


def test_each_mistake_in_a_file_of_guidelines_is_named_by_its_line() -> None:
    with pytest.raises(InvalidError) as raised:
        fees.read_guidelines(BAD, "guidelines.yaml")
    assert str(raised.value) == (
        "guidelines.yaml: line 3: base is a whole number, not 'fifteen'; "
        "line 7: 'Texas' is no region; there are: 48 states, Alaska, Hawaii; "
        "line 11: the region says nothing; line 11: the source says nothing; "
        "line 12: a guideline has no 'regin'; did you mean region?."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {year: 2025, region: Guam, base: 1, per_person: 1, source: x}", "line 1: 'Guam' is no"),
        ("- {year: 2025, region: hi, base: 0, per_person: 1, source: x}", "line 1: base is in"),
        ("- {year: 2025, region: hi, base: 1, per_person: 1, source: ' '}", "the source says"),
        ("- {year: 2025, region: hi, base: 1, per_person: 1, source: x}\n" * 2, "line 2: 2025, H"),
        ("year: 2025", "begins with a dash"),
        ("", "the text is empty"),
        ("- &a {year: 1}", "no & or \\* names"),
        ("- [1]", "here a guideline is wanted"),
    ],
)
def test_a_file_of_guidelines_that_can_t_be_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        fees.read_guidelines(text, "g.yaml")
