"""`caseload safety-plan`: the client's own six steps in a crisis, in versions."""

import sys
from typing import Annotated, Any

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _versions as versions
from caseload.commands._editor import edited
from caseload.errors import ConflictError, InvalidError, UsageError
from caseload.model import Client, SignerRole
from caseload.model.crises import NAMES, STEPS, SafetyPlan, lacks
from caseload.records import clients, drafts, safety_plans, staff
from caseload.records._caseload import Caseload
from caseload.show import day_style, style
from caseload.texts import safety_plan_text

app = typer.Typer(
    add_completion=False,
    help="Safety plans: six steps, in versions that are signed.",
    no_args_is_help=True,
)
KIND = safety_plans.KIND
Steps = list[str] | None
Warning_ = Annotated[Steps, typer.Option("--warning-signs", help="Step 1; once for each line.")]
Coping = Annotated[Steps, typer.Option("--coping", help="Step 2: what they can do themselves.")]
Distractions = Annotated[Steps, typer.Option("--distractions", help="Step 3: people, places.")]
People = Annotated[Steps, typer.Option("--people-who-help", help="Step 4: names and phones.")]
Professionals = Annotated[Steps, typer.Option("--professionals", help="Step 5; 988 too.")]
Safer = Annotated[Steps, typer.Option("--safer-environment", help="Step 6.")]


@app.command("show")
def show_(
    ctx: typer.Context,
    client: door.Client,
    version: versions.Version = None,
    draft: versions.Draft = False,
    text: versions.AsText = False,
    on: door.On = None,
    as_json: door.AsJson = False,
) -> None:
    """The safety plan in force; the draft where there is no other.

    \b
    caseload safety-plan show C0031
    caseload safety-plan show C0031 --text
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    if text and version is None and not draft:
        shown = safety_plans.newest(caseload, found.client_id)
    else:
        shown = safety_plans.chosen(caseload, found.client_id, day, version, the_draft=draft)
    if as_json:
        show.one_json(show.nested(shown), sys.stdout)
    elif text:
        print(safety_plan_text.write(shown, _title(found, shown)), end="")
    else:
        from caseload.show.crisis import safety_plan_page

        name = f"{found.full_name} ({found.client_id})"
        safety_plan_page(shown, name, safety_plans.waits_for(shown), sys.stdout)


def _title(client: Client, plan: SafetyPlan) -> str:
    name = show.safe_line(client.full_name)
    return f"Safety plan of {name} ({client.client_id}), version {plan.version}"


@app.command()
def new(
    ctx: typer.Context,
    client: door.Client,
    warning_signs: Warning_ = None,
    coping: Coping = None,
    distractions: Distractions = None,
    people_who_help: People = None,
    professionals: Professionals = None,
    safer_environment: Safer = None,
) -> None:
    """Begin a safety plan from nothing. To go on from the one in force: safety-plan edit.

    \b
    caseload safety-plan new C0040 --warning-signs "I stop answering my phone"
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    steps = _steps(warning_signs, coping, distractions, people_who_help, professionals,
                   safer_environment)  # fmt: skip
    saved = safety_plans.new(caseload, found.client_id, **steps)
    door.tell(f"Begun: draft {saved.version} for {found.full_name} ({found.client_id}).")
    _tell_lacks(saved)


def _steps(*given: Steps) -> dict[str, Any]:
    """The steps of which something was said; '' alone empties one."""
    return {
        name: tuple(lines) for name, lines in zip(NAMES, given, strict=True) if lines is not None
    }


def _tell_lacks(saved: SafetyPlan) -> None:
    lacking = lacks(saved)
    if lacking:
        door.tell(f"Says nothing yet: {'; '.join(lacking)}.")


@app.command()
def edit(
    ctx: typer.Context,
    client: door.Client,
    file: versions.TextFile = None,
    warning_signs: Warning_ = None,
    coping: Coping = None,
    distractions: Distractions = None,
    people_who_help: People = None,
    professionals: Professionals = None,
    safer_environment: Safer = None,
) -> None:
    """Edit the draft as text in your editor, or say what a step says by option.

    An option given once or several times says the whole step anew. A signed safety plan never
    changes: the first change to it begins the next draft.

    \b
    caseload safety-plan edit C0031
    caseload safety-plan show C0031 --text | caseload safety-plan edit C0031 -
    caseload safety-plan edit C0031 --coping "Walk to the river" --coping "Sudoku"
    """
    steps = _steps(warning_signs, coping, distractions, people_who_help, professionals,
                   safer_environment)  # fmt: skip
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    if steps:
        if file is not None:
            raise UsageError("Either a text or options; say one of them.")
        before = safety_plans.newest(caseload, found.client_id)
        saved = safety_plans.change(caseload, found.client_id, lambda plan: plan._replace(**steps))
        _tell_saved(found, before, saved)
    elif file is not None:
        before = safety_plans.newest(caseload, found.client_id)
        _save(caseload, found, before, door.text_of(file))
    elif show.has_terminal():
        _edit(caseload, found)
    else:
        raise UsageError("There is no terminal to edit on. Give the text: safety-plan edit C0031 -")


def _edit(caseload: Caseload, client: Client) -> None:
    """The text in the editor until it can be saved; what was typed is kept meanwhile."""
    before = safety_plans.newest(caseload, client.client_id)
    blank = text = safety_plan_text.write(before, _title(client, before))
    kept = drafts.kept(caseload, client.client_id, KIND)
    if kept is not None and typer.confirm(
        f"You typed something on {kept.saved_at[:10]} that is not saved. Go on with it?",
        default=True,
        err=True,
    ):
        text = safety_plan_text.restamped(kept.text, before)

    def keep(typed: str) -> None:
        drafts.keep(caseload, client.client_id, KIND, typed)

    while True:
        text = edited(text, f"safety-plan-{before.version}.yaml", keep)
        if text == blank:
            drafts.drop(caseload, client.client_id, KIND)
            door.tell("Nothing changed.")
            return
        wrong = safety_plan_text.mistakes(text, before)
        if not wrong:
            break
        for one in wrong:
            door.say(str(one))
        if not typer.confirm("Back to the editor?", default=True, err=True):
            door.say(
                "Not saved. What you typed is kept: caseload safety-plan edit goes on with it."
            )
            raise typer.Exit(InvalidError.exit_code)
    _save(caseload, client, before, text)


def _save(caseload: Caseload, client: Client, before: SafetyPlan, text: str) -> None:
    """Save what a text says, unless the plan is no longer the one that it was made from."""
    with drafts.saving(caseload, client.client_id, KIND, text):
        said = safety_plan_text.read(text, before)
        if said.made_from not in (None, safety_plan_text.stamp(before)):
            raise ConflictError(
                f"The safety plan of {client.client_id} was changed after this text was made from "
                "it. Yours is kept, not saved: caseload safety-plan edit goes on with it."
            )
        saved = safety_plans.revise(caseload, before, said.plan)
    _tell_saved(client, before, saved)


def _tell_saved(client: Client, before: SafetyPlan, saved: SafetyPlan) -> None:
    if saved == before:
        door.tell("Nothing changed.")
        return
    begun = ", begun from the one before" if saved.version != before.version else ""
    name = f"{client.full_name} ({client.client_id})"
    door.tell(f"Saved: safety plan of {name}, draft {saved.version}{begun}.")
    _tell_lacks(saved)


@app.command()
def sign(
    ctx: typer.Context,
    client: door.Client,
    role: versions.Role = SignerRole.CASE_MANAGER,
    signer: versions.Signer = None,
    method: versions.Method = None,
    refused: versions.Refused = None,
    on: versions.SignedOn = None,
) -> None:
    """Sign the draft; with the client's and the case manager's signature it is in force.

    \b
    caseload --staff Whitfield safety-plan sign C0020 --as client --method in_person
    caseload --staff Whitfield safety-plan sign C0020
    """
    how = versions.method_of(method, refused)
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    saved = safety_plans.sign(
        caseload, found.client_id, role, door.day(caseload, on), signer=signer,
        method=how, reason=refused,
    )  # fmt: skip
    waits = safety_plans.waits_for(saved)
    versions.tell_signed(saved.version, saved.signatures, waits)
    if not waits and saved.signed_on is not None:
        day = day_style.spoken(saved.signed_on, caseload.today)
        paper = f"On paper: caseload render safety_plan {found.client_id}"
        door.tell(f"In force since {day}. {paper}")


@app.command()
def diff(
    ctx: typer.Context,
    client: door.Client,
    old: versions.Old = None,
    new: versions.New = None,
    as_json: door.AsJson = False,
) -> None:
    """What differs between two versions, step by step.

    \b
    caseload safety-plan diff C0031
    """
    from caseload.rules.plan_rules import Difference

    caseload = door.opened(ctx)
    client_id = clients.find(caseload, client).client_id
    before, after = versions.two_of(
        client_id, old, new,
        lambda: safety_plans.newest(caseload, client_id),
        lambda version: safety_plans.get(caseload, client_id, version),
    )  # fmt: skip
    differing = [
        Difference(
            step.title,
            "\n".join(before.lines(step.name)) or None,
            "\n".join(after.lines(step.name)) or None,
        )
        for step in STEPS
        if before.lines(step.name) != after.lines(step.name)
    ]
    versions.show_differing(differing, before.version, after.version, as_json=as_json)


@app.command("history")
def history_(ctx: typer.Context, client: door.Client, as_json: door.AsJson = False) -> None:
    """Versions and signatures, the newest first.

    \b
    caseload safety-plan history C0031
    """
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    from caseload.show.crisis import history

    plans = safety_plans.versions(caseload, found.client_id)
    with style.as_it_comes(as_json):
        rows = list(history(plans, staff.names(caseload)))
    if as_json:
        names = ("day", "what", "said")
        show.one_json([dict(zip(names, row, strict=True)) for row in rows], sys.stdout)
        return
    told = [
        (day_style.plain(day), f"{what}{f': {said}' if said else ''}") for day, what, said in rows
    ]
    show.facts(told or [("safety plans", "none yet")], sys.stdout)
