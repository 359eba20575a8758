"""A plan and how the client lives, saved together: what both editors of a plan write.

What was typed is kept as a draft while it can't be saved, and forgotten once it is.
"""

from caseload.model.planning import Employment, Housing, Plan
from caseload.records import drafts, living_situations, plans
from caseload.records._caseload import Caseload

KIND = "plan"
"""The kind of draft that text of a plan is kept as."""
Living = tuple[Housing | None, Employment | None, str | None]
"""Housing, employment and where income comes from."""


def save(caseload: Caseload, before: Plan, after: Plan, living: Living, text: str) -> Plan:
    """Save what became of a plan since it was read, and how the client lives, both or neither.

    Args:
        caseload: The open caseload.
        before: The newest version as it was read.
        after: What it is to say; parts whose id is '' are new.
        living: As it is said today; what does not differ from the last is not recorded again.
        text: The plan as text, kept as a draft when it can't be saved.

    Raises:
        ConflictError: Somebody else has saved the plan since; neither text is lost.
        InvalidError: A part says nothing, or one that has progress or contacts would be gone.
    """
    client_id = before.client_id
    with drafts.saving(caseload, client_id, KIND, text), caseload.write("edit plan", client_id):
        saved = plans.revise(caseload, before, after)
        living_situations.noted(caseload, client_id, *living)
    return saved
