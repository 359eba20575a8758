"""Tables from elsewhere, brought into the file: all of it or nothing, and each bad row named.

What always holds: nothing is saved while one row can't be; the same table twice adds nothing; an
empty cell says nothing, so it never erases; what the program alone sets (when something was
recorded, who signed) is never taken from a table.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from caseload.errors import InvalidError
from caseload.model.assessing import Instrument
from caseload.records import client_likeness
from caseload.records._caseload import Caseload
from caseload.records._columns import Column, header_key, matched
from caseload.records._driver import driver_errors
from caseload.records._incoming import Incoming, Kind, Saved, Values
from caseload.records._sheet import Problem, Sheet, open_sheet
from caseload.records._text import quoted
from caseload.records.client_likeness import Twice
from caseload.records.imports import (
    agency,
    agenda,
    circle,
    clients,
    contacts,
    crises,
    needs,
    referrals,
    resources,
)
from caseload.records.imports.headings import Spellings, likely_fields, names_of

KINDS: dict[str, Kind] = {
    **clients.KINDS,
    **contacts.KINDS,
    **agency.KINDS,
    **needs.KINDS,
    **circle.KINDS,
    **referrals.KINDS,
    **agenda.KINDS,
    **crises.KINDS,
    **resources.KINDS,
}
MOST_PROBLEMS = 50
"""So many are kept; the others are counted."""
STEP = 500
"""After how many rows progress is told."""

Watch = Callable[[float], None]
"""Is told how far the work has come, from 0 to 1."""


class Outcome(NamedTuple):
    """What an import did, or would have done."""

    rows: int
    added: int
    changed: int
    same: int
    differ: int
    """There already and saying otherwise; `--update` would change them."""
    made: tuple[str, ...]
    """Staff and programs that the table named and the file did not know."""
    unused: tuple[str, ...]
    """Headings that stand for no field."""
    problems: tuple[Problem, ...]
    """The first of them. Where there is one, nothing was saved."""
    bad_rows: int
    likely: tuple[tuple[str, str], ...] = ()
    """Which field some of the headings that were not used may be."""
    slips: tuple[tuple[str, str], ...] = ()
    """Which of `made` may be a known name misspelled, each with that name."""
    twice: tuple[Twice, ...] = ()
    """Clients that the table brought who may be one person with another client."""
    remarks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """What is saved and may be meant otherwise, with its rows."""

    @property
    def doubtful(self) -> bool:
        """Whether a person should look before it is saved."""
        return bool(self.slips or self.twice)


class _Read(NamedTuple):
    number: int
    values: Values


class _Problems:
    def __init__(self) -> None:
        self.first: list[Problem] = []
        self.rows: set[int] = set()

    def add(self, row: int, column: str, message: str) -> None:
        self.rows.add(row)
        if len(self.first) < MOST_PROBLEMS:
            self.first.append(Problem(row, column, message.rstrip(".")))


def bring_in(
    caseload: Caseload,
    kind: str,
    sheet: Sheet,
    *,
    given: Mapping[str, str] | None = None,
    update: bool = False,
    dry_run: bool = False,
    order: str = "mdy",
    instruments: Mapping[str, Instrument] | None = None,
    spellings: Spellings | None = None,
    watch: Watch = lambda _: None,
) -> Outcome:
    """Save the rows of a table, unless one of them is wrong.

    Args:
        caseload: The open caseload.
        kind: One of `KINDS`.
        sheet: The table.
        given: Their heading → our name, where they are not spelled alike.
        update: Whether to change what stands in the file and says otherwise.
        dry_run: Try it out and save nothing.
        order: How 11/12/2026 is read.
        instruments: What answers are held against, by name in small letters.
        spellings: How others head our fields, to say which are likely meant; none is taken so.
        watch: Is told how far it has come.

    Raises:
        InvalidError: A column that every row needs is not there, or there are no rows.
        UsageError: `given` names a column or field that there is not.
    """
    chosen = KINDS[kind]
    columns = {column.name: column for column in chosen.columns(order)}
    found, unused = matched(sheet.headers, columns, given or {})
    likely = likely_fields(unused, columns, names_of(found), spellings or {}, chosen.required)
    _refuse_missing(chosen, found, sheet.headers, likely)
    problems = _Problems()
    rows = _read(sheet, chosen, found, problems, watch)
    if not rows and not problems.rows:
        raise InvalidError(f"{quoted(sheet.name)} has headings and no rows; export it anew.")
    _refuse_without(chosen, names_of(found), rows, sheet.headers)
    with caseload.write(f"import {kind}") as change:
        names = names_of(found)
        incoming = Incoming(caseload, change, names, update=update)
        incoming.instruments = instruments or {}
        incoming.kept["client_ids"] = {row.values.get("client_id", "") for row in rows}
        key = chosen.named
        incoming.named = {row.values[key]: row.values for row in rows if key in row.values}
        came = dict.fromkeys(Saved, 0)
        for index, row in enumerate(rows):
            incoming.row = row.number
            try:
                # What only the file itself refuses is a problem of this row too.
                with driver_errors(caseload.path):
                    came[chosen.save(incoming, row.values)] += 1
            except InvalidError as error:
                problems.add(row.number, error.field, str(error))
            if index % STEP == 0:
                watch(0.4 + 0.6 * index / len(rows))
        twice = client_likeness.twice(caseload, incoming.added) if incoming.added else ()
        told = {"added": came[Saved.ADDED], "changed": came[Saved.CHANGED]}
        if any(told.values()):
            # Its rows are named as if typed; this one says that they came in a table.
            change.client_id = None
            change.note("import", kind, None, told)
        change.keep = not problems.rows and not dry_run
    watch(1.0)
    return Outcome(
        rows=len(rows) + len(problems.rows - {row.number for row in rows}),
        added=came[Saved.ADDED],
        changed=came[Saved.CHANGED],
        same=came[Saved.SAME],
        differ=came[Saved.DIFFERS],
        made=tuple(incoming.made),
        unused=tuple(
            each for each in unused if header_key(each) not in map(header_key, chosen.left)
        ),
        problems=tuple(sorted(problems.first)),
        bad_rows=len(problems.rows),
        likely=tuple(likely.items()),
        slips=tuple(incoming.slips),
        twice=twice,
        remarks=tuple((said, tuple(rows)) for said, rows in incoming.remarks.items()),
    )


_IDS = (
    " client_id is what tells a client from all others, when the table comes again too: if you "
    "have no such number, add a column with C0001, C0002 and so on."
)


def _refuse_missing(
    kind: Kind,
    found: Mapping[str, tuple[Column, ...]],
    headers: tuple[str, ...],
    likely: Mapping[str, str],
) -> None:
    missing = [name for name in kind.required if name not in names_of(found)]
    if not missing:
        return
    said = [f'--map "{their}={our}"' for their, our in likely.items()]
    maps = " ".join(said) or f'--map "THEIR COLUMN={missing[0]}"'
    if not found and not likely:
        # What stands there may be no headings but somebody's row, which is not to be repeated.
        raise InvalidError(
            f"The table has no column {' and no column '.join(missing)}, and none of its "
            f"{len(headers)} headings is known. Is its first row one of headings? If they stand "
            f"further down: --heading-row N. Else say which is meant: {maps}."
        )
    ids = _IDS if "client_id" in missing and "client_id" not in likely.values() else ""
    raise InvalidError(
        f"The table has no column {' and no column '.join(missing)}. It has: "
        f"{', '.join(headers)}. Say which is meant: {maps}.{ids}"
    )


def _refuse_without(
    kind: Kind, given: frozenset[str], rows: list[_Read], headers: tuple[str, ...]
) -> None:
    """Refuse a table as a whole that lacks a column which some of its rows need as well."""
    for name, where in kind.also.items():
        said = {field for row in rows for field in where & row.values.keys()}
        if said and name not in given:
            raise InvalidError(
                f"The table has no column {name}, and its rows say {', '.join(sorted(said))}. It "
                f'has: {", ".join(headers)}. Say which is meant: --map "THEIR COLUMN={name}"; or '
                f"add a column {name}."
            )


def _read(
    sheet: Sheet,
    kind: Kind,
    found: Mapping[str, tuple[Column, ...]],
    problems: _Problems,
    watch: Watch,
) -> list[_Read]:
    rows: list[_Read] = []
    for index, row in enumerate(sheet):
        if index % STEP == 0:
            watch(0.4 * sheet.progress)
        if isinstance(row, Problem):
            problems.add(*row)
            continue
        values: Values = {}
        wrong = False
        for header, columns in found.items():
            text = row.values[header]
            if not text or text.isspace():
                continue
            for name, read in columns:
                try:
                    value = read(text)
                except InvalidError as error:
                    problems.add(row.number, name, str(error))
                    wrong = True
                    break
                if value is not None:
                    values[name] = value
        for name in kind.required:
            if name not in values and not wrong:
                problems.add(row.number, name, "empty")
                wrong = True
        if not wrong:
            rows.append(_Read(row.number, values))
    return rows


__all__ = ["KINDS", "Outcome", "Problem", "bring_in", "open_sheet"]
