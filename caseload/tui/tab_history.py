"""The history of a chart: all that happened, the newest first, then who did what when."""

import json
from datetime import date
from itertools import groupby
from typing import NamedTuple

from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult

from caseload.records import audit, history, staff
from caseload.records._caseload import Caseload
from caseload.show import day_style
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows
from caseload.tui.tab import ChartTab

LATEST = 500
"""So many writes are shown; `caseload audit` has them all."""


class Happened(NamedTuple):
    """Something that happened to the client."""

    day: date
    what: str
    said: str


class Write(NamedTuple):
    """One thing done: all the rows that it wrote."""

    at: str
    actor: str
    action: str
    rows: tuple[audit.Entry, ...]


class HistoryTab(ChartTab):
    """Who did what when."""

    HELP = "What happened, then who did what when, the newest first."

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        rows = Rows(self._draw, empty="Reading …", id="history-rows")
        yield Beside(rows, self._card, "")

    def reload(self) -> None:
        self._names = staff.names(self.caseload)
        self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """The audit log of a whole agency is read for one client: that takes a while."""
        with self.home.reopened() as caseload:
            story = _story(caseload, self.client_id)
            writes = _writes(audit.of_client(caseload, self.client_id, LATEST))
            today = caseload.today
        rows: list[object] = []
        for head, part in (
            ("STILL TO COME", [one for one in story if one.day > today]),
            ("WHAT HAPPENED", [one for one in story if one.day <= today]),
        ):
            rows += [Head(head), *part] if part else []
        rows += [Head("WHO DID WHAT"), *writes]
        self.app.call_from_thread(self.query_one(Rows).show, rows)

    def _draw(self, one: Happened | Write, width: int) -> Text:
        text = Text()
        if isinstance(one, Happened):
            text.append(f"{day_style.plain(one.day):>11}  ")
            text.append(fit(one.what, 20), "bold")
            said = one.said
        else:
            text.append(f"{day_style.local_time(one.at):>17}  ")
            text.append(fit(one.action, 22), "bold")
            said = self._names.get(one.actor, one.actor)
        text.append(" " + fit(" ".join(said.split()), max(1, width - text.cell_len - 1)))
        return text

    def _card(self, one: Happened | Write) -> RenderableType:
        page = Page()
        if isinstance(one, Happened):
            page.heading(one.what)
            page.line(day_style.spoken(one.day, self.caseload.today), "dim")
            page.text(one.said)
            return page.made
        page.heading(one.action)
        page.fact("when", day_style.local_time(one.at))
        page.fact("who", self._names.get(one.actor, one.actor))
        for entry in one.rows:
            page.heading(f"{words(entry.record)} {entry.record_id or ''}")
            before, after = _fields(entry.before), _fields(entry.after)
            for name in [*before, *(name for name in after if name not in before)]:
                was, now = before.get(name), after.get(name)
                told = f"{was} → {now}" if name in before and name in after else now or f"was {was}"
                page.fact(words(name), self._names.get(str(told), str(told)))
        return page.made


def _story(caseload: Caseload, client_id: str) -> list[Happened]:
    found = history.history(caseload, client_id)
    return [Happened(one.on, words(one.kind), one.what) for one in reversed(found)]


def _writes(entries: list[audit.Entry]) -> list[Write]:
    """Rows of one transaction are one thing done."""
    together = groupby(entries, lambda one: (one.at, one.actor, one.action))
    return [Write(*key, tuple(reversed(list(rows)))) for key, rows in together]


def _fields(text: str | None) -> dict[str, str]:
    found = json.loads(text) if text else {}
    return {
        name: "nothing" if value is None else str(value)[:2_000] for name, value in found.items()
    }
