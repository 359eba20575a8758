"""How the people around a client look on a terminal: who to call, and what may be told to whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, TextIO

from caseload.model import Client, Staff
from caseload.model.circle import Call, CareRole, CareTeamMember, Consent
from caseload.rules import circle_rules
from caseload.settings.config import CRISIS_LINE
from caseload.show import day_style, in_color, safe_line, screen_width, shortened, style
from caseload.show.widths import unbroken, wrapped


class Managed(NamedTuple):
    """Who sees to a client in a program, and who stands in for them."""

    program: str
    case_manager: Staff
    covering: Staff | None


def card(
    client: Client,
    calls: Sequence[Call],
    managed: Sequence[Managed],
    agency: tuple[str | None, str | None, str | None],
    on: date,
    out: TextIO,
) -> None:
    """Write whom to call about a client, on one page of any width.

    Args:
        client: The client.
        calls: Their care team, in the order in which it is called.
        managed: Their case managers.
        agency: The agency's name, its phone, and whom it says to call in a crisis.
        on: The day.
        out: Where to.
    """
    page = _Page(out)
    page.line(f"Who to call about {client.full_name} ({client.client_id})", bold=True)
    page.line(day_style.long(on))
    page.line(agency[2] or CRISIS_LINE, bold=True)
    page.gap()
    reach = [client.phone, client.email]
    page.line(style.apart([client.preferred_name or client.first_name, *reach]))
    page.line(client.contact_notes or "", indent=2)
    emergency = [one for one in calls if one.member.emergency_contact is not None]
    if emergency:
        page.head("In an emergency, in this order")
        for number, one in enumerate(emergency, 1):
            page.call(f"{number}. ", one)
    others = [one for one in calls if one.member.emergency_contact is None]
    if others:
        page.head("Care team")
        for one in others:
            page.call("", one)
    if not calls:
        page.head("Care team")
        page.line(f"Nobody yet. Add them: caseload care-team add {client.client_id} NAME --role …")
    page.head(agency[0] or "The agency")
    page.line(f"Phone {unbroken(agency[1])}" if agency[1] else "")
    for stay in managed:
        page.line(f"{stay.case_manager.name}, case manager ({stay.program})")
        if stay.covering is not None:
            page.line(f"away; {stay.covering.name} covers", indent=2)
    if not managed:
        page.line("No case manager.")


class _Page:
    """A terminal of some width; no line is longer, and nothing is asked or paged."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._width, self._color = out, screen_width(out), in_color(out)

    def line(self, text: str, *, indent: int = 0, bold: bool = False) -> None:
        shown = safe_line(" ".join(text.split()))
        for part in wrapped(shown, max(16, self._width - indent)) if shown else ():
            said = f"\x1b[1m{part}\x1b[0m" if bold and self._color else part
            self._out.write(f"{style.indent(indent)}{said}\n")

    def gap(self) -> None:
        self._out.write("\n")

    def head(self, text: str) -> None:
        self.gap()
        self.line(text, bold=True)

    def call(self, before: str, one: Call) -> None:
        who = member_in_words(one.member)
        self.line(f"{before}{one.member.name}, {who}", bold=True)
        reach = [unbroken(one.member.phone or ""), one.member.email or ""]
        self.line(style.apart(reach) or "no phone", indent=3)
        told = day_style.in_sentence(circle_rules.may_tell(one))
        self.line(f"may be told: {told}" if one.consents else told, indent=3)
        self.line(one.member.remark or "", indent=3)


def member_in_words(one: CareTeamMember) -> str:
    """What somebody is to the client: "sister", "psychiatrist, Waco Clinic"."""
    role = one.role.replace("_", " ")
    what = one.relation or role
    if one.relation and one.role is CareRole.GUARDIAN:
        what = f"{one.relation} and guardian"
    return ", ".join(filter(None, (what, one.organization)))


def may_tell(calls: Sequence[Call], name: str) -> str | None:
    """Of the one on a care team who goes by a name: who they are, and what they may be told."""
    wanted = " ".join(name.split()).casefold()
    for one in calls:
        if one.member.name.casefold() == wanted:
            told = day_style.in_sentence(circle_rules.may_tell(one))
            who = f"{one.member.name}, {member_in_words(one.member)}"
            return f"{who}, may be told: {told}" if one.consents else f"{who}: {told}"
    return None


def whom_in_words(
    text: str, meant: Sequence[CareTeamMember], team: Sequence[CareTeamMember]
) -> str | None:
    """Of words for somebody: whom of a care team they mean, or who there is; None: nothing to say.

    Args:
        text: As it was typed.
        meant: Who goes by that; see `circle_rules.meant`.
        team: The whole care team, in the order in which it is called.
    """
    typed, names = shortened(text), list(dict.fromkeys(one.name for one in meant))
    if len(names) == 1:
        who = f"{names[0]}, {member_in_words(meant[0])}"
        return f"{typed} is {who}." if typed != names[0] else None
    if names:
        return f"{typed} may be {' or '.join(names[:OFFERED])}; it stays as it was typed."
    if not team:
        return None
    on_it = names_in_words(team)
    return f"{typed} is not on the care team, and stays as it was typed. On it: {on_it}."


def names_in_words(team: Sequence[CareTeamMember]) -> str:
    """The names of a care team in a line: "Dr. Ames, Bea Okafor and 2 more"."""
    known = list(dict.fromkeys(one.name for one in team))
    more = f" and {len(known) - OFFERED} more" if len(known) > OFFERED else ""
    return f"{', '.join(known[:OFFERED])}{more}"


OFFERED = 6
"""So many names are said at once."""


def summary(calls: Sequence[Call]) -> str | None:
    """A care team in a line: how many, how many may be told something, who is called first."""
    if not calls:
        return None
    told = sum(bool(one.consents) for one in calls)
    first = calls[0].member
    count = "1 person" if len(calls) == 1 else f"{len(calls)} people"
    phone = f" {first.phone}" if first.phone else ""
    lead = f"; first {first.name}{phone}" if first.emergency_contact is not None else ""
    return f"{count}, {told or 'none'} with a release{lead}"


def standing(one: Consent, on: date) -> str:
    """How a release stands on a day: "in force until 31 Jan 2027", "ended 1 Oct 2026"."""
    return next(_standing(one, on))


def _standing(one: Consent, on: date) -> Iterator[str]:
    if one.entered_in_error_at is not None:
        yield "entered in error"
    if one.revoked_on is not None and one.revoked_on <= on:
        yield f"revoked {day_style.plain(one.revoked_on)}"
    if one.expires_on is not None and one.expires_on < on:
        yield f"ended {day_style.plain(one.expires_on)}"
    if circle_rules.begins_on(one) > on:
        yield f"from {day_style.plain(circle_rules.begins_on(one))}"
    until = f"until {day_style.plain(one.expires_on)}" if one.expires_on else one.expires_when
    yield f"in force {until}"
