"""How services look on a terminal: one in full, and those found with what speaks for each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TextIO

from caseload.model.linking import Resource
from caseload.records.resource_search import Found, Search
from caseload.rules.resource_rules import Judged, ages
from caseload.show import day_style, facts, safe_line, screen_width, style
from caseload.show.widths import cells, wrapped

FOUND = (*Resource._fields, "score", "for", "against")
"""The columns of a search: the service, its points, what speaks for it and what against."""
_HIDDEN = {
    "county": ("doesn't cover {county}", "don't cover {county}"),
    "language": ("speaks other languages", "speak other languages"),
    "age": ("doesn't take age {age}", "don't take age {age}"),
    "accepting": ("takes nobody now", "take nobody now"),
}


def rows(found: Sequence[Found]) -> list[tuple[object, ...]]:
    """Services found as rows under the columns of `FOUND`."""
    return [
        (*one.resource, one.judged.score, one.judged.reasons, one.judged.against) for one in found
    ]


def found(search: Search, out: TextIO) -> None:
    """Write services, the best first, each with its reasons."""
    if style.now().plain:
        _plainly(search.found, out)
        return
    width = screen_width(out)
    for number, one in enumerate(search.found, 1):
        resource = one.resource
        head = f"{number:>2}  {resource.name}"
        out.write(f"{safe_line(head)}\n")
        of = [resource.organization, resource.resource_id, resource.phone]
        _indented(style.apart(of), "", width, out)
        _indented(style.apart(map(day_style.in_sentence, one.judged.reasons)), "+ ", width, out)
        _indented(style.apart(map(day_style.in_sentence, one.judged.against)), "- ", width, out)


def _plainly(found: Sequence[Found], out: TextIO) -> None:
    for number, one in enumerate(found, 1):
        out.write("\n" if number > 1 else "")
        facts(
            [
                (f"{number} of {len(found)}", one.resource.name),
                ("offered by", one.resource.organization),
                ("id", one.resource.resource_id),
                ("phone", one.resource.phone),
                *(("for it", each) for each in map(day_style.in_sentence, one.judged.reasons)),
                *(("against", each) for each in map(day_style.in_sentence, one.judged.against)),
            ],
            out,
        )


def _indented(text: str, sign: str, width: int, out: TextIO) -> None:
    room = max(20, width - 4 - cells(sign))
    out.writelines(
        f"    {sign if not at else ' ' * len(sign)}{line}\n"
        for at, line in enumerate(wrapped(text, room))
    )


def hidden(search: Search, county: str | None, age: int | None) -> list[str]:
    """What the filters left out, a sentence each with the mend."""
    told = []
    for name, count in search.hidden.items():
        words = _HIDDEN[name][count != 1].format(county=county, age=age)
        see = "it" if count == 1 else "them"
        told.append(f"{count} more {words}; see {see} without --{name}.")
    return told


def one(
    resource: Resource, staff: Mapping[str, str], today: date, out: TextIO, judged: Judged | None
) -> None:
    """Write a service in full; `staff` gives names by staff_id."""
    facts(told(resource, staff, today), out)
    if judged is not None:
        out.write("\n")
        both = (("for it", judged.reasons), ("against", judged.against))
        facts([(name, day_style.in_sentence("\n".join(said))) for name, said in both], out)


def told(resource: Resource, staff: Mapping[str, str], today: date) -> list[tuple[str, str | None]]:
    """A service as names and values, in the order in which one asks for them."""
    accepting = {True: "yes", False: "no", None: "nobody has said"}[resource.accepting]
    limits = resource.minimum_age, resource.maximum_age
    return [
        (resource.resource_id, resource.name),
        ("offered by", resource.organization),
        ("for", ", ".join(one.replace("_", " ") for one in sorted(resource.need)) or None),
        ("takes people", accepting if resource.active else "no longer offered"),
        ("phone", resource.phone),
        ("email", resource.email),
        ("web", resource.url),
        ("address", resource.address),
        ("hours", resource.hours),
        ("counties", ", ".join(resource.counties) or "everywhere, or nobody has said"),
        ("languages", ", ".join(resource.languages) or None),
        ("ages", None if limits == (None, None) else ages(*limits).removeprefix("ages ")),
        ("eligibility", resource.eligibility),
        ("fee", resource.fee),
        ("verified", verified(resource, staff, today)),
        ("from", " ".join(filter(None, (resource.source, resource.source_id))) or None),
        ("about", resource.description),
    ]


def verified(resource: Resource, staff: Mapping[str, str], today: date) -> str:
    """When somebody last made sure, and who."""
    if resource.verified_on is None:
        return "never"
    name = staff.get(resource.verified_by or "")
    by = f", {name}" if name else ""
    return f"{day_style.spoken(resource.verified_on, today)}{by}"
