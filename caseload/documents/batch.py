"""Documents of one client or many: which, called what, made one by one in flat memory."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Made, Maker, Sent
from caseload.documents.sending import Sending
from caseload.errors import CaseloadError
from caseload.records import clients, staff
from caseload.records._caseload import Caseload
from caseload.records.episodes import OPEN

_UNSAFE = re.compile(r"[^\w.-]|(?<=\.)\.|^\.")
_LONGEST = 60


class Target(NamedTuple):
    """One document to make."""

    key: str
    """The client's id, or the staff_id of a caseload sheet."""
    client_id: str | None
    wanted: Wanted


class Outcome(NamedTuple):
    """What became of one."""

    target: Target
    made: Made | None
    error: CaseloadError | None
    sent: Sent | None = None
    """To whom it goes, and by what right."""


def of_clients(caseload: Caseload, texts: Iterable[str], wanted: Wanted) -> list[Target]:
    """One document for each client named.

    Raises:
        NotFoundError, AmbiguousError: A name means nobody, or more than one.
    """
    found = dict.fromkeys(clients.find(caseload, text).client_id for text in texts)
    return [Target(client_id, client_id, wanted) for client_id in found]


def of_everyone(caseload: Caseload, wanted: Wanted) -> list[Target]:
    """One for each client with an open episode; those of one case manager when one is named."""
    found = clients.listed(caseload, wanted.on, case_manager=wanted.case_manager)
    ids = sorted(one.client_id for one in found if one.status in OPEN)
    return [Target(client_id, client_id, wanted) for client_id in ids]


def of_staff(caseload: Caseload, wanted: Wanted) -> list[Target]:
    """One for the case manager named, else one for each who has a client."""
    if wanted.case_manager is not None:
        return [Target(wanted.case_manager, None, wanted)]
    busy = {
        one.case_manager
        for one in clients.listed(caseload, wanted.on)
        if one.status in OPEN
    }  # fmt: skip
    return [
        Target(one.staff_id, None, wanted._replace(case_manager=one.staff_id))
        for one in staff.listed(caseload)
        if one.name in busy
    ]


def make(
    maker: Maker, targets: Iterable[Target], sending: Sending | None = None
) -> Iterator[Outcome]:
    """Each document in turn; a client for whom it can't be made holds up nobody else.

    One that goes to somebody is made only for those who have a release, or an exception.
    """
    for target in targets:
        try:
            sent, wanted = None, target.wanted
            if sending is not None and target.client_id is not None:
                sent = sending.of(maker.caseload, target.client_id)
                wanted = wanted._replace(right=sent.right)
            yield Outcome(target, maker.make(wanted, target.client_id), None, sent)
        except CaseloadError as error:
            yield Outcome(target, None, error)


def file_name(target: Target, template: str, form: Form) -> str:
    """The name of a document's file: id, template and day, and no client's name.

    An id may hold anything; what a file name can't is written `_`, with the beginning of the id's
    hash after it, so that two ids never share a name. None begins as an option or a hidden file.
    """
    kept = _UNSAFE.sub("_", target.key)[:_LONGEST]
    if kept.startswith(("-", ".")):
        kept = f"_{kept[1:]}"
    if kept != target.key:
        kept += f"-{sha256(target.key.encode()).hexdigest()[:8]}"
    return f"{kept}-{template}-{target.wanted.on.isoformat()}.{form}"
