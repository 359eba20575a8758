"""Sending a referral with its letter: the letter, the step and the disclosure are one write."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from caseload import files
from caseload.documents.folders import own_templates
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.errors import UsageError
from caseload.model.linking import SentBy
from caseload.records import referrals, resources
from caseload.records._caseload import Caseload
from caseload.rules import referral_rules
from caseload.rules.referral_rules import Pace
from caseload.settings import config

TEMPLATE = "referral_letter"


class Sending(NamedTuple):
    """How a referral is sent, and by what right."""

    by: SentBy = SentBy.LETTER
    release: str | None = None
    exception: str | None = None
    follow_up_on: date | None = None
    remark: str | None = None
    what: str | None = None
    """What is told; what the letter says, when not said."""
    diagnosis: bool = False
    """Whether the diagnoses are told."""
    letter: Path | None = None
    """Where the letter goes; None: none is made now."""
    force: bool = False
    """Whether that file may be written over."""


def send(
    caseload: Caseload, referral_id: str, on: date, how: Sending, pace: Pace
) -> referrals.Sent:
    """Send a referral, and make its letter where one is wanted.

    Raises:
        NotFoundError: There is no such referral.
        InvalidError: It can't be sent so; no release is in force and no exception is said; the
            letter's file exists, or its template has a mistake.
        UsageError: The letter's name says no form.
        StorageError: The letter can't be written there.
    """
    before = referrals.get(caseload, referral_id)
    ask_on = referral_rules.ask_on(before, on, how.follow_up_on, pace)
    facts = how._asdict()
    for name in ("diagnosis", "letter", "force"):
        del facts[name]
    facts["what"] = how.what or referral_rules.told(how.by, diagnosis=how.diagnosis)
    facts["follow_up_on"] = ask_on
    if how.letter is None:
        return referrals.send(caseload, before.referral_id, on, **facts)
    form = _form(how.letter)
    files.refuse_existing(how.letter, force=how.force)
    settings = config.read()
    to_whom = referral_rules.to_whom(resources.get(caseload, before.resource_id))
    wanted = Wanted(
        on, referral_id=before.referral_id, answer_by=ask_on, diagnosis=how.diagnosis,
        to_its_service=True,
        right=referrals.right(caseload, before, how.by, how.release, how.exception, on),
    )  # fmt: skip
    with Maker(caseload, TEMPLATE, form, own_templates(None, settings), settings) as maker:
        made = maker.make(wanted, before.client_id)
        with caseload.write("send referral", before.client_id):
            document = maker.record(made, before.client_id, to_whom)
            sent = referrals.send(
                caseload, before.referral_id, on, document_id=document.document_id, **facts
            )
            # Last, so that a letter that can't be written leaves nothing said of it either.
            files.write_bytes(how.letter, made.content, force=how.force)
    return sent


def _form(path: Path) -> Form:
    ending = path.suffix.lower().lstrip(".")
    if ending not in set(Form):
        raise UsageError(f"{path} says no format; end it in .pdf, .html, .md or .docx.")
    return Form(ending)
