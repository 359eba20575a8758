"""`caseload program`: what the agency offers, whom it takes, in what time and for what fee."""

import inspect
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.model import Program, SignerRole
from caseload.records import programs

app = typer.Typer(
    add_completion=False, help="Programs: list, show, add, edit.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="PROGRAM", help="What it is called.")]
Description = Annotated[str | None, typer.Option("--description", help="What it is, in words.")]
Signers = Annotated[
    list[str] | None,
    typer.Option(
        "--plan-signers",
        help="Who must sign plans: client, case_manager, supervisor, guardian; may be repeated. "
        "'' is the client and the case manager.",
    ),
]
Codes = Annotated[
    list[str] | None,
    typer.Option(
        "--diagnosis-codes",
        help="ICD-10-CM: F33.1, F33 or F20-F29; may be repeated. '' is any diagnosis.",
    ),
]
Youngest = Annotated[
    str | None, typer.Option("--minimum-age", metavar="YEARS", help="That age included.")
]
Oldest = Annotated[
    str | None, typer.Option("--maximum-age", metavar="YEARS", help="That age included.")
]
Counties = Annotated[
    list[str] | None,
    typer.Option("--counties", help="Where it serves; may be repeated. '' is everywhere."),
]
Coordination = Annotated[
    bool | None,
    typer.Option(
        "--needs-coordination/--no-needs-coordination",
        help="Takes those alone who need ongoing coordination of services.",
    ),
]
Credentials = Annotated[
    list[str] | None,
    typer.Option(
        "--required-credentials",
        help="A case manager has one of these; may be repeated. '' is any.",
    ),
]
Screened = Annotated[
    str | None,
    typer.Option("--screened-within-days", metavar="DAYS",
                 help="Business days after the referral; '' is not timed."),
]  # fmt: skip
AssignedIn = Annotated[
    str | None,
    typer.Option("--assigned-within-days", metavar="DAYS",
                 help="Business days after the screening; '' is not timed."),
]  # fmt: skip
AdmittedIn = Annotated[
    str | None,
    typer.Option("--admitted-within-days", metavar="DAYS",
                 help="Business days after the assignment; '' is not timed."),
]  # fmt: skip
Waiting = Annotated[
    str | None,
    typer.Option("--waiting-review-days", metavar="DAYS",
                 help="How often the waiting list is looked at; '' is not timed."),
]  # fmt: skip
FullFee = Annotated[str | None, typer.Option("--full-fee", metavar="DOLLARS", help="Self-pay.")]
FeePer = Annotated[
    str | None, typer.Option("--fee-per", metavar="WHAT", help="What it is for: visit, month.")
]
Scale = Annotated[
    list[str] | None,
    typer.Option(
        "--sliding-scale", metavar="BAND",
        help='"150: 20 %" asks a fifth of incomes up to 150 % of the poverty guideline, '
        '"200: $20" twenty dollars; lowest first, may be repeated.',
    ),
]  # fmt: skip


Part2 = Annotated[
    bool | None,
    typer.Option(
        "--part2/--no-part2", help="Its records are substance-use records (42 CFR Part 2)."
    ),
]


def _facts(
    description: Description = None,
    plan_signers: Signers = None,
    diagnosis_codes: Codes = None,
    minimum_age: Youngest = None,
    maximum_age: Oldest = None,
    counties: Counties = None,
    needs_coordination: Coordination = None,
    required_credentials: Credentials = None,
    screened_within_days: Screened = None,
    assigned_within_days: AssignedIn = None,
    admitted_within_days: AdmittedIn = None,
    waiting_review_days: Waiting = None,
    full_fee: FullFee = None,
    fee_per: FeePer = None,
    sliding_scale: Scale = None,
    part2: Part2 = None,
) -> dict[str, Any]:
    """What is said of a program; its options are those of a command `_with_facts`."""
    said = fields.given(
        description=description,
        plan_signers=_signers(plan_signers),
        diagnosis_codes=fields.several(diagnosis_codes),
        counties=fields.several(counties),
        needs_coordination=needs_coordination,
        required_credentials=fields.several(required_credentials),
        fee_per=fee_per,
        sliding_scale=fields.several(sliding_scale),
        part2=part2,
    )
    return said | fields.whole_numbers(
        minimum_age=minimum_age,
        maximum_age=maximum_age,
        screened_within_days=screened_within_days,
        assigned_within_days=assigned_within_days,
        admitted_within_days=admitted_within_days,
        waiting_review_days=waiting_review_days,
        full_fee=full_fee,
    )


def _signers(words: list[str] | None) -> frozenset[SignerRole] | None:
    roles = fields.several(words)
    if roles is None:
        return None
    for role in roles:
        fields.one_of("role of a signer", role, list(SignerRole))
    return frozenset(map(SignerRole, roles))


def _with_facts(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options of `_facts` beside its own, which is given what they say."""
    asked = inspect.signature(_facts).parameters
    own = inspect.signature(command).parameters.values()

    def run(**said: Any) -> None:
        facts = _facts(**{name: said.pop(name) for name in asked})
        command(facts=facts, **said)

    options = [*(one for one in own if one.name != "facts"), *asked.values()]
    run.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in options}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


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


@app.command("show")
def show_(ctx: typer.Context, name: Name, as_json: door.AsJson = False) -> None:
    """One program: whom it takes, who may work there, in what time, for what fee.

    \b
    caseload program show ACT-lite
    """
    found = programs.find(door.opened(ctx), name)
    if as_json:
        show.one_json(found._asdict(), sys.stdout)
        return
    from caseload.show.matching import program_page

    program_page(found, sys.stdout)


@app.command()
@_with_facts
def add(
    ctx: typer.Context,
    name: Name,
    facts: dict[str, Any],
) -> None:
    """Add a program.

    \b
    caseload program add "Peer support" --description "Walks with someone who has been there"
    caseload program add Outreach --diagnosis-codes F20-F29 --diagnosis-codes F31 --minimum-age 18
    """
    saved = programs.add(door.opened(ctx), name, **facts)
    door.tell(f"Added: {saved.name}")


@app.command()
@_with_facts
def edit(
    ctx: typer.Context,
    name: Name,
    facts: dict[str, Any],
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Is offered.")] = None,
) -> None:
    """Change what is said of a program; '' empties a field. Its name stays.

    \b
    caseload program edit ACT-lite --inactive
    caseload program edit "Supported housing" --plan-signers "client;case_manager;supervisor"
    caseload program edit ACT-lite --full-fee 80 --fee-per visit --sliding-scale "150: 20 %"
    """
    facts = fields.something(ctx, facts | fields.given(active=active))
    saved = programs.edit(door.opened(ctx), name, **facts)
    door.tell(f"Saved: {saved.name}")
