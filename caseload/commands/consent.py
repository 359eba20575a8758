"""`caseload consent`: releases of information, from the signature to the end."""

from datetime import date
from typing import Annotated

import typer

from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.model.circle import Consent, ConsentMethod, ConsentSigner
from caseload.records import clients, consents
from caseload.records._caseload import Caseload
from caseload.settings import config
from caseload.show import day_style

app = typer.Typer(
    add_completion=False,
    help="Releases of information: who may be told what, until when.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="RELEASE", help="Its id, such as CN0003.")]
For = Annotated[str | None, typer.Option("--purpose", help="What for.")]
Scope = Annotated[str | None, typer.Option("--scope", help="What may be told.")]
SignedOn = Annotated[
    str | None, typer.Option("--on", "--signed-on", metavar="DATE", help="When signed; today.")
]
EffectiveOn = Annotated[
    str | None,
    typer.Option("--effective-on", metavar="DATE", help="The first day, when it is a later one."),
]
ExpiresOn = Annotated[
    str | None,
    typer.Option(
        "--expires-on",
        metavar="DATE",
        help="The last day; agency.release_months after the signature when nothing is said.",
    ),
]
ExpiresWhen = Annotated[
    str | None,
    typer.Option("--expires-when", help="What ends it, when that is no day."),
]
SignedBy = Annotated[
    ConsentSigner | None, typer.Option("--signed-by", help="Who signed.", show_default="client")
]
Method = Annotated[
    ConsentMethod | None, typer.Option("--method", help="How.", show_default="in_person")
]
Covers = Annotated[
    bool | None,
    typer.Option("--part2/--no-part2", help="Substance-use records too (42 CFR Part 2)."),
]
SHOWN = (
    "consent_id", "to_whom", "scope", "purpose", "signed_on", "expires_on", "revoked_on", "part2",
)  # fmt: skip


@app.command("list")
def list_(
    ctx: typer.Context,
    client: door.Client,
    on: door.On = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that ended or were revoked as well.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """A client's releases in force, the newest first.

    \b
    caseload consent list C0031
    caseload consent list C0031 --all
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    known = (
        consents.listed(caseload, found.client_id)
        if everything
        else consents.in_force(caseload, found.client_id, day)
    )
    door.show_rows(known, Consent._fields, (form, as_json, as_csv, output, force), shown=SHOWN)


@app.command()
def add(
    ctx: typer.Context,
    client: door.Client,
    to_whom: Annotated[
        str, typer.Argument(metavar="TO-WHOM", help="A name, or an id on the care team.")
    ],
    purpose: For = None,
    scope: Scope = None,
    on: SignedOn = None,
    effective_on: EffectiveOn = None,
    expires_on: ExpiresOn = None,
    expires_when: ExpiresWhen = None,
    part2: Covers = None,
    signed_by: SignedBy = None,
    method: Method = None,
) -> None:
    """Record a release of information that was signed.

    It holds on both its days, the first and the last. The form to sign: caseload render
    release_of_information CLIENT --member ID.

    \b
    caseload consent add C0031 "Waco Legal Aid" --purpose "my lease" --scope "dates of my visits"
    caseload consent add C0031 CT0001 --purpose "my care" --scope "how I am" --expires-on 2027-06-30
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    signed_on = door.day(caseload, on)
    before = consents.naming(caseload, found.client_id, to_whom)
    saved = consents.add(
        caseload,
        found.client_id,
        to_whom,
        purpose=purpose or "",
        scope=scope or "",
        signed_on=signed_on,
        **fields.given(
            effective_on=door.optional_day(caseload, effective_on, ahead=True),
            expires_on=_end(caseload, signed_on, expires_on, expires_when),
            expires_when=expires_when,
            part2=part2,
            signed_by=signed_by,
            method=method,
        ),
    )
    door.tell(f"Recorded {_told(saved)}. {found.full_name} ({found.client_id})")
    if before:
        door.say(
            f"{before[0].consent_id} for {before[0].to_whom} is in force as well. Where the new "
            "one takes its place, renew instead: caseload undo, then caseload consent renew "
            f"{before[0].consent_id}"
        )


@app.command()
def renew(
    ctx: typer.Context,
    release: Id,
    on: SignedOn = None,
    purpose: For = None,
    scope: Scope = None,
    effective_on: EffectiveOn = None,
    expires_on: ExpiresOn = None,
    expires_when: ExpiresWhen = None,
    part2: Covers = None,
    signed_by: SignedBy = None,
    method: Method = None,
) -> None:
    """Record that a release was signed anew; what is not said is as it was.

    The old one holds until its own end, and asks for nothing any more.

    \b
    caseload consent renew CN0001
    """
    caseload = door.opened(ctx)
    signed_on = door.day(caseload, on)
    saved = consents.renew(
        caseload,
        release,
        signed_on,
        expires_on=_end(caseload, signed_on, expires_on, expires_when),
        **fields.given(
            purpose=purpose,
            scope=scope,
            effective_on=door.optional_day(caseload, effective_on, ahead=True),
            expires_when=expires_when,
            part2=part2,
            signed_by=signed_by,
            method=method,
        ),
    )
    door.tell(f"Recorded {_told(saved)}, in the place of {saved.renews}")


@app.command()
def revoke(ctx: typer.Context, release: Id, on: door.On = None) -> None:
    """Record that a client took a release back: from that day on nothing is told under it.

    \b
    caseload consent revoke CN0001
    """
    caseload = door.opened(ctx)
    saved = consents.revoke(caseload, release, door.day(caseload, on))
    assert saved.revoked_on is not None
    day = day_style.spoken(saved.revoked_on, caseload.today)
    door.tell(f"Revoked {saved.consent_id} for {saved.to_whom}, {day}. What was told stays told.")


@app.command()
def error(
    ctx: typer.Context,
    release: Id,
    reason: door.Reason = "",
) -> None:
    """Mark a release as entered in error: it never held.

    \b
    caseload consent error CN0001 --reason "wrong client"
    """
    marked = consents.error(door.opened(ctx), release, reason)
    door.tell(f"Marked as entered in error: {marked.consent_id}")


def _end(
    caseload: Caseload, signed_on: date, expires_on: str | None, expires_when: str | None
) -> date | None:
    """The last day that was said; the usual one when nothing was."""
    if expires_on:
        return door.day(caseload, expires_on, ahead=True)
    if expires_when:
        return None
    return consents.usual_end(signed_on, config.read().agency.release_months)


def _told(one: Consent) -> str:
    until = f"until {day_style.spoken(one.expires_on)}" if one.expires_on else one.expires_when
    part2 = ", substance-use records too" if one.part2 else ""
    return (
        f"{one.consent_id}: {one.to_whom} may be told {one.scope}{part2}; signed "
        f"{day_style.spoken(one.signed_on)}, holds {until}"
    )
