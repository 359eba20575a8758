"""`caseload plan edit`: a plan as text in the person's editor, from a file, or by option."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from caseload import config, plan_reading, plan_rules, plan_text
from caseload.commands import _door as door
from caseload.commands._editor import edited
from caseload.commands.plan_part import tell_lacks
from caseload.errors import ConflictError, InvalidError, UsageError
from caseload.model import Client
from caseload.planning import Plan
from caseload.records import clients, drafts, living_situations, plans
from caseload.records._caseload import Caseload

INVALID = InvalidError.exit_code

Vision = Annotated[str | None, typer.Option("--vision", help="In the client's own words.")]
Strengths = Annotated[str | None, typer.Option("--strengths", help="What they build on.")]
Barriers = Annotated[str | None, typer.Option("--barriers", help="What stands in the way.")]
Supports = Annotated[str | None, typer.Option("--supports", help="Who and what helps.")]
Discharge = Annotated[
    str | None, typer.Option("--discharge-criteria", help="How one will know that it is enough.")
]


def edit(
    ctx: typer.Context,
    client: door.Client,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", readable=False, help="The text; - reads it from standard input."
        ),
    ] = None,
    vision: Vision = None,
    strengths: Strengths = None,
    barriers: Barriers = None,
    supports: Supports = None,
    discharge_criteria: Discharge = None,
) -> None:
    """Edit the draft as text in your editor, or say what changes by option.

    A signed plan is never changed: the first change to it begins the next draft. What can't be
    read is shown again with the mistake named, and nothing that you typed is lost.

    \b
    caseload plan edit C0031
    caseload plan show C0031 --text | caseload plan edit C0031 -
    caseload plan edit C0031 --strengths "Never misses a bill that is on paper."
    """
    prose = door.given(
        vision=vision, strengths=strengths, barriers=barriers, supports=supports,
        discharge_criteria=discharge_criteria,
    )  # fmt: skip
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    if prose:
        if file is not None:
            raise UsageError("Either a text or options; say one of them.")
        saved = plans.change(
            caseload, found.client_id, "edit plan", lambda plan: plan._replace(**prose)
        )
        _tell_saved(found, saved)
    elif file is not None:
        before = plans.newest(caseload, found.client_id)
        _save(caseload, found, before, door.text_of(file))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _edit(caseload, found)
    else:
        raise UsageError("There is no terminal to edit on. Give the text: plan edit CLIENT FILE")


def _edit(caseload: Caseload, client: Client) -> None:
    """The text in the editor until it can be saved; what was typed is kept meanwhile."""
    before = plans.newest(caseload, client.client_id)
    living = living_situations.latest(caseload, client.client_id)
    blank = text = plan_text.write(before, title(client, before), living)
    kept = drafts.kept(caseload, client.client_id, "plan")
    if kept is not None and typer.confirm(
        f"You typed something on {kept.saved_at[:10]} that is not saved. Go on with it?",
        default=True,
        err=True,
    ):
        text = _taken_up(caseload, kept.text, before)
    order = config.read().date_format
    while True:
        text = plan_text.unmarked(edited(text, f"plan-{before.version}.yaml"))
        if text == blank:
            drafts.drop(caseload, client.client_id, "plan")
            door.tell("Nothing changed.")
            return
        drafts.keep(caseload, client.client_id, "plan", text)
        wrong = plan_reading.mistakes(text, before, caseload.today, order)
        if not wrong:
            break
        for one in wrong:
            door.say(str(one))
        if not typer.confirm("Back to the editor?", default=True, err=True):
            door.say("Not saved. What you typed is kept: caseload plan edit goes on with it.")
            raise typer.Exit(INVALID)
        text = plan_text.marked(text, wrong)
    _save(caseload, client, before, text)


def _taken_up(caseload: Caseload, text: str, before: Plan) -> str:
    """Text typed earlier; what somebody else has saved since is named at its top."""
    if f"made_from: {plan_text.stamp(before)}" in text:
        return text
    notes = ["The plan was changed after this text was begun. Saving puts this text in its place."]
    if not plan_reading.mistakes(text, before, caseload.today, config.read().date_format):
        yours = plan_reading.read(text, before, caseload.today, config.read().date_format).plan
        notes += [
            f"{one.where}: there now: {one.before or 'nothing'}; yours: {one.after or 'nothing'}"
            for one in plan_rules.differences(before, yours)
        ]
    wrong = [plan_reading.Mistake(1, note) for note in notes]
    return plan_text.marked(plan_text.restamped(text, before), wrong)


def _save(caseload: Caseload, client: Client, before: Plan, text: str) -> None:
    """Save what a text says, unless the plan is no longer the one that it was made from."""
    with drafts.saving(caseload, client.client_id, "plan", text):
        said = plan_reading.read(text, before, caseload.today, config.read().date_format)
        if said.made_from not in (None, plan_text.stamp(before)):
            raise ConflictError(
                f"The plan of {client.client_id} was changed after this text was made from it. "
                "Yours is kept, not saved: caseload plan edit shows it with what is there now."
            )
        with caseload.write("edit plan", client.client_id):
            saved = plans.revise(caseload, before, said.plan)
            living = living_situations.noted(
                caseload, client.client_id, said.housing, said.employment, said.income_source
            )
    if saved == before and not living:
        door.tell("Nothing changed.")
    else:
        _tell_saved(client, saved, before)


def _tell_saved(client: Client, saved: Plan, before: Plan | None = None) -> None:
    kind = "draft" if saved.status == "draft" else "version"
    door.tell(f"Saved: {kind} {saved.version} of {client.full_name} ({client.client_id}).")
    if before is not None and saved.version != before.version:
        door.tell(f"Version {before.version} stays as it was signed.")
    tell_lacks(saved)


def title(client: Client, plan: Plan) -> str:
    """Whose plan a text is, and which version."""
    return f"Recovery plan of {client.full_name} ({client.client_id}), version {plan.version}"
