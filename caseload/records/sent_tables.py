"""Tables that go to somebody: whose they are about, by what right, and what is left out of them.

An export for the agency's own use is nobody's disclosure. One that goes to somebody is a disclosure
of each client in it, and there is one for each, written together.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload.errors import InvalidError, UsageError
from caseload.model.linking import Disclosure
from caseload.records import disclosures, exports
from caseload.records._caseload import Caseload
from caseload.records._table import Part, Row, Table, Type, told
from caseload.records.disclosures import Right
from caseload.rules import circle_rules, part2_rules


class SentTable(NamedTuple):
    """A table for somebody, and by what right each client stands in it."""

    kind: str
    table: Table
    to_whom: str
    purpose: str | None
    rights: dict[str, Right]
    """By client_id."""

    def along(self, notice: str | None) -> list[str]:
        """What goes along with substance-use records, in lines: 42 CFR 2.32; [] where none go.

        Args:
            notice: The agency's own; None is the law's.
        """
        releases = [one.release for one in self.rights.values() if one.release and one.part2]
        if not releases:
            return []
        told = [f"{one.client_id}: {circle_rules.in_words(one)}" for one in releases]
        return [*told, *(notice or part2_rules.NOTICE).split("\n")]


def of_clients(table: Table, kind: str, client_ids: Sequence[str]) -> Table:
    """The rows about these clients; all when none is named.

    Raises:
        UsageError: The table is about no client.
    """
    if not client_ids:
        return table
    place = _place(table, kind)
    return table._replace(rows=(row for row in table.rows if row[place] in client_ids))


def refuse_clientless(kind: str) -> None:
    """Refuse to choose clients of a table that is about none.

    Raises:
        UsageError: It is one.
    """
    if "client_id" not in exports.KINDS[kind].names:
        raise UsageError(f"{kind} are about no client; leave out --to and --client.")


def _place(table: Table, kind: str) -> int:
    refuse_clientless(kind)
    return table.columns.index("client_id")


def refuse_private(kind: str) -> None:
    """Refuse to send a table of which it is not known what has to be left out.

    Raises:
        UsageError: It is one.
    """
    if not exports.KINDS[kind].to_others and exports.KINDS[kind].client is not None:
        those = ", ".join(
            name for name, one in exports.KINDS.items() if one.to_others and one.client
        )
        raise UsageError(
            f"{kind} is for the agency's own use: what has to be left out of it for somebody else"
            f" is not known. Send one of: {those}."
        )


def prepared(
    caseload: Caseload,
    kind: str,
    client_ids: Sequence[str],
    to_whom: str,
    *,
    codes: str,
    part: Part | None = None,
    purpose: str | None = None,
    exception: str | None = None,
    part2: bool = False,
) -> SentTable:
    """A table as it may go to somebody.

    Args:
        caseload: The open caseload.
        kind: One of `exports.KINDS`.
        client_ids: Whose rows; those of everyone when none is named.
        to_whom: Who gets it.
        codes: The diagnoses that are substance-use records, as the setting has them.
        part: Which rows; all of them when not given.
        purpose: What for.
        exception: Why no release is needed.
        part2: Whether substance-use records go along.

    Raises:
        UsageError: The table is about no client, or goes to nobody.
        InvalidError: A client in it has no release in force that names them, and no exception was
            stated; or nobody stands in it.
    """
    refuse_private(kind)
    with caseload.reading():
        table = of_clients(exports.table(caseload, kind, part), kind, client_ids)
        place = _place(table, kind)
        rows = [row for row in table.rows if row[place] is not None]
        whose = sorted({row[place] for row in rows})
        if not whose:
            raise InvalidError(f"There are no {kind.replace('_', ' ')} to send.")
        rights = disclosures.rights_to_tell(caseload, whose, to_whom, exception, part2=part2)
        withheld = disclosures.withheld(caseload, whose, rights, codes)
    kept: list[tuple[Any, ...]] = []
    for row in rows:
        if rights[row[place]].part2:
            kept.append(tuple(row))
            continue
        left_of_it = withheld.kept(_read(table, row))
        if left_of_it is not None:
            kept.append(told(left_of_it.values()))
    left = {row[place] for row in kept}
    return SentTable(
        kind, table._replace(rows=iter(kept)), " ".join(to_whom.split()),
        (purpose or "").strip() or None,
        {client_id: right for client_id, right in rights.items() if client_id in left},
    )  # fmt: skip


def _read(table: Table, row: Row) -> dict[str, Any]:
    """A row by its columns, with its days as days."""
    return {
        one.name: date.fromisoformat(value) if one.type is Type.DAY and value else value
        for one, value in zip(table.typed, row, strict=True)
    }


def record(caseload: Caseload, sent: SentTable) -> list[Disclosure]:
    """Record that a table went to somebody: a disclosure of each client in it, in one write."""
    what = f"{sent.kind.replace('_', ' ')}, as a table"
    with caseload.write("export"):
        return [
            disclosures.disclose(
                caseload, client_id, sent.to_whom, what, sent.purpose or right.why, right,
                caseload.today,
            )
            for client_id, right in sent.rights.items()
        ]  # fmt: skip
