"""Tables without what identifies people, by Safe Harbor, and the account of what was taken out.

Records are named by random codes. A code is made once and kept in the file, so that tables of one
file can be joined and next year's export goes on with the same ones. Nothing leads from a code to
whom it stands for but the file itself. Rows come by code: their usual order tells ids and days.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from caseload import languages
from caseload.errors import InvalidError, UsageError
from caseload.model import Client
from caseload.records import exports
from caseload.records._caseload import Caseload
from caseload.records._safe_harbor import (
    ABOVE,
    CODED,
    KINDS,
    OLDEST,
    Fate,
    fate,
    shown_age,
    shown_state,
    shown_year,
    year_name,
)
from caseload.records._table import Column, Part, Row, Table, Type, also, own
from caseload.rules.eligibility import age_on

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
"""50 bits: among a million codes the odds of making one twice are one in two thousand, and a code
that is there already is made anew."""
RULE = "Safe Harbor, 45 CFR 164.514(b)(2)"
WORDS = {
    Fate.KEPT: "kept as it is",
    Fate.YEAR: "the year alone",
    Fate.AGE: f"full years on the day of the export; above {OLDEST}: {ABOVE}",
    Fate.CODE: "a random code",
    Fate.FREE_TEXT: "left out: free text",
    Fate.LEFT_OUT: "left out: it identifies, or might",
}


_NAMED = {"goal": "select goal_id from goal union select goal_id from need"}
"""Where records are named that may be gone: a need keeps the id of a goal taken out of a draft."""


class Told(NamedTuple):
    """What became of a column."""

    kind: str
    column: str
    fate: Fate
    became: str | None
    """Its name in the export; None where it was left out."""
    reviewed: bool = False


class Deidentified(NamedTuple):
    """A table without what identifies people."""

    table: Table
    account: list[Told]


def refuse(caseload: Caseload, kinds: Sequence[str], part: Part, reviewed: Iterable[str]) -> None:
    """Refuse what can't be de-identified, and a choice that tells what the columns no longer do.

    Raises:
        UsageError: A kind, a filter or a column of text that doesn't go with it.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(f"{kind} can't be de-identified. These can: {', '.join(KINDS)}.")
    if part.county or part.case_manager or part.on != caseload.today:
        raise UsageError(
            "--county, --case-manager and --on tell of every row what a de-identified export leaves"
            " out. Choose by --program and by whole years alone."
        )
    if (part.since or "01-01")[-5:] != "01-01" or (part.until or "12-31")[-5:] != "12-31":
        raise UsageError(
            "A period within a year tells more than the year of every row. Use whole years:"
            " --since 2026-01-01 --until 2026-12-31."
        )
    free = sorted(
        {
            column.name
            for kind in kinds
            for column in exports.KINDS[kind].columns
            if fate(column) is Fate.FREE_TEXT
        }
    )
    for name in reviewed:
        if name not in free:
            raise UsageError(
                f"--reviewed {name}: there is no such free text here. There is:"
                f" {', '.join(free) or 'none'}."
            )


def give_codes(caseload: Caseload, kinds: Sequence[str]) -> None:
    """Make a code for every record that the tables name and that has none yet, in one write."""
    needed = sorted(
        {
            CODED[column.name]
            for kind in kinds
            for column in exports.KINDS[kind].columns
            if fate(column) is Fate.CODE
        }
    )
    missing = [
        (record, record_id)
        for record in needed
        for (record_id,) in caseload.rows(
            f"with named as ({_NAMED.get(record, f'select {record}_id from {record}')})"
            f" select distinct {record}_id from named where {record}_id is not null and not exists"
            f" (select 1 from deidentified_code c where c.record = ? and c.record_id = {record}_id)"
            " order by 1",
            (record,),
        )
    ]
    if not missing:
        return
    taken = {code for (code,) in caseload.rows("select code from deidentified_code")}
    # In an order that tells nothing either.
    secrets.SystemRandom().shuffle(missing)
    with caseload.write("give codes") as change:
        for record, record_id in missing:
            code = _code(taken)
            values = {"code": code, "record": record, "record_id": record_id}
            change.insert("deidentified_code", values, code)


def _code(taken: set[str]) -> str:
    while True:
        made = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if made not in taken:
            taken.add(made)
            return made


def table(caseload: Caseload, kind: str, part: Part, reviewed: Sequence[str] = ()) -> Deidentified:
    """A table of a kind, de-identified. Its codes have been given.

    Args:
        caseload: The open caseload.
        kind: One of `_safe_harbor.KINDS`.
        part: Which rows; see `refuse`.
        reviewed: Columns of free text that somebody has read, and found nobody in.
    """
    source = exports.table(caseload, kind, part._replace(by_code=True))
    kept: list[tuple[int, Column, Fate]] = []
    columns: list[Column] = []
    account: list[Told] = []
    for at, column in enumerate(source.typed):
        what = fate(column)
        asked = what is Fate.FREE_TEXT and column.name in reviewed
        if what in (Fate.LEFT_OUT, Fate.FREE_TEXT) and not asked:
            account.append(Told(kind, column.name, what, None))
            continue
        made = column if asked else _renamed(column, what)
        account.append(Told(kind, column.name, what, made.name, asked))
        columns.append(made)
        kept.append((at, column, what))
    rows = _turned(caseload, source, kept)
    key = next((place for place, one in enumerate(kept) if one[2] is Fate.CODE), None)
    if key is not None and not exports.KINDS[kind].chosen:
        rows = _sorted(rows, key)
    return Deidentified(Table(tuple(one.name for one in columns), rows, tuple(columns)), account)


def _turned(
    caseload: Caseload, source: Table, kept: Sequence[tuple[int, Column, Fate]]
) -> Iterator[Row]:
    """The rows without what is left out; codes are read when the first is asked for."""
    turn = _Turning(caseload, source, _Codes(caseload))
    places = [(at, turn.by(column, what)) for at, column, what in kept]
    for row in source.rows:
        yield tuple(use(row[at], row) for at, use in places)


def _sorted(rows: Iterable[Row], key: int) -> Iterator[Row]:
    yield from sorted(rows, key=lambda row: row[key] or "")


def _renamed(column: Column, what: Fate) -> Column:
    if what is Fate.YEAR:
        return own(year_name(column.name), Type.INTEGER, f"The year of {column.name}.")
    if what is Fate.AGE:
        return own(
            "age",
            Type.TEXT,
            f"Full years on the day of the export; {ABOVE} for all above {OLDEST}.",
        )
    if what is Fate.CODE:
        record = CODED[column.name].replace("_", " ")
        return also(column, meaning=f"A random code for the {record}, the same in every export.")
    return column


class _Codes:
    """The codes of a file, by record and id; staff by name too."""

    def __init__(self, caseload: Caseload) -> None:
        self._of: dict[tuple[str, str], str] = {
            (record, record_id): code
            for record, record_id, code in caseload.stream(
                "select record, record_id, code from deidentified_code"
            )
        }
        for staff_id, name in caseload.rows("select staff_id, name from staff"):
            code = self._of.get(("staff", staff_id))
            if code is not None:
                self._of["staff", name] = code

    def of(self, record: str, record_id: str | None) -> str | None:
        """The code of a record.

        Raises:
            InvalidError: It came into the file while the export was made.
        """
        if record_id is None:
            return None
        code = self._of.get((record, record_id))
        if code is None:
            raise InvalidError("Records were added while this was made; export it again.")
        return code


class _Turning:
    """How the values of a table are turned over, column by column."""

    def __init__(self, caseload: Caseload, source: Table, codes: _Codes) -> None:
        self._codes = codes
        self._today = caseload.today
        self._whose = source.columns.index("client_id") if "client_id" in source.columns else None
        self._ages = {
            one.client_id: age_on(one.date_of_birth, caseload.today)
            for one in caseload.records(Client)
        } if {"age", "date_of_birth"} & set(source.columns) else {}  # fmt: skip

    def by(self, column: Column, what: Fate) -> Callable[[Any, Row], Any]:
        """What makes the new value of a column, from the old one and its row."""
        if what is Fate.YEAR:
            return lambda value, _: shown_year(value, self._today)
        if what is Fate.CODE:
            record, code = CODED[column.name], self._codes.of
            return lambda value, _: code(record, value)
        if column.name == "state":
            return lambda value, _: shown_state(value)
        if column.name == "language":
            return lambda value, _: languages.known(value) if value else None
        if what is Fate.AGE:
            return self._age
        return lambda value, _: value

    def _age(self, _: Any, row: Row) -> str | None:
        # That of the contact's day would tell a birthday, and who is 90 now by an earlier year.
        assert self._whose is not None
        return shown_age(self._ages[row[self._whose]])


# --- the account ---------------------------------------------------------------------------------


def lines(account: Sequence[Told], made_on: date) -> Iterator[str]:
    """The account of a de-identified export, for the file beside it."""
    yield f"De-identified by {RULE}, on {made_on.isoformat()}."
    yield ""
    yield "Ids and names of staff became random codes, the same in every export of this caseload"
    yield "file, and kept in it. They are derived from nothing. ZIP codes, counties and cities were"
    yield "left out whole. Of a state and a language the name alone stays, where the text has one."
    yield "Years that only people above 89 have seen were left out. Rows come in the order of the"
    yield "codes."
    yield ""
    yield "Names of programs, levels of care, standards and instruments are the agency's own words:"
    yield "see that they name no place and no person. Who knows of this table that it could still"
    yield "identify somebody, alone or with other facts, may not pass it on as de-identified"
    yield "(164.514(b)(2)(ii))."
    for kind in dict.fromkeys(one.kind for one in account):
        yield ""
        yield f"{kind}:"
        for one in account:
            if one.kind == kind:
                yield f"  {one.column}: {_said(one)}"


def _said(one: Told) -> str:
    if one.reviewed:
        return "kept: free text that was said to be reviewed"
    became = f" ({one.became})" if one.became not in (None, one.column) else ""
    return f"{WORDS[one.fate]}{became}"


def summary(account: Sequence[Told]) -> Iterator[str]:
    """The account in a line or two for each table."""
    for kind in dict.fromkeys(one.kind for one in account):
        own_ = [one for one in account if one.kind == kind]
        left = [one.column for one in own_ if one.became is None]
        years = [one.column for one in own_ if one.fate is Fate.YEAR]
        told = [f"left out {', '.join(left) or 'nothing'}"]
        if years:
            told.append(f"to years {', '.join(years)}")
        coded = [one.column for one in own_ if one.fate is Fate.CODE]
        if coded:
            told.append(f"to codes {', '.join(coded)}")
        yield f"{kind}: {'; '.join(told)}."
