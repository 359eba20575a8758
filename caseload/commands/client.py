"""`caseload client`: the people served, from admission to discharge."""

import sys
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import eligibility, episode
from caseload.model import EpisodeStatus
from caseload.model.planning import Employment, Housing
from caseload.records import (
    clients,
    living_situations,
    programs,
    staff,
)

app = typer.Typer(
    add_completion=False,
    help="Clients: the people served, from admission to discharge.",
    no_args_is_help=True,
)

First = Annotated[str | None, typer.Option("--first-name", help="Given name.")]
Last = Annotated[str | None, typer.Option("--last-name", help="Family name.")]
Preferred = Annotated[
    str | None, typer.Option("--preferred-name", help="What they like to be called.")
]
Pronouns = Annotated[str | None, typer.Option("--pronouns", help="How they are spoken of.")]
Born = Annotated[
    str | None, typer.Option("--date-of-birth", metavar="DATE", help="When they were born.")
]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number.")]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address.")]
Address = Annotated[str | None, typer.Option("--address", help="Street and number.")]
City = Annotated[str | None, typer.Option("--city", help="City.")]
County = Annotated[str | None, typer.Option("--county", help="Where they live.")]
State = Annotated[str | None, typer.Option("--state", help="State, such as TX.")]
PostalCode = Annotated[str | None, typer.Option("--postal-code", help="ZIP code.")]
Language = Annotated[
    str | None, typer.Option("--language", help="What they speak best: a name or code.")
]
ContactNotes = Annotated[
    str | None, typer.Option("--contact-notes", help="How and when it is safe to reach them.")
]
CaseManager = Annotated[
    str | None, typer.Option("--case-manager", metavar="STAFF", help="Whose clients they are.")
]


@app.command()
def add(
    ctx: typer.Context,
    first_name: Annotated[str, typer.Argument(metavar="FIRST", help="Given name.")],
    last_name: Annotated[str, typer.Argument(metavar="LAST", help="Family name.")],
    client_id: Annotated[
        str | None, typer.Option("--client-id", help="The agency's own id; else C0001 is made.")
    ] = None,
    preferred_name: Preferred = None,
    pronouns: Pronouns = None,
    date_of_birth: Born = None,
    phone: Phone = None,
    email: Email = None,
    address: Address = None,
    city: City = None,
    county: County = None,
    state: State = None,
    postal_code: PostalCode = None,
    language: Language = None,
    contact_notes: ContactNotes = None,
) -> None:
    """Add a client. Admit them to a program next.

    \b
    caseload client add Ngozi Okafor --phone "(254) 555-0131" --county McLennan
    """
    caseload = door.opened(ctx)
    saved = clients.add(
        caseload,
        first_name,
        last_name,
        client_id=client_id,
        **fields.given(
            preferred_name=preferred_name,
            pronouns=pronouns,
            date_of_birth=door.optional_day(caseload, date_of_birth),
            phone=phone,
            email=email,
            address=address,
            city=city,
            county=county,
            state=state,
            postal_code=postal_code,
            language=language,
            contact_notes=contact_notes,
        ),
    )
    door.tell(
        f"Added: {saved.full_name} ({saved.client_id}). Next: caseload client admit "
        f"{saved.client_id} --program NAME"
    )


@app.command("list")
def list_(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="Any part of a name or id.")
    ] = None,
    on: door.On = None,
    status: Annotated[
        EpisodeStatus | None,
        typer.Option("--status", help="How their last stay in a program stands."),
    ] = None,
    program: door.Program = None,
    case_manager: CaseManager = None,
    county: County = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Clients by name, each with their latest episode.

    \b
    caseload client list
    caseload client list oka --status admitted
    """
    caseload = door.opened(ctx)
    found = clients.listed(
        caseload,
        door.day(caseload, on),
        text=text,
        status=status,
        program=programs.find(caseload, program).name if program else None,
        case_manager=staff.find(caseload, case_manager).staff_id if case_manager else None,
        county=clients.find_county(caseload, county) if county is not None else None,
    )
    columns = clients.ClientLine._fields
    shown = "client_id client status program case_manager phone level_of_care date_of_birth"
    door.show_rows(found, columns, (form, as_json, as_csv, output, force), shown=shown.split())


@app.command("show")
def show_(
    ctx: typer.Context, client: door.Client, on: door.On = None, as_json: door.AsJson = False
) -> None:
    """One client: how to reach them, episodes, goals, last contacts.

    \b
    caseload client show C0031
    """
    caseload = door.opened(ctx)
    from caseload.records import charts
    from caseload.show import chart as show_client

    day = door.day(caseload, on)
    found = charts.read(caseload, clients.find(caseload, client).client_id, day)
    if as_json:
        show.one_json(show_client.as_json(found), sys.stdout)
    else:
        show_client.chart(found, sys.stdout)


@app.command()
def edit(
    ctx: typer.Context,
    client: door.Client,
    first_name: First = None,
    last_name: Last = None,
    preferred_name: Preferred = None,
    pronouns: Pronouns = None,
    date_of_birth: Born = None,
    phone: Phone = None,
    email: Email = None,
    address: Address = None,
    city: City = None,
    county: County = None,
    state: State = None,
    postal_code: PostalCode = None,
    language: Language = None,
    contact_notes: ContactNotes = None,
) -> None:
    """Change what is said of a client; '' empties a field.

    \b
    caseload client edit C0031 --phone "(254) 555-0199" --contact-notes "no voicemail"
    """
    caseload = door.opened(ctx)
    facts = fields.named(first_name=first_name, last_name=last_name) | fields.given(
        preferred_name=preferred_name,
        pronouns=pronouns,
        date_of_birth=door.optional_day(caseload, date_of_birth),
        phone=phone,
        email=email,
        address=address,
        city=city,
        county=county,
        state=state,
        postal_code=postal_code,
        language=language,
        contact_notes=contact_notes,
    )
    fields.something(ctx, facts)
    saved = clients.edit(caseload, clients.find(caseload, client).client_id, **facts)
    door.tell(f"Saved: {saved.full_name} ({saved.client_id})")


@app.command()
def diagnose(
    ctx: typer.Context,
    client: door.Client,
    code: Annotated[str, typer.Argument(metavar="CODE", help="ICD-10-CM, such as F33.1.")],
    description: Annotated[
        str | None, typer.Option("--description", help="The diagnosis in words.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--diagnosed-on", metavar="DATE", help="When; unknown.")
    ] = None,
    principal: Annotated[bool, typer.Option("--principal", help="It comes first.")] = False,
    source: Annotated[str | None, typer.Option("--source", help="Who diagnosed it.")] = None,
    program: door.Program = None,  # noqa: ARG001 - a diagnosis is the client's, in every program
) -> None:
    """Record a diagnosis. The first, or one said to be principal, comes first.

    \b
    caseload client diagnose C0031 F33.1 --principal --source "Dr. Ames"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = clients.diagnose(
        caseload,
        found.client_id,
        code,
        description=description,
        diagnosed_on=door.optional_day(caseload, on) or None,
        principal=principal,
        source=source,
    )
    first = ", principal" if saved.principal else ""
    door.tell(f"Recorded: {found.full_name} ({found.client_id}), {saved.code}{first}")


@app.command()
def living(
    ctx: typer.Context,
    client: door.Client,
    housing: Annotated[
        Housing | None, typer.Option("--housing", help="Where they live.", show_default=False)
    ] = None,
    employment: Annotated[
        Employment | None, typer.Option("--employment", help="What they work.", show_default=False)
    ] = None,
    income_source: Annotated[
        str | None, typer.Option("--income-source", help="SSI, wages, …")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", "--noted-on", metavar="DATE", help="As of; today.")
    ] = None,
) -> None:
    """Record how a client lives and works; what is not said stays as it was.

    \b
    caseload client living C0031 --housing rented --employment part_time --income-source SSI
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = living_situations.note(
        caseload, found.client_id, door.day(caseload, on),
        housing=housing, employment=employment, income_source=income_source,
    )  # fmt: skip
    from caseload.show.plan import living_in_words

    door.tell(f"Noted: {found.full_name} ({found.client_id}), {living_in_words(saved)}.")


for verb in (episode.admit, episode.hold, episode.resume, episode.transfer, episode.discharge,
             episode.correct,
             eligibility.eligibility, eligibility.fee):  # fmt: skip
    app.command()(verb)
