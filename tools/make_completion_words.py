"""Make caseload/completion/words.txt from the commands: python tools/make_completion_words.py."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from caseload import cli
from caseload.completion.words import NONE

PLACE = Path(__file__).parents[1] / "caseload" / "completion" / "words.txt"


def pages(command: Any = None, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each command by what is typed for it, '' for the program itself, in the order of the help."""
    command = command or typer.main.get_command(cli.app)
    yield path, command
    if isinstance(command, TyperGroup):
        context = typer.Context(command)
        for name in command.list_commands(context):
            yield from pages(command.get_command(context, name), f"{path} {name}".strip())


def made() -> str:
    """The text of the file."""
    return "".join(_page(path, command) for path, command in pages())


def _page(path: str, command: Any) -> str:
    context = typer.Context(command, info_name="caseload", help_option_names=["--help"])
    lines = [f"[{path}] {command.get_short_help_str(1000)}"]
    lines += [_word(one, context) for one in command.get_params(context) if not one.hidden]
    return "\n" + "\n".join(lines) + "\n"


def _word(one: TyperArgument | TyperOption, context: typer.Context) -> str:
    known = one.shell_complete(context, "")
    words = "|".join(each.value for each in known if each.type == "plain")
    said = " ".join((one.help or "").split())
    kind = "" if words else (one.metavar or "").strip("[].…")
    if "|" in kind and kind.islower():
        # Of a field that may be emptied, whose words are checked by the command.
        kind, words = "", kind
    if isinstance(one, TyperArgument):
        return "\t".join(("arguments" if one.nargs == -1 else "argument", kind, words, said))
    kind = NONE if one.is_flag else kind
    return "\t".join((" ".join([*one.opts, *one.secondary_opts]), kind, words, said))


if __name__ == "__main__":
    PLACE.write_text(made(), encoding="utf-8")
