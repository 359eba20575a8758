"""Forms of a safety plan: its six steps, a line each, and a signature."""

from collections.abc import Iterable
from typing import Any

from textual.app import ComposeResult
from textual.widget import Widget

from caseload.model import SignerRole
from caseload.model.crises import STEPS, SafetyPlan, lacks
from caseload.model.planning import SignatureMethod
from caseload.records import clients, safety_plans
from caseload.rules.crisis_words import plan_in_words
from caseload.show import day_style
from caseload.show.plan import signature_in_words, words
from caseload.tui.form import Form, field, text_field
from caseload.tui.recording import Recording, choice_field, day_field, line_field
from caseload.tui.recording import text_field as reason_field

DRAFT = "safety_plan_form"
"""The kind of draft under which what is typed in the form is kept."""


class SafetyPlanForm(Form):
    """The six steps in their order. What was signed stays; a change begins the next version."""

    HELP = (
        "Each line of a step is a line of its own, in the client's words. What is typed is kept. A "
        "version that was signed never changes: saving begins the next. Ctrl+s saves."
    )

    def __init__(self, title: str, client_id: str, before: SafetyPlan | None) -> None:
        super().__init__(title, (client_id, DRAFT))
        self._client_id, self._before = client_id, before

    def fields(self) -> ComposeResult:
        for number, step in enumerate(STEPS, 1):
            said = self._before.lines(step.name) if self._before is not None else ()
            area = text_field(step.name, "\n".join(said))
            area.placeholder = step.question
            area.styles.height = 5
            yield from field(f"{number} {step.title}", area)

    def save(self) -> str:
        steps: dict[str, Any] = {
            step.name: tuple((self.typed(step.name) or "").split("\n")) for step in STEPS
        }
        if self._before is None:
            saved = safety_plans.new(self.caseload, self._client_id, **steps)
        else:
            after = self._before._replace(**steps)
            saved = safety_plans.revise(self.caseload, self._before, after)
        lacking = lacks(saved)
        rest = f" Says nothing yet: {'; '.join(lacking)}." if lacking else ""
        return f"Saved: safety plan, {day_style.in_sentence(plan_in_words(saved))}.{rest}"


class SignSafetyPlan(Recording):
    """One signature on the draft. With the client's and the case manager's it is in force."""

    HEAD = "Sign"
    HELP = "One signature at a time. A signature is never changed or withdrawn."

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    def head(self) -> str:
        plan = safety_plans.newest(self.caseload, self._client_id)
        client = clients.get(self.caseload, self._client_id)
        return f"Sign · safety plan of {client.full_name} ({client.client_id}), {plan.version}"

    def tells(self) -> str:
        plan = safety_plans.newest(self.caseload, self._client_id)
        told = [signature_in_words(one) for one in plan.signatures]
        waits = safety_plans.waits_for(plan)
        told.append(f"Still to sign: {', '.join(map(words, waits)) or 'nobody'}.")
        return "\n".join(told)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        waits = safety_plans.waits_for(safety_plans.newest(self.caseload, self._client_id))
        yield "Role", choice_field("role", SignerRole, waits[0] if waits else SignerRole.CLIENT)
        yield "Signer", line_field("signer", "the client, or you; a guardian by name")
        yield "How", choice_field("method", SignatureMethod, None, "in person; you: electronic")
        yield "Reason", reason_field("reason")
        yield "Day", day_field()

    def record(self) -> str:
        method = self.typed("method")
        saved = safety_plans.sign(
            self.caseload, self._client_id, SignerRole(self.typed("role")), self.day(),
            signer=self.typed("signer") or None,
            method=SignatureMethod(method) if method else None,
            reason=self.typed("reason") or None,
        )  # fmt: skip
        waits = safety_plans.waits_for(saved)
        still = f"Still to sign: {', '.join(map(words, waits))}." if waits else "It is in force."
        self.say(f"Signed. {still}")
        return "sign safety plan"
