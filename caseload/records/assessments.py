"""Assessments: an instrument's answers on a day with what they came to, or words alone.

What always holds: an assessment is never edited, for somebody has acted on its score; a wrong one
is marked as entered in error and done anew, as a progress note is. It keeps answers, score and
band as they were on its day. What it finds is recorded as needs in the same write.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from caseload import dates
from caseload.errors import InvalidError, NotFoundError
from caseload.model.assessing import NARRATIVE, ActionLevel, Assessment, Instrument, Need
from caseload.model.planning import Domain
from caseload.records import clients, needs
from caseload.records._caseload import Caseload, Change
from caseload.records._text import tidy
from caseload.rules import assessment_rules

PREFIX = "Q"


class Assessed(NamedTuple):
    """What was recorded, and what became of the needs."""

    assessment: Assessment
    before: Assessment | None
    """The last one with the same instrument."""
    needs: needs.FoundNeeds
    goals: tuple[Need, ...] = ()
    """The needs that were made goals of the plan with it."""


def listed(
    caseload: Caseload,
    client_id: str | None = None,
    instrument: str | None = None,
    *,
    counted: bool = False,
    until: date | None = None,
) -> list[Assessment]:
    """Assessments of one client or of all, the oldest first.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        instrument: Only those with it.
        counted: Leave out those entered in error.
        until: The last day.
    """
    where, values = ["1"], list[str]()
    if client_id is not None:
        where.append("client_id = ?")
        values.append(client_id)
    if until is not None:
        where.append("assessed_on <= ?")
        values.append(until.isoformat())
    if instrument is not None:
        where.append("instrument = ? collate nocase")
        values.append(instrument)
    if counted:
        where.append("entered_in_error_at is null")
    order = "order by client_id, assessed_on, recorded_at, rowid"
    return caseload.records(Assessment, f"where {' and '.join(where)} {order}", values)


def get(caseload: Caseload, assessment_id: str) -> Assessment:
    """One assessment.

    Raises:
        NotFoundError: There is none with that id.
    """
    found = caseload.records(
        Assessment, "where assessment_id = ?", (assessment_id.strip().upper(),)
    )
    if not found:
        raise NotFoundError(
            f"No assessment has the id {assessment_id.strip()[:40]}. Try: caseload assessment list"
        )
    return found[0]


def last_of_each(
    caseload: Caseload, client_id: str, on: date | None = None
) -> dict[str, Assessment]:
    """The newest assessment with each instrument on a day (today), none that is in error."""
    day = on or caseload.today
    return {
        one.instrument.casefold(): one
        for one in listed(caseload, client_id, counted=True, until=day)
    }


def flagged(caseload: Caseload, client_id: str, on: date | None = None) -> list[Assessment]:
    """Those of the newest with each instrument in which something was flagged."""
    return [one for one in last_of_each(caseload, client_id, on).values() if one.flags]


def flagged_in_words(one: Assessment) -> str:
    """What was flagged and when: "phq-9 item 9 flagged 3 Nov 2026"."""
    items = "items" if len(one.flags) > 1 else "item"
    which = ", ".join(one.flags)
    return f"{one.instrument} {items} {which} flagged {dates.plain(one.assessed_on)}"


def previous(
    caseload: Caseload, client_id: str, instrument: str, before: date
) -> Assessment | None:
    """The last one with an instrument on a day or before, not in error, if there is one."""
    found = listed(caseload, client_id, instrument, counted=True, until=before)
    return found[-1] if found else None


# --- writing -------------------------------------------------------------------------------------


def assess(
    caseload: Caseload,
    client_id: str,
    instrument: Instrument,
    answers: Mapping[str, str],
    assessed_on: date,
    *,
    strengths: str | None = None,
    challenges: str | None = None,
    remark: str | None = None,
    goals: Sequence[Domain] = (),
) -> Assessed:
    """Record the answers to an instrument: score, band and flags follow, and needs are recorded.

    Args:
        caseload: The open caseload.
        client_id: Whose.
        instrument: What was asked.
        answers: By item, as values or as the words of options.
        assessed_on: The day, today or before.
        strengths: In words.
        challenges: In words.
        remark: In words.
        goals: The parts of life whose open need is made a goal of the plan.

    Raises:
        InvalidError: An answer can't be, an item is none or lacks, all of them named; or the day
            lies ahead, or no need is open where a goal is wanted.
    """
    with caseload.write("assess", client_id) as change:
        clients.get(caseload, client_id)
        _refuse_ahead(caseload, assessed_on)
        came = assessment_rules.result(instrument, answers)
        before = previous(caseload, client_id, instrument.recorded_as, assessed_on)
        made = Assessment(
            caseload.next_id("assessment", "assessment_id", PREFIX), client_id,
            instrument.recorded_as, assessed_on, caseload.acting_staff_id,
            tuple(f"{item}={value}" for item, value in came.answers.items()), came.score,
            came.band, tuple(dict.fromkeys(flag.item_id for flag in came.flags)),
            _levels(came.needs), tuple(came.strengths), tidy(strengths), tidy(challenges),
            tidy(remark), change.at,
        )  # fmt: skip
        asked = {
            item.domain for item in instrument.items
            if item.levels and item.domain is not None and item.item_id in came.answers
        }  # fmt: skip
        found = _recorded(caseload, change, made, came.needs, frozenset(asked))
        wanted = _made_goals(caseload, client_id, goals)
    return Assessed(made, before, found, wanted)


def narrate(
    caseload: Caseload,
    client_id: str,
    assessed_on: date,
    *,
    levels: Mapping[Domain, ActionLevel] | None = None,
    strengths: str | None = None,
    challenges: str | None = None,
    remark: str | None = None,
    goals: Sequence[Domain] = (),
) -> Assessed:
    """Record an assessment in words alone, with the needs that it found; else as `assess`.

    Raises:
        InvalidError: It says nothing, the day lies ahead, or no need is open where a goal is
            wanted.
    """
    with caseload.write("assess", client_id) as change:
        clients.get(caseload, client_id)
        _refuse_ahead(caseload, assessed_on)
        told = tidy(strengths), tidy(challenges), tidy(remark)
        if not any(told) and not levels:
            raise InvalidError("Say strengths, challenges, needs or a remark; it says nothing yet.")
        before = previous(caseload, client_id, NARRATIVE, assessed_on)
        made = Assessment(
            caseload.next_id("assessment", "assessment_id", PREFIX), client_id, NARRATIVE,
            assessed_on, caseload.acting_staff_id, needs=_levels(levels or {}), strengths=told[0],
            challenges=told[1], remark=told[2], recorded_at=change.at,
        )  # fmt: skip
        found = _recorded(caseload, change, made, levels or {}, frozenset())
        wanted = _made_goals(caseload, client_id, goals)
    return Assessed(made, before, found, wanted)


def entered_in_error(caseload: Caseload, assessment_id: str, why: str) -> Assessment:
    """Mark an assessment as entered in error: it stays readable, and never counts again.

    The needs that it found stay as they are, for people may have worked on them since.

    Raises:
        NotFoundError: There is none with that id.
        InvalidError: It is marked already, or no reason was given.
    """
    with caseload.write("mark assessment in error") as change:
        before = get(caseload, assessment_id)
        change.client_id = before.client_id
        marks = change.in_error("assessment", before.assessment_id, before.entered_in_error_at, why)
    return before._replace(**marks)


def _recorded(
    caseload: Caseload,
    change: Change,
    made: Assessment,
    levels: Mapping[Domain, ActionLevel],
    asked: frozenset[Domain],
) -> needs.FoundNeeds:
    late = any(
        one.assessed_on > made.assessed_on
        and (one.needs or one.instrument == made.instrument != NARRATIVE)
        for one in listed(caseload, made.client_id, counted=True)
    )
    change.add(made)
    return needs.found_by(
        caseload, change, made.client_id, made.assessment_id, made.assessed_on, levels, asked,
        late=late,
    )  # fmt: skip


def _made_goals(caseload: Caseload, client_id: str, wanted: Sequence[Domain]) -> tuple[Need, ...]:
    made = list[Need]()
    for domain in dict.fromkeys(wanted):
        one = needs.of_domain(caseload, client_id, domain)
        if one is None:
            raise InvalidError(
                f"No need is open in {domain.replace('_', ' ')}, so none can be made a goal. "
                "Nothing was saved."
            )
        made.append(needs.goal(caseload, one.need_id))
    return tuple(made)


def _levels(found: Mapping[Domain, ActionLevel]) -> tuple[str, ...]:
    return tuple(f"{domain}={level}" for domain, level in found.items())


def _refuse_ahead(caseload: Caseload, assessed_on: date) -> None:
    if assessed_on > caseload.today:
        raise InvalidError(
            f"{dates.spoken(assessed_on, caseload.today)} lies ahead. An assessment is recorded "
            "once it is done; use --on with the day it was."
        )


def answers_of(one: Assessment) -> dict[str, int]:
    """The answers by item."""
    pairs = (each.partition("=") for each in one.items)
    return {item: int(value) for item, _, value in pairs if value.isdigit()}


def scored(found: Sequence[Assessment]) -> list[Assessment]:
    """Those with a score that counts."""
    return [one for one in found if one.score is not None and one.entered_in_error_at is None]
