"""`caseload crisis`: emergencies, inpatient stays, their follow-ups, and the card for the phone."""

import sys
from typing import Annotated, Any

import typer

from caseload import dates, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model import Obligation
from caseload.model.crises import Crisis, CrisisKind, Disposition
from caseload.records import clients, crises, episodes, staff
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.show import day_style

app = typer.Typer(
    add_completion=False,
    help="Crises and hospital stays, and the card for the phone.",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(metavar="CRISIS", help="A crisis's id, such as X0003.")]
Occurred = Annotated[
    str | None,
    typer.Option("--occurred-at", "--on", metavar="WHEN", help="A day, or a day and time."),
]
Kind = Annotated[CrisisKind | None, typer.Option("--kind", help="What sort.", show_default=False)]
What = Annotated[str | None, typer.Option("--what-happened", help="In words.")]
Done = Annotated[
    Disposition | None,
    typer.Option("--disposition", help="What was done.", show_default=False),
]
Facility = Annotated[str | None, typer.Option("--facility", help="The hospital or center.")]
Admitted = Annotated[
    str | None, typer.Option("--admitted-on", metavar="DATE", help="An inpatient since.")
]
Discharged = Annotated[
    str | None, typer.Option("--discharged-on", metavar="DATE", help="The first day back.")
]
FollowUp = Annotated[str | None, typer.Option("--follow-up", help="What is to be done next.")]
SHOWN = ("crisis_id", "client_id", "occurred_at", "kind", "disposition", "facility",
         "admitted_on", "discharged_on")  # fmt: skip


@app.command()
def card(ctx: typer.Context, client: door.Client, as_json: door.AsJson = False) -> None:
    """What helps with somebody on the phone: 988, their safety plan, who to call.

    It asks nothing and needs no right to write. In the full-screen program: the ! key.

    \b
    caseload crisis card C0031
    """
    from caseload.records import crisis_card

    caseload = door.opened(ctx)
    found = crisis_card.card(caseload, clients.find(caseload, client).client_id)
    agency = config.read().agency
    if as_json:
        said = show.nested(found) | {"crisis_line": agency.crisis_line, "line": "988"}
        show.one_json(said, sys.stdout)
        return
    from caseload.show.crisis_card import write

    write(found, agency, caseload.today, sys.stdout)


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Crises and inpatient stays, the newest first, of one client or of all.

    \b
    caseload crisis list
    caseload crisis list C0006
    """
    caseload = door.opened(ctx)
    whose = door.id_if_said(caseload, client)
    found = crises.listed(caseload, whose)
    door.show_rows(found, Crisis._fields, (form, as_json, as_csv, output, force), shown=SHOWN)


@app.command("show")
def show_(ctx: typer.Context, crisis: Id, as_json: door.AsJson = False) -> None:
    """One crisis: what happened, the holds it opened, the visits still owed.

    \b
    caseload crisis show X0007
    """
    caseload = door.opened(ctx)
    one = crises.get(caseload, crisis)
    held = crises.holds_of(caseload, one.crisis_id)
    owed = [each for each in crises.follow_ups(caseload, one.client_id) if each[0] == one[0]]
    if as_json:
        told = one._asdict() | {
            "holds": [each._asdict() for each in held],
            "follow_ups": [each._asdict() | {"due_on": each.due_on} for each in owed],
        }
        show.one_json(told, sys.stdout)
        return
    from caseload.show.crisis import crisis_facts

    client = clients.get(caseload, one.client_id)
    name = f"{client.full_name} ({client.client_id})"
    told_facts = crisis_facts(one, name, staff.names(caseload), held, owed, caseload.today)
    show.facts(told_facts, sys.stdout)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    occurred_at: Occurred = None,
    kind: Kind = None,
    what_happened: What = None,
    disposition: Done = None,
    facility: Facility = None,
    admitted_on: Admitted = None,
    discharged_on: Discharged = None,
    follow_up: FollowUp = None,
) -> None:
    """Record an emergency or an inpatient stay.

    With --admitted-on it is a stay: each open episode is on hold for it, and a visit is owed within
    7 and within 30 days of the discharge.

    \b
    caseload crisis add C0031 --kind suicidal_thoughts --disposition mobile_crisis
    caseload crisis add C0031 --on "yesterday 22:15" --kind overdose --admitted-on yesterday
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    if kind is None:
        raise UsageError(f"Say what sort: --kind {' | '.join(CrisisKind)}")
    facts = fields.given(
        what_happened=what_happened, disposition=disposition, facility=facility,
        admitted_on=door.optional_day(caseload, admitted_on),
        discharged_on=door.optional_day(caseload, discharged_on), follow_up=follow_up,
    )  # fmt: skip
    when = _moment(caseload, occurred_at or (facts.get("admitted_on") or caseload.today))
    saved = crises.add(caseload, found.client_id, when, kind, **facts)
    _said_back(caseload, "Recorded", saved)


def _moment(caseload: Caseload, text: Any) -> str:
    """When it was, said back when it was put in words."""
    typed = str(text).strip()
    found = dates.parse_occurred(typed, caseload.today, order=config.read().date_format)
    if typed not in (found, found.replace("T", " ")):
        door.say(f"{typed} is {day_style.spoken_moment(found, caseload.today)}.")
    return found


def _said_back(caseload: Caseload, done: str, saved: Crisis) -> None:
    from caseload.rules.crisis_words import crisis_in_words, follow_up_in_words

    client = clients.get(caseload, saved.client_id)
    when = day_style.spoken_moment(saved.occurred_at, caseload.today)
    words = day_style.in_sentence(crisis_in_words(saved))
    door.tell(
        f"{done}: {saved.crisis_id}, {client.full_name} ({client.client_id}), {when}, {words}."
    )
    for one in crises.holds_of(caseload, saved.crisis_id):
        until = f"to {day_style.plain(one.until_on)}" if one.until_on else "until they are back"
        program = episodes.get(caseload, one.episode_id).program
        door.tell(f"On hold in {program} from {day_style.plain(one.from_on)} {until}.")
    for each in crises.follow_ups(caseload, saved.client_id):
        if each.crisis_id == saved.crisis_id:
            owed = day_style.in_sentence(follow_up_in_words(each, caseload.today))
            door.tell(f"Owed: {owed}.")
    if saved.admitted_on is not None and saved.discharged_on is None:
        door.tell(f"When they are back: caseload crisis discharge {saved.crisis_id}")


@app.command()
def edit(
    ctx: typer.Context,
    crisis: Id,
    occurred_at: Occurred = None,
    kind: Kind = None,
    what_happened: What = None,
    disposition: Annotated[str | None, typer.Option("--disposition", help="What was done.")] = None,
    facility: Facility = None,
    admitted_on: Admitted = None,
    discharged_on: Discharged = None,
    follow_up: FollowUp = None,
) -> None:
    """Change what is said of a crisis; '' empties a field. The holds of a stay follow its days.

    \b
    caseload crisis edit X0004 --follow-up "Ask about sleep at the next visit."
    """
    caseload = door.opened(ctx)
    if disposition:
        fields.one_of("disposition", disposition, Disposition)
        disposition = Disposition(disposition)
    facts = fields.given(
        kind=kind, what_happened=what_happened, disposition=disposition, facility=facility,
        admitted_on=door.optional_day(caseload, admitted_on),
        discharged_on=door.optional_day(caseload, discharged_on), follow_up=follow_up,
        occurred_at=_moment(caseload, occurred_at) if occurred_at is not None else None,
    )  # fmt: skip
    saved = crises.edit(caseload, crisis, **fields.something(ctx, facts))
    _said_back(caseload, "Saved", saved)


@app.command()
def discharge(
    ctx: typer.Context,
    crisis: Id,
    on: Annotated[
        str | None,
        typer.Option("--on", "--discharged-on", metavar="DATE", help="The first day back; today."),
    ] = None,
) -> None:
    """End an inpatient stay. Its holds end, and a visit is owed within 7 and 30 days.

    \b
    caseload crisis discharge X0005 --on yesterday
    """
    caseload = door.opened(ctx)
    saved = crises.discharge(caseload, crisis, door.day(caseload, on))
    _said_back(caseload, "Discharged", saved)
    door.tell_next(caseload, saved.client_id, Obligation.CONTACT)


@app.command()
def close(
    ctx: typer.Context,
    crisis: Id,
    days: Annotated[int, typer.Option("--days", help="Which follow-up: 7 or 30.")],
    reason: door.Reason = "",
    on: door.On = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Take a closing back.")] = False,
) -> None:
    """Close a follow-up after a discharge without a visit, and say why.

    A visit closes it by itself: log it in person or by video.

    \b
    caseload crisis close X0007 --days 7 --reason "With family in Lubbock this month."
    """
    caseload = door.opened(ctx)
    if days not in (7, 30):
        raise UsageError("There are two follow-ups: --days 7 and --days 30.")
    if reopen:
        taken = crises.reopen(caseload, crisis, days)
        door.tell(f"Open again: the {days}-day follow-up of {taken.crisis_id}.")
        return
    closed = crises.close(caseload, crisis, days, door.day(caseload, on), reason)
    door.tell(f"Closed without a visit: the {days}-day follow-up of {closed.crisis_id}.")


@app.command()
def error(ctx: typer.Context, crisis: Id, reason: door.Reason = "") -> None:
    """Mark a crisis as entered in error. It stays readable, and never counts again.

    \b
    caseload crisis error X0006 --reason "wrong client"
    """
    caseload = door.opened(ctx)
    marked = crises.entered_in_error(caseload, crisis, reason)
    door.tell(f"Marked as entered in error: {marked.crisis_id}. The holds it opened are gone.")
