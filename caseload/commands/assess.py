"""`caseload assess`: an instrument's items answered, or an assessment in words alone."""

from pathlib import Path
from typing import Annotated

import typer

from caseload import show
from caseload.commands import _door as door
from caseload.commands import _items
from caseload.errors import UsageError
from caseload.model import Client, Obligation
from caseload.model.assessing import NARRATIVE, ActionLevel, Instrument, Need
from caseload.model.planning import Domain
from caseload.records import assessments, clients, drafts, needs
from caseload.records._caseload import Caseload
from caseload.rules import assessment_rules
from caseload.settings import instruments
from caseload.show import day_style
from caseload.texts import answer_reading

app = typer.Typer(add_completion=False)


@app.command("assess")
def assess(
    ctx: typer.Context,
    client: door.Client,
    instrument: Annotated[
        str, typer.Argument(metavar="INSTRUMENT", help="Its name, such as phq-9; or narrative.")
    ],
    on: Annotated[
        str | None, typer.Option("--on", "--assessed-on", metavar="DATE", help="The day; today.")
    ] = None,
    item: Annotated[
        list[str] | None,
        typer.Option("--item", metavar="ITEM=VALUE", help="An answer; may be repeated."),
    ] = None,
    answers: Annotated[
        str | None,
        typer.Option("--answers", metavar="VALUES", help="All in order: 2,1,0,…; - leaves out."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="FILE", readable=False, help="YAML, JSON or CSV of item and value."
        ),
    ] = None,
    need: Annotated[
        list[str] | None,
        typer.Option("--need", metavar="DOMAIN=LEVEL", help="With narrative: housing=act_now."),
    ] = None,
    strengths: Annotated[str | None, typer.Option("--strengths", help="In words.")] = None,
    challenges: Annotated[str | None, typer.Option("--challenges", help="In words.")] = None,
    remark: Annotated[str | None, typer.Option("--remark", help="In words.")] = None,
    goal: Annotated[
        list[Domain] | None,
        typer.Option("--goal", metavar="DOMAIN", help="Make the need found there a goal."),
    ] = None,
) -> None:
    """Assess a client with an instrument, or in words alone.

    What is flagged is said at once, with the steps for a crisis where they belong to it. On a
    terminal without answers it asks item by item: < goes back, and what was answered is kept and
    offered again when you are interrupted. What an assessment finds is recorded as needs.

    \b
    caseload assess C0031 phq-9 --answers 1,2,1,1,0,1,1,0,0,1
    caseload assess C0031 gad-7 --item 1=2 --item 2=1 --item 3=1 --item 4=0 --item 5=0 --item 6=1 \
--item 7=0
    caseload assess C0031 narrative --need housing=act --strengths "Keeps every appointment"
    """
    ways = [each for each in (item, answers, source) if each is not None]
    if len(ways) > 1:
        raise UsageError("Give the answers in one way: --item, --answers or --from.")
    caseload = door.opened(ctx)
    found = clients.find(caseload, client)
    day = door.day(caseload, on)
    told = {"strengths": strengths, "challenges": challenges, "remark": remark}
    if instrument.strip().casefold() == NARRATIVE:
        if ways:
            raise UsageError("narrative has no items; say --strengths, --challenges, --need.")
        levels = _levels(need)
        if not levels and not any(told.values()) and show.has_terminal():
            told, levels = _words_asked(), _needs_asked()
        done = assessments.narrate(
            caseload, found.client_id, day, levels=levels, goals=goal or (), **told
        )
        _said_back(caseload, found, done, None)
        return
    if need:
        raise UsageError("--need is for narrative; an instrument's needs follow from its answers.")
    chosen = instruments.find(instrument)
    given = _given(chosen, item, answers, source)
    if given is not None:
        # Before anything can be refused: an answer like this is acted on, whatever the form lacks.
        _items.tell_flags(chosen, assessment_rules.readable(chosen, given))
    elif show.has_terminal():
        given = _items.asked(caseload, found.client_id, chosen)
        if any(one.domain for one in chosen.items) and not any(told.values()):
            told = _words_asked()
    else:
        raise UsageError(
            f"Say the answers: --answers with {len(chosen.items)} values, --item or --from. On a "
            "terminal they are asked. The items: caseload instrument show "
            f"{chosen.name}"
        )
    done = assessments.assess(
        caseload, found.client_id, chosen, given, day, goals=goal or (), **told
    )  # fmt: skip
    drafts.drop(caseload, found.client_id, _items.kind(chosen))
    _said_back(caseload, found, done, chosen)


def _given(
    chosen: Instrument, item: list[str] | None, answers: str | None, source: Path | None
) -> dict[str, str] | None:
    """The answers that options or a file give; None when none do."""
    if item is not None:
        found: dict[str, str] = {}
        for each in item:
            name, equals, value = each.partition("=")
            if not equals or name in found:
                raise UsageError(f"--item {each!r}: write each once, as 9=1.")
            found[name] = value
        return found
    if answers is not None:
        return assessment_rules.in_order(chosen, answers.replace(";", ",").split(","))
    if source is not None:
        return answer_reading.answers(door.text_of(source), source.name)
    return None


def _levels(said: list[str] | None) -> dict[Domain, ActionLevel]:
    found: dict[Domain, ActionLevel] = {}
    for each in said or ():
        domain, _, level = (part.strip() for part in each.partition("="))
        if domain not in list(Domain) or level not in list(ActionLevel):
            raise UsageError(
                f"--need {each!r}: write DOMAIN=LEVEL. Domains: {', '.join(Domain)}. Levels: "
                f"{', '.join(ActionLevel)}."
            )
        found[Domain(domain)] = ActionLevel(level)
    return found


def _words_asked() -> dict[str, str | None]:
    names = ("strengths", "challenges", "remark")
    return {name: _items.prompted(f"{name.capitalize()} (Enter for none): ") for name in names}


def _needs_asked() -> dict[Domain, ActionLevel]:
    """Needs as they are typed, until nothing is."""
    said = list[str]()
    while text := _items.prompted("A need, such as housing=act (Enter when there is none): "):
        said.append(text)
    return _levels(said)


# --- what was done -------------------------------------------------------------------------------


def _said_back(
    caseload: Caseload,
    client: Client,
    done: assessments.Assessed,
    instrument: Instrument | None,
) -> None:
    from caseload.show.assessment import came_to

    one, today = done.assessment, caseload.today
    result = came_to(one, done.before, instrument, today)
    door.tell(
        f"Assessed {one.assessment_id}: {client.full_name} ({client.client_id}), {one.instrument}, "
        f"{day_style.spoken(one.assessed_on, today)}: {result}."
    )
    if one.flags:
        door.tell(f"FLAGGED: item {', '.join(one.flags)}, as said above.")
    if one.found_strengths:
        door.tell(f"Strengths: {assessment_rules.domains_in_words(one.found_strengths)}.")
    _tell_needs(done.needs)
    _make_goals(caseload, done)
    door.tell_next(caseload, client.client_id, Obligation.ASSESSMENT)


def _tell_needs(found: needs.FoundNeeds) -> None:
    said = [f"{_named(one)}, {_plain(one.level)}, new" for one in found.added]
    said += [
        f"{_named(now)}, {_plain(now.level)}, was {_plain(was.level)}" for was, now in found.changed
    ]
    said += [f"{_named(one)}, {_plain(one.level)}, as before" for one in found.same]
    if said:
        door.tell(f"Needs: {'; '.join(said)}.")
    if found.not_found:
        first = found.not_found[0]
        those = ", ".join(_named(one) for one in found.not_found)
        door.tell(
            f"Not found this time, and still open: {those}. When it is met: caseload need met "
            f"{first.need_id}"
        )


def _named(one: Need) -> str:
    return f"{_plain(one.domain)} ({one.need_id})"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _make_goals(caseload: Caseload, done: assessments.Assessed) -> None:
    """Say which needs were made goals; on a terminal ask it of each new one."""
    for one in done.goals:
        _items.tell_goal(one)
    if done.goals or not done.needs.added:
        return
    if not show.has_terminal():
        door.tell(f"Make one a goal: caseload need goal {done.needs.added[0].need_id}")
        return
    for one in done.needs.added:
        _items.ask_goal(caseload, one, _named(one))
