"""`caseload help`: topics, the commands by what they are for, and the help of any command."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from caseload import show
from caseload.completion import words
from caseload.errors import NotFoundError

app = typer.Typer(add_completion=False)

FOLDER = Path(__file__).parents[1] / "topics"
TOPICS = tuple(sorted(path.stem for path in FOLDER.glob("*.md")))
"""What has a page of its own, in Markdown."""
BY_FUNCTION = {
    "Assessment": "intake client assess assessment need instrument",
    "Planning": "plan",
    "Resource navigation": "resource refer referral",
    "Care coordination": "care-team consent disclosures appointment calendar",
    "Advocacy": "advocacy",
    "Monitoring": "due log contact watch history task",
    "Crisis support": "crisis safety-plan",
    "Team and standards": (
        "match staff program standard guideline holiday note-format report rollup"
    ),
    "Papers and tables": "render template document import export",
    "The file and its settings": (
        "tui init demo check undo unlock lock backup audit key encrypt decrypt config help"
    ),
}
"""The commands by what they are for: the seven functions of a case manager, and what serves all."""


@app.command("help")
def help_(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC]…",
            help=f"A topic or a command: {', '.join(TOPICS)}, plan goal, …",
            autocompletion=lambda: TOPICS,
        ),
    ] = None,
) -> None:
    """Help by topic, and the commands by what they are for.

    \b
    caseload help
    caseload help dates
    caseload help plan goal
    """
    asked = [word.casefold() for word in topic or []]
    if not asked:
        _show(_overview())
    elif asked[0] in TOPICS and len(asked) == 1:
        _show((FOLDER / f"{asked[0]}.md").read_text(encoding="utf-8"))
    else:
        print(_page_of(ctx.find_root(), asked))


def _overview() -> str:
    """Topics and commands, as Markdown."""
    said = words.page("").commands
    lines = ["# Help", "", "`caseload help TOPIC`, or the name of a command.", ""]
    lines += ["## Topics", "", *(f"- `{name}`: {_about(name)}" for name in TOPICS)]
    for title, commands in BY_FUNCTION.items():
        lines += ["", f"## {title}", ""]
        lines += [f"- `{name}`: {said[name]}" for name in commands.split()]
    return "\n".join([*lines, ""])


def _about(topic: str) -> str:
    """The first sentence below a topic's heading."""
    text = (FOLDER / f"{topic}.md").read_text(encoding="utf-8").partition("\n\n")[2]
    return text.partition(".")[0].replace("\n", " ") + "."


def _page_of(context: Any, asked: list[str]) -> str:
    """The help of a command.

    Raises:
        NotFoundError: There is none; the nearest are named.
    """
    command = context.command
    for place, word in enumerate(asked):
        above = " ".join(asked[:place])
        there = words.page(above).commands
        if word not in there:
            near = words.near(word, above, () if place else TOPICS)
            mend = f"Did you mean {' or '.join(f'{above} {one}'.strip() for one in near)}? "
            raise NotFoundError(
                f"There is no help on {show.shortened(' '.join(asked))!r}. "
                f"{mend if near else ''}All there is: caseload help"
            )
        command = command.get_command(context, word)
        context = typer.Context(command, info_name=word, parent=context)
    return str(command.get_help(context))


def _show(markdown: str) -> None:
    """Markdown for people on a terminal; in a pipe, as it is written."""
    if not sys.stdout.isatty():
        print(markdown, end="")
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(markdown))
