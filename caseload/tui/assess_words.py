"""What an assessment says in words: beside an instrument's answers, or alone.

What is typed is kept until it is saved, as an instrument's answers are.
"""

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from caseload.model import Obligation
from caseload.model.assessing import NARRATIVE, ActionLevel, Instrument
from caseload.model.planning import Domain
from caseload.records import assessments, drafts, due, needs
from caseload.show import assessment as show_assessment
from caseload.show import day_style, due_words
from caseload.show.plan import words
from caseload.tui.form import Form, choice, day_field, small, text_field, words_of

NARRATIVE_KIND = f"assess {NARRATIVE}"
"""The kind of draft in which an assessment in words is kept."""
A_ROW = 3
"""So many parts of life stand side by side, at 80 columns too."""


def answers_kind(instrument: Instrument) -> str:
    """The kind of draft in which an instrument's answers are kept, at both doors."""
    return f"assess {instrument.name}"


class InWords(Form):
    """The day, and what is to be said in words."""

    def __init__(self, client_id: str, title: str, kind: str) -> None:
        super().__init__(f"{title} · {client_id}", (client_id, kind))
        self._client_id = client_id

    def fields(self) -> ComposeResult:
        yield from small("the day", day_field("assessed_on"))
        yield from small("strengths", text_field("strengths"))
        yield from small("challenges", text_field("challenges"))
        yield from small("remark", text_field("remark"))

    def told(self) -> dict[str, Any]:
        """What was typed, by the names of the verbs' facts."""
        return {name: self.typed(name) for name in ("strengths", "challenges", "remark")}

    def said(self, done: assessments.Assessed, instrument: Instrument | None) -> str:
        """What came of it: the score, needs that are new or of another level, and what is next."""
        one, today = done.assessment, self.caseload.today
        came = show_assessment.came_to(one, done.before, instrument, today)
        found = [f"{words(each.domain)} ({words(each.level)})" for each in done.needs.added]
        new = f" New needs: {', '.join(found)}; o makes one a goal." if found else ""
        moved = [
            f"{words(now.domain)} is {words(now.level)}, was {words(was.level)}"
            for was, now in done.needs.changed
        ]
        other = f" Changed: {'; '.join(moved)}." if moved else ""
        return f"Assessed: {came}.{new}{other}{self._next()}"

    def _next(self) -> str:
        wanted = due.Wanted(client_id=self._client_id, obligation=Obligation.ASSESSMENT)
        items = due.due(self.caseload, self.caseload.today, wanted, within=None).items
        told = [
            f" {due_words.label(one)}: next {day_style.spoken(one.due_on)}."
            for one in items if one.due_on
        ]  # fmt: skip
        return "".join(told)


class Words(InWords):
    """Beside an instrument's answers; saving it saves the assessment."""

    def __init__(self, client_id: str, instrument: Instrument, said: dict[str, str]) -> None:
        super().__init__(client_id, instrument.title, f"{answers_kind(instrument)} words")
        self._instrument, self._said = instrument, said

    def save(self) -> str:
        done = assessments.assess(
            self.caseload, self._client_id, self._instrument, self._said, self.day("assessed_on"),
            **self.told(),
        )  # fmt: skip
        drafts.drop(self.caseload, self._client_id, answers_kind(self._instrument))
        return self.said(done, self._instrument)


class Narrative(InWords):
    """An assessment without an instrument: words, and the needs by part of life."""

    HELP = (
        "For what is learned in talk: strengths and challenges in words, and for each part of life "
        "the need that was found, if any. What is typed is kept until it is saved."
    )

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id, "Assessment in words", NARRATIVE_KIND)

    def fields(self) -> ComposeResult:
        yield from super().fields()
        yield Static("Needs that were found; those open before stay as they are.", markup=False)
        still_open = needs.listed(self.caseload, self._client_id, still_open=True)
        levels = {one.domain: one.level for one in still_open}
        domains = list(Domain)
        for first in range(0, len(domains), A_ROW):
            with Horizontal(classes="fields"):
                for domain in domains[first : first + A_ROW]:
                    was = f", is {words(levels[domain])}" if domain in levels else ""
                    level = choice(f"need-{domain}", words_of(ActionLevel))
                    yield from small(f"{words(domain)}{was}", level)

    def save(self) -> str:
        chosen = {domain: self.chosen(f"need-{domain}") for domain in Domain}
        levels = {domain: ActionLevel(level) for domain, level in chosen.items() if level}
        done = assessments.narrate(
            self.caseload, self._client_id, self.day("assessed_on"), levels=levels, **self.told()
        )
        return self.said(done, None)
