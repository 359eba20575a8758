"""Files for the tests of reports: written some time ago, and read again as tables of plain SQL."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from caseload.records import everything
from caseload.records._caseload import Caseload, chain_hash, written_out
from caseload.records._opening import create_file

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
