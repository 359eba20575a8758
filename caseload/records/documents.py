"""Documents: what was made for whom, from which template and plan version. The text is not kept."""

from caseload.model import Document
from caseload.records import clients
from caseload.records._caseload import Caseload


def record(
    caseload: Caseload,
    client_id: str | None,
    template: str,
    *,
    template_hash: str,
    plan_version: int | None,
    form: str,
    sent_to: str | None = None,
) -> Document:
    """Keep that a document was made, as the one who acts.

    Args:
        caseload: The open caseload.
        client_id: Whom it is about; None for a whole caseload.
        template: The template's name.
        template_hash: SHA-256 of its text, in hexadecimal.
        plan_version: Of the plan in it, if there is one.
        form: md, html, pdf or docx.
        sent_to: For whom it was made, when that was said.
    """
    with caseload.write("render document", client_id) as change:
        if client_id is not None:
            clients.get(caseload, client_id)
        made = Document(
            caseload.next_id("document", "document_id", "D"),
            client_id,
            template,
            template_hash,
            plan_version,
            str(form),
            change.at,
            caseload.acting_staff_id,
            (sent_to or "").strip() or None,
        )
        change.add(made)
    return made


def listed(caseload: Caseload, client_id: str) -> list[Document]:
    """A client's documents, the newest first."""
    return caseload.records(
        Document, "where client_id = ? order by made_at desc, rowid desc", (client_id,)
    )
