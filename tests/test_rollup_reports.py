"""A report over many files: each file's own figures, and all of them added up."""

import csv
import io
import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from making import TODAY
from making_many import agency, as_it_was, manager_file, older_file, spoiled
from test_command_rollup import here, run
from test_rollup import files

from caseload import entrance
from caseload.cli import main
from caseload.records import rollup_reports
from caseload.records.reports import Asked, Part
from caseload.records.rollup import TOTAL
from caseload.reporting import spans
from caseload.reporting.catalog import REPORTS
from caseload.reporting.figures import By

__all__ = ["here"]

OCTOBER = spans.chosen(TODAY, None, None, in_month="2026-10", in_quarter=None)
ADDED_UP = ("numerator", "denominator")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("report", REPORTS)
def test_each_file_says_what_its_own_report_says_and_the_total_adds_it_up(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    report: str,
) -> None:
    # Two invented files, of which the second is behind.
    for folder, day in (("a", "2026-11-20"), ("b", "2026-11-09")):
        monkeypatch.setenv("CASELOAD_TODAY", day)
        entrance.make_demo(here / "demos" / folder)
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-20")
    whole = table(run(capsys, "report", report, "demos", "--csv")[0])
    alone = {}
    for path in ("demos/a/demo.db", "demos/b/demo.db"):
        assert main(["--file", path, "report", report, "--csv"]) == 0
        alone[path] = table(capsys.readouterr().out)
    assert {row["by"] for row in whole} == {"total", "file"}
    same = ("figure", "of", "numerator", "denominator", "value", "audit_head")
    for path, own in alone.items():
        of_file = [tuple(row[name] for name in same) for row in whole if row["group"] == path]
        # What nothing stands behind is said in the total alone.
        said = [tuple(row[name] for name in same) for row in own]
        assert [row for row in said if row in of_file] == of_file
        assert [row for row in said if row not in of_file and row[2] not in ("", "0")] == []
    total = [row for row in whole if row["by"] == "total"]
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for own in alone.values():
        for row in own:
            for name in ADDED_UP:
                sums[row["figure"], row["of"], name] += int(row[name] or 0)
    for row in total:
        for name in ADDED_UP:
            assert int(row[name] or 0) == sums[row["figure"], row["of"], name], row


def test_the_records_behind_a_figure_name_their_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ("report", "compliance", "agency", "--month", "2026-10")
    rows = json.loads(run(capsys, *args, "--list", "missed", "--json")[0])
    assert rows
    assert list(rows[0])[-1] == "file"
    counted = table(run(capsys, *args, "--csv")[0])
    for path in ("agency/dana.db", "agency/luis/caseload.db"):
        missed = sum(
            int(row["numerator"])
            for row in counted
            if row["figure"] == "missed" and row["group"] == path
        )
        assert sum(row["file"] == path for row in rows) == missed
    out, _ = run(capsys, *args, "--list", "missed", "--format", "table")
    assert out.split()[0] == "file"


def test_a_page_stands_for_itself_and_says_what_is_missing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoiled(here, "cut")
    named = here / "agency" / "d&a<b>.db"
    (here / "agency" / "dana.db").rename(named)
    _, said = run(capsys, "report", "compliance", "agency", "cut.db", "-o", "report.html", code=13)
    assert "cut.db" in said[0]
    page = (here / "report.html").read_text(encoding="utf-8")
    assert "Without cut.db, which could not be read." in page
    assert "d&amp;a&lt;b&gt;.db" in page
    assert "<b>" not in page
    assert len(re.findall(r"Audit head [0-9a-f]{64} of ", page)) == 2
    assert not re.search(r"(src|href)=\"?https?:", page)


def test_a_report_is_made_of_older_files_too_and_leaves_all_as_they_are(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older_file(here / "agency" / "old.db", 1)
    before = as_it_was(here)
    args = ("report", "compliance", "agency", "--month", "2026-10", "--csv")
    rows = table(run(capsys, *args)[0])
    assert {row["group"] for row in rows if row["figure"] == "missed"} == {
        "", "agency/dana.db", "agency/luis/caseload.db", "agency/old.db",
    }  # fmt: skip
    assert table(run(capsys, *args, "--as-recorded", "2026-11-20")[0]) == rows
    assert as_it_was(here) == before


def test_what_was_recorded_later_is_left_out_without_a_trace_in_the_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = as_it_was(here)
    args = ("report", "compliance", "agency", "--month", "2026-10", "--csv")
    # All of it was recorded on the day on which the tests run.
    rows = table(run(capsys, *args, "--as-recorded", "2020-01-01")[0])
    assert {row["denominator"] for row in rows} <= {"", "0"}
    assert as_it_was(here) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["report", "moon", "agency"], 2, "compliance"),
        (["report", "compliance", "agency", "--list", "moon"], 2, "has no figure"),
        (["report", "compliance", "agency", "--by", "moon"], 2, "file, case_manager"),
        (["report", "compliance", "agency", "--as-recorded", "2026-11-21"], 2, "isn't known yet"),
        (["report", "compliance", "agency", "--since", "2026-11-02", "--until", "2026-11-01"],
         2, ""),
        (["report", "compliance", "agency", "--case-manager", "Nobody"], 4, "Nobody"),
        (["report", "compliance", "agency", "--list", "met", "--min-cell", "11"], 2, "--min-cell"),
        (["report", "compliance", "agency", "--list", "met", "--by", "all"], 2, "--by has no"),
        (["report", "compliance", "agency", "--list", "met", "--case-manager", "Nobody"], 4,
         "Nobody"),
        (["report", "compliance"], 2, "Missing argument"),
    ],
)  # fmt: skip
def test_what_is_put_wrongly_is_refused_before_any_file_answers(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    out, said = run(capsys, *arguments, code=code)
    assert out == ""
    assert says in said[0]
    assert "could not be read" not in " ".join(said)


def test_a_single_file_has_no_figures_by_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--file", "agency/dana.db", "report", "compliance", "--by", "file"]) == 2
    assert "case_manager" in capsys.readouterr().err
    assert main(["--file", "agency/dana.db", "report", "compliance", "--by", "all", "--csv"]) == 0
    assert ",file," not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("part", "clients"),
    [(Part(case_manager="Luis"), 3), (Part(program="act"), 3), (Part(county="hill"), 6)],
)
def test_a_name_is_looked_for_in_each_file(tmp_path: Path, part: Part, clients: int) -> None:
    found = rollup_reports.made(
        files(agency(tmp_path)), Asked("workload", OCTOBER, TODAY, part=part)
    )
    (caseload,) = (one for one in found.report.figures if one.figure == "caseload")
    assert caseload.numerator == clients
    assert len(found.report.files) == 2


def test_people_of_two_files_count_once_where_few_are_left_out(tmp_path: Path) -> None:
    both = [(f"Ann {'abcdef'[one] * 5}", date(1980 + one, 3, 4), 60) for one in range(6)]
    others = [(f"Bo {'ghijkl'[one] * 5}", date(1970 + one, 5, 6), 60) for one in range(6)]
    for name, people in (("one", both), ("two", [*both, *others])):
        manager_file(tmp_path / f"{name}.db", f"Manager {name}", people)
    asked = Asked("compliance", OCTOBER, TODAY, min_cell=7)
    found = rollup_reports.made(files(tmp_path / "one.db", tmp_path / "two.db"), asked)
    # 18 rows of 12 people: enough together.
    assert [one.left_out for one in found.report.figures if one.figure == "missed"] == [False]
    manager_file(tmp_path / "three.db", "Manager three", both)
    found = rollup_reports.made(files(tmp_path / "one.db", tmp_path / "three.db"), asked)
    # 12 rows of 6 people: too few, though each file's rows make 12 together.
    assert [one.left_out for one in found.report.figures if one.figure == "missed"] == [True]
    by_file = asked._replace(by=(By.FILE,), min_cell=11)
    found = rollup_reports.made(files(tmp_path / "one.db", tmp_path / "two.db"), by_file)
    assert all(one.left_out for one in found.report.figures if one.by is By.FILE)
    assert TOTAL not in {one.group for one in found.report.figures}
