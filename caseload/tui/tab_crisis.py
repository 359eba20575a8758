"""The crisis tab of a chart: the safety plan and its versions, visits owed, crises and stays."""

import io
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from caseload import show
from caseload.model.crises import Crisis, SafetyPlan
from caseload.model.planning import PlanStatus
from caseload.records import clients, crises, safety_plans, staff
from caseload.rules.crisis_rules import FollowUp
from caseload.rules.crisis_words import crisis_in_words, follow_up_in_words, plan_in_words
from caseload.show import day_style, safe_line
from caseload.show.crisis import crisis_facts, safety_plan_page
from caseload.show.widths import fit
from caseload.tui.beside import Beside
from caseload.tui.crisis_forms import CloseForm, CrisisForm, DischargedForm, ErrorForm
from caseload.tui.rows import Head, Rows
from caseload.tui.safety_plan_forms import SafetyPlanForm, SignSafetyPlan
from caseload.tui.tab import ChartTab

Row = SafetyPlan | FollowUp | Crisis


class CrisisTab(ChartTab):
    """What helps in a crisis, and what has happened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Record crisis", id="crisis.add"),
        Binding("b", "returned", "Back from hospital", id="crisis.discharge"),
        Binding("f", "plan", "Safety plan", id="crisis.plan"),
        Binding("s", "sign", "Sign", id="crisis.sign"),
        Binding("e", "edit", "Edit", show=False, id="crisis.edit"),
        Binding("c", "close", "Close follow-up", show=False, id="crisis.close"),
        Binding("x", "error", "In error", show=False, id="crisis.error"),
        Binding("space", "screen.card", "Card", show=False, id="chart.card"),
    ]
    HELP = (
        "f writes the safety plan, s signs it; a records a crisis or a stay in hospital, b its "
        "end; e edits the crisis at hand, c closes the follow-up at hand without a visit, x marks "
        "a crisis as entered in error. ! shows the crisis card."
    )

    def compose(self) -> ComposeResult:
        rows = Rows(self._draw, _key, empty="", id="crisis-rows")
        yield Beside(rows, self._card, "")

    def reload(self) -> None:
        plans = safety_plans.versions(self.caseload, self.client_id)[::-1]
        owed = crises.follow_ups(self.caseload, self.client_id)
        known = crises.listed(self.caseload, self.client_id)
        rows: list[Row | Head] = [Head("SAFETY PLAN" if plans else "NO SAFETY PLAN (f begins one)")]
        rows += plans
        if owed:
            rows += [Head("VISITS OWED"), *owed]
        rows += [Head("CRISES AND STAYS" if known else "NO CRISIS RECORDED (a records one)")]
        rows += known
        self.query_one(Rows).show(rows)

    def _draw(self, one: Row, width: int) -> Text:
        text, today = Text(), self.caseload.today
        if isinstance(one, SafetyPlan):
            style = "bold" if one.status is PlanStatus.ACTIVE else ""
            said = day_style.in_sentence(plan_in_words(one))
            text.append(fit(f" {said}", width), style)
        elif isinstance(one, FollowUp):
            late = "bold" if one.due_on <= today else ""
            said = day_style.in_sentence(follow_up_in_words(one, today))
            text.append(fit(f" {said}", width), late)
        else:
            style = "strike" if one.entered_in_error_at else ""
            text.append(f"{day_style.plain(one.occurred_on):>12}  ", style)
            said = day_style.in_sentence(crisis_in_words(one))
            text.append(fit(said, max(1, width - 14)), style)
        return text

    def _card(self, one: Row) -> Text:
        out = io.StringIO()
        if isinstance(one, SafetyPlan):
            waits = safety_plans.waits_for(one)
            safety_plan_page(one, one.client_id, waits, out)
            return Text(out.getvalue().rstrip())
        if isinstance(one, FollowUp):
            said = follow_up_in_words(one, self.caseload.today)
            return Text(safe_line(day_style.in_sentence(said)))
        client = clients.get(self.caseload, one.client_id)
        held = crises.holds_of(self.caseload, one.crisis_id)
        owed = [each for each in crises.follow_ups(self.caseload, self.client_id)
                if each.crisis_id == one.crisis_id]  # fmt: skip
        name = f"{client.full_name} ({client.client_id})"
        names = staff.names(self.caseload)
        show.facts(crisis_facts(one, name, names, held, owed, self.caseload.today), out)
        return Text(out.getvalue().rstrip())

    # Keys

    @property
    def _at_hand(self) -> Row | None:
        found: Row | None = self.query_one(Rows).row
        return found

    def _title(self, what: str) -> str:
        client = clients.get(self.caseload, self.client_id)
        return f"{what} · {client.full_name} ({client.client_id})"

    def on_rows_chosen(self) -> None:
        one = self._at_hand
        if isinstance(one, SafetyPlan):
            self.action_plan()
        elif isinstance(one, FollowUp):
            self._visit()
        elif one is not None:
            self.action_edit()

    def _visit(self) -> None:
        from caseload.model import Mode
        from caseload.tui.log_contact import LogContact

        self.app.push_screen(LogContact(self.client_id, Mode.IN_PERSON))

    def action_add(self) -> None:
        """Record an emergency or an inpatient stay."""
        self.app.push_screen(CrisisForm(self._title("Crisis"), self.client_id))

    def action_edit(self) -> None:
        """Change the crisis at hand."""
        one = self._at_hand
        if isinstance(one, SafetyPlan):
            self.action_plan()
        elif not isinstance(one, Crisis):
            self.say("Put the cursor on a crisis first.", wrong=True)
        elif one.entered_in_error_at is not None:
            self.say("It was entered in error; it stays as it is.", wrong=True)
        else:
            title = self._title(f"Crisis {one.crisis_id}")
            self.app.push_screen(CrisisForm(title, self.client_id, one))

    def action_returned(self) -> None:
        """End the inpatient stay."""
        stay = crises.stay_on(self.caseload, self.client_id)
        if stay is None:
            self.say("They are in no hospital; a records a stay.", wrong=True)
        else:
            title = self._title(f"Back from hospital {stay.crisis_id}")
            self.app.push_screen(DischargedForm(title, stay.crisis_id))

    def action_plan(self) -> None:
        """Write the safety plan; a change to a signed one begins the next version."""
        found = safety_plans.versions(self.caseload, self.client_id)
        before = found[-1] if found else None
        stands = day_style.in_sentence(plan_in_words(before)) if before else "the first"
        title = self._title(f"Safety plan, {stands}")
        self.app.push_screen(SafetyPlanForm(title, self.client_id, before))

    def action_sign(self) -> None:
        """Sign the draft of the safety plan."""
        if safety_plans.draft(self.caseload, self.client_id) is None:
            self.say("There is no draft of a safety plan; f writes one.", wrong=True)
        else:
            self.app.push_screen(SignSafetyPlan(self.client_id))

    def action_close(self) -> None:
        """Close the follow-up at hand without a visit."""
        one = self._at_hand
        if isinstance(one, FollowUp):
            title = self._title(f"{one.days}-day follow-up")
            self.app.push_screen(CloseForm(title, one.crisis_id, one.days))
        else:
            self.say("Put the cursor on a visit that is owed first.", wrong=True)

    def action_error(self) -> None:
        """Mark the crisis at hand as entered in error."""
        one = self._at_hand
        if isinstance(one, Crisis):
            title = self._title(f"Crisis {one.crisis_id}")
            self.app.push_screen(ErrorForm(title, one.crisis_id))
        else:
            self.say("Put the cursor on a crisis first.", wrong=True)


def _key(one: Row) -> tuple[object, ...]:
    return type(one).__name__, one[0], one[1]
