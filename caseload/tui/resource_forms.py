"""A service, added or changed; and a call that made sure of it."""

from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Input

from caseload.errors import InvalidError
from caseload.model.linking import Resource, ResourceNeed
from caseload.records import resources
from caseload.show import day_style
from caseload.show.plan import words
from caseload.tui.form import Form, choice, day_field, field, text_field
from caseload.tui.toggles import Choices

TAKES = (("yes", "yes"), ("no", "no"), ("nobody has said", "unknown"))
ANSWERS = {"yes": True, "no": False, "unknown": None}
LINES = {
    "name": "name of the service",
    "organization": "offered by",
    "phone": "phone",
    "email": "email",
    "url": "web",
    "hours": "hours",
    "counties": "counties, with ; between; none is everywhere",
    "languages": "languages, with ; between",
    "minimum_age": "youngest age",
    "maximum_age": "oldest age",
    "eligibility": "for whom",
    "fee": "fee",
}
"""The fields of one line, and their labels."""


class ResourceForm(Form):
    """Add a service, or change one."""

    def __init__(self, one: Resource | None = None) -> None:
        title = f"Change · {one.name} ({one.resource_id})" if one else "A new service"
        super().__init__(title)
        self._one = one

    def fields(self) -> ComposeResult:
        one = self._one
        for name, label in LINES.items():
            if name == "phone":
                chosen = one.need if one else frozenset()
                needs = [(Text(words(need)), need.value, need in chosen) for need in ResourceNeed]
                yield from field("what for (space chooses)", Choices(*needs, id="need"))
                taking = _said(one.accepting if one else None)
                yield from field("takes people now", choice("accepting", list(TAKES), taking))
            yield from field(label, Input(_shown(one, name), id=name))
        yield from field("address", text_field("address", one.address or "" if one else ""))
        about = one.description or "" if one else ""
        yield from field("about", text_field("description", about))
        if one is not None:
            offered = [("yes", "yes"), ("no longer", "no")]
            yield from field("is offered", choice("active", offered, "yes" if one.active else "no"))

    def save(self) -> str:
        before, typed = self._blank, self._typed()
        # What was only looked at stays as it was, letter by letter.
        changed = {name for name in typed if typed[name] != before[name]}
        facts = {name: self._fact(name, typed[name]) for name in changed}
        if self._one is not None:
            said = resources.edit(self.caseload, self._one.resource_id, **facts)
            return f"Saved: {said.name} ({said.resource_id})."
        organization, name = facts.pop("organization", None), facts.pop("name", None)
        said = resources.add(self.caseload, organization or "", name or "", **facts)
        return f"Added: {said.name} ({said.resource_id})."

    def _fact(self, name: str, value: Any) -> Any:
        if name == "need":
            return frozenset(map(ResourceNeed, value))
        if name == "accepting":
            return ANSWERS[value]
        if name == "active":
            return value == "yes"
        text = value.strip()
        if name in ("counties", "languages"):
            return tuple(part.strip() for part in text.split(";") if part.strip())
        if name in ("minimum_age", "maximum_age"):
            if text and not (text.isascii() and text.isdigit() and len(text) < 4):
                raise InvalidError(f"The {LINES[name]} is a number of years.")
            return int(text) if text else None
        return text if name in ("name", "organization") else text or None


class VerifyForm(Form):
    """Somebody called, and it is so."""

    SAVE = "Verified"

    def __init__(self, one: Resource) -> None:
        super().__init__(f"Verify · {one.name}, {one.organization} ({one.resource_id})")
        self._one = one

    def fields(self) -> ComposeResult:
        one = self._one
        yield from field("day of the call", day_field("verified_on"))
        taking = choice("accepting", list(TAKES), _said(one.accepting))
        yield from field("takes people now", taking)
        for name in ("phone", "hours"):
            yield from field(f"{LINES[name]}, as it is now", Input(_shown(one, name), id=name))

    def save(self) -> str:
        typed = self._typed()
        facts: dict[str, Any] = {
            name: typed[name].strip() or None
            for name in ("phone", "hours")
            if typed[name] != self._blank[name]
        }
        if typed["accepting"] != self._blank["accepting"]:
            facts["accepting"] = ANSWERS[typed["accepting"]]
        day = self.day("verified_on")
        said = resources.verify(self.caseload, self._one.resource_id, day, **facts)
        return f"Verified: {said.name}, {day_style.spoken(day)}."


def _said(accepting: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[accepting]


def _shown(one: Resource | None, name: str) -> str:
    value = getattr(one, name) if one is not None else None
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
