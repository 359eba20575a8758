"""`caseload staff`: who works here."""

from typing import Annotated, Any

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.model import Staff
from caseload.records import staff, team
from caseload.records._caseload import Caseload

app = typer.Typer(add_completion=False, help="Staff: list, add, edit.", no_args_is_help=True)

Role = Annotated[str | None, typer.Option("--role", help="case_manager, supervisor, …")]
Credentials = Annotated[
    list[str] | None, typer.Option("--credentials", help="LPC, LCSW, …; may be repeated.")
]
Counties = Annotated[list[str] | None, typer.Option("--counties", help="May be repeated.")]
Languages = Annotated[list[str] | None, typer.Option("--languages", help="May be repeated.")]
Specialties = Annotated[list[str] | None, typer.Option("--specialties", help="May be repeated.")]
Capacity = Annotated[
    str | None, typer.Option("--capacity", metavar="N", help="How many clients; '' is any number.")
]
CoveredBy = Annotated[
    str | None, typer.Option("--covered-by", metavar="STAFF", help="Who stands in.")
]


@app.command("list")
def list_(
    ctx: typer.Context,
    everyone: Annotated[bool, typer.Option("--all", help="Those who have left as well.")] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Who works here, and how many clients each has against how many they can have.

    \b
    caseload staff list
    """
    caseload = door.opened(ctx)
    carried = team.carried(caseload, caseload.today)
    found = [
        (*one, len(carried.get(one.staff_id, ())))
        for one in staff.listed(caseload, everyone=everyone)
    ]
    shown = "staff_id name role clients capacity credentials counties languages specialties"
    door.show_rows(
        found, (*Staff._fields, "clients"), (form, as_json, as_csv, output, force),
        shown=(*shown.split(), "covered_by"),
    )  # fmt: skip


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their full name.")],
    staff_id: Annotated[str | None, typer.Option("--staff-id", help="The agency's own id.")] = None,
    role: Role = None,
    credentials: Credentials = None,
    counties: Counties = None,
    languages: Languages = None,
    specialties: Specialties = None,
    capacity: Capacity = None,
    covered_by: CoveredBy = None,
) -> None:
    """Add a staff member.

    \b
    caseload staff add "Ana Ruiz" --credentials QMHP-CS --capacity 45
    """
    caseload = door.opened(ctx)
    facts = _facts(
        caseload, role, credentials, counties, languages, specialties, capacity, covered_by
    )
    saved = staff.add(caseload, name, staff_id=staff_id, **facts)
    door.tell(f"Added: {saved.name} ({saved.staff_id})")


@app.command()
def edit(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="STAFF", help="Id, name or its beginning.")],
    name: Annotated[str | None, typer.Option("--name", help="Their full name.")] = None,
    role: Role = None,
    credentials: Credentials = None,
    counties: Counties = None,
    languages: Languages = None,
    specialties: Specialties = None,
    capacity: Capacity = None,
    covered_by: CoveredBy = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Works here.")] = None,
) -> None:
    """Change what is said of a staff member; '' empties a field.

    \b
    caseload staff edit Whitfield --covered-by Ortega
    """
    caseload = door.opened(ctx)
    facts = _facts(
        caseload, role, credentials, counties, languages, specialties, capacity, covered_by
    )
    facts |= fields.named(name=name) | fields.given(active=active)
    fields.something(ctx, facts)
    saved = staff.edit(caseload, staff.find(caseload, who).staff_id, **facts)
    door.tell(f"Saved: {saved.name} ({saved.staff_id})")
    if active is False:
        _say_who_is_left(caseload, saved)


def _say_who_is_left(caseload: Caseload, gone: Staff) -> None:
    """Say how many clients are still with somebody who has left, and how they are handed on."""
    left = len(team.carried(caseload, caseload.today).get(gone.staff_id, ()))
    if left:
        count = "1 client is" if left == 1 else f"{left} clients are"
        listed = door.command_line("client", "list", "--case-manager", gone.staff_id)
        door.say(
            f"{count} still theirs: {listed}  Hand each on: caseload client transfer CLIENT "
            "--case-manager NAME"
        )


def _facts(
    caseload: Caseload,
    role: str | None,
    credentials: list[str] | None,
    counties: list[str] | None,
    languages: list[str] | None,
    specialties: list[str] | None,
    capacity: str | None,
    covered_by: str | None,
) -> dict[str, Any]:
    covering = staff.find(caseload, covered_by).staff_id if covered_by else covered_by
    return fields.given(
        role=role,
        credentials=fields.several(credentials),
        counties=fields.several(counties),
        languages=fields.several(languages),
        specialties=fields.several(specialties),
        covered_by=covering,
    ) | fields.whole_numbers(capacity=capacity)
