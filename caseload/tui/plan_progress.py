"""Rate progress: how far a goal or an objective of the plan in force has come."""

from collections.abc import Iterable

from textual.widget import Widget

from caseload.errors import InvalidError
from caseload.model.planning import Goal, Objective, WorkStatus
from caseload.records import progress
from caseload.show.plan import standing
from caseload.tui.recording import Recording, choice_field, day_field, line_field, text_field


class Rate(Recording):
    """A rating, a status, a remark; of a goal the last two alone."""

    HEAD = "Record progress"

    def __init__(self, client_id: str, part: Goal | Objective, number: str) -> None:
        super().__init__()
        self._client_id, self._part, self._number = client_id, part, number

    def head(self) -> str:
        return f"Progress · {self._number} {self._part.statement[:200]}"

    def tells(self) -> str:
        now = f"Now: {standing(self._part.status, self._part.progress)}"
        if isinstance(self._part, Goal):
            return f"{now}\nA goal is not rated itself: its progress is that of its objectives."
        return f"{now}\n100 percent is met by itself."

    def fields(self) -> Iterable[tuple[str, Widget]]:
        if isinstance(self._part, Objective):
            yield "Percent", line_field("rating", "0 to 100")
        yield "Status", choice_field("status", WorkStatus, None, "as the rating says")
        yield "Remark", text_field("remark")
        yield "Day", day_field()

    def record(self) -> str:
        status = self.typed("status")
        progress.note(
            self.caseload, self._client_id, self._part[0], self.day(), rating=self._rating(),
            status=WorkStatus(status) if status else None, remark=self.typed("remark"),
        )  # fmt: skip
        return "plan progress"

    def _rating(self) -> int | None:
        if isinstance(self._part, Goal):
            return None
        typed = self.typed("rating").strip().removesuffix("%").strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
            raise InvalidError("A rating is a whole number of percent, 0 to 100, or nothing.")
        return int(typed)
