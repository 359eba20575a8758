"""The chart of one client: who they are, their contacts, plan, documents, and what was done."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import Footer, Static, TabbedContent, TabPane

from caseload.records import clients, episodes
from caseload.tui import client_forms
from caseload.tui.at_hand import ClientAtHand
from caseload.tui.base import CaseloadScreen
from caseload.tui.card import line, who_they_are
from caseload.tui.circle_forms import whose
from caseload.tui.tab import ChartTab
from caseload.tui.tab_agenda import AgendaTab
from caseload.tui.tab_circle import CircleTab
from caseload.tui.tab_contacts import ContactsTab
from caseload.tui.tab_crisis import CrisisTab
from caseload.tui.tab_documents import DocumentsTab
from caseload.tui.tab_history import HistoryTab
from caseload.tui.tab_needs import NeedsTab
from caseload.tui.tab_overview import OverviewTab
from caseload.tui.tab_plan import PlanTab
from caseload.tui.tab_referrals import ReferralsTab

TABS: dict[str, type[ChartTab]] = {
    "overview": OverviewTab,
    "contacts": ContactsTab,
    "plan": PlanTab,
    "needs": NeedsTab,
    "referrals": ReferralsTab,
    "circle": CircleTab,
    "agenda": AgendaTab,
    "crisis": CrisisTab,
    "documents": DocumentsTab,
    "history": HistoryTab,
}
SHORT = {
    "overview": "view",
    "contacts": "contact",
    "referrals": "refs",
    "documents": "docs",
    "history": "past",
}
"""What tabs are called where there is little room."""
ALL_NAMED = 110
"""Columns in which all tabs have their whole names."""


class Chart(ClientAtHand, CaseloadScreen):
    """One client."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "log", "Log contact", id="chart.log"),
        Binding("p", "plan", "Plan", id="chart.plan"),
        Binding("r", "render", "Render", show=False, id="chart.render"),
        Binding("h", "hold", "Hold", show=False, id="chart.hold"),
        Binding("u", "resume", "Resume", show=False, id="chart.resume"),
        Binding("t", "transfer", "Transfer", show=False, id="chart.transfer"),
        Binding("c", "match", "Case manager", show=False, id="chart.match"),
        Binding("d", "discharge", "Discharge", show=False, id="chart.discharge"),
        Binding("n", "living", "Living situation", show=False, id="chart.living"),
        Binding("i", "intake", "Intake step", show=False, id="chart.intake"),
        Binding("s", "services", "Services", show=False, id="chart.services"),
        Binding("w", "explain", "Why due?", show=False, id="chart.explain"),
        Binding("exclamation_mark", "crisis", "Crisis", key_display="!", id="crisis.card"),
        Binding("right", "step(1)", "Next tab", show=False, priority=True, id="chart.next"),
        Binding("left", "step(-1)", "Tab before", show=False, priority=True, id="chart.before"),
        *[
            Binding(f"{number % 10}", f"tab('{name}')", name.capitalize(), show=False,
                    id=f"chart.tab_{name}")
            for number, name in enumerate(TABS, 1)
        ],
    ]  # fmt: skip
    HELP = (
        "The number keys and the arrows left and right go from tab to tab. What is done with the "
        "client as a whole has keys on every tab: hold, transfer, match, discharge …"
    )

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id
        self._stale = set(TABS)

    @property
    def client_id(self) -> str:
        """Whose it is."""
        return self._client_id

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        yield Static(id="who", markup=False)
        with TabbedContent(initial="overview"):
            for number, (name, kind) in enumerate(TABS.items(), 1):
                with TabPane(f"{number % 10} {name.capitalize()}", id=name):
                    yield kind(self.client_id)
        yield Footer(show_command_palette=False)

    def on_resize(self, event: Resize) -> None:
        """All tabs are to be seen at once; where that needs it, some have shorter names."""
        narrow = event.size.width < ALL_NAMED
        self.set_class(narrow, "-short")
        tabs = self.query_one(TabbedContent)
        for number, name in enumerate(TABS, 1):
            said = SHORT.get(name, name) if narrow else name
            tabs.get_tab(name).label = Content(f"{number % 10} {said.capitalize()}")

    # Reading

    def reload(self) -> None:
        """Read the head and the tab at hand; the others when they come to the front."""
        client = clients.get(self.caseload, self.client_id)
        title = Text()
        line(title, f"{client.full_name} · {client.client_id}")
        title.rstrip()
        self.query_one("#title", Static).update(title)
        self.query_one("#who", Static).update(who_they_are(self.caseload, client))
        self._stale = set(TABS)
        self._show_tab()

    def _show_tab(self) -> None:
        name = self.query_one(TabbedContent).active
        if name in self._stale and not self.home.locked:
            self._stale.discard(name)
            self._tab(name).reload()
        self._tab(name).take_focus()

    def _tab(self, name: str) -> ChartTab:
        return self.query_one(f"#{name}", TabPane).query_one(ChartTab)

    def on_tabbed_content_tab_activated(self) -> None:
        if self.is_current:
            self._show_tab()

    def action_tab(self, name: str) -> None:
        """To a tab."""
        self.query_one(TabbedContent).active = name

    def action_step(self, step: int) -> None:
        """To the tab beside this one."""
        names = list(TABS)
        at = names.index(self.query_one(TabbedContent).active)
        self.action_tab(names[(at + step) % len(names)])

    # Keys

    def action_explain(self) -> None:
        """How the dates come about."""
        from caseload.tui.explain import Explain

        self.app.push_screen(Explain(self.client_id))

    def action_services(self) -> None:
        """Services in the community that fit this client."""
        from caseload.tui.resources import Resources

        self.app.push_screen(Resources(self.client_id))

    def action_card(self) -> None:
        """Show or hide what stands beside a list where there is no room for both."""
        self.toggle_class("-card")

    def action_hold(self) -> None:
        """Suspend what is owed."""
        self._form("Hold", client_forms.HoldForm)

    def action_resume(self) -> None:
        """End a hold."""
        self._form("Resume", client_forms.ResumeForm)

    def action_transfer(self) -> None:
        """Hand over to another case manager or level of care."""
        self._form("Transfer", client_forms.TransferForm)

    def action_match(self) -> None:
        """Find who could be their case manager, and make them so."""
        stays = [
            one
            for one in episodes.of_client(self.caseload, self.client_id)
            if one.status in episodes.OPEN
        ]
        if not stays:
            self.say("There is no open episode; begin an intake or admit them first.", wrong=True)
        elif len(stays) == 1:
            self._match(stays[0].program)
        else:
            from caseload.tui.choose import Choose

            programs = {f"program-{index}": one.program for index, one in enumerate(stays)}
            self.app.push_screen(
                Choose("A case manager in which program?", programs),
                lambda chosen: self._match(programs[chosen]) if chosen else None,
            )

    def _match(self, program: str) -> None:
        from caseload.tui.match import MatchDialog, ranked

        ranking = self.act(ranked, self.caseload, self.client_id, program)
        if ranking is not None:
            self.app.push_screen(MatchDialog(self.client_id, ranking))

    def action_discharge(self) -> None:
        """End an episode."""
        self._form("Discharge", client_forms.DischargeForm)

    def action_intake(self) -> None:
        """Record the next step from the referral to the admission."""
        from caseload.tui.intake_forms import StepForm, on_the_way

        stays = on_the_way(self.caseload, self.client_id)
        if not stays:
            self.say("They are not on the way into a program.", wrong=True)
            return
        self.app.push_screen(StepForm(f"Intake · {whose(self.caseload, self.client_id)}", stays))

    def action_living(self) -> None:
        """Note how the client lives."""
        title = f"Living situation · {whose(self.caseload, self.client_id)}"
        self.app.push_screen(client_forms.LivingForm(title, self.client_id))

    def _form(self, title: str, kind: type[client_forms.OfEpisode]) -> None:
        stays = [
            one
            for one in episodes.of_client(self.caseload, self.client_id)
            if one.status in episodes.OPEN and one.admitted_on is not None
        ]
        if not stays:
            self.say("There is no open episode; admit them first.", wrong=True)
            return
        self.app.push_screen(kind(f"{title} · {whose(self.caseload, self.client_id)}", stays))
