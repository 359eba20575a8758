"""A template's mistakes, found before a client sees them.

The template's syntax tree is walked with the kinds of the fields: a name that is none, a field that
may be empty where one is needed, something printed that is no text. What passes is tried on an
invented client who has everything and on one who has next to nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from caseload.documents import environment, html, kinds, markdown, source, walking, word, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import MARKDOWN, WORD, Folders, bare_name, text_of
from caseload.documents.page import Page
from caseload.errors import CaseloadError


class Mistake(NamedTuple):
    """What is wrong in a template, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def files(folders: Folders, names: Iterable[str]) -> list[Path]:
    """The files of the templates named; all, the shared parts too, when none is.

    Raises:
        NotFoundError: There is no such template.
    """
    found = []
    for name in names:
        both = [folders.file(f"{bare_name(name)}{ending}") for ending in (MARKDOWN, WORD)]
        there = [path for path in both if path is not None]
        found += there or [folders.find(name, MARKDOWN)]
    return found or folders.all_files()


def mistakes_of(folders: Folders, file: Path) -> list[Mistake]:
    """A template's mistakes, in their order."""
    is_word = file.name.endswith(WORD)
    sandbox = Sandbox(folders, writing.word if is_word else writing.markdown,
                      whole_lines=not is_word)  # fmt: skip
    try:
        if is_word:
            found = [
                Mistake(word.place(text, line, file.name), what)
                for text, tree in word.trees(sandbox, file)
                for line, what in walking.walk(sandbox, tree)
            ]
        else:
            with environment.mistakes(folders, file.name):
                tree = sandbox.parsed(text_of(file), file.name, str(file))
            partial = file.name.startswith("_")
            found = [
                Mistake(f"{file.name}:{line}", what)
                for line, what in walking.walk(sandbox, tree, partial=partial)
            ]
            if partial:
                return found
        return found or _tried(sandbox, file, is_word=is_word)
    except CaseloadError as error:
        return [_said(error)]


def _said(error: CaseloadError) -> Mistake:
    where, _, what = str(error).removesuffix(" Try: caseload template check").partition(": ")
    return Mistake(where, what)


def _tried(sandbox: Sandbox, file: Path, *, is_word: bool) -> list[Mistake]:
    """What goes wrong with an invented client."""
    if is_word:
        filler = word.Filler(sandbox.folders, file.name)
        names = filler.source.names
    else:
        names = source.read(sandbox, file.name).names
    for full in (True, False):
        facts = {name: one for name, one in kinds.invented(full=full).items() if name in names}
        page = Page("Trial", None, "", None, None, kinds.invented(full=True)["today"], "C0001")
        try:
            if is_word:
                filler.fill(facts, page)
            else:
                html.write(markdown.read(environment.run(sandbox, file.name, facts)), page)
        except CaseloadError as error:
            return [_said(error)]
    return []
