"""Plans come out as tables that can be joined by people who have nothing but the tables."""

import json
from pathlib import Path

import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.model.planning import Domain
from caseload.records import exports, plan_parts, plans

WHOSE = "client_id version"
COLUMNS = {
    "plans": (
        "plan_id client_id version status effective_on vision strengths barriers supports"
        " discharge_criteria"
    ),
    "goals": f"{WHOSE} order goal_id domain statement status progress",
    "objectives": (
        f"{WHOSE} goal_id order objective_id statement measure target_on status progress"
    ),
    "interventions": (
        f"{WHOSE} goal_id objective_id order intervention_id action responsible frequency duration"
    ),
    "signatures": f"{WHOSE} signature_id signer role signed_on method reason credentials",
    "progress": (
        "progress_id client_id goal_id objective_id noted_on rating status remark contact staff"
        " recorded_at entered_in_error_at entered_in_error_why"
    ),
    "plan_reviews": (
        "plan_review_id client_id plan_id reviewed_on outcome remark staff recorded_at"
        " entered_in_error_at entered_in_error_why"
    ),
    "living_situations": (
        "living_situation_id client_id noted_on housing employment income_source"
    ),
    "documents": (
        "document_id client_id template template_hash plan_version format made_at made_by sent_to"
    ),
    "note_formats": "name headings active",
}
"""The public names, in their order: added to, never renamed."""


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    full_file(tmp_path, today=TODAY).close()
    return made


@pytest.mark.parametrize(("kind", "columns"), COLUMNS.items(), ids=COLUMNS)
def test_the_columns_of_each_kind_are_those_that_people_know(
    desk: Desk, kind: str, columns: str
) -> None:
    assert desk.export(kind).splitlines()[0] == columns.replace(" ", ",")
    rows = desk.rows(kind)
    assert rows
    assert list(rows[0]) == columns.split()


def test_every_kind_of_a_plan_is_among_them() -> None:
    assert set(COLUMNS) <= set(exports.KINDS)


def test_each_version_is_a_row_with_where_it_stands_today(desk: Desk) -> None:
    rows = [(one["client_id"], one["version"], one["status"]) for one in desk.rows("plans")]
    assert rows == [
        ("C0001", 1, "superseded"), ("C0001", 2, "active"), ("C0001", 3, "draft"),
        ("C0002", 1, "draft"),
    ]  # fmt: skip


def test_a_part_names_the_parts_above_it_and_its_order(desk: Desk) -> None:
    with desk.open() as caseload:
        plan_parts.add_objective(caseload, "C0001", "2", "Lease")
        plan_parts.add_intervention(caseload, "C0001", "2.2", "Call")
        expected = plans.newest(caseload, "C0001")
    found = {
        kind: [one for one in desk.rows(kind) if one["version"] == 3]
        for kind in ("goals", "objectives", "interventions")
    }
    assert [(one["order"], one["goal_id"], one["domain"]) for one in found["goals"]] == [
        (1, "G0002", "employment"), (2, "G0001", "housing")
    ]  # fmt: skip
    assert [
        (one["goal_id"], one["order"], one["objective_id"], one["progress"])
        for one in found["objectives"]
    ] == [("G0002", 1, "O0002", 0), ("G0001", 1, "O0001", 40), ("G0001", 2, "O0003", 0)]
    assert [
        (one["goal_id"], one["objective_id"], one["order"], one["action"])
        for one in found["interventions"]
    ] == [
        ("G0001", "O0001", 1, "Budget worksheet"), ("G0001", "O0003", 1, "Call")
    ]  # fmt: skip
    goals = {one["goal_id"] for one in found["goals"]}
    assert goals == {one.goal_id for one in expected.goals}
    assert {one["goal_id"] for one in found["objectives"]} <= goals


def test_staff_are_named_and_what_is_in_error_is_marked(desk: Desk) -> None:
    first, second = desk.rows("progress")
    assert (first["staff"], first["rating"], first["contact"]) == ("Dana Whitfield", 40, "K0001")
    assert (second["entered_in_error_why"], second["objective_id"]) == ("wrong client", None)
    assert {one["staff"] for one in desk.rows("plan_reviews")} == {"Dana Whitfield"}
    assert {one["made_by"] for one in desk.rows("documents")} == {"Dana Whitfield"}


def test_the_formats_are_all_there_those_put_away_as_well(desk: Desk) -> None:
    desk.done("note-format", "edit", "GIRP", "--inactive")
    found = {one["name"]: one["active"] for one in desk.rows("note_formats")}
    assert found == {"BIRP": True, "DAP": True, "Field note": True, "GIRP": False, "SOAP": True}


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_text_that_a_spreadsheet_would_act_on_comes_out_harmless_and_whole(
    desk: Desk, form: str
) -> None:
    texts = ["=1+1", "+1", "-5", "@SUM(A1)", "[/]", "O'Brien", "a,b;c", 'x"y']
    with desk.open() as caseload:
        for text in texts:
            plan_parts.add_goal(caseload, "C0002", text, Domain.OTHER)
    said = desk.export("goals", form)
    if form in ("csv", "tsv"):
        for text in texts[:4]:
            assert f"'{text}" in said
        assert [line for line in said.splitlines() if line.startswith(("=", "+", "-", "@"))] == []
    else:
        rows = json.loads(said) if form == "json" else map(json.loads, said.splitlines())
        assert [one["statement"] for one in rows if one["client_id"] == "C0002"] == texts
