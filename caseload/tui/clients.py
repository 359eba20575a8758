"""Clients: search as one types, by any part of a name or id."""

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Input, Static

from caseload.model import EpisodeStatus
from caseload.records import client_search
from caseload.records.clients import ClientLine
from caseload.show import day_style, safe_line, style
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.at_hand import ClientAtHand
from caseload.tui.beside import Beside
from caseload.tui.card import card
from caseload.tui.client_filter import ClientFilter, ClientFilterDialog
from caseload.tui.rows import Rows
from caseload.tui.searching import PAGE, Searching

MANY = 5_000
"""With more clients in the file, a filter is worked out in a thread."""


class ClientRows(Rows):
    """The list of clients; letters that are no key of its own go on with the search."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Chart", id="clients.choose"),
        Binding("l", "screen.log", "Log contact", id="clients.log"),
        Binding("p", "screen.plan", "Plan", id="clients.plan"),
        Binding("slash", "screen.search", "Search", key_display="/", id="clients.search"),
        Binding("r", "screen.render", "Render", show=False, id="clients.render"),
        Binding("space", "screen.card", "Card", show=False, id="clients.card"),
    ]
    HELP = (
        "Arrows or j and k walk, Page up and down leap, Enter opens the chart. Any other letter "
        "goes on with the search."
    )


class SearchInput(Input):
    """Where the search is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Chart", id="clients.submit"),
        Binding("down", "screen.list", "To the list", key_display="↓", id="clients.list"),
        # No name has this sign, so it may stand for something while a search is typed.
        Binding("exclamation_mark", "screen.crisis", "Crisis", priority=True, key_display="!",
                id="crisis.card"),
    ]  # fmt: skip
    HELP = (
        "Type any part of a name or id; accents and capitals don't matter. Enter opens the chart."
    )


class Clients(ClientAtHand, Searching):
    """All clients."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "filter", "Filter", priority=True, id="clients.filter"),
        Binding("ctrl+n", "intake", "New intake", priority=True, id="clients.intake"),
        Binding("escape", "back", "Clear, back", id="back"),
        Binding("exclamation_mark", "crisis", "Crisis", key_display="!", id="crisis.card"),
    ]
    HELP = "Everyone in the file. The search begins with what is typed; filters narrow it down."

    def __init__(self) -> None:
        super().__init__()
        self.filter = ClientFilter()
        self._among: frozenset[str] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield SearchInput(placeholder="Search: any part of a name or id", id="search")
        rows = ClientRows(_draw, lambda one: one.client_id, empty="Nobody fits.", id="clients")
        yield Beside(rows, self._card, "Nobody is chosen.")
        yield Static(id="totals", markup=False)
        yield Footer(show_command_palette=False)

    # Reading

    def reload(self) -> None:
        """Read who fits the filter, then the list."""
        told = self.filter.in_words(self.caseload)
        who = f" · {self.caseload.staff.name}" if self.caseload.staff else ""
        shown = f"   [{told}]" if told else ""
        self.query_one("#title", Static).update(
            safe_line(f"caseload   Clients   {day_style.long(self.caseload.today)}{who}{shown}")
        )
        if self.filter != ClientFilter() and client_search.how_many(self.caseload) > MANY:
            self.query_one("#totals", Static).update("Looking through everyone …")
            self._filter_in_thread(self.filter)
            return
        self._filtered_to(self.filter.among(self.caseload, self.caseload.today))

    @work(thread=True, exclusive=True)
    def _filter_in_thread(self, wanted: ClientFilter) -> None:
        with self.home.reopened() as caseload:
            found = wanted.among(caseload, caseload.today)
        self.app.call_from_thread(self._filtered_to, found)

    def _filtered_to(self, among: frozenset[str] | None) -> None:
        self._among = among
        self.search_now()

    def search(self) -> None:
        """List whose name or id begins so."""
        text = self.box.value
        found = client_search.search(
            self.caseload, self.caseload.today, text, among=self._among, limit=self.page
        )
        self.rows.show(found)
        self.query_one("#totals", Static).update(self._counted(len(found), text))

    def _counted(self, found: int, text: str) -> str:
        if found >= self.page:
            return f"The first {found}; more come as you go on down, fewer as you type"
        among = client_search.how_many(self.caseload) if self._among is None else len(self._among)
        whole = f"{style.number(among)} {'client' if among == 1 else 'clients'}"
        return f"{style.number(found)} of {whole}" if text.strip() else whole

    def _card(self, one: ClientLine) -> Text | None:
        return self.act(card, self.caseload, one.client_id, self.caseload.today)

    # The client at hand

    @property
    def client_id(self) -> str | None:
        """The client at hand."""
        one: ClientLine | None = self.rows.row
        return one.client_id if one is not None else None

    def on_input_submitted(self) -> None:
        if self.waiting:
            self.search_now()
        self.action_chart()

    def on_rows_chosen(self) -> None:
        self.action_chart()

    def action_crisis(self) -> None:
        """The crisis card of the client at hand: 988, safety plan, who to call."""
        if self.waiting:
            self.search_now()
        super().action_crisis()

    def action_intake(self) -> None:
        """Take in somebody who calls or is referred."""
        from caseload.tui.intake_forms import IntakeForm

        self.app.push_screen(IntakeForm())

    def action_filter(self) -> None:
        """List a part of the clients."""
        self.app.push_screen(ClientFilterDialog(self.filter), self._filtered)

    def _filtered(self, chosen: ClientFilter | None) -> None:
        if chosen is not None:
            self.filter, self.page = chosen, PAGE
            self.reload()


def _draw(one: ClientLine, width: int) -> Text:
    """Name and id; where there is room, how it stands, program, level, case manager, phone."""
    text = Text()
    text.append(fit(one.client, max(14, min(30, width - 30))), "bold" if _is_open(one) else "")
    text.append(f" {fit(one.client_id, 8)} ", "dim")
    stands = words(one.status) if one.status else "no episode"
    program = " · ".join(filter(None, (one.program, one.level_of_care)))
    columns = [(stands, 12), (program, 20), (one.case_manager or "", 18), (one.county or "", 14)]
    left = width - text.cell_len
    for said, room in columns:
        if left < 8:
            break
        text.append(fit(said, min(room, left - 1)) + " ")
        left -= room + 1
    return text


def _is_open(one: ClientLine) -> bool:
    return one.status is EpisodeStatus.ADMITTED
