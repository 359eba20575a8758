"""What became of it: readmissions and follow-up, follow-through, linkage, independence.

The rule of discharges is that of `crisis_rules` (HEDIS FUH), the one of appointments that of
`follow_through`; here their answers become lines.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.model.agenda import Appointment
from caseload.model.planning import Employment, Housing
from caseload.reporting.lines import Kind, Line, Measure, measure
from caseload.reporting.spans import Span
from caseload.reporting.stays import People, Place
from caseload.rules import crisis_rules, follow_through
from caseload.rules.crisis_rules import Stay as Inpatient

Matters = Callable[[str], tuple[bool, int | None]]
"""Of an instrument: whether higher is worse, and by how many points a score must move to mean
something, where it says so."""

WITHOUT_HOME = frozenset({Housing.SHELTER, Housing.UNSHELTERED})
AT_WORK = frozenset({Employment.FULL_TIME, Employment.PART_TIME, Employment.SUPPORTED})

_DISCHARGES = "inpatient discharges in the time that no readmission has replaced"
_SCORES = "clients in a program with two scores to compare"
_LIVES = "clients in a program on the last day of whom it is known"
_MOVED = "better worse same"
_COUNTING = "within_7 within_30 later waiting"


def _lives(what: str, when: str, words: str) -> Measure:
    return measure(
        f"{what}_{when}", f"{what.capitalize()} {words}", Kind.SHARE, f"{what}_{when}", "so",
        "clients of whom it was so", among="so otherwise", out_of=_LIVES,
    )  # fmt: skip


MEASURES = (
    measure("readmitted_30", "Readmitted within 30 days", Kind.SHARE, "discharge", "readmitted",
            "discharges followed by another admission on days 0 to 30",
            among=f"readmitted {_COUNTING}", out_of="inpatient discharges in the time"),
    measure("followed_up_7", "Followed up within 7 days", Kind.SHARE, "discharge", "within_7",
            "discharges with a visit, in person or by video, on days 1 to 7",
            among=_COUNTING, out_of=_DISCHARGES),
    measure("followed_up_30", "Followed up within 30 days", Kind.SHARE, "discharge",
            "within_7 within_30",
            "discharges with a visit, in person or by video, on days 1 to 30",
            among=_COUNTING, out_of=_DISCHARGES),
    measure("follow_up_waiting", "Follow-up still possible", Kind.SHARE, "discharge", "waiting",
            "discharges without a visit so far, and 30 days not over",
            among=_COUNTING, out_of=_DISCHARGES),
    measure("appointments_kept", "Appointments kept", Kind.SHARE, "appointment", "kept",
            "appointments kept", among=" ".join(follow_through.SCHEDULED),
            out_of="appointments kept, missed, or cancelled by the client"),
    measure("referrals_linked", "Referrals linked", Kind.SHARE, "referral", "linked",
            "referrals that led to a linkage", among="linked open ended",
            out_of="referrals sent in the time"),
    measure("days_to_link", "Days from need to linkage", Kind.MEAN, "linkage", "linked",
            "days from the need, else the first step, to the linkage",
            out_of="referrals linked in the time", unit="days"),
    measure("days_to_link_median", "Days from need to linkage, median", Kind.MEDIAN, "linkage",
            "linked", "the middle number of days", out_of="referrals linked in the time",
            unit="days"),
    measure("scores_better", "Scores better", Kind.SHARE, "score", "better",
            "clients whose score got better by what the instrument says means something",
            among=_MOVED, out_of=_SCORES),
    measure("scores_worse", "Scores worse", Kind.SHARE, "score", "worse",
            "clients whose score got worse by what the instrument says means something",
            among=_MOVED, out_of=_SCORES),
    measure("score_change", "Change of the score", Kind.MEAN, "score", _MOVED,
            "points that scores moved, from the last before the time or the first in it",
            out_of=_SCORES, unit="points"),
    measure("home_found", "Out of homelessness", Kind.SHARE, "home", "found",
            "clients who no longer live in a shelter or unsheltered on the last day",
            among="found homeless",
            out_of="clients in a program who lived so when the time or their stay began"),
    measure("work_found", "Into work", Kind.SHARE, "work", "found",
            "clients who work full-time, part-time or in supported employment on the last day",
            among="found without",
            out_of="clients in a program who did not when the time or their stay began"),
    _lives("housing", "before", "when the time or the stay began"),
    _lives("housing", "after", "on the last day"),
    _lives("employment", "before", "when the time or the stay began"),
    _lives("employment", "after", "on the last day"),
)  # fmt: skip


# --- discharges ----------------------------------------------------------------------------------


def discharge_lines(
    client_id: str,
    stays: Sequence[Inpatient],
    visits: Sequence[date],
    people: People,
    span: Span,
    on: date,
) -> Iterator[Line]:
    """What came of a client's inpatient discharges."""
    for one in crisis_rules.discharges(stays, visits, span.since, span.until, on):
        if one.readmitted_on is not None:
            outcome, why = "readmitted", f"admitted again {dates.plain(one.readmitted_on)}"
        elif one.visited_on is not None:
            days = (one.visited_on - one.discharged_on).days
            within = next((span for span in crisis_rules.SPANS if days <= span), None)
            outcome = f"within_{within}" if within else "later"
            why = f"visit {dates.plain(one.visited_on)}, day {days}"
        else:
            outcome, why = ("waiting" if one.waiting else "later"), "no visit so far"
        yield Line(
            "discharge", outcome, "", 1, *people.place(client_id, one.discharged_on), "crisis",
            one.crisis_id, one.discharged_on, one.discharged_on, why,
        )  # fmt: skip


# --- appointments and referrals ------------------------------------------------------------------


def appointment_line(one: Appointment, people: People, on: date) -> Line:
    """What became of an appointment; an outcome that became known later is not known yet."""
    known = one.outcome_on is not None and one.outcome_on <= on
    outcome = (
        follow_through.outcome_of(one.outcome, one.cancelled_by, one.moved_to is not None)
        if known
        else follow_through.OPEN
    )
    return Line(
        "appointment", outcome, "", 1, *people.place(one.client_id, one.day), "appointment",
        one.appointment_id, one.day, one.day, outcome,
    )  # fmt: skip


class Sent(NamedTuple):
    """A referral as it stood on the day asked about."""

    referral_id: str
    client_id: str
    need: str
    status: str
    began_on: date | None
    """The need, else the first step."""
    sent_on: date | None
    linked_on: date | None
    closed_on: date | None
    days_to_link: int | None


def referral_lines(one: Sent, people: People, span: Span) -> Iterator[Line]:
    """A referral that was sent in the time, and one that was linked in it."""
    if one.sent_on is not None and span.since <= one.sent_on <= span.until:
        outcome = "ended" if one.closed_on is not None else "open"
        outcome = "linked" if one.linked_on is not None else outcome
        why = f"sent {dates.plain(one.sent_on)}, {one.status.replace('_', ' ')}"
        yield Line(
            "referral", outcome, one.need, 1, *people.place(one.client_id, one.sent_on), "referral",
            one.referral_id, one.sent_on, one.sent_on, why,
        )  # fmt: skip
    if one.linked_on is None or one.days_to_link is None:
        return
    if span.since <= one.linked_on <= span.until:
        why = f"linked {dates.plain(one.linked_on)}, after {one.days_to_link} days"
        yield Line(
            "linkage", "linked", one.need, one.days_to_link,
            *people.place(one.client_id, one.linked_on), "referral", one.referral_id, one.began_on,
            one.linked_on, why,
        )  # fmt: skip


# --- independence --------------------------------------------------------------------------------


class Score(NamedTuple):
    """One score of a client with one instrument."""

    assessment_id: str
    assessed_on: date
    score: int


def score_line(
    client: Place, instrument: str, scores: Sequence[Score], span: Span, matters: Matters
) -> Line | None:
    """How a client's score moved; None without a score in the time and one before it.

    Args:
        client: Whose, as of the last of them.
        instrument: Its name.
        scores: Up to the last day, the oldest first.
        span: The time. The last score in it is held against the last one before it; where there
            is none, against the first in it.
        matters: What a change means.
    """
    within = [one for one in scores if span.since <= one.assessed_on <= span.until]
    earlier = [one for one in scores if one.assessed_on < span.since]
    known = earlier[-1:] + within
    if not within or len(known) < 2:
        return None
    first, last = known[0], known[-1]
    higher_is_worse, meaningful = matters(instrument)
    moved = last.score - first.score
    worse_by = moved if higher_is_worse else -moved
    least = meaningful or 1
    outcome = "worse" if worse_by >= least else "better" if worse_by <= -least else "same"
    why = (
        f"{first.score} on {dates.plain(first.assessed_on)}, {last.score} on "
        f"{dates.plain(last.assessed_on)}"
    )
    return Line(
        "score", outcome, instrument, moved, *client, "assessment", last.assessment_id,
        first.assessed_on, last.assessed_on, why,
    )  # fmt: skip


class Living(NamedTuple):
    """How a client lived from a day on."""

    living_situation_id: str
    noted_on: date
    housing: Housing | None
    employment: Employment | None


def living_lines(
    client: Place, known: Sequence[Living], began_on: date, last: date
) -> Iterator[Line]:
    """How a client in a program lived at the beginning and at the end.

    Args:
        client: Whose, as of the last day.
        known: Up to that day, the oldest first.
        began_on: When the time began, or the stay, if that was later. What was first known in the
            time after it stands for it as well.
        last: The last day.
    """
    words: tuple[type[Housing | Employment], ...] = (Housing, Employment)
    for kind in words:
        topic = kind.__name__.lower()
        said = [one for one in known if getattr(one, topic) is not None]
        if not said:
            continue
        before = next((one for one in reversed(said) if one.noted_on <= began_on), said[0])
        after = said[-1]
        was, now = getattr(before, topic), getattr(after, topic)
        for when, one, value in (("before", before, was), ("after", after, now)):
            for word in kind:
                outcome = "so" if value == word else "otherwise"
                yield _living(client, f"{topic}_{when}", outcome, one, last, of=word)
        how = f"{was}, now {now}"
        if was in WITHOUT_HOME:
            outcome = "homeless" if now in WITHOUT_HOME else "found"
            yield _living(client, "home", outcome, after, last, how)
        elif kind is Employment and was not in AT_WORK:
            outcome = "found" if now in AT_WORK else "without"
            yield _living(client, "work", outcome, after, last, how)


def _living(
    client: Place, topic: str, outcome: str, one: Living, last: date, why: str = "", *, of: str = ""
) -> Line:
    told = why or f"noted {dates.plain(one.noted_on)}"
    return Line(
        topic, outcome, of, 1, *client, "living_situation", one.living_situation_id, one.noted_on,
        last, told.replace("_", " "),
    )  # fmt: skip
