"""`caseload init`: a new caseload file, encrypted unless one says otherwise."""

from typing import Annotated, Any

import typer

from caseload import entrance, show
from caseload.commands import _door as door
from caseload.errors import UsageError
from caseload.records import standards
from caseload.records._opening import refuse_short
from caseload.records.beginning import Beginning
from caseload.settings import config
from caseload.texts.first_reading import GOES_WITH, QUESTIONS, applies, understood

app = typer.Typer(add_completion=False)


@app.command("init")
def init(
    ctx: typer.Context,
    agency: Annotated[str | None, typer.Option("--agency", help="The agency's name.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Your full name; you become its first staff.")
    ] = None,
    credentials: Annotated[
        list[str] | None, typer.Option("--credentials", help="LPC, LCSW, …; may be repeated.")
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="What you do; usually case_manager.")
    ] = None,
    program: Annotated[
        list[str] | None, typer.Option("--program", help="What is offered; may be repeated.")
    ] = None,
    counties: Annotated[
        list[str] | None, typer.Option("--counties", help="Where you serve; may be repeated.")
    ] = None,
    standard: Annotated[
        list[str] | None,
        typer.Option(
            "--standard", metavar="NAME", help="Which apply; may be repeated. '' is none."
        ),
    ] = None,
    first_within_days: Annotated[
        str | None,
        typer.Option("--first-within-days", metavar="DAYS", help="For the first contact."),
    ] = None,
    no_encrypt: Annotated[
        bool, typer.Option("--no-encrypt", help="A plain file, which anyone can read.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask for the passphrase alone; the rest is as usual.")
    ] = False,
) -> None:
    """Make a new caseload file.

    At a terminal it asks for your agency, name, programs, counties and standards, one thing at a
    time; Enter passes, and what an option says is not asked. Without an answer, the
    standard is the monthly contact. The file is encrypted with a passphrase. Write down
    the recovery key that it shows, for without either nobody opens the file again.

    \b
    caseload init --name "Dana Whitfield" --credentials QMHP-CS
    caseload init --agency "Heart of Texas Recovery" --program ACT-lite --counties "McLennan;Hill"
    caseload init --yes --standard "Face to face every month" --first-within-days 7
    caseload --file practice.db init --no-encrypt
    """
    options: entrance.Door = ctx.obj
    entrance.refuse_new(options)
    answers = _texts(
        agency=agency, name=name, role=role, credentials=credentials, program=program,
        counties=counties, standard=standard, first_within_days=first_within_days,
    )  # fmt: skip
    for each in answers:
        understood(each, answers[each])
    asks = show.has_terminal() and not yes
    if not asks:
        _refuse_idle(answers)
    passphrase: str | None = None
    if not no_encrypt:
        # Before the questions: whatever is wrong with it costs no answers.
        if asks:
            door.say("First a passphrase, of several words: without it nobody opens the file.")
        passphrase = refuse_short(config.passphrase(options.passphrase_file, new=True))
    if asks:
        from caseload.commands import _init_asking

        answers = _init_asking.ask(answers)
    said = {each: understood(each, answers[each]) for each in answers}
    begins = Beginning(**{name: said[name] for name in said if name in Beginning._fields})
    key = entrance.make(options, None if passphrase is None else lambda: passphrase, begins)
    door.tell(f"Made {options.path}.")
    try:
        if "agency" in said:
            config.keep_agency(said["agency"])
        _tell_changes(said)
        door.tell("Next: caseload import clients ROSTER.csv, or caseload client add FIRST LAST")
    finally:
        # Last, so that nothing moves off the screen what is to be written down.
        door.tell_recovery(key)


def _texts(**options: str | list[str] | None) -> dict[str, str]:
    """What the options say, as it would be typed; what they don't say is left out."""
    return {
        name: text if isinstance(text, str) else ";".join(text)
        for name, text in options.items()
        if text is not None
    }


def _refuse_idle(answers: dict[str, str]) -> None:
    """Refuse what nothing would be done with.

    Raises:
        UsageError: What it goes with is not said.
    """
    for each in answers:
        if answers[each].strip() and not applies(each, answers):
            raise UsageError(
                f"--{each.replace('_', '-')} goes with {GOES_WITH[each]}: say that too, or leave "
                "it out."
            )


def _tell_changes(said: dict[str, Any]) -> None:
    """Say for each answer by which command another is given."""
    if not said:
        return
    door.tell("Each answer can be changed:")
    for question in QUESTIONS:
        if question.name in said:
            value = said[question.name]
            told = "; ".join(value) if isinstance(value, tuple) else show.cell(value)
            door.tell(f"  {question.asks.rstrip('?')}: {told or 'nothing said'}")
            for words in _changes(question.name, said):
                door.tell(f"    {door.command_line(*words)}")


def _changes(name: str, said: dict[str, Any]) -> list[tuple[str, ...]]:
    """The commands that give another answer, each as its words."""
    value = said[name]
    who = said.get("name")
    mine = ("staff", "edit", who) if who else ("staff", "add", "NAME")
    if name == "agency":
        return [("config", config.AGENCY_NAME, value or "NAME")]
    if name == "name":
        return [(*mine, "--name", who) if who else mine]
    if name == "credentials":
        return [(*mine, "--credentials", ";".join(value))]
    if name == "program":
        return [*(("program", "edit", one, "--help") for one in value), ("program", "add", "NAME")]
    if name == "counties":
        programs = (("program", "edit", one) for one in said.get("program", ()))
        return [(*each, "--counties", ";".join(value)) for each in (mine, *programs)]
    if name == "standard":
        return [("standard", "list"), *(("standard", "edit", one, "--inactive") for one in value)]
    days = "" if value is None else str(value)
    timed = standards.timed(said.get("standard", standards.USUAL))
    return [("standard", "edit", one, "--first-within-days", days) for one in timed]
