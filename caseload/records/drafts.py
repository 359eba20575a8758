"""Drafts: what was typed and is not saved yet, so that nothing typed is lost.

One per staff member, client (an intake has none yet) and kind, outside the audit log, and gone once
it is saved. A newer text takes the place of the older.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from caseload.records._caseload import Caseload


class Draft(NamedTuple):
    """Text not yet saved."""

    staff: str
    """As the audit log names them."""
    client_id: str | None
    """None for one about somebody who is no client yet."""
    kind: str
    """What it is to become: note, plan, intake."""
    text: str
    saved_at: str


_MINE = "staff = ? and kind = ? and ifnull(client_id, '') = ?"
"""As the index spells it, which finds one at once."""


def keep(caseload: Caseload, client_id: str | None, kind: str, text: str) -> None:
    """Keep what was typed."""
    with caseload.write("keep draft", client_id) as change:
        change.derived(
            "insert into draft (staff, client_id, kind, text, saved_at) values (?, ?, ?, ?, ?)"
            " on conflict do update set text = excluded.text, saved_at = excluded.saved_at",
            (caseload.actor, client_id, kind, text, change.at),
        )


def kept(caseload: Caseload, client_id: str | None, kind: str) -> Draft | None:
    """What the one who acts has typed and not saved, if anything."""
    found = caseload.records(
        Draft,
        f"where {_MINE}",
        (caseload.actor, kind, client_id or ""),
    )
    return found[0] if found else None


def drop(caseload: Caseload, client_id: str | None, kind: str) -> None:
    """Forget it: it was saved, or is not wanted."""
    if kept(caseload, client_id, kind) is None:
        return
    with caseload.write("drop draft", client_id) as change:
        change.derived(
            f"delete from draft where {_MINE}",
            (caseload.actor, kind, client_id or ""),
        )


@contextmanager
def saving(caseload: Caseload, client_id: str | None, kind: str, text: str) -> Iterator[None]:
    """Save what a text says, inside: it is kept when that fails, and forgotten once it is saved."""
    try:
        # Both or neither: a draft that stayed would be offered again, and saved twice.
        with caseload.write("drop draft", client_id):
            yield
            drop(caseload, client_id, kind)
    except BaseException:
        keep(caseload, client_id, kind, text)
        raise
