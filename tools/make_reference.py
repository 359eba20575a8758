"""Makes the pages of docs/reference, and a topic of the help, from the program itself.

A test holds them to it.

python tools/make_reference.py
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from typing import Any

import typer
from textual.binding import Binding

from caseload import errors, tui
from caseload.cli import COMMANDS, GLOBAL_OPTIONS, INTERRUPTED, READER_GONE, app
from caseload.commands.due import FOUND
from caseload.commands.help import FOLDER
from caseload.documents import reference as template_fields
from caseload.records import data_dictionary
from caseload.tui.app import CaseloadApp

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
ROWS = ("--format", "--json", "--csv", "--output", "--force")
"""The options of everything that lists rows, told once in docs/output.md."""
VALUES = {"<str>": "TEXT", "<int>": "N", "<int range>": "N", "<float>": "N"}
CHOICE = re.compile(r" <(\S+\|\S+)>$")
SPANS = ((re.compile(r"(\d+)<=x<=(\d+)"), r"\1 to \2"), (re.compile(r"x>=(\d+)"), r"\1 or more"))
SHOWN_KEYS = {"exclamation_mark": "!", "question_mark": "?", "slash": "/", "plus": "+",
              "left_square_bracket": "[", "right_square_bracket": "]", "enter": "Enter",
              "escape": "Escape", "space": "space bar"}  # fmt: skip


def pages() -> dict[Path, str]:
    """Each page by its file."""
    return {
        REFERENCE / "columns.md": data_dictionary.page(),
        REFERENCE / "commands.md": commands(),
        REFERENCE / "exit-codes.md": exit_codes(
            "Made from the code (`caseload/errors.py`), and held to it by a test. They are an "
            "interface: none changes its meaning. What went wrong is one line on standard error, "
            "with what to do about it."
        ),
        FOLDER / "exit-codes.md": exit_codes(
            "What a command ends with, for scripts. None ever changes its meaning."
        ),
        REFERENCE / "keys.md": keys(),
        REFERENCE / "template-fields.md": template_fields.page(),
    }


# --- commands ------------------------------------------------------------------------------------


def commands() -> str:
    """Every command with its parts, arguments, options and examples, as its help says them."""
    root = typer.main.get_command(app)
    context = typer.Context(root, info_name="caseload")
    parts = [
        "# Commands",
        "Made from the help of the program, which `caseload COMMAND --help` shows; a test holds "
        "this page to it, and another runs each example. The global options stand before the "
        "command's name, all others after it. How rows come out: [output.md](../output.md); how "
        "commands end: [exit-codes.md](exit-codes.md).",
        "## Global options",
        _table(
            "option",
            [one for one in root.get_params(context) if set(one.opts) & set(GLOBAL_OPTIONS)],
            context,
        ),
    ]
    for name in COMMANDS:
        found = root.get_command(context, name)  # type: ignore[attr-defined]
        parts += _told(found, typer.Context(found, info_name=name, parent=context), "##")
    return "\n\n".join(parts) + "\n"


def _told(command: Any, context: typer.Context, heading: str) -> Iterator[str]:
    yield f"{heading} {context.command_path}"
    said, _, examples = (command.help or "").partition("\b\n")
    yield re.sub(r"(?<!\n)\n(?!\n)", " ", said.strip())
    if examples:
        yield "\n".join(["```console", *(f"$ {one}" for one in examples.splitlines()), "```"])
    params = [one for one in command.get_params(context) if one.name != "help"]
    for kind in ("argument", "option"):
        told = [one for one in params if one.param_type_name == kind]
        if told:
            yield _table(kind, told, context)
    for name in getattr(command, "commands", {}):
        part = command.commands[name]
        yield from _told(part, typer.Context(part, info_name=name, parent=context), f"{heading}#")


def _table(kind: str, params: list[Any], context: typer.Context) -> str:
    of_rows = [one for one in params if set(one.opts) & set(ROWS)]
    told = [f"| {kind} | says |", "| --- | --- |"]
    for one in params:
        if len(of_rows) < len(ROWS) or one not in of_rows:
            left, right = one.get_help_record(context)
            choice = CHOICE.search(left)
            if choice:
                left = CHOICE.sub(" WORD", left)
                right = f"{right} One of {', '.join(choice[1].split('|'))}."
            for theirs, ours in VALUES.items():
                left = left.replace(theirs, ours)
            told.append(f"| `{left}` | {_in_a_cell(right)} |")
    if len(of_rows) == len(ROWS):
        told.append(
            "| `--format`, `--json`, `--csv`, `-o`, `--force` | the form of the rows, and where "
            "they go: [output.md](../output.md) |"
        )
    return "\n".join(told)


def _in_a_cell(text: str) -> str:
    """A text of the help as Markdown that shows it as it is."""
    for theirs, ours in SPANS:
        text = theirs.sub(ours, text)
    return re.sub(r"([\\|*<])", r"\\\1", " ".join(text.split()))


# --- exit codes ----------------------------------------------------------------------------------


def exit_codes(about: str) -> str:
    """Each exit code, and what it means, below what is said of them all."""
    told = {
        0: "Done.",
        FOUND: "`--fail-on`, `check` or `audit verify` found something.",
        INTERRUPTED: "Interrupted, by Ctrl-C or at a question; nothing more was done.",
        READER_GONE: "Whoever read the output has gone, as `head` does; nothing more was said.",
    }
    for _, kind in getmembers(errors, isclass):
        # A child with its parent's code says something narrower.
        if issubclass(kind, errors.CaseloadError) and "exit_code" in vars(kind):
            told[kind.exit_code] = (kind.__doc__ or "").partition("\n")[0]
    told[errors.CaseloadError.exit_code] = "Another error; the sentence on standard error says it."
    return "\n\n".join([
        "# Exit codes",
        about,
        "\n".join(["| code | means |", "| --- | --- |",
                   *(f"| {code} | {told[code]} |" for code in sorted(told))]),
        "`caseload rollup` ends with the code of the file that it could not read, or with 1 when "
        "several failed in several ways, though the others came out; that goes before 20.",
    ]) + "\n"  # fmt: skip


# --- keys ----------------------------------------------------------------------------------------


def keys() -> str:
    """The keys of the full-screen program by place, with the names by which they can be set."""
    parts = [
        "# Keys of the screen",
        "Made from the code (`caseload/tui`), and held to it by a test. `?` shows the keys of "
        "where you are. The name is what a settings file calls a key by, to set another: "
        "[screen.md](../screen.md).",
    ]
    for place in _places():
        title = "Everywhere" if place is CaseloadApp else _words(place.__name__)
        said = (place.__doc__ or "").partition("\n")[0]
        rows = [f"| {_shown(one)} | {one.description} | `{one.id}` |" for one in _named(place)]
        head = ["| key | does | name |", "| --- | --- | --- |"]
        parts += [f"## {title}", said, "\n".join([*head, *rows])]
    return "\n\n".join(parts) + "\n"


def _places() -> list[Any]:
    """What binds keys of its own, by the names of their modules; what holds everywhere first."""
    found: list[Any] = [CaseloadApp]
    for module in sorted(one.name for one in pkgutil.iter_modules(tui.__path__)):
        for _, kind in getmembers(import_module(f"caseload.tui.{module}"), isclass):
            ours = kind.__module__ == f"caseload.tui.{module}"
            if ours and kind not in found and _named(kind):
                found.append(kind)
    return found


def _named(place: Any) -> list[Binding]:
    """The keys that a place binds itself, and that have a name and words."""
    return [
        one
        for one in vars(place).get("BINDINGS", ())
        if isinstance(one, Binding) and one.id and one.description
    ]


def _shown(one: Binding) -> str:
    keys = [one.key_display] if one.key_display else one.key.split(",")
    return " ".join(f"`{SHOWN_KEYS.get(key, key)}`" for key in keys)


def _words(name: str) -> str:
    """The name of a class in words: CrisisTab is Crisis tab."""
    return re.sub(r"(?<=.)([A-Z])", r" \1", name).capitalize()


def main() -> None:
    """Make them all."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
