"""Needs recorded, changed, met, made a goal, or marked as entered in error."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model.assessing import ActionLevel, Assessment, Need
from caseload.model.planning import Domain
from caseload.records import assessments, needs
from caseload.show import day_style
from caseload.show.plan import words
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of


class AddNeed(Form):
    """Record a need."""

    def __init__(self, client_id: str) -> None:
        super().__init__(f"Add a need · {client_id}", (client_id, "need"))
        self._client_id = client_id

    def fields(self) -> ComposeResult:
        with Horizontal(classes="fields"):
            yield from field("part of life", choice("domain", words_of(Domain)))
            yield from field("level", choice("level", words_of(ActionLevel), ActionLevel.ACT))
        yield from field("in words", text_field("statement"))
        with Horizontal(classes="fields"):
            yield from field("found on", day_field("identified_on"))
            goals = [("not now", "no"), ("a goal of the plan draft", "yes")]
            yield from field("make it a goal", choice("goal", goals, "no"))

    def save(self) -> str:
        domain = self.chosen("domain")
        if domain is None:
            raise InvalidError("Choose the part of life that it is about.")
        with self.caseload.write("add need", self._client_id):
            made = needs.add(
                self.caseload, self._client_id, Domain(domain), ActionLevel(self.chosen("level")),
                self.day("identified_on"), statement=self.typed("statement"),
            )  # fmt: skip
            if self.chosen("goal") == "yes":
                made = needs.goal(self.caseload, made.need_id)
        goal = f" It is goal {made.goal_id} of the draft." if made.goal_id else ""
        return f"Added: {made.need_id}, {words(made.domain)}.{goal}"


class EditNeed(Form):
    """Change an open need."""

    def __init__(self, before: Need) -> None:
        super().__init__(f"Edit need {before.need_id}")
        self._before = before

    def fields(self) -> ComposeResult:
        one = self._before
        with Horizontal(classes="fields"):
            yield from field("part of life", choice("domain", words_of(Domain), one.domain))
            yield from field("level", choice("level", words_of(ActionLevel), one.level))
        yield from field("in words", text_field("statement", one.statement or ""))
        yield from field("found on", day_field("identified_on", one.identified_on.isoformat()))

    def save(self) -> str:
        made = needs.edit(
            self.caseload, self._before.need_id, domain=Domain(self.chosen("domain")),
            level=ActionLevel(self.chosen("level")), statement=self.typed("statement"),
            identified_on=self.day("identified_on"),
        )  # fmt: skip
        return f"Saved: {made.need_id}, {words(made.domain)}, {words(made.level)}."


class MetNeed(Form):
    """Close a need: it is met."""

    SAVE = "Met"

    def __init__(self, before: Need) -> None:
        super().__init__(f"{needs.in_words(before.domain)} is met · {before.need_id}")
        self._before = before

    def fields(self) -> ComposeResult:
        yield from field("met on", day_field("met_on"))

    def save(self) -> str:
        made = needs.met(self.caseload, self._before.need_id, self.day("met_on"))
        assert made.met_on is not None
        return f"Met: {made.need_id}, {day_style.spoken(made.met_on)}."


class NeedGoal(Form):
    """Make a need a goal of the plan draft."""

    SAVE = "Make it a goal"

    def __init__(self, before: Need) -> None:
        super().__init__(f"{needs.in_words(before.domain)} as a goal · {before.need_id}")
        self._before = before

    def fields(self) -> ComposeResult:
        usual = " ".join((self._before.statement or "").split())
        yield from field(
            "what the client wants, in their words",
            Input(usual or needs.in_words(self._before.domain), id="statement"),
        )

    def save(self) -> str:
        made = needs.goal(self.caseload, self._before.need_id, self.typed("statement"))
        return f"{made.need_id} is goal {made.goal_id} of the draft now; p opens the plan."


class InError(Form):
    """Mark a need or an assessment as entered in error."""

    SAVE = "Mark it"

    def __init__(self, one: Need | Assessment) -> None:
        super().__init__(f"Entered in error · {one[0]}")
        self._one = one

    def fields(self) -> ComposeResult:
        yield from field("why", Input(id="reason"))

    def save(self) -> str:
        why = self.typed("reason")
        if why is None:
            raise InvalidError("Say why it was entered in error.")
        if isinstance(self._one, Need):
            needs.entered_in_error(self.caseload, self._one.need_id, why)
        else:
            assessments.entered_in_error(self.caseload, self._one.assessment_id, why)
        return f"{self._one[0]} is marked as entered in error."
