"""Records as text that people write: out, and read back with each mistake by its line."""

from collections.abc import Sequence

from caseload.errors import InvalidError
from caseload.tree import Mistake


class TextError(InvalidError):
    """A text that can't be saved. `mistakes` names all that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(map(str, mistakes)) + ". Nothing was saved.")
        self.mistakes = tuple(mistakes)
