"""How crises, follow-ups after a discharge and safety plans look on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TextIO

from caseload import dates
from caseload.model import Hold
from caseload.model.crises import STEPS, Crisis, SafetyPlan, lacks
from caseload.model.planning import PlanStatus
from caseload.records.explain_crises import RULE, Discharge, Seen, ended
from caseload.rules.crisis_rules import FollowUp
from caseload.rules.crisis_words import follow_up_in_words, plan_in_words
from caseload.rules.reasons import contact_in_words
from caseload.show import day_style, facts, safe_line, screen_width, style
from caseload.show.explain import MOST_CONTACTS, named
from caseload.show.page import Page
from caseload.show.plan import signature_in_words, words
from caseload.show.widths import wrapped

# --- a crisis ------------------------------------------------------------------------------------


def crisis_facts(
    one: Crisis, client: str, staff: dict[str, str], held: Sequence[Hold], owed: Iterable[FollowUp],
    on: date,
) -> list[tuple[str, str | None]]:  # fmt: skip
    """All of a crisis, as names and values."""
    return [
        ("crisis", one.crisis_id),
        ("client", client),
        ("occurred", day_style.spoken_moment(one.occurred_at, on)),
        ("kind", words(one.kind)),
        ("what happened", one.what_happened),
        ("what was done", words(one.disposition) if one.disposition else None),
        ("facility", one.facility),
        ("admitted", day_style.spoken(one.admitted_on, on) if one.admitted_on else None),
        ("discharged", day_style.spoken(one.discharged_on, on) if one.discharged_on else None),
        ("to follow up", one.follow_up),
        ("recorded", ", ".join([day_style.local_time(one.recorded_at),
                                *([staff.get(one.staff, "import")] if one.staff else [])])),
        ("in error", one.entered_in_error_why),
        *[("hold", _hold_in_words(each)) for each in held],
        *[("owed", day_style.in_sentence(follow_up_in_words(each, on))) for each in owed],
    ]  # fmt: skip


def _hold_in_words(hold: Hold) -> str:
    until = f"to {day_style.plain(hold.until_on)}" if hold.until_on else "without an end"
    return f"{day_style.plain(hold.from_on)} {until} ({hold.hold_id})"


# --- a safety plan -------------------------------------------------------------------------------


def safety_plan_page(one: SafetyPlan, title: str, waits: Sequence[str], out: TextIO) -> None:
    """Write one version, its steps in their order."""
    stands = day_style.in_sentence(plan_in_words(one))
    out.write(f"{safe_line(style.apart([title, 'Safety plan', stands]))}\n")
    width = screen_width(out)
    sign, nothing = ("", "nothing yet") if style.now().plain else ("  · ", "—")
    for number, step in enumerate(STEPS, 1):
        out.write(f"\n{number} {step.title}\n")
        for line in one.lines(step.name) or (nothing,):
            out.writelines(
                f"{sign if not place else '    '}{part}\n"
                for place, part in enumerate(wrapped(safe_line(line), max(16, width - 4)))
            )
    out.write("\n")
    told = [("signed", signature_in_words(each)) for each in one.signatures]
    lacking = [f"step {title.casefold()}" for title in lacks(one)]
    if one.status is PlanStatus.DRAFT:
        lacking += [f"signature: {words(role)}" for role in waits]
        told.append(("lacks", style.apart(lacking)))
    facts(told, out)


def history(plans: Sequence[SafetyPlan], staff: dict[str, str]) -> Iterator[tuple[date, str, str]]:
    """What happened with a client's safety plans: a day, what, and in words; the newest first."""
    found: list[tuple[date, str, str]] = []
    for one in plans:
        begun = dates.local_day(one.recorded_at)
        found.append((begun, f"version {one.version} begun", staff.get(one.staff or "", "")))
        for each in one.signatures:
            refused = "refused" if each.method == "refused" else "signed"
            said = signature_in_words(each)
            found.append((each.signed_on, f"version {one.version} {refused}", said))
        if one.signed_on is not None:
            found.append((one.signed_on, f"version {one.version} in force", ""))
    found.sort(key=lambda each: each[0])
    yield from reversed(found)


# --- explaining ----------------------------------------------------------------------------------


def explanation(found: Sequence[Discharge], on: date, today: date, out: TextIO) -> None:
    """Write how the follow-ups after each discharge come about, contact by contact."""
    page = Page(out)
    for one in found:
        assert one.stay.discharged_on is not None
        where = f", {one.stay.facility}" if one.stay.facility else ""
        head = f"Follow-up after the discharge {day_style.plain(one.stay.discharged_on)}{where}"
        page.text(f"{head} ({one.stay.crisis_id}): {RULE}")
        for name, day, text in named(_steps(one, on, "today" if on == today else "as of")):
            page.step(name, day_style.plain(day) if day else "", text)
        page.line()


def _steps(one: Discharge, on: date, as_of: str) -> Iterator[tuple[str, date | None, str]]:
    yield "clock starts", one.stay.discharged_on, "discharged"
    visits = [each for each in one.contacts if each.why_not is None]
    yield from _seen("counts", visits)
    if not visits:
        yield "counts", None, "no visit since the discharge"
    yield from _seen("does not count", [each for each in one.contacts if each.why_not])
    for days, closed_on, why in one.closed:
        yield f"closed, {days} days", closed_on, why
    why_over = ended(one)
    if why_over is not None:
        yield "over", None, why_over
    for days, verdict in one.verdicts:
        late = verdict.days_overdue
        stands = "due today" if not late else f"due in {-late} days"
        stands = f"overdue by {late} days" if late > 0 else stands
        yield f"due, {days} days", verdict.due_on, f"{as_of} {day_style.plain(on)}: {stands}"


def _seen(name: str, seen: Sequence[Seen]) -> Iterator[tuple[str, date | None, str]]:
    for index, each in enumerate(seen[:MOST_CONTACTS]):
        why = f" ({each.why_not})" if each.why_not else ""
        said = f"{contact_in_words(each.contact)}{why}"
        yield "" if index else name, each.contact.contacted_on, said
    if len(seen) > MOST_CONTACTS:
        yield "", None, f"and {len(seen) - MOST_CONTACTS} earlier"
