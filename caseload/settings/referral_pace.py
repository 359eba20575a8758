"""How soon somebody asks again what became of a referral: data, an agency's own before ours."""

from typing import Any

from caseload.rules.referral_rules import Pace
from caseload.settings import config, data_files
from caseload.tree import Tree

NAME = "referrals"
STEPS = ("sent", "accepted", "waitlisted", "linked")
MOST = 3650
"""Days."""


def pace(settings: config.Config | None = None) -> Pace:
    """The days after which somebody asks again, and after which the directory is doubted.

    Raises:
        InvalidError: The file has mistakes; each is named by its line.
        NotFoundError: The folder that the settings name is not there.
    """
    path = data_files.named(own_folder=data_files.own(settings))[NAME]
    return read(data_files.text_of(path), str(path))


def read(text: str, name: str) -> Pace:
    """The pace that a file's text tells; `name` is the file's, for what is said of mistakes.

    Raises:
        InvalidError: The text has mistakes; each is named by its line.
    """
    tree = _PaceTree()
    root = tree.parsed(text)
    days = tree.pace(root) if root is not None else {}
    tree.refuse_mistakes(name)
    return Pace(**days)


class _PaceTree(Tree):
    what = "the pace of referrals"

    def pace(self, root: Any) -> dict[str, int]:
        """The days by the names of `Pace`."""
        top = self.fields(root, ("follow_up_days", "unverified_days"), "the pace")
        found = {"unverified": self._days(root, top.get("unverified_days"), "unverified_days")}
        steps = top.get("follow_up_days")
        if steps is None:
            self.wrong(root, "follow_up_days is missing")
            return found
        told = self.fields(steps, STEPS, "follow_up_days")
        return found | {name: self._days(steps, told.get(name), name) for name in STEPS}

    def _days(self, owner: Any, node: Any, name: str) -> int:
        before = len(self.mistakes)
        text = self.text(node) or ""
        if len(self.mistakes) > before:
            return 0
        if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST:
            return int(text)
        if node is None:
            self.wrong(owner, f"{name} is missing")
        else:
            self.wrong(node, f"{name} is a number of days, from 1 to {MOST}")
        return 0
