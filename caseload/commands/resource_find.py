"""`caseload resource find`: services that fit, the best first, each with its reasons."""

from typing import Annotated

import typer

from caseload import files, languages
from caseload.commands import _door as door
from caseload.model.linking import ResourceNeed
from caseload.records import clients, resource_search, resources
from caseload.records.resource_search import LIMIT, Search, Wanted
from caseload.settings import resource_files
from caseload.show import resource as show_resource


def find(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]…", help="Words, or the beginnings of words."),
    ] = None,
    client: Annotated[
        str | None,
        typer.Option("--for", metavar="CLIENT", help="Take county, language and age from them."),
    ] = None,
    need: Annotated[ResourceNeed | None, typer.Option("--need", help="What for.")] = None,
    county: Annotated[
        str | None, typer.Option("--county", help="Serves this county; '' is any.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Speaks it: es, Spanish, Español. '' is any.")
    ] = None,
    age: Annotated[
        int | None, typer.Option("--age", min=0, max=130, help="Takes this age.")
    ] = None,
    accepting: Annotated[
        bool, typer.Option("--accepting", help="None that takes nobody now.")
    ] = False,
    fee: Annotated[
        str | None, typer.Option("--fee", metavar="WORDS", help="Its fee says so: free, sliding.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = LIMIT,
    everyone: Annotated[
        bool, typer.Option("--all", help="Those no longer offered as well.")
    ] = False,
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """Services that fit, the best first, with what speaks for each and against.

    --county, --language, --age and --accepting leave out what does not fit, and how many that were
    is said. A service that names no county, language or age is kept, and ranked lower. With --for
    what a service asks for is held against the client's record; their language ranks alone.

    \b
    caseload resource find --need housing --county McLennan --language es --age 17 --accepting
    caseload resource find food --for C0031
    caseload resource find --need legal --fee free --json
    """
    caseload = door.opened(ctx)
    wanted = Wanted(
        " ".join(text or []), need, county, language, age, accepting, fee, everyone=everyone
    )
    if client is not None:
        person = clients.find(caseload, client)
        wanted = resource_search.for_client(caseload, person, wanted)
        said = [wanted.county, wanted.language or wanted.prefers]
        said.append(f"age {wanted.age}" if wanted.age is not None else None)
        known = ", ".join(filter(None, said)) or "neither county, language nor age is known"
        door.say(f"For {person.full_name} ({person.client_id}): {known}.")
    wanted = wanted._replace(county=wanted.county or None, language=wanted.language or None)
    if language and languages.shown(language) != language.strip():
        door.say(f"{language.strip()} is {languages.shown(language)}.")
    search = resource_search.search(caseload, wanted, resource_files.weights(), limit=limit)
    chosen = (form, as_json, as_csv, output, force)
    if door.format_of(form, as_json, as_csv, output) is door.Format.TABLE:
        with files.written(output, force=force) as out:
            show_resource.found(search, out)
    else:
        door.show_rows(show_resource.rows(search.found), show_resource.FOUND, chosen)
    if not search.fitting and resources.none_yet(caseload):
        door.say(resources.NONE_YET)
    else:
        _tell(search, wanted)


def _tell(search: Search, wanted: Wanted) -> None:
    shown = len(search.found)
    if not search.fitting:
        door.say("No service fits.")
    elif shown < search.fitting:
        door.say(f"{shown} of {search.fitting} that fit; all of them: --limit {search.fitting}.")
    for sentence in show_resource.hidden(search, wanted.county, wanted.age):
        door.say(sentence)
