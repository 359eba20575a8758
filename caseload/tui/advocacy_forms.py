"""Advocacy in forms: something taken up, and what happened next."""

from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Select

from caseload.errors import InvalidError
from caseload.model.agenda import Advocacy
from caseload.records import advocacy
from caseload.rules import appealing
from caseload.settings import appeals
from caseload.show import day_style
from caseload.tui.form import Form, choice, day_field, field, text_field

NOTED, FILED, ANSWERED, RESOLVED, WITHDRAWN = "noted", "filed", "answered", "resolved", "withdrawn"
WAYS = [
    ("something happened", NOTED),
    ("filed: an appeal, a request, a grievance", FILED),
    ("the answer came", ANSWERED),
    ("resolved", RESOLVED),
    ("withdrawn", WITHDRAWN),
]


class AdvocacyForm(Form):
    """A right or a service that was refused."""

    HELP = (
        "With a usual appeal and the day on the notice, the last day to file is worked out. The "
        "day that the notice itself names goes before it: type that one."
    )

    def __init__(self, title: str, client_id: str, before: Advocacy | None = None) -> None:
        super().__init__(title)
        self._client_id, self._before = client_id, before
        self._kinds: dict[str, appealing.AppealKind] = {}

    def fields(self) -> ComposeResult:
        one = self._before
        self._kinds = appeals.kinds()
        yield from field("what was refused", text_field("issue", one.issue if one else ""))
        usual = [(kind.title, name) for name, kind in self._kinds.items()]
        known = one.kind if one and one.kind in self._kinds else None
        with Horizontal(classes="fields"):
            yield from field("against", Input(one.against if one else "", id="against"))
            yield from field("which right", Input((one.right if one else "") or "", id="right"))
        with Horizontal(classes="fields"):
            yield from field("a usual appeal", choice("kind", usual, known))
            decided = one.decided_on.isoformat() if one and one.decided_on else ""
            yield from field("day on the notice", day_field("decided_on", decided))
        if one is None:
            yield from field(
                "last day to file; empty: worked out", day_field("file_by", "", ahead=True)
            )

    def on_select_changed(self, event: Select.Changed) -> None:
        """Fill in what is usual where nothing is typed."""
        kind = self._kinds.get(str(self.chosen("kind") or ""))
        for name in ("against", "right"):
            said = getattr(kind, name, None)
            place = self.query_one(f"#{name}", Input)
            if said and not place.value:
                place.value = said

    def save(self) -> str:
        kind = self._kinds.get(str(self.chosen("kind") or ""))
        decided = self.day_or_none("decided_on")
        facts: dict[str, Any] = {
            "right": self.typed("right"),
            "kind": kind.name if kind else None,
            "decided_on": decided,
        }
        issue, against = self.typed("issue") or "", self.typed("against") or ""
        if self._before is not None:
            key = self._before.advocacy_id
            advocacy.edit(self.caseload, key, issue=issue, against=against, **facts)
            return f"Saved: {key}."
        last, how = self.day_or_none("file_by", ahead=True), ""
        if last is None and kind is not None and decided is not None:
            worked = appealing.file_by(kind, decided)
            if worked is not None:
                last, how = worked.day, f" {worked.how}. {appealing.NOTICE}"
        made = advocacy.add(self.caseload, self._client_id, issue, against, file_by=last, **facts)
        by = f" File by {day_style.spoken(last, self.caseload.today)}." if last else ""
        return f"Taken up: {made.advocacy_id}.{by}{how}"


class StepForm(Form):
    """What happened with it, and what is due from then on."""

    def __init__(self, before: Advocacy) -> None:
        super().__init__(f"{before.advocacy_id} · against {before.against}")
        self._before = before

    def fields(self) -> ComposeResult:
        one = self._before
        yield from field("what happened", choice("way", WAYS, NOTED))
        kind = appeals.kinds().get(one.kind or "")
        usual = kind.what if kind is not None and one.filed_on is None else ""
        yield from field("in words", Input(id="text", placeholder=usual))
        yield from field("on", day_field("noted_on"))
        with Horizontal(classes="fields"):
            answer = one.respond_by.isoformat() if one.respond_by else ""
            yield from field("answer due", day_field("respond_by", answer, ahead=True))
            yield from field("next, file by", day_field("file_by", "", ahead=True))

    def save(self) -> str:
        way, key, day = self.chosen("way"), self._before.advocacy_id, self.day("noted_on")
        text = self.typed("text") or ""
        if not text and way != FILED:
            raise InvalidError("Say in words what happened.")
        if way == RESOLVED:
            advocacy.resolve(self.caseload, key, text, day)
            return f"Resolved: {key}."
        if way == WITHDRAWN:
            advocacy.withdraw(self.caseload, key, text, day)
            return f"Withdrawn: {key}."
        answer = self.day_or_none("respond_by", ahead=True)
        last = self.day_or_none("file_by", ahead=True)
        if way == FILED:
            return self._filed(key, text, day, answer)
        facts = {"file_by": last} if last is not None else {}
        if way == NOTED and answer is not None:
            facts["respond_by"] = answer
        saved = advocacy.step(self.caseload, key, text, day, answered=way == ANSWERED, **facts)
        return f"Noted: {key}, {saved.status}."

    def _filed(self, key: str, text: str, day: date, answer: date | None) -> str:
        kind = appeals.kinds().get(self._before.kind or "")
        text = text or (kind.what if kind is not None else "")
        if answer is None and kind is not None:
            worked = appealing.answer_by(kind, day)
            answer = worked.day if worked is not None else None
        advocacy.appeal(self.caseload, key, text, day, respond_by=answer)
        by = f", answer due {day_style.spoken(answer, self.caseload.today)}" if answer else ""
        return f"Filed: {key}{by}."
