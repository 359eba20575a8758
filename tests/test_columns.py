"""Cells become fields in one way or not at all, and headings find their field however spelled."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from caseload.errors import InvalidError, UsageError
from caseload.model import Client, Contact, HoldReason, Mode, Staff, Standard
from caseload.records import _columns
from caseload.records._columns import Column, matched, number, of_record, several, words, yes_or_no

COLUMNS = {name: Column(name, str) for name in ("client_id", "last_name", "date_of_birth")}


def _reader(record: type[tuple[Any, ...]], name: str, order: str = "mdy") -> Callable[[str], Any]:
    return next(one.read for one in of_record(record, order) if one.name == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("007", 7),
        ("12,000", 12000),
        ("$12,000.00", 12000),
        ("3.0", 3),
        ("1000000000", 1_000_000_000),
    ],
)
def test_a_whole_number_is_read_as_people_write_it(text: str, expected: int) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text", ["ten", "-1", "1.5", "1e5", "1000000001", "9" * 5000, "٣", "½", "", "$", "12 000", "+1"]
)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="no whole number; write digits alone") as caught:
        number(text)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "1", " Active "])
def test_yes_in_its_spellings_is_yes(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["no", "N", "False", "0", " inactive "])
def test_no_in_its_spellings_is_no(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["maybe", "2", "yesno", "-"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(InvalidError, match="neither yes nor no"):
        yes_or_no(text)


@pytest.mark.parametrize("text", ["in_person", "In person", "IN-PERSON", " inperson ", "In_Person"])
def test_a_word_is_known_however_it_is_spelled(text: str) -> None:
    assert words(Mode)(text) is Mode.IN_PERSON


@pytest.mark.parametrize("text", ["fax", "person", "phone, video", "\u202efax"])
def test_an_unknown_word_is_refused_with_those_that_are_known(text: str) -> None:
    with pytest.raises(InvalidError, match="is none of: in_person, video, phone, text") as caught:
        words(Mode)(text)
    assert "\u202e" not in str(caught.value)


def test_values_have_a_semicolon_between_them() -> None:
    assert several(" a ;b c;; ;d,e") == ("a", "b c", "d,e")


@pytest.mark.parametrize(
    ("record", "name", "text", "expected"),
    [
        (Client, "date_of_birth", "1990-02-01", date(1990, 2, 1)),
        (Client, "date_of_birth", "2/1/1990", date(1990, 2, 1)),
        (Client, "postal_code", " 00123 ", "00123"),
        (Client, "contact_notes", "a\r\nb", "a\nb"),
        (Client, "phone", "  ", None),
        (Contact, "mode", "Phone", Mode.PHONE),
        (Contact, "goals", "rent;work", ("rent", "work")),
        (Contact, "minutes", "25", 25),
        (Staff, "active", "no", False),
        (Standard, "modes", "Video; In person", frozenset({Mode.VIDEO, Mode.IN_PERSON})),
        (Standard, "unit", "Month", "month"),
    ],
)
def test_a_cell_is_read_as_its_field(
    record: type[tuple[Any, ...]], name: str, text: str, expected: object
) -> None:
    found = _reader(record, name)(text)
    assert found == expected
    assert type(found) is type(expected) or name == "unit"


@pytest.mark.parametrize(
    ("order", "expected"), [("mdy", date(2026, 11, 12)), ("dmy", date(2026, 12, 11))]
)
def test_a_day_is_read_in_the_order_that_was_said(order: str, expected: date) -> None:
    assert _reader(Client, "date_of_birth", order)("11/12/2026") == expected


def test_columns_that_are_left_out_are_not_there() -> None:
    left = of_record(Contact, "mdy", "signed_at", "mode")
    assert [one.name for one in left] == [
        name for name in Contact._fields if name not in ("signed_at", "mode")
    ]


@pytest.mark.parametrize(("text", "expected"), [("2:30 pm", "14:30"), ("9:05", "09:05")])
def test_a_time_of_day_is_written_in_one_way(text: str, expected: str) -> None:
    assert _columns.time_of_day(text) == expected


def test_each_reason_for_a_hold_is_read_from_its_own_word() -> None:
    assert [words(HoldReason)(word) for word in HoldReason] == list(HoldReason)


# --- headings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading", ["client_id", "Client ID", "CLIENT-ID", " client  id ", "ClientId", "Client_Id"]
)
def test_a_heading_is_found_by_case_space_or_underscore(heading: str) -> None:
    found, unused = matched((heading, "Shoe size"), COLUMNS, {})
    assert {header: column.name for header, (column,) in found.items()} == {heading: "client_id"}
    assert unused == ["Shoe size"]


def test_what_was_given_goes_before_what_is_spelled_alike() -> None:
    found, unused = matched(("ID", "Client ID"), COLUMNS, {"id": "Client_ID"})
    assert {header: column.name for header, (column,) in found.items()} == {"ID": "client_id"}
    assert unused == ["Client ID"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"Number": "client_id"}, "the file has no column 'Number'. It has: ID, Surname."),
        ({"ID": "number"}, "there is no field 'number'. There are: client_id, last_name, date_of"),
        ({"ID": "last_name", "Surname": "last_name"}, "one field for two columns"),
    ],
)
def test_a_map_that_fits_nothing_is_wrong_usage(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        matched(("ID", "Surname"), COLUMNS, given)
    assert sentence in str(caught.value)
