"""How a recovery plan looks on a terminal: as a page, beside another version, and over time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Any, TextIO

from caseload.model import SignerRole
from caseload.model.planning import (
    Goal,
    LivingSituation,
    Objective,
    Plan,
    PlanReview,
    Progress,
    Signature,
    SignatureMethod,
    WorkStatus,
)
from caseload.rules import plan_edits, plan_rules
from caseload.show import day_style, is_narrow, safe_line, style
from caseload.show.page import Page
from caseload.show.widths import cells, fit, wrapped

BAR = 10
"""Columns of a bar of progress."""
MOST_COMPARED = 10_000_000
"""Words of one text times words of the other: beyond that, matching them takes minutes."""


def words(value: str) -> str:
    """A word of ours as people read it: in_progress is in progress."""
    return value.replace("_", " ")


# --- a plan --------------------------------------------------------------------------------------


def title(plan: Plan, name: str, in_force: Plan | None = None) -> str:
    """Whose plan, which version, and where it stands."""
    if plan.status == "draft":
        stands = f"draft {plan.version}"
        if in_force is not None and in_force.effective_on is not None:
            since = day_style.plain(in_force.effective_on)
            stands += f" (version {in_force.version} in force since {since})"
    elif plan.effective_on is None:
        stands = f"version {plan.version}, never in force"
    elif plan.status == "active":
        stands = f"version {plan.version}, in force since {day_style.plain(plan.effective_on)}"
    else:
        stands = f"version {plan.version}, signed {day_style.plain(plan.effective_on)}, superseded"
    return style.apart([f"{name} ({plan.client_id})", "Recovery plan", stands])


def plan_page(
    plan: Plan,
    name: str,
    out: TextIO,
    *,
    in_force: Plan | None = None,
    required: Sequence[SignerRole] = (),
    living: LivingSituation | None = None,
) -> None:
    """Write one version.

    Args:
        plan: The version.
        name: Whose it is.
        out: Where to.
        in_force: The version in force, when this is another.
        required: Who must sign a draft.
        living: How the client lives, as last known.
    """
    page = Page(out)
    page.text(title(plan, name, in_force), code="1")
    if plan.vision:
        page.line()
        said = f"“{plan.vision}”"
        page.text(f"vision: {said}" if style.now().plain else said, 2, code="1")
    prose = ("strengths", "barriers", "supports", "discharge_criteria")
    told = [(words(name).removesuffix(" criteria"), getattr(plan, name)) for name in prose]
    told.append(("lives", living_in_words(living) if living else None))
    if any(text for _, text in told):
        page.line()
    for name, text in told:
        page.fact(name, text)
    for place, part in plan_edits.parts(plan):
        _part(page, place, part)
    page.line()
    for one in plan.signatures:
        page.fact(_signed_or_refused(one), signature_in_words(one))
    if plan.status == "draft":
        waits = [words(role) for role in plan_rules.unsigned(required, plan.signatures)]
        lacking = [str(one) for one in plan_rules.lacks(plan)]
        page.fact("lacks", style.apart([*lacking, *[f"signature: {role}" for role in waits]]))


def _part(page: Page, place: plan_edits.Place, part: plan_edits.Part) -> None:
    number = plan_edits.number(place)
    if style.now().plain:
        _part_plainly(page, number, part)
    elif isinstance(part, Goal):
        page.line()
        _headed(page, 0, number, part.statement, part, words(part.domain), code="1")
    elif isinstance(part, Objective):
        _headed(page, 2, number, part.statement, part)
        page.fact("measure", part.measure, 7)
        page.fact("target", day_style.plain(part.target_on) if part.target_on else None, 7)
    else:
        told = ", ".join(filter(None, (part.responsible, part.frequency, part.duration)))
        page.text(f"{part.action}{f' — {told}' if told else ''}", 9, " " * 7 + "·")


def _part_plainly(page: Page, number: str, part: plan_edits.Part) -> None:
    if isinstance(part, Goal):
        page.line()
        page.fact(f"goal {number}", part.statement)
        page.fact("domain", words(part.domain))
    elif isinstance(part, Objective):
        page.fact(f"objective {number}", part.statement)
        page.fact("measure", part.measure)
        page.fact("target", day_style.plain(part.target_on) if part.target_on else None)
    else:
        page.fact("intervention", part.action)
        for name in ("responsible", "frequency", "duration"):
            page.fact(name, getattr(part, name))
        return
    page.fact("standing", standing(part.status, part.progress))


def _headed(
    page: Page,
    indent: int,
    number: str,
    text: str,
    part: Goal | Objective,
    before: str = "",
    code: str = "",
) -> None:
    """A goal or an objective: number and statement, and how far it has come at the right."""
    stands = style.apart([before, standing(part.status, part.progress)])
    start = f"{' ' * indent}{number}  "
    room = page.width - cells(start) - cells(stands) - 2
    if not is_narrow(page.width) and "\n" not in text and cells(safe_line(text)) <= room:
        shown = fit(text, room)
        page.line(f"{start}{page.style(code, shown) if code else shown}  {stands}")
    else:
        page.text(text, cells(start), start, code)
        page.text(stands, cells(start))


def standing(status: WorkStatus, progress: int) -> str:
    """Where something stands: "▓▓▓▓▓▓░░░░  60 %", "met", "dropped"."""
    if status in (WorkStatus.MET, WorkStatus.DROPPED):
        return words(status)
    if status is WorkStatus.NOT_STARTED and not progress:
        return "not started"
    if style.now().plain:
        return f"{progress} %"
    full = round(progress * BAR / 100)
    return f"{'▓' * full}{'░' * (BAR - full)} {progress:3d} %"


def part_in_words(plan: Plan, key: str) -> str:
    """A goal or an objective by its id, and where it stands: "1.2 Rent paid on time: 60 %"."""
    place, part = next(each for each in plan_edits.parts(plan) if each[1][0] == key)
    assert isinstance(part, Goal | Objective)
    closed = part.status in (WorkStatus.MET, WorkStatus.DROPPED)
    stands = words(part.status) if closed else f"{part.progress} %"
    return f"{plan_edits.number(place)} {part.statement}: {stands}"


def signature_in_words(one: Signature) -> str:
    """Who, in which role, how and when; a refusal with its reason."""
    who = ", ".join(filter(None, (one.signer, one.credentials)))
    if one.method is SignatureMethod.REFUSED:
        return f"{who} ({words(one.role)}) refused, {day_style.plain(one.signed_on)}: {one.reason}"
    return f"{who} ({words(one.role)}), {words(one.method)}, {day_style.plain(one.signed_on)}"


def _signed_or_refused(one: Signature) -> str:
    return "refused" if one.method is SignatureMethod.REFUSED else "signed"


def living_in_words(living: LivingSituation) -> str:
    """How a client lives, and since when that is known."""
    told = [words(one) for one in (living.housing, living.employment) if one]
    told += [f"income: {living.income_source}"] if living.income_source else []
    return f"{', '.join(told)} (as of {day_style.plain(living.noted_on)})"


# --- two versions --------------------------------------------------------------------------------


def differences(
    found: Sequence[plan_rules.Difference], heads: tuple[str, str], out: TextIO
) -> None:
    """Write what differs, side by side; in each text the words that differ stand in [brackets].

    Args:
        found: The differences.
        heads: What the older and the newer are called.
        out: Where to.
    """
    page = Page(out)
    if not found:
        page.line(f"{heads[0]} and {heads[1]} say the same.")
        return
    if is_narrow(page.width):
        for one in found:
            before, after = marked(one)
            page.text(one.where, code="1")
            page.text(f"{heads[0]}: {before}", 2)
            page.text(f"{heads[1]}: {after}", 2)
        return
    label = min(18, max(cells(one.where) for one in found))
    room = (page.width - label - 4) // 2
    page.line(page.style("1", f"{'':{label}}  {fit(heads[0], room)}  {heads[1]}"))
    for one in found:
        columns = [wrapped(one.where, label), *(_lines(text, room) for text in marked(one))]
        for row in range(max(map(len, columns))):
            where, before, after = (each[row] if row < len(each) else "" for each in columns)
            page.line(f"{fit(where, label)}  {fit(before, room)}  {safe_line(after)}")


def _lines(text: str, room: int) -> list[str]:
    return [part for line in text.split("\n") for part in wrapped(safe_line(line), room)]


def marked(one: plan_rules.Difference) -> tuple[str, str]:
    """Both texts with the words in brackets that the other does not have."""
    if one.before is None or one.after is None:
        nothing = "nothing" if style.now().plain else "—"
        return one.before or nothing, one.after or nothing
    # Each word with the space after it, and by the bare word it is told apart.
    texts = [re.findall(r"\S+\s*|\s+", text) for text in (one.before, one.after)]
    before, after = ([word.strip() for word in text] for text in texts)
    told = ["", ""]
    for alike, *spans in _spans(before, after):
        for side, (start, end) in enumerate(spans):
            said = "".join(texts[side][start:end])
            told[side] += said if alike else _bracketed(said)
    return told[0], told[1]


def _spans(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Where two texts are alike, and where not; those too long to be compared differ in one span.

    Both begin and end with what is alike, if only with nothing.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield True, (0, head), (0, head)
    if len(old) * len(new) > MOST_COMPARED:
        yield False, (head, head + len(old)), (head, head + len(new))
    else:
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield kind == "equal", (head + a, head + b), (head + c, head + d)
    yield True, (len(before) - tail, len(before)), (len(after) - tail, len(after))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words from the beginning on are the same."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right),
                min(len(one), len(other)))  # fmt: skip


def _bracketed(text: str) -> str:
    bare = text.strip()
    return text.replace(bare, f"[{bare}]") if bare else text


# --- over time -----------------------------------------------------------------------------------


def history(
    plans: Sequence[Plan],
    notes: Iterable[Progress],
    reviews: Iterable[PlanReview],
    staff: dict[str, str],
) -> Iterator[tuple[date, str, str]]:
    """What happened with a client's plans: a day, what, and in words; the newest first."""
    found = [*_signed(plans), *_noted(plans, notes, staff), *_reviewed(plans, reviews, staff)]
    found.sort(key=lambda one: one[0])
    yield from reversed(found)


def _signed(plans: Sequence[Plan]) -> Iterator[tuple[date, str, str]]:
    for plan in plans:
        for one in plan.signatures:
            what = f"version {plan.version} {_signed_or_refused(one)}"
            yield one.signed_on, what, signature_in_words(one)
        if plan.effective_on is not None:
            goals = f"{len(plan.goals)} goal{'' if len(plan.goals) == 1 else 's'}"
            yield plan.effective_on, f"version {plan.version} in force", goals


def _noted(
    plans: Sequence[Plan], notes: Iterable[Progress], staff: dict[str, str]
) -> Iterator[tuple[date, str, str]]:
    parts = [part for plan in plans for _, part in plan_edits.parts(plan)]
    titles = {part[0]: plan_edits.title(part) for part in parts}
    for one in notes:
        about = titles.get(one.objective_id or one.goal_id, one.goal_id)
        told = [f"{one.rating} %" if one.rating is not None else None]
        told += [words(one.status) if one.status else None, one.remark]
        told.append(staff.get(one.staff or ""))
        told += _error(one)
        said = style.apart(told)
        yield one.noted_on, f"progress {one.progress_id}", f"{about}: {said}"


def _reviewed(
    plans: Sequence[Plan], reviews: Iterable[PlanReview], staff: dict[str, str]
) -> Iterator[tuple[date, str, str]]:
    versions = {plan.plan_id: plan.version for plan in plans}
    for one in reviews:
        told = [words(one.outcome), one.remark, staff.get(one.staff or ""), *_error(one)]
        said = style.apart(told)
        yield one.reviewed_on, f"review {one.plan_review_id}", f"v{versions[one.plan_id]}: {said}"


def _error(one: Any) -> list[str]:
    return [f"entered in error: {one.entered_in_error_why}"] if one.entered_in_error_at else []


def history_page(rows: Sequence[tuple[date, str, str]], name: str, out: TextIO) -> None:
    """Write the history of a client's plans."""
    page = Page(out)
    page.text(style.apart([name, "Recovery plans"]), code="1")
    page.line()
    for day, what, said in rows:
        if is_narrow(page.width):
            page.text(f"{day_style.plain(day)}: {what}", code="1")
            page.text(said, 2)
        else:
            page.text(said, 33, f"{day_style.plain(day):<11}  {fit(what, 18)}")
    if not rows:
        page.line("Nothing yet.")
