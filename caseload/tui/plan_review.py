"""Review: the plan in force was looked at together with the client."""

from collections.abc import Iterable

from textual.widget import Widget

from caseload.model.planning import ReviewOutcome
from caseload.records import plan_reviews
from caseload.tui.recording import Recording, choice_field, day_field, text_field


class Review(Recording):
    """A day, what it came to, and a remark."""

    HEAD = "Record a plan review"

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    def tells(self) -> str:
        return "The plan in force was looked at together with the client."

    def fields(self) -> Iterable[tuple[str, Widget]]:
        yield "Outcome", choice_field("outcome", ReviewOutcome, ReviewOutcome.CONTINUE)
        yield "Remark", text_field("remark")
        yield "Day", day_field()

    def record(self) -> str:
        outcome = ReviewOutcome(self.typed("outcome"))
        remark = self.typed("remark")
        plan_reviews.review(self.caseload, self._client_id, self.day(), outcome, remark)
        return "review plan"
