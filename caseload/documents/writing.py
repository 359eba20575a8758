"""People's text, made into Markdown or Word's XML so that it appears whole and changes nothing.

What always holds: whatever a value holds, and wherever a template puts it, the page reads exactly
that text and has no heading, list, table, link or markup that the template did not write. What a
template itself has put together (a macro, a block) is `Written` and is not escaped twice; anything
mixed from it by hand is plain text again, so a mistake shows backslashes and opens nothing.
"""

import re
from collections.abc import Iterable
from datetime import date
from html import escape as escape_html
from typing import Any

from caseload import dates, show


class Written(str):
    """Text in the form that is being written, put together by a template."""

    __slots__ = ()


def put_together(pieces: Iterable[str]) -> Written:
    """What a template, macro or block came to."""
    return Written("".join(pieces))


# --- values as text ------------------------------------------------------------------------------


def plain(value: Any) -> str:
    """A value as people read it: a day in words, yes or no, a list with commas; None is nothing."""
    if isinstance(value, str):
        return str(value)
    if type(value) is date:
        return dates.plain(value)
    if isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        return ", ".join(plain(each) for each in value)
    return show.cell(value)


# What XML and HTML can't hold: noncharacters and lone surrogates. Controls are marked by `show`.
_NO_CHARACTER = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def visible(text: str) -> str:
    """The text with what could act on a screen or page, or can't be written, as visible marks."""
    if text.isprintable():
        return text
    return _NO_CHARACTER.sub(lambda one: f"<U+{ord(one[0]):04X}>", show.safe_text(text))


# --- Markdown ------------------------------------------------------------------------------------

_STRUCTURE = re.compile(r"[\\`*_\[\]<>&#|~!$^\t\n]")
# A backslash before a table's `|` would be read as its escape, whatever stands before it.
_ENTITIES = {"\\": "&#92;", "\t": "&#9;", "\n": "&#10;"}
_AT_THE_BEGINNING = re.compile(r"[-+=.):]|([0-9]{1,9})(?=[.)](?:\s|\Z))")


def markdown(text: str) -> str:
    """Text as Markdown for one place in a line: a paragraph, cell, heading, list item.

    A line break in it is written `&#10;`, which no structure ends at; our pages break the line.
    """
    text = visible(text)
    inner = text.strip()
    if len(inner) == len(text):
        return _marked(text)
    if not inner:
        return _numbered(text)
    before = len(text) - len(text.lstrip())
    return _numbered(text[:before]) + _marked(inner) + _numbered(text[before + len(inner) :])


def _numbered(space: str) -> str:
    return "".join(f"&#{ord(each)};" for each in space)


def _marked(text: str) -> str:
    marked = _STRUCTURE.sub(_escaped, text)
    first = _AT_THE_BEGINNING.match(marked)
    if first is None:
        return marked
    at = first.end(1) if first[1] else 0
    return f"{marked[:at]}\\{marked[at:]}"


def _escaped(found: re.Match[str]) -> str:
    one = found[0]
    return _ENTITIES.get(one) or f"\\{one}"


_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str, before: str = "") -> Written:
    """Text of several lines as Markdown blocks: a blank line parts paragraphs, others break lines.

    Args:
        text: What somebody wrote.
        before: What each line begins with, for text in a quotation ("> ") or a list item ("  ").
    """
    blocks = []
    for block in _BLANK_LINES.split(text.strip("\n")):
        lines = [markdown(_leading_kept(line)) for line in block.split("\n")]
        blocks.append(f"\\\n{before}".join(lines))
    return Written(f"\n{before.rstrip()}\n{before}".join(blocks))


def _leading_kept(line: str) -> str:
    """Spaces that somebody indents with, as ones that a page keeps."""
    inner = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(inner)) + inner


# --- Word ----------------------------------------------------------------------------------------


def word(text: str) -> str:
    """Text for a Word form's XML. Braces are numbered, since docxtpl unescapes some of its own."""
    escaped = escape_html(visible(text), quote=True)
    return escaped.replace("{", "&#123;").replace("}", "&#125;")
