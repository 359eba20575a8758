"""`caseload standard`: the agency's rules for what is owed."""

from typing import Annotated, Any, NamedTuple

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model import Counting, Mode, Obligation, Reached, Standard, Unit
from caseload.records import clients, standards
from caseload.records._caseload import Caseload
from caseload.rules import reasons
from caseload.settings import instruments

app = typer.Typer(add_completion=False, help="Standards: list, add, edit.", no_args_is_help=True)

Owed = Annotated[
    Obligation | None, typer.Option("--obligation", help="contact, plan_review or assessment.")
]
Instrument = Annotated[
    str | None, typer.Option("--instrument", metavar="INSTRUMENT", help="Of an assessment.")
]
Active = Annotated[bool | None, typer.Option("--active/--inactive", help="Whether it applies.")]
AsCounting = Annotated[
    Counting | None, typer.Option("--counting", help="From the last one, or per calendar period.")
]
Every = Annotated[int | None, typer.Option("--every", help="How many units a period is.")]
AsUnit = Annotated[Unit | None, typer.Option("--unit", help="What a period is counted in.")]
Times = Annotated[int | None, typer.Option("--times", help="Distinct days in one period.")]
Modes = Annotated[
    list[str] | None, typer.Option("--modes", help="Which count; may be repeated. '' is any.")
]
WhoReached = Annotated[
    list[str] | None, typer.Option("--reached", help="Who must be reached; may be repeated.")
]
FirstWithin = Annotated[
    str | None,
    typer.Option("--first-within-days", metavar="DAYS", help="For the first one. '' is no limit."),
]
DueSoon = Annotated[int | None, typer.Option("--due-soon-days", help="How early it is listed.")]
ForProgram = Annotated[
    str | None, typer.Option("--program", metavar="PROGRAM", help="For this alone.")
]
ForLevel = Annotated[str | None, typer.Option("--level-of-care", help="For this level alone.")]
ForClient = Annotated[
    str | None, typer.Option("--client", "--client-id", metavar="CLIENT", help="For one alone.")
]
From = Annotated[
    str | None, typer.Option("--effective-from", metavar="DATE", help="The first day with it.")
]
Until = Annotated[
    str | None, typer.Option("--effective-until", metavar="DATE", help="The first day without it.")
]


class Line(NamedTuple):
    """A standard as a table shows it: the rule in words."""

    id: str
    name: str
    active: bool
    owed: str
    applies_to: str | None


def _line(one: Standard) -> Line:
    meant = [one.program, one.level_of_care and f"level {one.level_of_care}", one.client_id]
    return Line(
        one.standard_id,
        one.name,
        one.active,
        _rule(one),
        ", ".join(filter(None, meant)) or "everyone",
    )


def _rule(one: Standard) -> str:
    first = one.first_within_days
    within = "" if first is None else f"; the first within {first} day{'' if first == 1 else 's'}"
    return reasons.in_words(one) + within


@app.command("list")
def list_(
    ctx: typer.Context,
    ended: Annotated[bool, typer.Option("--all", help="Those that have ended as well.")] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What is owed, to whom and how often.

    \b
    caseload standard list
    """
    found = standards.listed(door.opened(ctx), ended=ended)
    chosen = (form, as_json, as_csv, output, force)
    if door.format_of(form, as_json, as_csv, output) is door.Format.TABLE:
        door.show_rows([_line(one) for one in found], Line._fields, chosen)
    else:
        door.show_rows(found, Standard._fields, chosen)


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Shown to people.")],
    obligation: Owed = None,
    instrument: Instrument = None,
    active: Active = None,
    counting: AsCounting = None,
    every: Every = None,
    unit: AsUnit = None,
    times: Times = None,
    modes: Modes = None,
    reached: WhoReached = None,
    first_within_days: FirstWithin = None,
    due_soon_days: DueSoon = None,
    program: ForProgram = None,
    level_of_care: ForLevel = None,
    client: ForClient = None,
    effective_from: From = None,
    effective_until: Until = None,
) -> None:
    """Add a standard. What is not said: the client or group reached once a month, in any mode.

    Without --first-within-days, the first one has the time of a whole period.

    \b
    caseload standard add "Seen every two weeks" --every 2 --unit week --client C0031
    caseload standard add "Face to face" --every 90 --unit day --modes in_person
    """
    caseload = door.opened(ctx)
    facts = _facts(
        caseload, obligation, instrument, active, counting, every, unit, times, modes, reached,
        first_within_days, due_soon_days, program, level_of_care, client, effective_from,
        effective_until,
    )  # fmt: skip
    saved = standards.add(caseload, name, **facts)
    door.tell(f"Added {saved.standard_id}, {saved.name}: {_rule(saved)}")


@app.command()
def edit(
    ctx: typer.Context,
    standard: Annotated[str, typer.Argument(metavar="STANDARD", help="Id, name or beginning.")],
    name: Annotated[str | None, typer.Option("--name", help="Shown to people.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="From which day; today.")
    ] = None,
    obligation: Owed = None,
    instrument: Instrument = None,
    active: Active = None,
    counting: AsCounting = None,
    every: Every = None,
    unit: AsUnit = None,
    times: Times = None,
    modes: Modes = None,
    reached: WhoReached = None,
    first_within_days: FirstWithin = None,
    due_soon_days: DueSoon = None,
    program: ForProgram = None,
    level_of_care: ForLevel = None,
    client: ForClient = None,
    effective_from: From = None,
    effective_until: Until = None,
) -> None:
    """Change a standard from a day on. Past days are still judged by the rule of then.

    \b
    caseload standard edit "Face to face" --active
    caseload standard edit "Monthly contact" --first-within-days 7 --on "next mon"
    """
    caseload = door.opened(ctx)
    facts = _facts(
        caseload, obligation, instrument, active, counting, every, unit, times, modes, reached,
        first_within_days, due_soon_days, program, level_of_care, client, effective_from,
        effective_until,
    )  # fmt: skip
    facts = fields.something(ctx, facts | fields.named(name=name))
    found = standards.find(caseload, standard)
    saved = standards.edit(caseload, found.standard_id, door.day(caseload, on, ahead=True), **facts)
    state = "" if saved.active else " (not active)"
    anew = f" It replaces {found.standard_id}." if saved.standard_id != found.standard_id else ""
    door.tell(f"Saved {saved.standard_id}, {saved.name}: {_rule(saved)}{state}.{anew}")


def _facts(
    caseload: Caseload,
    obligation: Obligation | None,
    instrument: str | None,
    active: bool | None,
    counting: Counting | None,
    every: int | None,
    unit: Unit | None,
    times: int | None,
    modes: list[str] | None,
    reached: list[str] | None,
    first_within_days: str | None,
    due_soon_days: int | None,
    program: str | None,
    level_of_care: str | None,
    client: str | None,
    effective_from: str | None,
    effective_until: str | None,
) -> dict[str, Any]:
    return fields.given(
        obligation=obligation,
        instrument=instruments.recorded_name(instrument) if instrument else instrument,
        active=active,
        counting=counting,
        every=every,
        unit=unit,
        times=times,
        modes=_words(Mode, modes, "modes"),
        reached=_words(Reached, reached, "reached"),
        first_within_days=_days(first_within_days),
        due_soon_days=due_soon_days,
        program=program,
        level_of_care=level_of_care,
        client_id=clients.find(caseload, client).client_id if client else client,
        effective_from=door.optional_day(caseload, effective_from, ahead=True),
        effective_until=door.optional_day(caseload, effective_until, ahead=True),
    )


def _words(
    kind: type[Mode] | type[Reached], values: list[str] | None, name: str
) -> frozenset[Mode | Reached] | None:
    parts = fields.several(values)
    if parts is None:
        return None
    known = [word.value for word in kind]
    for part in parts:
        if part not in known:
            raise UsageError(f"--{name} {part!r} is none of: {', '.join(known)}.")
    return frozenset(kind(part) for part in parts)


def _days(text: str | None) -> int | str | None:
    if not text:
        return text
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise UsageError("--first-within-days is a whole number of days, 0 or more, or ''.")
    return int(text)
