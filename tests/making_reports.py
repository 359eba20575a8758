"""Files for the tests of reports: written some time ago, and read again as tables of plain SQL."""

import io
import json
import re
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from caseload import entrance
from caseload.cli import main
from caseload.model import Counting, Mode, Unit
from caseload.records import everything, standards
from caseload.records._caseload import Caseload, chain_hash, written_out
from caseload.records._opening import create_file, open_file

AUDIT = ("audit_id", "at", "actor", "action", "record", "record_id", "client_id", "before", "after")


def aged(caseload: Caseload, path: Path, days: int) -> None:
    """The same caseload in a new file, as if each write had been so many days earlier.

    It goes out and in by `export everything`, which holds all of it against the audit log.
    """
    instants = [at for (at,) in caseload.rows("select distinct at from audit")]
    lines = [json.dumps(line, ensure_ascii=False) for line in everything.lines(caseload)]
    whole = "\n".join(lines)
    for at in instants:
        earlier = datetime.fromisoformat(at) - timedelta(days=days)
        whole = whole.replace(at, written_out(earlier).replace("Z", "Y"))
    # In two steps, so that no instant becomes one that is still to be moved.
    chained(path.with_suffix(".jsonl"), re.sub(r"(T[0-9:.]{12})Y", r"\1Z", whole))
    create_file(path, caseload.today, None, everything.restorer(path.with_suffix(".jsonl")))


def chained(path: Path, whole: str) -> None:
    """Write an export with the hashes of its audit log computed anew."""
    head, made = "", []
    for line in whole.split("\n"):
        row = json.loads(line)
        if row.get("table") == "audit":
            head = row["chain_hash"] = chain_hash(head, [row[name] for name in AUDIT])
        made.append(json.dumps(row, ensure_ascii=False))
    path.write_text("\n".join(made) + "\n", encoding="utf-8")


def tables(exports: dict[str, str]) -> sqlite.Connection:
    """A database of exports: a table by the name of each kind, from its JSON lines."""
    made = sqlite.connect(":memory:")
    for kind, text in exports.items():
        rows = [json.loads(line) for line in text.splitlines()]
        names = list(rows[0])
        made.execute(f"create table {kind} ({', '.join(f'[{name}]' for name in names)})")
        made.executemany(
            f"insert into {kind} values ({', '.join('?' * len(names))})",
            [[_cell(row[name]) for name in names] for row in rows],
        )
    return made


def _cell(value: object) -> str | int | float | None:
    if isinstance(value, list):
        return ";".join(map(str, value))
    assert value is None or isinstance(value, str | int | float)
    return value


# --- an agency, and what its exports say ---------------------------------------------------------

SINCE, UNTIL, ON = "2026-01-01", "2026-10-31", "2026-11-23"
KINDS = (
    *("clients", "contacts", "episodes", "episode_levels", "holds", "hold_reviews", "diagnoses"),
    *("appointments", "referrals", "crises", "living_situations", "assessments", "needs", "plans"),
    *("plan_reviews", "standards", "consents", "tasks", "advocacy", "holidays", "staff"),
)


def set_standards(caseload: Caseload) -> None:
    """Standards of all sorts beside those of the demo, one of them edited."""
    day = date.fromisoformat
    calendar, visits = Counting.CALENDAR, frozenset({Mode.IN_PERSON})
    found = {one.name: one.standard_id for one in standards.listed(caseload, ended=True)}
    standards.edit(caseload, found["Calendar-month contact"], day("2026-03-15"), active=True)
    standards.edit(caseload, found["Monthly contact"], day("2026-06-10"), first_within_days=7)
    standards.add(
        caseload, "Seen each week", unit=Unit.WEEK, counting=calendar, program="ACT-lite",
        effective_from=day("2026-04-08"),
    )  # fmt: skip
    standards.add(caseload, "Seen every ten days", every=10, unit=Unit.DAY, program="ACT-lite")
    standards.add(
        caseload, "Three visits a year", unit=Unit.YEAR, counting=calendar, times=3, modes=visits
    )
    standards.add(
        caseload, "Two visits a month, level 2", counting=calendar, times=2, modes=visits,
        level_of_care="2", effective_until=day("2026-09-11"),
    )  # fmt: skip


class Agency:
    """An invented agency of some cast: its raw exports as tables, and its reports."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, cast: int) -> None:
        patch.setenv("CASELOAD_CONFIG", str(folder / "config.toml"))
        patch.setenv("CASELOAD_TODAY", ON)
        self.cast, self.path = cast, entrance.make_demo(folder, cast=cast)
        patch.setenv("CASELOAD_FILE", str(self.path))
        with open_file(self.path, date.fromisoformat(ON), str) as caseload:
            set_standards(caseload)
        self.raw = tables({kind: self.says("export", kind, "--format", "jsonl") for kind in KINDS})

    def says(self, *arguments: str) -> str:
        said = io.StringIO()
        with redirect_stdout(said):
            assert main(list(arguments)) == 0
        return said.getvalue()

    def figures(
        self, report: str, *options: str, since: str = SINCE, until: str = UNTIL
    ) -> dict[tuple[str, str, str | None], Any]:
        """By whom, figure and what it is about: numerator and denominator."""
        said = self.says("report", report, "--since", since, "--until", until, "--json", *options)
        return {
            (row["group"] or "", row["figure"], row["of"]): (row["numerator"], row["denominator"])
            for row in json.loads(said)
        }

    def sql(self, text: str, since: str = SINCE, until: str = UNTIL) -> list[tuple[Any, ...]]:
        """What a query says, or the last of several."""
        *before, last = (each for each in text.split(";\n") if each.strip())
        named = {"since": since, "until": until, "on": ON}
        for each in before:
            self.raw.execute(each, named)
        return list(self.raw.execute(last, named))

    def sql_day_by_day(self, **span: str) -> list[tuple[Any, ...]]:
        """As `sql`: how standards were met, asked one day after another."""
        text = Path(__file__).with_name("compliance_day_by_day.sql").read_text(encoding="utf-8")
        return self.sql(text, **span)
