"""Why an action is not taken back, and what to do instead, by what was done; what is so again."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from caseload import dates
from caseload.records.audit import Entry

UNDO = "undo"
"""The record that the audit rows of an undo begin with; what it took back stands in it."""

WHOLE: dict[str, str] = {
    UNDO: "The last thing you did was an undo, and that can't be undone itself. Do it anew.",
    "import": "The last thing you did was an import, which is not taken back. Mend the table and "
    "import it again with --update; or go back to the copy that was kept before it: caseload "
    "backup list",
    "export": "The last thing you did was an export. What went out can't be called back, so it "
    "stays recorded. If nobody should have it, delete the file.",
    "give codes": "The last thing you did was to give records the codes that stand for them in "
    "de-identified tables. They stay, so that tables of another day fit those of today.",
    "make file": "The last thing you did was to make this file. If it is not wanted, delete the "
    "file.",
    "change key": "The last thing you did was to give the file another key. Give it one more: "
    "caseload key change",
    "encrypt file": "The last thing you did was to encrypt the file. To make it plain: caseload "
    "decrypt",
    "decrypt file": "The last thing you did was to make the file plain. To encrypt it: caseload "
    "encrypt",
    "restore backup": "The last thing you did was to restore a backup. What was there before is "
    "kept as a copy: caseload backup list",
}
"""By action, by the first word of one, or by the record of its last audit row."""

ROWS: dict[str, str] = {
    "signature": "A signature is never withdrawn. What you change in the plan begins the next "
    "draft: caseload plan edit {client}",
    "addendum": "An addendum stays. Add another to it: caseload contact amend {of}",
    "safety_plan_signature": "A signature is never withdrawn. What you change in it begins the "
    "next draft: caseload safety-plan edit {client}",
    "document": "A document was made, and that stays recorded. If nobody should have it, delete "
    "the file.",
    "disclosure": "What was told to others stays told, and so does the record of it. What goes on "
    "from there: caseload referral list {client}",
    "diagnosis": "A diagnosis stays in the record. Say which one holds: caseload client diagnose "
    "{client} CODE --principal",
}
"""By table: rows that others rely on."""


def why_whole(entries: Sequence[Entry]) -> str | None:
    """Why an action as a whole is not taken back, by its audit rows; None when it may be."""
    first = entries[0]
    names = (first.action, first.action.split(" ", maxsplit=1)[0], entries[-1].record)
    return next((WHOLE[name] for name in names if name in WHOLE), None)


def why_row(entry: Entry, after: dict[str, Any]) -> str | None:
    """Why a row is not taken back, by its audit row and what that wrote; None when it may be."""
    words = ROWS.get(entry.record)
    client = entry.client_id or "CLIENT"
    return words and words.format(client=client, of=after.get("of", "ID"))


NAMED = {"staff_id": "case manager"}
"""Fields whose name in the file says less than that of the public record."""
STAFF_FIELDS = ("assessor", "covered_by", "made_by", "signed_by", "staff", "staff_id", "taken_by")
"""Fields that hold a staff_id."""


def again(field: str, value: object, names: Mapping[str, str], since: str = "") -> str:
    """What a field says again, in people's words: "done on is empty again".

    Args:
        field: Its name in the file.
        value: What stands there again.
        names: Each staff member's name by id.
        since: From which day on, where it holds from one, YYYY-MM-DD.
    """
    from_then = f" from {dates.spoken(date.fromisoformat(since))}" if since else ""
    return f"{words(field)}{from_then} is {_said(field, value, names)} again"


def words(field: str) -> str:
    """A field as people say it."""
    return NAMED.get(field, field.replace("_", " "))


def _said(field: str, value: object, names: Mapping[str, str]) -> str:
    if value is None:
        return "empty"
    text = " ".join(str(value).split())
    if field in STAFF_FIELDS and text in names:
        return names[text]
    if field.endswith(("_on", "_at")) and re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return dates.local_time(text) if text.endswith("Z") else dates.spoken_moment(text)
    return f"'{text[:40]}…'" if len(text) > 40 else f"'{text}'"
