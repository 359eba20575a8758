"""`caseload render`: documents from templates."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from caseload import config, files
from caseload.commands import _door as door
from caseload.commands._progress import bar
from caseload.documents import batch
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.documents.placing import in_folder, own_templates
from caseload.errors import InvalidError, UsageError
from caseload.records import staff
from caseload.records._caseload import Caseload

app = typer.Typer(add_completion=False)

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
    advocacy: Annotated[
        str | None, typer.Option("--advocacy", metavar="ID", help="Which advocacy record.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="The period's first day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The period's last day.")
    ] = None,
    case_manager: Annotated[
        str | None, typer.Option("--case-manager", metavar="NAME", help="Whose clients.")
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="Everyone with an open episode, into a folder.")
    ] = False,
    sent_to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="For whom it is made; recorded.")
    ] = None,
    templates: Templates = None,
    force: door.Force = False,
) -> None:
    """Make a document: a plan to sign, a summary, a caseload sheet.

    The file is named by client id, template and day, and never written over without --force. A plan
    that nobody has signed yet is asked for with --draft. What is made is recorded: caseload
    document list CLIENT.

    \b
    caseload render plan C0031
    caseload render plan C0031 -o plan.html
    caseload render progress_summary C0031 --since 2026-08-01 --to Court
    caseload render plan C0031 -o plan.docx
    caseload render appeal_letter C0031 --advocacy V0003
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
        advocacy,
    )
    with Maker(caseload, template, chosen, own_templates(templates, settings), settings) as maker:
        targets = _targets(caseload, maker, client or [], wanted, everyone=everyone)
        paths = _paths(targets, maker.source.name, chosen, output, folder=everyone, force=force)
        _write(maker, targets, paths, sent_to, force=force)


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
    sent_to: str | None,
    *,
    force: bool,
) -> None:
    failed: list[batch.Outcome] = []
    with bar(maker.source.name) as watch:
        for number, outcome in enumerate(batch.make(maker, targets)):
            path = paths[number]
            if outcome.made is None:
                failed.append(outcome)
            elif path is None:
                sys.stdout.write(outcome.made.content.decode())
                maker.record(outcome.made, outcome.target.client_id, sent_to)
            else:
                files.write_bytes(path, outcome.made.content, force=force)
                maker.record(outcome.made, outcome.target.client_id, sent_to)
            watch((number + 1) / len(targets))
    _told(targets, paths, failed)


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
