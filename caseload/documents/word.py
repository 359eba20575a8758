"""An agency's own Word form, filled in: what stands in its braces, and nothing else, is changed.

docxtpl brings the form's XML into a shape in which Jinja's tags may span runs, rows and cells; our
sandbox renders it, with people's text escaped for XML. The same facts give the same bytes.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from types import CodeType
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import meta, nodes

from caseload.documents import environment, fields, folders, writing
from caseload.documents.environment import Sandbox
from caseload.documents.folders import Folders
from caseload.documents.page import DRAFT, Page
from caseload.documents.source import Source
from caseload.errors import InvalidError

_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_NOTES = tuple(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    for kind in ("footnotes", "endnotes")
)
LARGEST = 200 * 1024 * 1024
"""Bytes of a form once unpacked."""
LARGEST_XML = 5 * 1024 * 1024
"""Bytes of what is XML in it; empty paragraphs take a hundred times their size in memory."""
LONGEST_TAG = 20_000
"""Characters of what stands in braces, a comment too. docxtpl looks for an end to the last letter,
from each beginning anew."""
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_FETCHING = re.compile(
    r"^\s*(include(?:picture|text)?|import|link|dde(?:auto)?|database|rd)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Field codes that take in another file, from the network too, or start another program."""
_RUNNING = {"aFChunk", "control", "oleObject", "vbaProject"}
"""Relationships to pages that Word takes in with what they link to, and to what it runs."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Form(DocxTemplate):
    """One Word file being filled in."""

    def __init__(self, file: Path, sandbox: Sandbox, compiled: dict[str, CodeType]) -> None:
        """Open a form; `compiled` keeps what it came to for the next client."""
        try:
            content = file.read_bytes()
            with ZipFile(BytesIO(content)) as packed:
                _refuse_large(file, packed.infolist())
            super().__init__(BytesIO(content))
            self.init_docx()
            _refuse_outside(file, self.docx.part.package)
        except (OSError, BadZipFile, OpcError, SyntaxError, KeyError, ValueError):
            raise InvalidError(f"{file} is no Word file that can be read.") from None
        self._file = file
        self._sandbox = sandbox
        self._compiled = compiled

    def patch_xml(self, src_xml: str) -> str:
        """The XML with each tag in one piece.

        Raises:
            InvalidError: A tag does not end.
        """
        text = _TAG.sub("", src_xml)
        at = 0
        while (begins := _OPENING.search(text, at)) is not None:
            closing = _CLOSING[begins[0]]
            ends = text.find(closing, begins.end(), begins.end() + LONGEST_TAG)
            at = ends + len(closing) if ends > 0 else len(text)
            # Of what is short, Jinja says more.
            if ends < 0 and len(text) - begins.end() > LONGEST_TAG:
                shown = text[begins.start() : begins.start() + 60]
                raise InvalidError(
                    f"{self._file.name}, at “{shown}”: it does not end. Write {closing} after it."
                )
        return str(super().patch_xml(src_xml))

    def sources(self) -> Iterator[str]:
        """The templates in it: its text, headers and footers, a paragraph a line."""
        yield _by_paragraph(self.patch_xml(self.get_xml()))
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield _by_paragraph(self.patch_xml(self.get_part_xml(part)))
        for part in self.notes():
            yield _by_paragraph(self.patch_xml(self.get_part_xml(part)))

    def notes(self) -> list[Any]:
        """The parts with footnotes and endnotes."""
        parts = self.docx.part.package.parts
        return [part for part in parts if part.content_type in _NOTES]

    def fill_notes(self, context: Mapping[str, Any]) -> None:
        """Render footnotes and endnotes."""
        for part in self.notes():
            made = self.render_xml_part(self.patch_xml(self.get_part_xml(part)), part, context)
            part._blob = made.encode()

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Render one part in our sandbox; a mistake is told with its paragraph's text."""
        source = _by_paragraph(src_xml)
        with mistakes(self._sandbox.folders, self._file, source):
            if source not in self._compiled:
                self._compiled[source] = self._sandbox.compile(
                    source, self._file.name, str(self._file)
                )
            made = self._sandbox.template_class.from_code(
                self._sandbox, self._compiled[source], self._sandbox.make_globals(None)
            ).render(context)
        # People's braces are numbered in the XML, so these two are the form's own.
        made = made.replace("{_{", "{{").replace("}_}", "}}")
        return str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", made)))


class mistakes(environment.mistakes):  # noqa: N801 - reads as what it is
    """A Word form's mistakes: there are no lines, so the paragraph's own text says where."""

    def __init__(self, among: Folders, file: Path, source: str) -> None:
        super().__init__(among, file.name)
        self._file = file
        self._source = source

    def _where(self, error: BaseException, trace: Any) -> str:
        said = super()._where(error, trace)
        name, _, line = said.rpartition(":")
        return place(self._source, int(line), name) if name == self._file.name else said


def place(source: str, line: int, name: str) -> str:
    """A paragraph of a form, by its beginning: plan.docx, at “Client: {{ client.nome }}”."""
    lines = source.split("\n")
    text = _TAG.sub("", lines[min(line, len(lines)) - 1]).strip()
    return f"{name}, at “{text[:60]}”" if text else name


def _by_paragraph(xml: str) -> str:
    return _PARAGRAPH.sub(r"\n<w:p\1", xml)


def _refuse_large(file: Path, parts: list[ZipInfo]) -> None:
    if sum(one.file_size for one in parts) > LARGEST:
        raise InvalidError(f"{file} is too large once unpacked; make its pictures smaller.")
    texts = (one.file_size for one in parts if not one.filename.startswith("word/media/"))
    if sum(texts) > LARGEST_XML:
        raise InvalidError(f"{file} is too large once unpacked; make it of fewer pages.")


def _refuse_outside(file: Path, package: Any) -> None:
    """Refuse a form that takes in what lies outside of it: Word would fetch it from each document.

    Raises:
        InvalidError: It has a template or picture that is linked, a field that fetches, a program,
            or declares entities.
    """
    for part in (package, *package.iter_parts()):
        for one in part.rels.values():
            kind = one.reltype.rsplit("/", 1)[-1]
            if one.is_external and kind != "hyperlink":
                raise InvalidError(
                    f"{file} links to something outside of it ({kind}: {one.target_ref}), which "
                    "each document would fetch. Put it into the file, or remove the link."
                )
            if kind in _RUNNING:
                raise InvalidError(
                    f"{file} holds a program, control or page of another one ({kind}), which each "
                    "document would hold. Remove it; a picture of it can stay."
                )
        element = _tree_of(part)
        if element is None:
            continue
        if element.getroottree().docinfo.doctype:
            raise InvalidError(f"{file} declares entities, as no Word file does. Save it anew.")
        found = _FETCHING.search(_codes_of(element))
        if found is not None:
            raise InvalidError(
                f"{file} has a field that fetches something from outside of it "
                f"({found[1].upper()}). Remove it: in Word, Alt+F9 shows the fields."
            )


def _tree_of(part: Any) -> Any:
    """The XML of a part; None where it is something else."""
    element = getattr(part, "element", None)
    if element is None and getattr(part, "content_type", "").endswith("xml"):
        return parse_xml(part.blob)
    return element


def _codes_of(element: Any) -> str:
    """The codes of a part's fields, and the query of a mail merge, each on a line of its own."""
    said = list[str]()
    for one in element.iter("{*}instrText", "{*}fldChar", "{*}fldSimple", "{*}mailMerge"):
        name = one.tag.rpartition("}")[2]
        if name == "instrText":
            # Word sets one code in several pieces.
            said.append("".join(one.itertext()))
        elif name == "mailMerge":
            said.append("\nDATABASE\n")
        else:
            codes = (text for key, text in one.attrib.items() if key.endswith("}instr"))
            said.append(f"\n{''.join(codes)}\n")
    return "".join(said)


class Filler:
    """Fills in one form for one client after another."""

    def __init__(self, among: Folders, template: str) -> None:
        """Read the form.

        Raises:
            NotFoundError: There is none of that name.
            InvalidError: It is no Word file, or has a syntax error.
        """
        self._file = among.find(template, folders.WORD)
        self._sandbox = Sandbox(among, writing.word, whole_lines=False)
        self._compiled: dict[str, CodeType] = {}
        names = set[str]()
        for source, tree in trees(self._sandbox, self._file):
            with mistakes(among, self._file, source):
                names |= meta.find_undeclared_variables(tree)
        self.source = Source(
            folders.bare_name(self._file.name),
            self._file,
            folders.hash_of([self._file]),
            frozenset(names & set(fields.Fields._fields)),
        )

    def fill(self, values: Mapping[str, Any], page: Page, along: tuple[str, ...] = ()) -> bytes:
        """The filled form, with a heading and paragraphs after it for what goes along with it.

        Raises:
            InvalidError: The form has a mistake, goes on for too long, or makes a field that
                fetches something.
        """
        self._sandbox.begin()
        form = Form(self._file, self._sandbox, self._compiled)
        form.render_init()
        if page.draft:
            _mark(form.docx)
        form.map_tree(form.fix_tables(form.build_xml(values, self._sandbox)))
        for uri in (form.HEADER_URI, form.FOOTER_URI):
            for key, xml in form.build_headers_footers_xml(values, uri, self._sandbox):
                form.map_headers_footers_xml(key, xml)
        form.fill_notes(values)
        document = form.docx
        for number, text in enumerate(along):
            document.add_paragraph().add_run(text).bold = number == 0
        _describe(document.core_properties, page)
        _refuse_outside(self._file, document.part.package)
        made = BytesIO()
        document.save(made)
        return repacked(made.getvalue())


def trees(sandbox: Sandbox, file: Path) -> Iterator[tuple[str, nodes.Template]]:
    """Each template of a form with its syntax tree.

    Raises:
        InvalidError: One has a syntax error; its paragraph is named.
    """
    for source in list(Form(file, sandbox, {}).sources()):
        with mistakes(sandbox.folders, file, source):
            tree = sandbox.parsed(source, file.name, str(file))
        yield source, tree


def _mark(document: Any) -> None:
    """Say on each page that nobody has signed yet."""
    for section in document.sections:
        heads = [section.header]
        if section.different_first_page_header_footer:
            heads.append(section.first_page_header)
        for head in heads:
            head.is_linked_to_previous = False
            first = head.paragraphs[0] if head.paragraphs else head.add_paragraph()
            first.insert_paragraph_before().add_run(DRAFT).bold = True


def _describe(properties: Any, page: Page) -> None:
    noon = datetime.combine(page.day, time(12), UTC).replace(tzinfo=None)
    properties.title = page.mark
    properties.author = properties.last_modified_by = page.agency or ""
    properties.created = properties.modified = noon
    properties.last_printed = noon
    properties.revision = 1


def repacked(package: bytes) -> bytes:
    """A zip file with the same contents and no trace of when it was made."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for one in old.infolist():
            entry = ZipInfo(one.filename, _ZIP_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(one))
    return made.getvalue()
