"""What is wrong with the file, and what is missing in it.

Plain SQLite notices few flipped bits by itself, so every record is held against the audit log,
which says what was last written to it.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from caseload.records import audit
from caseload.records._caseload import Caseload

KEYS = {
    "staff": ("staff_id",),
    "program": ("name",),
    "holiday": ("day",),
    "client": ("client_id",),
    "episode": ("episode_id",),
    "episode_case_manager": ("episode_id", "from_on"),
    "episode_level": ("episode_id", "from_on"),
    "hold": ("hold_id",),
    "hold_review": ("hold_id", "reviewed_on"),
    "diagnosis": ("diagnosis_id",),
    "contact": ("contact_id",),
    "addendum": ("addendum_id",),
    "standard": ("standard_id",),
    "note_format": ("name",),
    "plan": ("plan_id",),
    "goal": ("plan_id", "goal_id"),
    "objective": ("plan_id", "objective_id"),
    "intervention": ("plan_id", "intervention_id"),
    "signature": ("signature_id",),
    "progress": ("progress_id",),
    "plan_review": ("plan_review_id",),
    "living_situation": ("living_situation_id",),
    "document": ("document_id",),
    "guideline": ("region", "year"),
    "assessment": ("assessment_id",),
    "need": ("need_id",),
    "resource": ("resource_id",),
    "referral": ("referral_id",),
    "referral_update": ("referral_update_id",),
    "disclosure": ("disclosure_id",),
}
"""The tables that people write to, and what tells their rows apart."""
State = dict[str, Any]


class Finding(NamedTuple):
    """Something that is damaged or missing."""

    kind: str
    """damage or missing."""
    record: str
    record_id: str | None
    client_id: str | None
    finding: str


def damage(caseload: Caseload) -> list[Finding]:
    """What is not as it was written: pages, references between records, the log, the records."""
    with caseload.reading():
        found = [
            Finding("damage", "file", None, None, str(row[0]))
            for row in caseload.rows("pragma integrity_check(20)")
            if row[0] != "ok"
        ]
        found += [
            Finding("damage", table, str(rowid), None, f"it names a {parent} that is not there")
            for table, rowid, parent, _ in caseload.rows("pragma foreign_key_check")
        ]
        broken = audit.first_broken(caseload)
        if broken is not None:
            found.append(
                Finding("damage", "audit", str(broken), None, "it is not as it was written")
            )
        found += _not_as_written(caseload)
        found += [
            _damaged("attempt_tally", client_id, client_id, "it does not count what is there")
            for (client_id,) in caseload.rows(MISCOUNTED)
        ]
    return found


def _not_as_written(caseload: Caseload) -> Iterator[Finding]:
    """Records that differ from what the audit log says was last written to them."""
    written: dict[str, dict[tuple[Any, ...], State]] = {table: {} for table in KEYS}
    for entry in audit.entries(caseload):
        keys = KEYS.get(entry.record)
        after, before = _object(entry.after), _object(entry.before)
        if keys is None:
            continue
        if after is None:
            if before is not None and entry.after is None:
                gone = {keys[0]: entry.record_id, **before}
                written[entry.record].pop(tuple(map(gone.get, keys)), None)
            continue
        said: State = {keys[0]: entry.record_id, **after}
        written[entry.record].setdefault(tuple(map(said.get, keys)), {}).update(said)
    for table, keys in KEYS.items():
        names = [row[1] for row in caseload.rows(f"pragma table_info({table})")]
        expected = written[table]
        for values in caseload.stream(f"select * from {table}"):
            row = dict(zip(names, values, strict=True))
            known: State | None = expected.pop(tuple(row[key] for key in keys), None)
            client_id = row.get("client_id")
            if known is None:
                yield _damaged(table, row[keys[0]], client_id, "it is not in the audit log")
                continue
            wrong = [name for name in names if row[name] != known.get(name, row[name])]
            wrong += [n for n in names if n not in known and row[n] is not None]
            if wrong:
                fields = ", ".join(wrong)
                words = f"{fields}: not what the audit log says was written"
                yield _damaged(table, row[keys[0]], client_id, words)
        for key in expected:
            yield _damaged(table, str(key[0]), None, "it is in the audit log, and gone")


def _damaged(table: str, record_id: str, client_id: str | None, words: str) -> Finding:
    return Finding("damage", table, record_id, client_id, words)


def _object(text: str | None) -> State | None:
    """A JSON object, or nothing where a damaged row holds something else."""
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(found, dict) or any(isinstance(v, dict | list) for v in found.values()):
        return None
    return found


MISCOUNTED = """
    with counted as (
        select client_id, substr(contacted_on, 1, 7) as month, ifnull(program, '') as program,
            count(*) as attempts
        from contact where reached = 'nobody' and entered_in_error_at is null group by 1, 2, 3),
    tallied as (
        select client_id, month, program, attempts from attempt_tally where attempts <> 0)
    select client_id from (select * from counted except select * from tallied)
    union select client_id from (select * from tallied except select * from counted)"""
"""Clients whose attempts by month are not what the contacts say."""

MISSING = (
    ("client", "no diagnosis: what makes them eligible", """
        select c.client_id, c.client_id from client c
        where exists (select 1 from episode e where e.client_id = c.client_id
            and e.status = 'admitted')
        and not exists (select 1 from diagnosis d where d.client_id = c.client_id)"""),
    ("client", "no date of birth", """
        select client_id, client_id from client where date_of_birth is null"""),
    ("client", "no phone, email or address: no way to reach them", """
        select client_id, client_id from client
        where phone is null and email is null and address is null"""),
    ("client", "no county: where services are looked for", """
        select client_id, client_id from client where county is null"""),
    ("client", "never referred or admitted", """
        select c.client_id, c.client_id from client c
        where not exists (select 1 from episode e where e.client_id = c.client_id)"""),
    ("episode", "no case manager", """
        select episode_id, client_id from episode e where status = 'admitted'
        and not exists (select 1 from episode_case_manager m
            where m.episode_id = e.episode_id)"""),
    ("episode", "no funding: who pays", """
        select episode_id, client_id from episode where status = 'admitted' and funding is null"""),
    ("episode", "on the list of a case manager who has left", """
        select e.episode_id, e.client_id from episode e where status = 'admitted'
        and exists (select 1 from staff s where s.active = 0 and s.covered_by is null
            and s.staff_id = (select m.staff_id from episode_case_manager m
                where m.episode_id = e.episode_id order by m.from_on desc limit 1))"""),
    ("holiday", "none after today, so business days know weekends alone: caseload holiday fill", """
        select null, null where not exists (select 1 from holiday where day > :today)"""),
    ("standard", "no active standard: nothing is owed to anyone", """
        select null, null where not exists (select 1 from standard where active = 1
            and (effective_until is null or effective_until > :today))"""),
)  # fmt: skip
"""Which record lacks what, and the query that finds its id and client."""


def missing(caseload: Caseload) -> list[Finding]:
    """Facts that the agency needs and that nobody has written down yet."""
    today = {"today": caseload.today.isoformat()}
    return [
        Finding("missing", record, record_id, client_id, words)
        for record, words, sql in MISSING
        for record_id, client_id in caseload.rows(f"{sql} order by 1", today)
    ]
