"""Today: who is due, the most neglected first, and beside the list the client at hand."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from caseload.model import Item, Status
from caseload.records import due, staff
from caseload.records._caseload import Caseload
from caseload.show import day_style, due_words, safe_line, style
from caseload.show.widths import fit
from caseload.tui.at_hand import ClientAtHand
from caseload.tui.base import CaseloadScreen, Keys
from caseload.tui.due_acts import ACTS
from caseload.tui.filter import Filter
from caseload.tui.rows import Head, Rows

ALL_AT_ONCE = 2_000
"""Beyond so many open episodes the list is read in a thread, one case manager after another."""
CARD_DELAY = 0.05
"""Seconds for which the cursor rests before the card is read, so that walking stays quick."""


class Today(ClientAtHand, CaseloadScreen):
    """The morning list."""

    CSS_PATH = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "log", "Log contact", id="today.log"),
        Binding("u", "act_on", "Update", id="today.act_on"),
        Binding("c", "chart", "Chart", id="today.chart"),
        Binding("p", "plan", "Plan", id="today.plan"),
        Binding("slash", "find", "Find", key_display="/", id="today.find"),
        Binding("f", "filter", "Filter", id="today.filter"),
        Binding("m", "mine", "Mine/all", show=False, id="today.mine"),
        Binding("w", "within", "What's next", show=False, id="today.within"),
        Binding("e", "explain", "Why?", show=False, id="today.explain"),
        Binding("space", "card", "Card", show=False, id="today.card"),
        Binding("t", "task", "New task", show=False, id="today.task"),
        Binding("r", "render", "Render", show=False, id="today.render"),
        Binding("v", "calendar", "Calendar file", show=False, id="today.calendar"),
        Binding("i", "intake", "Intake step", show=False, id="today.intake"),
        Binding("exclamation_mark", "crisis", "Crisis", key_display="!", id="crisis.card"),
    ]
    HELP = (
        "Everyone who is due: overdue first, then today, then soon. The card beside the list, "
        "or with the space bar where that has no room, says how to reach the client safely and "
        "what was last tried."
    )

    def __init__(self, shown: Filter | None = None) -> None:
        """Show a part of the list; one's own when not said."""
        super().__init__()
        self.filter = shown or Filter()
        self._as_told = shown is not None
        self.within = 0
        self._items: list[Item] = []
        self._program = due_words.twins(())
        self._counted = (0, 0)
        self._resting: Timer | None = None
        self._can_act = False

    def compose(self) -> ComposeResult:
        yield Static(id="title", markup=False)
        with Container(id="beside"):
            yield Rows(self._draw, _key, empty="Nobody is due.", id="due")
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="client", markup=False)
        yield Static(id="totals", markup=False)
        yield Keys()

    def on_mount(self) -> None:
        if not self._as_told:
            self.filter = Filter(mine=self.caseload.staff is not None)
        self.query_one(Rows).focus()

    # Reading

    def reload(self) -> None:
        """Read the list anew; in a thread when it is a long one."""
        today = self.caseload.today
        who = f" · {self.caseload.staff.name}" if self.caseload.staff else ""
        manager = self.filter.case_manager
        whose = staff.get(self.caseload, manager).name if manager else "everyone"
        self.query_one("#title", Static).update(
            safe_line(
                f"caseload   Today   {day_style.long(today)}{who}{self.filter.in_words(whose)}"
            )
        )
        wanted = self._wanted()
        if wanted.case_managers is None and self._open_episodes() > ALL_AT_ONCE:
            self.query_one("#totals", Static).update("Reading everyone's list …")
            self._read_in_thread(wanted)
            return
        found = due.due(self.caseload, today, wanted, within=self.within)
        self._show(found.items, (found.open_episodes, found.on_hold))

    def _wanted(self) -> due.Wanted:
        own = None
        if self.filter.mine and self.caseload.staff is not None:
            acting = self.caseload.staff.staff_id
            own = (acting, *staff.covered_by(self.caseload, acting))
        return self.filter.wanted(own)

    def _open_episodes(self) -> int:
        return due.how_many_open(self.caseload, self.caseload.today)

    @work(thread=True, exclusive=True, exit_on_error=True)
    def _read_in_thread(self, wanted: due.Wanted) -> None:
        """Everyone's list, a case manager after another, so that the first rows are there soon."""
        worker, items = get_current_worker(), list[Item]()
        with self.home.reopened() as caseload:
            today = caseload.today
            team = [one.staff_id for one in staff.listed(caseload)]
            for index, own in enumerate(team):
                if worker.is_cancelled:
                    return
                part = wanted._replace(case_managers=(own,))
                items += due.due(caseload, today, part, within=self.within).items
                if index in (0, 10, 100):
                    rows = due.in_order(items)
                    self.app.call_from_thread(self._show, rows, None)
            whole = due.due(caseload, today, wanted, within=self.within)
        if not worker.is_cancelled:
            counted = whole.open_episodes, whole.on_hold
            self.app.call_from_thread(self._show, whole.items, counted)

    def _show(self, items: list[Item], counted: tuple[int, int] | None) -> None:
        self._items, self._program = items, due_words.twins(items)
        self.query_one(Rows).show(list(_with_heads(items)))
        listed = [one for one in items if one.status in due.LISTED]
        overdue = sum(one.status is Status.OVERDUE for one in listed)
        rest = ""
        if counted is not None:
            held = f", {counted[1]} more on hold" if counted[1] else ""
            rest = f" · {counted[0]} open episodes{held}"
            self.query_one(Rows).empty = "Nobody is due." if any(counted) else self._nobody()
        self.query_one("#totals", Static).update(f"{len(listed)} due · {overdue} overdue{rest}")

    def _nobody(self) -> str:
        """What a list without any client means, and what to do about it."""
        whole = due.in_all(self.caseload, self.caseload.today)
        if whole.open_episodes:
            return f"None of the {whole.open_episodes} open episodes is in this part of the list."
        if whole.clients:
            return (
                "No client is in a program today, so no contact is owed.\n"
                "F2 lists them; caseload client admit CLIENT --program NAME admits one."
            )
        return (
            "No one is here yet.\n"
            "F2, then ctrl+n takes somebody in.\n"
            "A command brings a roster in: caseload import clients FILE"
        )

    def _draw(self, item: Item, width: int) -> Text:
        days = due_words.when(item)
        tried = f" ×{item.attempts}" if item.attempts else ""  # noqa: RUF001
        # The day and the attempts have their places; name and label share what is left.
        room = max(20, width - 17)
        named = min(26, (room + 1) // 2)
        text = Text()
        late = item.status is Status.OVERDUE
        text.append(f"{days:>9}  ", "bold red" if late else "")
        text.append(fit(item.client or due_words.OWN, named), "bold" if late else "")
        # The program first: it is what tells two lines apart, and the end may be cut.
        owed = style.apart([self._program(item), due_words.headline(item)])
        text.append(f" {fit(owed, room - named)}{tried}")
        return text

    # The client at hand

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(CARD_DELAY, self._read_card)
        # The footer is made anew only where the key comes or goes, so that walking stays quick.
        if self._can_act is not (can := self._act() is not None):
            self._can_act = can
            self.refresh_bindings()

    def _read_card(self) -> None:
        if not self.is_current or self.home.locked:
            return
        from caseload.tui.card import card

        item: Item | None = self.query_one(Rows).row
        text = Text("Nobody is chosen.")
        if item is not None and item.client_id is not None:
            found = self.act(card, self.caseload, item.client_id, self.caseload.today)
            text = found or text
        if item is not None and item.obligation in due_words.WHOLE:
            told = Text(f"{due_words.label(item)}: {safe_line(item.reason)}\n", "bold italic")
            text = told if item.client_id is None else Text("\n").join((told, text))
        self.query_one("#client", Static).update(text)
        self.query_one("#card", VerticalScroll).scroll_home(animate=False)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if self._act() is not None:
            self.action_act_on()
        else:
            self.action_chart()

    # Keys

    @property
    def client_id(self) -> str | None:
        """The client at hand."""
        item: Item | None = self.query_one(Rows).row
        return item.client_id if item is not None else None

    def action_log(self) -> None:
        """Record a contact with the client at hand, or what else closes the line."""
        if self._act() is not None:
            self.action_act_on()
        elif self.client_id is not None:
            from caseload.tui.log_contact import LogContact

            self.app.push_screen(LogContact(self.client_id), self._logged)

    def _act(self) -> Callable[[Caseload, Item], Screen[bool]] | None:
        item: Item | None = self.query_one(Rows).row
        return ACTS.get(item.obligation) if item is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key that acts on a line is there for lines that it acts on."""
        return self._act() is not None if action == "act_on" else True

    def action_act_on(self) -> None:
        """Do what the line asks for, where no contact does it."""
        act, item = self._act(), self.query_one(Rows).row
        if act is not None:
            form = self.act(act, self.caseload, item)
            if form is not None:
                self.app.push_screen(form, self._logged)

    def action_task(self) -> None:
        """Write down something to do, for the client at hand or for oneself."""
        from caseload.tui.task_forms import TaskForm

        self.app.push_screen(TaskForm("New task", self.client_id), self._logged)

    def _logged(self, done: bool | None) -> None:
        if done:
            self.reload()

    def action_intake(self) -> None:
        """Record the next step of the client at hand, where they are on the way in."""
        item: Item | None = self.query_one(Rows).row
        if item is None or item.client_id is None:
            return
        from caseload.tui.intake_forms import StepForm, on_the_way

        stays = on_the_way(self.caseload, item.client_id)
        meant = [one for one in stays if one.episode_id == item.record_id] or stays
        if not meant:
            self.say("They are not on the way into a program.", wrong=True)
            return
        title = f"Intake · {item.client} ({item.client_id})"
        self.app.push_screen(StepForm(title, meant), self._logged)

    def action_find(self) -> None:
        """Search all clients."""
        self.home.action_go("clients")

    def action_filter(self) -> None:
        """Show a part of the list."""
        from caseload.tui.filter_dialog import FilterDialog

        self.app.push_screen(FilterDialog(self.filter), self._filtered)

    def _filtered(self, chosen: Filter | None) -> None:
        if chosen is not None:
            self.filter = chosen
            self.reload()

    def action_mine(self) -> None:
        """One's own clients and those one covers, or everyone's."""
        if self.caseload.staff is None:
            self.say("Say who you are first: caseload --staff NAME tui", wrong=True)
            return
        self.filter = self.filter._replace(mine=not self.filter.mine)
        self.reload()

    def action_within(self) -> None:
        """What comes due in the next 30 days as well, or not."""
        self.within = 0 if self.within else 30
        self.reload()

    def action_explain(self) -> None:
        """How the date comes about."""
        if self.client_id is not None:
            from caseload.tui.explain import Explain

            self.app.push_screen(Explain(self.client_id))

    def action_card(self) -> None:
        """Show or hide the card where there is no room for both."""
        self.toggle_class("-card")

    def action_calendar(self) -> None:
        """Write appointments and due dates into a file for a calendar elsewhere."""
        from caseload.tui.calendar_form import CalendarForm

        self.app.push_screen(CalendarForm("Calendar file"))


def _key(item: Item) -> tuple[object, ...]:
    # After a discharge two visits are owed of one record, and their days tell them apart.
    owed = item.client_id, item.program, item.standard, item.obligation
    return *owed, item.record_id, item.due_on


def _with_heads(items: Iterable[Item]) -> Iterable[Item | Head]:
    before = None
    for item in items:
        if item.status is not before:
            before = item.status
            yield Head(due_words.HEADS[item.status].upper())
        yield item
