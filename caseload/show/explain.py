"""How the explanation of a due date looks on a terminal: contact by contact, then its own days."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TextIO

from caseload.model import Item, Status
from caseload.records.explain import Explanation
from caseload.rules import reasons
from caseload.rules.reasons import contact_in_words
from caseload.show import day_style, safe_line, style
from caseload.show.due_words import WHOLE, label
from caseload.show.page import Page

MOST_CONTACTS = 12
"""How many contacts an explanation names of each sort; --json has them all."""


def explanation(
    found: Sequence[Explanation],
    title: str,
    on: date,
    today: date,
    out: TextIO,
    dated: Sequence[Item] = (),
) -> None:
    """Write how each standard comes to its date, contact by contact, and what has its own date."""
    if not found and not dated:
        why = "By the standards nothing is owed: no open episode, or none fits."
        out.write(f"{safe_line(title)}\n{why}\n")
        return
    page = Page(out)
    heading, as_of = None, "today" if on == today else "as of"
    for one in found:
        parts = [title, one.program]
        if one.level_of_care:
            parts[-1] += f", level {one.level_of_care}"
        if one.case_manager:
            parts.append(one.case_manager)
        if parts != heading:
            heading = parts
            page.text(style.apart(parts), code="1")
            page.line()
        standard = one.standard
        page.text(f"{standard.name}: {reasons.in_words(standard)}")
        for name, day, text in named(_steps(one, on, as_of)):
            page.step(name, day_style.plain(day) if day else "", text)
        page.line()
    _dated(page, title, dated, on, as_of)


def named(
    steps: Iterable[tuple[str, date | None, str]],
) -> Iterator[tuple[str, date | None, str]]:
    """Steps of an explanation; plainly, each has the name that is else said of the first alone."""
    last = ""
    for name, day, text in steps:
        last = name or last
        yield last if style.now().plain else name, day, text


def _dated(page: Page, title: str, dated: Sequence[Item], on: date, as_of: str) -> None:
    """What no standard asks for, each under its program; the reason says how it comes about."""
    for heading, items in groupby(
        dated, key=lambda one: style.apart((title, one.program, one.case_manager))
    ):
        page.text(heading, code="1")
        page.line()
        for one in items:
            assert one.due_on is not None
            assert one.days_overdue is not None
            page.line(safe_line(f"{label(one)} {one.record_id or ''}".rstrip()))
            said = one.reason if one.obligation in WHOLE else day_style.in_sentence(one.reason)
            page.step("due", day_style.plain(one.due_on), said)
            page.step(as_of, day_style.plain(on), _standing(one.status, one.days_overdue))
            page.line()


def _steps(one: Explanation, on: date, as_of: str) -> Iterator[tuple[str, date | None, str]]:
    started = "the hold ended" if one.clock.hold else "admitted"
    yield "clock starts", one.clock.start, started
    counted = [each for each in one.contacts if each.why_not is None]
    others = [each for each in one.contacts if each.why_not is not None]
    for index, each in enumerate(counted[:MOST_CONTACTS]):
        yield "" if index else "counts", each.contact.contacted_on, contact_in_words(each.contact)
    done = [*one.plan_days, *one.assessment_days]
    for index, known in enumerate(done[:MOST_CONTACTS]):
        yield "" if index else "counts", known.day, known.words
    if len(done) > MOST_CONTACTS:
        yield "", None, f"and {len(done) - MOST_CONTACTS} earlier"
    if not counted and not done:
        yield "counts", None, "nothing since the clock started"
    if len(counted) > MOST_CONTACTS:
        yield "", None, f"and {len(counted) - MOST_CONTACTS} earlier"
    for index, each in enumerate(others[:MOST_CONTACTS]):
        words = f"{contact_in_words(each.contact)} ({each.why_not})"
        yield "" if index else "does not count", each.contact.contacted_on, words
    if len(others) > MOST_CONTACTS:
        yield "", None, f"and {len(others) - MOST_CONTACTS} earlier"
    if one.hold is not None:
        until = f" until {day_style.plain(one.hold.until_on)}" if one.hold.until_on else ""
        why_held = one.hold.reason.replace("_", " ")
        yield "on hold", one.hold.from_on, f"{why_held}{until}: nothing is owed"
    elif one.verdict is not None:
        yield "due", one.verdict.due_on, day_style.in_sentence(one.verdict.reason)
        yield as_of, on, _standing(one.verdict.status, one.verdict.days_overdue)


def _standing(status: Status, days_overdue: int) -> str:
    days = abs(days_overdue)
    counted = "1 day" if days == 1 else f"{days} days"
    if status is Status.OVERDUE:
        return f"overdue by {counted}"
    return "due today" if days == 0 else f"due in {counted}"
