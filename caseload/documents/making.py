"""One document from first to last: its template, its facts, its form, and the record of it."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from caseload import languages
from caseload.documents import environment, fields, folders, html, markdown, people, source, writing
from caseload.documents.folders import Folders
from caseload.documents.gather import Gathering, Wanted
from caseload.documents.page import Page
from caseload.documents.pdf import Printer
from caseload.model import Document
from caseload.model.linking import Disclosure
from caseload.model.planning import Plan, PlanStatus
from caseload.records import clients, disclosures, documents
from caseload.records._caseload import Caseload
from caseload.records.disclosures import Right
from caseload.records.part2 import Part2
from caseload.rules import circle_rules, part2_rules
from caseload.settings import config

NOTICE = (
    "Confidential. State and federal law protect this record. It may not be shared further without "
    "the client's written consent or as the law allows."
)
HEADINGS = {"en": "To whom this was sent", "es": "Para quien recibe este documento"}
IN_SPANISH = (
    "Confidencial. Las leyes estatales y federales protegen estos datos. No se pueden compartir "
    "con otros sin el permiso escrito de la persona, o como lo permita la ley.",
    "En una crisis, llame o mande un mensaje de texto al 988, de día o de noche. Si alguien está "
    "en peligro, llame al 911.",
)
"""The notice and the crisis line of documents in Spanish, where the agency has none of its own."""


class Form(StrEnum):
    """What a document is written as."""

    MD = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


class Made(NamedTuple):
    """A document, and what there is to say of it."""

    content: bytes
    plan_version: int | None


class Sent(NamedTuple):
    """To whom a document goes, what for, and by what right."""

    to_whom: str
    purpose: str | None
    right: Right


class Maker:
    """Makes documents of one template in one form, one after another. Close it when done."""

    def __init__(
        self,
        caseload: Caseload,
        template: str,
        form: Form,
        own: Path | None,
        settings: config.Config,
    ) -> None:
        """Read the template.

        Raises:
            NotFoundError: There is none of that name that makes this form.
            InvalidError: It has a mistake; its file and line are named.
        """
        self.caseload = caseload
        self.form = form
        self._folders = Folders(own)
        self._settings = settings.agency
        self._printer: Printer | None = None
        if form is Form.DOCX:
            from caseload.documents import word

            self._word = word.Filler(self._folders, template)
            self.source = self._word.source
        else:
            self._sandbox = environment.Sandbox(self._folders, writing.markdown)
            self.source = source.read(self._sandbox, template)
        self.agency = agency(settings.agency, self.source.language)

    def __enter__(self) -> "Maker":
        return self

    def __exit__(self, *_: object) -> None:
        if self._printer is not None:
            self._printer.__exit__(None, None, None)

    def in_their_language(self, client_id: str) -> str | None:
        """The template's name in the language that a client speaks best; None where it is this one.

        `plan_es` is `plan` in Spanish; a client without a language has no other.
        """
        others = [
            folders.bare_name(path.name)
            for path in self._folders.all_files()
            if path.name.startswith(f"{self.source.name}_") and path.name.endswith(folders.MARKDOWN)
        ]
        spoken = clients.get(self.caseload, client_id).language if others else None
        wanted = f"{self.source.name}_{languages.key(spoken or '')}"
        return wanted if wanted in others else None

    def make(self, wanted: Wanted, client_id: str | None) -> Made:
        """Gather the facts and write the document.

        Raises:
            NotFoundError: The client lacks what it is about, as a plan.
            InvalidError: The template has a mistake, or does not fit what was asked for.
        """
        facts = Gathering(
            self.caseload, wanted, self.agency, client_id, self._withheld(wanted, client_id)
        )
        values = facts.values(self.source.names)
        plan = _about(values)
        along = self._along(wanted)
        if self.form is Form.DOCX:
            page = self._page(self.source.name, values, wanted.on, client_id)
            content = self._word.fill(values, page, along)
        else:
            text = environment.run(self._sandbox, self.source.file.name, values)
            content = self._written(text + _as_section(along), values, wanted.on, client_id)
        return Made(content, plan.version if plan is not None else None)

    def _withheld(self, wanted: Wanted, client_id: str | None) -> Part2 | None:
        """What a document that goes to somebody leaves out; None when it leaves out nothing."""
        right = wanted.right
        if right is None or client_id is None or right.part2:
            return None
        codes = self._settings.part2_diagnoses
        return disclosures.withheld(self.caseload, [client_id], {client_id: right}, codes)

    def _along(self, wanted: Wanted) -> tuple[str, ...]:
        """What goes along with substance-use records: what was agreed to, and the notice.

        42 CFR 2.32: (b) a clear explanation of the scope of the consent, and (a) a statement.
        """
        release = wanted.right.release if wanted.right is not None else None
        if release is None or not release.part2 or (wanted.right and not wanted.right.part2):
            return ()
        heading = HEADINGS.get(self.source.language, HEADINGS["en"])
        notice = self._settings.part2_notice or part2_rules.NOTICE
        return heading, circle_rules.in_words(release), *notice.split("\n")

    def _written(
        self, text: str, values: Mapping[str, Any], day: date, client_id: str | None
    ) -> bytes:
        blocks = markdown.read(text)
        title = markdown.title(blocks) or self.source.name.replace("_", " ").capitalize()
        page = self._page(title, values, day, client_id)
        if self.form is Form.MD:
            return as_markdown(text, page).encode()
        if self.form is Form.HTML:
            return html.write(blocks, page).encode()
        if self._printer is None:
            self._printer = Printer()
        return self._printer.print(blocks, page)

    def _page(
        self, title: str, values: Mapping[str, Any], day: date, client_id: str | None
    ) -> Page:
        plan = _about(values)
        told, logo = self.agency, self._settings.logo
        return Page(
            title=title,
            agency=told.name,
            reach=" · ".join(part for part in (told.address, told.phone) if part),
            notice=told.confidentiality_notice,
            logo=Path(logo).expanduser() if logo else None,
            day=day,
            about=client_id,
            version=plan.version if plan is not None else None,
            draft=plan is not None and plan.status is PlanStatus.DRAFT,
            language=self.source.language,
            paper=self._settings.paper,
        )

    def record(self, made: Made, client_id: str | None, sent_to: str | None = None) -> Document:
        """Keep what was made, from what, by whom and for whom."""
        return documents.record(
            self.caseload,
            client_id,
            self.source.name,
            template_hash=self.source.hash,
            plan_version=made.plan_version,
            form=self.form,
            sent_to=sent_to,
        )

    def sent(self, made: Made, client_id: str, sent: Sent) -> Disclosure:
        """Keep what was made and that it goes to somebody, which is one write."""
        version = f", version {made.plan_version}" if made.plan_version else ""
        with self.caseload.write("render document", client_id):
            kept = self.record(made, client_id, sent.to_whom)
            return disclosures.disclose(
                self.caseload, client_id, sent.to_whom,
                f"{self.source.name.replace('_', ' ')}{version} ({self.form})",
                sent.purpose or sent.right.why, sent.right, self.caseload.today,
                document_id=kept.document_id,
            )  # fmt: skip


def _about(values: Mapping[str, Any]) -> Plan | fields.SafetyPlan | None:
    """The plan of which a document has the version: a recovery plan, or a safety plan."""
    found: Plan | fields.SafetyPlan | None = values.get("plan") or values.get("safety_plan")
    return found


def agency(settings: config.Agency, language: str = "en") -> people.Agency:
    """The agency as templates of a language see it."""
    notice, crisis_line = IN_SPANISH if language == "es" else (NOTICE, config.CRISIS_LINE)
    return people.Agency(
        settings.name,
        settings.address,
        settings.phone,
        settings.confidentiality_notice or notice,
        settings.crisis_line or crisis_line,
        settings.release_months,
    )


def _as_section(along: tuple[str, ...]) -> str:
    """What goes along with a document, at its end."""
    if not along:
        return ""
    heading, *rest = map(writing.markdown, along)
    return "\n\n".join(["", f"## {heading}", *rest, ""])


def as_markdown(text: str, page: Page) -> str:
    """Markdown with the head and foot that a page has."""
    say = writing.markdown
    head = " · ".join(say(part) for part in (page.agency, page.reach) if part)
    parts = [head, f"**{say(page.words.draft)}**" if page.draft else "", text.strip(), "---"]
    parts += [say(page.notice or ""), say(page.mark)]
    tidy = re.sub(r"\n{3,}", "\n\n", "\n\n".join(part for part in parts if part))
    return f"{tidy}\n"
