"""Where documents come from and go to: the agency's own templates, and files that never collide."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from caseload import files
from caseload.documents import batch, environment, source, writing
from caseload.documents.folders import Folders, own_templates
from caseload.documents.gather import Wanted
from caseload.documents.making import Form, Maker
from caseload.documents.sending import Sending
from caseload.errors import CaseloadError, StorageError, UsageError
from caseload.records._caseload import Caseload
from caseload.settings import config


class Offer(NamedTuple):
    """A template about one client, and the forms that it can be made in."""

    name: str
    purpose: str
    forms: tuple[Form, ...]


def offers(own: Path | None) -> list[Offer]:
    """The templates about one client, by name; a plan first."""
    folders = Folders(own)
    sandbox = environment.Sandbox(folders, writing.markdown)
    found: dict[str, Offer] = {}
    for one in folders.listed():
        forms = tuple(Form(word) for word in one.makes.split())
        before = found.get(one.template, Offer(one.template, one.purpose, ()))
        purpose = before.purpose if Form.MD in before.forms else one.purpose
        found[one.template] = before._replace(forms=(*before.forms, *forms), purpose=purpose)
    kept = [
        one._replace(forms=tuple(form for form in (Form.PDF, Form.HTML, Form.MD, Form.DOCX)
                                 if form in one.forms))
        for one in found.values() if Form.MD not in one.forms or _about_client(sandbox, one.name)
    ]  # fmt: skip
    return sorted(kept, key=lambda one: (one.name != "plan", one.name))


def _about_client(sandbox: environment.Sandbox, name: str) -> bool:
    """Whether a template is about one client; one with a mistake says so when it is rendered."""
    try:
        return source.read(sandbox, name).takes_client
    except CaseloadError:
        return True


def in_folder(folder: Path, names: Sequence[str], *, force: bool) -> list[Path]:
    """The paths of documents in a folder, which is made; nothing there is written over.

    Raises:
        UsageError: That is a file's name.
        StorageError: The folder can't be made.
        InvalidError: One exists, and `force` was not said.
    """
    if folder.suffix.lower().lstrip(".") in set(Form) and not folder.is_dir():
        raise UsageError(f"Documents go into a folder, and {folder} is a file's name.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} can't be made: {error.strerror}.") from None
    paths = [folder / name for name in names]
    for path in paths:
        files.refuse_existing(path, force=force)
    return paths


def file_of(client_id: str, template: str, form: Form, folder: Path, wanted: Wanted) -> Path:
    """Where one client's document goes in a folder."""
    target = batch.Target(client_id, client_id, wanted)
    return folder / batch.file_name(target, template, form)


def make_file(
    caseload: Caseload,
    client_id: str,
    template: str,
    form: Form,
    path: Path,
    wanted: Wanted,
    *,
    sending: Sending | None = None,
    force: bool = False,
) -> Path:
    """Make one client's document, put it there, and record that it was made.

    Raises:
        InvalidError: The file exists, the template has a mistake, or it goes to somebody for
            whom there is no release.
        NotFoundError: The client lacks what it is about.
        StorageError: It can't be written there.
    """
    settings = config.read()
    in_folder(path.parent, [path.name], force=force)
    sent = sending.of(caseload, client_id) if sending is not None else None
    wanted = wanted._replace(right=sent.right) if sent is not None else wanted
    with Maker(caseload, template, form, own_templates(None, settings), settings) as maker:
        made = maker.make(wanted, client_id)
        with files.written_for(path, made.content, force=force):
            if sent is not None:
                maker.sent(made, client_id, sent)
            else:
                maker.record(made, client_id)
    return path
