"""Standards: the agency's rules for what is owed, kept as rows with the days they stand.

A standard that has been in use is never rewritten: editing one ends it and begins a new row, so
that a past day is judged by the rule that stood then.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from caseload import dates, rules
from caseload.errors import AmbiguousError, InvalidError, NotFoundError
from caseload.model import Counting, Mode, Obligation, Standard, Unit
from caseload.records import clients, programs
from caseload.records._caseload import Caseload
from caseload.records._names import fold
from caseload.records._rows import to_columns

OWED = (Obligation.CONTACT, Obligation.PLAN_REVIEW, Obligation.ASSESSMENT)
LARGEST_NUMBER = 10_000
"""Beyond this, a number of days or times is a slip of the finger."""

FIRST_WITHIN_DAYS = 14
"""Days from the admission to the first contact, where nobody says otherwise."""

SHIPPED = (
    Standard("", "Monthly contact", first_within_days=FIRST_WITHIN_DAYS),
    Standard(
        "",
        "Calendar-month contact",
        active=False,
        counting=Counting.CALENDAR,
        first_within_days=FIRST_WITHIN_DAYS,
    ),
    Standard(
        "",
        "Face to face every 90 days",
        active=False,
        every=90,
        unit=Unit.DAY,
        modes=frozenset({Mode.IN_PERSON}),
    ),
    Standard(
        "",
        "Plan review every 180 days",
        Obligation.PLAN_REVIEW,
        active=False,
        every=180,
        unit=Unit.DAY,
        first_within_days=30,
    ),
    Standard(
        "",
        "Assessment every 180 days",
        Obligation.ASSESSMENT,
        active=False,
        every=180,
        unit=Unit.DAY,
        first_within_days=30,
    ),
)
"""What a new file holds: one standard that applies, and four to be made active."""
OFFERED = (
    *SHIPPED,
    Standard(
        "",
        "Face to face every month",
        modes=frozenset({Mode.IN_PERSON}),
        first_within_days=FIRST_WITHIN_DAYS,
    ),
)
"""What is offered where a file begins; the last is made for those who choose it."""
USUAL = tuple(one.name for one in SHIPPED if one.active)


def listed(caseload: Caseload, *, ended: bool = False) -> list[Standard]:
    """Standards in the order they were made; those that have ended as well when asked."""
    where = "" if ended else "where effective_until is null or effective_until > ?"
    values = () if ended else (caseload.today.isoformat(),)
    return caseload.records(Standard, f"{where} order by rowid", values)


def find(caseload: Caseload, text: str) -> Standard:
    """The standard meant by an id, a name or the beginning of one, among those not ended.

    Raises:
        NotFoundError: There is none.
        AmbiguousError: There is more than one.
    """
    everything, wanted = listed(caseload), fold(text)
    found = (
        [one for one in everything if one.standard_id.casefold() == text.strip().casefold()]
        or [one for one in everything if fold(one.name) == wanted]
        or [one for one in everything if wanted and fold(one.name).startswith(wanted)]
    )
    if not found:
        raise NotFoundError(
            f"No standard is called {text.strip()!r} or begins so. Try: caseload standard list"
        )
    if len(found) > 1:
        names = "; ".join(f"{one.standard_id} {one.name}" for one in found)
        raise AmbiguousError(f"Which standard?  {names}")
    return found[0]


def add(
    caseload: Caseload,
    name: str,
    *,
    standard_id: str | None = None,
    due_soon_days: int | None = None,
    **facts: Any,
) -> Standard:
    """Add a standard.

    Args:
        caseload: The open caseload.
        name: Shown to people.
        standard_id: The agency's own id; made when not given.
        due_soon_days: How early items are listed; 7, or 2 in a period of at most 14 days.
        facts: Further fields of `Standard`.

    Raises:
        InvalidError: It makes no sense; see `checked`.
    """
    with caseload.write("add standard", facts.get("client_id")) as change:
        made = Standard(
            (standard_id or "").strip() or caseload.next_id("standard", "standard_id", "T"),
            name,
            **facts,
        )
        if caseload.value("select 1 from standard where standard_id = ?", (made.standard_id,)):
            raise InvalidError(f"{made.standard_id} is another standard's id.")
        soon = rules.default_due_soon_days(made.every, made.unit)
        made = checked(
            caseload, made._replace(due_soon_days=soon if due_soon_days is None else due_soon_days)
        )
        change.add(made)
    return made


def edit(caseload: Caseload, standard_id: str, from_on: date, **facts: Any) -> Standard:
    """Change a standard from a day on.

    One that has been in use ends on that day and a new row begins. Changed in place are one that
    has not applied on any day before, and the name, `due_soon_days` and `effective_until`: the
    first two owe nobody anything, and the last is an end, not another rule.

    Raises:
        InvalidError: It makes no sense, or would end before the change begins.
    """
    before = find(caseload, standard_id)
    with caseload.write("edit standard", before.client_id) as change:
        after = checked(caseload, before._replace(**facts))
        begins = before.effective_from
        unused = not before.active or (begins is not None and begins >= from_on)
        in_place: dict[str, Any] = {"name": "", "due_soon_days": 0, "effective_until": None}
        same_rule = after._replace(**in_place) == before._replace(**in_place)
        if unused or same_rule:
            if not before.active and after.active and "effective_from" not in facts:
                begins = None if begins is None else max(begins, from_on)
            after = after._replace(effective_from=facts.get("effective_from", begins))
            change.update("standard", "standard_id", before.standard_id, to_columns(after))
            return after
        if after.effective_until is not None and after.effective_until <= from_on:
            raise InvalidError(
                f"The change begins {dates.spoken(from_on)}, and the standard would have ended by "
                "then. Check effective_until."
            )
        change.update(
            "standard",
            "standard_id",
            before.standard_id,
            {"effective_until": from_on.isoformat()},
        )
        after = after._replace(
            standard_id=caseload.next_id("standard", "standard_id", "T"),
            effective_from=from_on,
        )
        change.add(after)
    return after


def add_shipped(
    caseload: Caseload,
    applying: Collection[str] = USUAL,
    first_within_days: int | None = FIRST_WITHIN_DAYS,
) -> None:
    """Give a new file the standards that it starts with.

    Args:
        caseload: The open caseload.
        applying: The names of those `OFFERED` that apply.
        first_within_days: Of those that time the first contact.
    """
    for one in OFFERED:
        if one not in SHIPPED and one.name not in applying:
            continue
        facts = one._asdict() | {"active": one.name in applying}
        if timed((one.name,)):
            facts["first_within_days"] = first_within_days
        del facts["standard_id"], facts["due_soon_days"]
        add(caseload, facts.pop("name"), **facts)


def timed(names: Collection[str]) -> list[str]:
    """Which of those `OFFERED` say by when the first contact is due, among these names."""
    return [
        one.name
        for one in OFFERED
        if one.name in names
        and one.obligation is Obligation.CONTACT
        and one.first_within_days is not None
    ]


def checked(caseload: Caseload, standard: Standard) -> Standard:
    """The standard with its name tidied, if it makes sense.

    Raises:
        InvalidError: Its name is empty, a number is out of range, a calendar period is not one
            week, month or year, nobody could ever qualify, or it ends before it begins.
        NotFoundError: It names a program or client that the file does not know.
    """
    standard = standard._replace(name=" ".join(standard.name.split()))
    if not standard.name:
        raise InvalidError("A standard needs a name.", field="name")
    if standard.obligation not in OWED:
        raise InvalidError(
            "A standard asks for a contact, a plan_review or an assessment.", field="obligation"
        )
    if standard.every < 1:
        raise InvalidError(f"every {standard.every} is no period; use 1 or more.", field="every")
    if standard.times < 1:
        raise InvalidError(
            f"times {standard.times} asks for nothing; use 1 or more.", field="times"
        )
    if standard.counting is Counting.CALENDAR and (
        standard.every != 1 or standard.unit is Unit.DAY
    ):
        raise InvalidError("A calendar standard is per 1 week, month or year.", field="counting")
    if standard.first_within_days is not None and standard.first_within_days < 0:
        raise InvalidError("first_within_days is 0 or more.", field="first_within_days")
    if standard.due_soon_days < 0:
        raise InvalidError("due_soon_days is 0 or more.", field="due_soon_days")
    numbers = (standard.every, standard.times, standard.first_within_days, standard.due_soon_days)
    if any(number is not None and number > LARGEST_NUMBER for number in numbers):
        raise InvalidError("every, times, first_within_days and due_soon_days are 10,000 or less.")
    if not rules.qualifying_reached(standard):
        raise InvalidError(
            "Nobody could ever meet it: `reached` needs client, group or collateral.",
            field="reached",
        )
    if standard.instrument is not None and standard.obligation is not Obligation.ASSESSMENT:
        raise InvalidError("Only an assessment has an instrument.", field="instrument")
    begins, ends = standard.effective_from, standard.effective_until
    if begins is not None and ends is not None and ends < begins:
        raise InvalidError("effective_until lies before effective_from.", field="effective_until")
    if standard.client_id is not None:
        standard = standard._replace(client_id=clients.find(caseload, standard.client_id).client_id)
    if standard.program is not None:
        standard = standard._replace(program=programs.find(caseload, standard.program).name)
    return standard
