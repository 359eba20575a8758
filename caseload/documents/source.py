"""A template that was read: where it is, what it is, which facts it names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import meta, nodes

from caseload.documents import environment, fields, folders

ABOUT_CLIENT = frozenset(fields.Fields._fields) - {"agency", "today", "made_by", "sheet"}
_LANGUAGE = re.compile(r"\A\s*\{#(?:(?!#\}).)*?\blang: ([a-z]{2,3})\b", re.DOTALL)


class Source(NamedTuple):
    """A template, ready to be filled in for one client after another."""

    name: str
    """Its bare name: plan."""
    file: Path
    hash: str
    """SHA-256 of its text, with what it includes."""
    names: frozenset[str]
    """The fields that it and what it includes name."""
    language: str = "en"

    @property
    def takes_client(self) -> bool:
        """Whether it is about one client."""
        return bool(self.names & ABOUT_CLIENT) or "sheet" not in self.names


def read(sandbox: environment.Sandbox, template: str) -> Source:
    """A Markdown template, with all that it includes.

    Raises:
        NotFoundError: There is none of that name.
        InvalidError: It has a syntax error; its file and line are named.
    """
    file = sandbox.folders.find(template, folders.MARKDOWN)
    files, names = [], set[str]()
    for path, tree in trees(sandbox, file.name):
        files.append(path)
        with environment.mistakes(sandbox.folders, path.name):
            names |= meta.find_undeclared_variables(tree)
    said = _LANGUAGE.match(folders.text_of(file))
    return Source(
        folders.bare_name(file.name),
        file,
        folders.hash_of(files),
        frozenset(names & set(fields.Fields._fields)),
        said[1] if said else "en",
    )


def trees(sandbox: environment.Sandbox, name: str) -> Iterator[tuple[Path, nodes.Template]]:
    """A template and those that it includes, each once, with its syntax tree."""
    waiting, seen = [name], set[str]()
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        with environment.mistakes(sandbox.folders, one):
            assert sandbox.loader is not None
            text, file, _ = sandbox.loader.get_source(sandbox, one)
            tree = sandbox.parsed(text, one, file)
        yield Path(str(file)), tree
        waiting += [each for each in meta.find_referenced_templates(tree) if each]
