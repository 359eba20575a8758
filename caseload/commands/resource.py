"""`caseload resource`: the directory of services in the community."""

import sys
from typing import Annotated, Any

import typer

from caseload import languages, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands.resource_find import find
from caseload.model.linking import Resource, ResourceNeed
from caseload.records import clients, resource_search, resources, staff
from caseload.settings import resource_files
from caseload.show import day_style
from caseload.show import resource as show_resource

app = typer.Typer(
    add_completion=False,
    help="Services in the community: find, show, add, edit, verify.",
    no_args_is_help=True,
)
app.command("find")(find)

Which = Annotated[
    str, typer.Argument(metavar="RESOURCE", help="A service's id, name, or its beginning.")
]
Name = Annotated[str | None, typer.Option("--name", help="What it is called.")]
Organization = Annotated[str | None, typer.Option("--organization", help="Who offers it.")]
Need = Annotated[
    list[str] | None,
    typer.Option("--need", help=f"{', '.join(ResourceNeed)}; may be repeated."),
]
Description = Annotated[str | None, typer.Option("--description", help="What it is, in words.")]
Counties = Annotated[
    list[str] | None,
    typer.Option("--counties", help="Where it serves; may be repeated. '' is everywhere."),
]
Eligibility = Annotated[str | None, typer.Option("--eligibility", help="Whom it is for.")]
Minimum = Annotated[
    str | None, typer.Option("--minimum-age", metavar="YEARS", help="That age included.")
]
Maximum = Annotated[
    str | None, typer.Option("--maximum-age", metavar="YEARS", help="That age included.")
]
Fee = Annotated[str | None, typer.Option("--fee", help="What it costs, in words.")]
Languages = Annotated[
    list[str] | None, typer.Option("--languages", help="Names or codes; may be repeated.")
]
Phone = Annotated[str | None, typer.Option("--phone", help="Whom to call.")]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address.")]
Url = Annotated[str | None, typer.Option("--url", help="Web page.")]
Address = Annotated[str | None, typer.Option("--address", help="Street and number.")]
Hours = Annotated[str | None, typer.Option("--hours", help="When it is open, in words.")]
Accepting = Annotated[
    bool | None, typer.Option("--accepting/--not-accepting", help="Takes people now.")
]


@app.command("show")
def show_(
    ctx: typer.Context,
    which: Which,
    client: Annotated[
        str | None,
        typer.Option("--for", metavar="CLIENT", help="Say what speaks for it, for this client."),
    ] = None,
    as_json: door.AsJson = False,
) -> None:
    """One service in full.

    \b
    caseload resource show "Brazos Pantry"
    caseload resource show V0001 --for C0031
    """
    caseload = door.opened(ctx)
    one = resources.find(caseload, which)
    if as_json:
        show.one_json(one._asdict(), sys.stdout)
        return
    judged = None
    if client is not None:
        wanted = resource_search.for_client(
            caseload, clients.find(caseload, client), resource_search.Wanted()
        )
        judged = resource_search.judged(caseload, one, wanted, resource_files.weights())
    show_resource.one(one, staff.names(caseload), caseload.today, sys.stdout, judged)


@app.command("list")
def list_(
    ctx: typer.Context,
    need: Annotated[ResourceNeed | None, typer.Option("--need", help="Only those for it.")] = None,
    county: Annotated[
        str | None, typer.Option("--county", help="Only those that serve it.")
    ] = None,
    unverified: Annotated[
        bool,
        typer.Option("--unverified", help="Those not verified for --days, the oldest first."),
    ] = False,
    days: Annotated[
        int, typer.Option("--days", min=0, max=100_000, help="With --unverified.")
    ] = resources.UNVERIFIED_DAYS,
    everyone: Annotated[
        bool, typer.Option("--all", help="Those no longer offered as well.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Services by who offers them; or those to verify anew.

    \b
    caseload resource list --need housing
    caseload resource list --unverified --days 180
    """
    caseload = door.opened(ctx)
    if unverified:
        found = resources.unverified(caseload, days, need=need, county=county)
    else:
        found = resources.listed(caseload, need=need, county=county, everyone=everyone)
    shown = "resource_id name organization phone verified_on need counties accepting"
    door.show_rows(
        found, Resource._fields, (form, as_json, as_csv, output, force), shown=shown.split()
    )


@app.command()
def add(
    ctx: typer.Context,
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="Who offers it.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")],
    resource_id: Annotated[
        str | None, typer.Option("--resource-id", help="The agency's own id; else V0001 is made.")
    ] = None,
    need: Need = None,
    description: Description = None,
    counties: Counties = None,
    eligibility: Eligibility = None,
    minimum_age: Minimum = None,
    maximum_age: Maximum = None,
    fee: Fee = None,
    spoken: Languages = None,
    phone: Phone = None,
    email: Email = None,
    url: Url = None,
    address: Address = None,
    hours: Hours = None,
    accepting: Accepting = None,
) -> None:
    """Add a service.

    \b
    caseload resource add "Cedar House" "Rent help" --need housing --counties McLennan --fee free
    """
    facts = _facts(
        need, counties, minimum_age, maximum_age, spoken, accepting=accepting,
        description=description, eligibility=eligibility, fee=fee, phone=phone, email=email,
        url=url, address=address, hours=hours,
    )  # fmt: skip
    saved = resources.add(door.opened(ctx), organization, name, resource_id=resource_id, **facts)
    door.tell(f"Added: {saved.name}, {saved.organization} ({saved.resource_id})")
    _say_languages(saved)


@app.command()
def edit(
    ctx: typer.Context,
    which: Which,
    organization: Organization = None,
    name: Name = None,
    need: Need = None,
    description: Description = None,
    counties: Counties = None,
    eligibility: Eligibility = None,
    minimum_age: Minimum = None,
    maximum_age: Maximum = None,
    fee: Fee = None,
    spoken: Languages = None,
    phone: Phone = None,
    email: Email = None,
    url: Url = None,
    address: Address = None,
    hours: Hours = None,
    accepting: Accepting = None,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Is offered at all.")
    ] = None,
) -> None:
    """Change what is said of a service; '' empties a field.

    \b
    caseload resource edit "Brazos Pantry" --hours "Tue and Thu 9 to 12" --not-accepting
    """
    facts = _facts(
        need, counties, minimum_age, maximum_age, spoken, accepting=accepting, active=active,
        description=description, eligibility=eligibility, fee=fee, phone=phone, email=email,
        url=url, address=address, hours=hours,
    ) | fields.named(organization=organization, name=name)  # fmt: skip
    fields.something(ctx, facts)
    caseload = door.opened(ctx)
    saved = resources.edit(caseload, resources.find(caseload, which).resource_id, **facts)
    door.tell(f"Saved: {saved.name}, {saved.organization} ({saved.resource_id})")


@app.command()
def verify(
    ctx: typer.Context,
    which: Which,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the call; else today.")
    ] = None,
    need: Need = None,
    counties: Counties = None,
    eligibility: Eligibility = None,
    minimum_age: Minimum = None,
    maximum_age: Maximum = None,
    fee: Fee = None,
    spoken: Languages = None,
    phone: Phone = None,
    email: Email = None,
    url: Url = None,
    address: Address = None,
    hours: Hours = None,
    accepting: Accepting = None,
) -> None:
    """Record that somebody called, and that it is so; say what is otherwise.

    \b
    caseload resource verify "Section 8" --accepting
    caseload resource verify V0001 --on yesterday --phone "(254) 555-0190"
    """
    facts = _facts(
        need, counties, minimum_age, maximum_age, spoken, accepting=accepting,
        eligibility=eligibility, fee=fee, phone=phone, email=email, url=url, address=address,
        hours=hours,
    )  # fmt: skip
    caseload = door.opened(ctx)
    day = door.day(caseload, on)
    saved = resources.verify(caseload, resources.find(caseload, which).resource_id, day, **facts)
    door.tell(
        f"Verified: {saved.name}, {saved.organization} ({saved.resource_id}), "
        f"{day_style.spoken(day, caseload.today)}"
    )


def _facts(
    need: list[str] | None,
    counties: list[str] | None,
    minimum_age: str | None,
    maximum_age: str | None,
    spoken: list[str] | None,
    **facts: Any,
) -> dict[str, Any]:
    """The facts that were said of a service."""
    return (
        fields.given(**facts)
        | fields.given(
            need=fields.words_of("need", need, ResourceNeed),
            counties=fields.several(counties),
            languages=fields.several(spoken),
        )
        | fields.whole_numbers(minimum_age=minimum_age, maximum_age=maximum_age)
    )


def _say_languages(one: Resource) -> None:
    odd = [each for each in one.languages if languages.shown(each) != each]
    for each in odd:
        door.say(f"{each} is {languages.shown(each)}.")
