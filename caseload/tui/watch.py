"""Watch: who may be slipping away, and by which signs."""

from functools import cache
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static

from caseload.records import watch
from caseload.records._caseload import Caseload
from caseload.rules.watching import Watched
from caseload.settings import instruments, yardsticks
from caseload.show import day_style, safe_line
from caseload.show.widths import fit
from caseload.tui.at_hand import ClientAtHand
from caseload.tui.base import CaseloadScreen
from caseload.tui.beside import Beside
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows


class WatchRows(Rows):
    """The clients of whom there is a sign."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Chart", id="watch.chart"),
        Binding("space", "screen.card", "Card", id="watch.card"),
    ]
    HELP = "One line a client, those with the most points first. Enter opens the chart."


class Watch(ClientAtHand, CaseloadScreen):
    """The early warning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "log", "Log contact", id="watch.log"),
        Binding("exclamation_mark", "crisis", "Crisis", key_display="!", id="crisis.card"),
    ]
    HELP = (
        "Signs that are recorded: attempts, missed appointments, a worse score, a crisis, a "
        "referral that went nowhere, a hold without an end. It is an order to look in; who is owed "
        "a contact stands in Today, always."
    )

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        rows = WatchRows(self._draw, _key, empty="No sign of anyone slipping away.", id="watch")
        yield Beside(rows, self._card, "")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Rows).focus()

    # Reading

    def reload(self) -> None:
        """Look at everyone's records, in a thread: of a large agency it takes a while."""
        today = day_style.long(self.caseload.today)
        self.query_one("#title", Static).update(safe_line(f"caseload   Watch   {today}"))
        self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        with self.home.reopened() as caseload:
            found = _found(caseload)
        heads = [Head("POINTS  WHO MAY BE SLIPPING AWAY")] if found else []
        self.app.call_from_thread(self.query_one(Rows).show, [*heads, *found])

    def _draw(self, one: Watched, width: int) -> Text:
        text = Text()
        text.append(f"{one.points:>6}  ")
        text.append(fit(one.client, 24) + " ", "bold")
        signs = "; ".join(reason.rpartition(" (+")[0] for reason in one.reasons)
        text.append(fit(day_style.in_sentence(signs), max(1, width - text.cell_len)))
        return text

    def _card(self, one: Watched) -> RenderableType:
        page = Page()
        page.heading(f"{one.client} · {one.client_id}")
        page.fact("program", one.program)
        page.fact("case manager", one.case_manager or "nobody")
        page.fact("phone", one.phone)
        page.fact("safe contact", one.contact_notes)
        page.heading("Signs")
        for reason in one.reasons:
            page.text(day_style.in_sentence(reason))
        return page.made

    # Keys

    def on_rows_chosen(self) -> None:
        self.action_chart()

    @property
    def client_id(self) -> str | None:
        """The client at hand."""
        one: Watched | None = self.query_one(Rows).row
        return one.client_id if one is not None else None


def _found(caseload: Caseload) -> list[Watched]:
    return watch.watch(
        caseload, caseload.today, yardsticks.watch(), matters=cache(instruments.change_of)
    )


def _key(one: Watched) -> str:
    return one.client_id
