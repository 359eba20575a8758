"""How the due list and its explanations look on a terminal.

The most neglected first, why on every line, the phone at hand. There are three widths: wide, below
100 columns, and below 60, where each fact has a line of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TextIO

from caseload import dates
from caseload.model import Item, Obligation, Staff, Status
from caseload.records.due import DueList
from caseload.records.explain import Explanation
from caseload.rules import reasons
from caseload.rules.reasons import contact_in_words as contact_in_words
from caseload.show import day_style, facts, in_color, is_narrow, safe_line, screen_width, style
from caseload.show.widths import NO_BREAK, cells, fit, unbroken, wrapped

HEADS = {
    Status.OVERDUE: ("Overdue", "31;1"),
    Status.DUE_TODAY: ("Today", "33;1"),
    Status.DUE_SOON: ("Soon", "36;1"),
    Status.UPCOMING: ("Upcoming", "1"),
    Status.ON_HOLD: ("On hold", "2"),
}
LABELS = {
    Obligation.HOLD_REVIEW: "Hold review",
    Obligation.UNSIGNED_NOTE: "Unsigned note",
    Obligation.INTAKE_STEP: "Intake",
    Obligation.CONSENT: "Release",
    Obligation.REFERRAL: "Referral",
    Obligation.TASK: "Task",
    Obligation.APPOINTMENT: "Appointment",
    Obligation.APPEAL: "Appeal",
}
WHOLE = (Obligation.TASK, Obligation.APPOINTMENT, Obligation.APPEAL)
"""Their reasons are people's own words, which are not cut at a semicolon."""
NAMING = (Obligation.CRISIS_FOLLOW_UP, Obligation.CONSENT, Obligation.REFERRAL)
"""What comes before the last semicolon of theirs names somebody, and may have others."""
OWN = "(own)"
"""Stands in place of a client, for what somebody has to do for no client."""
DONE = {
    Obligation.CONTACT: "reached",
    Obligation.PLAN_REVIEW: "signed or reviewed",
    Obligation.ASSESSMENT: "assessed",
}
MOST_CONTACTS = 12
"""How many contacts an explanation names of each sort; --json has them all."""
MEDIUM = 100
ID_MOST, NAME_MOST, LABEL_MOST = 14, 24, 26


def due_list(
    found: DueList,
    on: date,
    staff: Staff | None,
    out: TextIO,
    *,
    hints: bool = True,
    where: Callable[[Item], str] | None = None,
) -> None:
    """Write the morning list.

    Args:
        found: The list.
        on: Its day.
        staff: Who reads it, when they have said so.
        out: Where to.
        hints: Whether to say what to do next.
        where: Says of a line which file it comes from, in a list of several.
    """
    page = _Page(out)
    page.where = where
    who = ", ".join([staff.name, *staff.credentials]) if staff else None
    page.line(page.style("1", safe_line(style.apart([day_style.long(on), who]))))
    page.line("")
    # Whose client it is matters once a list holds more than one case manager's.
    several = len({one.case_manager for one in found.items}) > 1
    draw = page.medium if page.width < MEDIUM else page.wide
    if is_narrow(page.width):
        draw = page.plain if style.now().plain else page.narrow
    page.measure(found.items)
    for status, group in groupby(found.items, key=lambda one: one.status):
        items = list(group)
        head, color = HEADS[status]
        between = ": " if style.now().plain else " · "
        page.line(page.style(color, f"{head}{between}{len(items)}"))
        for place, one in enumerate(items, 1):
            if place > 1 and is_narrow(page.width):
                page.line("")
            if style.now().plain:
                page.line(f"{place} of {len(items)}")
            draw(one, on, several)
        page.line("")
    page.totals(found)
    if hints:
        page.hints(found)


class _Page:
    """A terminal of some width, written to line by line."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.width = screen_width(out)
        self.color = in_color(out)
        self.ids = self.names = self.labels = 0
        self.where: Callable[[Item], str] | None = None

    def line(self, text: str) -> None:
        self.out.write(text.rstrip() + "\n")

    def style(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def measure(self, items: Iterable[Item]) -> None:
        for one in items:
            self.ids = max(self.ids, min(ID_MOST, cells(one.client_id or "")))
            self.names = max(self.names, min(NAME_MOST, cells(one.client)))
            self.labels = max(self.labels, min(LABEL_MOST, cells(label(one))))

    def _beside(self, one: Item, on: date, several: bool) -> str:
        said = beside(one, on, several)
        return style.apart([self.where(one), said]) if self.where else said

    def _start(self, one: Item) -> str:
        """Id, name and days: what the eye looks for first, at the same place in every line."""
        name = fit(one.client or OWN, self.names)
        days = when(one).rjust(9)
        if one.status is Status.OVERDUE:
            name, days = self.style("1", name), self.style("31", days)
        return f" {fit(one.client_id or '', self.ids)}  {name} {days}"

    def wide(self, one: Item, on: date, several: bool) -> None:
        indent = self.ids + self.names + 15
        start = f"{self._start(one)}  {fit(label(one), self.labels)}  "
        room = self.width - indent - self.labels - 2
        text, phone = safe_line(why(one, on)), safe_line(one.phone or "")
        if cells(text) + 2 + cells(phone) <= room:
            gap = " " * (room - cells(text) - cells(phone))
            self.line(f"{start}{text}{gap}{self.style('1', phone)}")
            self._wrapped(self._beside(one, on, several), indent)
        else:
            gap = " " * max(0, room - cells(phone))
            self.line(f"{start}{gap}{self.style('1', phone)}")
            self._wrapped(style.apart([text, self._beside(one, on, several)]), indent)

    def medium(self, one: Item, on: date, several: bool) -> None:
        self.line(f"{self._start(one)}  {safe_line(label(one))}")
        said = [why(one, on), unbroken(one.phone or ""), self._beside(one, on, several)]
        self._wrapped(style.apart(said), 4)

    def narrow(self, one: Item, on: date, several: bool) -> None:
        for text in (one.client or OWN, one.client_id, f"{when(one)}: {label(one)}", why(one, on)):
            self._wrapped(text or "", 1)
        self._wrapped(one.phone or "", 1)
        self._wrapped(self._beside(one, on, several), 1)

    def plain(self, one: Item, on: date, several: bool) -> None:
        facts(
            [
                ("client", one.client or OWN),
                ("id", one.client_id),
                ("what", label(one)),
                (HOW_LATE.get(one.status, "due"), when(one)),
                ("why", why(one, on)),
                ("phone", one.phone),
                ("good to know", self._beside(one, on, several).replace(NO_BREAK, " ")),
            ],
            self.out,
        )

    def _wrapped(self, text: str, indent: int) -> None:
        for part in wrapped(safe_line(text), max(16, self.width - indent)):
            self.line(style.indent(indent) + self.style("2", part))

    def totals(self, found: DueList) -> None:
        due = [one for one in found.items if one.status in LISTED]
        overdue = sum(one.status is Status.OVERDUE for one in due)
        held = f", {found.on_hold} more on hold" if found.on_hold else ""
        episodes = "open episode" if found.open_episodes == 1 else "open episodes"
        if not found.items and found.open_episodes:
            self._plain("Nobody is due.")
        counts = [
            f"{len(due)} due",
            f"{overdue} overdue",
            f"{found.open_episodes} {episodes}{held}",
        ]
        self._plain(style.apart(counts))

    def hints(self, found: DueList) -> None:
        first = next((one for one in found.items if one.obligation is Obligation.CONTACT), None)
        if first is not None:
            log = f'Log one: caseload log {first.client_id} --mode phone "…"'
            explain = f"Why? caseload due --explain {first.client_id}"
            fits = cells(log) + 3 + cells(explain) <= self.width and not is_narrow(self.width)
            for text in [f"{log}   {explain}"] if fits else [log, explain]:
                self.line(safe_line(text))
        elif not found.open_episodes and not found.on_hold:
            self._plain(
                "No one is in a program yet. Bring a roster in: caseload import clients FILE; "
                "or add one person: caseload client add"
            )
        elif not found.items:
            self._plain("What comes next: caseload due --within 30")

    def fact(self, name: str, day: str, text: str) -> None:
        """One line of an explanation: what it is, its day, and what is to be said of it."""
        if is_narrow(self.width):
            self._wrapped(f"{name}{': ' if name else ''}{f'{day}, ' if day else ''}{text}", 2)
            return
        lines = wrapped(text, self.width - 33)
        self.line(f"  {name:<16}  {day:<11}  {lines[0] if lines else ''}")
        for line in lines[1:]:
            self.line(" " * 33 + line)

    def _plain(self, text: str) -> None:
        for part in wrapped(safe_line(text), self.width):
            self.line(part)


HOW_LATE = {Status.OVERDUE: "overdue by", Status.ON_HOLD: "standing"}
COUNTED_FROM = "counted from"
LISTED = (Status.OVERDUE, Status.DUE_TODAY, Status.DUE_SOON)


def label(one: Item) -> str:
    """What is owed, in the standard's own name."""
    if one.obligation is Obligation.CRISIS_FOLLOW_UP and one.due_on and one.clock_start_on:
        return f"Follow-up, {(one.due_on - one.clock_start_on).days} days"
    return one.standard or LABELS.get(one.obligation, one.obligation.replace("_", " "))


def headline(one: Item) -> str:
    """What is owed, with its reason where that is what tells one from another."""
    if one.obligation is Obligation.APPOINTMENT:
        return one.reason
    return f"{label(one)}: {one.reason}" if one.obligation in WHOLE else label(one)


def when(one: Item) -> str:
    """How late or how soon: "39 days", "today", "tomorrow"."""
    if one.days_overdue is None:
        return "on hold"
    days = abs(one.days_overdue)
    if days == 0:
        return "today"
    if one.days_overdue == -1:
        return "tomorrow"
    return "1 day" if days == 1 else f"{days} days"


def why(one: Item, on: date) -> str:
    """The reason in a few words."""
    return one.reason if one.obligation in WHOLE else day_style.in_sentence(_why(one, on))


def _why(one: Item, on: date) -> str:
    if one.status is Status.ON_HOLD or one.obligation not in DONE:
        if one.obligation in NAMING:
            return one.reason.rpartition(";")[0]
        return one.reason.partition(";")[0].rstrip(".")
    if COUNTED_FROM in one.reason:
        # Asked for on several days, it is due by another day than the last.
        return one.reason.rstrip(".")
    narrower = (words for words in (reasons.SEEN, reasons.COUNTED) if words in one.reason)
    done = next(narrower, DONE[one.obligation])
    if one.last_on is not None:
        return f"last {done} {day_style.short(one.last_on, on)}"
    never = "never" if one.reason.startswith("Never") else "not"
    return (
        f"{never} {done} since {day_style.short(one.clock_start_on, on)}"
        if one.clock_start_on
        else ""
    )


def beside(one: Item, on: date, several: bool) -> str:
    """What is good to know before the call: whose it is, attempts, how it is safe to reach them."""
    said = []
    if several:
        said.append(one.case_manager or "no case manager")
    if one.attempts and one.last_attempt_on is not None:
        counted = "1 attempt" if one.attempts == 1 else f"{one.attempts} attempts"
        day = one.last_attempt_on
        weekday = dates.WEEKDAYS[day.weekday()]
        said.append(f"{counted}, last {unbroken(f'{weekday} {day_style.short(day, on)}')}")
    if one.contact_notes:
        said.append(" ".join(one.contact_notes.split()))
    return style.apart(said)


# --- explaining ----------------------------------------------------------------------------------


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
    page = _Page(out)
    heading, as_of = None, "today" if on == today else "as of"
    for one in found:
        parts = [title, one.program]
        if one.level_of_care:
            parts[-1] += f", level {one.level_of_care}"
        if one.case_manager:
            parts.append(one.case_manager)
        if parts != heading:
            heading = parts
            for text in wrapped(safe_line(style.apart(parts)), page.width):
                page.line(page.style("1", text))
            page.line("")
        standard = one.standard
        for text in wrapped(
            safe_line(f"{standard.name}: {reasons.in_words(standard)}"), page.width
        ):
            page.line(text)
        for name, day, text in named(_steps(one, on, as_of)):
            shown = day_style.plain(day) if day else ""
            page.fact(name, shown, safe_line(text))
        page.line("")
    _dated(page, title, dated, on, as_of)


def named(
    steps: Iterable[tuple[str, date | None, str]],
) -> Iterator[tuple[str, date | None, str]]:
    """Steps of an explanation; plainly, each has the name that is else said of the first alone."""
    last = ""
    for name, day, text in steps:
        last = name or last
        yield last if style.now().plain else name, day, text


def _dated(page: "_Page", title: str, dated: Sequence[Item], on: date, as_of: str) -> None:
    """What no standard asks for, each under its program; the reason says how it comes about."""
    for heading, items in groupby(
        dated, key=lambda one: style.apart((title, one.program, one.case_manager))
    ):
        for text in wrapped(safe_line(heading), page.width):
            page.line(page.style("1", text))
        page.line("")
        for one in items:
            assert one.due_on is not None
            assert one.days_overdue is not None
            page.line(safe_line(f"{label(one)} {one.record_id or ''}".rstrip()))
            said = one.reason if one.obligation in WHOLE else day_style.in_sentence(one.reason)
            page.fact("due", day_style.plain(one.due_on), safe_line(said))
            page.fact(as_of, day_style.plain(on), _standing(one.status, one.days_overdue))
            page.line("")


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
