"""Blocks as one self-contained HTML file: no network, no script, a print style of its own."""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from caseload.documents.filters import SPANISH
from caseload.documents.markdown import (
    Block,
    Blocks,
    Heading,
    Items,
    Paragraph,
    Quote,
    Runs,
    Table,
    is_line,
)
from caseload.documents.page import Page, logo
from caseload.documents.writing import visible

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def write(blocks: Blocks, page: Page) -> str:
    """The whole file."""
    body = "".join(_sections(blocks))
    draft = f'<p class="draft"><strong>{page.words.draft}</strong></p>\n' if page.draft else ""
    return (
        "<!doctype html>\n"
        f'<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(page.title)}</title>\n"
        f"<style>\n{_style(page.paper, page.language)}</style>\n</head>\n<body>\n"
        f"{_head(page)}<main>\n{draft}{body}</main>\n{_foot(page)}</body>\n</html>\n"
    )


def _said(text: str) -> str:
    return escape(visible(text))


@cache
def _style(paper: str, language: str) -> str:
    size = {"letter": "8.5in 11in", "a4": "210mm 297mm"}[paper]
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    counted = '"page " counter(page) " of "', '"página " counter(page) " de "'
    style = style.replace(*counted) if language == SPANISH else style
    return style.replace("8.5in 11in", size)


def _head(page: Page) -> str:
    picture = ""
    if page.logo is not None:
        data, kind = logo(page.logo)
        source = b64encode(data).decode("ascii")
        picture = f'<img src="data:{kind};base64,{source}" alt="{_said(page.agency or "Logo")}">'
    if not (picture or page.agency or page.reach):
        return ""
    return (
        f'<header>{picture}<div class="agency">{_said(page.agency or "")}</div>'
        f'<div class="reach">{_said(page.reach)}</div></header>\n'
    )


def _foot(page: Page) -> str:
    notice = f"<p>{_said(page.notice)}</p>" if page.notice else ""
    return f"<footer>{notice}<p>{_said(page.mark)}</p></footer>\n"


# --- blocks --------------------------------------------------------------------------------------


def sections(blocks: Blocks) -> Iterator[Blocks]:
    """The blocks of each heading together."""
    part: list[Block] = []
    for one in blocks:
        if isinstance(one, Heading) and part:
            yield tuple(part)
            part = []
        part.append(one)
    if part:
        yield tuple(part)


def is_form(blocks: Blocks) -> bool:
    """Whether a section has lines to write on, and so stays on one page."""
    return any(isinstance(one, Table) and one.is_form for one in blocks)


def _sections(blocks: Blocks) -> Iterator[str]:
    for part in sections(blocks):
        inner = "".join(_block(one) for one in part)
        yield f'<section class="form">\n{inner}</section>\n' if is_form(part) else inner


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} dir="auto">{_inline(block.runs)}</h{block.level}>\n'
    if isinstance(block, Paragraph):
        leads = ' class="leads"' if block.leads else ""
        return f'<p{leads} dir="auto">{_inline(block.runs)}</p>\n'
    if isinstance(block, Quote):
        return f"<blockquote>\n{''.join(_block(one) for one in block.blocks)}</blockquote>\n"
    if isinstance(block, Items):
        return _list(block)
    if isinstance(block, Table):
        return _table(block)
    return "<hr>\n"


def _list(block: Items) -> str:
    if block.start is None:
        opened, closed = "<ul>", "</ul>"
    else:
        start = f' start="{block.start}"' if block.start != 1 else ""
        opened, closed = f"<ol{start}>", "</ol>"
    items = "".join(
        f'<li dir="auto">{"".join(_in_item(one) for one in each)}</li>\n' for each in block.items
    )
    return f"{opened}\n{items}{closed}\n"


def _in_item(block: Block) -> str:
    return f"{_inline(block.runs)}\n" if isinstance(block, Paragraph) else _block(block)


def _table(table: Table) -> str:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * one / total:.0f}%">' for one in table.widths)
    kind = ' class="facts"' if not table.head else ' class="form"' if table.is_form else ""
    head = ""
    if table.head:
        cells = "".join(_cell("th", cell, align, ' scope="col"')
                        for cell, align in zip(table.head, table.aligns, strict=True))  # fmt: skip
        head = f"<thead><tr>{cells}</tr></thead>\n"
    rows = "".join(_row(row, table) for row in table.rows)
    return f"<table{kind}><colgroup>{columns}</colgroup>\n{head}<tbody>\n{rows}</tbody></table>\n"


def _row(row: tuple[Runs, ...], table: Table) -> str:
    cells = []
    for place, (cell, align) in enumerate(zip(row, table.aligns, strict=True)):
        names = not table.head and place % 2 == 0
        cells.append(_cell("th" if names else "td", cell, align, ' scope="row"' if names else ""))
    return f"<tr>{''.join(cells)}</tr>\n"


def _cell(tag: str, runs: Runs, align: str, more: str) -> str:
    if is_line(runs):
        return f'<{tag} class="line">&nbsp;</{tag}>'
    side = f' style="text-align:{align}"' if align != "left" else ""
    return f'<{tag}{more}{side} dir="auto">{_inline(runs)}</{tag}>'


def _inline(runs: Runs) -> str:
    return "".join(_run(*run) for run in runs)


def _run(text: str, strong: bool, emphasis: bool, href: str | None) -> str:
    made = escape(text, quote=False).replace("\n", "<br>\n")
    if emphasis:
        made = f"<em>{made}</em>"
    if strong:
        made = f"<strong>{made}</strong>"
    return f'<a href="{escape(href)}">{made}</a>' if href else made
