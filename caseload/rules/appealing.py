"""The usual appeals: how many days one has to file, and others have to answer. All of it is pure.

They are data (data/appeals.yaml), each with its source. A day that a notice names goes before any
day that is counted here: a state may give less.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from caseload import dates
from caseload.errors import InvalidError
from caseload.tree import Mistake, Tree

MOST_DAYS = 3_660
UNREAD = "not checked against the source: go by the notice"
NOTICE = "The notice itself is what counts."


class AppealKind(NamedTuple):
    """A usual appeal, complaint or grievance."""

    name: str
    """As commands name it: medicaid_fair_hearing."""
    title: str
    right: str
    """Which right it is about."""
    what: str
    """What is filed."""
    source: str
    """Where the days stand in law."""
    against: str | None = None
    """Who is usually answered to."""
    days: int | None = None
    """To file, from the day on the notice; None: the notice says."""
    mail_days: int = 0
    """Days after which a notice is taken to have come, before the others count."""
    next_weekday: bool = False
    """Whether a last day on a weekend moves to the weekday after."""
    answer_days: int | None = None
    """Days in which an answer is due, from the day it was filed."""
    remark: str | None = None
    """What else is good to know before it is filed."""
    checked: date | None = None
    """The day on which somebody read `read` and found the days there; None: nobody has."""
    read: str | None = None
    """What was read: the source itself, or which copy of it."""

    @property
    def standing(self) -> str:
        """The source, and whether it was read."""
        how = f"read {dates.plain(self.checked)}" if self.checked else UNREAD
        return f"{self.source}; {how}"


class LastDay(NamedTuple):
    """A day that was worked out, and how."""

    day: date
    how: str


def file_by(kind: AppealKind, decided_on: date) -> LastDay | None:
    """The last day to file, counted from the day on the notice; None where only the notice says.

    Legal holidays are not counted on: a day early is safe, a day late is not.
    """
    if kind.days is None:
        return None
    day = decided_on + timedelta(kind.mail_days + kind.days)
    mail = f" + {kind.mail_days} days for the mail" if kind.mail_days else ""
    how = f"{dates.plain(decided_on)}{mail} + {kind.days} days = {dates.spoken(day)}"
    moved = day
    while kind.next_weekday and moved.weekday() >= 5:
        moved += timedelta(1)
    if moved != day:
        how += f", no weekday, so {dates.spoken(moved)}"
    return LastDay(moved, f"{how} ({kind.standing})")


def answer_by(kind: AppealKind, filed_on: date) -> LastDay | None:
    """The day by which an answer is due; None where no rule says."""
    if kind.answer_days is None:
        return None
    day = filed_on + timedelta(kind.answer_days)
    how = f"{dates.plain(filed_on)} + {kind.answer_days} days = {dates.spoken(day)}"
    return LastDay(day, f"{how} ({kind.standing})")


class _Reading(Tree):
    what = "the list of appeals"

    def kind(self, node: Any) -> AppealKind | None:
        found = self.fields(node, AppealKind._fields, "an appeal")
        told = {name: self.needed(node, found.get(name), name)
                for name in ("name", "title", "right", "what", "source")}  # fmt: skip
        numbers = {name: self._number(found.get(name), name)
                   for name in ("days", "mail_days", "answer_days")}  # fmt: skip
        weekday = (self.text(found.get("next_weekday")) or "no").casefold()
        if weekday not in ("yes", "no"):
            self.wrong(found["next_weekday"], "next_weekday is yes or no")
        return AppealKind(
            **told,
            against=self.text(found.get("against")),
            days=numbers["days"],
            mail_days=numbers["mail_days"] or 0,
            next_weekday=weekday == "yes",
            answer_days=numbers["answer_days"],
            remark=self.text(found.get("remark")),
            checked=self._day(found.get("checked")),
            read=self.text(found.get("read")),
        )

    def _day(self, node: Any) -> date | None:
        text = self.text(node)
        try:
            return dates.parse_iso(text) if text else None
        except InvalidError as error:
            self.wrong(node, f"checked: {error}")
            return None

    def _number(self, node: Any, name: str) -> int | None:
        text = self.text(node)
        if text is None:
            return None
        good = text.isascii() and text.isdigit() and len(text) <= 5
        if not good or not 0 <= int(text) <= MOST_DAYS:
            self.wrong(node, f"{name} is a number of days, 0 to {MOST_DAYS}")
            return None
        return int(text)


def read(text: str) -> tuple[dict[str, AppealKind], list[Mistake]]:
    """The kinds that a text of YAML names, by name; and what is wrong with it."""
    reading = _Reading()
    root = reading.parsed(text)
    kinds: dict[str, AppealKind] = {}
    if root is not None:
        for node in reading.items(root, "the list of appeals"):
            one = reading.kind(node)
            if one is not None and one.name in kinds:
                reading.wrong(node, f"{one.name} stands twice")
            elif one is not None:
                kinds[one.name] = one
    return kinds, sorted(reading.mistakes)
