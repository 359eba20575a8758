"""`caseload plan`: a client's recovery plan, from the first draft to its reviews."""

import sys
from datetime import date
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _versions as versions
from caseload.commands import plan_edit, plan_part
from caseload.errors import NotFoundError, UsageError
from caseload.model import Client, Obligation, SignerRole
from caseload.model.planning import Plan, ReviewOutcome, WorkStatus
from caseload.records import (
    care_team,
    clients,
    living_situations,
    plan_reviews,
    plans,
    progress,
    signatures,
    staff,
)
from caseload.records._caseload import Caseload
from caseload.rules import plan_rules
from caseload.show import day_style, style
from caseload.texts import plan_text

app = typer.Typer(
    add_completion=False,
    help="Recovery plans: drafted, signed, worked on, reviewed.",
    no_args_is_help=True,
)
InError = Annotated[
    str | None, typer.Option("--entered-in-error", metavar="ID", help="Mark this one instead.")
]
Reason = Annotated[str | None, typer.Option("--reason", help="Why it was in error.")]


@app.command("show")
def show_(
    ctx: typer.Context,
    client: door.Client,
    version: versions.Version = None,
    draft: versions.Draft = False,
    text: versions.AsText = False,
    on: door.On = None,
    as_json: door.AsJson = False,
) -> None:
    """The plan in force; the draft where there is no other.

    \b
    caseload plan show C0031
    caseload plan show C0031 --draft
    caseload plan show C0031 --text
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    in_force = plans.in_force(caseload, found.client_id, day)
    if version is not None:
        shown = plans.get(caseload, found.client_id, version, day)
    elif draft:
        shown = _draft(caseload, found, day)
    elif text or in_force is None:
        shown = plans.newest(caseload, found.client_id)
    else:
        shown = in_force
    living = living_situations.latest(caseload, found.client_id, day)
    if as_json:
        show.one_json({**show.nested(shown), "living_situation": show.nested(living)}, sys.stdout)
    elif text:
        print(plan_text.write(shown, plan_edit.title(found, shown), living), end="")
    else:
        from caseload.show.plan import plan_page

        required = plans.signers(caseload, found.client_id)
        name = found.full_name
        plan_page(shown, name, sys.stdout, in_force=in_force, required=required, living=living)


def _draft(caseload: Caseload, client: Client, day: date) -> Plan:
    found = plans.draft(caseload, client.client_id, day)
    if found is None:
        raise NotFoundError(
            f"{client.client_id} has no draft. Begin one: caseload plan edit {client.client_id}"
        )
    return found


@app.command()
def new(
    ctx: typer.Context,
    client: door.Client,
    vision: plan_edit.Vision = None,
    strengths: plan_edit.Strengths = None,
    barriers: plan_edit.Barriers = None,
    supports: plan_edit.Supports = None,
    discharge_criteria: plan_edit.Discharge = None,
) -> None:
    """Begin a recovery plan from nothing. To go on from the plan in force: plan edit.

    \b
    caseload plan new C0040 --vision "My own place, my own key."
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = plans.new(
        caseload,
        found.client_id,
        **fields.given(
            vision=vision, strengths=strengths, barriers=barriers, supports=supports,
            discharge_criteria=discharge_criteria,
        ),
    )  # fmt: skip
    door.tell(f"Begun: draft {saved.version} for {found.full_name} ({found.client_id}).")
    plan_part.tell_lacks(saved)


@app.command()
def sign(
    ctx: typer.Context,
    client: door.Client,
    role: versions.Role = SignerRole.CASE_MANAGER,
    signer: versions.Signer = None,
    method: versions.Method = None,
    refused: versions.Refused = None,
    on: versions.SignedOn = None,
) -> None:
    """Sign the draft; with the last signature that is asked for it is in force.

    You sign as case manager unless you say otherwise. A signed plan never changes.

    \b
    caseload --staff Whitfield plan sign C0031 --as client --method in_person
    caseload --staff Whitfield plan sign C0031
    caseload plan sign C0031 --as client --refused "Wants to think it over."
    """
    how = versions.method_of(method, refused)
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = signatures.sign(
        caseload, found.client_id, role, door.day(caseload, on), signer=signer, method=how,
        reason=refused,
    )  # fmt: skip
    waits = plan_rules.unsigned(plans.signers(caseload, found.client_id), saved.signatures)
    versions.tell_signed(saved.version, saved.signatures, waits)
    if waits:
        guardians = care_team.guardians(caseload, found.client_id)
        for one in guardians if SignerRole.CLIENT in waits else ():
            door.tell(f"{one.name} may sign or decline for them: --as guardian --signer NAME")
    elif saved.effective_on is not None:
        day = day_style.spoken(saved.effective_on, caseload.today)
        door.tell(f"In force since {day}. On paper: caseload render plan {found.client_id}")


@app.command("progress")
def progress_(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(metavar="CLIENT", help="A client's id, name, or the beginning of a name."),
    ] = None,
    part: Annotated[
        str | None, typer.Argument(metavar="PART", help="A goal or objective: 1, 1.2, O0003.")
    ] = None,
    rating: Annotated[
        int | None, typer.Option("--rating", min=0, max=100, help="Percent; objectives alone.")
    ] = None,
    status: Annotated[
        WorkStatus | None, typer.Option("--status", help="Where it stands.", show_default=False)
    ] = None,
    remark: Annotated[str | None, typer.Option("--remark", help="In words.")] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="ID", help="The talk that it comes from.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--noted-on", metavar="DATE", help="The day; today.")
    ] = None,
    entered_in_error: InError = None,
    reason: Reason = None,
) -> None:
    """Record how far a goal or an objective of the plan in force has come.

    \b
    caseload plan progress C0031 1.2 --rating 60 --remark "Two months in a row."
    caseload plan progress C0031 2 --status dropped --remark "No longer wanted."
    caseload plan progress --entered-in-error N0003 --reason "wrong client"
    """
    _refuse_mixed(entered_in_error, reason, client, part, rating, status, remark, contact, on)
    caseload = door.opened(ctx)
    if entered_in_error is not None:
        marked = progress.entered_in_error(caseload, entered_in_error, reason or "")
        door.tell(f"Marked as entered in error: {marked.progress_id}.")
        return
    if client is None or part is None:
        raise UsageError("Say whose, and which goal or objective: plan progress C0031 1.2")
    found = clients.find(caseload, client)
    saved = progress.note(
        caseload, found.client_id, part, door.day(caseload, on),
        rating=rating, status=status, remark=remark, contact=contact,
    )  # fmt: skip
    from caseload.show.plan import part_in_words

    plan = plans.in_force(caseload, found.client_id)
    stands = part_in_words(plan, saved.objective_id or saved.goal_id) if plan else ""
    door.tell(f"Noted {saved.progress_id}: {found.full_name} ({found.client_id}), {stands}")


@app.command()
def review(
    ctx: typer.Context,
    client: Annotated[
        str | None,
        typer.Argument(metavar="CLIENT", help="A client's id, name, or the beginning of a name."),
    ] = None,
    outcome: Annotated[
        ReviewOutcome | None,
        typer.Option("--outcome", help="What it came to.", show_default="continue"),
    ] = None,
    remark: Annotated[str | None, typer.Option("--remark", help="In words.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--reviewed-on", metavar="DATE", help="The day; today.")
    ] = None,
    entered_in_error: InError = None,
    reason: Reason = None,
) -> None:
    """Record that the plan was looked at together with the client.

    \b
    caseload plan review C0031 --outcome continue --remark "Rent first, then work."
    caseload plan review --entered-in-error R0003 --reason "wrong client"
    """
    _refuse_mixed(entered_in_error, reason, client, outcome, remark, on)
    caseload = door.opened(ctx)
    if entered_in_error is not None:
        marked = plan_reviews.entered_in_error(caseload, entered_in_error, reason or "")
        door.tell(f"Marked as entered in error: {marked.plan_review_id}.")
        return
    if client is None:
        raise UsageError("Say whose plan: plan review C0031")
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    outcome = outcome or ReviewOutcome.CONTINUE
    saved = plan_reviews.review(caseload, found.client_id, day, outcome, remark)
    when = day_style.spoken(saved.reviewed_on, caseload.today)
    door.tell(
        f"Reviewed {saved.plan_review_id}: {found.full_name} ({found.client_id}), "
        f"{saved.outcome}, {when}."
    )
    if saved.outcome is ReviewOutcome.REVISE:
        door.tell(f"Next: caseload plan edit {found.client_id}")
    door.tell_next(caseload, found.client_id, Obligation.PLAN_REVIEW)


def _refuse_mixed(entered_in_error: str | None, reason: str | None, *others: object) -> None:
    """A mark of error stands alone with its reason: an option passed over would mislead."""
    if entered_in_error is not None and any(one is not None for one in others):
        raise UsageError("--entered-in-error takes the id of a record and --reason, nothing else.")
    if entered_in_error is None and reason is not None:
        raise UsageError("--reason says why something was --entered-in-error.")


@app.command()
def diff(
    ctx: typer.Context,
    client: door.Client,
    old: versions.Old = None,
    new: versions.New = None,
    as_json: door.AsJson = False,
) -> None:
    """What differs between two versions, side by side in words.

    \b
    caseload plan diff C0031
    caseload plan diff C0031 1 2
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    before, after = versions.two_of(
        found.client_id, old, new,
        lambda: plans.newest(caseload, found.client_id),
        lambda version: plans.get(caseload, found.client_id, version),
    )  # fmt: skip
    differing = plan_rules.differences(before, after)
    versions.show_differing(differing, before.version, after.version, as_json=as_json)


@app.command("history")
def history_(ctx: typer.Context, client: door.Client, as_json: door.AsJson = False) -> None:
    """Versions, signatures, progress and reviews, the newest first.

    \b
    caseload plan history C0031
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    from caseload.show.plan import history, history_page

    with style.as_it_comes(as_json):
        rows = list(
            history(
                plans.versions(caseload, found.client_id),
                progress.listed(caseload, found.client_id),
                plan_reviews.listed(caseload, found.client_id),
                staff.names(caseload),
            )
        )
    if as_json:
        names = ("day", "what", "said")
        show.one_json([dict(zip(names, row, strict=True)) for row in rows], sys.stdout)
    else:
        history_page(rows, f"{found.full_name} ({found.client_id})", sys.stdout)


for verb in (plan_edit.edit, plan_part.goal, plan_part.objective, plan_part.intervention):
    app.command()(verb)
