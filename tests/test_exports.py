"""What is exported can be imported: whole texts, and the same records in another file."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bringing import TODAY, Desk, another_file, table
from making import full_file

from caseload.model import AddendumKind, Contact, HoldReason, Mode, Reached
from caseload.records import clients, contacts, episodes, exports, holds, programs, standards
from caseload.records._caseload import Caseload
from caseload.records._opening import create_file
from caseload.records.invented import invent

d = date.fromisoformat
ORDER = ("staff", "programs", "clients", "episodes", "holds", "diagnoses", "contacts",
         "standards", "guidelines", "assessments", "needs", "holidays")  # fmt: skip
"""Each kind after those that it names."""
OWN = {
    "contacts": ("recorded_at", "signed_at", "signed_by", "imported", "entered_in_error_at"),
    "episodes": ("episode_id",),
    "assessments": ("recorded_at", "entered_in_error_at"),
    "needs": ("recorded_at", "entered_in_error_at", "goal_id"),
}
"""What a file gives out itself."""

TEXTS = [
    *("=1+1", "+1", "-5", "@SUM(A1)", "'=1", "''=x", "'+", "'-1", "'@", "=cmd|' /C calc'!A0"),
    *("-", "=", "@", "+", "'", "''", "'''=1", "=\"a\"", "-1,5", "=a\nb", "+a\r\nb"),
    *("[/]", "[bold]x[/bold]", "[link=file:///etc/passwd]x[/link]", ":smile:", "{{7*7}}"),
    *("{% for x in y %}", "${7*7}", "%s %n %(x)s", "{0}", "\\n", "\\u001b[31m", "$(id)", "`id`"),
    *("../../etc/passwd", "C:\\Windows", "/dev/null", "file://x", "; drop table client; --"),
    *("' or 1=1 --", "\"; drop", "<script>alert(1)</script>", "&amp;", "]]>", "<!--", "<b>"),
    *("O'Brien", "O’Brien", "D`Arcy", "李", "Nuñez", "Nun\u0303ez", "Łukasz", "Ångström", "ı İ ß"),  # noqa: RUF001
    *("👩‍👩‍👧‍👦", "🏳️‍🌈", "👋🏽", "שלום", "مرحبا", "a\u200db", "a\u200cb", "a\u00a0b", "a\u00adb"),
    *("a\ufeffb", "a\u3000b", "x" * 41, "\"", "\"\"", "a\"b", "\"a\",b", ",", ";", "a;b", "a,b"),
    *("|", "a|b", "a\tb", "a\nb", "a\n\nb", "a\n\tb\n", "sep=;", "NULL", "None", "nan", "true"),
    *("0", "007", "1e5", "1_000", "0x10", "١٢", "½", "#REF!", "#N/A", "-", "\U0010ffff"),
    "é" * 100_000,
    *("1;2\n3;4", "1,2\n3,4", "a\tb\nc\td", "[]", "{}"),
    *('[{"a": 1}]', '{"a": 1}', "\\", "\\\\", "//"),
]  # fmt: skip
FORMS = ("csv", "tsv", "json", "jsonl")


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


# --- texts ---------------------------------------------------------------------------------------


def test_there_are_eighty_texts_and_more() -> None:
    assert len(set(TEXTS)) > 80


@pytest.mark.parametrize("form", FORMS)
def test_each_text_comes_back_whole(desk: Desk, form: str) -> None:
    desk.brought("clients", table("client_id first_name last_name", ("1", "Ana", "Lopez")))
    objects = [
        {
            "contact_id": f"X{n:03d}", "client_id": "1", "contacted_on": "2026-10-01",
            "mode": "phone", "reached": "client", "note": text,
            "location": " ".join(text.split()),
        }
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip
    desk.brought("contacts", json.dumps(objects))
    expected = [(_tidy(text), " ".join(text.split())) for text in TEXTS]
    with desk.open() as caseload:
        found = sorted(contacts.listed(caseload))
        assert [(one.note, one.location) for one in found] == expected

    exported = desk.write(f"out.{form}", desk.export("contacts", form))
    other = another_file(desk)
    roster = desk.write("roster.json", desk.export("clients", "json"))
    desk.done("--file", other, "import", "clients", roster)
    assert desk.done("--file", other, "import", "contacts", exported) == (
        f"contacts: {len(TEXTS)} added.\n"
    )
    with desk.open(other) as caseload:
        found = sorted(contacts.listed(caseload))
        assert [(one.note, one.location) for one in found] == expected
    again = desk.bring("contacts", exported.read_bytes(), "--update", name=exported.name)
    assert again.out == f"contacts: 0 added, {len(TEXTS)} there already.\n"


@pytest.mark.parametrize(("form", "sep"), [("csv", ","), ("tsv", "\t")])
def test_no_cell_of_a_table_begins_as_a_formula_does(desk: Desk, form: str, sep: str) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "=1", "@x", client_id="-1")
        for text in (*TEXTS, "\t=1", "\tx"):
            contacts.log(
                caseload, "-1", d("2026-10-01"), Mode.PHONE, Reached.CLIENT,
                note=text.replace("\r", ""), goals=("=1", "-2"),
            )  # fmt: skip
    csv.field_size_limit(1_000_000)
    for kind in ("clients", "contacts"):
        text = desk.export(kind, form)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))
        assert len({len(row) for row in rows}) == 1
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
        assert "'-1" in cells


@pytest.mark.parametrize("text", ["\x1b[2J", "a\x00b", "a\x07", "a\u202eb", "\u2066x", "\x9b31m"])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_escape_or_a_direction_override_is_refused(desk: Desk, text: str, form: str) -> None:
    row = {"client_id": "1", "first_name": "Ana", "last_name": "Lopez", "contact_notes": text}
    content = table(" ".join(row), row.values()) if form == "csv" else json.dumps([row])
    if "\x00" in content:
        content = content.replace("\x00", "\x01")
    said = desk.refused("clients", content)
    assert "contact_notes  holds a control character (U+" in said
    assert text not in said


# --- one file and another ------------------------------------------------------------------------


def _without(kind: str, rows: list[dict[str, Any]]) -> list[str]:
    left = OWN.get(kind, ())
    return sorted(
        json.dumps({name: value for name, value in row.items() if name not in left}) for row in rows
    )


def _is_carried_over(desk: Desk, source: Path, form: str) -> None:
    folder = desk.folder / "target"
    folder.mkdir()
    target = folder / "caseload.db"
    create_file(target, TODAY, None)
    for kind in ORDER:
        path = desk.write(f"{kind}.{form}", desk.export(kind, form, source))
        # What a client's row does not carry of a hold or diagnosis, their own tables add to it.
        ran = desk.run("--file", target, "import", kind, path, "--update")
        assert (ran.code, ran.err) == (0, ""), (kind, ran)
        assert "differ" not in ran.out, (kind, ran)
    for kind in ORDER:
        there, here = desk.rows(kind, source), desk.rows(kind, target)
        assert _without(kind, here) == _without(kind, there), kind
        assert len(there) > 0, kind
    signed = desk.rows("contacts", target)
    assert {(one["signed_at"], one["imported"]) for one in signed} == {(None, True)}


@pytest.mark.parametrize("form", FORMS)
def test_each_kind_is_the_same_in_a_new_file(desk: Desk, form: str) -> None:
    folder = desk.folder / "source"
    folder.mkdir()
    full_file(folder, today=TODAY).close()
    _is_carried_over(desk, folder / "caseload.db", form)


def _invented(caseload: Caseload) -> None:
    standards.add_shipped(caseload)
    invent(caseload)


def test_the_invented_caseload_is_the_same_in_a_new_file(desk: Desk) -> None:
    path = desk.folder / "demo.db"
    create_file(path, TODAY, None, _invented)
    _is_carried_over(desk, path, "csv")


@pytest.mark.parametrize("kind", ["clients", "holds"])
def test_a_hold_that_ended_with_a_discharge_on_its_first_day_is_carried_over(
    desk: Desk, kind: str
) -> None:
    with desk.open() as caseload:
        programs.add(caseload, "Work")
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        episodes.admit(caseload, "1", "Work", d("2026-01-05"))
        holds.hold(caseload, "E0001", d("2026-06-01"), HoldReason.JAIL)
        episodes.discharge(caseload, "E0001", d("2026-06-01"))
        episodes.admit(caseload, "1", "Work", d("2026-06-01"))
        if kind == "clients":
            clients.add(caseload, "Bo", "Li", client_id="2")
            episodes.admit(caseload, "2", "Work", d("2026-01-05"))
            holds.hold(caseload, "E0003", d("2026-06-01"), HoldReason.JAIL)
            episodes.discharge(caseload, "E0003", d("2026-06-01"))
    other = another_file(desk)
    for each in ("clients", "episodes", "holds"):
        path = desk.write(f"{each}.csv", desk.export(each))
        desk.done("--file", other, "import", each, path)
    assert _without("holds", desk.rows("holds", other)) == _without("holds", desk.rows("holds"))
    assert len(desk.rows("holds")) == (2 if kind == "clients" else 1)


# --- which records a row shows -------------------------------------------------------------------


def test_a_clients_row_carries_the_open_stay_and_its_latest_hold(desk: Desk) -> None:
    with desk.open() as caseload:
        programs.add(caseload, "Work")
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        episodes.admit(caseload, "1", "Work", d("2026-01-05"))
        episodes.discharge(caseload, "E0001", d("2026-02-01"))
        episodes.admit(caseload, "1", "Work", d("2026-03-01"), case_manager="S0001")
        holds.hold(caseload, "E0002", d("2026-04-01"), HoldReason.JAIL, until_on=d("2026-04-09"))
        holds.hold(caseload, "E0002", d("2026-05-01"), HoldReason.OTHER)
        clients.diagnose(caseload, "1", "F33.1")
        clients.diagnose(caseload, "1", "F20.9", principal=True)
    (row,) = desk.rows("clients")
    assert row["admitted_on"] == "2026-03-01"
    assert row["discharged_on"] is None
    assert row["case_manager"] == "Dana Whitfield"
    assert row["diagnosis_code"] == "F20.9"
    assert (row["hold_from_on"], row["hold_until_on"]) == ("2026-05-01", None)


def test_contacts_come_by_day_and_in_the_order_they_were_written(desk: Desk) -> None:
    with desk.open() as caseload:
        clients.add(caseload, "Ana", "Lopez", client_id="1")
        for n, back in enumerate((3, 1, 2, 1)):
            day = TODAY - timedelta(back)
            contacts.log(caseload, "1", day, Mode.PHONE, Reached.CLIENT, note=str(n))
        contacts.amend(caseload, "K0001", AddendumKind.ENTERED_IN_ERROR, "another client")
    rows = desk.rows("contacts")
    assert [one["note"] for one in rows] == ["0", "2", "1", "3"]
    assert rows[0]["entered_in_error_why"] == "another client"
    assert tuple(rows[0]) == Contact._fields


@pytest.mark.parametrize("kind", exports.KINDS)
def test_every_form_has_the_same_columns_in_the_same_order(desk: Desk, kind: str) -> None:
    folder = desk.folder / "full"
    folder.mkdir()
    full_file(folder, today=TODAY).close()
    path = folder / "caseload.db"
    objects = desk.rows(kind, path)
    heads = list(objects[0])
    assert all(list(one) == heads for one in objects)
    assert desk.export(kind, "csv", path).splitlines()[0] == ",".join(heads)
    assert desk.export(kind, "tsv", path).splitlines()[0] == "\t".join(heads)
    lines = desk.export(kind, "jsonl", path).splitlines()
    found = [json.loads(line) for line in lines]
    # Each export adds a row to the audit log.
    assert (found[: len(objects)] if kind == "audit" else found) == objects
