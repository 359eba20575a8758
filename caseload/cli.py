"""The front door: global options, the tree of commands, and where errors come out.

Nowhere else does an error become a sentence on standard error and an exit code. Each command's
module is imported when that command is called, and not before.
"""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from caseload import __version__
from caseload.entrance import Door
from caseload.errors import CaseloadError
from caseload.show import style, widths

COMMANDS = (
    "due",
    "watch",
    "history",
    "log",
    "tui",
    "intake",
    "client",
    "match",
    "contact",
    "plan",
    "assess",
    "assessment",
    "need",
    "resource",
    "refer",
    "referral",
    "care-team",
    "consent",
    "disclosures",
    "appointment",
    "task",
    "advocacy",
    "calendar",
    "crisis",
    "safety-plan",
    "staff",
    "program",
    "guideline",
    "holiday",
    "note-format",
    "standard",
    "instrument",
    "render",
    "template",
    "document",
    "import",
    "export",
    "report",
    "rollup",
    "init",
    "demo",
    "check",
    "undo",
    "unlock",
    "lock",
    "backup",
    "audit",
    "key",
    "encrypt",
    "decrypt",
    "config",
    "help",
)
GLOBAL_OPTIONS = (
    "--file",
    "--staff",
    "--passphrase-file",
    "--allow-unsafe-location",
    "--no-color",
    "--version",
)
INTERRUPTED = 130
READER_GONE = 141
"""What a shell says of a program that SIGPIPE ended, as it ends most others before `| head`."""
TYPERS_LEAST = 52
"""Columns. On a narrower terminal Typer writes as if there were these, unless it is told."""


def module_of(command: str) -> str:
    """The module that a command lives in; the full-screen program is a door of its own."""
    if command == "tui":
        return "caseload.tui.command"
    # `import` is a word of Python's own.
    name = "import_" if command == "import" else command.replace("-", "_")
    return f"caseload.commands.{name}"


class Commands(TyperGroup):
    """The tree of commands, each loaded when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands, the daily ones first."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, loaded from the file of its name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(module_of(cmd_name))
        # Typer's boxes can't be read at 40 columns, break our lines and hide the examples' starts.
        module.app.rich_markup_mode = None
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        below = getattr(command, "commands", None)
        if below is not None:
            from caseload.commands._examples import first_of

            command.epilog = first_of(below.values())
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was typed; the nearest ones are named where there is none.

        Typer looks for those among commands that are loaded already, and here none is.
        """
        try:
            return super().resolve_command(ctx, args)
        except typer.TyperException as error:
            from caseload.completion import words

            near = words.near(args[0]) if args else []
            if near:
                error.message += _did_you_mean(near)
            raise


app = typer.Typer(
    cls=Commands,
    name="caseload",
    no_args_is_help=False,
    add_completion=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"caseload {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def front_door(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="PATH", readable=False, help="The caseload file."),
    ] = None,
    staff: Annotated[
        str | None, typer.Option("--staff", metavar="STAFF", help="Who is acting.")
    ] = None,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--passphrase-file", metavar="FILE", readable=False, help="Holds the passphrase."
        ),
    ] = None,
    allow_unsafe_location: Annotated[
        bool,
        typer.Option("--allow-unsafe-location", help="Also on a share or in a synced folder."),
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Never use colour.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Who is due for contact today, and everything around it, in one file on this machine.

    Start with: caseload demo (an invented caseload to try), or caseload init (your own).
    """
    if no_color:
        os.environ["NO_COLOR"] = "1"
    ctx.obj = Door(file, staff, passphrase_file, allow_unsafe_location)
    if ctx.invoked_subcommand is None:
        from caseload.commands import due

        due.greet(ctx)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _prepare_streams()
    try:
        return _answered(arguments)
    except BrokenPipeError:
        # Without this, Python complains once more while it shuts down.
        nothing = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nothing, stream.fileno())
        return READER_GONE


def _answered(arguments: Sequence[str] | None) -> int:
    """Run one command, say what went wrong, and return its exit code.

    Raises:
        BrokenPipeError: Whoever read what it says has gone.
    """
    try:
        command = typer.main.get_command(app)
        with style.of_a_command():
            code = command.main(
                None if arguments is None else list(arguments),
                prog_name="caseload",
                standalone_mode=False,
                terminal_width=_narrow(),
            )
        sys.stdout.flush()
        if code == INTERRUPTED:
            # Typer's answer to Ctrl-C, which is silent, and stays on the line of the question.
            print(file=sys.stderr)
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except CaseloadError as error:
        _complain(str(error))
        return error.exit_code
    except typer.TyperException as error:
        _usage(error)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _complain("interrupted; nothing more was done.")
        return INTERRUPTED
    except SystemExit:
        # Typer's answer to a broken pipe, whatever it was told; to all else it returns.
        raise BrokenPipeError from None
    except BrokenPipeError:
        raise
    except OSError as error:
        from caseload.errors import StorageError

        what = error.filename or "What was asked for"
        _complain(f"{what} can't be written or read: {error.strerror}. Try another place.")
        return StorageError.exit_code
    except Exception as error:
        from caseload.faults import without_secrets

        _complain(without_secrets(error))
        return 1


def _narrow() -> int | None:
    """How wide help may be where Typer would still write 50 letters a line."""
    columns = shutil.get_terminal_size().columns
    return columns if columns < TYPERS_LEAST else None


def _prepare_streams() -> None:
    """Letters that a pipe's encoding lacks are shown by number instead of ending the program.

    A stream that is not there, as in a service of Windows, reads nothing and drops what it is told.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nothing = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - till the end
            setattr(sys, name, nothing)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _complain(sentence: str) -> None:
    # A page that was pasted by mistake is not told back whole.
    short = re.sub(r"\S{600,}", lambda word: f"{word[0][:200]}…", sentence)
    print(widths.sentence(f"caseload: {short}", sys.stderr), file=sys.stderr)


def _did_you_mean(near: Sequence[str]) -> str:
    """The nearest that there are, as Typer says it of sub-commands."""
    return f" Did you mean {', '.join(repr(one) for one in near)}?"


def _usage(error: typer.TyperException) -> None:
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())
        return
    near = getattr(error, "possibilities", None)
    said = f"{error.message}.{_did_you_mean(near)}" if near else error.format_message()
    # Typer sets the words that may stand there on lines of their own.
    _complain(" ".join(said.split()))
    option = getattr(error, "option_name", None)
    if option in GLOBAL_OPTIONS:
        print(f"{option} stands before the command: caseload {option} …", file=sys.stderr)
    if context is not None:
        print(f"Try: {context.command_path} --help", file=sys.stderr)
