"""What is wrong with the file: is it whole, and does it lie where it is safe.

Plain SQLite notices few flipped bits by itself, so every record is held against the audit log,
which says what was last written to it.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from caseload.errors import CaseloadError
from caseload.records import _resource_lines, audit, backups
from caseload.records._caseload import Caseload
from caseload.records._opening import shape, shape_of_new
from caseload.records._place import why_unsafe
from caseload.records._whole_file import left

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
    "care_team_member": ("care_team_member_id",),
    "consent": ("consent_id",),
    "referral_update": ("referral_update_id",),
    "disclosure": ("disclosure_id",),
    "appointment": ("appointment_id",),
    "task": ("task_id",),
    "task_put_off": ("task_put_off_id",),
    "advocacy": ("advocacy_id",),
    "advocacy_step": ("advocacy_step_id",),
    "crisis": ("crisis_id",),
    "crisis_hold": ("crisis_id", "hold_id"),
    "crisis_closing": ("crisis_id", "days"),
    "safety_plan": ("safety_plan_id",),
    "safety_plan_signature": ("signature_id",),
    "deidentified_code": ("code",),
}
"""The tables that people write to, and what tells their rows apart."""
State = dict[str, Any]


class Finding(NamedTuple):
    """Something that is damaged, missing, or lies where it should not."""

    kind: str
    """damage, missing or place."""
    record: str
    record_id: str | None
    client_id: str | None
    finding: str
    mend: str
    """What to do about it."""


RESTORE = "caseload backup verify, then: caseload backup restore newest"
COMPARE = "see who wrote what: caseload audit log; then: caseload backup restore newest"


def damage(caseload: Caseload, *, quick: bool = False) -> list[Finding]:
    """What is not as it was written: pages, references, the file's shape, the log, the records.

    Args:
        caseload: The open caseload.
        quick: Pages and references alone, without reading the audit log.
    """
    with caseload.reading():
        found = [
            Finding("damage", "file", None, None, str(row[0]), RESTORE)
            for row in caseload.rows(f"pragma {'quick' if quick else 'integrity'}_check(20)")
            if row[0] != "ok"
        ]
        found += [
            _damaged(table, str(rowid), None, f"it names a {parent} that is not there")
            for table, rowid, parent, _ in caseload.rows("pragma foreign_key_check")
        ]
        if quick:
            return found
        other = _other_shape(caseload)
        found += [
            Finding("damage", "file", what, None, "it is not as this program makes it", RESTORE)
            for what in other
        ]
        try:
            found.extend(_records(caseload))
        except CaseloadError as error:
            # A table or a column that is gone, which is among what was found.
            if not other or type(error) is not CaseloadError:
                raise
            words = "what is missing in it keeps its records from being held against the log"
            found.append(Finding("damage", "file", caseload.path.name, None, words, RESTORE))
    return found


def _records(caseload: Caseload) -> Iterator[Finding]:
    """What is not as it was written in the log, in the records and in what is counted of them."""
    broken = audit.first_broken(caseload)
    if broken is not None:
        yield _damaged("audit", str(broken), None, "it is not as it was written")
    yield from _not_as_written(caseload)
    for (client_id,) in caseload.rows(MISCOUNTED):
        yield _damaged("attempt_tally", client_id, client_id, "it does not count what is there")
    for resource_id in _resource_lines.wrong(caseload):
        words = "a search finds it otherwise than it is"
        yield _damaged("resource_line", resource_id, None, words)


def place(path: Path) -> list[Finding]:
    """Where the file lies that it should not, and who may read it that should not."""
    found = []
    why = why_unsafe(path)
    if why is not None:
        move = "move it to a folder of your own on this machine: caseload config file PATH"
        found.append(Finding("place", "file", path.name, None, why, move))
    copies = backups.folder_of(path)
    if copies.is_symlink():
        words = f"its backups lie behind a link, in {copies.resolve()}"
        mend = "see that this place is yours alone and copied nowhere else, or remove the link"
        found.append(Finding("place", "file", copies.name, None, words, mend))
    for each in (path, *(Path(one.path) for one in backups.listed(path))):
        if os.name == "posix" and each.stat().st_mode & 0o077:
            words = "other accounts of this machine may read it"
            found.append(Finding("place", "file", each.name, None, words, f"chmod 600 '{each}'"))
    for each in (*left(path.parent, path.name), *left(copies)):
        words = "half a file that a killed program left; it may hold records in clear"
        found.append(Finding("place", "file", each.name, None, words, f"remove '{each}'"))
    return found


def _other_shape(caseload: Caseload) -> list[str]:
    """What differs in the shape of the file: a trigger is gone that kept signed rows, say."""
    theirs, ours = shape(caseload.attached()), shape_of_new()
    return sorted(one for one in theirs | ours if theirs.get(one) != ours.get(one))


def _not_as_written(caseload: Caseload) -> Iterator[Finding]:
    """Records that differ from what the audit log says was last written to them."""
    written: dict[str, dict[tuple[Any, ...], State]] = {table: {} for table in KEYS}
    begun: dict[str, dict[tuple[Any, ...], str]] = {table: {} for table in KEYS}
    shaped_at = _shaped_at(caseload)
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
        found = tuple(map(said.get, keys))
        if found not in written[entry.record]:
            begun[entry.record][found] = str(entry.at)
        written[entry.record].setdefault(found, {}).update(said)
    for table, keys in KEYS.items():
        columns = caseload.rows(f"pragma table_info({table})")
        names = [row[1] for row in columns]
        given = {row[1]: row[4].strip("'") for row in columns if row[4] is not None}
        expected = written[table]
        for values in caseload.stream(f"select * from {table}"):
            row = dict(zip(names, values, strict=True))
            key = tuple(row[name] for name in keys)
            known: State | None = expected.pop(key, None)
            client_id = row.get("client_id")
            if known is None:
                yield _damaged(table, row[keys[0]], client_id, "it is not in the audit log")
                continue
            wrong = [name for name in names if row[name] != known.get(name, row[name])]
            # A column that came later has the value that its migration gave to older rows.
            older = begun[table][key] < shaped_at
            wrong += [
                name
                for name in names
                if name not in known
                and row[name] is not None
                and not (older and str(row[name]) == given.get(name))
            ]
            if wrong:
                fields = ", ".join(wrong)
                words = f"{fields}: not what the audit log says was written"
                yield _damaged(table, row[keys[0]], client_id, words)
        for key in expected:
            yield _damaged(table, str(key[0]), None, "it is in the audit log, and gone")


def _shaped_at(caseload: Caseload) -> str:
    """The instant of the last migration, as the audit log writes instants."""
    last = caseload.value("select max(applied_at) from _sqlite_migrations")
    return str(last).replace(" ", "T")[:23]


def _damaged(table: str, record_id: str | None, client_id: str | None, words: str) -> Finding:
    return Finding("damage", table, record_id, client_id, words, COMPARE)


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
