"""Team: how much each case manager has, and how much of it is late."""

from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from caseload.records import due, team
from caseload.records.team import Load
from caseload.show import day_style, due_words, safe_line, style
from caseload.show.widths import fit
from caseload.tui.base import CaseloadScreen
from caseload.tui.beside import Beside
from caseload.tui.filter import Filter
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows

ALL_AT_ONCE = 2_000
"""Beyond so many open episodes the team is read in a thread."""
WORST = 15
"""How many of their due items the card names."""
NOBODY = "No case manager"
BAR, NARROW, ROOMY = 10, 5, 90
"""Columns of a bar in a list of at least so many columns, and in a narrower one."""
FULL, EMPTY = "▓", "░"


class TeamRows(Rows):
    """The case managers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Their list", id="team.list"),
        Binding("space", "screen.card", "Card", id="team.card"),
    ]
    HELP = "One line a case manager, those with most overdue first. Enter shows their list."


class Team(CaseloadScreen):
    """Everyone's caseload."""

    HELP = (
        "Open clients against how many they can have (caseload staff edit --capacity), and what is "
        "overdue and due with them. The longer the bar, the fuller or the later."
    )

    def __init__(self) -> None:
        super().__init__()
        self._most, self._bar = 0, NARROW
        self._found: list[Load] = []

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        rows = TeamRows(self._draw, _key, empty="Reading everyone's list …", id="team")
        yield Beside(rows, self._card, "")
        yield Static(id="totals", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    # Reading

    def reload(self) -> None:
        """Read everyone's share; in a thread when there is much."""
        today = self.caseload.today
        self.query_one("#title", Static).update(
            safe_line(f"caseload   Team   {day_style.long(today)}")
        )
        if due.how_many_open(self.caseload, today) > ALL_AT_ONCE:
            self._read_in_thread()
        else:
            self._show(team.loads(self.caseload, today))

    @work(thread=True, exclusive=True)
    def _read_in_thread(self) -> None:
        with self.home.reopened() as caseload:
            found = team.loads(caseload, caseload.today)
        self.app.call_from_thread(self._show, found)

    def _show(self, found: list[Load]) -> None:
        self._most = max((one.overdue for one in found), default=0)
        rows = self.query_one(Rows)
        self._found, self._bar = found, BAR if rows.size.width >= ROOMY else NARROW
        clients, late = f"{'OPEN CLIENTS':<{self._bar + 16}}", f"{'OVERDUE':<{self._bar + 7}}"
        head = f"{'CASE MANAGER':<22}{clients}{late}DUE  COVERED BY"
        rows.show([Head(head), *found] if found else [])
        overdue, listed = sum(one.overdue for one in found), sum(one.due for one in found)
        ours, held = sum(one.clients for one in found), sum(one.on_hold for one in found)
        clients = f"{style.number(ours)} open clients, {held} of them on hold"
        said = f"{listed} due · {overdue} overdue · {clients}"
        self.query_one("#totals", Static).update(said)

    def on_resize(self) -> None:
        if self._found:
            self._show(self._found)

    def _draw(self, one: Load, width: int) -> Text:
        text = Text()
        text.append(fit(_name(one), 21) + " ", "bold")
        room = one.staff.capacity if one.staff is not None else None
        told = f"{one.clients}" if room is None else f"{one.clients} of {room}"
        over = "!" if room is not None and one.clients > room else " "
        size = self._bar
        text.append(f"{bar(one.clients, room, size):<{size}} {told:>11} {over}  ")
        text.append(f"{bar(one.overdue, self._most, size):<{size}} {one.overdue:>4}  ",
                    "bold" if one.overdue else "")  # fmt: skip
        text.append(f"{one.due:>3}")
        if one.covered_by:
            text.append(f"  {fit(one.covered_by, max(1, width - text.cell_len - 2))}")
        return text

    def _card(self, one: Load) -> RenderableType:
        page = Page()
        page.heading(_name(one))
        staff = one.staff
        if staff is not None:
            page.fact("id", staff.staff_id)
            page.fact("credentials", ", ".join(staff.credentials))
            page.fact("counties", ", ".join(staff.counties))
            page.fact("languages", ", ".join(staff.languages))
            room = f" of {staff.capacity}" if staff.capacity is not None else ""
            page.fact("open clients", f"{one.clients}{room}")
        page.fact("on hold", str(one.on_hold) if one.on_hold else None)
        page.fact("covered by", one.covered_by)
        page.heading(f"Due · {one.due}")
        for item in one.items[:WORST]:
            who = item.client or due_words.OWN
            page.line(f"{due_words.when(item):>9}  {who} · {due_words.headline(item)}")
        if len(one.items) > WORST:
            page.line(f"and {len(one.items) - WORST} more: Enter shows them", "dim")
        return page.made

    # Keys

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        one: Load = event.row
        if one.staff is None:
            self.say("These have no case manager yet: give them one with Transfer in the chart.")
            return
        from caseload.tui.today import Today

        self.app.push_screen(Today(Filter(case_manager=one.staff.staff_id)))

    def action_card(self) -> None:
        """Show or hide the card where there is no room for both."""
        self.toggle_class("-card")


def bar(part: int, whole: int | None, size: int) -> str:
    """So much of a whole, drawn; something is never drawn as nothing."""
    if not whole:
        return ""
    full = min(size, max(1 if part else 0, round(part * size / whole)))
    return FULL * full + EMPTY * (size - full)


def _name(one: Load) -> str:
    return one.staff.name if one.staff is not None else NOBODY


def _key(one: Load) -> str:
    return one.staff.staff_id if one.staff is not None else ""
