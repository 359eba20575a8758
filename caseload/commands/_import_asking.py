"""The questions of `caseload import` at a terminal: only where a column or a day is unsure.

Each answer stands for an option, so what was asked can be said as a command that asks nothing. The
table is closed while somebody thinks, and no change is under way.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from caseload import show
from caseload.commands import _door as door
from caseload.commands._asking import BEFORE, END, HELP, ON, answer, in_turn, say_keys, yes
from caseload.commands._progress import bar
from caseload.records import imports
from caseload.records._columns import header_key, meant
from caseload.records.imports.headings import (
    DayOrder,
    Heading,
    Spellings,
    day_order,
    heading_row,
    understand,
)
from caseload.settings import config
from caseload.show import headings as show_headings
from caseload.texts.questions import Said

ORDERS = {"mdy": "month first", "dmy": "day first"}
NAMES = ("first_name", "last_name")
BY_COMMA, BY_SPACE = "last_name, first_name", "first_name last_name"
"""Both names in one column, as `--map` says it."""


class Reading(NamedTuple):
    """How a table is read: what the options say."""

    given: dict[str, str]
    """Their heading → our name."""
    order: str | None = None
    """How 11/12/2026 is read; None is as in the settings."""
    heading_row: int | None = None
    """In which row the headings are looked for; None is the first."""

    def options(self) -> list[str]:
        """The options that say so."""
        maps = [f"{their}={our}" for their, our in self.given.items()]
        said = [part for each in maps for part in ("--map", each)]
        if self.order is not None:
            said += ["--date-format", self.order]
        if self.heading_row is not None:
            said += ["--heading-row", str(self.heading_row)]
        return said


def ask(
    kind: str, file: Path, sheet: str | None, reading: Reading, spellings: Spellings
) -> Reading:
    """Show how the columns are understood, and ask where that is unsure.

    Args:
        kind: One of `imports.KINDS`.
        file: The table.
        sheet: Which sheet of a workbook.
        reading: What the options said; it is not asked again.
        spellings: How others head our fields.

    Raises:
        UsageError, InvalidError, NotFoundError, StorageError: The table can't be read, or an
            option fits nothing in it.
    """
    chosen = imports.KINDS[kind]
    if reading.heading_row is None:
        with imports.open_sheet(file, sheet) as table:
            row = heading_row(chosen, table, spellings)
            told = show.shortened(", ".join(filter(None, dict(table.top(row)).get(row, []))))
        if row > 1 and yes(f"Row {row} looks like the headings ({told}). Is it?"):
            reading = reading._replace(heading_row=row)
    with imports.open_sheet(file, sheet, reading.heading_row) as table:
        found = understand(chosen, table, reading.given, spellings)
    door.say(f"{file.name}, and what its columns are here:")
    for line in show_headings.preview(found, show.screen_width(sys.stderr)):
        door.say(line)
    reading = reading._replace(given=reading.given | _Asking(kind, found).given())
    if reading.order is None:
        with (
            imports.open_sheet(file, sheet, reading.heading_row) as table,
            bar(file.name) as watch,
        ):
            doubt = day_order(chosen, table, reading.given, config.read().date_format, watch)
        if doubt is not None:
            reading = reading._replace(order=_order(doubt))
    return reading


class _Asking:
    """What each unsure heading is, then where each field is that every row needs."""

    def __init__(self, kind: str, found: list[Heading]) -> None:
        chosen = imports.KINDS[kind]
        self.columns = {column.name: column for column in chosen.columns("mdy")}
        self.found = found
        self.unsure = [one for one in found if one.field is not None and not one.sure]
        self.needed = (*chosen.required, *chosen.also)
        self.also = chosen.also
        self.answers: dict[str, str] = {}
        """Their heading → our name, '' for nothing."""

    def given(self) -> dict[str, str]:
        """What the headings were said to be, as --map says it."""
        if self.unsure or any(self._lacks(name) for name in self.needed):
            say_keys()
        questions: list[Heading | str] = [*self.unsure, *self.needed]
        in_turn(questions, self._one)
        return {heading: field for heading, field in self.answers.items() if field}

    def _one(self, question: Heading | str) -> int | None:
        return self._field(question) if isinstance(question, str) else self._heading(question)

    def _heading(self, one: Heading) -> int:
        free = ", ".join(name for name in self.columns if name not in self._taken(one.heading))
        such = f", such as {one.examples[0]}" if one.examples else ""
        guess = self.answers.get(one.heading, one.field or "")
        text = answer(
            f'What is "{show.shortened(one.heading)}"{show.shortened(such)}?',
            guess if self._read(one.heading, guess).wrong is None else "",
            lambda text: self._read(one.heading, text),
            lambda: f"One of: {free}. Or two in one column: {BY_COMMA}",
        )
        if text is None:
            return BEFORE
        self.answers[one.heading] = self._read(one.heading, text).value
        return ON

    def _read(self, heading: str, text: str) -> Said:
        if not text:
            return Said("", "not used")
        ours = meant(text, self.columns)
        if not ours:
            return Said(None, wrong=f"There is no field {text!r}; {HELP} shows which there are.")
        taken = self._taken(heading)
        for one in ours:
            if one.name in taken:
                return Said(None, wrong=f'{one.name} is "{taken[one.name]}" already.')
        name = (", " if "," in text else " ").join(one.name for one in ours)
        return Said(name, None if name == text else name)

    def _field(self, name: str) -> int | None:
        both = self._holds_both(name)
        free = {one.heading: name for one in self.found if not self._stands_for(one)} | both
        if not self._lacks(name) or not free:
            return None
        twice = "" if name not in NAMES or both else "; one that holds both names, twice"
        text = answer(
            f"Which column is {name}? Each row needs it",
            "",
            lambda text: _read_heading(text, free, name),
            lambda: f"One of: {', '.join(free)}{twice}",
        )
        if text is None:
            return BEFORE
        heading = _read_heading(text, free, name).value
        if not heading:
            return END
        self.answers[heading] = free[heading]
        return ON

    def _holds_both(self, name: str) -> dict[str, str]:
        """The column said to be the other name, and what it is when it is this one as well."""
        return {
            one.heading: BY_COMMA if all("," in each for each in one.examples) else BY_SPACE
            for one in self.found
            if name in NAMES and self.answers.get(one.heading) in NAMES
        }

    def _lacks(self, name: str) -> bool:
        taken = self._taken(None)
        return name not in taken and (name not in self.also or bool(self.also[name] & set(taken)))

    def _taken(self, but: str | None) -> dict[str, str]:
        """Which heading each field is, leaving out one heading."""
        return {
            column.name: one.heading
            for one in self.found
            if one.heading != but
            for column in meant(self._stands_for(one), self.columns)
        }

    def _stands_for(self, one: Heading) -> str:
        return self.answers.get(one.heading, (one.field or "") if one.sure else "")


def _read_heading(text: str, free: dict[str, str], name: str) -> Said:
    if not text:
        return Said("", "none; so nothing can be imported")
    found = next((one for one in free if header_key(one) == header_key(text)), None)
    if found is None:
        return Said(None, wrong=f"There is no such column that is free. {HELP} shows them.")
    if free[found] != name:
        return Said(found, free[found])
    return Said(found, None if found == text else found)


def _order(doubt: DayOrder) -> str:
    """The order in which days are written."""
    usual = config.read().date_format
    if len(doubt.orders) == 1:
        door.say(f"Not all days can be read as {ORDERS.get(usual, usual)}.")
    standing = usual if usual in doubt.orders else doubt.orders[0]
    question = f'Is {doubt.example} in "{doubt.heading}" with the month (mdy) or day (dmy) first?'
    words = {"month": "mdy", "day": "dmy"} | {each: each for each in ORDERS}

    def read(text: str) -> Said:
        found = words.get(text.casefold())
        if found is None:
            return Said(None, wrong="Type mdy or dmy.")
        return Said(found, ORDERS[found])

    while (text := answer(question, standing, read, lambda: "mdy or dmy")) is None:
        pass
    return str(read(text).value)
