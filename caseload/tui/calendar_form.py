"""The calendar as a form: appointments and due dates into a file for a calendar elsewhere."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from caseload import files
from caseload.errors import InvalidError
from caseload.records import staff
from caseload.show import day_style, safe_lines
from caseload.texts import calendars
from caseload.texts.calendar_text import Naming, Said
from caseload.tui.form import Form, choice, day_field, small

EVERYONE, OWN = "everyone", "own"
DUE, VISITS = "due", "visits"


class CalendarForm(Form):
    """Write a calendar file of one client, of a case manager's clients, or of everyone."""

    SAVE = "Write it"
    HELP = (
        "The file is read on telephones and in shared calendars, so clients stand in it by id and "
        "nothing that people typed does, unless you choose otherwise. Read in again, the same "
        "file takes the place of the older entries."
    )

    def __init__(self, title: str, client_id: str | None = None) -> None:
        super().__init__(title)
        self._client_id = client_id

    def fields(self) -> ComposeResult:
        first, last = calendars.span(self.caseload.today, None, None)
        if self._client_id is None:
            acting = self.caseload.staff
            own = [("my clients, and those I cover", OWN)] if acting is not None else []
            team = [(one.name, one.staff_id) for one in staff.listed(self.caseload)]
            whose = [*own, ("everyone's", EVERYONE), *team]
            yield from small("whose", choice("whose", whose, OWN if own else EVERYONE))
        with Horizontal(classes="fields"):
            yield from small("from", day_field("first", first.isoformat(), ahead=True))
            yield from small("until", day_field("last", last.isoformat(), ahead=True))
        with Horizontal(classes="fields"):
            named = [
                ("by id", Naming.ID),
                ("by initials", Naming.INITIALS),
                ("by name", Naming.NAME),
            ]
            yield from small("clients", choice("naming", named, Naming.ID))
            what = [("with due dates", DUE), ("appointments alone", VISITS)]
            yield from small("holds", choice("what", what, DUE))
        told = [("left out", ""), ("in it: with whom, where, the ride, tasks", "yes")]
        yield from small("what people typed", choice("details", told, ""))
        name = Path.cwd() / f"{self._client_id or 'calendar'}.ics"
        yield from small("file", Input(str(name), id="file"))
        there = [("is left as it is", ""), ("is written over", "yes")]
        yield from small("a file of that name", choice("over", there, ""))

    def save(self) -> str:
        typed = self.typed("file")
        if typed is None:
            raise InvalidError("Say where it is written to.")
        path, over = Path(typed).expanduser(), bool(self.chosen("over"))
        if path.exists() and not over:
            raise InvalidError(
                f"{path} is there already. Name another file, or choose that it is written over."
            )
        today = self.caseload.today
        first, last = calendars.span(
            today, self.day_or_none("first", ahead=True), self.day_or_none("last", ahead=True)
        )
        managers, name = self._managers()
        asked = calendars.Asked(first, last, self._client_id, managers, self.chosen("what") == DUE)
        said = Said(self.chosen("naming"), bool(self.chosen("details")))
        text = calendars.text_of(self.caseload, asked, said, name)
        with files.written(path, force=over) as out:
            out.write(safe_lines(text))
        return f"Made {path}: {day_style.spoken(first)} to {day_style.spoken(last)}."

    def _managers(self) -> tuple[tuple[str, ...] | None, str]:
        """The staff_ids whose clients are meant, and whose calendar it is."""
        if self._client_id is not None:
            return None, self._client_id
        whose = self.chosen("whose")
        if whose == EVERYONE:
            return None, ""
        acting = self.caseload.staff
        if whose == OWN and acting is not None:
            own = acting.staff_id
            return (own, *staff.covered_by(self.caseload, own)), acting.name
        return (whose,), staff.get(self.caseload, whose).name
