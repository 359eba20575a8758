"""Tasks in forms: one written down or corrected, done or put off; and what was entered in error."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model.agenda import Task
from caseload.records import clients, staff, tasks
from caseload.records._caseload import Caseload
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field

DONE, PUT_OFF = "done", "put_off"
CLIENT, OWN = "client", "own"


class TaskForm(Form):
    """Something to do, for the client at hand or for oneself."""

    def __init__(self, title: str, client_id: str | None, before: Task | None = None) -> None:
        super().__init__(title)
        self._client_id, self._before = client_id, before

    def fields(self) -> ComposeResult:
        one = self._before
        yield from field("what is to be done", Input(one.text if one else "", id="text"))
        due = one.due_on.isoformat() if one and one.due_on else ""
        yield from field("by when; empty: on no due list", day_field("due_on", due, ahead=True))
        if one is None and self._client_id is not None:
            name = clients.get(self.caseload, self._client_id).full_name
            whom = [(name, CLIENT), ("myself", OWN)]
            yield from field("for", choice("whom", whom, CLIENT))
        acting = self.caseload.staff
        owner = one.staff if one else acting.staff_id if acting else None
        team = [(each.name, each.staff_id) for each in staff.listed(self.caseload)]
        known = owner if owner in {staff_id for _, staff_id in team} else None
        yield from field("whose it is", choice("staff", team, known))

    def save(self) -> str:
        text, due_on = self.typed("text") or "", self.day_or_none("due_on", ahead=True)
        owner = self.chosen("staff")
        if self._before is not None:
            facts = {"text": text, "due_on": due_on, "staff": owner}
            tasks.edit(self.caseload, self._before.task_id, **facts)
            return f"Saved: {self._before.task_id}."
        of = self._client_id
        if of is not None and self.chosen("whom") == OWN:
            of = None
        made = tasks.add(self.caseload, text, client_id=of, due_on=due_on, staff_id=owner)
        day = f", due {day_style.spoken(made.due_on, self.caseload.today)}" if made.due_on else ""
        return f"Added: {made.task_id}{day}."


class TaskEndForm(Form):
    """Done, or put off with a reason."""

    def __init__(self, before: Task) -> None:
        super().__init__(f"{before.task_id} · {before.text}")
        self._before = before

    def fields(self) -> ComposeResult:
        ways = [("done", DONE), ("put off to a later day", PUT_OFF)]
        yield from field("it is", choice("way", ways, DONE))
        yield from field("put off until", day_field("until_on", "", ahead=True))
        yield from field("what came of it, or why it is put off", Input(id="reason"))

    def save(self) -> str:
        key, reason = self._before.task_id, self.typed("reason")
        until_on = self.day_or_none("until_on", ahead=True)
        if self.chosen("way") == DONE:
            if until_on is not None:
                raise InvalidError("A task that is done is not put off; choose, or empty the day.")
            tasks.done(self.caseload, key, remark=reason)
            return f"Done: {key}."
        if until_on is None:
            raise InvalidError("Say until when it is put off.")
        made = tasks.put_off(self.caseload, key, until_on, reason or "")
        return f"Put off: {key}, to {day_style.spoken(made.until_on, self.caseload.today)}."


class InErrorForm(Form):
    """Something that never was."""

    SAVE = "Mark it"

    def __init__(
        self, record_id: str, verb: Callable[[Caseload, str, str], tuple[object, ...]]
    ) -> None:
        super().__init__(f"{record_id} was entered in error: it stays readable, and never counts")
        self._record_id, self._verb = record_id, verb

    def fields(self) -> ComposeResult:
        yield from field("why", Input(id="reason"))

    def save(self) -> str:
        self._verb(self.caseload, self._record_id, self.typed("reason") or "")
        return f"{self._record_id} is marked as entered in error."
