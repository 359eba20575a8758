"""`caseload client eligibility|fee`: which program takes a client, and what they would pay."""

import sys
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.model import Funding
from caseload.records import applicants, clients
from caseload.settings import yardsticks


def eligibility(
    ctx: typer.Context,
    client: door.Client,
    program: door.Program = None,
    on: door.On = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Which programs take a client, with a sentence for each rule.

    What nobody has said is unknown, never a no. Without --program, every program that is offered.

    \b
    caseload client eligibility C0031
    caseload client eligibility C0031 --program ACT-lite --json
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    answers = applicants.answers(caseload, found.client_id, door.day(caseload, on), program)
    if door.format_of(form, as_json, as_csv, output) is door.Format.TABLE and output is None:
        from caseload.show.matching import eligibility_page

        eligibility_page(found, answers, sys.stdout)
        return
    rows = [
        (found.client_id, answer.program, answer.eligible, *reason)
        for answer in answers
        for reason in answer.reasons
    ]
    columns = ("client_id", "program", "eligible", "rule", "met", "reason")
    door.show_rows(rows, columns, (form, as_json, as_csv, output, force))


def fee(
    ctx: typer.Context,
    client: door.Client,
    program: door.Program = None,
    funding: Annotated[
        Funding | None, typer.Option("--funding", help="As if so paid.", show_default=False)
    ] = None,
    household_size: Annotated[
        str | None, typer.Option("--household-size", metavar="N", help="As if of so many.")
    ] = None,
    annual_income: Annotated[
        str | None, typer.Option("--annual-income", metavar="N", help="As if of so many dollars.")
    ] = None,
    on: door.On = None,
    as_json: door.AsJson = False,
) -> None:
    """What a client pays a program, with the arithmetic. Nothing is saved.

    What is not said here is taken from their episode.

    \b
    caseload client fee C0031
    caseload client fee C0031 --funding sliding_scale --household-size 3 --annual-income 31000
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    said = applicants.fee_of(
        caseload,
        found.client_id,
        yardsticks.guidelines(),
        door.day(caseload, on),
        program=program,
        funding=funding,
        **fields.whole_numbers(household_size=household_size, annual_income=annual_income),
    )
    from caseload.show.matching import fee_page, fee_values

    if as_json:
        show.one_json({"client_id": found.client_id, **fee_values(said)}, sys.stdout)
    else:
        fee_page(found, said, sys.stdout)
