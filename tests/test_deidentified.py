"""De-identified exports: nothing that identifies is left; what became of each column is said."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, another_file, desk_in
from hypothesis import given
from hypothesis import strategies as st

from caseload.model import Mode, Reached
from caseload.model.assessing import ActionLevel
from caseload.model.planning import Domain
from caseload.records import (
    checks,
    clients,
    contacts,
    deidentifying,
    episodes,
    exports,
    living_situations,
    needs,
    plan_parts,
    programs,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file
from caseload.records._safe_harbor import KINDS, Fate, fate, shown_age, year_name
from caseload.records._table import Column, Type
from caseload.records.invented import invent

d = date.fromisoformat


def _invented(caseload: Caseload) -> None:
    standards.add_shipped(caseload)
    invent(caseload)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    create_file(path, TODAY, None, _invented)
    return path


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    with made.open() as caseload:
        programs.add(caseload, "ACT")
        for client_id, born in (("1", "1936-11-24"), ("2", "1936-11-23"), ("3", "2004-02-29")):
            clients.add(
                caseload, "Ana", f"O'Brien{client_id}", client_id=client_id, county="Loving",
                postal_code="79754", date_of_birth=d(born), state="TX",
            )  # fmt: skip
            episodes.admit(caseload, client_id, "ACT", d("2026-01-05"), case_manager="S0001")
            contacts.log(
                caseload, client_id, d("2026-03-01"), Mode.PHONE, Reached.CLIENT,
                note=f"Ana {client_id} said so", minutes=7,
            )  # fmt: skip
    return made


def rows(desk: Desk, kind: str, *options: str, file: Path | None = None) -> list[dict[str, Any]]:
    path = file or desk.path
    said = desk.done("--file", path, "export", kind, "--deidentified", "--json", *options)
    found: list[dict[str, Any]] = json.loads(said)
    return found


# --- what is left --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_that_identifies_is_left(desk: Desk, demo: Path, kind: str) -> None:
    own = desk.rows(kind, demo)
    assert own
    text = desk.done("--file", demo, "export", kind, "--deidentified", "--csv")
    cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    kept = {
        str(row[column.name])
        for row in own
        for column in exports.KINDS[kind].columns
        if fate(column) is Fate.KEPT
    }
    for column in exports.KINDS[kind].columns:
        if fate(column) is not Fate.KEPT:
            told = {str(row[column.name]) for row in own} - {"None", "[]"} - kept
            left = {value for value in told if len(value) > 3} & cells
            assert not left, (column.name, left)
    assert not re.search(r"\b\d{4}-\d{2}|\b[CEKSGOPNRA]\d{4}\b", text)


@pytest.mark.parametrize("kind", KINDS)
def test_nobodys_name_phone_or_place_is_left_anywhere(desk: Desk, demo: Path, kind: str) -> None:
    people = desk.rows("clients", demo)
    text = desk.done("--file", demo, "export", kind, "--deidentified", "--format", "jsonl")
    for one in people:
        for name in ("last_name", "phone", "county", "city", "postal_code", "address", "email"):
            if one[name]:
                assert f'"{one[name]}"' not in text, name
    for one in desk.rows("staff", demo):
        assert one["name"] not in text


def test_a_row_has_the_year_a_code_and_no_more_of_its_days_and_ids(desk: Desk) -> None:
    found = rows(desk, "contacts")
    assert len(found) == 3
    assert [one["contacted_year"] for one in found] == [2026] * 3
    assert {*found[0]} == {
        "client_id", "contacted_year", "mode", "reached", "minutes", "program", "purpose",
        "note_format", "staff", "imported", "recorded_year", "signed_year", "signed_by",
        "entered_in_error_year",
    }  # fmt: skip
    codes = [one["client_id"] for one in found]
    assert all(re.fullmatch("[2-9A-HJ-NP-Z]{10}", code) for code in codes)
    assert codes == sorted(codes)


@pytest.mark.parametrize("kind", ["clients", "flat_contacts"])
def test_all_above_89_are_one_age(desk: Desk, kind: str) -> None:
    assert sorted(one["age"] for one in rows(desk, kind)) == ["22", "89", "90+"]


@given(st.integers(0, 130))
def test_an_age_is_told_up_to_89(years: int) -> None:
    assert shown_age(years) == (str(years) if years < 90 else "90+")


@pytest.mark.parametrize(
    ("state", "told"),
    [("TX", "TX"), ("New Mexico", "New Mexico"), ("TX 76701", None), ("Waco, TX", None),
     ("Waco Texas", None), ("Waco", None), ("Loving County", None), ("puerto rico", "puerto rico"),
     ("D.C.", None), ("District of Columbia", "District of Columbia")],
)  # fmt: skip
def test_a_state_that_says_more_than_a_state_is_left_out(
    desk: Desk, state: str, told: str | None
) -> None:
    with desk.open() as caseload:
        clients.edit(caseload, "3", state=state)
    assert {one["state"] for one in rows(desk, "clients")} == {"TX", told}


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", "Spanish"), ("Spanish; call her daughter Ana, 254-555-0100", "Spanish"),
     ("ask the O'Briens", None), ("  ", None)],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["clients", "flat_contacts"])
def test_of_a_language_nothing_but_its_name_is_left(
    desk: Desk, kind: str, language: str, told: str | None
) -> None:
    with desk.open() as caseload:
        clients.edit(caseload, "3", language=language)
    assert {one["language"] for one in rows(desk, kind)} == {None, told}


def test_a_year_that_tells_of_an_age_above_89_is_left_out(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.diagnose(caseload, "1", "F33.1", diagnosed_on=d("1935-12-31"))
        clients.diagnose(caseload, "2", "F33.1", diagnosed_on=d("1936-01-01"))
    assert {one["diagnosed_year"] for one in rows(desk, "diagnoses")} == {None, 1936}


@pytest.mark.parametrize("kind", [Type.TEXT, Type.INTEGER, Type.LIST])
def test_a_column_that_nobody_has_judged_is_left_out(kind: Type) -> None:
    assert fate(Column("something_new", kind)) is Fate.LEFT_OUT


@pytest.mark.parametrize("kind", [Type.DAY, Type.INSTANT, Type.LOCAL_TIME])
def test_no_day_is_ever_more_than_a_year(kind: Type) -> None:
    assert fate(Column("something_new", kind)) is Fate.YEAR


def test_each_year_has_a_name_of_its_own() -> None:
    for kind in KINDS:
        names = [
            year_name(one.name) if fate(one) is Fate.YEAR else one.name
            for one in exports.KINDS[kind].columns
        ]
        assert len(set(names)) == len(names), kind


# --- codes ---------------------------------------------------------------------------------------


def test_tables_of_one_file_are_joined_by_codes_that_stay(desk: Desk) -> None:
    people = {one["client_id"]: one["age"] for one in rows(desk, "clients")}
    assert {one["client_id"] for one in rows(desk, "episodes")} == set(people)
    assert {one["client_id"] for one in rows(desk, "contacts")} == set(people)
    with desk.open() as caseload:
        clients.add(caseload, "New", "Comer", client_id="0")
    again = {one["client_id"]: one["age"] for one in rows(desk, "clients")}
    assert again.items() > people.items()
    assert len(again) == 4


def test_two_files_with_the_same_people_share_no_code(desk: Desk, demo: Path) -> None:
    other = another_file(desk)
    desk.done("--file", other, "import", "clients", desk.write("c.csv", desk.export("clients")))
    first = {one["client_id"] for one in rows(desk, "clients")}
    second = {one["client_id"] for one in rows(desk, "clients", file=other)}
    assert (len(first), len(second), first & second) == (3, 3, set())


def test_codes_come_along_with_everything_and_the_file_is_whole(desk: Desk) -> None:
    codes = {one["client_id"] for one in rows(desk, "clients")}
    path = desk.folder / "all.jsonl"
    desk.done("export", "everything", "-o", path)
    other = desk.folder / "new" / "caseload.db"
    other.parent.mkdir()
    desk.done("--file", other, "import", "everything", path, "--no-encrypt")
    assert {one["client_id"] for one in rows(desk, "clients", file=other)} == codes
    for each in (desk.path, other):
        with desk.open(each) as caseload:
            assert checks.damage(caseload) == []


def test_the_file_itself_refuses_to_change_a_code(desk: Desk) -> None:
    rows(desk, "clients")
    with desk.open() as caseload:
        connection = caseload.attached()
        (code,) = connection.execute("select min(code) from deidentified_code").fetchone()
        for sql in (
            "update deidentified_code set record_id = '9'",
            "delete from deidentified_code",
            f"insert or replace into deidentified_code values ('{code}', 'client', '9')",
            "insert or replace into deidentified_code values ('NEW', 'client', '1')",
        ):
            with pytest.raises(Exception, match="a code is never"):
                connection.execute(sql)


def test_codes_are_made_once_and_only_for_what_is_asked(desk: Desk) -> None:
    rows(desk, "clients")
    assert desk.count("deidentified_code") == 3 + 1
    before = desk.count("audit")
    rows(desk, "clients")
    assert (desk.count("deidentified_code"), desk.count("audit")) == (4, before + 1)


def test_a_need_whose_goal_was_taken_out_of_the_draft_has_its_code(desk: Desk) -> None:
    with desk.open() as caseload:
        need = needs.add(caseload, "1", Domain.HOUSING, ActionLevel.ACT, d("2026-03-01"))
        made = needs.goal(caseload, need.need_id)
        assert made.goal_id is not None
        plan_parts.remove(caseload, "1", "goal", made.goal_id)
    (row,) = rows(desk, "needs")
    assert re.fullmatch("[2-9A-HJ-NP-Z]{10}", row["goal_id"])
    assert rows(desk, "goals") == []


# --- what is said, and what is asked for ---------------------------------------------------------


def test_what_became_of_each_column_is_said_beside_the_file(desk: Desk) -> None:
    path = desk.folder / "out.csv"
    ran = desk.run("export", "contacts", "--deidentified", "-o", path)
    said = (desk.folder / "out.csv.deidentified.txt").read_text(encoding="utf-8")
    assert "Safe Harbor, 45 CFR 164.514(b)(2), on 2026-11-23." in said
    for column in exports.KINDS["contacts"].names:
        assert said.count(f"  {column}: ") == 1, column
    assert "  contacted_on: the year alone (contacted_year)" in said
    assert "  note: left out: free text" in said
    assert "contacts: left out contact_id, started_at, with_whom, location, goals, note" in ran.err
    assert "to years contacted_on" in ran.err
    assert "Ana" not in said + ran.err


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_folder_has_its_account_too_and_names_no_agency_and_no_month(
    desk: Desk, form: str
) -> None:
    desk.done("config", "agency.name", "Loving County Care")
    folder = desk.folder / "out"
    desk.done("export", "flat_contacts", "clients", "--deidentified", "--format", form,
              "-o", folder)  # fmt: skip
    described = (folder / "datapackage.json").read_text(encoding="utf-8")
    assert "deidentified.txt" in {one.name for one in folder.iterdir()}
    assert "Loving" not in described
    assert not [one for one in folder.rglob("*") if "month=" in one.name or "Loving" in one.name]
    desk.done("export", "clients", "episodes", "--deidentified", "-o", folder, "--force")


def test_an_account_that_is_there_already_is_left_alone(desk: Desk) -> None:
    account = desk.write("out.csv.deidentified.txt", "mine")
    ran = desk.run("export", "clients", "--deidentified", "-o", desk.folder / "out.csv")
    assert (ran.code, account.read_text(encoding="utf-8")) == (3, "mine")
    assert not (desk.folder / "out.csv").exists()


def test_free_text_goes_along_once_somebody_says_that_they_read_it(desk: Desk) -> None:
    assert "note" not in rows(desk, "contacts")[0]
    assert {one["note"] for one in rows(desk, "contacts", "--reviewed", "note")} == {
        f"Ana {number} said so" for number in "123"
    }
    path = desk.folder / "out.csv"
    desk.done("export", "contacts", "--deidentified", "--reviewed", "note", "-o", path)
    said = (desk.folder / "out.csv.deidentified.txt").read_text(encoding="utf-8")
    assert "  note: kept: free text that was said to be reviewed" in said
    with desk.open() as caseload:
        (after,) = caseload.rows("select after from audit order by audit_id desc limit 1")
    assert json.loads(after[0]) == {
        "kind": "contacts", "deidentified": "yes", "reviewed": "note"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("due", "due can't be de-identified"),
        ("clients audit", "audit can't be de-identified"),
        ("contacts --county Loving", "--county, --case-manager and --on tell of every row"),
        ("contacts --case-manager Dana", "--county, --case-manager and --on tell of every row"),
        ("clients --on 2026-01-31", "--county, --case-manager and --on tell of every row"),
        ("contacts --since 2026-03-01", "Use whole years"),
        ("contacts --until 2026-03-01", "Use whole years"),
        ("contacts --reviewed first_name", "there is no such free text here. There is: "),
        ("clients --reviewed phone", "--reviewed phone: there is no such free text"),
        ("contacts --client 1", "no disclosure of anyone"),
        ("contacts --to Somebody", "no disclosure of anyone"),
    ],
)
def test_what_would_tell_more_than_the_table_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: str, sentence: str
) -> None:
    monkeypatch.chdir(desk.folder)
    before = desk.count("audit")
    out = () if len(arguments.split()) == 1 or "--" in arguments else ("-o", "out")
    ran = desk.run("export", *arguments.split(), "--deidentified", *out)
    assert (ran.code, ran.out, sentence in ran.err) == (2, "", True), ran
    assert (desk.count("audit"), desk.count("deidentified_code")) == (before, 0)


def test_text_is_reviewed_of_de_identified_exports_alone(desk: Desk) -> None:
    ran = desk.run("export", "contacts", "--reviewed", "note")
    assert (ran.code, "--reviewed goes with --deidentified" in ran.err) == (2, True)


def test_whole_years_and_a_program_can_be_asked_for(desk: Desk) -> None:
    years = ("--since", "2026-01-01", "--until", "2026-12-31", "--program", "ACT")
    assert len(rows(desk, "flat_contacts", *years)) == 3
    assert rows(desk, "flat_contacts", "--until", "2025-12-31") == []


def test_the_columns_are_as_they_are_typed(desk: Desk) -> None:
    with desk.open() as caseload:
        living_situations.note(caseload, "1", d("2026-02-01"), income_source="SSI")
        deidentifying.give_codes(caseload, KINDS)
        for kind in KINDS:
            made = deidentifying.table(caseload, kind, exports.whole(caseload)).table
            assert tuple(one.name for one in made.typed) == made.columns
            for row in made.rows:
                for column, value in zip(made.typed, row, strict=True):
                    if column.type is Type.INTEGER and value is not None:
                        assert type(value) is int, column


def test_of_several_tables_each_is_read_when_its_turn_comes(desk: Desk) -> None:
    with desk.open() as caseload:
        made = deidentifying.table(caseload, "clients", exports.whole(caseload)).table
        deidentifying.give_codes(caseload, ["clients"])
        codes = [row[0] for row in made.rows]
    assert len(codes) == 3
    assert codes == sorted(codes)
