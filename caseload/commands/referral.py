"""`caseload referral`: what became of those who were sent somewhere."""

import sys
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _sending as sending
from caseload.errors import UsageError
from caseload.model.linking import ReferralStatus, SentBy
from caseload.records import clients, disclosures, referral_lines, referrals, resources, staff
from caseload.records._caseload import Caseload
from caseload.records.referral_lines import ReferralLine
from caseload.rules import referral_rules
from caseload.settings.referral_pace import pace
from caseload.show import day_style

app = typer.Typer(
    add_completion=False,
    help="Referrals: what became of those sent to a service.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="REFERRAL", help="A referral's id, such as R0003.")]
Remark = Annotated[
    str | None, typer.Option("--remark", metavar="TEXT", help="What was heard; for us alone.")
]


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.MaybeClient = None,
    is_open: Annotated[
        bool, typer.Option("--open/--all", help="Only open ones, or those that ended as well.")
    ] = True,
    status: Annotated[
        ReferralStatus | None, typer.Option("--status", help="Only those that stand so.")
    ] = None,
    resource: Annotated[
        str | None, typer.Option("--resource", metavar="NAME", help="Only those to this service.")
    ] = None,
    case_manager: Annotated[
        str | None, typer.Option("--case-manager", metavar="STAFF", help="Only those they follow.")
    ] = None,
    on: door.On = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Referrals, those first of which somebody must ask soonest.

    days_to_link counts from the need, else from the first step, to the linkage.

    \b
    caseload referral list
    caseload referral list C0031 --all
    caseload referral list --status linked --json
    caseload referral list --case-manager Whitfield --on 2026-10-31
    """
    caseload = door.opened(ctx)
    found = referral_lines.listed(
        caseload,
        door.day(caseload, on),
        client_id=clients.find(caseload, client).client_id if client else None,
        resource_id=resources.find(caseload, resource).resource_id if resource else None,
        case_manager=staff.find(caseload, case_manager).staff_id if case_manager else None,
        status=status,
        everything=not is_open,
    )
    shown = (
        *("referral_id", "client", "resource", "status", "follow_up_on", "need", "since"),
        "days_to_link",
    )
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(found, ReferralLine._fields, chosen, shown=shown)


@app.command("show")
def show_(
    ctx: typer.Context, referral: Id, on: door.On = None, as_json: door.AsJson = False
) -> None:
    """One referral: where it stands, each step with the days between, and what was told.

    \b
    caseload referral show R0023
    """
    caseload = door.opened(ctx)
    day = door.day(caseload, on)
    found = referral_lines.told(caseload, referral, day)
    steps = [one for one in referrals.updates(caseload, found.referral_id) if one.noted_on <= day]
    told = [
        one
        for one in reversed(disclosures.listed(caseload, found.client_id))
        if one.referral_id == found.referral_id and one.disclosed_on <= day
    ]
    if as_json:
        said = found._asdict()
        said["updates"] = [one._asdict() for one in steps]
        said["disclosures"] = [one._asdict() for one in told]
        show.one_json(said, sys.stdout)
        return
    from caseload.show.referral import story

    where = resources.get(caseload, found.resource_id)
    story(found, where, steps, told, staff.names(caseload), day, sys.stdout)


@app.command()
def send(
    ctx: typer.Context,
    referral: Id,
    on: sending.StepOn = None,
    by: sending.AsBy = None,
    release: sending.Release = None,
    exception: sending.Exempt = None,
    what: sending.What = None,
    with_diagnosis: sending.WithDiagnosis = False,
    letter: sending.Letter = None,
    follow_up_on: sending.FollowUp = None,
    remark: Remark = None,
    force: door.Force = False,
) -> None:
    """Send a referral, with its letter, and keep what was told as a disclosure.

    It needs the client's release in force for that service or its organization (caseload consent
    add), or the reason why none is needed. What the client takes there themself (--by client)
    needs none.

    \b
    caseload referral send R0026 --by phone --exception "client_asked: call while here"
    caseload referral send R0026 --by client -o letter.pdf
    """
    caseload = door.opened(ctx)
    _send(
        caseload, referral, on, by, release, exception, what, with_diagnosis, letter, follow_up_on,
        remark, force,
    )  # fmt: skip


def _send(
    caseload: Caseload,
    referral: str,
    on: str | None,
    by: SentBy | None,
    release: str | None,
    exception: str | None,
    what: str | None,
    with_diagnosis: bool,
    letter: door.Output,
    follow_up_on: str | None,
    remark: str | None,
    force: bool,
) -> None:
    from caseload.documents import letters

    one, day = referrals.get(caseload, referral), door.day(caseload, on)
    ask_on = sending.ask_on(caseload, follow_up_on)
    how = letters.Sending(
        by or SentBy.LETTER, release, exception, ask_on, remark, what, with_diagnosis, letter, force
    )
    sent = letters.send(caseload, one.referral_id, day, how, pace())
    sending.tell_sent(caseload, sent, letter)


@app.command()
def update(
    ctx: typer.Context,
    referral: Id,
    status: Annotated[ReferralStatus, typer.Argument(metavar="STATUS", help="What was heard.")],
    on: sending.StepOn = None,
    follow_up_on: sending.FollowUp = None,
    remark: Remark = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="TEXT", help="What came of it.")
    ] = None,
    by: sending.AsBy = None,
    release: sending.Release = None,
    exception: sending.Exempt = None,
) -> None:
    """Write down what was heard: sent, accepted, waitlisted, linked, or how it ended.

    It ends with completed (it lasted), declined_by_client, declined_by_service or no_response. The
    same status again says that nothing has changed, and moves the day to ask again.

    \b
    caseload referral update R0023 waitlisted --remark "third on the list"
    caseload referral update R0023 waitlisted --follow-up-on 2027-01-15
    caseload referral update R0023 linked --on yesterday
    caseload referral update R0023 declined_by_service --outcome "No places before spring."
    """
    caseload = door.opened(ctx)
    before = referrals.get(caseload, referral)
    if status is ReferralStatus.SENT and before.status is not ReferralStatus.SENT:
        _send(
            caseload, referral, on, by, release, exception, None, False, None, follow_up_on, remark,
            False,
        )  # fmt: skip
        return
    if by or release or exception:
        raise UsageError(
            "--by, --release and --exception are about sending: caseload referral send"
        )
    day = door.day(caseload, on)
    after = referrals.update(
        caseload, referral, status, day, pace=pace(), remark=remark, outcome=outcome,
        follow_up_on=sending.ask_on(caseload, follow_up_on),
    )  # fmt: skip
    _tell(caseload, after.referral_id, f", {day_style.spoken(day, caseload.today)}")


@app.command("take-back")
def take_back(ctx: typer.Context, referral: Id, reason: door.Reason = "") -> None:
    """Take back the last step of a referral: it was never true. It stays to be read.

    \b
    caseload referral take-back R0023 --reason "another client's list"
    """
    caseload = door.opened(ctx)
    after = referrals.take_back(caseload, referral, reason)
    _tell(caseload, after.referral_id, ", as before")


@app.command()
def error(ctx: typer.Context, referral: Id, reason: door.Reason = "") -> None:
    """Mark a referral as entered in error: it stays readable, and nobody asks after it.

    \b
    caseload referral error R0023 --reason "wrong client"
    """
    caseload = door.opened(ctx)
    marked = referrals.entered_in_error(caseload, referral, reason)
    door.tell(door.closed(f"Entered in error: {marked.referral_id}, {reason.strip()}"))


def _tell(caseload: Caseload, referral_id: str, when: str) -> None:
    one = referral_lines.told(caseload, referral_id, caseload.today)
    took = ""
    if one.status is ReferralStatus.LINKED and one.days_to_link is not None:
        count = "1 day" if one.days_to_link == 1 else f"{one.days_to_link} days"
        took = (
            f" {count} from {'the need' if one.identified_on else 'the referral'} to the linkage."
        )
    words = referral_rules.said(one.status)
    after = referrals.get(caseload, referral_id)
    door.tell(
        f"{one.referral_id}: {one.client} ({one.client_id}), {one.resource}: {words}{when}."
        f"{took}{sending.ask_again(caseload, after)}"
    )
