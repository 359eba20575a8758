"""Which rows a filter leaves: by day, by stay on that day, by county; and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, desk_in
from making import full_file

from caseload.model import AddendumKind, HoldReason, Mode, Reached
from caseload.records import clients, contacts, episodes, exports, holds, programs, staff

d = date.fromisoformat


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Ana: ACT from January, with Dana until June and Bell after, held in May. Bo: Housing."""
    made = desk_in(tmp_path, monkeypatch, capsys)
    with made.open() as caseload:
        staff.add(caseload, "Marcus Bell")
        for name in ("ACT", "Housing"):
            programs.add(caseload, name)
        clients.add(caseload, "Ana", "Ruiz", client_id="1", county="McLennan")
        clients.add(caseload, "Bo", "李", client_id="2", county="Hill")
        clients.add(caseload, "Cy", "O'Brien", client_id="3")
        episodes.admit(caseload, "1", "ACT", d("2026-01-05"), case_manager="S0001")
        episodes.transfer(caseload, "E0001", d("2026-06-01"), case_manager="S0002")
        episodes.admit(caseload, "1", "Housing", d("2026-09-01"), case_manager="S0001")
        episodes.admit(caseload, "2", "Housing", d("2026-02-01"), case_manager="S0002")
        episodes.discharge(caseload, "E0003", d("2026-08-01"))
        holds.hold(caseload, "E0001", d("2026-05-01"), HoldReason.JAIL, until_on=d("2026-05-20"))
        for client_id, day, program in (
            ("1", "2026-05-31", None), ("1", "2026-06-01", None), ("2", "2026-06-30", None),
            ("1", "2026-09-02", "Housing"), ("1", "2026-09-03", "ACT"), ("2", "2026-10-01", None),
            ("3", "2026-10-02", None), ("1", "2026-10-03", None),
        ):  # fmt: skip
            contacts.log(
                caseload, client_id, d(day), Mode.PHONE, Reached.CLIENT, program=program
            )  # fmt: skip
        contacts.amend(caseload, "K0008", AddendumKind.ENTERED_IN_ERROR, "another client")
    return made


def found(desk: Desk, kind: str, options: str, column: str) -> list[str]:
    rows = json.loads(desk.done("export", kind, "--json", *options.split()))
    return [one[column] for one in rows]


@pytest.mark.parametrize("kind", ["contacts", "flat_contacts"])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "1 2 3 4 5 6 7 8"),
        ("--since 2026-06-30", "3 4 5 6 7 8"),
        ("--until 2026-06-01", "1 2"),
        ("--since 2026-06-01 --until 2026-06-01", "2"),
        ("--since 2026-06-02 --until 2026-06-29", ""),
        ("--county hill", "3 6"),
        ("--county McLennan --since 2026-09-01", "4 5 8"),
        # Ana was Dana's until the transfer, and is again in Housing.
        ("--case-manager Dana", "1 4 8"),
        ("--case-manager Bell --until 2026-09-01", "2 3"),
        # After the discharge, Bo's contact still belongs to the stay that was.
        ("--case-manager Bell --county Hill", "3 6"),
        # One that names no program counts for every stay of its day.
        ("--program Housing", "3 4 6 8"),
        ("--program ACT", "1 2 5 8"),
        ("--program ACT --case-manager Dana", "1"),
    ],
)
def test_contacts_are_chosen_by_their_own_day(
    desk: Desk, kind: str, options: str, expected: str
) -> None:
    ids = [int(one[1:]) for one in found(desk, kind, options, "contact_id")]
    assert ids == [int(one) for one in expected.split()]


@pytest.mark.parametrize(
    ("kind", "options", "column", "expected"),
    [
        ("clients", "--program housing", "client_id", "1 2"),
        ("clients", "--since 2026-08-02", "client_id", "1"),
        ("clients", "--since 2026-08-01", "client_id", "1 2"),
        ("clients", "--until 2026-01-31", "client_id", ""),
        ("clients", "--county hill", "client_id", "2"),
        ("episodes", "--case-manager Bell", "episode_id", "E0001 E0003"),
        ("episodes", "--case-manager Dana --on 2026-05-01", "episode_id", "E0001"),
        ("episodes", "--until 2026-01-31", "episode_id", "E0001"),
        ("holds", "--since 2026-05-10 --until 2026-05-11", "from_on", "2026-05-01"),
        ("holds", "--since 2026-05-21", "from_on", ""),
        ("holds", "--case-manager Dana", "from_on", "2026-05-01"),
        ("holds", "--case-manager Bell", "from_on", ""),
        ("episode_case_managers", "--since 2026-06-01 --program ACT", "from_on", "2026-06-01"),
        ("staff", "--county hill", "staff_id", "S0001 S0002"),
        ("addenda", "--program ACT", "of", "K0008"),
        ("addenda", "--until 2020-01-01", "of", ""),
        ("due", "--program ACT", "client_id", "1"),
        ("due", "--county mclennan --case-manager dana", "program", "Housing"),
        ("due", "--on 2026-07-01 --county hill", "client_id", "2"),
        ("due", "--until 2026-10-31 --program ACT", "due_on", "2026-10-03"),
    ],
)
def test_other_kinds_are_chosen_by_what_their_rows_say(
    desk: Desk, kind: str, options: str, column: str, expected: str
) -> None:
    with desk.open() as caseload:
        staff.edit(caseload, "S0002", counties=("Hill",))
    assert found(desk, kind, options, column) == expected.split()


def test_what_is_due_is_the_list_of_the_day_with_upcoming_items_and_holds(desk: Desk) -> None:
    listed = desk.done("due", "--all", "--include-held", "--json")
    assert desk.export("due", "json") == listed
    past = desk.done("due", "--all", "--include-held", "--on", "2026-05-04", "--json")
    assert desk.done("export", "due", "--on", "2026-05-04", "--json") == past
    assert '"on_hold"' in past


REFUSED = [
    (name, kind)
    for name, knows in exports.FILTERS.items()
    for kind, spec in exports.KINDS.items()
    if not knows(spec)
]


def test_there_are_filters_that_mean_nothing_to_a_kind() -> None:
    assert len(REFUSED) > 15


@pytest.mark.parametrize(("name", "kind"), REFUSED)
def test_a_filter_without_meaning_is_refused_and_those_that_know_it_are_named(
    desk: Desk, name: str, kind: str
) -> None:
    value = {"since": "2026-01-01", "until": "2026-01-01", "case_manager": "Dana"}.get(name)
    option = f"--{name.replace('_', '-')}"
    ran = desk.run("export", kind, option, value or {"program": "ACT", "county": "Hill"}[name])
    assert (ran.code, ran.out) == (2, "")
    assert f"{option} means nothing to {kind}" in ran.err
    assert "clients" in ran.err.partition("It is known to: ")[2].split(", ")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("contacts --since 2026-11-02 --until 2026-11-01", 2, "ends (2026-11-01) before it begins"),
        ("contacts --on 2026-11-01", 2, "--on means nothing to contacts"),
        ("contacts --since 11", 3, "11"),
        ("contacts --case-manager Nobody", 4, "Nobody"),
        ("contacts --county Nowhere", 4, "No client lives in a county called 'Nowhere'"),
        ("contacts --program Nothing", 4, "Nothing"),
        ("everything --since 2026-01-01", 2, "Everything is all of it"),
        ("everything clients", 2, "Everything stands alone"),
        ("clients contacts", 2, "Several tables need a place"),
        ("clients contacts -o both.csv", 2, "both.csv holds one table"),
        ("clients contacts -o both.parquet", 2, "both.parquet holds one table"),
        ("clients --format xlsx", 2, "xlsx needs a file"),
        ("clients --format parquet", 2, "parquet needs a file"),
        ("clients -o clients.doc", 2, "'.doc' says no format"),
        ("", 2, "Say what to export"),
        ("due --to Somebody", 2, "due is for the agency's own use"),
        ("audit --to Somebody", 2, "audit is for the agency's own use"),
        ("contacts clients -o x --to Somebody", 2, "Send one table at a time"),
    ],
)
def test_what_makes_no_sense_is_refused_and_writes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, sentence: str
) -> None:
    monkeypatch.chdir(desk.folder)
    before = sorted(desk.folder.iterdir()), desk.count("audit")
    ran = desk.run("export", *arguments.split())
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert (sorted(desk.folder.iterdir()), desk.count("audit")) == before


def test_each_kind_of_a_full_file_can_be_asked_for_by_each_filter_it_knows(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    with full_file(folder, today=TODAY) as caseload:
        for kind, spec in exports.KINDS.items():
            all_rows = list(exports.table(caseload, kind).rows)
            wide = exports.whole(caseload)._replace(
                since="1900-01-01" if spec.days else None,
                until="2100-01-01" if spec.days else None,
            )
            first = [spec.names.index(name) for name in spec.days.first] if spec.days else []
            dated = [
                row for row in all_rows
                if not spec.days or (spec.days.last and spec.days.from_ever)
                or any(row[at] for at in first)
            ]  # fmt: skip
            assert list(exports.table(caseload, kind, wide).rows) == dated, kind
            asked = {"case_manager": "S0001", "program": "Outreach", "county": "Hill"}
            narrow: dict[str, Any] = {
                name: value for name, value in asked.items() if exports.FILTERS[name](spec)
            }
            part = exports.whole(caseload)._replace(**narrow)
            found = list(exports.table(caseload, kind, part).rows)
            assert all(row in all_rows for row in found), kind


def test_an_export_is_noted_with_what_was_asked_for(desk: Desk) -> None:
    desk.done("export", "contacts", "--county", "hill", "--since", "2026-01-01", "--csv")
    with desk.open() as caseload:
        (after,) = caseload.rows("select after from audit order by audit_id desc limit 1")
    assert after == ('{"kind":"contacts","since":"2026-01-01","county":"Hill"}',)
