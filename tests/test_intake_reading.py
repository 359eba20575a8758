"""What is said at an intake, read: the same words mean the same by option, document and answer."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseload.errors import InvalidError
from caseload.model import Funding
from caseload.model.intaking import Intake
from caseload.model.planning import Employment, Housing
from caseload.texts.intake_reading import QUESTIONS, document, intake_of, read

d = date.fromisoformat
TODAY = d("2026-11-23")
"""A Monday."""


def told(text: str) -> list[Any]:
    return [one.intake for one in document(text, "intakes.json", TODAY)]


def wrong(text: str) -> str:
    with pytest.raises(InvalidError) as refused:
        document(text, "intakes.json", TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "text", "value", "back"),
    [
        ("first_name", " Ana ", "Ana", None),
        ("referred_on", "yesterday", d("2026-11-22"), "Sun 22 Nov 2026 (yesterday)"),
        ("referred_on", "2026-11-20", d("2026-11-20"), "Fri 20 Nov 2026 (3 days ago)"),
        ("date_of_birth", "2/29/1988", d("1988-02-29"), "Mon 29 Feb 1988"),
        ("date_of_birth", "2 Oct 1988", d("1988-10-02"), "Sun 2 Oct 1988"),
        ("diagnosis_code", "f331", "F33.1", "F33.1"),
        ("diagnosis_code", "F33.1", "F33.1", None),
        ("funding", "sliding scale", Funding.SLIDING_SCALE, "sliding scale"),
        ("funding", "Medicaid", Funding.MEDICAID, "medicaid"),
        ("housing", "own home", Housing.OWN_HOME, "own_home"),
        ("employment", "LOOKING", Employment.LOOKING, "looking"),
        ("needs_coordination", "Yes", True, None),
        ("needs_coordination", "n", False, None),
        ("household_size", "3", 3, None),
        ("annual_income", "$31,000.00", 31_000, "31000"),
        ("postal_code", "00701", "00701", None),
        ("contact_notes", "", None, None),
        ("presenting_needs", "no", "no", None),
    ],
)
def test_an_answer_is_understood_and_said_back_where_it_was_put_otherwise(
    name: str, text: str, value: Any, back: str | None
) -> None:
    said = read(name, text, TODAY)
    assert said.wrong is None
    assert said.value == value
    if name != "funding" or "_" not in text:
        assert said.back == (back if back != text.strip() else None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("first_name", ""),
        ("last_name", "  "),
        ("program", ""),
        ("first_name", "A\x1b[2J"),
        ("last_name", "\u202egnp"),
        ("referred_on", "5/6"),
        ("referred_on", "31 feb 2026"),
        ("date_of_birth", "5 mar"),
        ("date_of_birth", "yesterday"),
        ("date_of_birth", "29 Feb 1989"),
        ("diagnosis_code", "33.1"),
        ("diagnosis_code", "[/]"),
        ("funding", "cash"),
        ("household_size", "three"),
        ("annual_income", "-1"),
        ("needs_coordination", "perhaps"),
        ("housing", "=1+1"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(name: str, text: str) -> None:
    said = read(name, text, TODAY)
    assert said.value is None
    assert said.wrong
    answers = {"first_name": "Ana", "last_name": "Ruiz", "program": "ACT", name: text}
    with pytest.raises(InvalidError, match=name):
        intake_of(answers, TODAY)


def test_each_field_of_an_intake_is_asked_but_for_words_about_the_diagnosis() -> None:
    asked = [one.name for one in QUESTIONS]
    assert len(set(asked)) == len(asked)
    assert set(Intake._fields) - set(asked) == {"diagnosis_description"}
    assert asked[:4] == ["first_name", "last_name", "date_of_birth", "phone"]


# --- documents -----------------------------------------------------------------------------------

ONE = {"first_name": "Ana", "last_name": "Ruiz", "program": "ACT-lite"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ONE),
        json.dumps([ONE]),
        json.dumps([ONE], indent="\t"),
        json.dumps(ONE | {"phone": None, "needs_coordination": None}),
        "\ufeff" + json.dumps(ONE),
        "first_name: Ana\nlast_name: Ruiz\nprogram: ACT-lite\nphone:\n",
        "- first_name: Ana\n  last_name: Ruiz\n  program: ACT-lite\n",
    ],
)
def test_a_document_is_json_or_yaml_one_intake_or_several(text: str) -> None:
    assert told(text.removeprefix("\ufeff")) == [Intake("Ana", "Ruiz", "ACT-lite")]


def test_all_kinds_of_values_are_read_as_options_are() -> None:
    said = ONE | {
        "needs_coordination": True, "household_size": 3, "annual_income": 31000,
        "phone": 2545550131,
        "date_of_birth": "1988-02-29", "referred_on": "last fri", "funding": "sliding_scale",
        "diagnosis_code": "F331", "housing": "rented", "first_name": "Anaïs 😀",
        "history": "a \\ b\n\"c\" \\ud83d", "presenting_needs": "null", "postal_code": "00701",
    }  # fmt: skip
    for text in (json.dumps([said]), json.dumps([said], ensure_ascii=False)):
        [found] = told(text)
        assert found == Intake(
            "Anaïs 😀", "Ruiz", "ACT-lite", date_of_birth=d("1988-02-29"), phone="2545550131",
            referred_on=d("2026-11-20"), needs_coordination=True, diagnosis_code="F33.1",
            funding=Funding.SLIDING_SCALE, household_size=3, annual_income=31_000,
            housing=Housing.RENTED, history="a \\ b\n\"c\" \\ud83d", presenting_needs="null",
            postal_code="00701",
        )  # fmt: skip


def test_who_it_is_about_may_be_said() -> None:
    text = json.dumps([ONE | {"client": "C0012"}, ONE | {"new": True}, ONE | {"new": "no"}])
    found = document(text, "x", TODAY)
    assert [(one.client, one.is_new) for one in found] == [
        *(("C0012", False), (None, True), (None, False)),
    ]


def test_every_mistake_is_named_with_its_line() -> None:
    text = """[
  {"first_name": "Ana", "last_nam": "Ruiz",
   "program": "ACT-lite",
   "date_of_birth": "31/02/1990"},
  {"first_name": "Bo", "last_name": "Li", "program": "",
   "funding": "cash", "funding": "medicaid",
   "client": "C0001", "new": true},
  "Cy",
  {"first_name": ["Di"], "last_name": "Poe", "program": "A", "household_size": "three"}
]"""
    said = wrong(text)
    for expected in (
        "line 2: an intake has no 'last_nam'; did you mean last_name?",
        "line 2: last_name: empty, and there is no intake without it",
        "line 4: date_of_birth: ",
        "line 5: program: empty, and there is no intake without it",
        "line 6: funding: 'cash' is none of",
        "line 6: funding stands twice",
        "line 7: it names a client, and says that it is somebody new",
        "line 8: here an intake is wanted",
        "line 9: here text is wanted",
        "line 9: household_size: 'three' is no whole number",
    ):
        assert expected in said, (expected, said)
    assert said.startswith("intakes.json: line 2")
    assert said.endswith("Nothing was saved.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("[]", "holds no intake"),
        ("{", "line 2: it can't be read"),
        ('{"first_name": "Ana"', "line 2: it can't be read"),
        ("&a {}", "no & or *"),
        ("Ana Ruiz", "here an intake is wanted"),
        ('{"first_name": "A\\u001b[2J", "last_name": "B", "program": "C"}', "control character"),
        ('{"first_name": "\\ud83d", "last_name": "B", "program": "C"}', "line 1"),
        ("[" * 100_000, "line 1"),
        ("x" * 2_000_001, "two million"),
    ],
)
def test_what_is_no_document_is_refused(text: str, said: str) -> None:
    assert said in wrong(text)


def test_of_many_mistakes_the_first_fifty_are_named() -> None:
    said = wrong("\n".join(["- first_name: a"] * 100))
    assert said.count("line ") == 50
    assert "and 150 more" in said


text_of_people = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u202a\u202b\u202c\u202d"
    "\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff\u2028\u2029\x85"),
    min_size=1,
).map(str.strip).filter(bool)  # fmt: skip


@given(text_of_people, text_of_people)
def test_any_text_of_people_comes_through_json_whole(name: str, needs: str) -> None:
    said = ONE | {"last_name": name, "presenting_needs": needs}
    for text in (json.dumps(said), json.dumps(said, ensure_ascii=False)):
        [found] = told(text)
        assert (found.last_name, found.presenting_needs) == (name, needs)
