"""Team: search as one types, by any part of a name or id."""

from caseload.tui.base import CaseloadScreen


class Team(CaseloadScreen):
    """All clients."""
