"""How an intake looks: the steps that were taken, the next one, and who pays."""

from collections.abc import Mapping
from datetime import date

from caseload.model import Episode, EpisodeStatus
from caseload.rules import intake_rules
from caseload.show import day_style, style


def intake_in_words(
    episode: Episode, staff: Mapping[str, str], on: date, step: intake_rules.NextStep | None
) -> list[tuple[str, str | None]]:
    """The referral, and until the admission each step since, a name and what is known of it."""

    def day(value: date | None) -> str:
        return day_style.spoken(value, on) if value is not None else ""

    since = day(episode.referred_on)
    source = f"from {episode.referral_source}" if episode.referral_source else ""
    by = f"taken by {name}" if (name := staff.get(episode.taken_by or "")) else ""
    referred = ", ".join(filter(None, (" ".join(filter(None, (since, source))), by)))
    if episode.status not in (*intake_rules.STARTED, EpisodeStatus.NOT_ELIGIBLE):
        return [("referred", " ".join(filter(None, (since, source))))]
    looked = day(episode.waiting_reviewed_on)
    waiting = day(episode.waiting_on)
    turned_away = day(episode.not_eligible_on)
    if episode.status is EpisodeStatus.NOT_ELIGIBLE:
        why = episode.not_eligible_reason
        turned_away = ": ".join(filter(None, (turned_away, why)))
    return [
        ("referred", referred),
        ("screened", day(episode.screened_on)),
        ("waiting", f"{waiting}{f', last looked at {looked}' if looked else ''}"),
        ("assigned", day(episode.assigned_on)),
        ("not eligible", turned_away),
        ("sent to", episode.sent_to),
        ("next step", next_in_words(step, on) if step is not None else None),
        ("coordination", _YES_OR_NO[episode.needs_coordination]),
    ]


_YES_OR_NO = {True: "needed", False: "not needed", None: None}


def next_in_words(step: intake_rules.NextStep, on: date) -> str:
    """What comes next, and by when: "screening, due Wed 25 Nov 2026 (in 2 days)"."""
    due = f", due {day_style.spoken(step.due_on, on)}" if step.due_on else ""
    return f"{intake_rules.WORDS[step.step]}{due}"


def funding_in_words(episode: Episode) -> str | None:
    """Who pays; with the household and its income, where they are known."""
    household, income = episode.household_size, episode.annual_income
    parts = [
        episode.funding.replace("_", " ") if episode.funding else "",
        f"household of {household}" if household is not None else "",
        f"${style.number(income)} a year" if income is not None else "",
    ]
    return ", ".join(filter(None, parts)) or None
