"""`caseload import` and `caseload export`: usage, what is said where, and how they end."""

import os
import stat

import pytest
from bringing import TODAY, Desk, another_file, table

from caseload.commands.import_ import KINDS
from caseload.records import exports, imports
from caseload.records.exports.plans import KINDS as PLAN_KINDS

HEADS = "client_id first_name last_name"
STORIES = frozenset(
    {"referral_updates", "disclosures", "task_put_offs", "advocacy", "advocacy_steps"}
    | {"crisis_closings", "safety_plans", "safety_plan_signatures", "addenda", "hold_reviews"}
    | {"episode_case_managers", "episode_levels", "audit"}
)
"""What is a part of another record, or was signed: it comes in with everything alone."""
ANA = ("1", "Ana", "Lopez")


def test_what_is_done_is_said_on_standard_output_and_nothing_else(desk: Desk) -> None:
    desk.done("program", "add", "ACT-lite")
    ran = desk.bring("clients", table(f"{HEADS} program", (*ANA, "ACT-lite")))
    assert ran == (0, "clients: 1 added.\n", "")


def test_facts_beside_it_are_said_on_standard_error(desk: Desk) -> None:
    text = table(f"{HEADS} program Shoe", (*ANA, "Work", "44"))
    ran = desk.bring("clients", text)
    assert ran.out == "clients: 1 added.\n"
    assert ran.err == (
        "  made program Work: the table names it and the file did not know it\n"
        '  not used: Shoe. To use one: --map "THEIRS=our_name"\n'
    )


def test_headings_are_mapped_as_they_are_spelled_by_others(desk: Desk) -> None:
    text = "Case #,First Name,LAST-NAME,Tel.,Worker\n007,Ana,Lopez,555-0100,Bo Li\n"
    given = ("Case #=client_id", "tel=Phone", "WORKER = preferred name")
    ran = desk.bring("clients", text, *[part for each in given for part in ("--map", each)])
    assert (ran.code, ran.out) == (0, "clients: 1 added.\n")
    assert "not used" not in ran.err
    found = desk.client("007")
    assert (found.phone, found.preferred_name) == ("555-0100", "Bo Li")


def test_a_heading_with_an_equals_sign_is_mapped(desk: Desk) -> None:
    desk.brought("clients", "id=key,first_name,last_name\n1,A,B\n", "--map", "id=key=client_id")
    assert desk.client("1").first_name == "A"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("client_id", 'write it as "THEIR COLUMN=our_name"'),
        ("=client_id", 'write it as "THEIR COLUMN=our_name"'),
        ("Number=", 'write it as "THEIR COLUMN=our_name"'),
        ("Number=client_id", "the file has no column 'Number'. It has: client_id, first_name"),
        ("client_id=shoe", "there is no field 'shoe'. There are: client_id, first_name"),
    ],
)
def test_a_map_that_is_wrong_is_wrong_usage(desk: Desk, given: str, sentence: str) -> None:
    before = desk.path.read_bytes()
    ran = desk.bring("clients", table(HEADS, ANA), "--map", given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("caseload: --map")
    assert sentence in ran.err
    assert desk.path.read_bytes() == before


def test_one_field_for_two_columns_is_wrong_usage(desk: Desk) -> None:
    options = ("--map", "first_name=last_name", "--map", "last_name=last_name")
    ran = desk.bring("clients", table(HEADS, ANA), *options)
    assert ran.code == 2
    assert "one field for two columns" in ran.err


@pytest.mark.parametrize("command", ["import", "export"])
def test_an_unknown_kind_is_wrong_usage_and_the_known_ones_are_said(
    desk: Desk, command: str
) -> None:
    rest = [desk.write("a.csv", "a\n")] if command == "import" else []
    ran = desk.run(command, "shoes", *rest)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no kind 'shoes'. There are: clients," in ran.err


def test_each_kind_that_is_exported_can_be_imported() -> None:
    worked_out = {"due", "flat_contacts"}
    parts = {*PLAN_KINDS, *STORIES, *worked_out} - {"assessments", "needs"}
    alone = set(exports.KINDS) - parts
    assert alone == set(imports.KINDS) == set(KINDS) - {"everything", "hsds"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("import", "clients", "none.csv"), 4, "There is no file 'none.csv'"),
        (("import", "clients", "none/none.csv"), 4, "There is no file 'none.csv'"),
        (("import", "clients", "."), 15, "can't be read"),
        (("import", "clients", "empty.csv"), 3, "'empty.csv' (or this sheet of it) is empty"),
        (("import", "clients", "page.csv"), 3, "is a document or web page and no table"),
        (("import", "clients", "page.csv", "--sheet", "1"), 3, "is no workbook"),
        (("import", "clients"), 2, "FILE"),
        (("--file", "none.db", "import", "clients", "a.csv"), 10, "no caseload file at none.db"),
        (("--file", "none.db", "export", "clients"), 10, "no caseload file at none.db"),
    ],
)
def test_what_is_not_there_or_no_table_ends_with_its_own_code(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("empty.csv", "")
    desk.write("page.csv", "<!DOCTYPE html><p>no")
    desk.write("a.csv", table(HEADS, ANA))
    ran = desk.run(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("caseload: ")
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert not (desk.folder / "none.db").exists()


@pytest.mark.skipif(os.name != "posix", reason="a device among the files")
@pytest.mark.parametrize("kind", KINDS)
def test_a_device_is_refused_unread_since_it_may_never_end(desk: Desk, kind: str) -> None:
    new = desk.folder / "new.db"
    command: tuple[str, ...] = ("import", kind, os.devnull)
    if kind == "everything":
        command = ("--file", str(new), *command, "--no-encrypt")
    ran = desk.run(*command)
    assert (ran.code, ran.out, "'null' is a device" in ran.err) == (15, "", True), ran
    assert not new.exists()


def test_who_imports_stands_in_the_audit_log(desk: Desk) -> None:
    desk.brought("staff", table("name", ("Bo Li",)))
    desk.done("--staff", "Bo", "import", "clients", desk.write("a.csv", table(HEADS, ANA)))
    with desk.open() as caseload:
        assert caseload.rows("select actor, action, client_id from audit where record = 'client'") \
            == [("S0002", "import clients", "1")]  # fmt: skip


def test_columns_of_our_own_export_that_no_import_reads_are_not_remarked_on(desk: Desk) -> None:
    desk.brought("clients", table(f"{HEADS} program admitted_on", (*ANA, "Work", "2026-01-05")))
    desk.brought(
        "contacts",
        table("client_id contacted_on mode reached", ("1", TODAY.isoformat(), "phone", "client")),
    )
    for kind in imports.KINDS:
        exported = desk.export(kind)
        if exported.count("\n") == 1:  # Headings alone are refused.
            continue
        ran = desk.bring(kind, exported)
        assert (ran.code, ran.err) == (0, ""), ran
        assert ran.out.startswith(f"{kind}: 0 added")
        assert "differ" not in ran.out


# --- where exports go ----------------------------------------------------------------------------


def test_an_export_into_a_file_is_the_owners_alone_and_replaces_nothing(desk: Desk) -> None:
    desk.brought("clients", table(HEADS, ANA))
    path = desk.folder / "out.csv"
    ran = desk.run("export", "clients", "-o", path)
    assert ran == (0, "", "")
    assert path.read_text() == desk.export("clients")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    refused = desk.run("export", "staff", "-o", path)
    assert (refused.code, refused.out) == (3, "")
    assert "--force" in refused.err
    assert path.read_text() == desk.export("clients")
    assert desk.run("export", "staff", "-o", path, "--force").code == 0
    assert path.read_text() == desk.export("staff")
    assert sorted(each.name for each in desk.folder.iterdir()) == [
        "caseload.db", "caseload.db.backups", "out.csv", "table.csv"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "options",
    [
        ("--csv",),
        ("--json",),
        ("--format", "csv"),
        ("--format", "table"),
        ("-o", "all.csv"),
        ("-o", "all.json"),
        ("-o", "all.xyz"),
    ],
)
def test_everything_goes_into_lines_of_json_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(desk.folder)
    ran = desk.run("export", "everything", *options)
    assert (ran.code, ran.out) == (2, "")
    assert sorted(each.name for each in desk.folder.iterdir()) == ["caseload.db"]


def test_an_empty_file_exports_headings_and_no_rows(desk: Desk) -> None:
    for kind in ("clients", "contacts", "episodes", "holds", "diagnoses", "holidays"):
        assert desk.rows(kind) == []
        assert len(desk.export(kind).splitlines()) == 1
        assert desk.export(kind, "jsonl") == ""


def test_a_file_may_be_named_before_the_command(desk: Desk) -> None:
    other = another_file(desk)
    desk.done("--file", other, "import", "clients", desk.write("a.csv", table(HEADS, ANA)))
    assert desk.rows("clients") == []
    assert len(desk.rows("clients", other)) == 1
