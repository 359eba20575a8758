"""`caseload appointment`: made, moved, reminded of, kept, missed, cancelled."""

from datetime import date, datetime
from typing import Annotated

import typer

from caseload import dates
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands._wanted import Manager, Mine, whose
from caseload.errors import UsageError
from caseload.model.agenda import Appointment, CancelledBy, FollowThrough
from caseload.records import appointments, care_team, clients
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.show import day_style
from caseload.show.agenda import appointment_in_words
from caseload.show.circle import whom_in_words

app = typer.Typer(
    add_completion=False,
    help="Appointments: made, moved, kept, missed, cancelled.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="APPOINTMENT", help="Its id, such as AP0012.")]
When = Annotated[
    str, typer.Argument(metavar="WHEN", help='"tomorrow 14:30", "fri 9am", 2026-12-03T14:30.')
]
Minutes = Annotated[int | None, typer.Option("--minutes", min=1, max=1440, help="How long.")]
Ends = Annotated[
    str | None, typer.Option("--ends-at", metavar="TIME", help="Until when, instead: 15:15.")
]
With = Annotated[str | None, typer.Option("--with-whom", help="Dr. Ames, SSA, …")]
Location = Annotated[str | None, typer.Option("--location", help="Where.")]
For = Annotated[str | None, typer.Option("--purpose", help="What for.")]
Ride = Annotated[str | None, typer.Option("--transport", help="How they get there; who drives.")]
RemindOn = Annotated[
    str | None,
    typer.Option("--remind-on", metavar="DATE", help="The day before, when not said; '' for none."),
]
Known = Annotated[
    str | None,
    typer.Option("--on", "--outcome-on", metavar="DATE", help="When it became known; today."),
]
Why = Annotated[str | None, typer.Option("--reason", help="Why.")]
By = Annotated[CancelledBy, typer.Option("--by", help="Who cancelled.")]
Since = Annotated[
    str | None, typer.Option("--from", "--since", metavar="DATE", help="From this day on.")
]

COLUMNS = (*Appointment._fields[:2], "client", *Appointment._fields[2:], "with_whom_phone")
SHOWN = ["appointment_id", "starts_at", "client", "with_whom", "with_whom_phone", "location",
         "transport", "outcome"]  # fmt: skip


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Of this day.")] = None,
    since: Since = None,
    until: door.Until = None,
    week: door.Week = None,
    mine: Mine = False,
    case_manager: Manager = None,
    without_outcome: Annotated[
        bool, typer.Option("--open", help="Over, and nobody has said what became of them.")
    ] = False,
    to_remind: Annotated[
        bool, typer.Option("--to-remind", help="Whose reminder is due and not made.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Appointments by their time, from today on unless days are said.

    \b
    caseload appointment list
    caseload appointment list --mine --on tomorrow
    caseload appointment list --week today
    caseload appointment list C0031 --from 2026-09-01
    caseload appointment list --open
    caseload appointment list --to-remind
    """
    caseload = door.opened(ctx)
    if on is not None and (since or until or week):
        raise UsageError("Say --on for one day, --from and --until, or --week: one of them.")
    first, last = door.span(caseload, since, until, week, ahead=True)
    first, last = first or None, last or None
    if on:
        first = last = door.day(caseload, on, ahead=True)
    if first is None and last is None and not without_outcome:
        first = caseload.today
    found = appointments.listed(
        caseload,
        client_id=door.id_if_said(caseload, client),
        since=first,
        until=last,
        case_managers=whose(caseload, case_manager, mine=mine),
        without_outcome=without_outcome or to_remind,
    )
    if without_outcome:
        found = [one for one in found if one.appointment.day < caseload.today]
    if to_remind:
        found = [one for one in found if _to_remind(one.appointment, caseload.today)]
    rows = [(*one.appointment[:2], one.client, *one.appointment[2:], one.phone) for one in found]
    door.show_rows(rows, COLUMNS, (form, as_json, as_csv, output, force), shown=SHOWN)


def _to_remind(one: Appointment, today: date) -> bool:
    return (
        one.remind_on is not None
        and one.remind_on <= today
        and one.reminded_on is None
        and one.day >= today
    )


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    when: When,
    minutes: Minutes = None,
    ends_at: Ends = None,
    with_whom: With = None,
    location: Location = None,
    purpose: For = None,
    transport: Ride = None,
    remind_on: RemindOn = None,
) -> None:
    """Write down an appointment. What was understood is said back.

    \b
    caseload appointment add C0031 "tomorrow 14:30" --with-whom "Dr. Ames" --transport "van"
    caseload appointment add "Ngozi Okafor" "3 dec 9am" --ends-at 9:45 --location "DePaul Center"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    starts_at = moment(caseload, when)
    made = appointments.add(
        caseload,
        found.client_id,
        starts_at,
        remind=remind_on != "",
        minutes=_length(starts_at, minutes, ends_at),
        **fields.given(
            with_whom=_whom(caseload, found.client_id, with_whom),
            location=location,
            purpose=purpose,
            transport=transport,
            remind_on=door.optional_day(caseload, remind_on, ahead=True),
        ),
    )
    said = _said(caseload, made)
    door.tell(f"Added: {made.appointment_id}, {found.full_name} ({found.client_id}), {said}.")
    _tell_reminder(caseload, made)
    _warn(caseload, made)


def moment(caseload: Caseload, when: str) -> str:
    """The time that was meant, the next such day where none is named."""
    return dates.parse_moment(when, caseload.today, order=config.read().date_format)


def _length(starts_at: str, minutes: int | None, ends_at: str | None) -> int | None:
    if not ends_at:
        return minutes
    if minutes is not None:
        raise UsageError("Say --minutes or --ends-at, not both.")
    ends = datetime.fromisoformat(f"{starts_at[:10]}T{dates.parse_time(ends_at)}")
    length = int((ends - datetime.fromisoformat(starts_at)).total_seconds() // 60)
    if length <= 0:
        raise UsageError(f"It would end at {ends:%H:%M}, before it begins at {starts_at[11:]}.")
    return length


def _whom(caseload: Caseload, client_id: str, text: str | None) -> str | None:
    """Who was meant: somebody on the care team by their whole name, and said so; else the words."""
    if not text:
        return text
    team = care_team.listed(caseload, client_id)
    told = whom_in_words(text, care_team.meant(caseload, client_id, text), team)
    if told is not None:
        door.say(told)
    return care_team.written_out(caseload, client_id, text)


def _said(caseload: Caseload, one: Appointment) -> str:
    """An appointment in words, with the phone of the one whom they see."""
    phone = care_team.phone_of(caseload, one.client_id, one.with_whom)
    return appointment_in_words(one, phone=phone)


def _tell_reminder(caseload: Caseload, made: Appointment) -> None:
    if made.remind_on is not None:
        door.tell(f"Remind them {day_style.spoken(made.remind_on, caseload.today)}.")
    elif made.day < caseload.today:
        door.tell(f"It is over. Was it kept? caseload appointment kept {made.appointment_id}")


def _warn(caseload: Caseload, made: Appointment) -> None:
    for other in appointments.overlapping(caseload, made):
        said = _said(caseload, other)
        door.say(f"At the same time as {other.appointment_id}: {said}. Both are kept.")


@app.command()
def edit(
    ctx: typer.Context,
    appointment: Id,
    starts_at: Annotated[
        str | None, typer.Option("--starts-at", metavar="WHEN", help="The time as it was agreed.")
    ] = None,
    minutes: Annotated[str | None, typer.Option("--minutes", metavar="N", help="How long.")] = None,
    ends_at: Ends = None,
    with_whom: With = None,
    location: Location = None,
    purpose: For = None,
    transport: Ride = None,
    remind_on: RemindOn = None,
) -> None:
    """Correct what was written down; '' empties a field. Another time is agreed with move.

    \b
    caseload appointment edit AP0012 --transport "sister drives" --minutes 60
    """
    caseload = door.opened(ctx)
    before = appointments.get(caseload, appointment)
    begins = moment(caseload, starts_at) if starts_at else before.starts_at
    facts = fields.given(
        starts_at=begins if starts_at else None,
        with_whom=_whom(caseload, before.client_id, with_whom),
        location=location,
        purpose=purpose,
        transport=transport,
        remind_on=door.optional_day(caseload, remind_on, ahead=True),
    ) | fields.whole_numbers(minutes=minutes)
    if ends_at:
        facts["minutes"] = _length(begins, facts.get("minutes"), ends_at)
    saved = appointments.edit(caseload, before.appointment_id, **fields.something(ctx, facts))
    door.tell(f"Saved: {saved.appointment_id}, {_said(caseload, saved)}.")
    _warn(caseload, saved)


@app.command()
def kept(ctx: typer.Context, appointment: Id, on: Known = None, remark: Why = None) -> None:
    """The client came.

    \b
    caseload appointment kept AP0012
    """
    caseload = door.opened(ctx)
    saved = appointments.kept(caseload, appointment, door.said_day(caseload, on), remark)
    door.tell(f"Kept: {saved.appointment_id}, {_said(caseload, saved)}.")


@app.command()
def missed(ctx: typer.Context, appointment: Id, on: Known = None, reason: Why = None) -> None:
    """The client did not come.

    \b
    caseload appointment missed AP0012 --reason "no ride"
    """
    caseload = door.opened(ctx)
    saved = appointments.missed(caseload, appointment, door.said_day(caseload, on), reason)
    door.tell(f"Missed: {saved.appointment_id}, {_said(caseload, saved)}.")


@app.command()
def cancelled(
    ctx: typer.Context,
    appointment: Id,
    by: By = CancelledBy.CLIENT,
    on: Known = None,
    reason: Why = None,
) -> None:
    """It does not take place. For another time, use move.

    \b
    caseload appointment cancelled AP0012 --by other --reason "Dr. Ames is ill"
    """
    caseload = door.opened(ctx)
    saved = appointments.cancelled(
        caseload, appointment, door.said_day(caseload, on), reason, by=by
    )
    door.tell(f"Cancelled: {saved.appointment_id}, {_said(caseload, saved)}.")


@app.command()
def move(
    ctx: typer.Context,
    appointment: Id,
    when: When,
    by: Annotated[CancelledBy, typer.Option("--by", help="Who asked for it.")] = CancelledBy.CLIENT,
    on: Known = None,
    reason: Why = None,
) -> None:
    """Agree on another time: the old one stays as moved, and a new one takes its place.

    \b
    caseload appointment move AP0012 "next tue 10:00" --reason "work shift"
    """
    caseload = door.opened(ctx)
    made = appointments.move(
        caseload,
        appointment,
        moment(caseload, when),
        on=door.said_day(caseload, on),
        by=by,
        why=reason,
    )
    door.tell(f"Moved: {made.appointment_id} takes its place, {_said(caseload, made)}.")
    _tell_reminder(caseload, made)
    _warn(caseload, made)


@app.command()
def reminded(
    ctx: typer.Context,
    appointment: Id,
    on: door.When = None,
) -> None:
    """The client was reminded.

    \b
    caseload appointment reminded AP0012
    """
    caseload = door.opened(ctx)
    saved = appointments.reminded(caseload, appointment, door.said_day(caseload, on))
    assert saved.reminded_on is not None
    day = day_style.spoken(saved.reminded_on)
    door.tell(f"Reminded {day}: {saved.appointment_id}, {_said(caseload, saved)}.")


@app.command()
def error(
    ctx: typer.Context,
    appointment: Id,
    reason: door.Reason = "",
) -> None:
    """Mark one as entered in error: it stays readable, and never counts.

    \b
    caseload appointment error AP0012 --reason "wrong client"
    """
    saved = appointments.entered_in_error(door.opened(ctx), appointment, reason)
    door.tell_in_error(saved.appointment_id)


@app.command("follow-through")
def follow_through(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    since: Since = None,
    until: door.Until = None,
    mine: Mine = False,
    case_manager: Manager = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """How many appointments were kept, per client and all together.

    Scheduled are those kept, those missed, and those that the client cancelled. What the other side
    cancelled and what was moved is not counted.

    \b
    caseload appointment follow-through --since 2026-06-01
    caseload appointment follow-through C0031
    """
    caseload = door.opened(ctx)
    found = appointments.follow_through(
        caseload,
        until=door.day(caseload, until),
        since=door.optional_day(caseload, since) or None,
        client_id=door.id_if_said(caseload, client),
        case_managers=whose(caseload, case_manager, mine=mine),
    )
    door.show_rows(found, FollowThrough._fields, (form, as_json, as_csv, output, force))
