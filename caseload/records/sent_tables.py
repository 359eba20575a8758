"""Tables that go to somebody: whose they are about, by what right, and what is left out of them.

An export for the agency's own use is nobody's disclosure. One that goes to somebody is a disclosure
of each client in it, and there is one for each, written together.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from caseload.errors import InvalidError, UsageError
from caseload.model.linking import Disclosure
from caseload.records import disclosures, exports
from caseload.records._caseload import Caseload
from caseload.records._table import Table
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
    return Table(
        table.columns, (row for row in table.rows if row[_place(table, kind)] in client_ids)
    )


def _place(table: Table, kind: str) -> int:
    if "client_id" not in table.columns:
        raise UsageError(f"{kind} are about no client; leave out --to and --client.")
    return table.columns.index("client_id")


def prepared(
    caseload: Caseload,
    kind: str,
    client_ids: Sequence[str],
    to_whom: str,
    *,
    codes: str,
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
        purpose: What for.
        exception: Why no release is needed.
        part2: Whether substance-use records go along.

    Raises:
        UsageError: The table is about no client.
        InvalidError: A client in it has no release in force that names them, and no exception was
            stated; or nobody stands in it.
    """
    with caseload.reading():
        table = of_clients(exports.KINDS[kind](caseload), kind, client_ids)
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
        told = withheld.kept(dict(zip(table.columns, row, strict=True)))
        if told is not None:
            kept.append(tuple(told.values()))
    left = {row[place] for row in kept}
    return SentTable(
        kind, Table(table.columns, iter(kept)), " ".join(to_whom.split()),
        (purpose or "").strip() or None,
        {client_id: right for client_id, right in rights.items() if client_id in left},
    )  # fmt: skip


def told(caseload: Caseload, sent: SentTable) -> list[Disclosure]:
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
