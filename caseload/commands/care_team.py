"""`caseload care-team`: the people around a client, and who to call."""

import sys
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.model.circle import CareRole, CareTeamMember
from caseload.records import care_team, clients, consents
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.show import day_style

app = typer.Typer(
    add_completion=False,
    help="Care teams: who is around a client, and who to call.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="MEMBER", help="Their id, such as CT0003.")]
Role = Annotated[CareRole | None, typer.Option("--role", help="What they are.", show_default=False)]
Relation = Annotated[str | None, typer.Option("--relation", help="sister, father, …")]
Organization = Annotated[str | None, typer.Option("--organization", help="Where they work.")]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number.")]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address.")]
Emergency = Annotated[
    str | None,
    typer.Option(
        "--emergency-contact", metavar="NUMBER", help="1 is called first in an emergency."
    ),
]
Remark = Annotated[str | None, typer.Option("--remark", help="Good to know before a call.")]
FromOn = Annotated[str | None, typer.Option("--from-on", metavar="DATE", help="Since when.")]
SHOWN = (
    "care_team_member_id", "name", "role", "phone", "emergency_contact", "organization",
    "relation", "until_on",
)  # fmt: skip


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.Client,
    on: door.On = None,
    everyone: Annotated[bool, typer.Option("--all", help="Those who have left as well.")] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who is around a client, in the order in which they are called.

    \b
    caseload care-team list C0031
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    members = care_team.listed(caseload, found.client_id, door.day(caseload, on), everyone=everyone)
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(members, CareTeamMember._fields, chosen, shown=SHOWN)


@app.command()
def card(ctx: typer.Context, client: door.Client, as_json: door.AsJson = False) -> None:
    """Who to call about a client: emergency contacts first, and what each may be told.

    It asks nothing and fits any width.

    \b
    caseload care-team card C0031
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    calls = care_team.card(caseload, found.client_id)
    if as_json:
        from caseload.rules.circle_rules import may_tell

        told = [
            one.member._asdict()
            | {"may_tell": may_tell(one), "consents": [each.consent_id for each in one.consents]}
            for one in calls
        ]
        show.one_json(told, sys.stdout)
        return
    from caseload.show import circle as show_circle

    agency = config.read().agency
    managed = [show_circle.Managed(*one) for one in care_team.managers(caseload, found.client_id)]
    told_of = (agency.name, agency.phone, agency.crisis_line)
    show_circle.card(found, calls, managed, told_of, caseload.today, sys.stdout)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their full name.")],
    role: Annotated[CareRole, typer.Option("--role", help="What they are.", show_default=False)],
    relation: Relation = None,
    organization: Organization = None,
    phone: Phone = None,
    email: Email = None,
    emergency_contact: Emergency = None,
    remark: Remark = None,
    from_on: FromOn = None,
) -> None:
    """Add somebody to a client's care team.

    \b
    caseload care-team add C0031 "Bea Okafor" --role family --relation aunt --phone 254-555-0177
    caseload care-team add C0031 "Dr. Ruiz" --role primary_care --organization "Waco Clinic"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    facts = _facts(
        caseload, relation, organization, phone, email, emergency_contact, remark, from_on
    )
    saved = care_team.add(caseload, found.client_id, name, role, **facts)
    door.tell(f"Added {saved.care_team_member_id}: {_named(saved)}, {found.full_name}")
    if role is CareRole.GUARDIAN:
        door.tell("A guardian may accept or decline for the client, and signs as guardian.")
        return
    if not consents.naming(caseload, found.client_id, saved.name):
        door.tell(
            "Nothing may be told to them without a release: caseload consent add "
            f"{found.client_id} {saved.care_team_member_id}"
        )


@app.command()
def edit(
    ctx: typer.Context,
    member: Id,
    name: Annotated[str | None, typer.Option("--name", help="Their full name.")] = None,
    role: Role = None,
    relation: Relation = None,
    organization: Organization = None,
    phone: Phone = None,
    email: Email = None,
    emergency_contact: Emergency = None,
    remark: Remark = None,
    from_on: FromOn = None,
    until_on: Annotated[
        str | None, typer.Option("--until-on", metavar="DATE", help="No longer from that day on.")
    ] = None,
) -> None:
    """Change what is said of somebody on a care team; '' empties a field.

    \b
    caseload care-team edit CT0001 --phone "(254) 555-0188" --emergency-contact 1
    """
    caseload = door.opened(ctx)
    facts = _facts(
        caseload, relation, organization, phone, email, emergency_contact, remark, from_on
    )
    until = door.optional_day(caseload, until_on, ahead=True)
    facts |= fields.named(name=name) | fields.given(role=role, until_on=until)
    saved = care_team.edit(caseload, member, **fields.something(ctx, facts))
    door.tell(f"Saved {saved.care_team_member_id}: {_named(saved)}")


@app.command()
def end(ctx: typer.Context, member: Id, on: door.On = None) -> None:
    """Say that somebody is no longer on a care team, from a day on.

    \b
    caseload care-team end CT0001 --on yesterday
    """
    caseload = door.opened(ctx)
    saved = care_team.end(caseload, member, door.day(caseload, on, ahead=True))
    assert saved.until_on is not None
    day = day_style.spoken(saved.until_on, caseload.today)
    door.tell(f"{_named(saved)}: no longer on the care team from {day}")
    for one in consents.in_force(caseload, saved.client_id):
        if one.care_team_member_id == saved.care_team_member_id:
            door.tell(
                f"The release {one.consent_id} is still in force: caseload consent revoke "
                f"{one.consent_id}"
            )


@app.command()
def error(
    ctx: typer.Context,
    member: Id,
    reason: door.Reason = "",
) -> None:
    """Mark somebody as entered in error: they never were on this care team.

    \b
    caseload care-team error CT0001 --reason "another client's sister"
    """
    marked = care_team.error(door.opened(ctx), member, reason)
    door.tell(f"Marked as entered in error: {marked.care_team_member_id}")


def _named(one: CareTeamMember) -> str:
    from caseload.show.circle import member_in_words

    return f"{one.name}, {member_in_words(one)}"


def _facts(
    caseload: Caseload,
    relation: str | None,
    organization: str | None,
    phone: str | None,
    email: str | None,
    emergency_contact: str | None,
    remark: str | None,
    from_on: str | None,
) -> dict[str, Any]:
    number = care_team.number(emergency_contact) if emergency_contact else emergency_contact
    return fields.given(
        relation=relation,
        organization=organization,
        phone=phone,
        email=email,
        emergency_contact=number,
        remark=remark,
        from_on=door.optional_day(caseload, from_on),
    )
