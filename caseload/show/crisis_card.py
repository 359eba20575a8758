"""How the crisis card looks: whom to call first, then the client's own steps, all on one screen.

It is read by somebody on the phone. Nothing is asked and nothing scrolls by itself; each line says
what it is, so that it can be read aloud, and it can be read at 40 columns and in a pipe.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TextIO

from caseload import folding
from caseload.model import Client
from caseload.model.crises import STEPS
from caseload.model.planning import PlanStatus
from caseload.records.crisis_card import Called, CrisisCard
from caseload.rules.crisis_words import (
    crisis_in_words,
    follow_up_in_words,
    plan_in_words,
    stay_in_words,
)
from caseload.rules.reasons import contact_in_words
from caseload.settings.config import Agency
from caseload.show import day_style, in_color, is_narrow, safe_line, screen_width, style
from caseload.show.widths import cells, wrapped

LABEL = 14
"""Columns of a name, where there is room for one beside what it names."""
LONGEST, LONGEST_PART, LONGEST_STEP = 400, 200, 1_000
"""Letters of a line, of a part of one, and of a step: one long text must not push away the rest."""
MORE = "… (more in the chart)"
ALWAYS = "Call or text 988, day or night. If someone is in danger now, call 911."


class Line(NamedTuple):
    """One line of the card."""

    text: str
    bold: bool = False


def write(card: CrisisCard, agency: Agency, on: date, out: TextIO) -> None:
    """Write the card as wide as the terminal is."""
    color = in_color(out)
    made = lines(card, agency, on, screen_width(out, most=100))
    out.writelines(
        f"\x1b[1m{line.text}\x1b[0m\n" if line.bold and color else f"{line.text}\n" for line in made
    )


def lines(card: CrisisCard, agency: Agency, on: date, width: int) -> Iterator[Line]:
    """The card, line by line.

    Args:
        card: What is known.
        agency: The settings: its own crisis line, and its phone.
        on: The day.
        width: Columns.
    """
    yield from _text("", ALWAYS, width, bold=True)
    if agency.crisis_line:
        yield from _text("", agency.crisis_line, width, bold=True)
    yield from _text("", _who(card.client, on), width, bold=True)
    yield from _text("reach them", _reach(card.client), width, bold=True)
    yield from _text("address", _address(card.client), width)
    if card.stay is not None:
        yield from _text("now", day_style.in_sentence(stay_in_words(card.stay)), width, bold=True)
    yield from _plan(card, width)
    yield Line("")
    for place, one in enumerate(card.call):
        yield from _text(_name("call", place), _called(one, agency.phone), width)
    if not card.call:
        said = f"nobody is named; the agency: {agency.phone}" if agency.phone else "nobody is named"
        yield from _text("call", said, width)
    yield from _known(card, on, width)


def _plan(card: CrisisCard, width: int) -> Iterator[Line]:
    plan = card.safety_plan
    yield Line("")
    if plan is None:
        yield from _text("", "NO SAFETY PLAN. Ask, one after the other:", width, bold=True)
    elif plan.status is PlanStatus.DRAFT:
        head = f"NO SAFETY PLAN IN FORCE, only {day_style.in_sentence(plan_in_words(plan))}:"
        yield from _text("", head, width, bold=True)
    else:
        yield from _text(
            "", f"SAFETY PLAN, {day_style.in_sentence(plan_in_words(plan))}", width, bold=True
        )
    for number, step in enumerate(STEPS, 1):
        said = plan.lines(step.name) if plan is not None else ()
        title = f"{number} {SHORT[step.name]}"
        words = style.apart(said) or f"Ask: {step.question}"
        yield from _text(title, words, width, most=LONGEST_STEP)


SHORT = {
    "warning_signs": "signs",
    "coping": "alone",
    "distractions": "distraction",
    "people_who_help": "people",
    "professionals": "services",
    "safer_environment": "safer place",
}
"""The steps in a word, so that each has its line."""


def _who(client: Client, on: date) -> str:
    goes_by = f"“{client.preferred_name}”" if client.preferred_name else None
    parts = [f"{client.full_name} ({client.client_id})", goes_by, client.pronouns]
    parts += [day_style.born(client.date_of_birth, on), client.language]
    return style.apart(parts)


def _reach(client: Client) -> str:
    safely = " ".join((client.contact_notes or "").split())
    mind = "mind: " if style.now().plain else "! "
    return style.apart((client.phone or "no phone", f"{mind}{safely}" if safely else ""))


def _address(client: Client) -> str:
    state = " ".join(filter(None, (client.state, client.postal_code)))
    county = folding.county_named(client.county) if client.county else None
    where = [client.address, client.city, state, county]
    return ", ".join(" ".join(part.split()) for part in where if part)


def _called(one: Called, phone: str | None) -> str:
    number = one.phone or (f"{phone} (agency)" if phone and one.role == "case manager" else None)
    # What they may be told and what is remarked of them come as one text, for JSON too.
    parts = (
        f"{one.name}, {one.role}",
        number,
        *day_style.in_sentence(one.remark or "").split(" · "),
    )
    return style.apart(_cut(part, LONGEST_PART) for part in parts if part)


def _known(card: CrisisCard, on: date, width: int) -> Iterator[Line]:
    for name, said in (
        ("diagnoses", [f"{one.code} {one.description or ''}".strip() for one in card.diagnoses]),
        ("flagged", _flagged(card)),
        ("on hold", [_held(card)]),
        ("owed", [day_style.in_sentence(follow_up_in_words(one, on)) for one in card.follow_ups]),
    ):
        yield from _text(name, style.apart(said), width)
    for place, each in enumerate(card.crises):
        day = day_style.short(each.occurred_on, on)
        yield from _text(
            _name("crises", place), f"{day}: {day_style.in_sentence(crisis_in_words(each))}", width
        )
    for place, one in enumerate(card.contacts):
        day = day_style.short(one.contacted_on, on)
        yield from _text(_name("contacts", place), f"{day}: {contact_in_words(one)}", width)
    if not card.contacts:
        yield from _text("contacts", "none yet", width)


def _name(name: str, place: int) -> str:
    """The first of several lines is named; plainly, each of them is."""
    return name if not place or style.now().plain else ""


def _flagged(card: CrisisCard) -> list[str]:
    one = card.flagged
    if one is None:
        return []
    answers = dict(each.partition("=")[::2] for each in one.items)
    items = ", ".join(f"item {item} = {answers.get(item, '?')}" for item in one.flags)
    return [f"{one.instrument} {day_style.plain(one.assessed_on)}: {items}"]


def _held(card: CrisisCard) -> str:
    return style.apart(
        f"{one.program} since {day_style.plain(one.hold.from_on)}"
        f" ({one.hold.reason.replace('_', ' ')})"
        for one in card.holds
    )


def _cut(said: str, most: int) -> str:
    """The beginning of a text that is too long for the card, and that there is more."""
    words = " ".join(said.split()) if len(said) > most else said
    return words if len(words) <= most else f"{words[:most].rstrip()}{MORE}"


def _text(
    name: str, said: str, width: int, *, bold: bool = False, most: int = LONGEST
) -> Iterator[Line]:
    """What is said under a name, wrapped; nothing when there is nothing."""
    if not said:
        return
    said = _cut(said, most)
    if is_narrow(width):
        head = f"{name}: {said}" if name else said
        yield from _wrapped(head, "", width, bold=bold)
        return
    beside = LABEL if name or not bold else 0
    yield from _wrapped(said, f"{name:<{beside}}"[:beside], width, bold=bold)


def _wrapped(said: str, start: str, width: int, *, bold: bool) -> Iterable[Line]:
    parts = wrapped(safe_line(said), max(16, width - cells(start)))
    for place, part in enumerate(parts):
        yield Line(f"{start if not place else ' ' * len(start)}{part}".rstrip(), bold)
