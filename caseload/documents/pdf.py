"""Blocks as a tagged PDF, by Typst: with page numbers, and the same bytes for the same text.

What people wrote reaches Typst as string literals alone, so none of it can be code. Typst sees an
empty folder with the agency's logo in it, no packages, no network and no fonts of the machine.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Literal

import typst

from caseload.documents import fonts
from caseload.documents.html import is_form, sections
from caseload.documents.markdown import (
    Block,
    Blocks,
    Heading,
    Items,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    is_line,
)
from caseload.documents.page import Page, logo
from caseload.documents.writing import visible
from caseload.errors import InvalidError

_PAPERS = {"letter": "us-letter", "a4": "a4"}
_LONGEST_WORD = 40
"""Letters without a space after which a line may break."""
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
_JOINED = re.compile("([\u0590-\u1cff\u200d\ufe0f\U0001f000-\U0001faff]+)")
"""Scripts and signs whose letters are put together by the font's rules of composition. For others
these are off: they take letters such as ị apart, and what is copied from the page is wrong then."""
_LARGEST_UNBROKEN = 3_000
"""Characters of a form, a table or a row that is kept on one page."""
_MOST_ROWS_UNBROKEN = 9
_DOTS_PER_INCH = 80


class Printer:
    """Makes PDFs, one after another, with the fonts read once. Close it when done."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="caseload-"))
        self._compiler = typst.Compiler(
            root=str(self._folder),
            font_paths=typst.Fonts(
                include_system_fonts=False, font_paths=[str(each) for each in fonts.folders()]
            ),
            package_path=str(self._folder),
            package_cache_path=str(self._folder),
        )

    def __enter__(self) -> "Printer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def print(self, blocks: Blocks, page: Page) -> bytes:
        """The PDF, in the form for people who can't see it (PDF/UA-1) unless the template forbids.

        Raises:
            InvalidError: The logo is no picture that can be read.
        """
        try:
            made = self._compiled(blocks, page, "pdf", standards=["ua-1"])
        except typst.TypstError:
            # An agency's template may leave out a level of heading; tagged it is all the same.
            made = self._compiled(blocks, page, "pdf")
        assert isinstance(made, bytes)
        return made

    def pictures(self, blocks: Blocks, page: Page) -> list[bytes]:
        """Each page as a PNG, for the pictures of documents that the docs show."""
        made = self._compiled(blocks, page, "png", ppi=_DOTS_PER_INCH)
        return made if isinstance(made, list) else [made]

    def _compiled(
        self,
        blocks: Blocks,
        page: Page,
        form: Literal["pdf", "png"],
        *,
        standards: list[Literal["ua-1"]] | None = None,
        ppi: int | None = None,
    ) -> bytes | list[bytes]:
        picture = None
        if page.logo is not None:
            picture = f"logo{page.logo.suffix.lower()}"
            (self._folder / picture).write_bytes(logo(page.logo)[0])
        source = typst_source(blocks, page, picture).encode()
        noon = datetime.combine(page.day, time(12), UTC)
        try:
            made = self._compiler.compile(
                source,
                format=form,
                timestamp=int(noon.timestamp()),
                ppi=ppi,
                pdf_standards=[*(standards or [])],
            )
        except typst.TypstError as error:
            if picture is not None and "image" in str(error):
                raise InvalidError(
                    f"The logo {page.logo} is no picture that can be read."
                ) from None
            raise
        assert made is not None
        return made


def typst_source(blocks: Blocks, page: Page, picture: str | None = None) -> str:
    """The Typst source of a document."""
    facts = {
        "title": page.title, "agency": page.agency or "", "reach": page.reach,
        "notice": page.notice or "", "mark": page.mark,
        "draft": page.words.draft if page.draft else "", "page-word": page.words.page,
        "of-word": page.words.of, "language": page.language, "paper": _PAPERS[page.paper],
        "logo-text": page.agency or "Logo",
    }  # fmt: skip
    given = [f"{name}: {_literal(visible(text))}" for name, text in facts.items()]
    day = page.day
    given.append(f"day: datetime(year: {day.year}, month: {day.month}, day: {day.day})")
    given.append(f"fonts: ({', '.join(_literal(each) for each in fonts.FAMILIES)},)")
    if picture is not None:
        given.append(f"logo: {_literal(picture)}")
    return f"{_shell()}\n#show: page-of.with({', '.join(given)})\n{''.join(_sections(blocks))}"


@cache
def _shell() -> str:
    return Path(__file__).with_name("page.typ").read_text(encoding="utf-8")


# --- blocks --------------------------------------------------------------------------------------


def _sections(blocks: Blocks) -> Iterator[str]:
    for part in sections(blocks):
        inner = "".join(_leading(part))
        kept = is_form(part) and len(inner) < _LARGEST_UNBROKEN
        yield f"#form[\n{inner}]\n" if kept else inner


def _leading(part: Blocks) -> Iterator[str]:
    """The blocks of a section; a paragraph before a table or list stays with it."""
    for one, after in zip(part, (*part[1:], None), strict=True):
        if isinstance(one, Paragraph) and (one.leads or isinstance(after, Table | Items)):
            yield f"#leads[{_inline(one.runs)}]\n"
        else:
            yield _block(one)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level})[{_inline(block.runs)}]\n"
    if isinstance(block, Paragraph):
        return f"#par[{_inline(block.runs)}]\n"
    if isinstance(block, Quote):
        return f"#said[\n{''.join(map(_block, block.blocks))}]\n"
    if isinstance(block, Items):
        items = "".join(f"[{''.join(map(_in_item, each))}]," for each in block.items)
        if block.start is None:
            return f"#list({items})\n"
        return f"#enum(start: {block.start}, {items})\n"
    if isinstance(block, Table):
        return _table(block)
    return "#rule()\n"


def _in_item(block: Block) -> str:
    return _inline(block.runs) if isinstance(block, Paragraph) else _block(block)


def _table(table: Table) -> str:
    columns = f"({''.join(f'{one}fr, ' for one in table.widths)})"
    if not table.head:
        cells = "".join(f"[{_inline(cell)}], " for row in table.rows for cell in row)
        return f"#facts({columns}, {cells})\n"
    cells = "".join(map(_row, table.rows))
    aligns = f"({''.join(f'{one}, ' for one in table.aligns)})"
    head = "".join(f"[#strong[{_inline(cell)}]], " for cell in table.head)
    whole = len(table.rows) <= _MOST_ROWS_UNBROKEN and len(cells) < _LARGEST_UNBROKEN
    flags = f"{_flag(table.is_form)}, {_flag(whole)}"
    return f"#records({columns}, {aligns}, {flags}, ({head}), {cells})\n"


def _row(row: tuple[Runs, ...]) -> str:
    """A row; it is kept on one page unless it is so long that it may not fit there."""
    cells = ["signing" if is_line(cell) else f"[{_inline(cell)}]" for cell in row]
    if sum(map(len, cells)) < _LARGEST_UNBROKEN:
        return "".join(f"table.cell(breakable: false, {cell}), " for cell in cells)
    return "".join(f"{cell}, " for cell in cells)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    made = _text(run.text)
    if run.emphasis:
        made = f"#emph[{made}]"
    if run.strong:
        made = f"#strong[{made}]"
    if run.href:
        made = f"#link({_literal(run.href)})[{made}]"
    return made


def _text(text: str) -> str:
    lines = fonts.readable(text).split("\n")
    return "#linebreak()".join(map(_line, lines))


def _line(line: str) -> str:
    parts = _LONG_WORD.sub(lambda word: f"{word[0]}\0", line).split("\0")
    return "#sym.zws".join(map(_composed, parts))


def _composed(text: str) -> str:
    if text.isascii():
        return f"#{_literal(text)}" if text else ""
    made = ""
    for place, part in enumerate(_JOINED.split(text)):
        if part:
            literal = _literal(part)
            made += f"#text(features: (ccmp: 1), {literal})" if place % 2 else f"#{literal}"
    return made


def _literal(text: str) -> str:
    """A string of Typst's."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
