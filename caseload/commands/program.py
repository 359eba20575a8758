"""`caseload program`: what the agency offers."""

from typing import Annotated, Any

import typer

from caseload.commands import _door as door
from caseload.model import Program, SignerRole
from caseload.records import programs

app = typer.Typer(add_completion=False, help="Programs: list, add, edit.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME")]
Description = Annotated[str | None, typer.Option("--description")]
Signers = Annotated[
    list[str] | None,
    typer.Option(
        "--plan-signers",
        help="Who must sign plans: client, case_manager, supervisor, guardian; may be repeated. "
        "'' is the client and the case manager.",
    ),
]


Part2 = Annotated[
    bool | None,
    typer.Option(
        "--part2/--no-part2", help="Its records are substance-use records (42 CFR Part 2)."
    ),
]


@app.command("list")
def list_(
    ctx: typer.Context,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What the agency offers.

    \b
    caseload program list
    """
    found = programs.listed(door.opened(ctx))
    door.show_rows(found, Program._fields, (form, as_json, as_csv, output, force))


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    description: Description = None,
    plan_signers: Signers = None,
    part2: Part2 = None,
) -> None:
    """Add a program.

    \b
    caseload program add "Peer support" --description "Walks with someone who has been there"
    """
    facts = door.given(description=description, part2=part2) | _signers(plan_signers)
    saved = programs.add(door.opened(ctx), name, **facts)
    door.tell(f"Added: {saved.name}")


@app.command()
def edit(
    ctx: typer.Context,
    name: Name,
    description: Description = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Is offered.")] = None,
    plan_signers: Signers = None,
    part2: Part2 = None,
) -> None:
    """Change a program's description, who signs plans, or whether it is offered. Its name stays.

    \b
    caseload program edit ACT-lite --inactive
    caseload program edit "Supported housing" --plan-signers "client;case_manager;supervisor"
    """
    told = door.given(description=description, active=active, part2=part2) | _signers(plan_signers)
    facts = door.something(ctx, told)
    saved = programs.edit(door.opened(ctx), name, **facts)
    door.tell(f"Saved: {saved.name}")


def _signers(words: list[str] | None) -> dict[str, Any]:
    roles = door.several(words)
    if roles is None:
        return {}
    for role in roles:
        door.one_of("role of a signer", role, list(SignerRole))
    return {"plan_signers": frozenset(map(SignerRole, roles))}
