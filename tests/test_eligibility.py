"""Whom a program takes: each rule by a table, and codes held against what they stand for."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError
from caseload.model import Program
from caseload.rules import eligibility
from caseload.rules.eligibility import Applicant, Judged, Rule

YES, NO, UNKNOWN = Judged.YES, Judged.NO, Judged.UNKNOWN
STRICT = Program(
    "ACT",
    diagnosis_codes=("F20-F29", "F33.1"),
    minimum_age=18,
    maximum_age=64,
    counties=("Hill", "Doña Ana"),
    needs_coordination=True,
)
FITS = Applicant(("F20.9",), 40, "hill county", needs_coordination=True)


def said(program: Program, applicant: Applicant) -> list[tuple[Rule, Judged, str]]:
    return [tuple(reason) for reason in eligibility.judge(program, applicant).reasons]  # type: ignore[misc]


def test_an_answer_has_a_sentence_for_each_rule() -> None:
    answer = eligibility.judge(STRICT, FITS)
    assert (answer.program, answer.eligible) == ("ACT", YES)
    assert said(STRICT, FITS) == [
        (Rule.DIAGNOSIS, YES, "F20.9 lies in F20-F29"),
        (Rule.AGE, YES, "40 lies in ages 18 to 64"),
        (Rule.COUNTY, YES, "it serves hill county"),
        (Rule.COORDINATION, YES, "they need ongoing coordination of services"),
    ]


def test_a_program_without_rules_takes_everyone_and_says_so() -> None:
    assert said(Program("Peer"), Applicant()) == [
        (Rule.NONE, YES, "it takes everyone; it has no rules")
    ]


def test_what_nobody_has_said_is_unknown_and_never_no() -> None:
    answer = eligibility.judge(STRICT, Applicant())
    assert answer.eligible is UNKNOWN
    assert [reason.words for reason in answer.reasons] == [
        "no diagnosis is recorded; it takes F20-F29 and F33.1",
        "no date of birth is recorded; it takes ages 18 to 64",
        "no county is recorded; it serves Hill and Doña Ana",
        "nobody has said whether they need ongoing coordination of services",
    ]


@pytest.mark.parametrize(
    ("differs", "eligible", "words"),
    [
        ({"diagnosis_codes": ("F33.1",)}, YES, "F33.1 is one it takes"),
        ({"diagnosis_codes": ("F41.1", "F21")}, YES, "F21 lies in F20-F29"),
        ({"diagnosis_codes": ("F33",)}, UNKNOWN, "F33 is less exact than F33.1, which it takes"),
        ({"diagnosis_codes": ("F41.1", "F33")}, UNKNOWN,
         "F33 is less exact than F33.1, which it takes"),
        ({"diagnosis_codes": ("F41.1",)}, NO, "F41.1 lies outside F20-F29 and F33.1"),
        ({"diagnosis_codes": ("F41.1", "Z59.0")}, NO,
         "F41.1 and Z59.0 lie outside F20-F29 and F33.1"),
        ({"age": 17}, NO, "17 is under 18"),
        ({"age": 18}, YES, "18 lies in ages 18 to 64"),
        ({"age": 64}, YES, "64 lies in ages 18 to 64"),
        ({"age": 65}, NO, "65 is over 64"),
        ({"age": 0}, NO, "0 is under 18"),
        ({"county": "DOÑA  ANA"}, YES, "it serves DOÑA  ANA"),
        ({"county": "Dona Ana County"}, YES, "it serves Dona Ana County"),
        ({"county": "Hills"}, NO, "it does not serve Hills, but Hill and Doña Ana"),
        ({"county": " "}, UNKNOWN, "no county is recorded; it serves Hill and Doña Ana"),
        ({"needs_coordination": False}, NO, "they do not need ongoing coordination of services"),
    ],
)  # fmt: skip
def test_one_rule_alone_decides(differs: dict[str, Any], eligible: Judged, words: str) -> None:
    answer = eligibility.judge(STRICT, FITS._replace(**differs))
    assert answer.eligible is eligible
    assert words in [reason.words for reason in answer.reasons]
    if eligible is not YES:
        assert [reason.words for reason in answer.reasons if reason.met is not YES] == [words]


def test_a_no_outweighs_what_is_not_known() -> None:
    assert eligibility.judge(STRICT, Applicant(age=17)).eligible is NO


@pytest.mark.parametrize(
    ("limits", "age", "words"),
    [
        ({"minimum_age": 18}, 90, "90 lies in ages 18 and over"),
        ({"maximum_age": 17}, 0, "0 lies in ages 17 and under"),
        ({"minimum_age": 18}, None, "no date of birth is recorded; it takes ages 18 and over"),
    ],
)
def test_one_limit_of_age_is_said_as_one(
    limits: dict[str, int], age: int | None, words: str
) -> None:
    assert said(Program("P", **limits), Applicant(age=age))[0][2] == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2008-11-23", "2026-11-22", 17),
        ("2008-11-23", "2026-11-23", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-24", "2026-11-23", None),
    ],
)
def test_age_is_counted_in_full_years(born: str, day: str, age: int | None) -> None:
    assert eligibility.age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


def test_without_a_date_of_birth_there_is_no_age() -> None:
    assert eligibility.age_on(None, date(2026, 1, 1)) is None


@given(
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(min_value=0, max_value=40_000),
)
def test_age_grows_by_one_on_a_birthday_and_on_no_other_day(born: date, days: int) -> None:
    day = born + timedelta(days)
    before, after = eligibility.age_on(born, day), eligibility.age_on(born, day + timedelta(1))
    assert before is not None
    assert after is not None
    turned = (day + timedelta(1)).replace(year=2000)
    leaps = (born.month, born.day) == (2, 29) and (day.month, day.day) == (2, 28)
    birthday = turned == born.replace(year=2000) or (leaps and turned == date(2000, 3, 1))
    assert after - before == (1 if birthday else 0)


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("F33.1", "F33.1"), ("f331", "F33.1"), (" F20.9 ", "F20.9"), ("Z59", "Z59")],
        *[("T74.11XA", "T74.11XA"), ("C4A.0", "C4A.0"), ("F33.", "F33"), ("f32a", "F32.A")],
        *[("U07.1", "U07.1"), ("U09.9", "U09.9"), ("z3a00", "Z3A.00")],
    ],
)
def test_a_code_has_one_form(text: str, code: str) -> None:
    assert eligibility.is_code(text)
    assert eligibility.checked_code(text) == code
    assert eligibility.checked_code(code) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "F3", "33.1", "FF3.1", "F3.31", "F33.1.2", "F33.12345", "F33 1", "F33,1", "F33-1"),
        *(
            "U00",
            "U08.1",
            "U99.9",
            "U7A",
            "\u017f33.1",
            "\uff2633.1",
            "F٣3.1",
            "F33.1\x1b",
            "F33..1",
        ),
        *("\udcff", "李", "🙂", "=1+1", "O'Brien", "[/]", "x" * 200_000),
    ],
)
def test_what_has_not_the_form_is_refused_in_words_that_show_it(text: str) -> None:
    assert not eligibility.is_code(text)
    with pytest.raises(InvalidError, match=r"F33\.1 or F20\.9") as raised:
        eligibility.checked_code(text)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("text", "span"),
    [
        *[
            ("F33.1", "F33.1"),
            ("f33", "F33"),
            ("f20-f29", "F20-F29"),
            ("F20 \u2013 F29", "F20-F29"),
        ],
        *[("F10.10-f1029", "F10.10-F10.29"), ("O94-O9A", "O94-O9A"), ("F20-F20", "F20-F20")],
    ],
)
def test_a_span_has_one_form(text: str, span: str) -> None:
    assert eligibility.checked_span(text) == span
    assert eligibility.checked_span(span) == span


@pytest.mark.parametrize(
    "text",
    ["", "-", "F20-", "-F29", "F20-29", "F2", "F", "F20-F29-F39", "F20 to F29", "F*", "\x1b"],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="F33 or F20-F29"):
        eligibility.checked_span(text)


def test_a_span_that_runs_backwards_is_refused_with_the_mend() -> None:
    with pytest.raises(InvalidError, match="write F20-F29"):
        eligibility.checked_span("F29-F20")


@pytest.mark.parametrize(
    ("span", "code", "held"),
    [
        *[("F20-F29", code, YES) for code in ("F20", "F20.0", "F25", "F29", "F29.9", "F29.ZZZZ")],
        *[("F20-F29", code, NO) for code in ("F19.99", "F2A", "F30", "G20", "F1A")],
        *[("F33", code, YES) for code in ("F33", "F33.1", "F33.41")],
        *[("F33", code, NO) for code in ("F32.9", "F34", "F3")[:2]],
        *[("F33.1", "F33.1", YES), ("F33.1", "F33.10", YES), ("F33.1", "F33.2", NO)],
        *[("F33.1", "F33", UNKNOWN), ("F33.4", "F33.41", YES), ("F33.41", "F33.4", UNKNOWN)],
        *[("F32.0-F32.5", "F32.5", YES), ("F32.0-F32.5", "F32.A", NO)],
        *[("F32.0-F32.5", "F32", UNKNOWN), ("F32.0-F33", "F33.9", YES)],
        *[("F10.10-F10.29", "F10.20", YES), ("F10.10-F10.29", "F10.2", UNKNOWN)],
        *[("F10.10-F10.29", "F10.1", UNKNOWN), ("F10.10-F10.29", "F10.30", NO)],
        *[("O94-O9A", "O9A.1", YES), ("C7A-C7B", "C7B.0", YES), ("C76-C80", "C7A.0", YES)],
    ],
)
def test_a_span_holds_what_is_coded_within_it(span: str, code: str, held: Judged) -> None:
    assert eligibility.holds(span, code) is held


CODES = st.from_regex(r"\A[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?\Z")


@given(CODES, CODES, CODES, st.text("0123456789ABXYZ", max_size=4))
def test_a_range_and_what_is_coded_more_exactly_agree(
    one: str, other: str, code: str, more: str
) -> None:
    """An answer that is known of a code holds for all that is coded more exactly below it."""
    first, last = sorted((one, other), key=lambda each: each.replace(".", ""))
    span = eligibility.checked_span(f"{first}-{last}")
    held = eligibility.holds(span, code)
    exact = eligibility.checked_code((code.replace(".", "") + more)[:7])
    if held is not UNKNOWN:
        assert eligibility.holds(span, exact) is held
    assert eligibility.holds(span, first) is not NO
    assert eligibility.holds(span, last) is not NO
