"""Follow-through: what share of appointments was kept. All of it is pure."""

from collections.abc import Iterable

from caseload.model.agenda import CancelledBy, FollowThrough, Outcome

OPEN = "open"
"""Nobody has said what the outcome was."""
SCHEDULED = ("kept", "missed", "client")
"""What was the client's to keep: kept, missed, or cancelled by them."""


def outcome_of(outcome: Outcome, by: CancelledBy | None, moved: bool) -> str:
    """What became of an appointment: kept, missed, client, other (who cancelled), moved or open."""
    if outcome is Outcome.CANCELLED:
        return "moved" if moved else str(by or CancelledBy.OTHER)
    return OPEN if outcome is Outcome.SCHEDULED else str(outcome)


def counted(
    client_id: str | None,
    client: str,
    appointments: Iterable[tuple[Outcome, CancelledBy | None, bool]],
) -> FollowThrough:
    """Kept of scheduled. Scheduled are those kept, those missed, and those the client cancelled.

    Not counted: what the other side cancelled, what was moved (the one it was moved to counts),
    and what nobody has said the outcome of.

    Args:
        client_id: Whose; None for all together.
        client: The name.
        appointments: Of each that is over: its outcome, who cancelled, whether it was moved.
    """
    each = dict.fromkeys((*SCHEDULED, "other", "moved", OPEN), 0)
    for outcome, by, moved in appointments:
        each[outcome_of(outcome, by, moved)] += 1
    scheduled = sum(each[name] for name in SCHEDULED)
    percent = (200 * each["kept"] + scheduled) // (2 * scheduled) if scheduled else None
    return FollowThrough(
        client_id, client, each["kept"], each["missed"], each["client"], each["other"],
        each["moved"], each[OPEN], scheduled, percent,
    )  # fmt: skip
