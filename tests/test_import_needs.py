"""Assessments and needs from elsewhere: answers held against the instrument, once each."""

import json
from pathlib import Path

import pytest
from bringing import Desk, another_file, desk_in, table

HEADS = "client_id instrument assessed_on items"
NINE = ";".join(f"{n}=1" for n in range(1, 10))


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    desk = desk_in(tmp_path, monkeypatch, capsys)
    rows = (("C1", "Ana", "Lopez"), ("C2", "Bo", "李"))
    desk.brought("clients", table("client_id first_name last_name", *rows))
    return desk


def test_score_band_and_flags_follow_from_the_answers(desk: Desk) -> None:
    said = desk.brought("assessments", table(HEADS, ("C1", "PHQ-9", "2026-10-01", NINE)))
    assert said == "assessments: 1 added.\n"
    (row,) = desk.rows("assessments")
    assert (row["instrument"], row["score"], row["band"], row["flags"]) == (
        "phq-9", 9, "mild", ["9"]
    )  # fmt: skip
    assert desk.rows("needs") == []


def test_a_score_without_answers_is_taken_with_its_band(desk: Desk) -> None:
    heads = "client_id instrument assessed_on score band"
    desk.brought("assessments", table(heads, ("C1", "gad-7", "2026-10-01", "15", ""),
                                      ("C1", "LOCUS", "2026-10-01", "21", "level 4")))  # fmt: skip
    found = {one["instrument"]: one for one in desk.rows("assessments")}
    assert (found["gad-7"]["score"], found["gad-7"]["band"]) == (15, "severe")
    assert (found["LOCUS"]["score"], found["LOCUS"]["band"]) == (21, "level 4")
    assert found["gad-7"]["items"] == []


@pytest.mark.parametrize(
    ("heads", "row", "column", "words"),
    [
        (HEADS, ("C1", "phq-9", "2026-10-01", "1=4;2=1"), "items", "none of 0, 1, 2, 3"),
        (HEADS, ("C1", "phq-9", "2026-10-01", "1=1"), "items", "without an answer"),
        (HEADS, ("C1", "phq-9", "2026-10-01", "1:1"), "items", "as 9=1"),
        (HEADS, ("C1", "LOCUS", "2026-10-01", "1=1"), "items", "no instrument LOCUS"),
        (HEADS, ("C1", "PHQ9", "2026-10-01", NINE), "instrument", "did you mean phq-9"),
        (HEADS, ("C1", "phq-9", "2026-12-01", NINE), "assessed_on", "lies ahead"),
        (HEADS, ("C9", "phq-9", "2026-10-01", NINE), "client_id", "no client"),
        (HEADS, ("C1", "phq-9", "2026-10-01", ""), "score", "says nothing"),
        (f"{HEADS} score", ("C1", "phq-9", "2026-10-01", NINE, "8"), "score", "make 9"),
        (f"{HEADS} score", ("C1", "phq-9", "2026-10-01", "", "28"), "score", "0 to 27"),
        (f"{HEADS} score", ("C1", "phq-9", "2026-10-01", "", "-1"), "score", "whole number"),
        (
            f"{HEADS} needs",
            ("C1", "narrative", "2026-10-01", "", "house=act"),
            "needs",
            "is no need",
        ),
    ],
)
def test_a_row_that_can_t_be_is_named_by_its_cell(
    desk: Desk, heads: str, row: tuple[str, ...], column: str, words: str
) -> None:
    said = desk.refused("assessments", table(heads, row))
    assert f"row 2  {column}" in said
    assert words in said


def test_the_same_table_twice_adds_nothing_and_nothing_is_changed(desk: Desk) -> None:
    rows = table(HEADS, ("C1", "phq-9", "2026-10-01", NINE))
    desk.brought("assessments", rows)
    assert desk.brought("assessments", rows) == "assessments: 0 added, 1 there already.\n"
    other = table(HEADS, ("C1", "phq-9", "2026-10-01", NINE.replace("1=1", "1=2", 1)))
    assert "1 there already that differ" in desk.brought("assessments", other)
    said = desk.refused("assessments", other, "--update")
    assert "never changed" in said


def test_after_one_was_marked_the_right_one_comes_in_and_the_wrong_one_does_not_again(
    desk: Desk,
) -> None:
    heads = "client_id instrument assessed_on score"
    wrong, right = (table(heads, ("C1", "phq-9", "2026-10-01", score)) for score in ("12", "10"))
    desk.brought("assessments", wrong)
    said = desk.refused("assessments", right, "--update")
    assert "mark it: caseload assessment error Q0001" in said
    desk.done("assessment", "error", "Q0001", "--reason", "misread")
    assert desk.brought("assessments", right) == "assessments: 1 added.\n"
    for again in (wrong, right):
        assert desk.brought("assessments", again) == "assessments: 0 added, 1 there already.\n"
    found = [(one["score"], one["entered_in_error_why"]) for one in desk.rows("assessments")]
    assert found == [(12, "misread"), (10, None)]


def test_needs_are_added_once_and_changed_with_update(desk: Desk) -> None:
    heads = "client_id domain level identified_on statement met_on"
    row = ("C1", "Daily Living", "Act now", "2026-10-01", "[/] =1+1", "")
    desk.brought("needs", table(heads, row))
    assert desk.brought("needs", table(heads, row)) == "needs: 0 added, 1 there already.\n"
    met = (*row[:5], "2026-11-01")
    assert "1 changed" in desk.brought("needs", table(heads, met), "--update")
    (found,) = desk.rows("needs")
    assert (found["domain"], found["level"], found["met_on"]) == (
        "daily_living", "act_now", "2026-11-01"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "row", "column"),
    [
        ("met_on", "2026-09-01", "met_on"),
        ("met_on", "2026-12-01", "met_on"),
        ("assessment_id", "Q0009", "assessment_id"),
    ],
)
def test_a_need_that_can_t_be_is_named(desk: Desk, heads: str, row: str, column: str) -> None:
    said = desk.refused(
        "needs",
        table(f"client_id domain level identified_on {heads}",
              ("C1", "housing", "act", "2026-10-01", row)),
    )  # fmt: skip
    assert f"row 2  {column}" in said


def test_a_second_open_need_in_a_part_of_life_is_refused_and_one_after_it_was_met_is_not(
    desk: Desk,
) -> None:
    heads = "client_id domain level identified_on met_on"
    desk.brought("needs", table(heads, ("C1", "housing", "act", "2026-10-01", "")))
    again = table(heads, ("C1", "housing", "watch", "2026-10-05", ""))
    said = desk.refused("needs", again)
    assert "row 2  domain" in said
    assert "W0001 is open there already" in said
    moved = table("need_id client_id domain level identified_on",
                  ("", "C1", "legal", "act", "2026-10-05"),
                  ("W0001", "C1", "legal", "act", "2026-10-01"))  # fmt: skip
    assert "row 3  domain" in desk.refused("needs", moved, "--update")
    others = [("C1", "other", "act", f"2026-10-0{n}", "") for n in (1, 2)]
    earlier = ("C1", "housing", "watch", "2026-09-01", "2026-09-30")
    desk.brought("needs", table(heads, earlier, *others))
    desk.brought("needs", table(heads, ("C1", "housing", "act", "2026-10-01", "2026-10-04")),
                 "--update")  # fmt: skip
    desk.brought("needs", again)
    standing = [one["level"] for one in desk.rows("needs")
                if one["domain"] == "housing" and one["met_on"] is None]  # fmt: skip
    assert standing == ["watch"]


def test_assessments_and_needs_come_out_and_into_another_file_with_their_errors(desk: Desk) -> None:
    desk.done("assess", "C1", "needs", "--answers", "2" + ",0" * 13 + ",1")
    desk.done("assess", "C2", "phq-9", "--answers", "1" + ",0" * 8)
    desk.done("assessment", "error", "Q0002", "--reason", "another's form")
    desk.done("need", "error", "W0001", "--reason", "no")
    other = another_file(desk)
    for kind in ("clients", "assessments", "needs"):
        path = desk.write(f"{kind}.json", desk.export(kind, "json"))
        ran = desk.run("--file", other, "import", kind, path)
        assert (ran.code, "not used" in ran.err) == (0, False), ran
    for kind in ("assessments", "needs"):
        ours, theirs = (
            [
                {k: v for k, v in one.items() if k not in ("recorded_at", "entered_in_error_at")}
                for one in json.loads(desk.export(kind, "json", file))
            ]
            for file in (desk.path, other)
        )
        assert ours == theirs
    with desk.open(other) as caseload:
        from caseload.records import checks

        assert checks.damage(caseload) == []


@pytest.mark.parametrize(
    ("kind", "key", "heads", "facts"),
    [
        ("needs", "need_id", "domain level identified_on", ("housing", "act", "2026-10-01")),
        ("crises", "crisis_id", "occurred_at kind", ("2026-10-01", "overdose")),
        ("appointments", "appointment_id", "starts_at", ("2026-10-01T09:00",)),
        ("tasks", "task_id", "text", ("Call the landlord",)),
        ("contacts", "contact_id", "contacted_on mode reached", ("2026-10-01", "phone", "client")),
    ],
)
def test_a_record_is_never_made_another_clients_by_its_id(
    desk: Desk, kind: str, key: str, heads: str, facts: tuple[str, ...]
) -> None:
    desk.brought(kind, table(f"client_id {heads}", ("C1", *facts)))
    (before,) = desk.rows(kind)
    theirs = table(f"{key} client_id {heads}", (before[key], "C2", *facts))
    assert "1 there already that differ" in desk.brought(kind, theirs)
    said = desk.refused(kind, theirs, "--update")
    assert f"row 2  client_id  {before[key]} is about another client here" in said
    assert desk.rows(kind) == [before]
