"""`caseload instrument`: the questionnaires and rating scales that assessments are done with."""

import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from caseload import files, show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.errors import InvalidError, UsageError
from caseload.rules.instrument_reading import can_name
from caseload.settings import data_files, instruments

app = typer.Typer(
    add_completion=False, help="Instruments: list, show, new, check.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="INSTRUMENT", help="Its name, such as phq-9.")]


class Line(NamedTuple):
    """An instrument as a list shows it."""

    name: str
    title: str
    items: int
    scoring: str
    language: str
    own: bool
    """Whether it is the agency's."""
    licence: str
    source: str


@app.command("list")
def list_(
    ctx: typer.Context,  # noqa: ARG001 - needs no file
    form: door.AsFormat = None,
    as_json: door.AsJson = False,
    as_csv: door.AsCsv = False,
    output: door.Output = None,
    force: door.Force = False,
) -> None:
    """What can be assessed with: ours and the agency's own, which go before ours.

    \b
    caseload instrument list
    """
    shipped = data_files.shipped() / instruments.FOLDER
    there = instruments.files()
    found = []
    for name, path in there.items():
        one = instruments.of_file(path, there)
        found.append(
            Line(name, one.title, len(one.items), one.scoring, one.language,
                 path.parent != shipped, one.licence, one.source)
        )  # fmt: skip
    names = [each for each in Line._fields if each not in ("licence", "source")]
    door.show_rows(found, Line._fields, (form, as_json, as_csv, output, force), shown=names)


@app.command("show")
def show_(instrument: Name, as_json: door.AsJson = False) -> None:
    """One instrument: where it is from, its licence, items, bands and flags.

    \b
    caseload instrument show phq-9
    """
    found = instruments.find(instrument)
    if as_json:
        show.one_json(show.nested(found), sys.stdout)
        return
    from caseload.show.assessment import instrument_page

    instrument_page(found, sys.stdout)


@app.command()
def check(
    file: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]…", readable=False, help="Which; all when none is named."),
    ] = None,
) -> None:
    """Find what is wrong with an instrument's file, by file and line.

    Items, options and levels; bands that leave a score out or name it twice; flags of items that
    are not there. The format: docs/instruments.md.

    \b
    caseload instrument check
    """
    paths = file or list(instruments.files().values())
    found = [mistake for path in paths for mistake in instruments.mistakes(path)]
    for mistake in found:
        door.tell(mistake)
    if found:
        count = "1 mistake" if len(found) == 1 else f"{len(found)} mistakes"
        raise InvalidError(f"{count} found. The format: docs/instruments.md.")
    many = "1 instrument" if len(paths) == 1 else f"{len(paths)} instruments"
    door.tell(f"{many} checked: no mistakes.")


@app.command()
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the new one is called: dla-20.")
    ],
    like: Annotated[
        str, typer.Option("--like", metavar="INSTRUMENT", help="Which to begin from.")
    ] = "phq-9",
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", readable=False, help="Your folder of data."),
    ] = None,
    force: door.Force = False,
) -> None:
    """Copy an instrument into your own folder, to begin one of your own from it.

    \b
    caseload instrument new dla-20 --like needs --data our-data
    """
    folder = data / instruments.FOLDER if data is not None else instruments.own_folder()
    if folder is None:
        raise UsageError(
            "Say where your data is: --data DIR, or for good: caseload config data DIR"
        )
    wanted = name.strip()
    if not can_name(wanted):
        raise UsageError(f"{wanted[:40]!r} can't name an instrument; use small letters, digits, -.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = instruments.files()
    fields.one_of("instrument", like.strip().casefold(), there)
    text = data_files.text_of(there[like.strip().casefold()])
    path = folder / f"{wanted}{data_files.ENDING}"
    files.write_bytes(path, text.encode(), force=force)
    door.tell(f"Copied to {path}. Check it when you have changed it: caseload instrument check")
