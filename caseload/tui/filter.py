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
    case_manager: str | None = None
    """A staff_id: whose list it is, when it is neither mine nor everyone's."""

    def wanted(self, own: tuple[str, ...] | None) -> Wanted:
        """As the due list is asked; `own` are the staff_ids that `mine` stands for."""
        theirs = (self.case_manager,) if self.case_manager else None
        shown = own if self.mine else theirs
        return Wanted(shown, self.county, self.program, self.obligation)

    def in_words(self, whose: str = "everyone") -> str:
        """As the title says it; `whose` names the case manager, when it is theirs."""
        said = ["mine" if self.mine else whose, self.county, self.program]
        said += [self.obligation.replace("_", " ") if self.obligation else None]
        return f"   [{', '.join(filter(None, said))}]"
