"""`caseload refer`: one client to one service."""

from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _sending as sending
from caseload.errors import UsageError
from caseload.model import Client
from caseload.model.linking import Resource, ResourceNeed, SentBy
from caseload.records import clients, referrals, resources
from caseload.records._caseload import Caseload
from caseload.rules import eligibility, referral_rules
from caseload.settings.referral_pace import pace
from caseload.show import style

app = typer.Typer(add_completion=False)


@app.command("refer")
def refer(
    ctx: typer.Context,
    client: door.Client,
    resource: Annotated[
        str, typer.Argument(metavar="RESOURCE", help="A service's id, name, or its beginning.")
    ],
    need: Annotated[
        ResourceNeed | None, typer.Option("--need", help="What for, if it does several things.")
    ] = None,
    need_id: Annotated[
        str | None, typer.Option("--need-id", metavar="ID", help="The client's need it answers.")
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="TEXT", help="What is asked for; the letter says it."),
    ] = None,
    on: sending.StepOn = None,
    follow_up_on: sending.FollowUp = None,
    send: Annotated[bool, typer.Option("--send", help="Send it at once.")] = False,
    by: sending.AsBy = None,
    release: sending.Release = None,
    exception: sending.Exempt = None,
    what: sending.What = None,
    with_diagnosis: sending.WithDiagnosis = False,
    letter: sending.Letter = None,
    force: door.Force = False,
    again: Annotated[
        bool, typer.Option("--again", help="Beside one to that service that is open.")
    ] = False,
) -> None:
    """Refer a client to a service, as a draft or sent at once.

    What speaks against it is said: it takes nobody now, does not cover the county or the age,
    nobody has verified it for long. Sending tells the service about the client, so it needs their
    release in force (caseload consent add) or the reason why not (--exception); it is kept as a
    disclosure.

    \b
    caseload refer C0031 V0005 --need food --note "A box each week; has a kitchen."
    caseload refer C0031 V0003 --need employment --send --exception client_asked
    caseload refer C0031 V0005 --need food --send --by client
    """
    caseload = door.opened(ctx)
    whom = clients.find(caseload, client)
    where = resources.find(caseload, resource)
    day = door.day(caseload, on)
    said = pace()
    need = need or (_asked(where) if need_id is None else None)
    _warn(caseload, whom, where, need, said)
    ask_on = sending.ask_on(caseload, follow_up_on)
    send = _is_sent(send, by, release, exception, letter is not None)
    with caseload.write("refer client", whom.client_id):
        made = referrals.refer(
            caseload, whom.client_id, where.resource_id, day, need=need, need_id=need_id,
            follow_up_on=ask_on, remark=note, again=again,
        )  # fmt: skip
        if send:
            from caseload.documents import letters

            how = letters.Sending(
                by or SentBy.LETTER, release, exception, ask_on, None, what, with_diagnosis, letter,
                force,
            )  # fmt: skip
            sent = letters.send(caseload, made.referral_id, day, how, said)
    door.tell(
        f"Referred: {whom.full_name} ({whom.client_id}) to {referral_rules.to_whom(where)}, for "
        f"{referral_rules.said(made.need)}: {made.referral_id}"
    )
    if send:
        sending.tell_sent(caseload, sent, letter)
    else:
        door.tell(f"A draft until it is sent: caseload referral send {made.referral_id}")


def _is_sent(
    send: bool, by: SentBy | None, release: str | None, exception: str | None, letter: bool
) -> bool:
    """Whether it is sent; refuses what only a sending has."""
    given = {"--by": by, "--release": release, "--exception": exception, "-o": letter}
    named = [name for name, value in given.items() if value]
    if named and not send:
        raise UsageError(f"{named[0]} is about sending it: add --send.")
    return send


def _asked(where: Resource) -> ResourceNeed | None:
    """What for, asked for where the service does several things and a person can answer."""
    if len(where.need) < 2 or not show.has_terminal():
        return None
    known = sorted(where.need)
    print(f"What for? {show.safe_line(where.name)} does several things:")
    for number, one in enumerate(known, 1):
        print(style.in_columns([str(number), referral_rules.said(one)], [1]))
    while True:
        text = input("Number: ").strip()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(known):
            return known[int(text) - 1]


def _warn(
    caseload: Caseload,
    whom: Client,
    where: Resource,
    need: ResourceNeed | None,
    said: referral_rules.Pace,
) -> None:
    on = caseload.today
    age = eligibility.age_on(whom.date_of_birth, on)
    for doubt in referral_rules.doubts(where, need, whom.county, age, on, said.unverified):
        door.say(f"Mind: {doubt}")
