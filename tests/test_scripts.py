"""The recipes of docs/scripts.md run as they stand, with nobody at a terminal."""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from making_many import as_it_was
from openpyxl import load_workbook
from sqlcipher3 import dbapi2 as sqlite

from caseload import entrance
from caseload.cli import main
from caseload.errors import CaseloadError
from caseload.model import Client
from caseload.records._opening import open_file

HERE = Path(__file__).parents[1]
PAGE = (HERE / "docs" / "scripts.md").read_text(encoding="utf-8")
SHELL = shutil.which("sh")
SCRIPTS = {
    name: text
    for text in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for name in re.findall(r"\A# (\S+\.sh)$", text, re.MULTILINE)
}
WINDOWS = {
    name: text
    for text in re.findall(r"```bat\n(.*?)```", PAGE, re.DOTALL)
    for name in re.findall(r"\Arem (\S+\.cmd)$", text, re.MULTILINE)
}
FIELD = re.compile(r"(\*|\d+(-\d+)?(,\d+(-\d+)?)*)(/\d+)?")

Run = Callable[..., "subprocess.CompletedProcess[str]"]

needs_shell = pytest.mark.skipif(SHELL is None, reason="there is no shell here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of somebody's own: the demo as their file, the scripts, and a program to run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    entrance.make_demo(tmp_path).rename(tmp_path / "mine.db")
    program = tmp_path / "bin" / "caseload"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m caseload "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(here: Path) -> Run:
    """Runs a script as cron would: few words in the environment, and no standard input."""

    def run(
        name: str, *arguments: str, code: int = 0, typed: str = "", today: str = "2026-11-23"
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [SHELL or "", name, *arguments],
            cwd=here, input=typed, capture_output=True, text=True, check=False,
            env={
                "PATH": f"{here / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin",
                "HOME": str(here),
                "PYTHONPATH": str(HERE),
                "CASELOAD_FILE": str(here / "mine.db"),
                "CASELOAD_CONFIG": str(here / "none.toml"),
                "CASELOAD_TODAY": today,
            },
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done

    return run


@needs_shell
def test_the_mail_of_the_morning_says_what_is_due_and_names_nobody(here: Path, run: Run) -> None:
    with open_file(here / "mine.db", entrance.today(), str) as caseload:
        names = {one.last_name for one in caseload.records(Client)}
    assert main(["due", "--json"]) == 10  # The job's own file is said in its environment alone.
    said = run("morning.sh").stdout
    assert re.search(r"^C0031\tcontact\t2026-10-\d\d\t\d+\toverdue$", said, re.MULTILINE)
    assert [name for name in names if name in said] == []
    assert "555" not in said


@needs_shell
def test_there_is_no_mail_when_nothing_is_due_and_an_error_when_it_cannot_be_known(
    here: Path, run: Run
) -> None:
    (here / "mine.db").unlink()
    assert main(["--file", "mine.db", "init", "--no-encrypt"]) == 0
    assert run("morning.sh").stdout == ""
    os.truncate(here / "mine.db", 10_000)
    done = run("morning.sh", code=13)
    assert done.stdout == ""
    assert "is damaged" in done.stderr


@needs_shell
def test_the_week_leaves_a_table_and_each_case_manager_s_list(here: Path, run: Run) -> None:
    agency = here / "agency"
    agency.mkdir()
    for name in ("李", "王"):
        assert main(["--file", "mine.db", "--staff", "Whitfield", "staff", "add", name]) == 0
    shutil.copy("mine.db", agency / "one.db")
    shutil.copy("mine.db", agency / "two.db")
    for _ in range(2):
        run("weekly.sh", "agency", "out")
    made = sorted(path.name for path in (here / "out").iterdir())
    assert "overdue.csv" in made
    assert "Dana_Whitfield.csv" in made
    # Two names of as many letters, none of which the C locale knows, are two files.
    assert {"李.csv", "王.csv"} <= set(made)
    with (here / "out" / "overdue.csv").open(encoding="utf-8", newline="") as file:
        overdue = {
            (row["file"], row["case_manager"]): int(row["overdue"]) for row in csv.DictReader(file)
        }
    with (here / "out" / "Dana_Whitfield.csv").open(encoding="utf-8", newline="") as file:
        hers = [row for row in csv.DictReader(file) if row["status"] == "overdue"]
    assert {row["case_manager"] for row in hers} == {"Dana Whitfield"}
    assert len(hers) == sum(
        count for (_, name), count in overdue.items() if name == "Dana Whitfield"
    )


@needs_shell
def test_the_week_names_a_damaged_file_and_leaves_the_lists_of_the_rest(
    here: Path, run: Run
) -> None:
    agency = here / "agency"
    agency.mkdir()
    for name in ("one.db", "two.db"):
        shutil.copy("mine.db", agency / name)
    run("weekly.sh", "agency", "whole")
    os.truncate(agency / "one.db", 50_000)
    done = run("weekly.sh", "agency", "out", code=13)
    assert "agency/one.db is damaged" in done.stderr
    assert {path.name for path in (here / "out").iterdir()} == {
        path.name for path in (here / "whole").iterdir()
    }


@pytest.fixture
def agency(here: Path) -> Path:
    """The ten invented files of the page, by its own commands."""
    lines = re.findall(r"^\$ caseload (.*)$", PAGE, re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["demo"] * 10
    for line in lines:
        assert main(shlex.split(line)) == 0
    return here / "agency"


@needs_shell
def test_the_month_s_end_over_ten_files_needs_no_hand_on_it(
    here: Path, run: Run, agency: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    before = as_it_was(agency)
    done = run("month.sh", "agency", "month", "2026-10")
    assert done.stderr == ""
    assert as_it_was(agency) == before
    made = here / "month" / "2026-10"
    reports = ("compliance", "outcomes", "workload", "documentation")
    assert sorted(path.name for path in made.iterdir()) == sorted(
        ["records.xlsx", *(f"{name}{end}" for name in reports for end in (".csv", ".html"))]
    )
    page = (made / "compliance.html").read_text(encoding="utf-8")
    assert page.count("File: agency/10/demo.db") >= 4
    figures = figures_of(made / "workload.csv")
    # The same, counted again from the records themselves.
    sheet = load_workbook(made / "records.xlsx")["contacts"]
    names, *rows = sheet.iter_rows(values_only=True)
    at = {str(name): place for place, name in enumerate(names)}
    counted = Counter(
        str(row[at["file"]])
        for row in rows
        if row[at["reached"]] != "nobody" and row[at["entered_in_error_at"]] is None
    )
    assert len(counted) == 10
    for file, count in counted.items():
        assert figures["contacts", "file", file] == str(count), file
    assert figures["contacts", "total", ""] == str(sum(counted.values()))
    # They are ten caseloads, and two who went away from each stand in the next.
    assert len({figures["minutes", "file", file] for file in counted}) == 10
    managers = [
        group for figure, by, group in figures if (figure, by) == ("contacts", "case_manager")
    ]
    assert len(managers) >= 50
    assert main(["rollup", "shared", "agency", "--json"]) == 0
    shared = json.loads(capsys.readouterr().out)
    pairs = Counter((row["file"][7:9], row["also_in"][7:9]) for row in shared)
    assert set(pairs.values()) == {2}
    assert {(int(one), int(other)) for one, other in pairs if one < other} == set(
        pairwise(range(1, 11))
    )


@needs_shell
def test_the_month_s_end_names_a_damaged_file_and_makes_all_the_rest(here: Path, run: Run) -> None:
    for name in ("01", "02", "03"):
        (here / "agency" / name).mkdir(parents=True)
        shutil.copy("mine.db", here / "agency" / name / "demo.db")
    os.truncate(here / "agency" / "02" / "demo.db", 50_000)
    done = run("month.sh", "agency", "month", "2026-10", code=13)
    assert done.stderr.count("agency/02/demo.db is damaged") == 9
    made = here / "month" / "2026-10"
    assert len(list(made.iterdir())) == 9
    assert "Without agency/02/demo.db" in (made / "outcomes.html").read_text(encoding="utf-8")
    files = {group for _, by, group in figures_of(made / "workload.csv") if by == "file"}
    assert len(files) == 2


@needs_shell
def test_without_a_month_it_is_the_one_before_this(here: Path, run: Run) -> None:
    (here / "agency").mkdir()
    shutil.copy("mine.db", here / "agency" / "one.db")
    # The shell asks the machine's own clock.
    today = date.today()
    run("month.sh", "agency", "month", today=today.isoformat())
    first = today.replace(day=1)
    (made,) = (here / "month").iterdir()
    assert made.name == f"{first - timedelta(days=1):%Y-%m}"


def figures_of(path: Path) -> dict[tuple[str, str, str], str]:
    """The numerators of a report's table, by figure, by and group."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["figure"], row["by"], row["group"]): row["numerator"]
            for row in csv.DictReader(file)
        }


@needs_shell
def test_the_night_says_by_its_exit_code_whether_the_file_is_whole(here: Path, run: Run) -> None:
    assert main(["--file", "mine.db", "--staff", "Whitfield", "log", "C0031", "x"]) == 0
    assert "all as they were written" in run("nightly.sh").stdout
    with closing(sqlite.connect(str(here / "mine.db"))) as changed:
        changed.execute("update client set phone = '555' where client_id = 'C0031'")
        changed.commit()
    assert "C0031" in run("nightly.sh", code=20).stdout


@needs_shell
def test_the_night_goes_through_a_file_with_missing_facts_and_asks_for_a_backup(
    here: Path, run: Run
) -> None:
    path = here / "mine.db"
    path.unlink()
    assert main(["--file", str(path), "init", "--no-encrypt", "--name", "Dana Whitfield"]) == 0
    assert main(["--file", str(path), "program", "add", "ACT"]) == 0
    assert main(["--file", str(path), "client", "add", "Mei", "Li"]) == 0
    admitted = ["client", "admit", "C0001", "--program", "ACT", "--on", "2026-11-02"]
    assert main(["--file", str(path), *admitted]) == 0
    assert main(["--file", str(path), "check"]) == 20
    shutil.rmtree(here / "mine.db.backups", ignore_errors=True)
    done = run("nightly.sh", code=4)
    assert "all as they were written" in done.stdout
    assert "caseload backup create" in done.stderr
    assert main(["--file", str(path), "backup", "create"]) == 0
    run("nightly.sh")


@needs_shell
def test_the_passphrase_lies_in_a_file_that_is_the_account_s_own(here: Path, run: Run) -> None:
    (here / "new").write_text("several plain words", encoding="utf-8")
    assert main(["--file", "mine.db", "encrypt", "--new-passphrase-file", "new"]) == 0
    done = run("setup.sh", typed="several plain words\n")
    assert (here / "caseload.key").stat().st_mode & 0o777 == 0o600
    assert "several" not in done.stdout + done.stderr
    run("setup.sh", typed="some other words\n", code=12)


# --- when it runs --------------------------------------------------------------------------------


def test_each_line_of_cron_has_a_time_and_a_script_of_the_page() -> None:
    (table,) = re.findall(r"```cron\n(.*?)```", PAGE, re.DOTALL)
    jobs = [line.split() for line in table.splitlines() if not re.match(r"[A-Z_]+=", line)]
    assert len(jobs) == 4
    for job in jobs:
        assert [field for field in job[:5] if not FIELD.fullmatch(field)] == []
        assert job[5] == "sh"
        assert Path(job[6]).name in SCRIPTS


def test_each_task_of_windows_has_a_time_and_a_script_of_the_page() -> None:
    tasks = re.findall(r"^schtasks (.*)$", PAGE, re.MULTILINE)
    assert len(tasks) == 2
    for task in tasks:
        words = re.findall(r'"[^"]*"|\S+', task)
        said = dict(pairwise(words))
        assert words[0] == "/Create"
        assert said["/SC"] in ("DAILY", "WEEKLY", "MONTHLY")
        assert re.fullmatch(r"[0-2]\d:[0-5]\d", said["/ST"])
        assert said["/TR"].strip('"').rpartition("\\")[2] in WINDOWS


@pytest.mark.parametrize("name", WINDOWS)
def test_the_commands_of_a_script_for_windows_run(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (here / "agency").mkdir()
    shutil.copy("mine.db", here / "agency" / "one.db")
    script = WINDOWS[name].splitlines()
    lines = [line for line in script if line.startswith("caseload ")]
    assert len(lines) >= 2
    # One that fails of one file stops none of the rest, and its code is the last word.
    after = {then for line, then in pairwise(script) if line in lines}
    assert (after, script[-1]) == ({"if errorlevel 1 set code=%errorlevel%"}, "exit /b %code%")
    for line in lines:
        assert main(shlex.split(line)[1:]) == 0, capsys.readouterr().err


def test_the_page_names_exit_codes_that_there_are() -> None:
    table = re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE)
    codes = {int(code) for cell in table for code in cell.split(",")}
    assert len(codes) >= 6
    assert codes - {0, 20} <= {kind.exit_code for kind in _all(CaseloadError)}


def _all(kind: type[CaseloadError]) -> set[type[CaseloadError]]:
    return {kind}.union(*(_all(each) for each in kind.__subclasses__()))
