"""How headings of others are understood: what is sure, what is a guess, and what is nothing."""

import re
from pathlib import Path

import pytest
from bringing import table, workbook

from caseload.errors import InvalidError
from caseload.records import exports, imports
from caseload.records._columns import Column, header_key, meant
from caseload.records.imports.headings import (
    DayOrder,
    day_order,
    heading_row,
    likely_fields,
    understand,
)
from caseload.settings import headings
from caseload.show import headings as show_headings
from caseload.show.widths import cells

SPELLINGS = headings.read(
    (Path(headings.__file__).parent / "data" / "headings.yaml").read_text(encoding="utf-8"), "ours"
)


def columns_of(kind: str) -> dict[str, Column]:
    return {column.name: column for column in imports.KINDS[kind].columns("mdy")}


def likely(kind: str, *theirs: str) -> dict[str, str]:
    needed = imports.KINDS[kind].required
    return likely_fields(theirs, columns_of(kind), (), SPELLINGS, needed)


# --- guesses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        ("clients", "Worker", "case_manager"),
        ("clients", "DOB", "date_of_birth"),
        ("clients", "D.O.B.", "date_of_birth"),
        ("clients", "Case #", "client_id"),
        ("clients", "MRN", "client_id"),
        ("clients", "Client", "last_name, first_name"),
        ("clients", "Frist Name", "first_name"),
        ("clients", "Admited on", "admitted_on"),
        ("clients", "Zip Code", "postal_code"),
        ("contacts", "Worker", "staff"),
        ("contacts", "Client", "client_id"),
        ("contacts", "Date of Service", "contacted_on"),
        ("contacts", "Duration (min)", "minutes"),
        ("staff", "Employee", "name"),
        ("standards", "Standard", "name"),
        ("holidays", "Date", "day"),
        ("tasks", "Due Date", "due_on"),
        ("appointments", "Appointment date", "starts_at"),
        ("crises", "Incident date", "occurred_at"),
        ("consents", "Recipient", "to_whom"),
        ("resources", "Agency", "organization"),
        ("care_team", "Relationship to client", "relation"),
        ("assessments", "Total score", "score"),
        ("needs", "Life domain", "domain"),
        ("referrals", "Referred to", "resource"),
        ("episodes", "Start date", "admitted_on"),
        ("holds", "Start date", "from_on"),
        ("diagnoses", "ICD-10 code", "code"),
        ("programs", "Program name", "name"),
    ],
)
def test_a_heading_of_others_is_guessed_by_its_spelling(
    kind: str, heading: str, field: str
) -> None:
    assert likely(kind, heading) == {heading: field}


@pytest.mark.parametrize("heading", ["Shoe size", "[/]", "=1+1", "李", "X", "Fax", "🙂", ""])
def test_what_is_like_nothing_is_not_guessed(heading: str) -> None:
    assert likely("clients", heading) == {}


def test_a_field_is_guessed_once_and_a_known_spelling_goes_before_a_near_one() -> None:
    assert likely("clients", "Frist Name", "Forename", "Given name", "DOB", "Born") == {
        "Forename": "first_name", "DOB": "date_of_birth"
    }  # fmt: skip


def test_what_is_taken_is_not_guessed_again() -> None:
    columns = columns_of("clients")
    assert likely_fields(["Client"], columns, ["first_name"], SPELLINGS) == {"Client": "client_id"}


def test_each_spelling_that_we_ship_means_its_field_in_some_table() -> None:
    never = []
    for field, spellings in SPELLINGS.items():
        kinds = [kind for kind in imports.KINDS if meant(field, columns_of(kind))]
        for spelling in spellings:
            own = header_key(spelling) == header_key(field)
            if own or not any(likely(kind, spelling) == {spelling: field} for kind in kinds):
                never.append((field, spelling))
    assert never == []


@pytest.mark.parametrize("kind", imports.KINDS)
def test_our_own_headings_are_sure_in_every_kind_of_table(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(columns_of(kind)) + "\n", encoding="utf-8")
    with imports.open_sheet(path) as sheet:
        understood = understand(imports.KINDS[kind], sheet, {}, SPELLINGS)
    assert [(one.field, one.sure) for one in understood] == [
        (name, True) for name in columns_of(kind)
    ]
    assert kind in exports.KINDS


# --- the file of headings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shoe: size", "1: 'shoe' is no field of a table"),
        ("phone: tel\nphone: cell", "2: 'phone' is there twice"),
        ("- phone", "1: each line is a field"),
        ("phone: [tel]", "1: here text is wanted"),
        ("phone: &a tel", "no & or * names"),
    ],
)
def test_a_file_of_ones_own_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(InvalidError, match=re.escape(said)):
        headings.read(text, "own.yaml")


# --- two names in one column ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("our", "text", "read"),
    [
        ("last_name, first_name", "Nuñez, José", {"last_name": "Nuñez", "first_name": "José"}),
        ("LAST NAME,first name", "de la O,Ana", {"last_name": "de la O", "first_name": "Ana"}),
        ("first_name last_name", "Bo  O'Brien", {"first_name": "Bo", "last_name": "O'Brien"}),
        ("last_name, first_name, phone", "Li, 李, 5", {"last_name": "Li", "first_name": "李",
                                                      "phone": "5"}),
    ],
)  # fmt: skip
def test_a_column_may_hold_several_fields(our: str, text: str, read: dict[str, str]) -> None:
    assert {one.name: one.read(text) for one in meant(our, columns_of("clients"))} == read


@pytest.mark.parametrize(
    "our", ["last_name, shoe", "last_name, last_name", "last_name first_name, x", ""]
)
def test_fields_that_there_are_not_are_none(our: str) -> None:
    assert meant(our, columns_of("clients")) == ()


@pytest.mark.parametrize(
    ("our", "text"),
    [
        ("last_name, first_name", "Cruz"),
        ("last_name, first_name", "Cruz, Ana, Jr."),
        ("last_name, first_name", "Cruz,"),
        ("first_name last_name", "Mary Ann Lee"),
    ],
)
def test_a_cell_of_more_or_fewer_parts_is_refused(our: str, text: str) -> None:
    for one in meant(our, columns_of("clients")):
        with pytest.raises(InvalidError, match="write it so"):
            one.read(text)


# --- tables --------------------------------------------------------------------------------------


def test_names_without_commas_are_guessed_as_first_and_last(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for name, field in (("Lee, Bo", "last_name, first_name"), ("Bo Lee", "first_name last_name")):
        path.write_text(f'Name\n"{name}"\n', encoding="utf-8")
        with imports.open_sheet(path) as sheet:
            [one] = understand(imports.KINDS["clients"], sheet, {}, SPELLINGS)
        assert (one.field, one.sure, one.examples) == (field, False, (name,))


HEADS = ["MRN", "Last Name", "First Name", "Worker"]


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ([], 1),
        ([["Roster of November"]], 2),
        ([["Client", None, None, "Care"]], 2),
        ([[], ["Roster"], [], ["Client", "", "", "Staff"]], 5),
    ],
)
def test_headings_are_found_beneath_a_title_or_a_row_of_groups(
    tmp_path: Path, above: list[list[str]], row: int
) -> None:
    path = workbook(tmp_path / "a.xlsx", *above, HEADS, ["007", "Li", "Bo", "Dana"])
    with imports.open_sheet(path) as sheet:
        assert heading_row(imports.KINDS["clients"], sheet, SPELLINGS) == row
    with imports.open_sheet(path, None, row) as sheet:
        assert list(sheet.headers) == HEADS
        assert [one.values["MRN"] for one in sheet if not isinstance(one, imports.Problem)] == [
            "007"
        ]


@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_the_separator_is_that_of_the_row_of_headings(tmp_path: Path, sep: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Roster, made today\n" + table("a b c", "123", sep=sep), encoding="utf-8")
    with imports.open_sheet(path, None, 2) as sheet:
        assert sheet.headers == ("a", "b", "c")


@pytest.mark.parametrize(
    ("order", "days", "doubt"),
    [
        ("mdy", ["2026-03-04", "", "4 Mar 2026", "soon"], None),
        ("mdy", ["03/03/2026"], None),
        ("mdy", ["03/04/2026"], ("03/04/2026", ("mdy", "dmy"))),
        ("ymd", ["03/04/2026"], ("03/04/2026", ("mdy", "dmy"))),
        ("mdy", ["03/04/2026", "03/20/2026"], None),
        ("dmy", ["03/04/2026", "20.03.2026"], None),
        ("mdy", ["03/04/2026", "20/03/2026"], ("03/04/2026", ("dmy",))),
        ("dmy", ["03/20/2026"], ("03/20/2026", ("mdy",))),
        ("mdy", ["03/20/2026", "20/03/2026"], None),
        ("mdy", ["99/99/2026"], None),
    ],
)
def test_the_order_of_days_is_unsure_only_where_the_whole_table_leaves_it_open(
    tmp_path: Path, order: str, days: list[str], doubt: tuple[str, tuple[str, ...]] | None
) -> None:
    path = tmp_path / "a.csv"
    rows = [(number, day, "03/04/2026") for number, day in enumerate(days)]
    path.write_text(table("MRN DOB remark", *rows), encoding="utf-8")
    with imports.open_sheet(path) as sheet:
        given = {"MRN": "client_id", "DOB": "date_of_birth"}
        found = day_order(imports.KINDS["clients"], sheet, given, order, lambda _: None)
    assert found == (None if doubt is None else DayOrder("DOB", *doubt))


# --- the preview ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_a_preview_fits_the_screen_and_nothing_in_it_acts(tmp_path: Path, width: int) -> None:
    path = tmp_path / "a.csv"
    row = ("7", "x" * 200_000, "\x1b[2J李", "[/] =1+1 🙂", "Bo")
    path.write_text(
        table("MRN phone city [/] =1+1", row, ("8", "", "李\u202e", "", "")), encoding="utf-8"
    )
    with imports.open_sheet(path) as sheet:
        understood = understand(imports.KINDS["clients"], sheet, {}, SPELLINGS)
    lines = show_headings.preview(understood, width)
    assert len(lines) >= 5
    assert max(map(cells, lines)) <= width
    assert all(line.isprintable() for line in lines)
    assert "client_id?" in " ".join(lines)
