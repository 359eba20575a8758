"""The next step of each intake on the due list, until somebody is admitted or turned away."""

from collections.abc import Iterator

from caseload import rules
from caseload.model import Item, Obligation
from caseload.records._intake_facts import between
from caseload.records.due.facts import Asked


def intake_steps(asked: Asked) -> Iterator[Item]:
    """Those that are timed; for the case manager of the episode, else for who took the referral."""
    names: dict[str, str] = {}
    for one in between(asked.caseload, asked.on, asked.wanted.client_id):
        episode, step = one.episode, one.next_step
        owner = episode.case_manager or episode.taken_by
        if step.due_on is None or not asked.wants(
            episode.client_id, owner, episode.program, one.county
        ):
            continue
        if not names:
            names = dict(asked.caseload.rows("select staff_id, name from staff"))
        verdict = rules.judge_intake_step(step.due_on, asked.on, step.reason)
        yield Item(
            episode.client_id, one.client, names.get(owner or ""), episode.program,
            episode.level_of_care, one.county, Obligation.INTAKE_STEP, None, verdict.due_on,
            verdict.days_overdue, verdict.status, None, None, None, verdict.reason,
            episode.episode_id, one.phone, one.contact_notes, None,
        )  # fmt: skip
