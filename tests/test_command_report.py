"""`caseload report`, as people and scripts run it."""

import csv
import io
import json
import os
import re
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from at_terminal import Terminal
from bringing import Desk, desk_in
from making import again

from caseload.model import Mode, Reached, Unit
from caseload.model.planning import Housing
from caseload.records import (
    appointments,
    clients,
    contacts,
    episodes,
    living_situations,
    programs,
    staff,
    standards,
)
from caseload.records._caseload import Caseload
from caseload.records.reports import Listed, Row
from caseload.reporting.catalog import REPORTS

d = date.fromisoformat
NAMES = (
    "O'Brien",
    "=1+1",
    "[/]",
    "李",
    "👋🏽",
    "<script>alert(1)</script>",
    "a&b",
    "[bold]x[/bold]",
)
FORMS = ("table", "plain", "csv", "tsv", "json", "jsonl", "html")


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    made = desk_in(tmp_path, monkeypatch, capsys)
    with again(made.path) as caseload:
        fill(caseload)
    return made


def fill(caseload: Caseload) -> None:
    """Eight clients with odd names, two programs, two case managers; two are not reached."""
    programs.add(caseload, "=HYPERLINK(1)")
    programs.add(caseload, "ACT")
    staff.add(caseload, "Bo [/] <b>", capacity=3)
    staff.edit(caseload, "S0001", capacity=10)
    for number, name in enumerate(NAMES):
        one = clients.add(caseload, "Ann", name, county="Hill" if number % 2 else "McLennan")
        episodes.admit(
            caseload, one.client_id, "ACT" if number < 5 else "=HYPERLINK(1)", d("2026-01-05"),
            case_manager="S0001" if number < 6 else "S0002",
        )  # fmt: skip
        for month in range(1, 11):
            reached = Reached.NOBODY if number < 2 and month > 8 else Reached.CLIENT
            contacts.log(
                caseload, one.client_id, date(2026, month, 5 + number), Mode.PHONE, reached,
                minutes=10 + number, note=name,
            )  # fmt: skip
        appointment = appointments.add(caseload, one.client_id, f"2026-08-1{number}T10:00")
        appointments.kept(caseload, appointment.appointment_id, d("2026-08-20"))
        living_situations.note(caseload, one.client_id, d("2026-02-01"), housing=Housing.SHELTER)
        living_situations.note(caseload, one.client_id, d("2026-08-09"), housing=Housing.RENTED)


def test_it_is_of_the_last_full_month_and_says_what_it_counts(desk: Desk) -> None:
    said = desk.done("report", "compliance", "--format", "table")
    assert "1 Oct 2026 to 31 Oct 2026" in said
    assert "As of 23 Nov 2026" in said
    assert re.search(r"Standard met +Monthly contact +75\.0 % +6 of 8", said)
    assert "client-periods in which the standard was met, of: client-periods" in said
    with again(desk.path) as caseload:
        assert f"Audit head {caseload.value('select chain_hash from audit order by 1')}" not in said
        last = caseload.value("select chain_hash from audit order by audit_id desc")
    assert f"Audit head {last}" in said


def test_a_list_names_the_records_behind_a_figure(desk: Desk) -> None:
    rows = json.loads(desk.done("report", "compliance", "--list", "missed", "--json"))
    assert [(row["client_id"], row["counted"]) for row in rows] == [
        ("C0001", True),
        ("C0002", True),
    ]
    assert rows[0]["why"] == "overdue throughout, since 5 Sep 2026"
    assert list(rows[0]) == list(Listed._fields)
    both = desk.done("report", "compliance", "--list", "Missed", "--denominator", "--json")
    assert len(json.loads(both)) == 8
    mine = ("--list", "met", "--case-manager", "Bo", "--csv")
    assert len(desk.done("report", "compliance", *mine).splitlines()) == 3
    here = ("--list", "met", "--county", "hill", "--program", "act", "--json")
    assert [row["client_id"] for row in json.loads(desk.done("report", "compliance", *here))] == [
        "C0004"
    ]


@pytest.mark.parametrize("report", REPORTS)
def test_groups_add_up_to_the_total(desk: Desk, report: str) -> None:
    rows = json.loads(desk.done("report", report, "--by", "all", "--month", "2026-08", "--json"))
    assert list(rows[0]) == list(Row._fields)
    assert {row["by"] for row in rows} >= {"total", "case_manager", "program", "county", "month"}
    for total in rows:
        if total["by"] != "total" or total["numerator"] is None or total["figure"] == "caseload":
            continue
        if (total["of"] or "").startswith("holiday"):
            continue  # It is nobody's.
        for by in ("case_manager", "program", "county", "month"):
            own = [
                row["numerator"] for row in rows
                if (row["by"], row["figure"], row["of"]) == (by, total["figure"], total["of"])
            ]  # fmt: skip
            assert sum(own) == total["numerator"], (by, total)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_shows_odd_names_whole_and_lets_none_act(desk: Desk, form: str) -> None:
    asked = ("report", "compliance", "--by", "case_manager", "--by", "program", "--format", form)
    said = desk.done(*asked)
    if form == "html":
        page = Page(said)
        assert "Bo [/] <b>" in page.text
        assert "=HYPERLINK(1)" in page.text
        assert page.tags <= KNOWN
        assert not page.links
    elif form in ("csv", "tsv"):
        cells = list(csv.reader(io.StringIO(said), delimiter="," if form == "csv" else "\t"))
        assert cells[0] == list(Row._fields)
        assert {row[2] for row in cells} >= {"Bo [/] <b>", "'=HYPERLINK(1)"}
    elif form.startswith("json"):
        rows = json.loads(said) if form == "json" else [json.loads(x) for x in said.splitlines()]
        assert {row["group"] for row in rows} >= {"Bo [/] <b>", "=HYPERLINK(1)"}
    else:
        assert "Bo [/] <b>" in said
        assert "=HYPERLINK(1)" in said


def test_names_of_clients_stand_in_no_report_but_in_its_lists(desk: Desk) -> None:
    for report in REPORTS:
        for form in FORMS:
            said = desk.done("report", report, "--by", "all", "--format", form)
            assert "alert(1)" not in said
            assert "C0006" not in said
    assert "<script>alert(1)</script>" in desk.done("report", "compliance", "--list", "met")


KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1",
    "h2", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg",
    "rect", "text", "line", "defs", "pattern", "circle",
}  # fmt: skip


class Page(HTMLParser):
    """What is in a page: its tags, its text, and whatever leads out of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self._said: list[str] = []
        self.feed(text)
        self.text = "".join(self._said)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "meta":
            self.open.append(tag)
        self.links += [
            value or "" for name, value in attrs
            if name in ("src", "href", "xlink:href") or name.startswith("on")
            or "url(" in (value or "").replace("url(#hatched)", "").replace("url(#dotted)", "")
        ]  # fmt: skip

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self._said.append(data)


@pytest.mark.parametrize("report", REPORTS)
def test_a_page_stands_alone_and_has_a_picture_with_a_name(desk: Desk, report: str) -> None:
    said = desk.done("report", report, "--by", "all", "--format", "html")
    page = Page(said)
    assert page.tags <= KNOWN
    assert "svg" in page.tags
    assert not page.links
    assert "://" not in said
    assert "@import" not in said
    assert said.count("<svg") == said.count('role="img" aria-label=')
    for one in REPORTS[report]:
        assert one.title in page.text
        assert one.counted in page.text
        assert one.out_of in page.text


def test_files_are_written_whole_and_never_over_another(desk: Desk) -> None:
    page = desk.folder / "october.html"
    desk.done("report", "compliance", "-o", page)
    first = page.read_bytes()
    ran = desk.run("report", "compliance", "-o", page)
    assert (ran.code, ran.out) == (3, "")
    assert "Use --force" in ran.err
    desk.done("report", "compliance", "-o", page, "--force")
    assert page.read_bytes() == first
    assert page.stat().st_mode & 0o077 == 0
    closed = desk.folder / "closed"
    closed.mkdir(mode=0o500)
    ran = desk.run("report", "compliance", "-o", closed / "x.csv")
    assert ran.code == 15 or os.geteuid() == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["nothing"], "There is no report 'nothing'"),
        (["compliance", "--since", "2026-10-31", "--until", "2026-10-01"], "before it begins"),
        (["compliance", "--month", "2026-12"], "after the day that is asked about"),
        (["compliance", "--month", "2026-10", "--quarter", "2026-Q3"], "in one way"),
        (["compliance", "--list", "kept"], "has no figure 'kept'. It has: met, missed"),
        (["compliance", "--list", "met", "--min-cell", "11"], "names clients"),
        (["compliance", "--list", "met", "--format", "html"], "A list comes as"),
        (["compliance", "--list", "met", "--by", "all"], "--by has no meaning with --list"),
        (["compliance", "--denominator"], "--list FIGURE"),
        (["compliance", "--by", "weather"], "There is no --by 'weather'"),
        (["compliance", "--format", "html", "--json"], "Choose one format"),
        (["compliance", "-o", "report.pdf"], "says no format"),
        (["compliance", "-o", "report.parquet"], "A report comes as table, plain"),
        (["compliance", "--format", "xlsx"], "-o FILE.xlsx"),
        (["compliance", "--as-recorded", "2026-11-24"], "isn't known yet"),
        (["compliance", "--min-cell", "-1"], "--min-cell"),
    ],
)
def test_what_has_no_meaning_is_refused(desk: Desk, options: list[str], words: str) -> None:
    ran = desk.run("report", *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_in_an_empty_file_nothing_stands_behind_a_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = desk_in(tmp_path, monkeypatch, capsys)
    for report in REPORTS:
        for form in FORMS:
            empty.done("report", report, "--format", form, "--by", "all")
        rows = json.loads(empty.done("report", report, "--json"))
        kinds = [one.figure for one in REPORTS[report] if one.figure != "missing"]
        assert [row["figure"] for row in rows if row["figure"] != "missing"] == kinds
        assert all(not row["value"] for row in rows if row["figure"] != "missing")
    ran = empty.run("report", "compliance", "--list", "met", "--format", "table")
    assert (ran.code, ran.out, ran.err) == (0, "", "No record stands behind it.\n")


def test_the_ends_of_the_calendar_are_a_period_like_any(desk: Desk) -> None:
    whole = ("--since", "1900-01-01", "--until", "2200-12-31", "--json")
    for report in REPORTS:
        desk.done("report", report, *whole, "--by", "all")
    rows = json.loads(desk.done("report", "compliance", *whole))
    owed = next(row for row in rows if row["figure"] == "met")
    assert owed["denominator"] == 8 * 11
    assert not json.loads(desk.done("report", "compliance", "--since", "2025-01-01", "--until",
                                    "2025-12-31", "--json"))[0]["denominator"]  # fmt: skip


def test_it_reads_and_writes_nothing(desk: Desk) -> None:
    before = desk.path.read_bytes()
    for report in REPORTS:
        rows = json.loads(desk.done("report", report, "--as-recorded", "2001-01-01", "--json"))
        assert {row["audit_head"] for row in rows} == {None}
    assert desk.path.read_bytes() == before
    assert sorted(one.name for one in desk.folder.iterdir()) == ["caseload.db"]


def test_a_workbook_has_numbers_days_and_what_each_figure_counts(desk: Desk) -> None:
    book = desk.folder / "october.xlsx"
    desk.done("report", "compliance", "--by", "all", "-o", book)
    figures, about = openpyxl.load_workbook(book).worksheets
    rows = list(figures.iter_rows(values_only=True))
    assert rows[0] == Row._fields
    met = dict(zip(rows[0], rows[1], strict=True))
    assert (met["figure"], met["numerator"], met["denominator"], met["value"]) == ("met", 6, 8, 75)
    assert met["since"] == datetime(2026, 10, 1)  # noqa: DTZ001
    assert {row[2] for row in rows} >= {"Bo [/] <b>", "=HYPERLINK(1)"}
    assert not [cell for row in figures.iter_rows() for cell in row if cell.data_type == "f"]
    said = [row[1] for row in about.iter_rows(values_only=True)]
    for one in REPORTS["compliance"]:
        assert any(one.counted in str(line) and one.out_of in str(line) for line in said)
    assert any("Audit head" in str(line) for line in said)
    records = desk.folder / "missed.xlsx"
    desk.done("report", "compliance", "--list", "missed", "-o", records)
    (page,) = openpyxl.load_workbook(records).worksheets
    assert [row[3] for row in page.iter_rows(values_only=True)] == ["client_id", "C0001", "C0002"]


def test_few_clients_are_left_out_and_that_is_said(desk: Desk) -> None:
    said = desk.done("report", "compliance", "--min-cell", "3", "--by", "all", "--format", "table")
    assert "left out: fewer than 3 clients" in said
    assert "25.0 %" not in said
    rows = json.loads(desk.done("report", "compliance", "--min-cell", "3", "--json"))
    missed = next(row for row in rows if row["figure"] == "missed")
    assert (missed["numerator"], missed["value"], missed["left_out"]) == (None, None, True)
    page = desk.done("report", "compliance", "--min-cell", "3", "--format", "html")
    assert "left out" in page


def test_who_is_in_two_programs_is_carried_in_both_and_once_in_all(desk: Desk) -> None:
    def carried(*part: str) -> dict[str | None, int]:
        rows = json.loads(desk.done("report", "workload", "--by", "all", *part, "--json"))
        return {
            row["group"]: row["numerator"]
            for row in rows
            if row["figure"] == "caseload" and row["by"] in ("total", "program", "case_manager")
        }

    before = carried()
    assert (before["ACT"], before["=HYPERLINK(1)"], before[None]) == (5, 3, 8)
    with again(desk.path) as caseload:
        episodes.admit(caseload, "C0001", "=HYPERLINK(1)", d("2026-09-01"), case_manager="S0002")
        # In nobody's hands, and nowhere else.
        made = clients.add(caseload, "Ann", "Lee")
        episodes.admit(caseload, made.client_id, "ACT", d("2026-09-01"))
    after = carried()
    assert (after["ACT"], after["=HYPERLINK(1)"]) == (6, 4)
    assert after["Bo [/] <b>"] == before["Bo [/] <b>"] + 1
    assert carried("--program", "ACT")["ACT"] == 6


def test_the_week_in_which_somebody_left_stands_in_the_month_in_which_it_ends(desk: Desk) -> None:
    with again(desk.path) as caseload:
        standards.add(caseload, "Every week", every=7, unit=Unit.DAY)
        episodes.discharge(caseload, "E0001", d("2026-09-30"), "moved away")

    def weeks(*span: str) -> list[str]:
        said = desk.done("report", "compliance", *span, "--list", "met", "--denominator", "--json")
        return [
            row["from_on"]
            for row in json.loads(said)
            if (row["record_id"], row["of"]) == ("E0001", "Every week")
        ]

    months = [*weeks("--month", "2026-09"), *weeks("--month", "2026-10")]
    assert "2026-09-28" in months
    both = weeks("--since", "2026-09-01", "--until", "2026-10-31")
    assert sorted(months) == sorted(both)


def test_on_a_terminal_what_a_figure_counts_is_broken_between_words(on_the_demo: Path) -> None:
    at = Terminal(on_the_demo / "at", on_the_demo / "demo" / "demo.db")
    at.environment["COLUMNS"] = "60"
    said = at.run("report", "compliance", "--month", "2026-10")
    assert said.code == 0, said.screen
    below = said.screen.partition("\nStandard met (met): ")[2].splitlines()
    assert len(below) > 4
    # The hash of the audit log is one word, and longer.
    assert all(len(line) <= 60 for line in below[:-1])
    assert "client-periods of everyone with a stay in the time to whom" in " ".join(below)


def test_days_are_over_so_many_and_not_of_them(desk: Desk) -> None:
    said = desk.done("report", "documentation", "--month", "2026-10", "--format", "table")
    row = next(line for line in said.splitlines() if re.search(r"business days|Days to", line))
    assert re.search(r"over \d+$", row.rstrip()), row
    assert not re.search(r"\d+ of \d+", row)
