"""Sign: who agrees to the draft, in which role, how; or refuses, and why."""

from collections.abc import Iterable

from textual.widget import Widget

from caseload.model import SignerRole
from caseload.model.planning import Plan, SignatureMethod
from caseload.records import care_team, clients, plans, signatures
from caseload.rules import plan_rules
from caseload.show.plan import signature_in_words, words
from caseload.tui.recording import Recording, choice_field, day_field, line_field, text_field


class Sign(Recording):
    """One signature on the newest version. With the last one that is asked for it is in force."""

    HEAD = "Sign"
    HELP = (
        "One signature at a time. A client's refusal is recorded like one, with its reason in "
        "their words. A signature is never changed or withdrawn."
    )

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self._client_id = client_id

    def _waits(self, plan: Plan) -> list[SignerRole]:
        return plan_rules.unsigned(plans.signers(self.caseload, self._client_id), plan.signatures)

    def head(self) -> str:
        plan = plans.newest(self.caseload, self._client_id)
        client = clients.get(self.caseload, self._client_id)
        return f"Sign · {client.full_name} ({client.client_id}), draft {plan.version}"

    def tells(self) -> str:
        plan = plans.newest(self.caseload, self._client_id)
        waits = self._waits(plan)
        told = [signature_in_words(one) for one in plan.signatures]
        told.append(f"Still to sign: {', '.join(map(words, waits)) or 'nobody'}.")
        told += [
            f"{one.name} is their guardian, and may sign or decline for them."
            for one in care_team.guardians(self.caseload, self._client_id)
        ]
        if len(waits) == 1:
            told.append("With this signature the plan is in force.")
        return "\n".join(told)

    def fields(self) -> Iterable[tuple[str, Widget]]:
        waits = self._waits(plans.newest(self.caseload, self._client_id))
        first = waits[0] if waits else SignerRole.SUPERVISOR
        yield "Role", choice_field("role", SignerRole, first)
        yield "Signer", line_field("signer", "the client, or you; a guardian by name")
        yield "How", choice_field("method", SignatureMethod, None, "in person; you: electronic")
        yield "Reason", text_field("reason")
        yield "Day", day_field()

    def record(self) -> str:
        method = self.typed("method")
        role = SignerRole(self.typed("role"))
        saved = signatures.sign(
            self.caseload, self._client_id, role, self.day(),
            signer=self.typed("signer") or None,
            method=SignatureMethod(method) if method else None,
            reason=self.typed("reason") or None,
        )  # fmt: skip
        waits = self._waits(saved)
        if saved.status == "draft":
            self.say(f"Signed. Still to sign: {', '.join(map(words, waits))}.")
        else:
            self.say(f"Version {saved.version} is in force.")
        return "sign plan"
