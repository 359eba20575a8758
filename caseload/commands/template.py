"""`caseload template`: list, show, copy and check templates."""

import sys
from typing import Annotated

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands.render import Templates
from caseload.documents import folders
from caseload.documents.folders import MARKDOWN, WORD, Folders, Template, own_templates
from caseload.errors import InvalidError, NotFoundError, UsageError
from caseload.settings import config

app = typer.Typer(
    add_completion=False, help="Templates: list, show, new, check.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="TEMPLATE", help="A template's name, such as plan.")]
Docx = Annotated[bool, typer.Option("--docx", help="The Word form of that name.")]


@app.command("list")
def list_(
    templates: Templates = None,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """All templates: what each makes and what it is for.

    \b
    caseload template list
    """
    found = Folders(own_templates(templates, config.read())).listed()
    chosen = (form, as_json, as_csv, output, force)
    door.show_rows(found, Template._fields, chosen, shown=("template", "makes", "own", "purpose"))


@app.command("show")
def show_(template: Name, templates: Templates = None) -> None:
    """The text of a template.

    \b
    caseload template show plan
    """
    there = Folders(own_templates(templates, config.read()))
    text = folders.text_of(there.find(template, MARKDOWN))
    sys.stdout.write(show.safe_text(text))


@app.command()
def new(
    template: Name,
    as_name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Call the copy so.")
    ] = None,
    docx: Docx = False,
    templates: Templates = None,
    force: door.Force = False,
) -> None:
    """Copy a shipped template into your own folder, to edit it there. Yours goes before ours.

    \b
    caseload template new plan --templates our-templates
    caseload template new contact_note --as home_visit --templates our-templates
    """
    own = own_templates(templates, config.read())
    if own is None:
        raise UsageError(
            "Say where your templates are: --templates DIR, or for good: caseload config templates "
            "DIR"
        )
    ending = WORD if docx else MARKDOWN
    source = Folders(own if own.is_dir() else None).find(template, ending)
    name = f"{folders.bare_name(as_name or source.name)}{ending}"
    if not folders.is_file_name(name):
        raise UsageError(f"{as_name!r} can't name a template: use letters, digits, - and _.")
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write_bytes(own / name, source.read_bytes(), force=force)
    door.tell(f"Copied to {own / name}. Check it when you have changed it: caseload template check")


@app.command()
def check(
    template: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEMPLATE]…", help="Which; all when none is named."),
    ] = None,
    templates: Templates = None,
) -> None:
    """Find a template's mistakes by file and line, before a client sees them.

    Names that are no fields, fields that may be empty where one is needed, syntax; then a trial
    with an invented client who has everything, and one who has next to nothing.

    \b
    caseload template check
    caseload template check plan
    """
    from caseload.documents import checking

    there = Folders(own_templates(templates, config.read()))
    files = checking.files(there, template or [])
    if not files:
        raise NotFoundError("There are no templates to check.")
    found = [mistake for path in files for mistake in checking.mistakes_of(there, path)]
    for mistake in found:
        door.tell(str(mistake))
    if found:
        words = "mistake" if len(found) == 1 else "mistakes"
        raise InvalidError(
            f"{len(found)} {words} found. The fields: docs/reference/template-fields.md."
        )
    door.tell(
        f"{len(files)} {'template' if len(files) == 1 else 'templates'} checked: no mistakes."
    )
