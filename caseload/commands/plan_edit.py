"""`caseload plan edit`: a plan as text in the person's editor, from a file, or by option."""

import sys
from typing import Annotated, NamedTuple

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _fields as fields
from caseload.commands import _versions as versions
from caseload.commands._editor import edited
from caseload.commands.plan_part import tell_saved
from caseload.errors import ConflictError, InvalidError, UsageError
from caseload.model import Client
from caseload.model.planning import LivingSituation, Plan
from caseload.records import clients, drafts, living_situations, plans
from caseload.records._caseload import Caseload
from caseload.rules import plan_rules
from caseload.settings import config
from caseload.texts import plan_reading, plan_text
from caseload.tree import Mistake

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
    file: versions.TextFile = None,
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
    prose = fields.given(
        vision=vision, strengths=strengths, barriers=barriers, supports=supports,
        discharge_criteria=discharge_criteria,
    )  # fmt: skip
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    if prose:
        if file is not None:
            raise UsageError("Either a text or options; say one of them.")
        before = plans.newest(caseload, found.client_id)
        saved = plans.change(
            caseload, found.client_id, "edit plan", lambda plan: plan._replace(**prose)
        )
        _tell(found, saved, before)
    elif file is not None:
        _save(caseload, found, _begun(caseload, found), door.text_of(file))
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _edit(caseload, found)
    else:
        raise UsageError("There is no terminal to edit on. Give the text: plan edit CLIENT FILE")


class _Begun(NamedTuple):
    """What a text is made from: the newest version, and how the client lives."""

    plan: Plan
    living: LivingSituation | None

    @property
    def stamp(self) -> str:
        return plan_text.stamp(self.plan, self.living)


def _begun(caseload: Caseload, client: Client) -> _Begun:
    return _Begun(
        plans.newest(caseload, client.client_id),
        living_situations.latest(caseload, client.client_id),
    )


def _edit(caseload: Caseload, client: Client) -> None:
    """The text in the editor until it can be saved; what was typed is kept meanwhile."""
    before = _begun(caseload, client)
    blank = text = plan_text.write(before.plan, title(client, before.plan), before.living)
    kept = drafts.kept(caseload, client.client_id, "plan")
    own = kept is not None and typer.confirm(
        f"You typed something on {kept.saved_at[:10]} that is not saved. Go on with it?",
        default=True,
        err=True,
    )
    if kept is not None and own:
        text = _taken_up(caseload, kept.text, before)
    order = config.read().date_format

    def keep(typed: str) -> None:
        drafts.keep(caseload, client.client_id, "plan", plan_text.unmarked(typed))

    while True:
        text = plan_text.unmarked(edited(text, f"plan-{before.plan.version}.yaml", keep))
        if text == blank:
            if own:
                drafts.drop(caseload, client.client_id, "plan")
            door.tell("Nothing changed.")
            return
        own = True
        wrong = plan_reading.mistakes(text, before.plan, caseload.today, order)
        if not wrong:
            break
        for one in wrong:
            door.say(str(one))
        if not typer.confirm("Back to the editor?", default=True, err=True):
            door.say("Not saved. What you typed is kept: caseload plan edit goes on with it.")
            raise typer.Exit(INVALID)
        text = plan_text.marked(text, wrong)
    _save(caseload, client, before, text)


def _taken_up(caseload: Caseload, text: str, before: _Begun) -> str:
    """Text typed earlier; what somebody else has saved since is named at its top."""
    if f"made_from: {before.stamp}" in text:
        return text
    notes = ["The plan was changed after this text was begun. Saving puts this text in its place."]
    order = config.read().date_format
    if not plan_reading.mistakes(text, before.plan, caseload.today, order):
        yours = plan_reading.read(text, before.plan, caseload.today, order)
        told = plan_rules.differences(before.plan, yours.plan)
        for name in plan_reading.LIVING:
            now, said = getattr(before.living, name, None), getattr(yours, name)
            if now != said:
                told.append(plan_rules.Difference(name.replace("_", " "), now, said))
        notes += [
            f"{one.where}: there now: {one.before or 'nothing'}; yours: {one.after or 'nothing'}"
            for one in told
        ]
    wrong = [Mistake(1, note) for note in notes]
    return plan_text.marked(plan_text.restamped(text, before.plan, before.living), wrong)


def _save(caseload: Caseload, client: Client, before: _Begun, text: str) -> None:
    """Save what a text says, unless the plan is no longer the one that it was made from."""
    with drafts.saving(caseload, client.client_id, "plan", text):
        said = plan_reading.read(text, before.plan, caseload.today, config.read().date_format)
        with caseload.write("edit plan", client.client_id):
            now = _begun(caseload, client).stamp
            if now != before.stamp or said.made_from not in (None, now):
                raise ConflictError(
                    f"The plan of {client.client_id}, or how they live, was changed after this "
                    "text was made from it. Yours is kept, not saved: caseload plan edit shows it "
                    "with what is there now."
                )
            saved = plans.revise(caseload, before.plan, said.plan)
            living = living_situations.noted(
                caseload, client.client_id, said.housing, said.employment, said.income_source
            )
    _tell(client, saved, before.plan, otherwise=living)


def _tell(client: Client, saved: Plan, before: Plan, *, otherwise: bool = False) -> None:
    tell_saved(f"{client.full_name} ({client.client_id})", saved, before, otherwise=otherwise)


def title(client: Client, plan: Plan) -> str:
    """Whose plan a text is, and which version."""
    name = show.safe_line(client.full_name)
    return f"Recovery plan of {name} ({client.client_id}), version {plan.version}"
