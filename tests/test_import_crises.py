"""Crises and inpatient stays come in as tables: all or nothing, once, with their holds."""

from pathlib import Path

import pytest
from bringing import TODAY, Desk, another_file, desk_in, table
from making import again

from caseload.records import clients, crises, episodes, programs

HEADS = (
    "client_id occurred_at kind disposition facility admitted_on discharged_on what_happened staff"
)


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    with again(made.path, today=TODAY) as caseload:
        clients.add(caseload, "Ana", "Ruiz")
        clients.add(caseload, "Bo", "Li")
        programs.add(caseload, "ICM")
        episodes.admit(caseload, "C0001", "ICM", TODAY.replace(year=2025), case_manager="S0001")
    return made


def rows(*given: tuple[str, ...]) -> str:
    return table(HEADS, *[(*row, *[""] * (9 - len(row))) for row in given])


STAY = (
    "C0001", "2026-11-02 9:15 pm", "Suicidal thoughts", "inpatient", "O'Brien [/] 李", "2026-11-03",
    "2026-11-10", "=1+1", "Dana Whitfield",
)  # fmt: skip


def test_they_come_in_and_twice_adds_nothing(desk: Desk) -> None:
    given = rows(STAY, ("C0002", "11/5/2026", "overdose", "emergency_department"))
    assert "2 added" in desk.brought("crises", given)
    before = desk.rows("crises")
    assert [[*list(one.values())[:4], one["disposition"]] for one in before] == [
        ["X0001", "C0001", "2026-11-02T21:15", "suicidal_thoughts", "inpatient"],
        ["X0002", "C0002", "2026-11-05", "overdose", "emergency_department"],
    ]
    assert (before[0]["facility"], before[0]["what_happened"]) == ("O'Brien [/] 李", "=1+1")
    assert "2 there already" in desk.brought("crises", given)
    assert desk.rows("crises") == before


def test_a_stay_that_comes_in_holds_and_owes_its_follow_ups(desk: Desk) -> None:
    desk.brought("crises", rows(STAY))
    (hold,) = desk.rows("holds")
    assert (hold["from_on"], hold["until_on"], hold["reason"]) == (
        "2026-11-03", "2026-11-10", "inpatient",
    )  # fmt: skip
    with desk.open() as caseload:
        assert [(one.days, str(one.due_on)) for one in crises.follow_ups(caseload, "C0001")] == [
            (7, "2026-11-17"), (30, "2026-12-10"),
        ]  # fmt: skip


def test_what_differs_is_changed_only_when_asked(desk: Desk) -> None:
    desk.brought("crises", rows((*STAY[:6], "", *STAY[7:])))
    assert "that differ" in desk.brought("crises", rows(STAY))
    assert desk.rows("crises")[0]["discharged_on"] is None
    assert "1 changed" in desk.brought("crises", rows(STAY), "--update")
    assert desk.rows("crises")[0]["discharged_on"] == "2026-11-10"
    assert desk.rows("holds")[0]["until_on"] == "2026-11-10"


def test_what_is_exported_comes_in_elsewhere_as_it_was(desk: Desk) -> None:
    desk.brought(
        "crises", rows(STAY, ("C0002", "2026-11-05T00:30", "overdose", "emergency_department"))
    )
    with desk.open() as caseload:
        crises.entered_in_error(caseload, "X0002", "another client")
    other = another_file(desk)
    for kind in ("staff", "programs", "clients", "crises"):
        path = desk.write(f"{kind}.csv", desk.export(kind))
        desk.done("--file", other, "import", kind, path)
    mine, theirs = desk.rows("crises"), desk.rows("crises", other)
    for one in (*mine, *theirs):
        del one["recorded_at"], one["entered_in_error_at"]
    assert mine == theirs


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("C9", "2026-11-02", "overdose"), "no client has the id C9"),
        (("C0001", "", "overdose"), "empty"),
        (("C0001", "soon", "overdose"), "it is written 2026-11-20"),
        (("C0001", "2026-02-29", "overdose"), "it is written 2026-11-20"),
        (("C0001", "2026-11-02T25:00", "overdose"), "occurred_at"),
        (("C0001", "2026-11-24", "overdose"), "lies ahead"),
        (("C0001", "2026-11-02", "sadness"), "'sadness' is none of"),
        (("C0001", "2026-11-02", "overdose", "inpatient"), "has a day of admission"),
        (("C0001", "2026-11-02", "overdose", "", "", "", "2026-11-03"), "needs an admission"),
        (("C0001", "2026-11-02", "overdose", "", "", "2026-11-01"), "before it happened"),
        (("C0001", "2026-11-05", "overdose", "", "", "2026-11-06"), "were an inpatient from"),
        (("C0001", "2026-11-02", "overdose", "", "a\x1b[2Jb"), "control character"),
    ],
)
def test_a_bad_row_brings_nothing_in(desk: Desk, row: tuple[str, ...], said: str) -> None:
    assert said in desk.refused("crises", rows(STAY, row))
