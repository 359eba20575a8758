"""The agenda of a chart: appointments, tasks, advocacy; what is open first, then what is over."""

from datetime import date
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload.model.agenda import CLOSED, Advocacy, Appointment, Outcome, Task
from caseload.records import advocacy, appointments, care_team, staff, tasks
from caseload.show import day_style
from caseload.show.agenda import kept_in_words
from caseload.show.plan import words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.circle_forms import whose
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows
from caseload.tui.tab import ChartTab

Row = Appointment | Task | Advocacy


class AgendaRows(Rows):
    """What is before the client, and behind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Outcome", id="agenda.end"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "Enter says what became of the row: kept or missed, done or put off, answered or "
        "resolved. m moves an appointment to another time."
    )


class AgendaTab(ChartTab):
    """What the client has before them, what is to be done, what is fought for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "appointment", "Appointment", id="agenda.appointment"),
        Binding("o", "task", "Task", id="agenda.task"),
        Binding("y", "advocacy", "Advocacy", id="agenda.advocacy"),
        Binding("m", "move", "Move", id="agenda.move"),
        Binding("v", "calendar", "Calendar file", id="agenda.calendar"),
        Binding("r", "render", "Render", show=False, id="chart.render"),
        Binding("e", "edit", "Edit", show=False, id="agenda.edit"),
        Binding("x", "error", "Entered in error", show=False, id="agenda.error"),
    ]

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._names: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        empty = "Nothing yet. a: appointment, o: task, y: advocacy."
        rows = AgendaRows(self._draw, lambda one: one[0], empty=empty, id="agenda-rows")
        yield Beside(rows, self._card, "Nothing is chosen.")

    def reload(self) -> None:
        self._names = staff.names(self.caseload)
        of = self.client_id
        visits = [one.appointment for one in appointments.listed(self.caseload, client_id=of)]
        todo = [one.task for one in tasks.listed(self.caseload, client_id=of, everything=True)]
        fights = [one.advocacy for one in advocacy.listed(self.caseload, client_id=of)]
        everything: list[Row] = [*visits, *todo, *fights]
        over = [one for one in everything if _is_over(one)]
        over.sort(key=lambda one: str(_day(one)), reverse=True)
        *_, every = appointments.follow_through(
            self.caseload, until=self.caseload.today, client_id=of
        )
        kept = kept_in_words(every)
        rows: list[object] = []
        for head, found in (
            ("APPOINTMENTS", [one for one in visits if not _is_over(one)]),
            ("TASKS", [one for one in todo if not _is_over(one)]),
            ("ADVOCACY", [one for one in fights if not _is_over(one)]),
            (f"OVER · appointments {kept}" if kept else "OVER", over),
        ):
            rows += [Head(head), *found] if found else []
        self.query_one(Rows).show(rows)

    # Drawing

    def _draw(self, one: Row, width: int) -> Text:
        text, today = Text(), self.caseload.today
        style = "strike" if one.entered_in_error_at else ""
        if isinstance(one, Appointment):
            day, what = f"{day_style.plain(one.day)} {one.time}", _visit(one)
            late = one.outcome is Outcome.SCHEDULED and one.day < today
            state = "was it kept?" if late else _state(one)
        elif isinstance(one, Task):
            on = one.done_on or one.due_on
            day, what, state = day_style.plain(on) if on else "no day", one.text, _state(one)
        else:
            on = _day(one)
            day, what, state = day_style.plain(on) if on else "", one.issue, _state(one)
        text.append(f"{day:<17}  ", style)
        text.append(f"{fit(state, 15)}  ", "bold" if not _is_over(one) else "dim")
        text.append(fit(" ".join(what.split()), max(1, width - text.cell_len)), style)
        return text

    def _card(self, one: Row) -> RenderableType:
        page, today = Page(), self.caseload.today
        facts: tuple[str, ...]
        if isinstance(one, Appointment):
            page.heading(f"Appointment {one.appointment_id}")
            page.line(day_style.spoken_moment(one.starts_at, today), "bold")
            facts = ("minutes", "with_whom", "location", "purpose", "transport")
        elif isinstance(one, Task):
            page.heading(f"Task {one.task_id}")
            page.text(one.text)
            facts = ("due_on", "done_on", "remark")
        else:
            page.heading(f"Advocacy {one.advocacy_id} · {one.status}")
            page.text(one.issue)
            facts = ("against", "right", "decided_on", "file_by", "filed_on", "filed")
            facts += ("respond_by", "outcome", "closed_on")
        for name in facts:
            value = getattr(one, name)
            said = (
                day_style.spoken(value, today) if name.endswith(("_on", "_by")) and value else value
            )
            page.fact(words(name), str(said) if said is not None else None)
        if isinstance(one, Appointment):
            phone = care_team.phone_of(self.caseload, self.client_id, one.with_whom)
            page.fact("their phone", phone, "bold")
            self._reminder(page, one)
        page.fact("by", self._names.get(one.staff or ""))
        page.fact("in error", one.entered_in_error_why)
        self._story(page, one)
        return page.made

    def _reminder(self, page: Page, one: Appointment) -> None:
        if one.reminded_on is not None:
            page.fact("reminded", day_style.spoken(one.reminded_on))
        elif one.remind_on is not None and one.outcome is Outcome.SCHEDULED:
            page.fact("remind", day_style.spoken(one.remind_on, self.caseload.today), "bold")
        if one.outcome is not Outcome.SCHEDULED and one.outcome_on is not None:
            page.fact("outcome", f"{_state(one)}, known {day_style.spoken(one.outcome_on)}", "bold")
            page.fact("why", one.outcome_why)
            page.fact("moved to", one.moved_to)

    def _story(self, page: Page, one: Row) -> None:
        if isinstance(one, Task):
            for each in tasks.story(self.caseload, one.task_id):
                page.fact(
                    day_style.plain(each.put_off_on),
                    f"put off from {day_style.plain(each.from_on)} "
                    f"to {day_style.plain(each.until_on)}: {each.reason}",
                )
        elif isinstance(one, Advocacy):
            page.heading("What happened")
            for step in advocacy.steps(self.caseload, one.advocacy_id):
                page.fact(day_style.plain(step.noted_on), step.text)

    # Keys

    def _chosen(self) -> Row | None:
        found: Row | None = self.query_one(Rows).row
        return found

    def on_rows_chosen(self) -> None:
        one = self._chosen()
        if one is None:
            return
        if one.entered_in_error_at is not None:
            self.say("It was entered in error; it stays as it is.", wrong=True)
        elif isinstance(one, Appointment):
            from caseload.tui.agenda_forms import OutcomeForm

            title = (
                f"{whose(self.caseload, self.client_id)} · {day_style.spoken_moment(one.starts_at)}"
            )
            self.app.push_screen(OutcomeForm(title, one))
        elif isinstance(one, Task):
            from caseload.tui.task_forms import TaskEndForm

            self.app.push_screen(TaskEndForm(one))
        else:
            from caseload.tui.advocacy_forms import StepForm

            self.app.push_screen(StepForm(one))

    def action_appointment(self) -> None:
        """Write down an appointment."""
        from caseload.tui.agenda_forms import AppointmentForm

        title = f"New appointment · {whose(self.caseload, self.client_id)}"
        self.app.push_screen(AppointmentForm(title, self.client_id))

    def action_task(self) -> None:
        """Write down something to do."""
        from caseload.tui.task_forms import TaskForm

        self.app.push_screen(
            TaskForm(f"New task · {whose(self.caseload, self.client_id)}", self.client_id)
        )

    def action_advocacy(self) -> None:
        """Take up a right or a service that was refused."""
        from caseload.tui.advocacy_forms import AdvocacyForm

        self.app.push_screen(
            AdvocacyForm(f"Advocacy · {whose(self.caseload, self.client_id)}", self.client_id)
        )

    def action_move(self) -> None:
        """Agree on another time for an appointment, or a later day for a task."""
        one = self._chosen()
        if isinstance(one, Appointment):
            from caseload.tui.agenda_forms import MoveForm

            said = day_style.spoken_moment(one.starts_at)
            self.app.push_screen(MoveForm(f"Move {one.appointment_id} · {said}", one))
        elif one is not None:
            self.on_rows_chosen()

    def action_edit(self) -> None:
        """Correct what was written down."""
        one = self._chosen()
        if isinstance(one, Appointment):
            from caseload.tui.agenda_forms import AppointmentForm

            title = f"Correct {one.appointment_id} · {whose(self.caseload, self.client_id)}"
            self.app.push_screen(AppointmentForm(title, self.client_id, one))
        elif isinstance(one, Task):
            from caseload.tui.task_forms import TaskForm

            self.app.push_screen(TaskForm(f"Correct {one.task_id}", self.client_id, one))
        elif one is not None:
            from caseload.tui.advocacy_forms import AdvocacyForm

            title = f"Correct {one.advocacy_id} · {whose(self.caseload, self.client_id)}"
            self.app.push_screen(AdvocacyForm(title, self.client_id, one))

    def action_calendar(self) -> None:
        """Write the client's appointments and due dates into a file for a calendar elsewhere."""
        from caseload.tui.calendar_form import CalendarForm

        self.app.push_screen(
            CalendarForm(f"Calendar file · {whose(self.caseload, self.client_id)}", self.client_id)
        )

    def action_render(self) -> None:
        """Make a document; on an advocacy record, the letter about it."""
        from caseload.tui.render import RenderDialog

        one = self._chosen()
        letter = ("appeal_letter", one.advocacy_id) if isinstance(one, Advocacy) else (None, None)
        self.app.push_screen(RenderDialog(self.client_id, *letter))

    def action_error(self) -> None:
        """Mark it as entered in error."""
        from caseload.tui.task_forms import InErrorForm

        one = self._chosen()
        if isinstance(one, Appointment):
            self.app.push_screen(InErrorForm(one.appointment_id, appointments.entered_in_error))
        elif isinstance(one, Task):
            self.app.push_screen(InErrorForm(one.task_id, tasks.entered_in_error))
        elif one is not None:
            self.app.push_screen(InErrorForm(one.advocacy_id, advocacy.entered_in_error))


def _is_over(one: Row) -> bool:
    if one.entered_in_error_at is not None:
        return True
    if isinstance(one, Appointment):
        return one.outcome is not Outcome.SCHEDULED
    if isinstance(one, Task):
        return one.done_on is not None
    return one.status in CLOSED


def _day(one: Row) -> date | None:
    """The day that a row stands under."""
    if isinstance(one, Appointment):
        return one.day
    if isinstance(one, Task):
        return one.done_on or one.due_on
    waits = [day for day in (one.file_by, one.respond_by) if day is not None]
    return one.closed_on or (min(waits) if waits else one.opened_on)


def _state(one: Row) -> str:
    if one.entered_in_error_at is not None:
        return "in error"
    if isinstance(one, Appointment):
        return "moved" if one.moved_to else words(one.outcome)
    if isinstance(one, Task):
        return "done" if one.done_on else "to do"
    if one.file_by is not None:
        return "file by"
    return "answer due" if one.respond_by is not None else words(one.status)


def _visit(one: Appointment) -> str:
    said = ", ".join(filter(None, (one.with_whom, one.location, one.purpose)))
    return said or "appointment"
