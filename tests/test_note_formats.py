"""A note in a format says something under each heading, however it was typed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import new_file
from refusing import refused, written

from caseload.errors import InvalidError, NotFoundError
from caseload.model import Contact, Mode, Reached
from caseload.model.planning import NoteFormat
from caseload.records import checks, clients, contacts, note_formats
from caseload.records._caseload import Caseload
from caseload.records._names import fold

DAY = date(2026, 11, 2)
DAP, SOAP, BIRP, GIRP = note_formats.SHIPPED


@pytest.fixture
def caseload(tmp_path: Path) -> Iterator[Caseload]:
    with new_file(tmp_path) as opened:
        clients.add(opened, "Ana", "Ruiz")
        yield opened


# --- what stands under each heading --------------------------------------------------------------

PARTS = {
    "on one line": ("Data: Rent paid. Assessment: On track. Plan: SNAP.",
                    ["Data Rent paid.", "Assessment On track.", "Plan SNAP."]),
    "on several": ("Data: Rent paid\nAssessment:\nOn track\n\nPlan: SNAP",
                   ["Data Rent paid", "Assessment On track", "Plan SNAP"]),
    "in any case, with spaces": ("  data :Rent\nASSESSMENT: ok\n\tpLaN:\tSNAP",
                                 ["Data Rent", "Assessment ok", "Plan SNAP"]),
    "in any order": ("Plan: c\nData: a\nAssessment: b",
                     ["Data a", "Assessment b", "Plan c"]),
    "twice": ("Data: a\nPlan: c\nData: b", ["Data a\nb", "Plan c"]),
    "with text before": ("By phone.\nData: a", [" By phone.", "Data a"]),
    "with text before on the line": ("By phone. Data: a", [" By phone.", "Data a"]),
    "nothing under one": ("Data:\nAssessment: b", ["Assessment b"]),
    "none": ("Rent paid", [" Rent paid"]),
    "nothing": ("", []),
    "a word in the text": ("Data: Her safety Plan: unchanged. The Data: none",
                           ["Data Her safety Plan: unchanged. The Data: none"]),
    "a word without a colon": ("Data: a\nPlan is to call\nPlan: b",
                               ["Data a\nPlan is to call", "Plan b"]),
    "the end of another word": ("Data: a.\nMetadata: b. Floor-Plan: c",
                                ["Data a.\nMetadata: b. Floor-Plan: c"]),
    "after a question or a cry": ("Data: Why? Assessment: No! Plan: c",
                                  ["Data Why?", "Assessment No!", "Plan c"]),
    "after words in quotes": ('Data: She said "no." Assessment: ok (mostly.) Plan: c',
                              ['Data She said "no."', "Assessment ok (mostly.)", "Plan c"]),
    "after an ellipsis": ("Data: and so on… Plan: c", ["Data and so on…", "Plan c"]),
    "with Windows line ends": ("Data: a\r\nPlan: b\r\n", ["Data a", "Plan b"]),
}  # fmt: skip


@pytest.mark.parametrize(("note", "told"), PARTS.values(), ids=PARTS)
def test_a_heading_begins_a_line_or_follows_a_sentence(note: str, told: list[str]) -> None:
    found = note_formats.parts(DAP, note)
    assert [heading for heading, _ in found if heading] == list(DAP.headings)
    assert [f"{heading} {text}" for heading, text in found if text] == told


def test_the_longer_of_two_headings_that_begin_alike_is_meant() -> None:
    one = NoteFormat("X", ("Plan", "Plan for the week", "C++ (notes)"))
    assert note_formats.parts(one, "Plan for the week: a\nPlan: b\nc++ (NOTES): c") == [
        ("Plan", "b"), ("Plan for the week", "a"), ("C++ (notes)", "c")
    ]  # fmt: skip


HEADINGS = st.lists(
    st.text("abcDEF Éß李ı-+*()[]\\.|", min_size=1, max_size=8)
    .map(lambda text: " ".join(text.split()))
    .filter(bool),
    min_size=1, max_size=5, unique_by=fold,
)  # fmt: skip
SAID = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=":")).map(
    str.strip
)


@given(HEADINGS, st.data())
def test_a_note_written_from_its_parts_has_those_parts_again(
    headings: list[str], data: st.DataObject
) -> None:
    one = NoteFormat("X", tuple(headings))
    texts = {heading: data.draw(SAID.filter(bool)) for heading in headings}
    note = note_formats.written(one, texts)
    assert note_formats.parts(one, note) == list(texts.items())
    note_formats.check(one, note)


@given(HEADINGS, st.text())
def test_no_letter_that_was_typed_is_left_out_but_the_headings(
    headings: list[str], note: str
) -> None:
    one = NoteFormat("X", tuple(headings))
    assume(not any(f"{one}".casefold() in note.casefold() for one in headings))
    before = [("", note.strip())] if note.strip() else []
    assert note_formats.parts(one, note) == [*before, *((heading, "") for heading in headings)]


def test_a_note_long_as_a_book_is_read_at_once_however_it_is_spaced() -> None:
    for note in ("x." + " " * 200_000, "Data" + " " * 200_000, "." * 200_000 + ")" * 200_000,
                 "Data: x. " * 20_000, "\t" * 200_000):  # fmt: skip
        told = dict(note_formats.parts(DAP, note))
        assert len("".join(told.values())) <= len(note)


@pytest.mark.parametrize(
    ("note", "empty"),
    [
        ("", "Data, Assessment, Plan"),
        ("Rent paid.", "Data, Assessment, Plan"),
        ("Data: a. Plan: b", "Assessment"),
        ("Data: a\nAssessment: b\nPlan:  ", "Plan"),
    ],
)
def test_a_note_that_leaves_a_heading_empty_is_refused_and_it_is_named(
    note: str, empty: str
) -> None:
    with pytest.raises(InvalidError) as raised:
        note_formats.check(DAP, note)
    assert f"This one has nothing under {empty}. Write: Data: … Assessment: … Plan: …" in str(
        raised.value
    )


def test_a_blank_note_has_each_heading_on_a_line_of_its_own() -> None:
    assert note_formats.blank(SOAP) == "Subjective: \nObjective: \nAssessment: \nPlan: "
    assert [text for _, text in note_formats.parts(SOAP, note_formats.blank(SOAP))] == [""] * 4


# --- the formats of a file -----------------------------------------------------------------------


def test_the_shipped_formats_are_there_until_the_file_says_otherwise(caseload: Caseload) -> None:
    assert [one.name for one in note_formats.listed(caseload)] == ["BIRP", "DAP", "GIRP", "SOAP"]
    assert note_formats.find(caseload, " dap ") == DAP
    edited = note_formats.edit(caseload, "dap", headings=("Data", "Assessment", "Plan", "Next"))
    assert edited == NoteFormat("DAP", ("Data", "Assessment", "Plan", "Next"))
    assert note_formats.find(caseload, "DAP") == edited
    note_formats.edit(caseload, "GIRP", active=False)
    assert [one.name for one in note_formats.listed(caseload)] == ["BIRP", "DAP", "SOAP"]
    assert len(note_formats.listed(caseload, everyone=True)) == 4
    said = refused(NotFoundError, note_formats.find, caseload, "girp")
    assert "There are: BIRP, DAP, SOAP. Add one: caseload note-format add" in said
    note_formats.edit(caseload, "girp", active=True)
    assert note_formats.find(caseload, "GIRP") == GIRP
    last = written(caseload)
    note_formats.edit(caseload, "GIRP", headings=GIRP.headings)
    assert written(caseload) == last
    assert checks.damage(caseload) == []


def test_an_agency_adds_its_own(caseload: Caseload) -> None:
    made = note_formats.add(caseload, " Field  note ", (" Seen ", "Next  step"))
    assert made == NoteFormat("Field note", ("Seen", "Next step"))
    assert note_formats.find(caseload, "FIELD NOTE") == made


@pytest.mark.parametrize(
    ("name", "headings", "fragment"),
    [
        ("", ("A",), "needs a name"),
        ("  ", ("A",), "needs a name"),
        ("X", (), "at least one heading"),
        ("X", ("A", " "), "none is empty"),
        ("X", ("A:",), "no colon or semicolon"),
        ("X", ("A;B",), "no colon or semicolon"),
        ("X", ("Data", "DATA"), "stands twice"),
        ("X", ("Eva", "Éva"), "stands twice"),
        ("dap", ("A",), "There is a note format DAP already."),
        ("gírp", ("A",), "There is a note format GIRP already."),
        ("X", ("A\x1b[0m",), "control character"),
        ("X\u202e", ("A",), "control character"),
    ],
)
def test_a_format_that_cannot_be_is_refused(
    caseload: Caseload, name: str, headings: tuple[str, ...], fragment: str
) -> None:
    assert fragment in refused(InvalidError, note_formats.add, caseload, name, headings)
    if name == "X":
        refused(InvalidError, note_formats.edit, caseload, "DAP", headings=headings)


def test_a_format_that_is_not_there_is_not_edited(caseload: Caseload) -> None:
    refused(NotFoundError, note_formats.edit, caseload, "XYZ", active=False)


# --- contacts in a format ------------------------------------------------------------------------

GOOD = "Data: Rent paid. Assessment: On track. Plan: SNAP."


def log(caseload: Caseload, note: str | None = GOOD, note_format: str = "dap") -> Contact:
    return contacts.log(
        caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, note=note, note_format=note_format
    )


def test_a_note_in_a_format_is_kept_as_typed_under_the_name_of_the_file(
    caseload: Caseload,
) -> None:
    made = log(caseload)
    assert (made.note, made.note_format) == (GOOD, "DAP")


@pytest.mark.parametrize("note", [None, "", "Rent paid.", "Data: a. Plan: b."])
def test_a_note_that_does_not_keep_to_its_format_is_refused(
    caseload: Caseload, note: str | None
) -> None:
    refused(InvalidError, log, caseload, note)
    made = log(caseload)
    refused(InvalidError, contacts.edit, caseload, made.contact_id, note=note)
    refused(InvalidError, contacts.edit, caseload, made.contact_id, note_format="SOAP")
    refused(NotFoundError, contacts.edit, caseload, made.contact_id, note_format="XYZ")
    refused(NotFoundError, log, caseload, note_format="XYZ")


def test_an_edit_of_something_else_asks_nothing_of_an_older_note(caseload: Caseload) -> None:
    made = log(caseload)
    note_formats.edit(caseload, "DAP", headings=("Data", "Assessment", "Plan", "Next"))
    assert contacts.edit(caseload, made.contact_id, minutes=20).note == GOOD
    refused(InvalidError, contacts.edit, caseload, made.contact_id, note=f"{GOOD} More.")
    assert contacts.edit(caseload, made.contact_id, note="Free.", note_format=None).note == "Free."


def test_a_note_in_a_format_no_longer_used_is_still_mended(caseload: Caseload) -> None:
    made = log(caseload)
    note_formats.edit(caseload, "DAP", active=False)
    refused(NotFoundError, log, caseload)
    mended = f"{GOOD} By phone."
    assert contacts.edit(caseload, made.contact_id, note=mended).note == mended
    refused(InvalidError, contacts.edit, caseload, made.contact_id, note="Rent paid.")
    free = contacts.log(caseload, "C0001", DAY, Mode.PHONE, Reached.CLIENT, note=GOOD)
    refused(NotFoundError, contacts.edit, caseload, free.contact_id, note_format="DAP")
