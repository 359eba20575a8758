"""Progress on a goal or an objective, and the review of a plan."""

from textual.app import ComposeResult
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model.planning import Objective, Plan, ReviewOutcome, WorkStatus
from caseload.records import plan_reviews, progress
from caseload.rules import plan_edits
from caseload.rules.plan_edits import Part, Place
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field, text_field, words_of


class ProgressForm(Form):
    """How far something has come."""

    def __init__(self, plan: Plan, place: Place, part: Part) -> None:
        number = plan_edits.number(place)
        super().__init__(
            f"Progress on {number} {' '.join(plan_edits.title(part).split())}",
            (plan.client_id, f"progress {part[0]}"),
        )
        self._client_id, self._part = plan.client_id, part

    def fields(self) -> ComposeResult:
        if isinstance(self._part, Objective):
            placeholder = f"{self._part.progress} so far"
            yield from field("percent, 0 to 100", Input(id="rating", placeholder=placeholder))
        yield from field("status, if it changes", choice("status", words_of(WorkStatus)))
        yield from field("remark", text_field("remark"))
        yield from field("day", day_field("noted_on"))

    def save(self) -> str:
        rating = self.typed("rating") if isinstance(self._part, Objective) else None
        if rating is not None and not (rating.isascii() and rating.isdigit()):
            raise InvalidError("A rating is a whole number from 0 to 100.")
        status = self.chosen("status")
        made = progress.note(
            self.caseload, self._client_id, self._part[0], self.day("noted_on"),
            rating=int(rating) if rating is not None else None,
            status=WorkStatus(status) if status else None,
            remark=self.typed("remark"),
        )  # fmt: skip
        return f"Noted, {day_style.spoken(made.noted_on)}."


class ReviewForm(Form):
    """The plan looked at together with the client."""

    def __init__(self, client_id: str) -> None:
        super().__init__("Plan review", (client_id, "review"))
        self._client_id = client_id

    def fields(self) -> ComposeResult:
        yield from field("what it came to", choice("outcome", words_of(ReviewOutcome)))
        yield from field("remark", text_field("remark"))
        yield from field("day", day_field("reviewed_on"))

    def save(self) -> str:
        outcome = self.chosen("outcome")
        if outcome is None:
            raise InvalidError("Choose what the review came to: continue, revise or close.")
        made = plan_reviews.review(
            self.caseload, self._client_id, self.day("reviewed_on"), ReviewOutcome(outcome),
            self.typed("remark"),
        )  # fmt: skip
        return f"Reviewed, {day_style.spoken(made.reviewed_on)}."
