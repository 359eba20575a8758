"""Resources: services in the community, searched as one types, the best first, with the reasons."""

from datetime import date
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from caseload.records import clients, resource_search, resources, staff
from caseload.records.resource_search import Found, Search, Wanted
from caseload.rules.resource_rules import Weights
from caseload.settings import resource_files
from caseload.show import day_style, safe_line, style
from caseload.show import resource as show_resource
from caseload.show.widths import fit
from caseload.tui.base import Dialog
from caseload.tui.beside import Beside
from caseload.tui.page import Page
from caseload.tui.resource_filter import ResourceFilter, ResourceFilterDialog
from caseload.tui.rows import Rows
from caseload.tui.searching import PAGE, Searching

TAKES = {True: " ", False: "✗", None: "?"}


class ResourceRows(Rows):
    """The list of services; letters that are no key of its own go on with the search."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="resources.choose"),
        Binding("v", "screen.verify", "Verify", id="resources.verify"),
        Binding("e", "screen.edit", "Edit", id="resources.edit"),
        Binding("a", "screen.add", "Add", id="resources.add"),
        Binding("slash", "screen.search", "Search", key_display="/", id="resources.search"),
        Binding("space", "screen.card", "Card", show=False, id="resources.card"),
    ]
    HELP = (
        "The best first; a ? says that nobody knows whether it takes people, a ✗ that it takes "
        "nobody. Enter opens a service, any other letter goes on with the search."
    )


class WordsInput(Input):
    """Where the words are typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.list", "To the list", key_display="↓", id="resources.list"),
    ]
    HELP = "Type words, or the beginnings of words; accents and capitals don't matter."


class Resources(Searching):
    """The directory."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "filter", "Filter", priority=True, id="resources.filter"),
        Binding("escape", "back", "Clear, back", id="back"),
    ]
    HELP = (
        "Services in the community. Opened from a chart, they are held against that client's "
        "county, language, age and record."
    )

    def __init__(self, client_id: str | None = None) -> None:
        super().__init__()
        self.client_id = client_id
        self.filter = ResourceFilter()
        self._weights: Weights | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield WordsInput(placeholder="Search: food, rent, legal aid …", id="search")
        rows = ResourceRows(
            _draw, lambda one: one.resource.resource_id, empty="Nothing fits.", id="resources"
        )
        yield Beside(rows, self._card, "Nothing is chosen.")
        yield Static(id="totals", markup=False)
        yield Footer(show_command_palette=False)

    # Reading

    def reload(self) -> None:
        """Read the weights, then the list."""
        self._weights = self.act(resource_files.weights)
        told = [self.filter.in_words()]
        if self.client_id is not None:
            client = clients.get(self.caseload, self.client_id)
            wanted = self._wanted("")
            age = f"age {wanted.age}" if wanted.age is not None else None
            said = ", ".join(filter(None, (wanted.county, wanted.prefers, age)))
            told.insert(0, f"for {client.full_name}: {said}" if said else f"for {client.full_name}")
        shown = " · ".join(filter(None, told)) or day_style.long(self.caseload.today)
        self.query_one("#title", Static).update(safe_line(f"caseload   Resources   {shown}"))
        self.search_now()

    def _wanted(self, text: str) -> Wanted:
        wanted = self.filter.wanted(text)
        if self.client_id is None:
            return wanted
        client = clients.get(self.caseload, self.client_id)
        return resource_search.for_client(self.caseload, client, wanted)

    def search(self) -> None:
        """List what fits, the best first."""
        if self._weights is None:
            return
        wanted = self._wanted(self.box.value)
        found = resource_search.search(self.caseload, wanted, self._weights, limit=self.page)
        self.rows.show(found.found)
        self.query_one("#totals", Static).update(safe_line(_counted(found, wanted)))

    def _card(self, one: Found) -> RenderableType:
        return page(one, staff.names(self.caseload), self.caseload.today)

    # The service at hand

    @property
    def found(self) -> Found | None:
        """The service at hand, with its reasons."""
        one: Found | None = self.rows.row
        return one

    def on_input_submitted(self) -> None:
        if self.waiting:
            self.search_now()
        self.on_rows_chosen()

    def on_rows_chosen(self) -> None:
        if self.found is not None:
            self.app.push_screen(ResourcePage(self.found))

    def action_verify(self) -> None:
        """Record that somebody called, and that it is so."""
        from caseload.tui.resource_forms import VerifyForm

        if self.found is not None:
            one = resources.get(self.caseload, self.found.resource.resource_id)
            self.app.push_screen(VerifyForm(one))

    def action_edit(self) -> None:
        """Change what is said of it."""
        from caseload.tui.resource_forms import ResourceForm

        if self.found is not None:
            one = resources.get(self.caseload, self.found.resource.resource_id)
            self.app.push_screen(ResourceForm(one))

    def action_add(self) -> None:
        """Add a service."""
        from caseload.tui.resource_forms import ResourceForm

        self.app.push_screen(ResourceForm())

    def action_filter(self) -> None:
        """List a part of the services."""
        self.app.push_screen(ResourceFilterDialog(self.filter), self._filtered)

    def _filtered(self, chosen: ResourceFilter | None) -> None:
        if chosen is not None:
            self.filter, self.page = chosen, PAGE
            self.reload()


class ResourcePage(Dialog[None]):
    """One service in full."""

    def __init__(self, one: Found) -> None:
        super().__init__()
        self._one = one

    def compose(self) -> ComposeResult:
        made = page(self._one, staff.names(self.caseload), self.caseload.today)
        with VerticalScroll(classes="dialog wide"):
            yield Static(made, markup=False)


def page(one: Found, names: dict[str, str], today: date) -> RenderableType:
    """A service and its reasons, for a card."""
    made = Page()
    made.heading(f"{one.resource.name} · {one.resource.resource_id}")
    if one.resource.phone:
        made.line(one.resource.phone, "bold")
    for sign, reasons in (("+", one.judged.reasons), ("-", one.judged.against)):
        for reason in reasons:
            made.line(f"{sign} {day_style.in_sentence(reason)}")
    made.line("")
    for name, value in show_resource.told(one.resource, names, today)[1:]:
        made.fact(name, value if name != "phone" else None)
    return made.made


def _counted(found: Search, wanted: Wanted) -> str:
    services = "service fits" if found.fitting == 1 else "services fit"
    hidden = [
        sentence.partition(";")[0]
        for sentence in show_resource.hidden(found, wanted.county, wanted.age)
    ]
    return " · ".join((f"{style.number(found.fitting)} {services}", *hidden))


def _draw(one: Found, width: int) -> Text:
    """Whether it takes people, name, who offers it; where there is room, phone and counties."""
    resource = one.resource
    text = Text()
    text.append(f"{TAKES[resource.accepting]} ")
    text.append(fit(resource.name, max(14, min(28, width // 2 - 7))) + " ", "bold")
    left = width - text.cell_len
    for said, room in ((resource.organization, 20), (resource.phone or "", 15),
                       (", ".join(resource.counties) or "everywhere", 24)):  # fmt: skip
        if left < 8:
            break
        text.append(fit(said, min(room, left - 1)) + " ", "" if room == 15 else "dim")
        left = width - text.cell_len
    return text
