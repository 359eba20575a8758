"""`caseload render`: documents from templates."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from caseload import files
from caseload.commands import _door as door
from caseload.commands._progress import bar
from caseload.commands._wanted import Manager
from caseload.documents import batch
from caseload.documents.folders import own_templates
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.documents.placing import in_folder
from caseload.documents.sending import Sending, asked
from caseload.errors import InvalidError, UsageError
from caseload.records import clients, staff
from caseload.records._caseload import Caseload
from caseload.settings import config

app = typer.Typer(add_completion=False)


class Include(StrEnum):
    """What a letter tells only when it is asked for."""

    DIAGNOSIS = "diagnosis"


MOST_TOLD = 20
"""Clients for whom it could not be made, each named."""
Templates = Annotated[
    Path | None,
    typer.Option("--templates", metavar="DIR", readable=False, help="Your own, before ours."),
]


@app.command()
def render(
    ctx: typer.Context,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="caseload template list")],
    client: Annotated[
        list[str] | None, typer.Argument(metavar="[CLIENT]…", help="Whom; several may be named.")
    ] = None,
    form: Annotated[
        Form | None, typer.Option("--format", help="As what; pdf when nothing says.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="PATH", readable=False, help="A file, a folder, or -."
        ),
    ] = None,
    on: door.On = None,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="This version of the plan.")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="The plan that is not signed yet.")
    ] = False,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="ID", help="Which contact.")
    ] = None,
    referral: Annotated[
        str | None, typer.Option("--referral", metavar="ID", help="Which referral.")
    ] = None,
    advocacy: Annotated[
        str | None, typer.Option("--advocacy", metavar="ID", help="Which advocacy record.")
    ] = None,
    include: Annotated[
        list[Include] | None,
        typer.Option("--include", help="What a referral letter tells besides; may be repeated."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="The period's first day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The period's last day.")
    ] = None,
    case_manager: Manager = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Everyone with an open episode, into a folder.")
    ] = False,
    sent_to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help="To whom it goes: needs their release."),
    ] = None,
    purpose: door.Purpose = None,
    exception: door.Exception_ = None,
    part2: door.Part2 = False,
    member: Annotated[
        str | None, typer.Option("--member", metavar="ID", help="Who on the care team.")
    ] = None,
    release: Annotated[
        str | None, typer.Option("--release", metavar="ID", help="Which release.")
    ] = None,
    templates: Templates = None,
    force: door.Force = False,
) -> None:
    """Make a document: a plan to sign, a summary, a caseload sheet.

    The file is named by client id, template and day, and never written over without --force. A plan
    that nobody has signed yet is asked for with --draft. What is made is recorded: caseload
    document list CLIENT.

    With --to it goes to somebody: it takes a release in force that names them (caseload consent
    list), or a stated --exception, and is recorded as a disclosure. Substance-use records (42 CFR
    Part 2) are left out, unless --include-part2 is said and the release covers them.

    \b
    caseload render plan C0031
    caseload render plan C0031 -o plan.html
    caseload render progress_summary C0031 --since 2026-08-01 --to "Dr. Ames"
    caseload render plan C0031 --to "District court" --exception "required_by_law: order 26-117"
    caseload render release_of_information C0031 --member CT0001
    caseload render plan C0031 -o plan.docx
    caseload render referral_letter C0031
    caseload render appeal_letter C0031 --advocacy AV0003
    caseload render caseload_sheet --case-manager Whitfield
    caseload render caseload_sheet --all -o sheets
    """
    if version is not None and draft:
        raise UsageError("Give --version or --draft, not both.")
    caseload = door.opened(ctx)
    settings = config.read()
    chosen = _form(form, output)
    wanted = Wanted(
        door.day(caseload, on),
        version,
        draft,
        contact,
        door.optional_day(caseload, since),
        door.optional_day(caseload, until),
        staff.find(caseload, case_manager).staff_id if case_manager else None,
        advocacy_id=advocacy,
        member=member,
        consent=release,
        referral_id=referral,
        diagnosis=Include.DIAGNOSIS in (include or ()),
    )
    sending = asked(sent_to, purpose, exception, part2=part2)
    with Maker(caseload, template, chosen, own_templates(templates, settings), settings) as maker:
        if sending is not None and not maker.source.takes_client:
            raise UsageError(
                f"{maker.source.name} is about many clients and goes to nobody outside. Leave out "
                "--to, or make a document of one client."
            )
        if sending is not None and client is not None and len(client) == 1:
            # Before anything else that could be wrong: whether it may go there at all.
            sending.of(caseload, clients.find(caseload, client[0]).client_id)
        targets = _targets(caseload, maker, client or [], wanted, everyone=everyone)
        paths = _paths(targets, maker.source.name, chosen, output, folder=everyone, force=force)
        _write(maker, targets, paths, sending, force=force)


def _form(given: Form | None, output: Path | None) -> Form:
    ending = output.suffix.lower().lstrip(".") if output is not None else ""
    said = Form(ending) if ending in set(Form) else None
    if given and said and given is not said:
        raise UsageError(f"{output} ends in .{ending}, and --format says {given}. Choose one.")
    return given or said or Form.PDF


def _targets(
    caseload: Caseload, maker: Maker, named: list[str], wanted: Wanted, *, everyone: bool
) -> list[batch.Target]:
    name = maker.source.name
    if not maker.source.takes_client:
        if named:
            raise UsageError(f"{name} is about a caseload and takes no client.")
        if wanted.case_manager is None and not everyone:
            raise UsageError(
                f'Say whose caseload: caseload render {name} --case-manager "NAME", or --all.'
            )
        return batch.of_staff(caseload, wanted)
    if named and (everyone or wanted.case_manager is not None):
        raise UsageError("Name clients, or say --all or --case-manager, not both.")
    if not named and not everyone and wanted.case_manager is None:
        raise UsageError(f"Say whom it is about: caseload render {name} CLIENT, or --all.")
    if named:
        return batch.of_clients(caseload, named, wanted)
    return batch.of_everyone(caseload, wanted)


def _paths(
    targets: list[batch.Target],
    template: str,
    form: Form,
    output: Path | None,
    *,
    folder: bool,
    force: bool,
) -> list[Path | None]:
    """Where each goes, None for standard output; nothing is made when one is there already."""
    if output == Path("-"):
        if len(targets) > 1 or form not in (Form.MD, Form.HTML):
            raise UsageError("Standard output takes one document, as md or html.")
        return [None] * len(targets)
    place = output or Path()
    names = [batch.file_name(target, template, form) for target in targets]
    if folder or len(targets) > 1 or place.is_dir():
        return list(in_folder(place, names, force=force))
    if place.suffix.lower().lstrip(".") not in set(Form):
        raise UsageError(f"{place} says no format; end it in .pdf, .html, .md or .docx.")
    files.refuse_existing(place, force=force)
    return [place] * len(names)


def _write(
    maker: Maker,
    targets: list[batch.Target],
    paths: list[Path | None],
    sending: Sending | None,
    *,
    force: bool,
) -> None:
    failed: list[batch.Outcome] = []
    with bar(maker.source.name) as watch:
        for number, outcome in enumerate(batch.make(maker, targets, sending)):
            path = paths[number]
            if outcome.made is None:
                failed.append(outcome)
            elif path is None:
                sys.stdout.write(outcome.made.content.decode())
                _record(maker, outcome)
            else:
                with files.written_for(path, outcome.made.content, force=force):
                    _record(maker, outcome)
            watch((number + 1) / len(targets))
    _told(targets, paths, failed)
    _told_language(maker, targets)


def _record(maker: Maker, outcome: batch.Outcome) -> None:
    assert outcome.made is not None
    client_id = outcome.target.client_id
    if outcome.sent is None or client_id is None:
        maker.record(outcome.made, client_id)
        return
    told = maker.sent(outcome.made, client_id, outcome.sent)
    right = f"under {told.consent}" if told.consent else f"without a release: {told.exception}"
    door.say(f"Recorded {told.disclosure_id}: {client_id} to {told.to_whom}, {right}")


def _told_language(maker: Maker, targets: list[batch.Target]) -> None:
    """Say of a client whose language has a template of its own that it has."""
    client_id = targets[0].client_id if len(targets) == 1 else None
    name = maker.in_their_language(client_id) if client_id is not None else None
    if name is not None:
        door.say(f"In the language they speak best: caseload render {name} {client_id}")


def _told(
    targets: list[batch.Target], paths: list[Path | None], failed: list[batch.Outcome]
) -> None:
    errors = [outcome.error for outcome in failed if outcome.error is not None]
    if len(targets) == 1:
        if errors:
            raise errors[0]
        if paths[0] is not None:
            door.tell(f"Made {paths[0]}.")
        return
    for error in errors[:MOST_TOLD]:
        door.say(f"  {error}")
    if len(errors) > MOST_TOLD:
        door.say(f"  and {len(errors) - MOST_TOLD} more")
    made = len(targets) - len(errors)
    where = paths[0].parent if paths and paths[0] is not None else ""
    missing = f"; {len(errors)} could not be made" if errors else ""
    door.tell(f"Made {made} {'document' if made == 1 else 'documents'} in {where}{missing}.")
    if errors:
        raise typer.Exit(errors[0].exit_code)
    if not targets:
        raise InvalidError("Nobody has an open episode, so there is nothing to make.")
