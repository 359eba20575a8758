"""Folders of tables: whole or not at all, nothing of an earlier time left, nobody's file lost."""

import json
from pathlib import Path

import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    return made


def names(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*"))


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_each_table_is_a_file_as_it_is_alone(desk: Desk, form: str) -> None:
    folder = desk.folder / "out"
    desk.done("export", "clients", "contacts", "--format", form, "-o", folder)
    assert names(folder) == [f"clients.{form}", f"contacts.{form}", "datapackage.json"]
    for kind in ("clients", "contacts"):
        assert (folder / f"{kind}.{form}").read_text(encoding="utf-8") == desk.export(kind, form)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in described["resources"]] == names(folder)[:2]
    assert all(each.stat().st_mode & 0o077 == 0 for each in (folder, *folder.iterdir()))


def test_one_table_goes_into_a_folder_that_is_there(desk: Desk) -> None:
    folder = desk.folder / "out"
    folder.mkdir()
    desk.done("export", "clients", "-o", folder)
    assert names(folder) == ["clients.csv", "datapackage.json"]


def test_a_folder_that_holds_something_is_left_alone(desk: Desk) -> None:
    folder = desk.folder / "out"
    desk.done("export", "clients", "contacts", "-o", folder)
    before = {each: (folder / each).read_bytes() for each in names(folder)}
    ran = desk.run("export", "staff", "clients", "-o", folder)
    assert (ran.code, "Use --force" in ran.err) == (3, True)
    assert {each: (folder / each).read_bytes() for each in names(folder)} == before


def test_force_replaces_the_folder_as_a_whole(desk: Desk) -> None:
    folder = desk.folder / "out"
    desk.done("export", "clients", "contacts", "-o", folder)
    desk.done("export", "staff", "clients", "-o", folder, "--force")
    assert names(folder) == ["clients.csv", "datapackage.json", "staff.csv"]
    assert [each.name for each in desk.folder.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    "strange", ["letter.docx", "sub/notes.txt", ".hidden", "budget.csv", "sub/clients.csv"]
)
def test_force_never_takes_a_file_that_no_export_wrote(desk: Desk, strange: str) -> None:
    folder = desk.folder / "out"
    desk.done("export", "clients", "contacts", "-o", folder)
    (folder / strange).parent.mkdir(exist_ok=True)
    (folder / strange).write_text("mine", encoding="utf-8")
    before = names(folder)
    ran = desk.run("export", "clients", "-o", folder, "--force")
    assert (ran.code, f"holds {strange}, which no export wrote" in ran.err) == (3, True)
    assert names(folder) == before


@pytest.mark.parametrize(
    "description",
    [None, "{", "[]", '{"name": "caseload"}', '{"name": "hsds", "resources": [{"path": "a.csv"}]}',
     '{"name": "caseload", "resources": [{"path": 1}]}'],
)  # fmt: skip
def test_a_folder_of_tables_that_no_export_made_is_never_replaced(
    desk: Desk, description: str | None
) -> None:
    folder = desk.folder / "out"
    folder.mkdir()
    (folder / "a.csv").write_text("mine", encoding="utf-8")
    if description is not None:
        (folder / "datapackage.json").write_text(description, encoding="utf-8")
    before = names(folder)
    ran = desk.run("export", "clients", "contacts", "-o", folder, "--force")
    assert (ran.code, "which no export wrote" in ran.err) == (3, True)
    assert names(folder) == before


def test_force_takes_all_parts_of_the_export_before_and_no_link(desk: Desk) -> None:
    folder = desk.folder / "lake"
    desk.done("export", "flat_contacts", "staff", "--format", "parquet", "-o", folder)
    (folder / "link").symlink_to(desk.folder)
    ran = desk.run("export", "clients", "staff", "-o", folder, "--force")
    assert (ran.code, "holds link, which no export wrote" in ran.err) == (3, True)
    (folder / "link").unlink()
    desk.done("export", "clients", "staff", "-o", folder, "--force")
    assert names(folder) == ["clients.csv", "datapackage.json", "staff.csv"]


@pytest.mark.parametrize("place", [".", ".."])
def test_the_folder_that_one_stands_in_is_named_or_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (desk.folder / "in").mkdir()
    monkeypatch.chdir(desk.folder / "in")
    ran = desk.run("export", "clients", "contacts", "-o", place, "--force")
    assert (ran.code, "name another folder" in ran.err) == (3, True)


def test_a_link_to_a_folder_is_no_place_for_one(desk: Desk) -> None:
    (desk.folder / "real").mkdir()
    link = desk.folder / "link"
    link.symlink_to(desk.folder / "real")
    ran = desk.run("export", "clients", "-o", link)
    assert (ran.code, names(desk.folder / "real")) == (3, [])


def test_what_breaks_off_leaves_no_folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = desk.folder / "out"
    ran = desk.run("export", "clients", "contacts", "--format", "table", "-o", folder)
    assert (ran.code, "A folder takes csv" in ran.err) == (2, True)
    ran = desk.run("export", "clients", "contacts", "-o", desk.folder / "none" / "out")
    assert (ran.code, "can't be written" in ran.err) == (15, True)
    assert not folder.exists()
    assert [each.name for each in desk.folder.iterdir() if each.name.startswith(".")] == []
