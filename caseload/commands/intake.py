"""`caseload intake`: from the call or referral to the admission."""

from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands._intake_begin import begin
from caseload.commands._intake_told import (
    Day,
    History,
    Needs,
    PresentingNeeds,
    ReferralSource,
    tell,
    tell_next,
)
from caseload.model import Client, Episode, Funding, Obligation
from caseload.records import applicants, clients, intake, intake_list, staff, team
from caseload.records._caseload import Caseload
from caseload.rules.eligibility import Judged
from caseload.show import style
from caseload.show.matching import MET

app = typer.Typer(add_completion=False, invoke_without_command=True)
app.callback()(begin)
SHOWN = (
    *("client_id", "client", "status", "next_step", "due_on", "days_overdue", "case_manager"),
    *("taken_by", "program", "phone"),
)
MARKS = {Judged.YES: "+", Judged.NO: "-", Judged.UNKNOWN: "?"}
"""How a rule is met, beside its reason."""


@app.command("list")
def list_(
    ctx: typer.Context,
    on: door.On = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Those who were not eligible as well, last.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who is between referral and admission, and what comes next.

    \b
    caseload intake list
    caseload intake list --all --json
    """
    caseload = door.opened(ctx)
    found = intake_list.listed(caseload, door.day(caseload, on), ended=everyone)
    columns = intake_list.IntakeLine._fields
    door.show_rows(found, columns, (form, as_json, as_csv, output, force), shown=SHOWN)


@app.command()
def screen(
    ctx: typer.Context, client: door.Client, on: Day = None, program: door.Program = None
) -> None:
    """Record a screening; says whether the program takes them, and why.

    \b
    caseload intake screen C0043
    """
    caseload, found, episode = _meant(ctx, client, program)
    saved = intake.screen(caseload, episode.episode_id, door.day(caseload, on))
    day = saved.screened_on
    [answer] = applicants.answers(caseload, found.client_id, day or caseload.today, saved.program)
    tell(caseload, "Screened", found, saved, saved.screened_on)
    door.tell(f"Eligible for {answer.program}: {answer.eligible}.")
    for reason in answer.reasons:
        sign = f"{MET[reason.met]}:" if style.now().plain else MARKS[reason.met]
        door.tell(f"  {sign} {reason.words}")
    if answer.eligible is Judged.NO:
        door.tell(f'  caseload intake decline {found.client_id} --reason "…" --sent-to "…"')
    tell_next(caseload, found, saved)


@app.command()
def wait(
    ctx: typer.Context,
    client: door.Client,
    on: Day = None,
    reviewed: Annotated[
        bool, typer.Option("--reviewed", help="Somebody looked at their place on it.")
    ] = False,
    program: door.Program = None,
) -> None:
    """Put somebody on the waiting list, or record a look at it.

    \b
    caseload intake wait C0042 --reviewed
    """
    caseload, found, episode = _meant(ctx, client, program)
    day = door.day(caseload, on)
    if reviewed:
        saved = intake.review_waiting(caseload, episode.episode_id, day)
        tell(caseload, "Looked at", found, saved, day, ", waiting list")
    else:
        saved = intake.wait(caseload, episode.episode_id, day)
        tell(caseload, "On the waiting list", found, saved, day)
    tell_next(caseload, found, saved)


@app.command()
def assign(
    ctx: typer.Context,
    client: door.Client,
    who: Annotated[str, typer.Argument(metavar="STAFF", help="Id, name or its beginning.")],
    on: Day = None,
    program: door.Program = None,
) -> None:
    """Give somebody a case manager, theirs from that day on.

    \b
    caseload intake assign C0041 Whitfield
    """
    caseload, found, episode = _meant(ctx, client, program)
    manager = staff.find(caseload, who)
    day = door.day(caseload, on)
    saved = intake.assign(caseload, episode.episode_id, manager.staff_id, day)
    tell(caseload, "Assigned", found, saved, day, f", to {manager.name}")
    load = team.load(caseload, manager.staff_id, day)
    if manager.capacity is not None and load > manager.capacity:
        door.say(f"{manager.name} is over the limit now: {load} of {manager.capacity}.")
    tell_next(caseload, found, saved)


@app.command()
def admit(
    ctx: typer.Context,
    client: door.Client,
    on: Day = None,
    level_of_care: Annotated[
        str | None, typer.Option("--level-of-care", metavar="LEVEL", help="How close the care is.")
    ] = None,
    program: door.Program = None,
) -> None:
    """Admit somebody who is screened and has a case manager.

    \b
    caseload intake admit C0041 --level-of-care 2
    """
    caseload, found, episode = _meant(ctx, client, program)
    saved = intake.admit(caseload, episode.episode_id, door.day(caseload, on), level_of_care)
    who = staff.names(caseload).get(saved.case_manager or "", "no case manager")
    tell(caseload, "Admitted", found, saved, saved.admitted_on, f", {who}")
    door.tell_next(caseload, found.client_id, Obligation.CONTACT)


@app.command()
def decline(
    ctx: typer.Context,
    client: door.Client,
    reason: door.Reason = "",
    sent_to: Annotated[
        str | None, typer.Option("--sent-to", help="Where they were sent instead.")
    ] = None,
    on: Day = None,
    program: door.Program = None,
) -> None:
    """Record that they are not eligible, and where they were sent instead.

    \b
    caseload intake decline C0043 --reason "lives in Bell County" --sent-to "Central Counties"
    """
    caseload, found, episode = _meant(ctx, client, program)
    day = door.day(caseload, on)
    saved = intake.decline(caseload, episode.episode_id, day, reason, sent_to)
    where = f", sent to {saved.sent_to}" if saved.sent_to else ""
    tell(caseload, "Not eligible", found, saved, day, where)


@app.command()
def edit(
    ctx: typer.Context,
    client: door.Client,
    referral_source: ReferralSource = None,
    referred_on: Annotated[
        str | None, typer.Option("--referred-on", metavar="DATE", help="When they were referred.")
    ] = None,
    presenting_needs: PresentingNeeds = None,
    needs_coordination: Needs = None,
    history: History = None,
    funding: Annotated[
        str | None, typer.Option("--funding", metavar="|".join(Funding), help="Who pays.")
    ] = None,
    household_size: Annotated[
        str | None, typer.Option("--household-size", metavar="N", help="Who live on the income.")
    ] = None,
    annual_income: Annotated[
        str | None, typer.Option("--annual-income", metavar="DOLLARS", help="US dollars a year.")
    ] = None,
    program: door.Program = None,
) -> None:
    """Change what was told at an intake; '' empties a field.

    \b
    caseload intake edit C0043 --needs-coordination --funding medicaid
    """
    caseload, found, episode = _meant(ctx, client, program)
    facts = fields.given(
        referral_source=referral_source,
        presenting_needs=presenting_needs,
        needs_coordination=needs_coordination,
        history=history,
    ) | fields.whole_numbers(household_size=household_size, annual_income=annual_income)
    facts |= fields.days(caseload, referred_on=referred_on) | fields.word(Funding, funding=funding)
    saved = intake.edit(caseload, episode.episode_id, **fields.something(ctx, facts))
    door.tell(f"Saved: {found.full_name} ({found.client_id}), {saved.program}")


def _meant(
    ctx: typer.Context, client: str, program: str | None
) -> tuple[Caseload, Client, Episode]:
    """The client and the episode that a step is about."""
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    return caseload, found, intake.the_one(caseload, found.client_id, program)
