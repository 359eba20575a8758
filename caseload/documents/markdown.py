"""Markdown, read into the few blocks that a page is made of.

CommonMark with tables; no HTML, no code, no images. Two habits of ours, so that a form can be
written in Markdown: a table without headings lists facts, and a cell of underscores is a line to
write on. The dashes under a table's headings say how wide its columns are to each other.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

_OFF = ("code", "fence", "backticks", "html_block", "html_inline", "autolink", "image", "reference")
_LINE = re.compile(r"_{3,}")
_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


class Run(NamedTuple):
    """A stretch of text of one look. A line break in it breaks the line."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None


Runs: TypeAlias = tuple[Run, ...]


class Heading(NamedTuple):
    """A heading of level 1 (the title) to 6."""

    level: int
    runs: Runs


class Paragraph(NamedTuple):
    """A paragraph."""

    runs: Runs

    @property
    def leads(self) -> bool:
        """Whether it is all bold, and so a small heading for what follows."""
        return bool(self.runs) and all(run.strong for run in self.runs)


class Quote(NamedTuple):
    """What somebody said, in their own words."""

    blocks: "Blocks"


class Items(NamedTuple):
    """A list; `start` is its first number, None for bullets."""

    start: int | None
    items: tuple["Blocks", ...]


class Table(NamedTuple):
    """A table. Without `head` it lists facts: a name and what is so."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[str, ...]
    """left, right or center, a column each."""
    widths: tuple[int, ...]
    """How wide the columns are to each other."""

    @property
    def is_form(self) -> bool:
        """Whether it has lines to write on."""
        return any(is_line(cell) for row in self.rows for cell in row)


class Rule(NamedTuple):
    """A line across."""


Block: TypeAlias = Heading | Paragraph | Quote | Items | Table | Rule
Blocks: TypeAlias = tuple[Block, ...]


def is_line(cell: Runs) -> bool:
    """Whether a cell is a line to write on."""
    return len(cell) == 1 and _LINE.fullmatch(cell[0].text) is not None


def plain(runs: Runs) -> str:
    """The text alone, on one line."""
    return " ".join("".join(run.text for run in runs).split())


def title(blocks: Blocks) -> str | None:
    """The first heading of level 1."""
    return next((plain(one.runs) for one in blocks if isinstance(one, Heading)), None)


def read(text: str) -> Blocks:
    """Markdown as blocks."""
    tokens = _parser().parse(text)
    return tuple(_Reader(tokens, text.split("\n")).blocks(len(tokens)))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))


class _Reader:
    """A walk over markdown-it's tokens, each looked at once."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str]) -> None:
        self._tokens = tokens
        self._lines = lines
        self._at = 0

    def blocks(self, end: int) -> Iterator[Block]:
        """The blocks up to a place among the tokens."""
        while self._at < end:
            token = self._tokens[self._at]
            self._at += 1
            if token.type == "heading_open":
                yield Heading(int(token.tag[1]), self._inline())
            elif token.type == "paragraph_open":
                yield Paragraph(self._inline())
            elif token.type == "blockquote_open":
                yield Quote(self._within(token))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(token)
            elif token.type == "table_open":
                yield self._table(token)
            elif token.type == "hr":
                yield Rule()

    def _inline(self) -> Runs:
        runs = _runs(self._tokens[self._at].children or [])
        self._at += 2
        return runs

    def _close(self, opened: Token) -> int:
        wanted = opened.type.replace("_open", "_close")
        place = self._at
        while (one := self._tokens[place]).type != wanted or one.level != opened.level:
            place += 1
        return place

    def _within(self, opened: Token) -> Blocks:
        end = self._close(opened)
        found = tuple(self.blocks(end))
        self._at = end + 1
        return found

    def _list(self, opened: Token) -> Items:
        ordered = opened.type == "ordered_list_open"
        start = int(opened.attrs.get("start", 1)) if ordered else None
        end = self._close(opened)
        items = []
        while self._at < end:
            self._at += 1
            items.append(self._within(self._tokens[self._at - 1]))
        self._at = end + 1
        return Items(start, tuple(items))

    def _table(self, opened: Token) -> Table:
        end = self._close(opened)
        rows: list[list[Runs]] = []
        aligns: list[str] = []
        for place in range(self._at, end):
            token = self._tokens[place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                if len(rows) == 1:
                    style = str(token.attrs.get("style", ""))
                    aligns.append(style.removeprefix("text-align:") or "left")
                rows[-1].append(_runs(self._tokens[place + 1].children or []))
        self._at = end + 1
        assert opened.map is not None
        return Table(
            head=tuple(rows[0]) if any(rows[0]) else (),
            rows=tuple(tuple(row) for row in rows[1:]),
            aligns=tuple(aligns),
            widths=_widths(self._lines[opened.map[0] + 1], len(aligns)),
        )


def _widths(delimiters: str, columns: int) -> tuple[int, ...]:
    found = [len(part) for part in re.findall(r":?-+:?", delimiters)]
    return tuple(found[:columns] + [1] * (columns - len(found)))


def _runs(tokens: Sequence[Token]) -> Runs:
    found: list[Run] = []
    strong = emphasis = 0
    href: str | None = None
    for token in tokens:
        kind = token.type
        if kind in ("text", "softbreak", "hardbreak"):
            text = {"softbreak": " ", "hardbreak": "\n"}.get(kind, token.content)
            run = Run(text, strong > 0, emphasis > 0, href)
            if found and found[-1][1:] == run[1:]:
                run = run._replace(text=found.pop().text + text)
            if run.text:
                found.append(run)
        elif kind in ("strong_open", "strong_close"):
            strong += token.nesting
        elif kind in ("em_open", "em_close"):
            emphasis += token.nesting
        elif kind == "link_open":
            target = str(token.attrs.get("href", ""))
            href = target if _LINK.match(target) else None
        elif kind == "link_close":
            href = None
    return tuple(found)
