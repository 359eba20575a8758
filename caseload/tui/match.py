"""Match: who could be this client's case manager, ranked; Enter makes them so."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from caseload.records import clients, matching
from caseload.records._caseload import Caseload
from caseload.records.matching import Ranking
from caseload.rules.matching import Match
from caseload.settings import yardsticks
from caseload.show import safe_line
from caseload.show.widths import fit
from caseload.tui.base import Dialog
from caseload.tui.page import Page
from caseload.tui.rows import Head, Rows

NAME = 26
"""Columns of a name."""
MOST, FRAME = 7, 2
"""So many lines of the list are seen at once; its reasons need the other half of the screen."""


def ranked(caseload: Caseload, client_id: str, program: str) -> Ranking:
    """The ranking that the dialog shows: as of today, by the agency's weights.

    Raises:
        CaseloadError: The file of weights can't be read.
    """
    return matching.ranked(caseload, client_id, yardsticks.weights(), caseload.today, program)


class MatchRows(Rows):
    """Case managers, the best first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Assign", id="match.assign"),
    ]
    HELP = "One line a case manager, the best first. Enter makes them the client's case manager."


class MatchDialog(Dialog[None]):
    """A ranking with its reasons; the same as `caseload match`."""

    HELP = (
        "Points come from the file of weights, which the agency may replace. Who lacks what the "
        "program requires stands last; who is away is not proposed."
    )

    def __init__(self, client_id: str, ranking: Ranking) -> None:
        super().__init__()
        self._client_id, self._ranking = client_id, ranking

    def compose(self) -> ComposeResult:
        client = clients.get(self.caseload, self._client_id)
        whose = f"Match · {client.full_name} ({client.client_id})"
        where = f", {self._ranking.program}" if self._ranking.program else ""
        with Vertical(classes="dialog whole"):
            yield Static(safe_line(whose + where), classes="form-title", markup=False)
            yield MatchRows(self._draw, lambda one: one.staff_id, empty="Nobody.", id="matches")
            with VerticalScroll(classes="reasons"):
                yield Static(id="reasons", markup=False)
            yield Static("", id="wrong", markup=False)
            yield Static(
                Text("Enter assigns them from today · Tab to the reasons · Escape leaves", "dim")
            )

    def on_mount(self) -> None:
        head = f"   {'CASE MANAGER':<{NAME}} {'POINTS':>6}   CLIENTS"
        rows, matches = self.query_one(MatchRows), self._ranking.matches
        rows.show([Head(head), *matches] if matches else [])
        rows.styles.height = min(MOST, len(matches) + 1) + FRAME
        rows.focus()

    def _draw(self, one: Match, width: int) -> Text:
        room = f"{one.load}" if one.capacity is None else f"{one.load} of {one.capacity}"
        over = " !" if one.capacity is not None and one.load >= one.capacity else ""
        text = Text("   ")
        text.append(fit(one.name, NAME), "bold" if one.may_take else "dim")
        text.append(f" {one.score:>6}   {room}{over}")
        if not one.may_take:
            text.append("  may not take them")
        return text

    def on_rows_moved(self, event: Rows.Moved) -> None:
        one: Match | None = event.row
        page = Page()
        if one is not None:
            page.fact("name", one.name)
            page.fact("for", "\n".join(one.speaks_for))
            page.fact("against", "\n".join(one.speaks_against))
        for name, covering in self._ranking.away:
            page.fact("not proposed", f"{name} is away; {covering} stands in")
        self.query_one("#reasons", Static).update(page.made)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        done = self.act(self._assign, event.row)
        if done is not None:
            self.say(done)
            self.dismiss(None)

    def _assign(self, one: Match) -> str:
        done = matching.assign(
            self.caseload, self._client_id, yardsticks.weights(), self.caseload.today,
            staff_id=one.staff_id, program=self._ranking.program,
        )  # fmt: skip
        over = f" That is over the limit: {done.load} of {one.capacity}." if done.over else ""
        return f"{one.name} is their case manager in {done.episode.program} from today.{over}"

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """What is wrong stands in the dialog."""
        if wrong:
            self.query_one("#wrong", Static).update(safe_line(sentence))
        else:
            super().say(sentence, wrong=wrong)
