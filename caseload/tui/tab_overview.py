"""The overview of a chart: who, how to reach them safely, where they stand, what they want."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from caseload import folding
from caseload.model import Client, Episode, EpisodeStatus, Funding, Status
from caseload.records import (
    applicants,
    clients,
    due,
    episodes,
    holds,
    intake,
    living_situations,
    plans,
    safety_plans,
    staff,
)
from caseload.rules.crisis_words import plan_in_words
from caseload.rules.intake_rules import NextStep
from caseload.settings import yardsticks
from caseload.show import day_style, due_words, style
from caseload.show.chart import diagnosis_in_words, hold_in_words
from caseload.show.intake import funding_in_words, intake_in_words
from caseload.show.matching import fee_in_words
from caseload.show.plan import living_in_words, standing, words
from caseload.tui.page import Page
from caseload.tui.tab import ChartTab

PAID_BY_CLIENT = (Funding.SLIDING_SCALE, Funding.SELF_PAY)


class Facts(VerticalScroll, can_focus=True):
    """What is read and not chosen from; the keys of the client as a whole are shown here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "screen.hold", "Hold", id="chart.hold"),
        Binding("u", "screen.resume", "Resume", id="chart.resume"),
        Binding("t", "screen.transfer", "Transfer", id="chart.transfer"),
        Binding("c", "screen.match", "Case manager", id="chart.match"),
        Binding("d", "screen.discharge", "Discharge", id="chart.discharge"),
        Binding("n", "screen.living", "Living", id="chart.living"),
        Binding("i", "screen.intake", "Intake step", show=False, id="chart.intake"),
        Binding("j", "scroll_down", "Down", show=False, id="rows.down"),
        Binding("k", "scroll_up", "Up", show=False, id="rows.up"),
    ]


class OverviewTab(ChartTab):
    """A client at a glance."""

    def compose(self) -> ComposeResult:
        with Facts(), Horizontal(classes="columns"):
            yield Static(id="left", markup=False)
            yield Static(id="right", markup=False)

    def reload(self) -> None:
        client = clients.get(self.caseload, self.client_id)
        left, right = Page(), Page()
        self._reach(left, client)
        self._stays(left)
        self._owed(right)
        self._goals(right)
        self._more(right)
        self.query_one("#left", Static).update(left.made)
        self.query_one("#right", Static).update(right.made)

    def _reach(self, page: Page, client: Client) -> None:
        today = self.caseload.today
        state = " ".join(filter(None, (client.state, client.postal_code)))
        county = folding.county_named(client.county) if client.county else None
        where = [client.address, client.city, state, county]
        page.heading("How to reach them")
        page.fact("phone", client.phone)
        page.fact("safe contact", client.contact_notes, "bold")
        page.fact("email", client.email)
        page.fact("address", ", ".join(filter(None, where)))
        page.fact("language", client.language)
        page.fact("goes by", client.preferred_name)
        page.fact("born", day_style.born(client.date_of_birth, today))

    def _stays(self, page: Page) -> None:
        names = staff.names(self.caseload)
        stays = episodes.of_client(self.caseload, self.client_id)
        steps = intake.next_steps(self.caseload, stays, self.caseload.today)
        for stay in stays:
            self._stay(page, stay, names, steps.get(stay.episode_id))

    def _stay(
        self, page: Page, stay: Episode, names: dict[str, str], step: NextStep | None
    ) -> None:
        today = self.caseload.today
        page.heading(f"{stay.program}: {words(stay.status)}")
        turned_away = stay.status is EpisodeStatus.NOT_ELIGIBLE
        nobody = "" if turned_away else "none yet"
        page.fact("case manager", names.get(stay.case_manager or "", nobody))
        page.fact("level of care", stay.level_of_care)
        for name, said in intake_in_words(stay, names, today, step):
            comes = name == "next step" and said is not None
            page.fact(name, f"{said} · i records it" if comes else said, "bold" if comes else "")
        for name, day in (("admitted", stay.admitted_on), ("discharged", stay.discharged_on)):
            page.fact(name, day_style.spoken(day, today) if day else None)
        page.fact("because", stay.discharge_reason)
        page.fact("funding", funding_in_words(stay))
        page.fact("pays", self._pays(stay))
        page.fact("needs", stay.presenting_needs)
        page.fact("history", stay.history)
        for one in holds.of_episode(self.caseload, stay.episode_id):
            page.fact("hold", hold_in_words(one))

    def _pays(self, stay: Episode) -> str | None:
        """What an open stay costs the client; `caseload client fee` shows how that comes about."""
        if stay.status not in episodes.OPEN or stay.funding not in PAID_BY_CLIENT:
            return None
        shipped = self.act(yardsticks.guidelines)
        if shipped is None:
            return None
        today = self.caseload.today
        found = applicants.fee_of(
            self.caseload, self.client_id, shipped, today, program=stay.program
        )
        return fee_in_words(found)

    def _owed(self, page: Page) -> None:
        page.heading("What is due")
        wanted = due.Wanted(client_id=self.client_id)
        found = due.due(self.caseload, self.caseload.today, wanted, within=None, include_held=True)
        program = due_words.twins(found.items)
        for item in found.items:
            on = f" ({day_style.plain(item.due_on)})" if item.due_on else ""
            late = item.status is Status.OVERDUE
            ahead = "in " if (item.days_overdue or 0) < -1 else ""
            stands = f"{ahead}{due_words.when(item)}{' overdue' if late else ''}{on}"
            owed = style.apart([due_words.label(item), program(item)])
            page.line(f"{owed}: {stands}", "bold" if late else "")
        if not found.items:
            page.line("nothing", "dim")

    def _goals(self, page: Page) -> None:
        plan = plans.in_force(self.caseload, self.client_id)
        page.heading("Goals")
        if plan is None:
            page.line("no plan in force", "dim")
            return
        for number, goal in enumerate(plan.goals, 1):
            page.line(f"{number} {' '.join(goal.statement.split())}", "bold")
            page.line(f"  {standing(goal.status, goal.progress)}")

    def _more(self, page: Page) -> None:
        page.heading("Living situation")
        living = living_situations.latest(self.caseload, self.client_id)
        page.line(living_in_words(living) if living else "nobody has said", "" if living else "dim")
        page.heading("Safety plan")
        safe = safety_plans.in_force(self.caseload, self.client_id)
        page.line(day_style.in_sentence(plan_in_words(safe)), "" if safe else "dim")
        page.heading("Diagnoses")
        found = clients.diagnoses(self.caseload, self.client_id)
        for one in found:
            page.fact(one.code, diagnosis_in_words(one))
        if not found:
            page.line("none", "dim")
