"""The plan of a chart: the one in force, else the draft; progress and reviews from here."""

from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from caseload.model.planning import Goal, Intervention, Objective, Plan
from caseload.records import plans, progress, staff
from caseload.rules import plan_edits, plan_rules
from caseload.rules.plan_edits import Part, Place
from caseload.show import day_style, safe_line, safe_text
from caseload.show.plan import standing, title, words
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.plan_forms import ProgressForm, ReviewForm
from caseload.tui.rows import Rows
from caseload.tui.tab import ChartTab


class PlanPart(NamedTuple):
    """A goal, objective or intervention, and where in the plan it stands."""

    place: Place
    part: Part


class PlanTab(ChartTab):
    """What the client wants, and how far it has come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "progress", "Set progress", id="plan.progress"),
        Binding("v", "review", "Review", id="plan.review"),
        Binding("x", "other", "Draft/in force", id="plan.other"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "s notes how far a goal or an objective has come, v records a review, p opens the editor."
    )

    def __init__(self, client_id: str) -> None:
        super().__init__(client_id)
        self._plan: Plan | None = None
        self._of_draft = False
        self._notes: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Static(id="plan-head", markup=False)
        rows = Rows(self._draw, lambda one: one.part[0], empty="", id="plan-rows")
        yield Beside(rows, self._card, "")

    def reload(self) -> None:
        active, draft = (
            find(self.caseload, self.client_id) for find in (plans.in_force, plans.draft)
        )
        self._plan = (draft or active) if self._of_draft else (active or draft)
        self._notes = progress.listed(self.caseload, self.client_id)
        self.query_one("#plan-head", Static).update(self._head(active, draft))
        rows = self.query_one(Rows)
        found = plan_edits.parts(self._plan) if self._plan else ()
        rows.empty = "No goals yet. Press p for the plan editor."
        rows.show([PlanPart(place, part) for place, part in found])

    def _head(self, active: Plan | None, draft: Plan | None) -> Text:
        plan, text = self._plan, Text()
        if plan is None:
            return Text("No recovery plan yet. Press p to begin one.")
        told = title(plan, "", active).partition(" · ")[2]
        text.append(safe_line(told), "bold")
        if plan is not draft and draft is not None:
            text.append(f" · draft {draft.version} is being written (x shows it)", "dim")
        if plan.vision:
            text.append(f"\n“{safe_line(' '.join(plan.vision.split()))}”", "italic")
        if plan is draft:
            waits = [words(role) for role in plan_rules.unsigned(
                plans.signers(self.caseload, self.client_id), plan.signatures)]  # fmt: skip
            lacks = [str(one) for one in plan_rules.lacks(plan)]
            lacks += [f"signature: {role}" for role in waits]
            if lacks:
                text.append(f"\nLacks: {safe_line(' · '.join(lacks))}", "bold")
        return text

    def _draw(self, one: PlanPart, width: int) -> Text:
        number, part, text = plan_edits.number(one.place), one.part, Text()
        indent = 2 * (len(one.place) - 1)
        if isinstance(part, Intervention):
            who = ", ".join(filter(None, (part.responsible, part.frequency, part.duration)))
            said = f"{part.action}{f' — {who}' if who else ''}"
            text.append(fit(f"{'':{indent}}  · {said}", width), "dim")
            return text
        stands = standing(part.status, part.progress)
        room = max(8, width - indent - len(number) - 20)
        text.append(f"{'':{indent}}{number} ", "bold")
        text.append(fit(part.statement, room), "bold" if isinstance(part, Goal) else "")
        text.append(f"  {stands:>16}")
        return text

    def _card(self, one: PlanPart) -> Text:
        part, text = one.part, Text()
        kind = plan_edits.KINDS[len(one.place) - 1].capitalize()
        text.append(f"{kind} {plan_edits.number(one.place)}\n", "bold")
        text.append(f"{safe_text(plan_edits.title(part))}\n")
        if isinstance(part, Objective):
            target = (
                day_style.spoken(part.target_on, self.caseload.today) if part.target_on else None
            )
            for name, said in (("measure", part.measure), ("target", target)):
                text.append(f"\n{name:<9}", "dim")
                text.append(safe_text(said or "none yet"))
        elif isinstance(part, Intervention):
            for name in ("responsible", "frequency", "duration"):
                text.append(f"\n{name:<13}", "dim")
                text.append(safe_text(getattr(part, name) or "not said"))
        else:
            text.append(f"\n{words(part.domain)} · {words(part.dimension)}")
        if not isinstance(part, Intervention):
            text.append(f"\n{words(part.status)}, {part.progress} %\n")
            self._progress(text, part)
        text.rstrip()
        return text

    def _progress(self, text: Text, part: Goal | Objective) -> None:
        names = staff.names(self.caseload)
        own = [one for one in self._notes if part[0] == (one.objective_id or one.goal_id)]
        if own:
            text.append("\nProgress\n", "bold underline")
        for one in reversed(own):
            rated = f"{one.rating} %" if one.rating is not None else None
            said = [rated, words(one.status) if one.status else None, one.remark]
            said += [names.get(one.staff or "")]
            said += ["entered in error"] if one.entered_in_error_at else []
            told = f"{day_style.plain(one.noted_on)}  {' · '.join(filter(None, said))}"
            text.append(safe_text(told) + "\n", "strike" if one.entered_in_error_at else "")

    # Keys

    def on_rows_chosen(self) -> None:
        self.screen.action_plan()  # type: ignore[attr-defined]

    def action_other(self) -> None:
        """The draft instead of the plan in force, or back."""
        self._of_draft = not self._of_draft
        self.reload()

    def action_progress(self) -> None:
        """Note how far a goal or an objective has come."""
        one: PlanPart | None = self.query_one(Rows).row
        if one is None or self._plan is None:
            return
        place = one.place[:2]
        self.app.push_screen(ProgressForm(self._plan, place, plan_edits.at(self._plan, place)))

    def action_review(self) -> None:
        """Record that the plan was looked at together with the client."""
        if plans.in_force(self.caseload, self.client_id) is None:
            self.say("There is no plan in force to review.", wrong=True)
            return
        self.app.push_screen(ReviewForm(self.client_id))
