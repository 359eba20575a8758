"""How the due list looks on a terminal.

The most neglected first, why on every line, the phone at hand. There are three widths: wide, below
100 columns, and below 60, where each fact has a line of its own.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import TextIO

from caseload.model import Item, Obligation, Staff, Status
from caseload.records.due import LISTED, DueList, InAll
from caseload.show import day_style, due_words, facts, is_narrow, safe_line, style
from caseload.show.due_words import HEADS, OWN, label, twins, when, why
from caseload.show.page import Page
from caseload.show.widths import NO_BREAK, cells, fit, unbroken

COLORS = {
    Status.OVERDUE: "31;1",
    Status.DUE_TODAY: "33;1",
    Status.DUE_SOON: "36;1",
    Status.UPCOMING: "1",
    Status.ON_HOLD: "2",
}
HOW_LATE = {Status.OVERDUE: "overdue by", Status.ON_HOLD: "standing"}
MEDIUM = 100
"""Columns below which why and phone come below the line."""
ID_MOST, NAME_MOST, LABEL_MOST = 14, 24, 26


def due_list(
    found: DueList,
    on: date,
    staff: Staff | None,
    out: TextIO,
    *,
    hints: bool = True,
    beside: InAll | None = None,
    where: Callable[[Item], str] | None = None,
) -> None:
    """Write the morning list.

    Args:
        found: The list.
        on: Its day.
        staff: Who reads it, when they have said so.
        out: Where to.
        hints: Whether to say what to do next.
        beside: What the whole file has, where nobody is in this part of it.
        where: Says of a line which file it comes from, in a list of several.
    """
    page = _List(out)
    page.where = where
    who = ", ".join([staff.name, *staff.credentials]) if staff else None
    page.line(page.style("1", safe_line(style.apart([day_style.long(on), who]))))
    page.line()
    # Whose client it is matters once a list holds more than one case manager's.
    several = len({one.case_manager for one in found.items}) > 1
    draw = page.medium if page.width < MEDIUM else page.wide
    if is_narrow(page.width):
        draw = page.plain if style.now().plain else page.narrow
    page.measure(found.items)
    for status, group in groupby(found.items, key=lambda one: one.status):
        items = list(group)
        between = ": " if style.now().plain else " · "
        page.line(page.style(COLORS[status], f"{HEADS[status]}{between}{len(items)}"))
        for place, one in enumerate(items, 1):
            if place > 1 and is_narrow(page.width):
                page.line()
            if style.now().plain:
                page.line(f"{place} of {len(items)}")
            draw(one, on, several)
        page.line()
    page.totals(found)
    if hints:
        page.hints(found, beside)


class _List(Page):
    """The due list, as wide as its terminal."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self.ids = self.names = self.labels = 0
        self.where: Callable[[Item], str] | None = None
        self.twins = twins(())

    def measure(self, items: Sequence[Item]) -> None:
        self.twins = twins(items)
        for one in items:
            self.ids = max(self.ids, min(ID_MOST, cells(one.client_id or "")))
            self.names = max(self.names, min(NAME_MOST, cells(one.client)))
            self.labels = max(self.labels, min(LABEL_MOST, cells(label(one))))

    def _beside(self, one: Item, on: date, several: bool) -> str:
        where = self.where(one) if self.where else None
        return style.apart([where, self.twins(one), due_words.beside(one, on, several)])

    def _start(self, one: Item) -> str:
        """Id, name and days: what the eye looks for first, at the same place in every line."""
        name = fit(one.client or OWN, self.names)
        days = when(one).rjust(9)
        if one.status is Status.OVERDUE:
            name, days = self.style("1", name), self.style("31", days)
        return f" {fit(one.client_id or '', self.ids)}  {name} {days}"

    def wide(self, one: Item, on: date, several: bool) -> None:
        indent = self.ids + self.names + 15
        start = f"{self._start(one)}  {fit(label(one), self.labels)}  "
        room = self.width - indent - self.labels - 2
        text, phone = safe_line(why(one, on)), safe_line(one.phone or "")
        if cells(text) + 2 + cells(phone) <= room:
            gap = " " * (room - cells(text) - cells(phone))
            self.line(f"{start}{text}{gap}{self.style('1', phone)}")
            self._dimmed(self._beside(one, on, several), indent)
        else:
            gap = " " * max(0, room - cells(phone))
            self.line(f"{start}{gap}{self.style('1', phone)}")
            self._dimmed(style.apart([text, self._beside(one, on, several)]), indent)

    def medium(self, one: Item, on: date, several: bool) -> None:
        self.line(f"{self._start(one)}  {safe_line(label(one))}")
        said = [why(one, on), unbroken(one.phone or ""), self._beside(one, on, several)]
        self._dimmed(style.apart(said), 4)

    def narrow(self, one: Item, on: date, several: bool) -> None:
        for text in (one.client or OWN, one.client_id, f"{when(one)}: {label(one)}", why(one, on)):
            self._dimmed(text or "", 1)
        self._dimmed(one.phone or "", 1)
        self._dimmed(self._beside(one, on, several), 1)

    def plain(self, one: Item, on: date, several: bool) -> None:
        facts(
            [
                ("client", one.client or OWN),
                ("id", one.client_id),
                ("what", label(one)),
                (HOW_LATE.get(one.status, "due"), when(one)),
                ("why", why(one, on)),
                ("phone", one.phone),
                ("good to know", self._beside(one, on, several).replace(NO_BREAK, " ")),
            ],
            self.out,
        )

    def _dimmed(self, text: str, indent: int) -> None:
        if text:
            self.text(text, indent, code="2")

    def totals(self, found: DueList) -> None:
        due = [one for one in found.items if one.status in LISTED]
        overdue = sum(one.status is Status.OVERDUE for one in due)
        held = f", {found.on_hold} more on hold" if found.on_hold else ""
        episodes = "open episode" if found.open_episodes == 1 else "open episodes"
        if not found.items and found.open_episodes:
            self.text("Nobody is due.")
        counts = [
            f"{len(due)} due",
            f"{overdue} overdue",
            f"{found.open_episodes} {episodes}{held}",
        ]
        self.text(style.apart(counts))

    def hints(self, found: DueList, whole: InAll | None) -> None:
        first = next((one for one in found.items if one.obligation is Obligation.CONTACT), None)
        if first is not None:
            log = f'Log one: caseload log {first.client_id} --mode phone "…"'
            explain = f"Why? caseload due --explain {first.client_id}"
            fits = cells(log) + 3 + cells(explain) <= self.width and not is_narrow(self.width)
            for text in [f"{log}   {explain}"] if fits else [log, explain]:
                self.line(safe_line(text))
        elif whole is not None and whole.open_episodes:
            self.text(
                f"This part has none of the {whole.open_episodes} open episodes in the file. "
                "Everyone's list: caseload due. Who has how many clients: caseload staff list"
            )
        elif whole is not None and whole.clients:
            self.text(
                "No client is in a program on that day, so no contact is owed. "
                "caseload client admit CLIENT --program NAME"
            )
        elif whole is not None:
            self.text(
                "No one is here yet. Bring a roster in: caseload import clients FILE; "
                "or add one person: caseload client add"
            )
        elif not found.items:
            self.text("What comes next: caseload due --within 30")
