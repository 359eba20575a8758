"""`caseload advocacy`: a right or a service that was refused, and what is done about it."""

import sys
from datetime import date
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import UsageError
from caseload.model.agenda import Advocacy
from caseload.records import advocacy, clients, staff
from caseload.records._caseload import Caseload
from caseload.rules import appealing
from caseload.settings import appeals
from caseload.show import day_style

app = typer.Typer(
    add_completion=False,
    help="Advocacy: what was refused, appeals, answers due.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="ADVOCACY", help="Its id, such as AV0003.")]
Kind = Annotated[
    str | None,
    typer.Option("--kind", help="A usual appeal, by which its days are counted: advocacy kinds."),
]
DecidedOn = Annotated[
    str | None, typer.Option("--decided-on", metavar="DATE", help="The day on the notice.")
]
FileBy = Annotated[
    str | None, typer.Option("--file-by", metavar="DATE", help="The last day to file.")
]
RespondBy = Annotated[
    str | None, typer.Option("--respond-by", metavar="DATE", help="By when an answer is due.")
]
Right = Annotated[str | None, typer.Option("--right", help="Which right, in words.")]
COLUMNS = (*Advocacy._fields[:2], "client", *Advocacy._fields[2:])
SHOWN = ["advocacy_id", "client", "issue", "against", "status", "file_by", "respond_by"]


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    still_open: Annotated[bool, typer.Option("--open", help="Only those not closed.")] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Advocacy records, those that wait for a day first.

    \b
    caseload advocacy list
    caseload advocacy list C0031 --open
    """
    caseload = door.opened(ctx)
    found = advocacy.listed(
        caseload,
        client_id=door.id_if_said(caseload, client),
        still_open=still_open,
    )
    rows = [(*one.advocacy[:2], one.client, *one.advocacy[2:]) for one in found]
    if door.format_of(form, as_json, as_csv, output) is door.Format.TABLE:
        # What was refused may be told at length; `advocacy show` has it whole.
        rows = [(*row[:3], show.shortened(row[3]), *row[4:]) for row in rows]
    door.show_rows(rows, COLUMNS, (form, as_json, as_csv, output, force), shown=SHOWN)


@app.command()
def kinds(
    ctx: typer.Context,  # noqa: ARG001 - the file is not opened
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """The usual appeals, with their days, where those stand in law, and when that was last read.

    A kind without a day under checked was not held against its source. The notice itself counts.

    \b
    caseload advocacy kinds
    """
    found = list(appeals.kinds().values())
    shown = ["name", "title", "days", "mail_days", "answer_days", "checked", "source"]
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(found, appealing.AppealKind._fields, chosen, shown=shown)


@app.command("show")
def show_(ctx: typer.Context, one: Id, as_json: door.AsJson = False) -> None:
    """One advocacy record with its story.

    \b
    caseload advocacy show AV0003
    """
    caseload = door.opened(ctx)
    found = advocacy.get(caseload, one)
    steps = advocacy.steps(caseload, found.advocacy_id)
    if as_json:
        told = {**found._asdict(), "steps": [each._asdict() for each in steps]}
        show.one_json(told, sys.stdout)
        return
    client, names = clients.get(caseload, found.client_id), staff.names(caseload)
    known = [
        ("advocacy", found.advocacy_id),
        ("client", f"{client.full_name} ({client.client_id})"),
        *((name.replace("_", " "), _cell(getattr(found, name))) for name in found._fields[2:16]
          if name != "staff"),
        ("taken up by", names.get(found.staff or "")),
        ("entered in error", found.entered_in_error_why),
    ]  # fmt: skip
    show.facts(known, sys.stdout)
    print()
    show.facts([(day_style.plain(each.noted_on), each.text) for each in steps], sys.stdout)


def _cell(value: Any) -> str:
    return day_style.spoken(value) if isinstance(value, date) else show.for_people(value)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="What was refused.")],
    against: Annotated[str | None, typer.Option("--against", help="Who refused it.")] = None,
    right: Right = None,
    kind: Kind = None,
    decided_on: DecidedOn = None,
    file_by: FileBy = None,
    filed: Annotated[str | None, typer.Option("--filed", help="What was filed already.")] = None,
    filed_on: Annotated[
        str | None, typer.Option("--filed-on", metavar="DATE", help="When it was filed.")
    ] = None,
    respond_by: RespondBy = None,
    on: door.When = None,
) -> None:
    """Take up a right or a service that was refused. The last day to file is worked out.

    The day that the notice names goes before any that is counted: say it with --file-by.

    \b
    caseload advocacy add C0031 "SNAP cut to $23" --kind snap_fair_hearing --decided-on 2026-11-02
    caseload advocacy add C0031 "No ramp at the clinic" --against "Hillside Clinic" --right "ADA"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    usual = appeals.kind(kind) if kind else None
    whom = against or (usual.against if usual else None)
    if not whom:
        raise UsageError("Say who refused it: --against NAME.")
    decided = door.said_day(caseload, decided_on)
    filed_day = door.said_day(caseload, filed_on) or (caseload.today if filed else None)
    last, answer = _days(caseload, usual, decided, file_by, filed_day, respond_by)
    made = advocacy.add(
        caseload,
        found.client_id,
        issue,
        whom,
        opened_on=door.said_day(caseload, on),
        right=right or (usual.right if usual else None),
        kind=usual.name if usual else None,
        decided_on=decided,
        file_by=last,
        filed=filed,
        filed_on=filed_day,
        respond_by=answer,
    )
    door.tell(f"Added: {made.advocacy_id}, {found.full_name} ({found.client_id}), against {whom}.")
    _tell_days(caseload, made)
    if usual is not None and usual.remark:
        door.say(usual.remark)


def _days(
    caseload: Caseload,
    usual: appealing.AppealKind | None,
    decided: date | None,
    file_by: str | None,
    filed_on: date | None,
    respond_by: str | None,
) -> tuple[date | None, date | None]:
    """The last day to file, and the day of the answer: as said, else worked out, with how."""
    last = door.said_day(caseload, file_by, ahead=True)
    answer = door.said_day(caseload, respond_by, ahead=True)
    if usual is not None and last is None and filed_on is None:
        worked = appealing.file_by(usual, decided) if decided else None
        if worked is not None:
            last = worked.day
            door.say(f"Last day to file: {worked.how}. {appealing.NOTICE}")
        elif usual.days is not None:
            door.say("Say --decided-on DAY, the day on the notice, to have its days counted.")
    if usual is not None and answer is None and filed_on is not None:
        due = appealing.answer_by(usual, filed_on)
        if due is not None:
            answer = due.day
            door.say(f"Answer due: {due.how}.")
    return last, answer


def _tell_days(caseload: Caseload, one: Advocacy) -> None:
    for day, words in ((one.file_by, "File"), (one.respond_by, "Answer due")):
        if day is not None:
            late = ". That day is past: file at once, and say why it is late"
            past = late if day < caseload.today and words == "File" else ""
            by = " by" if words == "File" else ""
            door.tell(f"{words}{by} {day_style.spoken(day, caseload.today)}{past}.")


@app.command()
def edit(
    ctx: typer.Context,
    one: Id,
    issue: Annotated[
        str | None, typer.Option("--issue", help="What was refused, in words.")
    ] = None,
    against: Annotated[str | None, typer.Option("--against", help="Who refused it.")] = None,
    right: Right = None,
    kind: Kind = None,
    decided_on: DecidedOn = None,
) -> None:
    """Correct what it is about; '' empties a field. What happens next is a step.

    \b
    caseload advocacy edit AV0003 --against "Texas HHSC"
    """
    caseload = door.opened(ctx)
    facts = fields.named(issue=issue, against=against) | fields.given(
        right=right,
        kind=appeals.kind(kind).name if kind else kind,
        decided_on=door.optional_day(caseload, decided_on),
    )
    saved = advocacy.edit(caseload, one, **fields.something(ctx, facts))
    door.tell(f"Saved: {saved.advocacy_id}.")


@app.command()
def appeal(
    ctx: typer.Context,
    one: Id,
    filed: Annotated[
        str | None, typer.Argument(metavar="[FILED]", help="What was filed; its usual name.")
    ] = None,
    on: door.When = None,
    respond_by: RespondBy = None,
) -> None:
    """Something was filed: an appeal, a request for a hearing, a grievance.

    \b
    caseload advocacy appeal AV0003 "request for a fair hearing" --respond-by 2027-02-20
    """
    caseload = door.opened(ctx)
    before = advocacy.get(caseload, one)
    usual = appeals.kind(before.kind) if before.kind else None
    what = filed or (usual.what if usual else None)
    if not what:
        raise UsageError('Say what was filed: caseload advocacy appeal ADVOCACY "…"')
    day = door.day(caseload, on)
    _, answer = _days(caseload, usual, None, None, day, respond_by)
    saved = advocacy.appeal(caseload, before.advocacy_id, what, day, respond_by=answer)
    door.tell(f"Filed {day_style.spoken(day)}: {saved.advocacy_id}, {door.closed(what)}")
    _tell_days(caseload, saved)


@app.command()
def step(
    ctx: typer.Context,
    one: Id,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened.")],
    on: door.When = None,
    answered: Annotated[
        bool, typer.Option("--answered", help="The answer is there; none is waited for.")
    ] = False,
    respond_by: RespondBy = None,
    file_by: FileBy = None,
    kind: Kind = None,
    decided_on: DecidedOn = None,
) -> None:
    """Something happened. An answer ends the waiting; what is to be filed next has its own day.

    \b
    caseload advocacy step AV0003 "Caseworker says the file is lost" --respond-by 2026-12-20
    caseload advocacy step AV0003 "Denied" --kind social_security_hearing --decided-on 2026-11-16
    """
    caseload = door.opened(ctx)
    usual = appeals.kind(kind) if kind else None
    decided = door.said_day(caseload, decided_on)
    last, answer = _days(caseload, usual, decided, file_by, None, respond_by)
    facts: dict[str, Any] = fields.given(
        file_by=last, respond_by=answer, kind=usual.name if usual else None, decided_on=decided
    )
    day = door.said_day(caseload, on)
    saved = advocacy.step(caseload, one, text, day, answered=answered, **facts)
    door.tell(f"Noted: {saved.advocacy_id}, {saved.status}.")
    _tell_days(caseload, saved)


@app.command()
def resolve(
    ctx: typer.Context,
    one: Id,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="How it came out.")],
    on: door.When = None,
) -> None:
    """Close it, and say how it came out.

    \b
    caseload advocacy resolve AV0003 "Benefits restored from October on"
    """
    caseload = door.opened(ctx)
    saved = advocacy.resolve(caseload, one, outcome, door.said_day(caseload, on))
    door.tell(f"Resolved: {saved.advocacy_id}.")


@app.command()
def withdraw(
    ctx: typer.Context,
    one: Id,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="Why it goes no further.")],
    on: door.When = None,
) -> None:
    """Close it because the client wants to go no further.

    \b
    caseload advocacy withdraw AV0003 "Moved to another state"
    """
    caseload = door.opened(ctx)
    saved = advocacy.withdraw(caseload, one, reason, door.said_day(caseload, on))
    door.tell(f"Withdrawn: {saved.advocacy_id}.")


@app.command()
def error(
    ctx: typer.Context,
    one: Id,
    reason: door.Reason = "",
) -> None:
    """Mark one as entered in error: it stays readable, and is never due.

    \b
    caseload advocacy error AV0003 --reason "wrong client"
    """
    saved = advocacy.entered_in_error(door.opened(ctx), one, reason)
    door.tell_in_error(saved.advocacy_id)
