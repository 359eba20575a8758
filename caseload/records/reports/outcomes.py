"""What the report of outcomes is made from."""

from collections.abc import Iterator
from datetime import date

from caseload.model.agenda import Appointment
from caseload.model.planning import Employment, Housing
from caseload.records import crises, referral_lines
from caseload.records._caseload import Caseload
from caseload.reporting import outcomes
from caseload.reporting.lines import Line
from caseload.reporting.outcomes import Living, Matters, Score, Sent
from caseload.reporting.spans import Span
from caseload.reporting.stays import People


def lines(
    caseload: Caseload, people: People, span: Span, on: date, matters: Matters
) -> Iterator[Line]:
    """What the figures of outcomes count."""
    last = min(span.until, on)
    visits = crises.visits(caseload)
    for client_id, stays in sorted(crises.stays_of_all(caseload).items()):
        yield from outcomes.discharge_lines(
            client_id, stays, visits.get(client_id, []), people, span, on
        )
    for one in caseload.records(
        Appointment,
        "where substr(starts_at, 1, 10) between ? and ? and entered_in_error_at is null"
        " order by starts_at, appointment_id",
        (span.since.isoformat(), last.isoformat()),
    ):
        yield outcomes.appointment_line(one, people, on)
    for each in referral_lines.listed(caseload, on, everything=True):
        if each.entered_in_error_at is None:
            first = each.drafted_on or each.sent_on or each.since
            began = each.identified_on if each.identified_on is not None else first
            sent = Sent(
                each.referral_id, each.client_id, each.need, each.status, began, each.sent_on,
                each.linked_on, each.closed_on, each.days_to_link,
            )  # fmt: skip
            yield from outcomes.referral_lines(sent, people, span)
    yield from _scores(caseload, people, Span(span.since, last), matters)
    yield from _living(caseload, people, Span(span.since, last))


def _scores(caseload: Caseload, people: People, span: Span, matters: Matters) -> Iterator[Line]:
    """Of clients who were in a program on some day of the time."""
    found: dict[tuple[str, str], list[Score]] = {}
    for assessment_id, client_id, instrument, assessed_on, score in caseload.rows(
        "select assessment_id, client_id, instrument, assessed_on, score from assessment"
        " where score is not null and entered_in_error_at is null and assessed_on <= ?"
        " order by client_id, instrument, assessed_on, recorded_at, assessment_id",
        (span.until.isoformat(),),
    ):
        one = Score(assessment_id, date.fromisoformat(assessed_on), score)
        found.setdefault((client_id, instrument), []).append(one)
    for (client_id, instrument), scores in found.items():
        if any(
            stay.discharged_on is None or stay.discharged_on > span.since
            for stay in people.stays.get(client_id, ())
            if stay.admitted_on <= span.until
        ):
            place = people.place(client_id, scores[-1].assessed_on)
            line = outcomes.score_line(place, instrument, scores, span, matters)
            if line is not None:
                yield line


def _living(caseload: Caseload, people: People, span: Span) -> Iterator[Line]:
    """Of clients who are in a program on the last day."""
    known: dict[str, list[Living]] = {}
    for living_situation_id, client_id, noted_on, housing, employment in caseload.rows(
        "select living_situation_id, client_id, noted_on, housing, employment"
        " from living_situation where noted_on <= ? order by client_id, noted_on",
        (span.until.isoformat(),),
    ):
        one = Living(
            living_situation_id, date.fromisoformat(noted_on),
            Housing(housing) if housing else None, Employment(employment) if employment else None,
        )  # fmt: skip
        known.setdefault(client_id, []).append(one)
    for client_id, own in known.items():
        stays = [one for one in people.stays.get(client_id, ()) if one.is_open(span.until)]
        if stays:
            began = max(span.since, min(one.admitted_on for one in stays))
            place = people.place(client_id, span.until)
            yield from outcomes.living_lines(place, own, began, span.until)
