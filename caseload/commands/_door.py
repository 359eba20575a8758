"""What every command shares: the open caseload, today, and the options that mean the same.

A command is parse, one verb, show. It holds no SQL, asks rules only for words, and catches
nothing but what reading a text or an editor raises.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from caseload import dates, files, show
from caseload.entrance import open_as, today
from caseload.errors import InvalidError, NotFoundError, UsageError
from caseload.model import Obligation, Status
from caseload.records._caseload import Caseload
from caseload.records._key import Key
from caseload.settings import config
from caseload.show import day_style, style, widths

W = TypeVar("W", bound=StrEnum)


class Format(StrEnum):
    """How rows come out."""

    TABLE = "table"
    PLAIN = "plain"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    PARQUET = "parquet"


On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="As of this day: 2026-11-20, yesterday, last fri."),
]
Client = Annotated[
    str, typer.Argument(metavar="CLIENT", help="A client's id, name, or the beginning of a name.")
]
MaybeClient = Annotated[str | None, typer.Argument(metavar="[CLIENT]", help="Only of this client.")]
Reason = Annotated[str, typer.Option("--reason", help="Why. Always asked.")]
When = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When; today.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="To this day.")]
Week = Annotated[
    str | None,
    typer.Option("--week", metavar="DATE", help="The week of this day: today, next mon."),
]
Program = Annotated[str | None, typer.Option("--program", metavar="PROGRAM", help="Which program.")]
AsFormat = Annotated[
    Format | None, typer.Option("--format", help="How rows come out.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Short for --format csv.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        readable=False,
        help="Write there; its ending says the format.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Write over an existing file.")]


NewPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file", metavar="FILE", readable=False, help="Holds the new passphrase."
    ),
]
Purpose = Annotated[
    str | None, typer.Option("--purpose", help="What for; that of the release when not said.")
]
Exception_ = Annotated[
    str | None,
    typer.Option(
        "--exception",
        metavar="WHY",
        help="Why no release is needed: treatment, payment, operations, emergency: …, "
        "required_by_law: …, client_asked.",
    ),
]
Part2 = Annotated[
    bool,
    typer.Option("--include-part2", help="Substance-use records too, where the release says so."),
]


def opened(ctx: typer.Context) -> Caseload:
    """The caseload file of this command, with today and the one who acts."""
    caseload = open_as(ctx.obj)
    ctx.call_on_close(caseload.close)
    caseload.before_first_write = lambda: keep_daily(caseload)
    return caseload


def keep_daily(caseload: Caseload) -> None:
    """Keep the backup of the day, and say why when there is none."""
    from caseload.records import backups

    problem = backups.keep_daily(caseload)
    if problem is not None:
        say(problem)


def day(caseload: Caseload, text: str | None, *, ahead: bool = False) -> date:
    """The day that was meant, today when none was said; said back when it was put in words."""
    return day_from(caseload.today, text, ahead=ahead)


def day_from(today: date, text: str | None, *, ahead: bool = False) -> date:
    """As `day`, where no one file is open."""
    if text is None:
        return today
    found = dates.parse(text, today, order=config.read().date_format, ahead=ahead)
    said = text.strip()
    if said != found.isoformat():
        far = None if said.casefold() == dates.away(found, today) else today
        say(f"{said} is {day_style.spoken(found, far)}.")
    return found


def optional_day(caseload: Caseload, text: str | None, *, ahead: bool = False) -> Any:
    """As `day`, but nothing said is None, and '' is '', which empties a field."""
    return text if not text else day(caseload, text, ahead=ahead)


def span(
    caseload: Caseload,
    since: str | None,
    until: str | None,
    week: str | None,
    *,
    ahead: bool = False,
) -> tuple[Any, Any]:
    """The first and the last day that were said, or those of a week; None, or '', is no limit.

    Args:
        caseload: Whose today it is.
        since: The first day.
        until: The last day.
        week: A day of the week that is meant.
        ahead: Whether a weekday is the next one: of what is to come, not of what was.

    Raises:
        UsageError: A week and a day are said.
    """
    if week is None:
        return optional_day(caseload, since), optional_day(caseload, until, ahead=ahead)
    if since is not None or until is not None:
        raise UsageError("Say a week or its first and last day, not both.")
    first, last = day_style.week(day(caseload, week, ahead=ahead))
    say(f"The week from {day_style.spoken(first)} to {day_style.spoken(last)}.")
    return first, last


def said_day(caseload: Caseload, text: str | None, *, ahead: bool = False) -> date | None:
    """As `day`, but nothing said is None, and so is ''; the verb knows what that means."""
    return day(caseload, text, ahead=ahead) if text else None


def id_if_said(caseload: Caseload, client: str | None) -> str | None:
    """The client_id of the client who is named; None, for all of them, when none is."""
    from caseload.records import clients

    return clients.find(caseload, client).client_id if client else None


def format_of(given: Format | None, as_json: bool, as_csv: bool, output: Path | None) -> Format:
    """The format asked for: by name, by short form, by the file's ending, by where it goes."""
    said = [
        each
        for each in (given, Format.JSON if as_json else None, Format.CSV if as_csv else None)
        if each
    ]
    if len(set(said)) > 1:
        raise UsageError(f"Choose one format: {' or '.join(said)}.")
    if said:
        if said[0] is Format.TABLE:
            style.draw()
        return said[0]
    if output is not None:
        ending = output.suffix.lower().lstrip(".")
        if ending == "txt":
            return Format.TABLE
        if ending not in [each.value for each in Format]:
            raise UsageError(
                f"'{output.suffix}' says no format. Use .csv, .tsv, .json, .jsonl, .xlsx or"
                " .parquet, or --format."
            )
        return Format(ending)
    return Format.TABLE if sys.stdout.isatty() else Format.PLAIN


NONE_FOUND = "None."


def show_rows(
    records: Iterable[Any],
    columns: Sequence[str],
    chosen: tuple[Format | None, bool, bool, Path | None, bool],
    *,
    shown: Sequence[str] | None = None,
    none: str = NONE_FOUND,
) -> None:
    """Write rows in the form and to the place that the options name: those of every list."""
    form, as_json, as_csv, output, force = chosen
    written_as = format_of(form, as_json, as_csv, output)
    write_rows(records, columns, written_as, output, force, shown=shown, none=none)


def write_rows(
    records: Iterable[Any],
    columns: Sequence[str],
    written_as: Format,
    output: Path | None,
    force: bool,
    *,
    shown: Sequence[str] | None = None,
    none: str = NONE_FOUND,
) -> None:
    """As `show_rows`, in a form that is known already; `none` is said of a table without rows."""
    if written_as in (Format.XLSX, Format.PARQUET):
        from caseload.records._table import Table
        from caseload.tables import writing

        table = Table(tuple(columns), iter(records))
        name = output.stem if output is not None else "rows"
        one = writing.Named(name, table)
        for sentence in writing.to_file([one], written_as, output, today(), force=force):
            say(sentence)
        return
    found = list(records) if written_as is Format.TABLE else records
    with files.written(output, force=force) as out:
        show.rows(found, columns, written_as, out, shown=shown)
    if written_as is Format.TABLE and not found:
        say(none)


def command_line(*words: str) -> str:
    """A command as it is typed, its words in the quotation marks that they need."""
    return in_quotes("caseload", *words)


def in_quotes(*words: str) -> str:
    """Words of a command as they are typed."""
    return " ".join(map(_in_quotes, words))


def _in_quotes(word: str) -> str:
    if word and all(letter.isalnum() or letter in "-_.,:/@%+" for letter in word):
        return word
    if not set(word) & set('"$`\\!'):
        return f'"{word}"'
    import shlex

    return shlex.quote(word)


def closed(sentence: str) -> str:
    """A sentence that ends with people's own words, with a full stop unless they set one."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def tell(sentence: str) -> None:
    """Say what was done, on standard output."""
    print(widths.sentence(sentence, sys.stdout))


def tell_in_error(record_id: str) -> None:
    """Say that a record was marked as entered in error."""
    tell(f"{record_id} is marked as entered in error.")


def tell_recovery(key: Key | None) -> None:
    """Show the recovery key, to be written down; a plain file has none."""
    if key is not None:
        tell(
            "Write down this recovery key, on paper. Typed as one line, it opens the file without "
            "the passphrase; with the passphrase, caseload key recovery shows it again:"
        )
        print(f"\n{key.lines()}\n")


def tell_next(caseload: Caseload, client_id: str, obligation: Obligation) -> None:
    """Say when what a client is owed by the standards is next due."""
    from caseload.records import due

    wanted = due.Wanted(client_id=client_id, obligation=obligation)
    for one in due.due(caseload, caseload.today, wanted, within=None).items:
        if one.standard is None or one.due_on is None:
            continue
        day = day_style.spoken(one.due_on)
        if one.status is Status.OVERDUE:
            tell(f"{one.standard} is still overdue; it was due {day}.")
        elif one.last_on is not None:
            tell(f"{one.standard} is next due {day}.")
        else:
            tell(f"{one.standard} is due {day}.")


def text_of(file: Path) -> str:
    """The text of a file, or of standard input for `-`.

    Raises:
        NotFoundError, InvalidError: It is not there, or is no UTF-8 text.
    """
    try:
        if str(file) == "-":
            said = sys.stdin.read()
            said.encode()
            return said.removeprefix("\ufeff")
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFoundError(f"There is no file {file}. Check the name.") from None
    except UnicodeError:
        what = "Standard input" if str(file) == "-" else str(file)
        raise InvalidError(f"{what} is not UTF-8 text.") from None


def say(sentence: str) -> None:
    """Say something beside what was asked for, on standard error."""
    print(widths.sentence(sentence, sys.stderr), file=sys.stderr)
