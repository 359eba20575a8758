"""How a referral looks on a terminal: in a line, and as the story of its steps."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TextIO

from caseload import dates
from caseload.model.linking import Disclosure, ReferralStatus, ReferralUpdate, Resource
from caseload.records.referral_lines import ReferralLine
from caseload.rules.referral_rules import said
from caseload.show import day_style, facts, safe_line, safe_text, style


def in_words(one: ReferralLine, on: date) -> str:
    """Where a referral stands: "waitlisted since 12 Nov, ask again Sat 12 Dec"."""
    words = f"{said(one.status)} since {day_style.short(one.since, on)}"
    if one.follow_up_on is not None and one.status is not ReferralStatus.DRAFT:
        weekday = dates.WEEKDAYS[one.follow_up_on.weekday()]
        words += f", ask again {weekday} {day_style.short(one.follow_up_on, on)}"
    return words


def service(one: ReferralLine) -> str:
    """The service with who offers it, where its name does not say so."""
    if one.organization.casefold() in one.resource.casefold():
        return one.resource
    return f"{one.resource} ({one.organization})"


def story(
    one: ReferralLine,
    resource: Resource,
    updates: Sequence[ReferralUpdate],
    told: Sequence[Disclosure],
    names: Mapping[str, str],
    on: date,
    out: TextIO,
) -> None:
    """Write a referral with all its steps and the days between.

    Args:
        one: The referral as it stands on the day.
        resource: The service.
        updates: Its steps in their order.
        told: What was told with it.
        names: Staff by staff_id.
        on: The day.
        out: Where to.
    """
    facts(_head(one, resource, on), out)
    out.write("\n")
    for noted, words, text in steps(updates, names):
        head = f"{noted}: " if style.now().plain else f"{noted:>11}  "
        out.write(f"{head}{safe_line(words)}\n")
        out.writelines(
            f"{style.indent(13)}{part}\n" for each in text for part in safe_text(each).split("\n")
        )
    for disclosed in told:
        right = disclosed.consent or f"no release needed: {disclosed.exception}"
        out.write("\n")
        facts(
            [
                ("told", f"{day_style.plain(disclosed.disclosed_on)}, to {disclosed.to_whom}"),
                ("what", disclosed.what),
                ("by right of", right),
                ("document", disclosed.document_id),
            ],
            out,
        )


def _head(one: ReferralLine, resource: Resource, on: date) -> list[tuple[str, str | None]]:
    took = None if one.days_to_link is None else f"{dates_apart(one.days_to_link)}"
    began = "the need" if one.identified_on is not None else "the referral"
    return [
        (one.referral_id, f"{one.client} ({one.client_id})"),
        ("to", f"{service(one)} ({one.resource_id})"),
        ("phone", resource.phone),
        ("for", said(one.need) + (f" ({one.need_id})" if one.need_id else "")),
        ("stands", in_words(one, on)),
        ("in error", one.entered_in_error_why),
        ("asked for", one.remark),
        ("outcome", one.outcome),
        (
            "linked",
            f"{day_style.plain(one.linked_on)}, {took} from {began}" if one.linked_on else None,
        ),
        ("asks again", one.case_manager),
    ]


def dates_apart(days: int) -> str:
    """A span in words: "1 day", "23 days"."""
    return "1 day" if days == 1 else f"{days} days"


def steps(
    updates: Sequence[ReferralUpdate], names: Mapping[str, str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each step as its day, what happened, and what else was said of it."""
    never = {one.takes_back for one in updates if one.takes_back is not None}
    before: date | None = None
    for one in updates:
        apart = (one.noted_on - before).days if before is not None else 0
        words = said(one.status) + (f", {dates_apart(apart)} later" if apart else "")
        if one.takes_back is not None:
            words = f"taken back; {said(one.status)} as before"
        if one.referral_update_id in never:
            words += " (taken back since)"
        if one.staff:
            words = style.apart([words, names.get(one.staff, one.staff)])
        ask = one.follow_up_on if one.status is not ReferralStatus.DRAFT else None
        said_of = [one.remark or "", f"ask again {day_style.spoken(ask)}" if ask else ""]
        yield day_style.plain(one.noted_on), words, tuple(part for part in said_of if part)
        before = one.noted_on
