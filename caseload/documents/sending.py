"""What goes to somebody: by what right for each client, asked before anything is made."""

from typing import NamedTuple

from caseload.documents.making import Sent
from caseload.errors import UsageError
from caseload.records import disclosures
from caseload.records._caseload import Caseload
from caseload.rules import circle_rules


class Sending(NamedTuple):
    """To whom documents go, and what people said of it."""

    to_whom: str
    purpose: str | None = None
    exception: str | None = None
    part2: bool = False

    def of(self, caseload: Caseload, client_id: str) -> Sent:
        """The right for one client.

        Raises:
            InvalidError: There is no release in force that names them, and no exception.
        """
        right = disclosures.right_to_tell(
            caseload, client_id, self.to_whom, exception=self.exception, part2=self.part2
        )
        return Sent(" ".join(self.to_whom.split()), self.purpose, right)

    def in_words(self, caseload: Caseload, client_id: str) -> str:
        """By what right it goes there, in a line.

        Raises:
            InvalidError: As for `of`.
        """
        right = self.of(caseload, client_id).right
        if right.release is not None:
            return f"{right.consent}: {circle_rules.in_words(right.release)}"
        return f"Without a release: {right.exception}"


def asked(
    to_whom: str | None, purpose: str | None, exception: str | None, *, part2: bool
) -> Sending | None:
    """What the options of a command come to; None when it goes to nobody.

    Raises:
        UsageError: It is said how something goes, and not to whom.
    """
    purpose, exception = (purpose or "").strip() or None, (exception or "").strip() or None
    if not (to_whom or "").strip():
        if purpose or exception or part2:
            raise UsageError('Say to whom it goes as well: --to "…".')
        return None
    return Sending(to_whom or "", purpose, exception, part2)
