"""Follow-through: what share of appointments was kept. All of it is pure."""

from collections.abc import Iterable

from caseload.model.agenda import CancelledBy, FollowThrough, Outcome


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
    each = dict.fromkeys(("kept", "missed", "client", "other", "moved", "open"), 0)
    for outcome, by, moved in appointments:
        if outcome is Outcome.CANCELLED:
            each["moved" if moved else str(by or CancelledBy.OTHER)] += 1
        else:
            each["open" if outcome is Outcome.SCHEDULED else str(outcome)] += 1
    scheduled = each["kept"] + each["missed"] + each["client"]
    percent = (200 * each["kept"] + scheduled) // (2 * scheduled) if scheduled else None
    return FollowThrough(
        client_id, client, each["kept"], each["missed"], each["client"], each["other"],
        each["moved"], each["open"], scheduled, percent,
    )  # fmt: skip
