"""Whether it is written down: in time, signed, whole, and looked at again."""

from collections.abc import Iterable, Iterator
from datetime import date

from caseload import dates, rules
from caseload.reporting.lines import Kind, Line, measure
from caseload.reporting.stays import People
from caseload.reporting.talks import Talk, line, placed

CONSENT_SOON_DAYS = 30

MEASURES = (
    measure("late_entries", "Late entries", Kind.SHARE, "entry", "late",
            "contacts and attempts recorded after the "
            f"{rules.LATE_ENTRY_BUSINESS_DAYS} business days that follow them were over",
            among="late prompt", out_of="contacts and attempts recorded here, imported ones not"),
    measure("days_to_entry", "Days to the entry", Kind.MEAN, "entry_days", "recorded",
            "business days from contacts to their entries",
            out_of="contacts and attempts recorded here, imported ones not", unit="business days"),
    measure("unsigned", "Unsigned notes", Kind.SHARE, "note", "unsigned late_unsigned",
            "notes without a signature on the day asked about",
            among="signed unsigned late_unsigned",
            out_of="contacts whose note needs a signature: neither imported nor attempts"),
    measure("unsigned_late", "Unsigned for too long", Kind.SHARE, "note", "late_unsigned",
            "notes without a signature that are on the due list",
            among="signed unsigned late_unsigned",
            out_of="contacts whose note needs a signature: neither imported nor attempts"),
    measure("missing", "Missing data", Kind.COUNT, "missing", "missing",
            "records that lack this, as the file is", unit="records"),
    measure("consents_expired", "Releases expired", Kind.COUNT, "consent", "expired",
            "releases that have expired and were neither renewed nor revoked", unit="releases"),
    measure("consents_expiring", "Releases that expire soon", Kind.COUNT, "consent", "expiring",
            f"releases in force that expire within {CONSENT_SOON_DAYS} days", unit="releases"),
    measure("plans_past_review", "Plans past review", Kind.SHARE, "plan", "past",
            "stays whose plan review is overdue on the day asked about", among="past timely",
            out_of="stays that owe a plan review by a standard"),
)  # fmt: skip


def contact_lines(
    talks: Iterable[Talk], people: People, on: date, off: frozenset[date]
) -> Iterator[Line]:
    """How contacts were written down.

    Args:
        talks: Contacts and attempts.
        people: Everyone.
        on: The day that is asked about; a signature after it has not been given yet.
        off: Holidays.
    """
    for talk in talks:
        if talk.imported:
            continue
        place = placed(talk, people)
        days = dates.business_days_between(talk.contacted_on, talk.recorded_on, off)
        late = rules.is_late_entry(talk.contacted_on, talk.recorded_on, off)
        said = f"recorded {dates.plain(talk.recorded_on)}, {days} business days later"
        yield line(talk, place, "entry", "late" if late else "prompt", said)
        yield line(talk, place, "entry_days", "recorded", said, number=days)
        if talk.is_attempt:
            continue
        if talk.signed_on is not None and talk.signed_on <= on:
            signed = f"signed {dates.plain(talk.signed_on)}"
            yield line(talk, place, "note", "signed", signed)
        else:
            overdue = rules.judge_unsigned_note(talk.recorded_on, on, off) is not None
            said = f"recorded {dates.plain(talk.recorded_on)}, not signed"
            yield line(talk, place, "note", "late_unsigned" if overdue else "unsigned", said)
