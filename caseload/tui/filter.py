"""Which part of the due list is shown: mine, a county, a program, an obligation."""

from typing import NamedTuple

from caseload.model import Obligation
from caseload.records.due import Wanted


class Filter(NamedTuple):
    """What is shown; None is everything."""

    mine: bool = False
    county: str | None = None
    program: str | None = None
    obligation: Obligation | None = None

    def wanted(self, own: tuple[str, ...] | None) -> Wanted:
        """As the due list is asked; `own` are the staff_ids that `mine` stands for."""
        return Wanted(own if self.mine else None, self.county, self.program, self.obligation)

    def in_words(self) -> str:
        """As the title says it."""
        said = ["mine" if self.mine else "everyone", self.county, self.program]
        said += [self.obligation.replace("_", " ") if self.obligation else None]
        return f"   [{', '.join(filter(None, said))}]"
