"""Tables say what they are: columns that stay, a meaning for each, a package others can read."""

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.records import data_dictionary, exports
from caseload.records._table import Type

KEPT: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("kept_columns.json").read_text(encoding="utf-8")
)
"""Every column that was ever exported, with its type, in order. Added to, never taken from."""


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    return made


@pytest.mark.parametrize("kind", KEPT)
def test_no_column_is_taken_away_renamed_moved_or_of_another_type(kind: str) -> None:
    now = [f"{one.name} {one.type}" for one in exports.KINDS[kind].columns]
    assert [one for one in now if one in KEPT[kind]] == KEPT[kind]


def test_each_column_is_kept_from_the_day_on_which_it_is_added() -> None:
    new = {
        kind: added
        for kind, spec in exports.KINDS.items()
        if (added := {f"{c.name} {c.type}" for c in spec.columns} - set(KEPT.get(kind, ())))
    }
    assert new == {}, "add these to tests/kept_columns.json, where they stand in the table"


@pytest.mark.parametrize("kind", exports.KINDS)
def test_each_column_has_a_name_of_its_own_and_a_meaning(kind: str) -> None:
    told = data_dictionary.columns(kind)
    assert len({one.column for one in told}) == len(told)
    for one in told:
        assert one.meaning.endswith((".", ")")), one
        assert "A staff_id." not in one.meaning, one
        assert bool(one.words) == (one.type == "word") or one.type == "list", one


@pytest.mark.parametrize("kind", exports.KINDS)
def test_what_a_filter_chooses_by_are_columns_of_the_kind(kind: str) -> None:
    spec = exports.KINDS[kind]
    named = [spec.client, spec.program, spec.case_manager, spec.counties]
    if spec.days is not None:
        named += [*spec.days.first, *spec.days.last]
        days = {Type.DAY, Type.INSTANT, Type.LOCAL_TIME, Type.TEXT}
        of_type = {one.name: one.type for one in spec.columns}
        assert {of_type[name] for name in (*spec.days.first, *spec.days.last)} <= days
    assert {name for name in named if name is not None} <= set(spec.names)


# --- --describe ----------------------------------------------------------------------------------


def test_describe_lists_all_kinds_with_what_each_filter_means(desk: Desk) -> None:
    told = {one["kind"]: one for one in json.loads(desk.done("export", "--describe", "--json"))}
    assert list(told) == list(exports.KINDS)
    assert told["contacts"]["since_until"] == "contacted_on lies in the period"
    assert told["holds"]["since_until"] == "from from_on to until_on touches the period"
    assert told["resources"]["county"] == "counties name it, or are empty"
    assert (told["holidays"]["program"], told["holidays"]["county"]) == (None, None)
    for name, knows in exports.FILTERS.items():
        column = "since_until" if name in ("since", "until") else name
        for kind, one in told.items():
            assert knows(exports.KINDS[kind]) == (one[column] is not None), (kind, name)


def test_describe_of_a_kind_lists_its_columns_with_types_words_and_meanings(desk: Desk) -> None:
    told = json.loads(desk.done("export", "--describe", "contacts", "--json"))
    assert [one["column"] for one in told] == list(exports.KINDS["contacts"].names)
    mode = next(one for one in told if one["column"] == "mode")
    assert mode == {
        "kind": "contacts", "column": "mode", "type": "word", "required": True,
        "words": ["in_person", "video", "phone", "text", "email", "letter"],
        "meaning": "How a contact took place.",
    }  # fmt: skip
    table = desk.done("export", "--describe", "holds", "--format", "table")
    assert "The first day back; None while it is open." in " ".join(table.split())


def test_describe_needs_no_caseload_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "none.db"))
    assert "flat_contacts" in desk.done("export", "--describe")
    ran = desk.run("export", "--describe", "shoes")
    assert (ran.code, "There is no kind 'shoes'" in ran.err) == (2, True)


# --- the package beside tables -------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_package_beside_tables_holds_by_the_frictionless_library(
    desk: Desk, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = [kind for kind in exports.KINDS if kind != "audit"]
    folder = desk.folder / "out"
    desk.done("export", *kinds, "--format", form, "-o", folder)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in descriptor["resources"]] == kinds
    monkeypatch.chdir(folder)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert rows == {kind: len(desk.rows(kind)) for kind in kinds}


def test_a_table_that_was_edited_no_longer_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk.folder / "out"
    desk.done("export", "contacts", "clients", "-o", folder)
    table = folder / "contacts.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("phone", "shout"), encoding="utf-8")
    monkeypatch.chdir(folder)
    report: Any = frictionless.validate("datapackage.json")
    wrong = {kind for _, kind in report.flatten(["name", "type"])}
    assert {"hash-count", "constraint-error"} & wrong == {"hash-count", "constraint-error"}, wrong


def test_the_package_says_what_was_asked_for(desk: Desk) -> None:
    folder = desk.folder / "out"
    desk.done("export", "contacts", "holds", "--since", "2026-10-01", "-o", folder)
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (told["about"], told["created"]) == (
        {"since": "2026-10-01"}, "2026-11-23T00:00:00Z"
    )  # fmt: skip
